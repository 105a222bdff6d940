"""A page bears the strictest mark of what it shows; a presenter lowers it, nobody lifts it."""

import re

import numpy as np
import pandas as pd
import pytest
import shown
from tangled import tangled

from components.shell import menu, readers
from data import catalog, query, store
from data.query import Filters
from languages.english import marks as words
from security import reader
from security.reader import LOCAL, Reader
from security.tlp import Role, Tlp

ATTACKS = "eurepoc.incidents"
VIEWER = Reader("viewer", frozenset({Role.VIEWER}))
ADDRESS = {"indicator": [ATTACKS], "period": ["1900", "2100"]}


@pytest.fixture
def marked(own_store, monkeypatch):
    """A store whose incidents are CLEAR, GREEN and AMBER by turns, and those who read it."""
    made = tangled(ATTACKS, 7)
    of_records = np.array(["CLEAR", "GREEN", "AMBER", "RED"])[pd.factorize(made["record"])[0] % 4]
    made = made.assign(tlp=of_records)
    source = catalog.sources()[ATTACKS.partition(".")[0]]
    store.publish(own_store, source, made, {"read": len(made)})
    store.forget()
    before = reader._Server.provider

    def by(who):
        reader.provide(lambda: who)
        monkeypatch.setattr(readers, "now", lambda: who)

    yield by
    reader.provide(before)


def opened(said=None, file="cybercrime.py", **more):
    address = {**ADDRESS, **more} if file == "cybercrime.py" else dict(more)
    app = shown.opened(file, address | ({"tlp": [said]} if said is not None else {}))
    assert not app.exception
    return app


def mark(app):
    found = [
        match
        for each in app.get("html")
        for match in re.findall(r'class="tlp"[^>]*>(TLP:[A-Z+]+)<', each.proto.body)
    ]
    assert len(found) == 1
    return found[0]


def number(app):
    """The figure on the first card."""
    return int(shown.cards(app)[0].value.replace(",", ""))


def withheld(app):
    found = [re.match(r"([\d,]+) records? (?:is|are) withheld", each.value) for each in app.caption]
    return next((int(each[1].replace(",", "")) for each in found if each), None)


def records(who, ceiling):
    """How many records of the page's question who reads is shown."""
    with reader.using(Reader(who.subject, who.roles, shown=ceiling)):
        return query.rows(query.settle(Filters(ATTACKS)))["record"].nunique()


@pytest.mark.parametrize("entry", menu.entries(), ids=lambda entry: entry.file)
def test_every_page_bears_its_mark(entry):
    assert mark(shown.opened(entry.file, {})) == "TLP:CLEAR"


def test_a_lowered_page_shows_fewer_and_says_how_many_are_withheld(marked):
    marked(LOCAL)
    whole = opened()
    assert mark(whole) == "TLP:AMBER" and withheld(whole) is None
    before = number(whole)
    for said in (Tlp.GREEN, Tlp.CLEAR):
        app = opened(said.slug)
        assert mark(app) <= said.value and mark(app) == said.value
        assert number(app) < before
        before = number(app)
        with reader.using(Reader("local", LOCAL.roles, shown=said)):
            less = query.withheld(query.settle(Filters(ATTACKS)))
        assert less == records(LOCAL, None) - records(LOCAL, said) > 0
        assert withheld(app) is not None and 0 < withheld(app) <= less
        assert app.selectbox(key="show-as").value == said.value


def test_what_the_address_says_only_lowers(marked):
    marked(VIEWER)
    usual = number(opened())
    for said in ("red", "amber-strict", "amber", "green"):
        app = opened(said)
        assert mark(app) == "TLP:GREEN" and number(app) == usual and withheld(app) is None
        assert not [each for each in app.selectbox if each.key == "show-as"]
    clear = number(opened("clear"))
    assert clear < usual
    for nonsense in ("", "RED", "tlp:red", "none", "0"):
        app = opened(nonsense)
        assert mark(app) == "TLP:CLEAR" and number(app) == clear


def test_the_choice_is_up_to_the_own_marks_and_the_only_thing_that_lifts(marked):
    marked(LOCAL)
    app = opened("green")
    whole = number(opened())
    lowered = number(app)
    box = app.selectbox(key="show-as")
    assert box.options == [words.ALL(), "TLP:CLEAR", "TLP:GREEN", "TLP:AMBER"]
    app.query_params["tlp"] = "red"  # as after Back, or a forged address in an open page
    assert number(app.run()) == lowered
    del app.query_params["tlp"]  # as after a click in the menu
    assert number(app.run()) == lowered and mark(app) == "TLP:GREEN"
    app.selectbox(key="show-as").set_value("").run()
    assert number(app) == whole and mark(app) == "TLP:AMBER" and withheld(app) is None


def test_the_next_page_keeps_it(marked):
    marked(LOCAL)
    app = opened("green", file="overview.py")
    links = [each.opens for each in shown.cards(app) if each.opens]
    assert links and all("tlp=green" in each for each in links)
    assert not any(
        "tlp=" in each.opens for each in shown.cards(opened(file="overview.py")) if each.opens
    )


def test_others_hear_of_it_only_where_the_operator_wants_it(marked, monkeypatch):
    marked(VIEWER)
    said = words.ABOVE(mark="TLP:GREEN")
    assert said not in [each.value for each in opened().caption]
    monkeypatch.setenv("THREATS_SAY_WITHHELD", "1")
    assert said in [each.value for each in opened().caption]
