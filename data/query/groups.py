"""A figure by country, partner, period or category.

A record counts once in a group however many rows it stands in, so totals of parts may exceed the
whole. Exact and masked cells add up as data/records/masked.py says. Tables are shared between
callers: do not change them.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.caching import remembered
from data.query import plan, rates
from data.query.filters import Filters
from data.query.question import Question, settle
from data.records import record_query

Point = tuple[str, float, float, float, int]  # a period and its MEASURES


@remembered(4096, words=False)
def _by_place(asked: Question, other: bool) -> pd.DataFrame:
    column = plan.places(asked)[1 if other else 0]
    table = plan.grouped(asked, (column,), world=False)
    held = table[column].notna().to_numpy()
    one = not asked.about.one_category or len(asked.in_force) == 1
    count = int(held.sum()) if one else 0
    table = (
        table.iloc[:count] if held[:count].all() else table[held].reset_index(drop=True)
    )  # what has none comes last
    table = table.set_axis(_PARTNERS if other else _COUNTRIES, axis=1)
    return rates.by_place(table, asked) if asked.about.rate else table


_COUNTRIES, _PARTNERS = (
    pd.Index([name, *record_query.MEASURES]) for name in ("country", "partner")
)


def by_country(asked: Filters) -> pd.DataFrame:
    """Columns country (ISO alpha-3), value, low, high, masked; countries without a figure are
    absent.
    """
    return _by_place(settle(asked), False)


def by_partner(asked: Filters) -> pd.DataFrame:
    """Columns partner (ISO alpha-3), value, low, high, masked."""
    return _by_place(settle(asked), True)


def unnamed(asked: Filters) -> float:
    """How much of the figure of the countries asked for has no other country in its other role: a
    record that names one, of its several, is not in it.
    """
    asked = settle(asked)
    known = _unnamed(replace(asked, countries=()))
    return sum((known.get(code, 0.0) for code in dict.fromkeys(asked.countries)), 0.0)


@remembered(256, words=False)
def _unnamed(asked: Question) -> dict[str, float]:
    """What has no other country, by country: read once for all."""
    here, there = plan.places(asked)
    table = plan.grouped(asked, (here, there), world=False)
    mine = table[table[here].notna() & table[there].isna()].dropna(subset="value")
    return dict(zip(mine[here].tolist(), mine["value"].tolist(), strict=True))


@remembered(4096, words=False)
def _history(asked: Question, grain: str) -> tuple[Point, ...]:
    if not asked.adds_up:
        return ()
    key = plan.period_key(asked.about, grain)
    found = tuple(
        (plan.word(row[0], key, grain), *row[1:])
        for row in plan.whole(asked, (key,), periods=True)
        if plan.known(row[0])
    )
    return rates.by_year(found, asked) if asked.about.rate else found


def history(asked: Filters, grain: str = "year") -> tuple[Point, ...]:
    """The rows of `by_period` as plain values."""
    return _history(settle(asked), grain)


@remembered(1024, words=False)
def years_of_countries(asked: Question) -> dict[str, frozenset[int]]:
    """The years each country has a figure in, the period asked for alone: read once for all."""
    found: dict[str, set[int]] = {}
    for year, code, *measures in plan.listed(asked, ("year", plan.places(asked)[0]), world=False):
        if plan.known(year) and plan.known(code) and plan.known(measures[0]):
            found.setdefault(code, set()).add(int(year))
    return {code: frozenset(years) for code, years in found.items()}


@remembered(1024, words=False)
def _by_period(asked: Question, grain: str) -> pd.DataFrame:
    return plan.table(_history(asked, grain), "period")


def by_period(asked: Filters, grain: str = "year") -> pd.DataFrame:
    """Columns period (`2016`, or `2016-01` for grain month), value, low, high, masked; for a stock
    the value at its end.
    """
    return _by_period(settle(asked), grain)


@remembered(4096, words=False)
def _by_category(asked: Question) -> pd.DataFrame:
    if asked.about.rate:
        return rates.by_category(_by_category(rates.counts(asked)), asked)
    if not asked.one_place:
        return plan.table((), "category")
    return plan.table(
        [row for row in plan.whole(asked, ("category",), every=True) if plan.known(row[0])],
        "category",
    )


def by_category(asked: Filters) -> pd.DataFrame:
    """Columns category (id), value, low, high, masked; a record of several categories stands in
    each.
    """
    return _by_category(settle(asked))


@remembered(2048, words=False)
def _by_period_and(asked: Question, grain: str, column: str) -> pd.DataFrame:
    key = plan.period_key(asked.about, grain)
    nothing = column == "category" and not asked.one_place
    rows = (
        ()
        if nothing
        else plan.listed(asked, (key, column), world=column == "category", periods=True)
    )
    if asked.about.rate:
        rows = [] if column == "category" else rates.by_year_and_place(rows, asked)
    rows = [
        (plan.word(at, key, grain), part if plan.known(part) else "", *measures)
        for at, part, *measures in rows
        if plan.known(at)
    ]
    return plan.table(rows, "period", "category" if column == "category" else "country")


def by_period_and_category(asked: Filters, grain: str = "year") -> pd.DataFrame:
    """Columns period, category (`` where a record has none), value, low, high, masked."""
    return _by_period_and(settle(asked), grain, "category")


def by_period_and_country(asked: Filters, grain: str = "year") -> pd.DataFrame:
    """Columns period, country, value, low, high, masked."""
    asked = settle(asked)
    return _by_period_and(asked, grain, plan.places(asked)[0])


@remembered(1024, words=False)
def _flows(asked: Question) -> pd.DataFrame:
    here, there = plan.places(asked)
    table = plan.grouped(asked, (here, there), world=False).dropna(subset=[here, there])
    table = table.rename(columns={here: "country", there: "partner"})
    return table.sort_values(
        ["value", "country", "partner"], ascending=[False, True, True], ignore_index=True
    )


def flows(asked: Filters) -> pd.DataFrame:
    """Columns country, partner, value, low, high, masked, the largest first; only records with
    both.
    """
    return _flows(settle(asked))


@remembered(512, words=False)
def _moves(asked: Question) -> pd.DataFrame:
    found = asked.opened.ask(
        record_query.moves,
        replace(plan.specified(asked, world=False), world=None),
    )
    if found.empty:
        return pd.DataFrame(
            {
                "period": pd.Series(dtype="str"),
                "entries": pd.Series(dtype="int64"),
                "exits": pd.Series(dtype="int64"),
            }
        )
    return found.sort_values("period", ignore_index=True).astype({"period": "str"})


def entries_and_exits(asked: Filters) -> pd.DataFrame:
    """Columns period, entries, exits: members of a list by the year they first came on and last
    went off it.

    A day known only to lie between two dates is in neither column.
    """
    return _moves(settle(asked))
