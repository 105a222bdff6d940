"""Keeps proposals and their history; the state of each is what its history adds up to."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from data.watch import database, lifecycle, patience, routing, rows, sqlite_file
from data.watch.lifecycle import Event
from data.watch.model import DEMONSTRATION, Fault, Proposal, RefusedError, text
from data.watch.schema import CASES, EVENTS, PROPOSALS, SETTINGS, TURNS
from data.watch.setting import WatchError
from data.watch.shared_schema import REACHED
from data.watch.sight import BUCKETS, GROUPS, PAGE, Line, News, Sight, now_ms, overdue
from errors import ThreatsError
from languages.english import proposals as says
from security import audit
from security.tlp import Tlp
from security.viewer import HEADQUARTERS, Viewer


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
class Allowed:
    """A step that may be taken, with its `mark`, that of the proposal, and what came `before`."""

    number: int
    step: str
    country: str
    answer: str
    mark: Tlp
    proposed: Tlp
    before: tuple[Event, ...]


class Watch:
    """An opened store. `listeners` are called, from any thread, when something was written here."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.engine: Engine = database.connect(url)
        self.listeners: set[Any] = set()
        self.over = threading.Event()  # set once nothing follows this store any more
        self.name = hashlib.sha256(str(url).encode()).hexdigest()[:12]  # says nothing of its place
        self._purpose = ""

    # ---- written

    @patience.writes
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
            self.notify(connection)
            if new := [each for each in accepted if each.new]:
                first, last = new[0].id, new[-1].id
                which = f"notice.{first}" if first == last else f"notices.{first}-{last}"
                mark = max(each.proposal.tlp for each in new)
                audit.note(audit.Action.PROPOSE, which, mark=mark)
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
            sa.select(PROPOSALS).where(
                PROPOSALS.c.requesting == proposal.requesting,
                PROPOSALS.c.reference == proposal.reference,
            )
        ).first()
        if known is not None:
            if known.digest != proposal.digest():
                before, after = rows.proposal(known).document(), proposal.document()
                raise ConflictError(
                    says.CONFLICT(
                        country=proposal.requesting,
                        reference=proposal.reference,
                        fields=", ".join(name for name in after if before[name] != after[name]),
                    )
                )
            events = self._events(connection, known.id, proposal.tlp)
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
            connection,
            Event(
                0, number, at_ms, who, "proposed", routes=routes, due_days=days, tlp=proposal.tlp
            ),
        )
        self._derive(connection, number, proposal.tlp, (), (event,))
        return Accepted(number, proposal, _said(routes), True)

    @patience.writes
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
        tlp: Tlp | None = None,
    ) -> Event:
        """Takes one step and records it; `tlp` marks a country's step stricter than the proposal.
        KeyError, ForbiddenError, ImpossibleError or RefusedError say why not.
        """
        words = text(words)
        with database.writing(self.engine) as connection:
            may = self.allowed(connection, number, step, bureau, country, answer, tlp)
            event = self.take(connection, may, who, words, at_ms or now_ms())
        self.ring()
        return event

    def allowed(
        self,
        connection: Connection,
        number: int,
        step: str,
        bureau: str,
        country: str,
        answer: str = "",
        tlp: Tlp | None = None,
        held: bool = False,
    ) -> Allowed:
        """A step as it may be taken now, by the rules of `step`, which says what is raised."""
        found = connection.execute(sa.select(PROPOSALS).where(PROPOSALS.c.id == number)).first()
        if found is None:
            raise KeyError(number)
        proposal = rows.proposal(found)
        before = self._events(connection, number, proposal.tlp)
        country = "" if step in lifecycle.STAGES else country
        if not lifecycle.may(bureau, proposal.requesting, step, country):
            raise ForbiddenError(
                says.NOT_BY(bureau=bureau, step=step) if bureau else says.NOT_BY_VISITOR(step=step)
            )
        reader = Viewer(bureau, bureau)
        own = proposal.requesting == bureau
        if proposal.tlp > (reader.own_ceiling if own else reader.ceiling):
            raise KeyError(number)
        lifecycle.check(lifecycle.fold(before), step, country, answer, held)
        mark = _marked(tlp, proposal.tlp, country)
        return Allowed(number, step, country, answer, mark, proposal.tlp, tuple(before))

    def take(
        self,
        connection: Connection,
        may: Allowed,
        who: str,
        words: str,
        at_ms: int,
        by: str | None = None,
    ) -> Event:
        """Writes a step that may be taken, in a transaction of the caller's; recorded as done `by`
        whoever asks, unless another is named. AuditError where that cannot be.
        """
        event = self._record(
            connection,
            Event(
                0, may.number, at_ms, who, may.step, may.country, may.answer, words, tlp=may.mark
            ),
        )
        self._derive(connection, may.number, may.proposed, may.before, (*may.before, event))
        self.notify(connection)
        what = f"notice.{may.number}.{event.step}"
        audit.note(audit.Action.ANSWER, what, by=by, mark=max(may.mark, may.proposed))
        return event

    @patience.writes
    def remind(
        self, reader: Viewer, countries: Sequence[str], at_ms: int | None = None
    ) -> dict[str, list[Event]]:
        """Reminds countries of every request that is late, one step each; ForbiddenError for
        whoever is not the General Secretariat. What came of it, by country.
        """
        if reader.bureau != HEADQUARTERS:
            raise ForbiddenError(says.NOT_BY(bureau=reader.bureau, step=lifecycle.REMINDED))
        moment = at_ms or now_ms()
        turns = self.visible(reader).turns
        late = (
            sa.select(turns.c.country, turns.c.proposal)
            .where(turns.c.country.in_(countries), overdue(turns.c, moment))
            .order_by(turns.c.country, turns.c.due_ms)
        )
        said: dict[str, list[Event]] = {}
        with database.writing(self.engine) as connection:
            for country, number in connection.execute(late).all():
                marked = sa.select(PROPOSALS.c.tlp).where(PROPOSALS.c.id == number)
                mark = Tlp(connection.execute(marked).scalar_one())
                before = tuple(self._events(connection, number, mark))
                step = lifecycle.REMINDED
                may = Allowed(number, step, country, "", mark, mark, before)
                event = self.take(connection, may, reader.who, "", moment)
                said.setdefault(country, []).append(event)
        self.ring()
        return said

    def _record(self, connection: Connection, event: Event) -> Event:
        statement = sa.insert(EVENTS).values(**rows.written(event))
        return replace(event, id=_inserted(connection, statement))

    def _derive(
        self,
        connection: Connection,
        number: int,
        mark: Tlp,
        before: Sequence[Event],
        after: Sequence[Event],
    ) -> None:
        stood, stands = lifecycle.fold(before).stage, lifecycle.fold(after).stage
        if not before:
            connection.execute(sa.insert(CASES).values(proposal=number, stage=stands))
        elif stood != stands:
            connection.execute(
                sa.update(CASES).where(CASES.c.proposal == number).values(stage=stands)
            )
        known = lifecycle.seen_from(before, mark) if before else {}
        changed = {
            code: turns
            for code, turns in lifecycle.seen_from(after, mark).items()
            if known.get(code) != turns
        }
        gone = [code for code in changed if code in known]
        if gone:
            connection.execute(
                sa.delete(TURNS).where(TURNS.c.proposal == number, TURNS.c.country.in_(gone))
            )
        fresh = [
            rows.turn_row(number, least, most, turn)
            for turns in changed.values()
            for least, most, turn in turns
        ]
        if fresh:
            connection.execute(sa.insert(TURNS), fresh)

    def notify(self, connection: Connection) -> None:
        """Tells the other processes on a database that calls, once this is kept."""
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
            known = sa.select(PROPOSALS.c.id, PROPOSALS.c.tlp).order_by(PROPOSALS.c.id)
            for number, tlp in connection.execute(known).all():
                mark = Tlp(tlp)
                events = self._events(connection, number, mark)
                self._derive(connection, number, mark, (), events)

    # ---- read

    @patience.reads
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

    @patience.reads
    def head(self) -> int:
        """The number of the last event."""
        with self.engine.connect() as connection:
            return connection.execute(sa.select(sa.func.max(EVENTS.c.id))).scalar() or 0

    @patience.reads
    def heads(self) -> tuple[int, int]:
        """The numbers of the last event, and of the last object of intelligence that reached
        anybody.
        """
        last = (
            sa.select(sa.func.max(each)).scalar_subquery() for each in (EVENTS.c.id, REACHED.c.id)
        )
        with self.engine.connect() as connection:
            events, shared = connection.execute(sa.select(*last)).one()
        return events or 0, shared or 0

    def visible(self, reader: Viewer) -> Sight:
        """What this reader may see of all that is kept: there is no other way to read it."""
        return Sight.of(self.engine, reader)

    @patience.reads
    def find(self, requesting: str, reference: str) -> int | None:
        """The number of a proposal by its reference."""
        with self.engine.connect() as connection:
            return connection.execute(
                sa.select(PROPOSALS.c.id).where(
                    PROPOSALS.c.requesting == requesting, PROPOSALS.c.reference == reference
                )
            ).scalar()

    def _events(self, connection: Connection, number: int, mark: Tlp) -> list[Event]:
        return [
            rows.event(row, mark)
            for row in connection.execute(
                sa.select(EVENTS).where(EVENTS.c.proposal == number).order_by(EVENTS.c.id)
            )
        ]


