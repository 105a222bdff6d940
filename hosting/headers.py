"""The security headers, and what a page may load: nothing but this server's own files."""

import base64
import hashlib
import re
from collections.abc import Container
from functools import lru_cache

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hosting.answer import refuse

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
POLICY = "Content-Security-Policy"
SECURE = "max-age=31536000"  # seconds that a browser comes back by TLS alone
DENIAL = "websocket.http.response"
STARTS = ("http.response.start", f"{DENIAL}.start")


@lru_cache(maxsize=8)
def policy(page: str = "") -> str:
    """Content security policy of a page: own files only, and of inline scripts those it has.

    `blob:` scripts are the loaders of our v2 components; Plotly writes inline styles and draws
    pictures from data.
    """
    inline = (
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in INLINE.findall(page)
    )
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self' blob:", *(f"'sha256-{digest}'" for digest in inline))),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class Guarded:
    """Puts the security headers on every answer, also where the server fails or refuses a socket.

    The policy of an answer that brings none allows no inline script at all.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": (
                "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
            ),
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] in STARTS:
                headers = MutableHeaders(scope=message)
                headers.update(self.headers)
                headers.setdefault(POLICY, policy())
                if scope["scheme"] in ("https", "wss"):
                    headers["Strict-Transport-Security"] = SECURE
            elif message["type"] == "websocket.close" and not begun and DENIAL in extensions(scope):
                await refuse(403, "Forbidden")(scope, receive, guarded)
                return
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, guarded)
        except Exception:
            if scope["type"] == "http" and not begun:
                await refuse(500, "Internal Server Error")(scope, receive, guarded)
            raise  # for the log


def extensions(scope: Scope) -> Container[str]:
    """What the server can do beyond what every one can."""
    found: Container[str] = scope.get("extensions") or {}
    return found
