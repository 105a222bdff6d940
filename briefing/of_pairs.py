"""Two countries as a slide, for a meeting: what to know, both sides, what lies between, third
countries, groups, gaps. Everything mirrors when the two are exchanged.
"""

from __future__ import annotations

from collections.abc import Iterable

from briefing import figures, talking
from briefing.content import Drawing, Figure, Series
from briefing.parts import Part
from briefing.views import Asked
from data import catalog, query, today
from data.analysis import bilateral, both_sides, meeting, method, points, saying
from data.analysis.both_sides import Side, Sides, written
from data.catalog import Indicator
from data.geography import countries
from data.query import Filters
from languages import paragraph
from languages.english import bilateral as says
from languages.english import briefing as words

THIRDS = 4  # third countries that the points may name, as on the page


def part(wanted: Asked, drawing: str) -> Part:
    """The part of the brief that is asked for; what to know where none is."""
    if not wanted.filters.countries or not wanted.filters.partner:
        return Part(title=words.CHOOSE_PAIR(), filters="", drawings=(), abouts=())
    pair = wanted.filters.countries[0], wanted.filters.partner
    ways = {
        "sides": _sides,
        "between": _between,
        "thirds": _thirds,
        "lists": _lists,
        "gaps": _gaps,
    }
    return ways.get(drawing, _points)(*pair)


def _named(first: str, second: str) -> dict[str, str]:
    return {"first": countries.name(first), "second": countries.name(second)}


def _within(first: str, second: str) -> dict[str, str]:
    """Both as they stand within a sentence."""
    return {"first": countries.in_sentence(first), "second": countries.in_sentence(second)}


def _pair(first: str, second: str) -> str:
    return says.PAIR(**_named(first, second))


def _table(title: str, columns: tuple[str, ...], rows: tuple[Series, ...]) -> tuple[Drawing, ...]:
    if not rows:
        return ()
    return (
        Drawing(
            kind="table",
            title=title,
            unit="",
            series=rows,
            alt=words.ALT_TABLE(title=title),
            columns=columns,
        ),
    )


def _points(first: str, second: str) -> Part:
    both = both_sides.sides(first, second)
    thirds = meeting.thirds(first, second, today.current())[:THIRDS]
    between = bilateral.between(first, second)
    found = points.choose(first, second, both, thirds, between, today.current().year)
    rows = tuple(
        Series(
            name=each.headline if not at else "",
            figures=(figures.word(one.text, chosen=not at),),
        )
        for each in found
        for at, one in enumerate(each.details)
    )
    abouts = [about for each in found for one in each.details for about in one.abouts]
    title = _pair(first, second)
    headline = found[0].headline.removesuffix(".") if found else ""
    return Part(
        title=words.SAID(subject=title, said=headline) if found else title,
        filters=title,
        drawings=_table(says.THINGS(), (says.THINGS(), words.WHAT()), rows),
        abouts=tuple(abouts) or _of(both),
        points=talking.kept(
            words.POINT_THING(
                headline=each.headline, said=paragraph(*(one.text for one in each.details))
            )
            for each in found
        ),
        how=_how(one for each in found for detail in each.details for one in detail.asked),
    )


def _how(of: Iterable[Filters]) -> tuple[str, ...]:
    """How each number was made, by what it is."""
    asked = dict.fromkeys(query.settle(each) for each in of)
    said = (
        words.HOW_OF(title=saying.title(each, each.about), said=paragraph(*method.sentences(each)))
        for each in asked
    )
    return tuple(dict.fromkeys(said))


def _of(both: Sides) -> tuple[Indicator, ...]:
    return (*(row.about for row in both.rows), *(fact.about for fact in both.facts))


def _side(about: Indicator, code: str, side: Side) -> Figure:
    total = side.total
    made = figures.figure(about, code, countries.name(code), total.value, total.low, total.high)
    if not side.published:
        return figures.word(says.NOT_NAMED(), code, known="missing")
    said = made.said if total.value in about.levels else written(total)
    return Figure(
        code=made.code,
        name=made.name,
        value=made.value,
        low=made.low,
        high=made.high,
        said=said,
        known=made.known,
    )


