"""The watch on the screen: off until a store is named, news on every page without a reload, answers
that last, and texts that stay texts.
"""

import asyncio
import contextlib
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import browser
import pytest
import shown
import sqlalchemy as sa
import websockets
from notices import derived, proposal, running, seen, sent
from playwright.sync_api import expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest

from components.shell import bell, state
from data.geography import countries
from data.watch import demo, holding, ledger, model, routing
from languages.english import watch as watch_words
from security import reader, tlp, tokens
from security.tlp import Role, Tlp
from security.viewer import Viewer

EVIL = "<img src=x onerror=alert(1)> **bold** ![x](http://elsewhere.example/x.png) :red[x] =1+1"


def page(country="THA", **more):
    app = AppTest.from_file(str(browser.ROOT / "dashboard.py"), default_timeout=60)
    app.query_params.update({"country": [country], **more} if country else more)
    return app.switch_page("pages/watch.py").run()


def said(app):
    """All texts of the page, the desk's included."""
    assert [each.value for each in app.exception] == []
    return "\n".join(
        [
            *(
                str(each.value)
                for kind in ("text", "caption", "info", "warning", "error")
                for each in app.get(kind)
            ),
            json.dumps(shown.desk(app), ensure_ascii=False),
        ]
    )


def opens(app, number=1):
    return shown.at_desk(app, do="open", id=number)


def answers(app, answer="located", number=1, **more):
    return shown.at_desk(app, do="answer", id=number, answer=answer, **more)


def numbers(app):
    return {each["id"]: each["n"] for each in shown.desk(app)["groups"]}


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
        "THREATS_WATCH_URL" in said(app)
        and "THREATS_STORE" in said(app)
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
    app = opens(page())
    assert "OPEN-1" in said(app) and "located" in said(app)
    for hidden in ("SHUT-1", "HIDDEN-1", "TLP:RED", "TLP:GREEN", "officer", "north", "arrested"):
        assert hidden not in said(app), hidden
    assert numbers(app) == {"overdue": 0, "due": 0, "new": 0, "paused": 0, "done": 1}
    detail = shown.desk(app)["detail"]
    assert not detail["choices"] and not detail["steps"]
    app = answers(app, "not_here")  # said by a browser that was tampered with
    assert "you no longer act" in said(app) or "Not recorded" in said(app)
    assert seen(watch).case(1)[1].turns["THA"].status == "arrested"
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
    opens(app)
    assert seen(watch, "THA").queue()[0].turn.status == "new"
    assert "KEPT-1" not in said(app) and "taken back" in said(app)
    file.write_text(f'THA = "{digest}"\n')
    assert "KEPT-1" in said(app.run())
    file.unlink()
    assert "KEPT-1" not in said(app.run())


def test_opening_counts_as_seen_and_an_answer_leaves_a_receipt(watch, monkeypatch):
    """The receipt names whom the answer reached, and stays until it is closed."""
    monkeypatch.setenv("THREATS_WATCH_OPEN", "1")
    watch.add([proposal()], "a")
    app = page()
    assert numbers(app)["new"] == 1 and shown.requests(app)[0]["fresh"]
    app = opens(app)
    assert seen(watch, "THA").queue()[0].turn.status == "seen" and numbers(app)["due"] == 1
    app = answers(app, text=EVIL)
    assert (
        seen(watch, "THA").queue(bucket="done")[0].turn.answer == "located"
        and seen(watch).case(1)[2][-1].text == EVIL
    )
    for _ in range(2):
        receipt = shown.desk(app.run())["receipts"][0]
        assert receipt["kind"] == "sent" and "row 3" in receipt["head"]
        assert receipt["text"] == "Reached Indonesia and the General Secretariat."
    assert shown.desk(shown.at_desk(app, do="close", key=receipt["key"]))["receipts"] == []
    theirs = page("IDN")
    theirs.segmented_control[0].set_value("requested").run()
    theirs = opens(theirs)
    assert EVIL in [text for _, text in shown.desk(theirs)["detail"]["history"]]
    assert not [each for each in theirs.markdown if "onerror" in each.value]


