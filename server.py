"""The dashboard with its HTTP side: health, compression, cache and security headers.

`python server.py` starts it; `streamlit run server.py` and `uvicorn server:app` do too. Nothing
here, and nothing a page loads, asks another host, but those that THREATS_DELIVERIES names.
"""

import argparse
import gc
import importlib
import logging
import pkgutil
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

gc.disable()  # until all is loaded (hosting.startup): to look for garbage takes a sixth of a start

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

import settings
from components.elements import assets
from exchange import api, slides
from hosting import (
    connections,
    crowd,
    doors,
    files,
    headers,
    inside,
    memory,
    metrics,
    page,
    processes,
    requests,
    startup,
    uploads,
    wires,
)
from security import in_force, reader

HERE = Path(__file__).resolve().parent
PORT = 8501  # where nothing else was asked for; Streamlit takes the next free one
WATCH = frozenset(
    {
        "components.shell.bell",
        "components.shell.push",
        "components.shell.viewer",
        "components.screens.exchange",
        "components.screens.exchange_desk",
        "components.screens.exchange_form",
        "components.screens.exchange_speed",
        "components.screens.exchange_told",
        "components.screens.headquarters",
        "components.screens.kept",
        "components.screens.secretariat",
        "components.screens.watch",
        "components.screens.watch_form",
        "components.screens.watch_proposal",
        "components.screens.watch_queue",
        "components.screens.watch_receipts",
        "components.screens.watch_rows",
    }
)
# What makes slides and files of a briefing brings much along, and only its own pages need it.
BRIEFING = frozenset(
    {
        "components.screens.briefing",
        "components.screens.briefing_files",
        "components.screens.briefing_work",
        "components.screens.verify",
    }
)

inside.ask_nobody()
inside.own_menu()
inside.speak_together()
memory.few_arenas()


def load() -> None:
    """Imports what the pages need; watch and exchange, which bring a database library, only where
    there is a store for them: else their pages do, as that of briefings does. What signs in comes
    with the entrance.
    """
    import components
    from data.watch import setting

    left = BRIEFING | (frozenset() if setting.on() else WATCH) | {"components.shell.sign_in"}
    for module in pkgutil.walk_packages(components.__path__, "components."):
        if module.name not in left:
            importlib.import_module(module.name)
    if settings.current().log == "json":
        requests.structured()  # what was loaded now has loggers of its own


def warm() -> None:
    """Asks every figure once, unless that is left to readers; from then on the files of the store
    are looked at now and then, alerts are told, and steps of the watch that are held enter.
    """
    from data import query
    from data.watch import setting

    if not processes.SIBLINGS:
        in_force.settings_now()
    if settings.current().warm:
        query.warm()
    checking()
    if setting.on():
        from data.watch import holding  # a database library comes with it

        holding.begin()
        if settings.current().deliveries is not None:
            from data.delivery import filling, worker
            from exchange import forms

            worker.begin(filling.Forms(forms.shared, forms.news))


@cache
def checking() -> Any:
    """What looks at the files of the store, and tells readers what they asked to be told."""
    from data import store
    from data.alerts import checking as alerts

    return store.Checking(alerts.Watching().look)


def early() -> list[str]:
    """Our code that a page fetches early."""
    return [f"{file}?v={assets.VERSION}" for file in assets.early()]


def begun() -> None:
    """Says where the dashboard is, unless Streamlit or the first of several processes does."""
    if st.get_option("logger.hideWelcomeMessage") and not processes.SIBLINGS:
        welcome()


def several() -> None:
    """Before the first of several processes starts, which loads no page itself."""
    gc.enable()
    welcome()
    in_force.settings_now()


def welcome() -> None:
    """Says where the dashboard is, and opens it unless there is nobody to look."""
    port, address = st.get_option("server.port"), st.get_option("server.address")
    if port != PORT and not inside.set_by_hand("server.port"):
        print(f"Port {PORT} is taken, so this is on port {port}.")
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    host = "127.0.0.1" if address in ("0.0.0.0", "::") else address  # noqa: S104
    base = st.get_option("server.baseUrlPath").strip("/")
    url = f"{scheme}://{host}:{st.get_option('browser.serverPort')}{base and f'/{base}'}"
    print(f"Global Threats Dashboard: {url}  (Ctrl+C stops it)", flush=True)
    if not st.get_option("server.headless"):
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


