"""The figures of two countries side by side: amounts where both have one, words where a figure is
none, and what one of them has alone. Everything mirrors when the two are exchanged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from data import catalog, query, store
from data.analysis import changes, country, standing
from data.analysis.country import Line
from data.caching import remembered
from data.catalog import Indicator
from data.query import Filters, Total
from languages import amount
from languages.english import analysis as sentences
from languages.english import bilateral as words

FEW = 10  # bounds from 0 to less than this are said as "<" and the next number
OLD = 5  # years: what is older stands apart


@dataclass(frozen=True, slots=True)
class Side:
    """One country's figure: the question and its answer; `published` is false where the publisher
    names but a few countries and this is none of them.
    """

    asked: Filters
    total: Total
    published: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator in one period that both have; the `category` where it has one at a time. `year`
    is its last, 0 where it has no date.
    """

    about: Indicator
    category: str
    when: str
    year: int
    one: Side
    other: Side

    @property
    def title(self) -> str:
        """What the figure is."""
        if not self.category:
            return self.about.title
        return sentences.TITLE_OF(title=self.about.title, categories=self.category)

    @property
    def top(self) -> float:
        """What a whole bar stands for: of a score its most, of a count the larger of the two."""
        if self.about.kind == "score" and self.about.scale:
            return self.about.scale[1]
        sides = (self.one.total, self.other.total)
        return max(each.value or each.high or 0.0 for each in sides) or 1.0

    @property
    def age(self) -> int:
        """Its whole years, as `standing.age` counts them."""
        return standing.age(self.one.asked)

    @property
    def old(self) -> bool:
        """Whether it stands apart; what has no date is older than anything."""
        return not self.year or self.age >= OLD


@dataclass(frozen=True, slots=True)
class Fact:
    """What both are in words: on a list or not, at which level, at war since when; `on` says for
    each whether it stands there.
    """

    about: Indicator
    asked: tuple[Filters, Filters]
    words: tuple[str, str]
    on: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Sides:
    """All of it: rows, the newest first; facts; what one has alone, as indicators each."""

    rows: tuple[Row, ...]
    facts: tuple[Fact, ...]
    alone: tuple[tuple[Indicator, ...], tuple[Indicator, ...]]


def sides(first: str, second: str) -> Sides:
    """Both countries' figures."""
    return _sides(store.current(), first, second)


@remembered(256)
def _sides(opened: store.Store, first: str, second: str) -> Sides:
    codes = (first, second)
    ours, theirs = ({line.about.id: line for line in country.lines(code)} for code in codes)
    rows, facts = [], []
    alone: tuple[list[Indicator], list[Indicator]] = ([], [])
    for about in country.shown():
        lines = (ours.get(about.id), theirs.get(about.id))
        if about.world:  # a statement about one place is none about another
            continue
        if fact := _fact(about, lines, codes):
            facts.append(fact)
        elif row := _row(about, lines, codes):
            rows.append(row)
        elif any(lines):
            alone[0 if lines[0] else 1].append(about)
    listed = {fact.about.id for fact in facts}
    facts = [fact for fact in facts if not _part(fact.about) & listed]
    rows = _wholes(rows)
    rows.sort(key=lambda row: -row.year)
    known = {row.about.id for row in rows}
    return Sides(tuple(rows), tuple(facts), (_whole(alone[0], known), _whole(alone[1], known)))


def _fact(
    about: Indicator, lines: tuple[Line | None, Line | None], codes: tuple[str, str]
) -> Fact | None:
    asked = (
        lines[0].asked if lines[0] else changes.usual(about, codes[:1]),
        lines[1].asked if lines[1] else changes.usual(about, codes[1:]),
    )
    said = [standing.in_words(each) for each in asked]
    if not any(each and line for each, line in zip(said, lines, strict=True)):
        return None
    first, second = (
        each.what if each else about.coded.get(code) or words.NO_FIGURE()
        for each, code in zip(said, codes, strict=True)
    )
    return Fact(about, asked, (first, second), (lines[0] is not None, lines[1] is not None))


