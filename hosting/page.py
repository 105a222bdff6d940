"""Streamlit's page as it is handed out: with its server's address, and messages taken together."""

import json
from collections.abc import Callable, Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import get_option

from hosting.headers import POLICY, policy

# Streamlit's page draws everything anew for each of the 80 messages of a run that finds it idle,
# and once more when it hears that the session is idle again: what comes in one burst is handed to
# it in one go, with that last word, after a moment of silence, and at the latest after a tenth of a
# second. The last word is a ForwardMsg of 2 bytes: the tag of `session_status_changed`, and that
# nothing runs. It comes some milliseconds after the run's end, which is one of 44: which run (42),
# the tag of `script_finished`, how it finished. Were they others, the moment of silence would do.
#
# A socket that is closed with GONE is of somebody who is signed out, or has other roles by now: the
# page is loaded anew and shows what is left to them.
GONE = 4401
TOGETHER = """
(() => {
  const Plain = WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...rest) {
      super(...rest);
      let held = [], late, silent;
      const release = () => {
        clearTimeout(late);
        clearTimeout(silent);
        held.splice(0).forEach((data) => this.dispatchEvent(new MessageEvent("message", { data })));
      };
      this.addEventListener("message", (event) => {
        if (!event.isTrusted) return; // ours
        event.stopImmediatePropagation();
        if (!held.length) late = setTimeout(release, 100);
        held.push(event.data);
        clearTimeout(silent);
        const bytes = event.data instanceof ArrayBuffer ? new Uint8Array(event.data) : [];
        const ended = bytes.length === 44 && bytes[42] === 0x30;
        if (bytes.length === 2 && bytes[0] === 0x4a) release();
        else silent = setTimeout(release, ended ? 10 : 25);
      });
      this.addEventListener("close", (event) => {
        release();
        if (event.code === 4401) location.reload();
      });
    }
  };
})();
"""


class Page:
    """Tells Streamlit's page where its server is.

    Without that a page opened by a deep link first looks for the server below its own address, and
    the browser logs the misses. `early` says which files below static/ it fetches early.
    """

    def __init__(self, app: ASGIApp, early: Callable[[], Iterable[str]] = tuple) -> None:
        self.app, self.early = app, early

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or "text/html" not in Headers(scope=scope).get("accept", "")
        ):
            await self.app(scope, receive, send)
            return
        # Asked for as if never seen before: a 304 has no page to put the line into.
        fresh = {
            **scope,
            "headers": [
                (name, value)
                for name, value in scope["headers"]
                if name not in (b"if-none-match", b"if-modified-since", b"accept-encoding")
            ],
        }
        start: Message = {}
        body = bytearray()

        async def told(message: Message) -> None:
            """Holds a page back until it is whole; passes on whatever else was asked for."""
            if message["type"] == "http.response.start":
                head = Headers(raw=message["headers"])
                # what brings a policy is no page of Streamlit's, and complete
                if "text/html" in head.get("content-type", "") and POLICY not in head:
                    start.update(message)
                    return
            elif start:
                body.extend(message.get("body", b""))
                if message.get("more_body"):
                    return
                await send(self.addressed(start, body))
                message = {"type": "http.response.body", "body": bytes(body)}
            await send(message)

        await self.app(fresh, receive, told)

    def addressed(self, start: Message, body: bytearray) -> Message:
        """How the answer begins, with the line put into the page's body."""
        page = with_address(body.decode(), self.early())
        body[:] = page.encode()
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["Content-Length"] = str(len(body))
        headers[POLICY] = policy(page)
        for name in ("etag", "last-modified"):
            if name in headers:
                del headers[name]
        return {**start, "headers": headers.raw}


def with_address(page: str, early: Iterable[str] = ()) -> str:
    """Streamlit's page with the server's address, the page's own host and the configured base path,
    and with what to fetch early.
    """
    base = f"/{(get_option('server.baseUrlPath') or '').strip('/')}"
    address = f"window.__streamlit={{BACKEND_BASE_URL:location.origin+{json.dumps(base)}}}"
    links = "".join(
        f'<link rel="modulepreload" href="{base.rstrip("/")}/app/static/{file}">' for file in early
    )
    return page.replace("<head>", f"<head><script>{address};{TOGETHER}</script>{links}", 1)
