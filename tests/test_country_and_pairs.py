"""One country and two countries: every one opens, every number is an answer of `data.query`, and
exchanging two mirrors the page.
"""

import random
import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from browser import ROOT
from long import LONG
from shown import blocks, fields, headings, profile
from streamlit.testing.v1 import AppTest

from components.indicator import ranking
from data import catalog, query
from data.analysis import bilateral, changes, country, group
from data.catalog import Indicator
from data.geography import countries, groups
from data.query import Filters

CODES = sorted(countries.codes())
PAIRS = random.Random(2016).sample([(a, b) for a in CODES for b in CODES if a != b], 500)
SOME = PAIRS if LONG else PAIRS[:25]
VISITED = CODES if LONG else sorted({*CODES[::20], "IDN", "NAM", "TWN", "XKX", "ATA"})
FIVE = {
    ("ALB", "GBR"): 10_985,
    ("MEX", "USA"): 6_952,
    ("VNM", "GBR"): 3_951,
    ("ERI", "GBR"): 2_947,
    ("HND", "USA"): 2_693,
}


def page(path: str) -> AppTest:
    """A page of the dashboard, opened without a browser."""
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
    at.switch_page(f"pages/{path}.py")
    return at.run()


def visit(at: AppTest, **address: str) -> AppTest:
    """The page as another address opens it: that of the last run is forgotten."""
    at.query_params.update(address)
    at.session_state["_last"] = None
    return at.run()


def test_every_country_opens() -> None:
    """All 250 the long way, else every twentieth and the ones that are special."""
    at = page("country")
    for code in VISITED:
        visit(at, country=code)
        assert not at.exception, code
        assert profile(at, "brief")["name"] == countries.name(code)
        said = [each.value for each in at.info]
        assert bool(country.lines(code)) != any(
            "No source here has a figure" in each for each in said
        ), code


def test_pairs_open() -> None:
    """All 500 the long way, else the first 25."""
    at = page("bilateral")
    for first, second in SOME:
        visit(at, country=first, partner=second)
        assert not at.exception, (first, second)
        assert [fields(at)[key]["values"] for key in ("first", "second")] == [[first], [second]]


@pytest.mark.parametrize(("first", "second"), SOME)
def test_exchanging_two_mirrors_what_lies_between_them(first: str, second: str) -> None:
    there, back = bilateral.directions(first, second), bilateral.directions(second, first)
    assert [(one.asked, other.asked) for one, other in there] == [
        (other.asked, one.asked) for one, other in back
    ]
    assert [(one.total, other.total) for one, other in there] == [
        (other.total, one.total) for one, other in back
    ]
    assert [(one, other) for one, other in bilateral.shared_lists(first, second)] == [
        (other, one) for one, other in bilateral.shared_lists(second, first)
    ]
    assert bilateral.returned(first, second) == bilateral.returned(second, first)


def test_the_five_largest_exact_cross_border_sums() -> None:
    flows = query.flows(Filters("glotip.victims_by_citizenship"))
    across = flows[flows["country"] != flows["partner"]].nlargest(5, "value")
    assert {(row.partner, row.country): row.value for row in across.itertuples()} == FIVE


def test_masked_cells_between_two_show_as_a_range() -> None:
    asked = query.total(Filters("glotip.victims_by_citizenship", countries=("THA",), partner="MMR"))
    assert (asked.value, asked.low, asked.high, asked.masked) == (2602, 2602, 2614, 3)


def place(about: Indicator, values: pd.Series, own: float) -> str:
    """The words of a country's place, found again from the figures of all countries."""
    of, more, less = len(values), int((values > own).sum()), int((values < own).sum())
    others = of - more - less - 1
    if about.kind == "score":
        worse, better = (more, less) if about.worse == "more" else (less, more)
        if worse and better:
            return f"{worse} of {of} {'is' if worse == 1 else 'are'} worse"
        said = f"best of {of}" if worse else f"worst of {of}"
    elif not own:
        return f"none, as in {of - more} of {of}"
    elif more:
        return f"{more} of {of} {'is' if more == 1 else 'are'} larger"
    else:
        said = f"the largest of {of}"
    return said + (f", with {others} other{'s' * (others > 1)}" if others else "")


