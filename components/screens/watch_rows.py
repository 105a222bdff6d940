"""Requests as the rows of the desk show them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from components.elements.desk import Row
from data.geography import countries
from data.watch import ledger, model
from data.watch.ledger import Line
from data.watch.lifecycle import ANSWERS, WORDS, Turn
from data.watch.model import Proposal
from languages import moment
from languages.english import colours, keeping
from languages.english import watch as words

INKS = ("#ffffff", "#14212b")  # on a dark and on a light colour
SKEW_MS = 60_000  # between the clocks of two machines that keep time


def at(ms: int) -> str:
    """A moment in the world's time."""
    return moment(datetime.fromtimestamp(ms / 1000, UTC))


def of_line(line: Line) -> Row:
    """One request as the queue has it."""
    turn = line.turn
    return _shown(
        line.id,
        line.proposal,
        why="; ".join(turn.why),
        arrived=turn.arrived_ms,
        due=turn.due_ms,
        said=stands(turn),
        fresh=turn.open and turn.status == "new",
    )


def stands(turn: Turn) -> str:
    """What stands in place of a running clock; empty where it runs."""
    now = ledger.now_ms()
    if turn.arrived_ms - now > SKEW_MS:
        return keeping.CLOCK_BEHIND()
    if turn.open and turn.answered_ms is None:
        return ""
    if turn.answered_ms is not None and turn.arrived_ms - turn.answered_ms > SKEW_MS:
        return keeping.CLOCK_TURNED()
    if turn.open:
        return words.DAYS_LONG((now - (turn.answered_ms or now)) // 86_400_000)
    return ANSWERS[turn.answer] if turn.status == "answered" else WORDS[turn.status]


def of_proposal(number: int, proposal: Proposal, stage: str) -> Row:
    """A proposal as who asked for it, or who decides, has it."""
    return _shown(number, proposal, why=proposal.reference, said=WORDS[stage])


def _shown(number: int, proposal: Proposal, **more: Any) -> Row:
    ground = model.COLOURS[proposal.colour]
    return Row(
        **{
            "id": number,
            "chip": colours.CHIPS[proposal.colour],
            "ground": ground,
            "ink": ink(ground),
            "title": model.OFFENCES[proposal.offence],
            "asks": countries.name(proposal.requesting),
            "reference": proposal.reference,
            "tlp": proposal.tlp.value,
            "arrived": 0,
            "due": 0,
            **more,
        }
    )


def ink(ground: str) -> str:
    """The ink that is legible on a colour, by the luminance WCAG 2 gives it."""
    parts = (int(ground[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    light = sum(each * share for each, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
    return INKS[light > 0.2]
