"""The security headers, and what a page may load: nothing but this server's own files."""

import base64
import hashlib
import re
from functools import lru_cache

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
POLICY = "Content-Security-Policy"


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
    """Puts the security headers on every answer and hides the server's counters.

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
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.headers)
                headers.setdefault(POLICY, policy())
            await send(message)

        hidden = scope["type"] == "http" and scope["path"].rstrip("/").endswith("/_stcore/metrics")
        await (PlainTextResponse("Not Found", 404) if hidden else self.app)(scope, receive, guarded)