def _sides(first: str, second: str) -> Part:
    both = both_sides.sides(first, second)
    shown, facts = both.rows, both.facts
    rows = tuple(
        Series(
            name=row.title,
            figures=(
                _side(row.about, first, row.one),
                _side(row.about, second, row.other),
                figures.word(row.when),
            ),
        )
        for row in shown
    ) + tuple(
        Series(
            name=fact.about.title,
            figures=(*(figures.word(each) for each in fact.words), figures.word("")),
        )
        for fact in facts
    )
    title = words.PAIR_SIDES(len(both.rows), **_named(first, second))
    heads = (words.FIGURE(), countries.name(first), countries.name(second), words.WHEN())
    said = [
        says.SCORED(
            title=row.title,
            when=row.when,
            first=countries.in_sentence(first),
            one=written(row.one.total),
            second=countries.in_sentence(second),
            other=written(row.other.total),
        )
        for row in shown
        if row.one.published and row.other.published
    ]
    return Part(
        title=title,
        filters=_pair(first, second),
        drawings=_table(title, heads, rows),
        abouts=tuple(row.about for row in shown) + tuple(fact.about for fact in facts),
        points=talking.kept(said),
        how=_how(side.asked for row in shown for side in (row.one, row.other) if side.published),
    )


def _between(first: str, second: str) -> Part:
    found = bilateral.between(first, second)
    title = (
        words.PAIR_BETWEEN(len(found), **_within(first, second))
        if found
        else words.PAIR_NOTHING(**_within(first, second))
    )
    rows = []
    for each in found:
        total, name = each.total, each.about.title
        made = figures.figure(
            each.about, each.origin, name, total.value, total.low, total.high, to=each.destination
        )
        rows.append(
            Series(
                name=name,
                figures=(
                    Figure(
                        code=made.code,
                        name=made.name,
                        value=made.value,
                        low=made.low,
                        high=made.high,
                        said=each.text,
                        known=made.known,
                        to=made.to,
                    ),
                    figures.word(each.years),
                ),
            )
        )
    asks = tuple(each.about for each in found) or tuple(bilateral.unpublished(first, second))
    return Part(
        title=title,
        filters=_pair(first, second),
        drawings=_table(title, (words.FIGURE(), words.VALUE_HEAD(), words.YEARS()), tuple(rows)),
        abouts=asks,
        points=talking.kept(says.FLOW_SAID(flow=each.text, years=each.years) for each in found),
        how=_how(each.asked for each in found),
    )


def _thirds(first: str, second: str) -> Part:
    found = meeting.thirds(first, second, today.current())
    title = (
        words.PAIR_THIRDS(len(found), **_within(first, second))
        if found
        else words.PAIR_NO_THIRDS(**_within(first, second))
    )
    rows = tuple(
        Series(
            name=f"{countries.name(each.country)}, {each.year}",
            figures=tuple(
                _side(each.about, code, Side(asked, total))
                for code, asked, total in zip((first, second), each.asked, each.totals, strict=True)
            ),
        )
        for each in found
    )
    heads = (words.COUNTRY_HEAD(), countries.name(first), countries.name(second))
    abouts = tuple(each.about for each in found)
    return Part(
        title=title,
        filters=_pair(first, second),
        definition=abouts[0].definition if abouts else "",
        drawings=_table(title, heads, rows),
        abouts=abouts,
        caveat=catalog.source_of(abouts[0]).bias if abouts else "",
        points=talking.kept(
            says.MET(
                place=countries.name(each.country),
                year=each.year,
                one=written(each.totals[0]),
                ours=countries.in_sentence(first),
                other=written(each.totals[1]),
                theirs=countries.in_sentence(second),
            )
            for each in found
        ),
        how=_how(asked for each in found for asked in each.asked),
    )


def _lists(first: str, second: str) -> Part:
    both = both_sides.sides(first, second)
    shared = meeting.memberships(first, second, today.current())
    rows = tuple(
        Series(name=fact.about.title, figures=tuple(figures.word(each) for each in fact.words))
        for fact in both.facts
    ) + tuple(
        Series(
            name=each.group.name,
            figures=tuple(
                figures.word(words.MEMBER_SINCE(day=day) if day else words.MEMBER())
                for day in each.since
            ),
        )
        for each in shared
    )
    title = words.PAIR_LISTS(len(shared), **_named(first, second))
    heads = (words.FIGURE(), countries.name(first), countries.name(second))
    return Part(
        title=title,
        filters=_pair(first, second),
        drawings=_table(title, heads, rows),
        abouts=tuple(fact.about for fact in both.facts),
        how=_how(asked for fact in both.facts for asked in fact.asked),
    )


def _gaps(first: str, second: str) -> Part:
    found = meeting.gaps(first, second)
    rows = tuple(
        Series(name=each.about.title, figures=tuple(figures.word(one) for one in each.last))
        for each in found
    )
    title = words.PAIR_GAPS(len(found), **_named(first, second))
    heads = (words.FIGURE(), countries.name(first), countries.name(second))
    return Part(
        title=title,
        filters=_pair(first, second),
        drawings=_table(title, heads, rows),
        abouts=tuple(each.about for each in found),
        how=tuple(
            words.HOW_OF(title=each.about.title, said=each.about.definition) for each in found
        ),
    )
