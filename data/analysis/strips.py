"""Where a country stands in the figures that have a place: an axis of its own for each, with all
countries on it. Axes are never added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import log1p
from statistics import median

from data import query, store
from data.analysis import standing
from data.caching import remembered
from data.catalog import DOMAINS, Indicator, indicators
from data.query import PEOPLE, Filters, Question
from languages.english import standing as words

DIRECTIONS = ("threat", "capacity", "detected")
BINS = 64


@dataclass(frozen=True, slots=True)
class Axis:
    """All countries' figures of one indicator and period, and where on the axis each lies: 0 is
    what concerns least, or the fewest found.
    """

    values: Mapping[str, float]
    low: float
    high: float
    middle: float  # of amounts, whose axis is logarithmic; 0 on a scale
    turned: bool

    def at(self, value: float) -> float:
        """The place of a value on the axis, 0 to 1."""
        if self.middle:
            place = log1p(value / self.middle) / log1p(self.high / self.middle)
        else:
            place = (value - self.low) / ((self.high - self.low) or 1)
        place = min(max(place, 0.0), 1.0)
        return round(1 - place if self.turned else place, 4)

    def bins(self) -> list[tuple[int, int]]:
        """How many countries lie in each of BINS parts of the axis that are not empty."""
        found: dict[int, int] = {}
        for value in self.values.values():
            part = min(int(self.at(value) * BINS), BINS - 1)
            found[part] = found.get(part, 0) + 1
        return sorted(found.items())


@dataclass(frozen=True, slots=True)
class Strip:
    """One indicator for one country: its newest figure (None without one), its place in words
    among the `of` countries with a figure, and its age in whole years.
    """

    key: str
    about: Indicator
    asked: Filters
    direction: str
    value: float | None
    place: str
    of: int
    age: int

    @property
    def label(self) -> str:
        """What the row is called: the category where categories never add up."""
        named = [self.about.categories.get(each, each) for each in self.asked.categories]
        return ", ".join(named) or self.about.title

    @property
    def measure(self) -> str:
        """In few words what its number is, where the name alone would say another: a score of so
        many, or how many per so many people.
        """
        if self.about.rate:
            return words.PER_HEAD(n=self.about.rate)
        scored = self.asked.categories and self.about.scale
        return words.SCORE_OF(most=scored[1]) if scored else ""

    @property
    def axis(self) -> Axis:
        """The axis with all countries of the same period."""
        return axis(self.asked)


def direction(about: Indicator) -> str:
    """Which way an indicator points: one of DIRECTIONS."""
    if about.looking or about.worse == "neither":
        return "detected"
    return "capacity" if about.kind == "score" and about.worse == "less" else "threat"


def rows() -> dict[str, Filters]:
    """The rows there are, by the name an address has for each, in the order they are read."""
    return dict(_keys(store.current()))


@remembered(4, words=False)
def _keys(opened: store.Store) -> tuple[tuple[str, Filters], ...]:
    found = []
    for about in indicators().values():
        for each in about.stands:
            asked = Filters(about.id, (), (each,) if each else (), per=_per(about))
            asked = asked.during(*query.usual_period(about))
            if len(query.by_country(asked)):
                found.append((f"{about.id}.{each}" if each else about.id, asked))
    return tuple(sorted(found, key=lambda row: _order(row[1])))


def _order(asked: Filters) -> tuple[int, int]:
    """Threats before capacities before what was found, each in the order of the domains."""
    about = indicators()[asked.indicator]
    return DIRECTIONS.index(direction(about)), [*DOMAINS].index(about.domain)


def _per(about: Indicator) -> str:
    return PEOPLE if about.per_head else ""


def of_country(code: str) -> list[Strip]:
    """The rows of a country, those about threats first."""
    return list(_of_country(store.current(), code))


@remembered(512)
def _of_country(opened: store.Store, code: str) -> tuple[Strip, ...]:
    return tuple(
        _strip(key, newest(query.settle(replace(asked, countries=(code,)))), code)
        for key, asked in rows().items()
        if code not in indicators()[asked.indicator].not_applicable
    )


def newest(asked: Question) -> Question:
    """The question of the last year, up to the one asked for, that has a figure; as it is where
    none has.
    """
    if query.total(asked).value is not None or asked.about.aggregation == "stock":
        return asked
    held = query.compare(asked).held
    if not held:
        return asked
    return asked.during(query.first_day(held), query.last_day(held))


def _strip(key: str, asked: Question, code: str) -> Strip:
    about, value = asked.about, query.total(asked).value
    known = axis(asked).values
    way = direction(about)
    place = words.NO_FIGURE() if value is None else _place(way, about, [*known.values()], value)
    return Strip(key, about, asked, way, value, place, len(known), standing.age(asked))


def axis(asked: Filters) -> Axis:
    """The axis of all countries' figures of this indicator and period."""
    return _axis(query.settle(replace(asked, countries=())))


@remembered(256, words=False)
def _axis(asked: Question) -> Axis:
    about = asked.about
    table = query.by_country(asked).dropna(subset="value")
    values = dict(zip(table["country"].tolist(), table["value"].tolist(), strict=True))
    low, high = about.scale or (0.0, max(values.values(), default=1.0))
    some = [each for each in values.values() if each > 0]
    middle = 0.0 if about.scale or not some else median(some)
    return Axis(values, low, high, middle, direction(about) == "capacity")


def _place(way: str, about: Indicator, values: list[float], value: float) -> str:
    """The place in words, by how many are higher, weaker or have more; never a rank."""
    of, more = len(values), sum(each > value for each in values)
    less = sum(each < value for each in values)
    alike = of - more - less - 1
    if way != "capacity" and about.kind != "score" and not value:
        return words.NONE_AS(alike) if alike else words.NONE_ALONE()
    if way == "capacity":
        if more and less:
            return words.WEAKER(less, of=of)
        said = words.STRONGEST(of=of) if not more else words.WEAKEST(of=of)
    elif not more:
        said = words.HIGHEST(of=of) if way == "threat" else words.MOST_FOUND(of=of)
    elif not less:
        said = words.LOWEST(of=of)
    else:
        return (words.HIGHER if way == "threat" else words.MORE_FOUND)(more, of=of)
    return words.WITH_OTHERS(alike, place=said) if alike else said