def _row(
    about: Indicator, lines: tuple[Line | None, Line | None], codes: tuple[str, str]
) -> Row | None:
    if any(code in about.not_applicable or code in about.coded for code in codes):
        return None
    known = next((line for line in lines if line), None)
    if not known and about.kind != "observation":
        return None
    usual = known.asked if known else query.settle(changes.usual(about, codes[:1])).explicit()
    asked = [replace(usual, countries=(code,)) for code in codes]
    found = [Side(each, query.total(each)) for each in asked]
    if known and all(map(_has, found)):
        return _made(found[0], found[1])
    if about.kind == "observation" and (year := _both(usual, codes)):
        days = date(year, 1, 1), date(year, 12, 31)
        then = [Side(each, query.total(each)) for each in (one.during(*days) for one in asked)]
        if all(map(_has, then)):
            return _made(then[0], then[1])
    if known and about.no_world_sum:
        first, second = (replace(side, published=_has(side)) for side in found)
        return _made(first, second)
    return None


def _made(one: Side, other: Side) -> Row:
    settled = query.settle(one.asked)
    about = settled.about
    if about.aggregation == "stock":
        year = query.stock_date(one.asked).year
    else:
        year = settled.end.year if settled.end else 0
    named = [about.categories.get(each, each) for each in one.asked.categories]
    return Row(about, ", ".join(named), query.when(one.asked), year, one, other)


def _has(side: Side) -> bool:
    """Whether a number is known, or the bounds of one."""
    return side.total.value is not None or side.total.high is not None


def _both(asked: Filters, codes: Iterable[str]) -> int:
    """The last whole year in which both have a figure; 0 without one."""
    about = query.indicator(asked)
    years = [
        {
            int(row[0])
            for row in query.history(replace(asked, countries=(code,)).during(None, None))
            if row[1] == row[1]
        }
        for code in codes
    ]
    both = set.intersection(*years) - {*about.partial_years}
    return max(
        (year for year in both if not about.complete_to or year <= about.complete_to), default=0
    )


def _wholes(rows: list[Row]) -> list[Row]:
    """The rows whose whole is no row itself, and of two sources of one publisher on the same the
    one that other pages lead with.
    """
    known = {row.about.id for row in rows}
    kept: dict[tuple[str, ...], Row] = {}
    for row in rows:
        about = row.about
        if _part(about) & known:
            continue
        key = one_subject(about)
        if key not in kept or (about.headline and not kept[key].about.headline):
            kept[key] = row
    return [row for row in rows if row in kept.values()]


def _whole(found: list[Indicator], rows: set[str]) -> tuple[Indicator, ...]:
    """Those that are no part of another, or of a row."""
    ids = rows | {each.id for each in found}
    return tuple(each for each in found if not _part(each) & ids)


def written(total: Total) -> str:
    """A number as the brief writes it: exact, with the most it can be, or as its bounds."""
    exact = amount(total.value, total.low, total.high)
    if total.value is None and total.low == 0 and total.high is not None and total.high < FEW:
        return words.FEWER(n=int(total.high) + 1)
    if total.value is not None and total.masked and total.high != total.value:
        return words.AT_MOST(number=exact, most=amount(total.high))
    return exact


def one_subject(about: Indicator) -> tuple[str, ...]:
    """What two editions of one publisher have in common; an indicator alone is its own."""
    if about.kind != "event":
        return (about.id,)
    return (catalog.source_of(about).publisher, about.domain, about.unit, about.country_role)


def _part(about: Indicator) -> set[str]:
    """The ids of the wholes an indicator is a part of."""
    found: set[str] = set()
    known = catalog.indicators()
    while about.part_of:
        if about.part_of not in known or about.part_of in found:
            break
        found.add(about.part_of)
        about = known[about.part_of]
    return found
