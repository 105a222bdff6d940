"""The dashboard with its HTTP side: health, compression, cache and security headers.

`python server.py` starts it; `streamlit run server.py` and `uvicorn server:app` do too. Nothing
here, and nothing
a page loads, asks another host.
"""

import argparse
import asyncio
import base64
import gc
import gzip
import hashlib
import importlib
import json
import logging
import pkgutil
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import streamlit as st
import uvicorn
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import cli_util, config, file_util, net_util
from streamlit.web.server import server_util

import settings
from components.elements import assets
from exchange import api
from hosting import processes

HERE = Path(__file__).resolve().parent
PORT = 8501  # where nothing else was asked for; Streamlit takes the next free one
COMPRESSED = re.compile(
    r"text/(?!html)|javascript|json|svg|xml|wasm"
)  # types worth compressing; pages are 10 kB
SETTLED = 30  # seconds between two rounds of the garbage collector over everything
ROOM = 64_000_000  # bytes of compressed files kept; all of Streamlit's are 7 MB
FOREVER = "public, immutable, max-age=31536000"
# Streamlit's page draws everything anew for each of the 80 messages of a run that finds it idle:
# what comes in one burst is handed to it in one go, when the run is finished, after a moment of
# silence, and at the latest after a tenth of a second. The message that ends a run is a ForwardMsg
# of 44 bytes: its hash (42), the tag of `script_finished`, how it finished.
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
        const { data } = event;
        const whole = data instanceof ArrayBuffer && data.byteLength === 44;
        if (whole && new Uint8Array(data)[42] === 0x30) release();
        else silent = setTimeout(release, 25);
      });
      this.addEventListener("close", release);
    }
  };
})();
"""
WATCH = {
    "components.shell.bell",
    "components.shell.push",
    "components.shell.viewer",
    "components.screens.headquarters",
    "components.screens.watch",
}
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)

# Streamlit would ask a public service for this machine's address when a page of another origin
# knocks.
net_util.get_external_ip = lambda: None


def policy(page: str) -> str:
    """Content security policy for Streamlit's page: own files only, and of inline scripts those the
    page has.

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
    """Puts the security headers on every answer, hides the server's counters, and lets no page run
    before all is loaded.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = {
            "Content-Security-Policy": policy(
                with_address((Path(file_util.get_static_dir()) / "index.html").read_text("utf-8"))
            ),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": (
                "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
            ),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        if scope["type"] == "websocket":
            await asyncio.shield(
                app.state["loading"]
            )  # two threads importing the same modules trip over each other
        hidden = scope["type"] == "http" and scope["path"].rstrip("/").endswith("/_stcore/metrics")
        await (PlainTextResponse("Not Found", 404) if hidden else self.app)(scope, receive, guarded)


async def answer(app: ASGIApp, scope: Scope) -> tuple[int, MutableHeaders, bytes]:
    """Status, headers and whole body of what `app` answers."""
    start: Message = {}
    body = bytearray()

    async def receive() -> Message:
        return await asyncio.Event().wait()  # the asker stays until the end

    async def send(message: Message) -> None:
        (
            start.update(message)
            if message["type"] == "http.response.start"
            else body.extend(message.get("body", b""))
        )

    await app(scope, receive, send)
    return start["status"], MutableHeaders(raw=list(start["headers"])), bytes(body)


class Page:
    """Tells Streamlit's page where its server is.

    Without that a page opened by a deep link first looks for the server below its own address, and
    the browser logs the misses.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or "text/html" not in Headers(scope=scope).get("accept", "")
        ):
            return await self.app(scope, receive, send)
        # Asked for as if never seen before: a 304 has no page to put the line into.
        fresh = scope | {
            "headers": [
                (name, value)
                for name, value in scope["headers"]
                if name not in (b"if-none-match", b"if-modified-since", b"accept-encoding")
            ]
        }
        status, headers, body = await answer(self.app, fresh)
        if "text/html" in headers.get("content-type", ""):
            body = with_address(body.decode()).encode()
            headers["Content-Length"] = str(len(body))
            for name in ("etag", "last-modified"):
                if name in headers:
                    del headers[name]
        await Response(body, status, headers=headers)(scope, receive, send)


