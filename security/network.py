"""Who reads where nobody signs in: decided by where the request comes from."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

import settings
from security.reader import LOCAL, Reader
from security.tlp import Role

# what a proxy adds: behind one, the nearest machine is not the reader's
PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_SECRET = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Asking:
    """Where a request or an open page comes from: the other side's address, its headers by their
    names in small letters, its cookies.
    """

    peer: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    cookies: Mapping[str, str] = field(default_factory=dict, hash=False)


class _Server:
    """Where the server listens; empty is everywhere."""

    address: Callable[[], str] | None = None


def listen(address: Callable[[], str]) -> None:
    """From here on `address` says where the server listens, empty for everywhere."""
    _Server.address = address


def everyone(asking: Asking, session: str = "") -> Reader:
    """The person at this machine, or somebody on the network; `session` is what the subject of the
    latter is made of, without it they have none.
    """
    return LOCAL if _here(asking) else Reader(_subject(session), _unsigned())


def _unsigned() -> frozenset[Role]:
    many = settings.current().everyone == Role.ANALYST
    return frozenset({Role.VIEWER, Role.ANALYST} if many else {Role.VIEWER})


def _here(asking: Asking) -> bool:
    """Whether the request was made on this machine, for a server that only it can reach, under this
    machine's own name, and nobody passed it on.
    """
    return (
        alone()
        and _loopback(asking.peer)
        and _loopback(urlsplit(f"//{asking.headers.get('host', '')}").hostname or "")
        and not any(name in asking.headers for name in PASSED_ON)
    )


def alone() -> bool:
    """Whether this machine alone reaches the server."""
    said = _Server.address
    return said is not None and _loopback(said())


@lru_cache(maxsize=64)
def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _subject(session: str) -> str:
    """The same as long as the session is, and says nothing of it."""
    if not session:
        return ""
    return "session-" + hmac.new(_SECRET, session.encode(), hashlib.sha256).hexdigest()[:24]
