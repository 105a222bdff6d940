"""A deck as a PowerPoint file: python-pptx reads back native charts, shapes and tables with the
deck's own numbers; the same bytes each time; a template keeps what is its own.
"""

import io
import itertools
import re
import zipfile
from dataclasses import replace

import decks
import openpyxl
import pptx as library
import pytest
from long import LONG
from pptx.util import Pt

from briefing import pptx, ready, working
from briefing.progress import CancelledError
from data.geography import countries
from languages import PSEUDO, spoken
from security import reader

SAMPLE = decks.south_east_asia()
MADE = {
    "world": {},
    "country": {"country_": "IDN"},
    "bilateral": {"country_": "IDN", "partner": "MYS"},
}
if LONG:
    MADE |= {code: {"country_": code} for code in sorted(countries.codes())[::9]}
    MADE |= {
        f"{one}-{other}": {"country_": one, "partner": other}
        for one, other in itertools.pairwise(sorted(countries.codes())[::20])
    }
NATIVE = ("timeline", "ranking", "flows", "comparison")


@pytest.fixture(scope="module")
def every():
    """Decks by name: one with each kind of drawing, and the three that are ready."""
    found = {"sample": SAMPLE}
    with reader.using(reader.operator()):
        for name, about in MADE.items():
            kind = "bilateral" if "partner" in about else "country" if about else "world"
            found[name] = working.deck(
                ready.views(kind, **about), title=ready.title(kind, **about),
                seal="KEEH-KN1S-NTMQ", made="2026-11-27",
            )  # fmt: skip
    return found


@pytest.fixture(scope="module")
def files(every):
    return {name: pptx.dump(deck) for name, deck in every.items()}


@pytest.fixture(scope="module")
def opened(files):
    return {name: library.Presentation(io.BytesIO(data)) for name, data in files.items()}


def shapes(held):
    """Every shape, those of groups too."""
    for each in held.shapes:
        yield each
        if each.shape_type is not None and "GROUP" in str(each.shape_type):
            yield from shapes(each)


def texts(slide):
    return "\n".join(each.text_frame.text for each in shapes(slide) if each.has_text_frame)


def pages(deck, presentation):
    """The slides of each view of a deck: those whose title goes on count with it."""
    held = list(presentation.slides)[1:]
    for slide in deck.slides:
        found = []
        while held and held[0].shapes.title.text.startswith(slide.title):
            page = held.pop(0)
            found.append(page)
            rest = page.shapes.title.text.removeprefix(slide.title)
            if not rest or re.fullmatch(r" \((\d+) of \1\)", rest):
                break
        assert found, slide.title
        yield slide, found
    assert held and held[0].shapes.title.text.startswith("Sources")


@pytest.mark.parametrize("name", ["sample", *MADE])
def test_every_number_of_every_slide_is_the_decks(name, every, opened):
    drawn = 0
    for slide, found in pages(every[name], opened[name]):
        if slide.number and not any(each.kind == "number" for each in slide.drawings):
            assert all(slide.number in texts(page) for page in found)
        tables = [row for page in found for each in page.shapes if each.has_table for row in
                  list(each.table.rows)[1:]]  # fmt: skip
        charts = [each for page in found for each in page.shapes if each.has_chart]
        for drawing in slide.drawings:
            if drawing.kind == "table":
                cells = [[cell.text for cell in row.cells] for row in tables]
                wide = len(cells[0]) if cells else 0  # of places of which nothing is known
                said = [[each.name, *(one.said for one in each.figures)] for each in drawing.series]
                assert cells == [row + [""] * (wide - len(row)) for row in said]
            elif drawing.kind in NATIVE:
                chart = charts.pop(0)
                assert chart.name == drawing.title
                same_chart(drawing, chart.chart)
                drawn += 1
            else:
                same_shapes(drawing, found)
        assert not charts
    assert drawn >= 2 or name not in ("sample", "world", "country", "bilateral")


def same_chart(drawing, chart):
    """The bars and lines, and the figures in the workbook, are those of the drawing."""
    series = {each.name: list(each.values) for each in chart.plots[0].series}
    rows = list(chart.plots[0].categories)
    for each in drawing.series:
        held = {one.name: one for one in each.figures} if drawing.kind != "flows" else None
        values = series[each.name]
        names = [each.figures[at] for at in range(len(rows))] if held is None else [
            held.get(row) for row in rows
        ]  # fmt: skip
        for one, value in zip(names, values, strict=True):
            wanted = one.value if one else None
            if one and one.known == "range" and drawing.kind == "comparison":
                wanted = one.high
            assert value == wanted, (drawing.title, one)
        if any(one.known == "range" for one in each.figures) and f"{each.name}, at most" in series:
            highs = series[f"{each.name}, at most"]
            for one, high in zip(names, highs, strict=True):
                assert high == (one.high if one and one.known == "range" else None)
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    first, figures = book.worksheets[0], book.worksheets[1]
    columns = list(first.iter_cols(values_only=True))
    for column, each in zip(columns[1:], chart.plots[0].series, strict=True):
        assert column[0] == each.name and list(column[1:]) == list(each.values)
    written = [row[2:] for row in figures.iter_rows(min_row=2, values_only=True)]
    wanted = [(one.value, one.low, one.high, one.said) for e in drawing.series for one in e.figures]
    assert written == wanted


