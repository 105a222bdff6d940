"""The brief about two: rules choose what to know, every number recomputes, each row is of both, and
a source has one number.
"""

import re
from datetime import date

import pytest
from long import LONG
from shown import blocks, charts, opened

from components.figures import pair_map
from components.indicator import places
from components.screens import pair_tables
from components.screens.pair_tables import Numbered
from data import catalog, query, today
from data.analysis import bilateral, both_sides, country, meeting, points, standing
from data.analysis.both_sides import written
from data.geography import countries, groups, regions
from data.query import Filters
from languages.english import bilateral as words

TODAY = date(2026, 11, 27)
PAIRS = [
    ("IDN", "VNM"),
    ("USA", "RUS"),
    ("FRA", "DEU"),
    ("TUV", "NRU"),
    ("PSE", "ISR"),
    ("IDN", "AUS"),
]
if LONG:
    PAIRS += [(a, b) for a in sorted(countries.codes())[::16] for b in ("IDN", "GBR") if a != b]


def chosen(first: str, second: str) -> list[points.Point]:
    return points.choose(
        first,
        second,
        both_sides.sides(first, second),
        meeting.thirds(first, second, TODAY)[:4],
        bilateral.between(first, second),
        TODAY.year,
    )


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_each_number_of_what_to_know_recomputes(first: str, second: str) -> None:
    found = chosen(first, second)
    assert 2 <= len(found) <= 3
    for point in found:
        assert not re.search(r"\d", point.headline), point.headline
        for said in point.details:
            assert not said.asked or said.abouts
            for asked in said.asked:
                total = query.total(asked)
                about = query.indicator(asked)
                if point.rule != "lists":
                    number = written(total)
                    assert re.search(rf"(?<!\d){re.escape(number)}(?!\d)", said.text), said
                elif about.kind == "listing":
                    name = countries.in_sentence(asked.countries[0])
                    assert total.value and (
                        name in said.text or said.text.startswith("Both, of no concern: ")
                    )


def test_headlines_of_lists_follow_their_rules() -> None:
    said = {pair: chosen(*pair)[0].headline for pair in PAIRS[:4]}
    assert (
        "share a list" in said["IDN", "VNM"] and "Viet Nam stands on others" in said["IDN", "VNM"]
    )
    assert said["USA", "RUS"] == said["TUV", "NRU"] == words.ON_NONE()
    assert said["FRA", "DEU"] == "Germany stands on a list of concern, France on none."


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_rows_are_of_both_and_equal_the_profiles(first: str, second: str) -> None:
    found = both_sides.sides(first, second)
    lines = [{line.about.id: line for line in country.lines(code)} for code in (first, second)]
    for row in found.rows:
        assert not row.about.world, row.title
        for side, own in zip((row.one, row.other), lines, strict=True):
            assert side.total == query.total(side.asked)
            known = side.total.value is not None or side.total.high is not None
            assert known == side.published and (known or row.about.no_world_sum), row.title
            line = own.get(row.about.id)
            if line and line.asked == side.asked:
                assert side.total == line.change.now
    years = [row.year for row in found.rows]
    assert years == sorted(years, reverse=True)
    for own, alone in zip(lines, found.alone, strict=True):
        rows = {row.about.id for row in found.rows}
        assert all(about.id in own and about.id not in rows for about in alone)


@pytest.mark.parametrize(
    ("day", "years"), [("2026-01-01", 5), ("2026-01-02", 6), ("2026-11-28", 6)]
)
def test_a_brief_of_two_tells_the_age_that_the_profile_tells(day: str, years: int) -> None:
    notices = "interpol_public.on_public_list"
    with today.using(date.fromisoformat(day)):
        rows = both_sides.sides("IDN", "SGP").rows
        (row,) = [row for row in rows if row.about.id == notices]
        told = pair_tables.bars("IDN", "SGP", both_sides.sides("IDN", "SGP"), Numbered())
        said = [each for _, part in told.parts for each in part if each.year == "2020"]
        assert row.age == standing.age(row.one.asked) == years
        assert words.YEARS_OLD(years) in [each.age for each in said]


def test_a_fact_about_one_country_is_no_row_of_two_others() -> None:
    app = opened("bilateral.py", {"country": ["USA"], "partner": ["RUS"]})
    assert not app.exception
    rows = [row for _, part in blocks(app, "bars")[0]["parts"] for row in part]
    assert rows and not any(
        "Bali" in row["title"]["text"] + row["beside"] or "Fugitives" in row["title"]["text"]
        for row in rows
    )
    assert not [each for each in bilateral.between("USA", "RUS") if "bali" in each.about.id]
    assert [each for each in bilateral.between("IDN", "AUS") if "bali" in each.about.id]


