"""Small numbers of persons, hidden when a version is published: what is not in it, no question can
bring back.

Records above TLP:CLEAR of an indicator that counts persons become cells: those alike in mark,
period, countries, partners and categories are one. A cell below THREATS_SMALLEST is masked as
published figures are (`<5`). Where figures can be set against one another (a whole beside its
parts), what would give a masked cell away by a difference is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import pandas as pd

import settings
from data.catalog import Indicator, Source
from data.records import complete
from data.store.layout import StoreError
from languages.english import ingest as words
from security.tlp import Tlp

PLACES = ("country", "partner", "category")


def counted(source: Source) -> dict[str, Indicator]:
    """The indicators that count persons, by their name without the source's."""
    return {
        key.partition(".")[2]: each
        for key, each in source.indicators.items()
        if each.persons and each.kind != "score"
    }


def together(source: Source) -> Iterator[frozenset[str]]:
    """Names of indicators whose figures can be set against one another: they bear one mark."""
    names = counted(source)
    if _siblings(source):
        yield frozenset(names)
        return
    for name, about in names.items():
        if about.world or (about.kind == "observation" and (about.one_category or about.overlap)):
            yield frozenset({name})


def _siblings(source: Source) -> bool:
    """Whether one publisher counts the same persons in several indicators."""
    return len(counted(source)) > 1 and source.name != "own"


def hide(records: pd.DataFrame, source: Source) -> tuple[pd.DataFrame, frozenset[str]]:
    """The records with small numbers of persons hidden, and the names of the indicators that are
    made of cells; StoreError for a marked list of persons, whose spells are no cells.
    """
    above = records["tlp"].ne(Tlp.CLEAR.word)
    made: dict[str, pd.DataFrame] = {}
    for name, about in counted(source).items():
        mine = records[above & records["indicator"].eq(name) & records["rank"].eq(1)]
        if mine.empty:
            continue
        if about.kind == "listing":
            raise StoreError(words.LIST_OF_PERSONS(indicator=about.id))
        made[name] = _without_wholes(_masked(_cells(mine, about)), about)
    if not made:
        return records, frozenset()
    if _siblings(source):
        _keep_the_first(made)
    cells = [each[~each["gone"]].drop(columns=["gone", "hidden"]) for each in made.values()]
    rest = records[~(above & records["indicator"].isin(list(made)))]
    return complete(pd.concat([rest, *cells], ignore_index=True)), frozenset(made)


def told(report: Mapping[str, Any], names: frozenset[str], rows: int) -> dict[str, Any]:
    """The import report without what would tell how many records stand behind the cells."""
    if not names:
        return dict(report)
    nothing: dict[str, Any] = {"dropped": {}, "precision": {}, "duplicates": 0}
    plain = {**report, **nothing, "read": rows, "kept": rows, "remarks": [words.SMALL.text]}
    if "tables" in report:
        plain["tables"] = {
            name: told(each, names, rows) if name in names else each
            for name, each in report["tables"].items()
        }
    return plain


def _cells(mine: pd.DataFrame, about: Indicator) -> pd.DataFrame:
    """The exact records alike in all but their number as one; what is a range already stays."""
    fine = about.grain == "month" and mine["precision"].isin(["day", "month", "none"]).all()
    period = mine["start"].dt.to_period("M" if fine else "Y").dt.to_timestamp()
    mine = mine.assign(
        start=period.astype("datetime64[s]"),
        precision=mine["precision"].where(
            mine["precision"].eq("none"), "month" if fine else "year"
        ),
        row=0,
        stated=None,
        cited=None,
    ).sort_values(["record", *PLACES], ignore_index=True)
    shape = (
        mine[list(PLACES)].fillna("").agg("|".join, axis=1).groupby(mine["record"]).agg(";".join)
    )
    measures = dict.fromkeys(("value", "low", "high"), "max")
    alike = dict.fromkeys(("tlp", "start", "world"), "first")
    once = mine.groupby("record").agg(measures | alike).assign(shape=shape)
    exact = once["value"].notna()
    keys = [*alike, "shape"]
    once["cell"] = once.groupby(keys, dropna=False, sort=True).ngroup()
    once.loc[~exact, "cell"] = once["cell"].max() + 1 + pd.RangeIndex((~exact).sum())
    sums = once.groupby("cell")[list(measures)].sum(min_count=1)
    first = once.drop_duplicates("cell")[["cell"]].join(sums, on="cell")
    rows = mine.drop(columns=list(measures)).merge(first, left_on="record", right_index=True)
    return rows.assign(record=rows["cell"]).drop(columns="cell").reset_index(drop=True)


def _masked(cells: pd.DataFrame) -> pd.DataFrame:
    """The small cells as ranges, `hidden`; nothing is `gone` yet."""
    least = settings.current().smallest
    small = cells["value"].gt(0) & cells["value"].lt(least)
    return cells.assign(
        value=cells["value"].mask(small),
        low=cells["low"].mask(small, 0.0),
        high=cells["high"].mask(small, float(least - 1)),
        hidden=small,
        gone=False,
    )


def _without_wholes(cells: pd.DataFrame, about: Indicator) -> pd.DataFrame:
    """Leaves out, until nothing changes, what a hidden figure could be taken from: the other parts
    of a whole that stays, and wholes beside parts.
    """
    if about.kind != "observation":  # of things counted one by one the cells are all there is
        return cells.assign(gone=cells["world"] & cells.loc[~cells["world"], "hidden"].any())
    parts = about.one_category or about.overlap
    main = cells["category"].eq(about.main_category) if parts else pd.Series(False, cells.index)
    whole = {name: cells[name].isna() for name in PLACES}
    whole["category"] |= main
    known = cells[list(PLACES)].fillna("").assign(start=cells["start"].astype("str"))
    before = -1
    while before != int(cells["hidden"].sum()):
        before = int(cells["hidden"].sum())
        gone = cells["gone"].copy()
        if parts:
            slices = known["country"] + "|" + known["partner"] + "|" + known["start"]
            part = ~whole["category"]
            gone |= part & slices.isin(slices[cells["hidden"] & part])
        for size in range(1, len(PLACES) + 1):
            for over in combinations(PLACES, size):
                rest = known.drop(columns=list(over)).agg("|".join, axis=1)
                at = pd.concat([whole[name] for name in over], axis=1).all(axis=1)
                gone |= at & rest.isin(rest[cells["hidden"] & ~at])
        if (gone & cells["world"]).any() and not cells["world"].all():
            gone |= cells["world"]  # then the world is the sum of the countries, in every year
        cells = cells.assign(gone=gone, hidden=cells["hidden"] | gone)
    return cells


def _keep_the_first(made: dict[str, pd.DataFrame]) -> None:
    """Leaves out, of the years in which anything is hidden, all indicators but the first."""
    years = {name: each["start"].dt.year.fillna(0) for name, each in made.items()}
    hidden = {year for name, each in made.items() for year in years[name][each["hidden"]]}
    for name in list(made)[1:]:
        made[name] = made[name].assign(gone=made[name]["gone"] | years[name].isin(hidden))
