"""A reader's file as text cells, and which of its columns is country, date, category and value."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from data import catalog
from data.geography import countries
from data.reading.published import LINE, Published
from data.records import spreadsheet
from languages.english import reading as words

LARGEST = 20 * 1024 * 1024  # bytes of a file
ROWS = 500_000
CATEGORIES = 60  # more are free text or names, not categories
_NAMES = MappingProxyType(
    {
        "country": (
            "country iso3 iso3_code iso_code iso nation state territory location area geo land"
            " staat pays pais país flag nationality countryname country_name country_code"
        ),
        "date": (
            "date year month day period time datum jahr monat année annee mois año fecha"
            " time_period start"
        ),
        "value": (
            "value values count number total amount n cases figure quantity obs_value sum valeur"
            " nombre valor numero wert anzahl score rate index"
        ),
        "category": (
            "category type kind class group crime offence offense sector indicator form catégorie"
            " type_of categoría kategorie art sex age"
        ),
    }
)
PERSONAL = re.compile(
    r"(^|[^a-z])(sur|fore|first|last|full|given|family|middle|birth|maiden|nick)["
    r" _-]?names?|^names?$|person|birth|passport|e-?mail|phone|address|national[ _-]?id",
    re.IGNORECASE,
)
BLANK = frozenset(
    (
        "",
        "-",
        "–",
        "—",
        ".",
        "..",
        "...",
        "n/a",
        "n.a.",
        "nan",
        "null",
        "none",
        "not available",
        "#n/a",
    )
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


class Table(Published):
    """A reader's file as text cells: `cells` has its columns and `line`."""

    def __init__(self, path: Path, name: str = "") -> None:
        super().__init__(path, catalog.own())
        self.file = self.report.file = clean(Path(name or path.name).name, 120)
        if not path.is_file():
            raise self.fault(words.NO_FILE())
        if path.stat().st_size > LARGEST:
            raise self.fault(words.TOO_LARGE(most=LARGEST // 1024**2))
        with path.open("rb") as file:
            magic = file.read(4)
        if magic == b"PAR1":
            self.cells = self._parquet()
        else:
            rows = self._sheet() if magic == b"PK\x03\x04" else list(csv.reader(self._head()))
            header = next(
                (row for row in rows[:50] if sum(bool(cell.strip()) for cell in row) >= 2), None
            )
            if header is None:
                raise self.fault(words.NO_HEADER())
            self.cells = self.table([cell.strip() for cell in header if cell.strip()])
        if len(self.cells) > ROWS:
            raise self.fault(words.TOO_MANY_ROWS(rows=len(self.cells), most=ROWS))
        self.report.read = len(self.cells)

    @property
    def columns(self) -> list[str]:
        """The table's columns in their order."""
        return [name for name in self.cells if name != LINE]

    def _head(self) -> list[str]:
        """The first lines, their separator made a comma."""
        lines = self.text().splitlines()[:50]
        mark = max(",;\t|", key=lambda each: sum(line.count(each) for line in lines))
        sink = io.StringIO()
        try:
            csv.writer(sink).writerows(csv.reader(lines, delimiter=mark))
        except csv.Error as fault:
            raise self.fault(words.NO_TABLE(fault=fault)) from fault
        return sink.getvalue().splitlines()

    def _sheet(self, sheet: str = "") -> list[list[str]]:
        if not hasattr(self, "_read"):
            self._read = super()._sheet(sheet)
        return self._read

    def _parquet(self) -> pd.DataFrame:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            file = pq.ParquetFile(self.path)
            about = file.metadata
            size = sum(about.row_group(i).total_byte_size for i in range(about.num_row_groups))
            if about.num_rows > ROWS or size > 10 * LARGEST or about.num_columns > 500:
                raise self.fault(
                    words.TOO_MUCH(
                        rows=about.num_rows,
                        columns=about.num_columns,
                        most=ROWS,
                        unpacked=10 * LARGEST // 1024**2,
                    )
                )
            read = file.read()
        except (pa.ArrowException, OSError) as fault:
            raise self.fault(words.NO_PARQUET(fault=fault.__class__.__name__)) from fault
        flat = [
            field.name
            for field in read.schema
            if not pa.types.is_nested(field.type) and not pa.types.is_binary(field.type)
        ]
        if len(set(flat)) != len(flat) or (LINE in flat and flat.count(LINE) > 1):
            raise self.fault(words.ONE_NAME())
        cells = pd.DataFrame(
            {name: pd.Series(_texts(read.column(name)), dtype="str") for name in flat}
        )
        if cells.empty:
            raise self.fault(words.NO_ROWS_AT_ALL())
        return cells.assign(**{LINE: range(1, len(cells) + 1)})


def _texts(column: Any) -> list[str]:
    """A Parquet column as the texts a reader would see; missing is empty."""

    def text(value: Any) -> str:
        if value is None or value != value:
            return ""
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return value.isoformat() if hasattr(value, "isoformat") else str(value)

    return [text(value) for value in column.to_pylist()]


def guess(table: Table) -> Columns:
    """Which column is what, by its name and by what stands in it; the reader corrects it."""
    sample = table.cells.head(2000)
    filled = {
        name: [
            cell for cell in (text.strip() for text in sample[name]) if cell.casefold() not in BLANK
        ]
        for name in table.columns
    }
    left = [name for name in table.columns if filled[name]]

    def best(role: str, share: Any, needed: float) -> str:
        hints = _NAMES[role].split()
        scores = {}
        for name in left:
            fits = sum(map(share, filled[name])) / len(filled[name])
            hinted = (
                1.0
                if name.casefold().strip() in hints
                else 0.5
                if any(word in hints for word in _words(name))
                else 0.0
            )
            if fits >= (
                needed / 2 if hinted == 1 else needed
            ):  # an unmistakable name makes up for odd cells
                scores[name] = fits + hinted
        found = max(scores, key=scores.__getitem__, default="")
        if found:
            left.remove(found)
        return found

    country = best(
        "country",
        lambda cell: (hit := countries.find(cell, "own")) is not None and hit.iso3 is not None,
        0.5,
    )
    day = best("date", lambda cell: bool(dated(cell, True) or dated(cell, False)), 0.8)
    value = best("value", lambda cell: bool(_NUMBER.fullmatch(cell)), 0.8)
    # Any other text may be about persons: only a column that calls itself a category is taken for
    # one without being asked.
    kinds = set(_NAMES["category"].split())
    left[:] = [
        name
        for name in left
        if not PERSONAL.search(name)
        and kinds & {name.casefold().strip(), *_words(name)}
        and len(set(filled[name])) <= CATEGORIES
    ]
    category = best("category", lambda cell: not _NUMBER.fullmatch(cell), 0.5)
    written = filled.get(day, [])
    parts = [
        tuple(map(int, hit.groups()[:2])) for cell in written if (hit := _SLASHED.fullmatch(cell))
    ]
    return Columns(
        country,
        day,
        category,
        value,
        day_first=not any(second > 12 for _, second in parts),
        decimal_comma=any(
            re.fullmatch(r"-?\d{1,3}(\.\d{3})*,(\d{1,2}|\d{4,})", cell)
            for cell in filled.get(value, [])
        ),
    )


_NUMBER = re.compile(
    r"[<≤]?\s*-?(\d{1,3}([,. \u00a0\u202f']\d{3})+([.,]\d{1,12})?|\d{1,15}([.,]\d{1,12})?)"
)
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})( .*)?")
_DATED = (
    (re.compile(r"(\d{4})(?:\.0)?"), "year"),
    (re.compile(r"(\d{4})[-/.M](\d{1,2})"), "month"),
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?"), "day"),
    (re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})"), "day"),
)


