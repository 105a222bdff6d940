"""One drawing for slides, PDF, HTML and pictures: it holds the figures' own numbers, hides none,
and is read without colour.
"""

import itertools
import re
from dataclasses import replace
from xml.etree import ElementTree

import decks
import pytest
from PIL import ImageFont

from briefing import drawings
from briefing.content import Drawing, Figure, Series
from briefing.drawings import labels, scale
from briefing.drawings import type as letters

SVG = "{http://www.w3.org/2000/svg}"
DECK = decks.south_east_asia()
SLIDES = {each.id: each for each in DECK.slides}


def drawn(drawing, width=873, height=340, size=18):
    return ElementTree.fromstring(drawings.draw(drawing, width, height, size))


def held(tree):
    """The numbers a drawing carries: by series, code and other country."""
    return {
        (each.get("data-series"), each.get("data-code"), each.get("data-to") or ""): (
            each.get("data-value"),
            each.get("data-low"),
            each.get("data-high"),
            each.get("data-known"),
        )
        for each in tree.iter(f"{SVG}g")
        if each.get("data-known")
    }


def written(number):
    return "" if number is None else f"{number:.15g}"


def expected(drawing):
    return {
        (series.name, one.code, one.to): (
            written(one.value),
            written(one.low),
            written(one.high),
            one.known,
        )
        for series in drawing.series
        for one in series.figures
    }


def texts(tree):
    return [each.text or "" for each in tree.iter(f"{SVG}text")]


@pytest.mark.parametrize("name", [each for each in SLIDES if each not in ("table", "map", "world")])
def test_a_drawing_carries_every_number_of_its_figures(name):
    drawing = SLIDES[name].drawings[0]
    assert held(drawn(drawing)) == expected(drawing) != {}


@pytest.mark.parametrize("name", ["map", "world"])
def test_a_map_draws_every_country_with_its_number(name):
    drawing = SLIDES[name].drawings[0]
    tree, wanted = drawn(drawing), expected(drawing)
    found = held(tree)
    nowhere = {key for key in wanted if key[1] == "ATA"}  # the one that no map shows
    now, then = (
        {key for key in wanted if (key[0] == drawing.series[0].name) == first}
        for first in (True, False)
    )
    assert now - nowhere <= set(found)
    ringed = {key for key in then if wanted[key][0]}
    assert ringed <= set(found) <= now | ringed
    assert all(found[key] == wanted[key] for key in found)


def test_a_table_says_every_number_once():
    drawing = SLIDES["table"].drawings[0]
    said = [one.said for series in drawing.series for one in series.figures]
    found = texts(drawn(drawing))
    assert sorted(said + list(drawing.columns) + [each.name for each in drawing.series]) == sorted(
        found
    )


def test_the_words_of_a_table_go_on_in_another_line_rather_than_being_cut():
    words = ("Jurisdictions on the lists of those who " * 3).strip()
    cells = (("15,548", "2024", words), ("25", "on 2026-06-19", words * 2))
    rows = tuple(
        Series(
            name=words[:60].strip(),
            figures=tuple(Figure(code="a", name="", value=None, said=each) for each in row),
        )
        for row in cells
    )
    table = replace(SLIDES["table"].drawings[0], series=rows, columns=("A", "B", "C", "D"))
    for wide, tall in ((1100, 500), (500, 500), (500, 300)):
        found = list(drawn(table, wide, tall).iter(f"{SVG}text"))
        text = " ".join(each.text for each in found).replace(" ", "")
        assert all(each.replace(" ", "") in text for row in cells for each in row)
        assert max(float(each.get("y")) for each in found) < tall
        tall_enough = {float(each.get("font-size")) for each in found}
        assert len(tall_enough) == 1 and min(tall_enough) >= 9


@pytest.mark.parametrize("name", ["timeline", "ranking", "comparison", "flows", "number"])
def test_a_number_that_is_drawn_is_written_too(name):
    drawing = SLIDES[name].drawings[0]
    words = " ".join(texts(drawn(drawing)))
    for series in drawing.series:
        for one in series.figures:
            if one.value is not None:
                assert re.search(rf"(?<![\d,]){re.escape(one.said)}(?![\d,]*\d)", words), one


