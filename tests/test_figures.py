"""Numbers in, the same numbers in the figure: every builder makes a valid figure that tells missing
from zero and masked from exact.
"""

import importlib
import json
import math
import re
from itertools import pairwise
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as some

import legends
from components.elements import assets
from components.figures import (
    change_map,
    classed_map,
    comparison,
    coverage_grid,
    flow_map,
    funnel,
    pair_map,
    ranking,
    reach_map,
    sankey,
    theme,
    timeline,
    weeks,
    world_map,
)
from components.figures.text import plain as plain_text
from components.indicator import map as indicator_map
from data import query
from data.geography import countries
from data.query import Filters, first_day, last_day
from languages import amount

FOLDER = Path(theme.__file__).parent
BUILDERS = {
    path.stem
    for path in FOLDER.glob("*.py")
    if path.stem != "__init__"
    and hasattr(importlib.import_module(f"components.figures.{path.stem}"), "build")
}
PLACES = countries.table()[["iso3", "name", "lon", "lat", "circle"]]
NAMES = dict(zip(PLACES["iso3"], PLACES["name"], strict=True))
SMALL = set(PLACES.loc[PLACES["circle"], "iso3"])
EVIL = '<img src=x onerror="alert(1)">&<b>'
# No country is named there, or nothing else.
ABSENT = {
    *((stem, "names of countries") for stem in ("coverage_grid", "timeline", "funnel", "weeks")),
    ("reach_map", "other words"),
}
RAW = re.compile(r"<(?!/?b>|br>|/?extra>)")  # markup other than our own


def table(**columns):
    return pd.DataFrame(columns)


def plain(figure):
    """The figure with colours for the theme's words."""
    if isinstance(figure, dict):
        if set(figure) == {"$light", "$dark"}:
            return plain(figure["$light"])
        return {key: plain(each) for key, each in figure.items()}
    if isinstance(figure, list | tuple):
        return [plain(each) for each in figure]
    return "#000000" if isinstance(figure, str) and figure.startswith("$") else figure


def valid(figure):
    """The figure as Plotly takes it; an unknown property or a value of a wrong kind is an error."""
    assert set(figure) - {"legend", "ranks"} == {"data", "layout"}
    json.dumps(figure, allow_nan=False, default=lambda value: value.item())
    return go.Figure(plain({name: figure[name] for name in ("data", "layout")}))


def traces(figure, kind, **wanted):
    return [
        trace
        for trace in figure["data"]
        if trace["type"] == kind and all(trace.get(key) == value for key, value in wanted.items())
    ]


def legend(figure):
    return (
        [line["name"] for line in figure["legend"]]
        if "legend" in figure
        else [
            trace["name"]
            for trace in figure["data"]
            if trace.get("showlegend") and trace.get("name")
        ]
    )


def said(figure):
    """Country -> what is shown when it is pointed at, over areas and circles."""
    found = {}
    for trace in figure["data"]:
        for code, text in zip(
            trace.get("locations") or trace.get("customdata") or [],
            trace.get("text") or [],
            strict=False,
        ):
            found.setdefault(code, text)
    return found


def hatched(figure):
    return {code for code, at in areas(figure).items() if at == -1}


def filled(figure):
    """Country -> its class, of the areas that show figures."""
    return {code: at for code, at in areas(figure).items() if at >= 0}


def areas(figure):
    """Country -> its class; -1 where it is hatched."""
    (area,) = traces(figure, "choropleth")
    assert area["colorscale"][0][1] == area["colorscale"][1][1] == "$hatch"
    return {code: math.floor(z) - 1 for code, z in zip(area["locations"], area["z"], strict=True)}


COUNTS = table(
    country=["USA", "IDN", "SGP", "NAM", "RUS"],
    value=[5998.0, 12.0, 3.0, None, 0.0],
    low=[5998.0, 12, 3, 1, 0],
    high=[5998.0, 12, 3, 4, 0],
)
YEARS = table(
    period=["2015", "2016", "2018", "2019"],
    value=[5.0, 7, None, 2],
    low=[5.0, 7, 1, 2],
    high=[5.0, 7, 4, 2],
)
STACKED = table(
    period=["2015", "2015", "2016"],
    category=["a", "b", ""],
    value=[1.0, 2, 3],
    low=[1.0, 2, 3],
    high=[1.0, 2, 3],
)
FLOWS = table(
    partner=["MEX", "ALB"],
    country=["USA", "GBR"],
    value=[5998.0, 3777],
    low=[5998.0, 3777],
    high=[5998.0, 3777],
    level=[5998.0, 3777],
    said=["5,998", "3,777"],
)
WEEKS = table(
    week=pd.to_datetime(["2026-01-05", "2026-01-12", "2026-01-19"]), value=[2.0, None, 0.0]
)


