"""The periods a page offers of an indicator, and the days that a chosen one asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from data import catalog
from data.catalog import Indicator
from data.query.filters import first_day, last_day
from data.query.totals import extent, usual_period

MONTHS_AT_MOST = 600


def offered(about: Indicator, chosen: Sequence[object]) -> list[str]:
    """The periods there are, years, or months where from one of these to another is chosen."""
    months = about.grain == "month" and any(len(str(each)) == 7 for each in chosen)
    first, last = extent(about.id)
    if first is None or last is None:
        return []
    if about.aggregation == "stock":
        last = max(last, catalog.source_of(about).as_of)
        first = max(first, catalog.source_of(about).first)
    if months:
        span = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        options = [f"{at // 12}-{at % 12 + 1:02}" for at in span][-MONTHS_AT_MOST:]
        if clamped([chosen[0], chosen[-1]], options):
            return options
    return [str(year) for year in range(first.year, last.year + 1)]


def usual(about: Indicator, options: list[str]) -> tuple[str, str]:
    """The periods shown where none is chosen."""
    start, end = usual_period(about)
    if start is None or end is None:
        return options[0], options[-1]
    pick = [
        each
        for each in options
        if start.isoformat()[: len(each)] <= each <= end.isoformat()[: len(each)]
    ]
    return (pick[0], pick[-1]) if pick else (options[-1], options[-1])


def clamped(value: object, options: list[str]) -> tuple[str, str] | None:
    """The nearest period there is to the one chosen; None where that makes no sense."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        return None
    days = [
        (first_day(str(value[0])), str(value[0])),
        (last_day(str(value[1])), str(value[1])),
    ]
    if any(day is None for day, _ in days):
        return None
    length = len(options[0])
    first, last = sorted(
        text[:length] if len(text) >= length else f"{text}-{'01' if i == 0 else '12'}"
        for i, (_, text) in enumerate(days)
    )
    inside = [each for each in options if first <= each <= last]
    return (inside[0], inside[-1]) if inside else None


def on_its_last_day(about: Indicator, options: list[str]) -> bool:
    """Whether a period asks for its last day alone: of a stock that is known on several."""
    return about.aggregation == "stock" and len(options) > 1


def days(
    about: Indicator, options: list[str], first: str, last: str
) -> tuple[date | None, date | None]:
    """The first and the last day that a period from `first` to `last` of the options asks for; of a
    stock no first day, and of its newest period no last one.
    """
    if on_its_last_day(about, options):
        return None, None if last == options[-1] else last_day(last)
    return first_day(first), last_day(last)
