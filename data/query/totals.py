"""One number, what it is compared with, and when low numbers are of little change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pandas as pd

from data import catalog, store
from data.caching import remembered
from data.catalog import Indicator
from data.cube import builder
from data.query import plan
from data.query.behind import rows
from data.query.filters import Filters, period_words
from data.query.groups import by_country
from data.query.question import Question, settle
from data.records import Row
from languages.english import query as sentences


@dataclass(frozen=True, slots=True)
class Total:
    """One number: value in the indicator's unit with its bounds, masked cells, records without
    country and without date.
    """

    value: float | None
    low: float | None
    high: float | None
    masked: int
    unlocated: float
    undated: float


def little(now: Any, before: Any) -> Any:
    """Whether two low numbers, or each pair of two columns of them, are little change whatever the
    per cent: at most 2 before and at most 5 now. For others a share decides: MATERIAL of
    data/analysis/changes.py, and STEPS of the map of change.
    """
    return (before <= 2) & (now <= 5)


@dataclass(frozen=True, slots=True)
class Change:
    """A number beside the one it is compared with; `against` names that period, None where there is
    nothing to compare.
    """

    now: Total
    before: Total | None
    against: str | None

    @property
    def difference(self) -> float | None:
        """Now less before, in the indicator's unit."""
        if self.before is None or self.now.value is None or self.before.value is None:
            return None
        return self.now.value - self.before.value

    @property
    def percent(self) -> float | None:
        """The difference in per cent of the earlier value; None where that was zero."""
        if self.difference is None or not self.before or not self.before.value:
            return None
        return 100 * self.difference / self.before.value

    @property
    def little(self) -> bool:
        """True for numbers so low that they are little change, whatever the per cent."""
        if self.before is None or self.now.value is None or self.before.value is None:
            return False
        return bool(little(self.now.value, self.before.value))


@remembered(4096, words=False)
def _total(asked: Question) -> Total:
    about = asked.about
    value = low = high = None
    masked = 0
    if found := _measured(asked):
        value, low, high = (_number(each) for each in found[:3])
        masked = found[3]
    elif about.kind in ("event", "notice", "listing") and not about.world:
        value = low = high = 0.0
    if not asked.adds_up:
        value = low = high = None
    unlocated = undated = 0.0
    if not asked.countries and about.additive:
        here, _ = plan.places(asked)
        places = plan.grouped(asked, (here,), world=False)
        unlocated = float(places.loc[places[here].isna(), "value"].sum())
        if (asked.start or asked.end) and about.aggregation in ("count", "sum"):
            years = plan.grouped(asked.during(None, None), ("year",), world=False)
            undated = float(years.loc[years["year"].isna(), "value"].sum())
    return Total(value, low, high, masked, unlocated, undated)


def _measured(asked: Question) -> Row | None:
    """The whole of what is asked for as its MEASURES, None where there is nothing; of one year out
    of the answer about all years.
    """
    about = asked.about
    year = asked.end.year if asked.end else None
    one = year and (asked.start, asked.end) == (date(year, 1, 1), date(year, 12, 31))
    if one and about.aggregation in ("count", "sum") and not (about.world and not asked.countries):
        years = plan.listed(asked.during(None, None), ("year",), world=True)
        return next((row[1:] for row in years if row[0] == year), None)
    return next(iter(plan.whole(asked, ())), None)


def _number(value: Any) -> float | None:
    return float(value) if plan.known(value) else None


def total(asked: Filters) -> Total:
    """The one number under these filters."""
    return _total(settle(asked))


def stock_date(asked: Filters) -> date:
    """The day a stock is asked for: the last day of the period, at most the day the list was
    published.
    """
    return plan.stock_date(settle(asked))


def extent(name: str) -> tuple[date | None, date | None]:
    """The first and last day an indicator has a dated record on; both None where it has none."""
    return store.current().dated(name)


