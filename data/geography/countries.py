"""One spelling per country: codes, names, regions, and which words of the publishers mean which
country.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

import languages
from languages import translated

GEOGRAPHY = Path(__file__).parent
UNMATCHED = "unmatched"


class Match(NamedTuple):
    """What a word stands for: a country (`iso3`), or a known non-country and `why` it is none."""

    iso3: str | None
    why: str = ""


@cache
def table() -> pd.DataFrame:
    """The 249 entries of ISO 3166-1 and Kosovo: codes, `name`, `in_sentence` (where it takes an
    article), `region`, `subregion`, `lon`, `lat` in degrees, `circle`; all in English.
    """
    listed = _csv("countries.csv")
    return listed.assign(
        lon=listed["lon"].astype(float),
        lat=listed["lat"].astype(float),
        circle=listed["circle"] == "1",
    )


@cache
def codes() -> frozenset[str]:
    """The ISO 3166-1 alpha-3 codes, and XKX."""
    return frozenset(table()["iso3"])


def name(iso3: str) -> str:
    """The short name readers see; KeyError for a code that is none."""
    return _spoken(languages.current())[iso3]


def in_sentence(iso3: str) -> str:
    """The name within a sentence: `the Netherlands`; KeyError for a code that is none."""
    return _in_sentences(languages.current())[iso3]


def region(iso3: str) -> tuple[str, str]:
    """The region and the subregion (UN M49) in the language spoken; KeyError for a code that is
    none.
    """
    return _regions(languages.current())[iso3]


def find(text: str, source: str = "") -> Match | None:
    """What the word means, to this source where one reads it its own way; None when nobody has
    decided yet.
    """
    text = " ".join(text.split())
    found = _codes().get(text) or _words(source).get(_plain(text)) or _words("").get(_plain(text))
    return found or (_loose_words().get(_loose(text)) if source == "own" else None)


def match(words: pd.Series, source: str = "") -> pd.DataFrame:
    """Per word `iso3` (or None) and `why` there is none: region, unknown (also a blank), ambiguous,
    ..., or unmatched.
    """
    words = words.fillna("")
    found = {word: find(word, source) or Match(None, UNMATCHED) for word in words.unique()}
    return pd.DataFrame(
        [found[word] for word in words], index=words.index, columns=Match._fields, dtype=object
    )


def _csv(file: str) -> pd.DataFrame:
    """A table of this folder as text; Namibia's NA stays NA."""
    return pd.read_csv(GEOGRAPHY / file, dtype=str, keep_default_na=False)


def _plain(text: str) -> str:
    """The word as compared: composed, without case, single spaces; deliberately nothing that could
    join two countries.
    """
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


_SHORT = MappingProxyType({"st": "saint", "isl": "islands", "rep": "republic", "dem": "democratic"})


def _loose(text: str) -> str:
    """A spelling as a reader's own table may have it: without accents, article and punctuation."""
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text).casefold()
        if not unicodedata.combining(letter)
    )
    bare = re.sub(r"[’ʼ'`´]", "", bare).replace("&", " and ")
    parts = re.sub(r"[^\w]+", " ", bare).split()
    return " ".join(_SHORT.get(part, part) for part in parts if part != "the")


@cache
def _loose_words() -> dict[str, Match]:
    """The words that mean the same everywhere, spelt loosely; none that would mean two things."""
    found: dict[str, Match] = {}
    twice = set()
    for word, match in _words("").items():
        loose = _loose(word)
        if found.setdefault(loose, match).iso3 != match.iso3:
            twice.add(loose)
    return {loose: match for loose, match in found.items() if loose and loose not in twice}


@cache
def _names() -> dict[str, str]:
    return dict(zip(table()["iso3"], table()["name"], strict=True))


@cache
def _spoken(_language: str) -> dict[str, str]:
    return {iso3: translated(name) for iso3, name in _names().items()}


@cache
def _in_sentences(_language: str) -> dict[str, str]:
    listed = table()
    within = listed["in_sentence"].where(listed["in_sentence"] != "", listed["name"])
    return {iso3: translated(name) for iso3, name in zip(listed["iso3"], within, strict=True)}


@cache
def _regions(_language: str) -> dict[str, tuple[str, str]]:
    return {
        row.iso3: (translated(row.region), translated(row.subregion))
        for row in table().itertuples()
    }


@cache
def _codes() -> dict[str, Match]:
    """Two and three letters in upper case only: `no` is an answer and `NO` is Norway."""
    return {code: Match(row.iso3) for row in table().itertuples() for code in (row.iso2, row.iso3)}


@cache
def _words(source: str) -> dict[str, Match]:
    """The plain words of one source, or (source "") those that mean the same everywhere."""
    aliases = _csv("aliases.csv").query("source == @source")
    words = {
        _plain(row.alias): Match(row.iso3) if row.iso3 else Match(None, row.why)
        for row in aliases.itertuples()
    }
    return (
        words if source else words | {_plain(name): Match(iso3) for iso3, name in _names().items()}
    )
