"""What a reader takes away: the table of the page, with its source beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

import settings
from components.elements import copying
from components.shell import readers
from data import query, store
from data.analysis import exports, method
from data.query import Filters
from languages import Sentence
from languages.english import downloads as words
from security import audit, reader
from security.roles import Right


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
    (exports.csv_zip, "zip", "application/zip"),
    (exports.xlsx, "xlsx", exports.XLSX),
    (exports.parquet, "parquet", exports.PARQUET),
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


def buttons(
    table: Callable[[], pd.DataFrame], asked: Filters, key: str, by: tuple[str, ...]
) -> None:
    """The downloads of a table, made when they are asked for, and the address of its figures `by`
    country or period.
    """
    _offered(FIGURES, table, asked, asked.slug(), key, query.address.of(asked, by))


def sheets(
    table: Callable[[], pd.DataFrame], asked: Filters, key: str, by: tuple[str, ...]
) -> None:
    """The downloads of a table whose columns hold numbers and words: Parquet does not take it."""
    name = f"{asked.slug()}_{key}"
    _offered(FIGURES[:2], table, asked, name, key, query.address.of(asked, by))


def _open(asked: Filters) -> pd.DataFrame:
    """The records behind a figure as far as the licence lets them be passed on."""
    return method.passed_on(asked, query.rows(asked))[0]


def records(asked: Filters) -> None:
    """The downloads of the records behind a figure, read when they are asked for."""
    address = "" if method.closed(asked) else query.address.of(asked, rows=True)
    name = f"{asked.slug()}_records"
    _offered(RECORDS, lambda: _open(asked), asked, name, "records", address)


def _offered(
    files: tuple[Download, ...],
    table: Callable[[], pd.DataFrame],
    asked: Filters,
    name: str,
    key: str,
    address: str,
) -> None:
    """The files that the reader may have, and the address by which others read the same."""
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
        if address and who.may(files[0].right) and settings.current().api != "off":
            copying.button(address, f"{key}-address")


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
