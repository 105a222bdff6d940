"""A new proposal: fields of which none is filled in for anybody, whom it reaches and why before it
is sent, and a receipt that stays.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import streamlit as st

from components.elements import chart, reached
from components.elements.chart import Switch
from components.figures import reach_map
from components.indicator import places
from components.screens import watch_receipts, watch_rows
from components.shell import menu, state, viewer
from data import today
from data.geography import boundaries, countries, regions
from data.watch import database, ledger, model, routing, setting
from data.watch.ledger import Accepted, Watch
from data.watch.model import COLOURS, RefusedError
from errors import ThreatsError
from languages import listed
from languages.english import colours
from languages.english import map as words_of_maps
from languages.english import watch as words
from security.tlp import Tlp
from security.viewer import HEADQUARTERS, Viewer

PLACE = "propose"  # where receipts of proposals stand
KEY = "watch-new-{field}"
LISTS = tuple(words.CONCERNED)
VIEW = "watch-new-view"  # which part of the world its map shows
AROUND = 0.08  # of what the map shows, beside it
HEIGHT, RATIO = 230, 0.55  # pixels of that map, and its height to its width where there is room
# Beside the fields whom they reach; on a narrow screen that stands before the button.
_STYLE = """<style>@media (min-width: 900px) {
.st-key-propose {display: grid !important; gap: 0 2rem !important; align-items: start;
  grid-template: "fields reaches" "send reaches" 1fr / minmax(0, 1.25fr) minmax(0, 1fr);}
.st-key-propose > :has(.st-key-propose-fields) {grid-area: fields;}
.st-key-propose > :has(.st-key-propose-reaches) {grid-area: reaches;}
.st-key-propose > :has(.st-key-propose-send) {grid-area: send; padding-top: 1rem;}
}</style>"""
FIELDS = ("reference", "colour", "offence", "requesting", "date", "tlp", *LISTS)


def show(watch: Watch | None, who: Viewer, demonstration: bool) -> None:
    """The fields and whom they reach, for those who may; the same checks as everywhere."""
    own = who.acts_for if who.acts_for != HEADQUARTERS else ""
    st.html(_STYLE)
    st.text(words.NO_PERSON())
    with st.container(key="propose"):
        with st.container(key="propose-fields"):
            _fields(own, demonstration)
        given = _given(own)
        routes = _routes(given)
        with st.container(key="propose-reaches"):
            _preview(given, routes, watch_receipts.whose(watch, who))
        with st.container(key="propose-send"):
            _ready(who, own, demonstration, given, len(routes))


def _ready(
    who: Viewer, own: str, demonstration: bool, given: Mapping[str, Any], reached: int
) -> None:
    """The button that sends, and what it waits for."""
    st.button(
        words.SEND_TO(reached) if reached else words.SEND_NOT_YET(),
        type="primary",
        key="watch-send",
        icon=":material/send:",
        on_click=_send,
        args=(who, own, demonstration),
    )
    missing = [words.FIELDS[name] for name in model.FIELDS if not given[name]]
    if missing:
        st.caption(words.WAITS_FOR(fields=listed(missing)))
    if whole := _faults().get("", ("", ""))[1]:
        st.error(menu.plain(whole), icon=":material/error:")


def _fields(own: str, demonstration: bool) -> None:
    codes = sorted(countries.codes(), key=countries.name)
    offences = model.OFFENCES
    one, two = st.columns(2)
    one.text_input(
        words.REFERENCE(),
        max_chars=48,
        placeholder=f"{'DEMO' if demonstration else 'ID'}-{today.current().year}/1",
        key=_key("reference"),
    )
    two.date_input(
        words.DATE(),
        None,
        key=_key("date"),
        max_value=today.current() + timedelta(days=1),
    )
    _said(one, "reference")
    _said(two, "date")
    _chooser(
        one,
        "colour",
        words.COLOUR(),
        {
            each: words.COLOUR_OF(colour=colours.CHIPS[each], purpose=colours.PURPOSES[each])
            for each in COLOURS
        },
    )
    _chooser(two, "offence", words.OFFENCE(), offences)
    if not own:
        named = {code: countries.name(code) for code in codes}
        _chooser(one, "requesting", words.REQUESTING(), named)
    _chooser(two, "tlp", words.TLP(), {mark.value: mark.value for mark in Tlp})
    if own:
        one.text_input(
            words.REQUESTING(), countries.name(own), key=f"watch-asks-{own}", disabled=True
        )
    for column, relation in zip(st.columns(2) * 2, LISTS, strict=True):
        column.multiselect(
            words.CONCERNED[relation],
            codes,
            format_func=countries.name,
            key=_key(relation),
            placeholder=words.CHOOSE(),
        )
    _said(st, "concerned")


def _chooser(column: Any, field: str, label: str, named: Mapping[str, str]) -> None:
    column.selectbox(
        label,
        list(named),
        index=None,
        format_func=lambda each: named[each],
        key=_key(field),
        placeholder=words.CHOOSE(),
    )
    _said(column, field)


def _said(column: Any, field: str) -> None:
    """What is wrong with a field, beside it, until it is changed."""
    value, fault = _faults().get(field, (None, ""))
    if fault and value == _values().get(field):
        column.caption(f":material/error: {menu.plain(fault)}")


def _key(field: str) -> str:
    return KEY.format(field=field)


def _faults() -> Mapping[str, tuple[Any, str]]:
    """What was wrong when it was sent: by field its value then, and why."""
    return state.chosen(state.FAULTS) or {}


def _values() -> dict[str, Any]:
    """What stands in the fields now."""
    values = {name: state.chosen(_key(name)) for name in FIELDS}
    return {**values, "concerned": {name: list(values[name] or ()) for name in LISTS}}


def _given(own: str) -> dict[str, Any]:
    """The proposal as far as it is filled in; what is not is empty."""
    values = _values()
    concerned = {name: codes for name, codes in values["concerned"].items() if codes}
    return {
        "reference": (values["reference"] or "").strip(),
        "colour": values["colour"] or "",
        "requesting": own or values["requesting"] or "",
        "concerned": concerned,
        "offence": values["offence"] or "",
        "date": values["date"].isoformat() if values["date"] else "",
        "tlp": values["tlp"] or "",
    }


def _routes(given: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Whom it would reach, as far as that can be said."""
    if not given["colour"]:
        return {}
    return routing.current().reached(given["colour"], given["requesting"], given["concerned"])


