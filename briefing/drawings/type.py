"""How wide words are in the fonts that ship, and how they are broken into lines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parents[1] / "fonts"
REGULAR, SEMI_BOLD, BOLD = WEIGHTS = (400, 600, 700)
UNKNOWN, WIDE = 0.6, 1.0  # of the size: a letter whose width is not listed, and one of Chinese


@cache
def _widths() -> Mapping[int, Mapping[str, int]]:
    """Per weight the width of each letter in thousandths of the size."""
    listed = json.loads((FONTS / "widths.json").read_text(encoding="ascii"))
    return {int(weight): letters for weight, letters in listed.items()}


def width(text: str, size: float, weight: int = REGULAR) -> float:
    """How wide a text is, without kerning."""
    known = _widths()[weight]
    return size * sum(
        known[letter] / 1000 if letter in known else WIDE if letter > "\u2e00" else UNKNOWN
        for letter in text
    )


def fitted(text: str, room: float, size: float, weight: int = REGULAR) -> str:
    """The text, or as much of it as there is room for and an ellipsis."""
    if width(text, size, weight) <= room:
        return text
    kept = text
    while kept and width(f"{kept}…", size, weight) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def wrapped(
    text: str, room: float, size: float, weight: int = REGULAR, lines: int = 99
) -> list[str]:
    """The text in lines no wider than `room`; the last of `lines` ends in an ellipsis if need be.

    A word that is wider than a line is broken.
    """
    found: list[str] = []
    line = ""
    for word in _breakable(text, room, size, weight):
        longer = f"{line} {word}" if line else word
        if line and width(longer, size, weight) > room:
            found.append(line)
            line = word
        else:
            line = longer
    found += [line] if line else []
    if len(found) > lines:
        found = [*found[: lines - 1], fitted(" ".join(found[lines - 1 :]), room, size, weight)]
    return found


def _breakable(text: str, room: float, size: float, weight: int) -> list[str]:
    found = []
    for word in re.split(r"[ \t\n]+", text.strip()) if text.strip() else ():
        part = ""
        for letter in word:
            if part and width(part + letter, size, weight) > room:
                found.append(part)
                part = ""
            part += letter
        found.append(part)
    return found
