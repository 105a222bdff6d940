"""The page of shared intelligence: off until a store is named, nothing for who may not, an inbox
whose acts go back, and news on the screens of those concerned alone.
"""

import contextlib
import json
import threading
import time

import browser
import pytest
import shown
from intelligence import attack, bundle, indicator, malware
from long import LONG
from notices import proposal, running, sent
from sockets import Page
from streamlit.testing.v1 import AppTest

from data import store
from data.delivery import entries, outbox, webhook, worker
from data.delivery.filling import Forms
from data.delivery.outbox import Message
from data.ingest import importing
from data.intelligence import acts, shared, sight
from data.watch import ledger, pulse, setting
from data.watch import sight as watch_sight
from security.tlp import Tlp
from security.viewer import Viewer


def page(country="IDN"):
    app = AppTest.from_file(str(browser.ROOT / "dashboard.py"), default_timeout=60)
    app.query_params.update({"country": [country]} if country else {})
    app = app.switch_page("pages/exchange.py").run()
    assert [each.value for each in app.exception] == []
    return app


def said(app):
    kinds = ("text", "caption", "info", "warning", "error")
    found = [str(each.value) for kind in kinds for each in app.get(kind)]
    return "\n".join([*found, json.dumps(shown.desk(app), ensure_ascii=False)])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.delenv("THREATS_WATCH_URL", raising=False)
    monkeypatch.setenv("THREATS_STORE", str(tmp_path))
    return tmp_path


@pytest.fixture
def watch(folder):
    return ledger.opened(f"sqlite:///{folder}/watch.sqlite")


@pytest.fixture
def acting(watch, monkeypatch):
    """Everyone acts for the country they picked; an attack on Indonesia is there."""
    monkeypatch.setenv("THREATS_WATCH_OPEN", "1")
    shared.accept(watch, attack(1, mark=Tlp.AMBER), "FRA")
    return watch


def number(app, title):
    return next(row["id"] for row in shown.requests(app) if title in row["title"])


def test_without_a_store_the_page_says_what_it_is_and_how_to_switch_it_on():
    told = said(page())
    assert "THREATS_STORE" in told and "Countries share here" in told


def test_a_visitor_reads_nothing_that_was_shared(watch):
    shared.accept(watch, attack(1, mark=Tlp.CLEAR), "FRA")
    told = said(page())
    assert "Host 1" not in told and "Worm 1" not in told and "bureaus" in told


def test_an_inbox_says_what_from_whom_why_and_each_act_goes_back(acting):
    app = page()
    row = next(each for each in shown.requests(app, "ours") if each["chip"] == "Indicator")
    assert row["title"] == "host-1.example (Host 1)" and row["fresh"]
    assert (row["asks"], row["tlp"]) == ("from France", "TLP:AMBER")
    assert row["why"] == "Its victims are in Indonesia"
    app = shown.at_desk(app, do="open", id=row["id"])
    detail = shown.desk(app)["detail"]
    assert ["Indicates", "Worm 1"] in [list(each) for each in detail["facts"]]
    assert [each["key"] for each in detail["steps"]] == ["A", "S", "F"]
    assert [each["step"] for each in detail["steps"] if each["asks"]] == [
        acts.SIGHTED,
        acts.FALSE_POSITIVE,
    ]
    app = shown.at_desk(app, do="step", id=row["id"], step=acts.ACTED)
    assert not [each for each in shown.requests(app, "ours") if each["id"] == row["id"]]
    assert "went back to France" in shown.desk(app)["receipts"][0]["text"]
    app = shown.at_desk(app, do="close", key=shown.desk(app)["receipts"][0]["key"])
    assert shown.desk(app)["receipts"] == []
    back = shown.requests(page("FRA"), "answers")
    assert [(each["chip"], each["title"]) for each in back] == [("Acted on", "Host 1")]
    theirs = page("FRA")
    theirs.segmented_control[0].set_value("sent").run()
    theirs = shown.at_desk(theirs, do="open", id=number(theirs, "host-1.example"))
    told = [line for line, _ in shown.desk(theirs)["detail"]["history"]]
    assert [each.split(",")[0] for each in told] == ["Indonesia: Seen", "Indonesia: Acted on"]


def test_nothing_is_done_for_who_lost_the_right_or_about_what_is_not_theirs(acting, monkeypatch):
    app = page()
    which = number(app, "host-1.example")
    monkeypatch.setenv("THREATS_WATCH_OPEN", "")
    shown.at_desk(app, do="step", id=which, step=acts.ACTED)
    app = page("THA")
    monkeypatch.setenv("THREATS_WATCH_OPEN", "1")
    for country in ("IDN", "THA"):
        assert sight.Sight(acting, Viewer(country, country)).done(country, indicator(1)["id"]) == []


