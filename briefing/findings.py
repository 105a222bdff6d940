"""The finding of a slide, a sentence of a hundred characters or so, chosen by rules.

What depends on how hard somebody looked is never called better or worse. A sum behind which not the
same countries stand is said among those with both figures; no extreme is named across a year in
which counting changed.
"""

from __future__ import annotations

from dataclasses import replace

import languages
from briefing import spans
from briefing.content import Drawing, Figure
from data import query
from data.analysis import changes, lists, saying, standing
from data.catalog import Indicator
from data.geography import countries
from data.query import Change, Question
from languages import listed
from languages.english import briefing as words

ALIKE = 2  # countries named that share the highest score; of more their number
FEWEST = 5  # years with a figure before an extreme is named


def finding(asked: Question, drawing: Drawing) -> str:
    """What the drawing shows, in one sentence."""
    said = ""
    if drawing.kind == "ranking" or (drawing.kind in ("map", "table") and not _alone(asked)):
        said = _score(asked) if asked.about.kind == "score" else ""
        if drawing.kind == "ranking" and not said:
            said = _largest(asked)
    elif drawing.kind == "flows":
        said = _flow(asked, drawing)
    elif drawing.kind == "timeline":
        said = _extreme(asked)
    elif drawing.kind == "comparison":
        said = _both(asked, drawing)
    return said or moved(asked)


def _alone(asked: Question) -> bool:
    return len(asked.countries) == 1


def subject(asked: Question) -> str:
    """What a title speaks of, and of whom."""
    return changes.subject(
        replace(asked, countries=()) if not asked.countries else asked, asked.about, ()
    )


def moved(asked: Question) -> str:
    """The figure and how it moved against the period just before."""
    about = asked.about
    of, when = subject(asked), query.when(asked)
    if found := standing.in_words(asked):
        return words.SAID(subject=of, said=found.what)
    change = query.compare(asked)
    value = saying.number(about, change.now)
    if about.kind == "listing":
        return _listed(asked, of, when, value)
    if change.now.value is None and change.now.high is None:
        if about.kind == "score" and not _alone(asked):
            return _score(asked) or words.NO_FIGURE(subject=of, when=when)
        if (
            len(asked.countries) < 2
            and change.previous is not None
            and change.previous.value is not None
        ):
            amount = saying.number(about, change.previous)
            return words.NO_FIGURE_SINCE(subject=of, held=change.held, amount=amount)
        return words.NO_FIGURE(subject=of, when=when)
    if change.difference is None or change.before is None or change.against is None:
        return words.VALUE(subject=of, value=value, when=when)
    if among := _among(asked, of, when):
        return among
    return _compared(asked, change, {"subject": of, "value": value, "when": when})


def _compared(asked: Question, change: Change, said: dict[str, str]) -> str:
    about, difference = asked.about, change.difference or 0
    said["before"] = saying.number(about, change.before) if change.before else ""
    said["against"] = change.against or ""
    if not difference:
        return words.SAME(
            subject=said["subject"], value=said["value"], when=said["when"], against=said["against"]
        )
    share = changes.weight(change)
    small = (
        abs(difference) < (about.step or 0) if about.kind == "score" else share < changes.MATERIAL
    )
    if change.little or (small and not about.lasting):
        return words.LITTLE(**said)
    if about.looking:
        return (words.MORE_FOUND if difference > 0 else words.FEWER_FOUND)(**said)
    said_percent = saying.percent(change, about.in_steps)
    if said_percent is None:
        return (words.UP_FROM if difference > 0 else words.DOWN_FROM)(**said)
    percent = languages.number(abs(float(languages.numbers.rounded(said_percent))))
    return (words.UP if difference > 0 else words.DOWN)(**said, percent=percent)


def _among(asked: Question, of: str, when: str) -> str:
    """The change among the countries with both figures, where others report too."""
    behind = changes.reporters(asked) if not asked.countries else None
    same = query.same_countries(asked) if behind and behind.differ else None
    if not same or not same[2]:
        return ""
    percent = languages.percent(100 * (same[1] / same[2] - 1))
    one_year = len(when) == 4
    template = words.AMONG if one_year else words.AMONG_PERIODS
    return template(same[0], subject=of, when=when, percent=percent)


