"""The things to know before a meeting of two, chosen by rules out of what both sides have: a
headline without a number, and the numbers below it, each with the question it answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data import catalog
from data.analysis import country
from data.analysis.both_sides import Fact, Row, Sides, written
from data.analysis.meeting import Third
from data.catalog import Indicator
from data.geography import countries
from data.query import Filters, Total
from languages import listed
from languages.english import bilateral as words

MOST = 3  # things to know
NAMED = 3  # details of one


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence: the indicators it is from, and the questions whose answers are its numbers."""

    text: str
    abouts: tuple[Indicator, ...] = ()
    asked: tuple[Filters, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to know, and by which rule: lists, thirds, between, scores or few."""

    rule: str
    headline: str
    details: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """What is published from one of the two to the other, in words, over which years."""

    about: Indicator
    origin: str
    destination: str
    asked: Filters
    total: Total
    text: str
    years: str


def choose(
    first: str,
    second: str,
    both: Sides,
    thirds: Sequence[Third],
    between: Sequence[Between],
    today: int,
) -> list[Point]:
    """The first three that the rules find, in their order: lists, third countries, what lies
    between, the scores furthest apart, and that there is little. `today` is this year.
    """
    recent = [row for row in both.rows if row.year >= today - 5 and row.about.kind == "score"]
    found = [
        _lists(first, second, both.facts),
        _thirds(first, second, thirds),
        _between(between),
        _scores(first, second, recent),
        _few(first, second, both),
    ]
    return [each for each in found if each][:MOST]


def _lists(first: str, second: str, facts: Sequence[Fact]) -> Point:
    """Who stands on lists of concern: the rules tell four headlines apart."""
    listings = [each for each in facts if each.about.kind == "listing"]
    grave = [each for each in listings if each.about.worse == "more"]
    shared = [each for each in grave if all(each.on)]
    alone = [[each for each in grave if each.on == on] for on in ((True, False), (False, True))]
    names = countries.in_sentence(first), countries.in_sentence(second)
    more = [name for name, own in zip(names, alone, strict=True) if own]
    if not grave:
        headline = words.ON_NONE()
    elif not more:
        headline = words.ON_SAME()
    elif len(more) == 2:
        headline = words.ON_SAME_AND_OTHERS() if shared else words.ON_OTHERS()
    else:
        other = names[1] if more == [names[0]] else names[0]
        template = words.ON_SAME_AND_MORE if shared else words.ON_ALONE
        headline = template(
            country=_begin(more[0]) if template is words.ON_ALONE else more[0], other=other
        )
    ordered = (*shared[:1], *alone[0], *alone[1], *shared[1:])
    said = [_listing(each, names) for each in ordered]
    said += [
        Said(words.BOTH_THERE(title=each.about.title), (each.about,), each.asked)
        for each in listings
        if each not in grave and all(each.on)
    ]
    if not grave:
        said = [_none(), *said]
    return Point("lists", headline, tuple(said[: NAMED - 1]))


def _begin(name: str) -> str:
    return name[:1].upper() + name[1:]


def _listing(fact: Fact, names: tuple[str, str]) -> Said:
    here = [
        words.WHO_HOW(country=name, how=how)
        for name, how, on in zip(names, fact.words, fact.on, strict=True)
        if on
    ]
    return Said(
        words.LISTED(title=fact.about.title, who=listed(here)),
        (fact.about,),
        tuple(asked for asked, on in zip(fact.asked, fact.on, strict=True) if on),
    )


def _none() -> Said:
    """Which lists of countries there are on which neither stands."""
    grave = tuple(
        about
        for about in country.shown()
        if about.kind == "listing" and about.worse == "more" and not about.overlap
    )
    return Said(words.NOT_ON(titles="; ".join(each.title for each in grave)), grave)


def _thirds(first: str, second: str, thirds: Sequence[Third]) -> Point | None:
    if not thirds:
        return None
    ours, theirs = countries.in_sentence(first), countries.in_sentence(second)
    said = [
        Said(
            words.MET(
                place=countries.name(each.country),
                year=each.year,
                one=written(each.totals[0]),
                ours=ours,
                other=written(each.totals[1]),
                theirs=theirs,
            ),
            (each.about,),
            each.asked,
        )
        for each in thirds[: NAMED - 1]
    ]
    lead = Said(words.MET_IN(title=thirds[0].about.title), (thirds[0].about,))
    return Point("thirds", words.MEET(), (lead, *said))


def _between(between: Sequence[Between]) -> Point:
    if not between:
        return Point("between", words.NOTHING(), (Said(words.NO_PROOF()),))
    ways = {(each.origin, each.destination) for each in between}
    headline = words.BOTH_WAYS() if len(ways) > 1 else words.ONE_WAY()
    said = [
        Said(words.FLOW_SAID(flow=each.text, years=each.years), (each.about,), (each.asked,))
        for each in sorted(between, key=lambda each: -(each.total.value or 0))[:NAMED]
    ]
    return Point("between", headline, tuple(said))


def _scores(first: str, second: str, rows: Sequence[Row]) -> Point | None:
    """Of the scores both have, that with the largest part of its scale between them."""
    apart = [(abs(one - other) / row.top, row) for row, one, other in map(_exact, rows)]
    part, widest = max(apart, key=lambda each: each[0], default=(0.0, None))
    if widest is None or not part:
        return None
    said = words.SCORED(
        title=widest.title,
        when=widest.when,
        first=countries.in_sentence(first),
        one=written(widest.one.total),
        second=countries.in_sentence(second),
        other=written(widest.other.total),
    )
    asked = (widest.one.asked, widest.other.asked)
    domain = catalog.DOMAINS[widest.about.domain]
    return Point("scores", words.APART(domain=domain), (Said(said, (widest.about,), asked),))


def _exact(row: Row) -> tuple[Row, float, float]:
    """A row's two numbers, 0 where one is not exact: then it lies apart from nothing."""
    one, other = row.one.total.value, row.other.total.value
    return (row, 0.0, 0.0) if one is None or other is None else (row, one, other)


def _few(first: str, second: str, both: Sides) -> Point | None:
    if both.rows:
        return None
    said = [
        Said(words.ALONE(len(own), country=countries.name(code)))
        for code, own in zip((first, second), both.alone, strict=True)
        if own
    ]
    return Point("few", words.FEW(), tuple(said))
