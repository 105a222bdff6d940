"""Masked cells add up alike in SQL, in arrays, in a cube and from rows."""

import math
from dataclasses import replace

import duckdb
import numpy as np
import pandas as pd
import pytest

from data import catalog, store
from data.records import QuerySpec, complete, masked
from data.store import Store

NO = math.nan
EXACT, NONE, HIDDEN, WIDE = (7.0, 7.0, 7.0), (0.0, 0.0, 0.0), (NO, 1.0, 4.0), (NO, 0.0, 10.0)
CASES = [  # cells of value, low and high; then value, low, high and masked of their group
    ([EXACT], (7, 7, 7, 0)),
    ([EXACT, EXACT, NONE], (14, 14, 14, 0)),
    ([HIDDEN], (NO, 1, 4, 1)),
    ([HIDDEN, WIDE], (NO, 1, 14, 2)),
    ([EXACT, HIDDEN], (7, 7, 11, 1)),
    ([EXACT, HIDDEN, WIDE, EXACT], (14, 14, 28, 2)),
    ([NONE, HIDDEN], (0, 0, 4, 1)),
]
of_a_case = pytest.mark.parametrize(("cells", "expected"), CASES)


def same(found, expected):
    found = [NO if pd.isna(each) else float(each) for each in found]
    assert found == pytest.approx(expected, abs=0, nan_ok=True)


@of_a_case
def test_in_sql(cells, expected):
    known = ", ".join(
        f"({', '.join('NULL' if each != each else f'{each}::DOUBLE' for each in cell)})"
        for cell in cells
    )
    row = duckdb.sql(f"SELECT {masked.SQL} FROM (VALUES {known}) AS once(v, l, h)").fetchall()[0]
    same(row, expected)


@of_a_case
def test_in_arrays(cells, expected):
    values, lows, highs = np.array(cells).T
    n, unsaid = np.array([len(cells)]), np.array([np.isnan(values).sum()])
    value, low = masked.added(n, unsaid, np.array([np.nansum(values)]), np.array([lows.sum()]))
    same((value[0], low[0], highs.sum(), unsaid[0]), expected)


@of_a_case
def test_from_a_cube_from_the_records_and_from_a_few_rows(cells, expected, own_store):
    about = catalog.indicators()["ctdc.victims"]
    rows = [
        {
            "indicator": "victims",
            "record": number,
            "country": country,
            "start": pd.Timestamp(2016, 1, 1),
            "value": value,
            "low": low,
            "high": high,
        }
        for number, (value, low, high) in enumerate(cells)
        for country in ("IDN", "SGP")
    ]
    source = catalog.source_of(about)
    store.publish(own_store, source, complete(pd.DataFrame(rows)), {})
    opened = store.read(own_store)
    bare = {about.source: replace(opened.versions[about.source], cube=None)}
    without = Store("without", bare, opened.engine)
    asked = QuerySpec(about.id, countries=("IDN", "SGP"))
    (cube,) = opened.grouped(asked).itertuples(index=False)
    (scanned,) = without.scanned(asked).itertuples(index=False)
    (plain,) = opened.listed(asked)
    (few,) = without.listed(asked)
    for each in (cube, scanned, plain, few):
        same(each, expected)
