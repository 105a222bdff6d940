"""The questions: every figure on a page, in an export and on the command line is an answer from
here.

A record counts once in a group however many rows it stands in, so totals of parts may exceed the
whole. Values of a group that mixes exact and masked cells are the sum of the exact cells; `low` is
then that sum and `high` adds the masked cells' upper bounds. Tables are shared between callers: do
not change them.
"""

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
from data.query.filters import Filters, period_words
from data.query.plan import indicator, settle, stock_date
from data.records import COLUMNS, QuerySpec, record_query
from data.store import Store
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
    per cent: at most 2 before and at most 5 now.
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
def _total(opened: Store, asked: Filters) -> Total:
    about = indicator(asked)
    value = low = high = None
    masked = 0
    if found := _measured(opened, asked, about):
        value, low, high = (_number(each) for each in found[:3])
        masked = found[3]
    elif about.kind in ("event", "notice", "listing") and not about.world:
        value = low = high = 0.0
    if (not about.additive and len(asked.countries) != 1) or (
        about.one_category and len(asked.categories) != 1
    ):
        value = low = high = None
    unlocated = undated = 0.0
    if not asked.countries and about.additive:
        here, _ = plan.places(asked, about)
        places = plan.grouped(opened, asked, (here,), world=False)
        unlocated = float(places.loc[places[here].isna(), "value"].sum())
        if (asked.start or asked.end) and about.aggregation in ("count", "sum"):
            years = plan.grouped(opened, asked.during(None, None), ("year",), world=False)
            undated = float(years.loc[years["year"].isna(), "value"].sum())
    return Total(value, low, high, masked, unlocated, undated)


def _measured(opened: Store, asked: Filters, about: Indicator) -> tuple[Any, ...] | None:
    """The whole of what is asked for as its MEASURES, None where there is nothing; of one year out
    of the answer about all years.
    """
    one = (
        asked.start
        and asked.end
        and (asked.start, asked.end) == (date(asked.end.year, 1, 1), date(asked.end.year, 12, 31))
    )
    if one and about.aggregation in ("count", "sum") and not (about.world and not asked.countries):
        years = plan.listed(opened, asked.during(None, None), ("year",), world=True)
        return next((row[1:] for row in years if row[0] == asked.end.year), None)
    return next(iter(plan.whole(opened, asked, ())), None)


def _number(value: float | None) -> float | None:
    return float(value) if plan.known(value) else None


def total(asked: Filters) -> Total:
    """The one number under these filters."""
    return _total(store.current(), settle(asked))


@remembered(4096, words=False)
def _by_place(opened: Store, asked: Filters, other: bool) -> pd.DataFrame:
    about = indicator(asked)
    column = plan.places(asked, about)[1 if other else 0]
    table = plan.grouped(opened, asked, (column,), world=False)
    held = table[column].notna().to_numpy()
    count = 0 if about.one_category and len(asked.categories) != 1 else int(held.sum())
    table = (
        table.iloc[:count] if held[:count].all() else table[held].reset_index(drop=True)
    )  # what has none comes last
    return table.set_axis(_PARTNERS if other else _COUNTRIES, axis=1)


_COUNTRIES, _PARTNERS = (
    pd.Index([name, *record_query.MEASURES]) for name in ("country", "partner")
)


def by_country(asked: Filters) -> pd.DataFrame:
    """Columns country (ISO alpha-3), value, low, high, masked; countries without a figure are
    absent.
    """
    return _by_place(store.current(), settle(asked), False)


def by_partner(asked: Filters) -> pd.DataFrame:
    """Columns partner (ISO alpha-3), value, low, high, masked."""
    return _by_place(store.current(), settle(asked), True)


@remembered(4096, words=False)
def _history(
    opened: Store, asked: Filters, grain: str
) -> tuple[tuple[str, float, float, float, int], ...]:
    about = indicator(asked)
    key = plan.period_key(about, grain)
    if (not about.additive and len(asked.countries) != 1) or (
        about.one_category and len(asked.categories) != 1
    ):
        return ()
    return tuple(
        (plan.word(row[0], key, grain), *row[1:])
        for row in plan.whole(opened, asked, (key,), periods=True)
        if plan.known(row[0])
    )


def history(
    asked: Filters, grain: str = "year"
) -> tuple[tuple[str, float, float, float, int], ...]:
    """The rows of `by_period` as plain values."""
    return _history(store.current(), settle(asked), grain)


