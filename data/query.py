"""The questions: every figure on a page, in an export and on the command line is an answer from here.

A record counts once in a group however many rows it stands in, so totals of parts may exceed the whole. Values of a group
that mixes exact and masked cells are the sum of the exact cells; `low` is then that sum and `high` adds the masked cells'
upper bounds. Tables are shared between callers: do not change them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from data import catalog, scan, store
from data.catalog import Indicator
from data.filters import Filters, period_words
from data.scan import PERIOD_FORMAT, Unknown, indicator, settle, stock_date
from data.store import Store


@dataclass(frozen=True, slots=True)
class Total:
    """One number: value in the indicator's unit with its bounds, masked cells, records without country and without date."""

    value: float | None
    low: float | None
    high: float | None
    masked: int
    unlocated: float
    undated: float


@dataclass(frozen=True, slots=True)
class Change:
    """A number beside the one it is compared with; `against` names that period, None where there is nothing to compare."""

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
        """True for low numbers: at most 2 before and at most 5 now is little change, whatever the per cent."""
        return self.difference is not None and self.before.value <= 2 and self.now.value <= 5  # type: ignore[union-attr,operator]


@lru_cache(maxsize=4096)
def _total(opened: Store, asked: Filters) -> Total:
    about = indicator(asked)
    table = scan.whole(opened, asked, "0")
    value = low = high = None
    masked = 0
    if len(table):
        first = table.iloc[0]
        value, low, high, masked = _number(first["value"]), _number(first["low"]), _number(first["high"]), int(first["masked"])
    elif about.kind in ("event", "notice", "listing") and not about.world:
        value = low = high = 0.0
    if (not about.additive and len(asked.countries) != 1) or (about.one_category and len(asked.categories) != 1):
        value = low = high = None
    unlocated = undated = 0.0
    if not asked.countries and about.additive:
        here, _ = scan.places(asked, about)
        places = scan.grouped(opened, asked, f"{here} IS NULL", world=False)
        unlocated = float(places.loc[places["key"], "value"].sum())
        if (asked.start or asked.end) and about.aggregation in ("count", "sum"):
            days = scan.grouped(opened, asked.during(None, None), "start IS NULL", world=False)
            undated = float(days.loc[days["key"], "value"].sum())
    return Total(value, low, high, masked, unlocated, undated)


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def total(asked: Filters) -> Total:
    """The one number under these filters."""
    return _total(store.current(), settle(asked))


@lru_cache(maxsize=4096)
def _by_place(opened: Store, asked: Filters, other: bool) -> pd.DataFrame:
    about = indicator(asked)
    column = scan.places(asked, about)[1 if other else 0]
    table = scan.grouped(opened, asked, column, world=False)
    table = table[table["key"].notna()].rename(columns={"key": "partner" if other else "country"})
    if about.one_category and len(asked.categories) != 1:
        table = table.iloc[:0]
    return table.reset_index(drop=True)


def by_country(asked: Filters) -> pd.DataFrame:
    """Columns country (ISO alpha-3), value, low, high, masked; countries without a figure are absent."""
    return _by_place(store.current(), settle(asked), False)


def by_partner(asked: Filters) -> pd.DataFrame:
    """Columns partner (ISO alpha-3), value, low, high, masked."""
    return _by_place(store.current(), settle(asked), True)


@lru_cache(maxsize=4096)
def _by_period(opened: Store, asked: Filters, grain: str) -> pd.DataFrame:
    about = indicator(asked)
    key = f"strftime({'day' if about.aggregation == 'stock' else 'start'}, '{PERIOD_FORMAT[grain]}')"
    table = scan.whole(opened, asked, key, periods=True)
    table = table[table["key"].notna()].rename(columns={"key": "period"}).reset_index(drop=True)
    if (not about.additive and len(asked.countries) != 1) or (about.one_category and len(asked.categories) != 1):
        return table.iloc[:0]
    return table


def by_period(asked: Filters, grain: str = "year") -> pd.DataFrame:
    """Columns period (`2016`, or `2016-01` for grain month), value, low, high, masked; for a stock the value at its end."""
    if grain not in PERIOD_FORMAT:
        raise Unknown(f"grain {grain!r} is not one of {', '.join(PERIOD_FORMAT)}")
    return _by_period(store.current(), settle(asked), grain)


@lru_cache(maxsize=4096)
def _by_category(opened: Store, asked: Filters) -> pd.DataFrame:
    about = indicator(asked)
    table = scan.whole(opened, asked, "category")
    table = table[table["key"].notna()].rename(columns={"key": "category"}).reset_index(drop=True)
    return table.iloc[:0] if not about.additive and len(asked.countries) != 1 else table


def by_category(asked: Filters) -> pd.DataFrame:
    """Columns category (id), value, low, high, masked; a record of several categories stands in each."""
    settle(asked)
    return _by_category(store.current(), asked)


