"""A reader's file as text cells, and which of its columns is country, date, category and value."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from data import catalog
from data.geography import countries
from data.reading import apart, cells, encodings, worker
from data.reading.cells import BLANK
from data.reading.published import LINE, Published
from data.records import InputError, spreadsheet
from languages.english import reading as words

LARGEST = worker.LARGEST  # bytes of a file
ROWS = worker.ROWS
CATEGORIES = 60  # more are free text or names, not categories
_NAMES = MappingProxyType(
    {
        "country": (
            "country iso3 iso3_code iso_code iso nation state territory location area geo land"
            " staat pays pais país flag nationality countryname country_name country_code ref_area"
            " страна 国家"
        ),
        "date": (
            "date year month day period time datum jahr monat année annee mois año fecha"
            " time_period start год дата 年"
        ),
        "value": (
            "value values count number total amount n cases figure quantity obs_value sum valeur"
            " nombre valor numero wert anzahl score rate index quote share percent значение число"
        ),
        "category": (
            "category type kind class group crime offence offense sector indicator form catégorie"
            " type_of categoría kategorie art sex age gender sexe sexo geschlecht категория тип"
            " вид пол"
        ),
    }
)
_RANGE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")  # of merged cells
PERSONAL = re.compile(
    r"(^|[^a-z])(sur|fore|first|last|full|given|family|middle|birth|maiden|nick)["
    r" _-]?names?|^names?$|person|birth|passport|e-?mail|phone|address|national[ _-]?id",
    re.IGNORECASE,
)
# columns of numbers that measure nothing: places on a map, numbers of entries, codes
_NO_VALUE = frozenset(
    "lat latitude lon lng long longitude id ids code codes fips cow gw gwno ccode m49 objectid fid"
    " uid guid uuid rank row line page zip postcode phone breite länge".split()
)
_OTHER_SYSTEMS = frozenset("fips cow gw gwno gwcode cowcode cowc ccode stateabb m49".split())
_OTHER_END = re.compile(
    r"partner|origin|dest|source|target|perp|initiator|receiver|nationality|citizen|counterpart"
    r"|(^|[^a-z])(from|to|other|second|2|b)$",
    re.IGNORECASE,
)
_UNITS = re.compile(
    r"(^|[^a-z])(units?|measures?|metric|einheit|unité|unidad|indicators?|series|variable)"
    r"([^a-z]|$)|unit_measure|единица|показатель",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is what, empty where there is none, and how dates such as 3/4/2019 and numbers
    such as 1,5 are written.
    """

    country: str = ""
    date: str = ""
    category: str = ""
    value: str = ""
    day_first: bool = True
    decimal_comma: bool = False

    @property
    def used(self) -> tuple[str, ...]:
        """The mapped columns."""
        return tuple(name for name in (self.country, self.date, self.category, self.value) if name)


def clean(text: str, longest: int = 80) -> str:
    """A text from a file or a form as it may stand anywhere: no markup, no formula, no invisible
    characters.
    """
    text = re.sub(r"</?[A-Za-z][^<>]*>", " ", text)
    text = "".join(
        letter if unicodedata.category(letter)[0] != "C" else " "
        for letter in unicodedata.normalize("NFC", text)
    )
    text = text.translate(
        {
            ord("<"): "‹",
            ord(">"): "›",
            ord("["): "(",
            ord("]"): ")",
            ord("{"): "(",
            ord("}"): ")",
            **{ord(mark): None for mark in "`*\\$#|~"},
        }
    )
    return (
        " ".join(text.replace("://", " ").split())
        .lstrip(f"{spreadsheet.BEGINS} ")[:longest]
        .rstrip()
    )


class UnsureEncodingError(InputError):
    """Nothing tells which encoding a text file has."""


class SheetsError(InputError):
    """A workbook has several sheets with cells, and none was chosen; carries their names."""

    def __init__(self, said: str, sheets: list[str]) -> None:
        super().__init__(said)
        self.sheets = sheets


def _extent(row: Sequence[str]) -> int:
    """How many cells a row has up to its last filled one."""
    return max((place for place, cell in enumerate(row, 1) if cell.strip()), default=0)


def _names_columns(row: Sequence[str]) -> bool:
    """Whether a row can be the names of columns: it holds no country and, but for years, no
    number.
    """
    filled = [cell.strip() for cell in row if cell.strip()]
    numbers = [cell for cell in filled if cells.numeric(cell) and not cells.period_of(cell)]
    return not numbers and not any(
        len(cell) > 3 and (hit := countries.find(cell, "own")) is not None and hit.iso3
        for cell in filled
    )


def _mostly_dated(column: pd.Series) -> bool:
    filled = [cell for cell in column.head(500).str.strip() if cell.casefold() not in BLANK]
    return bool(filled) and 0.8 * len(filled) <= sum(
        bool(cells.dated(cell, True) or cells.dated(cell, False)) for cell in filled
    )


