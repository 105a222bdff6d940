"""What a reader may see of what is shared: the one way to read it, with the gate of its mark."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from data.intelligence import inbox, objects, reach
from data.intelligence.inbox import SUMMED
from data.watch import patience
from data.watch.ledger import Watch
from data.watch.shared_schema import ACTS, INBOX, LINKS, OBJECTS, REACHED
from security.tlp import Tlp
from security.viewer import HEADQUARTERS, Viewer

PAGE = 50
MOST_NAMING = 2_000  # objects of the same values that are looked at
MOST_TIES = 40
MOST_ARMS = 50  # kinds of objects that are asked for one by one
DAY_US = 86_400_000_000
COUNTED = 1_000  # of more it is said that there are more
GROUPS = ("here", "ours", "told", "answers", "done")  # of an inbox, the most pressing first


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

    `urgency` is as `inbox.urgency` says. `others` counts who else shared the same value. Times in
    milliseconds.
    """

    kept: Kept
    title: str
    reasons: tuple[str, ...]
    urgency: int
    acts: tuple[str, ...]
    others: int
    first_seen_ms: int | None


@dataclass(frozen=True, slots=True)
class Done:
    """What one country did, and when, in milliseconds."""

    country: str
    act: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Day:
    """What one bureau shared with one mark on a day (its first microsecond); `last_us` is when the
    last of it came.
    """

    owner: str
    tlp: str
    day: int
    last_us: int


