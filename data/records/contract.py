"""The contract of the records table: what every adapter hands over and the store keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data.catalog import Source
from data.geography import countries
from errors import ThreatsError
from languages.english import reading as words
from security.tlp import Tlp

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

# One row per record, country, partner and category. A record that touches several countries stands
# in several rows under one `record` number, so that a world total counts it once.
COLUMNS = {
    "indicator": "str",  # id without the source's name until the store adds it
    "record": "int64",  # number of the counted thing within its indicator
    "country": "str",  # ISO 3166-1 alpha-3, XKX, or missing: not located
    "partner": "str",  # the other country, in the indicator's partner role, or missing
    "category": "str",  # category id, or missing
    "start": "datetime64[s]",  # first day; missing: not dated
    "precision": "str",  # day, month, year or none: how exact `start` was published
    "end": (
        "datetime64[s]"
    ),  # first day on which a listing no longer holds; missing: still listed, or not a listing
    "value": "float64",  # in the indicator's unit; missing where the publisher masks it
    "low": "float64",  # lowest value the published cell can mean
    "high": "float64",  # highest value the published cell can mean
    "world": "bool",  # True: a published figure for the world, not for a country
    "rank": (
        "int8"
    ),  # 1: counted; 2 and more: other statements of the same fact, shown beside it, never added
    "row": (
        "int32"
    ),  # line of the published file (the header is line 1), 0 where there is no such line
    "stated": "str",  # as printed where that matters: about, more than, fewer than
    "cited": "str",  # who said it, where a table collects several publishers
    "tlp": "str",  # Traffic Light Protocol 2.0 mark
}
PRECISIONS = ("day", "month", "year", "none")
# What `stated` says of a number that is not exact: it stays with the number, and such a number is
# never set against another.
INEXACT = ("about", "more than", "fewer than", "at least")


class InputError(ThreatsError):
    """A published file is not what its description says; one sentence that names file, row and
    value.
    """


def complete(records: pd.DataFrame) -> pd.DataFrame:
    """Adds the columns an adapter left at their usual value and puts all in order, in the
    contract's types.
    """
    usual = {
        "country": None,
        "partner": None,
        "category": None,
        "precision": "day",
        "end": pd.NaT,
        "value": 1.0,
        "world": False,
        "rank": 1,
        "row": 0,
        "stated": None,
        "cited": None,
        "tlp": "CLEAR",
    }
    full = records.copy()
    for name, value in usual.items():
        if name not in full:
            full[name] = value
    for bound in ("low", "high"):
        if bound not in full:
            full[bound] = full["value"]
        full[bound] = full[bound].astype("float64").fillna(full["value"].astype("float64"))
    full["precision"] = full["precision"].where(full["start"].notna(), "none")
    full = full[list(COLUMNS)].astype(COLUMNS)
    return full.sort_values(
        ["indicator", "record", "rank", "country", "partner", "category", "start"],
        kind="stable",
        ignore_index=True,
    )


def _schema(source: Source) -> DataFrameSchema:
    import pandera.pandas as pa  # who only reads figures need not wait for it

    names = [each.removeprefix(f"{source.name}.") for each in source.indicators]
    code = pa.Check.isin(countries.codes())
    checks = {
        "indicator": pa.Column(checks=pa.Check.isin(names)),
        "record": pa.Column(checks=pa.Check.ge(0)),
        "country": pa.Column(checks=code, nullable=True),
        "partner": pa.Column(checks=code, nullable=True),
        "category": pa.Column(nullable=True),
        "start": pa.Column(
            nullable=True,
            checks=pa.Check.in_range(pd.Timestamp("1900-01-01"), pd.Timestamp("2100-01-01")),
        ),
        "precision": pa.Column(checks=pa.Check.isin(PRECISIONS)),
        "end": pa.Column(nullable=True),
        "value": pa.Column(nullable=True, checks=pa.Check(lambda s: s.abs() < 1e15, name="finite")),
        "low": pa.Column(),
        "high": pa.Column(),
        "world": pa.Column(),
        "rank": pa.Column(checks=pa.Check.ge(1)),
        "row": pa.Column(checks=pa.Check.ge(0)),
        "stated": pa.Column(nullable=True),
        "cited": pa.Column(nullable=True),
        "tlp": pa.Column(checks=pa.Check.isin([mark.word for mark in Tlp])),
    }
    return pa.DataFrameSchema(checks, strict=True)


def check(records: pd.DataFrame, source: Source, file: str) -> pd.DataFrame:
    """The records as they are, or InputError naming file, row and value of the first one that
    breaks the contract.
    """
    from pandera.errors import SchemaError, SchemaErrors

    try:
        _schema(source).validate(records, lazy=False)
    except (SchemaError, SchemaErrors) as fault:
        cases = getattr(fault, "failure_cases", None)
        value, row = "?", "?"
        if isinstance(cases, pd.DataFrame) and len(cases):
            value = cases["failure_case"].iloc[0]
            index = cases["index"].iloc[0]
            if index is not None and index in records.index:
                row = str(int(records.loc[index, "row"]))
        column = getattr(getattr(fault, "schema", None), "name", "a column")
        wrong = words.CANNOT_BE(column=column, value=repr(value))
        raise InputError(words.IN_ROW(file=file, row=row, fault=wrong)) from fault
    bad = records[
        (records["low"] > records["high"])
        | (records["value"].notna() & ~records["value"].between(records["low"], records["high"]))
    ]
    if len(bad):
        first = bad.iloc[0]
        wrong = words.OUTSIDE(value=str(first.value), low=str(first.low), high=str(first.high))
        raise InputError(words.IN_ROW(file=file, row=str(first.row), fault=wrong))
    for key, indicator in source.indicators.items():
        mine = records[records["indicator"] == key.removeprefix(f"{source.name}.")]
        unknown = mine[
            mine["category"].notna() & ~mine["category"].isin(list(indicator.categories))
        ]
        if len(unknown):
            first = unknown.iloc[0]
            wrong = words.NO_CATEGORY(category=repr(first.category), indicator=key)
            raise InputError(words.IN_ROW(file=file, row=str(first.row), fault=wrong))
    return records
