"""The watch on the screen: off until a store is named, news on every page without a reload, answers
that last, and texts that stay texts.
"""

import asyncio
import contextlib
import json
import threading

import browser
import pytest
import sqlalchemy as sa
import websockets
from notices import proposal, running, seen, sent
from playwright.sync_api import expect
from sqlalchemy.engine import make_url
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest

from components.shell import state
from data.geography import countries
from data.watch import demo, ledger, model, routing
from security import reader, tlp, tokens
from security.tlp import Role, Tlp

EVIL = "<img src=x onerror=alert(1)> **bold** ![x](http://elsewhere.example/x.png) :red[x] =1+1"


def page(country="THA", **more):
    app = AppTest.from_file(str(browser.ROOT / "dashboard.py"), default_timeout=60)
    app.query_params.update({"country": [country], **more} if country else more)
    return app.switch_page("pages/watch.py").run()


def said(app):
    assert [each.value for each in app.exception] == []
    return "\n".join(
        str(each.value)
        for kind in ("text", "caption", "info", "warning", "error")
        for each in app.get(kind)
    )


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.delenv("THREATS_WATCH_URL", raising=False)
    monkeypatch.setenv("THREATS_STORE", str(tmp_path))
    return tmp_path


@pytest.fixture
def watch(folder):
    return ledger.opened(f"sqlite:///{folder}/watch.sqlite")


def test_without_a_store_the_page_says_how_to_switch_it_on(monkeypatch):
    monkeypatch.delenv("THREATS_WATCH_URL", raising=False)
    app = page()
    assert (
        "THREATS\\_WATCH\\_URL" in said(app)
        and "THREATS\\_STORE" in said(app)
        and "DEMONSTRATION" not in said(app)
    )


def test_a_store_without_proposals_is_not_made_by_looking(folder):
    assert "Nothing was proposed yet" in said(page()) and not list(folder.iterdir())


def test_a_store_that_cannot_be_opened_is_said_without_its_address(monkeypatch):
    monkeypatch.setenv("THREATS_WATCH_URL", "sqlite:////proc/none/watch.sqlite")
    assert "/proc" not in said(page()) and "sqlite:" not in said(page())


def test_a_visitor_reads_what_is_marked_for_all_and_takes_no_step(watch):
    watch.add(
        [
            proposal("OPEN", tlp="TLP:CLEAR", reference="OPEN-1"),
            proposal("SHUT", tlp="TLP:GREEN", reference="SHUT-1"),
            proposal("HIDDEN", tlp="TLP:RED", reference="HIDDEN-1"),
        ],
        "the officer Ann",
    )
    watch.step(1, "answered", "the officer Bo", "THA", "THA", "located", "in the north")
    watch.step(1, "arrested", "the officer Bo", "THA", "THA", tlp=Tlp.RED)
    app = page()
    app.segmented_control(key="watch-bucket").set_value("done").run()
    next(each for each in app.button if each.label == "History").click().run()
    assert "OPEN-1" in said(app) and "located" in said(app)
    for hidden in ("SHUT-1", "HIDDEN-1", "TLP:RED", "TLP:GREEN", "officer", "north", "arrested"):
        assert hidden not in said(app), hidden
    assert [each for each in app.segmented_control(key="watch-bucket").options if "1" in each] == [
        "Done · 1"
    ]
    assert not [
        each.label for each in app.button if each.label in ("Mark seen", "Answer", "Propose")
    ]
    assert "last known place" in said(app)
    assert "OPEN-1" not in said(page("FRA"))
    asks = page("IDN")  # whoever picks the requesting country is no more than a visitor
    asks.segmented_control[0].set_value("requested").run()
    assert "OPEN-1" in said(asks) and "SHUT-1" not in said(asks) and "HIDDEN-1" not in said(asks)


def test_a_bureau_always_sees_what_it_asked_for_itself(watch, monkeypatch, tmp_path):
    """Whatever mark the table gives bureaus."""
    monkeypatch.setattr(tlp, "STRICTEST", {**tlp.STRICTEST, Role.BUREAU: Tlp.GREEN})
    monkeypatch.setenv("THREATS_WATCH_OPEN", "1")
    watch.add([proposal("OWN", tlp="TLP:RED", reference="OWN-1")], "a")
    asks = page("IDN")
    asks.segmented_control[0].set_value("requested").run()
    assert "OWN-1" in said(asks) and "OWN-1" not in said(page("THA"))


