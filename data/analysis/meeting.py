"""Where two countries meet: third countries that publish both, groups both belong to, and what
no newest figure says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data import catalog, query, store
from data.analysis import country
from data.analysis.both_sides import OLD
from data.caching import remembered
from data.catalog import Indicator
from data.geography import groups
from data.query import Filters, Total

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Third:
    """A third country in the newest year for which it publishes both: what it counts of each."""

    about: Indicator
    country: str
    year: str
    asked: tuple[Filters, Filters]
    totals: tuple[Total, Total]

    @property
    def larger(self) -> float:
        """The larger of the two exact numbers."""
        return max(each.value or 0.0 for each in self.totals)


@dataclass(frozen=True, slots=True)
class Shared:
    """A group both belong to, and since when each (as exact as known; empty where it is not)."""

    group: groups.Group
    since: tuple[str, str]
    dated: str  # the newest day its citations name


@dataclass(frozen=True, slots=True)
class Gap:
    """What neither has a figure for, and what is last known of each, in words."""

    about: Indicator
    last: tuple[str, str]


def thirds(first: str, second: str, today: date) -> list[Third]:
    """Third countries that publish a count of both, at least one of them exactly, not older than
    five years: of each the newest such year, the larger number first.
    """
    return list(_thirds(store.current(), first, second, today.year - OLD))


@remembered(256)
def _thirds(opened: store.Store, first: str, second: str, since: int) -> tuple[Third, ...]:
    found = [
        third
        for about in country.shown()
        if about.kind == "observation" and about.partner_role and not (about.world or about.mutual)
        for third in _thirds_of(about, first, second, since)
    ]
    return tuple(sorted(found, key=lambda each: (-each.larger, each.country)))


def _thirds_of(about: Indicator, first: str, second: str, since: int) -> Iterable[Third]:
    tables = [
        _recorded(query.by_period_and_country(Filters(about.id, partner=code)))
        for code in (first, second)
    ]
    both = tables[0].merge(tables[1], on=["period", "country"], suffixes=("", "_of_other"))
    both = both[both["value"].notna() | both["value_of_other"].notna()]
    both = both[(both["period"].astype(int) >= since) & ~both["country"].isin([first, second])]
    newest = both.sort_values("period").drop_duplicates("country", keep="last")
    for place, year in newest[["country", "period"]].itertuples(index=False):
        days = date(int(year), 1, 1), date(int(year), 12, 31)
        ours, theirs = (
            Filters(about.id, countries=(place,), partner=code).during(*days)
            for code in (first, second)
        )
        totals = query.total(ours), query.total(theirs)
        yield Third(about, str(place), str(year), (ours, theirs), totals)


def _recorded(table: pd.DataFrame) -> pd.DataFrame:
    """Where at least one may have been counted."""
    return table[(table["value"] > 0) | (table["high"] > 0)]


def memberships(first: str, second: str, on: date) -> list[Shared]:
    """The groups, but for the regions of the world, to which both belong on a day: those first of
    which it is known since when.
    """
    found = []
    for group in groups.of_country(first, on):
        if group.kind in ("region", "subregion") or second not in group.members(on):
            continue
        stays = [
            next(each for each in group.stays if each.country == code and each.on(on))
            for code in (first, second)
        ]
        days = _DAY.findall(" ".join(each.cited for each in stays))
        found.append(Shared(group, (stays[0].since, stays[1].since), max(days, default="")))
    return sorted(found, key=lambda each: not all(each.since))


def gaps(first: str, second: str) -> list[Gap]:
    """What neither has a figure for in its last period, the parts of others left out."""
    ours, theirs = (
        {about.id: last for about, last in country.unknown(code)} for code in (first, second)
    )
    known = catalog.indicators()
    return [
        Gap(known[each], (ours[each], theirs[each]))
        for each in ours
        if each in theirs and not known[each].part_of
    ]
