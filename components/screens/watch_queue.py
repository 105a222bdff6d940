"""The desk of a bureau: its queue by the clock, what it requested itself, and what waits for a
decision of the General Secretariat; with the request that is open, and receipts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from components.elements import desk
from components.elements.desk import Desk, Group
from components.screens import watch_proposal, watch_receipts, watch_rows
from components.shell import state
from data.geography import countries
from data.watch import ledger
from data.watch.ledger import GROUPS, Watch
from data.watch.model import Proposal
from languages.english import watch as words
from security.viewer import Viewer

PAGES = {"done": 5, "requested": 20, "decide": 10}  # rows of a group at first; LONG of others
LONG = 12
MOST = 500  # rows of a group that are ever drawn


def show(watch: Watch, who: Viewer) -> None:
    """The queue of the reader's country by what is due."""
    sight = watch.visible(who)
    numbers = sight.clock(who.country, watch.head())
    groups = [
        Group(
            id=name,
            n=numbers[name],
            rows=[
                watch_rows.of_line(line)
                for line in (
                    sight.by_clock(name, who.country, _rows(name)) if numbers[name] else ()
                )
            ],
        )
        for name in GROUPS
    ]
    place = countries.in_sentence(who.country)
    _desk(
        watch, who, groups, words.QUEUE_OF(country=place), words.NOTHING_WAITS(country=place), True
    )


def requested(watch: Watch, who: Viewer) -> None:
    """What the reader's country requested of others, newest first."""
    limit = _rows("requested")
    lines = watch.visible(who).requested(who.country, None, limit + 1)
    place = countries.in_sentence(who.country)
    _asked(
        watch,
        who,
        "requested",
        lines,
        limit,
        words.REQUESTED(),
        words.NOTHING_REQUESTED(country=place),
    )


def undecided(watch: Watch, who: Viewer) -> None:
    """What waits for a decision of the General Secretariat, the oldest first."""
    limit = _rows("decide")
    lines = watch.visible(who).undecided(limit + 1)
    _asked(watch, who, "decide", lines, limit, words.TO_DECIDE(), words.NOTHING_TO_DECIDE())


def _asked(
    watch: Watch,
    who: Viewer,
    name: str,
    lines: Sequence[tuple[int, Proposal, str]],
    limit: int,
    label: str,
    empty: str,
) -> None:
    rows = [
        watch_rows.of_proposal(number, proposal, stage) for number, proposal, stage in lines[:limit]
    ]
    _desk(watch, who, [Group(id=name, n=len(lines), rows=rows)], label, empty, False)


def _rows(group: str) -> int:
    more: Mapping[str, int] = state.chosen(state.MORE) or {}
    first = PAGES.get(group, LONG)
    return min(first << 2 * more.get(group, 0), MOST)


def _desk(
    watch: Watch, who: Viewer, groups: Sequence[Group], label: str, empty: str, sums: bool
) -> None:
    opened: int = state.chosen(state.OPENED) or 0
    desk.show(
        Desk(
            now=ledger.now_ms(),
            as_=watch_receipts.whose(watch, who),
            label=label,
            empty=empty,
            groups=groups,
            sums=sums,
            detail=watch_proposal.detail(watch, who, opened) if opened else None,
            receipts=watch_receipts.shown(watch, who),
            sent=state.chosen(state.SENT) or (0, 0),
        ),
        key=f"watch-desk-{groups[0].id}",
        told=lambda said: _told(watch, who, said),
    )


def _told(watch: Watch, who: Viewer, said: Mapping[str, Any]) -> None:
    """Does what the officer did at the desk; what makes no sense is left out."""
    match said.get("do"):
        case "more":
            more: dict[str, int] = dict(state.chosen(state.MORE) or {})
            group = str(said.get("group"))
            if group in (*GROUPS, *PAGES):
                state.choose(state.MORE, {**more, group: min(more.get(group, 0) + 1, 5)})
        case "open":
            number = said.get("id")
            if isinstance(number, int):
                state.choose(state.OPENED, number or None)
                watch_proposal.seen(watch, who, number)
        case "close":
            watch_receipts.close(str(said.get("key")))
        case "answer" | "step" | "undo":
            watch_proposal.act(watch, who, said)
