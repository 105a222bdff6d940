"""The table by country and year holds what the questions answer, and tells a range, nothing
published, none recorded and not applicable from one another.
"""

import math

import pytest

from components.indicator import sides, years
from data import catalog, query
from data.analysis import changes
from data.query import Filters

SOME = (
    "glotip.detected_victims",
    "ucdp_violence.one_sided_by_groups",
    "iuu_vessels.vessels_listed",
    "gci.score",
    "eurepoc.incidents",
)
CHOSEN = ("IDN", "USA", "GBR", "NGA", "SGP")


def _table(asked, about):
    who = years._who(asked)
    return years.frame(asked, about, who), sides.by_year(asked, who), who


@pytest.mark.parametrize("countries", [(), CHOSEN], ids=["all", "some"])
@pytest.mark.parametrize("name", SOME)
def test_a_cell_is_the_answer_for_its_country_and_year(name, countries):
    asked = query.settle(Filters(name, countries))
    about = asked.about
    table, rows, _ = _table(asked, about)
    answers = {
        (row.country, row.period): row for row in query.by_period_and_country(asked).itertuples()
    }
    code = table.columns[1]
    by_code = table.set_index(code)
    seen = 0
    for key in by_code.index:
        for year in table.columns[2:]:
            cell, answer = by_code.loc[key, year], answers.get((key, year))
            if answer is None:
                assert cell == 0 if changes.absent(about) == "zero" else cell is None
            elif isinstance(cell, str):
                assert answer.low < answer.high and "–" in cell
                seen += 1
            else:
                assert cell == answer.value
                seen += 1
    assert seen == sum(key in by_code.index for key, _ in answers)
    assert seen and len(rows) == len(table)


def test_a_group_is_the_sum_of_who_reports_and_says_how_many():
    asked = query.settle(Filters("glotip.detected_victims", ("USA",), groups=("ASEAN",)))
    _, (group, usa), _ = _table(asked, asked.about)
    assert group.side.group and usa.side.key == "USA"
    table = query.by_period_and_country(query.settle(Filters(asked.indicator, group.side.codes)))
    for year, part in table.groupby("period"):
        value, _, high = group.figures[year]
        assert value == part["value"].sum() and high == part["high"].sum()
        assert group.reports[year] == len(part)
    cell = years._cell(group, "2013", asked.about)
    assert f"of {len(group.side.codes)} report" in cell[3]


def test_what_does_not_add_up_is_not_applicable_to_a_group():
    asked = query.settle(Filters("gci.score", groups=("ASEAN",)))
    table, (group,), _ = _table(asked, asked.about)
    assert not group.adds_up and set(table.iloc[0, 2:]) == {"n/a"}
    assert years._cell(group, table.columns[2], asked.about)[2] == "apart"


def test_every_look_of_a_cell_has_words():
    about = catalog.indicators()["glotip.detected_victims"]
    side = sides.Side("AAA", "A", ("AAA",))
    row = sides.Years(side, {"2001": (math.nan, 0.0, 4.0), "2002": (7.0, 7.0, 7.0)}, {})
    assert years._cell(row, "2001", about)[1:3] == ("0–4", "range")
    assert years._cell(row, "2002", about) == 7.0
    assert years._cell(row, "2003", about)[2] == "missing"
    assert years._cell(row, "2003", about)[3]
