"""The pages in another language: chosen by address or operator, kept on links, and never mixed
with what another session reads.
"""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
import shown
from shown import opened
from streamlit.testing.v1 import AppTest

import languages
from components.shell import menu, state, viewer

PSEUDO = "qps-plocm"
MENU = menu.entries()


def read(app: AppTest) -> str:
    """What stands in the row of the filters: the title and their labels."""
    assert not app.exception
    return " ".join(
        [shown.title(app), *(str(each["label"]) for each in shown.fields(app).values())]
    )


@pytest.mark.alike(4)
@pytest.mark.parametrize("entry", MENU, ids=lambda each: each.path or "overview")
def test_the_address_chooses_the_language(entry: menu.Entry) -> None:
    assert "⟦" not in read(opened(entry.file, {}))
    assert read(opened(entry.file, {"language": [PSEUDO]})).startswith("⟦")


def test_a_language_there_is_not_is_english(monkeypatch) -> None:
    assert "⟦" not in read(opened("sources.py", {"language": ["nothing"]}))
    monkeypatch.setenv("THREATS_LANGUAGE", "nothing")
    assert "⟦" not in read(opened("sources.py", {}))


def test_the_operator_says_the_usual_language_and_the_address_another(monkeypatch) -> None:
    monkeypatch.setenv("THREATS_LANGUAGE", PSEUDO)
    assert read(opened("sources.py", {})).startswith("⟦")
    assert "⟦" not in read(opened("sources.py", {"language": ["en"]}))


def test_the_language_stays_on_the_next_page_and_on_links() -> None:
    app = opened("overview.py", {"language": [PSEUDO], "country": ["IDN"]})
    views = [each["opens"] for each in (*shown.links(app), *shown.raw(app)) if each["opens"]]
    assert len(views) > 5
    assert all(parse_qs(urlsplit(each).query)["language"] == [PSEUDO] for each in views)
    app.query_params.clear()  # as a click on the menu leaves it
    app.switch_page("pages/trafficking.py").run()
    assert read(app).startswith("⟦") and shown.fields(app)["country"]["values"] == ["IDN"]
    assert state.LANGUAGE not in app.session_state["_last"]["address"]


def test_two_sessions_in_two_languages_never_mix() -> None:
    ours, theirs = opened("overview.py", {}), opened("overview.py", {"language": [PSEUDO]})
    for code in ("IDN", "THA", "FRA"):
        for app, accented in ((ours, False), (theirs, True), (ours, False)):
            shown.choose(app, "country", [code])
            assert shown.title(app).startswith("⟦") == accented
            names = [each.label for each in shown.cards(app)]
            said = [shown.brief(app), *names, *(each["text"] for each in shown.links(app))]
            assert accented or not re.search("[⟦⟧]", " ".join(said))


def test_a_sign_stays_before_its_number_where_texts_run_from_the_right() -> None:
    assert languages.signed(-12) == "−12"
    with languages.spoken(PSEUDO):
        assert languages.signed(-12) == "\u200e−12" and languages.signed(0) == "0"


def test_the_history_names_who_took_a_step_in_the_readers_language() -> None:
    assert viewer.taker("headquarters, by its token") == "General Secretariat, by its token"
    assert viewer.taker("THA, officer@bureau.example") == "THA, officer@bureau.example"
    with languages.spoken(PSEUDO):
        assert "ñöţ šîĝñéd" in viewer.taker("THA, not signed in")
