"""The years up to one that compare with it: unbroken, by one method, covered whole."""

from __future__ import annotations

from dataclasses import replace

from data import query
from data.analysis import changes
from data.query import Question


def unbroken(asked: Question, last: int) -> dict[int, float]:
    """The figure of each year from the first that compares to `last`; empty where the last has
    none, or no years of it ever compare: an order, a yes or no, a list, a war, what few or other
    countries report each year.

    A year without a figure ends it, one published only as a range, one that its source covers in
    part, and a change of method or of who reports. Of scores editions follow each other.
    """
    about = asked.about
    several = len(asked.countries) != 1
    if about.ordinal or about.fact or about.lasting or about.kind == "listing":
        return {}
    if not asked.adds_up or (several and about.looking and about.kind == "observation"):
        return {}
    held = {int(row[0]): row[1] for row in query.history(asked.during(None, None))}
    found: dict[int, float] = {}
    for year in sorted(_years(asked, last), reverse=True):
        value = held.get(year, 0.0 if changes.absent(about) == "zero" else None)
        if value is None or value != value or year in about.partial_years:
            break
        found[year] = value
        if year in _begins(asked):
            break
    return dict(sorted(found.items()))


def _years(asked: Question, last: int) -> set[int]:
    """The years there can be a figure for: the editions of a score, else each that is covered."""
    about = asked.about
    if about.complete_to is not None and last > about.complete_to:
        return set()
    if about.kind == "score":
        every = query.by_period_and_country(replace(asked, countries=()).during(None, None))
        return {int(each) for each in every["period"] if int(each) <= last}
    first, end = query.extent(about.id)
    return set(range(first.year, last + 1)) if first and end and last <= end.year else set()


def _begins(asked: Question) -> set[int]:
    """The years in which another method, or another set of countries, begins."""
    about = asked.about
    found = {mark.on.year for mark in about.marks if mark.kind == "break"} | {*about.breaks}
    for code, (first, last) in about.apart.items():
        if not asked.countries or code in asked.countries:
            found |= {first, last + 1}
    return found
