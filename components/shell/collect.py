"""Keeps what a page shows in a briefing: its address, and how it is drawn, never a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from briefing import keeping, views
from briefing.keeping import Briefing, KeepingError
from briefing.views import COUNTRY, View
from components.elements import collect
from components.shell import menu, offers, state
from components.shell.menu import Entry
from data.alerts import owners
from data.analysis import strips
from data.geography import regions
from languages.english import collect as words

PAGES = ("", "country", "bilateral")  # that are kept, beside those of a domain
PATH = "briefing"


def show(entry: Entry) -> None:
    """The control on pages that can be kept, for who may present; for others who may have rules,
    what leads to them.
    """
    if entry.path not in PAGES and not entry.domain:
        return
    if offers.BRIEFING.made():
        st.fragment(_part)(entry.path)
    elif owners.may():
        collect.tell()


def _part(page: str) -> None:
    """A part of the page of its own: what is added draws nothing else anew."""
    state.speak()
    name, said, turn = state.chosen(state.COLLECTED) or ("", "", 0)
    opens = f"{PATH}?{urlencode({'briefing': name, **menu.kept()})}" if name else PATH
    collect.show(page, name, said, turn, opens, partial(_keep, page))


def _keep(page: str, told: Mapping[str, Any]) -> None:
    state.speak()
    name, _, turn = state.chosen(state.COLLECTED) or ("", "", 0)
    if int(told["turn"]) <= turn:
        return  # told twice
    try:
        held = _into(name or str(told.get("into") or ""))
        view = _view(page, str(told.get("drawing") or ""), str(told.get("opens") or ""))
        if len(held.views) >= keeping.VIEWS:
            said = words.FULL(title=held.title, most=keeping.VIEWS)
        else:
            held = replace(held, views=(*held.views, view))
            keeping.save(held)
            said = words.ADDED(len(held.views), title=held.title)
        name = held.name
    except KeepingError as fault:
        said = str(fault)
    state.choose(state.COLLECTED, (name, said, int(told["turn"])))


def _into(name: str) -> Briefing:
    """The briefing last used, else a new one."""
    if name:
        try:
            return keeping.load(name)
        except KeepingError:
            pass  # it is gone, or was never the reader's
    title = words.NEW()
    return Briefing(name=keeping.named(title), title=title)


def _view(page: str, drawing: str, opens: str) -> View:
    """What is kept: the address that a card or sentence opens, else that of the page as it is."""
    address = views.clean(f"/{opens}" if opens else _address(page, drawing))
    parts = views.PARTS.get(page, ())
    fits = drawing in views.DRAWN or (not opens and drawing in parts)
    return View(address=address, drawing=drawing if fits else "")


def _address(page: str, drawing: str) -> str:
    """The address of what the page shows, with what goes without saying in its own."""
    said = state.view()
    if page == COUNTRY and drawing == "map" and said.get("country"):
        rows = strips.of_country(said["country"][0])
        row = next((each for each in rows if each.key == state.chosen(state.STRIP)), None)
        row = row or next((each for each in rows if each.about.kind == "score"), None)
        if row is not None:
            region = state.region(regions.of_country(said["country"][0]))
            return views.address(row.asked, region=region)
    if not page and not drawing:
        said.pop(state.INDICATOR, None)  # the overview, of all headlines
    return f"/{page}?{urlencode(said, doseq=True)}"