class Table(Published):
    """A reader's file as text cells: `cells` has its columns and `line`."""

    def __init__(self, path: Path, name: str = "", sheet: str = "", encoding: str = "") -> None:
        super().__init__(path, catalog.own())
        self.file = self.report.file = clean(Path(name or path.name).name, 120)
        self.sheet, self.encoding = sheet, encoding
        self.filled: list[str] = []  # of a workbook, the sheets with cells
        self.wide = False  # years stood in the header
        if not path.is_file():
            raise self.fault(words.NO_FILE())
        opened = apart.grid(path, sheet, encoding)
        if isinstance(opened, apart.Refused):
            raise self._refusal(opened)
        self.separator: str = opened.found["separator"]  # "native" where cells are no text
        self._encoded(opened.found.get("encoding", ""))
        if "sheets" in opened.found:
            self._one_sheet(opened.found)
        if not self.separator:
            raise self.fault(words.NO_HEADER())
        self._opened = opened.rows
        at = self._header(opened.rows)
        self._unmerged(opened.rows, at, opened.found.get("merged", ()))
        self.cells = self.table([cell.strip() for cell in opened.rows[at] if cell.strip()])
        self._opened = []
        self._turned()
        if len(self.cells) > ROWS:
            raise self.fault(words.TOO_MANY_ROWS(rows=len(self.cells), most=ROWS))
        self.report.read = len(self.cells)

    @property
    def columns(self) -> list[str]:
        """The table's columns in their order."""
        return [name for name in self.cells if name != LINE]

    def _refusal(self, why: apart.Refused) -> InputError:
        """The error to raise where the file was not taken."""
        if why.name == "UNSURE_ENCODING":
            return UnsureEncodingError(words.IN_FILE(file=self.file, fault=why.said))
        return self.fault(why.said, why.row or None)

    def _encoded(self, named: str) -> None:
        """Says in the report in which encoding a text was read, unless it is UTF-8."""
        if named == encodings.NAMES["windows-1252"]:
            self.remark(words.AS_WINDOWS)
        elif named and named != "UTF-8":
            self.remark(words.AS_ENCODING, encoding=clean(named))

    def _one_sheet(self, found: Mapping[str, Any]) -> None:
        """Raises InputError unless one sheet of a workbook is meant and has cells."""
        titles, filled, hidden = found["sheets"], found["filled"], found["hidden"]
        self.filled = [
            clean(title) + (f" ({words.HIDDEN()})" if title in hidden else "") for title in filled
        ]
        if self.sheet and self.sheet not in titles:
            raise self.fault(
                words.NO_SHEET(sheet=repr(clean(self.sheet)), sheets=", ".join(map(clean, titles)))
            )
        if len(filled) > 1:
            raise SheetsError(
                words.IN_FILE(
                    file=self.file, fault=words.SHEETS(len(filled), sheets=", ".join(self.filled))
                ),
                list(filled),
            )
        if not filled:
            raise self.fault(words.NO_HEADER())
        if hidden:
            self.remark(words.HIDDEN_SHEET, sheet=clean(filled[0]))
        if self.sheet:
            self.remark(words.ONE_SHEET, sheet=clean(filled[0]), sheets=str(len(titles)))

    def _rows(self, header: Sequence[str], sheet: str) -> list[list[str]]:
        """The rows as they were read, once."""
        return self._opened

    def _header(self, rows: Sequence[Sequence[str]]) -> int:
        """Where the names of the columns stand: above them a preamble may, which is narrower."""
        extents = [_extent(row) for row in rows[:100]]
        widths = Counter(extent for extent in extents if extent)
        usual = max(widths.items(), key=lambda item: item[::-1], default=(0, 0))[0]
        filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:50]]
        first = next((i for i, many in enumerate(filled) if many >= 2), None)
        if first is None:
            raise self.fault(words.NO_HEADER())
        at = next((i for i, many in enumerate(filled) if many >= 2 and extents[i] >= usual), first)
        if at > first and not _names_columns(rows[at]):
            at = first
        if not _names_columns(rows[at]):
            raise self.fault(
                words.NO_NAMES(values=f"{', '.join(cell for cell in rows[at] if cell)!r:.80}"),
                at + 1,
            )
        return at

    def _unmerged(self, rows: Sequence[Sequence[str]], at: int, merged: Sequence[str]) -> None:
        """Raises InputError where merged cells stand among the values or the names of columns."""
        for each in filter(None, map(_RANGE.fullmatch, merged)):
            first, top, last, bottom = each.groups()
            above = int(bottom) == at and sum(bool(cell.strip()) for cell in rows[at - 1]) >= 2
            if int(bottom) > at or above:
                raise self.fault(words.MERGED(cells=f"{first}{top}:{last}{bottom}"), int(top))

    def _turned(self) -> None:
        """Turns columns named by years into rows: a column `year` and a column `value`."""
        named = {name: cells.period_of(name) for name in self.columns}
        periods = [name for name, period in named.items() if period]
        others = [name for name in self.columns if name not in periods]
        spanned = [name for name in others if cells.spans([name])]
        if len(spanned) > 1:
            raise self.fault(words.SPAN(column=words.HEADER(), value=repr(spanned[0])))
        alone = len(periods) == 1 and not any(_mostly_dated(self.cells[name]) for name in others)
        if len(periods) < 2 and not alone:
            return
        year, value = "year", "value"
        while year in others:
            year += "_"
        while value in others:
            value += "_"
        self.cells = (
            self.cells.melt([*others, LINE], periods, year, value)
            .assign(**{year: lambda table: table[year].map(named)})
            .sort_values(LINE, kind="stable", ignore_index=True)
            .astype(dict.fromkeys((*others, year, value), "str"))
        )
        self.cells = self.cells[[*others, year, value, LINE]]
        self.wide = True
        self.remark(words.TURNED, columns=f"{periods[0]}, ..., {periods[-1]}", n=len(periods))