def test_an_answer_is_marked_stricter_and_shown_so(watch, monkeypatch):
    monkeypatch.setenv("THREATS_WATCH_OPEN", "1")
    watch.add([proposal(tlp="TLP:AMBER")], "a")
    app = opens(page())
    marks = shown.desk(app)["detail"]["marks"]
    assert marks == ["TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
    app = answers(app, tlp="TLP:GREEN")
    assert shown.desk(app)["receipts"][0]["kind"] == "fault"
    app = answers(app, tlp="TLP:RED")
    assert seen(watch).case(1)[2][-1].tlp is Tlp.RED and "TLP:RED" in said(app)


def test_nothing_that_cannot_be_taken_back_enters_by_one_click(watch, monkeypatch):
    """Arrested is offered after located alone, asks once more, waits outside the history, and can
    be undone by a second officer; so does withdrawn.
    """
    monkeypatch.setenv("THREATS_WATCH_OPEN", "1")
    monkeypatch.setattr(holding, "of", lambda _: None)
    watch.add([proposal()], "a")
    app = opens(page())
    assert shown.desk(app)["detail"]["steps"] == []
    app = answers(app, "not_here")
    assert shown.desk(app)["detail"]["steps"] == []
    app = answers(app)
    step = shown.desk(app)["detail"]["steps"][0]
    assert step["step"] == "arrested" and "Indonesia" in step["asks"]
    app = shown.at_desk(app, do="step", id=1, step="arrested")
    held = shown.desk(app)["receipts"][0]
    assert held["kind"] == "held" and 55_000 < held["ends"] - shown.desk(app)["now"] <= 60_000
    assert "arrested" not in [each.step for each in seen(watch).case(1)[2]]
    other = page()
    assert shown.desk(other)["receipts"][0]["held"] == held["held"]
    other = shown.at_desk(other, do="undo", held=held["held"])
    assert shown.desk(other)["receipts"][0]["kind"] == "undone"
    assert shown.desk(app.run())["receipts"][0]["kind"] == "undone"
    app = shown.at_desk(app, do="step", id=1, step="arrested")
    other = page()  # as after a reload
    holding.enter(watch, shown.desk(app)["receipts"][0]["ends"] + 1)
    assert shown.desk(other.run())["receipts"][0]["kind"] == "sent"
    receipt = shown.desk(app.run())["receipts"][0]
    assert receipt["kind"] == "sent" and "Indonesia" in receipt["text"]
    assert seen(watch).case(1)[2][-1].step == "arrested"
    asks = page("IDN")
    asks.segmented_control[0].set_value("requested").run()
    asks = shown.at_desk(opens(asks), do="step", id=1, step="withdrawn")
    assert "Thailand" in shown.desk(asks)["receipts"][0]["text"]
    assert seen(watch).case(1)[1].stage == "proposed"


def test_the_queue_goes_by_the_clock_and_shows_more_when_asked(watch):
    day, now = 86_400_000, ledger.now_ms()
    for number, days in enumerate((5, 9, 1, 0.5), 1):
        at = now - int(days * day)
        watch.add([proposal(number, tlp="TLP:CLEAR")], "a", at_ms=at)
    watch.add([proposal(number, tlp="TLP:CLEAR") for number in range(5, 25)], "a")
    app = page()
    assert numbers(app)["overdue"] == 2 and numbers(app)["new"] == 22
    late = [each["reference"] for each in shown.requests(app, "overdue")]
    assert late == ["ID-2016/2", "ID-2016/1"]
    new = [each["reference"] for each in shown.requests(app, "new")]
    assert new[:2] == ["ID-2016/3", "ID-2016/4"] and len(new) == 12
    app = shown.at_desk(app, do="more", group="new")
    assert len(shown.requests(app, "new")) == 22


def test_the_secretariat_counts_one_unit_a_panel_and_reminds_who_is_stuck(watch):
    """Each panel sums to its total and hands the next one on, and so it is written; a reminder
    leaves a receipt, the row says when, and the country hears of it.
    """
    demo.past(watch, 12, 1)
    app = page("IDN")
    assert "DEMONSTRATION" in said(app)
    app.segmented_control[0].set_value("all").run()
    counts, late = shown.secretariat(app)
    proposals, requests, answers = counts["panels"]
    sums = [sum(part["n"] for part in each["parts"]) for each in counts["panels"]]
    assert [each["total"] for each in counts["panels"]] == [str(each) for each in sums]
    assert sums[0] == 12 and sums[1] == len(derived(watch)) - 12
    answered, in_time, overdue, closed = (part["n"] for part in requests["parts"])
    assert answered == sums[2] and sum(row["overdue"] for row in late["rows"]) <= overdue
    for part in (proposals, requests, answers):
        written = " + ".join(str(each["n"]) for each in part["parts"])
        assert f"{written} = {part['total']}" in counts["sums"]
    assert f"{in_time} in time + {overdue} overdue" in counts["sums"] and closed >= 0
    days = [int(row["longest"].split()[0]) for row in late["rows"] if row["longest"][-1] == "d"]
    assert days == sorted(days, reverse=True) and len(days) > 1
    first, second = late["rows"][:2]
    assert first["name"] in late["preview"] and not first["reminded"]
    assert f"{first['name']}, for {first['said']} overdue request" in first["preview"]
    app = shown.reminds(app, first["code"])
    now = shown.secretariat(app)[1]
    (receipt,) = now["receipts"]
    assert receipt["kind"] == "sent" and f"{first['name']}: {first['said']} over" in receipt["text"]
    assert now["rows"][0]["reminded"] and not now["rows"][1]["reminded"]
    told = [each for each in seen(watch, first["code"]).news(0) if each.event.step == "reminded"]
    assert len(told) == first["overdue"]
    (text,) = bell._told(told, Viewer(first["code"], first["code"]))
    assert text.startswith("The General Secretariat reminds") and first["said"] in text
    assert second["code"] not in {each.event.country for each in told}


def test_only_the_general_secretariat_reminds(watch, monkeypatch):
    """Not a page that lost the right since it was drawn."""
    monkeypatch.setenv("THREATS_WATCH_OPEN", "1")
    watch.add([proposal()], "a", at_ms=ledger.now_ms() - 40 * 86_400_000)
    app = page("IDN")
    app.segmented_control[0].set_value("all").run()
    monkeypatch.delenv("THREATS_WATCH_OPEN")
    shown.reminds(app, "THA")
    assert [each.step for each in seen(watch).case(1)[2]] == ["proposed"]


def plainly(app):
    """The same without what keeps marks from being read as Markdown."""
    return said(app).replace("\\", "")


def proposing(country="IDN"):
    app = page(country)
    return app.segmented_control[0].set_value("propose").run()


def test_no_field_of_a_proposal_is_filled_in_and_what_is_missing_is_said_beside_it(
    watch, monkeypatch
):
    monkeypatch.setenv("THREATS_WATCH_OPEN", "1")
    watch.add([proposal()], "a")
    app = proposing()
    fields = {each.key: each for kind in ("selectbox", "multiselect") for each in app.get(kind)}
    fields = {key: each for key, each in fields.items() if key.startswith("watch-new")}
    assert len(fields) == 7 and not any(each.value for each in fields.values())
    assert app.date_input[0].value is None
    app.button(key="watch-send").click().run()
    for name in set(model.FIELDS) - {"requesting"}:
        assert watch_words.MISSING_FIELDS[name] in plainly(app), name
    assert "Nothing was sent" in app.error[0].value and len(seen(watch).everything()) == 1
    app.selectbox(key="watch-new-colour").set_value("red").run()
    assert watch_words.MISSING_FIELDS["colour"] not in plainly(app)
    assert watch_words.MISSING_FIELDS["offence"] in plainly(app)


def test_a_proposal_shows_whom_it_reaches_before_it_is_sent_and_leaves_a_receipt(
    watch, monkeypatch
):
    monkeypatch.setenv("THREATS_WATCH_OPEN", "1")
    watch.add([proposal()], "a")
    app = proposing()
    app.selectbox(key="watch-new-colour").set_value("red")
    app.multiselect(key="watch-new-last_known").set_value(["MYS"]).run()
    before = shown.reached(app)
    routes = routing.current().reached("red", "IDN", {"last_known": ["MYS"]})
    assert {name for name, _ in before["rows"]} == {countries.name(code) for code in routes}
    assert before["rows"][0] == ["Malaysia", routing.reason(routes["MYS"][0])]
    assert "Indonesia" not in dict(before["rows"]) and str(len(routes)) in before["heading"]
    assert app.button(key="watch-send").label == f"Send to {len(routes)} countries"
    drawn = shown.charts(app)["reach-map"]["figure"]
    land = drawn["data"][0]
    kinds = {code: int(z) for code, z in zip(land["locations"], land["z"], strict=True)}
    assert {code for code, kind in kinds.items() if kind} == {*routes} - {"ATA"}
    assert drawn["chosen"] == ["IDN"] and kinds["IDN"] == 0
    assert len(seen(watch).everything()) == 1  # a preview sends nothing
    app.selectbox(key="watch-new-offence").set_value("fraud")
    app.selectbox(key="watch-new-tlp").set_value("TLP:GREEN")
    app.date_input(key="watch-new-date").set_value(date.today())
    app.text_input(key="watch-new-reference").set_value("ann").run()  # no file number
    app.button(key="watch-send").click().run()
    assert "a file number, never a name" in plainly(app) and len(seen(watch).everything()) == 1
    app.text_input(key="watch-new-reference").set_value("ID-2016/NEW/7").run()
    app.button(key="watch-send").click().run()
    (receipt,) = shown.reached(app)["receipts"]
    assert receipt["kind"] == "sent" and "ID-2016/NEW/7" in receipt["head"]
    assert all(countries.in_sentence(code) in receipt["text"] for code in routes)
    number, kept, _ = seen(watch).everything()[0]
    assert kept.reference == "ID-2016/NEW/7" and set(seen(watch).case(number)[1].turns) == set(
        routes
    )
    assert app.selectbox(key="watch-new-colour").value is None
    assert shown.reached(app.run())["receipts"] == [receipt]


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

        with ThreadPoolExecutor(1) as aside:  # a browser may be open beside
            told, others = aside.submit(asyncio.run, screens()).result()
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
        expect(screens["queue"].locator(".desk .row")).to_contain_text(
            "ID-2016/EARLIER/1", timeout=20_000
        )
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
            expect(screens[name]).to_have_title(re.compile(r"^\(2\) \w"))
        for width, shown in ((1366, False), (1024, True), (390, True)):
            screens["elsewhere"].set_viewport_size({"width": width, "height": 768})
            expect(screens["elsewhere"].locator(".bell .ring")).to_be_visible(visible=shown)
        expect(screens["other"]).to_have_title(re.compile(r"^\w"))
        queue = screens["queue"]
        rows = queue.locator(".desk .row")
        expect(rows).to_have_count(2, timeout=15_000)
        assert "LIVE" not in screens["other"].inner_text("body")
        # by keys alone: open the second, answer, while news redraw the queue under the hands
        queue.keyboard.press("j")
        queue.keyboard.press("j")
        expect(rows.nth(1)).to_be_focused()
        queue.keyboard.press("Enter")
        expect(queue.locator(".desk .open")).to_contain_text("ID-2016/LIVE/1", timeout=15_000)
        queue.keyboard.press("l")
        queue.locator(".desk textarea").fill("half of a sentence")
        found["IDN"].ask("POST", "/api/notices", sent("LIVE/2"))
        expect(rows).to_have_count(3, timeout=15_000)
        expect(queue.locator(".desk textarea")).to_have_value("half of a sentence")
        expect(queue.locator(".desk textarea")).to_be_focused()
        queue.locator(".desk textarea").fill(EVIL)
        queue.keyboard.press("Control+Enter")
        receipt = queue.locator(".desk .slip.sent")
        expect(receipt).to_contain_text("Reached Indonesia", timeout=15_000)
        expect(queue.locator(".desk .sum.done")).to_contain_text("1")
        # what cannot be taken back asks once more, and can be undone
        queue.locator('[data-at="step-arrested"]').click()
        expect(queue.get_by_role("button", name="Not now")).to_be_focused()
        queue.keyboard.press("Escape")
        expect(queue.locator(".desk .once")).to_have_count(0)
        queue.locator('[data-at="step-arrested"]').click()
        expect(queue.locator(".desk .once .send")).to_have_text("Arrested")
        queue.locator(".desk .once .send").click()
        expect(queue.locator(".desk .slip.held")).to_contain_text("Not in the history yet")
        queue.keyboard.press("u")
        expect(queue.locator(".desk .slip.undone")).to_contain_text("never entered")
        expect(receipt).to_be_visible()  # still
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
        row = tab.locator(".desk .row.done")
        expect(row).to_contain_text("ID-2016/LIVE/1", timeout=60_000)
        row.click()
        expect(tab.locator(".desk .past")).to_contain_text(EVIL, timeout=15_000)
