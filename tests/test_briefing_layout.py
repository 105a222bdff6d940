"""Nothing on a slide crosses what is to be read; nothing that is cut could have been said whole."""

import itertools
import re
from dataclasses import replace
from xml.etree import ElementTree

import decks
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import drawings, frame, layout, pptx
from briefing.content import Drawing, Figure, Series
from briefing.drawings import table as tabular
from briefing.drawings import type as letters
from data.geography import boundaries
from languages import listed

SVG = "{http://www.w3.org/2000/svg}"
BREAKS = (
    ("2014", "2014 began with five more countries, each with its own way of counting"),
    ("2016", "another way of counting, said in so many words that they reach the line before"),
)
YEARS = [str(year) for year in range(2010, 2020)]


def bounded(breaks=BREAKS, large=1_000_000):
    """Years with numbers wider than their bars, and bounds above them."""
    figures = tuple(
        Figure(
            code=year, name=year, value=float(at * large), low=at * large * 0.8,
            high=at * large * 1.4, said=f"{at * large:,}",
        )
        for at, year in enumerate(YEARS, 1)
    )  # fmt: skip
    return Drawing(
        kind="timeline", title="Figures", unit="", alt="Bars.", breaks=breaks,
        series=(Series(name="all", figures=figures),),
    )  # fmt: skip


def boxes(root):
    """The room of each text of a drawing, by its words."""
    for each in root.iter(f"{SVG}text"):
        x, y, size = (float(each.get(name)) for name in ("x", "y", "font-size"))
        wide = letters.width(each.text, size, int(each.get("font-weight")))
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[each.get("text-anchor")]
        yield each.text, (left, y - 0.75 * size, left + wide, y + 0.2 * size)


@pytest.mark.parametrize("large", [1, 100, 1_000_000])
def test_what_is_said_of_a_break_crosses_no_number(large):
    root = ElementTree.fromstring(drawings.draw(bounded(large=large), 570, 250, 18))
    texts = dict(boxes(root))
    lines = [each for each in root.iter(f"{SVG}line") if each.get("stroke-dasharray")]
    assert len(lines) >= len(BREAKS)
    for each in lines:
        x, top, bottom = (float(each.get(name)) for name in ("x1", "y1", "y2"))
        for said, (left, up, right, down) in texts.items():
            assert not (left < x < right and top < down and up < bottom), said
    assert BREAKS[0][1][:30] in " ".join(texts) and "2014: 2014" not in " ".join(texts)


def test_a_number_stands_above_its_upper_bound():
    drawing = bounded((), 1)
    root = ElementTree.fromstring(drawings.draw(drawing, 570, 250, 18))
    texts = dict(boxes(root))
    for mark in root.iter(f"{SVG}g"):
        tops = [float(each.get("y2")) for each in mark.iter(f"{SVG}line")]
        said = [each.text for each in mark.iter(f"{SVG}text")]
        assert not said or not tops or texts[said[0]][3] <= min(tops) + 0.01
    deck = decks.south_east_asia()
    slide = replace(deck.slides[0], drawings=(drawing,))
    box = pptx.dump(replace(deck, slides=(slide,)))
    chart = decks.part(box, r"ppt/charts/chart\d+\.xml")
    lifts = [float(each) for each in re.findall(r'<c:y val="(-[\d.]+)"/></c:manualLayout>', chart)]
    assert len(lifts) == len(YEARS) and lifts == sorted(lifts, reverse=True)


@given(st.lists(st.sampled_from([26.3, 47.4, 68.4, 89.5]), min_size=1, max_size=60))
def test_rows_go_on_over_as_few_slides_as_can_be_and_evenly(rows):
    found = layout.spans(rows, 340.0)
    assert [at for start, end in found for at in range(start, end)] == [*range(len(rows))]
    tall = [sum(rows[start:end]) for start, end in found]
    assert max(tall) <= 340.0
    assert len(found) == len(layout._filled(rows, 340.0))
    even = [end - start for start, end in layout.spans([40.0] * 17, 340.0)]
    assert even == [6, 6, 5]


def test_sources_and_versions_are_said_shorter_rather_than_cut():
    one = decks.south_east_asia().slides[0].sources[0]
    several = tuple(
        replace(one, id=str(at), publisher=f"Publisher {at % 4}", version=f"{at:010}")
        for at in range(8)
    )
    assert frame.sources_below([one], 650, 12, 2) == [frame.sources([one])]
    (said,) = frame.sources_below(several, 650, 12, 2)
    assert listed([f"Publisher {at}" for at in range(4)]) in said
    first = "Sources: Publisher 0, Publisher 1 and 2 more"
    assert frame.sources_below(several, 330, 12, 1) == [f"{first}, listed at the end."]
    assert frame.sources_below(several, 230, 12, 1, end=False) == [f"{first}."]
    assert frame.sources_below(several, 200, 12, 1) == ["8 sources, listed at the end."]
    assert frame.data_below([one], 130, 12) == f"Data {one.version}"
    assert frame.data_below(several, 130, 12) == "Data: 8 versions"
    bare = replace(one, version="")
    assert frame.data_below([bare], 130, 12) == f"Data of {bare.as_of}"
    assert frame.data_below([replace(bare, as_of="")], 130, 12) == ""
    assert frame.sources([replace(bare, as_of="")]).endswith(f"{one.title}.")


