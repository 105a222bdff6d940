"""What is known of a group of countries: its totals, how many members stand behind each, and the
members' order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from data import query, store
from data.analysis import changes, country
from data.caching import remembered
from data.catalog import Indicator
from data.geography import groups
from data.query import Question
from languages.english import analysis as words


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator for a group in its last complete period: its members `of` that day, and those
    with a figure as columns country, value, the largest first.
    """

    asked: Question
    about: Indicator
    when: str
    of: int
    members: pd.DataFrame

    @property
    def adds_up(self) -> bool:
        """Whether the members' figures make one of the group's own."""
        return self.asked.adds_up and self.about.counted

    @property
    def reach(self) -> str:
        """How many of its members stand behind it: `8 of 11 report`."""
        n = len(self.members)
        if self.about.kind == "listing":
            return words.MEMBERS_LISTED(n, of=self.of)
        if self.about.kind in ("event", "notice"):
            return words.MEMBERS_RECORDED(n, of=self.of)
        template = words.MEMBERS_REPORT if self.about.looking else words.MEMBERS_WITH
        return template(n, of=self.of)


def lines(group: str) -> tuple[Line, ...]:
    """Each indicator of which a member has a figure, as it stands for the group; KeyError without
    such a group.
    """
    return _lines(store.current(), group, groups.groups()[group].stays)


@remembered(64)
def _lines(opened: store.Store, group: str, stays: tuple[groups.Member, ...]) -> tuple[Line, ...]:
    found = []
    for about in country.shown():
        asked = query.settle(replace(changes.usual(about), groups=(group,)))
        if not asked.countries:
            continue
        table = query.by_country(asked).dropna(subset="value")
        if about.kind in ("event", "notice", "listing"):  # a report of none is a figure
            table = table[table["value"].ne(0)]
        none = about.headline and about.kind == "event" and query.total(asked).value == 0
        if len(table) or none:
            order = table.sort_values(["value", "country"], ascending=[False, True])
            members = order[["country", "value"]].reset_index(drop=True)
            found.append(Line(asked, about, query.when(asked), len(asked.countries), members))
    return tuple(found)
