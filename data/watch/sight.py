"""The one gate of the watch: what a reader may see of all that is kept.

Whatever tells anybody anything asks here. The tables hold, for this reader, only what their mark
and their country allow, so that a count, a median or a row made from them says nothing more.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine, Row

from data.watch import lifecycle, patience, routing, rows
from data.watch.lifecycle import Case, Event, Held, Turn
from data.watch.model import Proposal
from data.watch.schema import CASES, EVENTS, HELD, PROPOSALS, TURNS
from security.tlp import Tlp, up_to
from security.viewer import HEADQUARTERS, Viewer

GROUPS = ("overdue", "due", "new", "paused", "done")  # of a queue, in the order of the clock
BUCKETS = ("new", "waiting", "overdue", "done")
PAGE = 10  # rows of a queue shown at a time
Clause = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a country's queue."""

    id: int
    proposal: Proposal
    stage: str
    turn: Turn

    def overdue(self, now_ms: int) -> bool:
        """Whether the first answer is late."""
        return self.turn.open and self.turn.answered_ms is None and self.turn.due_ms < now_ms


@dataclass(frozen=True, slots=True)
class News:
    """One event as a listener hears it."""

    event: Event
    proposal: Proposal
    countries: tuple[str, ...]
    why: tuple[str, ...]


