"""What a reader may see of what is shared: the one way to read it, with the gate of its mark."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from data.intelligence import objects, reach
from data.watch import patience
from data.watch.ledger import Watch
from data.watch.shared_schema import ACTS, OBJECTS, REACHED
from security.tlp import Tlp
from security.viewer import HEADQUARTERS, Viewer

PAGE = 50
MOST_NAMING = 2_000  # objects of the same values that are looked at
SUMMED = ("relationship", "location", "marking-definition", "identity", "grouping")


@dataclass(frozen=True, slots=True)
class Kept:
    """One version of an object, and when it reached who asks; `id` orders them."""

    id: int
    stix_id: str
    type: str
    version: str
    document: str
    tlp: Tlp
    added_us: int
    owner: str = ""
    why: tuple[str, ...] = ()

    @property
    def said(self) -> dict[str, Any]:
        """The object itself."""
        found: dict[str, Any] = json.loads(self.document)
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a country's inbox: what it is, why it came, and what the country did about it.

    `urgency` is 0 for what was seen in the country itself, 1 for its victims and infrastructure,
    2 for the rest. `others` counts who else shared the same value. Times in milliseconds.
    """

    kept: Kept
    title: str
    reasons: tuple[str, ...]
    urgency: int
    acts: tuple[str, ...]
    others: int
    first_seen_ms: int | None


@dataclass(frozen=True, slots=True)
class Sight:
    """What a bureau sees; a visitor sees nothing that is shared."""

    watch: Watch
    reader: Viewer

    @property
    def audiences(self) -> tuple[str, ...]:
        """What who reads is among."""
        return reach.audiences(self.reader.acts_for) if self.reader.acts_for else ()

    def may_read(self, audience: str) -> bool:
        """Whether what reached an audience is this reader's."""
        return self.reader.acts_for == HEADQUARTERS or audience in self.audiences

    @patience.reads
    def collection(
        self,
        audience: str,
        ceiling: Tlp,
        *,
        after: int = 0,
        added_after_us: int | None = None,
        limit: int = PAGE,
        ids: Sequence[str] = (),
        types: Sequence[str] = (),
        versions: Sequence[str] = ("last",),
        value: str = "",
    ) -> tuple[list[Kept], bool]:
        """A page of what reached an audience up to a mark, in the order it came, and whether there
        is more. `versions` are TAXII's: first, last, all, or times in the one form.
        """
        if not self.may_read(audience):
            return [], False
        place = min(ceiling.place, self.reader.ceiling.place)
        r, o = REACHED.c, OBJECTS.c
        asked = [r.audience == audience, r.place <= place, r.id > after]
        if added_after_us is not None:
            asked.append(r.added_us > added_after_us)
        if ids:
            asked.append(r.stix_id.in_(ids))
        if types:
            asked.append(r.type.in_(types))
        if value:
            asked.append(o.value == value)
        asked += [_version(versions)] if "all" not in versions else []
        statement = (
            sa.select(r.id, r.added_us, r.why, *_columns())
            .join(OBJECTS, o.seq == r.seq)
            .where(*asked)
            .order_by(r.id)
            .limit(limit + 1)
        )
        with self.watch.engine.connect() as connection:
            found = [_kept(row) for row in connection.execute(statement)]
        return found[:limit], len(found) > limit

    @patience.reads
    def inbox(
        self, country: str, limit: int = PAGE, before: int = 0, value: str = ""
    ) -> list[Line]:
        """A country's inbox, newest first within what is not dealt with; places, marks and links
        stand in the objects they belong to. A `value` is searched as it is written.
        """
        if not self.may_read(country):
            return []
        r, o = REACHED.c, OBJECTS.c
        asked = [
            r.audience == country,
            r.place <= self.reader.ceiling.place,
            r.type.not_in(SUMMED),
            _version(("last",)),
            sa.not_(o.revoked),
        ]
        if before:
            asked.append(r.id < before)
        statement = (
            sa.select(r.id, r.added_us, r.why, o.first_seen_ms, o.value, *_columns())
            .join(OBJECTS, o.seq == r.seq)
            .where(*asked)
            .order_by(r.id.desc())
            .limit(limit)
        )
        with self.watch.engine.connect() as connection:
            if value:
                found = _naming(connection, _digests(value))
                statement = statement.where(r.seq.in_([row.seq for row in found]))
            rows = list(connection.execute(statement))
            ids = [row.stix_id for row in rows]
            done: dict[str, list[str]] = {}
            for each in connection.execute(
                sa.select(ACTS.c.stix_id, ACTS.c.act)
                .where(ACTS.c.country == country, ACTS.c.stix_id.in_(ids))
                .order_by(ACTS.c.id)
            ):
                done.setdefault(each.stix_id, []).append(each.act)
            alike = self._alike(connection, country, {row.value for row in rows if row.value})
        return _once([_line(row, done, alike) for row in rows])

    def _alike(self, connection: Connection, country: str, values: set[str]) -> dict[str, int]:
        """How many shared each of these values, as far as it reached a country."""
        r = REACHED.c
        named = {row.seq: row for row in _naming(connection, values)}
        there = connection.execute(
            sa.select(r.seq).where(
                r.seq.in_(named), r.audience == country, r.place <= self.reader.ceiling.place
            )
        )
        owners: dict[str, set[str]] = {}
        for row in there:
            owners.setdefault(named[row.seq].value, set()).add(named[row.seq].owner)
        return {value: len(each) for value, each in owners.items()}

    @patience.reads
    def one(self, stix_id: str) -> Kept | None:
        """The newest version of an object, where it reached this reader or was sent by them."""
        o, r = OBJECTS.c, REACHED.c
        mine = o.owner == self.reader.acts_for
        if self.reader.acts_for == HEADQUARTERS:
            there: sa.ColumnElement[bool] = sa.true()
        else:
            there = sa.or_(
                mine,
                sa.exists().where(r.seq == o.seq, r.audience.in_(self.audiences)),
            )
        statement = (
            sa.select(o.seq.label("id"), o.added_us, sa.literal("[]").label("why"), *_columns())
            .where(o.stix_id == stix_id, there, sa.or_(mine, o.place <= self.reader.ceiling.place))
            .order_by(o.version.desc())
            .limit(1)
        )
        if not self.reader.acts_for:
            return None
        with self.watch.engine.connect() as connection:
            row = connection.execute(statement).first()
        return _kept(row) if row else None

    @patience.reads
    def head(self) -> int:
        """The number of the last object that reached anybody."""
        return head(self.watch)


