"""How a question becomes SQL: which rows count, and each record once per group."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from data import catalog, store
from data.catalog import Indicator
from data.filters import Filters
from data.store import Store

PERIOD_FORMAT = {"year": "%Y", "month": "%Y-%m"}


class Unknown(ValueError):
    """A question names an indicator, category or role that does not exist."""


def indicator(asked: Filters) -> Indicator:
    """The indicator a question is about; Unknown where there is none of that name."""
    found = catalog.indicators().get(asked.indicator)
    if found is None:
        raise Unknown(f"indicator {asked.indicator!r} is not known; `python -m data indicators` lists them")
    return found


def settle(asked: Filters) -> Filters:
    """The question with its categories and role checked, and the main category where categories never add up."""
    about = indicator(asked)
    for each in asked.categories:
        if each not in about.categories:
            raise Unknown(f"category {each!r} is not known for {about.id}; it has {', '.join(about.categories) or 'none'}")
    if asked.role and asked.role not in about.roles:
        raise Unknown(f"role {asked.role!r} is not known for {about.id}; it has {', '.join(about.roles)}")
    if about.one_category and not asked.categories and about.main_category:
        return replace(asked, categories=(about.main_category,))
    return asked


def places(asked: Filters, about: Indicator) -> tuple[str, str]:
    """The columns of the country asked for and of the other one: swapped when the partner's role is asked for."""
    swapped = bool(asked.role) and asked.role == about.partner_role
    return ("partner", "country") if swapped else ("country", "partner")


def where(asked: Filters, about: Indicator, world: bool, dated: bool = True) -> tuple[str, list[Any]]:
    """The WHERE clause and its parameters; `world` picks published world figures where an indicator has them."""
    here, there = places(asked, about)
    parts, params = ["indicator = ?", "rank = 1"], [asked.indicator]
    if about.world:
        parts.append("world" if world and not asked.countries else "NOT world")
    for column, values in ((here, asked.countries), (there, (asked.partner,) if asked.partner else ()), ("category", asked.categories)):
        if values:
            parts.append(f"{column} IN ({', '.join('?' * len(values))})")
            params += values
    if dated and about.aggregation != "stock":
        if asked.start:
            parts.append("start >= ?")
            params.append(asked.start)
        if asked.end:
            parts.append("start <= ?")
            params.append(asked.end)
    return " AND ".join(parts), params


def as_of(opened: Store, about: Indicator) -> date:
    """The day the indicator's version in force was published as of."""
    version = opened.versions.get(about.source)
    return version.as_of if version else catalog.source_of(about).as_of


def stock_date(asked: Filters) -> date:
    """The day a stock is asked for: the last day of the period, at most the day the list was published."""
    about = indicator(asked)
    published = as_of(store.current(), about)
    return min(asked.end, published) if asked.end else published


def last_period(opened: Store, asked: Filters, about: Indicator, world: bool) -> date | None:
    """The first day of the last period with a record under these filters, whatever the country."""
    everywhere = replace(asked, countries=(), partner=None)
    clause, params = where(everywhere, about, world)
    found = opened.cursor().execute(f"SELECT max(date_trunc('{about.grain}', start)) FROM records WHERE {clause}", params).fetchone()
    return found[0] if found else None


SUMS = (
    "sum(v) AS value, CASE WHEN count(v) > 0 AND count(*) > count(v) THEN sum(v) ELSE sum(l) END AS low, sum(h) AS high, "
    "count(*) - count(v) AS masked"
)


def grouped(opened: Store, asked: Filters, key: str, world: bool, periods: bool = False) -> pd.DataFrame:
    """Columns key, value, low, high, masked: each record once per key."""
    about = indicator(asked)
    clause, params = where(asked, about, world)
    source = "records"
    if about.aggregation == "stock":
        if periods:
            source = "records, (SELECT unnest(?::DATE[]) AS day)"
            params = [stock_days(opened, asked, about), *params]
        else:
            clause += " AND (start IS NULL OR start <= ?) AND (\"end\" IS NULL OR \"end\" > ?)"
            params += [stock_date(asked)] * 2
        if periods:
            clause += " AND (start IS NULL OR start <= day) AND (\"end\" IS NULL OR \"end\" > day)"
    elif about.aggregation == "last" and not periods:
        period = last_period(opened, asked, about, world)
        clause += f" AND date_trunc('{about.grain}', start) = ?"
        params.append(period)
    sql = (
        f"SELECT key, {SUMS} FROM (SELECT {key} AS key, record, any_value(value) AS v, any_value(low) AS l, any_value(high) AS h "
        f"FROM {source} WHERE {clause} GROUP BY ALL) GROUP BY key ORDER BY key"
    )
    table = opened.cursor().execute(sql, params).df()
    return table.astype({"value": "float64", "low": "float64", "high": "float64", "masked": "int64"})


def whole(opened: Store, asked: Filters, key: str, periods: bool = False) -> pd.DataFrame:
    """As grouped for the world: the published world figures, or the countries' where none is published."""
    table = grouped(opened, asked, key, world=True, periods=periods)
    if table.empty and indicator(asked).world and not asked.countries:
        table = grouped(opened, asked, key, world=False, periods=periods)
    return table


def stock_days(opened: Store, asked: Filters, about: Indicator) -> list[date]:
    """The last day of each year of the period, at most the day the list was published."""
    published = as_of(opened, about)
    first = (asked.start or catalog.source_of(about).first).year
    last = (asked.end or published).year
    return [min(date(year, 12, 31), published) for year in range(first, min(last, published.year) + 1)]
