"""What a country did about what reached it, and the STIX objects that tell whom shared it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from data.geography import countries
from data.intelligence import inbox, objects, shared, sight
from data.intelligence.shared import Sent
from data.intelligence.sight import Kept
from data.watch import database, patience
from data.watch.ledger import ForbiddenError, Watch, now_ms
from data.watch.model import Fault, RefusedError
from data.watch.shared_schema import ACTS
from languages.english import intelligence as says
from security import audit
from security.tlp import Tlp
from security.viewer import HEADQUARTERS, Viewer

SEEN, ACTED, SIGHTED, FALSE_POSITIVE = "seen", "acted", "sighted", "false-positive"
EACH = (SEEN, ACTED, SIGHTED, FALSE_POSITIVE)
SPACE = uuid.UUID("5a2d7f0e-8f0b-5d9c-9a58-3f0f6f1f2c11")  # of the ids made here: same in, same out


def act(
    watch: Watch,
    stix_id: str,
    what: str,
    country: str,
    who: str,
    at_ms: int | None = None,
) -> bool:
    """Records what a country did; whether it is new. KeyError where the object is not its own to
    see, RefusedError where it is no act. Sighted, acted on and false positive go back to whom
    shared it.
    """
    if what not in EACH:
        raise RefusedError([Fault("act", says.REVIEW(acts=", ".join(EACH)))])
    if country in ("", HEADQUARTERS):
        raise ForbiddenError(says.NOT_THERE())
    found = sight.Sight(watch, Viewer(country, country)).one(stix_id)
    if found is None:
        raise KeyError(stix_id)
    at = at_ms or now_ms()
    back: Sent | None = None
    if what != SEEN and found.owner != country:
        to = () if found.owner == HEADQUARTERS else (found.owner,)
        invented = watch.purpose_known() == "demonstration"
        now_us = at_ms * 1000 if at_ms else None
        back = Sent(country, to, now_us, demonstration=invented, answers=True)
    return _kept(watch, found, what, country, who, at, back)


@patience.writes
def _kept(
    watch: Watch, found: Kept, what: str, country: str, who: str, at_ms: int, back: Sent | None
) -> bool:
    answer = [identity(country), *_answer(found, what, country, at_ms)] if back else []
    judged = shared.judged(answer, ours=True)
    with database.writing(watch.engine) as connection:
        known = connection.execute(
            sa.select(ACTS.c.id).where(
                ACTS.c.stix_id == found.stix_id, ACTS.c.country == country, ACTS.c.act == what
            )
        ).first()
        if known is not None:
            return False
        wanted = [what] if what == SEEN else [SEEN, what]
        there = {
            row.act
            for row in connection.execute(
                sa.select(ACTS.c.act).where(
                    ACTS.c.stix_id == found.stix_id, ACTS.c.country == country
                )
            )
        }
        connection.execute(
            sa.insert(ACTS),
            [
                {
                    "stix_id": found.stix_id,
                    "country": country,
                    "act": each,
                    "who": who,
                    "at_ms": at_ms,
                }
                for each in wanted
                if each not in there
            ],
        )
        if what in inbox.CLOSED:
            inbox.dealt_with(connection, found.stix_id, country)
        if back:
            shared.enter(connection, judged, back)
        watch.notify(connection)
        audit.note(audit.Action.ANSWER, f"intelligence.{what}", mark=found.tlp)
    watch.ring()
    return True


def identity(country: str) -> dict[str, Any]:
    """A bureau as an organisation of STIX: always the same object."""
    own = f"identity--{uuid.uuid5(SPACE, f'bureau {country}')}"
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": own,
        "created": "2026-01-01T00:00:00.000Z",
        "modified": "2026-11-01T00:00:00.000Z",
        "created_by_ref": own,
        "name": f"NCB {countries.name(country)}",
        "identity_class": "organization",
        "object_marking_refs": [objects.MARK_OF[Tlp.CLEAR]],
    }


def _answer(found: Kept, what: str, country: str, at_ms: int) -> list[dict[str, Any]]:
    stamp = f"{datetime.fromtimestamp(at_ms / 1000, UTC):%Y-%m-%dT%H:%M:%S}.{at_ms % 1000:03}Z"
    key = uuid.uuid5(SPACE, f"{what} {country} {found.stix_id}")
    common = {
        "spec_version": "2.1",
        "created": stamp,
        "modified": stamp,
        "created_by_ref": identity(country)["id"],
        "object_marking_refs": [objects.MARK_OF[found.tlp]],
    }
    if what == SIGHTED:
        return [
            {
                "type": "sighting",
                "id": f"sighting--{key}",
                "sighting_of_ref": found.stix_id,
                "where_sighted_refs": [identity(country)["id"]],
                "count": 1,
                "first_seen": stamp,
                "last_seen": stamp,
                **common,
            }
        ]
    return [
        {
            "type": "opinion",
            "id": f"opinion--{key}",
            "opinion": "strongly-disagree" if what == FALSE_POSITIVE else "agree",
            "explanation": says.FALSE_HERE() if what == FALSE_POSITIVE else says.ACTED_ON(),
            "object_refs": [found.stix_id],
            **common,
        }
    ]
