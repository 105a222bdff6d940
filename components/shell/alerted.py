"""How many alerts a reader has not seen yet, for the bell; drawn where there are some."""

from __future__ import annotations

import logging

import streamlit as st

from components.elements import bell
from components.shell import menu
from data.alerts import keeping
from languages import translated

PATH = "alerts"


def unseen(path: str) -> int:
    """How many are new to the reader of this page; on the page that shows them none."""
    if path == PATH:
        return 0
    try:
        return keeping.unseen()
    except keeping.AlertsError as fault:  # the page of alerts says so
        logging.getLogger(__name__).warning("Alerts: %s", fault)
        return 0


def ring(path: str) -> None:
    """The bell on a page that listens to no watch."""
    if number := unseen(path):
        with st.container(key="ring"):
            bell.show(number, PATH, title(), number)


def title() -> str:
    """What the page of alerts is called."""
    found = next(each for each in menu.entries() if each.path == PATH)
    return translated(found.title)
