"""Whatever a browser says that is none: what no element of ours sends is left out, what no field
has is answered without a word of the inside, and the next reader is served as before.
"""

import re
from pathlib import Path

import forged
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from long import LONG
from notices import proposal, running
from sockets import Page
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from data.watch import ledger
from hosting import logs

PAGES = (
    "",
    "country",
    "watch",
    "briefing",
    *(("notices", "trafficking", "bilateral", "sources") if LONG else ()),
)
QUERY = {"country": "country=IDN", "bilateral": "country=IDN&partner=SGP"}
INSIDE = re.compile(r"Traceback|File \"|site-packages|Error:|sqlite")
WAVES = settings(max_examples=200 if LONG else 2)  # times that each page is told things
sent = dict.fromkeys(("elements", "fields", "frames"), 0)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forged")
    ledger.opened(f"sqlite:///{folder}/watch.sqlite").add([proposal()], "a")
    with running(folder, THREATS_WATCH_OPEN="1") as (_, clients):
        yield clients["IDN"].place[1], folder / "said.txt"
    print(sent)


def failed(found):
    return [each.exception.message for each in found if each.WhichOneof("type") == "exception"]


@pytest.mark.alike(2)
@pytest.mark.parametrize("path", PAGES)
def test_what_no_element_sends_is_left_out(server, path):
    page = Page(server[0], path, QUERY.get(path, ""))
    shown = [page.run()]

    @WAVES
    @given(st.data())
    def told(data):
        states, many = forged.of_elements(shown[-1], data.draw)
        assert states
        sent["elements"] += many
        again = page.run(*states)
        assert not failed(again), (failed(again), states)
        if len(again) > 3:
            shown.append(again)

    with page.line:
        told()


@pytest.mark.parametrize("path", PAGES)
def test_what_no_field_has_is_answered_without_a_word_of_the_inside(server, path):
    page = Page(server[0], path, QUERY.get(path, ""))
    shown = page.run()

    @WAVES
    @given(st.data())
    def told(data):
        states, many = forged.of_fields(shown, data.draw)
        sent["fields"] += many
        for said in failed(page.run(*states)):
            assert not INSIDE.search(said)

    with page.line:
        told()
    assert not failed(Page(server[0], path, QUERY.get(path, "")).run())


@settings(max_examples=1000 if LONG else 20)
@given(st.lists(st.binary(max_size=200), min_size=1, max_size=6))
def test_frames_that_are_no_messages_end_at_most_their_own_page(server, frames):
    port = server[0]
    with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        subprotocols=["streamlit"],
        additional_headers={"Origin": f"http://127.0.0.1:{port}"},
    ) as line:
        try:
            for each in frames:
                line.send(each)
                sent["frames"] += 1
        except ConnectionClosed:
            pass
    with (page := Page(port, "sources")).line:
        assert not failed(page.run())


def test_all_that_fills_no_log(server):
    said = Path(server[1]).read_text()
    for line in ("Uncaught app execution", "Failed to deserialize component state"):
        minutes = {each[:16] for each in said.splitlines() if line in each}
        assert said.count(line) <= logs.MOST * max(1, 2 * len(minutes))