def test_a_year_both_have_stands_where_their_newest_differ() -> None:
    row = next(
        row
        for row in both_sides.sides("IDN", "VNM").rows
        if row.about.id == "glotip.detected_victims"
    )
    last = []
    for code in ("IDN", "VNM"):
        table = query.by_period(Filters(row.about.id, countries=(code,)))
        last.append({int(each) for each in table[table["value"].notna()]["period"]})
    assert row.year == max(last[0] & last[1]) < max(last[0])
    assert (row.one.total.value, row.other.total.value) == (441, 449)


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_third_countries_publish_both_newest_year_first(first: str, second: str) -> None:
    found = meeting.thirds(first, second, TODAY)
    assert [each.larger for each in found] == sorted((e.larger for e in found), reverse=True)
    for each in found:
        assert each.country not in (first, second) and int(each.year) >= TODAY.year - 5
        assert each.larger > 0
        for asked, total in zip(each.asked, each.totals, strict=True):
            assert total == query.total(asked) and (total.value or total.high)
    assert {(each.country, each.year) for each in found} == {
        (other.country, other.year) for other in meeting.thirds(second, first, TODAY)
    }


def test_groups_are_those_both_belong_to() -> None:
    found = {each.group.id: each.since for each in meeting.memberships("IDN", "VNM", TODAY)}
    assert found["ASEAN"] == ("1967", "1995") and "G20" not in found
    for name in found:
        assert {"IDN", "VNM"} <= groups.members(name, TODAY)


def test_what_neither_publishes_names_its_publisher() -> None:
    app = opened("bilateral.py", {"country": ["IDN"], "partner": ["VNM"]})
    gaps = blocks(app, "table")[-1]
    publishers = {each.publisher for each in catalog.sources().values()}
    assert gaps["rows"] and all(row[-1]["text"] in publishers for row in gaps["rows"])
    for each in meeting.gaps("IDN", "VNM"):
        for code in ("IDN", "VNM"):
            assert each.about.id not in {line.about.id for line in country.lines(code)}


@pytest.mark.parametrize(("first", "second"), PAIRS[:5])
def test_sources_are_numbered_by_first_use(first: str, second: str) -> None:
    app = opened("bilateral.py", {"country": [first], "partner": [second]})
    assert not app.exception
    told = blocks(app, "points")[0]
    bars = blocks(app, "bars")[0]
    refs = [
        *(detail["refs"] for point in told["points"] for detail in point["details"]),
        *(row["title"]["refs"] for _, rows in bars["parts"] for row in rows),
        *(cell["refs"] for table in blocks(app, "table") for row in table["rows"] for cell in row),
    ]
    used = list(dict.fromkeys(number for each in refs for number in each))
    sources = blocks(app, "sources")[0]["sources"]
    assert used == list(range(1, len(sources) + 1))
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", dated) for _, dated in sources)
    for row in (row for _, rows in bars["parts"] for row in rows):
        assert row["title"]["refs"]


def test_a_masked_cell_is_a_ring_and_a_zero_a_line() -> None:
    app = opened("bilateral.py", {"country": ["FRA"], "partner": ["DEU"]})
    rows = [row for _, part in blocks(app, "bars")[0]["parts"] for row in part]
    row = next(each for each in rows if each["title"]["text"] == "Detected trafficking victims")
    assert (row["ends"][1]["drawn"], row["ends"][1]["whole"]) == ("ring", "<5")
    app = opened("bilateral.py", {"country": ["IDN"], "partner": ["VNM"]})
    rows = {
        row["title"]["text"]: row["ends"]
        for _, part in blocks(app, "bars")[0]["parts"]
        for row in part
    }
    assert [end["drawn"] for end in rows["Deaths in organised violence"]] == ["filled", "zero"]
    assert rows["Complaints to IC3 from abroad"][1]["drawn"] == "hatch"


def test_the_map_shows_the_pair_with_flows_both_ways_and_says_them_above() -> None:
    app = opened("bilateral.py", {"country": ["USA"], "partner": ["RUS"]})
    drawn = charts(app)["pair-map"]
    lines = [each for each in drawn["figure"]["data"] if each.get("mode") == "lines+markers"]
    said = [each["hovertext"] for each in lines]
    assert len(lines) == 2 and all("alleged" in each for each in said)
    assert any("48 incidents" in each and "16 victims" in each for each in said)
    assert all(line in drawn["lead"] for each in said for line in each.split("<br>"))
    region = next(each for each in drawn["switches"] if each["key"] == "region")
    assert region["value"] == regions.CHOSEN
    assert tuple(region["views"][0]) == regions.around(["USA", "RUS"])