def test_a_token_taken_back_makes_a_visitor_of_the_open_page(watch, monkeypatch, tmp_path):
    """At the next run nothing is shown, and a step of the page as it was drawn is refused."""
    token, digest = tokens.new_token()
    file = tmp_path / "tokens.toml"
    file.write_text(f'THA = "{digest}"\n')
    monkeypatch.setenv("THREATS_WATCH_TOKENS", str(file))
    monkeypatch.setattr(  # as `readers.now` does where a browser has the page open
        reader._Server,
        "provider",
        lambda: tokens.reader(state.chosen(state.TOKEN) or "", countries.codes(), reader.VISITOR),
    )
    watch.add([proposal("KEPT", tlp="TLP:RED", reference="KEPT-1")], "a")
    app = page()
    assert "KEPT-1" not in said(app)
    app.text_input(key="watch-token-text").set_value(token)
    next(each for each in app.button if each.label == "Sign in").click().run()
    assert "KEPT-1" in said(app) and "Bureau of Thailand" in said(app)
    file.write_text(f'THA = "{"0" * 64}"\n')
    next(each for each in app.button if each.label == "Mark seen").click().run()
    assert seen(watch, "THA").queue()[0].turn.status == "new"
    assert "KEPT-1" not in said(app) and "taken back" in said(app)
    file.write_text(f'THA = "{digest}"\n')
    assert "KEPT-1" in said(app.run())
    file.unlink()
    assert "KEPT-1" not in said(app.run())


def test_an_officer_marks_as_seen_and_answers(watch, monkeypatch):
    monkeypatch.setenv("THREATS_WATCH_OPEN", "1")
    watch.add([proposal()], "a")
    app = page()
    next(each for each in app.button if each.label == "Mark seen").click().run()
    assert seen(watch, "THA").queue()[0].turn.status == "seen"
    next(each for each in app.button if each.label == "Answer").click().run()
    app.radio[0].set_value("located")
    app.text_area[0].set_value(EVIL)
    next(each for each in app.button if each.label == "Send answer").click().run()
    assert (
        seen(watch, "THA").queue(bucket="done")[0].turn.answer == "located"
        and seen(watch).case(1)[2][-1].text == EVIL
    )
    theirs = page("IDN")
    theirs.segmented_control[0].set_value("requested").run()
    next(each for each in theirs.button if each.label == "Answers").click().run()
    assert [each for each in theirs.text if EVIL in each.value] and not [
        each for each in theirs.markdown if "onerror" in each.value
    ]


