"""Talking points: up to five sentences by rules, each with numbers of its own slide."""

from __future__ import annotations

from collections.abc import Iterable

import languages
from briefing.content import Drawing
from data import query
from data.analysis import changes, standing
from data.geography import countries
from data.query import Question
from languages.english import briefing as words

MOST = 5


def kept(said: Iterable[str]) -> tuple[str, ...]:
    """The first few that say something, each once."""
    return tuple(dict.fromkeys(each for each in said if each))[:MOST]


def of(asked: Question, drawings: tuple[Drawing, ...]) -> tuple[str, ...]:
    """What can be said of one indicator's slide."""
    about = asked.about
    found = []
    whole = changes.whole(asked)
    found.append(whole.text if whole else "")
    if len(asked.countries) == 1:
        found += _country(asked)
    else:
        found.append(_share(asked))
        found += [each.text for each in changes.largest_moves(asked)] if not asked.countries else []
    found += _extremes(asked)
    found += [_flow(each) for each in drawings if each.kind == "flows"]
    if about.looking and (change := query.compare(asked)).before and not change.little:
        moved, was = change.difference or 0, change.before.value or 0
        if abs(moved) >= changes.MATERIAL * max(was, 1):
            found.insert(MOST - 1, words.POINT_RISE() if moved > 0 else words.POINT_FALL())
    return kept(found)


def _country(asked: Question) -> list[str]:
    code = asked.countries[0]
    said = standing.received(asked) or standing.place(asked)
    if found := standing.in_words(asked):
        said = found.what
    if not said:
        return []
    place = words.POINT_PLACE(country=countries.name(code), when=query.when(asked), said=said)
    return [place]


def _share(asked: Question) -> str:
    """The largest country's part of the whole."""
    about = asked.about
    table = query.by_country(asked).dropna(subset="value")
    whole = query.total(asked).value
    if table.empty or not whole or about.kind in ("score", "listing") or not about.additive:
        return ""
    top = table.loc[table["value"].idxmax()]
    value = float(top["value"])
    if not value or len(table) < 2 or int((table["value"] == value).sum()) > 1:
        return ""
    return words.POINT_SHARE(
        country=countries.name(str(top["country"])),
        percent=languages.number(100 * value / whole, 0),
        value=languages.amount(value),
        whole=languages.amount(whole),
    )


def _extremes(asked: Question) -> list[str]:
    """The years with the most and the least, where several are known."""
    about = asked.about
    if about.ordinal or about.fact or about.kind == "listing" or not asked.adds_up:
        return []
    if len(asked.countries) != 1 and about.kind == "observation" and about.looking:
        return []  # not the same countries report in every year
    first = max(about.breaks, default=0)
    held = {
        row[0]: row[1]
        for row in query.history(asked.during(None, None))
        if row[1] == row[1]
        and int(row[0]) >= first
        and (not about.complete_to or int(row[0]) <= about.complete_to)
    }
    if len(held) < 3 or first:
        return []
    high, low = max(held.values()), min(held.values())
    if high == low:
        return []
    found = []
    for value, template in ((high, words.POINT_MOST), (low, words.POINT_LEAST)):
        years = [each for each, number in held.items() if number == value]
        if len(years) == 1:
            found.append(template(value=languages.amount(value), year=years[0]))
    return found


def _flow(drawing: Drawing) -> str:
    figures = drawing.series[0].figures if drawing.series else ()
    if not figures:
        return ""
    top = figures[0]
    return words.POINT_FLOW(
        origin=countries.in_sentence(top.code),
        destination=countries.in_sentence(top.to),
        value=top.said,
    )