def _preview(given: Mapping[str, Any], routes: Mapping[str, tuple[str, ...]], whose: str) -> None:
    heading, note = words.REACHES_WHOM(), words.REACHES_LATER()
    rows: list[tuple[str, str]] = []
    if routes:
        days = routing.current().due_days(given["colour"])
        until = datetime.now(UTC) + timedelta(days=days)
        heading = words.REACHES_COUNTRIES(len(routes))
        note = words.REACHES_HOW(days, until=watch_rows.at(int(until.timestamp() * 1000)))
        named = {code for codes in given["concerned"].values() for code in codes}
        rows = [
            (countries.name(code), "; ".join(map(routing.reason, why)))
            for code, why in sorted(
                routes.items(), key=lambda each: (each[0] not in named, countries.name(each[0]))
            )
        ]
    elif given["colour"] and given["concerned"]:
        note = words.REACHES_NOBODY()
    reached.show(
        heading,
        note,
        rows,
        watch_receipts.at(PLACE),
        as_=whose,
        key="watch-reached",
        told=lambda said: watch_receipts.close(str(said.get("key"))),
    )
    if routes:
        _map(given, routes)


def _map(given: Mapping[str, Any], routes: Mapping[str, tuple[str, ...]]) -> None:
    """Who asks and who is reached, zoomed to them until the reader wants the world."""
    asks, named = (
        given["requesting"],
        {code for part in given["concerned"].values() for code in part},
    )
    views = {
        regions.CHOSEN: regions.around([*routes, *filter(None, [asks])], AROUND),
        regions.WORLD: regions.regions()[regions.WORLD],
    }
    view = Switch(
        key=VIEW,
        label=words_of_maps.REGION(),
        value=state.chosen(VIEW) or regions.CHOSEN,
        options=tuple((each, words_of_maps.REGIONS[each]) for each in views),
        views=tuple(views.values()),
    )
    chart.show(
        chart.pack(
            reach_map.build(
                asks,
                named & {*routes},
                {*routes} - named,
                places.table(),
                views[str(view.value)],
            ),
            key="reach-map",
            height=HEIGHT,
            ratio=RATIO,
            alt=words.REACH_MAP(),
            chosen=[asks] if asks else [],
            switches=(view,),
            borders=state.borders(),
            footer=boundaries.NOTE(),
        ),
        on_switch=state.choose,
    )


def _send(who: Viewer, own: str, demonstration: bool) -> None:
    """Sends what was filled in, or says beside each field why not."""
    state.speak()
    given, values = _given(own), _values()
    faults = {name: words.MISSING_FIELDS[name] for name in model.FIELDS if not given[name]}
    whole = ""
    if faults:
        names = listed([words.FIELDS[name] for name in faults])
        whole = words.NOT_SENT(fields=names)
    else:
        try:
            _sent(who, given, demonstration)
            return
        except RefusedError as refused:
            for each in refused.faults:
                faults.setdefault(each.field.partition(".")[0], each.fault)
            whole = words.NOT_SENT(fields=listed([words.FIELDS.get(name, name) for name in faults]))
        except (ledger.SQLAlchemyError, setting.WatchError) as fault:
            logging.getLogger(__name__).error("The watch: %s", database.plain(fault))
            whole = words.NOT_KEPT()
        except ThreatsError as refused:
            whole = str(refused)
    found = {name: (values.get(name), fault) for name, fault in faults.items()}
    state.choose(state.FAULTS, {**found, "": (None, whole)})


def _sent(who: Viewer, given: Mapping[str, Any], demonstration: bool) -> None:
    watch = ledger.current(create=True)
    if watch is None:
        raise setting.WatchError(database.SWITCH_ON())
    now = viewer.now(free=watch.purpose_known() == "demonstration")
    acts = now.over_all() if who.bureau == HEADQUARTERS and not now.bureau else now
    if acts.acts_for != who.acts_for:  # the page was drawn for who is that no more
        raise ledger.ForbiddenError(words.NO_LONGER())
    proposal = model.read(dict(given))
    accepted = watch.add([proposal], who.who, who.acts_for, demonstration=demonstration)[0]
    for name in FIELDS:
        state.choose(_key(name), [] if name in LISTS else "" if name == "reference" else None)
    state.choose(state.FAULTS, None)
    _keep(watch, who, accepted)


def _keep(watch: Watch, who: Viewer, accepted: Accepted) -> None:
    reference = accepted.proposal.reference
    head = words.THERE_ALREADY(reference=reference)
    if accepted.new:
        first = watch.visible(who).case(accepted.id)[2][0]
        head = words.PROPOSED(reference=reference, time=watch_rows.at(first.at_ms), row=first.id)
    reaches = words.REACHED_BY(places=watch_receipts.places(list(accepted.routes)))
    watch_receipts.keep("sent", head, reaches, place=PLACE)
