"""The headlines in two sentences: what is worse and what is better, and apart from them what was
found, who came on a list, and what compares with nothing.

By the rule of every verdict: only with the period just before, from a tenth on, never for low
numbers, and never where a figure follows how hard somebody looked.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import languages
from data import query
from data.analysis import changes, lists, standing
from data.analysis.verdict import OLD
from data.catalog import Indicator
from data.query import Change, Filters
from languages import paragraph
from languages.english import overview as words


@dataclass(frozen=True, slots=True)
class Brief:
    """`lead` says what is worse and what is better, `rest` everything else."""

    lead: str
    rest: str


def of(questions: Iterable[Filters]) -> Brief:
    """The headlines asked for in a few words, each figure under one of the headings of
    LEADING and BESIDE in `languages.english.overview`.
    """
    found: dict[str, list[str]] = {}
    for asked in questions:
        heading, said = judged(asked)
        found.setdefault(heading, []).append(said)
    nothing = words.NONE()
    lead = [
        sentence(figures="; ".join(found.get(heading, [])) or nothing)
        for heading, sentence in words.LEADING.sentences.items()
    ]
    rest = [
        sentence(figures="; ".join(found[heading]))
        for heading, sentence in words.BESIDE.sentences.items()
        if heading in found
    ]
    return Brief(paragraph(*lead), paragraph(*rest))


def judged(asked: Filters) -> tuple[str, str]:
    """The heading one headline stands under, and what is said of it."""
    about = query.indicator(asked)
    if about.kind == "listing":
        return _listed(asked, about)
    change = query.compare(asked)
    old = standing.age(asked) >= OLD and _newest(asked, about)
    if change.difference is None or old:
        return "apart", _uncompared(asked, about, change)
    share, said = _moved(asked, about, change)
    if change.little or abs(share) < changes.MATERIAL:
        return ("alike" if about.looking else "little"), about.title
    if about.looking:
        return ("more" if share > 0 else "fewer"), said
    if about.worse == "neither":
        return "little", said
    return ("worse" if (share > 0) == (about.worse == "more") else "better"), said


def _newest(asked: Filters, about: Indicator) -> bool:
    """Whether the newest figure is asked for, and no other period."""
    return query.settle(asked).end == changes.usual_of(about, asked).end


def _moved(asked: Filters, about: Indicator, change: Change) -> tuple[float, str]:
    """The share of the earlier value that moved, and it in words; of a sum behind which not the
    same countries stand, among those that reported both times.
    """
    reporters = None if asked.countries else changes.reporters(asked)
    same = query.same_countries(asked) if reporters and reporters.differ else None
    said = {"title": about.title, "period": change.against or ""}
    if same and same[2]:
        share = same[1] / same[2] - 1
        percent = languages.percent(100 * share)
        return share, words.MOVED_AMONG(same[0], percent=percent, **said)
    share = math.copysign(changes.weight(change), change.difference or 0)
    if change.percent is None:
        return share, words.MOVED_FROM_NOTHING(**said)
    return share, words.MOVED(percent=languages.percent(change.percent), **said)


def _listed(asked: Filters, about: Indicator) -> tuple[str, str]:
    found = lists.moves(asked)
    if found is None:
        return "apart", about.title
    if found.nothing:
        return "lists", words.LIST_STAYS(title=about.title, since=found.since)
    return "lists", words.LIST_MOVED(
        title=about.title, entered=found.entered, gone=found.gone, since=found.since
    )


def _uncompared(asked: Filters, about: Indicator, change: Change) -> str:
    if change.now.value is None:
        return words.NO_FIGURE(title=about.title)
    return words.FIGURE_OF(title=about.title, period=query.when(asked))