def with_address(page: str) -> str:
    """Streamlit's page with the server's address, the page's own host and the configured base path,
    and with our code as what to fetch early.
    """
    base = f"/{(config.get_option('server.baseUrlPath') or '').strip('/')}"
    early = "".join(
        f'<link rel="modulepreload" href="{base.rstrip("/")}/app/static/{file}?v={assets.VERSION}">'
        for file in assets.early()
    )
    return page.replace(
        "<head>",
        f"<head><script>window.__streamlit={{BACKEND_BASE_URL:location.origin+{json.dumps(base)}}};{TOGETHER}</script>{early}",
        1,
    )


class Files:
    """Serves the static files, Streamlit's and ours, compressed once.

    Streamlit looks each path up and answers for its type and its tag; the bytes come from memory.
    Its own files carry their hash in the name and stay in the browser for good, as ours do where
    they are asked for with a version (`?v=`); otherwise a browser asks again each time and hears
    304.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: dict[tuple[str, str], bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or "/static/" not in scope["path"]:
            return await self.app(scope, receive, send)
        asked = Headers(scope=scope)
        plain = scope | {
            "headers": [
                (name, value) for name, value in scope["headers"] if name != b"accept-encoding"
            ]
        }

        async def cached(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.add_vary_header("Accept-Encoding")
                if "/app/static/" in scope["path"] and message["status"] < 400:
                    headers["Cache-Control"] = (
                        FOREVER if scope["query_string"].startswith(b"v=") else "no-cache"
                    )
            await send(message)

        status, headers, _ = await answer(self.app, plain | {"method": "HEAD"})
        tag = headers.get("etag", "")
        if status == 200 and tag and tag in asked.get("if-none-match", ""):
            return await Response(status_code=304, headers={"ETag": tag})(scope, receive, cached)
        packable = status == 200 and tag and COMPRESSED.search(headers.get("content-type", ""))
        if not packable or "range" in asked or "gzip" not in asked.get("accept-encoding", ""):
            return await self.app(plain, receive, cached)
        body = await self.compressed(plain, tag)
        headers.update(
            {"Content-Encoding": "gzip", "Content-Length": str(len(body)), "ETag": f"W/{tag}"}
        )
        await Response(body, headers=headers)(scope, receive, cached)

    async def compressed(self, scope: Scope, tag: str) -> bytes:
        """The file's bytes, compressed at the first asking for this state of it."""
        body = self.kept.get((scope["path"], tag))
        if body is None:
            body = await asyncio.to_thread(gzip.compress, (await answer(self.app, scope))[2], 6)
            if sum(map(len, self.kept.values())) + len(body) <= ROOM:
                self.kept[scope["path"], tag] = body
        return body


def load() -> None:
    """Imports what the pages need; the watch, which brings a database library, only where there is
    one: else its page does.
    """
    import components
    from data.watch import setting

    for module in pkgutil.walk_packages(components.__path__, "components."):
        if setting.on() or module.name not in WATCH:
            importlib.import_module(module.name)
    settle()


def ask() -> None:
    """Asks every figure once."""
    from data import query

    query.warm()
    settle()


def settle() -> None:
    """Takes what is loaded out of the garbage collector's rounds; Streamlit makes one of 60 ms or
    more after every run of a page.
    """
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[dict[str, asyncio.Task]]:
    """Loads and warms up while the first browser is still fetching Streamlit's files; without
    figures there is no dashboard.
    """
    loading = asyncio.create_task(asyncio.to_thread(load))
    warming = asyncio.create_task(warm(loading))
    warming.add_done_callback(stop_if_failed)
    if config.get_option("logger.hideWelcomeMessage") and not processes.SIBLINGS:
        welcome()
    settling = asyncio.create_task(settle_again())
    yield {"loading": loading, "warming": warming}
    settling.cancel()
    await asyncio.wait({warming})
    gc.unfreeze()  # or DuckDB reports everything it has as leaked


