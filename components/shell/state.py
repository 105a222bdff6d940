"""The only place that touches the session, and through it the address: what the reader has chosen.

The address holds codes (`country=IDN`), while a widget bound to it would write its labels; so the
two are kept alike here. A change of a widget is written to the address; an address that changed by
itself (a link, Back) is read into the widgets.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import streamlit as st

import languages
from components.shell import address
from data.geography import boundaries, regions
from data.query import Filters
from security.tlp import Tlp

# The filters' keys are the address's parameters: see "One grammar" in the README.
COUNTRY, CATEGORY, INDICATOR, PERIOD, PARTNER, MAP_AS = (
    "country",
    "category",
    "indicator",
    "period",
    "partner",
    "map_as",
)
TURN = "_filters"  # which of the reader's choices among the filters is answered
GROUP = "group"  # groups of countries, by their id
PER = "per"  # figures per head: `per=people`
BORDERS = "borders"  # the policy on boundaries, on every page
STRIP = "strip"  # the row of a country's profile whose figures the map shows
REGION = "region"  # the part of the world that maps show
SAME = "same"  # only the countries with a figure in both periods: `same=1`
SCALE = "scale"  # how lines of several are drawn: `index` or `log`
BESIDE = "beside"  # the year of a second map
PANELS = "panels"  # a panel for each category: `panels=1`
SCALES = ("index", "log")
(
    MINE,
    TOKEN,
    HEARD,
    OPENED,
    MORE,
    SAID,
    SENT,
    RECEIPTS,
    DRAWN,
    WHOLE,
    SILENT,
    LYING,
    MORE_LYING,
    SLIPS,
    DRAFT,
    FAULTS,
    BEGINS,
    ENDING,
) = (
    "_mine",
    "_token",
    "_heard",
    "_opened",
    "_more",
    "_said",
    "_sent",
    "_receipts",
    "_drawn",
    "_whole",
    "_silent",
    "_lying",
    "_more_lying",
    "_slips",
    "_draft",
    "_faults",
    "_begins",
    "_ending",
)  # the watch and the exchange: no widgets, never in the address
LANGUAGE = "language"
SHOWN = "tlp"  # the mark that the page is shown as: `tlp=green`
MARKED = "_marked"  # the strictest mark of the proposals on the page
COLLECTED = "_collected"  # the briefing added to last, what is said of it, and how often
WORK, DELETED, FAULT, TURNED = (
    "_work",
    "_deleted",
    "_fault",
    "_turned",
)  # of briefings: what is done with the open one, the one deleted, what went wrong, which step
BRIEFING = "briefing"  # the briefing that is open
VIEW = "view"  # the view that a rule is made of
ALERTS_SAID = "_alerts_said"  # what became of the last step among the rules
MOVING = "_moving"  # the figure whose years a browser asked for at once
_SINGLE = (BRIEFING, VIEW, INDICATOR, MAP_AS, PARTNER, BORDERS, STRIP, REGION, SCALE, BESIDE)
_ALL = (
    BRIEFING,
    VIEW,
    COUNTRY,
    GROUP,
    CATEGORY,
    INDICATOR,
    PERIOD,
    PARTNER,
    MAP_AS,
    SAME,
    PER,
    BORDERS,
    STRIP,
    REGION,
    SCALE,
    BESIDE,
    PANELS,
)
_ON = {
    SAME: ("1",),
    PER: ("people",),
    PANELS: ("1",),
}  # switches: what the address says where they are on
_LONGEST = 200  # values of one parameter that are looked at


def speak() -> None:
    """From here on this run, or part of a page, or callback speaks the session's language: what the
    address says, else what it spoke before, else the usual one.
    """
    if said := st.query_params.get_all(LANGUAGE):
        st.session_state["_language"] = languages.speak(said[-1])
    else:
        languages.speak(st.session_state.get("_language") or languages.usual())


def shown() -> Tlp | None:
    """The mark that this session lowered its pages to. The address, once it says another, lowers
    it further and never lifts it: neither does Back, nor the menu, which says none.
    """
    mark, before = st.session_state.get("_shown") or (None, "")
    said = _said_of_shown()
    if said in ("", before):
        return mark
    marked = Tlp.addressed(said.removeprefix("="))
    return marked if mark is None else min(mark, marked)


def _said_of_shown() -> str:
    """What the address says of the mark, after `=`; empty where it does not."""
    said = st.query_params.get_all(SHOWN)
    return f"={said[-1]}" if said else ""


def keep_shown() -> None:
    """At the beginning of a run of the whole page: keeps what the address says of the mark."""
    show_as(shown())


def show_as(mark: Tlp | None) -> None:
    """Shows the session's pages as this mark, whatever the address said until now; None for all
    that the reader may see.
    """
    st.session_state["_shown"] = (mark, _said_of_shown())


def _address() -> dict[str, tuple[str, ...]]:
    return {
        key: tuple(st.query_params.get_all(key))[:_LONGEST]
        for key in _ALL
        if key in st.query_params
    }


def _widgets() -> dict[str, Any]:
    """The chosen values of the frame's widgets; how the map is drawn and which countries count is
    settled later, by the page.
    """
    return {
        key: tuple(value) if isinstance(value, list) else value
        for key in _ALL
        if key not in (MAP_AS, REGION, SCALE, BESIDE, *_ON) and (value := st.session_state.get(key))
    }


def _on_the_map() -> tuple[str | int, ...]:
    """What the switches beside the map and the timeline say; a page without them has none."""
    drawn = st.session_state.get(MAP_AS) or "circles"
    switched = tuple(bool(st.session_state.get(key)) for key in _ON)
    return drawn, region(), scale(), beside() or 0, *switched


def region(usual: str = regions.WORLD) -> str:
    """The part of the world that maps show; what is chosen, or one of the regions; `usual` where
    the reader said nothing.
    """
    said = st.session_state.get(REGION)
    return said if said in (*regions.regions(), regions.CHOSEN) else usual


def scale() -> str:
    """How lines of several countries are drawn: `index`, `log`, or empty for their values."""
    said = st.session_state.get(SCALE)
    return said if said in SCALES else ""


def beside() -> int | None:
    """The year of a second map, if one is wanted."""
    said = st.session_state.get(BESIDE)
    return int(said) if isinstance(said, str) and re.fullmatch("[0-9]{4}", said) else None


def borders() -> str:
    """The policy on boundaries that maps follow: the reader's choice, else the usual one."""
    said = st.session_state.get(BORDERS)
    return said if said in boundaries.POLICIES else boundaries.usual()


