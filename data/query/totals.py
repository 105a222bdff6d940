"""One number, what it is compared with, and when low numbers are of little change."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pandas as pd

from data import catalog, store
from data.caching import remembered
from data.catalog import Indicator
from data.cube import builder
from data.query import breakdowns, plan, rates
from data.query.behind import inexact, rows
from data.query.filters import Filters, period_words
from data.query.groups import by_country, history, years_of_countries
from data.query.question import Question, settle
from data.records import Row
from languages.english import query as sentences

TENFOLD = 1000.0  # per cent


@dataclass(frozen=True, slots=True)
class Total:
    """One number: value in the indicator's unit with its bounds, masked cells, records without
    country and without date. `qualifier` is one of `data.records.INEXACT` where the publisher
    printed the number as about, more than or fewer than; empty where it is exact.
    """

    value: float | None
    low: float | None
    high: float | None
    masked: int
    unlocated: float
    undated: float
    qualifier: str = ""


def little(now: Any, before: Any) -> Any:
    """Whether two low numbers, or each pair of two columns of them, are little change whatever the
    per cent: at most 2 in one period and at most 5 in the other, whichever comes first. For others
    a share decides: MATERIAL of data/analysis/changes.py.
    """
    return ((before <= 2) & (now <= 5)) | ((now <= 2) & (before <= 5))


def per_cent(now: float, before: float) -> float | None:
    """A difference in per cent of the earlier value; None where that was not more than zero, or so
    small that the value grew more than TENFOLD: such a per cent says nothing but that.
    """
    if before <= 0:
        return None
    found = 100 * (now - before) / before
    return None if abs(found) > TENFOLD else found


@dataclass(frozen=True, slots=True)
class Change:
    """A number beside the one it is compared with; `against` names that period, None where nothing
    compares.

    Then `why` says the reason (a key of `languages.english.query.WHY`), and `held` and `previous`
    are the last year before with a figure and that figure, if there is one; beside a sum over any
    other time than a year the time as long just before, for a year's figure is no measure of it.
    """

    now: Total
    before: Total | None
    against: str | None
    why: str = ""
    held: str = ""
    previous: Total | None = None
    counts: bool = True  # what is counted can be low: no rate and no score

    @property
    def difference(self) -> float | None:
        """Now less before, in the indicator's unit."""
        if self.before is None or self.now.value is None or self.before.value is None:
            return None
        return self.now.value - self.before.value

    @property
    def percent(self) -> float | None:
        """The difference in per cent of the earlier value, as `per_cent` tells it."""
        if self.before is None or self.now.value is None or self.before.value is None:
            return None
        return per_cent(self.now.value, self.before.value)

    @property
    def little(self) -> bool:
        """True for numbers so low that they are little change, whatever the per cent."""
        if self.before is None or self.now.value is None or self.before.value is None:
            return False
        return self.counts and bool(little(self.now.value, self.before.value))


@remembered(4096, words=False)
def _total(asked: Question) -> Total:
    about = asked.about
    if about.rate:
        whole = _total(rates.counts(asked))
        rate = rates.total(whole.value, asked)
        return replace(whole, value=rate, low=rate, high=rate, unlocated=0.0, undated=0.0)
    value = low = high = None
    masked = 0
    if found := _measured(asked):
        value, low, high = (_number(each) for each in found[:3])
        masked = found[3]
    elif about.kind in ("event", "notice", "listing") and not (
        about.world or plan.uncovered(asked) or _placeless(asked)
    ):
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
    return Total(value, low, high, masked, unlocated, undated, _qualifier(asked, value))


def _placeless(asked: Question) -> bool:
    """Whether countries are asked for where there are records, and none has ever named one."""
    if not asked.countries:
        return False
    ever = replace(asked, countries=(), categories=(), partner=None, start=None, end=None)
    return bool(by_country(ever).empty and total(ever).value)


def _qualifier(asked: Question, value: float | None) -> str:
    """How the publisher qualified the number, or one of those it adds up."""
    if not asked.about.inexact or value is None:
        return ""
    said = inexact(_when_it_holds(asked))["stated"]
    return str(said.iloc[0]) if len(said) else ""


def _when_it_holds(asked: Question) -> Question:
    """The question for the last period alone, where a figure is that of the last one."""
    if asked.about.aggregation != "last":
        return asked
    last = plan.last_period(asked, world=True)
    return asked.during(*last) if last else asked


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


def in_counts(asked: Filters) -> Question:
    """The same question in counts, where it is asked per head."""
    return rates.counts(settle(asked))


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
    """The question of the period just before, and that period's name, where the two compare: the
    same length before, the edition before for a score, one year before for a stock.

    None and empty where they do not.
    """
    earlier, against, why = _before(settle(asked))
    return (None, "") if why else (earlier, against)


def year_before(asked: Filters) -> tuple[Question | None, str]:
    """A stock one year before and that day; None where the source does not reach back that far."""
    asked = settle(asked)
    day = plan.stock_date(asked)
    earlier = asked.during(asked.start, builder.year_before(day))
    if day.year - 1 < catalog.source_of(asked.about).first.year or earlier.end is None:
        return None, ""
    return earlier, earlier.end.isoformat()