@remembered(1024, words=False)
def _by_period(opened: Store, asked: Filters, grain: str) -> pd.DataFrame:
    return plan.table(_history(opened, asked, grain), "period")


def by_period(asked: Filters, grain: str = "year") -> pd.DataFrame:
    """Columns period (`2016`, or `2016-01` for grain month), value, low, high, masked; for a stock
    the value at its end.
    """
    return _by_period(store.current(), settle(asked), grain)


@remembered(4096, words=False)
def _by_category(opened: Store, asked: Filters) -> pd.DataFrame:
    about = indicator(asked)
    if not about.additive and len(asked.countries) != 1:
        return plan.table((), "category")
    return plan.table(
        [row for row in plan.whole(opened, asked, ("category",)) if plan.known(row[0])], "category"
    )


def by_category(asked: Filters) -> pd.DataFrame:
    """Columns category (id), value, low, high, masked; a record of several categories stands in
    each.
    """
    settle(asked)
    return _by_category(store.current(), asked)


@remembered(2048, words=False)
def _by_period_and(opened: Store, asked: Filters, grain: str, column: str) -> pd.DataFrame:
    about = indicator(asked)
    key = plan.period_key(about, grain)
    rows = plan.listed(opened, asked, (key, column), world=column == "category", periods=True)
    rows = [
        (plan.word(at, key, grain), part if plan.known(part) else "", *measures)
        for at, part, *measures in rows
        if plan.known(at)
    ]
    return plan.table(rows, "period", "category" if column == "category" else "country")


def by_period_and_category(asked: Filters, grain: str = "year") -> pd.DataFrame:
    """Columns period, category (`` where a record has none), value, low, high, masked."""
    return _by_period_and(store.current(), settle(asked), grain, "category")


def by_period_and_country(asked: Filters, grain: str = "year") -> pd.DataFrame:
    """Columns period, country, value, low, high, masked."""
    return _by_period_and(
        store.current(), settle(asked), grain, plan.places(asked, indicator(asked))[0]
    )


@remembered(1024, words=False)
def _flows(opened: Store, asked: Filters) -> pd.DataFrame:
    here, there = plan.places(asked, indicator(asked))
    table = plan.grouped(opened, asked, (here, there), world=False).dropna(subset=[here, there])
    table = table.rename(columns={here: "country", there: "partner"})
    return table.sort_values(
        ["value", "country", "partner"], ascending=[False, True, True], ignore_index=True
    )


def flows(asked: Filters) -> pd.DataFrame:
    """Columns country, partner, value, low, high, masked, the largest first; only records with
    both.
    """
    return _flows(store.current(), settle(asked))


def rows(
    asked: Filters, limit: int | None = None, offset: int = 0, statements: bool = False
) -> pd.DataFrame:
    """The records behind a figure, newest first: the columns of `data.records.COLUMNS`.

    `statements` adds what other publishers say of the same facts (rank 2 and more).
    """
    question = _of_rows(asked, statements)
    opened = store.current()
    names = tuple(COLUMNS)
    found = opened.ask(
        lambda each, table: record_query.rows(each, table, names, limit, offset), question
    )
    return found.assign(indicator=question.indicator).reindex(columns=names)


def _of_rows(asked: Filters, statements: bool = False) -> QuerySpec:
    """The rows behind a figure; of a stock those that hold on its day."""
    asked = settle(asked)
    about = indicator(asked)
    days = (stock_date(asked),) if about.aggregation == "stock" else ()
    return replace(
        plan.specified(asked, about, world=False), days=days, world=None, statements=statements
    )


def count_rows(asked: Filters) -> int:
    """How many rows `rows` gives without a limit."""
    found = store.current().ask(record_query.count, _of_rows(asked))
    return int(found["n"].sum())


def extent(name: str) -> tuple[date | None, date | None]:
    """The first and last day an indicator has a dated record on; both None where it has none."""
    return store.current().dated(name)


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


def when(asked: Filters) -> str:
    """The period of a figure in words: for a stock the day it is counted on."""
    about = indicator(asked)
    if about.aggregation == "stock":
        return sentences.ON(day=stock_date(asked))
    if extent(about.id)[0] is None:
        return sentences.NOT_DATED()
    return period_words(asked.start, asked.end)


