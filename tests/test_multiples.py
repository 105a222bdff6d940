"""Panels by category hold what the questions answer, as does the table that is their twin, and
nobody who is chosen is missing from the ranking.
"""

import math

import pytest
import shown

from components.indicator import categories, ranking
from data import catalog, query
from data.query import Filters

PARTED = sorted(
    each.id
    for each in catalog.indicators().values()
    if each.parted and query.by_period_and_category(Filters(each.id))["category"].nunique() > 1
)


def _answers(asked):
    about = query.indicator(asked)
    named = {**about.categories, "": "not stated"}
    return {
        (named[row.category], row.period): row
        for row in query.by_period_and_category(asked.during(None, None)).itertuples()
    }


def _panels(indicator, **more):
    page = catalog.indicators()[indicator].domain.replace("_", "-")
    address = {"indicator": [indicator], "panels": ["1"], **more}
    return shown.opened(f"{page}.py", address)


@pytest.mark.alike(4)
@pytest.mark.parametrize("indicator", PARTED)
def test_each_bar_is_the_answer_for_its_category_and_year(indicator):
    app = _panels(indicator)
    assert not app.exception
    sent, answers = shown.panels(app), _answers(Filters(indicator))
    assert "timeline" not in shown.charts(app)
    assert {panel["name"] for panel in sent["panels"]} == {name for name, _ in answers}
    seen = 0
    for panel in sent["panels"]:
        for year, level, ranged in zip(
            sent["years"], panel["levels"], panel["ranges"], strict=True
        ):
            answer = answers.get((panel["name"], year))
            if answer is None:
                assert level in (None, 0) and not ranged
                continue
            seen += 1
            assert ranged == math.isnan(answer.value)
            assert level == (answer.high if ranged else answer.value)
            assert level <= sent["top"]
    assert seen == len(answers)
    assert app.session_state["_last"]["address"]["panels"] == ("1",)


@pytest.mark.parametrize("indicator", PARTED)
def test_the_table_is_the_twin_of_the_panels(indicator):
    asked = Filters(indicator)
    table = categories.frame(asked, query.indicator(asked)).set_index(
        query.indicator(asked).category_label
    )
    answers = _answers(asked)
    for (name, year), answer in answers.items():
        cell = table.loc[name, year]
        if math.isnan(answer.value) or answer.value != answer.high:
            assert isinstance(cell, str)
        else:
            assert cell == answer.value
    whole = {row.period: row.value for row in query.by_period(asked).itertuples()}
    for year, value in whole.items():
        cell = table.loc["All, each counted once", year]
        assert isinstance(cell, str) or cell == value
    assert {*table.index} == {name for name, _ in answers} | {"All, each counted once"}


def test_one_category_is_no_panels_and_what_overlaps_says_so():
    one = _panels("eurepoc.incidents", category=["ransomware"])
    assert "panels" not in shown.switches(one) and "timeline" in shown.charts(one)
    assert "do not add up" in shown.panels(_panels("eurepoc.incidents"))["note"]
    assert "do not add up" not in shown.panels(_panels("glotip.victims_by_form"))["note"]


def test_panels_are_of_who_is_chosen_and_a_switch_ends_them():
    app = _panels("glotip.victims_by_form", country=["IDN", "PHL"])
    asked = Filters("glotip.victims_by_form", ("IDN", "PHL"))
    answers = _answers(asked)
    sent = shown.panels(app)
    first = sent["panels"][0]
    for year, level in zip(sent["years"], first["levels"], strict=True):
        answer = answers.get((first["name"], year))
        if answer is not None and not math.isnan(answer.value):
            assert level == answer.value
    switch = next(each["key"] for each in sent["switches"])
    assert switch == "panels" != sent["key"]  # of an element's key its messages are kept


@pytest.mark.parametrize("same", ["0", "1"])
@pytest.mark.parametrize("indicator", ["glotip.detected_victims", "gci.score", "fatf.listed"])
def test_the_ranking_keeps_everyone_chosen(indicator, same):
    chosen = ("IDN", "USA", "GBR", "NGA", "SGP", "TUV", "VAT", "IND", "FRA", "PHL", "MYS", "PAK")
    page = catalog.indicators()[indicator].domain.replace("_", "-")
    if indicator == "fatf.listed":  # a list has its members in place of a ranking
        codes = [row["code"] for row in ranking.told(Filters(indicator, chosen))["rows"]]
    else:
        app = shown.opened(
            f"{page}.py", {"indicator": [indicator], "country": [*chosen], "same": [same]}
        )
        rows = shown.bars(app)["ranking"]["rows"]
        codes = [row["code"] for row in rows]
        if same == "1" and indicator.startswith("glotip"):
            said = {row["code"]: row["said"] for row in rows}
            assert said["VAT"] == "not known in both periods"
    assert {*chosen} <= {*codes}


@pytest.mark.parametrize("year", ["2022", "2020"])
def test_over_each_panel_stands_the_year_that_is_asked_for(year):
    """And not 2023, of which the months to August alone are known."""
    sent = shown.panels(_panels("eurepoc.incidents", period=[year, year]))
    assert sent["panels"] and all(each["newest"].startswith(f"{year}: ") for each in sent["panels"])


def test_a_group_of_whom_fewer_report_has_a_hollow_point_and_a_line_that_says_so():
    sent = shown.charts(shown.opened("trafficking.py", {"group": ["ASEAN", "EU"]}))["timeline"]
    asean = next(each for each in sent["figure"]["data"] if "Southeast" in each["name"])
    signs = dict(zip(asean["x"], asean["marker"]["symbol"], strict=True))
    assert signs[2022].endswith("-open") and any(
        not each.endswith("-open") for each in signs.values()
    )
    assert "fewer members of the group report" in sent["note"]
    alone = shown.charts(shown.opened("trafficking.py", {"country": ["IDN", "THA"]}))["timeline"]
    assert "Hollow" not in alone["note"]


def test_an_index_says_what_100_is_of_each_line():
    address = {"country": ["IDN", "USA"], "scale": ["index"]}
    sent = shown.charts(shown.opened("cybercrime.py", address))["timeline"]
    assert "2009 = 100" in sent["heading"]
    assert "100 is: Indonesia 2 incidents; United States 13 incidents." in sent["note"]
