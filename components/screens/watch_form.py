"""The form for a new proposal."""

from __future__ import annotations

import streamlit as st

from components.shell import menu
from data.geography import countries
from data.watch import database, ledger, model, setting
from data.watch.model import COLOURS
from languages.english import colours
from languages.english import watch as words
from security.tlp import USUAL, Tlp
from security.viewer import HEADQUARTERS, Viewer


def show(who: Viewer, demonstration: bool) -> None:
    """The form for those who may; the same checks as everywhere."""
    codes = sorted(countries.codes(), key=countries.name)
    with st.form("watch-propose"):
        st.text(words.NO_PERSON())
        one, two, three = st.columns(3)
        reference = one.text_input(
            words.REFERENCE(),
            max_chars=48,
            placeholder="DEMO-2016/1" if demonstration else "ID-2016/1",
            key="watch-new-reference",
        )
        colour = two.selectbox(
            words.COLOUR(),
            list(COLOURS),
            format_func=lambda each: words.COLOUR_OF(
                colour=colours.CHIPS[each], purpose=colours.PURPOSES[each]
            ),
            key="watch-new-colour",
            placeholder=words.CHOOSE(),
        )
        offences = model.OFFENCES
        offence = three.selectbox(
            words.OFFENCE(),
            [*offences],
            format_func=lambda each: offences[each],
            key="watch-new-offence",
            placeholder=words.CHOOSE(),
        )
        own = who.acts_for if who.acts_for != HEADQUARTERS else ""
        requesting = one.selectbox(
            words.REQUESTING(),
            [own] if own else codes,
            format_func=countries.name,
            key=f"watch-new-requesting-{own}",
            placeholder=words.CHOOSE(),
            disabled=bool(own),
        )
        day = two.date_input(words.DATE(), "today", key="watch-new-date")
        marks = [mark.value for mark in Tlp]
        tlp = three.selectbox(
            words.TLP(),
            marks,
            index=marks.index(USUAL.value),
            key="watch-new-tlp",
            placeholder=words.CHOOSE(),
        )
        concerned = {}
        for column, relation in zip(st.columns(2) * 2, words.CONCERNED, strict=True):
            concerned[relation] = column.multiselect(
                words.CONCERNED[relation],
                codes,
                format_func=countries.name,
                key=f"watch-new-{relation}",
                placeholder=words.CHOOSE(),
            )
        sent = st.form_submit_button(words.PROPOSE(), type="primary")
    if sent:
        document: dict[str, object] = {
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
            raise setting.WatchError(database.SWITCH_ON())
        accepted = watch.add(
            [model.read(document)], who.who, who.acts_for or who.bureau, demonstration=demonstration
        )[0]
    except model.RefusedError as refused:
        faults = [
            menu.plain(words.FAULT(field=each.field, fault=each.fault)) for each in refused.faults
        ]
        st.error("\n".join(f"- {each}" for each in faults), icon=":material/error:")
    except (ledger.ConflictError, ledger.ForbiddenError) as refused:
        st.error(menu.plain(str(refused)), icon=":material/error:")
    else:
        said = words.ACCEPTED if accepted.new else words.THERE_ALREADY
        st.success(said(), icon=":material/check:")
        for code, why in accepted.routes.items():
            st.text(words.ROUTE(country=countries.name(code), why="; ".join(why)))
