"""The form to share: first whom it would reach and why, then sent as it was shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from components.shell import menu, state, viewer
from data.geography import countries
from data.intelligence import demo, draft, reach, shared
from data.intelligence.draft import Draft
from data.intelligence.shared import Preview
from data.watch import database, ledger, patience
from data.watch.ledger import Watch
from data.watch.model import RefusedError
from data.watch.setting import WatchError
from errors import ThreatsError
from languages.english import sharing as words
from security.tlp import Tlp
from security.viewer import Viewer

NEW = "exchange-new"  # before the keys of the fields
FIELDS = "kind value named name victims sectors mark day hour text to".split()


@dataclass(frozen=True, slots=True)
class Ready:
    """What was shown before it is sent, of a bureau; `turn` counts the forms that were sent."""

    owner: str = ""
    objects: tuple[Any, ...] = ()
    to: tuple[str, ...] = ()
    said: str = ""
    preview: Preview | None = None
    sent: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    turn: int = 0


def show(who: Viewer, demonstration: bool) -> None:
    """The form for a bureau, what it would do, and what came of it."""
    ready: Ready = state.chosen(state.DRAFT) or Ready()
    if ready.owner != who.acts_for:
        ready = Ready(who.acts_for, turn=ready.turn)
    codes = sorted(countries.codes(), key=countries.name)
    key = f"{NEW}-{ready.turn}"
    with st.form(key, border=True):
        st.text(words.NO_PERSON())
        one, two, three = st.columns(3)
        one.selectbox(
            words.KIND(),
            [*draft.PATHS],
            index=None,
            format_func=lambda each: words.VALUE_KINDS[each],
            placeholder=words.CHOOSE(),
            key=f"{key}-kind",
        )
        two.text_input(words.VALUE(), max_chars=2_000, key=f"{key}-value")
        three.date_input(words.FIRST_SEEN(), value=None, key=f"{key}-day")
        one.selectbox(
            words.NAMED(),
            draft.NAMED,
            index=None,
            format_func=lambda each: words.KINDS[each],
            placeholder=words.CHOOSE(),
            key=f"{key}-named",
        )
        two.text_input(words.NAME_OF_IT(), max_chars=200, key=f"{key}-name")
        three.time_input(words.AT_UTC(), value=None, key=f"{key}-hour")
        one, two = st.columns(2)
        one.multiselect(
            words.VICTIMS(),
            codes,
            format_func=countries.name,
            placeholder=words.CHOOSE(),
            key=f"{key}-victims",
        )
        two.multiselect(
            words.SECTORS(),
            draft.SECTORS,
            format_func=lambda each: draft.sector(each)["name"],
            placeholder=words.CHOOSE(),
            key=f"{key}-sectors",
        )
        groups = [
            reach.GROUP + each
            for each in reach.groups()
            if shared.may_send_to(who.acts_for, reach.GROUP + each)
        ]
        one.multiselect(
            words.TO(),
            [*groups, *codes],
            format_func=audience,
            placeholder=words.CHOOSE(),
            key=f"{key}-to",
        )
        two.selectbox(
            words.MARK(),
            [each.value for each in Tlp],
            index=None,
            placeholder=words.CHOOSE(),
            key=f"{key}-mark",
        )
        st.text_area(words.TEXT(), max_chars=draft.LONGEST, height=68, key=f"{key}-text")
        st.form_submit_button(
            words.SHOW_FIRST(), type="primary", on_click=_asked, args=(key, demonstration)
        )
    state.choose(state.DRAFT, ready)
    _below(ready, demonstration)


def _asked(key: str, demonstration: bool) -> None:
    """Takes over what was filled in, and shows whom it would reach."""
    state.speak()
    ready: Ready = state.chosen(state.DRAFT) or Ready()
    said = {each: state.chosen(f"{key}-{each}") for each in FIELDS}
    seen = None
    if said["day"] is not None and said["hour"] is not None:
        seen = datetime.combine(said["day"], said["hour"], UTC)
    filled = Draft(
        said["kind"] or "",
        said["value"] or "",
        said["named"] or "",
        said["name"] or "",
        tuple(said["victims"] or ()),
        tuple(said["sectors"] or ()),
        said["mark"] or "",
        seen,
        said["text"] or "",
    )
    kept = ledger.current()
    free = kept is not None and kept.purpose_known() == "demonstration"
    if viewer.now(free=free).acts_for != ready.owner:
        state.choose(state.DRAFT, replace(ready, preview=None, faults=(words.NO_LONGER(),)))
        return
    to = tuple(said["to"] or ())
    state.choose(state.DRAFT, _previewed(ready, filled, to, demonstration))


def audience(each: str) -> str:
    """A country or a group by its name."""
    if each.startswith(reach.GROUP):
        known = reach.groups().get(each.removeprefix(reach.GROUP))
        return words.GROUP(name=known.name if known else each)
    return countries.name(each)


def _store() -> Watch:
    watch = ledger.current(create=True)
    if watch is None:
        raise WatchError(database.SWITCH_ON())
    return watch


def _previewed(before: Ready, filled: Draft, to: tuple[str, ...], demonstration: bool) -> Ready:
    ready = Ready(before.owner, to=to, turn=before.turn)
    labels = (demo.LABEL,) if demonstration else ()
    try:
        made = draft.compose(filled, ready.owner, datetime.now(UTC), labels)
        with patience.within(patience.page()):
            preview = shared.preview(_store(), made, ready.owner, to)
    except (WatchError, ledger.SQLAlchemyError):
        return replace(ready, faults=(words.NOT_KEPT(),))
    except RefusedError as refused:
        return replace(
            ready,
            faults=tuple(
                words.FAULT(field=words.FIELDS[each.field], fault=each.fault)
                for each in refused.faults
            ),
        )
    unfit = [each for each in preview.told if each.became == "refused"]
    if unfit:
        return replace(ready, faults=tuple(each.fault for each in unfit))
    said = words.SAID(value=filled.value.strip(), name=filled.name.strip() or "–", mark=filled.mark)
    return replace(ready, objects=tuple(made), said=said, preview=preview)


def _below(ready: Ready, demonstration: bool) -> None:
    """What the form would do, or what came of it."""
    if ready.faults:
        faults = "\n".join(f"- {menu.plain(each)}" for each in ready.faults)
        st.error(faults, icon=":material/error:")
    if ready.sent:
        st.success(menu.plain(ready.sent[0]), icon=":material/check:")
        for line in ready.sent[1:]:
            st.text(line)
    if ready.preview is None:
        return
    with st.container(border=True, key="exchange-preview"):
        whom = _whom(ready)
        st.subheader(words.WOULD_REACH(len(whom)), anchor=False)
        st.text(ready.said)
        for line in whom:
            st.text(line)
        if not whom:
            st.caption(words.REACHES_NOBODY())
        st.button(
            words.SEND(len(whom)),
            type="primary",
            key="exchange-send",
            on_click=_send,
            args=(demonstration,),
        )


def _whom(ready: Ready) -> list[str]:
    """Each country that is reached, with all its reasons."""
    reached = ready.preview.reached if ready.preview else {}
    return [
        words.ROUTE(country=countries.name(code), why="; ".join(map(reach.reason, why)))
        for code, why in reached.items()
        if not code.startswith(reach.GROUP) and code != ready.owner
    ]


def _send(demonstration: bool) -> None:
    """Sends what was shown, by who still may."""
    state.speak()
    ready: Ready = state.chosen(state.DRAFT) or Ready()
    kept = ledger.current()
    free = kept is not None and kept.purpose_known() == "demonstration"
    if not ready.objects or viewer.now(free=free).acts_for != ready.owner:
        state.choose(state.DRAFT, replace(ready, preview=None, faults=(words.NO_LONGER(),)))
        return
    whom = _whom(ready)
    try:
        with patience.within(patience.page()):
            post = shared.accept(
                _store(), ready.objects, ready.owner, ready.to, demonstration=demonstration
            )
    except RefusedError as refused:
        faults = tuple(each.fault for each in refused.faults)
        state.choose(state.DRAFT, replace(ready, faults=faults))
        return
    except (WatchError, ledger.SQLAlchemyError):
        state.choose(state.DRAFT, replace(ready, faults=(words.NOT_KEPT(),)))
        return
    except ThreatsError as refused:
        state.choose(state.DRAFT, replace(ready, faults=(str(refused),)))
        return
    if refused_ones := post.those("refused"):
        faults = tuple(each.fault for each in refused_ones)
        state.choose(state.DRAFT, replace(ready, faults=faults))
        return
    sent = (words.WAS_SENT(len(whom), said=ready.said), *whom)
    state.choose(state.DRAFT, Ready(ready.owner, sent=sent, turn=ready.turn + 1))
