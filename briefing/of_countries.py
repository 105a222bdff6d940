"""One country, or a group, as a slide: its verdict, its newest figures, partners, what is not
known.
"""

from __future__ import annotations

from briefing import figures, talking
from briefing.content import Drawing, Figure, Series
from briefing.parts import Part
from briefing.views import Asked
from data import catalog, query
from data.analysis import changes, country, group, method, saying, standing, verdict
from data.analysis.country import Line
from data.catalog import Indicator
from data.geography import countries, groups
from languages import paragraph
from languages.english import briefing as words

ROWS = figures.ROWS


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
        caveat=_left_out(len(entries) - ROWS),
        points=talking.kept(
            words.POINT_COUNTRY(title=each.title, said=each.said)
            for each in entries
            if each.kind != "little"
        ),
        how=tuple(
            words.POINT_COUNTRY(title=each.title, said=paragraph(*method.sentences(each.asked)))
            for each in entries
        ),
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


def _left_out(more: int) -> str:
    return words.OTHERS(more) if more > 0 else ""


def _figures(code: str) -> Part:
    lines = country.distinct(country.lines(code))
    name = countries.name(code)
    title = words.COUNTRY_FIGURES(len(lines), country=name)
    shown = sorted(lines, key=lambda each: (not each.about.headline, not each.about.verdict))
    shown = [each for each in lines if each in shown[:ROWS]]
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
                tuple(map(_line, shown)),
            ),
        ),
        abouts=tuple(each.about for each in shown),
        caveat=_left_out(len(lines) - len(shown)),
        points=talking.kept(
            words.POINT_PLACE(country=each.title, when=each.when, said=each.place)
            for each in shown
            if each.place
        ),
        how=tuple(
            words.POINT_COUNTRY(title=each.title, said=paragraph(*method.sentences(each.asked)))
            for each in shown
        ),
    )


def _line(line: Line) -> Series:
    about, now = line.about, line.change.now
    value = figures.figure(about, about.id, line.title, now.value, now.low, now.high)
    said = standing.in_words(line.asked)
    if said:
        value = Figure(
            code=value.code, name=value.name, value=value.value, said=said.what, known=value.known
        )
    moved = saying.change_words(line.change, about.kind == "score" or about.lasting)
    beside = (said.beside if said else "") or (
        words.AGAINST(said=moved, period=line.change.against or "") if moved else ""
    )
    return Series(
        name=line.title,
        figures=(value, figures.word(line.when), figures.word(beside or languages_nothing())),
    )


def languages_nothing() -> str:
    """What stands in a cell with nothing in it."""
    import languages

    return languages.NOTHING


def _partners(code: str) -> Part:
    found = country.partners(code)
    name = countries.name(code)
    if not found:
        title = words.COUNTRY_NO_PARTNERS(country=name)
        return Part(title=title, filters=name, drawings=(), abouts=())
    about, said, table = max(found, key=lambda each: (each[0].headline, len(each[2])))
    rows = tuple(
        Series(
            name=countries.name(row[0]),
            figures=(figures.figure(about, row[0], countries.name(row[0]), *row[1:]),),
        )
        for row in table[["partner", "value", "low", "high"]].itertuples(index=False, name=None)
    )
    top = rows[0]
    return Part(
        title=words.COUNTRY_PARTNERS(
            country=name, title=about.title, partner=top.name, value=top.figures[0].said
        ),
        filters=said,
        definition=about.definition,
        drawings=(_table(said, (words.COUNTRY_HEAD(), about.unit), rows),),
        abouts=(about,),
        caveat=catalog.source_of(about).bias,
        points=talking.kept(
            words.POINT_COUNTRY(title=each.name, said=each.figures[0].said) for each in rows
        ),
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
        Series(name=about.title, figures=(figures.word(last, about.id),))
        for about, last in found[:ROWS]
    )
    return Part(
        title=title,
        filters=name,
        drawings=(_table(title, (words.FIGURE(), words.LAST_KNOWN()), rows),) if rows else (),
        abouts=tuple(about for about, _ in found[:ROWS]),
        caveat=_left_out(len(found) - ROWS),
    )


def _group(name: str) -> Part:
    lines = group.lines(name)
    shown = sorted(lines, key=lambda each: (not each.about.headline, not each.about.verdict))
    shown = [each for each in lines if each in shown[:ROWS]]
    called = groups.groups()[name].name
    title = words.GROUP(len(lines), group=called)
    rows = []
    for line in shown:
        total = query.total(line.asked)
        made = figures.figure(
            line.about, line.about.id, line.about.title, total.value, total.low, total.high
        )
        rows.append(
            Series(
                name=line.about.title,
                figures=(made, figures.word(line.when), figures.word(line.reach)),
            )
        )
    heads = (words.FIGURE(), words.VALUE_HEAD(), words.WHEN(), words.MEMBERS())
    said = [changes.whole(each.asked) for each in shown]
    return Part(
        title=title,
        filters=called,
        drawings=(_table(title, heads, tuple(rows)),) if rows else (),
        abouts=tuple(_abouts(shown)),
        caveat=_left_out(len(lines) - len(shown)),
        points=talking.kept(
            each.text for each in sorted(filter(None, said), key=lambda each: -each.weight)
        ),
    )


def _abouts(lines: list[group.Line]) -> list[Indicator]:
    return [each.about for each in lines]
