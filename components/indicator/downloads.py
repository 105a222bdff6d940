"""What a reader takes away: the table of the page, with its source beside it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from components.indicator import provenance
from components.shell import readers
from data import query, store
from data.analysis import method
from data.query import Filters
from data.records import spreadsheet
from languages import Sentence
from languages.english import downloads as words
from security import audit, reader
from security.roles import Right

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ROWS = 1_000_000  # of a sheet; Excel takes a few more
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")  # what the name of a sheet cannot hold


def csv_zip(table: pd.DataFrame, asked: Filters) -> bytes:
    """A zip of the table as CSV (UTF-8 with the mark by which Excel knows it) and its metadata as
    JSON beside it.
    """
    sink = io.BytesIO()
    name = asked.slug()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr(f"{name}.csv", spreadsheet.safe(table).to_csv(index=False).encode("utf-8-sig"))
        box.writestr(
            f"{name}.metadata.json",
            json.dumps(provenance.metadata(asked), ensure_ascii=False, indent=1),
        )
    return sink.getvalue()


def xlsx(table: pd.DataFrame, asked: Filters) -> bytes:
    """A workbook: the table, numbers as numbers and days as days, and a sheet that says where it
    comes from.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    columns = [[_cell(value) for value in table[name].tolist()] for name in table.columns]
    for first in range(0, max(len(table), 1), _ROWS):
        number = f" {first // _ROWS + 1}" if first else ""
        sheet = book.create_sheet(_NO_TITLE.sub(" ", words.TABLE())[:28] + number)
        sheet.append([_cell(name) for name in table.columns])
        for row in zip(*(cells[first : first + _ROWS] for cells in columns), strict=True):
            sheet.append(row)
    about = book.create_sheet(_NO_TITLE.sub(" ", words.ABOUT())[:28])
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 24, 110
    for label, said in _told(table, asked):
        about.append([_cell(label), _cell(said)])
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _cell(value: Any) -> Any:
    """A value as a sheet takes it: nothing where it is missing, texts without control characters
    and never a formula.
    """
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub(" ", value)[:32_000]
        return spreadsheet.plain(text)
    if pd.isna(value):
        return None
    return value.to_pydatetime().date() if isinstance(value, pd.Timestamp) else value


def _told(table: pd.DataFrame, asked: Filters) -> list[tuple[str, str]]:
    """What the metadata say, a line each, in the reader's language."""
    told = provenance.metadata(asked)
    lines = [(words.TOLD[name], told[name]) for name in words.TOLD if name in told]
    if {"low", "high"} <= set(table.columns):
        lines.append((words.BOUNDS(), words.BOUNDS_ARE()))
    return [
        (label, each)
        for label, said in lines
        for each in (said if isinstance(said, list) else [str(said or "")])
        if each
    ]


def parquet(table: pd.DataFrame, asked: Filters) -> bytes:
    """The table as Parquet, its metadata under the key `metadata`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrow = pa.Table.from_pandas(table, preserve_index=False)
    arrow = arrow.replace_schema_metadata(
        {
            **(arrow.schema.metadata or {}),
            b"metadata": json.dumps(provenance.metadata(asked)).encode(),
        }
    )
    sink = io.BytesIO()
    pq.write_table(arrow, sink)
    return sink.getvalue()


@dataclass(frozen=True, slots=True)
class Download:
    """A file that is handed out: what it needs of the reader, and what makes it of a table."""

    id: str
    right: Right
    label: Sentence
    dump: Callable[[pd.DataFrame, Filters], bytes]
    ending: str
    kind: str


_CSV, _EXCEL, _PARQUET = (
    (csv_zip, "zip", "application/zip"),
    (xlsx, "xlsx", XLSX),
    (parquet, "parquet", "application/vnd.apache.parquet"),
)
FIGURES = (
    Download("csv", Right.EXPORT, words.CSV, *_CSV),
    Download("excel", Right.EXPORT, words.EXCEL, *_EXCEL),
    Download("parquet", Right.EXPORT, words.PARQUET, *_PARQUET),
)
RECORDS = (
    Download("csv", Right.ROWS, words.RECORDS_CSV, *_CSV),
    Download("excel", Right.ROWS, words.RECORDS_EXCEL, *_EXCEL),
    Download("parquet", Right.ROWS, words.RECORDS_PARQUET, *_PARQUET),
)


def buttons(table: Callable[[], pd.DataFrame], asked: Filters, key: str) -> None:
    """The downloads of a table, made when they are asked for."""
    _offered(FIGURES, table, asked, asked.slug(), key)


def sheets(table: Callable[[], pd.DataFrame], asked: Filters, key: str) -> None:
    """The downloads of a table whose columns hold numbers and words: Parquet does not take it."""
    _offered(FIGURES[:2], table, asked, f"{asked.slug()}_{key}", key)


def _open(asked: Filters) -> pd.DataFrame:
    """The records behind a figure as far as the licence lets them be passed on."""
    return method.passed_on(asked, query.rows(asked))[0]


def records(asked: Filters) -> None:
    """The downloads of the records behind a figure, read when they are asked for."""
    _offered(RECORDS, lambda: _open(asked), asked, f"{asked.slug()}_records", "records")


def _offered(
    files: tuple[Download, ...],
    table: Callable[[], pd.DataFrame],
    asked: Filters,
    name: str,
    key: str,
) -> None:
    """The files that the reader may have."""
    who = reader.current()
    with st.container(horizontal=True, gap="small"):
        for each in files:
            if who.may(each.right):
                st.download_button(
                    each.label(),
                    readers.later(partial(made, each, table, asked)),
                    f"{name}.{each.ending}",
                    each.kind,
                    key=f"{key}-{each.id}",
                    icon=":material/download:",
                    on_click="ignore",
                )


def made(wanted: Download, table: Callable[[], pd.DataFrame], asked: Filters) -> bytes:
    """The file, for who reads at this moment; ForbiddenError where they may not have it."""
    what = f"{asked.indicator}.{wanted.id}{'.records' if wanted in RECORDS else ''}"
    mark = store.current().mark(asked.indicator)
    try:
        reader.require(wanted.right)
    except reader.ForbiddenError:
        audit.note(audit.Action.EXPORT, what, mark=mark, refused=True)
        raise
    file = wanted.dump(table(), asked)
    audit.note(audit.Action.EXPORT, what, mark=mark)  # or the file is not handed out
    return file
