"""Who is reading, by sign-in, token and cookie of this session; what they may see is
`security.viewer`.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.shell import state
from data.geography import countries
from languages.english import viewer as words
from security import tokens
from security.viewer import HEADQUARTERS, Viewer

CLAIM = "watch"  # of the sign-in: a country's code, or the General Secretariat's `headquarters`
COOKIE = "threats_country"
_KEEP = f"""
export default function ({{ data }}) {{
  document.cookie = `{COOKIE}=${{data}};path=/;max-age=31536000;SameSite=Lax`;
}}
"""
_mount = st.components.v2.component(
    "own_country", html="<span></span>", js=_KEEP, isolate_styles=False
)


def now(free: bool = False) -> Viewer:
    """The reader of this session."""
    bureau, who = _signed_in()
    if not bureau:
        bureau = state.chosen(state.BUREAU) or ""
        who = f"{bureau}, by its token" if bureau else ""
    country = bureau if bureau and bureau != HEADQUARTERS else picked()
    return Viewer(
        country,
        bureau,
        who or (f"{country}, not signed in" if country else ""),
        free or tokens.anyone(),
    )


def taker(who: str) -> str:
    """Who took a step, as the history keeps it, in the language spoken."""
    bureau, _, known = who.partition(", ")
    name = words.GENERAL_SECRETARIAT() if bureau == HEADQUARTERS else bureau
    return words.TAKER(bureau=name, known=words.KNOWN.get(known, known)) if known else name


def _signed_in() -> tuple[str, str]:
    """Bureau and officer of the sign-in, where there is one that says so."""
    user: dict[str, Any] = dict(st.user.to_dict())
    bureau = user.get(CLAIM)
    if (
        not user.get("is_logged_in")
        or not isinstance(bureau, str)
        or (bureau != HEADQUARTERS and bureau not in countries.codes())
    ):
        return "", ""
    return bureau, f"{bureau}, {user.get('email') or user.get('sub') or 'signed in'}"


def picked() -> str:
    """The country picked on the page, in this session or by this browser before; empty where there
    is none.
    """
    known: str | None = state.chosen(state.MINE)
    if known is None:
        kept = st.context.cookies.get(COOKIE, "")
        known = kept if kept in countries.codes() else ""
        state.choose(state.MINE, known)
    return known


def keep(country: str) -> None:
    """Lets this browser remember the country picked."""
    with st.container(key="own_country"):
        _mount(key="own-country", data=country)


def sign_in(token: str) -> bool:
    """Takes a bureau's token; False where it is none."""
    bureau = tokens.holder(token.strip(), countries.codes()) if token.strip() else None
    if bureau:
        state.choose(state.BUREAU, bureau)
    return bool(bureau)


def sign_out() -> None:
    """Forgets the token."""
    state.choose(state.BUREAU, "")
