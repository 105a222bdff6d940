"""Whoever loses a right loses it now: in the open page, on the stream, in what they do next; and a
store that stalls holds up no page.
"""

import contextlib
import os
import signal
import threading
import time
from pathlib import Path

import psycopg
import pytest
import watch_stores
from browser import ASKED, Server
from notices import running, sent
from sockets import Page
from streamlit.proto.WidgetStates_pb2 import WidgetState

THAI = {"Cookie": "threats_country=THA"}


def shown(page, elements=None):
    """What stands on the page, as text."""
    return str(page.run() if elements is None else elements)


def taken_back(folder, bureau):
    file = folder / "tokens.toml"
    file.write_text("\n".join(x for x in file.read_text().split("\n") if not x.startswith(bureau)))


def widget(elements, label):
    """The widget of this label, by what it says of itself."""
    for each in elements:
        kind = each.WhichOneof("type")
        if getattr(getattr(each, kind), "label", "") == label:
            yield getattr(each, kind)


def test_an_open_page_is_a_visitors_within_five_seconds(tmp_path):
    with running(tmp_path) as (_, clients):
        clients["IDN"].ask("POST", "/api/v1/notices", sent("SECRET/1", tlp="TLP:RED"))
        page = Page(clients["IDN"].place[1], "watch", headers=THAI)
        with page.line:
            elements = page.run()
            assert "SECRET/1" not in str(elements)
            field = next(each for each in widget(elements, "Your bureau's token"))
            button = next(
                each.button for each in elements if each.HasField("button") and each.button.form_id
            )
            typed = WidgetState(id=field.id, string_value="token of THA")
            click = WidgetState(id=button.id, trigger_value=True)
            opened = page.run(typed, click)
            assert "SECRET/1" in str(opened)
            with contextlib.suppress(TimeoutError):  # the last words of this drawing
                while True:
                    page.line.recv(2)
            taken_back(tmp_path, "THA")
            began, heard = time.monotonic(), ""
            while "taken back" not in heard and time.monotonic() < began + 5:
                with contextlib.suppress(TimeoutError):
                    heard += str(page.line.recv(1))
            assert "taken back" in heard and "SECRET/1" not in heard
            assert "SECRET/1" not in str(page.run())


def test_a_stream_ends_and_a_step_is_refused(tmp_path):
    with running(tmp_path) as (_, clients):
        clients["IDN"].ask("POST", "/api/v1/notices", sent("SECRET/1", tlp="TLP:RED"))
        begun, heard = threading.Event(), []

        def listen():
            for each in clients["THA"].events():
                heard.append(each)
                begun.set()

        listens = threading.Thread(target=listen, daemon=True)
        listens.start()
        assert begun.wait(20)
        taken_back(tmp_path, "THA")
        clients["IDN"].ask("POST", "/api/v1/notices", sent("SECRET/2", tlp="TLP:RED"))
        listens.join(5)
        assert not listens.is_alive()
        assert [each["notice"]["reference"] for each in heard] == ["ID-2016/SECRET/1"]
        assert clients["THA"].ask("POST", "/api/v1/notices/1/steps", {"step": "seen"})[0] == 401
        assert clients["THA"].ask("GET", "/api/v1/notices")[0] == 401


def test_an_answer_goes_out_with_its_mark(tmp_path):
    with running(tmp_path) as (_, clients):
        clients["IDN"].ask("POST", "/api/v1/notices", sent("MARK/1", tlp="TLP:CLEAR"))
        step = {"step": "answered", "answer": "located", "text": "there", "tlp": "TLP:RED"}
        status, told = clients["THA"].ask("POST", "/api/v1/notices/1/steps", step)
        assert status == 201 and told["tlp"] == "TLP:RED"
        line = clients["THA"].ask("GET", "/api/v1/notices?bucket=done")[1][0]
        assert (line["tlp"], line["answer_tlp"]) == ("TLP:CLEAR", "TLP:RED")
        for mark in ("RED", "TLP:PINK", 7):
            asked = {**step, "tlp": mark}
            assert clients["THA"].ask("POST", "/api/v1/notices/1/steps", asked)[0] == 422
        page = Page(clients["IDN"].place[1], "watch", headers=THAI)
        with page.line:
            seen = str(page.run())
            assert "MARK/1" in seen and "TLP:RED" not in seen and "located" not in seen


def held(pids, how):
    for each in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, how)


def processes(address):
    """The server program of a database, and all that it started."""
    with psycopg.connect(address.replace("+psycopg", "")) as connection:
        folder = connection.execute("SHOW data_directory").fetchone()[0]
    first = int(Path(folder, "postmaster.pid").read_text().split()[0])
    found = [first]
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(status.read_text().rpartition(")")[2].split()[1]) == first:
                found.append(int(status.parent.name))
    return found


@pytest.mark.skipif(watch_stores.programs() is None, reason=watch_stores.ABSENT)
def test_a_database_that_stands_still_delays_no_page(tmp_path):
    with watch_stores.postgres() as server:
        address = watch_stores.database(server)
        with running(tmp_path, THREATS_WATCH_URL=address) as (_, clients):
            port = clients["IDN"].place[1]
            clients["IDN"].ask("POST", "/api/v1/notices", sent("STILL/1", tlp="TLP:CLEAR"))

            def opened(path):
                before = time.monotonic()
                page = Page(port, path, headers=THAI)
                with page.line:
                    return str(page.run()), time.monotonic() - before

            for path in ("", "notices", "watch"):
                usual = opened(path)
            assert "STILL/1" in usual[0]
            stopped = processes(address)
            held(stopped, signal.SIGSTOP)
            try:
                asked = []
                askers = [
                    threading.Thread(
                        target=lambda: asked.append(clients["THA"].ask("GET", "/api/v1/notices")[0])
                    )
                    for _ in range(20)
                ]
                [each.start() for each in askers]
                took = {path: opened(path) for path in ("", "notices", "watch", "", "notices")}
                assert Server(port).get("/healthz", ASKED)[0] == 200
                [each.join(20) for each in askers]
            finally:
                held(stopped, signal.SIGCONT)
            assert {path: seconds for path, (_, seconds) in took.items() if seconds > 4} == {}
            assert "does not answer" in took["watch"][0]
            assert asked == [503] * 20
            until = time.monotonic() + 20
            while "STILL/1" not in opened("watch")[0]:
                assert time.monotonic() < until
