"""Languages: what is said changes with the language spoken, what is meant does not."""

import re

import pytest
import sqlalchemy as sa

import languages
from components.elements import assets
from data import catalog, query
from data.caching import remembered
from data.geography import boundaries, countries
from data.query import Filters
from data.watch import database, ledger, lifecycle, model
from languages import speaking
from languages.english import analysis
from security.viewer import Viewer
from tools import catalogue, sentences


@pytest.fixture
def pseudo():
    with languages.spoken(languages.PSEUDO):
        yield


def said(text: str) -> bool:
    """True for a text in the pseudo-language."""
    return text.startswith("⟦") and text.endswith("⟧")


def test_what_is_remembered_never_mixes_languages() -> None:
    @remembered(8)
    def name(code: str) -> str:
        return countries.name(code)

    english = name("FRA")
    with languages.spoken(languages.PSEUDO):
        assert name("FRA") != english and said(name("FRA"))
    assert name("FRA") == english == "France"


def test_numbers_are_worked_out_once_for_all_languages() -> None:
    asked: list[int] = []

    @remembered(8, words=False)
    def twice(number: int) -> int:
        asked.append(number)
        return 2 * number

    for code in languages.codes():
        with languages.spoken(code):
            assert twice(4) == 8
    assert asked == [4]


@pytest.mark.parametrize("about", catalog.indicators().values(), ids=lambda each: each.id)
def test_a_description_is_in_the_language_and_its_ids_are_not(
    about: catalog.Indicator, pseudo: None
) -> None:
    spoken = catalog.indicators()[about.id]
    assert all(map(said, (spoken.title, spoken.unit, spoken.definition, spoken.category_label)))
    assert all(map(said, spoken.categories.values())) and all(map(said, spoken.caveats))
    assert all(said(mark.label) for mark in spoken.marks)
    assert not spoken.partial_note or said(spoken.partial_note)
    assert list(spoken.categories) == list(about.categories) and spoken.roles == about.roles
    assert all(said(catalog.role_words(role)) for role in spoken.roles)
    source, english = catalog.source_of(spoken), catalog.sources
    assert said(source.bias) and not said(source.title) and not said(source.citation)
    assert english()[source.name].licence == source.licence


def test_the_same_question_has_the_same_answer_in_every_language(pseudo: None) -> None:
    asked = Filters("glotip.victims_by_citizenship", ("DEU",), role="citizenship")
    spoken = query.by_partner(asked)
    with languages.spoken(languages.ENGLISH):
        assert query.by_partner(asked).equals(spoken) and len(spoken)


def test_domains_countries_and_the_policy_on_boundaries_speak(pseudo: None) -> None:
    assert next(iter(catalog.DOMAINS)) == "notices" and all(map(said, catalog.DOMAINS.values()))
    assert said(countries.name("NLD")) and all(map(said, countries.region("NLD")))
    assert countries.find("Netherlands").iso3 == "NLD"
    assert str(boundaries.NOTE) in boundaries.policy() and "⟦Çŕîmé" in boundaries.policy()


def test_a_country_within_a_sentence_has_its_article() -> None:
    assert countries.in_sentence("USA") == "the United States"
    assert countries.in_sentence("IND") == "India"
    within = {countries.in_sentence(code) for code in countries.codes()}
    assert len(within) == len(countries.codes()) and not any("The " in each for each in within)


def test_a_value_is_said_with_what_it_counts() -> None:
    known = catalog.indicators()
    assert known["fatf.listed"].said(1) == "1 jurisdiction"
    assert known["fatf.listed"].said(20) == "20 jurisdictions"
    assert known["tip_tiers.tier"].said(2) == "Tier 2"
    assert known["interpol_by_country.red_requested"].titled("India") == (
        "Red notices requested by India"
    )
    assert known["glotip.detected_victims"].titled("India") == (
        "Trafficking victims detected in India"
    )
    assert known["ic3.complaints"].titled("India") == ""


