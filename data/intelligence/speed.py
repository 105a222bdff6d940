"""How swiftly intelligence is shared and used: minutes from first seen to shared, from shared to
seen and to acted on; and who shares, and who only receives.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd
import sqlalchemy as sa

from data.intelligence import acts, reach
from data.intelligence.inbox import SUMMED
from data.watch import patience
from data.watch.ledger import Watch, now_ms
from data.watch.shared_schema import ACTS, OBJECTS, REACHED
from languages.english import desk as words
from security.tlp import COUNTED, Tlp
from security.viewer import Viewer, operator

MINUTE = 60_000
FEWEST = 5  # spans without which no median is said, as fewer than five are masked elsewhere
TYPES = SUMMED + ("sighting", "opinion")  # what ties or answers others is not shared by itself
SPANS = ("shared", "seen", "acted")  # until when minutes are counted
COUNTS = ("shared", "received", "seen", "acted")
COLUMNS = (
    *COUNTS,
    *(f"minutes_to_{each}{p90}" for each in SPANS for p90 in ("", "_p90")),
)


def by_country(watch: Watch, reader: Viewer, ceiling: Tlp = COUNTED) -> pd.DataFrame:
    """A row a country: objects `shared` and `received` (indicators, malware and the like; no links,
    places or answers), how many of those it has `seen` and `acted` on, and the median and the 90th
    percentile (`_p90`) of minutes from first seen to shared of what it shared, from shared to seen
    and to acted on of what it received; NaN where there are fewer than FEWEST. Nothing marked
    stricter than `ceiling` counts, nor than who reads may see.
    """
    sent, received = _held(watch, reader, ceiling)
    return _table(sent.rename(columns={"owner": "country"}), received, "country")


def by_group(watch: Watch, reader: Viewer, ceiling: Tlp = COUNTED) -> pd.DataFrame:
    """The same a sharing group, of what its members share and receive: columns `group` and those of
    `by_country`. A country of several groups counts in each.
    """
    sent, received = _held(watch, reader, ceiling)
    members = pd.DataFrame(
        [(each.id, code) for each in reach.groups().values() for code in each.members],
        columns=["group", "country"],
    )
    sent = sent.rename(columns={"owner": "country"}).merge(members, on="country")
    return _table(sent, received.merge(members, on="country"), "group")


def overall(watch: Watch, reader: Viewer, ceiling: Tlp = COUNTED) -> pd.Series:
    """The one row of all countries together: the columns of `by_country`, without `country`."""
    sent, received = _held(watch, reader, ceiling)
    table = _table(sent.assign(all=""), received.assign(all=""), "all")
    return table.iloc[0] if len(table) else pd.Series(dict.fromkeys(COUNTS, 0), dtype=float)


def held(watch: Watch) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What was shared (`owner`, `minutes_shared`) and what was received (`country`, `owner`,
    `minutes_seen`, `minutes_acted`), no stricter than what is counted for others to read; both with
    `added_us`, `type` and the `place` of the strictest mark.
    """
    return _held(watch, operator(), COUNTED)


def by_week(watch: Watch, reader: Viewer, ceiling: Tlp = COUNTED) -> pd.DataFrame:
    """A row a week of arrival: `week` (its Monday), `received`, and `value`, the median minutes
    until it was seen; NaN where fewer than FEWEST were.
    """
    _, received = _held(watch, reader, ceiling)
    arrived = pd.to_datetime(received["added_us"], unit="us")
    week = arrived.dt.normalize() - pd.to_timedelta(arrived.dt.day_of_week, unit="D")
    by: Any = received.assign(week=week).groupby("week")["minutes_seen"]
    found = pd.DataFrame({"received": by.size(), "value": by.median().where(by.count() >= FEWEST)})
    return found.reset_index()


def span(minutes: float) -> str:
    """A span of time as a reader says it."""
    whole = max(round(minutes), 0)
    if whole < 120:
        return words.MINUTES(n=whole)
    if whole < 48 * 60:
        return words.HOURS(n=round(whole / 60))
    return words.DAYS(n=round(whole / 1440))