def located(cell: str) -> str:
    """The country a cell names or is the code of, as ISO 3166-1 alpha-3; empty where it is none."""
    hit = countries.find(cell.strip(), "own")
    return (hit.iso3 or "") if hit else ""


def says_country(column: pd.Series) -> bool:
    """Whether most of a column are countries."""
    filled = _filled(column.head(2000))
    return 2 * sum(bool(located(cell)) for cell in filled) > len(filled)


def other_system(name: str) -> bool:
    """Whether a column calls itself one of codes of another system than ISO 3166-1."""
    return bool(_OTHER_SYSTEMS & set(_words(name)))


def is_unit(name: str) -> bool:
    """Whether a column calls itself the unit or the measure of its row."""
    return bool(_UNITS.search(name))


def is_code(cell: str) -> bool:
    """Whether a cell looks like a country's code."""
    return bool(re.fullmatch(r"[A-Z]{2,3}", cell.strip()))


def beside(table: Table, country: str) -> str:
    """The other column that says the same country, in names where this one holds codes and in codes
    where it holds names; empty where there is none.
    """
    kind = mostly_codes(table.cells[country])
    for name in table.columns:
        if name == country or _OTHER_END.search(name):
            continue
        filled = _filled(table.cells[name].head(2000))
        known = sum(bool(located(cell)) for cell in filled)
        if filled and known * 2 >= len(filled) and mostly_codes(table.cells[name]) != kind:
            return name
    return ""


def disagree(table: Table, codes: str, names: str) -> tuple[int, str, str] | None:
    """The first row where codes and names mean two countries: row, code, name."""
    seen: set[tuple[str, str]] = set()
    for code, name, line in zip(
        table.cells[codes], table.cells[names], table.cells[LINE], strict=True
    ):
        if (code, name) in seen:
            continue
        seen.add((code, name))
        one, other = located(code), located(name)
        if one and other and one != other:
            return int(line), code.strip(), name.strip()
    return None


def mostly_codes(column: pd.Series) -> bool:
    """Whether most of a column are codes."""
    filled = _filled(column.head(2000))
    return 2 * sum(map(is_code, filled)) > len(filled)


def _filled(column: pd.Series) -> list[str]:
    return [cell for cell in column.str.strip() if cell.casefold() not in BLANK]


def guess(table: Table) -> Columns:
    """Which column is what, by its name and by what stands in it; the reader corrects it."""
    sample = table.cells.head(2000)
    filled = {name: _filled(sample[name]) for name in table.columns}
    left = [name for name in table.columns if filled[name]]

    def best(role: str, share: Any, needed: float) -> str:
        scores = {}
        for name in left:
            fits = sum(map(share, filled[name])) / len(filled[name])
            hinted = _hinted(name, role)
            if fits >= (
                needed / 2 if hinted == 1 else needed
            ):  # an unmistakable name makes up for odd cells
                scores[name] = fits + hinted
        found = max(scores, key=scores.__getitem__, default="")
        if found:
            left.remove(found)
        return found

    country = best("country", lambda cell: bool(located(cell)), 0.5)
    named = beside(table, country) if country else ""
    if named and mostly_codes(table.cells[country]) and disagree(table, country, named):
        left.remove(named)  # the codes are of another system
        country = named
    if table.wide:
        day, value = table.columns[-2:]
        left = [name for name in left if name not in (day, value)]
    else:
        day = best(
            "date",
            lambda cell: bool(
                cells.dated(cell, True)
                or cells.dated(cell, False)
                or cells.too_early(cell)
                or cells.spans([cell])
            ),
            0.8,
        )
        value = _value(table, left, filled)
        left = [name for name in left if name != value]
    # Any other text may be about persons: only a column that calls itself a category is taken for
    # one without being asked.
    kinds = set(_NAMES["category"].split())
    left[:] = [
        name
        for name in left
        if not PERSONAL.search(name)
        and kinds & {name.casefold().strip(), *_words(name)}
        and len(set(filled[name])) <= CATEGORIES
        and not (_UNITS.search(name) and len(set(filled[name])) == 1)
    ]
    category = best("category", lambda cell: not cells.numeric(cell), 0.5)
    parts = cells.slashed(filled.get(day, []))
    return Columns(
        country,
        day,
        category,
        value,
        day_first=not any(second > 12 for _, second, _ in parts),
        decimal_comma=cells.decimal_comma(filled.get(value, []), table.separator)[0],
    )