def correct(key: str, value: Any) -> None:
    """Sets a switch beside the map to what the page can show, which is no change by the reader."""
    st.session_state[key] = value
    if last := st.session_state.get("_last"):
        st.session_state["_last"] = {**last, "on_the_map": _on_the_map()}


def read_address(path: str) -> None:
    """Before the widgets are drawn: takes over an address that changed by itself."""
    now, last = _address(), st.session_state.get("_last") or {}
    stays = path == last.get("path")
    by_reader = bool(last) and _widgets() != last["widgets"]
    if stays and (by_reader or _on_the_map() != last["on_the_map"] or now == last["address"]):
        return
    # Streamlit's page repeats an address that it came to with parameters until it comes to
    # another, whatever stands in the browser by then: so it is asked whether this is Back.
    if stays and now == st.session_state.get("_repeated"):
        st.session_state["_repeats"] = st.session_state.get("_repeats", 0) + 1
        return
    st.session_state["_repeated"] = now if len(st.query_params) else None
    if by_reader or (last and not stays and not now):
        return  # the menu takes the filters along
    _take(now, anew=bool(last))


def _take(said: Mapping[str, Sequence[str]], *, anew: bool) -> None:
    """Takes over what an address says; `anew` it replaces another, and what it leaves out is none
    any more.
    """
    for key in _ALL:
        values = said.get(key)
        if key in _SINGLE:
            st.session_state[key] = values[-1] if values else None
        elif key in _ON:
            st.session_state[key] = values is not None and tuple(values[-1:]) == _ON[key]
        elif values or anew:
            st.session_state[key] = list(values or ())