@pytest.mark.parametrize("code", ["IDN", "USA", "NGA", "TUV"])
def test_a_profile_gives_the_figures_of_the_questions(code: str) -> None:
    found = country.lines(code)
    assert found
    for line in found:
        about = line.about
        assert line.change.now == query.total(line.asked)
        table = query.by_country(
            Filters(
                line.asked.indicator,
                categories=line.asked.categories,
                start=line.asked.start,
                end=line.asked.end,
            )
        ).dropna(subset="value")
        own = float(table.loc[table["country"] == code, "value"].iloc[0])
        assert line.change.now.value == own and line.of == len(table)
        a_fact = about.kind == "listing" and query.by_country(Filters(about.id))["high"].max() <= 1
        words = about.ordinal or about.lasting or a_fact
        assert line.place == ("" if words else place(about, table["value"], own)), about.id


def test_a_place_is_said_of_amounts_and_scores_alone() -> None:
    said, others = (
        {line.about.id: line.place for line in country.lines(code)} for code in ("IDN", "NGA")
    )
    assert re.fullmatch(r"\d+ of \d+ (is|are) larger", said["iuu_vessels.vessels_listed"])
    assert re.search(r"(worst|best) of|worse", said["oc_index.criminality"])
    assert said["psma.parties"] == said["tip_tiers.tier"] == others["ucdp_acd.wars"] == ""


def test_what_is_known_and_not_known_are_all_there_is() -> None:
    few = {about.id for about in country.shown() if country.few_report(about)}
    assert few == {
        name
        for name in (about.id for about in country.shown())
        if catalog.indicators()[name].no_world_sum or catalog.indicators()[name].world
    }
    for code in ("IDN", "TUV", "XKX"):
        known = {line.about.id for line in country.lines(code)}
        unknown = {about.id for about, _ in country.unknown(code)}
        none = {about.id for about in country.none_recorded(code)}
        assert known | unknown | none | few == {about.id for about in country.shown()}
        assert not known & unknown and not known & none and not unknown & few


@pytest.mark.parametrize(
    "indicator",
    ["glotip.detected_victims", "eurepoc.incidents", "glotip.persons_convicted"],
)
def test_sentences_recompute(indicator: str) -> None:
    about = query.indicator(Filters(indicator))
    sentence = changes.whole(changes.usual(about))
    assert sentence is not None
    change = query.compare(sentence.asked)
    assert f"{change.now.value:,.0f}" in sentence.text
    assert str(change.against) in sentence.text
    assert (f"within {changes.WITHIN:g}\u00a0%" in sentence.text) == (
        sentence.weight < changes.MATERIAL and not change.little
    )


def test_vessels_on_a_list_are_counted_and_countries_named() -> None:
    asked = Filters("iuu_vessels.vessels_listed")
    now, then = (
        {*rows[rows["value"].notna()]["record"]}
        for rows in map(query.rows, (asked, query.year_before(asked)[0]))
    )
    assert changes.whole(asked).text.endswith(
        f": {len(now):,}; {len(now - then)} added, {len(then - now)} removed since 2024-11-08."
    )
    gone = changes.whole(Filters("iuu_vessels.vessels_listed", ("UKR",))).text
    assert "0 added, 1 removed" in gone and "Ukraine" in gone
    left = changes.whole(Filters("fatf.listed", ("NGA",))).text
    assert left.endswith("since 2025-06-19: Nigeria removed.") and ": 0" not in left


def test_wars_are_two_numbers_and_no_share() -> None:
    now, before = (
        query.total(Filters("ucdp_acd.active_conflicts").during(date(y, 1, 1), date(y, 12, 31)))
        for y in (2024, 2023)
    )
    sentence = changes.whole(changes.usual(query.indicator(Filters("ucdp_acd.active_conflicts"))))
    assert sentence.text == (
        f"Active armed conflicts, 2024: {now.value:.0f}, {before.value:.0f} in 2023."
    )