def test_no_circle_is_cut_at_the_edge_of_the_world():
    counts = {"RUS": 34, "USA": 21, "UKR": 12, "DEU": 7, "ITA": 6, "GBR": 5, "FRA": 5, "POL": 4}
    figures = tuple(
        Figure(code=code, name=code, value=float(n), said=str(n)) for code, n in counts.items()
    )
    map_ = replace(
        SLIDES["world"].drawings[0],
        circles=True,
        steps=(),
        series=(Series(name="2022", figures=figures),),
    )
    for wide, tall in ((515, 268), (1130, 330)):
        other = next(
            e for e in drawn(map_, wide, tall).iter(f"{SVG}svg") if e.get("class") == "map"
        )
        largest = max(other.iter(f"{SVG}circle"), key=lambda each: float(each.get("r")))
        edge = float(largest.get("cy")) - float(largest.get("r"))
        assert edge + float(other.get("y")) >= 0
    tree = drawn(map_, 573, 354)
    area = next(each for each in tree.iter(f"{SVG}svg") if each.get("class") == "map")
    held = {
        group.get("data-code"): group.find(f"{SVG}circle")
        for group in area.iter(f"{SVG}g")
        if group.get("data-value") and group.find(f"{SVG}circle") is not None
    }
    placed = {
        code: [float(each.get(name)) for name in ("cx", "cy", "r")] for code, each in held.items()
    }
    assert placed.keys() == counts.keys() and area.get("overflow") == "visible"
    assert all(y - r + float(area.get("y")) >= 0 for _, y, r in placed.values())


def test_words_over_the_mark_of_another_are_left_out():
    wish = labels.Wish("Italy", 50, 50, 5, 60, 18)
    own, another = (45, 45, 55, 55), (0, 0, 200, 100)
    assert labels.placed([wish], [own, another], 200, 100, 4) == []
    assert labels.placed([replace(wish, needed=True)], [own, another], 200, 100, 4)
    (near,) = labels.placed([wish], [own], 200, 100, 4)
    assert near.anchor == "start" and not near.far


def test_circles_have_the_area_of_their_numbers():
    tree = drawn(SLIDES["map"].drawings[0])
    areas = {}
    for group in tree.iter(f"{SVG}g"):
        circle = group.find(f"{SVG}circle")
        if circle is not None and group.get("data-value"):
            areas[float(group.get("data-value"))] = float(circle.get("r")) ** 2
    scale = areas[max(areas)] / max(areas)
    large = {value: area for value, area in areas.items() if area > 12}
    assert len(large) > 8
    assert all(area == pytest.approx(scale * value, rel=0.02) for value, area in large.items())


def test_what_is_not_a_number_has_a_texture_and_what_was_before_is_hollow():
    for name in ("map", "ranking", "timeline", "comparison", "world"):
        tree = drawn(SLIDES[name].drawings[0])
        for group in tree.iter(f"{SVG}g"):
            known, look = group.get("data-known"), [each.get("fill") for each in group]
            land = name == "map" and "country" in group.get("class")  # under its circle
            if (known == "missing" or (known == "range" and not land)) and any(look):
                assert any(each and each.startswith(f"url(#{known}") for each in look), (name, look)
            if known == "partial":
                assert any(each and each.startswith("url(#partial") for each in look)
            if "earlier" in (group.get("class") or ""):
                assert {each for each in look if each} <= {"none"}


