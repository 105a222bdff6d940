"""What a question means in rows: checked, settled, and put as a QuerySpec to the cube or, where
that has no answer, to the engine.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data import catalog
from data.catalog import Indicator
from data.cube import results
from data.query.question import Question, UnknownError
from data.records import QuerySpec, Row, record_query
from languages.english import query as sentences

GRAINS = ("year", "month")


def places(asked: Question) -> tuple[str, str]:
    """The columns of the country asked for and of the other one: swapped when the partner's role is
    asked for.
    """
    swapped = bool(asked.role) and asked.role == asked.about.partner_role
    return ("partner", "country") if swapped else ("country", "partner")


def specified(asked: Question, world: bool, **more: Any) -> QuerySpec:
    """The question as a QuerySpec; `world` picks published world figures where an indicator has
    them.

    Bounds of the period are left out for a stock: what it asks for are the `days` in `more`.
    """
    about = asked.about
    countries, partners = asked.countries, (asked.partner,) if asked.partner else ()
    if places(asked)[0] == "partner":
        countries, partners = partners, countries
    dated = {} if about.aggregation == "stock" else {"start": asked.start, "end": asked.end}
    only = (world and not asked.countries) if about.world else None
    values = {"categories": asked.in_force, "world": only} | dated | more
    return QuerySpec(asked.indicator, countries=countries, partners=partners, **values)


def as_of(asked: Question) -> date:
    """The day the indicator's version in force was published as of."""
    version = asked.opened.versions.get(asked.about.source)
    return version.as_of if version else catalog.source_of(asked.about).as_of


def stock_date(asked: Question) -> date:
    """The day a stock is asked for: the last day of the period, at most the day the list was
    published.
    """
    published = as_of(asked)
    return min(asked.end, published) if asked.end else published


def uncovered(asked: Question) -> bool:
    """Whether a list is asked for a day before its source begins: who stood on it is not known."""
    about = asked.about
    return about.aggregation == "stock" and stock_date(asked) < catalog.source_of(about).first


def stock_days(asked: Question) -> list[date]:
    """The last day of each year of the period, from the year the list begins to the day it was
    published.
    """
    published = as_of(asked)
    begins = catalog.source_of(asked.about).first
    first = max(asked.start or begins, begins).year
    last = (asked.end or published).year
    return [
        min(date(year, 12, 31), published) for year in range(first, min(last, published.year) + 1)
    ]


def last_period(asked: Question, world: bool, every: bool = False) -> tuple[date, date] | None:
    """The first and the last day of the last period with a record under these filters, whatever the
    country.
    """
    key = "month" if asked.about.grain == "month" else "year"
    everywhere = replace(asked, countries=(), partner=None)
    categories = asked.categories if every else asked.in_force
    rows = asked.opened.listed(
        specified(everywhere, world and not asked.countries, keys=(key,), categories=categories)
    )
    last = next((int(row[0]) for row in reversed(rows) if known(row[0])), None)
    if last is None:
        return None
    if key == "year":
        return date(last, 1, 1), date(last, 12, 31)
    year, month = divmod(last, 100)
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def put(
    asked: Question, keys: tuple[str, ...], world: bool, periods: bool, every: bool = False
) -> QuerySpec | None:
    """What is asked of every period, or without `periods` of the one asked for: a stock's day, the
    last edition; None where there is none, as of one country alone in a figure of pairs. With
    `every` of all categories where none is asked for.
    """
    about = asked.about
    if about.of_pairs and not (_paired(asked, keys) or (world and not asked.countries)):
        return None
    more: dict[str, Any] = {"keys": keys}
    if every:
        more["categories"] = asked.categories
    if about.aggregation == "stock":
        more["days"] = tuple(stock_days(asked)) if periods else (stock_date(asked),)
        if not more["days"] or (not periods and uncovered(asked)):
            return None
    elif about.aggregation == "last" and not periods:
        found = last_period(asked, world, every)
        if found is None:
            return None
        more["start"], more["end"] = (
            max(found[0], asked.start or found[0]),
            min(found[1], asked.end or found[1]),
        )
    return specified(asked, world, **more)


def _paired(asked: Question, keys: tuple[str, ...]) -> bool:
    """Whether each number asked for is of one country and one partner."""
    here, there = places(asked)
    known = {
        *keys,
        *([here] if len(asked.countries) == 1 else ()),
        *([there] if asked.partner else ()),
    }
    return {here, there} <= known


def grouped(
    asked: Question, keys: tuple[str, ...], world: bool, periods: bool = False, every: bool = False
) -> pd.DataFrame:
    """Columns of `keys`, value, low, high, masked: each record once per group, in the order of the
    keys; of every period with `periods`.
    """
    wanted = put(asked, keys, world, periods, every)
    return asked.opened.grouped(wanted) if wanted else empty(keys)


def listed(
    asked: Question, keys: tuple[str, ...], world: bool, periods: bool = False, every: bool = False
) -> Sequence[Row]:
    """The rows `grouped` gives, as plain values."""
    wanted = put(asked, keys, world, periods, every)
    return asked.opened.listed(wanted) if wanted else ()


def empty(keys: tuple[str, ...]) -> pd.DataFrame:
    """What `grouped` gives where there is nothing."""
    return pd.DataFrame(
        {
            **{key: pd.Series(dtype="object") for key in keys},
            **{name: pd.Series(dtype=kind) for name, kind in record_query.MEASURES.items()},
        }
    )


def whole(
    asked: Question, keys: tuple[str, ...], periods: bool = False, every: bool = False
) -> Sequence[Row]:
    """As listed for the world: the published world figures, or the countries' where none is
    published.
    """
    rows = listed(asked, keys, world=True, periods=periods, every=every)
    if not rows and asked.about.world and not asked.countries:
        rows = listed(asked, keys, world=False, periods=periods, every=every)
    return rows


def table(rows: Sequence[Row], *keys: str) -> pd.DataFrame:
    """Columns of `keys` as text, value, low, high, masked from plain rows of them."""
    kinds = dict.fromkeys(keys, "str") | record_query.MEASURES
    columns = list(zip(*rows, strict=True)) or [()] * len(kinds)
    return results.framed(
        tuple(kinds),
        [
            (pd.array if kind == "str" else np.array)(column, dtype=kind)
            for kind, column in zip(kinds.values(), columns, strict=True)
        ],
    )


def known(value: Any) -> bool:
    """Whether a plain value stands for something."""
    return value is not None and value is not pd.NA and value == value


def period_key(about: Indicator, grain: str) -> str:
    """By which key the periods of a grain are told apart; a stock's are days."""
    if grain not in GRAINS:
        raise UnknownError(sentences.NO_GRAIN(grain=repr(grain), known=", ".join(GRAINS)))
    return "day" if about.aggregation == "stock" else grain


def word(at: Any, key: str, grain: str) -> str:
    """A period, which is a day or a year or month as a number, as text: `2016`, or `2016-01` for
    grain month.
    """
    if key == "day":
        return f"{at.year}-{at.month:02}" if grain == "month" else f"{at.year}"
    return f"{int(at) // 100}-{int(at) % 100:02}" if key == "month" else f"{int(at)}"
