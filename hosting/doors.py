"""Who may ask for what: the names this server has, the pages that are its own, and of Streamlit's
addresses and messages those that our pages need.
"""

import ipaddress
import logging
import re
import socket
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import get_option

from hosting import inside
from hosting.answer import refuse

# of Streamlit, below its base path: everything else in these folders is not there
NEEDED = re.compile(
    r"/_stcore/(health|host-config|stream|upload_file/[^/]+/[^/]+|bidi-components/.+)"
    r"|/media/.+|/static/.+|/app/static/.+"
)
SIGN_IN = re.compile(r"/auth/(begin|login|logout|back-channel)|/oauth2callback")
STREAMLITS = re.compile(r"/(_stcore|media|component|static|app|auth|oauth2callback)(/|$)")
INNER = re.compile(r"/_stcore(/|$)")  # below a page's address
EVERYONE = ("/healthz", "/readyz")  # balancers ask by whatever address they know
READING = ("GET", "HEAD", "OPTIONS")
HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?")
LONGEST = 300  # characters of a host
PORTS = {"http": 80, "https": 443}
ANYWHERE = {"", "0.0.0.0", "::"}  # noqa: S104


class Doors:
    """Refuses what is asked by a name that is not ours (400), from a page that is not ours (403),
    and for what our pages do not need (404); of an open page's messages leaves out such as well.

    `hosts` are names, `*.example.org` for all below one, and whole origins
    (`https://threats.example.org`) where a proxy does not say by which the reader came; `sign_in`
    says whether Streamlit's sign-in is needed.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Callable[[], Sequence[str]] = tuple,
        sign_in: Callable[[], bool] = bool,
    ) -> None:
        self.app, self.sign_in = app, sign_in
        listed = hosts()
        self.origins = {each for each in map(origin, listed) if each}
        names = {str(urlsplit(each if "//" in each else f"//{each}").hostname) for each in listed}
        self.names = {each for each in names if not each.startswith("*.")}
        self.above = tuple(each[1:] for each in names - self.names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        status, words = self.refusal(scope)
        if status:
            await refuse(status, words)(scope, receive, send)
        elif scope["type"] == "websocket":
            await self.app(self.as_asked(scope), partial(heard, receive), send)
        else:
            await self.app(self.as_asked(scope), receive, send)

    def as_asked(self, scope: Scope) -> Scope:
        """The request under the name that its page is at, which Streamlit compares, where a proxy
        has put another one.
        """
        if not self.origins or origin(Headers(scope=scope).get("origin", "")) not in self.origins:
            return scope
        host = urlsplit(Headers(scope=scope)["origin"]).netloc.encode("latin-1")
        others = [each for each in scope["headers"] if each[0] != b"host"]
        return {**scope, "headers": [*others, (b"host", host)]}

    def refusal(self, scope: Scope) -> tuple[int, str]:
        """With which status and words a request is refused; 0 where it is not."""
        head, path = Headers(scope=scope), scope["path"]
        if path in EVERYONE:
            return 0, ""
        named = head.getlist("host")
        host = named[0] if len(named) == 1 else ""
        if not self.ours(host):
            said("name", host)
            return 400, "This server has another name; THREATS_HOSTS lists those it answers to."
        if not self.from_ours(scope, head, host):
            said("page", head.get("origin", ""))
            return 403, "A page of another origin may not do this."
        inner = below(path)
        streamlits = STREAMLITS.match(inner) or INNER.search(inner)
        if streamlits and not (NEEDED.fullmatch(inner) or self.signs_in(inner)):
            return 404, "Not Found"
        if scope["type"] == "websocket" and inner != "/_stcore/stream":
            return 404, "Not Found"
        return 0, ""

    def signs_in(self, path: str) -> bool:
        """Whether a path is one of Streamlit's sign-in, where readers sign in."""
        return bool(SIGN_IN.fullmatch(path)) and self.sign_in()

    def ours(self, host: str) -> bool:
        """Whether a Host header names this server: loopback, where it listens, what is listed; an
        address in figures too, where it listens everywhere: no other name can be made to mean it.
        """
        name = hostname(host)
        return bool(name) and (
            name in self.names or name.endswith(self.above or ("\n",)) or listens(name)
        )

    def from_ours(self, scope: Scope, head: Headers, host: str) -> bool:
        """Whether what changes something, or opens a socket, comes from a page of this server or
        from no page at all.
        """
        if scope["type"] == "http" and scope["method"] in READING:
            return True
        asker = head.get("origin")
        if asker is None:
            return head.get("sec-fetch-site", "none") in ("none", "same-origin")
        scheme = {"ws": "http", "wss": "https"}.get(scope["scheme"], scope["scheme"])
        page = origin(asker)
        return bool(page) and (page == origin(f"{scheme}://{host}") or page in self.origins)


async def heard(receive: Receive) -> Message:
    """The next message of an open page that is one of ours; others are left out."""
    while True:
        message = await receive()
        said = message.get("bytes") if message["type"] == "websocket.receive" else None
        if said is None or inside.of_ours(said):
            return message


@lru_cache(maxsize=64)
def hostname(host: str) -> str:
    """The name in a Host header, in small letters; empty where it is none."""
    if len(host) > LONGEST or not HOST.fullmatch(host):
        return ""
    return (urlsplit(f"//{host}").hostname or "").rstrip(".")


@lru_cache(maxsize=64)
def origin(address: str) -> str:
    """Scheme, host and port in one spelling; empty where it is no origin."""
    try:
        found = urlsplit(address)
        port = found.port or PORTS.get(found.scheme, 0)
    except ValueError:
        return ""
    whole = found.scheme in PORTS and found.hostname and not (found.path.strip("/") or found.query)
    return f"{found.scheme}://{found.hostname}:{port}" if whole else ""


@lru_cache(maxsize=64)
def listens(name: str) -> bool:
    """Whether a server that listens where this one does has this name."""
    where = (get_option("server.address") or "").lower()
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        machine = socket.gethostname().lower() if where in ANYWHERE else where
        return name in ("localhost", where, machine)
    return address.is_loopback or where in ANYWHERE or name == where


def below(path: str) -> str:
    """A path without the base path of the server."""
    base = f"/{(get_option('server.baseUrlPath') or '').strip('/')}".rstrip("/")
    inside = base and (path == base or path.startswith(f"{base}/"))
    return path[len(base) :] or "/" if inside else path


def said(what: str, which: str) -> None:
    """Tells the log who was refused, for whoever has to list a name."""
    logging.getLogger(__name__).warning("Refused: a %s that is not ours, %.100r", what, which)
