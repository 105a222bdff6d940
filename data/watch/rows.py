"""Rows of the tables as what they say, and back."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy.engine import Row

from data.watch import routing
from data.watch.lifecycle import Event, Held, Turn
from data.watch.model import Proposal
from security.tlp import Tlp


def proposal(row: Row[Any]) -> Proposal:
    """The proposal of a row."""
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


def event(row: Row[Any], proposed: Tlp, called: str = "") -> Event:
    """The step of a row, whose columns' names begin so; one without a mark of its own bears the
    proposal's.
    """
    found = {each.name: row._mapping[called + each.name] for each in fields(Event)}
    routes = json.loads(found["routes"]) if found["routes"] else {}
    return Event(
        **found
        | {
            "routes": {code: tuple(why) for code, why in routes.items()},
            "tlp": Tlp(found["tlp"]) if found["tlp"] else proposed,
        }
    )


def written(happened: Event) -> dict[str, Any]:
    """The row of a step; the database numbers it."""
    said = {code: list(why) for code, why in happened.routes.items()}
    return {
        **{name: value for name, value in asdict(happened).items() if name != "id"},
        "routes": json.dumps(said, ensure_ascii=False) if said else "",
        "tlp": happened.tlp.value,
    }


def held(row: Row[Any]) -> Held:
    """The held step of a row."""
    found = {each.name: row._mapping[each.name] for each in fields(Held)}
    return Held(**found | {"tlp": Tlp(found["tlp"])})


def held_row(waits: Held) -> dict[str, Any]:
    """The row of a held step; the database numbers it."""
    said = {name: value for name, value in asdict(waits).items() if name != "id"}
    return {**said, "tlp": waits.tlp.value}


def turn(row: Row[Any]) -> Turn:
    """Where a country stands, by its row."""
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
        Tlp(row.turn_tlp),
    )


def turn_row(number: int, least: int, most: int, stands: Turn) -> dict[str, Any]:
    """The row of where a country stands with a proposal."""
    return {
        **asdict(stands),
        "why": json.dumps(list(stands.why), ensure_ascii=False),
        "tlp": stands.tlp.value,
        "proposal": number,
        "least": least,
        "most": most,
    }
