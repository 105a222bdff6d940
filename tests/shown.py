"""What a page opened without a browser shows on its cards."""

import json

from streamlit.testing.v1 import AppTest

from components.deck import Card


def cards(app: AppTest) -> list[Card]:
    """The cards of a page, in their order."""
    return [Card(**{name: value for name, value in each.items() if name != "origin"}) for each in raw(app)]


def raw(app: AppTest) -> list[dict]:
    """The cards as they are sent to the browser; `origin` is the name of the button of those that have one."""
    decks = [each.proto for each in app.get("bidi_component") if each.proto.component_name.rpartition(".")[2] == "deck"]
    return [each for deck in decks for each in json.loads(deck.json)["cards"]]
