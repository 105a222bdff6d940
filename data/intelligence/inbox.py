"""What lies before each country, by urgency: derived from what is kept, made anew with it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.intelligence import reach
from data.watch.shared_schema import ACTS, INBOX, OBJECTS, REACHED

SUMMED = ("relationship", "location", "marking-definition", "identity", "grouping")
CLOSED = ("acted", "false-positive")  # the acts that deal with an object
HERE, OURS, TOLD, ANSWERS = range(4)  # urgency, as `urgency` says


def urgency(kind: str, why: Collection[str]) -> int:
    """How pressing an object is by its type and its reasons: 0 for what was seen in the country
    itself, 1 for its victims and infrastructure, 2 for the rest, 3 for what others did.
    """
    rules = {each.partition(":")[0] for each in why}
    if kind == "opinion":
        return ANSWERS
    if "sighting" in rules:
        return HERE
    if rules & {"victim", "infrastructure"}:
        return OURS
    return ANSWERS if rules == {"answer"} else TOLD


def lay(connection: Connection, wanted: Mapping[str, reach.Reasons], ids: Sequence[str]) -> None:
    """Lays objects before the countries they reach, each with the reasons kept and those `wanted`
    now; what was revoked or is the country's own lies before none.
    """
    for some in (ids[i : i + reach.MANY] for i in range(0, len(ids), reach.MANY)):
        r, o = REACHED.c, OBJECTS.c
        held = connection.execute(
            sa.select(
                r.audience, r.stix_id, r.id, r.why, o.seq, o.place, o.type, o.revoked, o.owner
            )
            .join(OBJECTS, o.seq == r.seq)
            .where(r.stix_id.in_(some), ~r.audience.like(f"{reach.GROUP}%"))
            .order_by(o.version)
        )
        done = {
            (row.country, row.stix_id)
            for row in connection.execute(
                sa.select(ACTS.c.country, ACTS.c.stix_id).where(
                    ACTS.c.stix_id.in_(some), ACTS.c.act.in_(CLOSED)
                )
            )
        }
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for row in held:
            place = row.audience, row.stix_id
            kept = json.loads(row.why)
            before: list[str] = json.loads(found[place]["why"]) if place in found else []
            now = wanted.get(row.stix_id, {}).get(row.audience, [])
            why = [*dict.fromkeys([*before, *kept, *now])]
            if row.type in SUMMED or row.owner == row.audience:
                continue
            found[place] = {
                "country": row.audience,
                "stix_id": row.stix_id,
                "seq": row.seq,
                "reached": row.id,
                "urgency": urgency(row.type, why),
                "done": place in done,
                "place": row.place,
                "why": json.dumps(why),
                "revoked": row.revoked,
            }
        connection.execute(sa.delete(INBOX).where(INBOX.c.stix_id.in_(some)))
        rows = [each for each in found.values() if not each.pop("revoked")]
        if rows:
            connection.execute(sa.insert(INBOX), rows)


def dealt_with(connection: Connection, stix_id: str, country: str) -> None:
    """Moves an object to what the country has dealt with."""
    named = sa.and_(INBOX.c.country == country, INBOX.c.stix_id == stix_id)
    connection.execute(sa.update(INBOX).where(named).values(done=True))
