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

from data import catalog, store
from data.catalog import Indicator
from data.cube import results
from data.query.filters import Filters
from data.records import QuerySpec, record_query
from data.store import Store
from errors import ThreatsError
from languages.english import query as sentences

GRAINS = ("year", "month")


class UnknownError(ThreatsError):
    """A question names an indicator, category or role that does not exist."""


def indicator(asked: Filters) -> Indicator:
    """The indicator a question is about; UnknownError where there is none of that name."""
    found = catalog.indicators().get(asked.indicator)
    if found is None:
        raise UnknownError(sentences.NO_INDICATOR(indicator=repr(asked.indicator)))
    return found


def settle(asked: Filters) -> Filters:
    """The question with its categories and role checked, and the main category where categories
    never add up.
    """
    about = indicator(asked)
    for each in asked.categories:
        if each not in about.categories:
            raise UnknownError(
                sentences.NO_CATEGORY(
                    category=repr(each), indicator=about.id, known=", ".join(about.categories)
                )
                if about.categories
                else sentences.NO_CATEGORIES(category=repr(each), indicator=about.id)
            )
    if asked.role and asked.role not in about.roles:
        raise UnknownError(
            sentences.NO_ROLE(
                role=repr(asked.role), indicator=about.id, known=", ".join(about.roles)
            )
        )
    if about.one_category and not asked.categories and about.main_category:
        return replace(asked, categories=(about.main_category,))
    return asked


def places(asked: Filters, about: Indicator) -> tuple[str, str]:
    """The columns of the country asked for and of the other one: swapped when the partner's role is
    asked for.
    """
    swapped = bool(asked.role) and asked.role == about.partner_role
    return ("partner", "country") if swapped else ("country", "partner")


def specified(asked: Filters, about: Indicator, world: bool, **more: Any) -> QuerySpec:
    """The question as a QuerySpec; `world` picks published world figures where an indicator has
    them.

    Bounds of the period are left out for a stock: what it asks for are the `days` in `more`.
    """
    values = {"countries": asked.countries, "partners": (asked.partner,) if asked.partner else ()}
    if places(asked, about)[0] == "partner":
        values = {"countries": values["partners"], "partners": values["countries"]}
    dated = {} if about.aggregation == "stock" else {"start": asked.start, "end": asked.end}
    only = (world and not asked.countries) if about.world else None
    return QuerySpec(
        asked.indicator, categories=asked.categories, world=only, **values, **dated | more
    )


def as_of(opened: Store, about: Indicator) -> date:
    """The day the indicator's version in force was published as of."""
    version = opened.versions.get(about.source)
    return version.as_of if version else catalog.source_of(about).as_of


def stock_date(asked: Filters) -> date:
    """The day a stock is asked for: the last day of the period, at most the day the list was
    published.
    """
    published = as_of(store.current(), indicator(asked))
    return min(asked.end, published) if asked.end else published


def stock_days(opened: Store, asked: Filters, about: Indicator) -> list[date]:
    """The last day of each year of the period, from the year the list begins to the day it was
    published.
    """
    published = as_of(opened, about)
    begins = catalog.source_of(about).first
    first = max(asked.start or begins, begins).year
    last = (asked.end or published).year
    return [
        min(date(year, 12, 31), published) for year in range(first, min(last, published.year) + 1)
    ]


def last_period(
    opened: Store, asked: Filters, about: Indicator, world: bool
) -> tuple[date, date] | None:
    """The first and the last day of the last period with a record under these filters, whatever the
    country.
    """
    key = "month" if about.grain == "month" else "year"
    rows = opened.listed(
        specified(
            replace(asked, countries=(), partner=None),
            about,
            world and not asked.countries,
            keys=(key,),
        )
    )
    last = next((int(row[0]) for row in reversed(rows) if known(row[0])), None)
    if last is None:
        return None
    if key == "year":
        return date(last, 1, 1), date(last, 12, 31)
    year, month = divmod(last, 100)
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def question(
    opened: Store, asked: Filters, keys: tuple[str, ...], world: bool, periods: bool
) -> QuerySpec | None:
    """What is asked of every period, or without `periods` of the one asked for: a stock's day, the
    last edition; None where there is none.
    """
    about = indicator(asked)
    more: dict[str, Any] = {"keys": keys}
    if about.aggregation == "stock":
        more["days"] = tuple(stock_days(opened, asked, about)) if periods else (stock_date(asked),)
        if not more["days"]:
            return None
    elif about.aggregation == "last" and not periods:
        found = last_period(opened, asked, about, world)
        if found is None:
            return None
        more["start"], more["end"] = (
            max(found[0], asked.start or found[0]),
            min(found[1], asked.end or found[1]),
        )
    return specified(asked, about, world, **more)


def grouped(
    opened: Store, asked: Filters, keys: tuple[str, ...], world: bool, periods: bool = False
) -> pd.DataFrame:
    """Columns of `keys`, value, low, high, masked: each record once per group, in the order of the
    keys; of every period with `periods`.
    """
    wanted = question(opened, asked, keys, world, periods)
    return opened.grouped(wanted) if wanted else empty(keys)


def listed(
    opened: Store, asked: Filters, keys: tuple[str, ...], world: bool, periods: bool = False
) -> Sequence[tuple[Any, ...]]:
    """The rows `grouped` gives, as plain values."""
    wanted = question(opened, asked, keys, world, periods)
    return opened.listed(wanted) if wanted else ()


def empty(keys: tuple[str, ...]) -> pd.DataFrame:
    """What `grouped` gives where there is nothing."""
    return pd.DataFrame(
        {
            **{key: pd.Series(dtype="object") for key in keys},
            **{name: pd.Series(dtype=kind) for name, kind in record_query.MEASURES.items()},
        }
    )


def whole(
    opened: Store, asked: Filters, keys: tuple[str, ...], periods: bool = False
) -> Sequence[tuple[Any, ...]]:
    """As listed for the world: the published world figures, or the countries' where none is
    published.
    """
    rows = listed(opened, asked, keys, world=True, periods=periods)
    if not rows and indicator(asked).world and not asked.countries:
        rows = listed(opened, asked, keys, world=False, periods=periods)
    return rows


def table(rows: Sequence[tuple[Any, ...]], *keys: str) -> pd.DataFrame:
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
