"""Who may: each bureau's token, known here only by its hash."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import tomllib
from collections.abc import Set
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import settings
from errors import ThreatsError
from security import backoff, in_force
from security.reader import Reader
from security.tlp import Role
from security.viewer import HEADQUARTERS, role

KEYS = (Role.VIEWER.value, Role.ANALYST.value)  # whose tokens are of no bureau: they only read
SUBJECT = "token-"  # what the subjects of those begin with who came by a token

Written = tuple[int, int, int, int]
GONE: Written = (0, 0, 0, 0)  # there is no such file


class TokenError(ThreatsError):
    """The file of tokens cannot be read or makes no sense; names it, and the bureau."""


def tokens(codes: Set[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of a bureau (one of the countries' `codes`, or headquarters) and a token's SHA-256,
    from the file THREATS_WATCH_TOKENS names; TokenError where it makes no sense.
    """
    named = settings.current().watch_tokens
    if named is None:
        return ()
    try:
        found = _read(named, _written(named))
    except OSError as fault:
        raise TokenError(f"THREATS_WATCH_TOKENS: {named}: {fault.strerror}") from fault
    for bureau, _ in found:
        if bureau not in (HEADQUARTERS, *KEYS) and bureau not in codes:
            raise TokenError(
                f"{named}: {bureau!r} is neither an ISO 3166-1 alpha-3 code nor {HEADQUARTERS}, nor"
                f" one of {', '.join(KEYS)}"
            )
    return found


def _written(named: Path) -> Written:
    """Changes whenever the file does: when it was written cannot be set by hand as its date can."""
    found = named.stat()
    return found.st_ino, found.st_ctime_ns, found.st_mtime_ns, found.st_size


def edition() -> Written | None:
    """Changes whenever a token was given or taken; None where there is no file."""
    named = settings.current().watch_tokens
    try:
        return _written(named) if named is not None else None
    except OSError:
        return None


@lru_cache(maxsize=2)
def _read(named: Path, _as: Written) -> tuple[tuple[str, str], ...]:
    try:
        text = named.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise TokenError(f"THREATS_WATCH_TOKENS: {named}: {fault}") from fault
    in_force.table_now("tokens", text.encode())
    found = []
    for bureau, hashes in raw.items():
        for digest in hashes if isinstance(hashes, list) else [hashes]:
            if not isinstance(digest, str) or not re.fullmatch(r"[0-9a-f]{64}", digest):
                raise TokenError(
                    f"{named}: {bureau}: not a SHA-256 of 64 hexadecimal digits, as `python -m data"
                    f" notice token {bureau}` prints it"
                )
            found.append((bureau, digest))
    return tuple(found)


def digest_of(token: str) -> str:
    """A token's SHA-256: all that is kept of it anywhere."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def holder(digest: str, codes: Set[str]) -> str | None:
    """The bureau that a token of this `digest` belongs to now; every hash is compared, each in the
    same time.
    """
    found = _known(digest, codes)
    return None if found in KEYS else found


def key(digest: str, codes: Set[str]) -> Role | None:
    """What a token of this `digest` makes of who only reads; None where it is no such token."""
    found = _known(digest, codes) if digest else None
    return Role(found) if found in KEYS else None


def _known(digest: str, codes: Set[str]) -> str | None:
    found = None
    for bureau, known in tokens(codes):
        if hmac.compare_digest(digest, known):
            found = bureau
    return found


def tried(digest: str, codes: Set[str], address: str) -> str | None:
    """As `holder`, for somebody who tries a token from an address: TooManyError where too many
    that belong to none came from there, or began like this one. One that is good always passes.
    """
    found = holder(digest, codes)
    if found is None:
        _missed(digest, address)
    return found


def reads(digest: str, codes: Set[str], address: str) -> bool:
    """Whether a token reads figures by their address: any that is one; TooManyError as `tried`."""
    found = _known(digest, codes) is not None
    if not found:
        _missed(digest, address)
    return found


def _missed(digest: str, address: str) -> None:
    whom = f"address {backoff.place(address)}", f"token {digest[:8]}"
    backoff.TOKENS.check(*whom)
    backoff.TOKENS.fail(*whom)


def reader(digest: str, codes: Set[str], base: Reader) -> Reader:
    """`base`, and what a token of this `digest` makes of them at this moment: its bureau; `base`
    alone where it belongs to none, or nobody can say.
    """
    try:
        bureau = holder(digest, codes) if digest else None
        reads = key(digest, codes)
    except TokenError:
        bureau = reads = None
    if reads is not None:
        held = base.roles - {Role.VISITOR} | {Role.VIEWER, reads}
        return replace(base, subject=subject(digest), roles=held)
    if bureau is None:
        return base
    return replace(
        base,
        subject=subject(digest),
        roles=base.roles - {Role.VISITOR} | {Role.VIEWER, role(bureau)},
        country="" if bureau == HEADQUARTERS else bureau,
    )


def named(wanted: str, codes: Set[str]) -> Reader | None:
    """Who comes by a token and has this subject; None where there is no such token any more."""
    try:
        digest = next((each for _, each in tokens(codes) if subject(each) == wanted), None)
    except TokenError:
        return None
    return reader(digest, codes, Reader(roles=frozenset({Role.VIEWER}))) if digest else None


def subject(digest: str) -> str:
    """What who came by a token of this digest is called here."""
    return SUBJECT + hashlib.sha256(digest.encode()).hexdigest()[:24]


def new_token() -> tuple[str, str]:
    """A fresh token and its hash."""
    token = secrets.token_urlsafe(32)
    return token, digest_of(token)


def anyone() -> bool:
    """Whether the operator lets everyone who opens the dashboard act for the country he picks
    (THREATS_WATCH_OPEN=1).
    """
    return settings.current().watch_open
