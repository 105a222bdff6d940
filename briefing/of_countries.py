"""One country, or a group, as a slide: its verdict, its newest figures, partners, what is not
known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from briefing import figures, findings, talking
from briefing.content import Drawing, Figure, Series
from briefing.parts import Part
from briefing.views import Asked
from data import catalog, query
from data.analysis import (
    changes,
    country,
    group,
    lists,
    method,
    saying,
    standing,
    verdict,
)
from data.analysis.country import Line
from data.geography import countries, groups
from languages import paragraph
from languages.english import briefing as words
from languages.english import cards


def part(wanted: Asked, drawing: str) -> Part:
    """The part of a country's page that is asked for; the verdict where none is."""
    if wanted.filters.groups:
        return _group(wanted.filters.groups[0])
    if not wanted.filters.countries:
        return Part(title=words.CHOOSE_COUNTRY(), filters="", drawings=(), abouts=())
    code = wanted.filters.countries[0]
    ways = {"figures": _figures, "partners": _partners, "gaps": _gaps}
    return ways.get(drawing, _verdict)(code)


def _table(title: str, columns: tuple[str, ...], rows: tuple[Series, ...]) -> Drawing:
    return Drawing(
        kind="table",
        title=title,
        unit="",
        series=rows,
        alt=words.ALT_TABLE(title=title),
        columns=columns,
    )


def _verdict(code: str) -> Part:
    found = verdict.of_country(code)
    name = countries.name(code)
    order = {kind: at for at, kind in enumerate(verdict.KINDS)}
    entries = sorted(found.entries, key=lambda each: order[each.kind])
    title = words.COUNTRY(
        country=name,
        worse=len(found.of("worse")),
        better=len(found.of("better")),
        apart=len(found.of("apart")),
        of=len(found.entries),
    )
    rows = tuple(
        Series(
            name=each.title,
            figures=(
                figures.word(words.KINDS[each.kind], chosen=each.kind in ("worse", "better")),
                _entry(each),
            ),
        )
        for each in entries
    )
    return Part(
        title=title,
        filters=name,
        drawings=(_table(title, (words.FIGURE(), words.VERDICT(), words.WHAT()), rows),),
        abouts=tuple(each.about for each in entries),
        points=talking.kept(
            words.POINT_COUNTRY(title=each.title, said=each.said)
            for each in entries
            if each.kind != "little"
        ),
        how=_how(entries),
    )


def _how(of: Iterable[verdict.Entry | Line]) -> tuple[str, ...]:
    """How each number was made, by the title of its figure."""
    return tuple(
        words.HOW_OF(title=each.title, said=paragraph(*method.sentences(each.asked))) for each in of
    )


def _entry(each: verdict.Entry) -> Figure:
    """What an indicator says of the country, with its number where it has one."""
    total = query.total(each.asked)
    made = figures.figure(each.about, each.about.id, each.title, total.value, total.low, total.high)
    return Figure(
        code=made.code,
        name=made.name,
        value=made.value,
        low=made.low,
        high=made.high,
        said=each.said,
        known=made.known,
    )


def _figures(code: str) -> Part:
    lines = country.distinct(country.lines(code))
    name = countries.name(code)
    title = words.COUNTRY_FIGURES(len(lines), country=name)
    known = {each.about.domain for each in lines}
    return Part(
        title=words.COUNTRY_PART(
            country=name, known=len(known), of=len([d for d in catalog.DOMAINS if d != "own"])
        ),
        filters=name,
        drawings=(
            _table(
                title,
                (words.FIGURE(), words.VALUE_HEAD(), words.WHEN(), words.COMPARED()),
                tuple(map(_line, lines)),
            ),
        )
        if lines
        else (),
        abouts=tuple(each.about for each in lines),
        points=talking.kept(
            words.POINT_PLACE(country=each.title, when=each.when, said=each.place)
            for each in sorted(
                lines, key=lambda each: (not each.about.headline, not each.about.verdict)
            )
            if each.place
        ),
        how=_how(lines),
    )


def _line(line: Line) -> Series:
    about, now = line.about, line.change.now
    value = figures.figure(about, about.id, line.title, now.value, now.low, now.high)
    said = standing.in_words(line.asked)
    if said:
        value = Figure(
            code=value.code, name=value.name, value=value.value, said=said.what, known=value.known
        )
    beside = said.beside if said else ""
    if about.kind == "listing":
        beside = _on_list(line)
    elif not said:
        moved = saying.change_words(line.change, about.in_steps)
        held = saying.held(line.change)
        beside = words.AGAINST(said=moved, period=line.change.against or "") if moved else held
    return Series(
        name=line.title,
        figures=(value, figures.word(line.when), figures.word(beside or languages_nothing())),
    )


