"""The watch: a country's queue with its answers, what it asked of others, a form for new proposals,
and headquarters' view.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import streamlit as st

from components.screens import headquarters
from components.shell import menu, state, viewer
from data.geography import countries
from data.query import Filters
from data.watch import database, ledger, lifecycle, model, routing
from data.watch.ledger import Line, Watch
from data.watch.lifecycle import ANSWERS, STAGES, WORDS, Event, Turn
from data.watch.model import COLOURS, Proposal
from errors import ThreatsError
from security.tlp import Tlp
from security.viewer import HEADQUARTERS, Viewer

CHIPS = {  # INTERPOL's colours, each with ink that is legible on it
    "red": ("#b3202c", "#ffffff"),
    "blue": ("#1d5c9a", "#ffffff"),
    "green": ("#1f6b3a", "#ffffff"),
    "yellow": ("#f2c94c", "#14212b"),
    "black": ("#14212b", "#ffffff"),
    "orange": ("#e08a1e", "#14212b"),
    "purple": ("#6b4a9e", "#ffffff"),
    "silver": ("#c3ced5", "#14212b"),
}
NOTE = (
    "A red notice is a request to locate a person, not proof of guilt. No names and no pictures:"
    " the reference leads to the requesting bureau's own system."
)
REACHES = {
    "itself": "these countries",
    "land": "their neighbours by land",
    "strait": "their neighbours across a strait",
}


def show(asked: Filters) -> None:
    """The whole page."""
    try:
        if database.address() is None:
            st.info(menu.plain(database.SWITCH_ON()), icon=":material/notifications_off:")
            st.text(
                "Once it is on, a proposed notice appears here, on the screens of the countries it"
                " concerns, with the reason and the clock running."
            )
            return
        watch = ledger.current()
        demonstration = watch is not None and watch.purpose_known() == "demonstration"
        who = viewer.now(free=demonstration)
        if demonstration:
            st.warning(
                "DEMONSTRATION: every proposal here is invented.", icon=":material/theater_comedy:"
            )
        if not who.bureau:
            viewer.keep(who.country)
        _views(watch, who, demonstration)
        _rules()
    except (ThreatsError, ledger.SQLAlchemyError) as fault:
        logging.getLogger(__name__).error("The watch: %s", database.plain(fault))
        st.error(
            "The store of proposals does not answer. Nothing that was accepted is lost; the page"
            " comes back with it.",
            icon=":material/error:",
        )
    st.caption(NOTE)


def _rules() -> None:
    """The table that decides whom a proposal concerns, as everyone may read it."""
    rules = routing.current()
    with st.expander("Whom a proposal reaches, and why: the rules", icon=":material/route:"):
        st.dataframe(
            [
                {
                    "Begins with": model.RELATIONS[each.begins].capitalize(),
                    "Reaches": REACHES[each.reach],
                    "Colours": (
                        ", ".join(each.colours) if len(each.colours) < len(COLOURS) else "all"
                    ),
                    "Reason the country reads": each.says.replace("{place}", "that country"),
                }
                for each in rules.rules
            ],
            hide_index=True,
            height="content",
            alt=(
                "The rules: which countries of a proposal they begin with, whom they reach, for"
                " which colours, and the reason the country reads"
            ),
        )
        days = ", ".join(f"{colour} {number}" for colour, number in rules.days.items())
        st.caption(
            "The asking country is never told of its own proposal. Days until an answer is"
            f" overdue, by colour: {days}."
        )


def _views(watch: Watch | None, who: Viewer, demonstration: bool) -> None:
    ways = ["Queue", "Asked by us"] if who.country else []
    ways += ["All countries"] if who.sees_all else []
    ways += ["Propose"] if who.acts_for or who.bureau == HEADQUARTERS else []
    with st.container(horizontal=True, vertical_alignment="center", key="watch_head"):
        way = (
            st.segmented_control(
                "View",
                ways,
                default=ways[0],
                key=f"watch-view-{'-'.join(ways)}",
                required=True,
                label_visibility="collapsed",
            )
            if len(ways) > 1
            else (ways or [""])[0]
        )
        _door(who)
    if way == "Propose":
        _propose(who, demonstration)
    elif not way:
        st.info(
            "Choose your country above: its queue opens here, and news of it reach you on every"
            " page.",
            icon=":material/flag:",
        )
    elif watch is None:
        st.info(
            "Nothing was proposed yet. Proposals come in by POST /api/notices, by python -m data"
            " notice add, or by the form here.",
            icon=":material/inbox:",
        )
    elif way == "All countries":
        headquarters.show(watch, demonstration)
    elif way == "Asked by us":
        _requested(watch, who)
    else:
        _queue(watch, who)


def _door(who: Viewer) -> None:
    """Who is reading, and how to say so."""
    if who.bureau:
        st.text(
            "Headquarters"
            if who.bureau == HEADQUARTERS
            else f"Bureau of {countries.name(who.bureau)}"
        )
        if state.chosen(state.BUREAU):
            st.button("Leave", on_click=viewer.sign_out, key="watch-leave")
    elif not who.free:
        with (
            st.popover("Your bureau's token", icon=":material/key:"),
            st.form("watch-token", clear_on_submit=True, border=False),
        ):
            st.text_input("Token", type="password", max_chars=200, key="watch-token-text")
            st.form_submit_button("Identify", on_click=_identify)
            if state.chosen(state.SAID) == (0, "unknown"):
                st.error("No bureau has this token.")


def _identify() -> None:
    known = viewer.sign_in(state.chosen("watch-token-text") or "")
    state.choose(state.SAID, None if known else (0, "unknown"))


# ---- the queue


def _queue(watch: Watch, who: Viewer) -> None:
    numbers = watch.numbers(who.country, watch.head())
    names = {
        "": "Open",
        "new": "New",
        "waiting": "Waiting for answer",
        "overdue": "Overdue",
        "done": "Done",
    }
    with st.container(key="watch_buckets"):
        bucket = st.segmented_control(
            "Queue",
            list(names),
            default="",
            format_func=lambda each: f"{names[each]} · {numbers[each or 'open']:,}",
            key="watch-bucket",
            required=True,
            label_visibility="collapsed",
            on_change=lambda: state.choose(state.OLDER, ()),
        )
    older: tuple[int, ...] = state.chosen(state.OLDER) or ()
    lines = watch.queue(who.country, bucket or "", older[-1] if older else None, ledger.PAGE + 1)
    if not lines:
        st.info(
            f"Nothing {'here' if bucket else 'waits'} for {countries.name(who.country)}.",
            icon=":material/done_all:",
        )
    for line in lines[: ledger.PAGE]:
        _line(watch, who, line)
    _turn_pages(
        older, lines[ledger.PAGE - 1].turn.first_event if len(lines) > ledger.PAGE else None
    )


def _turn_pages(older: tuple[int, ...], further: int | None) -> None:
    with st.container(horizontal=True, key="watch_pages"):
        if older:
            st.button(
                "Newer",
                on_click=lambda: state.choose(state.OLDER, older[:-1]),
                icon=":material/arrow_back:",
                key="watch-newer",
            )
        if further is not None:
            st.button(
                "Older",
                on_click=lambda: state.choose(state.OLDER, (*older, further)),
                icon=":material/arrow_forward:",
                key="watch-older",
            )


def _chip(colour: str) -> None:
    """The notice's colour with its word; both are from our own list."""
    ground, ink = CHIPS[colour]
    st.html(
        f'<span style="background:{ground};color:{ink};border-radius:0.3rem;box-shadow:0 0 0 1px'
        " #8a97a080;padding:0.1rem 0.55rem;font-weight:600;font-size:0.85rem;"
        f'white-space:nowrap">{colour.capitalize()}</span>',
        width="content",
    )


