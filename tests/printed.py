"""A page as it is printed: its sheets of A4, what they say, and where each text stands."""

import io
import itertools
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import pypdf
from playwright.sync_api import Page

SHEETS = {False: (703, 1047), True: (1032, 718)}  # A4 without its margins, in pixels


class Piece(NamedTuple):
    """A text on a sheet: where it begins, and its height, in points."""

    x: float
    y: float
    size: float
    text: str


def sheets(window: Page, *, across: bool) -> list[pypdf.PageObject]:
    """The sheets of what stands in the window, upright or across, as a reader chooses them in the
    dialogue of the browser.
    """
    printed = window.pdf(format="A4", landscape=across, print_background=True)
    found = pypdf.PdfReader(io.BytesIO(printed)).pages
    assert all((each.mediabox.width > each.mediabox.height) == across for each in found)
    return list(found)


def pieces(sheet: pypdf.PageObject) -> list[Piece]:
    """Each text of a sheet. What is half transparent is left out: it is drawn apart, and pypdf
    takes its place for that of the sheet.
    """
    found = []

    def see(text: str, cm: list[float], tm: list[float], _: object, size: float) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        high = size * abs(tm[3] * cm[3])
        if text.strip() and high < 16:
            found.append(Piece(x, y, high, text.strip()))

    sheet.extract_text(visitor_text=see)
    return found


def over(sheet: pypdf.PageObject) -> list[tuple[str, str]]:
    """Texts that lie over others: raised numbers of sources, which do, are smaller than these."""
    known = [each for each in pieces(sheet) if each.size > 6.8]
    return [
        (one.text, other.text)
        for one, other in itertools.combinations(known, 2)
        if 0.5 < abs(one.y - other.y) < 0.6 * min(one.size, other.size)
        and min(_end(one), _end(other)) - max(one.x, other.x) > 3
    ]


def _end(piece: Piece) -> float:
    return piece.x + 0.4 * piece.size * len(piece.text)  # no letter is much narrower


def numbers(texts: Iterable[str]) -> Counter[str]:
    """The groups of digits: `26,539` are two, whatever stands between them on paper."""
    return Counter(digits for text in texts for digits in re.findall(r"\d+", text))