@remembered(8192)
def _before(asked: Question) -> tuple[Question | None, str, str]:
    """The period just before with its name, and why it does not compare (empty where it does)."""
    about = asked.about
    if about.ordinal or about.fact:
        return None, "", "words"
    if about.aggregation == "stock":
        earlier, day = year_before(asked)
        return earlier, day, "" if earlier else "uncovered"
    if about.aggregation == "last":
        return _edition_before(asked)
    before = asked.before()
    if before is None or before.start is None or asked.end is None:
        return None, "", "uncovered"
    return before, period_words(before.start, before.end), _apart(asked, before.start, asked.end)


def _edition_before(asked: Question) -> tuple[Question | None, str, str]:
    """The edition before for a score, the year or month just before for a yearly or monthly one."""
    current = plan.last_period(asked, world=True)
    if current is None:
        return None, "", "nothing"
    earlier = asked.during(None, current[0] - timedelta(days=1))
    previous = plan.last_period(earlier, world=True)
    if previous is None:
        return None, "", "gap"
    asked_then = asked.during(*previous)
    if asked.about.kind != "score" and previous[1] + timedelta(days=1) != current[0]:
        return None, "", "gap"
    why = _broken(asked, previous[0].year, current[1].year)
    return asked_then, period_words(*previous), why


def _apart(asked: Question, first: date, last: date) -> str:
    """Why sums or counts of two periods side by side, from `first` to `last`, do not compare."""
    about, source = asked.about, catalog.source_of(asked.about)
    years = range(first.year, last.year + 1)
    if why := _broken(asked, first.year, last.year):
        return why
    if about.aggregation == "count":
        dated = asked.opened.dated(about.id)
        covered = dated[0] is not None and first.year >= max(dated[0].year, source.first.year)
        return "" if covered and last <= _end(source) else "uncovered"
    told = [len(known.intersection(years)) for known in _years(asked)]
    alike = {*told} <= {0, len(years)} and any(told)  # who tells of neither is in neither sum
    return "" if alike else "gap"


def _end(source: catalog.Source) -> date:
    """The end of the last year a source covers: a year that it covers in part is in `complete_to`
    or `partial_years` of its indicators.
    """
    return date(source.last.year, 12, 31)


def _broken(asked: Question, first: int, last: int) -> str:
    """Why the years from `first` to `last` do not compare whatever their figures."""
    about = asked.about
    if any(first < year <= last for year in about.breaks):
        return "break"
    partial = any(year in about.partial_years for year in range(first, last + 1))
    late = about.complete_to is not None and last > about.complete_to
    return "partial" if partial or late else ""


def _years(asked: Question) -> list[frozenset[int]]:
    """The years with a figure: of each country asked for, or of the world."""
    ever = replace(asked, start=None, end=None, countries=())
    if not asked.countries:
        return [frozenset(int(row[0]) for row in plan.whole(ever, ("year",)) if plan.known(row[0]))]
    known = years_of_countries(ever)
    return [known.get(code, frozenset()) for code in asked.countries]


def covered(asked: Filters) -> tuple[str, ...]:
    """The countries, whichever are asked for, whose sum has an exact figure in every year of the
    period; of counts all that have one.
    """
    asked = replace(settle(asked), countries=())
    if asked.about.aggregation != "sum" or asked.start is None or asked.end is None:
        return tuple(by_country(asked).dropna(subset="value")["country"])
    return _covered(asked)


@remembered(1024, words=False)
def _covered(asked: Question) -> tuple[str, ...]:
    wanted = asked.end.year - asked.start.year + 1 if asked.start and asked.end else 1
    known = years_of_countries(asked)
    return tuple(sorted(code for code, years in known.items() if len(years) == wanted))


def in_each_year(asked: Filters) -> frozenset[str] | None:
    """The countries, whichever are asked for, with an exact figure in each of several years that
    are added up: the others' sums are of fewer years and have no place among theirs. None where one
    year is asked for, or where a year without a record has none.
    """
    asked = replace(settle(asked), countries=())
    reported = asked.about.aggregation == "sum" and asked.about.kind == "observation"
    if not reported or not asked.start or not asked.end or asked.start.year == asked.end.year:
        return None
    return frozenset(_covered(asked))


@remembered(4096)
def _compare(asked: Question) -> Change:
    now = total(asked)
    if now.value is None and asked.about.aggregation != "stock":
        return Change(now, None, None, "nothing", *_last_held(asked))
    earlier, against, why = _before(asked)
    then = total(earlier) if earlier and not why else None
    why = why or _unsure(asked, now, then)
    if earlier and not why and not _told_alike(asked, earlier):
        why = "coverage"
    if why or then is None:
        held = _as_long_before(asked, why) if _adds_up_over(asked) else _last_held(asked)
        if why == "gap" and earlier and total(earlier).value is not None:
            why = "reporters"
        return Change(now, None, None, why, *held)
    counts = not asked.about.rate and asked.about.kind != "score"
    return Change(now, then, against, counts=counts)


