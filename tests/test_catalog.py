"""Every description loads, says what a reader must know, and has its adapter; the names others rely
on exist.
"""

import importlib
import inspect
import tomllib
from datetime import date

import pytest

from data import catalog, store
from data.catalog import CatalogError, descriptions
from data.geography import countries

SOURCES = list(catalog.sources())
INDICATORS = list(catalog.indicators())

# `interface.md`: names that readers, scripts and links rely on.
STABLE_SOURCES = (
    "interpol_public",
    "interpol_api",
    "interpol_issued",
    "interpol_bali_2016",
    "eurepoc",
    "cisa_kev",
    "ic3",
    "gci",
    "glotip",
    "tip_tiers",
    "iuu_vessels",
    "iuu_index",
    "gfw_events",
    "eu_iuu_cards",
    "psma",
    "ucdp_acd",
    "fatf",
    "oc_index",
    "fatf_ratings",
    "crime_trends",
    "unsc_list",
    "incsr",
)
STABLE_INDICATORS = (
    "glotip.detected_victims",
    "glotip.persons_convicted",
    "glotip.persons_prosecuted",
    "glotip.victims_by_citizenship",
    "eurepoc.incidents",
    "cisa_kev.entries",
    "ic3.complaints",
    "ic3.losses_usd",
    "gci.score",
    "iuu_vessels.vessels_listed",
    "iuu_index.indicator_score",
    "gfw_events.encounters",
    "eu_iuu_cards.cards",
    "psma.parties",
    "interpol_public.on_public_list",
    "interpol_issued.red_notices",
    "interpol_bali_2016.facts",
    "ucdp_acd.active_conflicts",
    "fatf.listed",
    "tip_tiers.tier",
    "oc_index.score",
    "fatf_ratings.recommendations",
    "fatf_ratings.outcomes",
    "crime_trends.money_laundering",
    "crime_trends.migrant_smuggling",
    "crime_trends.cyber_fraud",
    "crime_trends.unlawful_access",
    "unsc_list.entries",
    "incsr.major",
)
STABLE_PARTNERS = {
    "glotip.victims_by_citizenship": "citizenship",
    "eurepoc.incidents": "alleged initiator",
    "gfw_events.encounters": "other flag",
}
BELONGS = {  # which ways to aggregate a kind of record allows
    "event": {"count"},
    "notice": {"count"},
    "listing": {"stock"},
    "score": {"last"},
    "observation": {"sum", "last"},
}


def stems(suffix):
    return {path.stem for path in catalog.FOLDER.glob(f"*{suffix}") if path.stem != "__init__"}


def test_every_description_has_an_adapter_and_every_adapter_a_description():
    assert stems(".toml") == stems(".py") == set(SOURCES)


@pytest.mark.parametrize("name", SOURCES)
def test_an_adapter_reads_a_published_file_and_says_how(name):
    read = importlib.import_module(f"data.sources.{name}").read
    assert list(inspect.signature(read).parameters) == ["published"]
    assert inspect.getdoc(read)


@pytest.mark.parametrize("name", STABLE_SOURCES)
def test_a_source_others_rely_on_exists(name):
    assert name in catalog.sources()


@pytest.mark.parametrize("name", STABLE_INDICATORS)
def test_an_indicator_others_rely_on_exists(name):
    about = catalog.indicators()[name]
    assert about.id == name and catalog.source_of(about).name == name.split(".")[0]
    assert about.partner_role == STABLE_PARTNERS.get(name, about.partner_role)


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_says_who_publishes_what_and_what_it_hides(name):
    source = catalog.sources()[name]
    for words in (
        source.title,
        source.publisher,
        source.edition,
        source.citation,
        source.bias,
        source.licence.name,
    ):
        assert words.strip() == words and words
    assert source.bias.endswith(".") and source.citation.endswith(".") and source.caveats
    assert source.url.startswith("https://") and (source.files or source.optional)
    assert not source.licence.url or source.licence.url.startswith("https://")
    assert source.indicators


