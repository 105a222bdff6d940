"""What a country's figure means in words where it is no amount, and its place among the others."""

from __future__ import annotations

from dataclasses import dataclass, replace

from data import catalog, query, today
from data.analysis import lists
from data.caching import remembered
from data.geography import countries
from data.query import Filters, Question
from languages.english import analysis as words


@dataclass(frozen=True, slots=True)
class InWords:
    """A figure that is no amount: what it is, and what stands beside it."""

    what: str
    beside: str = ""


def in_words(asked: Filters) -> InWords | None:
    """The figure of one country where it is a yes or no, a listing, a level of an order, or cannot
    concern the country; None where it is an amount.
    """
    settled = query.settle(asked)
    return _in_words(settled) if len(settled.countries) == 1 else None


@remembered(2048)
def _in_words(asked: Question) -> InWords | None:
    about = asked.about
    if asked.countries[0] in about.not_applicable:
        return InWords(words.NOT_APPLICABLE())
    if about.ordinal:
        return _level(asked)
    if about.lasting:
        return _lasting(asked)
    if about.kind == "listing" and query.total(asked).low is not None and one_each(asked):
        return InWords(lists.of_country(asked))
    return None


def age(asked: Filters) -> int:
    """How old a figure is: whole years since the end of its period, or the day a stock is of; 0
    where it has no date.
    """
    settled = query.settle(asked)
    if settled.about.aggregation == "stock":
        end = query.stock_date(settled)
    else:
        known = settled.end or query.extent(settled.about.id)[1]
        if known is None:
            return 0
        end = min(known, catalog.source_of(settled.about).last)
    return today.years_since(end)


def received(asked: Filters) -> str:
    """One country's figure with the country's role in what is counted, and how many of it name no
    other country; empty where the indicator says nothing of roles.
    """
    settled = query.settle(asked)
    about = settled.about
    other = settled.partner or settled.role not in ("", about.country_role)
    if not about.received.text or other or len(settled.countries) != 1 or about.rate:
        return ""
    value = query.total(settled).value
    if value is None:
        return ""
    said = about.received(
        said=about.amount(value), country=countries.in_sentence(settled.countries[0])
    )
    unnamed = query.unnamed(settled)
    return about.unnamed(said=said, n=int(unnamed)) if unnamed and about.unnamed.text else said


def one_each(asked: Filters) -> bool:
    """Whether a list has each country at most once: then being on it is a fact and no number."""
    everyone = query.by_country(replace(asked, countries=(), categories=(), partner=None))
    return bool(everyone.empty or everyone["high"].max() <= 1)


def _lasting(asked: Question) -> InWords:
    """How many go on, and since which year there has been at least one without a break."""
    note = asked.about.coded.get(asked.countries[0], "")
    last = asked.end.year if asked.end else None
    years = {
        int(row[0]): row[1]
        for row in query.history(asked.during(None, None))
        if row[1] and (last is None or int(row[0]) <= last)
    }
    now = query.total(asked).value or 0
    if not years:
        return InWords(note or words.ACTIVE_NEVER())
    if not now:
        return InWords(words.ACTIVE_LAST(year=str(max(years))), note)
    since = max(years)
    while since - 1 in years:
        since -= 1
    return InWords(words.ACTIVE(int(now), year=str(since)), note)


def _level(asked: Question) -> InWords | None:
    """The level, with how many others, and the other level it had before: until a year, where the
    next is known, else in that year.
    """
    value = query.total(asked).value
    if value is None:
        return None
    everyone = query.by_country(replace(asked, countries=()))
    others = int((everyone["value"] == value).sum()) - 1
    beside = words.WITH_OTHERS(others)
    years = [(row[0], row[1]) for row in query.history(asked.during(None, asked.end))]
    before = [(year, level) for year, level in years if level == level and level != value]
    if before:
        last, level = before[-1]
        known = str(int(last) + 1) in dict(years)
        template = words.AND_UNTIL if known else words.AND_IN
        beside = template(others=beside, level=asked.about.amount(level), year=last)
    return InWords(asked.about.amount(value), beside)


def place(asked: Filters, among: tuple[str, ...] = ()) -> str:
    """Where one country's figure stands among all that have one, or those `among`, in words by the
    indicator's own direction; empty where it has no place.
    """
    settled = query.settle(asked)
    about = settled.about
    if len(settled.countries) != 1 or in_words(settled) is not None:
        return ""
    table = query.by_country(replace(settled, countries=among)).dropna(subset="value")
    whole = query.in_each_year(settled)
    if whole is not None:
        table = table[table["country"].isin(whole)]
    mine = table.loc[table["country"] == settled.countries[0], "value"]
    if mine.empty or len(table) < 2:
        return ""
    value = mine.iloc[0]
    more, alike = int((table["value"] > value).sum()), int((table["value"] == value).sum()) - 1
    if about.kind != "score" and not value:
        return words.NONE_OF(n=alike + 1, of=len(table))
    less = len(table) - more - alike - 1
    if about.kind != "score" and more:
        return words.LARGER(more, of=len(table))
    if about.kind != "score":
        said = words.LARGEST_OF(of=len(table))
        return words.SHARED(alike, place=said) if alike else said
    worse, better = (more, less) if about.worse == "more" else (less, more)
    if not worse:
        said = words.WORST(of=len(table))
    elif not better:
        said = words.BEST(of=len(table))
    else:
        return words.WORSE(worse, of=len(table))
    return words.SHARED(alike, place=said) if alike else said
