"""The request that is open at the desk: its clock, reasons and history, the answer, and the steps a
reader may take; what cannot be taken back is held for a minute.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from components.elements.desk import Detail, Step
from components.screens import watch_receipts, watch_rows
from components.shell import state, viewer
from data.geography import countries
from data.watch import database, holding, ledger, lifecycle, patience
from data.watch.ledger import Line, Watch
from data.watch.lifecycle import ANSWERS, HELD, STAGES, STATUS, WORDS, Case, Event
from data.watch.model import Proposal
from errors import ThreatsError
from languages.english import watch as words
from security.tlp import Tlp
from security.viewer import HEADQUARTERS, Viewer

KEYS = {"located": "L", "not_here": "H", "need_more": "M"}


def detail(watch: Watch, who: Viewer, number: int) -> Detail | None:
    """One request and what can be done about it; None where it is not this reader's any more."""
    try:
        proposal, case, events = watch.visible(who).case(number)
    except KeyError:  # the mark or the right changed since the row was drawn
        return None
    turn = case.turns.get(who.country) if who.bureau != HEADQUARTERS else None
    row = (
        watch_rows.of_line(Line(number, proposal, case.stage, turn))
        if turn
        else watch_rows.of_proposal(number, proposal, case.stage)
    )
    answers = turn is not None and who.acts_for == who.country
    asks = countries.in_sentence(proposal.requesting)
    return Detail(
        id=number,
        row=row,
        notes=[words.NO_NAME(country=asks)],
        facts=_facts(who, proposal, case),
        history=[_told(event) for event in events],
        choices=[(name, words.CHOICES[name], KEYS[name]) for name in ANSWERS] if answers else (),
        marks=[mark.value for mark in Tlp if mark >= proposal.tlp] if answers else (),
        heading=words.ANSWERS_OF(country=countries.name(who.country)) if answers else "",
        reaches=words.REACHES_ONLY(country=asks) if answers else "",
        steps=_steps(who, proposal, case),
        steps_note=words.ARRESTED_AFTER() if answers else "",
    )


def _facts(who: Viewer, proposal: Proposal, case: Case) -> list[tuple[str, str]]:
    """What it is, as pairs of a name and its words."""
    facts = [
        (words.REFERENCE(), words.DATED(reference=proposal.reference, day=proposal.date)),
        (words.STAGE(), WORDS[case.stage]),
    ]
    turn = case.turns.get(who.country) if who.bureau != HEADQUARTERS else None
    if turn is not None:
        facts.append((words.WHY(country=countries.in_sentence(who.country)), "; ".join(turn.why)))
        facts.append((words.ARRIVED(), watch_rows.at(turn.arrived_ms)))
        facts.append((words.DUE_AT(), watch_rows.at(turn.due_ms)))
    elif case.turns:
        facts.append((words.REACHED_TITLE(), watch_receipts.places(sorted(case.turns))))
    return facts


def _steps(who: Viewer, proposal: Proposal, case: Case) -> list[Step]:
    """The steps of this reader that may follow now."""
    found = []
    for step in (*STAGES, "arrested", "returned"):
        country = "" if step in STAGES else who.country
        if not who.acts_for or not lifecycle.may(who.acts_for, proposal.requesting, step, country):
            continue
        turn = case.turns.get(country)
        if country and (turn is None or STATUS.index(turn.status) >= STATUS.index(step)):
            continue
        with suppress(lifecycle.ImpossibleError):
            lifecycle.check(case, step, country, "")
            found.append(_step(step, proposal, case))
    return found


def _step(step: str, proposal: Proposal, case: Case) -> Step:
    if step not in HELD:
        return Step(step=step, label=words.TAKE[step])
    reaches = watch_receipts.reaches(proposal, case, step)
    return Step(
        step=step,
        label=words.TAKE[step],
        heading=words.ASKED_ONCE_MORE(step=WORDS[step]),
        asks=words.ASKS_ONCE_MORE(reference=proposal.reference, places=reaches),
    )