def test_an_answer_is_marked_stricter_and_shown_so(watch, monkeypatch):
    monkeypatch.setenv("THREATS_WATCH_OPEN", "1")
    watch.add([proposal(tlp="TLP:AMBER")], "a")
    app = page()
    next(each for each in app.button if each.label == "Answer").click().run()
    choice = next(each for each in app.selectbox if "marking of the answer" in each.label)
    assert choice.options == ["TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
    assert choice.value == "TLP:AMBER"
    app.radio[0].set_value("located")
    choice.set_value("TLP:RED")
    next(each for each in app.button if each.label == "Send answer").click().run()
    assert seen(watch).case(1)[2][-1].tlp is Tlp.RED
    app.segmented_control(key="watch-bucket").set_value("done").run()
    assert "TLP:RED" in said(app)


def test_a_demonstration_says_so_and_shows_headquarters_view(watch):
    demo.past(watch, 12, 1)
    app = page("IDN")
    assert "DEMONSTRATION" in said(app)
    app.segmented_control[0].set_value("all").run()
    assert (
        "DEMONSTRATION" in said(app)
        and [each.label for each in app.metric][:2] == ["Proposals", "Waiting for a country"]
        and app.metric[0].value == "12"
    )


def test_everyone_reads_the_rules_as_a_table(watch):
    watch.add([proposal(tlp="TLP:CLEAR")], "a")
    app = page()
    table = next(each.value for each in app.dataframe if "Reaches" in each.value)
    rules = routing.current()
    assert len(table) == len(rules.rules) and set(table["Begins with"]) == {
        words.capitalize() for words in model.RELATIONS.values()
    }
    assert table.loc[
        table["Reaches"] == "their neighbours across a strait", "Colours"
    ].tolist() == ["red, yellow"]
    assert not table.apply(lambda column: column.str.contains("[{_]")).any(axis=None)
    assert all(f"{colour} {days}" in said(app) for colour, days in rules.days.items())


def test_the_queue_turns_its_pages(watch):
    watch.add([proposal(number, tlp="TLP:CLEAR") for number in range(25)], "a")
    app = page()
    shown = [[each.value for each in app.text if "ID-2016/" in each.value]]
    for _ in range(2):
        next(each for each in app.button if each.label == "Older").click().run()
        shown.append([each.value for each in app.text if "ID-2016/" in each.value])
    assert [len(each) for each in shown] == [10, 10, 5] and len(
        {each for part in shown for each in part}
    ) == 25
    assert "Older" not in [each.label for each in app.button]


def test_a_page_of_the_queue_is_read_by_an_index(watch):
    watch.add([proposal()], "a")
    asked = []
    sa.event.listen(
        watch.engine,
        "before_cursor_execute",
        lambda c, cursor, statement, parameters, *rest: asked.append((statement, parameters)),
    )
    seen(watch, "THA").queue()
    statement, parameters = next(each for each in asked if each[0].startswith("SELECT"))
    with watch.engine.connect() as connection:
        plan = " ".join(
            str(row)
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        )
    assert "turns_queue" in plan and "SCAN" not in plan and "TEMP B-TREE" not in plan


async def _heard(port, country, path, opened, until):
    """What a screen is sent after its page was drawn, though it asks for nothing more: no timer of
    a browser runs here.
    """
    head = {"Cookie": f"threats_country={country}", "Origin": f"http://127.0.0.1:{port}"}
    async with websockets.connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        additional_headers=head,
        subprotocols=["streamlit"],
        max_size=None,
    ) as line:
        asks = BackMsg()
        asks.rerun_script.page_name = path
        asks.rerun_script.context_info.url = f"http://127.0.0.1:{port}/{path}"
        await line.send(asks.SerializeToString())
        heard = []
        said = ForwardMsg()
        while (
            said.WhichOneof("type") != "script_finished"
            or said.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY
        ):
            said.ParseFromString(await asyncio.wait_for(line.recv(), 60))
        with contextlib.suppress(TimeoutError):
            while True:  # the last words of the first drawing
                await asyncio.wait_for(line.recv(), 2)
        opened.release()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(60):
                while not until(heard):
                    heard.append((await asyncio.wait_for(line.recv(), 15)).replace(b"\\", b""))
        return heard


def test_the_server_tells_every_screen_concerned_and_runs_no_other(tmp_path):
    """The very first proposal of a store, on three pages that do not ask; a country not concerned
    is sent nothing at all.
    """
    with running(tmp_path) as (_, found):
        port = found["IDN"].place[1]

        async def screens():
            opened = asyncio.Semaphore(0)
            told = [
                asyncio.create_task(
                    _heard(
                        port,
                        "THA",
                        path,
                        opened,
                        lambda heard: any(b"ID-2016/PUSH/1" in each for each in heard),
                    )
                )
                for path in ("", "notices", "watch")
            ]
            others = asyncio.create_task(
                _heard(port, "FRA", "notices", opened, lambda heard: False)
            )
            for _ in range(4):
                await opened.acquire()
            status, _ = await asyncio.to_thread(
                found["IDN"].ask, "POST", "/api/notices", sent("PUSH/1", tlp="TLP:CLEAR")
            )
            assert status == 201
            return [await each for each in told], await others

        told, others = asyncio.run(screens())
    assert all(any(b"ID-2016/PUSH/1" in each for each in heard) for heard in told)
    assert others == []