def when(asked: Filters) -> str:
    """The period of a figure in words: for a stock the day it is counted on."""
    asked = settle(asked)
    if asked.about.aggregation == "stock":
        return sentences.ON(day=plan.stock_date(asked))
    if asked.opened.dated(asked.about.id)[0] is None:
        return sentences.NOT_DATED()
    return period_words(asked.start, asked.end)


def usual_period(about: Indicator) -> tuple[date | None, date | None]:
    """The period shown when none is asked for: the last complete year, the last edition, or for a
    stock the present.
    """
    if about.aggregation == "stock":
        return None, None
    last = extent(about.id)[1]
    if last is None:
        return None, None
    year = min(last.year, about.complete_to) if about.complete_to else last.year
    return date(year, 1, 1), date(year, 12, 31)


def period_before(asked: Filters) -> tuple[Question | None, str]:
    """The question one period before, and that period's name: one edition before, for a stock one
    year before.

    None and empty where the source does not reach back that far.
    """
    asked = settle(asked)
    about = asked.about
    if about.aggregation == "stock":
        day = plan.stock_date(asked)
        earlier = asked.during(asked.start, builder.year_before(day))
        known = day.year - 1 >= catalog.source_of(about).first.year
        return (earlier, earlier.end.isoformat()) if known and earlier.end else (None, "")
    if about.aggregation == "last":
        current = plan.last_period(asked, world=True)
        if current is None:
            return None, ""
        earlier = asked.during(None, current[0] - timedelta(days=1))
        previous = plan.last_period(earlier, world=True)
        return (earlier, str(previous[0].year)) if previous is not None else (None, "")
    before = asked.before()
    first = asked.opened.dated(about.id)[0]
    if before is None or first is None or before.start is None or before.start.year < first.year:
        return None, ""
    return before, period_words(before.start, before.end)


@remembered(4096)
def _compare(asked: Question) -> Change:
    earlier, against = period_before(asked)
    return (
        Change(total(asked), total(earlier), against)
        if earlier
        else Change(total(asked), None, None)
    )


def compare(asked: Filters) -> Change:
    """The number asked for beside the same number one period before (one edition before, one year
    before for a stock).
    """
    return _compare(settle(asked))


def same_countries(asked: Filters) -> tuple[int, float, float] | None:
    """Only the countries with a figure in both periods: how many, their sum now and before; None
    where nothing compares.
    """
    asked = settle(asked)
    earlier = asked.before() if asked.about.aggregation == "sum" else None
    if earlier is None:
        return None
    now, before = (
        by_country(replace(each, countries=())).dropna(subset="value").set_index("country")["value"]
        for each in (asked, earlier)
    )
    both = now.index.intersection(before.index)
    return (len(both), float(now[both].sum()), float(before[both].sum())) if len(both) else None


@remembered(1024, words=False)
def _disagreements(asked: Question) -> pd.DataFrame:
    nowhere = len(asked.countries) > 1 or (
        bool(asked.countries)
        and by_country(
            replace(asked, countries=(), partner=None, start=None, end=None, role="")
        ).empty
    )
    everything = None if nowhere else rows(asked, statements=True)
    if everything is None or everything["cited"].isna().all():
        return _agreed()
    if not asked.countries:
        everything = (
            everything[everything["world"]] if everything["world"].any() else everything.iloc[:0]
        )
    last = everything.loc[everything["rank"].eq(1), "start"].max()
    found = (
        everything[pd.to_datetime(everything["start"]).dt.year.eq(pd.Timestamp(last).year)]
        if len(everything)
        else everything
    )
    found = found[["value", "stated", "cited", "rank"]].sort_values("rank", ignore_index=True)
    return found if found["value"].nunique() > 1 else found.iloc[:0]


@cache
def _agreed() -> pd.DataFrame:
    return pd.DataFrame({"value": [], "stated": [], "cited": [], "rank": []})


def disagreements(asked: Filters) -> pd.DataFrame:
    """Other values stated for the very figure `total` gives: columns value, stated, cited, rank;
    empty where all agree.
    """
    asked = settle(asked)
    return _disagreements(asked) if asked.about.aggregation == "last" else _agreed()