def test_labels_of_a_map_keep_apart():
    boxes = []
    for region, size in (("south_east_asia", 18), ("asia", 14), ("world", 14)):
        tree = drawn(replace(SLIDES["map"].drawings[0], region=region), 700, 420, size)
        found = {}
        for text in tree.iter(f"{SVG}text"):
            if text.get("data-label"):
                bold = int(text.get("font-weight"))
                wide = letters.width(text.text, size, bold)
                x, y = float(text.get("x")), float(text.get("y"))
                left = x - {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor")]
                found.setdefault(text.get("data-label"), []).append((left, y, left + wide))
        assert len(found) >= 7
        for one, other in itertools.combinations(found.values(), 2):
            for (a, y, b), (c, z, d) in itertools.product(one, other):
                assert b <= c or d <= a or abs(y - z) >= 0.8 * size
        boxes.append(found)
    assert boxes[0] != boxes[2]


def test_a_region_shows_its_countries_and_the_policy_its_borders():
    def shape(policy, code):
        tree = drawn(replace(decks.world(region="europe"), borders=policy))
        return next(
            group.find(f"{SVG}path").get("d")
            for group in tree.iter(f"{SVG}g")
            if group.get("data-code") == code
        ), [each.get("d") for each in tree.iter(f"{SVG}path") if each.get("class") == "disputed"]

    ours, lines = shape("un", "UKR")
    theirs, other_lines = shape("de_facto", "UKR")
    assert ours != theirs and lines != other_lines
    assert any(lines) and any(other_lines)
    assert shape("un", "FRA")[0] == shape("de_facto", "FRA")[0]


def test_small_states_are_seen_on_the_world():
    tree = drawn(SLIDES["world"].drawings[0])
    small = {
        each.get("data-code") for each in tree.iter(f"{SVG}g") if "small" in each.get("class", "")
    }
    assert {"SGP", "MLT", "TUV", "NRU"} <= small
    assert not {"FRA", "BRA", "IND"} & small


@pytest.mark.parametrize("name", list(SLIDES))
def test_a_readers_words_are_never_markup(name):
    slide = next(each for each in decks.hostile().slides if each.id == name)
    tree = drawn(slide.drawings[0])
    assert not list(tree.iter(f"{SVG}script")) and not list(tree.iter("script"))
    assert tree.find(f"{SVG}title").text == decks.HOSTILE
    if name in ("ranking", "table", "comparison"):
        assert any(each.startswith("<5 #let") for each in texts(tree))


@pytest.mark.parametrize("name", list(SLIDES))
def test_the_same_figures_are_drawn_the_same(name):
    drawing = SLIDES[name].drawings[0]
    assert drawings.draw(drawing, 500, 300, 12) == drawings.draw(drawing, 500, 300, 12)


@pytest.mark.parametrize("name", ["ranking", "flows", "comparison"])
def test_what_has_more_rows_than_room_goes_on_and_loses_none(name):
    drawing = SLIDES[name].drawings[0]
    parts = drawings.split(drawing, 160, 18)
    assert len(parts) > 1
    assert drawings.split(drawing, 2000, 18) == (drawing,)

    def numbers(drawing):
        return sorted(
            (series.name, one.code, one.to, str(one.value))
            for series in drawing.series
            for one in series.figures
        )

    lost = numbers(drawing)
    kept = sorted(itertools.chain(*map(numbers, parts)))
    assert kept == [each for each in lost if name != "ranking" or each in kept] and kept


def test_widths_are_those_of_the_fonts():
    for weight, file in ((400, "Regular"), (600, "SemiBold"), (700, "Bold")):
        font = ImageFont.truetype(
            str(letters.FONTS / f"BriefingSans-{file}.ttf"), 1000, layout_engine=0
        )
        for text in ("Thailand 1,541", "Ελλάδα", "Россия −53 %", "Łódź – Ñandú"):
            wide = sum(font.getlength(letter) for letter in text)
            assert letters.width(text, 1000, weight) == pytest.approx(wide, rel=0.01)


def test_words_are_broken_into_lines_that_fit():
    text = "Counts what was detected and reported; countries that look harder find more."
    lines = letters.wrapped(text, 200, 18)
    assert len(lines) > 2 and " ".join(lines) == text
    assert all(letters.width(line, 18) <= 200 for line in lines)
    assert letters.wrapped("W" * 80, 200, 18)[0] != "W" * 80
    short = letters.wrapped(text, 200, 18, lines=2)
    assert len(short) == 2 and short[1].endswith("…") and letters.width(short[1], 18) <= 200


@pytest.mark.parametrize(
    "kind", ["map", "timeline", "ranking", "comparison", "flows", "table", "number"]
)
def test_a_drawing_of_nothing_is_drawn(kind):
    none = Figure(code="IDN", name="Indonesia", value=None, said="no figure", known="missing")
    for series in ((), (Series(name="2020", figures=()),), (Series(name="2020", figures=(none,)),)):
        drawing = Drawing(kind=kind, title="", unit="", series=series, alt="Nothing is known.")
        assert drawn(drawing).find(f"{SVG}title").text == "Nothing is known."


def test_the_number_on_the_tallest_bar_and_the_last_year_are_not_cut():
    figures = tuple(
        Figure(
            code=str(year),
            name=str(year),
            value=float(at * 1_111),
            said=f"{at * 1_111:,}",
            chosen=year == 2024,
        )
        for at, year in enumerate(range(2005, 2025), 1)
    )
    bars = Drawing(
        kind="timeline",
        title="Bars",
        unit="things",
        series=(Series(name="All", figures=figures),),
        alt="Bars.",
    )
    svg = drawings.draw(bars, 400, 200, 18)
    places = {
        said: (float(x), float(y))
        for x, y, said in re.findall(r'<text x="([\d.-]+)" y="([\d.-]+)"[^>]*>([^<]+)<', svg)
    }
    assert places["22,220"][1] >= 0.7 * 18, "its top is within the drawing"
    assert places["2024"][0] + letters.width("2024", 18, letters.BOLD) / 2 <= 400.05


def test_no_line_of_an_axis_stands_between_what_is_counted():
    assert scale.ticks(0, 1, whole=True) == [0, 1]
    assert scale.ticks(0, 9, whole=True) == [0, 5]
    assert scale.ticks(0, 1) == [0, 0.25, 0.5, 0.75, 1]