@dataclass(frozen=True, slots=True)
class Own:
    """An object that who reads has shared, whom it reached, and what those did."""

    kept: Kept
    title: str
    first_seen_ms: int | None
    reached: tuple[str, ...]
    done: tuple[Done, ...]


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
    ) -> tuple[list[Kept], bool]:
        """A page of what reached an audience up to a mark, in the order it came, and whether there
        is more. `versions` are TAXII's: first, last, all, or times in the one form.
        """
        if not self.may_read(audience):
            return [], False
        place = min(ceiling.place, self.reader.ceiling.place)
        r, o = REACHED.c, OBJECTS.c
        with self.watch.engine.connect() as connection:
            if added_after_us is not None:
                after = max(after, _last_until(connection, added_after_us))
            asked = [r.audience == audience, r.place <= place, r.id > after]
            asked += [_version(versions)] if "all" not in versions else []
            named = _first_of(
                sa.select(r.id, r.seq, r.added_us, r.why)
                .join(OBJECTS, o.seq == r.seq)
                .where(*asked),
                _arms(ids, types, place),
                r.id,
                limit + 1,
            ).c
            statement = (
                sa.select(named.id, named.added_us, named.why, *_columns())
                .join(OBJECTS, o.seq == named.seq)
                .order_by(named.id)
                .limit(limit + 1)
            )
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
        i = INBOX.c
        asked = [i.reached < before] if before else []
        if value:
            with self.watch.engine.connect() as connection:
                named = _naming(connection, _digests(value))
            if not named:
                return []
            asked.append(i.stix_id.in_([row.stix_id for row in named]))
            asked.append(i.seq.in_([row.seq for row in named]))
            return _once(self._before(country, [sa.and_(*asked)], limit))
        every = [sa.and_(arm, *asked) for each in GROUPS for arm in _in_group(each)]
        return _once(self._before(country, every, limit))

    def _lines(self, connection: Connection, country: str, rows: list[Row[Any]]) -> list[Line]:
        ids = [row.stix_id for row in rows]
        done: dict[str, list[str]] = {}
        for each in connection.execute(
            sa.select(ACTS.c.stix_id, ACTS.c.act)
            .where(ACTS.c.country == country, ACTS.c.stix_id.in_(ids))
            .order_by(ACTS.c.id)
        ):
            done.setdefault(each.stix_id, []).append(each.act)
        alike = self._alike(connection, country, {row.value for row in rows if row.value})
        found = [_line(row, done, alike) for row in rows]
        about = self._titles(connection, country, {_about(each.kept) for each in found} - {""})
        return [replace(each, title=about.get(_about(each.kept), each.title)) for each in found]

    def _titles(self, connection: Connection, country: str, ids: set[str]) -> dict[str, str]:
        """What the objects that a country holds, or has sent, are called."""
        o, r = OBJECTS.c, REACHED.c
        held = sa.or_(o.owner == country, sa.exists().where(r.audience == country, r.seq == o.seq))
        known = sa.select(o.stix_id, o.document).where(
            o.stix_id.in_(ids), held, o.place <= self.reader.ceiling.place
        )
        rows = connection.execute(known.order_by(o.version)) if ids else ()
        return {row.stix_id: title(json.loads(row.document)) for row in rows}

    @patience.reads
    def group(self, country: str, group: str, limit: int = PAGE) -> list[Line]:
        """One of GROUPS of a country's inbox, the newest first."""
        return self._before(country, _in_group(group), limit)

    @patience.reads
    def line(self, country: str, number: int) -> Line | None:
        """The line of an object by the number it once came with; None where it lies there no
        more.
        """
        came = sa.select(REACHED.c.stix_id).where(REACHED.c.id == number).scalar_subquery()
        return next(iter(self._before(country, [INBOX.c.stix_id == came], 1)), None)

    def _before(
        self, country: str, parts: Sequence[sa.ColumnElement[bool]], limit: int
    ) -> list[Line]:
        """The newest lines of these parts of an inbox."""
        if not self.may_read(country):
            return []
        i, o = INBOX.c, OBJECTS.c
        there = sa.select(i.reached, i.seq, i.why).where(
            i.country == country, i.place <= self.reader.ceiling.place
        )
        lying = _first_of(there, parts, i.reached.desc(), limit).c
        statement = (
            sa.select(
                lying.reached.label("id"),
                REACHED.c.added_us,
                lying.why,
                o.first_seen_ms,
                o.value,
                *_columns(),
            )
            .join(OBJECTS, o.seq == lying.seq)
            .join(REACHED, REACHED.c.id == lying.reached)
            .order_by(lying.reached.desc())
            .limit(limit)
        )
        with self.watch.engine.connect() as connection:
            return self._lines(connection, country, list(connection.execute(statement)))

    @patience.reads
    def ties(self, country: str, stix_id: str) -> list[tuple[str, str]]:
        """What an object is tied to, as far as that reached a country: the kind of each link, and
        what is at its other end.
        """
        n = LINKS.c
        named = sa.or_(n.source == stix_id, n.target == stix_id)
        asked = sa.select(n.source, n.kind, n.target, n.said_by).where(named, n.kind != reach.PART)
        with self.watch.engine.connect() as connection:
            rows = connection.execute(asked.order_by(n.kind).limit(MOST_TIES)).all()
            ends = {row.target if row.source == stix_id else row.source for row in rows}
            known = self._titles(connection, country, ends | {row.said_by for row in rows})
        found = [
            (row.kind, known.get(row.target if row.source == stix_id else row.source, ""))
            for row in rows
            if row.said_by in known and (row.source == stix_id or row.kind not in reach.HOLDS)
        ]
        return [each for each in dict.fromkeys(found) if each[1]]

    @patience.reads
    def done(self, country: str, stix_id: str) -> list[tuple[Done, str]]:
        """What a country did about an object, and who took each step."""
        a = ACTS.c
        asked = sa.select(ACTS).where(a.country == country, a.stix_id == stix_id).order_by(a.id)
        if not self.may_read(country):
            return []
        with self.watch.engine.connect() as connection:
            return [
                (Done(row.country, row.act, row.at_ms), row.who)
                for row in connection.execute(asked)
            ]

    @patience.reads
    def numbers(self, country: str) -> dict[str, int]:
        """How many lie in each of GROUPS, up to COUNTED."""
        i = INBOX.c
        if not self.may_read(country):
            return dict.fromkeys(GROUPS, 0)
        counted = [
            sa.select(sa.func.count())
            .select_from(
                sa.select(i.reached)
                .where(
                    i.country == country,
                    i.place <= self.reader.ceiling.place,
                    i.done.is_(True) if each == "done" else sa.and_(*_in_group(each)),
                )
                .limit(COUNTED)
                .subquery()
            )
            .scalar_subquery()
            .label(each)
            for each in GROUPS
        ]
        with self.watch.engine.connect() as connection:
            return dict(connection.execute(sa.select(*counted)).one()._mapping)

    @patience.reads
    def news(self, after: int, limit: int, country: str = "") -> list[Line]:
        """What came to a country, else the reader's, after the number `after`, the oldest first;
        not what it sent.
        """
        country = country or self.reader.country
        if not self.may_read(country):
            return []
        r, o = REACHED.c, OBJECTS.c
        statement = (
            sa.select(r.id, r.added_us, r.why, o.first_seen_ms, o.value, *_columns())
            .join(OBJECTS, o.seq == r.seq)
            .where(
                r.audience == country,
                r.id > after,
                r.place <= self.reader.ceiling.place,
                r.type.not_in(SUMMED),
                o.owner != country,
                _version(("last",)),
            )
            .order_by(r.id)
            .limit(limit)
        )
        with self.watch.engine.connect() as connection:
            return self._lines(connection, country, list(connection.execute(statement)))

    @patience.reads
    def days(self, country: str) -> list[Day]:
        """The days on which indicators reached a country, by who shared them and their mark."""
        r, o = REACHED.c, OBJECTS.c
        day = (r.added_us - r.added_us % DAY_US).label("day")
        statement = (
            sa.select(o.owner, o.tlp, day, sa.func.max(r.added_us).label("last_us"))
            .join(OBJECTS, o.seq == r.seq)
            .where(*self._indicators(country))
            .group_by(o.owner, o.tlp, sa.text("3"))
            .order_by(sa.text("3"), o.owner, o.tlp)
        )
        with self.watch.engine.connect() as connection:
            return [Day(*row) for row in connection.execute(statement)]

    @patience.reads
    def of_day(self, country: str, day: Day) -> list[Kept]:
        """The newest indicators of such a day, without what was taken back since."""
        r, o = REACHED.c, OBJECTS.c
        statement = (
            sa.select(r.id, r.added_us, r.why, *_columns())
            .join(OBJECTS, o.seq == r.seq)
            .where(
                *self._indicators(country),
                o.owner == day.owner,
                o.tlp == day.tlp,
                r.added_us.between(day.day, day.day + DAY_US - 1),
                _version(("last",)),
                sa.not_(o.revoked),
            )
            .order_by(r.id)
        )
        with self.watch.engine.connect() as connection:
            return [_kept(row) for row in connection.execute(statement)]

    def _indicators(self, country: str) -> list[sa.ColumnElement[bool]]:
        r, ceiling = REACHED.c, self.reader.ceiling.place
        may = sa.true() if self.may_read(country) else sa.false()
        return [may, r.audience == country, r.place <= ceiling, r.type == "indicator"]

    @patience.reads
    def sent(self, country: str, limit: int = PAGE, number: int = 0) -> list[Own]:
        """What a country has shared, the newest first, with whom it reached and what those did;
        only the one of this `number` where that is given.
        """
        if self.reader.acts_for not in (country, HEADQUARTERS):
            return []
        o, r = OBJECTS.c, REACHED.c
        asked = [
            o.owner == country,
            o.type.not_in((*SUMMED, "sighting", "opinion")),
            o.place <= self.reader.own_ceiling.place,
            _version(("last",)),
        ]
        if number:
            asked.append(o.seq == number)
        statement = (
            sa.select(
                o.seq.label("id"),
                o.added_us,
                sa.literal("[]").label("why"),
                o.first_seen_ms,
                *_columns(),
            )
            .where(*asked)
            .order_by(o.seq.desc())
            .limit(limit)
        )
        with self.watch.engine.connect() as connection:
            rows = list(connection.execute(statement))
            ids = [row.stix_id for row in rows]
            whom: dict[str, dict[str, None]] = {}
            for each in connection.execute(
                sa.select(r.stix_id, r.audience)
                .where(r.stix_id.in_(ids), ~r.audience.like("group:%"), r.audience != country)
                .order_by(r.audience)
            ):
                whom.setdefault(each.stix_id, {})[each.audience] = None
            done: dict[str, list[Done]] = {}
            for each in connection.execute(
                sa.select(ACTS).where(ACTS.c.stix_id.in_(ids)).order_by(ACTS.c.id)
            ):
                done.setdefault(each.stix_id, []).append(Done(each.country, each.act, each.at_ms))
        return [
            Own(
                _kept(row),
                title(_kept(row).said),
                row.first_seen_ms,
                tuple(whom.get(row.stix_id, ())),
                tuple(done.get(row.stix_id, ())),
            )
            for row in rows
        ]

    def _alike(self, connection: Connection, country: str, values: set[str]) -> dict[str, int]:
        """How many shared each of these values, as far as it reached a country."""
        r = REACHED.c
        named = {row.seq: row for row in _naming(connection, values)}
        there = connection.execute(
            sa.select(r.seq, r.place).where(r.seq.in_(named), r.audience == country)
        )
        owners: dict[str, set[str]] = {}
        for row in there:
            if row.place <= self.reader.ceiling.place:
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
    named = sa.select(o.seq, o.stix_id, o.value, o.owner).where(o.value.in_(values))
    return [*connection.execute(named.order_by(o.value, o.seq.desc()).limit(MOST_NAMING))]


