"""The history counted as figures: one line per record and country, as `data/sources/watch.py` reads
it.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from data.sources.watch import HEADER
from data.watch import lifecycle
from data.watch.ledger import Watch, now_ms
from data.watch.lifecycle import Case
from data.watch.model import Proposal
from security.tlp import Role, may_see

TOOK = ((24, "day"), (72, "three_days"), (168, "week"))  # hours
Line = tuple[str, int, str, str, str, str, int, str]


def _day(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).date().isoformat()


def _year(ms: int) -> int:
    return datetime.fromtimestamp(ms / 1000, UTC).year


def _took(ms: int) -> str:
    return next((name for hours, name in TOOK if ms <= hours * 3_600_000), "later")


def lines(watch: Watch, until_ms: int | None = None) -> Iterator[Line]:
    """The columns of HEADER: proposals, first answers and outcomes as they happened; what was open
    at the end of each year, and now.
    """
    until = until_ms or now_ms()
    waiting: Counter[tuple[int, str, str, str]] = Counter()
    numbers: Counter[str] = Counter()

    def line(figure: str, country: str, requesting: str, category: str, ms: int, mark: str) -> Line:
        numbers[figure] += 1
        return (figure, numbers[figure], country, requesting, category, _day(ms), 1, mark)

    proposals, events = watch.history()
    for number, happened in groupby(events, key=lambda event: event.proposal):
        proposal: Proposal = proposals[number]
        requesting = proposal.requesting if may_see(Role.VISITOR, proposal.tlp) else ""
        mark = proposal.tlp.word
        case, said, year = Case(), set(), 0
        for event in happened:
            _wait(waiting, case, range(year, _year(event.at_ms)), requesting, proposal.colour)
            case, year = lifecycle.after(case, event), _year(event.at_ms)
            what = event.answer or event.step
            if event.country and what != "seen" and (event.country, what) not in said:
                said.add((event.country, what))
                yield line("outcomes", event.country, requesting, what, event.at_ms, mark)
        _wait(waiting, case, range(year, _year(until) + 1), requesting, proposal.colour)
        for turn in case.turns.values():
            yield (
                "proposals",
                number,
                turn.country,
                requesting,
                proposal.colour,
                _day(turn.arrived_ms),
                1,
                mark,
            )
            if turn.answered_ms is not None:
                yield line(
                    "first_answers",
                    turn.country,
                    requesting,
                    _took(turn.answered_ms - turn.arrived_ms),
                    turn.answered_ms,
                    mark,
                )
    for place, ((year, country, requesting, colour), many) in enumerate(sorted(waiting.items())):
        yield ("open", place, country, requesting, colour, str(year), many, "CLEAR")


def _wait(
    waiting: Counter[tuple[int, str, str, str]],
    case: Case,
    years: range,
    requesting: str,
    colour: str,
) -> None:
    for turn in case.turns.values() if years else ():
        if turn.open:
            waiting.update((year, turn.country, requesting, colour) for year in years)


def write(watch: Watch, path: Path) -> int:
    """Writes the table and returns its number of lines."""
    many = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(HEADER)
        for many, each in enumerate(lines(watch), 1):  # noqa: B007
            table.writerow(each)
    return many
