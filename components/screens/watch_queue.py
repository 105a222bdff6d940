"""The proposals that reached a country, with their clocks, and those it requested itself."""

from __future__ import annotations

import streamlit as st

from components.screens import watch_proposal
from components.shell import menu, state
from data.geography import countries
from data.watch import ledger, model
from data.watch.ledger import Line, Watch
from data.watch.lifecycle import ANSWERS, WORDS, Turn
from data.watch.model import Proposal
from languages import Sentence
from languages.english import colours, keeping
from languages.english import watch as words
from security.viewer import Viewer

INKS = ("#ffffff", "#14212b")  # on a dark and on a light colour

SKEW_MS = 60_000  # between the clocks of two machines that keep time


def show(watch: Watch, who: Viewer) -> None:
    """The queue of the reader's country, a bucket and a page of it at a time."""
    sight = watch.visible(who)
    numbers = sight.numbers(who.country, watch.head())
    with st.container(key="watch_buckets"):
        bucket = st.segmented_control(
            words.QUEUE(),
            list(words.BUCKETS),
            default="",
            format_func=lambda each: words.BUCKET(
                bucket=words.BUCKETS[each], n=numbers[each or "open"]
            ),
            key="watch-bucket",
            required=True,
            label_visibility="collapsed",
            on_change=lambda: state.choose(state.OLDER, ()),
        )
    older: tuple[int, ...] = state.chosen(state.OLDER) or ()
    lines = sight.queue(who.country, bucket or "", older[-1] if older else None, ledger.PAGE + 1)
    if not lines:
        nothing = words.NOTHING_HERE if bucket else words.NOTHING_WAITS
        st.info(nothing(country=countries.in_sentence(who.country)), icon=":material/done_all:")
    for line in lines[: ledger.PAGE]:
        _line(watch, who, line)
    _turn_pages(
        older, lines[ledger.PAGE - 1].turn.first_event if len(lines) > ledger.PAGE else None
    )


def requested(watch: Watch, who: Viewer) -> None:
    """What the reader's country requested of others, newest first."""
    older: tuple[int, ...] = state.chosen(state.OLDER) or ()
    before = older[-1] if older else None
    lines = watch.visible(who).requested(who.country, before, ledger.PAGE + 1)
    if not lines:
        nothing = words.NOTHING_REQUESTED(country=countries.in_sentence(who.country))
        st.info(nothing, icon=":material/outbox:")
    for number, proposal, stage in lines[: ledger.PAGE]:
        _requested(watch, who, number, proposal, stage)
    _turn_pages(older, lines[ledger.PAGE - 1][0] if len(lines) > ledger.PAGE else None)


