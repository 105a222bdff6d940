"""Who reads where readers sign in: the sign-in of their browser, and the roles it has here now."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import settings
from security import claims, sessions
from security.claims import RolesError
from security.reader import Reader
from security.sessions import SessionError

COOKIE = "__Host-threats"
NOBODY = Reader(roles=frozenset())  # not even what is for the world


def required() -> bool:
    """Whether nobody reads without a sign-in."""
    return settings.current().sign_in == "required"


def reader(cookies: Mapping[str, str], used: bool = True) -> Reader:
    """The reader whose browser shows these cookies; NOBODY where they are not signed in, and where
    it cannot be told who they are. Who is signed in and has no role has a subject, and no right.
    """
    try:
        found = sessions.of(cookies.get(COOKIE, ""), used)
        return NOBODY if found is None else claims.reader(found.subject, found.claims)
    except (SessionError, RolesError) as fault:
        logging.getLogger(__name__).error("Nobody is let in: %s", fault)
        return NOBODY
