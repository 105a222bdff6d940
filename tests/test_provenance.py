"""From any figure to its rows: every card opens to the rule that made its number, its records, its
source and one citation.
"""

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import shown
from browser import ROOT
from streamlit.testing.v1 import AppTest

from components.indicator import downloads
from components.shell import menu
from data import catalog, query, store
from data.analysis import exports, method
from data.ingest import importing
from data.query import Filters, first_day, last_day
from languages.english import analysis as words_of
from languages.english import provenance as words

SAMPLES = Path(__file__).parent / "samples"
WITH_FIGURES = [
    name for name, about in catalog.indicators().items() if not catalog.source_of(about).optional
]
PAGES = [
    *((entry.path, {}) for entry in menu.entries() if "indicator" in entry.filters),
    ("", {"country": ["IDN"]}),
    ("trafficking", {"country": ["GBR"]}),
]


def opened(path, address):
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.query_params.update(address)
    if path:
        app.switch_page(f"pages/{next(each for each in menu.entries() if each.path == path).file}")
    return app.run()


def within(app):
    """What the open dialog says, and its tables."""
    values = [
        each.value
        for each in app._tree.children[2]
        if each.type in ("text", "code", "caption")
        or isinstance(getattr(each, "value", None), pd.DataFrame)
    ]
    return "\n".join(each for each in values if isinstance(each, str)), [
        *(each for each in values if isinstance(each, pd.DataFrame)),
        *shown.tables(app),
    ]


def card(asked):
    """What the button of a card opens, alone."""

    def alone(asked):
        from components.indicator import provenance

        provenance.opened(asked)

    app = AppTest.from_function(alone, args=(asked,), default_timeout=60).run()
    assert not app.exception
    return within(app)


def usual(name, *codes):
    return query.settle(
        Filters(name, codes).during(*query.usual_period(catalog.indicators()[name]))
    )


# ---- the rule


@pytest.mark.parametrize("codes", [(), ("IDN",), ("IDN", "SGP")], ids=str)
@pytest.mark.parametrize("name", WITH_FIGURES)
def test_every_figure_has_a_rule_that_speaks_of_it(name, codes):
    asked, about = usual(name, *codes), catalog.indicators()[name]
    said = method.sentences(asked)
    assert len(said) >= 2 and all(
        each.endswith((".", ").")) and each == " ".join(each.split()) for each in said
    )
    first = said[0]
    assert {
        "stock": lambda: str(query.stock_date(asked)) in first,
        "last": lambda: "never added" in first or "No value" in first,
        "count": lambda: "each once" in first,
        "sum": lambda: "added up" in first,
    }[about.aggregation]()
    total, whole = query.total(asked), " ".join(said)
    assert not total.masked or f"{total.masked:,}" in whole
    assert codes or not total.unlocated or f"{total.unlocated:,.10g} without a country" in whole
    assert not codes or "Indonesia" in whole


@pytest.mark.parametrize(
    "name", [name for name in WITH_FIGURES if catalog.indicators()[name].additive]
)
def test_the_records_behind_a_figure_make_the_figure(name):
    """Added or counted by the rule, the records give the number itself."""
    countries = (
        []
        if catalog.indicators()[name].world
        else query.by_country(usual(name))["country"].tolist()
    )
    alone = [(code,) for code in countries[:3]]
    if catalog.indicators()[name].no_world_sum:
        assert alone and query.total(usual(name)).value is None
        assert words_of.FEW_REPORT() in method.sentences(usual(name))
    else:
        alone.append(())
    for codes in alone:
        asked = usual(name, *codes)
        records, total = method.behind(asked), query.total(asked)
        once = records.drop_duplicates("record")
        assert once["value"].sum() == pytest.approx(total.value or 0), codes
        assert once["high"].sum() == pytest.approx(total.high or 0), codes


def test_of_several_editions_only_the_last_is_behind_the_figure():
    records = method.behind(Filters("gci.score", ("IDN",)))
    assert (
        len(records) == 1
        and records["start"].dt.year.tolist() == [2024]
        and len(query.rows(Filters("gci.score", ("IDN",)))) == 2
    )
    assert (
        "published for 2024, the last in all years"
        in method.sentences(Filters("gci.score", ("IDN",)))[0]
    )


def test_disagreement_is_said_and_every_value_is_behind_the_figure():
    asked = Filters("interpol_bali_2016.facts", categories=("countries_attending",))
    assert any("nothing is averaged" in each for each in method.sentences(asked))
    assert (
        sorted(method.behind(asked, statements=True)["value"]) == [164, 166, 167, 167, 190]
        and len(method.behind(asked)) == 1
    )


def test_a_country_asked_for_in_the_other_role_is_named_in_it():
    asked = Filters("eurepoc.incidents", ("RUS",), partner="UKR", role="alleged initiator")
    assert "Only those of Russia (alleged initiator), with Ukraine (receiver)." in [
        each.replace("Russian Federation", "Russia") for each in method.sentences(asked)
    ]