def age(ms: int) -> str:
    """A span in words: `5 min`, `3 h`, `2 days`."""
    minutes = max(ms, 0) // 60_000
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"


def _clock(line: Line) -> str:
    now, turn = ledger.now_ms(), line.turn
    parts = [f"arrived {age(now - turn.arrived_ms)} ago"]
    if line.overdue(now):
        parts.append(f"answer overdue by {age(now - turn.due_ms)}")
    elif turn.open and turn.answered_ms is None:
        parts.append(f"answer due in {age(turn.due_ms - now)}")
    elif turn.answered_ms is not None:
        parts.append(f"first answer after {age(turn.answered_ms - turn.arrived_ms)}")
    return ", ".join(parts)


def _title(proposal: Proposal) -> str:
    return (
        f"{proposal.reference} · {model.OFFENCES[proposal.offence]} · asked by"
        f" {countries.name(proposal.requesting)} · {proposal.date} · {proposal.tlp}"
    )


def _line(watch: Watch, who: Viewer, line: Line) -> None:
    turn, number, late = line.turn, line.id, line.overdue(ledger.now_ms())
    with st.container(border=True, key=f"watch-row-{number}", gap="small"):
        if not who.may_see(line.proposal.tlp):
            with st.container(horizontal=True, vertical_alignment="center"):
                _chip(line.proposal.colour)
                st.text(
                    f"Marked {line.proposal.tlp}: for {countries.name(who.country)}'s bureau only."
                    f" {_clock(line).capitalize()}."
                )
            return
        mine, opened = who.acts_for == who.country, state.chosen(state.OPENED) == number
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _chip(line.proposal.colour)
            st.text(_title(line.proposal), width="stretch")
            if mine:
                st.button(
                    "Mark seen",
                    key=f"watch-seen-{number}",
                    icon=":material/visibility:",
                    on_click=_take,
                    args=(watch, who, number, "seen"),
                    disabled=turn.status != "new",
                )
            label = "Close" if opened else "Answer" if mine else "History"
            st.button(
                label,
                key=f"watch-open-{number}",
                on_click=state.choose,
                args=(state.OPENED, None if opened else number),
                type="primary" if turn.open and not opened and mine else "secondary",
            )
        st.caption(
            menu.plain(
                f"{'⚠ ' if late else ''}{_clock(line)} · {_stands(line.stage, turn)} · why"
                f" {countries.name(who.country)}: {'; '.join(turn.why)}"
            )
        )
        if opened:
            _opened(watch, who, number)


