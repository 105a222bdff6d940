"""A reader's own table: the file, what its columns are, the report, and only then the store."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

import settings
from components.screens import source
from components.shell import faults, menu, offers
from data import catalog
from data.ingest import user_tables
from data.ingest.user_tables import About, Reading
from data.reading import recent, user_file
from data.reading.user_file import Columns, SheetsError, Table, UnsureEncodingError
from data.records import InputError
from errors import ThreatsError
from languages import NOTHING, amount, number
from languages.english import own_table as words
from security import reader
from security.tlp import USUAL, Tlp

OPTIONAL = ("category", "value")  # columns that a table can do without


def show() -> None:
    """The whole part of the page, for who may bring tables; what is wrong with a file is said
    here.
    """
    if not offers.OWN_TABLES.made():
        return
    with st.expander(words.UPLOAD(), icon=":material/upload_file:", key="own"):
        root = settings.brought()
        st.text(words.WHAT_FILE())
        if not (settings.current().store or settings.current().sign_in):  # it is the reader's own
            st.text(words.KEPT_HERE(folder=_named(root)))
        file = st.file_uploader(
            words.FILE(),
            type=["csv", "tsv", "txt", "xlsx", "parquet"],
            max_upload_size=user_file.LARGEST // 1024**2,
            key="own_file",
        )
        if file is None:
            return
        try:
            with (
                file
            ):  # the session keeps it, and with it the bytes, for as long as it may come back
                content = file.getvalue()
            _whole(file.file_id, file.name, content, root)
        except ThreatsError as fault:
            st.error(faults.said(fault), icon=":material/error:")


def _named(root: Path) -> str:
    """A folder as its owner calls it."""
    home = Path.home()
    return str(Path("~") / root.relative_to(home) if root.is_relative_to(home) else root)


def _whole(key: str, name: str, content: bytes, root: Path) -> None:
    """The file opened, where need be with the sheet or the encoding that the reader picks."""
    try:
        with st.spinner(words.READING()):
            table = _opened(key, name, content)
    except UnsureEncodingError as fault:
        st.info(faults.said(fault))
        encoding = st.selectbox(
            words.ENCODING(),
            words.ENCODINGS,
            index=None,
            key=f"own-encoding-{key}",
            placeholder=words.CHOOSE(),
        )
        if not encoding:
            return
        table = _opened(key, name, content, "", encoding)
        key = f"{key}-{encoding}"
    except SheetsError as fault:
        st.info(faults.said(fault))
        sheet = st.selectbox(
            words.SHEET(),
            fault.sheets,
            index=None,
            format_func=menu.plain,
            key=f"own-sheet-{key}",
            placeholder=words.CHOOSE(),
        )
        if not sheet:
            return
        table = _opened(key, name, content, sheet)
        key = f"{key}-{fault.sheets.index(sheet)}"
    _brought(table, root, key)


def _opened(key: str, name: str, content: bytes, sheet: str = "", encoding: str = "") -> Table:
    """The file as it was brought, opened once while there is room for it."""
    return recent.tables().table(
        (key, sheet, encoding), lambda: _read(name, content, sheet, encoding)
    )


def _read(name: str, content: bytes, sheet: str, encoding: str) -> Table:
    try:
        with tempfile.TemporaryDirectory(prefix="own-") as folder:
            path = Path(folder) / "table"
            path.write_bytes(content)
            return Table(path, name, sheet, encoding)
    except OSError as fault:
        raise InputError(words.NO_ROOM(fault=fault.strerror or "")) from fault


def _brought(table: Table, root: Path, key: str) -> None:
    """What the columns are, what the table is about, and what of it would be kept."""
    guessed = user_file.guess(table)
    st.dataframe(
        table.cells[table.columns].head(5),
        hide_index=True,
        key=f"own-head-{key}",
        alt=words.HEAD_ALT(),
    )
    st.text(words.GUESSED())
    columns = _picked(table, guessed, key)
    about = _about(table, guessed, key)
    columns = _spelt(columns, key)
    if not about.unit.strip():
        st.info(words.SAY_UNIT())
        return
    for doubt in user_file.doubts(table, columns):
        st.warning(menu.plain(doubt), icon=":material/help:")
    reading = user_tables.read(table, columns, about)
    leave_out, wholes = False, ""
    if reading.wholes:
        wholes = _wholes(reading, key)
        reading = user_tables.read(table, columns, about, wholes=wholes)
    st.text(_would_be_kept(reading))
    source.details(reading.report, f"own-{key}")
    if reading.undecided:
        rows = sum(reading.undecided.values())
        leave_out = st.checkbox(words.LEAVE_OUT(rows), key=f"own-leave-{key}")
    sure = _confirmed(reading, key)
    there = f"own.{reading.name}" in catalog.indicators()
    if st.button(
        words.REPLACE() if there else words.KEEP(),
        type="primary",
        disabled=not sure or bool(reading.wholes) or (bool(reading.undecided) and not leave_out),
        key=f"own-keep-{key}",
    ):
        whole = user_tables.read(table, columns, about, leave_out, wholes)
        user_tables.keep(root, whole, leave_out)
        st.success(menu.plain(words.KEPT(indicator=f"own.{reading.name}")))
        source.link(catalog.indicators()[f"own.{reading.name}"])


def _wholes(reading: Reading, key: str) -> str:
    """What the reader does with rows that are the whole of other rows; empty while undecided."""
    named = ", ".join(reading.wholes)
    picked: str | None = st.radio(
        menu.plain(words.WHOLES(sum(reading.wholes.values()), named=named)),
        list(user_tables.WHOLES),
        index=None,
        format_func=lambda each: words.DO_WITH_WHOLES[each],
        horizontal=True,
        key=f"own-wholes-{key}",
    )
    return picked or ""


def _confirmed(reading: Reading, key: str) -> bool:
    """The columns as read, three readings and the world total, and whether the reader says that
    they are right.
    """
    said = reading.report["as_read"]
    shown = [
        {
            words.ROW(): each["row"],
            words.IN_THE_FILE(): " · ".join(each["cells"].values()),
            words.ROLES["country"]: each["country"] or NOTHING,
            words.ROLES["date"]: each["date"],
            **({words.ROLES["category"]: each["category"]} if each["category"] else {}),
            words.ROLES["value"]: _exactly(each),
        }
        for each in said["samples"]
    ]
    st.text(words.AS_READ(columns=", ".join(said["columns"].values())))
    st.table(pd.DataFrame(shown).set_index(words.ROW()))
    low, high = said["world"] or (said["least"], said["most"])
    template = words.WORLD_TOTAL if said["world"] else words.NOT_ADDED
    span = amount(low if low == high else None, low, high)
    st.text(template(amount=span, unit=said["unit"]))
    return st.checkbox(words.CONFIRM(), key=f"own-confirm-{key}")


def _exactly(each: Mapping[str, Any]) -> str:
    """The value of a sample with all its decimals."""
    if each["value"] is None:
        return amount(None, each["low"], each["high"])
    decimals = f"{each['value']:.12f}".rstrip("0").partition(".")[2]
    return number(each["value"], len(decimals))


def _picked(table: Table, guessed: Columns, key: str) -> Columns:
    """The columns the reader picked, one for each role; empty where there is none."""
    picked: dict[str, str] = {}
    for place, role in zip(st.columns(len(words.ROLES)), words.ROLES, strict=True):
        options = [*([""] if role in OPTIONAL else []), *table.columns]
        found = getattr(guessed, role)
        nothing = 0 if role in OPTIONAL else None
        with place:
            picked[role] = (
                st.selectbox(
                    words.ROLES[role],
                    options,
                    options.index(found) if found in options else nothing,
                    format_func=lambda each: each or words.NO_COLUMN(),
                    key=f"own-{role}-{key}",
                    placeholder=words.CHOOSE_A_COLUMN(),
                )
                or ""
            )
    return replace(
        guessed,
        country=picked["country"],
        date=picked["date"],
        category=picked["category"],
        value=picked["value"],
    )


def _about(table: Table, guessed: Columns, key: str) -> About:
    """Title, unit, kind, mark and whether it counts persons, as the reader says them."""
    one, two, three, four = st.columns(4)
    with one:
        named = Path(table.file).stem.replace("_", " ").capitalize()
        title = st.text_input(words.TITLE(), named, max_chars=80, key=f"own-title-{key}")
    with two:
        unit = st.text_input(
            words.UNIT(), placeholder=words.UNIT_SUCH_AS(), max_chars=40, key=f"own-unit-{key}"
        )
    with three:
        kinds = user_tables.KINDS
        kind: str = st.selectbox(
            words.KIND(),
            [*kinds],
            index=0 if guessed.value else 1,
            format_func=lambda each: kinds[each],
            key=f"own-kind-{key}",
            placeholder=words.CHOOSE(),
        )
    with four:
        known = [mark for mark in Tlp if mark <= reader.current().ceiling]
        mark: Tlp = st.selectbox(
            words.TLP(),
            known,
            index=len(known) - 1 if USUAL not in known else known.index(USUAL),
            format_func=lambda each: each.value,
            key=f"own-tlp-{key}",
            placeholder=words.CHOOSE(),
            help=words.TLP_HELP(),
        )
        persons = st.checkbox(words.PERSONS(), key=f"own-persons-{key}", help=words.PERSONS_HELP())
    return About(title, unit, kind, mark, persons)


def _spelt(columns: Columns, key: str) -> Columns:
    """The columns, with how dates and numbers are spelt in them as the reader says."""
    with st.container(horizontal=True):
        month = st.checkbox(
            words.MONTH_FIRST(), value=not columns.day_first, key=f"own-month-{key}"
        )
        comma = st.checkbox(
            words.DECIMAL_COMMA(), value=columns.decimal_comma, key=f"own-comma-{key}"
        )
    return replace(columns, day_first=not month, decimal_comma=comma)


def _would_be_kept(reading: Reading) -> str:
    """What the store would keep of a table, in a sentence."""
    starts, places = reading.records["start"], reading.records["country"]
    first, last = starts.min().year, starts.max().year
    years = words.YEARS(first=str(first), last=str(last)) if last > first else str(first)
    return words.WOULD_BE_KEPT(
        read=reading.report["read"],
        kept=reading.report["kept"],
        years=years,
        countries=words.COUNTRIES(int(places.nunique())),
        categories=words.CATEGORIES(len(reading.description["categories"])),
    )