def head(watch: Watch) -> int:
    """The number of the last object that reached anybody."""
    with watch.engine.connect() as connection:
        return connection.execute(sa.select(sa.func.max(REACHED.c.id))).scalar() or 0


def _naming(connection: Connection, values: Collection[str]) -> list[Any]:
    """The newest objects that name one of these values."""
    o = OBJECTS.c
    named = sa.select(o.seq, o.value, o.owner).where(o.value.in_(values))
    return [*connection.execute(named.order_by(o.value, o.seq.desc()).limit(MOST_NAMING))]


def _columns() -> list[sa.Column[Any]]:
    o = OBJECTS.c
    return [o.stix_id, o.type, o.version, o.document, o.tlp, o.owner]


def _kept(row: Row[Any]) -> Kept:
    return Kept(
        row.id,
        row.stix_id,
        row.type,
        row.version,
        row.document,
        Tlp(row.tlp),
        row.added_us,
        row.owner,
        tuple(json.loads(row.why)),
    )


def _version(versions: Sequence[str]) -> sa.ColumnElement[bool]:
    """The rows of the versions that TAXII's filter names."""
    o = OBJECTS.c
    other = OBJECTS.alias()
    of = other.c.stix_id == o.stix_id
    found: list[sa.ColumnElement[bool]] = []
    for each in versions:
        if each == "last":
            found.append(~sa.exists().where(of, other.c.version > o.version))
        elif each == "first":
            found.append(~sa.exists().where(of, other.c.version < o.version))
        else:
            found.append(o.version == each)
    return sa.or_(*found)


def _digests(value: str) -> list[str]:
    """What a value may be kept as, whatever kind of object names it."""
    said = value.strip()
    found = [objects.digest_of(kind, said) for kind in (*objects.VALUES, "file")]
    found.append(objects.digest_of("indicator", f"stix {' '.join(said.split())}"))
    quoted = said.replace("\\", "\\\\").replace("'", "\\'")
    for path in PATHS:
        found.append(objects.digest_of("indicator", f"stix [{path} = '{quoted}']"))
    return found


PATHS = (
    "ipv4-addr:value",
    "ipv6-addr:value",
    "domain-name:value",
    "url:value",
    "file:hashes.'SHA-256'",
    "file:hashes.'SHA-1'",
    "file:hashes.MD5",
    "file:hashes.'MD5'",
)


def _line(row: Row[Any], done: dict[str, list[str]], alike: dict[str, int]) -> Line:
    kept = _kept(row)
    rules = {each.partition(":")[0] for each in kept.why}
    urgency = 0 if "sighting" in rules else 1 if rules & {"victim", "infrastructure"} else 2
    return Line(
        kept,
        title(kept.said),
        tuple(map(reach.reason, kept.why)),
        urgency,
        tuple(done.get(kept.stix_id, ())),
        max(alike.get(row.value, 1) - 1, 0) if row.value else 0,
        row.first_seen_ms,
    )


def _once(lines: list[Line]) -> list[Line]:
    """One line for each object, the newest; by urgency, and what is dealt with last."""
    found: dict[str, Line] = {}
    for each in lines:
        found.setdefault(each.kept.stix_id, each)
    closed = {"acted", "false-positive"}
    return sorted(found.values(), key=lambda each: (bool(closed & {*each.acts}), each.urgency))


def title(raw: dict[str, Any]) -> str:
    """What a line calls an object."""
    for name in ("name", "value", "pattern", "abstract", "description"):
        if isinstance(raw.get(name), str) and raw[name].strip():
            said = " ".join(raw[name].split())
            return said if len(said) <= 120 else f"{said[:117]}..."
    return str(raw.get("type"))