@pytest.mark.parametrize("name", SOURCES)
def test_a_sources_dates_are_in_order(name):
    source = catalog.sources()[name]
    assert date(1900, 1, 1) < source.first <= source.last
    assert source.first <= source.as_of
    if source.next_update:
        assert source.next_update > source.last
        assert source.overdue(date(2200, 1, 1)) and not source.overdue(source.next_update)
    else:
        assert not source.overdue(date(2200, 1, 1))


@pytest.mark.parametrize("name", [name for name in SOURCES if not catalog.sources()[name].optional])
def test_a_sources_usual_number_of_records_is_a_range(name):
    expect = catalog.sources()[name].expect
    assert set(expect) == {"rows_min", "rows_max"} and 0 <= expect["rows_min"] <= expect["rows_max"]


@pytest.mark.parametrize("name", INDICATORS)
def test_an_indicator_is_of_one_kind_with_one_way_to_aggregate(name):
    about = catalog.indicators()[name]
    assert about.domain in catalog.DOMAINS
    assert about.kind in catalog.KINDS and about.aggregation in BELONGS[about.kind]
    assert about.grain in ("year", "month") and about.worse in ("more", "less", "neither")
    assert about.additive == (about.kind != "score")
    assert about.scale is None or about.scale[0] < about.scale[1]
    assert (about.scale is not None) == (about.kind == "score")


@pytest.mark.parametrize("name", INDICATORS)
def test_an_indicator_says_what_it_counts(name):
    about = catalog.indicators()[name]
    for words in (
        about.title,
        about.unit,
        about.definition,
        about.country_role,
        about.category_label,
        *about.categories.values(),
    ):
        assert words.strip() == words and words
    assert about.definition.endswith(".") and all(caveat.endswith(".") for caveat in about.caveats)
    assert set(catalog.source_of(about).caveats) <= set(about.caveats)
    assert (
        about.complete_to is None
        or catalog.source_of(about).first.year
        <= about.complete_to
        <= catalog.source_of(about).last.year
    )
    assert about.complete_to or not about.partial_note
    assert about.partial_from == (about.complete_to + 1 if about.complete_to else None)


@pytest.mark.parametrize("name", INDICATORS)
def test_the_roles_of_an_indicator_differ(name):
    about = catalog.indicators()[name]
    assert about.roles[0] == about.country_role and len(set(about.roles)) == len(
        about.roles
    ) == 1 + bool(about.partner_role)


@pytest.mark.parametrize("name", INDICATORS)
def test_categories_that_never_add_up_have_a_main_one(name):
    about = catalog.indicators()[name]
    assert bool(about.main_category) == about.one_category
    assert about.main_category in about.categories or not about.one_category
    assert not (about.overlap and about.one_category)
    assert len(set(about.categories.values())) == len(about.categories)


@pytest.mark.parametrize("name", INDICATORS)
def test_marks_are_dated_and_in_words(name):
    for mark in catalog.indicators()[name].marks:
        assert mark.kind in ("break", "event") and mark.label and isinstance(mark.on, date)


@pytest.mark.parametrize("domain", catalog.DOMAINS)
def test_a_domain_has_at_most_one_headline_and_shows_it_first(domain):
    found = catalog.of_domain(domain)
    headlines = [about.id for about in found if about.headline]
    assert len(headlines) <= 1
    assert [about.id for about in found[: len(headlines)]] == headlines
    assert domain == "own" or headlines


@pytest.mark.parametrize("domain", catalog.DOMAINS)
def test_at_most_two_indicators_speak_for_a_domain(domain):
    speak = [about.id for about in catalog.of_domain(domain) if about.verdict]
    assert len(speak) <= 2
    assert speak or domain in ("notices", "own"), "every domain that can be judged has a voice"