def decimal_comma(table: Table, value: str) -> bool:
    """Whether a column writes decimals with a comma, as far as it shows."""
    return cells.decimal_comma(_filled(table.cells[value]), table.separator)[0]


def _hinted(name: str, role: str) -> float:
    """How plainly a column's name says what it is: 1, a half, or not."""
    hints = _NAMES[role].split()
    if name.casefold().strip() in hints:
        return 1.0
    return 0.5 if any(word in hints for word in _words(name)) else 0.0


def _values(table: Table, names: Sequence[str]) -> dict[str, float]:
    """The columns that could be the value, and how plainly each is: most of their cells begin as
    numbers do, and they are no places, codes, dates or numbers of entries.
    """
    found = {}
    for name in names:
        filled = _filled(table.cells[name].head(2000))
        hinted = _hinted(name, "value")
        if (
            not filled
            or _NO_VALUE & set(_words(name))
            or sum(map(cells.begins, filled)) < len(filled) * (0.4 if hinted == 1 else 0.5)
            or _hinted(name, "date")
            or _mostly_dated(table.cells[name]) & (hinted < 1)
        ):
            continue
        if hinted < 1 or name.casefold() in ("index", "no", "number"):
            counted = [str(first + i) for first in (0, 1) for i in range(len(filled))]
            if len(filled) > 2 and filled in (counted[: len(filled)], counted[len(filled) :]):
                continue
        found[name] = hinted
    return found


def _value(table: Table, left: Sequence[str], filled: dict[str, list[str]]) -> str:
    """The column that is the value: the one most plainly named so."""
    found = {
        name: hinted
        for name, hinted in _values(table, left).items()
        if hinted == 1 or sum(map(cells.numeric, filled[name])) >= 0.8 * len(filled[name])
    }
    return max(found, key=lambda name: found[name], default="")


def doubts(table: Table, columns: Columns, given: Sequence[str] = ()) -> list[str]:
    """What a guess leaves open, in sentences: the value among several, a decimal mark, the order
    of day and month. `given` names what the reader said: value, decimal, day.
    """
    found = []
    if "value" not in given:
        left = [name for name in table.columns if name not in (columns.country, columns.date)]
        possible = {} if table.wide else _values(table, left)
        if columns.value:
            mine = possible.get(columns.value, 0)
            rivals = [name for name in possible if name != columns.value]
            if any(possible[name] >= mine for name in rivals):
                listed = ", ".join(clean(name) for name in (columns.value, *rivals))
                found.append(words.WHICH_VALUE(columns=listed))
        elif possible:
            name = next(iter(possible))
            cell, line = next(
                (
                    (cell, line)
                    for cell, line in zip(table.cells[name], table.cells[LINE], strict=True)
                    if cell.strip().casefold() not in BLANK and not cells.numeric(cell)
                ),
                (table.cells[name].iloc[0], table.cells[LINE].iloc[0]),
            )
            found.append(
                words.VALUE_UNREAD(column=clean(name), value=repr(cell[:40]), row=str(line))
            )
    if columns.value and "decimal" not in given:
        filled = _filled(table.cells[columns.value])
        if open_ := cells.decimal_comma(filled, table.separator)[1]:
            found.append(words.WHICH_DECIMAL(column=clean(columns.value), value=repr(open_[:40])))
    if columns.date and "day" not in given:
        parts = cells.slashed(_filled(table.cells[columns.date]))
        if (
            parts
            and all(one <= 12 and two <= 12 for one, two, _ in parts)
            and any(one != two and not points for one, two, points in parts)
        ):
            found.append(words.WHICH_DAY(column=clean(columns.date)))
    return found


def _words(name: str) -> list[str]:
    """The words of a column's name."""
    return re.split(r"[^\w]+|_", name.casefold())