def _inserted(connection: Connection, statement: sa.Insert) -> int:
    key: Any = connection.execute(statement).inserted_primary_key
    return int(key[0])


def _marked(asked: Tlp | None, proposed: Tlp, country: str) -> Tlp:
    """The mark of a step: the proposal's, or a country's own choice of a stricter one."""
    if asked is None or asked == proposed:
        return proposed
    if not country:
        raise RefusedError([Fault("tlp", says.WHOLE_MARK(tlp=proposed.value))])
    if asked < proposed:
        raise RefusedError([Fault("tlp", says.LOOSER(tlp=proposed.value))])
    return asked


def _said(routes: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Routes with their reasons in the language spoken."""
    return {code: tuple(map(routing.reason, why)) for code, why in routes.items()}


def current(create: bool = False) -> Watch | None:
    """The store in use; None while the watch is off or, unless it is to be made, nothing was ever
    proposed.
    """
    url = database.address()
    if url is None or not (create or database.exists(url)):
        return None
    return _opening(url.render_as_string(hide_password=False))


@patience.reads
def _opening(address: str) -> Watch:
    return opened(address)


@cache
def opened(address: str) -> Watch:
    """The store at this address, opened once."""
    return Watch(make_url(address))


def close() -> None:
    """Closes the store in use, if it is open here: its journal is written back."""
    if opened.cache_info().currsize and (watch := current()):
        sqlite_file.written_back(watch.engine)
        opened.cache_clear()


__all__ = [
    "BUCKETS",
    "GROUPS",
    "PAGE",
    "Accepted",
    "ConflictError",
    "ForbiddenError",
    "Line",
    "News",
    "SQLAlchemyError",
    "Sight",
    "Watch",
    "WatchError",
    "close",
    "current",
    "now_ms",
    "opened",
]