def examples(word="victims", names=NAMES, places=PLACES):
    """One or more figures of every builder; `word` stands wherever a text comes from data."""
    both = {"a": word, "b": f"{word} 2"}
    return {
        "world_map": [
            world_map.build(COUNTS, places, unit=word, domain="trafficking", absent="missing"),
            world_map.build(
                COUNTS, places, unit=word, domain="trafficking", absent="zero", sized=True
            ),
            world_map.build(
                table(country=["USA", "IDN"], value=[1.5, 9.0], low=[1.5, 9], high=[1.5, 9]),
                places,
                unit=word,
                domain="money_laundering",
                absent="missing",
                scale=(1, 10),
            ),
            world_map.build(
                COUNTS.head(2),
                places,
                unit=word,
                domain="money_laundering",
                absent="zero",
                groups={"USA": "a", "IDN": "b"},
                group_names=both,
            ),
            world_map.build(COUNTS.head(0), places, unit=word, domain="own", absent="missing"),
        ],
        "classed_map": [
            classed_map.build(
                {"USA": 0, "SGP": 1},
                [("one", "#111111"), ("two", legends.ZERO)],
                dict.fromkeys(NAMES, "x"),
                PLACES.set_index("iso3"),
            )
        ],
        "change_map": [
            change_map.build(
                table(
                    country=["USA", "IDN"],
                    now=[10.0, 0],
                    before=[5.0, 4],
                    little=[False, False],
                ),
                places,
                unit=word,
                against="2018",
                within=10,
            )
        ],
        "timeline": [
            timeline.build(
                YEARS,
                unit=word,
                domain="cybercrime",
                chosen=("2016", "2017"),
                marks=[(2016.85, word, "event")],
                partial_from=2019,
                partial_note=word,
            ),
            timeline.build(
                STACKED, unit=word, domain="cybercrime", categories=both, gaps_are_zero=True
            ),
            timeline.build(YEARS, unit=word, domain="cybercrime", categories=both, parts=STACKED),
            timeline.build(
                YEARS,
                unit=word,
                domain="illegal_fishing",
                lines=True,
                moves=table(period=["2016"], entries=[3], exits=[1]),
            ),
            timeline.build(
                table(period=["2016-01", "2016-03"], value=[1.0, 2], low=[1.0, 2], high=[1.0, 2]),
                unit=word,
                domain="cybercrime",
            ),
            timeline.build(YEARS.head(0), unit=word, domain="own"),
        ],
        "comparison": [
            comparison.build(
                YEARS.assign(country="USA"), names, ["USA", "IDN"], unit=word, partial_from=2019
            ),
            comparison.build(YEARS.assign(country="USA").head(0), names, ["USA"], unit=word),
        ],
        "coverage_grid": [
            coverage_grid.build(
                table(
                    row=["a", "b"],
                    year=[2015, 2016],
                    value=[3.0, None],
                    low=[3.0, 1],
                    high=[3.0, 4],
                ),
                both,
                (2014, 2017),
                unit=word,
            ),
            coverage_grid.build(
                table(row=["a"], year=[2015], value=[3.0], low=[3.0], high=[3.0]),
                both,
                (2014, 2017),
                unit=word,
                domain="cybercrime",
                zero_within=(2015, 2016),
            ),
        ],
        "pair_map": [
            pair_map.build(
                ("FJI", "TON"),
                [pair_map.Flow("FJI", "TON", word)],
                [("NZL", word)],
                places,
                (160.0, -30.0, 200.0, 0.0),
            ),
        ],
        "reach_map": [
            reach_map.build("THA", ["IDN", "MYS"], ["SGP"], places, (90.0, -12.0, 140.0, 25.0)),
            reach_map.build("", [], ["SGP"], places, (90.0, -12.0, 140.0, 25.0)),
        ],
        "flow_map": [
            flow_map.build(FLOWS, places, unit=word, domain="trafficking"),
            flow_map.build(FLOWS.head(0), places, unit=word, domain="trafficking"),
        ],
        "sankey": [
            sankey.build(FLOWS, 120.0, names, unit=word, domain="trafficking"),
            sankey.build(FLOWS, 0, names, unit=word, domain="trafficking"),
        ],
        "funnel": [
            funnel.build(
                [(word, 40), ("answered", 10)], [("withdrawn", 4)], unit=word, domain="notices"
            ),
            funnel.build([], [], unit=word, domain="notices"),
        ],
        "weeks": [
            weeks.build(WEEKS, unit=word, domain="notices", open_from="2026-01-12"),
            weeks.build(WEEKS.head(0), unit=word, domain="notices"),
        ],
    }


def test_every_axis_says_whether_its_range_follows_the_values():
    """Plotly keeps what it had of an axis that does not say so, after a figure that did."""
    for name, built in examples("a", NAMES, PLACES).items():
        for figure in built:
            for key, axis in figure["layout"].items():
                if re.fullmatch(r"[xy]axis\d*", key):
                    assert axis["autorange"] == ("range" not in axis), (name, key)


def test_a_map_of_whom_a_proposal_reaches_fills_them_and_not_who_asks():
    box = (95.0, -12.0, 142.0, 22.0)
    named, found = ["IDN", "MYS", "THA"], ["BRN", "PHL", "SGP"]
    drawn = reach_map.build("THA", named, found, PLACES, box)
    land, small, names = drawn["data"]
    stops = [colour for _, colour in land["colorscale"]][::2]
    at = {code: math.floor(z) for code, z in zip(land["locations"], land["z"], strict=True)}
    assert stops == [legends.ZERO, reach_map.NAMED, reach_map.FOUND] and land["zmax"] == len(stops)
    assert {code for code, kind in at.items() if kind == 1} == {"IDN", "MYS"}
    assert {code for code, kind in at.items() if kind == 2} == {*found}
    assert len(small["lon"]) == len(SMALL & {*named, *found} - {"THA"})
    assert len(drawn["legend"]) == 2
    assert len(names["text"]) == 6 and names["text"][0] == "<b>Thailand</b>"
    # in a small box names find no room beside each other: of those the list beside tells
    crowd = reach_map.build("", [], ["BEL", "LUX", "NLD", "DEU", "FRA"], PLACES, (-90, -50, 90, 80))
    assert 0 < len(crowd["data"][2]["text"]) < 5


def test_every_builder_has_an_example():
    assert set(examples()) == BUILDERS and all(examples().values())


@pytest.mark.parametrize("stem", sorted(BUILDERS))
def test_a_figure_is_one_that_plotly_takes(stem):
    for figure in examples()[stem]:
        assert valid(figure).layout.font.size == theme.SIZE
        assert figure["layout"]["uirevision"] == "kept" and figure["layout"]["template"] == {}


