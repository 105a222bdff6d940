"""Who came on a list and who left it between two days, by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from data import query
from data.caching import remembered
from data.geography import countries
from data.query import Filters, Question
from languages import listed
from languages.english import analysis as words

NAMED = 6  # countries named in one sentence; of more the others are counted


@dataclass(frozen=True, slots=True)
class Moves:
    """What happened on a list between two days.

    `came`, `left` and `moved` are codes of countries where a country stands on the list itself, and
    empty where it lists other things (vessels); `entered` and `gone` count those things. What may
    have stood on it on one of the days, its dates being known only within bounds, is `unsure` and
    in none of the others.
    """

    since: str
    came: tuple[str, ...]
    left: tuple[str, ...]
    moved: tuple[tuple[str, str, str], ...]  # country, category before, category now
    entered: int
    gone: int
    unsure: int

    @property
    def named(self) -> bool:
        """Whether the list is one of countries."""
        return bool(self.came or self.left or self.moved)

    @property
    def nothing(self) -> bool:
        """Whether nobody surely came, left or moved."""
        return not (self.entered or self.gone or self.moved)


def moves(asked: Filters) -> Moves | None:
    """What happened on a list in the year up to the day it is asked for; None where it is no list
    or does not reach back that far.
    """
    settled = query.settle(asked)
    return _moves(settled) if settled.about.kind == "listing" else None


@remembered(1024)
def _moves(asked: Question) -> Moves | None:
    earlier, since = query.year_before(asked)
    if earlier is None:
        return None
    now, then = members(asked), members(earlier)
    if not now and not then:
        return Moves(since, (), (), (), 0, 0, 0)
    sure_now, sure_then = ({each.record for each in day if each.sure} for day in (now, then))
    both = sure_now & sure_then
    perhaps = {each.record for each in (*now, *then) if not each.sure} - both
    came, left = sure_now - sure_then - perhaps, sure_then - sure_now - perhaps
    by_country = all(_one_each(replace(each, countries=())) for each in (asked, earlier))
    return Moves(
        since,
        _codes(now, came) if by_country else (),
        _codes(then, left) if by_country else (),
        _shifted(now, then, both) if by_country else (),
        len(came),
        len(left),
        len(perhaps),
    )


class Member(NamedTuple):
    """What stands on a list on a day; `sure` where its dates tell so. What is not known is empty;
    `start` is a day as text, as exact as `precision` says.
    """

    record: int
    country: str
    category: str
    start: str
    precision: str
    stated: str
    sure: bool

    @property
    def since(self) -> str:
        """Since when it stands there, as exactly as it was published: a day, a month, a year, or
        the publisher's bounds in words; empty where nothing is known.
        """
        if self.precision == "none" or not self.start:
            return self.stated
        return self.start[: {"day": 10, "month": 7}.get(self.precision, 4)]


def members(asked: Filters) -> list[Member]:
    """Who stands on the list, of the countries asked for: out of what is read once for all."""
    asked = query.settle(asked)
    known = _by_country(replace(asked, countries=()))
    return [each for code in asked.countries or known for each in known.get(code, ())]


@remembered(256, words=False)
def _by_country(asked: Question) -> dict[str, list[Member]]:
    """Everyone on a list by country, which is empty where none is known."""
    rows = query.rows(asked)
    said = rows[list(Member._fields[1:-1])].astype("str").fillna("")
    columns = (said[name].tolist() for name in said)
    found: dict[str, list[Member]] = {}
    for each in map(Member, rows["record"], *columns, rows["value"].notna()):
        found.setdefault(each.country, []).append(each)
    return found


@remembered(256, words=False)
def _one_each(asked: Question) -> bool:
    """Whether a country is one member of the list, so that its name is the member's."""
    known = _by_country(asked)
    return all(len({each.record for each in known[code]}) == 1 for code in known if code)


def _codes(members: Iterable[Member], records: set[int]) -> tuple[str, ...]:
    found = {each.country for each in members if each.record in records} - {""}
    return tuple(sorted(found, key=countries.name))


def _shifted(
    now: Iterable[Member], then: Iterable[Member], records: set[int]
) -> tuple[tuple[str, str, str], ...]:
    """Those that stood on it on both days, in another category."""
    after, before = (_categories(each, records) for each in (now, then))
    return tuple(
        (code, before[code], after[code])
        for code in sorted(after.keys() & before.keys(), key=countries.name)
        if after[code] != before[code]
    )


def _categories(members: Iterable[Member], records: set[int]) -> dict[str, str]:
    """The first category of each country, where its members are among these records."""
    found: dict[str, str] = {}
    for each in members:
        if each.sure and each.country and each.category and each.record in records:
            found.setdefault(each.country, each.category)
    return found


def named(codes: Sequence[str]) -> str:
    """Countries in a sentence: all of a few, else the first and how many more."""
    names = [countries.name(code) for code in codes]
    if len(names) <= NAMED + 1:
        return listed(names)
    return words.AND_OTHERS(len(names) - NAMED, names=", ".join(names[:NAMED]))


def sentence(asked: Filters, subject: str, when: str, value: float) -> str:
    """One sentence of who came and who left; empty where the list cannot be compared. `subject` is
    the list, and for a list of other things whose they are.
    """
    found = moves(asked)
    if found is None:
        return ""
    about = query.indicator(asked)
    said = {"title": subject, "when": when, "value": value, "since": found.since}
    if found.nothing:
        return words.LIST_SAME(**said)
    if not found.named:
        return words.LIST_COUNTED(**said, entered=found.entered, gone=found.gone)
    parts = _parts(asked, found)
    if asked.countries:
        return words.LIST_OF(title=about.title, since=found.since, moves="; ".join(parts))
    return words.LIST_MOVED(**said, moves="; ".join(parts))


def _parts(asked: Filters, found: Moves) -> list[str]:
    about = query.indicator(asked)
    return [
        *([words.CAME(countries=named(found.came))] if found.came else []),
        *([words.LEFT(countries=named(found.left))] if found.left else []),
        *(
            words.MOVED(
                country=countries.name(code),
                before=about.categories.get(before, before),
                now=about.categories.get(now, now),
            )
            for code, before, now in found.moved[:NAMED]
        ),
    ]


def told(asked: Filters) -> str:
    """Who came on a list and who left it, alone; empty where it cannot be compared."""
    found = moves(asked)
    if found is None:
        return ""
    if found.nothing:
        return words.NONE_MOVED(since=found.since)
    if not found.named:
        return words.SO_MANY_MOVED(entered=found.entered, gone=found.gone, since=found.since)
    return words.SINCE(since=found.since, moves="; ".join(_parts(asked, found)))


def of_country(asked: Filters) -> str:
    """What a list means for the one country asked about, in words: since when it stands on it, and
    as what.
    """
    here = members(replace(asked, categories=()))
    if not here:
        return words.NOT_ON_LIST()
    sure = [each for each in here if each.sure]
    if not sure:
        return words.PERHAPS_ON_LIST()
    first = earliest(sure)
    category = query.indicator(asked).categories.get(first.category, "")
    since = first.since
    if first.precision == "none" and since:
        return words.ON_WITHIN(category=category, bounds=since) if category else since
    if category:
        return words.ON_AS_SINCE(category=category, day=since) if since else category
    return words.ON_SINCE(day=since) if since else words.ON_LIST()


def earliest(some: Iterable[Member]) -> Member:
    """The one that stands on a list longest; ValueError where there is none."""
    return min(some, key=lambda each: (not each.start, each.start))