def _unsure(asked: Question, now: Total, then: Total | None) -> str:
    """Why two figures do not compare because of what they are."""
    if then is None or then.value is None:
        return "gap"
    if now.qualifier or then.qualifier:
        return "inexact"
    if asked.about.kind == "listing":
        return "range" if any(each.low != each.high for each in (now, then)) else ""
    return "range" if (now.masked or then.masked) and _either_way(now, then) else ""


def _either_way(now: Total, then: Total) -> bool:
    """Whether what is known of two figures within bounds leaves open which is the larger."""
    low, high, low_then, high_then = now.low, now.high, then.low, then.high
    if low is None or high is None or low_then is None or high_then is None:
        return False
    return low <= high_then and low_then <= high


def _told_alike(asked: Question, earlier: Question) -> bool:
    """Whether the parts of a breakdown are as much of their whole in both periods, in each country
    that is in one of the two sums.
    """
    if not asked.about.breakdown:
        return True
    tables = [by_country(each).dropna(subset="value") for each in (asked, earlier)]
    behind = frozenset(str(code) for table in tables for code in table["country"])
    return breakdowns.comparable(asked, earlier, behind) == behind


def in_both(asked: Filters, earlier: Filters) -> frozenset[str]:
    """The countries, whichever are asked for, whose figures of two periods compare: `covered` in
    both, and as much of their whole.
    """
    asked, earlier = settle(asked), settle(earlier)
    both = frozenset(covered(asked)) & frozenset(covered(earlier))
    return breakdowns.comparable(asked, earlier, both)


def undecided(asked: Filters, earlier: Filters) -> frozenset[str]:
    """The countries, whichever are asked for, of which cells published as a range leave open in
    which of two periods the figure is larger.
    """
    asked, earlier = settle(asked), settle(earlier)
    if asked.about.rate or asked.about.kind != "observation":
        return frozenset()
    now, then = (by_country(each).dropna(subset="value") for each in (asked, earlier))
    both = now.merge(then, on="country", suffixes=("", "_then"))
    ranges = both["masked"].gt(0) | both["masked_then"].gt(0)
    overlap = both["low"].le(both["high_then"]) & both["low_then"].le(both["high"])
    return frozenset(both.loc[ranges & overlap, "country"])


def _last_held(asked: Question) -> tuple[str, Total | None]:
    """The last year before the figure's own with a figure, and that figure."""
    if asked.about.aggregation == "stock" or not asked.adds_up:
        return "", None
    first = _when_it_holds(asked).start
    if asked.about.aggregation == "count" and first:
        return _last_whole(asked, first.year)
    years = [row for row in history(asked.during(None, None)) if plan.known(row[1])]
    before = [row[0] for row in years if first is None or row[0] < str(first.year)]
    if not before:
        return "", None
    year = int(before[-1])
    return str(year), total(asked.during(date(year, 1, 1), date(year, 12, 31)))


def _last_whole(asked: Question, before: int) -> tuple[str, Total | None]:
    """The last year that the source covers whole, and how many are recorded in it: none, if so."""
    source = catalog.source_of(asked.about)
    dated = extent(asked.about.id)[0]
    since = max(dated.year if dated else before, source.first.year)
    for year in range(before - 1, since - 1, -1):
        found = total(asked.during(date(year, 1, 1), date(year, 12, 31)))
        if not _broken(asked, year, year) and found.value is not None:
            return str(year), found
    return "", None


def _adds_up_over(asked: Question) -> bool:
    """Whether the figure is added up over any other time than one year."""
    if asked.about.aggregation not in ("count", "sum") or asked.start is None or asked.end is None:
        return False
    return (asked.start, asked.end) != (
        date(asked.start.year, 1, 1),
        date(asked.start.year, 12, 31),
    )


def _as_long_before(asked: Question, why: str) -> tuple[str, Total | None]:
    """The time as long just before and its figure, where both are covered whole."""
    earlier = asked.before()
    if earlier is None or earlier.start is None or why in ("gap", "uncovered", "partial"):
        return "", None
    return period_words(earlier.start, earlier.end), total(earlier)


def compare(asked: Filters) -> Change:
    """The number asked for beside the same number one period before (one edition before, one year
    before for a stock).
    """
    return _compare(settle(asked))


def same_countries(asked: Filters) -> tuple[int, float, float] | None:
    """Only the countries with a figure in both periods: how many, their sum now and before (of a
    rate that of all their people); None where nothing compares.
    """
    asked = replace(settle(asked), countries=())
    earlier = asked.before() if asked.about.aggregation == "sum" else None
    if earlier is None:
        return None
    known = [
        by_country(each).dropna(subset="value").set_index("country")["value"]
        for each in (asked, earlier)
    ]
    both = sorted(in_both(asked, earlier).intersection(*map(set, (each.index for each in known))))
    if not both:
        return None
    if asked.about.rate:  # rates of countries do not add up
        pair = [total(replace(each, countries=tuple(both))).value for each in (asked, earlier)]
        now, before = (math.nan if each is None else each for each in pair)
    else:
        now, before = (float(each[both].sum()) for each in known)
    return (len(both), now, before) if now == now and before == before else None


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
