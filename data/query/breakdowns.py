"""Where the parts of a breakdown compare with those of another period: where they are as much of
their whole in both.

A country that told the form of exploitation of 190 victims of 21,253 and then of 23,701 of 26,539
has no rise in forms: it told more.
"""

from __future__ import annotations

from dataclasses import replace

from data.caching import remembered
from data.query import rates
from data.query.filters import Filters
from data.query.groups import by_country, years_of_countries
from data.query.question import Question, settle

ALIKE = 0.10  # by which the known part of the whole may differ between two periods, of the earlier


def comparable(asked: Question, earlier: Question, codes: frozenset[str]) -> frozenset[str]:
    """Of these countries those whose figures of two periods are as much of their whole in both:
    all, where the indicator is no breakdown of another, or the countries are not those that told.
    """
    about = asked.about
    if not about.breakdown or asked.role not in ("", about.country_role):
        return codes
    return codes & _alike(*(replace(each, countries=()) for each in (asked, earlier)))


@remembered(256, words=False)
def _alike(asked: Question, earlier: Question) -> frozenset[str]:
    now, then = _known(asked), _known(earlier)
    return frozenset(
        code
        for code, part in now.items()
        if code in then and abs(part - then[code]) <= ALIKE * then[code]
    )


def _known(asked: Question) -> dict[str, float]:
    """How much of its whole the parts of each country are together, where both are published: the
    whole for every year.
    """
    parts = rates.counts(replace(asked, categories=(), partner=None))
    whole = settle(Filters(asked.about.part_of).during(asked.start, asked.end))
    both = [by_country(each).dropna(subset="value").set_index("country") for each in (parts, whole)]
    shares = both[0]["value"] / both[1]["value"]
    if asked.start and asked.end:
        wanted = asked.end.year - asked.start.year + 1
        known = years_of_countries(whole)
        shares = shares[[len(known.get(str(code), ())) == wanted for code in shares.index]]
    return {str(code): float(part) for code, part in shares.items() if 0 < part < float("inf")}
