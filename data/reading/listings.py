"""Listings whose first and last day are known only roughly: the days they surely held, and the days
they may have held.
"""

from __future__ import annotations

import pandas as pd

from data.reading.published import LINE, Published
from languages.english import reading as words

# may_start: first day it may have held; start: first day it surely held; may_end: first day it may
# have ended; end: first day it had surely ended. All but the first two are missing while it still
# holds.
BOUNDS = ("may_start", "start", "may_end", "end")
_ALWAYS = pd.Timestamp.max.floor("D")


def bounds(dates: pd.DataFrame) -> pd.DataFrame:
    """Columns `may` and `sure`, the first and the last day that coarse dates (`start`, `precision`)
    can mean.
    """
    start = dates["start"].astype("datetime64[s]")
    sure = start.mask(dates["precision"].eq("month"), start + pd.offsets.MonthEnd(0))
    sure = sure.mask(dates["precision"].eq("year"), start + pd.offsets.YearEnd(0))
    return pd.DataFrame({"may": start, "sure": sure.astype("datetime64[s]")})


def held(published: Published, spells: pd.DataFrame) -> pd.DataFrame:
    """One row per stretch of days: value 1 where the listing surely held, missing with bounds 0 and
    1 where it may have.

    `spells` has BOUNDS and what else a record needs. A thing surely on one list is not also counted
    as perhaps on
    another: what may have held gives way to what surely held for the same `record`.
    """
    for row in spells.itertuples(index=False):
        if row.may_start > row.start or row.may_end > row.end or row.end < row.may_start:
            raise published.fault(words.ENDS_BEFORE(), getattr(row, LINE))
    sure: dict[int, list[tuple[pd.Timestamp, pd.Timestamp]]] = {}
    stretches = []
    for at, row in enumerate(spells.itertuples(index=False)):
        may_end = _ALWAYS if pd.isna(row.may_end) else row.may_end
        if row.start < may_end:
            sure.setdefault(row.record, []).append((row.start, may_end))
            stretches.append((at, row.start, may_end, True))
    for at, row in enumerate(spells.itertuples(index=False)):
        pieces = [(row.may_start, _ALWAYS if pd.isna(row.end) else row.end)]
        for first, last in sure.get(row.record, []):
            pieces = [
                part
                for a, b in pieces
                for part in ((a, min(b, first)), (max(a, last), b))
                if part[0] < part[1]
            ]
        stretches += [(at, first, last, False) for first, last in pieces]

    rows = (
        spells.drop(columns=list(BOUNDS)).iloc[[at for at, *_ in stretches]].reset_index(drop=True)
    )
    exact = [
        certain and spells["may_start"].iloc[at] == first for at, first, _, certain in stretches
    ]
    certain = pd.Series([each[3] for each in stretches], dtype="bool")
    rows["start"] = pd.Series([first for _, first, _, _ in stretches], dtype="datetime64[s]")
    rows["precision"] = (
        pd.Series(exact, dtype="bool").map({True: "day", False: "none"}).astype("str")
    )
    rows["end"] = pd.Series(
        [pd.NaT if last == _ALWAYS else last for _, _, last, _ in stretches], dtype="datetime64[s]"
    )
    rows["value"] = pd.Series(1.0, index=rows.index).where(certain)
    rows["low"], rows["high"] = rows["value"].fillna(0.0), 1.0
    published.report.masked += int((~certain).sum())
    return rows.rename(columns={LINE: "row"})
