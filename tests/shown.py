"""What a page opened without a browser shows in its cards and filters, and a choice among these."""

import gzip
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

from components.elements.cards import Card
from components.shell import readers, state
from security import reader

ROOT = Path(__file__).resolve().parent.parent


assert readers.now() is None  # no browser has these pages open
reader.provide(lambda: reader.LOCAL)


def opened(file: str, address: dict[str, list[str]], mine: str = "") -> AppTest:
    """The page as this address opens it in a new session, of a reader who picked `mine`."""
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    at.query_params.update(address)
    if mine:
        at.session_state[state.MINE] = mine
    if file != "overview.py":
        at.switch_page(f"pages/{file}")
    return at.run()


def cards(app: AppTest) -> list[Card]:
    """The cards of a page, in their order."""
    return [
        Card(**{name: value for name, value in each.items() if not name.startswith("origin")})
        for each in raw(app)
    ]


def links(app: AppTest) -> list[dict[str, str]]:
    """The sentences of a page: `text`, `sign`, and `opens`, the address of the view meant."""
    return [line for part in _sent(app, "lines") for line in part["lines"]]


def raw(app: AppTest) -> list[dict]:
    """The cards as they are sent to the browser; `origin` is the name of the button of those that
    have one.
    """
    return [card for part in _sent(app, "deck") for card in part["cards"]]


def charts(app: AppTest) -> dict[str, dict[str, Any]]:
    """The charts of a page as they are sent to the browser, by key."""
    sent = (json.loads(gzip.decompress(each.bytes)) for each in _protos(app, "plot"))
    return {each["key"]: each for each in sent}


def panels(app: AppTest) -> dict[str, Any]:
    """The panels of a page, one a category, as they are sent to the browser."""
    return json.loads(gzip.decompress(_protos(app, "multiples")[0].bytes))


def bars(app: AppTest) -> dict[str, dict[str, Any]]:
    """The rankings of a page as they are sent to the browser, by key."""
    sent = (json.loads(gzip.decompress(each.bytes)) for each in _protos(app, "bars"))
    return {each["key"]: each for each in sent}


def collected(app: AppTest) -> list[dict[str, Any]]:
    """What keeps views of a page, or leads to the rules of who is told, as it is sent."""
    return _sent(app, "collect")


def blocks(app: AppTest, kind: str) -> list[dict[str, Any]]:
    """The parts of a brief of this kind: title, points, bars, table, sources or links."""
    sent = (block for part in _sent(app, "mirror") for block in part["blocks"])
    return [block for block in sent if block["kind"] == kind]


def profile(app: AppTest, part: str) -> dict[str, Any]:
    """A part of a country's profile as it is sent to the browser: brief, facts, strips, trends."""
    proto = _protos(app, part)[0]
    return json.loads(gzip.decompress(proto.bytes) if proto.bytes else proto.json)


def title(app: AppTest) -> str:
    """The title of a page."""
    return _row(app)["title"]


def brief(app: AppTest) -> str:
    """The sentence above the cards."""
    return next(part["brief"] for part in _sent(app, "deck"))


def beside(app: AppTest) -> str:
    """What follows that sentence in lighter type."""
    return next(part["beside"] for part in _sent(app, "deck"))


def headings(app: AppTest) -> list[str]:
    """The headings of a page, those of its charts and lists included."""
    return [
        *(each.value for each in app.subheader),
        *(
            part["heading"]
            for part in (*charts(app).values(), *_sent(app, "lines"))
            if part.get("heading")
        ),
    ]


def notes(app: AppTest) -> list[str]:
    """What stands in small print on a page, around its charts and lists included."""
    return [
        *(each.value for each in app.caption),
        *(
            part[name]
            for part in (*charts(app).values(), *_sent(app, "lines"))
            for name in ("lead", "note", "empty")
            if part.get(name)
        ),
    ]


def switches(app: AppTest) -> dict[str, dict[str, Any]]:
    """What stands beside the headings of charts, by key."""
    return {
        each["key"]: each for chart in charts(app).values() for each in chart.get("switches", ())
    }


def turn(app: AppTest, key: str, value: str | bool) -> AppTest:
    """The page after a reader turned a switch beside the heading of a chart."""
    at = next(
        proto
        for proto, chart in zip(_protos(app, "plot"), charts(app).values(), strict=True)
        if key in [each["key"] for each in chart.get("switches", ())]
    )
    return _told(app, at, "switched", {"key": key, "value": value})