def _requested(watch: Watch, who: Viewer, number: int, proposal: Proposal, stage: str) -> None:
    opened = state.chosen(state.OPENED) == number
    mine = who.acts_for == who.country
    with (
        st.container(border=True, key=f"watch-row-{number}", gap="small"),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        _chip(proposal.colour)
        st.text(_title(proposal, words.TITLE_AND_STAGE, stage=WORDS[stage]), width="stretch")
        if mine:
            st.button(
                words.CLOSE() if opened else words.ANSWERS(),
                key=f"watch-open-{number}",
                on_click=state.choose,
                args=(state.OPENED, None if opened else number),
            )
    if opened and mine:
        with st.container(key=f"watch-answers-{number}"):
            watch_proposal.show(watch, who, number)


def _turn_pages(older: tuple[int, ...], further: int | None) -> None:
    with st.container(horizontal=True, key="watch_pages"):
        if older:
            st.button(
                words.NEWER(),
                on_click=lambda: state.choose(state.OLDER, older[:-1]),
                icon=":material/arrow_back:",
                key="watch-newer",
            )
        if further is not None:
            st.button(
                words.OLDER(),
                on_click=lambda: state.choose(state.OLDER, (*older, further)),
                icon=":material/arrow_forward:",
                key="watch-older",
            )


def _line(watch: Watch, who: Viewer, line: Line) -> None:
    """One proposal of the queue, opened where the reader opened it."""
    turn, number = line.turn, line.id
    with st.container(border=True, key=f"watch-row-{number}", gap="small"):
        mine, opened = who.acts_for == who.country, state.chosen(state.OPENED) == number
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _chip(line.proposal.colour)
            st.text(_title(line.proposal), width="stretch")
            if mine:
                st.button(
                    words.MARK_SEEN(),
                    key=f"watch-seen-{number}",
                    icon=":material/visibility:",
                    on_click=watch_proposal.take,
                    args=(watch, who, number, "seen"),
                    disabled=turn.status != "new",
                )
            label = words.CLOSE if opened else words.ANSWER if mine else words.HISTORY
            st.button(
                label(),
                key=f"watch-open-{number}",
                on_click=state.choose,
                args=(state.OPENED, None if opened else number),
                type="primary" if turn.open and not opened and mine else "secondary",
            )
        st.caption(menu.plain(_stands(line, who.country)))
        if opened:
            watch_proposal.show(watch, who, number)


def ink(ground: str) -> str:
    """The ink that is legible on a colour, by the luminance WCAG 2 gives it."""
    parts = (int(ground[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    light = sum(each * share for each, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
    return INKS[light > 0.2]


def _chip(colour: str) -> None:
    """The notice's colour with its word; both are from our own list."""
    ground = model.COLOURS[colour]
    st.html(
        f'<span style="background:{ground};color:{ink(ground)};border-radius:0.3rem;'
        "box-shadow:0 0 0 1px #8a97a080;padding:0.1rem 0.55rem;font-weight:600;font-size:0.85rem;"
        f'white-space:nowrap">{colours.CHIPS[colour]}</span>',
        width="content",
    )


def _title(proposal: Proposal, template: Sentence = words.TITLE, **more: str) -> str:
    return template(
        reference=proposal.reference,
        offence=model.OFFENCES[proposal.offence],
        country=countries.in_sentence(proposal.requesting),
        day=proposal.date,
        tlp=proposal.tlp.value,
        **more,
    )


def _age(ms: int) -> str:
    """A span as a reader says it: `5 min`, `3 h`, `2 days`."""
    minutes = max(ms, 0) // 60_000
    if minutes < 60:
        return words.MINUTES(minutes)
    return words.HOURS(minutes // 60) if minutes < 48 * 60 else words.DAYS_LONG(minutes // 1440)


def _clock(line: Line) -> str:
    """How long ago a proposal arrived, and how its answer stands in time."""
    now, turn = ledger.now_ms(), line.turn
    arrived = _age(now - turn.arrived_ms)
    if turn.arrived_ms - now > SKEW_MS:
        return keeping.CLOCK_BEHIND()
    if turn.answered_ms is not None and turn.arrived_ms - turn.answered_ms > SKEW_MS:
        return keeping.CLOCK_TURNED(age=arrived)
    if line.overdue(now):
        return words.OVERDUE(age=arrived, late=_age(now - turn.due_ms))
    if turn.open and turn.answered_ms is None:
        return words.DUE(age=arrived, left=_age(turn.due_ms - now))
    if turn.answered_ms is not None:
        return words.ANSWERED(age=arrived, took=_age(turn.answered_ms - turn.arrived_ms))
    return words.ARRIVED(age=arrived)


def _stands(line: Line, country: str) -> str:
    """The clock, where the proposal stands, here and in all, and why it is this country's."""
    template = words.STANDS_LATE if line.overdue(ledger.now_ms()) else words.STANDS
    return template(
        clock=_clock(line),
        stage=WORDS[line.stage],
        own=_own(line.turn),
        country=countries.in_sentence(country),
        why="; ".join(line.turn.why),
    )


def _own(turn: Turn) -> str:
    if turn.status == "answered":
        return ANSWERS.get(turn.answer, WORDS[turn.status])
    return WORDS[turn.status]