def test_a_value_is_found(acting):
    app = page()
    app.text_input(key="exchange-value").set_value(" HOST-1.example").run()
    assert [each["title"] for each in shown.requests(app, "found")] == ["host-1.example (Host 1)"]
    app.text_input(key="exchange-value").set_value("192.0.2.9").run()
    assert shown.requests(app) == [] and "Nothing that reached" in said(app)


def test_a_bureau_reads_to_whom_its_inbox_goes_and_nobody_else_does(acting, written, monkeypatch):
    line = '[to.soc-jakarta]\ncountry = "IDN"\nwhat = ["alerts"]\nceiling = "TLP:GREEN"\n'
    line += 'webhook = "https://soc.example.org/secret-path"\nsecret_env = "TEST_SECRET"\n'
    monkeypatch.setenv("TEST_SECRET", "whsec_" + "A" * 40)
    monkeypatch.setenv("THREATS_DELIVERIES", str(written(line, "deliveries.toml")))
    soc = entries.current().entries["soc-jakarta"]
    assert "Told without asking: soc-jakarta by webhook, nothing so far." in said(page())
    one = worker.Round(acting, Forms(None, None), lambda: 1_795_000_000_000)
    one.of(soc, entries.current())
    for key in ("a", "b"):
        outbox.put(acting, key, soc, Message("alert", Tlp.GREEN, {}))
    app = page()
    assert "soc-jakarta by webhook, nothing so far (2 wait)." in said(app)
    monkeypatch.setattr(webhook, "post", lambda *_: "")
    one.of(soc, entries.current())
    told = said(page())
    assert "soc-jakarta by webhook, last on 2026-11-18 11:06 UTC." in told
    assert "secret-path" not in told and "soc-jakarta" not in said(page("THA"))
    monkeypatch.setenv("THREATS_WATCH_OPEN", "")
    assert "soc-jakarta" not in said(page())


@pytest.mark.parametrize(
    ("asked", "named"), [(sight.Sight, "Host 7"), (watch_sight.Sight, "ID-2016/STALLED")]
)
def test_what_came_while_the_store_stalled_is_told_once_it_answers(
    acting, monkeypatch, asked, named
):
    """Whichever question it does not answer: here the last one, when the news are read already."""
    counts = asked.numbers

    def stalls(*_, **__):
        monkeypatch.setattr(asked, "numbers", counts)
        raise setting.WatchError("stalled")

    app = page("MYS")
    shared.accept(acting, [indicator(7, labels=["country:MYS"])], "FRA")
    acting.add([proposal("STALLED")], "a")
    pulse.of(acting)._look()
    monkeypatch.setattr(asked, "numbers", stalls)
    told = [each.value for _ in range(3) for each in app.run().toast]
    assert asked.numbers is counts  # it stalled
    assert len([each for each in told if named in each.replace("\\", "")]) == 1, told


def test_news_reach_every_open_screen_concerned_and_no_other(tmp_path):
    """On any page of the country, not of another's, and on none that is below the mark."""
    screens = {}
    with (
        running(tmp_path, THREATS_WATCH_OPEN="1") as (_, clients),
        contextlib.ExitStack() as opened,
    ):
        port = clients["IDN"].place[1]
        clients["IDN"].ask("POST", "/api/v1/intelligence", bundle([malware("Before")]))
        for place, code in (("", "THA"), ("exchange", "THA"), ("", "FRA"), ("?tlp=green", "THA")):
            path, _, query = place.partition("?")
            head = {"Cookie": f"threats_country={code}"}
            screens[place, code] = Page(port, path, query, headers=head)
            opened.enter_context(screens[place, code].line)
            screens[place, code].run()
        what = indicator(1, Tlp.AMBER, labels=["country:THA"])
        assert clients["IDN"].ask("POST", "/api/v1/intelligence", what)[0] == 201
        for (place, code), each in screens.items():
            concerned = code == "THA" and "green" not in place
            told = []
            until = time.monotonic() + (20 if concerned else 3)
            while time.monotonic() < until and "Host 1" not in "".join(told):
                with contextlib.suppress(TimeoutError):
                    told.append(str(each.line.recv(max(0.1, until - time.monotonic()))))
            assert ("Host 1" in "".join(told)) == concerned, (place, code)


def test_each_news_is_told_by_its_name_and_once(tmp_path):
    """What was told is known to be: the next is not told together with it."""
    with running(tmp_path, THREATS_WATCH_OPEN="1") as (_, clients):
        client = clients["IDN"]
        assert client.ask("POST", "/api/notices", sent("0"))[0] == 201
        screens = [
            Page(client.place[1], path, headers={"Cookie": "threats_country=THA"})
            for path in ("", "notices")
        ]
        with screens[0].line, screens[1].line:
            for each in screens:
                each.run()
            for number in range(1, 5):
                assert client.ask("POST", "/api/notices", sent(f"N{number}x"))[0] == 201
                for each in screens:
                    told = ""
                    while f"ID-2016/N{number}x" not in told:
                        told = str(each.hear()).replace("\\", "")
                    assert not [n for n in range(1, number) if f"ID-2016/N{n}x" in told]


