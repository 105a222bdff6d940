"""The page of alerts: what the reader was told, their rules, and a new one."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import streamlit as st

import languages
from briefing import keeping as briefings
from briefing import views
from briefing.cards import Card
from components.shell import marks, menu, offers, state
from data import catalog, query, today
from data.alerts import checking, keeping, owners, rules, sending
from data.alerts.keeping import AlertsError, Told
from data.alerts.rules import CHANGES, CROSSES, KINDS, LIST, OVERDUE, SIDES, Rule
from data.query import Filters
from errors import ThreatsError
from languages.english import alerts as words
from languages.english import alerts_page as said
from security.tlp import Tlp

if TYPE_CHECKING:
    from data.delivery import entries

LIMIT = "alert-limit"
SAID = 15.0  # seconds for which is said what became of a step
FIRST = 20  # alerts that are shown without asking for more
_STYLE = """<style>
.alert {font-size: 0.9rem; overflow-wrap: anywhere;}
.alert p {margin: 0.15rem 0;}
.alert .what {font-weight: 600;}
.alert .why, .alert .asked {font-size: 0.8rem;}
.alert .new {padding: 0 0.4rem; border: 1px solid; border-radius: 0.7rem; font-weight: 650;
  font-size: 0.75rem;}
</style>"""


def show() -> None:
    """The whole page."""
    if not owners.may():
        st.info(words.NOT_KEPT_FOR())
        return
    st.html(_STYLE)
    try:
        told, seen, held = keeping.shown(), keeping.seen(), keeping.held()
    except AlertsError as fault:
        st.error(menu.plain(str(fault)))
        return
    if (strictest := max((each.mark for each in told), default=Tlp.CLEAR)) > Tlp.CLEAR:
        state.choose(state.MARKED, strictest)
    _answer()
    view = _view()
    if view:
        _new(view)
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(said.TOLD())
        _log(told, seen)
    with right:
        st.subheader(said.RULES())
        if not view and st.toggle(said.NEW(), key="alert-new"):
            _new("")
        _rules(held)
    keeping.see()


def _answered(good: bool, text: str) -> None:
    """Keeps what became of a step, to be said."""
    state.choose(state.ALERTS_SAID, (good, text, time.monotonic()))


def _answer() -> None:
    """What became of the last step, for a while: the page may be drawn twice at once."""
    good, text, at = state.chosen(state.ALERTS_SAID) or (True, "", 0.0)
    if text and time.monotonic() - at < SAID:
        (st.success if good else st.error)(menu.plain(text))


def _view() -> str:
    """The view in the address, as a rule keeps it; empty where it names none."""
    given = state.chosen(state.VIEW)
    return rules.pinned(given) if given else ""


# ---- what was told


def _log(told: list[Told], seen: int) -> None:
    if not told:
        st.caption(said.NOTHING_TOLD())
        return
    pages = menu.pages()
    more = len(told) > FIRST and st.toggle(said.ALL(len(told)), key="alert-all")
    for each in told if more else told[:FIRST]:
        with st.container(border=True, gap="small"):
            st.html(_alert(each, each.number > seen))
            _link(pages, each.address)


def _alert(each: Told, new: bool) -> str:
    """One alert: what, from, to, why, and the rule that asked."""
    badge = f'<span class="new">{escape(said.IS_NEW())}</span> ' if new else ""
    mark = f" {marks.label(each.mark)}" if each.mark > Tlp.CLEAR else ""
    at = escape(languages.moment(datetime.fromisoformat(each.at)))
    lines = "".join(
        f'<p class="what">{escape(line.what)}</p>'
        f"<p>{escape(said.FROM_TO(before=line.before, after=line.after))}</p>"
        f'<p class="why">{escape(line.why)}</p>'
        for line in each.lines
    )
    asked = escape(words.RULE(rule=each.asked))
    return f'<div class="alert"><p>{badge}{at}{mark}</p>{lines}<p class="asked">{asked}</p></div>'


def _link(pages: Mapping[str, Any], address: str) -> None:
    """Opens a view on its page."""
    split = urlsplit(address)
    about = views.asked(address).about if split.path.strip("/") != "sources" else None
    path = split.path.strip("/")
    if about is not None and (entry := menu.entry_of(about.domain)):
        path = entry.path
    if path in pages:
        st.page_link(
            pages[path],
            label=said.OPEN(),
            icon=":material/visibility:",
            query_params={**parse_qs(split.query), **menu.kept()},
        )


# ---- rules


def _rules(held: list[Rule]) -> None:
    if not held:
        st.caption(said.NO_RULES())
    pages = menu.pages()
    for each in held:
        hidden = rules.hidden(each)
        with st.container(border=True, gap="small"):
            st.text(said.HIDDEN() if hidden else rules.sentence(each))
            if each.to and not hidden:
                st.caption(said.SENT_TO(entry=each.to))
            with st.container(horizontal=True, vertical_alignment="center"):
                if not hidden:
                    _link(pages, each.address)
                st.button(
                    said.REMOVE(),
                    key=f"alert-remove-{each.id}",
                    icon=":material/delete:",
                    type="tertiary",
                    on_click=_remove,
                    args=(each.id,),
                )


def _remove(name: str) -> None:
    state.speak()
    try:
        keeping.remove(name)
        _answered(True, said.REMOVED())
    except ThreatsError as fault:
        _answered(False, str(fault))


# ---- a new one


def _new(view: str) -> None:
    """The fields of a rule, of the view that is given or one of those in briefings."""
    with st.container(border=True, key="alert-form"):
        kind = st.radio(
            said.TELL_ME_WHEN(),
            KINDS,
            format_func=said.KINDS.__getitem__,
            key="alert-kind",
            horizontal=True,
        )
        rule = FIELDS.get(kind, _changes)(view)
        if rule is not None and (ways := sending.ways()):
            named = {"": said.NOBODY()} | {name: _way(each) for name, each in ways.items()}
            rule = replace(rule, to=_one(said.ALSO_TO(), named, "alert-to"))
        st.button(
            said.KEEP(),
            type="primary",
            key="alert-keep",
            disabled=rule is None,
            on_click=_keep,
            args=(rule,),
        )


def _way(entry: entries.Entry) -> str:
    return said.WAY(entry=entry.name, way=said.WAYS[entry.way], mark=entry.ceiling.value)


def _keep(rule: Rule | None) -> None:
    state.speak()
    if rule is None:
        return
    if rule.kind == CROSSES:  # a value that was typed comes together with the press
        limit = state.chosen(LIMIT)
        if limit is None:
            _answered(False, said.NO_LIMIT())
            return
        rule = replace(rule, limit=float(limit))
    try:
        keeping.add(rule)
        checking.mine()
        _answered(True, said.KEPT(rule=rules.sentence(rule)))
    except ThreatsError as fault:
        _answered(False, str(fault))


def _made(**more: Any) -> Rule:
    return Rule(language=languages.current(), made=languages.day(today.current()), **more)


def _changes(view: str) -> Rule | None:
    address = _chosen_view(view)
    numbers = _numbers(address)
    if address is None or not numbers:
        return None
    options = ["", *numbers] if len(numbers) > 1 else [""]
    number = _one(
        said.NUMBER(),
        {each: numbers[each].title if each else said.EVERY_NUMBER() for each in options},
        "alert-number",
    )
    if len(numbers) == 1:
        _standing(*numbers.values())
    return _made(kind=CHANGES, address=address, number=number)


def _crosses(view: str) -> Rule | None:
    address = _chosen_view(view)
    numbers = _numbers(address)
    if address is None or not numbers:
        return None
    titles = {key: each.title for key, each in numbers.items()}
    number = _one(said.NUMBER(), titles, "alert-of")
    _standing(numbers[number])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        side = _one(said.SIDE(), {each: said.SIDES[each] for each in SIDES}, "alert-side")
        limit = st.number_input(said.LIMIT(), value=None, key=LIMIT, format="%.12g")
    alone = "" if len(numbers) == 1 else number
    return _made(kind=CROSSES, address=address, number=alone, side=side, limit=limit)


def _list(view: str) -> Rule | None:
    titles = {each.id: each.title for each in rules.lists()}
    if not titles:
        return None
    of_view = views.asked(view).filters.indicator if view else ""
    chosen = _one(said.LIST(), titles, "alert-list", of_view)
    address = view if chosen == of_view else rules.pinned(views.address(Filters(chosen)))
    return _made(kind=LIST, address=address)


def _overdue(view: str) -> Rule | None:
    known = {name: each for name, each in catalog.sources().items() if each.next_update}
    if not known:
        st.caption(said.NO_SOURCE())
        return None
    about = views.asked(view).about if view else None
    titles = {name: each.title for name, each in known.items()}
    chosen = _one(said.SOURCE(), titles, "alert-source", about.source if about else "")
    st.caption(said.AWAITED(day=known[chosen].next_update))
    first = next(iter(known[chosen].indicators))
    return _made(kind=OVERDUE, address=f"/sources?indicator={first}", source=chosen)


FIELDS = MappingProxyType({CHANGES: _changes, CROSSES: _crosses, LIST: _list, OVERDUE: _overdue})


def _one(text: str, options: Mapping[str, str], key: str, first: str = "") -> str:
    """One of several; no field where there is but one."""
    names = list(options)
    if len(names) == 1:
        return names[0]
    picked = st.selectbox(
        text,
        names,
        index=names.index(first) if first in names else 0,
        format_func=lambda each: options.get(each, ""),
        key=key,
    )
    return picked if picked in options else names[0]


def _chosen_view(view: str) -> str | None:
    """The view that is given, or one of the reader's briefings; None where there is none."""
    known = {view: rules.title(view)} if view else {}
    for address in _saved():
        known.setdefault(address, rules.title(address))
    if not known:
        st.caption(said.NO_VIEW())
        return None
    if len(known) == 1:
        st.text(known[view] if view else next(iter(known.values())))
    return _one(said.VIEW(), known, "alert-view", view)


def _saved() -> list[str]:
    """The views in the reader's briefings that they may open."""
    if not offers.BRIEFING.made():
        return []
    found: list[str] = []
    for name, _ in briefings.names():
        with suppress(briefings.KeepingError):
            found += [each.address for each in briefings.load(name).views]
    pinned = dict.fromkeys(map(rules.pinned, found))
    return [each for each in pinned if not rules.hidden(Rule(kind=CHANGES, address=each))]


def _numbers(address: str | None) -> dict[str, Card]:
    """The numbers of a view; says so where it has none."""
    found = rules.numbers(address) if address else {}
    if address and not found:
        st.caption(said.NO_NUMBER())
    return found


def _standing(card: Card) -> None:
    """What a number is now."""
    total = query.total(card.asked)
    amount = languages.amount(total.value, total.low, total.high)
    st.caption(said.NOW(amount=amount, period=query.when(card.asked)))
