"""What lies between two countries, in both directions: every answer mirrors when the two are
exchanged.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

import pandas as pd

from data import catalog, query
from data.analysis import changes, country
from data.analysis.both_sides import one_subject, written
from data.analysis.country import Held, listings, mutual
from data.analysis.points import Between
from data.catalog import Indicator
from data.geography import countries, neighbours
from data.query import Filters, period_words
from languages import amount
from languages.english import analysis as sentences
from languages.english import bilateral as words


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


def between(first: str, second: str) -> list[Between]:
    """What is published from one to the other, of two editions of one publisher the one that other
    pages lead with; what has no direction stands there once.
    """
    kept: dict[tuple[str, ...], Pair] = {}
    for pair in directions(first, second):
        key = one_subject(pair[0].about)
        if key not in kept or (pair[0].about.headline and not kept[key][0].about.headline):
            kept[key] = pair
    ways = [
        way
        for one, other in kept.values()
        for way in ((one,) if one.mutual else (one, other))
        if not way.empty
    ]
    return [*map(_between, ways), *_returns(first, second)]


def _between(way: Direction) -> Between:
    return Between(
        way.about,
        way.origin,
        way.destination,
        way.asked,
        way.total,
        way.about.lying_between(
            _amount(way), *map(countries.in_sentence, (way.destination, way.origin))
        ),
        years(way),
    )


def _amount(way: Direction) -> str:
    """A number with its unit; where cells are masked, with the most it can be."""
    now, about = way.total, way.about
    if now.masked:
        return about.reads(value=written(now), unit=about.units(2))
    return about.amount(now.value, now.low, now.high)


def _returns(first: str, second: str) -> list[Between]:
    """What `returned` finds, as what lies between."""
    name, category = "interpol_bali_2016.facts", "fugitives_returned_from"
    found = []
    for home, other, persons in returned(first, second):
        asked = Filters(name, countries=(other,), categories=(category,))
        said = words.RETURNED(
            home=countries.in_sentence(home),
            other=countries.in_sentence(other),
            persons=amount(persons),
        )
        about = query.indicator(asked)
        found.append(
            Between(about, other, home, asked, query.total(asked), said, query.when(asked))
        )
    return found


def unpublished(first: str, second: str) -> list[Indicator]:
    """The counts with two roles for which nothing is published from one to the other,
    either way.
    """
    ways = ((first, second), (second, first))
    return [
        about
        for about in country.shown()
        if about.kind == "observation"
        and about.partner_role
        and not (about.world or about.one_category)
        and all(_direction(about, *way).empty for way in ways)
    ]


def usual_partners(code: str, most: int = 6) -> list[str]:
    """The other countries with the largest figures between them and this one, indicator by
    indicator the next largest of each.
    """
    tables = [list(table["partner"]) for _, _, table in country.partners(code)]
    found = dict.fromkeys(each for turn in zip_longest(*tables) for each in turn if each)
    return [each for each in found if each != code][:most]


def whom(code: str, most: int = 6) -> dict[str, list[str]]:
    """Whom a country may meet, each once: its `neighbours`, who else is of its `subregion`, and its
    usual `partners`.
    """
    near = [*neighbours.of(code)]
    around = [each for each in country.subregion(code) if each not in near][:most]
    partners = [each for each in usual_partners(code, most) if each not in (*near, *around)]
    return {"neighbours": near, "subregion": around, "partners": partners}


def usual_pairs(most: int = 8) -> list[tuple[str, str]]:
    """The pairs with the largest figures between them, of each indicator the next largest."""
    tables = []
    for about in country.shown():
        if about.partner_role and not about.one_category:
            flows = query.flows(changes.usual(about))
            across = flows[flows["country"] != flows["partner"]].head(most)
            tables.append(list(across[["partner", "country"]].itertuples(index=False, name=None)))
    pairs = [pair for turn in zip_longest(*tables) for pair in turn if pair]
    return list({frozenset(pair): pair for pair in reversed(pairs)}.values())[::-1][:most]


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
