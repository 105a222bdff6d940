"""What stands around the figures of a deck wherever it is carried: sources, marking, fonts."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path

from briefing.content import Cited, Deck, Drawing
from briefing.drawings import type
from data.geography import countries
from languages import ENGLISH, codes, listed, spoken
from languages.english import briefing_files as words

FAMILIES = ("Briefing Sans", "Briefing Sans Arabic", "Briefing Sans Chinese")
COLOURS = (  # TLP 2.0, on black
    ("RED", "#ff2b2b"),
    ("AMBER", "#ffc000"),
    ("GREEN", "#33ff00"),
)
_TEXT = re.compile(r"<text[^>]*>([^<]*)</text>")


def mark(marking: str) -> dict[str, str]:
    """A marking as it is printed: its words, white on black or in the colour of TLP 2.0."""
    found = next((colour for name, colour in COLOURS if name in marking.upper()), "#ffffff")
    return {"words": marking, "colour": found}


def cited(deck: Deck) -> list[Cited]:
    """Every source of a deck once, in the order in which slides cite them."""
    return list(dict.fromkeys(each for slide in deck.slides for each in slide.sources))


def sources(several: Iterable[Cited]) -> str:
    """The sources of a slide in words."""
    return " ".join(map(source, several))


def source(one: Cited) -> str:
    """A source in words."""
    said = {"publisher": one.publisher, "title": one.title}
    if not one.as_of:
        return words.SOURCE_UNDATED(**said)
    if not one.licence:
        return words.SOURCE_PLAIN(**said, day=one.as_of)
    return words.SOURCE(**said, day=one.as_of, licence=one.licence)


def sources_below(
    cited: Sequence[Cited], room: float, size: float, lines: int, *, end: bool = True
) -> list[str]:
    """The sources of a slide in so many lines at its foot: whole, or who published them, or the
    first few of these and how many more. With `end` the last slides list them.
    """
    several = [sources(cited)]
    if len(cited) > 1:
        names = list(dict.fromkeys(each.publisher for each in cited))
        several += [_published(names, many, end) for many in range(len(names), 0, -1)]
        several.append(words.SOURCES_MANY(len(cited)))
    found = (type.wrapped(each, room, size) for each in several)
    fits = next((each for each in found if len(each) <= lines), None)
    return type.wrapped(several[0], room, size, lines=lines) if fits is None else fits


def _published(names: Sequence[str], many: int, end: bool) -> str:
    """The first so many publishers by name, and how many more there are."""
    more, said = len(names) - many, names[:many]
    if not more:
        return (words.SOURCES_SHORT if end else words.SOURCES_PLAIN)(publishers=listed(said))
    template = words.SOURCES_FEW if end else words.SOURCES_FEW_PLAIN
    return template(more, publishers=", ".join(said))


def data_below(cited: Sequence[Cited], room: float, size: float) -> str:
    """Of which version the figures of a slide are, or of which day where its source has none;
    empty where nothing is known.
    """
    versions = list(dict.fromkeys(each.version for each in cited if each.version))
    if not versions:
        day = max((each.as_of for each in cited), default="")
        return words.DATA_OF(day=day) if day else ""
    said = words.DATA(version=", ".join(versions))
    return said if type.width(said, size) <= room else words.DATA_MANY(len(versions))


def fonts() -> list[Path]:
    """The files of the fonts that ship."""
    return sorted((*type.FONTS.glob("*.ttf"), *type.FONTS.glob("*.otf")))


def faces(text: str) -> str:
    """The fonts that a text needs, as CSS that holds them; a text of other scripts takes longer."""
    arabic = any("\u0600" <= letter <= "\u06ff" for letter in text)
    chinese = any("\u2e00" <= letter <= "\uffef" for letter in text)
    held = [("Briefing Sans", "Regular", 400), ("Briefing Sans", "Bold", 700)]
    held += [("Briefing Sans", "SemiBold", 600)]
    if arabic:
        held += [("Briefing Sans Arabic", "Regular", 400), ("Briefing Sans Arabic", "Bold", 700)]
    if chinese:
        held += [("Briefing Sans Chinese", "Regular", 400)]
    return "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};src:url(data:font/"
        f"{path.suffix[1:]};base64,{base64.b64encode(path.read_bytes()).decode('ascii')})}}"
        for family, style, weight in held
        for path in type.FONTS.glob(f"{family.replace(' ', '')}-{style}.?tf")
    )


@contextmanager
def spoken_in(deck: Deck) -> Iterator[None]:
    """Within the block sentences are in the deck's language, in English where it is not known."""
    with spoken(deck.language if deck.language in codes() else ENGLISH):
        yield


def country(code: str) -> str:
    """What a country is called, or the code where it is none."""
    return countries.name(code) if code in countries.codes() else code


def tall(drawing: Drawing, wide: float, size: float) -> float:
    """How tall a drawing is on paper of this width: as many rows as it has, or its usual shape."""
    now = [each for each in drawing.series if not each.earlier]
    rows = max((len(each.figures) for each in now), default=1)
    if drawing.kind in ("ranking", "flows"):
        return (rows * 1.75 + 4) * size
    if drawing.kind == "comparison":
        each = 1.75 if len(drawing.series) == 2 else 0.8 + 1.4 * len(drawing.series)
        return (rows * each + 4) * size
    if drawing.kind == "table":
        return (len(drawing.series) + 1) * 1.75 * size
    if drawing.kind == "number":
        return 12 * size
    return wide * {"map": 0.52, "timeline": 0.36}[drawing.kind]


def texts(svg: str) -> list[str]:
    """The words that are written in a drawing."""
    return [unescape(each) for each in _TEXT.findall(svg)]