def _words(name: str) -> list[str]:
    """The words of a column's name."""
    return re.split(r"[^\w]+|_", name.casefold())


def dated(cell: str, day_first: bool) -> tuple[date, str] | None:
    """A cell as a day and how exact it is; None where it is no date."""
    try:
        if hit := _SLASHED.fullmatch(cell):
            one, other, year = (int(part) for part in hit.groups()[:3])
            found = (
                (date(year, other, one), "day") if day_first else (date(year, one, other), "day")
            )
        else:
            hit, precision = next(
                (hit, precision)
                for pattern, precision in _DATED
                if (hit := pattern.fullmatch(cell))
            )
            found = date(*(int(part) for part in (*hit.groups(), 1, 1)[:3])), precision
    except (ValueError, StopIteration):
        return None
    return found if 1900 <= found[0].year <= 2100 else None


def number(cell: str, decimal_comma: bool) -> float | None:
    """A cell such as `1,234.5`, `1 234` or (with a decimal comma) `1.234,5`; None where it is no
    number.
    """
    if not _NUMBER.fullmatch(cell):
        return None
    plain = re.sub(r"[ \u00a0\u202f']", "", cell)
    plain = plain.replace(".", "").replace(",", ".") if decimal_comma else plain
    if not decimal_comma and re.search(r",(?!\d{3}(\D|$))", plain):
        return None
    try:
        return float(plain.replace(",", ""))
    except ValueError:
        return None