@pytest.mark.parametrize(
    ("indicator", "whole"), [("cisa_kev.entries", 2024), ("eurepoc.incidents", 2022)]
)
def test_a_partial_last_year_never_reads_as_a_fall(indicator: str, whole: int) -> None:
    about = query.indicator(Filters(indicator))
    assert query.extent(indicator)[1].year == whole + 1
    assert query.usual_period(about)[1].year == whole
    said = changes.sentences([changes.usual(about)])
    assert said and all(str(whole + 1) not in sentence.text for sentence in said)
    last = Filters(indicator).during(date(whole + 1, 1, 1), date(whole + 1, 12, 31))
    assert query.compare(last).why == "partial" and changes.whole(last) is None


def test_more_reporting_is_said() -> None:
    asked = Filters("glotip.detected_victims").during(date(2017, 1, 1), date(2017, 12, 31))
    now, before = (
        query.by_country(each).dropna(subset="value").set_index("country")["value"]
        for each in (asked, asked.before())
    )
    both = sorted({*now.index} & {*before.index})
    share = 100 * (now[both].sum() / before[both].sum() - 1)
    assert (
        f"{len(now)} countries have a figure, {len(before)} had; {len(both)} have both."
        f" Among the {len(both)} with both: +{share:.0f}\u00a0%." in changes.whole(asked).text
    )


def test_beside_a_country_stand_those_chosen_its_neighbours_and_its_subregion() -> None:
    """And none that a likeness of figures picks, which means nothing."""
    at = page("country")
    at.session_state["others"] = True  # opened: what is folded away is not computed
    visit(at, country=["IDN", "FRA"])
    beside = next(each.value for each in at.table if "Period" in each.value.columns)
    near = ["France", "Malaysia", "Papua New Guinea", "Timor-Leste", "Singapore"]
    assert [*beside.columns][2:8] == ["Indonesia", *near]
    said = next(each.value for each in at.caption if "Same subregion: " in each.value)
    assert "Chosen: France." in said and "Malaysia" in said.split("Same subregion")[0]
    of_region = {countries.name(code) for code in country.subregion("IDN")}
    assert {*beside.columns[8:]} <= of_region and len(beside.columns) == 10


@pytest.mark.parametrize(
    ("first", "second"), [("MEX", "USA"), ("IDN", "AUS"), ("TUV", "NRU"), ("RUS", "UKR")]
)
def test_the_page_of_two_mirrors(first: str, second: str) -> None:
    at = page("bilateral")
    (here, own), (there, others) = (
        (blocks(visit(at, country=a, partner=b), "bars")[0], blocks(at, "table"))
        for a, b in ((first, second), (second, first))
    )
    rows, mirrored = ([row for _, part in each["parts"] for row in part] for each in (here, there))
    assert rows and len(rows) == len(mirrored)
    for mine, other in zip(rows, mirrored, strict=True):
        assert mine["ends"] == other["ends"][::-1]
        assert (mine["title"], mine["year"]) == (other["title"], other["year"]) or (
            mine["title"]["text"] == other["title"]["text"]
        )
    for mine, other in zip(own[:2], others[:2], strict=True):
        for line, back in zip(mine["rows"], other["rows"], strict=True):
            said, said_back = ([cell["text"] for cell in each] for each in (line, back))
            assert said[:-2] == said_back[:-2] and {*said[-2:]} == {*said_back[-2:]}