def write_address(path: str, chosen: dict[str, Sequence[str]]) -> None:
    """After the widgets are drawn: writes what differs from the usual; a view has one address."""
    wanted = {key: tuple(values) for key, values in chosen.items() if values}
    mark = shown()
    kept = {LANGUAGE: languages.chosen(), SHOWN: mark.slug if mark else ""}
    repeats = st.session_state.get("_repeats", 0)
    address.show(path, list(_ALL), wanted, _address(), kept, repeats, _back)
    st.session_state["_last"] = {
        "path": path,
        "widgets": _widgets(),
        "on_the_map": _on_the_map(),
        "address": wanted,
    }


def _back(said: Mapping[str, Sequence[str]]) -> None:
    """The reader went back, or by a link, to an address that the page was not told of; it is put
    right afterwards, also where that says what it said before.
    """
    st.session_state["_repeats"] = st.session_state.get("_repeats", 0) + 1
    known = {key: values[:_LONGEST] for key, values in said.items() if key in _ALL}
    _take(known, anew=True)


def view() -> dict[str, list[str]]:
    """What the page shows as its address says it, with what otherwise goes without saying."""
    said = {
        key: list(value) if isinstance(value, list | tuple) else [str(value)]
        for key in (INDICATOR, COUNTRY, PARTNER, GROUP, CATEGORY, PERIOD, PER, MAP_AS, REGION)
        if (value := st.session_state.get(key)) and not isinstance(value, bool)
    }
    said |= {key: [*_ON[key]] for key in (PER, SAME) if st.session_state.get(key) is True}
    return {**said, BORDERS: [borders()]}


def set_period(period: tuple[str, str] | None) -> None:
    """Sets the period; None for what is usual for the indicator."""
    st.session_state[PERIOD] = list(period) if period else []


def ask(asked: Filters) -> None:
    """Hands the frame's filters to the page."""
    st.session_state["_asked"] = asked


def take_asked() -> Filters | None:
    """What the frame's filters ask for in this run; None where this run has no frame."""
    asked: Filters | None = st.session_state.pop("_asked", None)
    return asked


def chosen(key: str) -> Any:
    """A filter's value before its widget is drawn; None on the first run."""
    return st.session_state.get(key)


def choose(key: str, value: Any) -> None:
    """Sets a filter, from a callback or before its widget is drawn."""
    st.session_state[key] = value


def pick_country(codes: Sequence[str], multiple: bool) -> None:
    """A click on a country: alone it becomes the filter (or clears it), with Shift it joins the
    others.
    """
    before = list(st.session_state.get(COUNTRY) or [])
    clicked = [code for code in dict.fromkeys(codes) if code]
    if not clicked:
        return
    if multiple:
        after = [code for code in before if code not in clicked] + [
            code for code in clicked if code not in before
        ]
    else:
        after = [] if before == clicked[:1] else clicked[:1]
    st.session_state[COUNTRY] = after


def choose_places(picked: Sequence[str], groups: Collection[str]) -> None:
    """Takes over countries and groups that were chosen in one field."""
    st.session_state[GROUP] = [each for each in picked if each in groups]
    st.session_state[COUNTRY] = [each for each in picked if each not in groups]


def pair(first: str | None, second: str | None) -> None:
    """Sets both of a page about two countries; two that are the same are one."""
    st.session_state[COUNTRY], st.session_state[PARTNER] = (
        [first] if first else [],
        (second if second != first else None),
    )


def is_new() -> bool:
    """Whether no page was drawn in this session yet: then the address speaks."""
    return "_last" not in st.session_state


def pick_mine(picked: Sequence[str]) -> None:
    """Takes over the country picked as the reader's own, if any."""
    st.session_state[MINE], st.session_state[COUNTRY] = "".join(picked), list(picked)


def rows_picked(table: str) -> list[int]:
    """The rows chosen in a table that lets rows be chosen."""
    return list(st.session_state[table]["selection"]["rows"])


def clear() -> None:
    """Takes back country, category, period and which countries count."""
    for key in (COUNTRY, GROUP, CATEGORY):
        st.session_state[key] = []
    for key in _ON:
        st.session_state[key] = False
    set_period(None)