@pytest.mark.parametrize(
    ("stem", "planted"),
    [
        (stem, planted)
        for stem in sorted(BUILDERS - {"classed_map"})
        for planted in ("names of countries", "other words")
    ],
)
def test_what_comes_from_data_is_never_markup(stem, planted):
    evil = (
        (EVIL, NAMES, PLACES)
        if planted == "other words"
        else ("victims", dict.fromkeys(NAMES, EVIL), PLACES.assign(name=EVIL))
    )
    texts = [text for figure in examples(*evil)[stem] for text in strings(figure)]
    assert not [text for text in texts if RAW.search(text)]
    assert any("&lt;img" in text for text in texts) or (stem, planted) in ABSENT


def strings(value):
    if isinstance(value, str):
        yield value
    for each in (
        value.values()
        if isinstance(value, dict)
        else value
        if isinstance(value, list | tuple)
        else ()
    ):
        yield from strings(each)


# ---- words


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ((1234.0,), "1,234"),
        ((0.0,), "0"),
        ((12.5,), "12.5"),
        ((12.346,), "12.35"),
        ((9_999_999,), "9,999,999"),
        ((12_345_678,), "12.3\u00a0m"),
        ((1_450_700_000,), "1.45\u00a0bn"),
        ((-7.0,), "-7"),
        ((None, 1, 4), "1–4"),
        ((math.nan, 1.0, 4.0), "1–4"),
        ((None,), "–"),
        ((None, None, 4), "–"),
        ((math.nan, math.nan, math.nan), "–"),
        ((5.0, 1, 9), "5"),
        ((100.0,), "100"),
        ((0.001,), "0.001"),
        ((0.0004,), "0.0004"),
        ((-0.0004,), "-0.0004"),
    ],
)
def test_a_number_in_words(figure, expected):
    assert amount(*figure) == expected


@given(some.text())
def test_no_text_is_markup(text):
    assert "<" not in plain_text(text) and ">" not in plain_text(text)


# ---- maps


def test_a_country_shows_its_own_number_and_one_without_any_is_hatched():
    figure = world_map.build(COUNTS, PLACES, unit="victims", domain="trafficking", absent="missing")
    texts = said(figure)
    assert (
        texts["USA"] == "<b>United States</b><br>5,998 victims"
        and texts["NAM"] == "<b>Namibia</b><br>1–4 victims"
        and texts["RUS"].endswith("<br>0 victims")
    )
    assert texts["DEU"] == "<b>Germany</b><br>no data published"
    assert hatched(figure) == set(NAMES) - set(COUNTS["country"]) - {"ATA"} and set(
        filled(figure)
    ) == set(COUNTS["country"])
    assert (
        "No data published" in legend(figure)
        and "0" in legend(figure)
        and "None recorded" not in legend(figure)
    )
    own = filled(figure)
    assert own["RUS"] == 0 < own["SGP"] <= own["IDN"] < own["USA"]
    alone = [code for code, at in own.items() if at == own["NAM"]]
    assert alone == ["NAM"], "a range has the look of no figure, least of all its upper bound's"
    assert "Published only as a range, no figure" in legend(figure)


def test_where_absent_means_none_recorded_nothing_is_hatched():
    figure = world_map.build(COUNTS, PLACES, unit="incidents", domain="cybercrime", absent="zero")
    assert not hatched(figure) and set(filled(figure)) == set(NAMES) - {"ATA"}
    assert (
        said(figure)["DEU"].endswith("<br>none recorded")
        and filled(figure)["DEU"] == 0
        and legend(figure)[0] == "None recorded"
    )


def test_small_states_are_circles_of_one_size_hollow_where_nothing_is_known():
    figure = world_map.build(COUNTS, PLACES, unit="victims", domain="trafficking", absent="missing")
    (circles,) = traces(figure, "scattergeo")
    looks = {
        code: (size, colour)
        for code, size, colour in zip(
            circles["customdata"],
            circles["marker"]["size"],
            circles["marker"]["color"],
            strict=True,
        )
    }
    (area,) = traces(figure, "choropleth")
    assert looks.pop("SGP") == (
        9,
        area["colorscale"][2 * (filled(figure)["SGP"] + 1)][1],
    ), "a circle has the colour of its class"
    assert set(looks) == SMALL - {"SGP", "ATA"} and set(looks.values()) == {(5, "$background")}
    assert circles["customdata"][-1] == "SGP", "and stands above the hollow ones"
    assert circles["lon"] == [
        PLACES.loc[PLACES["iso3"] == code, "lon"].item() for code in circles["customdata"]
    ]


def test_every_map_has_the_same_areas_in_the_same_order():
    one, other = (
        world_map.build(counts, PLACES, unit="x", domain="own", absent=absent)
        for counts, absent in ((COUNTS, "missing"), (COUNTS.iloc[::-1].head(2), "zero"))
    )
    assert list(areas(one)) == list(areas(other)) and areas(one) != areas(other)


def test_a_circle_has_its_value_as_its_area():
    figure = world_map.build(
        COUNTS, PLACES, unit="victims", domain="trafficking", absent="missing", sized=True
    )
    bubbles = next(
        trace for trace in traces(figure, "scattergeo") if "area" in trace.get("name", "")
    )
    size = dict(zip(bubbles["customdata"], bubbles["marker"]["size"], strict=True))
    assert (
        list(size) == ["USA", "IDN", "SGP"] and size["USA"] == 46 and min(size.values()) == 4.5
    ), "zero has no circle, and what is published only as a range none either"
    assert [code for code, at in filled(figure).items() if at] == ["NAM"], "but a look of its own"
    large = world_map.build(
        table(country=["USA", "IDN"], value=[400.0, 100], low=[400.0, 100], high=[400.0, 100]),
        PLACES,
        unit="x",
        domain="own",
        absent="zero",
        sized=True,
    )
    assert next(trace for trace in traces(large, "scattergeo") if "area" in trace.get("name", ""))[
        "marker"
    ]["size"] == [46, 23]