def test_encounters_have_no_direction(own_store) -> None:
    from data.ingest import importing

    importing.bring(ROOT / "tests" / "samples" / "gfw_events.json", "gfw_events", own_store)
    flows = query.flows(Filters("gfw_events.encounters"))
    across = flows[flows["country"] != flows["partner"]]
    first, second = across.iloc[0][["country", "partner"]]
    one, other = next(
        pair
        for pair in bilateral.directions(first, second)
        if pair[0].about.id == "gfw_events.encounters"
    )
    assert one.mutual and one.total == other.total
    at = visit(page("bilateral"), country=first, partner=second)
    assert not at.exception
    lying = [each for each in bilateral.between(first, second) if each.about.mutual]
    assert [each.total for each in lying if each.about.id == "gfw_events.encounters"] == [one.total]
    said = [
        detail["text"] for point in blocks(at, "points")[0]["points"] for detail in point["details"]
    ]
    assert any(lying[0].text in each for each in said), said
    titles = [
        title for about, title, _ in country.partners(first) if about.id == "gfw_events.encounters"
    ]
    assert len(titles) <= 1
    fishing = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
    fishing.query_params.update({"indicator": "gfw_events.encounters"})
    fishing.switch_page("pages/illegal-fishing.py")
    said = headings(fishing.run())
    assert not fishing.exception and any("other flag and flag" in each for each in said), said


def test_a_group_has_a_profile_with_its_totals_and_its_members_in_order() -> None:
    at = visit(page("country"), group="ASEAN")
    assert not at.exception
    assert at.header[0].value == "Association of Southeast Asian Nations"
    members = groups.members("ASEAN")
    assert any(all(countries.name(each) in said.value for each in members) for said in at.caption)
    asked = query.settle(
        replace(changes.usual(catalog.indicators()["glotip.detected_victims"]), groups=("ASEAN",))
    )
    table = query.by_country(asked).dropna(subset="value").nlargest(1, "value").iloc[0]
    (row,) = (
        each
        for each in at.table[0].value.reset_index().itertuples()
        if each.Indicator == "Detected trafficking victims"
    )
    known = query.by_country(asked)["value"].notna().sum()
    assert row.Members == f"{known} of {len(asked.countries)} report"
    assert row[4].startswith(f"{countries.name(table['country'])} {table['value']:,.0f}; ")


def test_the_totals_of_a_group_are_those_of_the_questions() -> None:
    lines = {line.about.id: line for line in group.lines("EU")}
    for name in ("glotip.detected_victims", "eurepoc.incidents", "crime_trends.money_laundering"):
        line = lines[name]
        assert line.adds_up and set(line.asked.countries) == groups.members("EU", line.asked.end)
        behind = query.by_country(line.asked).dropna(subset="value")
        figures = behind[behind["value"] > 0] if line.about.kind == "event" else behind
        assert len(line.members) == len(figures)
        assert line.members["value"].is_monotonic_decreasing
    assert not lines["gci.score"].adds_up and not lines["tip_tiers.tier"].adds_up


def test_a_brief_of_two_says_that_a_group_is_left_out() -> None:
    at = visit(page("bilateral"), country="IDN", partner="VNM", group="ASEAN")
    assert not at.exception
    assert any(
        "Association of Southeast Asian Nations left out: a brief is about two" in each.value
        for each in at.info
    )


def test_a_group_of_ones_own_has_a_profile_too(tmp_path, monkeypatch) -> None:
    three, two = tmp_path / "three.csv", tmp_path / "two.csv"
    three.write_text("NEIGHBOURS, Our neighbours, MYS SGP TLS\n", encoding="utf-8")
    two.write_text("NEIGHBOURS, Our two, MYS SGP\n", encoding="utf-8")
    for file, name, number in ((three, "Our neighbours", 3), (two, "Our two", 2)):
        monkeypatch.setenv("THREATS_GROUPS", str(file))
        at = visit(page("country"), group="NEIGHBOURS")
        assert not at.exception and at.header[0].value == name
        assert {line.of for line in group.lines("NEIGHBOURS")} == {number}


def test_a_ranking_names_the_group_that_is_chosen() -> None:
    asked = query.settle(
        replace(changes.usual(catalog.indicators()["eurepoc.incidents"]), groups=("ASEAN",))
    )
    name = "Association of Southeast Asian Nations"
    assert ranking.heading(asked, asked.about, True) == (
        f"Largest, with the period before; in full colour: {name}"
    )
    assert name in ranking.titled(asked, asked.about)
    alone = replace(asked, groups=(), countries=())
    assert ranking.heading(alone, asked.about, False) == "Largest"
