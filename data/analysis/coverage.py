"""For which countries and years anything is known: the other side of every figure."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from data import catalog, query, store
from data.query import Filters


@lru_cache(maxsize=4)
def _known(version: str, sources: tuple[str, ...]) -> pd.DataFrame:
    parts = []
    for about in catalog.indicators().values():
        table = grid(about.id)
        parts.append(
            table.loc[table["country"].ne(""), ["country", "year"]].assign(
                indicator=about.id, domain=about.domain
            )
        )
    return (
        pd.concat(parts, ignore_index=True)
        if parts
        else pd.DataFrame({name: [] for name in ("country", "year", "indicator", "domain")})
    )


def known() -> pd.DataFrame:
    """Columns country, year, indicator, domain: one row wherever a figure is known, zero and masked
    ones among them.
    """
    return _known(store.current().version, tuple(catalog.indicators()))


def by_year(by: str = "indicator") -> pd.DataFrame:
    """Columns `by` (indicator or domain), year, countries: how many countries have a figure."""
    return known().groupby([by, "year"])["country"].nunique().rename("countries").reset_index()


def grid(indicator: str) -> pd.DataFrame:
    """Columns country, year, value, low, high: the figures of one indicator, no country being
    empty.
    """
    table = query.by_period_and_country(Filters(indicator))
    table = table[table["value"].notna() | table["high"].notna()]
    return table.assign(year=table["period"].str[:4].astype("int64"))[
        ["country", "year", "value", "low", "high"]
    ].reset_index(drop=True)
