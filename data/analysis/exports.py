"""A table as a file that says where it comes from: CSV, a workbook, Parquet."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from typing import Any

import pandas as pd

from data import catalog, query, store
from data.analysis import method
from data.catalog import Indicator
from data.query import Filters
from data.records import spreadsheet
from languages.english import downloads as words
from languages.english import provenance as sentences

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"
_ROWS = 1_000_000  # of a sheet; Excel takes a few more
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")  # what the name of a sheet cannot hold


def metadata(asked: Filters) -> dict[str, Any]:
    """What a table that is taken away must carry beside it."""
    about = query.indicator(asked)
    source = catalog.source_of(about)
    version = store.current().versions.get(source.name)
    return {
        "indicator": about.id,
        "title": about.title,
        "definition": about.definition,
        "rule": list(method.sentences(asked)),
        "unit": about.unit,
        "kind": about.kind,
        "aggregation": about.aggregation,
        "filters": asked.plain(),
        "filters_in_words": asked.words(about),
        "publisher": source.publisher,
        "source": source.title,
        "edition": source.edition,
        "licence": source.licence.name,
        "redistribution": source.licence.redistribution,
        "url": source.url,
        "as_of": source.as_of.isoformat(),
        "version": version.version if version else None,
        "tlp": store.current().mark(about.id).value,
        "accessed": date.today().isoformat(),
        "citation": citation(asked),
        "caveats": list(about.caveats),
        "bias": source.bias,
    }


def said(asked: Filters, about: Indicator) -> str:
    """The filters in words; of a stock the day it is counted on."""
    if about.aggregation != "stock":
        return asked.words(about)
    return asked.words(about, when=query.when(asked))


def citation(asked: Filters) -> str:
    """One line to quote a figure by: publisher, version, filters, access date."""
    about = query.indicator(asked)
    source = catalog.source_of(about)
    version = store.current().versions.get(source.name)
    template = sentences.CITATION if version else sentences.CITATION_UNVERSIONED
    return template(
        citation=source.citation,
        title=about.title,
        filters=said(asked, about),
        version=version.version if version else "",
        day=date.today(),
    )


def csv(table: pd.DataFrame) -> str:
    """The table as CSV, in which no text is run as a formula."""
    text: str = spreadsheet.safe(table).to_csv(index=False)
    return text


def csv_zip(table: pd.DataFrame, asked: Filters) -> bytes:
    """A zip of the table as CSV (UTF-8 with the mark by which Excel knows it) and its metadata as
    JSON beside it.
    """
    sink = io.BytesIO()
    name = asked.slug()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr(f"{name}.csv", csv(table).encode("utf-8-sig"))
        box.writestr(
            f"{name}.metadata.json",
            json.dumps(metadata(asked), ensure_ascii=False, indent=1),
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
    told = metadata(asked)
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
            b"metadata": json.dumps(metadata(asked)).encode(),
        }
    )
    sink = io.BytesIO()
    pq.write_table(arrow, sink)
    return sink.getvalue()
