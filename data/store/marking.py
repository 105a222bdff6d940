"""The marks of records when a version is published: a record bears the strictest of its rows and at
least that of its indicator, and what bears a lower mark is a version of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.catalog import Source
from data.records import COLUMNS
from data.store import small
from security.tlp import Tlp

WORDS = [mark.word for mark in Tlp]  # the stricter one comes later


def marked(records: pd.DataFrame | Path, source: Source) -> pd.DataFrame | Path:
    """The records with their marks; a file in which all are alike stays one, unless it counts
    persons.
    """
    floor = {key.partition(".")[2]: each.tlp.word for key, each in source.indicators.items()}
    if isinstance(records, Path):
        found = pc.unique(pq.read_table(records, columns=["tlp"])["tlp"]).to_pylist()
        clear = Tlp.CLEAR.word in found or not small.counted(source)
        if len(found) < 2 and {*found} >= {*floor.values()} and clear:
            return records
        records = pd.read_parquet(records).astype(COLUMNS)
    if not len(records) or {*records["tlp"].unique(), *floor.values()} == {Tlp.CLEAR.word}:
        return records
    own = records["tlp"].map(WORDS.index, na_action="ignore").fillna(len(WORDS) - 1)
    least = records["indicator"].map(floor).map(WORDS.index)
    place = pd.concat([own, least], axis=1).max(axis=1)
    strictest = place.groupby([records["indicator"], records["record"]]).transform("max")
    for names in small.together(source):
        alike = records["indicator"].isin(names)
        strictest = strictest.mask(alike, strictest[alike].max())
    return records.assign(tlp=strictest.astype("int64").map(WORDS.__getitem__).astype("str"))


def narrower(records: pd.DataFrame | Path) -> Iterator[tuple[Tlp, pd.DataFrame]]:
    """Each lower mark, with the records up to it."""
    if isinstance(records, Path):
        return
    for mark in _found(records)[:-1]:
        kept = records["tlp"].isin([each.word for each in Tlp if each <= mark])
        yield mark, records[kept].reset_index(drop=True)


def told(records: pd.DataFrame | Path) -> dict[str, Any]:
    """What a pointer says of the marks: the strictest, and of each indicator where they differ."""
    if isinstance(records, Path):
        with pq.ParquetFile(records) as file:
            found = file.read(columns=["tlp"])["tlp"]
        return {"tlp": found[0].as_py() if len(found) else Tlp.CLEAR.word}
    found = _found(records)
    if len(found) < 2:
        return {"tlp": found[0].word if found else Tlp.CLEAR.word}
    each = {str(key): _found(part)[-1].word for key, part in records.groupby("indicator")}
    return {"tlp": found[-1].word, "marks": each}


def _found(records: pd.DataFrame) -> list[Tlp]:
    return sorted(map(Tlp.spelt, records["tlp"].unique()))
