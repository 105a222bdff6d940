"""How swiftly intelligence is shared and used: minutes from first seen to shared, from shared to
seen and to acted on; and who shares, and who only receives.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import sqlalchemy as sa

from data.intelligence import acts
from data.intelligence.inbox import SUMMED
from data.watch import patience
from data.watch.ledger import Watch
from data.watch.shared_schema import ACTS, OBJECTS, REACHED
from security.tlp import COUNTED, Tlp
from security.viewer import Viewer

MINUTE = 60_000
TYPES = SUMMED + ("sighting", "opinion")  # what ties or answers others is not shared by itself
COLUMNS = (
    "country",
    "shared",
    "received",
    "seen",
    "acted",
    "minutes_to_shared",
    "minutes_to_seen",
    "minutes_to_seen_p90",
    "minutes_to_acted",
    "minutes_to_acted_p90",
)


@patience.reads
def by_country(watch: Watch, reader: Viewer, ceiling: Tlp = COUNTED) -> pd.DataFrame:
    """A row a country: objects `shared` and `received` (indicators, malware and the like; no links,
    places or answers), how many of those it has `seen` and `acted` on, the median minutes from
    first seen to shared of what it shared, and the median and 90th percentile of minutes from
    shared to seen and to acted on; NaN where nothing is. Nothing marked stricter than `ceiling`
    counts, nor than who reads may see.
    """
    place = min(ceiling.place, reader.ceiling.place)
    o, r, a = OBJECTS.c, REACHED.c, ACTS.c
    fit = sa.and_(o.place <= place, o.type.not_in(TYPES))
    first = (
        sa.select(
            o.stix_id,
            sa.func.min(o.owner).label("owner"),
            sa.func.min(o.first_seen_ms).label("first_ms"),
            sa.func.min(o.added_us).label("added_us"),
        )
        .where(fit)
        .group_by(o.stix_id)
    )
    arrived = (
        sa.select(r.audience, r.stix_id, sa.func.min(r.added_us).label("added_us"))
        .join(OBJECTS, o.seq == r.seq)
        .where(fit, ~r.audience.like("group:%"), r.audience != o.owner)
        .group_by(r.audience, r.stix_id)
    )
    did = sa.select(a.stix_id, a.country, a.act, a.at_ms).where(a.act.in_((acts.SEEN, acts.ACTED)))
    with watch.engine.connect() as connection:
        shared, received, done = (
            pd.DataFrame(connection.execute(each).mappings().all())
            for each in (first, arrived, did)
        )
    if shared.empty:
        return pd.DataFrame(columns=[*COLUMNS])
    shared["minutes"] = (shared["added_us"] // 1000 - shared["first_ms"]) / MINUTE
    shared.loc[shared["minutes"] < 0, "minutes"] = float("nan")  # first seen after it was shared
    sent = shared.groupby("owner").agg(
        shared=("stix_id", "size"), minutes_to_shared=("minutes", "median")
    )
    table = sent.rename_axis("country").reset_index()
    if not received.empty:
        table = table.merge(_received(received, done), how="outer", on="country")
    found = table.reindex(columns=[*COLUMNS])
    counts = ["shared", "received", "seen", "acted"]
    found[counts] = found[counts].fillna(0).astype(int)
    return found.sort_values("country", ignore_index=True)


def _received(received: pd.DataFrame, done: pd.DataFrame) -> pd.DataFrame:
    received = received.rename(columns={"audience": "country"})
    for act in (acts.SEEN, acts.ACTED):
        when = (
            done[done["act"] == act][["stix_id", "country", "at_ms"]]
            if not done.empty
            else pd.DataFrame(columns=["stix_id", "country", "at_ms"])
        )
        received = received.merge(
            when.rename(columns={"at_ms": act}), how="left", on=["stix_id", "country"]
        )
        taken = pd.to_numeric(received[act]) - received["added_us"] // 1000
        received[f"minutes_{act}"] = taken.clip(lower=0) / MINUTE
    by: Any = received.groupby("country")
    return pd.DataFrame(
        {
            "received": by.size(),
            "seen": by[acts.SEEN].count(),
            "acted": by[acts.ACTED].count(),
            "minutes_to_seen": by["minutes_seen"].median(),
            "minutes_to_seen_p90": by["minutes_seen"].quantile(0.9),
            "minutes_to_acted": by["minutes_acted"].median(),
            "minutes_to_acted_p90": by["minutes_acted"].quantile(0.9),
        }
    ).reset_index()
