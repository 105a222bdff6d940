"""On whose behalf this run of a page, a part of it or a callback is made; said to
`security.reader` once, when this is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import streamlit as st

import settings
from components.shell import state
from data.geography import countries
from hosting import inside
from security import network, reader, tokens
from security.reader import Reader

T = TypeVar("T")


def now() -> Reader | None:
    """Who reads the page that is being drawn; None where none is, or its browser is gone."""
    session = inside.session()
    base = _base(session) if session else None
    if base is None:
        return None
    return lowered(tokens.reader(_token(), countries.codes(), base))


def lowered(who: Reader) -> Reader:
    """The reader with what this session shows its pages as, which lifts nothing."""
    mark = state.shown()
    if mark is None:
        return who
    return replace(who, shown=mark if who.shown is None else min(mark, who.shown))


def later(work: Callable[[], T]) -> Callable[[], T]:
    """`work` that a page hands out to be done when the reader asks for it, such as a download: done
    on behalf of who has the page open at that moment, with what they may then.
    """
    session, digest, shown = inside.session(), _token(), reader.current().shown

    def working() -> T:
        base = _base(session) if session else None
        said = tokens.reader(digest, countries.codes(), base) if base else reader.VISITOR
        with reader.using(replace(said, shown=shown)):
            return work()

    return working


def _token() -> str:
    """The digest of the token that was said in this session."""
    return state.chosen(state.TOKEN) or ""


def _base(session: str) -> Reader | None:
    """Who has a session open, by what its connection says."""
    asking = inside.asking(session)
    if asking is None:
        return None
    if settings.current().sign_in:
        from security import sign_in  # where readers sign in

        return sign_in.reader(asking.cookies, used=False)
    return network.everyone(asking, session)


network.listen(lambda: str(st.get_option("server.address") or ""))
reader.provide(now)
