"""Who is reading, as the watch asks it: the bureau of the reader, and the country picked; what they
may see is `security.viewer`.
"""

from __future__ import annotations

import streamlit as st

from components.shell import offers, state
from data.geography import countries
from data.watch import setting
from hosting import inside
from languages.english import viewer as words
from security import audit, reader, tokens
from security.tlp import Tlp
from security.viewer import HEADQUARTERS, Viewer

COOKIE = "threats_country"
INVENTED = "IDN"  # whose queue a demonstration opens for who picked no country
_KEEP = f"""
export default function ({{ data }}) {{
  document.cookie = `{COOKIE}=${{data}};path=/;max-age=31536000;SameSite=Lax`;
}}
"""
_mount = st.components.v2.component(
    "own_country", html="<span></span>", js=_KEEP, isolate_styles=False
)


def now(free: bool = False) -> Viewer:
    """The reader of this session, as they are at this moment: who lost a token is a visitor."""
    said = reader.current()
    bureau = HEADQUARTERS if offers.ALL_COUNTRIES.made() else said.country
    country = bureau if bureau and bureau != HEADQUARTERS else picked()
    if not country and setting.scratch():
        country = INVENTED
    who = f"{country}, not signed in" if country else ""
    if bureau:
        by_token = said.subject.startswith(tokens.SUBJECT)
        who = f"{bureau}, by its token" if by_token else f"{bureau}, signed in"
    shown = Tlp.RED if said.shown is None else said.shown
    return Viewer(country, bureau, who, free or tokens.anyone(), shown)


def has_token() -> bool:
    """Whether a token was given in this session, whatever became of it."""
    return bool(state.chosen(state.TOKEN))


def tokens_as() -> tokens.Written | None:
    """The file of tokens as it stands, for who gave one in this session; None for who did not."""
    return (tokens.edition() or tokens.GONE) if has_token() else None


def taker(who: str) -> str:
    """Who took a step, as the history keeps it, in the language spoken."""
    bureau, _, known = who.partition(", ")
    name = words.GENERAL_SECRETARIAT() if bureau == HEADQUARTERS else bureau
    return words.TAKER(bureau=name, known=words.KNOWN.get(known, known)) if known else name


def party(bureau: str) -> str:
    """Who shared something, within a sentence."""
    return words.THE_SECRETARIAT() if bureau == HEADQUARTERS else countries.in_sentence(bureau)


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
    """Takes a bureau's token, of which its digest is kept; False where it is none. TooManyError
    where too many that are none were tried.
    """
    digest = tokens.digest_of(token.strip())
    asking = inside.asking(inside.session() or "")
    bureau = tokens.tried(digest, countries.codes(), asking.peer if asking else "")
    if bureau:
        audit.note(audit.Action.SIGN_IN, "token", by=tokens.subject(digest))
        state.choose(state.TOKEN, digest)
    else:
        audit.over(audit.Action.SIGN_IN, "token", refused=True)
    return bureau is not None


def sign_out() -> None:
    """Forgets the token."""
    if has_token():
        audit.over(audit.Action.SIGN_OUT, "token")
    state.choose(state.TOKEN, "")
