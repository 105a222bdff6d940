"""What a page opened without a browser shows on its cards."""

import json

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


def _sent(app: AppTest, name: str) -> list[dict]:
    return [json.loads(each.proto.json) for each in app.get("bidi_component") if each.proto.component_name.rpartition(".")[2] == name]
