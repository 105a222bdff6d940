"""The same place in two years: a second map beside the first, with its own year, the same part of
the world, and classes and circles of one measure.
"""

from __future__ import annotations

from components.elements.chart import Switch
from components.indicator import map, moving
from components.shell import state
from data import query
from data.analysis import changes, steps
from data.catalog import Indicator
from data.query import Filters
from languages.english import map as words


def offered(asked: Filters) -> tuple[int, ...]:
    """The years that can stand beside the one asked for; none where that is no single year, or the
    map has a measure of its own.
    """
    now = steps.of(asked)
    same = state.chosen(state.SAME) and changes.compares(asked)
    if now is None or same or moving.offered(asked) is None:
        return ()
    return tuple(year for year in steps.years(query.indicator(asked)) if year != now)


def year(asked: Filters) -> int | None:
    """The year shown beside the one asked for; None where none is wanted, or none can be."""
    wanted = state.beside()
    return wanted if wanted in offered(asked) else None


def switches(asked: Filters) -> tuple[Switch, ...]:
    """What stands over the timeline: whether another year is shown beside."""
    if not offered(asked):
        return ()
    return (
        Switch(
            key=state.BESIDE,
            label=words.BESIDE(),
            value=year(asked) is not None,
            help=words.BESIDE_HELP(),
        ),
    )


def switched(asked: Filters, key: str, value: str | bool) -> None:
    """A switch over the timeline was set; the second map begins with the year before."""
    if key != state.BESIDE:
        state.choose(key, value)
        return
    known, now = offered(asked), steps.of(asked)
    if not value or not known or now is None:
        state.choose(state.BESIDE, None)
        return
    state.choose(state.BESIDE, str(max((each for each in known if each < now), default=known[0])))


def show(asked: Filters, about: Indicator, other: int) -> None:
    """The second map, and the choice of its year."""
    years = tuple((str(each), str(each)) for each in reversed(offered(asked)))
    choice = Switch(key=state.BESIDE, label=words.BESIDE_YEAR(), value=str(other), options=years)
    map.beside(asked, about, query.settle(steps.at(asked, other)), choice)