def period_before(asked: Filters) -> tuple[Filters | None, str]:
    """The question one period before, and that period's name: one edition before, for a stock one
    year before.

    None and empty where the source does not reach back that far.
    """
    asked = settle(asked)
    about = indicator(asked)
    if about.aggregation == "stock":
        day = stock_date(asked)
        earlier = asked.during(asked.start, builder.year_before(day))
        known = day.year - 1 >= catalog.source_of(about).first.year
        return (earlier, earlier.end.isoformat()) if known and earlier.end else (None, "")
    if about.aggregation == "last":
        current = plan.last_period(store.current(), asked, about, world=True)
        if current is None:
            return None, ""
        earlier = asked.during(None, current[0] - timedelta(days=1))
        previous = plan.last_period(store.current(), earlier, about, world=True)
        return (earlier, str(previous[0].year)) if previous is not None else (None, "")
    before = asked.before()
    first = extent(about.id)[0]
    if before is None or first is None or before.start is None or before.start.year < first.year:
        return None, ""
    return before, period_words(before.start, before.end)


@remembered(4096)
def _compare(opened: Store, asked: Filters) -> Change:
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
    return _compare(store.current(), settle(asked))


@remembered(512, words=False)
def _moves(opened: Store, asked: Filters) -> pd.DataFrame:
    found = opened.ask(
        record_query.moves,
        replace(plan.specified(asked, indicator(asked), world=False), world=None),
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
    return _moves(store.current(), settle(asked))


def same_countries(asked: Filters) -> tuple[int, float, float] | None:
    """Only the countries with a figure in both periods: how many, their sum now and before; None
    where nothing compares.
    """
    asked = settle(asked)
    about = indicator(asked)
    earlier = asked.before() if about.aggregation == "sum" else None
    if earlier is None:
        return None
    now, before = (
        by_country(replace(each, countries=())).dropna(subset="value").set_index("country")["value"]
        for each in (asked, earlier)
    )
    both = now.index.intersection(before.index)
    return (len(both), float(now[both].sum()), float(before[both].sum())) if len(both) else None


@remembered(1024, words=False)
def _disagreements(opened: Store, asked: Filters) -> pd.DataFrame:
    nowhere = len(asked.countries) > 1 or (
        bool(asked.countries) and by_country(Filters(asked.indicator, (), asked.categories)).empty
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
    return (
        _disagreements(store.current(), asked)
        if indicator(asked).aggregation == "last"
        else _agreed()
    )


def answer(asked: Filters, by: str | None = None) -> dict[str, Any]:
    """What `python -m data query --format json` prints: filters, value, rows, source, version."""
    ask = {
        "country": by_country,
        "partner": by_partner,
        "category": by_category,
        "period": by_period,
    }
    table = None if by is None else ask[by](asked)
    asked = settle(asked)
    about = indicator(asked)
    source = catalog.source_of(about)
    opened = store.current()
    number = total(asked)
    version = opened.versions.get(source.name)
    return {
        "indicator": about.id,
        "title": about.title,
        "unit": about.unit,
        "filters": asked.plain(),
        "value": _plain(number.value),
        "low": _plain(number.low),
        "high": _plain(number.high),
        "masked": number.masked,
        "rows": (
            []
            if table is None
            else [
                {
                    by: row[0],
                    "value": _plain(row[1]),
                    "low": _plain(row[2]),
                    "high": _plain(row[3]),
                    "masked": int(row[4]),
                }
                for row in table[[by, "value", "low", "high", "masked"]].itertuples(
                    index=False, name=None
                )
            ]
        ),
        "unlocated": _plain(number.unlocated),
        "undated": _plain(number.undated),
        "source": {
            "name": source.name,
            "title": source.title,
            "publisher": source.publisher,
            "url": source.url,
            "licence": source.licence.name,
            "as_of": (version.as_of if version else source.as_of).isoformat(),
            "citation": source.citation,
            "caveats": list(about.caveats),
        },
        "version": version.version if version else None,
    }


def _plain(value: float | None) -> int | float | None:
    if value is None or pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def warm() -> None:
    """Opens the store and asks every indicator once, so that the first reader does not wait."""
    for about in catalog.indicators().values():
        asked = Filters(about.id).during(*usual_period(about))
        compare(asked)
        by_country(asked)
        by_period(Filters(about.id))
        compare(replace(asked, countries=("ATA",)))  # one stands for all of them
        compare(replace(asked, countries=("ATA", "ATF")))  # what several countries share