def test_no_news_are_lost_while_the_page_runs_again_and_again(tmp_path):
    """A run that takes the place of another takes what that said with it."""
    with running(tmp_path, THREATS_WATCH_OPEN="1") as (_, clients):
        port = clients["IDN"].place[1]
        clients["IDN"].ask("POST", "/api/v1/intelligence", bundle([malware("Before")]))
        page = Page(port, "notices", headers={"Cookie": "threats_country=THA"})
        done = threading.Event()

        def again():
            while not done.wait(0.0005):
                page.line.send(page.bell.SerializeToString())

        with page.line, contextlib.ExitStack() as over:
            page.run()
            over.callback(done.set)
            threading.Thread(target=again).start()
            for place in range(200 if LONG else 20):
                what = indicator(f"r{place}", labels=["country:THA"])
                assert clients["IDN"].ask("POST", "/api/v1/intelligence", what)[0] == 201
                until, told = time.monotonic() + 15, False
                while time.monotonic() < until and not told:
                    told = f"Host r{place} " in str(page.hear())
                assert told, place


def test_how_swiftly_stands_on_the_overview_and_between_two_once_it_was_counted(
    own_store, at_the_machine
):
    def keys():
        return [each.key for each in shown.cards(shown.opened("overview.py", {}))]

    before = keys()
    importing.bring(browser.ROOT / "tests" / "samples" / "sharing.csv", "sharing", own_store)
    store.forget()
    at = before.index("kpi-cybercrime") + 1
    assert keys() == [*before[:at], "kpi-sharing", *before[at:]]
    (card,) = (
        each
        for each in shown.cards(shown.opened("overview.py", {"country": ["IDN"]}))
        if each.key == "kpi-sharing"
    )
    assert (card.value, card.way) == ("34", "down") and "2015" in card.beside
    assert card.opens.startswith("cybercrime?") and "sharing.minutes_to_seen" in card.opens
    app = shown.opened("bilateral.py", {"country": ["FRA"], "partner": ["IDN"]})
    told = json.dumps(shown.blocks(app, "points"))
    assert "34 minutes until Indonesia had seen half of what France shared with it" in told


def test_a_form_shows_whom_it_reaches_before_anything_is_sent(acting):
    app = page("FRA")
    app.segmented_control[0].set_value("share").run()
    for each in (*app.selectbox, *app.multiselect, *app.text_input, *app.text_area):
        if str(each.key).startswith("exchange-new"):
            assert not each.value, each.key  # nothing is prefilled
    app = shown.filled(app)
    told = said(app)
    assert "Indonesia: Its victims are in Indonesia" in told
    assert app.subheader[0].value == "It would reach 1 country"
    assert len(sight.Sight(acting, Viewer("IDN", "IDN")).inbox("IDN")) == 2  # nothing was sent
    app.button(key="exchange-send").click().run()
    assert "Shared with 1 country" in app.success[0].value
    titles = {each.title for each in sight.Sight(acting, Viewer("IDN", "IDN")).inbox("IDN")}
    assert titles == {"Host 1", "Worm 1", "Worm 7"}


def test_a_form_names_every_fault_and_refuses_persons(acting):
    app = page("FRA")
    app.segmented_control[0].set_value("share").run()
    app = shown.filled(app, value="no domain", name="", mark=None)
    told = said(app).replace("\\", "")  # as it is drawn
    assert all(each in told for each in ("Value: ", "Its name: ", "Mark: ")), told
    person = "[email-addr:value = 'someone@mail.example']"
    app = shown.filled(app, kind="pattern", value=person)
    assert "nothing about persons" in said(app)
    assert sight.Sight(acting, Viewer("FRA", "FRA")).sent("FRA")[0].title != "Worm 7"


def test_how_swiftly_it_goes_is_shown_with_who_shares_and_who_only_receives(acting):
    for number in range(2, 7):
        shared.accept(acting, [indicator(number, labels=["country:IDN"])], "FRA")
        acts.act(acting, indicator(number)["id"], acts.SEEN, "IDN", "IDN")
    app = page("THA")
    app.segmented_control[0].set_value("speed").run()
    assert [each.value for each in app.exception] == []
    told = {each.label: each.value for each in app.metric}
    assert told["Shared"] == "7" and told["Shared to seen, median"] == "0 min"
    assert told["Shared to acted on, median"] == "–"  # too few
    assert "Only shares (1): France" in said(app) and "Only receives (1): Indonesia" in said(app)
    (table,) = (each.value for each in app.dataframe if "Received" in each.value)
    assert dict(zip(table["Country"], table["Received"], strict=True)) == {
        "France": 0,
        "Indonesia": 7,
    }
