"""What is being asked: one frozen value that is the URL, the WHERE clause, the sentence and the
file name.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from data import catalog
from data.catalog import Indicator
from data.geography import countries, groups
from languages import ENGLISH, listed, spoken
from languages.english import query as sentences

_PERIOD = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def first_day(text: str) -> date | None:
    """The first day of `2016`, `2016-01` or `2016-01-15`; None where that is no date."""
    return _day(text, last=False)


def last_day(text: str) -> date | None:
    """The last day of `2016`, `2016-12` or `2016-12-31`; None where that is no date."""
    return _day(text, last=True)


def _day(text: str, last: bool) -> date | None:
    found = _PERIOD.fullmatch(text.strip()) if isinstance(text, str) else None
    if not found:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        if found[2] is None:
            return date(year, 12, 31) if last else date(year, 1, 1)
        if found[3] is None:
            return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
        return date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return None


def period_words(start: date | None, end: date | None) -> str:
    """A period as a reader says it: `2019`, `2016-2019`, `2016-03 to 2016-06`, `to 2019`."""
    if start is None:
        return sentences.ALL_YEARS() if end is None else sentences.TO(end=_point(end, last=True))
    if end is None:
        return sentences.FROM(start=_point(start, last=False))
    a, b = _point(start, last=False), _point(end, last=True)
    if a == b:
        return a
    if len(a) == 4 and len(b) == 4:
        return sentences.YEARS(start=a, end=b)
    return sentences.BETWEEN(
        start=start.isoformat()[:7] if len(b) == 7 else start.isoformat(), end=b
    )


def _point(day: date, last: bool) -> str:
    if (day.month, day.day) == ((12, 31) if last else (1, 1)):
        return str(day.year)
    if day.day == (calendar.monthrange(day.year, day.month)[1] if last else 1):
        return day.isoformat()[:7]
    return day.isoformat()


@dataclass(frozen=True, slots=True)
class Filters:
    """One question's filters; empty means all. `start` and `end` are the first and the last day
    asked for; `groups` are ids of groups whose members are among `countries`; `per` is `people`
    for figures per head.
    """

    indicator: str
    countries: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    partner: str | None = None
    start: date | None = None
    end: date | None = None
    role: str = ""
    groups: tuple[str, ...] = ()
    per: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """What is asked about by name: the groups whose members are all asked for, then the other
        countries.
        """
        if not self.groups:
            return tuple(map(countries.name, self.countries))
        known = groups.groups()
        whole = [
            each
            for each in self.groups
            if each in known and {*self.countries} >= known[each].members(self.end)
        ]
        inside = {code for each in whole for code in known[each].members(self.end)}
        others = [countries.name(code) for code in self.countries if code not in inside]
        return (*(known[each].name for each in whole), *others)

    def during(self, start: date | None, end: date | None) -> Self:
        """The same question for another period."""
        return replace(self, start=start, end=end)

    def before(self) -> Self | None:
        """The same question for the period of the same length just before; None without a whole
        period.
        """
        if self.start is None or self.end is None:
            return None
        if (self.start.month, self.start.day) == (1, 1) and (self.end.month, self.end.day) == (
            12,
            31,
        ):
            years = self.end.year - self.start.year + 1
            return self.during(
                date(self.start.year - years, 1, 1), date(self.start.year - 1, 12, 31)
            )
        end = self.start - timedelta(days=1)
        if self.start.day == 1 and (self.end + timedelta(days=1)).day == 1:
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
            at = self.start.year * 12 + self.start.month - 1 - months
            return self.during(date(at // 12, at % 12 + 1, 1), end)
        return self.during(end - (self.end - self.start), end)

    def words(self, indicator: Indicator, when: str = "") -> str:
        """The filters as a sentence's end: `Indonesia and Singapore, Forced labour, 2019`; `when`
        stands for the period where a figure has one of its own.
        """
        said = {
            "places": listed(self.named) or sentences.WORLD(),
            "period": when or period_words(self.start, self.end),
        }
        if self.partner:
            other, role = countries.name(self.partner), indicator.partner_role
            said["partner"] = (
                sentences.PARTNER_AS(role=catalog.role_words(role), country=other)
                if role
                else sentences.PARTNER(country=other)
            )
        if self.categories:
            names = [indicator.categories.get(each, each) for each in self.categories]
            said["categories"] = listed(names, sentences.EITHER)
        template = {
            (False, False): sentences.ASKED,
            (True, False): sentences.ASKED_WITH,
            (False, True): sentences.ASKED_OF,
            (True, True): sentences.ASKED_OF_WITH,
        }
        return template[bool(self.partner), bool(self.categories)](**said)

    def slug(self) -> str:
        """A file name without its suffix that says what was asked."""
        parts = [
            self.indicator.replace(".", "-"),
            *(self.groups or self.countries),
            *([self.per] if self.per else []),
            *([self.partner] if self.partner else []),
            *self.categories,
        ]
        if self.start or self.end:
            with spoken(ENGLISH):  # a file has the same name in every language
                period = period_words(self.start, self.end)
            parts.append(period.replace("–", "-").replace(" ", "-"))
        return re.sub(r"[^A-Za-z0-9_-]+", "-", "_".join(parts))[:120]

    def plain(self) -> dict[str, object]:
        """The filters as plain JSON values, only those that are set."""
        out: dict[str, object] = {}
        if self.countries:
            out["country"] = list(self.countries)
        if self.partner:
            out["partner"] = self.partner
        if self.categories:
            out["category"] = list(self.categories)
        if self.start:
            out["from"] = self.start.isoformat()
        if self.end:
            out["to"] = self.end.isoformat()
        if self.role:
            out["role"] = self.role
        if self.groups:
            out["group"] = list(self.groups)
        if self.per:
            out["per"] = self.per
        return out
