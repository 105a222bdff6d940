"""Keeps proposals and their history; the state of each is what its history adds up to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, Row, make_url
from sqlalchemy.exc import SQLAlchemyError

from data.watch import database, lifecycle, routing
from data.watch.lifecycle import Case, Event, Turn
from data.watch.model import DEMONSTRATION, Fault, Proposal, RefusedError, text
from data.watch.schema import CASES, EVENTS, PROPOSALS, SETTINGS, TURNS
from data.watch.setting import WatchError
from errors import ThreatsError
from languages.english import proposals as says
from security.tlp import Tlp, may_see, visible
from security.viewer import HEADQUARTERS, role

BUCKETS = ("new", "waiting", "overdue", "done")
PAGE = 10  # rows of a queue shown at a time


class ConflictError(ThreatsError):
    """The same reference is there already with another content."""


class ForbiddenError(ThreatsError):
    """A bureau asks for what is not its own."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a proposal that was sent: `new` is False where it was there already."""

    id: int
    proposal: Proposal
    routes: Mapping[str, tuple[str, ...]]
    new: bool


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


class Watch:
    """An opened store. `listeners` are called, from any thread, when something was written here."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.engine: Engine = database.connect(url)
        self.listeners: set[Any] = set()
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, int, int], dict[str, int]] = {}
        self._purpose = ""

    # ---- written

    def add(
        self,
        proposals: Sequence[Proposal],
        who: str,
        bureau: str = HEADQUARTERS,
        at_ms: int | None = None,
        demonstration: bool = False,
    ) -> list[Accepted]:
        """Takes proposals in, all or none; the same one twice is one. ForbiddenError, ConflictError
        or RefusedError say why not.
        """
        for each in proposals:
            if bureau not in (HEADQUARTERS, each.requesting):
                raise ForbiddenError(says.NOT_FOR(bureau=bureau, country=each.requesting))
        with database.writing(self.engine) as connection:
            self._keep_apart(connection, proposals, demonstration)
            accepted = [self._one(connection, each, who, at_ms or now_ms()) for each in proposals]
            self._notify(connection)
        self.ring()
        return accepted

    def _keep_apart(
        self, connection: Connection, proposals: Sequence[Proposal], demonstration: bool
    ) -> None:
        """A store is for real proposals or for a demonstration, from its first one on; references
        say which they are.
        """
        purpose = database.purpose(connection)
        wanted = purpose or ("demonstration" if demonstration else "real")
        if not purpose:
            connection.execute(sa.insert(SETTINGS).values(name="purpose", value=wanted))
        if demonstration and wanted != "demonstration":
            raise RefusedError([Fault("store", says.REAL())])
        wrong = [
            each.reference
            for each in proposals
            if each.reference.startswith(DEMONSTRATION) != (wanted == "demonstration")
        ]
        if wrong and wanted == "demonstration":
            raise RefusedError(
                [
                    Fault(
                        "reference",
                        says.DEMONSTRATED(reference=repr(name), mark=DEMONSTRATION),
                    )
                    for name in wrong
                ]
            )
        if wrong:
            raise RefusedError(
                [
                    Fault(
                        "reference",
                        says.FOR_DEMONSTRATIONS(reference=repr(name), mark=DEMONSTRATION),
                    )
                    for name in wrong
                ]
            )

    def _one(self, connection: Connection, proposal: Proposal, who: str, at_ms: int) -> Accepted:
        known = connection.execute(
            sa.select(PROPOSALS.c.id, PROPOSALS.c.digest, PROPOSALS).where(
                PROPOSALS.c.requesting == proposal.requesting,
                PROPOSALS.c.reference == proposal.reference,
            )
        ).first()
        if known is not None:
            if known.digest != proposal.digest():
                before, after = _proposal(known).document(), proposal.document()
                raise ConflictError(
                    says.CONFLICT(
                        country=proposal.requesting,
                        reference=proposal.reference,
                        fields=", ".join(name for name in after if before[name] != after[name]),
                    )
                )
            events = self._events(connection, known.id)
            return Accepted(known.id, proposal, _said(events[0].routes), False)
        routes, days = (
            routing.current().routes(proposal),
            routing.current().due_days(proposal.colour),
        )
        number = _inserted(
            connection,
            sa.insert(PROPOSALS).values(
                reference=proposal.reference,
                requesting=proposal.requesting,
                colour=proposal.colour,
                offence=proposal.offence,
                dated=proposal.date.isoformat(),
                tlp=proposal.tlp.value,
                concerned=json.dumps(proposal.document()["concerned"]),
                digest=proposal.digest(),
                accepted_ms=at_ms,
            ),
        )
        event = self._record(
            connection, Event(0, number, at_ms, who, "proposed", routes=routes, due_days=days)
        )
        self._derive(connection, number, Case(), lifecycle.after(Case(), event))
        return Accepted(number, proposal, _said(routes), True)

    def step(
        self,
        number: int,
        step: str,
        who: str,
        bureau: str,
        country: str = "",
        answer: str = "",
        words: str = "",
        at_ms: int | None = None,
    ) -> Event:
        """Takes one step and records it. KeyError, ForbiddenError, ImpossibleError or RefusedError
        say why not.
        """
        words = text(words)
        with database.writing(self.engine) as connection:
            proposal = connection.execute(
                sa.select(PROPOSALS).where(PROPOSALS.c.id == number)
            ).first()
            if proposal is None:
                raise KeyError(number)
            case = lifecycle.fold(self._events(connection, number))
            country = "" if step in lifecycle.STAGES else country
            if not lifecycle.may(bureau, proposal.requesting, step, country):
                raise ForbiddenError(
                    says.NOT_BY(bureau=bureau, step=step)
                    if bureau
                    else says.NOT_BY_VISITOR(step=step)
                )
            lifecycle.check(case, step, country, answer)
            event = self._record(
                connection, Event(0, number, at_ms or now_ms(), who, step, country, answer, words)
            )
            self._derive(connection, number, case, lifecycle.after(case, event))
            self._notify(connection)
        self.ring()
        return event

    def _record(self, connection: Connection, event: Event) -> Event:
        raw = {name: value for name, value in asdict(event).items() if name != "id"}
        raw["routes"] = (
            json.dumps({code: list(why) for code, why in event.routes.items()}, ensure_ascii=False)
            if event.routes
            else ""
        )
        number = _inserted(connection, sa.insert(EVENTS).values(**raw))
        return Event(
            number,
            event.proposal,
            event.at_ms,
            event.who,
            event.step,
            event.country,
            event.answer,
            event.text,
            event.routes,
            event.due_days,
        )

    def _derive(self, connection: Connection, number: int, before: Case, after: Case) -> None:
        if not before.stage:
            connection.execute(sa.insert(CASES).values(proposal=number, stage=after.stage))
        elif before.stage != after.stage:
            connection.execute(
                sa.update(CASES).where(CASES.c.proposal == number).values(stage=after.stage)
            )
        fresh = [
            _turn_row(number, turn)
            for code, turn in after.turns.items()
            if code not in before.turns
        ]
        if fresh:
            connection.execute(sa.insert(TURNS), fresh)
        for code, turn in after.turns.items():
            if code in before.turns and before.turns[code] != turn:
                row = _turn_row(number, turn)
                connection.execute(
                    sa.update(TURNS)
                    .where(TURNS.c.proposal == number, TURNS.c.country == code)
                    .values(**row)
                )

    def _notify(self, connection: Connection) -> None:
        if self.engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_notify(database.CHANNEL, "")))

    def ring(self) -> None:
        """Tells the listeners of this process that something was written."""
        for listener in tuple(self.listeners):
            listener()

    def rebuild(self) -> None:
        """Makes what is derived anew from the history."""
        with database.writing(self.engine) as connection:
            connection.execute(sa.delete(TURNS))
            connection.execute(sa.delete(CASES))
            for number in (
                connection.execute(sa.select(PROPOSALS.c.id).order_by(PROPOSALS.c.id))
                .scalars()
                .all()
            ):
                self._derive(
                    connection, number, Case(), lifecycle.fold(self._events(connection, number))
                )

    # ---- read

    def purpose(self) -> str:
        """What the store is for: "real", "demonstration", or empty while it holds nothing."""
        with self.engine.connect() as connection:
            return database.purpose(connection)

    def purpose_known(self) -> str:
        """The same, asked of the database only until it is decided: a store never changes its
        purpose.
        """
        self._purpose = self._purpose or self.purpose()
        return self._purpose

    def head(self) -> int:
        """The number of the last event."""
        with self.engine.connect() as connection:
            return connection.execute(sa.select(sa.func.max(EVENTS.c.id))).scalar() or 0

    def _events(self, connection: Connection, number: int) -> list[Event]:
        return [
            _event(row)
            for row in connection.execute(
                sa.select(EVENTS).where(EVENTS.c.proposal == number).order_by(EVENTS.c.id)
            )
        ]

    def numbers(self, country: str, head: int | None = None) -> dict[str, int]:
        """How many a country has in each bucket, and `open`: those that wait for it."""
        now = now_ms()
        key = (country, self.head() if head is None else head, now // 60_000)
        kept = self._kept.get(key)
        if kept is None:
            c = TURNS.c
            late = sa.and_(c.open, c.answered_ms.is_(None), c.due_ms < now)
            sums = {
                "open": c.open,
                "new": sa.and_(c.open, c.status == "new"),
                "waiting": sa.and_(c.open, c.status != "new"),
                "overdue": late,
                "done": ~c.open,
            }
            with self.engine.connect() as connection:
                row = connection.execute(
                    sa.select(
                        *(
                            sa.func.coalesce(sa.func.sum(sa.case((test, 1), else_=0)), 0).label(
                                name
                            )
                            for name, test in sums.items()
                        )
                    ).where(c.country == country)
                ).one()
            kept = {name: int(value) for name, value in row._mapping.items()}
            with self._lock:
                if len(self._kept) > 2000:
                    self._kept.clear()
                self._kept[key] = kept
        return dict(kept)

    def queue(
        self,
        country: str,
        bucket: str = "",
        before: int | None = None,
        limit: int = PAGE,
        marks: Iterable[Tlp] = tuple(Tlp),
    ) -> list[Line]:
        """A country's queue, newest first: all that is open, or one bucket, of what is marked so;
        `before` the first event of the last line shown.
        """
        c = TURNS.c
        wanted = {
            "": c.open,
            "new": sa.and_(c.open, c.status == "new"),
            "waiting": sa.and_(c.open, c.status != "new"),
            "done": ~c.open,
            "overdue": sa.and_(c.open, c.answered_ms.is_(None), c.due_ms < now_ms()),
        }[bucket]
        statement = (
            sa.select(TURNS, PROPOSALS, CASES.c.stage)
            .join(PROPOSALS, PROPOSALS.c.id == c.proposal)
            .join(CASES, CASES.c.proposal == c.proposal)
            .where(c.country == country, wanted, _marked(marks))
            .order_by(c.first_event.desc())
            .limit(limit)
        )
        if before is not None:
            statement = statement.where(c.first_event < before)
        with self.engine.connect() as connection:
            return [
                Line(row.id, _proposal(row), row.stage, _turn(row))
                for row in connection.execute(statement)
            ]

    def requested(
        self, country: str, before: int | None = None, limit: int = PAGE
    ) -> list[tuple[int, Proposal, str]]:
        """What a country has asked of others, newest first: number, proposal, stage."""
        statement = (
            sa.select(PROPOSALS, CASES.c.stage)
            .join(CASES, CASES.c.proposal == PROPOSALS.c.id)
            .where(PROPOSALS.c.requesting == country)
            .order_by(PROPOSALS.c.id.desc())
            .limit(limit)
        )
        if before is not None:
            statement = statement.where(PROPOSALS.c.id < before)
        with self.engine.connect() as connection:
            return [(row.id, _proposal(row), row.stage) for row in connection.execute(statement)]

    def everything(self, limit: int = 50) -> list[tuple[int, Proposal, str]]:
        """The newest proposals of all countries: number, proposal, stage."""
        statement = (
            sa.select(PROPOSALS, CASES.c.stage)
            .join(CASES, CASES.c.proposal == PROPOSALS.c.id)
            .order_by(PROPOSALS.c.id.desc())
            .limit(limit)
        )
        with self.engine.connect() as connection:
            return [(row.id, _proposal(row), row.stage) for row in connection.execute(statement)]

    def history(self) -> tuple[dict[int, Proposal], list[Event]]:
        """Every proposal by its number, and every event, those of a proposal together and in their
        order.
        """
        with self.engine.connect() as connection:
            proposals = {row.id: _proposal(row) for row in connection.execute(sa.select(PROPOSALS))}
            return proposals, [
                _event(row)
                for row in connection.execute(
                    sa.select(EVENTS).order_by(EVENTS.c.proposal, EVENTS.c.id)
                )
                if row.proposal in proposals
            ]

    def find(self, requesting: str, reference: str) -> int | None:
        """The number of a proposal by its reference."""
        with self.engine.connect() as connection:
            return connection.execute(
                sa.select(PROPOSALS.c.id).where(
                    PROPOSALS.c.requesting == requesting, PROPOSALS.c.reference == reference
                )
            ).scalar()

    def case(self, number: int, reader: str = HEADQUARTERS) -> tuple[Proposal, Case, list[Event]]:
        """A proposal, where it stands, and the history as far as it is this reader's; KeyError
        where it is not.
        """
        with self.engine.connect() as connection:
            row = connection.execute(sa.select(PROPOSALS).where(PROPOSALS.c.id == number)).first()
            events = self._events(connection, number) if row is not None else []
        if row is None:
            raise KeyError(number)
        proposal, case = _proposal(row), lifecycle.fold(events)
        turns = {
            code: replace(turn, why=tuple(map(routing.reason, turn.why)))
            for code, turn in case.turns.items()
        }
        case = Case(case.stage, turns)
        if reader in (HEADQUARTERS, proposal.requesting):
            return proposal, case, events
        if reader not in case.turns or not may_see(role(reader), proposal.tlp):
            raise KeyError(number)
        return (
            proposal,
            Case(case.stage, {reader: case.turns[reader]}),
            [event for event in events if event.country in ("", reader)],
        )

    def news(self, reader: str, after: int, limit: int = 200) -> list[News]:
        """The events after a number that are this reader's to hear, in their order; headquarters
        hears all.

        A country hears of a proposal that concerns it what happens to it as a whole and what it did
        itself; of its own proposals everything.
        """
        mine: sa.ColumnElement[bool] = sa.true()
        if reader != HEADQUARTERS:
            concerned = sa.exists().where(
                TURNS.c.proposal == EVENTS.c.proposal, TURNS.c.country == reader
            )
            told = EVENTS.c.country.in_(("", reader))
            seen = _marked(visible(role(reader)))
            mine = sa.or_(
                PROPOSALS.c.requesting == reader,
                sa.and_(concerned, told, seen),
            )
        statement = (
            sa.select(EVENTS, PROPOSALS, EVENTS.c.id.label("event"))
            .join(PROPOSALS, PROPOSALS.c.id == EVENTS.c.proposal)
            .where(EVENTS.c.id > after, mine)
            .order_by(EVENTS.c.id)
            .limit(limit)
        )
        with self.engine.connect() as connection:
            rows = connection.execute(statement).all()
        found = []
        for row in rows:
            event, proposal = _event(row, row.event), _proposal(row)
            whole = reader in (HEADQUARTERS, proposal.requesting)
            why = tuple(map(routing.reason, event.routes.get(reader, ())))
            if not whole:  # whom else it concerns is not this country's affair
                event = Event(
                    event.id,
                    event.proposal,
                    event.at_ms,
                    event.who,
                    event.step,
                    event.country,
                    event.answer,
                    event.text,
                    {},
                    event.due_days,
                )
            found.append(News(event, proposal, tuple(row_routes(row)) if whole else (reader,), why))
        return found


def _inserted(connection: Connection, statement: sa.Insert) -> int:
    key: Any = connection.execute(statement).inserted_primary_key
    return int(key[0])


def row_routes(row: Row[Any]) -> Mapping[str, Any]:
    """The countries and reasons of a row of the history."""
    return json.loads(row.routes) if row.routes else {}


def _marked(marks: Iterable[Tlp]) -> sa.ColumnElement[bool]:
    return PROPOSALS.c.tlp.in_([mark.value for mark in marks])


def _proposal(row: Row[Any]) -> Proposal:
    concerned = MappingProxyType(
        {name: tuple(codes) for name, codes in json.loads(row.concerned).items()}
    )
    return Proposal(
        row.reference,
        row.colour,
        row.requesting,
        concerned,
        row.offence,
        date.fromisoformat(row.dated),
        Tlp(row.tlp),
    )


def _event(row: Row[Any], number: int | None = None) -> Event:
    routes = {code: tuple(why) for code, why in row_routes(row).items()}
    return Event(
        number or row.id,
        row.proposal,
        row.at_ms,
        row.who,
        row.step,
        row.country,
        row.answer,
        row.text,
        routes,
        row.due_days,
    )


def _said(routes: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Routes with their reasons in the language spoken."""
    return {code: tuple(map(routing.reason, why)) for code, why in routes.items()}


def _turn(row: Row[Any]) -> Turn:
    return Turn(
        row.country,
        tuple(map(routing.reason, json.loads(row.why))),
        row.arrived_ms,
        row.due_ms,
        row.first_event,
        row.status,
        row.answer,
        row.seen_ms,
        row.answered_ms,
        row.arrested_ms,
        row.returned_ms,
        bool(row.open),
        row.last_event,
    )


def _turn_row(number: int, turn: Turn) -> dict[str, Any]:
    return {
        **asdict(turn),
        "why": json.dumps(list(turn.why), ensure_ascii=False),
        "proposal": number,
    }


def current(create: bool = False) -> Watch | None:
    """The store in use; None while the watch is off or, unless it is to be made, nothing was ever
    proposed.
    """
    url = database.address()
    if url is None or not (create or database.exists(url)):
        return None
    return opened(url.render_as_string(hide_password=False))


@cache
def opened(address: str) -> Watch:
    """The store at this address, opened once."""
    return Watch(make_url(address))


__all__ = [
    "Accepted",
    "ConflictError",
    "ForbiddenError",
    "Line",
    "News",
    "SQLAlchemyError",
    "Watch",
    "WatchError",
    "current",
    "now_ms",
    "opened",
]