# ---- one citation


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_a_citation_names_publisher_version_filters_and_the_day_of_access(name):
    asked = usual(name, "IDN")
    said, source = exports.citation(asked), catalog.source_of(catalog.indicators()[name])
    assert (
        source.citation in said and catalog.indicators()[name].title in said and "Indonesia" in said
    )
    assert (
        store.current().versions[source.name].version in said
        and date.today().isoformat() in said
        and "\n" not in said
    )
    day = (
        f"on {query.stock_date(asked)}"
        if catalog.indicators()[name].aggregation == "stock"
        else str(asked.end.year)
        if asked.end
        else "all years"
    )
    assert day in said
    assert exports.metadata(asked)["rule"] == list(method.sentences(asked))


# ---- reachable from every card


@pytest.mark.parametrize(("path", "address"), PAGES, ids=str)
def test_every_card_opens_to_where_it_comes_from(path, address):
    app = opened(path, address)
    assert not app.exception
    cards = [
        each for each in shown.raw(app) if each["key"] != "kpi-health" and each["value"] != "–"
    ]
    assert cards and all(each["origin"] == words.QUESTION() for each in cards)
    assert len({each["key"] for each in cards}) == len(cards)


@pytest.mark.alike(3)
@pytest.mark.parametrize("name", WITH_FIGURES)
def test_what_a_card_opens_holds_all_there_is_to_say(name):
    for codes in ((), ("IDN",)):
        said, tables = card(usual(name, *codes))
        assert (
            "How the number is made" in said
            and "Publisher:" in said
            and "Licence:" in said
            and f"accessed {date.today().isoformat()}" in said
        )
        assert catalog.indicators()[name].definition in said
        assert re.search(r"records? behind this figure", said) and (
            tables or "0 records" in said
        ), codes


def test_a_card_of_a_country_opens_to_that_countrys_records():
    said, tables = card(usual("glotip.detected_victims", "THA"))
    assert "Thailand" in said and "Only those of Thailand (where detected)." in said
    assert (
        set(tables[0]["country"]) == {"THA"}
        and tables[0]["value"].sum() == query.total(usual("glotip.detected_victims", "THA")).value
    )


def test_where_publishers_disagree_the_card_opens_to_all_of_them():
    said, tables = card(Filters("interpol_bali_2016.facts", categories=("countries_attending",)))
    assert "none is averaged" in said
    stated = next(table for table in tables if "Who said it" in table)
    assert (
        sorted(stated["Value"]) == [164, 166, 167, 167, 190]
        and stated["Who said it"].nunique() == 5
        and stated["Stated on"].str.startswith("2016-11").all()
    )


def test_every_figure_between_two_countries_opens_too(at_the_machine):
    app = opened("bilateral", {"country": ["IDN"], "partner": ["USA"]})
    figures = app.selectbox(key="provenance-of").options
    assert (
        any("from Indonesia to the United States" in each for each in figures)
        and any(each.startswith("Indonesia: ") for each in figures)
        and any(each.startswith("United States: ") for each in figures)
    )
    for picked in (figures[0], figures[-1]):
        app.selectbox(key="provenance-of").set_value(picked).run()
        assert not app.exception
        said = "\n".join(str(each.value) for each in (*app.text, *app.caption, *app.code))
        assert (
            "How the number is made" in said and "behind this figure" in said and "accessed" in said
        )


# ---- closed rows


def test_rows_that_may_not_be_passed_on_stay_closed(own_store):
    importing.bring(SAMPLES / "gtd.csv", "gtd", own_store)
    asked = Filters("gtd.attacks")
    shown, why = method.passed_on(asked, method.behind(asked))
    assert "Rows stay closed" in why and "row" not in shown and "record" not in shown
    assert dict(zip(shown["country"], shown["value"], strict=True)) == {
        "DEU": 1,
        "IDN": 3,
        "NAM": 1,
        "NER": 1,
        "NGA": 1,
        "PHL": 2,
    }
    assert list(
        method.passed_on(Filters("gtd.attacks", ("IDN",)), query.rows(asked))[0]["country"]
    ) == ["IDN"]
    said, tables = card(asked)
    assert "Rows stay closed" in said and all("row" not in table for table in tables)


def test_incidents_that_may_be_shown_as_counts_only_are_counts_wherever_they_open(own_store):
    importing.bring(SAMPLES / "eurepoc.csv", "eurepoc", own_store)
    asked = Filters("eurepoc.incidents")
    rows = query.rows(asked)
    assert rows["row"].gt(0).all()
    shown, why = method.passed_on(asked, rows)
    assert (
        "Single records stay closed" in why
        and shown["row"].eq(0).all()
        and set(shown["precision"]) <= {"month", "year", "none"}
    )
    assert shown.drop_duplicates("record")["value"].sum() == query.total(asked).value
    assert downloads._open(asked)["row"].eq(0).all()


def test_what_ships_is_open_as_it_is():
    for name in WITH_FIGURES:
        asked = (
            Filters(name).during(first_day("1900"), last_day("2099"))
            if catalog.indicators()[name].aggregation != "stock"
            else Filters(name)
        )
        rows = query.rows(asked)
        shown, why = method.passed_on(asked, rows)
        assert why == "" and isinstance(shown, pd.DataFrame) and len(shown) == len(rows), name
