"""The life of a proposal: which step may follow, who takes it, and the state that a history adds up
to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from errors import ThreatsError
from languages.english import proposals as words
from security.tlp import Tlp
from security.viewer import HEADQUARTERS

# Steps of the whole proposal: after which stage, and by whom besides headquarters.
STAGES = MappingProxyType(
    {
        "under_review": (("proposed",), False),
        "published": (("proposed", "under_review"), False),
        "refused": (("proposed", "under_review"), False),
        "withdrawn": (("proposed", "under_review", "published"), True),
    }
)
# Steps of each country concerned, in their order.
STEPS = ("seen", "answered", "arrested", "returned")
REMINDED = "reminded"  # by headquarters, of a country that is late; changes nothing else
# What cannot be taken back once it is in the history: it waits outside, see `holding`.
HELD = ("arrested", "returned", "withdrawn", "published", "refused")
ANSWERS, WORDS = words.ANSWERS, words.STEPS
STATUS = ("new", *STEPS)
ENDED = ("refused", "withdrawn")


class ImpossibleError(ThreatsError):
    """A step cannot follow what came before; says why."""


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the history: never changed, never removed."""

    id: int
    proposal: int
    at_ms: int
    who: str
    step: str
    country: str = ""
    answer: str = ""
    text: str = ""
    routes: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # of the step "proposed": countries and why
    due_days: int = 0
    tlp: Tlp = Tlp.RED  # who may know of the step; never less strict than the proposal's


@dataclass(frozen=True, slots=True)
class Held:
    """A step that waits outside the history until `enters_ms`; `became` is empty while it waits,
    then `entered` (as the row `event`), `undone`, or `dropped` where it could follow no more.
    """

    id: int
    proposal: int
    step: str
    country: str
    bureau: str
    who: str
    text: str
    tlp: Tlp
    begun_ms: int
    enters_ms: int
    became: str = ""
    event: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """Where one country stands with one proposal; times in milliseconds since 1970, None until it
    happened.
    """

    country: str
    why: tuple[str, ...]
    arrived_ms: int
    due_ms: int
    first_event: int
    status: str = "new"
    answer: str = ""
    seen_ms: int | None = None
    answered_ms: int | None = None  # the first answer
    arrested_ms: int | None = None
    returned_ms: int | None = None
    open: bool = True
    last_event: int = 0
    tlp: Tlp = Tlp.RED  # the strictest mark of what it adds up from


@dataclass(frozen=True, slots=True)
class Case:
    """Where a proposal stands, everywhere."""

    stage: str = ""
    turns: Mapping[str, Turn] = field(default_factory=dict)


def after(case: Case, event: Event) -> Case:
    """The state once this happened as well; of two answers at the same moment the later row is the
    state, and both stay in the history.
    """
    if event.step == "proposed":
        due = event.at_ms + event.due_days * 86_400_000
        return Case(
            "proposed",
            {
                code: Turn(
                    code,
                    tuple(why),
                    event.at_ms,
                    due,
                    event.id,
                    last_event=event.id,
                    tlp=event.tlp,
                )
                for code, why in event.routes.items()
            },
        )
    if not event.country:
        return Case(
            event.step,
            {
                code: _settled(replace(turn, last_event=event.id), event.step)
                for code, turn in case.turns.items()
            },
        )
    turn = case.turns[event.country]
    if event.step == REMINDED:
        told = replace(turn, last_event=event.id)
        return replace(case, turns={**case.turns, event.country: told})
    moved = replace(
        turn,
        status=STATUS[max(STATUS.index(turn.status), STATUS.index(event.step))],
        answer=event.answer or turn.answer,
        last_event=event.id,
        tlp=max(turn.tlp, event.tlp),
    )
    moved = _dated(moved, event)
    return replace(case, turns={**case.turns, event.country: _settled(moved, case.stage)})


def _dated(turn: Turn, event: Event) -> Turn:
    match event.step:
        case "seen":
            return replace(turn, seen_ms=turn.seen_ms or event.at_ms)
        case "answered":
            return replace(turn, answered_ms=turn.answered_ms or event.at_ms)
        case "arrested":
            return replace(turn, arrested_ms=turn.arrested_ms or event.at_ms)
        case _:
            return replace(turn, returned_ms=turn.returned_ms or event.at_ms)


def _settled(turn: Turn, stage: str) -> Turn:
    waits = turn.status in ("new", "seen") or (
        turn.status == "answered" and turn.answer == "need_more"
    )
    return replace(turn, open=waits and stage not in ENDED)


def fold(events: Iterable[Event]) -> Case:
    """The state a history adds up to."""
    case = Case()
    for event in events:
        case = after(case, event)
    return case


def seen_from(events: Iterable[Event], lowest: Tlp) -> dict[str, list[tuple[int, int, Turn]]]:
    """Where each country stands to those whose strictest mark lies between two places, the first
    and the last, from `lowest`, the proposal's, on: who may not see a step sees what stood without.
    """
    happened = tuple(events)
    levels = sorted({lowest, *(each.tlp for each in happened)})
    found: dict[str, list[tuple[int, int, Turn]]] = {}
    for level, following in zip(levels, [*levels[1:], None], strict=True):
        most = following.place - 1 if following else max(Tlp).place
        for code, turn in fold(each for each in happened if each.tlp <= level).turns.items():
            kept = found.setdefault(code, [])
            least = kept.pop()[0] if kept and kept[-1][2] == turn else level.place
            kept.append((least, most, turn))
    return found


def check(case: Case, step: str, country: str, answer: str, held: bool = False) -> None:
    """ImpossibleError where the step cannot follow; an answer always can, so that nobody loses
    what they wrote; nor is an arrest lost that was `held` when the proposal ended.
    """
    if step in STAGES:
        before, _ = STAGES[step]
        if case.stage not in before:
            raise ImpossibleError(words.CANNOT_FOLLOW(step=WORDS[step], before=WORDS[case.stage]))
        return
    if step not in STEPS:
        raise ImpossibleError(words.NO_STEP(step=repr(step), known=", ".join((*STAGES, *STEPS))))
    turn = case.turns.get(country)
    if turn is None:
        raise ImpossibleError(
            words.NOT_CONCERNED(country=country) if country else words.CONCERNS_NOT_THIS()
        )
    if (step == "answered") != bool(answer) or (answer and answer not in ANSWERS):
        raise ImpossibleError(words.NOT_AN_ANSWER(known=", ".join(ANSWERS)))
    located = turn.status in ("answered", "arrested") and turn.answer == "located"
    if step == "arrested" and not (located and (held or case.stage not in ENDED)):
        raise ImpossibleError(words.ARREST_FOLLOWS())
    if step == "returned" and turn.status not in ("arrested", "returned"):
        raise ImpossibleError(words.RETURN_FOLLOWS())


def may(bureau: str, requesting: str, step: str, country: str) -> bool:
    """Whether this bureau (a country's code, or headquarters) may take the step."""
    if step in STAGES:
        return bureau == HEADQUARTERS or (STAGES[step][1] and bureau == requesting)
    return bureau == country
