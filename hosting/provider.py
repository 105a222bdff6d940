"""What the provider says, looked at once more: that a sign-in is meant for us, and that its word to
sign somebody out is its own. Needs requirements-sign-in.txt.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from errors import ThreatsError
from hosting import inside

EVENT = "http://schemas.openid.net/event/backchannel-logout"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
LEEWAY = 120  # seconds that clocks may differ
FRESH = 300  # seconds after which a word is old
PATIENCE = 5.0


class ProviderError(ThreatsError):
    """The provider does not answer, or what came in its name is refused; says why."""


@dataclass(frozen=True, slots=True)
class Word:
    """To sign out: a person (`sub`), or the one session `sid` of theirs."""

    issuer: str
    sub: str
    sid: str
    id: str


def check(claims: Mapping[str, Any], now: float | None = None) -> None:
    """Passes where a sign-in was meant for us and holds; Authlib has seen to the signature, the
    issuer and the nonce, but takes one for somebody else that says we asked for it.
    """
    known = inside.provider(str(claims.get("provider", "default")))
    if known is None:
        raise ProviderError("no such provider is set up")
    _meant_for(claims, known["client_id"])
    at = time.time() if now is None else now
    if _seconds(claims, "exp") < at - LEEWAY:
        raise ProviderError("the ID token has expired")
    if not claims.get("sub") or not claims.get("iss"):
        raise ProviderError("the ID token names nobody")


def _meant_for(claims: Mapping[str, Any], client: str) -> None:
    audience = claims.get("aud")
    if client not in (audience if isinstance(audience, list) else [audience]):
        raise ProviderError("it was meant for another client")


async def sign_out_address(known: Mapping[str, str]) -> str:
    """Where the provider signs out; empty where it has no such address or does not answer."""
    try:
        return str((await _metadata(known)).get("end_session_endpoint") or "")
    except ProviderError:
        return ""


async def heard(body: bytes) -> Word:
    """The word to sign out (OpenID Connect Back-Channel Logout 1.0, 2.6); ProviderError where it is
    not of a provider of ours, not for us, not fresh, or no such word.
    """
    token = "".join(parse_qs(body.decode("ascii", "replace")).get("logout_token", [])[:1])
    if not token:
        raise ProviderError("there is no logout_token")
    refused = ProviderError("no provider is set up")
    for name in inside.providers():
        known = inside.provider(name)
        try:
            return await _heard(token, known or {})
        except ProviderError as fault:
            refused = fault
    raise refused


async def _heard(token: str, known: Mapping[str, str]) -> Word:
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    metadata = await _metadata(known)
    try:
        keys = KeySet.import_key_set(await _fetched(str(metadata["jwks_uri"])))  # type: ignore[arg-type]
        said = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    except (JoseError, ValueError, KeyError, TypeError) as fault:
        raise ProviderError(f"the logout token is not the provider's: {fault}") from fault
    _meant_for(said, known["client_id"])
    now, events = time.time(), said.get("events")
    issued, expires = _seconds(said, "iat"), _seconds(said, "exp", now)
    if said.get("iss") != metadata.get("issuer") or "nonce" in said:
        raise ProviderError("the logout token is another kind of token")
    if not now - FRESH < issued < now + LEEWAY or expires < now - LEEWAY:
        raise ProviderError("the logout token is not fresh")
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        raise ProviderError("the logout token says nothing of signing out")
    sub, sid, word = (said.get(name) or "" for name in ("sub", "sid", "jti"))
    if not all(isinstance(each, str) for each in (sub, sid, word)) or not word or not (sub or sid):
        raise ProviderError("the logout token names nobody")
    return Word(str(said["iss"]), sub, sid, word)


def _seconds(said: Mapping[str, Any], name: str, missing: float = 0.0) -> float:
    """A moment that a token names; long ago where it names none."""
    found = said.get(name, missing)
    return float(found) if isinstance(found, int | float) else 0.0


async def _metadata(known: Mapping[str, str]) -> Mapping[str, Any]:
    return await _fetched(known.get("server_metadata_url", ""))


async def _fetched(address: str) -> Mapping[str, Any]:
    import httpx

    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as line:
            answer = await line.get(address)
            answer.raise_for_status()
            found = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as fault:
        raise ProviderError(f"the provider does not answer: {fault}") from fault
    if not isinstance(found, dict):
        raise ProviderError("the provider does not answer as one")
    return found
