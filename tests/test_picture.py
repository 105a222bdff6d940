"""A picture of a figure stands alone: all that it needs is in it, and is seen in its pixels."""

import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import decks
import pytest
import resvg_py
from PIL import Image, ImageChops

from briefing import frame, picture
from briefing.drawings import type as letters

SVG = "{http://www.w3.org/2000/svg}"
DECK = decks.south_east_asia()
SLIDES = {each.id: each for each in DECK.slides}
SHOWN = ("map", "timeline", "flows", "table")


def rendered(svg):
    size = picture.SIZES["social"]
    data = resvg_py.svg_to_bytes(
        svg_string=svg,
        background="#ffffff",
        width=size.pixels,
        skip_system_fonts=True,
        font_files=[str(each) for each in frame.fonts()],
    )
    return Image.open(io.BytesIO(bytes(data))).convert("L")


def joined(tree):
    return " ".join(each.text for each in tree.iter(f"{SVG}text"))


@pytest.mark.parametrize("size", picture.SIZES)
def test_a_picture_has_its_size_and_ink(size):
    made = picture.SIZES[size]
    image = Image.open(io.BytesIO(picture.png(DECK, SLIDES["timeline"], size=size)))
    assert image.width == made.pixels
    assert image.height == pytest.approx(made.pixels * made.height / made.width, abs=1)
    assert len(image.convert("L").getcolors(256)) > 20


@pytest.mark.parametrize("name", SHOWN)
def test_what_it_needs_to_be_understood_is_burnt_in(name):
    slide = SLIDES[name]
    text = joined(ElementTree.fromstring(picture.svg(DECK, slide)))
    source = slide.sources[0]
    for each in (slide.title, slide.filters, slide.definition, slide.boundary, slide.marking):
        assert each in text
    for each in (source.publisher, source.as_of, source.version, slide.seal):
        assert each in text
    assert slide.notes not in text or not slide.notes


@pytest.mark.parametrize("name", SHOWN)
def test_every_word_is_seen_in_the_pixels(name):
    """A font that is not found drops words without an error."""
    svg = picture.svg(DECK, SLIDES[name])
    whole = rendered(svg)
    mute = rendered(re.sub(r"<text.*?</text>", "", svg))
    seen = ImageChops.difference(whole, mute)
    tree = ElementTree.fromstring(svg)
    own = [each for each in tree if each.tag == f"{SVG}text"]
    assert len(own) >= 6
    for text in own:
        size, bold = float(text.get("font-size")), int(text.get("font-weight"))
        wide = letters.width(text.text, size, bold)
        x, y = float(text.get("x")), float(text.get("y"))
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor")]
        box = seen.crop((round(left), round(y - 0.75 * size), round(left + wide), round(y)))
        dark = sum(1 for each in box.tobytes() if each > 60)
        assert dark > 0.08 * box.width * box.height, text.text
        last = seen.crop(
            (round(left + wide - size), round(y - size), round(left + wide + 4), round(y))
        )
        assert any(each > 60 for each in last.tobytes()), text.text
    inner = ImageChops.difference(whole, mute).crop((0, 150, whole.width, 520))
    assert sum(1 for each in inner.tobytes() if each > 60) > 1500  # the drawing's own words


def test_the_png_is_the_svg():
    slide = SLIDES["timeline"]
    made = Image.open(io.BytesIO(picture.png(DECK, slide))).convert("L")
    assert ImageChops.difference(made, rendered(picture.svg(DECK, slide))).getbbox() is None
    assert picture.png(DECK, slide) == picture.png(DECK, slide)


@pytest.mark.parametrize("size", picture.SIZES)
@pytest.mark.parametrize("name", ["ranking", "table", "flows", "comparison"])
def test_no_number_is_cut(name, size):
    slide = SLIDES[name]
    text = joined(ElementTree.fromstring(picture.svg(DECK, slide, size=size)))
    for series in slide.drawings[0].series:
        for one in series.figures:
            if one.value is not None:
                assert re.search(rf"(?<![\d,]){re.escape(one.said)}(?!…)", text), (one, size)


def test_its_fonts_come_along_and_nothing_is_asked_for():
    svg = picture.svg(DECK, SLIDES["map"])
    assert svg.count("@font-face") == 3 and "Chinese'" not in re.sub("<svg[^>]*>", "", svg)
    chinese = replace(SLIDES["map"], title="印度尼西亚")
    assert "font/otf" in picture.svg(DECK, chinese)
    addresses = set(re.findall(r"(?:https?:)?//[^\s\"'<)]+", re.sub(r"base64,[^)]*", "", svg)))
    assert addresses == {"http://www.w3.org/2000/svg"}


def test_a_marking_has_its_colour():
    for marking, colour in (
        ("TLP:RED", "#ff2b2b"),
        ("TLP:AMBER+STRICT", "#ffc000"),
        ("TLP:GREEN", "#33ff00"),
        ("TLP:CLEAR", "#ffffff"),
    ):
        tree = ElementTree.fromstring(picture.svg(DECK, replace(SLIDES["map"], marking=marking)))
        found = next(each for each in tree.iter(f"{SVG}text") if each.text == marking)
        assert found.get("fill") == colour


def test_a_readers_words_are_never_markup():
    slide = next(each for each in decks.hostile().slides if each.id == "ranking")
    tree = ElementTree.fromstring(picture.svg(DECK, slide))
    assert "<5 #let x = 1 *bold*" in joined(tree) and not list(tree.iter(f"{SVG}script"))
