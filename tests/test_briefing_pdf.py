"""Slides and briefs as PDF: tagged, the same byte for byte, and with the deck's own numbers."""

import hashlib
import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import decks
import pypdf
import pytest

from briefing import pdf

ROOT = Path(__file__).parents[1]
DECK = decks.south_east_asia()
FEW = replace(DECK, slides=DECK.slides[1:3])
MAKE = {"slides": pdf.slides, "brief": pdf.brief}


@pytest.fixture(scope="module")
def made():
    return {name: make(DECK) for name, make in MAKE.items()}


def read(data):
    return pypdf.PdfReader(io.BytesIO(data))


def joined(text):
    return re.sub(r"\s+", "", text)


def said(data):
    return joined("".join(page.extract_text() for page in read(data).pages))


def drawn_out(slide):
    """Whether a slide has room for all its numbers: the brief lists those it has not."""
    return slide.id not in ("world", "categories")


def test_the_brief_holds_every_number_of_the_deck(made):
    text = said(made["brief"])
    missing = {each for each in decks.numbers(DECK) if joined(each[1]) not in text}
    assert not missing
    for slide in DECK.slides:
        assert joined(slide.title) in text and joined(slide.filters) in text
        assert all(joined(each) in text for each in slide.points)


def test_each_slide_holds_its_own_numbers(made):
    pages = [joined(page.extract_text()) for page in read(made["slides"]).pages]
    for slide in DECK.slides:
        text = "".join(page for page in pages if joined(slide.title) in page)
        assert text, slide.title
        for where, number in decks.numbers(replace(DECK, slides=(slide,))):
            assert joined(number) in text or not drawn_out(slide), (where, number)
        assert joined(slide.seal) in text and joined(slide.boundary) in text
        assert slide.sources[0].version in text and joined(slide.sources[0].licence) in text


def test_every_page_says_its_marking_twice(made):
    for page in read(made["slides"]).pages:
        assert joined(page.extract_text()).count("TLP:CLEAR") == 2
    marked = replace(DECK, slides=(replace(DECK.slides[8], marking="TLP:AMBER"),))
    pages = [joined(page.extract_text()) for page in read(pdf.slides(marked)).pages]
    assert [text.count("TLP:AMBER") for text in pages] == [0, 2, 0]


@pytest.mark.parametrize("name", MAKE)
def test_it_is_tagged_as_pdf_ua_asks(made, name):
    """typst refuses what is not; here is what it wrote."""
    found = read(made[name])
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert root["/Lang"] == "en" and found.metadata.title == DECK.title
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    assert found.metadata.creation_date.date().isoformat() == DECK.made
    alts = _alts(root["/StructTreeRoot"])
    for slide in DECK.slides:
        for drawing in slide.drawings:
            assert drawing.kind == "table" or drawing.alt in alts


def _alts(node, found=None):
    found = set() if found is None else found
    node = node.get_object()
    if isinstance(node, pypdf.generic.ArrayObject):
        for each in node:
            _alts(each, found)
    elif isinstance(node, pypdf.generic.DictionaryObject):
        if "/Alt" in node:
            found.add(str(node["/Alt"]))
        if "/K" in node:
            _alts(node.raw_get("/K"), found)
    return found


def test_a_picture_without_a_text_is_refused():
    slide = DECK.slides[8]
    mute = replace(slide, drawings=(replace(slide.drawings[0], alt=""),))
    assert read(pdf.slides(replace(DECK, slides=(slide,)))).pages
    with pytest.raises(RuntimeError, match="missing alt text"):
        pdf.slides(replace(DECK, slides=(mute,)))


@pytest.mark.parametrize("name", MAKE)
def test_the_same_deck_is_the_same_file(made, name):
    assert MAKE[name](DECK) == made[name]
    other = replace(FEW, made="2026-11-27")
    assert MAKE[name](other) != MAKE[name](FEW)


def test_another_process_elsewhere_writes_the_same_file(made):
    script = (
        "import sys, hashlib; sys.path[:0] = ['.', 'tests']\n"
        "import decks\nfrom briefing import pdf\n"
        "print(hashlib.sha256(pdf.slides(decks.south_east_asia())).hexdigest())"
    )
    environment = {"TZ": "Asia/Jakarta", "LANG": "C", "PYTHONHASHSEED": "7", "THREATS_STORE": ""}
    found = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert found.stdout.strip() == hashlib.sha256(made["slides"]).hexdigest()


@pytest.mark.parametrize("name", MAKE)
def test_nothing_of_the_presenter_is_sent(made, name):
    text = said(made[name])
    for slide in DECK.slides:
        for secret in (slide.notes, *slide.how):
            assert not secret or joined(secret) not in text


@pytest.mark.parametrize("name", MAKE)
def test_a_readers_words_are_never_markup(name):
    hostile = decks.hostile()
    text = said(MAKE[name](replace(hostile, slides=hostile.slides[1:6])))
    assert joined("<5 #let x = 1 *bold* _em_ @ref $x$ `raw` \\ [a]") in text


@pytest.mark.parametrize("name", MAKE)
def test_its_fonts_are_those_that_ship(made, name):
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in read(made[name]).pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert fonts and all(each.startswith("BriefingSans") for each in fonts)


def test_other_scripts_are_written():
    titles = ("Ελλάδα και Κύπρος", "Россия и Казахстан", "印度尼西亚 和 中国", "إندونيسيا")
    slides = tuple(
        replace(DECK.slides[8], id=str(at), title=title) for at, title in enumerate(titles)
    )
    data = pdf.slides(replace(DECK, slides=slides))
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in read(data).pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert any("Arabic" in each for each in fonts) and any("Chinese" in each for each in fonts)
    text = said(data)
    assert all(joined(title) in text for title in titles[:3])


def test_more_rows_than_a_slide_holds_go_on_with_one_scale():
    slide = next(each for each in DECK.slides if each.id == "ranking")
    drawing = slide.drawings[0]
    now = drawing.series[0]
    many = tuple(
        replace(one, code=f"{one.code}{at}", name=f"{one.name} {at}")
        for at in range(3)
        for one in now.figures
    )
    long = replace(drawing, series=(replace(now, figures=many),))
    pages = read(pdf.slides(replace(DECK, slides=(replace(slide, drawings=(long,)),)))).pages
    texts = [joined(page.extract_text()) for page in pages]
    held = [text for text in texts if joined(slide.title) in text]
    assert len(held) > 1 and "(1of" in held[0]
    assert all(joined(one.name) in "".join(held) for one in many)


def test_a_deck_of_nothing_is_a_cover():
    assert len(read(pdf.slides(replace(DECK, slides=()))).pages) == 1
    assert len(read(pdf.brief(replace(DECK, slides=()))).pages) == 1