def test_what_is_kept_of_a_proposal_is_said_in_each_readers_language(tmp_path) -> None:
    watch = ledger.Watch(sa.make_url(f"sqlite:///{tmp_path}/watch.sqlite"))
    sent = {
        "reference": "FRA/2016/1",
        "colour": "red",
        "requesting": "FRA",
        "concerned": {"last_known": ["THA"]},
        "offence": "fraud",
        "date": "2016-11-07",
        "tlp": "TLP:GREEN",
    }
    with languages.spoken(languages.PSEUDO):
        number = watch.add([model.read(sent)], "a bureau")[0].id
        sight = watch.visible(Viewer("MYS", "MYS"))
        assert all(map(said, sight.queue()[0].turn.why))
        assert said(lifecycle.WORDS["new"]) and said(str(database.SWITCH_ON))
    assert sight.queue()[0].turn.why == ("neighbour of last known place (Thailand)",)
    assert sight.case(number)[1].turns["MYS"].why == sight.queue()[0].turn.why
    assert lifecycle.WORDS["new"] == "sent"
    assert lifecycle.ANSWERS["need_more"] == "more information needed"


FRENCH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "not collected here"
msgstr "pas relevé ici"

msgid "victim"
msgid_plural "victims"
msgstr[0] "victime"
msgstr[1] "victimes"

msgid "Detected trafficking victims"
msgstr "Victimes de la traite détectées"
"""


@pytest.fixture
def french(tmp_path, monkeypatch):
    """French, as a translator begins it: three texts."""
    (tmp_path / "fr.po").write_text(FRENCH, encoding="utf-8")
    catalogue.compiled(tmp_path / "fr.po")
    monkeypatch.setattr(speaking, "CATALOGUES", tmp_path)
    kept = (speaking._languages, speaking.translations)
    for each in kept:
        each.cache_clear()
    with languages.spoken("fr"):
        yield
    for each in kept:
        each.cache_clear()


def test_a_catalogue_is_all_that_french_needs(french: None) -> None:
    assert languages.language().name == "Français" and "fr" in languages.codes()
    assert analysis.NOT_COLLECTED() == "pas relevé ici"
    about = catalog.indicators()["glotip.detected_victims"]
    assert about.title == "Victimes de la traite détectées"
    assert [about.said(n) for n in (0, 1, 1234.5)] == [
        "0 victime",
        "1 victime",
        "1\u202f234,5 victimes",
    ]
    assert analysis.NO_YEAR() == "no year"  # nobody translated it yet


def test_the_catalogue_for_translators_holds_every_kind_of_text() -> None:
    made = catalogue.template()
    for text in (
        analysis.NOT_COLLECTED.text,
        "Detected trafficking victims",
        "where detected",
        "Forced labour",
        "Police notices",
        "the Netherlands",
        "Western Europe",
        "neighbour of last known place ({place})",
        "A reader of this dashboard",
    ):
        assert text in made, text
    assert made.get("victim").id == ("victim", "victims")
    with languages.spoken(languages.PSEUDO):
        assert {str(each) for each in catalogue.template()._messages} == {
            str(each) for each in made._messages
        }


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ('st.info("Choose a country above.")', [1]),
        ('title = f"{name}, of which {many} are masked"', [1]),
        ('"""A docstring that says what it is."""', []),
        ('logging.getLogger(__name__).warning("The store does not answer: %s", fault)', []),
        ('raise ValueError("a developer reads this")', []),
        ('found = connection.execute("SELECT value FROM settings WHERE name = 1")', []),
        ('STYLE = "h1 {font-size: 1rem;}"\nsaid = words.NO_YEAR()', []),
        ('said = "x" if state == "not shipped" else words.NO_YEAR()', []),
    ],
)
def test_a_sentence_in_a_module_is_found_and_nothing_else(tmp_path, code, lines) -> None:
    module = tmp_path / "module.py"
    module.write_text(code, encoding="utf-8")
    assert [line for line, _ in sentences.written(module)] == lines


def test_every_sentence_stands_in_languages_and_every_template_is_said_rightly() -> None:
    found = [(path, *each) for path in sentences.modules() for each in sentences.written(path)]
    assert not found and not list(sentences.in_scripts()) and not list(sentences.misused())


def test_no_line_ends_between_a_number_and_its_sign() -> None:
    found = [each for each, _ in catalogue.messages()]
    every = [each for text in found for each in ([text] if isinstance(text, str) else text)]
    assert len(every) > 1000 and not [
        each for each in every if re.search(r"[}\d] (%|(bn|m)\b)", each)
    ]


@pytest.mark.parametrize("code", languages.codes())
def test_what_the_browser_says_is_what_the_templates_say(code):
    said = catalogue.in_the_browser(code)
    assert set(said) == {f"{code}.json", f"{code}.find.json"}
    for name, text in said.items():
        held = (assets.STATIC / "languages" / name).read_text(encoding="utf-8")
        assert held == text, "python -m tools.catalogue writes it anew"