def test_a_pair_across_the_antimeridian_lies_side_by_side() -> None:
    box = regions.around(["FJI", "TON"])
    figure = pair_map.build(
        ("FJI", "TON"), [pair_map.Flow("FJI", "TON", "said")], [], places.table(), box
    )
    line = next(each for each in figure["data"] if each.get("mode") == "lines+markers")
    assert all(box[0] <= lon <= box[2] for lon in line["lon"])


def _names(pair: tuple[str, str]) -> tuple[list[tuple[float, float, str, str]], float]:
    """Each name's place, its position and its text, and the width of the map."""
    box = regions.around([*pair])
    flows = [pair_map.Flow(*way, "said") for way in (pair, pair[::-1])]
    data = pair_map.build(pair, flows, [], places.table(), box)["data"]
    named = next(each for each in data if each.get("mode") == "markers+text")
    parts = (named[key] for key in ("lon", "lat", "textposition", "text"))
    shares = ((lon - box[0], *rest) for lon, *rest in zip(*parts, strict=True))
    return [*shares], box[2] - box[0]


def test_no_name_on_the_map_of_a_pair_is_cut_at_its_edge() -> None:
    wrong = []
    codes = sorted(countries.codes() - {"ATA"})
    for first in ("VCT", "COD", "IDN", "GBR", "RUS"):
        for second in codes:
            if first == second:
                continue
            found, whole = _names((first, second))
            for at, _, place, text in found:
                share = at / whole
                longest = max(len(line) - len("<b></b>") for line in text.split("<br>"))
                wide = pair_map.LETTER * longest / pair_map.WIDE
                begins = {"left": share - wide, "right": share}.get(
                    place.split()[1], share - wide / 2
                )
                if begins < -0.001 or begins + wide > 1.001:
                    wrong.append((first, second, text, place))
    assert not wrong


@pytest.mark.parametrize("pair", [("VCT", "GBR"), ("USA", "VCT"), ("NOR", "NZL")])
def test_a_name_above_or_below_its_place_stays_on_the_map(pair: tuple[str, str]) -> None:
    box = regions.around([*pair])
    room = 0.22 * (box[3] - box[1])  # two lines
    for _, lat, place, _ in _names(pair)[0]:
        if place.startswith("bottom"):
            assert lat > box[1] + room
        elif place.startswith("top"):
            assert lat < box[3] - room


@pytest.mark.parametrize("pair", [("IDN", "MYS"), ("MYS", "PHL"), ("FRA", "DEU"), ("CHL", "ARG")])
def test_names_look_away_from_the_curves_between_the_two(pair: tuple[str, str]) -> None:
    (one, two), _ = _names(pair)
    for mine, other in ((one, two), (two, one)):
        at, lat, place, _ = mine
        if place.startswith("middle"):
            assert (place == "middle right") == (at > other[0])
        else:
            assert place.startswith("top") == (lat > other[1])


def test_nobody_or_one_chosen_is_offered_whom_to_meet() -> None:
    app = opened("bilateral.py", {})
    (pairs,) = blocks(app, "links")
    assert pairs["links"] and all("partner=" in opens for _, opens in pairs["links"])
    app = opened("bilateral.py", {"country": ["IDN"]})
    near, around, usual = blocks(app, "links")
    beside = ["Malaysia", "Papua New Guinea", "Timor-Leste", "Singapore"]
    assert [name for name, _ in near["links"]] == beside
    assert not {*beside} & {name for each in (around, usual) for name, _ in each["links"]}
    across = query.flows(Filters("glotip.victims_by_citizenship"))
    assert usual["links"] and len(across)
    assert all("country=IDN&partner=" in opens for _, opens in (*near["links"], *usual["links"]))
    app = opened("bilateral.py", {}, mine="THA")
    near, *_, pairs = blocks(app, "links")
    assert near["links"][0][0].startswith("Thailand – ") and pairs["links"]


def test_names_of_neighbours_stand_clear_of_the_curves_between_them() -> None:
    pair = ("ISR", "PSE")
    box = regions.around([*pair])
    flows = [pair_map.Flow(*way, "said") for way in (pair, pair[::-1])]
    data = pair_map.build(pair, flows, [], places.table(), box)["data"]
    curved = [lat for each in data if "lines" in each.get("mode", "") for lat in each["lat"]]
    for _, lat, place, _ in _names(pair)[0]:
        if place.startswith("top"):
            assert lat >= max(curved)
        elif place.startswith("bottom"):
            assert lat <= min(curved)