@lru_cache(maxsize=2048)
def _by_period_and(opened: Store, asked: Filters, grain: str, column: str) -> pd.DataFrame:
    about = indicator(asked)
    period = f"strftime({'day' if about.aggregation == 'stock' else 'start'}, '{PERIOD_FORMAT[grain]}')"
    table = scan.grouped(opened, asked, f"{period} || '|' || coalesce({column}, '')", world=column == "category", periods=True)
    table = table[table["key"].notna()].reset_index(drop=True)
    keys = table["key"].str.split("|", n=1, expand=True) if len(table) else pd.DataFrame({0: [], 1: []}, dtype="str")
    return table.assign(period=keys[0], **{column: keys[1]}).drop(columns="key")


def by_period_and_category(asked: Filters, grain: str = "year") -> pd.DataFrame:
    """Columns period, category (`` where a record has none), value, low, high, masked."""
    return _by_period_and(store.current(), settle(asked), grain, "category")


def by_period_and_country(asked: Filters, grain: str = "year") -> pd.DataFrame:
    """Columns period, country, value, low, high, masked."""
    return _by_period_and(store.current(), settle(asked), grain, scan.places(asked, indicator(asked))[0]).rename(
        columns={"partner": "country"}
    )


@lru_cache(maxsize=1024)
def _flows(opened: Store, asked: Filters) -> pd.DataFrame:
    here, there = scan.places(asked, indicator(asked))
    table = scan.grouped(opened, asked, f"{here} || '>' || {there}", world=False)
    table = table[table["key"].notna()]
    keys = table["key"].str.split(">", n=1, expand=True) if len(table) else pd.DataFrame({0: [], 1: []}, dtype="str")
    return table.assign(country=keys[0], partner=keys[1]).drop(columns="key").sort_values("value", ascending=False, ignore_index=True)


def flows(asked: Filters) -> pd.DataFrame:
    """Columns country, partner, value, low, high, masked, the largest first; only records with both."""
    return _flows(store.current(), settle(asked))


def rows(asked: Filters, limit: int | None = None, offset: int = 0, statements: bool = False) -> pd.DataFrame:
    """The records behind a figure, newest first: the columns of `data.records.COLUMNS`.

    `statements` adds what other publishers say of the same facts (rank 2 and more).
    """
    asked = settle(asked)
    about = indicator(asked)
    clause, params = scan.where(asked, replace(about, world=False), world=False)
    if statements:
        clause = clause.replace("rank = 1", "rank >= 1")
    if about.aggregation == "stock":
        clause += " AND (start IS NULL OR start <= ?) AND (\"end\" IS NULL OR \"end\" > ?)"
        params += [stock_date(asked)] * 2
    tail = f" LIMIT {int(limit)} OFFSET {int(offset)}" if limit is not None else ""
    order = "start DESC NULLS LAST, record, rank, country, partner, category, row"
    return store.current().cursor().execute(f"SELECT * FROM records WHERE {clause} ORDER BY {order}{tail}", params).df()


def count_rows(asked: Filters) -> int:
    """How many rows `rows` gives without a limit."""
    asked = settle(asked)
    about = indicator(asked)
    clause, params = scan.where(asked, replace(about, world=False), world=False)
    if about.aggregation == "stock":
        clause += " AND (start IS NULL OR start <= ?) AND (\"end\" IS NULL OR \"end\" > ?)"
        params += [stock_date(asked)] * 2
    return store.current().cursor().execute(f"SELECT count(*) FROM records WHERE {clause}", params).fetchone()[0]


@lru_cache(maxsize=256)
def _extent(opened: Store, name: str) -> tuple[date | None, date | None]:
    about = catalog.indicators()[name]
    clause, params = scan.where(Filters(name), about, world=False, dated=False)
    found = opened.cursor().execute(f"SELECT min(start), max(start) FROM records WHERE {clause.replace('NOT world', 'true')}", params).fetchone()
    return found[0], found[1]


def extent(name: str) -> tuple[date | None, date | None]:
    """The first and last day an indicator has a dated record on; both None where it has none."""
    return _extent(store.current(), name)


def usual_period(about: Indicator) -> tuple[date | None, date | None]:
    """The period shown when none is asked for: the last complete year, the last edition, or for a stock the present."""
    if about.aggregation == "stock":
        return None, None
    last = extent(about.id)[1]
    if last is None:
        return None, None
    year = min(last.year, about.complete_to) if about.complete_to else last.year
    return date(year, 1, 1), date(year, 12, 31)


def period_before(asked: Filters) -> tuple[Filters | None, str]:
    """The question one period before, and that period's name: one edition before, for a stock one year before.

    None and empty where the source does not reach back that far.
    """
    asked = settle(asked)
    about = indicator(asked)
    if about.aggregation == "stock":
        day = stock_date(asked)
        earlier = asked.during(asked.start, date(day.year - 1, day.month, min(day.day, 28)))
        known = day.year - 1 >= catalog.source_of(about).first.year
        return (earlier, earlier.end.isoformat()) if known and earlier.end else (None, "")
    if about.aggregation == "last":
        current = scan.last_period(store.current(), asked, about, world=True)
        if current is None:
            return None, ""
        earlier = asked.during(None, date.fromordinal(pd.Timestamp(current).toordinal() - 1))
        previous = scan.last_period(store.current(), earlier, about, world=True)
        return (earlier, str(pd.Timestamp(previous).year)) if previous is not None else (None, "")
    before = asked.before()
    first = extent(about.id)[0]
    if before is None or first is None or before.start is None or before.start.year < first.year:
        return None, ""
    return before, period_words(before.start, before.end)