def test_a_table_of_few_rows_is_large_and_its_columns_stand_alike_on_all_slides():
    rows = tuple(
        Series(
            name=f"Row {at}",
            figures=(
                Figure(code="a", name="", value=1.0, said="1" if at else "words of a cell " * 6),
            ),
        )
        for at in range(40)
    )
    table = Drawing(kind="table", title="T", unit="", series=rows, alt="T", columns=("A", "B"))
    slide = replace(decks.south_east_asia().slides[0], drawings=(table,), number="")
    found = [each[1][0] for each in layout._laid_out(slide, 98.0)]
    assert len(found) > 2 and len({tuple(each["widths"]) for each in found}) == 1
    assert {tuple(each["left"]) for each in found} == {(0, 1)}
    few = replace(slide, drawings=(replace(table, series=rows[1:4]),))
    ((_, (one,), _),) = layout._laid_out(few, 98.0)
    assert one["size"] == 24.0


def test_what_has_twelve_rows_or_a_few_more_stays_on_one_slide():
    slide = next(each for each in decks.south_east_asia().slides if each.id == "flows")
    assert len(slide.drawings[0].series[0].figures) == 12
    assert len(list(layout._laid_out(replace(slide, number="135"), layout.TOPS[1]))) == 1
    cells = (Figure(code="a", name="", value=1.0, said="little change"),)
    rows = tuple(Series(name=f"Row {at}", figures=cells) for at in range(14))
    table = Drawing(kind="table", title="T", unit="", series=rows, alt="T", columns=("A", "B"))
    ((_, (one,), _),) = layout._laid_out(replace(slide, drawings=(table,), number=""), 98.0)
    assert one["size"] == layout.SMALLER[-1] and one["left"] == [0, 1]


def test_a_table_gives_room_to_the_words_that_need_it():
    short = ["When", "2024", "on 2025-11-08", "2020"]
    long = ["Figure", *["a row's name of many words that takes more than a line or two"] * 3]
    said = ["What is said", "1", "Party in its own right since 2016-07-23, then suspended", "2"]
    wide = tabular.widths([long, said, short], 600, 18, 11)
    assert sum(wide) == pytest.approx(600) and wide[0] >= wide[1] > wide[2]
    assert wide[2] >= letters.width(short[2], 18)
    assert (
        tabular.wordy(said) and not tabular.wordy(short[1:]) and tabular.wordy(["no", "–", "yes"])
    )


@pytest.mark.parametrize(("years", "said"), [(20, "196"), (16, "75,128"), (10, "1,234,567")])
def test_numbers_on_bars_stand_apart(years, said):
    figures = tuple(
        Figure(code=str(2000 + at), name=str(2000 + at), value=float(at + 1), said=said)
        for at in range(years)
    )
    drawing = replace(bounded(()), series=(Series(name="all", figures=figures),))
    for size in layout.NUMBERS:
        root = ElementTree.fromstring(drawings.draw(drawing, 573, 200, size))
        found = sorted(box for text, box in boxes(root) if text == said)
        assert all(one[2] + 0.2 * size < other[0] for one, other in itertools.pairwise(found))
        assert found


def test_a_cover_shows_the_land_it_is_about_with_the_note_on_boundaries():
    slide = replace(decks.south_east_asia().slides[8], drawings=())
    deck = replace(decks.south_east_asia(), slides=(slide,))
    for address, shown in (
        ("/country?country=PAK", True),
        ("/country?country=TUV", False),  # of so small a state no shape is known
        ("/bilateral?country=IDN&partner=MYS", True),
        ("/", True),
    ):
        one = replace(deck, slides=(replace(slide, address=address),))
        cover = layout.pages(one)[0].data
        assert bool(cover["drawing"]) == shown == (cover["sources"] == [str(boundaries.NOTE)])
        first = decks.part(pptx.dump(one), r"ppt/slides/slide1\.xml")
        assert (str(boundaries.NOTE) in first) == ('name="Land"' in first) == shown


def test_a_column_of_two_sides_is_read_from_the_right_where_a_number_is_in_it():
    assert not tabular.wordy(["40", "0", "not named", "no figure", "listed"])
    assert tabular.wordy(["not named", "listed"]) and not tabular.wordy(["–", "–"])
