"""Who is held beside one another: groups as a whole, each country named apart, and their figures
year by year.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from components.indicator import places
from components.shell import state
from data import query
from data.geography import groups
from data.query import Filters

Figure = tuple[float, float, float]  # value, low, high


@dataclass(frozen=True, slots=True)
class Side:
    """A country or a group: its code or id, its name, the countries in it, and how a group is
    called where room is short.
    """

    key: str
    name: str
    codes: tuple[str, ...]
    group: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class Years:
    """The figures of one side by year, and of a group how many of it have one (`reports`);
    `adds_up` is false where a group has no figure as a whole.
    """

    side: Side
    figures: dict[str, Figure]
    reports: dict[str, int]
    adds_up: bool = True


def named(asked: Filters) -> tuple[Side, ...]:
    """The groups asked for, then the countries that are in none of them or were chosen by name; a
    group stands for its members at the end of the period asked for.
    """
    known, names = groups.groups(), places.names()
    whole = []
    for key in asked.groups:
        codes = known[key].members(asked.end) if key in known else frozenset()
        if codes and codes <= {*asked.countries}:
            of = known[key]
            whole.append(Side(key, of.name, tuple(sorted(codes)), True, of.short))
    inside = {code for side in whole for code in side.codes}
    apart = {*(state.chosen(state.COUNTRY) or ())} if whole else set()
    return (
        *whole,
        *(
            Side(code, names[code], (code,))
            for code in asked.countries
            if code not in inside or code in apart
        ),
    )


def apart(asked: Filters) -> tuple[Side, ...]:
    """As `named`, with the members of each group in its place where their figures do not add up."""
    found = named(asked)
    whole = [side for side in found if side.group]
    if not whole or query.settle(replace(asked, countries=whole[0].codes, groups=())).adds_up:
        return found
    names = places.names()
    return tuple(Side(code, names[code], (code,)) for code in asked.countries)


def by_year(asked: Filters, sides: tuple[Side, ...]) -> list[Years]:
    """The figures of each side over all years, as the questions answer them."""
    ever = asked.during(None, None)
    codes = tuple(sorted({code for side in sides for code in side.codes}))
    table = query.by_period_and_country(replace(ever, countries=codes, groups=()))
    of: dict[str, dict[str, Figure]] = {}
    for code, period, *figure in zip(
        *(table[name].tolist() for name in ("country", "period", "value", "low", "high")),
        strict=True,
    ):
        of.setdefault(code, {})[period] = (figure[0], figure[1], figure[2])
    found = []
    for side in sides:
        if not side.group:
            found.append(Years(side, of.get(side.key, {}), {}))
            continue
        whole = replace(ever, countries=side.codes, groups=())
        reports: dict[str, int] = {}
        for code in side.codes:
            for period in of.get(code, {}):
                reports[period] = reports.get(period, 0) + 1
        figures = {
            period: (value, low, high) for period, value, low, high, _ in query.history(whole)
        }
        found.append(Years(side, figures, reports, query.settle(whole).adds_up))
    return found
