"""Several processes on one port are one dashboard: what a page asks reaches the process that knows
it, and none is left behind.
"""

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

import pytest
import requests
from browser import Server
from notices import running, sent
from sockets import Page
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="looks into /proc, and counts on connections being spread"
)
MANY = 12  # connections: that all of them come to one of two processes happens once in 2,048 times


@contextlib.contextmanager
def pages(port, path, many=1, query=""):
    """So many open pages; what they showed when they were opened is in the second list."""
    with contextlib.ExitStack() as stack:
        found = [Page(port, path, query) for _ in range(many)]
        for each in found:
            stack.enter_context(each.line)
        yield found, [each.run() for each in found]


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """Two processes that are both warm, and a client of the watch."""
    with running(tmp_path_factory.mktemp("store"), THREATS_PROCESSES="2") as (process, clients):
        warm(clients["IDN"].place[1])
        yield process, clients["IDN"]


def warm(port):
    """Returns when whoever is asked is warm."""
    until = time.monotonic() + 60
    while not all(Server(port).get("/healthz")[0] == 200 for _ in range(MANY)):
        assert time.monotonic() < until
        time.sleep(0.1)


def workers(process):
    """The process ids of the workers that live."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return {
        int(each)
        for each in children
        if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()
    }


def lives(pid):
    with contextlib.suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_a_download_made_in_one_process_is_had_from_any(two):
    port = two[1].place[1]
    with pages(port, "trafficking") as ([page], [shown]):
        asked = BackMsg()
        asked.backend_operation_request.request_id, asked.backend_operation_request.session_id = (
            "1",
            page.session,
        )
        asked.backend_operation_request.deferred_file.file_id = next(
            each.download_button.deferred_file_id
            for each in shown
            if each.HasField("download_button")
        )
        url = page.ask(asked, "backend_operation_response").deferred_file.url
        whole = [Server(port).get(url) for _ in range(MANY)]
        part = [Server(port).get(url, {"Range": "bytes=0-1"}) for _ in range(MANY)]
    assert (
        {status for status, _, _ in whole} == {200}
        and len({body for _, _, body in whole}) == 1
        and whole[0][2][:2] == b"PK"
    )
    assert {
        (
            headers["Content-Disposition"],
            headers["Content-Length"],
            headers["X-Content-Type-Options"],
        )
        for _, headers, _ in whole
    } == {(whole[0][1]["Content-Disposition"], str(len(whole[0][2])), "nosniff")}
    assert {(status, body) for status, _, body in part} == {(206, b"PK")}
    assert Server(port).get("/media/nothing.zip")[0] == 404


def test_a_file_brought_to_any_process_reaches_its_session(two):
    port = two[1].place[1]
    cookie = requests.get(f"http://127.0.0.1:{port}/_stcore/health", timeout=30).cookies[
        "_streamlit_xsrf"
    ]
    guard = {
        "headers": {"X-Xsrftoken": cookie},
        "cookies": {"_streamlit_xsrf": cookie},
        "timeout": 30,
    }
    file = {
        "file": (
            "homicides.csv",
            "country,year,value\n" + "Indonesia,2020,5\n" * 10_000,
            "text/csv",
        )
    }
    with pages(port, "sources") as ([page], [shown]):
        asked = BackMsg()
        asked.file_urls_request.session_id, asked.file_urls_request.request_id = page.session, "1"
        asked.file_urls_request.file_names.extend(["homicides.csv"] * MANY)
        places = list(page.ask(asked, "file_urls_response").file_urls)
        answers = [
            requests.put(
                f"http://127.0.0.1:{port}{each.upload_url}", files=file, **guard
            ).status_code
            for each in places
        ]
        assert answers == [204] * MANY
        uploader = next(each.file_uploader for each in shown if each.HasField("file_uploader"))

        def read(place):
            state = BackMsg().rerun_script.widget_states.widgets.add(id=uploader.id)
            state.file_uploader_state_value.uploaded_file_info.add(
                file_id=place.file_id, name="homicides.csv", size=170_019, file_urls=place
            )
            return any("What the columns are" in each.text.body for each in page.run(state))

        assert read(places[0])
        for each in places[:5]:
            assert (
                requests.delete(f"http://127.0.0.1:{port}{each.delete_url}", **guard).status_code
                == 204
            )
        assert not any(read(each) for each in places[:5]) and read(places[5])
        assert (
            requests.put(
                f"http://127.0.0.1:{port}{places[0].upload_url}", files=file, timeout=30
            ).status_code
            == 403
        )
    assert (
        requests.put(
            f"http://127.0.0.1:{port}/_stcore/upload_file/nobody/1", files=file, **guard
        ).status_code
        == 400
    )


def test_a_proposal_taken_by_one_process_reaches_the_pages_of_all(two):
    client = two[1]
    with pages(client.place[1], "watch", MANY, "country=THA") as (found, shown):
        assert not any(
            b"ID-2016/all" in each.SerializeToString() for every in shown for each in every
        )
        assert client.ask("POST", "/api/notices", sent("all", tlp="TLP:CLEAR"))[0] == 201
        for each in found:
            while b"ID-2016/all" not in each.line.recv(30):
                pass


def test_a_page_that_was_cut_off_finds_its_session_whoever_answers(two):
    client = two[1]
    port = client.place[1]
    with pages(port, "watch", MANY, "country=THA") as (found, _):
        before = [each.session for each in found]
    with contextlib.ExitStack() as stack:
        again = [
            stack.enter_context(Page(port, "watch", session=session).line) for session in before
        ]
        assert client.ask("POST", "/api/notices", sent("back", tlp="TLP:CLEAR"))[0] == 201
        for line in again:  # nobody has clicked anything
            while b"ID-2016/back" not in line.recv(30):
                pass
        page = Page(port, "watch", "country=THA", before[0])
        stack.enter_context(page.line)
        page.run()
        stranger = Page(port, "watch", "country=THA", "nobody")
        stack.enter_context(stranger.line)
        stranger.run()
    assert len(set(before)) == MANY and stranger.session not in before


def test_a_process_that_dies_takes_its_own_pages_only_and_is_started_again(two):
    process, port = two[0], two[1].place[1]
    before = workers(process)
    with pages(port, "", MANY) as (found, _):
        os.kill(min(before), signal.SIGKILL)
        broken = 0
        for each in found:
            try:
                each.run()
            except ConnectionClosed:
                broken += 1
    assert 0 < broken < MANY
    warm(port)
    after = workers(process)
    assert len(before) == len(after) == 2 and len(before & after) == 1
    with pages(port, "", 4) as (_, shown):
        assert all(len(each) > 10 for each in shown)


def test_a_killed_parent_leaves_nobody_behind(two):
    process, port = two[0], two[1].place[1]
    with pages(port, "", 4):
        left = workers(process)
        process.kill()
        process.wait()
        until = time.monotonic() + 10
        while any(map(lives, left)) and time.monotonic() < until:
            time.sleep(0.05)
    assert len(left) == 2 and not any(map(lives, left))
    with pytest.raises(ConnectionRefusedError):
        Server(port).get("/healthz")
