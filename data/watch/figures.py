"""The life cycle in figures: how long a first answer takes, what is open, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
import sqlalchemy as sa

from data.watch import patience
from data.watch.lifecycle import ANSWERS, ENDED, REMINDED
from data.watch.sight import Sight, now_ms, overdue
from languages.english import proposals as words

WEEK_MS, MONDAY_MS, HOUR_MS = 604_800_000, 259_200_000, 3_600_000  # 1970 began on a Thursday


def by_country(sight: Sight, head: int) -> pd.DataFrame:
    """Per country asked: `country`, `asked`, `open`, `overdue`, `answered`, `median_hours` to the
    first answer, per outcome its number, `late_since_ms`, when what is longest overdue was due, and
    `reminded_ms`, when it was reminded last.
    """
    return _by_country(sight, head, now_ms() // 60_000).copy()


@lru_cache(maxsize=4)
@patience.reads
def _by_country(sight: Sight, _head: int, minute: int) -> pd.DataFrame:
    turns = sight.turns
    c = turns.c
    tests = {
        "open": c.open,
        "overdue": overdue(c, minute * 60_000),
        "answered": c.answered_ms.is_not(None),
        **{answer: c.answer == answer for answer in ANSWERS},
        "arrested": c.arrested_ms.is_not(None),
        "returned": c.returned_ms.is_not(None),
    }
    sums = [sa.func.sum(sa.case((test, 1), else_=0)).label(name) for name, test in tests.items()]
    with sight.engine.connect() as connection:
        rows = connection.execute(
            sa.select(c.country, sa.func.count().label("asked"), *sums).group_by(c.country)
        ).all()
        medians = dict(_medians(connection, c, c.country))
        longest = sa.select(c.country, sa.func.min(c.due_ms)).where(overdue(c, minute * 60_000))
        late = dict(connection.execute(longest.group_by(c.country)).all())
        e = sight.events.c
        last = sa.select(e.country, sa.func.max(e.at_ms)).where(e.step == REMINDED)
        reminded = dict(connection.execute(last.group_by(e.country)).all())
    table = pd.DataFrame([tuple(row) for row in rows], columns=["country", "asked", *tests])
    return table.assign(
        median_hours=table["country"].map(medians).astype(float),
        late_since_ms=table["country"].map(late).astype(float),
        reminded_ms=table["country"].map(reminded).astype(float),
    )


@dataclass(frozen=True, slots=True)
class Panels:
    """Three counts, one unit each: proposals, country requests, answered requests; the parts of
    each sum to its whole. `returned` are among the arrested, `paused` among those that need more.
    """

    proposals: Mapping[str, int]
    requests: Mapping[str, int]
    answers: Mapping[str, int]
    countries: int
    returned: int
    paused: int

    @property
    def open(self) -> int:
        """The requests that wait for a country: in time, overdue, or paused."""
        return self.requests["in_time"] + self.requests["overdue"] + self.paused


def panels(sight: Sight, head: int) -> Panels:
    """Where proposals, requests and answers stand."""
    return _panels(sight, head, now_ms() // 60_000)


@lru_cache(maxsize=4)
@patience.reads
def _panels(sight: Sight, _head: int, minute: int) -> Panels:
    turns, cases = sight.turns, sight.cases
    c, now = turns.c, minute * 60_000
    answered, arrested = c.answered_ms.is_not(None), c.arrested_ms.is_not(None)
    tests: dict[str, sa.ColumnElement[bool]] = {
        "answered": answered,
        "in_time": sa.and_(c.open, ~answered, c.due_ms >= now),
        "overdue": overdue(c, now),
        "closed": sa.and_(~c.open, ~answered),
        "arrested": sa.and_(answered, arrested),
        **{name: sa.and_(answered, ~arrested, c.answer == name) for name in ANSWERS},
        "returned": sa.and_(answered, arrested, c.returned_ms.is_not(None)),
        "paused": sa.and_(c.open, answered),
    }
    sums = [
        sa.func.coalesce(sa.func.sum(sa.case((test, 1), else_=0)), 0).label(name)
        for name, test in tests.items()
    ]
    with sight.engine.connect() as connection:
        reached = sa.func.count(sa.distinct(c.country)).label("countries")
        row = connection.execute(sa.select(reached, *sums)).one()
        by_stage = sa.select(cases.c.stage, sa.func.count()).group_by(cases.c.stage)
        stages: dict[str, int] = dict(connection.execute(by_stage).all())
    counted = {name: int(value) for name, value in row._mapping.items()}
    waits = stages.pop("proposed", 0) + stages.pop("under_review", 0)
    return Panels(
        {"waiting": waits, **{name: stages.get(name, 0) for name in ("published", *ENDED)}},
        {name: counted[name] for name in ("answered", "in_time", "overdue", "closed")},
        {name: counted[name] for name in ("not_here", "located", "arrested", "need_more")},
        counted["countries"],
        counted["returned"],
        counted["paused"],
    )


def _medians(
    connection: sa.Connection, c: Any, group: sa.ColumnElement[Any]
) -> list[tuple[Any, float]]:
    """The median hours to the first answer per group, counted by the database."""
    took = sa.case(
        (c.answered_ms < c.arrived_ms, 0), else_=c.answered_ms - c.arrived_ms
    )  # a clock may have been set back
    ranked = (
        sa.select(
            group.label("grouped"),
            took.label("took"),
            sa.func.row_number().over(partition_by=group, order_by=took).label("place"),
            sa.func.count().over(partition_by=group).label("many"),
        )
        .where(c.answered_ms.is_not(None))
        .subquery()
    )
    r = ranked.c
    middle = (
        sa.select(r.grouped, sa.func.avg(r.took))
        .where(r.place * 2 >= r.many, r.place * 2 <= r.many + 2)
        .group_by(r.grouped)
    )
    return [
        (name, round(float(took_ms) / HOUR_MS, 2)) for name, took_ms in connection.execute(middle)
    ]


@lru_cache(maxsize=4)
@patience.reads
def _funnel(sight: Sight, _head: int) -> tuple[tuple[str, int], ...]:
    turns, events, cases = sight.turns, sight.events, sight.cases

    def reached(test: sa.ColumnElement[Any]) -> sa.Select[int]:
        return sa.select(sa.func.count(sa.distinct(turns.c.proposal))).where(test)

    counts: dict[str, sa.Select[int]] = {
        "proposed": sa.select(sa.func.count()).select_from(sight.proposals),
        "published": (
            sa.select(sa.func.count(sa.distinct(events.c.proposal))).where(
                events.c.step == "published"
            )
        ),
        "seen": reached(turns.c.status != "new"),
        "answered": reached(turns.c.answered_ms.is_not(None)),
        "located": reached(turns.c.answer == "located"),
        "arrested": reached(turns.c.arrested_ms.is_not(None)),
        "returned": reached(turns.c.returned_ms.is_not(None)),
        **{
            stage: sa.select(sa.func.count()).select_from(cases).where(cases.c.stage == stage)
            for stage in ENDED
        },
    }
    with sight.engine.connect() as connection:
        return tuple(
            (name, int(connection.execute(each).scalar() or 0)) for name, each in counts.items()
        )


def funnel(sight: Sight, head: int) -> tuple[tuple[str, int], ...]:
    """How many proposals came how far; the last two are those that ended early."""
    return tuple((words.FUNNEL[name], many) for name, many in _funnel(sight, head))


def by_week(sight: Sight, head: int) -> pd.DataFrame:
    """Per week of arrival: `week` (its Monday), `asked` (country and proposal), `median_hours` to
    the first answer.
    """
    return _by_week(sight, head).copy()


@lru_cache(maxsize=4)
@patience.reads
def _by_week(sight: Sight, _head: int) -> pd.DataFrame:
    turns = sight.turns
    week = (turns.c.arrived_ms + MONDAY_MS) // WEEK_MS
    with sight.engine.connect() as connection:
        counted = connection.execute(
            sa.select(week.label("week"), sa.func.count())
            .group_by(
                sa.literal_column("week") if sight.engine.dialect.name == "sqlite" else sa.text("1")
            )
            .order_by(sa.text("1"))
        ).all()
        medians = {int(name): hours for name, hours in _medians(connection, turns.c, week)}
    table = pd.DataFrame(
        [(int(name), int(many), medians.get(int(name))) for name, many in counted],
        columns=["week", "asked", "median_hours"],
    )
    return table.assign(
        week=pd.to_datetime(table["week"] * WEEK_MS - MONDAY_MS, unit="ms"),
        median_hours=table["median_hours"].astype(float),
    )