def test_an_axis_of_numbers_has_room_for_them_and_no_halves_of_what_is_counted():
    def drawn(top):
        figure = timeline.build(
            table(period=["2015", "2016"], value=[top / 2, top], low=[0.0, 0], high=[top, top]),
            unit="x",
            domain="own",
        )
        return figure["layout"]["margin"]["l"], figure["layout"]["yaxis"]

    rooms = [drawn(top)[0] for top in (30.0, 40_000.0, 900_000.0)]
    assert rooms == sorted(rooms) and rooms[-1] > rooms[0]
    assert drawn(3.0)[1]["dtick"] == 1 and "dtick" not in drawn(30.0)[1]
    assert drawn(40_000.0)[1]["exponentformat"] == "none"
    assert "ticktext" in drawn(2e9)[1] and not drawn(2e9)[1]["automargin"]


def test_lists_are_the_classes_where_countries_are_listed():
    figure = world_map.build(
        table(country=["IRN", "IDN"], value=[1.0, 1], low=[1.0, 1], high=[1.0, 1]),
        PLACES,
        unit="lists",
        domain="money_laundering",
        absent="zero",
        groups={"IRN": "black", "IDN": "grey"},
        group_names={"grey": "Grey list", "black": "Black list"},
    )
    assert legend(figure)[:3] == ["None recorded", "Grey list", "Black list"]
    assert legend(figure)[3:] == ["Small state: None recorded"]  # a ring
    assert (filled(figure)["IDN"], filled(figure)["IRN"], filled(figure)["DEU"]) == (
        1,
        2,
        0,
    ) and said(figure)["IRN"].endswith("<br>Black list")


@given(
    some.lists(some.floats(0, 1e7).map(lambda value: round(value, 3)), max_size=60), some.booleans()
)
def test_every_value_has_a_class_whose_words_hold_it(values, whole):
    values = [float(math.floor(value)) if whole else value for value in values]
    edges = legends.bounds(values)
    named = legends.labels(
        edges, max(values, default=1), all(value.is_integer() for value in values)
    )
    assert 1 <= len(edges) == len(named) <= legends.CLASSES and edges == sorted(set(edges))
    positive = [value for value in values if value > 0]
    assert not positive or edges[0] <= min(positive)
    assert len(set(named)) == len(named)
    for value in positive:
        at = legends.at(value, edges)
        assert edges[at] <= value and (at == len(edges) - 1 or value < edges[at + 1])


@pytest.mark.parametrize(
    ("edges", "top", "whole", "expected"),
    [
        ([1, 10, 100], 400, True, ["1–9", "10–99", "100 and more"]),
        ([1, 2, 5], 5, True, ["1", "2–4", "5"]),
        ([1], 1, True, ["1"]),
        ([6.4, 8.2], 8.203, False, ["6.4–8.2", "8.2"]),
        ([1, 2.8, 4.6], 9.5, False, ["1–2.8", "2.8–4.6", "4.6–9.5"]),
        ([0, 20, 40, 60, 80], 100, False, ["0–20", "20–40", "40–60", "60–80", "80–100"]),
    ],
)
def test_the_classes_in_words(edges, top, whole, expected):
    assert legends.labels(edges, top, whole) == expected


def test_a_scale_has_equal_steps_or_the_few_values_there_are():
    assert legends.bounds([float(value) / 10 for value in range(10, 100)], (1, 10)) == [
        1,
        2.8,
        4.6,
        6.4,
        8.2,
    ]
    assert legends.bounds([1.0, 2.0, 2.5, 3.0, 1.0], (1, 3)) == [1, 2, 2.5, 3]


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        (4.5e6, None),
        (1.2e7, ["0", "5\u00a0m", "10\u00a0m", "15\u00a0m"]),
        (2.088e10, ["0", "5\u00a0bn", "10\u00a0bn", "15\u00a0bn", "20\u00a0bn", "25\u00a0bn"]),
        (1.6e9, ["0", "500\u00a0m", "1\u00a0bn", "1.5\u00a0bn", "2\u00a0bn"]),
    ],
)
def test_an_axis_says_long_numbers_as_cards_do(top, expected):
    upright = theme.upright(top)
    said = upright.get("ticktext")
    assert (
        said is None if expected is None else said[said.index("0") :][: len(expected)] == expected
    )
    assert upright["exponentformat"] == "none" and not upright["automargin"]


def test_a_logarithmic_axis_says_long_numbers_as_cards_do():
    axis = theme.upright(2e10, range=[8.9, 10.4], type="log", dtick="D2", tickformat=",~r")
    held = dict(zip(axis["tickvals"], axis["ticktext"], strict=True))
    assert held[5e8] == "500\u00a0m" and held[2e10] == "20\u00a0bn"
    assert not {"dtick", "tickformat"} & {*axis}


@pytest.mark.parametrize(
    ("values", "scale", "expected"),
    [
        (range(11), (0, 11), ["0–2", "3–4", "5–6", "7–8", "9 and more"]),
        (range(10), (0, 11), ["0–2", "3–4", "5–6", "7–8", "9"]),
        (range(41), (0, 40), ["0–7", "8–15", "16–23", "24–31", "32 and more"]),
        (range(-3, 11), None, ["-3–-1", "0–2", "3–4", "5–7", "8 and more"]),
        (range(-1, 2), None, ["-1", "0", "1"]),
    ],
)
def test_equal_steps_between_whole_values_hold_each_of_them(values, scale, expected):
    values = [float(value) for value in values]
    edges = legends.bounds(values, scale)
    assert legends.labels(edges, max(values), True) == expected
    assert {legends.at(value, edges) for value in values} == {*range(len(expected))}


