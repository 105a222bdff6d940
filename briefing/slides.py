"""A view worked out: what a room sees of it, with its numbers, words and sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import languages
from briefing import figures, findings, of_countries, of_pairs, overview, talking
from briefing.content import Cited, Drawing, Slide
from briefing.parts import Part
from briefing.views import BILATERAL, COUNTRY, Asked, View, asked
from data import catalog, query, store
from data.analysis import changes, method, saying
from data.catalog import Indicator
from data.geography import boundaries
from data.query import Filters, Question
from languages import paragraph
from languages.english import briefing as words
from security.tlp import Tlp

MAPPED = 12  # countries of a question that a map shows better than bars side by side


def slide(view: View, code: str = "", fixed: Filters | None = None) -> Slide:
    """The slide of one view, in the language spoken, as the reader may see it; `code` is the seal
    it bears. Of a view of one indicator `fixed` takes the place of what its address asks.
    """
    wanted = asked(view.address)
    if fixed is not None:
        wanted = replace(wanted, filters=fixed)
    if wanted.page == COUNTRY:
        made = of_countries.part(wanted, view.drawing)
    elif wanted.page == BILATERAL:
        made = of_pairs.part(wanted, view.drawing)
    elif wanted.about is None:
        made = overview.part(wanted)
    else:
        made = _indicator(wanted, view.drawing)
    abouts = tuple({each.id: each for each in made.abouts}.values())
    on_map = any(each.kind == "map" for each in made.drawings)
    return Slide(
        id=view.id,
        title=view.title.strip() or made.title,
        filters=made.filters,
        definition=made.definition,
        drawings=made.drawings,
        sources=cited(abouts),
        marking=marking(abouts).value,
        seal=code,
        address=view.address,
        number=made.number,
        unit=made.unit,
        change=made.change,
        caveat=paragraph(made.caveat, view.caption.strip()),
        boundary=boundaries.NOTE() if on_map else "",
        points=made.points,
        notes=view.notes,
        how=made.how,
    )


def cited(abouts: Iterable[Indicator]) -> tuple[Cited, ...]:
    """The sources of these indicators, each once, with the version in force."""
    found = {}
    for about in abouts:
        source = catalog.source_of(about)
        version = store.current().versions.get(source.name)
        found[source.name] = Cited(
            id=source.name,
            publisher=source.publisher,
            title=source.title,
            edition=version.edition if version else source.edition,
            as_of=(version.as_of if version else source.as_of).isoformat(),
            licence=source.licence.name,
            version=version.version if version else "",
        )
    return tuple(found.values())


def marking(abouts: Iterable[Indicator]) -> Tlp:
    """The strictest mark of these indicators' figures."""
    return max((store.current().mark(each.id) for each in abouts), default=Tlp.CLEAR)


def drawings(wanted: Asked, question: Question, drawing: str) -> tuple[Drawing, ...]:
    """How a view of one indicator is drawn: as its presenter chose where that can be, else the
    usual way.
    """
    ways = dict.fromkeys([drawing or usual(wanted, question), "timeline", "table", "number"])
    for way in ways:
        found = _drawn(wanted, question, way)
        if found is not None and any(each.figures for each in found.series):
            more = figures.reporters(question) if way == "timeline" else None
            return (found, more) if more else (found,)
    return (figures.number(question),)


def _drawn(wanted: Asked, question: Question, way: str) -> Drawing | None:
    if (
        way in ("map", "ranking", "table")
        and query.by_country(replace(question, countries=(), groups=())).empty
    ):
        return None
    if way == "map":
        return figures.map_of(wanted, question)
    if way == "timeline":
        return figures.timeline(question)
    if way == "ranking":
        return figures.ranking(question)
    if way == "comparison":
        return figures.comparison(question) if len(question.countries) > 1 else None
    if way == "flows":
        return figures.flows(question)
    if way == "table":
        return figures.table(question)
    return figures.number(question)


def usual(wanted: Asked, question: Question) -> str:
    """How a view is drawn where nobody chose: one country's years, a few side by side, else a
    map.
    """
    if len(question.countries) == 1 and wanted.region != "chosen":
        return "timeline"
    if len(question.named) > 1 and len(question.countries) <= 6 and not question.groups:
        return "comparison"
    return "map"


def _indicator(wanted: Asked, drawing: str) -> Part:
    question = query.settle(wanted.filters)
    counted = changes.alike(question) if wanted.same else question
    question = query.settle(counted)
    about = question.about
    drawn = drawings(wanted, question, drawing)
    change = query.compare(question)
    number = saying.number(about, change.now)
    if drawn[0].kind == "comparison":  # countries beside each other are no sum
        number = languages.NOTHING
    return Part(
        title=findings.finding(question, drawn[0]),
        filters=_filters(question, change.against or ""),
        definition=about.definition,
        drawings=drawn,
        abouts=(about,),
        number="" if number == languages.NOTHING else number,
        unit="" if number == languages.NOTHING else _unit(about, change.now.value),
        change="" if drawn[0].kind == "comparison" else _change(question),
        caveat=paragraph(
            catalog.source_of(about).bias,
            changes.apart(question, about),
            _left_out(question, drawn),
            *(method.open_ends(question) if drawn[0].kind == "number" else ()),
        ),
        points=talking.of(question, drawn),
        how=how(question),
    )


def _left_out(question: Question, drawn: tuple[Drawing, ...]) -> str:
    """How many countries a table leaves out."""
    if drawn[0].kind != "table":
        return ""
    more = len(query.by_country(figures.scope(question))) - len(drawn[0].series)
    return words.OTHERS(more) if more > 0 else ""


def _unit(about: Indicator, value: float | None) -> str:
    """The unit of one number: `1 conflict`, `2 conflicts`; of a level none, it says itself."""
    if value is not None and value in about.levels:
        return ""
    one = value is not None and float(value).is_integer() and int(value) == 1
    return about.units(1) if one else about.unit


def how(question: Question) -> tuple[str, ...]:
    """How the number was made, a sentence for each step."""
    return method.sentences(question)


def _filters(question: Question, against: str) -> str:
    about = question.about
    stock = about.aggregation == "stock"
    said = question.words(about, when=query.when(question) if stock else "")
    title = saying.title(replace(question, categories=()), about)
    if against:
        return words.FILTERS_COMPARED(title=title, filters=said, period=against)
    return words.FILTERS(title=title, filters=said)


def _change(question: Question) -> str:
    """How the number moved, and against what; among the countries with both where not the same
    ones report.
    """
    about = question.about
    change = query.compare(question)
    said = saying.change_words(change, about.in_steps)
    if not said or about.kind == "listing":
        return talking_list(question) if about.kind == "listing" else ""
    period = change.against or ""
    behind = changes.reporters(question) if not question.countries else None
    same = query.same_countries(question) if behind and behind.differ else None
    if same and same[2]:
        percent = languages.percent(100 * (same[1] / same[2] - 1))
        return words.AMONG_BOTH(same[0], said=said, period=period, percent=percent)
    return words.AGAINST(said=said, period=period)


def talking_list(question: Question) -> str:
    """How many came on a list and left it."""
    from data.analysis import lists
    from languages.english import cards

    found = lists.moves(question)
    if found is None:
        return ""
    if found.nothing:
        return cards.NO_MOVES(since=found.since)
    return cards.MOVES(entered=found.entered, gone=found.gone, since=found.since)


def strictest(made: Sequence[Slide]) -> str:
    """The strictest mark of several slides."""
    return max((Tlp(each.marking) for each in made), default=Tlp.CLEAR).value
