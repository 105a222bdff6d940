"""Talking points: up to five sentences by rules, each with numbers of its own slide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import languages
from briefing import findings, spans
from briefing.content import Drawing
from data import query
from data.analysis import changes, standing
from data.geography import countries
from data.query import Question
from languages import paragraph
from languages.english import briefing as words

MOST = 5


def kept(said: Iterable[str]) -> tuple[str, ...]:
    """The first few that say something, each once."""
    return tuple(dict.fromkeys(each for each in said if each))[:MOST]


def of(asked: Question, drawings: tuple[Drawing, ...]) -> tuple[str, ...]:
    """What can be said of one indicator's slide."""
    about = asked.about
    found = []
    if any(each.kind == "comparison" for each in drawings):  # two beside each other are no sum
        return kept(_each(asked))
    whole = changes.whole(asked)
    found.append(whole.text if whole else "")
    if len(asked.countries) == 1:
        found += _country(asked)
    else:
        found.append(_share(asked))
        found += [each.text for each in changes.largest_moves(asked)] if not asked.countries else []
    found += _extremes(asked)
    found += [_flow(asked, each) for each in drawings if each.kind == "flows"]
    change = query.compare(asked)
    material = not change.little and changes.weight(change) >= changes.MATERIAL
    if about.looking and material:
        rose = (change.difference or 0) > 0
        found.insert(MOST - 1, words.POINT_RISE() if rose else words.POINT_FALL())
    return kept(found)


def _each(asked: Question) -> list[str]:
    """What moved in each of several countries, else where it stands."""
    found = []
    for code in asked.countries:
        one = query.settle(replace(asked.explicit(), countries=(code,), groups=()))
        whole = changes.whole(one)
        found += [whole.text] if whole else _country(one)
    return found


def _country(asked: Question) -> list[str]:
    """Where one country stands; empty where its own figure in words says all there is."""
    code = asked.countries[0]
    said = (query.total(asked).value and standing.received(asked)) or standing.place(asked)
    if found := standing.in_words(asked):
        said = paragraph(found.what + ",", found.beside) if found.beside else ""
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
    """The years with the most and the least, of all that compare with the last."""
    about = asked.about
    if about.kind == "score" or asked.end is None:
        return []
    held = spans.unbroken(asked, asked.end.year)
    if len(held) < findings.FEWEST or max(held.values()) == min(held.values()):
        return []
    found = []
    for most, template in ((True, words.POINT_MOST), (False, words.POINT_LEAST)):
        value = (max if most else min)(held.values())
        years = [each for each, number in held.items() if number == value]
        if len(years) == 1:
            said = languages.amount(value)
            found.append(
                template(value=said, year=str(years[0]), first=str(min(held)), last=str(max(held)))
            )
    return found


def _flow(asked: Question, drawing: Drawing) -> str:
    figures = drawing.series[0].figures if drawing.series else ()
    return words.POINT_FLOW(said=findings.passing(asked.about, figures[0])) if figures else ""
