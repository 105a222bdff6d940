"""Receipts of what was done at the desk: each stays until it is closed, the last ten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from components.elements.desk import Receipt
from components.screens import watch_rows
from components.shell import state
from data.geography import countries
from data.watch.ledger import Watch
from data.watch.lifecycle import STAGES, WORDS, Case, Held
from data.watch.model import Proposal
from languages import listed
from languages.english import watch as words
from security.viewer import Viewer

MOST = 10  # receipts that are kept
NAMED = 12  # countries that a receipt names; more are counted


@dataclass(frozen=True, slots=True)
class Kept:
    """A receipt as the session keeps it; of a step that is held its number; `place` is where it is
    shown: the desk, or empty, and else where it was done.
    """

    key: str
    kind: str
    head: str
    text: str
    held: int = 0
    place: str = ""


def keep(kind: str, head: str, text: str, held: int = 0, place: str = "") -> None:
    """Adds a receipt before the others."""
    before: Sequence[Kept] = state.chosen(state.RECEIPTS) or ()
    number = 1 + max((int(each.key) for each in before if each.key.isdigit()), default=0)
    kept = Kept(str(number), kind, head, text, held, place)
    state.choose(state.RECEIPTS, (kept, *before)[:MOST])


def close(key: str) -> None:
    """Takes a receipt away."""
    before: Sequence[Kept] = state.chosen(state.RECEIPTS) or ()
    state.choose(state.RECEIPTS, tuple(each for each in before if each.key != key))


def shown(watch: Watch, who: Viewer) -> list[Receipt]:
    """What the bureau holds, whoever began it, then this session's receipts."""
    sight = watch.visible(who)
    waits = sight.held()
    for each in waits:
        _follow(each.id)
    kept: Sequence[Kept] = state.chosen(state.RECEIPTS) or ()
    asked = [each.held for each in kept if each.held and each.kind == "held"]
    became = {each.id: each for each in (sight.held(*asked) if asked else ()) if each.became}
    kept = tuple(_became(watch, who, each, became.get(each.held)) for each in kept)
    state.choose(state.RECEIPTS, kept)
    return [
        *(_held(watch, who, each) for each in waits),
        *at(""),
    ]


def _follow(held: int) -> None:
    """Keeps what is held, also by another page, until it is told what became of it."""
    kept: Sequence[Kept] = state.chosen(state.RECEIPTS) or ()
    if held not in {each.held for each in kept}:
        keep("held", "", "", held)


def at(place: str) -> list[Receipt]:
    """This session's receipts of what was done at a place, without those that are held."""
    kept: Sequence[Kept] = state.chosen(state.RECEIPTS) or ()
    return [
        Receipt(key=each.key, kind=each.kind, head=each.head, text=each.text)
        for each in kept
        if each.kind != "held" and each.place == place
    ]


def whose(watch: Watch | None, who: Viewer) -> str:
    """Who acts, in which store: what a browser's tab keeps of another is not shown."""
    return f"{who.acts_for} {watch.name}" if watch is not None and who.acts_for else ""


def _became(watch: Watch, who: Viewer, kept: Kept, now: Held | None) -> Kept:
    """A receipt of what was held, once that is over."""
    if kept.kind != "held" or now is None:
        return kept
    reference, reached = _about(watch, who, now)
    about = {"step": WORDS[now.step], "reference": reference}
    if now.became == "entered":
        head = words.SENT(time=watch_rows.at(now.enters_ms), row=now.event, **about)
        return replace(kept, kind="sent", head=head, text=words.REACHED_BY(places=reached))
    if now.became == "undone":
        return replace(kept, kind="undone", head=words.UNDONE(**about), text=words.NOBODY_TOLD())
    return replace(kept, kind="fault", head=words.DROPPED(**about), text=words.NOBODY_TOLD())


def _held(watch: Watch, who: Viewer, waits: Held) -> Receipt:
    reference, reached = _about(watch, who, waits)
    return Receipt(
        key=f"held{waits.id}",
        kind="held",
        head=words.HELD(
            step=WORDS[waits.step], reference=reference, time=watch_rows.at(waits.enters_ms)
        ),
        text=words.HELD_REACHES(places=reached),
        ends=waits.enters_ms,
        held=waits.id,
    )


def _about(watch: Watch, who: Viewer, waits: Held) -> tuple[str, str]:
    try:
        proposal, case, _ = watch.visible(who).case(waits.proposal)
    except KeyError:
        return "–", "–"
    return proposal.reference, reaches(proposal, case, waits.step)


def reaches(proposal: Proposal, case: Case, step: str) -> str:
    """Whom a step is told to: of the whole the countries concerned, of a country's own the
    requesting bureau; and the General Secretariat.
    """
    codes = sorted(case.turns) if step in STAGES else []
    return places([*codes, proposal.requesting])


def places(codes: Sequence[str]) -> str:
    """These countries and the General Secretariat, in words."""
    names = [countries.in_sentence(code) for code in dict.fromkeys(codes)]
    more = [words.MORE_COUNTRIES(len(names) - NAMED)] if len(names) > NAMED else []
    return listed([*names[:NAMED], *more, words.THE_SECRETARIAT()])
