"""What becomes of a sign-in and a sign-out: Streamlit's own way to the provider and back, and ours
of ending it, from here and from the provider.
"""

from __future__ import annotations

import asyncio
import json
import logging
from enum import StrEnum
from urllib.parse import quote, unquote, urlencode, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp
from streamlit import get_option

from errors import ThreatsError
from hosting import inside, provider
from hosting.answer import whole
from security import audit, backoff, sessions, sign_in
from security.audit import Action

BEGIN, END, BACK = "/auth/begin", "/auth/logout", "/auth/back-channel"
LOGIN, CALLBACK = "/auth/login", "/oauth2callback"
FAILED = "sign_in"  # of an address: the last try failed
WAY = "threats-way"  # the cookie with the address that was asked for
STATE = "_streamlit_session"  # Streamlit's, with what a try has to come back with
LATER = {"Cache-Control": "no-store", "Retry-After": "60"}
BODY = 100_000  # bytes of a provider's word that are read


class Outcome(StrEnum):
    """Why somebody stands before the door."""

    NOT_SIGNED_IN = "not signed in"
    FAILED = "failed"  # the provider, or what it said, was refused
    NO_ROLE = "no role"
    NO_PROVIDER = "no provider"
    TOO_MANY = "too many"

    @property
    def status(self) -> int:
        """The HTTP status."""
        return {"no role": 403, "no provider": 503, "too many": 429}.get(self.value, 401)

    @property
    def wait(self) -> int:
        """Seconds until another try may go better; 0 where waiting helps nothing."""
        return {"no provider": 5, "too many": 30}.get(self.value, 0)


class Signing:
    """What is answered at the addresses of signing in and out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def answered(self, path: str, request: Request) -> Response | Outcome | None:
        """The answer, or why there is none; None where the address is another one."""
        match path:
            case "/auth/begin" | "/auth/login":
                return await self._begun(path, request)
            case "/oauth2callback":
                return await self._came_back(request)
            case "/auth/logout":
                return await _ended(request)
            case "/auth/back-channel":
                return await _told_to_end(request)
            case _ if path.startswith("/auth/"):
                return PlainTextResponse("Not Found", 404)
        return None

    async def _begun(self, path: str, request: Request) -> Response | Outcome:
        place = backoff.place(request.client.host if request.client else "")
        try:
            backoff.SIGN_INS.check(place)
        except backoff.TooManyError:
            return Outcome.TOO_MANY
        backoff.SIGN_INS.fail(place)  # until it succeeds
        if path == BEGIN:
            known = inside.providers()
            asked = request.query_params.get("provider", "")
            name = asked if asked in known else next(iter(known), "")
            address = inside.sign_in_address(name) if name else ""
            return RedirectResponse(address, 302) if address else Outcome.NO_PROVIDER
        status, headers, body = await whole(self.app, request.scope)
        if status >= 400:
            return Outcome.NO_PROVIDER
        return _as_it_is(status, headers, body)

    async def _came_back(self, request: Request) -> Response:
        if not request.query_params.keys() & {"code", "error"}:
            return RedirectResponse(_home(), 302)  # from the provider's own sign-out
        _, headers, _ = await whole(self.app, request.scope)
        set_now = dict(map(_pair, headers.getlist("set-cookie")))
        found = inside.signed_in({name: value for name, value in set_now.items() if value})
        place = backoff.place(request.client.host if request.client else "")
        try:
            number = await asyncio.to_thread(_admitted, found, request.cookies)
        except ThreatsError as fault:
            logging.getLogger(__name__).warning("A sign-in was refused: %s", fault)
            backoff.SIGN_INS.fail(place)
            answer: Response = RedirectResponse(f"{_home()}?{FAILED}=failed", 302)
        else:
            backoff.SIGN_INS.succeed(place)
            answer = RedirectResponse(_way(request), 302)
            answer.set_cookie(sign_in.COOKIE, number, path="/", httponly=True, samesite="lax")
            answer.delete_cookie(WAY, path="/")
        answer.delete_cookie(STATE, path="/")
        return answer


def _admitted(found: tuple[dict[str, object], str] | None, cookies: dict[str, str]) -> str:
    """The number of a new row for what Streamlit was told; ThreatsError where it is refused."""
    try:
        if found is None:
            raise provider.ProviderError("the provider did not say who it is")
        claims, id_token = found
        provider.check(claims)
        number = sessions.begin(claims, id_token)
        who = sessions.subject(str(claims["iss"]), str(claims["sub"]))
        audit.note(Action.SIGN_IN, "sign-in", by=who)
    except provider.ProviderError:
        audit.over(Action.SIGN_IN, "sign-in", by="", refused=True)
        raise
    if old := cookies.get(sign_in.COOKIE):
        sessions.end(old)
    return number


async def _ended(request: Request) -> Response:
    """Signed out here, and then at the provider, where it has an address for that."""
    if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return PlainTextResponse("Forbidden", 403)
    number = request.cookies.get(sign_in.COOKIE, "")
    try:
        found = await asyncio.to_thread(_end, number)
    except sessions.SessionError as fault:
        logging.getLogger(__name__).error("A sign-out is not kept: %s", fault)
        return PlainTextResponse("You are still signed in: try again in a minute.", 503, LATER)
    answer = RedirectResponse(_home(), 302)
    if found is not None:
        name = str(found.claims.get("provider", "default"))
        known = inside.provider(name)
        away = await provider.sign_out_address(known) if known else ""
        if known and away:
            back = {"post_logout_redirect_uri": known["redirect_uri"]}
            hint = {"id_token_hint": found.id_token} if found.id_token else {}
            asked = urlencode({"client_id": known["client_id"], **back, **hint})
            answer = RedirectResponse(f"{away}{'&' if '?' in away else '?'}{asked}", 302)
    answer.delete_cookie(sign_in.COOKIE, path="/")
    return answer


def _end(number: str) -> sessions.Session | None:
    found = sessions.of(number)
    sessions.end(number)
    if found is not None:
        audit.over(Action.SIGN_OUT, "sign-out", by=found.subject)
    return found


async def _told_to_end(request: Request) -> Response:
    """The provider's word that a person, or one session of theirs, is signed out."""
    place = backoff.place(request.client.host if request.client else "")
    never = {"Cache-Control": "no-store"}
    try:
        if request.method != "POST":
            raise provider.ProviderError("it is no POST")
        backoff.SIGN_INS.check(f"back {place}")
        word = await provider.heard(await _body(request))
        await asyncio.to_thread(_end_all, word)
    except (provider.ProviderError, backoff.TooManyError) as fault:
        backoff.SIGN_INS.fail(f"back {place}")
        logging.getLogger(__name__).warning("A word to sign out was refused: %s", fault)
        return Response(json.dumps({"error": "invalid_request"}), 400, never, "application/json")
    except sessions.SessionError as fault:
        logging.getLogger(__name__).error("A word to sign out is not kept: %s", fault)
        return PlainTextResponse("The sign-out cannot be kept.", 503, LATER)
    return Response(status_code=200, headers=never)