@pytest.mark.parametrize("name", INDICATORS)
def test_what_may_be_said_of_an_indicator_fits_what_it_is(name):
    about = catalog.indicators()[name]
    scored = about.kind == "score"
    assert (about.step is not None) == (scored and not about.ordinal)
    if about.step is not None:
        assert 0 < about.step <= (about.scale[1] - about.scale[0]) / 4
    assert not about.ordinal or scored, "only ratings are an order without amounts"
    assert not about.fact or about.kind == "listing", "yes or no is a place on a list"
    assert not about.looking or about.worse == "neither", "who looks harder finds more"
    assert not (about.looking and about.kind in ("score", "listing"))
    assert not about.no_world_sum or (about.additive and not about.world)
    first, last = catalog.source_of(about).first.year, catalog.source_of(about).last.year
    for year in about.breaks:
        assert first < year <= last
        assert any(mark.on.year == year and mark.kind == "break" for mark in about.marks), (
            "where figures do not compare the timeline says so"
        )
    for year, words in about.partial_years.items():
        assert first <= year <= last and words
    assert set(about.not_applicable) <= countries.codes()


def test_what_is_judged_scored_or_rated_is_marked_so():
    found = catalog.indicators()
    facts = {name for name, about in found.items() if about.fact}
    assert facts == {"psma.parties", "incsr.major"}
    assert {name for name, about in found.items() if about.ordinal} == {"tip_tiers.tier"}
    assert found["gci.score"].breaks == (2024,) and found["gci.score"].step == 5
    assert found["oc_index.score"].breaks == (2023,) and found["oc_index.score"].step == 0.5
    assert found["oc_index.score"].domain != "money_laundering"
    assert {name for name, about in found.items() if about.no_world_sum} >= {
        "interpol_by_country.red_issued",
        "ic3.complaints_by_country",
    }


NOT_COUNTED = ("as", "of", "per", "score", "tier")  # how units begin that are said of any number


@pytest.mark.parametrize("about", catalog.indicators().values(), ids=lambda each: each.id)
def test_one_of_what_is_counted_is_said_in_the_singular(about):
    one, several = about.units(1), about.units(2)
    assert several == about.unit and (one != several) == (about.unit.split()[0] not in NOT_COUNTED)


def test_one_point_is_a_point():
    score = catalog.indicators()["oc_index.score"]
    assert (score.amount(1.0), score.amount(1.5)) == ("1 point, 1 to 10", "1.5 points, 1 to 10")


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_says_how_its_edition_stands(name):
    source = catalog.sources()[name]
    assert source.standing in ("current", "superseded", "one-off", "unknown")
    assert source.standing != "one-off" or source.next_update is None


@pytest.mark.parametrize("name", sorted(path.stem for path in store.BUNDLED.glob("*.json")))
def test_what_ships_may_be_passed_on(name):
    licence = catalog.sources()[name].licence
    assert licence.redistribution in ("rows", "aggregates")


@pytest.mark.parametrize("name", SOURCES)
def test_what_does_not_ship_says_that_it_is_optional(name):
    source = catalog.sources()[name]
    assert source.licence.redistribution in ("rows", "aggregates", "none")
    assert source.optional == (source.licence.redistribution == "none")
    assert (store.BUNDLED / f"{name}.json").exists() != source.optional


WHOLE = (catalog.FOLDER / "interpol_public.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'domain = "notices"',
            'domain = "weather"',
            "own.toml: domain is 'weather', not one of notices",
        ),
        (
            'kind = "observation"',
            'kind = "rumour"',
            r"own.toml \[indicator.on_public_list\]: kind is 'rumour'",
        ),
        (
            'aggregation = "last"',
            'aggregation = "mean"',
            r"own.toml \[indicator.on_public_list\]: aggregation is 'mean'",
        ),
        (
            'worse = "neither"',
            'worst = "neither"',
            r"own.toml \[indicator.on_public_list\]: unknown worst",
        ),
        (
            'worse = "neither"',
            'worse = "better"',
            r"own.toml \[indicator.on_public_list\]: worse is 'better', not one of more",
        ),
        ('standing = "one-off"', 'standing = "fresh"', "own.toml: standing is 'fresh'"),
    ],
)
def test_a_description_that_says_something_unknown_is_refused_by_name(tmp_path, old, new, words):
    assert old in WHOLE and tomllib.loads(WHOLE)
    path = tmp_path / "own.toml"
    path.write_text(WHOLE.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogError, match=words):
        descriptions._source(path)