def rows(app: AppTest) -> pd.DataFrame:
    """The first table of a page as it is sent to the browser."""
    return tables(app)[0]


def tables(app: AppTest) -> list[pd.DataFrame]:
    """The tables of a page as they are sent to the browser."""
    found = [json.loads(gzip.decompress(each.bytes)) for each in _protos(app, "table")]
    return [
        pd.DataFrame(
            dict(zip([each["name"] for each in sent["columns"]], sent["cells"], strict=True))
        )
        for sent in found
    ]


def desk(app: AppTest) -> dict[str, Any]:
    """The desk of the watch as it is sent to the browser; empty where there is none."""
    return next(iter(_sent(app, "desk")), {})


def requests(app: AppTest, group: str = "") -> list[dict[str, Any]]:
    """The rows of the desk's queue, of all groups or of one."""
    groups = desk(app).get("groups", ())
    return [row for each in groups if group in ("", each["id"]) for row in each["rows"]]


def at_desk(app: AppTest, **done: Any) -> AppTest:
    """The page after an officer did this at the desk: said as the browser says it."""
    return _told(app, _protos(app, "desk")[0], "told", done)


def secretariat(app: AppTest) -> tuple[dict[str, Any], dict[str, Any]]:
    """The counts of the General Secretariat and who is late, as they are sent to the browser."""
    counts, late = _sent(app, "secretariat")
    return counts, late


def reminds(app: AppTest, *codes: str) -> AppTest:
    """The page after the General Secretariat reminded these countries."""
    return _told(
        app, _protos(app, "secretariat")[1], "told", {"do": "remind", "countries": list(codes)}
    )


def reached(app: AppTest) -> dict[str, Any]:
    """Whom a proposal reaches, before it is sent, and receipts, as sent to the browser."""
    return _sent(app, "reached")[0]


def fields(app: AppTest) -> dict[str, dict[str, Any]]:
    """The filters of a page and their buttons as they are sent to the browser, by key."""
    sent = _row(app)
    return {each["key"]: each for each in (*sent["fields"], *sent["buttons"])}


def choose(app: AppTest, key: str, values: Sequence[str] = ()) -> AppTest:
    """The page after a reader chose these values in a filter, or pressed a button: said as the
    browser says it.
    """
    return _told(
        app, _protos(app, "bar")[0], "picked", {"key": key, "values": list(values), "turn": 1}
    )


def press(app: AppTest, part: str, event: str, value: str) -> AppTest:
    """The page after a reader chose this row of a country's profile, or whom it stands beside."""
    return _told(app, _protos(app, part)[0], event, {"value": value})


def _told(app: AppTest, element: Any, event: str, value: dict[str, Any]) -> AppTest:
    said = WidgetStates()
    state = said.widgets.add(id=f"$$STREAMLIT_INTERNAL_KEY_{element.id}__events")
    state.json_trigger_value = json.dumps([{"event": event, "value": value}])
    return app._run(said)


def _row(app: AppTest) -> dict[str, Any]:
    return json.loads(gzip.decompress(_protos(app, "bar")[0].bytes))


def _protos(app: AppTest, name: str) -> list[Any]:
    return [
        each.proto
        for each in app.get("bidi_component")
        if each.proto.component_name.rpartition(".")[2].partition("-")[0] == name
    ]


def _sent(app: AppTest, name: str) -> list[dict]:
    return [json.loads(each.json) for each in _protos(app, name)]


# ---- the form of /exchange

FILLED = {
    "kind": "domain",
    "value": "login.example",
    "named": "malware",
    "name": "Worm 7",
    "victims": ["IDN"],
    "mark": "TLP:AMBER",
    "text": "",
}


def filled(app, **more):
    """The form filled in by its keys, and asked whom it would reach."""
    for name, said in {**FILLED, **more}.items():
        kind = {"victims": "multiselect", "value": "text_input", "name": "text_input"}
        kind |= {"text": "text_area"}
        find = getattr(app, kind.get(name, "selectbox"))
        find(key=f"exchange-new-0-{name}").set_value(said)
    app.date_input(key="exchange-new-0-day").set_value(SEEN.date())
    app.time_input(key="exchange-new-0-hour").set_value(SEEN.time())
    return next(each for each in app.button if each.label == "Show whom it reaches").click().run()


SEEN = datetime(2026, 10, 1, 8, 0)
