"""Which language is spoken just now, and what there is of it."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import settings

CATALOGUES = Path(__file__).parent / "catalogues"
ENGLISH = "en"
PSEUDO = "qps-plocm"  # the pseudo-language: longer, accented, right to left (Unicode CLDR)
_spoken: ContextVar[str] = ContextVar("language", default=ENGLISH)
_HELD = re.compile(r"(\{[^{}]*\}|</?[a-z][^<>]*>|&[a-z]+;|`[^`]*`|https?://\S+)")
_ACCENTED = str.maketrans(
    "aceghijklnorstuwyzACDEGHIJKLNORSTUWYZ", "åçéĝĥîĵķļñöŕšţûŵýžÅÇÐÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽ"
)


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its code (BCP 47), its own name, its direction, and how it writes numbers."""

    code: str
    name: str
    direction: str  # ltr or rtl
    decimal: str
    group: str


# how the header of a catalogue names the marks of numbers
_MARKS = MappingProxyType(
    {"comma": ",", "point": ".", "space": "\u202f", "apostrophe": "’", "none": ""}
)


@cache
def _languages() -> Mapping[str, Language]:
    """English, the pseudo-language, and a language for each compiled catalogue, as its header says
    (tools/catalogue.py).
    """
    found = {
        ENGLISH: Language(ENGLISH, "English", "ltr", ".", ","),
        PSEUDO: Language(PSEUDO, "Pseudo", "rtl", ".", ","),
    }
    for path in sorted(CATALOGUES.glob("*.mo")):
        header = translations(path.stem).info()
        found[path.stem] = Language(
            path.stem,
            header.get("x-name", path.stem),
            header.get("x-direction", "ltr"),
            _MARKS[header.get("x-decimal", "point")],
            _MARKS[header.get("x-group", "comma")],
        )
    return MappingProxyType(found)


class _Pseudo(gettext.NullTranslations):
    """Every text longer and accented, between marks that show where it begins and ends."""

    def gettext(self, message: str) -> str:
        return _pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _pseudo(msgid1 if n == 1 else msgid2)


def _pseudo(text: str) -> str:
    """`Sources` as `⟦Šöûŕçéš~~⟧`: placeholders, markup, code and addresses stay as they are."""
    if not text.strip() or text.startswith("⟦"):
        return text
    parts = _HELD.split(text)
    parts[::2] = [part.translate(_ACCENTED) for part in parts[::2]]
    return f"⟦{''.join(parts)}{'~' * max(1, len(text) // 4)}⟧"


def codes() -> tuple[str, ...]:
    """The languages there are, English first."""
    return tuple(_languages())


def current() -> str:
    """The code of the language spoken just now, by this thread or task."""
    return _spoken.get()


def language() -> Language:
    """The language spoken just now."""
    return _languages()[_spoken.get()]


def speak(code: str) -> str:
    """From here on this thread or task speaks `code`, or English where there is no such language;
    returns what is spoken.
    """
    known = code if code in _languages() else ENGLISH
    _spoken.set(known)
    return known


def usual() -> str:
    """The language where nobody chose one: what THREATS_LANGUAGE says, else English."""
    named = settings.current().language
    return named if named in _languages() else ENGLISH


def chosen() -> str:
    """What is spoken now, where it is not the usual language: so much an address has to say."""
    return "" if _spoken.get() == usual() else _spoken.get()


@contextmanager
def spoken(code: str) -> Iterator[None]:
    """Speaks `code` within the block."""
    token = _spoken.set(code if code in _languages() else ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(token)


@cache
def translations(code: str) -> gettext.NullTranslations:
    """What translators made of the English texts; English speaks for itself."""
    if code == PSEUDO:
        return _Pseudo()
    compiled = CATALOGUES / f"{code}.mo"
    if not compiled.exists():
        return gettext.NullTranslations()
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)