def test_a_map_of_a_whole_scale_has_no_gap_between_its_classes():
    values = [2.0, 3.0, 8.0, 9.0]
    codes = ["IDN", "DEU", "SGP", "TUV"]
    outcomes = table(country=codes, value=values, low=values, high=values)
    figure = world_map.build(
        outcomes,
        PLACES,
        unit="of 11",
        domain="money_laundering",
        absent="missing",
        scale=(0, 11),
        ever=list(range(10)),
    )
    assert legend(figure)[1:6] == ["0–2", "3–4", "5–6", "7–8", "9"]
    assert [filled(figure)[code] for code in codes] == [0, 1, 3, 4]


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (9.9, 5, 3),
        (11, 5, 4),
        (5, 2, 2),
        (6, 2, 4),
        (0, 2, 2),
        (0, 4, 2),
        (0, 6, 0),
        (5.1, 10, 1),
        (4, 10, 0),
        (9, 10, 2),
        (11, 10, 2),
        (12, 10, 3),
        (0, 0, 2),
        (6, 0, 4),
        (8.9, 10, 1),
        (10, 5, 3),
        (5, 10, 0),
    ],
)
def test_a_change_is_in_its_class(now, before, expected):
    figure = change_map.build(
        table(
            country=["USA"],
            now=[float(now)],
            before=[float(before)],
            little=[query.little(now, before)],
        ),
        PLACES,
        unit="x",
        against="2018",
        within=10,
    )
    assert filled(figure) == {"USA": expected}
    sign = "+" if now > before else "−" if now < before else ""
    change = f"{sign}{abs(now - before):,.0f} compared with 2018 ({amount(before)})"
    assert change in said(figure)["USA"] and "Not known in both periods" in legend(figure)


@pytest.mark.parametrize(("now", "expected"), [(124, 2), (126, 3), (76, 2), (74, 1)])
def test_the_classes_of_change_follow_the_share_that_is_little(now, expected):
    figure = change_map.build(
        table(country=["USA"], now=[float(now)], before=[100.0], little=[False]),
        PLACES,
        unit="x",
        against="2018",
        within=25,
    )
    assert filled(figure) == {"USA": expected}
    assert {"down 25–50\u00a0%", "up 25–100\u00a0%"} <= set(legend(figure))


# ---- time


def bars(figure):
    return {
        (trace.get("name") or "", x): y
        for trace in traces(figure, "bar")
        for x, y in zip(trace["x"], trace["y"], strict=True)
    }


def test_a_year_shows_its_number_a_masked_year_its_range_a_gap_nothing():
    figure = timeline.build(YEARS, unit="victims", domain="trafficking")
    assert bars(figure) == {
        ("", 2015): 5,
        ("", 2016): 7,
        ("", 2017): None,
        ("", 2018): None,
        ("", 2019): 2,
        ("No data published", 2017): 7,
    }
    assert figure["data"][-1]["marker"]["color"] == "$hatch" and legend(figure) == [
        "No data published"
    ]
    assert figure["data"][0]["customdata"] == [
        ["2015", "5 victims"],
        ["2016", "7 victims"],
        ["2017", "no data"],
        ["2018", "1–4 victims"],
        ["2019", "2 victims"],
    ]


def test_where_a_gap_means_none_it_is_zero():
    figure = timeline.build(
        YEARS.dropna(), unit="incidents", domain="cybercrime", gaps_are_zero=True
    )
    assert (
        bars(figure)[("", 2017)] == 0
        and not legend(figure)
        and figure["data"][0]["customdata"][2] == ["2017", "0 incidents"]
    )


@pytest.mark.parametrize(
    ("gaps_are_zero", "unknown"),
    [
        (True, {}),
        (
            False,
            {
                ("No data published", 2014): 7,
                ("No data published", 2017): 7,
                ("No data published", 2020): 7,
            },
        ),
    ],
)
def test_every_country_has_the_years_of_the_indicator(gaps_are_zero, unknown):
    figure = timeline.build(
        YEARS, unit="x", domain="trafficking", gaps_are_zero=gaps_are_zero, within=(2014, 2020)
    )
    assert (
        figure["data"][0]["x"] == list(range(2014, 2021))
        and {key: y for key, y in bars(figure).items() if key[0]} == unknown
    )


def test_notes_that_would_meet_stand_above_one_another():
    notes = lambda text: timeline.build(
        YEARS,
        unit="x",
        domain="cybercrime",
        marks=[(2018, text, "break")],
        partial_from=2019,
        partial_note=text,
    )["layout"]
    short, long = notes("ok"), notes("more countries report than in the year before")
    assert {each["yshift"] for each in short["annotations"]} == {0} and len(
        {each["yshift"] for each in long["annotations"]}
    ) == 2
    assert long["margin"]["t"] > short["margin"]["t"]


def test_categories_are_stacked_in_their_order_and_what_has_none_is_named():
    figure = timeline.build(
        STACKED,
        unit="x",
        domain="cybercrime",
        categories={"b": "Bee", "a": "Ay", "c": "Cee"},
        gaps_are_zero=True,
    )
    assert bars(figure) == {
        ("Bee", 2015): 2,
        ("Bee", 2016): 0,
        ("Ay", 2015): 1,
        ("Ay", 2016): 0,
        ("not stated", 2015): 0,
        ("not stated", 2016): 3,
    }
    assert [trace["name"] for trace in figure["data"]] == ["Bee", "Ay", "not stated"] and figure[
        "layout"
    ]["showlegend"]


def test_categories_that_overlap_are_lines_over_the_whole():
    parts = table(period=["2015", "2016"], category=["a", "a"], value=[4.0, 6])
    figure = timeline.build(
        YEARS, unit="x", domain="cybercrime", categories={"a": "Ay", "b": "Bee"}, parts=parts
    )
    assert [trace["name"] for trace in figure["data"]] == [
        "all",
        "Ay",
        "No data published",
    ] and bars(figure)[("all", 2016)] == 7
    assert traces(figure, "scatter")[0]["y"] == [4, 6, None, None, None]


def test_what_falls_is_striped_so_that_grey_tells_it_from_what_rises():
    code = (assets.STATIC / "elements" / "chart.js").read_text()
    striped = re.search(r"const FALLS = \{ (.*) \};", code).group(1)
    colours = [
        "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", each))
        for each in re.findall(r"rgb\(.*?\)", striped)
    ]
    assert colours == [colour for _, _, colour in change_map.steps(10)[:2]]


