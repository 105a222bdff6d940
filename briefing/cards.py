"""The questions behind the numbers of a view, each with its period said: asked again of other
figures they are the same questions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from briefing import overview
from briefing.figures import ROWS
from briefing.views import BILATERAL, COUNTRY, View, asked
from data import query, today
from data.analysis import bilateral, both_sides, changes, country, group, meeting, saying, verdict
from data.query import Filters


@dataclass(frozen=True, slots=True)
class Card:
    """One number of a view: `asked` is its question in full, `title` what it is. `key` is the same
    for the same thing asked of another period.
    """

    view: str
    title: str
    asked: Filters

    @property
    def key(self) -> tuple[str, ...]:
        """The view, the indicator, and of whom."""
        of = (*self.asked.countries, "with", self.asked.partner or "", *self.asked.categories)
        return (self.view, self.asked.indicator, *of)


def cards(view: View) -> tuple[Card, ...]:
    """Those of a view, of the figures in force; none of what is no number."""
    found = dict.fromkeys(Card(view.id, _title(each), settled(each)) for each in _asked(view))
    return tuple({each.key: each for each in found}.values())


def settled(filters: Filters) -> Filters:
    """A question in full: its categories, members and the day of a stock said, and bound to no
    store.
    """
    question = query.settle(filters).explicit()
    if question.about.aggregation == "stock" and question.end is None:
        question = replace(question, end=query.stock_date(question))
    return Filters(**{each.name: getattr(question, each.name) for each in fields(Filters)})


def _title(filters: Filters) -> str:
    about = query.indicator(filters)
    where = query.settle(filters).words(about, when=query.when(filters))
    return f"{saying.title(replace(filters, categories=()), about)}, {where}"


def _asked(view: View) -> Iterable[Filters]:
    wanted = asked(view.address)
    if wanted.page == COUNTRY:
        return _country(wanted.filters, view.drawing)
    if wanted.page == BILATERAL:
        return _pair(wanted.filters, view.drawing)
    if wanted.about is None:
        return overview.headlines(wanted)
    question = query.settle(wanted.filters)
    return [changes.alike(question) if wanted.same else question]


def _country(filters: Filters, drawing: str) -> Iterable[Filters]:
    if filters.groups:
        return [each.asked for each in group.lines(filters.groups[0])]
    if not filters.countries or drawing in ("partners", "gaps"):
        return []
    if drawing == "figures":
        return [each.asked for each in country.distinct(country.lines(filters.countries[0]))]
    return [each.asked for each in verdict.of_country(filters.countries[0]).entries]


def _pair(filters: Filters, drawing: str) -> Iterable[Filters]:
    if not filters.countries or not filters.partner or drawing in ("lists", "gaps"):
        return []
    pair = filters.countries[0], filters.partner
    if drawing == "between":
        return [each.asked for each in bilateral.between(*pair)[:ROWS]]
    if drawing == "thirds":
        met = meeting.thirds(*pair, today.current())[:ROWS]
        return [asked_ for each in met for asked_ in each.asked]
    rows = both_sides.sides(*pair).rows
    return [side.asked for row in rows for side in (row.one, row.other)]
