"""The three briefings that come ready: the world, a country or a group, a meeting of two."""

from __future__ import annotations

from dataclasses import replace

from briefing.views import BILATERAL, COUNTRY, OVERVIEW, View, address
from data import catalog, query, today
from data.analysis import bilateral, both_sides, changes, country, group, meeting
from data.catalog import Indicator
from data.geography import countries, groups
from data.query import Filters
from languages.english import briefing as words

KINDS = ("world", "country", "bilateral")
SERIES = 5  # timelines of a country or group
PAIRED = 3  # figures of a pair side by side by year


def world() -> tuple[View, ...]:
    """Ten slides: the overview, then each threat's map or largest, and how it went."""
    heads = {each.domain: each for each in catalog.indicators().values() if each.headline}
    found = [View(id="world", address=address(Filters(""), OVERVIEW))]
    plan = {
        "trafficking": ("map", "timeline"),
        "cybercrime": ("map", "flows"),
        "terrorism": ("map", "timeline"),
        "illegal_fishing": ("ranking",),
        "money_laundering": ("map",),
        "notices": ("timeline",),
    }
    found += [
        View(
            id=f"{domain.replace('_', '')[:9]}{drawing[:3]}",
            address=address(Filters(heads[domain].id)),
            drawing=drawing,
        )
        for domain, drawings in plan.items()
        if domain in heads
        for drawing in drawings
    ]
    return tuple(found)


def of_country(code: str) -> tuple[View, ...]:
    """A country's verdict, its newest figures, the years of its leading figures, partners, gaps."""
    where = address(Filters("", (code,)), COUNTRY)
    found = [View(id="verdict", address=where, drawing="verdict")]
    if country.lines(code):
        found.append(View(id="figures", address=where, drawing="figures"))
    found += [
        View(id=f"year{at}", address=address(Filters(about.id, (code,))), drawing="timeline")
        for at, about in enumerate(_series((code,)))
    ]
    if country.partners(code):
        found.append(View(id="partners", address=where, drawing="partners"))
    found.append(View(id="gaps", address=where, drawing="gaps"))
    return tuple(found)


def _series(codes: tuple[str, ...]) -> list[Indicator]:
    """The indicators whose years say most: those that speak for their domain, then headlines, with
    figures of all these countries in several years; of several countries in the last one, too.
    """
    found = []
    for about in country.shown():
        if about.kind == "listing" or about.world or about.part_of:
            continue
        years = [
            {
                row[0]
                for row in query.history(
                    replace(changes.usual(about), countries=(each,)).during(None, None)
                )
                if row[1] == row[1] and row[1]
            }
            for each in codes
        ]
        last = changes.usual(about).end
        newest = last is None or all(str(last.year) in each for each in years)
        if min(map(len, years)) > 2 and (newest or len(codes) == 1):
            found.append((about, min(map(len, years))))
    found.sort(key=lambda each: (not each[0].verdict, not each[0].headline, -each[1]))
    kept: dict[str, Indicator] = {}
    for about, _ in found:
        kept.setdefault(about.domain, about)
    more = [about for about, _ in found if about not in kept.values()]
    return [*kept.values(), *more][:SERIES]


def _leads(line: group.Line) -> bool:
    """Whether a group's line makes a map worth a slide: no part of another, and no figure that few
    countries have.
    """
    about = line.about
    return line.adds_up and not (about.part_of or country.few_report(about) or about.one_category)


def of_group(name: str) -> tuple[View, ...]:
    """A group's newest figures, then the map and the years of its leading ones."""
    found = [View(id="group", address=address(Filters("", groups=(name,)), COUNTRY))]
    lines = [each for each in group.lines(name) if _leads(each)]
    lines.sort(key=lambda each: (not each.about.headline, not each.about.verdict))
    for at, line in enumerate(lines[:SERIES]):
        where = address(Filters(line.about.id, groups=(name,)))
        found.append(View(id=f"map{at}", address=where, drawing="map"))
        if at < 2:
            found.append(View(id=f"year{at}", address=where, drawing="timeline"))
    return tuple(found)


def of_pair(first: str, second: str) -> tuple[View, ...]:
    """What to know, both sides, what lies between and third countries where there is any, lists,
    years, gaps: that there is nothing stands among what to know.
    """
    where = address(Filters("", (first,), partner=second), BILATERAL)
    parts = [
        "points",
        "sides",
        *(["between"] if bilateral.between(first, second) else []),
        *(["thirds"] if meeting.thirds(first, second, today.current()) else []),
        "lists",
    ]
    found = [View(id=each, address=where, drawing=each) for each in parts]
    rows = {row.about.id for row in both_sides.sides(first, second).rows}
    series = [each for each in _series((first, second)) if each.id in rows][:PAIRED]
    found += [
        View(
            id=f"year{at}",
            address=address(Filters(about.id, (first, second))),
            drawing="comparison",
        )
        for at, about in enumerate(series)
    ]
    found.append(View(id="gaps", address=where, drawing="gaps"))
    return tuple(found)


def views(
    kind: str, *, country_: str = "", partner: str = "", group_: str = ""
) -> tuple[View, ...]:
    """The views of a ready briefing; ValueError where what it is about is missing."""
    if kind == "world":
        return world()
    if kind == "country" and group_:
        return of_group(group_)
    if kind == "country" and country_:
        return of_country(country_)
    if kind == "bilateral" and country_ and partner and country_ != partner:
        return of_pair(country_, partner)
    raise ValueError(kind)


def title(kind: str, *, country_: str = "", partner: str = "", group_: str = "") -> str:
    """What a ready briefing is called."""
    if kind == "country" and group_:
        return words.READY_GROUP(group=groups.groups()[group_].name)
    if kind == "country":
        return words.READY_COUNTRY(country=countries.name(country_))
    if kind == "bilateral":
        return words.READY_PAIR(first=countries.name(country_), second=countries.name(partner))
    return words.READY[kind]