def test_what_was_chosen_what_is_partial_and_what_changed_is_marked():
    figure = timeline.build(
        YEARS,
        unit="x",
        domain="cybercrime",
        chosen=("2016", "2030"),
        marks=[(2016.85, "Bali", "event"), (2018, "break", "break"), (1950, "long ago", "break")],
        partial_from=2019,
        partial_note="to August",
    )
    shapes, notes = figure["layout"]["shapes"], figure["layout"]["annotations"]
    assert [(each["x0"], each["x1"]) for each in shapes] == [
        (2015.5, 2019.5),
        (2018.5, 2019.5),
        (2016.35, 2016.35),
        (2017.5, 2017.5),
    ]
    assert [each["line"].get("dash") for each in shapes] == [None, None, "dot", "dash"] and [
        each["text"] for each in notes
    ] == ["to August", "Bali", "break"]
    assert not timeline.build(YEARS, unit="x", domain="cybercrime", partial_from=2020)["layout"][
        "shapes"
    ]
    assert not timeline.build(YEARS, unit="x", domain="cybercrime", chosen=("1990", "1999"))[
        "layout"
    ]["shapes"]


def test_a_stock_is_a_stepped_line_with_a_band_where_dates_are_uncertain():
    listed = table(period=["2015", "2016"], value=[3.0, 4], low=[3.0, 4], high=[5.0, 4])
    figure = timeline.build(
        listed,
        unit="x",
        domain="money_laundering",
        lines=True,
        moves=table(period=["2016"], entries=[3], exits=[1]),
    )
    low, high, line, entries, exits = figure["data"]
    assert (
        (low["y"], high["y"], line["y"]) == ([3, 4], [5, 4], [3, 4])
        and high["fill"] == "tonexty"
        and line["line"]["shape"] == "hv"
    )
    assert (entries["y"], exits["y"]) == ([0, 3], [0, -1])
    certain = timeline.build(
        listed.assign(high=listed["low"]), unit="x", domain="money_laundering", lines=True
    )
    assert len(certain["data"]) == 1


def test_months_stand_on_an_axis_of_dates():
    figure = timeline.build(
        table(period=["2016-01", "2016-03"], value=[1.0, 2], low=[1.0, 2], high=[1.0, 2]),
        unit="x",
        domain="cybercrime",
    )
    assert (
        figure["layout"]["xaxis"]["type"] == "date"
        and figure["data"][0]["x"] == ["2016-01-15", "2016-03-15"]
        and figure["data"][0]["y"] == [1, 2]
    )


def test_lines_of_countries_hold_their_numbers_and_end_with_their_names():
    figure = comparison.build(
        pd.concat([YEARS.assign(country="USA"), YEARS.head(1).assign(country="IDN", value=9.0)]),
        NAMES,
        ["USA", "IDN", "DEU"],
        unit="x",
        partial_from=2019,
    )
    assert [trace["y"] for trace in figure["data"]] == [
        [5, 7, None, None, 2],
        [9, None, None, None, None],
        [None] * 5,
    ]
    notes = figure["layout"]["annotations"]
    assert {(each["text"], each["x"], each["y"]) for each in notes} == {
        ("●", 1, 2),
        ("United States", 1, 2),
        ("■", 1, 9),
        ("Indonesia (2015)", 1, 9),
        ("partial", 2019.5, 1),
    }
    assert "color" not in next(each for each in notes if each["text"] == "United States")["font"]
    drawn = [(each["line"]["dash"], each["marker"]["symbol"]) for each in figure["data"]]
    assert drawn == [("solid", "circle"), ("dash", "square"), ("dot", "diamond")]
    assert [(each["x0"], each["x1"]) for each in figure["layout"]["shapes"]] == [
        (2018.5, 2019.5)
    ] and figure["layout"]["xaxis"]["range"] == [2014.5, 2019.5]
    marked = comparison.build(
        YEARS.assign(country="USA"),
        NAMES,
        ["USA"],
        unit="x",
        marks=[(2018, "new definition", "break"), (2016.85, "Bali", "event")],
    )["layout"]
    assert [(each["x0"], each["line"]["dash"]) for each in marked["shapes"]] == [
        (2017.5, "dash"),
        (2016.35, "dot"),
    ] and {"new definition", "Bali"} <= {each["text"] for each in marked["annotations"]}
    assert not any(trace["connectgaps"] for trace in figure["data"])
    chosen = comparison.build(
        YEARS.assign(country="USA"), NAMES, ["USA"], unit="x", chosen=("2016", "2030")
    )["layout"]["shapes"]
    assert [(each["x0"], each["x1"]) for each in chosen] == [(2015.5, 2019.5)]


TWO = pd.concat([YEARS.assign(country="USA"), YEARS.assign(country="IDN", value=[0.0, 4, 8, 2])])


def test_an_index_recomputes_from_the_first_common_year():
    two = TWO.dropna(subset="value")
    base = comparison.base_year(two, ["USA", "IDN"])
    cells = two.set_index(["country", "period"])["value"]
    common = [
        year
        for year in sorted(set(two["period"]))
        if all(cells.get((code, year), 0) > 0 for code in ("USA", "IDN"))
    ]
    assert base == common[0]
    figure = comparison.build(two, NAMES, ["USA", "IDN"], unit="x", scale="index")
    valid(figure)
    for code, trace in zip(("USA", "IDN"), figure["data"], strict=True):
        for year, level in zip(trace["x"], trace["y"], strict=True):
            value = cells.get((code, str(year)))
            assert level is None if value is None else level == 100 * value / cells[code, base]
        assert 100 in trace["y"]


def test_without_a_common_year_an_index_shows_the_values():
    apart = pd.concat([YEARS.head(1).assign(country="USA"), YEARS.tail(1).assign(country="IDN")])
    assert comparison.base_year(apart, ["USA", "IDN"]) is None
    drawn = [
        comparison.build(apart, NAMES, ["USA", "IDN"], unit="x", scale=scale)["data"]
        for scale in ("", "index")
    ]
    assert drawn[0] == drawn[1]


