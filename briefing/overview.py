"""The overview as a slide: the headline of each threat, and which way it went."""

from __future__ import annotations

from dataclasses import replace

import languages
from briefing import figures, talking
from briefing.content import Drawing, Series
from briefing.parts import Part
from briefing.views import Asked
from data import catalog, query
from data.analysis import brief, changes, lists, saying
from data.query import Question
from languages import paragraph
from languages.english import briefing as words
from languages.english import query as places


def headlines(wanted: Asked) -> list[Question]:
    """The headline of each domain in its newest period, of the countries asked for."""
    order = list(catalog.DOMAINS)
    found = [
        changes.usual_of(each, wanted.filters)
        for each in sorted(catalog.indicators().values(), key=lambda each: order.index(each.domain))
        if each.headline and each.domain != "own"
    ]
    return [each for each in found if query.extent(each.about.id)[0]]


def part(wanted: Asked) -> Part:
    """The table of headlines."""
    asked = headlines(wanted)
    judged = [(each, *brief.judged(each)) for each in asked]
    rows = tuple(_row(each, kind) for each, kind, _ in judged)
    kinds = [kind for _, kind, _ in judged]
    ways = kinds.count("worse"), kinds.count("better")
    title = words.OVERVIEW(
        of=len(kinds), worse=ways[0], better=ways[1], apart=len(kinds) - sum(ways)
    )
    said = brief.of(asked)
    drawing = Drawing(
        kind="table",
        title=title,
        unit="",
        series=rows,
        alt=words.ALT_TABLE(title=title),
        columns=(words.FIGURE(), words.VALUE_HEAD(), words.WHEN(), words.VERDICT()),
    )
    where = figures.where(asked[0]) if asked else places.WORLD()
    return Part(
        title=title,
        filters=where,
        drawings=(drawing,),
        abouts=tuple(each.about for each in asked),
        caveat=_note(),
        points=talking.kept(
            [
                said.lead,
                *(each.text for each in changes.sentences(asked, most=4)),
            ]
        ),
        how=tuple(paragraph(each.about.title + ":", *_how(each)) for each in asked),
    )


def _how(each: Question) -> tuple[str, ...]:
    from data.analysis import method

    return method.sentences(each)


def _note() -> str:
    from languages.english import overview

    return overview.NOT_ADDED()


def _row(asked: Question, kind: str) -> Series:
    about, total = asked.about, query.total(asked)
    value = figures.figure(about, about.id, about.title, total.value, total.low, total.high)
    cells = (
        replace(value, said=saying.number(about, total)),
        figures.word(query.when(asked)),
        figures.word(_verdict(asked, kind)),
    )
    return Series(name=about.title, figures=cells)


def _verdict(asked: Question, kind: str) -> str:
    """Which way a headline went and how far, of the countries that compare; of a list who came and
    who left.
    """
    about, said = asked.about, words.KINDS[kind]
    if about.kind == "listing":
        return lists.told(asked) or said
    behind = changes.reporters(asked) if not asked.countries else None
    same = query.same_countries(asked) if behind and behind.differ else None
    if same and same[2]:
        percent = languages.percent(100 * (same[1] / same[2] - 1))
        return words.VERDICT_AMONG(same[0], verdict=said, percent=percent)
    moved = saying.change_words(query.compare(asked), about.in_steps)
    return words.VERDICT_OF(verdict=said, moved=moved) if moved else said