def languages_nothing() -> str:
    """What stands in a cell with nothing in it."""
    import languages

    return languages.NOTHING


def _on_list(line: Line) -> str:
    """What happened to a country on a list; of what flies its flag how many came and left."""
    found = lists.moves(line.asked)
    if found and found.nothing and standing.one_each(line.asked):
        return words.AGAINST(said=cards.NO_CHANGE(), period=found.since)
    return lists.told(line.asked)


def _partners(code: str) -> Part:
    found = country.others(code)
    name = countries.name(code)
    if not found:
        title = words.COUNTRY_NO_PARTNERS(country=name)
        return Part(title=title, filters=name, drawings=(), abouts=())
    asked, table = max(found, key=lambda each: (query.indicator(each[0]).headline, len(each[1])))
    about = query.indicator(asked)
    rows = tuple(
        Series(
            name=countries.name(row[0]),
            figures=(figures.figure(about, row[0], countries.name(row[0]), *row[1:]),),
        )
        for row in table[["partner", "value", "low", "high"]].itertuples(index=False, name=None)
    )
    arrives = asked.role == about.country_role
    flows = [
        findings.passing(
            about,
            replace(one, code=one.code if arrives else code, to=code if arrives else one.code),
        )
        for each in rows
        for one in each.figures
    ]
    said = next(each[1] for each in country.partners(code) if each[2].equals(table))
    return Part(
        title=words.COUNTRY_PARTNERS(country=name, title=about.title, said=flows[0]),
        filters=said,
        definition=about.definition,
        drawings=(_table(said, (words.COUNTRY_HEAD(), about.unit), rows),),
        abouts=(about,),
        caveat=catalog.source_of(about).bias,
        points=talking.kept(words.POINT_OF(said=flow) for flow in flows),
        how=(words.HOW_OF(title=about.title, said=paragraph(*method.sentences(asked))),),
    )


def _gaps(code: str) -> Part:
    found = country.unknown(code)
    name = countries.name(code)
    title = (
        words.COUNTRY_GAPS(len(found), country=name)
        if found
        else words.COUNTRY_NO_GAPS(country=name)
    )
    rows = tuple(
        Series(name=about.title, figures=(figures.word(last, about.id),)) for about, last in found
    )
    return Part(
        title=title,
        filters=name,
        drawings=(_table(title, (words.FIGURE(), words.LAST_KNOWN()), rows),) if rows else (),
        abouts=tuple(about for about, _ in found),
        how=tuple(words.HOW_OF(title=about.title, said=about.definition) for about, _ in found),
    )


def _group(name: str) -> Part:
    lines = group.lines(name)
    called = groups.groups()[name].short
    title = words.GROUP(len(lines), group=called)
    rows = tuple(
        Series(
            name=saying.title(line.asked, line.about),
            figures=(_of_group(line), figures.word(line.when), figures.word(line.reach)),
        )
        for line in lines
    )
    heads = (words.FIGURE(), words.VALUE_HEAD(), words.WHEN(), words.MEMBERS())
    said = [changes.whole(each.asked) for each in lines]
    return Part(
        title=title,
        filters=groups.groups()[name].name,
        drawings=(_table(title, heads, rows),) if rows else (),
        abouts=tuple(each.about for each in lines),
        points=talking.kept(
            each.text for each in sorted(filter(None, said), key=lambda each: -each.weight)
        ),
        how=tuple(
            words.HOW_OF(
                title=saying.title(each.asked, each.about),
                said=paragraph(*method.sentences(each.asked)),
            )
            for each in lines
        ),
    )


def _of_group(line: group.Line) -> Figure:
    """A group's own figure; of what does not add up the members' lowest and highest."""
    about, total = line.about, query.total(line.asked)
    if line.asked.adds_up and total.value is not None:
        return figures.figure(about, about.id, about.title, total.value, total.low, total.high)
    ends = (line.members["value"].min(), line.members["value"].max())
    least, most = (figures.figure(about, about.id, about.title, each).said for each in ends)
    said = least if least == most else words.RANGE_OF(least=least, most=most)
    return figures.word(said, about.id)
