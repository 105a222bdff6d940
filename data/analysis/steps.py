"""The years through which a figure can be moved, one step each: of what is counted in a year the
years, of a stock the last days of years, of scores the editions.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data import catalog, query, store
from data.caching import remembered
from data.catalog import Indicator
from data.query import Filters

FEWEST = 3  # steps that are worth a walk


def years(about: Indicator) -> tuple[int, ...]:
    """The years there are, the earliest first; none where they are too few."""
    first, last = query.extent(about.id)
    if first is None or last is None:
        return ()
    if about.aggregation == "stock":
        source = catalog.source_of(about)
        first, last = max(first, source.first), max(last, source.as_of)
    found = tuple(range(first.year, last.year + 1))
    return found if len(found) >= FEWEST else ()


def at(asked: Filters, year: int) -> Filters:
    """The same question in one of the years."""
    about = query.indicator(asked)
    if about.aggregation != "stock":
        return asked.during(date(year, 1, 1), date(year, 12, 31))
    return asked.during(None, None if year == years(about)[-1] else date(year, 12, 31))


def of(asked: Filters) -> int | None:
    """The year that a question asks for; None where that is not one of them."""
    about = query.indicator(asked)
    known = years(about)
    if about.aggregation == "stock" and asked.end is None:
        return known[-1] if known else None
    year = asked.end.year if asked.end else 0
    same = year in known and at(asked, year).during(None, None) == asked.during(None, None)
    return year if same and at(asked, year) == replace(asked) else None


def is_one(asked: Filters) -> bool:
    """Whether a question asks for one of the years."""
    return of(asked) is not None


def ever(asked: Filters) -> tuple[float, ...]:
    """Every value that a country has in any of the years: their classes are those of each map."""
    return _ever(store.current().version, asked.during(None, None))


@remembered(256, words=False)
def _ever(version: str, asked: Filters) -> tuple[float, ...]:
    about = query.indicator(asked)
    if about.aggregation == "stock":
        tables = [query.by_country(at(asked, year)) for year in years(about)]
        return tuple(value for table in tables for value in table["value"].dropna())
    return tuple(query.by_period_and_country(asked)["value"].dropna())