def same_shapes(drawing, found):
    """Each figure of a map or number is a shape that says it."""
    said = set()
    for page in found:
        for each in shapes(page):
            said.add(each._element.xpath(".//p:cNvPr")[0].get("descr", ""))
            if each.has_text_frame:
                said.add(each.text_frame.text)
    for series in drawing.series:
        for one in series.figures:
            if drawing.kind == "number":
                assert one.said in said
            elif one.value and not series.earlier:  # of none there is no circle
                assert f"{one.name}: {one.said} ({series.name})" in said, one


def test_a_map_is_a_shape_for_each_country(opened):
    page = list(opened["sample"].slides)[1]
    group = next(each for each in page.shapes if "GROUP" in str(each.shape_type))
    by_name = {each.name: each for each in group.shapes}
    assert {"Indonesia", "Viet Nam", "China", "Singapore"} <= set(by_name)
    drawing = SAMPLE.slides[0].drawings[0]
    assert group._element.xpath("./p:nvGrpSpPr/p:cNvPr")[0].get("descr") == drawing.alt
    patterns = {each.name for each in group.shapes if each._element.xpath(".//a:pattFill")}
    assert {one.name for one in drawing.series[0].figures if one.known == "missing"} <= patterns
    ellipses = [each.name for each in group.shapes if each._element.xpath(".//*[@prst='ellipse']")]
    assert {"Philippines", "Singapore"} <= set(ellipses)
    world = list(opened["sample"].slides)[8]
    group = next(each for each in world.shapes if "GROUP" in str(each.shape_type))
    brazil = next(each for each in group.shapes if each.name == "Brazil")
    one = next(o for o in SAMPLE.slides[7].drawings[0].series[0].figures if o.code == "BRA")
    step = [each for each in SAMPLE.slides[7].drawings[0].steps if one.value >= each.low][-1]
    assert brazil._element.xpath(".//a:solidFill/a:srgbClr/@val")[0] == step.colour[1:].upper()


@pytest.mark.parametrize("name", ["sample", "world"])
def test_each_slide_says_what_it_must(name, every, opened):
    deck = every[name]
    for slide, found in pages(deck, opened[name]):
        for page in found:
            said = re.sub(r"\s+", " ", texts(page))
            assert slide.filters in said and f"Seal {slide.seal}" in said
            assert said.count(slide.marking) == 2
            assert slide.sources[0].publisher in said
            for each in page.shapes:
                held = each._element.xpath(".//p:cNvPr")[0]
                graphic = each.has_chart or each.has_table or "GROUP" in str(each.shape_type)
                assert not graphic or held.get("descr") or held.xpath(".//a:ext")
            if not slide.number and slide.caveat:
                assert slide.caveat in said
            if len(slide.sources) == 1:
                assert slide.sources[0].version in said and slide.sources[0].as_of in said
                assert slide.sources[0].licence in said and slide.boundary in said
            notes = page.notes_slide.notes_text_frame.text
            assert all(each in notes for each in (*slide.points, slide.notes))
            assert notes.split("\n")[-len(slide.how) :] == list(slide.how) or not slide.how
            assert next(iter(page.shapes)) == page.shapes.title
            ids = page.shapes._spTree.xpath("//p:cNvPr/@id")
            assert len(ids) == len(set(ids))


def test_an_audiences_copy_holds_no_note():
    held = zipfile.ZipFile(io.BytesIO(pptx.dump(SAMPLE, notes=False)))
    assert not [each for each in held.namelist() if "notes" in each.lower()]
    assert not any(b"ministry" in held.read(each) for each in held.namelist())


def test_the_same_deck_gives_the_same_bytes(files):
    assert pptx.dump(SAMPLE) == files["sample"]
    box = zipfile.ZipFile(io.BytesIO(files["sample"]))
    books = [zipfile.ZipFile(io.BytesIO(box.read(n))) for n in box.namelist() if ".xlsx" in n]
    assert len(books) == 5
    for held in (box, *books):
        assert {each.date_time[:3] for each in held.infolist()} == {(1980, 1, 1)}
        said = held.read("docProps/core.xml").decode()
        assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", said)) == {f"{SAMPLE.made}T00:00:00Z"}
    assert not [each for each in box.namelist() if "thumbnail" in each or "printer" in each]