def _table(sent: pd.DataFrame, received: pd.DataFrame, key: str) -> pd.DataFrame:
    ours: Any = sent.groupby(key)
    theirs: Any = received.groupby(key)
    found = pd.DataFrame(
        {
            "shared": ours.size(),
            **_spans(ours, "minutes_shared", "shared"),
        }
    ).join(
        pd.DataFrame(
            {
                "received": theirs.size(),
                "seen": theirs["minutes_seen"].count(),
                "acted": theirs["minutes_acted"].count(),
                **_spans(theirs, "minutes_seen", "seen"),
                **_spans(theirs, "minutes_acted", "acted"),
            }
        ),
        how="outer",
    )
    found = found.reindex(columns=[*COLUMNS])
    found[[*COUNTS]] = found[[*COUNTS]].fillna(0).astype(int)
    return found.rename_axis(key).reset_index().sort_values(key, ignore_index=True)


def _spans(by: Any, column: str, until: str) -> dict[str, Any]:
    enough = by[column].count() >= FEWEST
    return {
        f"minutes_to_{until}": by[column].median().where(enough),
        f"minutes_to_{until}_p90": by[column].quantile(0.9).where(enough),
    }


def _held(watch: Watch, reader: Viewer, ceiling: Tlp) -> tuple[pd.DataFrame, pd.DataFrame]:
    place = min(ceiling.place, reader.ceiling.place)
    return _counted(watch, place, watch.heads()[1], now_ms() // MINUTE)


@lru_cache(maxsize=4)
@patience.reads
def _counted(watch: Watch, place: int, _head: int, _minute: int) -> tuple[pd.DataFrame, ...]:
    """What was shared (`owner`, `minutes_shared`) and received (`country`, `owner`, `minutes_seen`,
    `minutes_acted`), a row an object and for each who received it; both with `added_us`, `type` and
    the `place` of the strictest mark.
    """
    o, r, a = OBJECTS.c, REACHED.c, ACTS.c
    fit = sa.and_(o.place <= place, o.type.not_in(TYPES))
    first = (
        sa.select(
            o.stix_id,
            sa.func.min(o.owner).label("owner"),
            sa.func.min(o.first_seen_ms).label("first_ms"),
            sa.func.min(o.added_us).label("added_us"),
            sa.func.min(o.type).label("type"),
            sa.func.max(o.place).label("place"),
        )
        .where(fit)
        .group_by(o.stix_id)
    )
    arrived = (
        sa.select(
            r.audience,
            r.stix_id,
            sa.func.min(o.owner).label("owner"),
            sa.func.min(r.added_us).label("added_us"),
            sa.func.min(r.type).label("type"),
            sa.func.max(r.place).label("place"),
        )
        .join(OBJECTS, o.seq == r.seq)
        .where(fit, ~r.audience.like("group:%"), r.audience != o.owner)
        .group_by(r.audience, r.stix_id)
    )
    did = sa.select(a.stix_id, a.country, a.act, a.at_ms).where(a.act.in_((acts.SEEN, acts.ACTED)))
    columns = (
        ("stix_id", "owner", "first_ms", "added_us", "type", "place"),
        ("country", "stix_id", "owner", "added_us", "type", "place"),
        ("stix_id", "country", "act", "at_ms"),
    )
    with watch.engine.connect() as connection:
        sent, received, done = (
            pd.DataFrame([tuple(row) for row in connection.execute(each)], columns=[*names])
            for each, names in zip((first, arrived, did), columns, strict=True)
        )
    took = (sent["added_us"] // 1000 - pd.to_numeric(sent["first_ms"])) / MINUTE
    took = took.astype(float)  # where there is none, too
    sent["minutes_shared"] = took.where(took >= 0)  # first seen after it was shared: a wrong clock
    for act in (acts.SEEN, acts.ACTED):
        when = done[done["act"] == act][["stix_id", "country", "at_ms"]]
        received = received.merge(
            when.rename(columns={"at_ms": act}), how="left", on=["stix_id", "country"]
        )
        spent = pd.to_numeric(received[act]) - received["added_us"] // 1000
        received[f"minutes_{act}"] = spent.astype(float).clip(lower=0) / MINUTE
    return sent, received
