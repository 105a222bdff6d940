"""Finds a country by what people call it: `turkey`, `uk`, `Birmanie`, `象牙海岸`.

For a reader's search only, never for a publisher's file: there a word means one country or openly
none (`countries.find`).
"""

import csv
import unicodedata
from functools import cache
from pathlib import Path

import languages
from data.geography import countries

NAMES = Path(__file__).parent / "search_names.csv"  # `cldr` rows: search_names.LICENSE.txt


def find(text: str, most: int = 10) -> tuple[str, ...]:
    """Codes of the countries it can mean, the likeliest first: called so, then beginning so, then
    with a word that does; each by the alphabet.
    """
    wanted = _plain(text)
    if not wanted:
        return ()
    found: dict[str, tuple[int, str]] = {}
    for code, names in _called(languages.current()).items():
        if ranks := [rank for name in names if (rank := _rank(wanted, name)) is not None]:
            found[code] = (min(ranks), countries.name(code))
    return tuple(sorted(found, key=lambda code: found[code])[:most])


def words(iso3: str) -> tuple[str, ...]:
    """All that a country is called, as compared: without case, accents and marks; for a list that
    is searched in the browser. KeyError for a code that is none.
    """
    return _called(languages.current())[iso3]


def _rank(wanted: str, name: str) -> int | None:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in name or (not wanted.isascii() and wanted in name):
        return 2
    return None


def _plain(text: str) -> str:
    """As compared: without case, accents, marks and dots: `U.K.` is `uk`."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    kept = (
        letter if letter.isalnum() else " "
        for letter in bare
        if not unicodedata.combining(letter) and letter not in ".'’ʼ"
    )
    return " ".join("".join(kept).split())


@cache
def _called(_language: str) -> dict[str, tuple[str, ...]]:
    """What each country is called, the name it is shown by first."""
    called = {
        row.iso3: [countries.name(row.iso3), row.name, row.iso3, row.iso2]
        for row in countries.table()[["iso3", "name", "iso2"]].itertuples(index=False)
    }
    with NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            called[row["iso3"]].append(row["name"])
    return {code: tuple(dict.fromkeys(map(_plain, names))) for code, names in called.items()}