def _last_until(connection: Connection, added_us: int) -> int:
    """The number of the last that reached anybody until a moment: both grow together."""
    r = REACHED.c
    asked = sa.select(r.id).where(r.added_us <= added_us).order_by(r.added_us.desc()).limit(1)
    return connection.execute(asked).scalar() or 0


def _first_of(
    asked: sa.Select[Any],
    arms: Sequence[sa.ColumnElement[bool]],
    order: sa.ColumnElement[Any],
    limit: int,
) -> sa.Subquery:
    """The first so many of each part of what is asked, each read in the order of an index: the
    first so many of all are among them.
    """
    found = [asked.where(arm).order_by(order).limit(limit).subquery() for arm in arms]
    return sa.union_all(*(sa.select(each) for each in found)).subquery()


def _arms(ids: Collection[str], types: Collection[str], place: int) -> list[sa.ColumnElement[bool]]:
    """What is asked for in parts that an index has in their order: few of a kind or of a mark are
    found among many of others as fast as without them.
    """
    r = REACHED.c
    if ids:
        named = r.stix_id.in_(ids)
        return [sa.and_(named, r.type.in_(types)) if types else named]
    if len(types) > MOST_ARMS:
        return [r.type.in_(types)]
    return [r.type == each for each in {*types}] or [r.place == each for each in range(place + 1)]


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


