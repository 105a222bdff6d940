"""One proposal: its history, and the steps a reader may take."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import streamlit as st

from components.shell import state, viewer
from data.geography import countries
from data.watch import database, ledger, lifecycle, model, patience
from data.watch.ledger import Watch
from data.watch.lifecycle import ANSWERS, STAGES, WORDS, Event, Turn
from languages import moment
from languages.english import watch as words
from security.tlp import Tlp
from security.viewer import Viewer


def show(watch: Watch, who: Viewer, number: int) -> None:
    """The history of one proposal and what can be done about it."""
    try:
        proposal, case, events = watch.visible(who).case(number)
    except KeyError:  # the mark or the right changed since the row was drawn
        return
    for event in events:
        st.text(_told(event))
    said = state.chosen(state.SAID)
    if said and said[0] == number:
        st.text(said[1])
    turn = case.turns.get(who.country)
    if turn is not None and who.acts_for == who.country:
        _answer(watch, who, number, turn, proposal.tlp)
    after = [
        step
        for step, (before, _) in STAGES.items()
        if case.stage in before and lifecycle.may(who.acts_for, proposal.requesting, step, "")
    ]
    if after:
        with st.container(horizontal=True, key=f"watch-stage-{number}"):
            for step in after:
                _button(words.TAKE[step], watch, who, number, step)


def take(watch: Watch, who: Viewer, number: int, step: str) -> None:
    """Records a step, and says what came of it."""
    _recorded(watch, who, number, step)


def _recorded(
    watch: Watch,
    who: Viewer,
    number: int,
    step: str,
    answer: str = "",
    message: str = "",
    tlp: Tlp | None = None,
) -> bool:
    """Records a step, and says what came of it; False where it was not recorded."""
    state.speak()
    country = "" if step in STAGES else who.country
    try:
        with patience.within(patience.PAGE):
            now = viewer.now(free=watch.purpose_known() == "demonstration")
            if now.acts_for != who.acts_for:  # the page was drawn for who is that no more
                state.choose(state.SAID, (number, words.NO_LONGER()))
                return False
            watch.step(number, step, now.who, now.acts_for, country, answer, message, tlp=tlp)
    except KeyError:
        said = words.NO_LONGER()
    except (ledger.ForbiddenError, lifecycle.ImpossibleError, model.RefusedError) as refused:
        said = words.NOT_RECORDED(fault=str(refused))
    except (ledger.SQLAlchemyError, ledger.WatchError) as fault:
        logging.getLogger(__name__).error("The watch: %s", database.plain(fault))
        said = words.NOT_KEPT()
    else:
        state.choose(state.SAID, (number, words.RECORDED(step=ANSWERS.get(answer, WORDS[step]))))
        return True
    state.choose(state.SAID, (number, said))
    return False


def _button(label: str, watch: Watch, who: Viewer, number: int, step: str) -> None:
    st.button(label, key=f"watch-{step}-{number}", on_click=take, args=(watch, who, number, step))


def _told(event: Event) -> str:
    """One row of the history, and below it the message that came with it."""
    said = {
        "moment": moment(datetime.fromtimestamp(event.at_ms / 1000, UTC)),
        "what": ANSWERS.get(event.answer) or WORDS[event.step],
        "who": viewer.taker(event.who) or "–",
        "tlp": event.tlp.value,
    }
    if event.country:
        line = words.TOLD_OF(country=countries.name(event.country), **said)
    else:
        line = words.TOLD(**said)
    return f"{line}\n    {event.text}" if event.text else line


def _answer(watch: Watch, who: Viewer, number: int, turn: Turn, proposed: Tlp) -> None:
    """The form of an answer, and the steps that follow one."""
    # an emptied form after one's own answer, never after a colleague's
    sent = state.chosen(state.SENT) or 0
    choice, text = f"watch-choice-{number}-{sent}", f"watch-text-{number}-{sent}"
    marked = f"watch-tlp-{number}"
    marks = [mark.value for mark in Tlp if mark >= proposed]

    def mark() -> Tlp:
        return Tlp(state.chosen(marked) or proposed)

    def send() -> None:
        answer = state.chosen(choice)
        if answer is None:
            state.speak()
            state.choose(state.SAID, (number, words.CHOOSE_ANSWER()))
        elif _recorded(watch, who, number, "answered", answer, state.chosen(text) or "", mark()):
            state.choose(state.SENT, sent + 1)

    with st.form(f"watch-answer-{number}-{sent}", border=False, clear_on_submit=False):
        st.radio(
            words.ANSWER(),
            list(words.CHOICES),
            format_func=lambda each: words.CHOICES[each],
            horizontal=True,
            index=None,
            key=choice,
        )
        st.text_area(words.MESSAGE(), max_chars=model.LONGEST_TEXT, height=90, key=text)
        st.selectbox(words.ANSWER_TLP(), marks, key=marked, placeholder=words.CHOOSE())
        st.form_submit_button(words.SEND(), type="primary", on_click=send)
    for step, after in (("arrested", "answered"), ("returned", "arrested")):
        if turn.status == after:
            _button(words.RECORD[step], watch, who, number, step)
