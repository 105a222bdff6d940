"""What a page opened without a browser shows in its cards and filters, and a choice among these."""

import gzip
import json
from collections.abc import Sequence
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

from components.deck import Card


def cards(app: AppTest) -> list[Card]:
    """The cards of a page, in their order."""
    return [Card(**{name: value for name, value in each.items() if name != "origin"}) for each in raw(app)]


def links(app: AppTest) -> list[dict[str, str]]:
    """The sentences of a page: `text`, `sign`, and `opens`, the address of the view it speaks of."""
    return [line for part in _sent(app, "lines") for line in part["lines"]]


def raw(app: AppTest) -> list[dict]:
    """The cards as they are sent to the browser; `origin` is the name of the button of those that have one."""
    return [card for part in _sent(app, "deck") for card in part["cards"]]


def fields(app: AppTest) -> dict[str, dict[str, Any]]:
    """The filters of a page and their buttons as they are sent to the browser, by key."""
    sent = json.loads(gzip.decompress(_bar(app).bytes))
    return {each["key"]: each for each in (*sent["fields"], *sent["buttons"])}


def choose(app: AppTest, key: str, values: Sequence[str] = ()) -> AppTest:
    """The page after a reader chose these values in a filter, or pressed a button: said as the browser says it."""
    said = WidgetStates()
    state = said.widgets.add(id=f"$$STREAMLIT_INTERNAL_KEY_{_bar(app).id}__events")
    state.json_trigger_value = json.dumps([{"event": "picked", "value": {"key": key, "values": list(values), "turn": 1}}])
    return app._run(said)


def _bar(app: AppTest) -> Any:
    return next(each.proto for each in app.get("bidi_component") if each.proto.component_name.rpartition(".")[2] == "bar")


def _sent(app: AppTest, name: str) -> list[dict]:
    return [json.loads(each.proto.json) for each in app.get("bidi_component") if each.proto.component_name.rpartition(".")[2] == name]