def _stands(stage: str, turn: Turn) -> str:
    own = (
        ANSWERS.get(turn.answer, WORDS[turn.status])
        if turn.status == "answered"
        else WORDS[turn.status]
    )
    return f"{WORDS[stage]}; here: {own}"


def _take(
    watch: Watch, who: Viewer, number: int, step: str, answer: str = "", words: str = ""
) -> bool:
    """Records a step, and says what came of it; False where it was not recorded."""
    country = "" if step in STAGES else who.country
    try:
        watch.step(number, step, who.who, who.acts_for, country, answer, words)
        state.choose(state.SAID, (number, f"Recorded: {ANSWERS.get(answer, WORDS[step])}."))
        return True
    except (ledger.ForbiddenError, lifecycle.ImpossibleError, model.RefusedError) as refused:
        state.choose(state.SAID, (number, f"Not recorded: {refused}."))
    except ledger.SQLAlchemyError as fault:
        logging.getLogger(__name__).error("The watch: %s", database.plain(fault))
        state.choose(
            state.SAID,
            (
                number,
                (
                    "Not recorded: the store of proposals does not answer. Try again; your text is"
                    " still here."
                ),
            ),
        )
    return False


def _opened(watch: Watch, who: Viewer, number: int) -> None:
    """The history of one proposal and what can be done about it."""
    proposal, case, events = watch.case(number, who.acts_for or who.country)
    for event in events:
        _told(event)
    said = state.chosen(state.SAID)
    if said and said[0] == number:
        st.text(said[1])
    turn = case.turns.get(who.country)
    if turn is not None and who.acts_for == who.country:
        _answer(watch, who, number, turn)
    after = [
        step
        for step, (before, requesting) in STAGES.items()
        if case.stage in before and lifecycle.may(who.acts_for, proposal.requesting, step, "")
    ]
    if after:
        with st.container(horizontal=True, key=f"watch-stage-{number}"):
            for step in after:
                st.button(
                    WORDS[step].capitalize(),
                    key=f"watch-{step}-{number}",
                    on_click=_take,
                    args=(watch, who, number, step),
                )


def _told(event: Event) -> None:
    what = ANSWERS.get(event.answer) or WORDS[event.step]
    place = f"{countries.name(event.country)}: " if event.country else ""
    st.text(
        f"{datetime.fromtimestamp(event.at_ms / 1000, UTC):%Y-%m-%d %H:%M} UTC   {place}{what}  "
        f" ({event.who})" + (f"\n    {event.text}" if event.text else "")
    )


def _answer(watch: Watch, who: Viewer, number: int, turn: Turn) -> None:
    sent = (
        state.chosen(state.SENT) or 0
    )  # an emptied form after one's own answer, never after a colleague's
    choice, text = f"watch-choice-{number}-{sent}", f"watch-text-{number}-{sent}"

    def send() -> None:
        answer = state.chosen(choice)
        if answer is None:
            state.choose(state.SAID, (number, "Not recorded: choose one of the three answers."))
        elif _take(watch, who, number, "answered", answer, state.chosen(text) or ""):
            state.choose(state.SENT, sent + 1)

    with st.form(f"watch-answer-{number}-{sent}", border=False, clear_on_submit=False):
        st.radio(
            "Answer",
            list(ANSWERS),
            format_func=lambda each: ANSWERS[each].capitalize(),
            horizontal=True,
            index=None,
            key=choice,
        )
        st.text_area(
            "A word to the requesting bureau; no names",
            max_chars=model.LONGEST_TEXT,
            height=90,
            key=text,
        )
        st.form_submit_button("Send answer", type="primary", on_click=send)
    steps = [
        step
        for step, after in (("arrested", "answered"), ("returned", "arrested"))
        if turn.status == after
    ]
    for step in steps:
        st.button(
            f"Record: {WORDS[step]}",
            key=f"watch-{step}-{number}",
            on_click=_take,
            args=(watch, who, number, step),
        )


