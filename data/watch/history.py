"""The history counted as figures: one line per country, category and year, as
`data/sources/watch.py` reads it.

Nothing above COUNTED goes in. Fewer than LEAST are said as `<5`, none among them, in the smallest
cell there is: whatever is added up from the table is a range then, and no total takes it back.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from data.sources.watch import HEADER, LEAST, MASKED
from data.watch import lifecycle
from data.watch.ledger import Watch
from data.watch.lifecycle import ANSWERS, Case, Event
from data.watch.model import COLOURS, Proposal
from data.watch.sight import now_ms
from security.tlp import COUNTED, Tlp
from security.viewer import HEADQUARTERS, Viewer

TOOK = ((24, "day"), (72, "three_days"), (168, "week"))  # hours
CATEGORIES = {  # of each figure
    "proposals": tuple(COLOURS),
    "first_answers": (*(name for _, name in TOOK), "later"),
    "open": tuple(COLOURS),
    "outcomes": (*ANSWERS, "arrested", "returned"),
}
Line = tuple[str, str, str, int, str, str]


class Cell(NamedTuple):
    """What is counted together."""

    figure: str
    country: str
    category: str
    year: int


def _year(ms: int) -> int:
    return datetime.fromtimestamp(ms / 1000, UTC).year


def _took(ms: int) -> str:
    return next((name for hours, name in TOOK if ms <= hours * 3_600_000), "later")


def lines(watch: Watch, until_ms: int | None = None) -> Iterator[Line]:
    """The columns of HEADER: proposals, first answers and outcomes by the year they happened; what
    was open at the end of each year, and now.

    A country that anything is counted of in a year has every cell of that year, and all of them
    bear the strictest mark of what went in: neither a line nor its mark says whether a masked cell
    is empty.
    """
    counted: Counter[Cell] = Counter()
    strictest: dict[tuple[str, int], Tlp] = {}
    proposals, events = watch.visible(Viewer("", HEADQUARTERS, shown=COUNTED)).history()
    for number, happened in groupby(events, key=lambda event: event.proposal):
        for cell, mark in _cells(proposals[number], list(happened), until_ms or now_ms()):
            counted[cell] += 1
            place = cell.country, cell.year
            strictest[place] = max(strictest.get(place, mark), mark)
    for figure, categories in CATEGORIES.items():
        for (country, year), mark in sorted(strictest.items()):
            for category in categories:
                many = counted[Cell(figure, country, category, year)]
                said = str(many) if many >= LEAST else MASKED
                yield figure, country, category, year, said, mark.word


def _cells(proposal: Proposal, happened: list[Event], until: int) -> Iterator[tuple[Cell, Tlp]]:
    """What one proposal counts into, each with its mark."""
    case, said, year = Case(), set(), 0
    for event in happened:
        yield from _waiting(case, range(year, _year(event.at_ms)), proposal.colour)
        case, year = lifecycle.after(case, event), _year(event.at_ms)
        what = event.answer or event.step
        counts = event.country and what not in ("seen", lifecycle.REMINDED)
        if counts and (event.country, what) not in said:
            said.add((event.country, what))
            yield Cell("outcomes", event.country, what, year), event.tlp
    yield from _waiting(case, range(year, _year(until) + 1), proposal.colour)
    for turn in case.turns.values():
        arrived = _year(turn.arrived_ms)
        yield Cell("proposals", turn.country, proposal.colour, arrived), proposal.tlp
        if turn.answered_ms is not None:
            took = _took(turn.answered_ms - turn.arrived_ms)
            yield Cell("first_answers", turn.country, took, _year(turn.answered_ms)), turn.tlp


def _waiting(case: Case, years: range, colour: str) -> Iterator[tuple[Cell, Tlp]]:
    for turn in case.turns.values() if years else ():
        if turn.open:
            yield from ((Cell("open", turn.country, colour, year), turn.tlp) for year in years)


def write(watch: Watch, path: Path) -> int:
    """Writes the table and returns its number of lines."""
    many = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(HEADER)
        for many, each in enumerate(lines(watch), 1):  # noqa: B007
            table.writerow(each)
    return many
