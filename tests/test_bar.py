"""The filters' own element: what it does with what a browser says."""

import gzip
import json

import pytest
import shown

from components.elements import choices
from components.elements.assets import STATIC
from components.elements.filter_bar import Button, Field, bar, heard

OPTIONS = [("IDN", "Indonesia"), ("MYS", "Malaysia"), ("SGP", "Singapore")]


def field(kind: str, picked: list, **more) -> Field:
    return Field(
        key="it", label="It", kind=kind, options=OPTIONS, values=[], pick=picked.append, **more
    )


@pytest.mark.parametrize(
    ("kind", "more", "said", "done"),
    [
        ("many", {}, ["MYS", "IDN"], [["MYS", "IDN"]]),
        ("many", {}, [], [[]]),
        ("many", {}, ["MYS", "MYS", "XXX", ""], [["MYS"]]),
        ("many", {"most": 2}, ["MYS", "IDN", "SGP"], []),
        ("one", {}, ["SGP"], [["SGP"]]),
        ("one", {}, [], [[]]),
        ("one", {"needed": True}, [], []),
        ("one", {"needed": True}, ["XXX"], []),
        ("one", {}, ["SGP", "IDN"], []),
        ("one", {"disabled": True}, ["SGP"], []),
        ("period", {}, ["SGP", "IDN"], [["IDN", "SGP"]]),
        ("period", {}, ["MYS", "MYS"], [["MYS", "MYS"]]),
        ("period", {}, ["MYS"], []),
        ("period", {}, ["MYS", "2016"], []),
    ],
)
def test_only_what_is_offered_is_taken(kind: str, more: dict, said: list[str], done: list) -> None:
    picked: list = []
    heard("it", said, [field(kind, picked, **more)], [])
    heard("other", said, [field(kind, picked, **more)], [])
    assert picked == done


def test_of_a_list_the_browser_has_every_value_is_taken_and_no_other() -> None:
    picked: list = []
    every = [*choices.countries(), *choices.groups(), "IDN_AND_SGP"]
    some = Field(
        key="it",
        label="It",
        kind="many",
        lists=("countries", "groups"),
        options=[("IDN_AND_SGP", "Indonesia and Singapore")],
        values=[],
        pick=picked.append,
    )
    heard("it", [*every, "XXX"], [some], [])
    heard("it", ["ASEAN"], [field("many", picked, lists=("countries",))], [])
    assert picked == [every, []]


@pytest.mark.parametrize("page", ["overview.py", "country.py", "bilateral.py"])
def test_what_every_field_of_countries_offers_comes_once_a_language(page: str) -> None:
    sent = shown.fields(shown.opened(page, {"country": ["IDN"]}))
    held = json.loads((STATIC / "languages" / "en.json").read_text(encoding="utf-8"))["bar"]
    listed = [each for each in sent.values() if each.get("lists")]
    assert listed, "no field offers countries"
    for each in listed:
        assert each["options"] == []
        offered = dict(pair for name in each["lists"] for pair in held[name])
        assert offered["IDN"] == "Indonesia" and len(offered) >= 250
        assert set(each["values"]) <= offered.keys()


def test_a_button_is_pressed_unless_it_is_disabled() -> None:
    pressed: list[str] = []
    buttons = [
        Button(
            key=key, label=key, press=lambda key=key: pressed.append(key), disabled=key == "swap"
        )
        for key in ("swap", "clear")
    ]
    for key in ("swap", "clear", "it"):
        heard(key, [], [field("many", pressed)], buttons)
    assert pressed == ["clear", []]


def test_what_a_browser_gets_holds_no_code() -> None:
    from components.elements import filter_bar as module

    sent = []
    monkey = pytest.MonkeyPatch()
    monkey.setattr(module, "_mount", lambda **more: sent.append(more))
    try:
        bar(
            "Police notices",
            [field("many", [], most=6)],
            [Button(key="clear", label="Clear", press=list)],
            key="bar",
        )
    finally:
        monkey.undo()
    told = json.loads(gzip.decompress(sent[0]["data"]))
    assert told["turn"] == 0
    assert told["fields"][0] == {
        "key": "it",
        "label": "It",
        "kind": "many",
        "options": [list(each) for each in OPTIONS],
        "values": [],
        "placeholder": "",
        "width": 250,
        "most": 6,
        "needed": False,
        "disabled": False,
        "lists": [],
    }
    assert told["buttons"] == [{"key": "clear", "label": "Clear", "help": "", "disabled": False}]


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (["1999", "1999"], "Period; 1999 is not covered"),
        (["1999", "2005"], "Period; 1999–2005 is not covered"),
        (["2019", "2019"], "Period"),
        ([], "Period"),
    ],
)
def test_a_period_without_figures_is_said_to_be_none(period: list[str], said: str) -> None:
    app = shown.opened("trafficking.py", {"period": period})
    assert shown.fields(app)["period"]["label"] == said