def _end_all(word: provider.Word) -> None:
    if not sessions.first_time(f"{word.issuer} {word.id}"):
        raise provider.ProviderError("it was said before")
    sessions.end_all(word.issuer, word.sub, word.sid)
    who = sessions.subject(word.issuer, word.sub) if word.sub else ""
    audit.over(Action.SIGN_OUT, "back-channel", by=who)


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY:
            raise provider.ProviderError("it is too long")
    return bytes(body)


def remember_way(request: Request, answer: Response) -> None:
    """Keeps the address that was asked for, to lead there after the sign-in."""
    if request.method == "GET" and not request.url.path.startswith(("/auth/", CALLBACK)):
        way = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        if len(way) < 2000 and FAILED not in request.query_params:
            answer.set_cookie(
                WAY, quote(way, safe=""), 600, path="/", httponly=True, samesite="lax"
            )


def _way(request: Request) -> str:
    way = unquote(request.cookies.get(WAY, ""))
    parts = urlsplit(way)
    ours = way.startswith("/") and not parts.scheme and not parts.netloc
    return way if ours and way.isprintable() and "\\" not in way else _home()


def _home() -> str:
    base = (get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/" if base else "/"


def safe(cookie: str) -> str:
    """A cookie that goes over safe lines, and from our own pages alone."""
    has = {each.strip().partition("=")[0].lower() for each in cookie.split(";")[1:]}
    more = [*([] if "secure" in has else ["Secure"])]
    more += [] if "samesite" in has else ["SameSite=Lax"]
    return "; ".join((cookie, *more))


def _pair(cookie: str) -> tuple[str, str]:
    name, _, value = cookie.partition(";")[0].partition("=")
    return name.strip(), value.strip().strip('"')


def _as_it_is(status: int, headers: MutableHeaders, body: bytes) -> Response:
    answer = Response(body, status)
    answer.raw_headers = headers.raw
    return answer