def test_a_log_scale_has_no_zero_and_names_stand_at_their_lines():
    figure = comparison.build(TWO, NAMES, ["USA", "IDN"], unit="x", scale="log", gaps_are_zero=True)
    valid(figure)
    levels = [level for trace in figure["data"] for level in trace["y"] if level is not None]
    assert levels and min(levels) > 0
    axis = figure["layout"]["yaxis"]
    assert axis["type"] == "log"
    low, high = axis["range"]
    assert all(low <= math.log10(level) <= high for level in levels)
    for each in figure["layout"]["annotations"]:
        assert low <= each["y"] <= high


def test_a_line_says_what_stands_behind_a_year():
    figure = comparison.build(
        YEARS.assign(country="USA"),
        NAMES,
        ["USA"],
        unit="x",
        behind={("USA", "2015"): "8 of 11 report"},
    )
    said = [text for _, text in figure["data"][0]["customdata"]]
    assert said[0].endswith("<br>8 of 11 report") and "report" not in said[1]


@pytest.mark.parametrize(
    "levels", [[5, 5, 5, 5, 5, 5], [0, 0, 0, 0, 0, 1000], [1000, 999, 998, 3, 2, 1], [7]]
)
def test_names_of_lines_never_meet_and_stay_beside_their_figure(levels):
    codes = list(NAMES)[: len(levels)]
    rows = pd.concat(
        [
            table(
                country=[code],
                period=["2015"],
                value=[float(level)],
                low=[float(level)],
                high=[float(level)],
            )
            for code, level in zip(codes, levels, strict=True)
        ]
    )
    layout = comparison.build(
        rows, {code: f"Country {code}" for code in codes}, codes, unit="x", height=240
    )["layout"]
    room = 240 - layout["margin"]["t"] - layout["margin"]["b"]
    at = sorted(
        each["y"] / layout["yaxis"]["range"][1] * room + each["yshift"]
        for each in layout["annotations"]
        if each["text"].startswith("Country")
    )
    assert (
        len(at) == len(levels)
        and all(later - earlier >= 14 for earlier, later in pairwise(at))
        and at[0] >= -1
        and at[-1] <= room + 1
    )


# ---- bars, bands, cells, lines the height of a word


def test_the_largest_are_on_top_with_the_earlier_figure_as_a_tick():
    found = ranking.rank(
        COUNTS,
        NAMES,
        unit="victims",
        domain="trafficking",
        before={"USA": 5000.0, "NAM": 7.0, "DEU": 3.0},
        against="2018",
        most=4,
    )
    assert [(row.code, row.level, row.said, row.before) for row in found.rows] == [
        ("USA", 5998, "5,998", 5000),
        ("IDN", 12, "12", None),
        ("SGP", 3, "3", None),
        ("NAM", 1, "1–4", 7),
    ]
    assert found.against == "2018" and found.rows[0].says.endswith("; 2018: 5,000")
    assert "2018" not in found.rows[1].says
    assert [row.name for row in found.rows] == [NAMES[row.code] for row in found.rows]


@pytest.mark.parametrize(("absent", "unknown"), [("zero", "0"), ("missing", "no data")])
def test_who_was_chosen_stands_among_the_largest_with_its_rank(absent, unknown):
    found = ranking.rank(
        COUNTS, NAMES, unit="x", domain="trafficking", chosen=["SGP", "DEU"], absent=absent, most=3
    )
    assert [(row.code, row.said, row.place, row.chosen) for row in found.rows] == [
        ("USA", "5,998", None, False),
        ("SGP", "3", 3, True),
        ("DEU", unknown, None, True),
    ]


def test_who_may_have_more_than_another_is_not_counted_before_it():
    """Namibia's 1 to 4 may be more than Singapore's 3, or less."""
    found = ranking.rank(
        COUNTS, NAMES, unit="x", domain="trafficking", chosen=["RUS", "NAM"], most=2
    )
    assert [(row.code, row.said, row.place) for row in found.rows] == [
        ("USA", "5,998", None),
        ("NAM", "1–4", None),
        ("RUS", "0", 4),
    ]


def test_nobody_chosen_is_dropped_however_many_they_are():
    codes = sorted(countries.codes() - {"ATA"})[:40]
    counts = table(country=codes, value=[float(i) for i in range(40)]).assign(
        low=lambda t: t["value"], high=lambda t: t["value"]
    )
    chosen = codes[:11]
    found = ranking.rank(
        counts, {code: code for code in codes}, unit="x", domain="own", chosen=chosen
    )
    assert {*chosen} <= {row.code for row in found.rows}


def test_cells_hold_their_class_and_what_is_not_known_is_hatched():
    cells = table(
        row=["a", "b", "b"],
        year=[2015, 2016, 2017],
        value=[3.0, None, 0.0],
        low=[3.0, 1, 0],
        high=[3.0, 4, 0],
    )
    figure = coverage_grid.build(cells, {"a": "Ay", "b": "Bee"}, (2014, 2017), unit="x")
    heat = traces(figure, "heatmap")[0]
    assert [[cell is not None for cell in row] for row in heat["z"]] == [
        [False, True, False, False],
        [False, False, True, True],
    ]
    assert (
        heat["text"][1][2] == "<b>Bee</b>, 2016<br>1–4 x"
        and heat["z"][1][3] == 0.5 < heat["z"][0][1]
    )
    assert "Nothing known" in legend(figure) and "0" in legend(figure)
    within = coverage_grid.build(
        cells, {"a": "Ay", "b": "Bee"}, (2014, 2017), unit="x", zero_within=(2015, 2017)
    )
    assert traces(within, "heatmap")[0]["z"][0] == [
        None,
        heat["z"][0][1],
        0.5,
        0.5,
    ] and "None recorded" in legend(within)