def _listed(asked: Question, of: str, when: str, value: str) -> str:
    found = lists.moves(asked)
    if found is None:
        return words.VALUE_ON(subject=of, value=value, when=when)
    if found.nothing:
        return words.LIST_SAME(subject=of, value=value, when=when)
    return words.LIST_MOVED(
        subject=of, value=value, when=when, entered=found.entered, gone=found.gone
    )


def _largest(asked: Question) -> str:
    """Where the figure is largest, and its part of the whole."""
    about = asked.about
    among = asked if len(asked.countries) > 1 else replace(asked, countries=(), groups=())
    table = query.by_country(among).dropna(subset="value")
    if table.empty or not table["value"].max():
        return ""
    top = table.loc[table["value"].idxmax()]
    value = float(top["value"])
    said = {"subject": subject(among), "when": query.when(asked), "value": languages.amount(value)}
    alike = int((table["value"] == value).sum())
    if alike > 1:
        return words.LARGEST_ALIKE(alike, **said)
    said["country"] = countries.in_sentence(str(top["country"]))
    whole = query.total(among).value
    if not whole or not about.additive or about.kind == "score":
        return words.LARGEST(**said)
    return words.LARGEST_SHARE(**said, percent=languages.number(100 * value / whole, 0))


def _score(asked: Question) -> str:
    """Where a score is worst by its own direction, or highest where it has none."""
    about = asked.about
    among = asked if len(asked.countries) > 1 else replace(asked, countries=(), groups=())
    table = query.by_country(among).dropna(subset="value")
    if table.empty:
        return ""
    value = float(table["value"].min() if about.worse == "less" else table["value"].max())
    codes = sorted(table.loc[table["value"] == value, "country"], key=countries.name)
    neither = about.worse == "neither"
    said = {
        "subject": subject(among),
        "when": query.when(asked),
        "value": about.levels.get(value) or languages.amount(value),
    }
    if len(codes) > ALIKE:
        template = words.HIGHEST_ALIKE if neither else words.WORST_ALIKE
        return template(len(codes), **said)
    names = listed([countries.in_sentence(str(each)) for each in codes])
    return (words.HIGHEST_SCORE if neither else words.WORST_SCORE)(**said, countries=names)


def _flow(asked: Question, drawing: Drawing) -> str:
    figures = drawing.series[0].figures if drawing.series else ()
    if not figures:
        return words.NO_FLOW(subject=subject(asked), when=query.when(asked))
    return words.LARGEST_FLOW(
        subject=asked.about.title, when=query.when(asked), said=passing(asked.about, figures[0])
    )


def passing(about: Indicator, one: Figure) -> str:
    """What passes from one country to another, each in its role."""
    places = map(countries.in_sentence, (one.to, one.code))
    return about.lying_between(about.amount(one.value, one.low, one.high), *places)


def _both(asked: Question, drawing: Drawing) -> str:
    """The countries' figures in the period chosen."""
    said = [
        words.WHO(country=each.name, said=one.said)
        for each in drawing.series
        for one in each.figures
        if one.chosen
    ]
    if not said:
        return ""
    return words.BOTH_IN(
        subject=saying.title(asked, asked.about), when=query.when(asked), said=listed(said)
    )


def _extreme(asked: Question) -> str:
    """The fewest or the most since a year, within years that compare; empty where it is neither,
    or few are known.
    """
    about = asked.about
    if asked.start is None or asked.end is None or asked.start.year != asked.end.year:
        return ""
    if query.compare(asked).little:
        return ""
    held = spans.unbroken(asked, asked.end.year)
    if len(held) <= FEWEST:
        return ""
    year = asked.end.year
    now, earlier = held[year], [each for each in sorted(held) if each < year]
    said = {
        "subject": subject(asked),
        "value": saying.number(about, query.total(asked)),
        "when": query.when(asked),
    }
    score = about.kind == "score" or bool(about.rate)
    for since_then, ever, past in (
        (
            words.LOWEST if score else words.FEWEST,
            words.LOWEST_EVER if score else words.FEWEST_EVER,
            [y for y in earlier if held[y] <= now],
        ),
        (
            words.HIGHEST if score else words.MOST,
            words.HIGHEST_EVER if score else words.MOST_EVER,
            [y for y in earlier if held[y] >= now],
        ),
    ):
        if not past:
            return ever(**said, first=str(earlier[0]))
        if year - past[-1] > FEWEST:
            return since_then(**said, since=str(past[-1]))
    return ""