# ---- what was asked of others


def _requested(watch: Watch, who: Viewer) -> None:
    older: tuple[int, ...] = state.chosen(state.OLDER) or ()
    lines = watch.requested(who.country, older[-1] if older else None, ledger.PAGE + 1)
    if not lines:
        st.info(
            f"{countries.name(who.country)} has asked nothing of others.", icon=":material/outbox:"
        )
    for number, proposal, stage in lines[: ledger.PAGE]:
        with (
            st.container(border=True, key=f"watch-row-{number}", gap="small"),
            st.container(horizontal=True, vertical_alignment="center"),
        ):
            _chip(proposal.colour)
            if not who.may_see(proposal.tlp):
                st.text(f"Marked {proposal.tlp}: for {countries.name(who.country)}'s bureau only.")
                continue
            st.text(f"{_title(proposal)} · {WORDS[stage]}", width="stretch")
            opened = state.chosen(state.OPENED) == number
            if who.acts_for == who.country:
                st.button(
                    "Close" if opened else "Answers",
                    key=f"watch-open-{number}",
                    on_click=state.choose,
                    args=(state.OPENED, None if opened else number),
                )
        if state.chosen(state.OPENED) == number and who.acts_for == who.country:
            with st.container(key=f"watch-answers-{number}"):
                _opened(watch, who, number)
    _turn_pages(older, lines[ledger.PAGE - 1][0] if len(lines) > ledger.PAGE else None)


# ---- a new one


def _propose(who: Viewer, demonstration: bool) -> None:
    """The form for those who may; the same checks as everywhere."""
    names = dict(zip(countries.table()["iso3"], countries.table()["name"], strict=True))
    codes = sorted(names, key=names.__getitem__)
    with st.form("watch-propose"):
        st.text(
            "Nothing about a person is entered here: the reference leads to the bureau's own"
            " system."
        )
        one, two, three = st.columns(3)
        reference = one.text_input(
            "Reference",
            max_chars=48,
            placeholder="DEMO-2016/1" if demonstration else "ID-2016/1",
            key="watch-new-reference",
        )
        colour = two.selectbox(
            "Colour",
            list(COLOURS),
            format_func=lambda each: f"{each.capitalize()}: {COLOURS[each]}",
            key="watch-new-colour",
        )
        offence = three.selectbox(
            "Offence", list(model.OFFENCES), format_func=model.OFFENCES.get, key="watch-new-offence"
        )
        own = who.acts_for if who.acts_for != HEADQUARTERS else ""
        requesting = one.selectbox(
            "Requesting country",
            [own] if own else codes,
            format_func=names.get,
            key=f"watch-new-requesting-{own}",
            disabled=bool(own),
        )
        day = two.date_input("Date", "today", key="watch-new-date")
        tlp = three.selectbox("Mark", [mark.value for mark in Tlp], index=2, key="watch-new-tlp")
        concerned = {}
        for column, (relation, words) in zip(
            st.columns(2) * 2, model.RELATIONS.items(), strict=True
        ):
            concerned[relation] = column.multiselect(
                words.capitalize(), codes, format_func=names.get, key=f"watch-new-{relation}"
            )
        sent = st.form_submit_button("Propose", type="primary")
    if sent:
        document = {
            "reference": reference.strip(),
            "colour": colour,
            "requesting": requesting,
            "concerned": concerned,
            "offence": offence,
            "date": day.isoformat(),
            "tlp": tlp,
        }
        _send(who, document, demonstration)


def _send(who: Viewer, document: dict[str, object], demonstration: bool) -> None:
    watch = ledger.current(create=True)
    try:
        if watch is None:
            raise database.WatchError(database.SWITCH_ON())
        accepted = watch.add(
            [model.read(document)], who.who, who.acts_for or who.bureau, demonstration=demonstration
        )[0]
    except model.RefusedError as refused:
        st.error(
            "\n".join(
                f"- {menu.plain(each.field)}: {menu.plain(each.fault)}" for each in refused.faults
            ),
            icon=":material/error:",
        )
    except (ledger.ConflictError, ledger.ForbiddenError) as refused:
        st.error(menu.plain(str(refused)), icon=":material/error:")
    else:
        st.success(
            "Accepted." if accepted.new else "It was there already.", icon=":material/check:"
        )
        for code, why in accepted.routes.items():
            st.text(f"{countries.name(code)}: {'; '.join(why)}")