def test_charts_hold_to_the_schema_where_the_library_does_not(files):
    """Ids of axes are unsigned; nothing refers to what is outside of the file."""
    box = zipfile.ZipFile(io.BytesIO(files["sample"]))
    for name in box.namelist():
        text = box.read(name).decode("utf-8", "replace")
        assert 'TargetMode="External"' not in text
        assert "axId" not in text or not re.search(r'(axId|crossAx) val="-', text)


def test_a_readers_words_are_never_markup():
    made = library.Presentation(io.BytesIO(pptx.dump(decks.hostile())))
    assert len(made.slides) >= 11
    slide = list(made.slides)[1]
    assert slide.shapes.title.text == decks.HOSTILE
    assert decks.HOSTILE in slide.notes_slide.notes_text_frame.text


@pytest.fixture
def ministry(tmp_path):
    """A template with colours, a font, a logo and a slide of its own, as PowerPoint saves one."""
    made = library.Presentation()
    made.slide_width, made.slide_height = Pt(960), Pt(540)
    logo = io.BytesIO(LOGO)
    layout = next(e for e in made.slide_layouts if e._element.get("type") == "titleOnly")
    made.slides.add_slide(layout).shapes.title.text = "A slide that the template shows"
    part = next(e.target_part for e in made.slide_master.part.rels.values() if "theme" in e.reltype)
    part._blob = part.blob.replace(b"4F81BD", b"7A1FA2").replace(b"Calibri", b"Georgia")
    sink = io.BytesIO()
    picture = made.slides[0].shapes.add_picture(logo, Pt(800), Pt(10), Pt(100), Pt(20))
    tree = layout.shapes._spTree
    _, rel = layout.part.get_or_add_image_part(io.BytesIO(LOGO))
    element = picture._element
    element.xpath(".//a:blip")[0].rEmbed = rel
    tree.append(element)
    made.save(sink)
    path = tmp_path / "ministry.potx"
    with zipfile.ZipFile(sink) as box, zipfile.ZipFile(path, "w") as out:
        for name in box.namelist():
            content = box.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"presentation.main+xml", b"template.main+xml")
            out.writestr(name, content)
    return path


LOGO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0"
    "00000301010018dd8db00000000049454e44ae426082"
)


def test_a_template_gives_colours_fonts_logo_and_layouts(ministry):
    deck = replace(SAMPLE, slides=SAMPLE.slides[:2])
    made = library.Presentation(io.BytesIO(pptx.dump(deck, template=ministry)))
    assert [each.shapes.title.text for each in made.slides] == [
        deck.title, *(each.title for each in deck.slides), "Sources",
    ]  # fmt: skip
    page = list(made.slides)[2]
    assert [each for each in page.slide_layout.shapes if "PICTURE" in str(each.shape_type)]
    theme = next(
        e.target_part for e in made.slide_master.part.rels.values() if "theme" in e.reltype
    )
    assert b"7A1FA2" in theme.blob and b"Georgia" in theme.blob and b"0B6E75" not in theme.blob
    chart = next(each for each in page.shapes if each.has_chart).chart
    assert "accent1" in str(chart._chartSpace.xpath(".//c:ser//a:schemeClr/@val"))
    marks = [e for e in page.shapes if e.name == "Marking"]
    logo = next(e for e in page.slide_layout.shapes if "PICTURE" in str(e.shape_type))
    assert all(e.left + e.width <= logo.left or e.top > logo.top + logo.height for e in marks)
    title = page.shapes.title
    body = [e for e in page.shapes if e.has_chart or e.name == "Filters"]
    assert all(e.top >= title.top + title.height for e in body)


@pytest.mark.parametrize("content", [b"no archive", b""])
def test_what_is_no_template_is_refused_by_name(content, tmp_path):
    path = tmp_path / "ministry.potx"
    path.write_bytes(content)
    with pytest.raises(pptx.TemplateError, match=r"ministry\.potx"):
        pptx.dump(SAMPLE, template=path)
    with pytest.raises(pptx.TemplateError, match=r"missing\.potx"):
        pptx.dump(SAMPLE, template=tmp_path / "missing.potx")


def test_it_says_how_far_it_is_and_can_be_stopped():
    heard = []
    deck = replace(SAMPLE, slides=SAMPLE.slides[3:6])
    pptx.dump(deck, progress=lambda *said: heard.append(said[:2]))
    assert heard == [(0, 3), (1, 3), (2, 3), (3, 3)]

    def stop(done, total, what):
        if done == 1:
            raise CancelledError

    with pytest.raises(CancelledError):
        pptx.dump(deck, progress=stop)


def test_words_run_from_the_right_where_the_language_does():
    with spoken(PSEUDO):
        deck = replace(SAMPLE, slides=SAMPLE.slides[3:4], language=PSEUDO)
    page = list(library.Presentation(io.BytesIO(pptx.dump(deck))).slides)[1]
    assert page.shapes._spTree.xpath(".//a:pPr[@rtl='1']")
    assert page.shapes._spTree.xpath(".//a:tblPr[@rtl='1']")