def now_ms() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Sight:
    """What one reader may see: `country`, whose affairs they are, up to the mark `ceiling`, and up
    to `own` of what it asked for itself; or those of all countries (`everywhere`). Only who is
    `known` reads free texts and who took a step.
    """

    engine: Engine
    country: str
    everywhere: bool
    known: bool
    ceiling: Tlp
    own: Tlp

    @classmethod
    def of(cls, engine: Engine, reader: Viewer) -> Sight:
        """The sight of a reader."""
        everywhere = reader.bureau == HEADQUARTERS
        return cls(
            engine,
            "" if everywhere else reader.acts_for or reader.country,
            everywhere,
            bool(reader.acts_for),
            reader.ceiling,
            reader.own_ceiling,
        )

    # ---- the tables, as far as they are this reader's

    @property
    def proposals(self) -> sa.Subquery:
        """The proposals."""
        seen: Clause = PROPOSALS.c.tlp.in_(up_to(self.ceiling))
        if not self.everywhere:
            seen = sa.or_(self._asked(), sa.and_(seen, _concerns(PROPOSALS.c.id, self.country)))
        return sa.select(PROPOSALS).where(seen).subquery("p")

    @property
    def cases(self) -> sa.Subquery:
        """How far each of the proposals came."""
        p = self.proposals
        return sa.select(CASES).join(p, p.c.id == CASES.c.proposal).subquery("c")

    @property
    def turns(self) -> sa.Subquery:
        """Where countries stand with the proposals, as far as the steps are this reader's."""
        seen = _level(self.ceiling)
        if not self.everywhere:
            seen = sa.or_(
                sa.and_(self._asked(), _level(self.own)),
                sa.and_(TURNS.c.country == self.country, seen),
            )
        return (
            sa.select(
                *(each for each in TURNS.c if each.name not in ("least", "most", "tlp")),
                TURNS.c.tlp.label("turn_tlp"),
            )
            .join(PROPOSALS, PROPOSALS.c.id == TURNS.c.proposal)
            .where(seen)
            .subquery("t")
        )

    @property
    def events(self) -> sa.Subquery:
        """The steps; of others' proposals those that are about the whole or the country's own."""
        mark = sa.case((EVENTS.c.tlp == "", PROPOSALS.c.tlp), else_=EVENTS.c.tlp)

        def within(strictest: Tlp) -> Clause:
            marks = up_to(strictest)
            return sa.and_(PROPOSALS.c.tlp.in_(marks), mark.in_(marks))

        seen = within(self.ceiling)
        if not self.everywhere:
            seen = sa.or_(
                sa.and_(PROPOSALS.c.requesting == self.country, within(self.own)),
                sa.and_(seen, _told(EVENTS.c.proposal, EVENTS.c.country, self.country)),
            )
        hidden = {"tlp": mark.label("tlp")}
        if not self.known:
            hidden |= {name: sa.literal("").label(name) for name in ("who", "text")}
        return (
            sa.select(*(hidden.get(each.name, each) for each in EVENTS.c))
            .join(PROPOSALS, PROPOSALS.c.id == EVENTS.c.proposal)
            .where(seen)
            .subquery("e")
        )

    def _asked(self) -> Clause:
        """What the country asked for itself."""
        return sa.and_(PROPOSALS.c.requesting == self.country, PROPOSALS.c.tlp.in_(up_to(self.own)))

    # ---- the answers

    def numbers(self, country: str = "", head: int | None = None) -> dict[str, int]:
        """How many a country has in each bucket, and `open`: those that wait for it. They are kept
        for as long as `head`, the last event, stays.
        """
        asked, minute = country or self.country, now_ms() // 60_000
        if head is None:
            return dict(_numbers.__wrapped__(self, asked, minute, -1))
        return dict(_numbers(self, asked, minute, head))

    def clock(self, country: str = "", head: int | None = None) -> dict[str, int]:
        """How many a country has in each of GROUPS: each request is in one of them. Kept as
        `numbers` are.
        """
        asked, minute = country or self.country, now_ms() // 60_000
        if head is None:
            return dict(_clock.__wrapped__(self, asked, minute, -1))
        return dict(_clock(self, asked, minute, head))

    def by_clock(self, group: str, country: str = "", limit: int = PAGE) -> list[Line]:
        """A group of a country's queue by what is due: late first and nearest first; what is
        paused by how long, what is done by how lately.
        """
        turns, proposals = self.turns, self.proposals
        c = turns.c
        order = {"paused": (c.answered_ms, c.due_ms), "done": (c.last_event.desc(),)}
        statement = (
            sa.select(turns, proposals, CASES.c.stage)
            .join(proposals, proposals.c.id == c.proposal)
            .join(CASES, CASES.c.proposal == c.proposal)
            .where(c.country == (country or self.country), groups(c, now_ms())[group])
            .order_by(*order.get(group, (c.due_ms, c.first_event)))
            .limit(limit)
        )
        return [
            Line(row.id, rows.proposal(row), row.stage, rows.turn(row))
            for row in self._asked_for(statement)
        ]

    def held(self, *numbers: int) -> list[Held]:
        """What this reader's bureau holds outside the history, nearest first; where `numbers` are
        given those of them, whatever became of them.
        """
        proposals = self.proposals
        bureau = HEADQUARTERS if self.everywhere else self.country
        wanted = HELD.c.id.in_(numbers) if numbers else HELD.c.became == ""
        statement = (
            sa.select(HELD)
            .join(proposals, proposals.c.id == HELD.c.proposal)
            .where(
                wanted,
                HELD.c.bureau == (bureau if self.known else None),
                HELD.c.tlp.in_(up_to(max(self.ceiling, self.own))),
            )
            .order_by(HELD.c.enters_ms, HELD.c.id)
        )
        return [rows.held(row) for row in self._asked_for(statement)]

    def strictest(self) -> Tlp:
        """The strictest mark of proposals, steps and what is held; without any TLP:CLEAR."""
        marks = sa.union(sa.select(self.proposals.c.tlp), sa.select(self.events.c.tlp))
        kept = [Tlp(row.tlp) for row in self._asked_for(marks)]
        return max((*kept, *(each.tlp for each in self.held())), default=Tlp.CLEAR)

    def queue(
        self,
        country: str = "",
        bucket: str = "",
        before: int | None = None,
        limit: int = PAGE,
    ) -> list[Line]:
        """A country's queue, newest first: all that is open, or one bucket; `before` the first
        event of the last line shown.
        """
        turns, proposals, cases = self.turns, self.proposals, CASES
        c = turns.c
        wanted = {
            "": c.open,
            "new": sa.and_(c.open, c.status == "new"),
            "waiting": sa.and_(c.open, c.status != "new"),
            "done": ~c.open,
            "overdue": sa.and_(c.open, c.answered_ms.is_(None), c.due_ms < now_ms()),
        }[bucket]
        statement = (
            sa.select(turns, proposals, cases.c.stage)
            .join(proposals, proposals.c.id == c.proposal)
            .join(cases, cases.c.proposal == c.proposal)
            .where(c.country == (country or self.country), wanted)
            .order_by(c.first_event.desc())
            .limit(limit)
        )
        if before is not None:
            statement = statement.where(c.first_event < before)
        return [
            Line(row.id, rows.proposal(row), row.stage, rows.turn(row))
            for row in self._asked_for(statement)
        ]

    def requested(
        self, country: str = "", before: int | None = None, limit: int = PAGE
    ) -> list[tuple[int, Proposal, str]]:
        """What a country has asked of others, newest first: number, proposal, stage."""
        proposals = self.proposals
        statement = (
            sa.select(proposals, CASES.c.stage)
            .join(CASES, CASES.c.proposal == proposals.c.id)
            .where(proposals.c.requesting == (country or self.country))
            .order_by(proposals.c.id.desc())
            .limit(limit)
        )
        if before is not None:
            statement = statement.where(proposals.c.id < before)
        return [(row.id, rows.proposal(row), row.stage) for row in self._asked_for(statement)]

    def undecided(self, limit: int = PAGE) -> list[tuple[int, Proposal, str]]:
        """What waits to be published or refused, the oldest first: number, proposal, stage."""
        proposals = self.proposals
        statement = (
            sa.select(proposals, CASES.c.stage)
            .join(CASES, CASES.c.proposal == proposals.c.id)
            .where(CASES.c.stage.in_(lifecycle.STAGES["published"][0]))
            .order_by(proposals.c.id)
            .limit(limit)
        )
        return [(row.id, rows.proposal(row), row.stage) for row in self._asked_for(statement)]

    def waiting(self) -> int:
        """How many wait to be published or refused."""
        cases = self.cases
        waits = cases.c.stage.in_(lifecycle.STAGES["published"][0])
        return int(self._asked_for(sa.select(sa.func.count()).where(waits))[0][0])

    def everything(self, limit: int = 50) -> list[tuple[int, Proposal, str]]:
        """The newest proposals: number, proposal, stage."""
        proposals = self.proposals
        statement = (
            sa.select(proposals, CASES.c.stage)
            .join(CASES, CASES.c.proposal == proposals.c.id)
            .order_by(proposals.c.id.desc())
            .limit(limit)
        )
        return [(row.id, rows.proposal(row), row.stage) for row in self._asked_for(statement)]

    def history(self) -> tuple[dict[int, Proposal], list[Event]]:
        """Every proposal by its number, and every event, those of a proposal together and in their
        order.
        """
        events = self.events
        proposals = {
            row.id: rows.proposal(row) for row in self._asked_for(sa.select(self.proposals))
        }
        statement = sa.select(events).order_by(events.c.proposal, events.c.id)
        return proposals, [
            rows.event(row, proposals[row.proposal].tlp)
            for row in self._asked_for(statement)
            if row.proposal in proposals
        ]

    def case(self, number: int) -> tuple[Proposal, Case, list[Event]]:
        """A proposal, where it stands, and its history; KeyError where it is not this reader's."""
        proposals, events = self.proposals, self.events
        found = self._asked_for(sa.select(proposals).where(proposals.c.id == number))
        if not found:
            raise KeyError(number)
        proposal = rows.proposal(found[0])
        statement = sa.select(events).where(events.c.proposal == number).order_by(events.c.id)
        happened = [rows.event(row, proposal.tlp) for row in self._asked_for(statement)]
        case = lifecycle.fold(happened)
        whole = self.everywhere or proposal.requesting == self.country
        turns = {
            code: replace(turn, why=tuple(map(routing.reason, turn.why)))
            for code, turn in case.turns.items()
            if whole or code == self.country
        }
        return (
            proposal,
            Case(case.stage, turns),
            happened if whole else [_without_others(each) for each in happened],
        )

    def news(
        self, after: int, limit: int = 200, country: str = "", steps: Collection[str] = ()
    ) -> list[News]:
        """The events after a number, in their order; where a `country` is named, what it hears;
        where `steps` are, those alone.

        A country hears of a proposal that concerns it what happens to it as a whole and what it did
        itself; of its own proposals everything.
        """
        events, proposals = self.events, self.proposals
        hears = country or self.country
        statement = (
            sa.select(
                *(each.label(f"e_{each.name}") for each in events.c),
                proposals,
            )
            .join(proposals, proposals.c.id == events.c.proposal)
            .where(events.c.id > after)
            .order_by(events.c.id)
            .limit(limit)
        )
        if country:
            statement = statement.where(
                sa.or_(
                    proposals.c.requesting == country,
                    _told(events.c.proposal, events.c.country, country),
                )
            )
        if steps:
            statement = statement.where(events.c.step.in_(steps))
        found = []
        for row in self._asked_for(statement):
            proposal = rows.proposal(row)
            event = rows.event(row, proposal.tlp, "e_")
            whole = (self.everywhere and not country) or proposal.requesting == hears
            why = tuple(map(routing.reason, event.routes.get(hears, ())))
            reached = tuple(event.routes) if whole else (hears,)
            found.append(News(event if whole else _without_others(event), proposal, reached, why))
        return found

    def newest(self, numbers: Collection[int], steps: Collection[str]) -> dict[int, int]:
        """The last of these steps of each proposal, by its number."""
        e = self.events.c
        asked = sa.select(e.proposal, sa.func.max(e.id).label("last")).group_by(e.proposal)
        of = sa.and_(e.proposal.in_(numbers), e.step.in_(steps))
        return {row.proposal: row.last for row in self._asked_for(asked.where(of))}

    def before(self, moment_ms: int) -> int:
        """The last event before the first that happened at this moment or later."""
        first = sa.select(sa.func.min(EVENTS.c.id)).where(EVENTS.c.at_ms >= moment_ms)
        begins = self._asked_for(first)[0][0]
        if begins is not None:
            return int(begins) - 1
        return int(self._asked_for(sa.select(sa.func.max(EVENTS.c.id)))[0][0] or 0)

    @patience.reads
    def _asked_for(self, statement: sa.Select[Any] | sa.CompoundSelect[Any]) -> list[Row[Any]]:
        with self.engine.connect() as connection:
            return list(connection.execute(statement).all())


