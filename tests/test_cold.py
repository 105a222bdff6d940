"""The first thing that a fresh server is asked for is a deep link: the frame stands, the right page
shows.
"""

import contextlib

import browser
import pytest
from browser import Server, free_port, ready, started
from private_names import MENU, without
from sockets import Page
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

WAYS = {
    "python server.py": 1,
    "python server.py, without the private name": 2,
    "streamlit run server.py": 1,
    "streamlit run dashboard.py": 2,
}


class Counted(Page):
    """A page that counts its runs and remembers what its menu said."""

    def __init__(self, port, path, query):
        super().__init__(port, path, query)
        self.runs, self.menu = 0, {}

    def hear(self):
        heard = super().hear()
        kind = heard.WhichOneof("type")
        self.runs += kind == "script_finished" and heard.script_finished in (
            ForwardMsg.FINISHED_SUCCESSFULLY,
            ForwardMsg.FINISHED_EARLY_FOR_RERUN,
        )
        assert kind != "page_not_found"
        if kind == "navigation":
            self.menu = {each.page_script_hash: each for each in heard.navigation.app_pages}
        return heard


@contextlib.contextmanager
def served(way):
    """The port of a fresh server that nobody has asked for a page yet."""
    if not way.startswith("python"):
        with browser.serving(browser.ROOT / way.split()[-1]) as address:
            yield int(address.rpartition(":")[2])
        return
    port = free_port()
    with started("--port", str(port), env=without(MENU) if "without" in way else None) as process:
        ready(process, Server(port))
        yield port


@pytest.mark.parametrize("way", WAYS)
def test_a_deep_link_opens_the_page_in_its_frame(way):
    """Where Streamlit can be told that the menu is ours it is drawn once, else started again."""
    with served(way) as port:
        page = Counted(port, "trafficking", "country=IDN")
        with page.line:
            shown = page.run()
        assert page.menu[page.hash].url_pathname == "trafficking" and len(page.menu) > 8
        assert any("publishers named beside them" in each.markdown.body for each in shown)
        assert page.runs == WAYS[way]