async def settle_again() -> None:
    """Settles what sessions brought since; what they left behind meanwhile is collected first."""
    while True:
        await asyncio.sleep(SETTLED)
        gc.unfreeze()
        settle()


async def warm(loading: asyncio.Task) -> None:
    """Asks the figures after `loading`."""
    await loading
    await asyncio.to_thread(ask)


def stop_if_failed(warming: asyncio.Task) -> None:
    """Ends the server with the reason when loading or warming failed."""
    if not warming.cancelled() and warming.exception():
        logging.getLogger(__name__).critical(
            "The dashboard cannot start", exc_info=warming.exception()
        )
        if processes.SIBLINGS:
            sys.exit(1)  # and none is started again
        signal.raise_signal(signal.SIGTERM)


def welcome() -> None:
    """Says where the dashboard is, and opens it unless there is nobody to look."""
    port, address = config.get_option("server.port"), config.get_option("server.address")
    if port != PORT and not config.is_manually_set("server.port"):
        print(f"Port {PORT} is taken, so this is on port {port}.")
    url = server_util.get_url("127.0.0.1" if address in ("0.0.0.0", "::") else address)  # noqa: S104
    print(f"Global Threats Dashboard: {url}  (Ctrl+C stops it)", flush=True)
    if not config.get_option("server.headless"):
        cli_util.open_browser(url)


async def healthz(_: Request) -> Response:
    """For load balancers: 200 when the figures are loaded, 503 until then."""
    ready = app.state["warming"].done()
    return JSONResponse(
        {"status": "ok" if ready else "starting"},
        200 if ready else 503,
        headers={"Cache-Control": "no-store"},
    )


app = st.App(
    HERE / "dashboard.py",
    lifespan=lifespan,
    routes=[Route("/healthz", healthz), *api.ROUTES],
    middleware=[
        Middleware(Guarded),
        Middleware(Page),
        Middleware(Files),
        *([Middleware(processes.Siblings)] if processes.SIBLINGS else []),
    ],
)


def main() -> None:
    """Starts the server from the command line."""
    parser = argparse.ArgumentParser(
        description="Starts the Global Threats Dashboard and opens it."
    )
    try:
        given = settings.checked()
    except settings.SettingError as fault:
        parser.error(str(fault))
    parser.add_argument(
        "--port", type=int, help=f"the port, and no other; else {PORT} or the next free one"
    )
    parser.add_argument(
        "--address",
        default="127.0.0.1",
        help="where to listen; 0.0.0.0 lets other machines in (default: %(default)s)",
    )
    parser.add_argument(
        "--no-browser", action="store_true", help="open no browser (so does THREATS_BROWSER=0)"
    )
    parser.add_argument(
        "--processes",
        type=int,
        default=given.processes,
        help="how many share the port, one for each core (or THREATS_PROCESSES; default: 1)",
    )
    asked = parser.parse_args()
    if asked.processes < 1 or (asked.processes > 1 and sys.platform == "win32"):
        parser.error(
            "--processes is 1 or more"
            if asked.processes < 1
            else "several processes need Linux or macOS"
        )
    options = {
        "server.address": asked.address,
        "server.headless": (asked.no_browser or not given.browser or not settings.screen()),
        "logger.hideWelcomeMessage": True,
    }
    if asked.processes > 1:
        uvicorn.Server = partial(processes.Several, many=asked.processes, ready=welcome)
    with suppress(KeyboardInterrupt):
        app.run(config=options | ({"server.port": asked.port} if asked.port else {}))


if __name__ == "__main__":
    main()
