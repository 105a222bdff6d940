"""Takes shared objects in, each judged by itself, and keeps whom they reached: append-only, one
after another, in the database of the watch.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.intelligence import inbox, objects, reach
from data.intelligence.inbox import SUMMED
from data.intelligence.objects import Item, UnfitError
from data.watch import database, patience
from data.watch.ledger import Watch
from data.watch.model import Fault, RefusedError
from data.watch.schema import SETTINGS
from data.watch.shared_schema import LINKS, OBJECTS, POSTS, REACHED
from languages.english import intelligence as says
from security import audit
from security.tlp import Tlp
from security.viewer import HEADQUARTERS

MOST = 2_000  # objects at once


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one object: `kept`, `there` already, or `refused` with its `fault`."""

    stix_id: str
    version: str
    became: str
    fault: str = ""
    reached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """What became of all objects of one post; `id` is where its status is found again."""

    id: str
    owner: str
    at_ms: int
    told: tuple[Told, ...]

    def those(self, became: str) -> list[Told]:
        """The objects that this became of."""
        return [each for each in self.told if each.became == became]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of objects, and whom they would reach: the reasons by audience."""

    told: tuple[Told, ...]
    reached: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sent:
    """By whom, and to whom besides those the rules find."""

    owner: str
    to: tuple[str, ...]
    now_us: int | None = None
    demonstration: bool = False
    answers: bool = False


def of_bundle(document: Any) -> list[Any]:
    """The objects of a bundle or an envelope, or the one object; RefusedError where it is none."""
    if isinstance(document, dict) and document.get("type") not in (None, "bundle"):
        found: Any = [document]
    else:
        found = document.get("objects") if isinstance(document, dict) else document
    if not isinstance(found, list) or not found:
        raise RefusedError([Fault("objects", says.NO_BUNDLE())])
    if len(found) > MOST:
        raise RefusedError([Fault("objects", says.TOO_MANY(many=len(found), most=MOST))])
    return found


def accept(
    watch: Watch,
    raw: Sequence[Any],
    owner: str,
    to: Sequence[str] = (),
    now_us: int | None = None,
    demonstration: bool = False,
    ceiling: Tlp = Tlp.RED,
    answers: bool = False,
) -> Post:
    """Takes objects in for a bureau, each that is fit; `to` are audiences it is sent to besides
    whom the rules find, and whom it `answers`. The same object twice is one. What is refused says
    why, by name. A store for demonstrations takes nothing else, and a real one none of them. An
    object that is marked stricter than `ceiling` is refused.
    """
    sent = Sent(owner, tuple(to), now_us, demonstration, answers)
    return _kept(watch, judged(raw, ceiling, ours=demonstration), sent)


@patience.writes
def preview(watch: Watch, raw: Sequence[Any], owner: str, to: Sequence[str] = ()) -> Preview:
    """What would become of objects, whom they would reach and why; nothing is kept."""
    sent = Sent(owner, tuple(to))
    found: dict[str, dict[str, None]] = {}
    reached = sa.select(REACHED.c.audience, REACHED.c.why).order_by(REACHED.c.id)
    with (
        watch.engine.connect().execution_options(writes=True) as connection,
        connection.begin() as turned_back,
    ):
        told, _ = _taken(connection, judged(raw), sent, time.time_ns() // 1000)
        ids = [each.stix_id for each in told if each.became != "refused"]
        shown = sa.and_(REACHED.c.stix_id.in_(ids[: reach.MANY]), REACHED.c.type.not_in(SUMMED))
        for row in connection.execute(reached.where(shown)):
            found.setdefault(row.audience, {}).update(dict.fromkeys(json.loads(row.why)))
        turned_back.rollback()
    return Preview(tuple(told), {audience: tuple(why) for audience, why in sorted(found.items())})


def judged(raw: Sequence[Any], ceiling: Tlp = Tlp.RED, ours: bool = False) -> list[Item | Told]:
    """Each object as it can be kept, or why it is refused; `ours` were made here."""
    found: list[Item | Told] = []
    for place, each in enumerate(raw):
        try:
            item = objects.read(each, f"objects[{place}]", ours)
        except UnfitError as unfit:
            found.append(Told(unfit.fault.field, "", "refused", unfit.fault.fault))
            continue
        fault = says.STRICTER(mark=item.tlp.value, ceiling=ceiling.value)
        fits = item.tlp <= ceiling
        found.append(item if fits else Told(item.stix_id, item.version, "refused", fault))
    return found


@patience.writes
def _kept(watch: Watch, judged: Sequence[Item | Told], sent: Sent) -> Post:
    with database.writing(watch.engine) as connection:
        post = enter(connection, judged, sent)
        watch.notify(connection)
    watch.ring()
    return post


def enter(connection: Connection, judged: Sequence[Item | Told], sent: Sent) -> Post:
    """Keeps what was judged, in a transaction of the caller's."""
    at_us = sent.now_us or time.time_ns() // 1000
    _for_this(connection, sent.demonstration)
    last = connection.execute(sa.select(sa.func.max(REACHED.c.added_us))).scalar() or 0
    at_us = max(at_us, last + 1)  # a clock that jumps back never hides what came after
    told, fresh = _taken(connection, judged, sent, at_us)
    post = Post(str(uuid.uuid4()), sent.owner, at_us // 1000, tuple(told))
    connection.execute(
        sa.insert(POSTS).values(
            id=post.id,
            owner=sent.owner,
            at_ms=post.at_ms,
            told=json.dumps(
                [[each.stix_id, each.version, each.became, each.fault] for each in told]
            ),
        )
    )
    if fresh:
        mark = max(each.tlp for each in fresh)
        audit.note(audit.Action.SHARE, f"intelligence.{post.id}", mark=mark)
    return post


def _taken(
    connection: Connection, judged: Sequence[Item | Told], sent: Sent, at_us: int
) -> tuple[list[Told], list[Item]]:
    """What became of each, and what is new of them, within a transaction."""
    told: list[Told] = []
    fresh: list[Item] = []
    again: list[str] = []  # what is there already, sent by its own bureau: perhaps to others now
    for each in judged:
        if isinstance(each, Told):
            told.append(each)
            continue
        became, owner = _one(connection, each, sent.owner, at_us)
        told.append(became)
        if became.became == "kept":
            fresh.append(each)
        elif became.became == "there" and owner == sent.owner and sent.to:
            again.append(each.stix_id)
    reached = _reach(connection, fresh, again, sent, at_us) if fresh or again else {}
    return [
        replace(each, reached=tuple(reached.get(each.stix_id, ()))) if each.stix_id else each
        for each in told
    ], fresh


def _for_this(connection: Connection, demonstration: bool) -> None:
    """Keeps what is invented apart from what is real; the first who writes decides for a store."""
    wanted = "demonstration" if demonstration else "real"
    found = database.purpose(connection)
    if not found:
        connection.execute(sa.insert(SETTINGS).values(name="purpose", value=wanted))
    elif found != wanted:
        raise RefusedError([Fault("store", says.OTHER_PURPOSE())])


def _one(connection: Connection, item: Item, owner: str, at_us: int) -> tuple[Told, str]:
    """What became of an object, and whose it is."""
    held = connection.execute(
        sa.select(OBJECTS.c.version, OBJECTS.c.digest, OBJECTS.c.owner)
        .where(OBJECTS.c.stix_id == item.stix_id)
        .order_by(OBJECTS.c.version)
    ).all()
    same = next((each for each in held if each.version == item.version), None)
    if same is not None:
        if same.digest == item.digest:
            return Told(item.stix_id, item.version, "there"), same.owner
        return Told(item.stix_id, item.version, "refused", says.OTHER_CONTENT()), same.owner
    if held and held[0].owner != owner:
        fault = says.NOT_YOURS(owner=held[0].owner)
        return Told(item.stix_id, item.version, "refused", fault), held[0].owner
    connection.execute(
        sa.insert(OBJECTS).values(
            stix_id=item.stix_id,
            type=item.type,
            version=item.version,
            document=item.document,
            digest=item.digest,
            tlp=item.tlp.value,
            place=item.tlp.place,
            revoked=item.revoked,
            value=item.value,
            owner=owner,
            first_seen_ms=item.first_seen_ms,
            added_us=at_us,
        )
    )
    newest = not held or item.version > held[-1].version
    if newest:
        connection.execute(sa.delete(LINKS).where(LINKS.c.said_by == item.stix_id))
        said = {} if item.revoked else dict.fromkeys(reach.links(item.said))
        if said:
            connection.execute(
                sa.insert(LINKS),
                [
                    {"source": source, "kind": kind, "target": target, "said_by": item.stix_id}
                    for source, kind, target in said
                ],
            )
    return Told(item.stix_id, item.version, "kept"), owner


def _reach(
    connection: Connection, fresh: Sequence[Item], again: Sequence[str], sent: Sent, at_us: int
) -> Mapping[str, list[str]]:
    """Keeps whom the new objects reach, and whom older ones reach now; by id."""
    wanted = reach.reached(connection, fresh)
    _as_before(connection, fresh, wanted)
    for stix_id in [*(each.stix_id for each in fresh), *again]:
        for audience in sent.to:
            for code in _with_members(audience):
                why = (
                    f"group:{audience.removeprefix(reach.GROUP)}"
                    if audience.startswith(reach.GROUP)
                    else f"{'answer' if sent.answers else 'named'}:{audience}"
                )
                wanted.setdefault(stix_id, {}).setdefault(code, []).insert(0, why)
    for named, by in reach.parts(connection, [each for each, why in wanted.items() if why]).items():
        for audience, reasons in [pair for each in sorted(by) for pair in wanted[each].items()]:
            wanted.setdefault(named, {}).setdefault(audience, reasons)
    rows = []
    found: dict[str, list[str]] = {}
    ids = sorted(each for each, why in wanted.items() if why)
    for some in (ids[i : i + reach.MANY] for i in range(0, len(ids), reach.MANY)):
        held = connection.execute(
            sa.select(OBJECTS.c.seq, OBJECTS.c.stix_id, OBJECTS.c.place, OBJECTS.c.type)
            .where(OBJECTS.c.stix_id.in_(some))
            .order_by(OBJECTS.c.seq)
        ).all()
        there = {
            (row.audience, row.seq)
            for row in connection.execute(
                sa.select(REACHED.c.audience, REACHED.c.seq).where(REACHED.c.stix_id.in_(some))
            )
        }
        for row in held:
            whom = wanted[row.stix_id]
            found[row.stix_id] = [*whom]
            rows += [
                {
                    "audience": audience,
                    "stix_id": row.stix_id,
                    "seq": row.seq,
                    "place": row.place,
                    "type": row.type,
                    "why": json.dumps(why),
                    "added_us": at_us,
                }
                for audience, why in whom.items()
                if (audience, row.seq) not in there
            ]
    for place, made in enumerate(rows):
        made["added_us"] = at_us + place  # no two are added at one moment: TAXII pages by it
    if rows:
        connection.execute(sa.insert(REACHED), rows)
    inbox.lay(connection, wanted, ids)
    return found


def _as_before(
    connection: Connection, fresh: Sequence[Item], wanted: dict[str, dict[str, list[str]]]
) -> None:
    """A new version reaches whom an older one did: who holds what was revoked must hear of it."""
    ids = [each.stix_id for each in fresh]
    for some in (ids[i : i + reach.MANY] for i in range(0, len(ids), reach.MANY)):
        held = sa.select(REACHED.c.stix_id, REACHED.c.audience, REACHED.c.why)
        for row in connection.execute(held.where(REACHED.c.stix_id.in_(some))):
            wanted.setdefault(row.stix_id, {}).setdefault(row.audience, json.loads(row.why))


def _with_members(audience: str) -> Iterable[str]:
    yield audience
    if audience.startswith(reach.GROUP):
        yield from reach.groups()[audience.removeprefix(reach.GROUP)].members


def may_send_to(owner: str, audience: str) -> bool:
    """Whether a bureau may send to an audience: to any country, and to groups it is a member of."""
    if not audience.startswith(reach.GROUP):
        return True
    group = reach.groups().get(audience.removeprefix(reach.GROUP))
    return group is not None and (owner in group.members or owner == HEADQUARTERS)


@patience.reads
def post(watch: Watch, number: str, owner: str) -> Post | None:
    """What became of a post, for who sent it."""
    with watch.engine.connect() as connection:
        row = connection.execute(
            sa.select(POSTS).where(POSTS.c.id == number, POSTS.c.owner == owner)
        ).first()
    if row is None:
        return None
    told = tuple(Told(*each) for each in json.loads(row.told))
    return Post(row.id, row.owner, row.at_ms, told)