def compare(asked: Filters) -> Change:
    """The number asked for beside the same number one period before (one edition before, one year before for a stock)."""
    earlier, against = period_before(asked)
    return Change(total(asked), total(earlier), against) if earlier else Change(total(asked), None, None)


@lru_cache(maxsize=512)
def _moves(opened: Store, asked: Filters) -> pd.DataFrame:
    about = indicator(asked)
    clause, params = scan.where(asked.during(None, None), about, world=False)
    sql = (
        "WITH spell AS (SELECT record, min(start) FILTER (value IS NOT NULL AND precision <> 'none') AS entered, "
        "CASE WHEN bool_or(\"end\" IS NULL) THEN NULL ELSE max(\"end\") END AS left_on "
        f"FROM records WHERE {clause} GROUP BY record), "
        "moves AS (SELECT strftime(entered, '%Y') AS period, 1 AS entries, 0 AS exits FROM spell WHERE entered IS NOT NULL "
        "UNION ALL SELECT strftime(left_on, '%Y'), 0, 1 FROM spell WHERE left_on IS NOT NULL) "
        "SELECT period, sum(entries)::BIGINT AS entries, sum(exits)::BIGINT AS exits FROM moves GROUP BY period ORDER BY period"
    )
    return opened.cursor().execute(sql, params).df()


def entries_and_exits(asked: Filters) -> pd.DataFrame:
    """Columns period, entries, exits: members of a list by the year they first came on and last went off it.

    A day known only to lie between two dates is in neither column.
    """
    return _moves(store.current(), settle(asked))


def same_countries(asked: Filters) -> tuple[int, float, float] | None:
    """Only the countries with a figure in both periods: how many, their sum now and before; None where nothing compares."""
    asked = settle(asked)
    about = indicator(asked)
    earlier = asked.before() if about.aggregation == "sum" else None
    if earlier is None:
        return None
    now, before = (by_country(replace(each, countries=())).dropna(subset="value").set_index("country")["value"] for each in (asked, earlier))
    both = now.index.intersection(before.index)
    return (len(both), float(now[both].sum()), float(before[both].sum())) if len(both) else None


def disagreements(asked: Filters) -> pd.DataFrame:
    """Other values stated for the very figure `total` gives: columns value, stated, cited, rank; empty where all agree."""
    asked = settle(asked)
    about = indicator(asked)
    everything = rows(asked, statements=True) if about.aggregation == "last" else None
    if everything is None or everything["cited"].isna().all():
        return pd.DataFrame({"value": [], "stated": [], "cited": [], "rank": []})
    if not asked.countries:
        everything = everything[everything["world"]] if everything["world"].any() else everything.iloc[:0]
    elif len(asked.countries) > 1:
        everything = everything.iloc[:0]
    last = everything.loc[everything["rank"].eq(1), "start"].max()
    found = everything[pd.to_datetime(everything["start"]).dt.year.eq(pd.Timestamp(last).year)] if len(everything) else everything
    found = found[["value", "stated", "cited", "rank"]].sort_values("rank", ignore_index=True)
    return found if found["value"].nunique() > 1 else found.iloc[:0]


def answer(asked: Filters, by: str | None = None) -> dict[str, Any]:
    """What `python -m data query --format json` prints: filters, value, rows, source and version."""
    ask = {"country": by_country, "partner": by_partner, "category": by_category, "period": by_period}
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
        "rows": [] if table is None else [
            {by: row[0], "value": _plain(row[1]), "low": _plain(row[2]), "high": _plain(row[3]), "masked": int(row[4])}
            for row in table[[by, "value", "low", "high", "masked"]].itertuples(index=False, name=None)
        ],
        "unlocated": _plain(number.unlocated),
        "undated": _plain(number.undated),
        "source": {
            "name": source.name, "title": source.title, "publisher": source.publisher, "url": source.url, "licence": source.licence.name,
            "as_of": (version.as_of if version else source.as_of).isoformat(), "citation": source.citation, "caveats": list(about.caveats),
        },
        "version": version.version if version else None,
    }  # fmt: skip


def _plain(value: float | None) -> int | float | None:
    if value is None or pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def warm() -> None:
    """Opens the store and asks every indicator once, so that the first reader does not wait for it."""
    for about in catalog.indicators().values():
        asked = Filters(about.id).during(*usual_period(about))
        compare(asked)
        by_country(asked)
        by_period(Filters(about.id))
