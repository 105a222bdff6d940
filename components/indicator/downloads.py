"""What a reader takes away: the table of the page, with its source beside it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pandas as pd
import streamlit as st

from components.indicator import provenance
from data import query
from data.analysis import method
from data.query import Filters
from languages.english import downloads as words

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(table: pd.DataFrame) -> pd.DataFrame:
    """The table with texts that a spreadsheet would run as a formula made plain by a leading
    apostrophe.
    """
    out = table.copy()
    for name in out.columns:
        if not pd.api.types.is_numeric_dtype(out[name]):
            out[name] = out[name].map(
                lambda cell: (
                    f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
                )
            )
    return out


def csv_zip(table: pd.DataFrame, asked: Filters) -> bytes:
    """A zip of the table as CSV (UTF-8) and its metadata as JSON beside it."""
    sink = io.BytesIO()
    name = asked.slug()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr(f"{name}.csv", safe(table).to_csv(index=False))
        box.writestr(
            f"{name}.metadata.json",
            json.dumps(provenance.metadata(asked), ensure_ascii=False, indent=1),
        )
    return sink.getvalue()


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


def buttons(table: Callable[[], pd.DataFrame], asked: Filters, key: str) -> None:
    """The two downloads of a table, made when they are asked for."""
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            words.CSV(),
            lambda: csv_zip(table(), asked),
            f"{asked.slug()}.zip",
            "application/zip",
            key=f"{key}-csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            words.PARQUET(),
            lambda: parquet(table(), asked),
            f"{asked.slug()}.parquet",
            "application/vnd.apache.parquet",
            key=f"{key}-parquet",
            icon=":material/download:",
            on_click="ignore",
        )


def _open(asked: Filters) -> pd.DataFrame:
    """The records behind a figure as far as the licence lets them be passed on."""
    return method.passed_on(asked, query.rows(asked))[0]


def records(asked: Filters) -> None:
    """The downloads of the records behind a figure, read when they are asked for."""
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            words.RECORDS_CSV(),
            lambda: csv_zip(_open(asked), asked),
            f"{asked.slug()}_records.zip",
            "application/zip",
            key="records-csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            words.RECORDS_PARQUET(),
            lambda: parquet(_open(asked), asked),
            f"{asked.slug()}_records.parquet",
            "application/vnd.apache.parquet",
            key="records-parquet",
            icon=":material/download:",
            on_click="ignore",
        )