def test_flows_run_from_citizenship_to_where_detected_as_wide_as_they_are():
    figure = flow_map.build(FLOWS, PLACES, unit="victims", domain="trafficking")
    lines = traces(figure, "scattergeo", mode="lines")
    where = PLACES.set_index("iso3")
    for line, ends in zip(lines, (("ALB", "GBR"), ("MEX", "USA")), strict=True):
        assert [(line["lon"][i], line["lat"][i]) for i in (0, -1)] == [
            pytest.approx(tuple(where.loc[code, ["lon", "lat"]])) for code in ends
        ]
    assert lines[0]["line"]["width"] < lines[1]["line"]["width"] == 9
    starts, ends = traces(figure, "scattergeo", mode="markers")
    assert (starts["customdata"], ends["customdata"]) == (
        ["ALB", "MEX"],
        ["GBR", "USA"],
    ) and "5,998 victims" in ends["text"][1]


@pytest.mark.parametrize(
    ("start", "end"),
    [("RUS", "USA"), ("CHN", "USA"), ("NOR", "CAN"), ("NZL", "CHL"), ("FJI", "FRA")],
)
def test_a_flow_stays_on_the_map(start, end):
    flows = table(
        partner=[start], country=[end], value=[1.0], low=[1.0], high=[1.0], level=[1.0], said=["1"]
    )
    line = traces(
        flow_map.build(flows, PLACES, unit="x", domain="cybercrime"), "scattergeo", mode="lines"
    )[0]
    assert max(line["lat"]) < 80 and all(
        abs(b - a) < 20 for a, b in zip(line["lon"], line["lon"][1:], strict=False)
    )


def test_steps_are_bars_with_their_share_of_the_first():
    figure = funnel.build(
        [("proposed", 40), ("answered", 10)], [("withdrawn", 4)], unit="notices", domain="notices"
    )
    bar = figure["data"][0]
    assert bar["x"] == [40, 10, 4] and [each.strip() for each in bar["text"]] == [
        "40",
        "10 (25\u00a0%)",
        "4 (10\u00a0%)",
    ]
    assert (
        figure["layout"]["yaxis"]["ticktext"] == ["proposed", "answered", "withdrawn"]
        and bar["marker"]["color"][1] != bar["marker"]["color"][2]
    )


def test_weeks_hold_their_numbers_and_the_open_ones_are_shaded():
    figure = weeks.build(WEEKS, unit="notices", domain="notices", open_from="2026-01-12")
    assert figure["data"][0]["x"] == ["2026-01-05", "2026-01-12", "2026-01-19"] and figure["data"][
        0
    ]["y"] == [2, None, 0]
    assert [(each["x0"], each["x1"]) for each in figure["layout"]["shapes"]] == [
        ("2026-01-12", "2026-01-19")
    ]
    assert not weeks.build(WEEKS, unit="notices", domain="notices")["layout"]["shapes"]


def test_bands_hold_the_flows_and_all_others():
    drawn = sankey.build(FLOWS, 120.0, NAMES, unit="victims", domain="trafficking")["data"][0]
    named = [
        (drawn["node"]["label"][a], drawn["node"]["label"][b], value)
        for a, b, value in zip(
            drawn["link"]["source"], drawn["link"]["target"], drawn["link"]["value"], strict=True
        )
    ]
    assert named == [
        ("Mexico", "United States", 5998),
        ("Albania", "United Kingdom", 3777),
        ("Other countries", "Other countries", 120),
    ]
    assert (
        drawn["link"]["customdata"][0] == "Mexico to United States: 5,998 victims"
        and "120 victims" in drawn["link"]["customdata"][2]
    )
    assert (
        len(sankey.build(FLOWS, 0, NAMES, unit="x", domain="own")["data"][0]["link"]["value"]) == 2
    )


# ---- colours


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("domain", legends.ACCENTS)
def test_a_domains_colours_are_legible_and_run_one_way(domain):
    light = luminance(theme.accent(domain)["$light"])
    dark = luminance(theme.accent(domain)["$dark"])
    assert 1.05 / (light + 0.05) >= 4.5 and (dark + 0.05) / (luminance(legends.NIGHT) + 0.05) >= 4.5
    for steps in range(1, 6):
        ramp = legends.ramp(legends.ACCENTS[domain], steps)
        shades = [luminance(step["$light"]) for step in ramp]
        assert (
            len(ramp) == steps
            and shades == sorted(shades, reverse=True)
            and len(set(shades)) == steps
        )
        assert [luminance(step["$dark"]) for step in ramp] == sorted(
            luminance(step["$dark"]) for step in ramp
        )


def test_categories_can_be_told_apart():
    assert len(set(legends.CATEGORIES)) == len(legends.CATEGORIES) >= 13


def test_a_rate_map_tells_what_is_masked_from_what_is_not_known():
    """Below five is published, though no rate follows from it."""
    year = first_day("2022"), last_day("2022")
    asked = query.settle(Filters("glotip.persons_convicted", per="people").during(*year))
    figure = indicator_map.level(asked, asked.about, "areas")
    said = dict(zip(figure["data"][0]["locations"], figure["data"][0]["text"], strict=True))
    counts = query.by_country(query.in_counts(asked))
    masked = {*counts.loc[counts["masked"].gt(0), "country"]} & {*said}
    assert masked and all(said[code].endswith("no rate") for code in masked)
    assert "Published only in part or as a range: no rate" in legend(figure)


def test_a_group_is_named_at_its_line_without_being_cut():
    figure = comparison.build(
        TWO.assign(country="OAS"),
        {"OAS": "Organization of American States"},
        ["OAS"],
        unit="x",
        shorter={"OAS": "OAS"},
    )
    assert "OAS" in [note["text"] for note in figure["layout"]["annotations"]]
    assert figure["data"][0]["name"] == "Organization of American States"
