"""A figure as its card says it: what it is, how it went, and why there is none."""

from __future__ import annotations

from dataclasses import replace

import languages
from data import query
from data.catalog import Indicator
from data.query import Change, Filters
from languages import Sentence, amount, difference, listed
from languages.english import cards as words
from languages.english import indicator as titles


def change_words(change: Change, score: bool = False) -> str:
    """`+3,289 (+7 %)`, `little change: +2`, `no change`, or empty without a comparison; what it
    is compared with stands beside it. A score's points are no amount: they have no per cent.
    """
    if change.difference is None:
        return ""
    if change.difference == 0:
        return words.NO_CHANGE()
    said = difference(change.difference)
    if change.little and not score:
        return words.LITTLE(difference=said)
    share = percent(change, score)
    if share is None:
        return said
    return words.PERCENT(difference=said, percent=languages.percent(share))


def percent(change: Change, score: bool) -> float | None:
    """The per cent a change is said with, as `percent_of` tells it."""
    if change.before is None or change.now.value is None or change.before.value is None:
        return None
    return percent_of(change.now.value, change.before.value, score, change.counts)


def percent_of(now: float, before: float, score: bool, counts: bool) -> float | None:
    """The per cent with which one number is said to have become another, on cards, in tables and
    in sentences: none of points or wars (`score`), of low numbers (where they are `counts`), where
    nothing changed, and of next to nothing.
    """
    if score or now == before or (counts and query.little(now, before)):
        return None
    return query.per_cent(now, before)


def when(asked: Filters, about: Indicator) -> str:
    """The period of a figure in words, and that it is covered in part: for a stock the day it is
    counted on.
    """
    said = query.when(asked)
    return words.IN_PART(when=said) if in_part(asked, about) else said


def in_part(asked: Filters, about: Indicator) -> str:
    """What is covered of the years asked for, where that is not all of them; else empty."""
    end = asked.end
    if about.aggregation == "stock" or end is None or (end.month, end.day) != (12, 31):
        return ""
    last = about.aggregation == "last"  # of several years the last one's figure
    first = end if last or asked.start is None else asked.start
    notes = [about.partial_years.get(year, "") for year in range(first.year, end.year + 1)]
    if about.partial_from and end.year >= about.partial_from:
        notes.append(about.partial_note)
    return listed(list(dict.fromkeys(filter(None, notes))))


def title(asked: Filters, about: Indicator) -> str:
    """What a figure is: the indicator, and its categories where some were chosen or they never add
    up.
    """
    said = kinds(asked, about)
    return titles.TITLE_KINDS(title=about.title, kinds=said) if said else about.title


def kinds(asked: Filters, about: Indicator) -> str:
    """Of which categories a figure is, where some were chosen or they never add up; else empty."""
    chosen = query.settle(asked).in_force if about.one_category else asked.categories
    if len(chosen) < 3:
        return ", ".join(about.categories.get(each, each) for each in chosen)
    return titles.KINDS_OF(n=len(chosen), of=len(about.categories))


def label(asked: Filters, about: Indicator) -> str:
    """What stands over a card's number: what it counts, in what unit where its name does not say
    so, for whom and when; days do not break.
    """
    named = asked.named
    where = named[0] if len(named) == 1 else titles.COUNTRIES(len(asked.countries))
    said = unit(about)
    template = {
        (False, False): titles.LABEL,
        (True, False): titles.LABEL_UNIT,
        (False, True): titles.LABEL_WHERE,
        (True, True): titles.LABEL_UNIT_WHERE,
    }[bool(said), bool(asked.countries)]
    said_whole = template(
        title=title(asked, about), unit=said, where=where, when=when(asked, about)
    )
    return said_whole.replace("-", "\u2011")


def unit(about: Indicator) -> str:
    """The unit, where the indicator's name does not say what is counted; of a rate always."""
    plain = not about.rate and (about.kind == "event" or about.says_unit)
    return "" if plain else about.unit


def value(about: Indicator, number: float | None) -> str:
    """A number in a sentence, with its unit where the title before it does not say it."""
    plain = about.kind == "score" or not unit(about)
    return languages.amount(number) if plain else about.amount(number)


def nothing(asked: Filters, about: Indicator) -> str:
    """Why a card has no number."""
    of_one = about.kind == "score" and len(asked.countries) != 1
    if of_one or (about.no_world_sum and len(asked.countries) != 1):
        return words.CHOOSE_COUNTRY()
    if asked.countries and query.by_country(replace(asked, countries=()).during(None, None)).empty:
        return words.WORLD_ONLY()
    if about.rate and query.total(query.in_counts(asked)).high is not None:
        return words.NO_RATE()
    return words.NO_DATA()


def number(about: Indicator, now: query.Total) -> str:
    """A number as it was published: about, more than or fewer than stay with it; of an order its
    level.
    """
    if now.value is not None and now.value in about.levels:
        return about.levels[now.value]
    return qualified(amount(now.value, now.low, now.high), now.qualifier)


def qualified(number: str, qualifier: str) -> str:
    """A number with the publisher's own word that it is not exact."""
    return words.QUALIFIED[qualifier](amount=number) if qualifier else number


def printed(asked: Filters) -> dict[tuple[str, str], Sentence]:
    """What a number that the publisher did not print exactly reads like, by year and category,
    which is empty where the number has none.
    """
    found = query.inexact(asked.during(None, None)).sort_values("start")
    return {
        (str(row.start.year), row.category or ""): words.QUALIFIED[row.stated]
        for row in found.itertuples()
    }


def held(change: Change) -> str:
    """The last figure before, where it does not compare with the one now."""
    if change.before is not None or change.previous is None or change.previous.value is None:
        return ""
    previous = change.previous
    number = qualified(amount(previous.value, previous.low, previous.high), previous.qualifier)
    template = words.OTHER_METHOD if change.why == "break" else words.HELD
    return template(period=change.held, amount=number)
