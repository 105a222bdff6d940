"""Brings a published file into a store: adapter, contract, aggregation where the licence asks for
it, publication.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from data import catalog, store
from data.catalog import Source
from data.reading.published import Published
from data.records import InputError, check, complete
from languages.english import ingest as words
from languages.english import reading as file_words
from security import audit


def source_named(name: str) -> Source:
    """The source of that name; InputError listing the names where there is none."""
    found = catalog.everything().get(name)
    if found is None:
        raise InputError(words.NO_SOURCE(name=repr(name), known=", ".join(catalog.everything())))
    return found


def read(path: Path, source: Source) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The records of a published file, checked against the contract, with the import report."""
    if not path.is_file():
        raise InputError(file_words.IN_FILE(file=path.name, fault=file_words.NO_FILE()))
    published = Published(path, source)
    records = complete(importlib.import_module(f"data.sources.{source.name}").read(published))
    check(records, source, published.file)
    report = published.report
    # Two files read together may have a line of the same number; who said it tells them apart.
    lines = records[["row", "cited"]].drop_duplicates()
    report.kept = len(lines) if records["row"].any() else len(records)
    counted = records.drop_duplicates(["indicator", "record"])
    report.precision.update(counted["precision"])
    low, high = source.expect.get("rows_min", 0), source.expect.get("rows_max", len(records))
    if not low <= len(records) <= high:
        published.remark(words.UNUSUAL, n=len(records), low=low, high=high)
    return records, report.plain()


def kept(report: Mapping[str, Any]) -> dict[str, Any]:
    """The report as a store keeps it: a spelling nobody has decided on, which may be a person's
    name, is only its row.

    Who runs the import is told the spelling itself.
    """
    first = report.get("first_seen", {})
    rows = {
        words.AS_IN_ROW.text.format(row=first[name])
        if first.get(name)
        else words.SPELLING_NUMBER.text.format(number=number): count
        for number, (name, count) in enumerate(report["unmatched"].items(), 1)
    }
    return {name: value for name, value in report.items() if name != "first_seen"} | {
        "unmatched": rows
    }


def aggregated(records: pd.DataFrame) -> pd.DataFrame:
    """The records as counted cells: those alike in month, countries, partners and categories become
    one with their number.

    Every answer at the grain of months stays what it was, while no single published record is
    passed on.
    """
    month = records["start"].dt.to_period("M").dt.to_timestamp().astype("datetime64[s]")
    cells = records.assign(
        start=month, precision=records["precision"].replace("day", "month"), end=pd.NaT, row=0
    )
    places = ["country", "partner", "category"]
    cells = cells.sort_values(["indicator", "record", *places], ignore_index=True)
    shape = cells[places].fillna("").agg("|".join, axis=1)
    touched = shape.groupby([cells["indicator"], cells["record"]]).agg(";".join)
    first = cells.groupby(["indicator", "record"]).agg(
        start=("start", "first"), precision=("precision", "first"), value=("value", "first")
    )
    first["shape"] = touched
    keys = ["indicator", "start", "precision", "shape"]
    first = first.reset_index().sort_values([*keys, "record"], ignore_index=True)
    groups = first.groupby(keys, dropna=False, sort=True)
    first["cell"] = groups.ngroup()
    first["sum"] = groups["value"].transform("sum")
    kept = first.drop_duplicates("cell")
    out = cells.drop(columns=["value", "low", "high"]).merge(
        kept[["indicator", "record", "cell", "sum"]], on=["indicator", "record"]
    )
    return complete(out.assign(record=out["cell"], value=out["sum"]).drop(columns=["cell", "sum"]))


def bring(
    path: Path,
    name: str,
    root: Path,
    for_bundle: bool = False,
    edition: str = "",
    as_of: date | None = None,
) -> tuple[str, dict[str, Any]]:
    """Reads a file and makes it the source's version in force in a store; returns its name and the
    import report.

    `edition` and `as_of` are those of the file where it is a later one than the description knows.
    """
    source = source_named(name)
    source = replace(source, edition=edition or source.edition, as_of=as_of or source.as_of)
    records, report = read(path, source)
    single = [
        key.removeprefix(f"{name}.")
        for key, each in source.indicators.items()
        if each.kind in ("event", "notice")
    ]
    if for_bundle and single and source.licence.redistribution == "aggregates":
        apart = records["indicator"].isin(single)
        records = complete(
            pd.concat([aggregated(records[apart]), records[~apart]], ignore_index=True)
        )
        report["remarks"] = [
            *report["remarks"],
            words.MONTHLY.text,
        ]

    def recorded(version: str) -> None:
        if not for_bundle:
            audit.note(audit.Action.IMPORT, f"{name}.{version}")

    version = store.publish(root, source, records, kept(report), recorded=recorded)
    return version, report