def _without_others(event: Event) -> Event:
    """The step without whom else the proposal concerns: that is not this country's affair."""
    return replace(event, routes={}, due_days=0) if event.routes else event


def _level(strictest: Tlp) -> Clause:
    """The row that holds for those who see no stricter mark."""
    return sa.and_(TURNS.c.least <= strictest.place, TURNS.c.most >= strictest.place)


def _concerns(number: sa.ColumnElement[Any], country: str) -> Clause:
    """Whether a proposal concerns a country."""
    return sa.exists().where(TURNS.c.proposal == number, TURNS.c.country == country)


def _told(number: sa.ColumnElement[Any], about: sa.ColumnElement[Any], country: str) -> Clause:
    """Whether a country is told of a step: of the whole, or its own."""
    return sa.and_(about.in_(("", country)), _concerns(number, country))


def overdue(c: Any, now: int) -> Clause:
    """Whether a first answer is late, by the columns of `turns`."""
    return sa.and_(c.open, c.answered_ms.is_(None), c.due_ms < now)


def groups(c: Any, now: int) -> dict[str, Clause]:
    """Of the columns of `turns`, in which of GROUPS a request is: exactly one."""
    waits = sa.and_(c.open, c.answered_ms.is_(None))
    in_time = sa.and_(waits, c.due_ms >= now)
    return {
        "overdue": overdue(c, now),
        "due": sa.and_(in_time, c.status != "new"),
        "new": sa.and_(in_time, c.status == "new"),
        "paused": sa.and_(c.open, c.answered_ms.is_not(None)),
        "done": ~c.open,
    }