def _in_group(group: str) -> list[sa.ColumnElement[bool]]:
    """A group of an inbox, in parts that an index has in the order they came."""
    i, done = INBOX.c, group == "done"
    urgencies = range(len(GROUPS) - 1) if done else [GROUPS.index(group)]
    return [sa.and_(i.done.is_(done), i.urgency == each) for each in urgencies]


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
    return Line(
        kept,
        title(kept.said),
        tuple(map(reach.reason, kept.why)),
        inbox.urgency(kept.type, kept.why),
        tuple(done.get(kept.stix_id, ())),
        max(alike.get(row.value, 1) - 1, 0) if row.value else 0,
        row.first_seen_ms,
    )


def _once(lines: list[Line]) -> list[Line]:
    """One line for each object, the newest; by urgency, and what is dealt with last."""
    found: dict[str, Line] = {}
    for each in lines:
        found.setdefault(each.kept.stix_id, each)
    closed = {*inbox.CLOSED}
    return sorted(found.values(), key=lambda each: (bool(closed & {*each.acts}), each.urgency))


def _about(kept: Kept) -> str:
    """The object that an answer is about; empty for what stands for itself."""
    if kept.type == "sighting":
        return str(kept.said.get("sighting_of_ref", ""))
    if kept.type in ("opinion", "note"):
        return next((str(each) for each in kept.said.get("object_refs", ())), "")
    return ""


def named(raw: dict[str, Any]) -> str:
    """The one value that an object names: an address, a domain, a hash; empty where it is more, or
    none.
    """
    pattern = str(raw.get("pattern", ""))
    alone = re.fullmatch(r"\[\s*[a-z0-9-]+:[^=\s]+\s*=\s*'((?:[^'\\]|\\.)+)'\s*\]", pattern)
    if alone:
        return re.sub(r"\\(.)", r"\1", alone[1])
    if raw.get("type") == "file":
        hashes = raw.get("hashes") or {}
        return str(next(iter(hashes.values()), ""))
    return str(raw.get("value", "")) if raw.get("type") in objects.VALUES else ""


def title(raw: dict[str, Any]) -> str:
    """What a line calls an object."""
    for name in ("name", "value", "pattern", "abstract", "description"):
        if isinstance(raw.get(name), str) and raw[name].strip():
            said = " ".join(raw[name].split())
            return said if len(said) <= 120 else f"{said[:117]}..."
    return str(raw.get("type"))
