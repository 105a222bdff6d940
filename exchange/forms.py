"""The JSON forms of proposals and of what became of them, in and out: the API and the command line
speak the same.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from data.intelligence.sight import Line as Shared
from data.watch import ledger, model
from data.watch.ledger import Accepted, Line, News
from data.watch.lifecycle import Event
from data.watch.model import Fault, Proposal, RefusedError
from exchange import stix

INSIDE = ("routes", "due_days")  # of an event: how it was counted, not what happened


def proposals(document: Any) -> list[Proposal]:
    """Proposals from one of the three forms: one, a list of them, a STIX 2.1 bundle; RefusedError
    with every fault.
    """
    if stix.is_bundle(document):
        return stix.proposals(document)
    if not isinstance(document, list):
        return [model.read(document)]
    if not 0 < len(document) <= stix.MOST:
        raise RefusedError([Fault("body", f"is not a list of 1 to {stix.MOST:,} proposals")])
    found, faults = [], []
    for place, each in enumerate(document):
        try:
            found.append(model.read(each))
        except RefusedError as refused:
            faults += [Fault(f"[{place}].{fault.field}", fault.fault) for fault in refused.faults]
    if faults:
        raise RefusedError(faults)
    return found


def accepted(each: Accepted) -> dict[str, Any]:
    """What the sender of a proposal is told."""
    return {
        "id": each.id,
        "new": each.new,
        **each.proposal.document(),
        "routes": [{"country": code, "why": list(why)} for code, why in each.routes.items()],
    }


def newest(number: int, proposal: Proposal, stage: str) -> dict[str, Any]:
    """A proposal and how far it came as a whole."""
    return {"id": number, **proposal.document(), "stage": stage}


def line(each: Line) -> dict[str, Any]:
    """One line of a country's queue; `before` asks for those after it."""
    now = ledger.now_ms()
    return {
        **newest(each.id, each.proposal, each.stage),
        "status": each.turn.status,
        "answer": each.turn.answer,
        "answer_tlp": each.turn.tlp.value,
        "why": list(each.turn.why),
        "age_hours": round(max(now - each.turn.arrived_ms, 0) / 3_600_000, 1),
        "clock_set_back": now < each.turn.arrived_ms,
        "overdue": each.overdue(now),
        "before": each.turn.first_event,
    }


def event(each: Event) -> dict[str, Any]:
    """A step as it was recorded."""
    return {name: value for name, value in asdict(each).items() if name not in INSIDE}


def news(each: News) -> dict[str, Any]:
    """What a listener hears of one event."""
    told = event(each.event)
    number, proposal = told.pop("id"), told.pop("proposal")
    return {
        "event": number,
        **told,
        "concerned_countries": list(each.countries),
        "why": list(each.why),
        "notice": {"id": proposal, **each.proposal.document()},
    }


def shared(each: Shared) -> dict[str, Any]:
    """A line of an inbox of intelligence."""
    return {
        "number": each.kept.id,
        "object": each.kept.said,
        "tlp": each.kept.tlp.value,
        "shared_by": each.kept.owner,
        "added_ms": each.kept.added_us // 1000,
        "why": list(each.reasons),
        "urgency": each.urgency,
        "acts": list(each.acts),
        "also_shared_by": each.others,
    }