@lru_cache(maxsize=2000)
@patience.reads
def _clock(sight: Sight, country: str, _minute: int, _head: int) -> tuple[tuple[str, int], ...]:
    turns = sight.turns
    sums = (
        sa.func.coalesce(sa.func.sum(sa.case((test, 1), else_=0)), 0).label(name)
        for name, test in groups(turns.c, now_ms()).items()
    )
    with sight.engine.connect() as connection:
        row = connection.execute(sa.select(*sums).where(turns.c.country == country)).one()
    return tuple((name, int(value)) for name, value in row._mapping.items())


@lru_cache(maxsize=2000)
@patience.reads
def _numbers(sight: Sight, country: str, _minute: int, _head: int) -> tuple[tuple[str, int], ...]:
    turns = sight.turns
    c = turns.c
    tests: dict[str, Clause] = {
        "open": c.open,
        "new": sa.and_(c.open, c.status == "new"),
        "waiting": sa.and_(c.open, c.status != "new"),
        "overdue": sa.and_(c.open, c.answered_ms.is_(None), c.due_ms < now_ms()),
        "done": ~c.open,
    }
    sums = (
        sa.func.coalesce(sa.func.sum(sa.case((test, 1), else_=0)), 0).label(name)
        for name, test in tests.items()
    )
    with sight.engine.connect() as connection:
        row = connection.execute(sa.select(*sums).where(c.country == country)).one()
    return tuple((name, int(value)) for name, value in row._mapping.items())