def test_news_come_to_every_page_and_answers_stay(chromium, tmp_path):
    """One server, three screens: of a country concerned two, of another one; then a reload, a
    second tab and a restart.
    """
    opened = []
    with running(tmp_path, THREATS_WATCH_OPEN="1") as (_, found):
        port = found["IDN"].place[1]
        found["IDN"].ask("POST", "/api/notices", sent("EARLIER/1"))
        contexts = {
            code: chromium.new_context(viewport={"width": 1366, "height": 768})
            for code in ("THA", "FRA")
        }
        faults = []
        screens = {}
        for name, code, path in (
            ("queue", "THA", "watch?country=THA"),
            ("other", "FRA", "watch?country=FRA"),
            ("elsewhere", "THA", "notices"),
        ):
            screens[name] = contexts[code].new_page()
            screens[name].on("pageerror", lambda fault: faults.append(str(fault)))
            screens[name].goto(f"http://127.0.0.1:{port}/{path}")
            expect(screens[name].locator("h1")).to_be_visible(timeout=60_000)
            browser.still(screens[name])  # its script has run: it listens
        expect(screens["queue"].get_by_text("ID-2016/EARLIER/1")).to_be_visible(timeout=20_000)
        threading.Thread(
            target=found["IDN"].ask, args=("POST", "/api/notices", sent("LIVE/1"))
        ).start()
        for name in ("queue", "elsewhere"):
            expect(screens[name].get_by_test_id("stToast")).to_contain_text(
                "ID-2016/LIVE/1", timeout=15_000
            )
            entry = screens[name].locator('[data-testid=stTopNavLink][href$="/watch"]')
            number = entry.evaluate("entry => getComputedStyle(entry, '::after').content")
            assert json.loads(number) == "2"
        queue = screens["queue"]
        expect(queue.locator("[class*=st-key-watch-row-]").first).to_contain_text(
            "ID-2016/LIVE/1", timeout=15_000
        )
        assert "LIVE" not in screens["other"].inner_text("body")
        row = queue.locator("[class*=st-key-watch-row-]").first
        row.get_by_role("button", name="Answer").click()
        row.get_by_text("Located", exact=True).click()
        row.get_by_role("textbox").fill("half of a sentence")
        found["IDN"].ask(
            "POST", "/api/notices", sent("LIVE/2")
        )  # news redraw the queue under the officer's hands
        expect(queue.get_by_text("ID-2016/LIVE/2").first).to_be_visible(timeout=15_000)
        row = queue.locator("[class*=st-key-watch-row-]", has_text="ID-2016/LIVE/1")
        expect(row.get_by_role("textbox")).to_have_value("half of a sentence")
        row.get_by_role("textbox").fill(EVIL)
        row.get_by_role("button", name="Send answer").click()
        expect(queue.locator("[class*=st-key-watch-bucket]")).to_contain_text(
            "Done · 1", timeout=15_000
        )
        opened.append(found["THA"].ask("GET", "/api/notices?bucket=done")[1])
        assert faults == []
    with running(tmp_path, port, THREATS_WATCH_OPEN="1") as (_, found):
        assert (
            [each["reference"] for each in found["THA"].ask("GET", "/api/notices?bucket=done")[1]]
            == [each["reference"] for each in opened[0]]
            == ["ID-2016/LIVE/1"]
        )
        tab = contexts["THA"].new_page()
        tab.goto(f"http://127.0.0.1:{port}/watch")  # the browser remembers the country
        expect(tab.locator("[class*=st-key-watch-bucket]")).to_contain_text(
            "Done · 1", timeout=60_000
        )
        tab.get_by_text("Done · 1").click()
        row = tab.locator("[class*=st-key-watch-row-]", has_text="ID-2016/LIVE/1")
        row.get_by_role("button", name="Answer").click()
        expect(row).to_contain_text(EVIL, timeout=15_000)
        tab.reload()
        expect(tab.locator("[class*=st-key-watch-bucket]")).to_contain_text(
            "Done · 1", timeout=60_000
        )
        assert (
            seen(ledger.Watch(make_url(f"sqlite:///{tmp_path}/watch.sqlite"))).case(2)[2][-1].text
            == EVIL
        )
