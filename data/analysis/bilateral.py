"""What lies between two countries, in both directions: every answer mirrors when the two are
exchanged.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data import catalog, query
from data.analysis.country import Held, Line, lines, listings, mutual
from data.catalog import Indicator
from data.query import Filters, period_words
from languages.english import analysis as sentences


@dataclass(frozen=True, slots=True)
class Direction:
    """One quantity from one country to the other over all years, with its years: columns period,
    value, low, high, masked.
    """

    about: Indicator
    origin: str
    destination: str
    asked: Filters
    total: query.Total
    years: pd.DataFrame

    @property
    def mutual(self) -> bool:
        """True where the quantity has no direction: then both directions are the same one."""
        return mutual(self.about)

    @property
    def empty(self) -> bool:
        """True where nothing is recorded in this direction."""
        return not (self.total.value or self.total.high)


Pair = tuple[Direction, Direction]  # there and back


def directions(first: str, second: str) -> list[Pair]:
    """Per indicator with two roles what went from first to second and from second to first; both
    empty are left out.

    An indicator's partner is where something comes from (citizenship, alleged initiator) and its
    country where it arrives.
    """
    found = []
    for about in catalog.indicators().values():
        if not about.partner_role or about.one_category or query.extent(about.id)[0] is None:
            continue
        there, back = _direction(about, first, second), _direction(about, second, first)
        if not (there.empty and back.empty):
            found.append((there, back))
    return found


def _direction(about: Indicator, origin: str, destination: str) -> Direction:
    asked = Filters(about.id, countries=(destination,), partner=origin)
    return Direction(about, origin, destination, asked, query.total(asked), query.by_period(asked))


def returned(first: str, second: str) -> list[tuple[str, str, float]]:
    """Fugitives returned as stated in Bali 2016: (returned to, found in, persons) where both are of
    the two countries.
    """
    name = "interpol_bali_2016.facts"
    if name not in catalog.indicators():
        return []
    table = query.by_country(Filters(name, categories=("fugitives_returned_from",))).set_index(
        "country"
    )["value"]
    return [
        ("IDN", other, float(table[other]))
        for home, other in ((first, second), (second, first))
        if home == "IDN" and other in table.index
    ]


def side_by_side(first: str, second: str) -> list[tuple[Indicator, str, Line | None, Line | None]]:
    """The figures of both, indicator by indicator; None where one has none. Of the parts of one
    whole (the same source, unit and role in a domain) the first alone, which is the whole.
    """
    ours, theirs = ({line.about.id: line for line in lines(code)} for code in (first, second))
    known = {
        each: about for each, about in catalog.indicators().items() if each in {*ours, *theirs}
    }
    wholes = {
        (about.source, about.domain, about.unit, about.country_role): each
        for each, about in reversed(known.items())
    }
    ids = [each for each in known if each in wholes.values()]
    return [
        (
            (ours.get(each) or theirs[each]).about,
            (ours.get(each) or theirs[each]).when,
            ours.get(each),
            theirs.get(each),
        )
        for each in ids
    ]


def shared_lists(first: str, second: str) -> list[tuple[Held, Held]]:
    """Lists on which both stand now."""
    ours, theirs = (
        {(held.about.id, held.category): held for held in listings(code)}
        for code in (first, second)
    )
    return [(ours[key], theirs[key]) for key in ours if key in theirs]


def span(one: Direction, other: Direction) -> tuple[int, int] | None:
    """The first and last year shown of both directions: of events all that the source covers, of
    published counts those there are.
    """
    first, last = query.extent(one.about.id)
    if one.about.kind == "event" and first and last:
        return first.year, last.year
    return None


def years(direction: Direction) -> str:
    """The years a direction has figures for, in words."""
    known = direction.years[direction.years["high"] > 0]["period"]
    if known.empty:
        return sentences.NO_YEAR()
    return period_words(
        pd.Timestamp(f"{known.iloc[0]}-01-01").date(),
        pd.Timestamp(f"{known.iloc[-1]}-12-31").date(),
    )