def _told(event: Event) -> tuple[str, str]:
    """One row of the history, and the message that came with it."""
    said = {
        "moment": watch_rows.at(event.at_ms),
        "what": ANSWERS.get(event.answer) or WORDS[event.step],
        "who": viewer.taker(event.who) or "–",
        "tlp": event.tlp.value,
    }
    if event.country:
        return words.TOLD_OF(country=countries.name(event.country), **said), event.text
    return words.TOLD(**said), event.text


def seen(watch: Watch, who: Viewer, number: int) -> None:
    """Opening what nobody opened yet counts as seen."""
    if not number or who.acts_for != who.country or not who.country:
        return
    try:
        with patience.within(patience.page()):
            _, case, _ = watch.visible(who).case(number)
            turn = case.turns.get(who.country)
            now = still(watch, who)
            if turn is not None and turn.status == "new" and turn.open and now:
                watch.step(number, "seen", now.who, now.acts_for, who.country)
    except (KeyError, ThreatsError, ledger.SQLAlchemyError) as fault:
        logging.getLogger(__name__).warning("The watch: %s", database.plain(fault))


def still(watch: Watch, who: Viewer) -> Viewer | None:
    """Who acts, where that still is for whom the page was drawn."""
    now = viewer.now(free=watch.purpose_known() == "demonstration")
    if who.bureau == HEADQUARTERS and not now.bureau:
        now = now.over_all()  # all countries of a demonstration
    return now if now.acts_for == who.acts_for else None


def act(watch: Watch, who: Viewer, said: Mapping[str, Any]) -> None:
    """Takes a step, holds it, or undoes what is held, and keeps a receipt of what came of it; what
    names no number is left out.
    """
    state.speak()
    if not isinstance(said.get("held" if said["do"] == "undo" else "id"), int):
        return
    try:
        with patience.within(patience.page()):
            now = still(watch, who)
            if now is None:  # the page was drawn for who is that no more
                watch_receipts.keep("fault", words.NOT_DONE(), words.NO_LONGER())
            elif said["do"] == "undo":
                _undo(watch, now, said)
            else:
                _take(watch, now, said)
    except KeyError:
        watch_receipts.keep("fault", words.NOT_DONE(), words.NO_LONGER())
    except (ledger.SQLAlchemyError, ledger.WatchError) as fault:
        logging.getLogger(__name__).error("The watch: %s", database.plain(fault))
        watch_receipts.keep("fault", words.NOT_DONE(), words.NOT_KEPT())
    except ThreatsError as refused:
        watch_receipts.keep("fault", words.NOT_DONE(), words.NOT_RECORDED(fault=str(refused)))


def _take(watch: Watch, who: Viewer, said: Mapping[str, Any]) -> None:
    number, step = said["id"], str(said.get("step") or "answered")
    answer = str(said["answer"]) if said["do"] == "answer" else ""
    text = str(said.get("text") or "") if answer else ""
    country = "" if step in STAGES else who.country
    tlp = said.get("tlp") if answer else None
    mark = Tlp(tlp) if tlp in {each.value for each in Tlp} else None
    if step in HELD:
        held = holding.hold(watch, number, step, who.who, who.acts_for, country)
        watch_receipts.keep("held", "", "", held.id)
        return
    event = watch.step(number, step, who.who, who.acts_for, country, answer, text, tlp=mark)
    proposal, case, _ = watch.visible(who).case(number)
    watch_receipts.keep(
        "sent",
        words.SENT(
            step=ANSWERS.get(answer, WORDS[step]),
            reference=proposal.reference,
            time=watch_rows.at(event.at_ms),
            row=event.id,
        ),
        words.REACHED_BY(places=watch_receipts.reaches(proposal, case, step)),
    )
    if answer:
        _, times = state.chosen(state.SENT) or (0, 0)
        state.choose(state.SENT, (number, times + 1))


def _undo(watch: Watch, who: Viewer, said: Mapping[str, Any]) -> None:
    holding.undo(watch, said["held"], who.acts_for)
