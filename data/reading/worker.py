"""Opens a user's file in a process of its own: `python -m data.reading.worker`.

The file comes as standard input; on standard output go plain rows, a JSON list of texts a line, and
last what was found, a JSON object: `fault` (see `apart.FAULTS`) where the file was refused. It
imports no more than the file's format needs, and holds to limits before it reads a byte.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import resource
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from data.reading import encodings

LARGEST = 20 * 1024 * 1024  # bytes of a file
UNPACKED = 64 * 1024 * 1024  # bytes of a text file
UNPACKED_BOX = 10 * LARGEST  # bytes of all that a workbook or a Parquet file holds
WRITTEN = 96 * 1024 * 1024  # bytes of the rows that come back: what they decode to
ROWS = 500_000
ABOVE = 100  # lines above the table and below it, besides
COLUMNS = 200
CELLS = 5_000_000  # rows x columns
CELL = 32_767  # characters of one, as many as a workbook allows
BATCH = 5000  # rows of a Parquet file that are decoded together
MEMBERS = 1000  # files in a workbook
SHEETS = 100
MERGED = 1000  # ranges of merged cells that are looked at
MEMORY = 768 * 1024 * 1024  # bytes of address space
SECONDS = 20  # of a processor


class RefusedError(Exception):
    """The file is not taken: the name of the sentence, its row (0 for none) and its values."""

    def __init__(self, name: str, row: int = 0, **values: Any) -> None:
        super().__init__(name)
        self.found = {"fault": name, "row": row, "values": values}


class Rows:
    """Rows on their way out, counted and bounded."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.many = self.widest = self.bytes = 0

    def add(self, row: Sequence[str]) -> None:
        """Hands one row out; RefusedError where it is one, a column or a cell too many."""
        filled = len(row)
        while filled > COLUMNS and not row[filled - 1].strip():
            filled -= 1
        cells = list(row[:filled])
        self.many += 1
        self.widest = max(self.widest, filled)
        if self.many > ROWS + ABOVE:
            raise RefusedError("TOO_MANY_ROWS", rows=self.many, most=ROWS)
        if len(cells) > COLUMNS:
            value = next(cell for cell in cells[COLUMNS:] if cell.strip())
            raise RefusedError(
                "TOO_WIDE", self.many, columns=len(cells), most=COLUMNS, value=value[:40]
            )
        if self.many * self.widest > CELLS:
            raise RefusedError("TOO_MANY_CELLS", rows=self.many, columns=self.widest, most=CELLS)
        if long := next((cell for cell in cells if len(cell) > CELL), ""):
            raise RefusedError("LONG_CELL", self.many, value=long[:40], most=CELL)
        line = json.dumps(cells, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        self.bytes += len(line)
        if self.bytes > WRITTEN:
            raise RefusedError("DECODED", self.many, most=WRITTEN // 1024**2)
        self.out.write(line)


# ---- text


def _text(file: BinaryIO, asked: dict[str, str], rows: Rows) -> dict[str, Any]:
    raw = _plain(file)
    if not raw.strip():
        raise RefusedError("EMPTY")
    try:
        text, named = encodings.decoded(raw, asked["encoding"])
    except encodings.UnsureError as fault:
        raise RefusedError("UNSURE_ENCODING") from fault
    del raw
    separator = _parted(text)
    if "\x00" in text:
        raise RefusedError("NUL")
    if separator:
        number = 0
        try:
            reader = csv.reader(_lines(text), delimiter=separator, strict=True)
            for row in reader:
                number = reader.line_num
                rows.add(row)
        except csv.Error as fault:
            raise RefusedError("NOT_WHOLE", number + 1, fault=str(fault)) from fault
    return {"encoding": named, "separator": separator}


def _lines(text: str) -> Iterator[str]:
    """The lines of a text with what ends them, one at a time."""
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin) + 1 or len(text)
        yield text[begin:end]
        begin = end


def _plain(file: BinaryIO) -> bytes:
    """The bytes of a text file, unpacked where it is gzipped; what is packed again is no text."""
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    try:
        raw = (gzip.GzipFile(fileobj=file) if packed else file).read(UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as fault:
        raise RefusedError("UNREADABLE", fault=f"{fault.__class__.__name__}: {fault}") from fault
    if len(raw) > UNPACKED:
        raise RefusedError("TOO_LARGE_UNPACKED", most=UNPACKED // 1024**2)
    if (packed and raw[:4] in (b"PK\x03\x04", b"PAR1")) or (packed and raw[:2] == b"\x1f\x8b"):
        raise RefusedError("PACKED_TWICE")
    return raw


def _parted(text: str) -> str:
    """The mark that gives most of the first lines one width; empty where none parts them."""
    lines = text[: 100 * CELL].splitlines()[:100]
    found: dict[str, tuple[float, int]] = {}
    for mark in ",;\t|":
        try:
            rows = list(csv.reader(lines, delimiter=mark))
        except csv.Error as fault:
            raise RefusedError("NO_TABLE", fault=str(fault)) from fault
        widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
        width, often = max(widths.items(), key=lambda item: item[::-1], default=(0, 0))
        if width >= 2:
            found[mark] = often / max(sum(widths.values()), 1), width
    return max(found, key=lambda mark: found[mark]) if found else ""


# ---- workbooks


def _workbook(file: BinaryIO, asked: dict[str, str], rows: Rows) -> dict[str, Any]:
    import zipfile

    try:
        with zipfile.ZipFile(file) as box:
            members = box.infolist()
        if len(members) > MEMBERS or sum(each.file_size for each in members) > UNPACKED_BOX:
            raise RefusedError("TOO_LARGE_UNPACKED", most=UNPACKED_BOX // 1024**2)
        file.seek(0)
        return _sheets(file, asked["sheet"], rows)
    except (RefusedError, MemoryError):
        raise
    except Exception as fault:  # openpyxl raises what its XML, ZIP and number parsers raise
        raise RefusedError("NO_WORKBOOK", fault=fault.__class__.__name__) from fault


def _sheets(file: BinaryIO, wanted: str, rows: Rows) -> dict[str, Any]:
    """The rows of the sheet that is meant, of which there is one; what sheets there are."""
    import openpyxl

    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if len(sheets) > SHEETS:
        raise RefusedError("TOO_MANY_SHEETS", sheets=len(sheets), most=SHEETS)
    looked = [wanted] if wanted in sheets else list(sheets)
    filled = [title for title in looked if any(_cells(sheets[title], []))]
    merged: list[str] = []
    if len(filled) == 1 and (not wanted or wanted in sheets):
        last = 0
        for number, row in _cells(sheets[filled[0]], merged):
            for _ in range(last + 1, number):
                rows.add([])
            rows.add(row)
            last = number
    hidden = [title for title in filled if sheets[title].sheet_state != "visible"]
    return {
        "separator": "native",
        "sheets": list(sheets),
        "filled": filled,
        "hidden": hidden,
        "merged": merged,
    }


def _cells(sheet: Any, merged: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet that have cells, each with its number; nothing is built for the gaps
    between them, and what lies beyond the limits is refused by the name of its cell.
    """
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet._reader import WorkSheetParser

    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        last = 0
        for number, row in parser.parse():
            texts: dict[int, str] = {}
            for cell in row:
                if text := _shown(ReadOnlyCell(sheet, **cell)):
                    texts[cell["column"]] = text
            if not texts:
                continue
            widest = max(texts)
            said = {"cell": f"{get_column_letter(widest)}{number}", "value": texts[widest][:40]}
            if widest > COLUMNS or number > ROWS + ABOVE:
                raise RefusedError("FAR_CELL", number, columns=COLUMNS, rows=ROWS, **said)
            if number <= last:
                raise ValueError("rows")
            last = number
            yield number, [texts.get(place, "") for place in range(1, widest + 1)]
        ranges = parser.merged_cells.mergeCell if parser.merged_cells else ()
        merged += [str(each.ref) for each in ranges[:MERGED]]


def _shown(cell: Any) -> str:
    """A cell of a sheet as text: whole numbers without a point, shares with their `%`."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float | int) and not isinstance(value, bool):
        if "%" in (getattr(cell, "number_format", "") or ""):
            return f"{value * 100:.12g}%"
        return str(int(value)) if float(value).is_integer() else repr(value)
    return str(value)


# ---- Parquet


def _parquet(file: BinaryIO, _asked: dict[str, str], rows: Rows) -> dict[str, Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    try:
        return _columns(pa, pq, file, rows)
    except pa.ArrowMemoryError as fault:
        raise MemoryError from fault
    except (pa.ArrowException, OSError, ValueError) as fault:
        raise RefusedError("NO_PARQUET", fault=fault.__class__.__name__) from fault


def _columns(pa: Any, pq: Any, file: BinaryIO, rows: Rows) -> dict[str, Any]:
    """The flat columns as rows of text, the first of them the names."""
    about = pq.ParquetFile(file, memory_map=False)
    schema, meta = about.schema_arrow, about.metadata
    size = sum(meta.row_group(i).total_byte_size for i in range(meta.num_row_groups))
    if meta.num_rows > ROWS or size > UNPACKED_BOX or meta.num_columns > COLUMNS:
        raise RefusedError(
            "TOO_MUCH",
            rows=meta.num_rows,
            columns=meta.num_columns,
            most=ROWS,
            widest=COLUMNS,
            unpacked=UNPACKED_BOX // 1024**2,
        )
    flat = [
        field.name
        for field in schema
        if not pa.types.is_nested(field.type) and not pa.types.is_binary(field.type)
    ]
    if len(set(flat)) != len(flat):
        raise RefusedError("ONE_NAME")
    if not flat or not meta.num_rows:
        raise RefusedError("NO_ROWS_AT_ALL")
    if meta.num_rows * len(flat) > CELLS:
        raise RefusedError("TOO_MANY_CELLS", rows=meta.num_rows, columns=len(flat), most=CELLS)
    texts = [name for name in flat if schema.field(name).type in (pa.string(), pa.large_string())]
    file.seek(0)
    read = pq.ParquetFile(file, memory_map=False, read_dictionary=texts)
    rows.add(flat)
    for batch in read.iter_batches(BATCH, columns=flat, use_threads=False):
        for row in zip(*(_texts(pa, batch.column(name)) for name in flat), strict=True):
            rows.add(row)
    return {"separator": "native"}


def _texts(pa: Any, column: Any) -> list[str]:
    """A column as the texts a reader would see, missing is empty; what a dictionary says once is
    one and the same text.
    """
    if not pa.types.is_dictionary(column.type):
        return list(map(_said, column.to_pylist()))
    if len(column.dictionary) > len(column):
        return list(map(_said, column.dictionary_decode().to_pylist()))
    known = list(map(_said, column.dictionary.to_pylist()))
    return ["" if at is None else known[at] for at in column.indices.to_pylist()]


def _said(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


# ---- the process


def limited() -> None:
    """Limits what this process may take, as far as the system knows such limits."""
    wanted = (
        ("RLIMIT_AS", MEMORY),
        ("RLIMIT_DATA", MEMORY),
        ("RLIMIT_CPU", SECONDS),  # then SIGXCPU
        ("RLIMIT_FSIZE", 2 * WRITTEN),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NOFILE", 64),
    )
    for name, most in wanted:
        try:
            which = getattr(resource, name)
            hard = resource.getrlimit(which)[1]
            soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(which, (soft, hard if name == "RLIMIT_CPU" else soft))
        except (AttributeError, OSError, ValueError):  # macOS has no limit of address space
            continue


def opened(file: BinaryIO, asked: dict[str, str], out: BinaryIO) -> dict[str, Any]:
    """Writes the rows of a file to `out`; what was found, or what is wrong."""
    rows = Rows(out)
    try:
        if file.seek(0, os.SEEK_END) > LARGEST:
            raise RefusedError("TOO_LARGE", most=LARGEST // 1024**2)
        file.seek(0)
        magic = file.read(4)
        file.seek(0)
        kinds = {b"PAR1": _parquet, b"PK\x03\x04": _workbook}
        found = kinds.get(magic, _text)(file, asked, rows)
        return {**found, "rows": rows.many, "widest": rows.widest}
    except RefusedError as fault:
        return fault.found
    except MemoryError:
        return {"fault": "TOO_MUCH_MEMORY", "row": 0, "values": {}}


def main() -> None:
    """What the process does."""
    limited()
    csv.field_size_limit(LARGEST)  # `Rows` has a narrower one, and says where
    asked = json.loads(sys.argv[1])
    with open(0, "rb") as file, open(1, "wb") as out:
        found = opened(file, asked, out)
        out.write(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


if __name__ == "__main__":
    main()