@cache
def connected() -> connections.Connections:
    """The connections of this process."""
    given = settings.current()
    return connections.Connections(connections.affordable(given.connections), given.proxies or ())


def hosts() -> tuple[str, ...]:
    """The names of the server that its operator lists."""
    return settings.current().hosts or ()


def proxies() -> tuple[str, ...]:
    """The proxies that its operator lists."""
    return settings.current().proxies or ()


def state() -> tuple[dict[str, Any], bool]:
    """How each part stands, and whether this process can serve."""
    from data.operations import readiness

    return readiness.document()


def ended() -> None:
    """Ends what looks at the files, what delivers, and a demonstration, and writes back what the
    database of the proposals keeps in its journal.
    """
    if worker := sys.modules.get("data.delivery.worker"):
        worker.end()
    if checking.cache_info().currsize:
        checking().end()
    from data.watch import setting

    if setting.scratch() is not None:
        from data.intelligence import scratch

        scratch.close()
    if ledger := sys.modules.get("data.watch.ledger"):
        ledger.close()


def held() -> uploads.Limits:
    """How many of readers' files this process holds."""
    processes_here = max(len(processes.SIBLINGS), 1)
    one = st.get_option("server.maxUploadSize") * 1024**2
    return uploads.Limits(
        one, 2 * one + uploads.AROUND, settings.current().uploads_mb * 1024**2 // processes_here
    )


def forget(left: Collection[str]) -> None:
    """Lets go of the tables of files that are no longer held."""
    from data.reading import recent  # with pandas, which the first page brings

    recent.tables().keep(left)


def signs_in() -> bool:
    """Whether nobody reads without a sign-in."""
    return settings.current().sign_in == "required"


def entrance() -> list[Middleware]:
    """Where readers sign in; not even imported where they do not."""
    if not signs_in():
        return []
    from components.shell import sign_in
    from hosting.entrance import Entrance

    return [Middleware(Entrance, sign_in.page)]


def ages() -> dict[str, float]:
    """By source, how many seconds ago the day was that its figures speak of."""
    from data import store

    with reader.using(reader.operator()):
        now, found = datetime.now(UTC).date(), store.current().versions
        return {
            f'{{source="{name}"}}': (now - version.as_of).total_seconds()
            for name, version in found.items()
        }


counted = metrics.here()
counted.gauges |= {
    "threats_sessions": ("Sessions open in browsers.", lambda: {"": inside.sessions()}),
    "threats_connections": ("Connections.", lambda: {"": len(connected().open)}),
    "threats_store_version_age_seconds": ("Age of the day a source speaks of.", ages),
}


@asynccontextmanager
async def observed() -> AsyncIterator[None]:
    """Logs and counts as the settings say, as long as the server runs."""
    given = settings.current()
    if given.log == "json":
        requests.structured()
    listening = None
    if given.metrics_port:
        port = given.metrics_port + processes.PLACE
        try:
            listening = await counted.serve(given.metrics_address, port)
        except OSError as fault:
            logging.getLogger(__name__).error("Nothing is counted at port %d: %s", port, fault)
    yield
    if listening is not None:
        listening.close()


starting = startup.Startup(load, warm, begun, connected, state, ended, observed)
app = st.App(
    HERE / "dashboard.py",
    lifespan=starting.lifespan,
    routes=[
        Route("/healthz", starting.healthz),
        Route("/readyz", starting.readyz),
        *api.ROUTES,
        *slides.ROUTES,
    ],
    middleware=[
        Middleware(wires.behind, proxies),
        Middleware(requests.Requests, counted),
        Middleware(headers.Guarded),
        Middleware(doors.Doors, hosts, signs_in),
        Middleware(crowd.Crowd, lambda: connected().most, lambda client: connected().many(client)),
        Middleware(startup.Loaded, starting),
        *entrance(),
        Middleware(page.Page, early),
        Middleware(files.Files),
        Middleware(uploads.Uploads, held, forget),
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
        shared = inside.serve_with(partial(processes.Several, many=asked.processes, ready=several))
        if not shared:
            print("This version of Streamlit allows one process only.", file=sys.stderr)
    with suppress(KeyboardInterrupt):
        app.run(config=options | ({"server.port": asked.port} if asked.port else {}))


if __name__ == "__main__":
    main()
