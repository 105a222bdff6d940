"""A published file as text cells: the header found by name, nothing guessed, nothing dropped in
silence.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

import languages
from data.catalog import Source
from data.geography import countries
from data.records import InputError
from languages import Plural, Sentence
from languages.english import reading as words

LINE = "line"  # column that holds the line of the published file a row came from
_NOTE = re.compile(
    r"[*†‡©]|[(\[]?\d{1,2}[)\]]|(foot)?notes?\b|sources?\b", re.IGNORECASE
)  # how a footnote begins
LARGEST = 200 * 1024 * 1024  # bytes a file may have, unpacked


@dataclass(slots=True)
class Report:
    """What an import read, kept and left out; printed after it and shown on /sources."""

    source: str
    file: str
    read: int = 0
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)  # reason -> rows
    not_countries: Counter[str] = field(
        default_factory=Counter
    )  # spelling (why) -> rows without a country for it
    unmatched: Counter[str] = field(
        default_factory=Counter
    )  # spelling nobody has decided on -> rows
    first_seen: dict[str, int] = field(
        default_factory=dict
    )  # such a spelling -> the first row it stands in
    precision: Counter[str] = field(default_factory=Counter)  # day, month, year, none -> records
    masked: int = 0  # cells published as a range
    duplicates: int = 0  # rows added to another row with the same key
    ignored: list[str] = field(default_factory=list)  # columns left unread, by name
    remarks: list[str] = field(default_factory=list)

    def drop(self, reason: str, rows: int) -> None:
        """Counts rows left out for a reason."""
        if rows:
            self.dropped[reason] += int(rows)

    def plain(self) -> dict[str, Any]:
        """The report as plain JSON values, counters ordered by size and name."""

        def order(counter: Counter[str]) -> dict[str, int]:
            return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))

        return {
            "file": self.file,
            "read": self.read,
            "kept": self.kept,
            "dropped": order(self.dropped),
            "not_countries": order(self.not_countries),
            "unmatched": order(self.unmatched),
            "precision": order(self.precision),
            "masked": self.masked,
            "duplicates": self.duplicates,
            "ignored": sorted(self.ignored),
            "remarks": self.remarks,
            "first_seen": self.first_seen,
        }


class Published:
    """One published file being read for one source; raises InputError that names the file."""

    def __init__(self, path: Path, source: Source) -> None:
        self.path = path
        self.source = source
        self.file = path.name
        self.report = Report(source.name, path.name)

    def beside(self) -> list[Published]:
        """The files that complete this one (`companions` of the source) where they lie beside it or
        one folder below; the report says which do and which do not.
        """
        found: list[Published] = []
        if self.path.name in self.source.companions:
            return found
        for name in self.source.companions:
            folder = self.path.parent
            path = next(iter([*folder.glob(name), *sorted(folder.glob(f"*/{name}"))]), None)
            self.remark(words.TOGETHER if path else words.NOT_BESIDE, file=name)
            if path:
                found.append(Published(path, self.source))
        return found

    def taken_up(self, other: Published) -> None:
        """Adds what a companion's report says to this one."""
        self.report.read += other.report.read
        self.report.dropped.update(other.report.dropped)
        self.report.not_countries.update(other.report.not_countries)
        self.report.masked += other.report.masked
        self.report.ignored = sorted({*self.report.ignored, *other.report.ignored})
        for remark in other.report.remarks:
            if remark not in self.report.remarks:
                self.report.remarks.append(remark)

    def fault(self, what: str, row: int | None = None) -> InputError:
        """The error to raise: file, row where there is one, and what is wrong."""
        if row:
            return InputError(words.IN_ROW(file=self.file, row=str(row), fault=what))
        return InputError(words.IN_FILE(file=self.file, fault=what))

    def remark(self, said: Sentence | Plural, **values: Any) -> None:
        """Notes something in the report, once; it is kept in English."""
        with languages.spoken(languages.ENGLISH):
            remark = said(**values)
        if remark not in self.report.remarks:
            self.report.remarks.append(remark)

    def bytes(self) -> bytes:
        """The file's bytes, unpacked when it is gzipped."""
        try:
            raw = self.path.read_bytes()
            if raw[:2] == b"\x1f\x8b":
                with gzip.open(io.BytesIO(raw)) as packed:
                    raw = packed.read(LARGEST + 1)
        except (OSError, EOFError, zlib.error) as fault:
            raise self.fault(
                words.UNREADABLE(fault=f"{fault.__class__.__name__}: {fault}")
            ) from fault
        if len(raw) > LARGEST:
            raise self.fault(words.TOO_LARGE(most=LARGEST // 1024**2))
        if not raw.strip():
            raise self.fault(words.EMPTY())
        return raw

    def text(self) -> str:
        """The file's text: UTF-8 with or without BOM, else Windows-1252 (said in the report)."""
        raw = self.bytes()
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            try:
                return raw.decode("utf-16")
            except UnicodeDecodeError as fault:
                raise self.fault(words.NOT_TEXT()) from fault
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError as fault:
            raise self.fault(words.NOT_TEXT()) from fault
        self.remark(words.AS_WINDOWS)
        return text

    def holds_json(self) -> bool:
        """True where the file begins as a JSON object or list does."""
        return self.bytes().removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")

    def json(self) -> Any:
        """The file as a JSON document."""
        try:
            return json.loads(self.text())
        except (
            ValueError,
            RecursionError,
        ) as fault:  # ValueError also for a number of thousands of digits
            row = getattr(fault, "lineno", None)
            raise self.fault(words.NO_JSON(fault=fault), row) from fault

    def entries(self, *keys: str, alone: str = "") -> list[dict[str, Any]]:
        """The list of objects in a JSON file: bare, or under the first of `keys` (a.b walks down)
        the document has.

        A document that has the key `alone` is one entry itself.
        """
        found = self.json()
        if isinstance(found, dict) and alone and alone in found:
            found = [found]
        if isinstance(found, dict):
            for key in keys:
                inner: Any = found
                for part in key.split("."):
                    inner = inner.get(part) if isinstance(inner, dict) else None
                if isinstance(inner, list):
                    found = inner
                    break
            else:
                raise self.fault(
                    words.NO_KEYS(
                        wanted=", ".join(keys),
                        found=", ".join(repr(str(key)) for key in list(found)[:8]),
                    )
                )
        if not isinstance(found, list):
            raise self.fault(words.NO_ENTRIES(kind=type(found).__name__))
        for number, entry in enumerate(found, 1):
            if not isinstance(entry, dict):
                raise self.fault(words.NO_ENTRY(kind=type(entry).__name__), number)
        self.report.read = len(found)
        return found

    def fields(
        self, entries: Sequence[Mapping[str, Any]], wanted: Mapping[str, str]
    ) -> pd.DataFrame:
        """The values at dotted paths (`vessel.flag`) of JSON entries as columns of those names,
        plus `line`, the entry's number.

        `wanted` says what each must be: text, number, plain (text, number or boolean, given as
        text), list or object; a `?` at
        the end allows it to be null or absent. An error names the entry and the field, never the
        value: it may be a name.
        """
        columns: dict[str, list[Any]] = {path: [] for path in wanted}
        for number, entry in enumerate(entries, 1):
            for path, kind in wanted.items():
                value: Any = entry
                for part in path.split("."):
                    value = value.get(part) if isinstance(value, Mapping) else None
                if value is None and not kind.endswith("?"):
                    raise self.fault(words.NO_FIELD(field=path), number)
                if value is not None and not _is(value, kind.rstrip("?")):
                    raise self.fault(words.FIELD_NOT(field=path, kind=kind.rstrip("?")), number)
                columns[path].append(
                    str(value) if kind.startswith("plain") and value is not None else value
                )
        text = [path for path, kind in wanted.items() if kind.startswith(("text", "plain"))]
        table = pd.DataFrame(
            {
                path: pd.Series(cells, dtype="str" if path in text else "object")
                for path, cells in columns.items()
            }
        )
        table[LINE] = range(1, len(entries) + 1)
        return table

    def is_workbook(self) -> bool:
        """True where the file is an Excel workbook."""
        with self.path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"

    def sheets(self) -> list[str]:
        """The names of a workbook's sheets."""
        try:
            with pd.ExcelFile(self.path, engine="openpyxl") as book:
                return [str(name) for name in book.sheet_names]
        except Exception as fault:  # as in `_sheet`
            raise self.fault(words.NO_WORKBOOK(fault=fault.__class__.__name__)) from fault

    def _sheet(self, sheet: str) -> list[list[str]]:
        try:
            with zipfile.ZipFile(self.path) as box:
                if sum(each.file_size for each in box.infolist()) > LARGEST:
                    raise self.fault(words.TOO_LARGE_UNPACKED(most=LARGEST // 1024**2))
            frame = pd.read_excel(
                self.path,
                sheet_name=sheet or 0,
                header=None,
                dtype=str,
                keep_default_na=False,
                na_filter=False,
                engine="openpyxl",
            )
        except InputError:
            raise
        except Exception as fault:  # openpyxl raises what its XML, ZIP and number parsers raise
            raise self.fault(words.NO_WORKBOOK(fault=fault.__class__.__name__)) from fault
        return [
            ["" if cell is None else str(cell) for cell in row]
            for row in frame.itertuples(index=False, name=None)
        ]

    def _delimiter(self, text: str, header: Sequence[str]) -> str:
        """The mark between the cells of the line that holds the header."""
        line = next(
            (each for each in text.splitlines() if all(name in each for name in header)), ""
        )
        return max(",;\t|", key=lambda mark: line.count(mark)) if line else ","

    def _separated(self, text: str, header: Sequence[str]) -> list[list[str]]:
        delimiter = self._delimiter(text, header)
        csv.field_size_limit(10 * 1024 * 1024)
        rows, number = [], 0
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
            for row in reader:
                number = reader.line_num
                rows.append(row)
        except csv.Error as fault:
            raise self.fault(words.NOT_WHOLE(fault=fault), number + 1) from fault
        return rows

    def _rows(self, header: Sequence[str], sheet: str) -> list[list[str]]:
        """All rows of the file as text."""
        if self.is_workbook():
            return self._sheet(sheet)
        text = self.text()
        if "\x00" in text:
            raise self.fault(words.NUL())
        return self._separated(text, header)

    def table(
        self, header: Sequence[str], repeated: Sequence[str] = (), sheet: str = ""
    ) -> pd.DataFrame:
        """The rows below the line that holds all of `header`, as text, plus `line`.

        Reads csv (`,` `;` tab or `|`), a `sheet` of Excel workbooks (else the first) and preambles
        above the header. Columns
        named in `repeated` may stand several times and become `name`, `name.1`, ...; any other
        duplicate is an error. Blank lines are skipped; a line with more or fewer cells than the
        header is an error that names it.
        """
        rows = self._rows(header, sheet)
        wanted = set(header)
        at = next(
            (i for i, row in enumerate(rows[:50]) if wanted <= {cell.strip() for cell in row}), None
        )
        if at is None:
            first = next((row for row in rows if any(row)), [])
            missing = sorted(wanted - {cell.strip() for cell in first})
            raise self.fault(
                words.NO_COLUMNS(
                    columns=", ".join(missing[:6]), first=f"{', '.join(first[:8])!r:.160}"
                ),
                1,
            )
        names = [cell.strip() for cell in rows[at]]
        while names and not names[-1]:
            names.pop()
        seen: Counter[str] = Counter()
        for i, name in enumerate(names):
            if seen[name] and name not in repeated:
                raise self.fault(words.TWICE(column=repr(name)), at + 1)
            names[i] = f"{name}.{seen[name]}" if seen[name] else name
            seen[name] += 1
        body: list[list[str]] = []
        lines: list[int] = []
        last = self._last(rows, at + 1, len(names))
        for number, row in enumerate(rows[at + 1 : last], at + 2):
            if not any(cell.strip() for cell in row):
                continue
            if len(row) < len(names) or any(cell.strip() for cell in row[len(names) :]):
                raise self.fault(words.CELLS(cells=len(row), header=len(names)), number)
            body.append(row[: len(names)])
            lines.append(number)
        if not body:
            raise self.fault(words.NO_ROWS())
        table = pd.DataFrame(body, columns=names, dtype="str")
        table[LINE] = lines
        self.report.read = len(table)
        return table

    def _last(self, rows: list[list[str]], first: int, width: int) -> int:
        """Where the rows end and footnotes begin: lines of one cell that call themselves a note, or
        stand below a blank line.
        """
        last, notes = len(rows), 0
        while last > first:
            filled = [cell.strip() for cell in rows[last - 1] if cell.strip()]
            below = any(cell.strip() for cell in rows[last - 2])
            if filled and (
                width < 3
                or len(filled) > 1
                or not rows[last - 1][0].strip()
                or (below and not _NOTE.match(filled[0]))
            ):
                break
            last, notes = last - 1, notes + len(filled)
        self.report.drop(words.FOOTNOTE.text, notes)
        return last

    def another_edition(self, *found: str) -> None:
        """Notes that the file calls itself another edition than the one described; anything but a
        number is not repeated.
        """
        said = ", ".join(
            each if re.fullmatch(r"v?\d[\d.-]{0,19}", each) else words.NO_NUMBER_SAID.text
            for each in found[:5]
        )
        self.remark(words.ANOTHER_EDITION, version=said, edition=self.source.edition)

    def all_read(self, left: Iterable[str], ignoring: Iterable[str] = ()) -> None:
        """Notes the columns ignored by name; any other unread column is an error that names it."""
        left = [name for name in left if name != LINE]
        known = set(ignoring) | set(self.source.dirty.get("ignored_columns", ()))
        if unknown := [name for name in left if name not in known]:
            raise self.fault(words.UNDECIDED_COLUMN(columns=", ".join(map(repr, unknown[:5]))), 1)
        self.report.ignored = sorted(name for name in left if name in known)

    def countries(
        self, names: pd.Series, lines: pd.Series | None = None, strict: bool = True
    ) -> pd.Series:
        """ISO codes for published country spellings; what is known not to be a country is missing
        and reported.

        A spelling nobody has decided on is an error that names it (`strict`), or goes to the report
        as unmatched.
        """
        found = countries.match(names, self.source.name)
        why = found["why"].fillna("")
        unknown = why.eq("unmatched") & found["iso3"].isna() & names.str.strip().ne("")
        why = why.where(names.str.strip().ne(""), "")
        if unknown.any():
            if strict:
                at = names.index[unknown.to_numpy()][0]
                row = int(lines.loc[at]) if lines is not None else None
                raise self.fault(
                    words.UNKNOWN_COUNTRY(name=repr(names.loc[at])),
                    row,
                )
            self.undecided(names[unknown.to_numpy()], lines)
        blank = found["iso3"].isna() & ~unknown
        self.report.not_countries.update(
            f"{name or '(blank)'} ({reason})" if reason else f"{name or '(blank)'}"
            for name, reason in zip(names[blank.to_numpy()], why[blank.to_numpy()], strict=True)
        )
        return pd.Series(found["iso3"].to_numpy(), index=names.index, dtype="str")

    def undecided(self, names: pd.Series, lines: pd.Series | None) -> None:
        """Counts spellings nobody has decided on, each with the first row it stands in (0 where
        that is not known).
        """
        self.report.unmatched.update(names)
        for at, name in names.items():
            self.report.first_seen.setdefault(name, 0 if lines is None else int(lines.loc[at]))

    def located(self, names: pd.Series, lines: pd.Series) -> pd.Series:
        """As `countries`, but a cell that names no country is an error that names row and value."""
        codes = self.countries(names, lines)
        if codes.isna().any():
            at = codes.index[codes.isna().to_numpy()][0]
            raise self.fault(
                words.NO_COUNTRY(column=names.name, value=repr(names.loc[at])), int(lines.loc[at])
            )
        return codes

    def numbers(self, cells: pd.Series, lines: pd.Series, blank: bool = False) -> pd.Series:
        """Cells such as `1,234` or `12.5` as floats; anything else is an error that names row and
        value.
        """
        plain = cells.str.strip()
        good = plain.str.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d{1,15}(\.\d{1,12})?")
        wrong = ~good & ~(blank & plain.eq(""))
        if wrong.any():
            at = cells.index[wrong.to_numpy()][0]
            raise self.fault(
                words.NO_NUMBER(column=cells.name, value=repr(cells.loc[at])), int(lines.loc[at])
            )
        return pd.to_numeric(
            plain.str.replace(",", "", regex=False).where(good), errors="coerce"
        ).astype("float64")

    def within(
        self, cells: pd.Series, lines: pd.Series, low: float, high: float = float("inf")
    ) -> pd.Series:
        """Cells as numbers from `low` to `high`; anything else is an error that names row and
        value.
        """
        found = self.numbers(cells, lines)
        outside = ~found.between(low, high)
        if outside.any():
            at = found.index[outside.to_numpy()][0]
            said = {"column": cells.name, "value": repr(cells.loc[at]), "low": f"{low:g}"}
            if high == float("inf"):
                raise self.fault(words.NOT_FROM(**said), int(lines.loc[at]))
            raise self.fault(words.NOT_BETWEEN(**said, high=f"{high:g}"), int(lines.loc[at]))
        return found

    def dates(self, cells: pd.Series, lines: pd.Series, blank: bool = False) -> pd.DataFrame:
        """Cells `2019`, `2019-07` or `2019-07-31` as columns `start` and `precision`; else an error
        with row and value.
        """
        plain = cells.str.strip().replace(self.source.dirty.get("dates", {}))
        precision = pd.Series("none", index=cells.index, dtype="str")
        full = pd.Series("", index=cells.index, dtype="str")
        for name, pattern, tail in (
            ("day", r"\d{4}-\d{2}-\d{2}", ""),
            ("month", r"\d{4}-\d{2}", "-01"),
            ("year", r"\d{4}", "-01-01"),
        ):
            hit = plain.str.fullmatch(pattern)
            precision = precision.mask(hit, name)
            full = full.mask(hit, plain + tail)
        start = pd.to_datetime(full.where(full.ne("")), format="%Y-%m-%d", errors="coerce").astype(
            "datetime64[s]"
        )
        wrong = (
            start.isna() & ~(blank & plain.eq("")) | start.dt.year.lt(1900) | start.dt.year.gt(2100)
        )
        if wrong.any():
            at = cells.index[wrong.to_numpy()][0]
            raise self.fault(
                words.NO_DATE(column=cells.name, value=repr(cells.loc[at])), int(lines.loc[at])
            )
        return pd.DataFrame({"start": start, "precision": precision.where(start.notna(), "none")})

    def years(self, cells: pd.Series, dates: pd.Series, lines: pd.Series) -> pd.Series:
        """The first day of each year; a cell that is no year, or a date outside it, is an error
        that names row and value.
        """
        found = self.dates(cells, lines)
        wrong = found["precision"].ne("year") | self.dates(dates, lines)["start"].dt.year.ne(
            found["start"].dt.year
        )
        if wrong.any():
            at = cells.index[wrong.to_numpy()][0]
            raise self.fault(
                words.DOES_NOT_FIT(
                    column=cells.name,
                    value=repr(cells.loc[at]),
                    other=dates.name,
                    date=repr(dates.loc[at]),
                ),
                int(lines.loc[at]),
            )
        return found["start"]

    def one_of(self, cells: pd.Series, known: dict[str, Any], lines: pd.Series) -> pd.Series:
        """Cells translated through `known`; a value it does not hold is an error that names row and
        value.
        """
        wrong = ~cells.isin(list(known))
        if wrong.any():
            at = cells.index[wrong.to_numpy()][0]
            raise self.fault(
                words.NOT_KNOWN(column=cells.name, value=repr(cells.loc[at])), int(lines.loc[at])
            )
        return cells.map(known)


def _is(value: Any, kind: str) -> bool:
    """Whether a JSON value is of a kind `Published.fields` names; text must be whole characters, a
    number not a boolean.
    """
    if isinstance(value, str):
        return kind in ("text", "plain") and not any(
            "\ud800" <= letter <= "\udfff" for letter in value
        )
    if isinstance(value, bool):
        return kind == "plain"
    kinds: dict[str, tuple[type, ...]] = {
        "number": (int, float),
        "plain": (int, float),
        "list": (list,),
        "object": (dict,),
    }
    return isinstance(value, kinds.get(kind, ()))


Reader = Callable[[Published], pd.DataFrame]
