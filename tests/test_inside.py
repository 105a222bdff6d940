"""What is private in Streamlit and uvicorn stands in two modules, and the dashboard does without
each of it.
"""

import ast
import json
from pathlib import Path

import browser
import streamlit as st
from browser import READY, ROOT, free_port
from notices import running, sent
from private_names import (
    ACCEPT,
    ADDRESS,
    ASKS,
    BY_HAND,
    EVENTS,
    HTTP,
    LOOP,
    MENU,
    NAMES,
    OPTIONS,
    PROXY,
    RUNTIME,
    SCRIPTS,
    SOCKET,
    THREADS,
    UVICORN,
    WIRES,
    without,
)
from sockets import Page

from hosting import inside

ADAPTERS = (ROOT / "hosting" / "inside.py", ROOT / "hosting" / "wires.py")
PRODUCT = sorted(
    path
    for folder in ("components", "data", "exchange", "hosting", "languages", "pages", "security")
    for path in (ROOT / folder).rglob("*.py")
    if path not in ADAPTERS
) + sorted(ROOT.glob("*.py"))
UVICORNS = {"Config", "Server"}  # its documented way to start a server
MODULES = {"components", "column_config", "errors"}  # of Streamlit, and documented
# attributes by which somebody came at the inside before
INSIDE = {
    "_session_mgr",
    "_session_storage",
    "_scriptrunner",
    "_client_state",
    "_get_async_objs",
    "_script_hash",
    "_accept_connection",
}


def test_nobody_else_knows_what_is_private():
    parts = [
        (f"{path.relative_to(ROOT)}:{node.lineno}", node)
        for path in PRODUCT
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom | ast.Attribute)
    ]
    assert len({place.partition(":")[0] for place, _ in parts}) > 200
    for place, node in parts:
        if isinstance(node, ast.Import):
            named = {each.name for each in node.names if each.name != "streamlit"}
            assert not [each for each in named if each.split(".")[0] in ("streamlit", "uvicorn")], (
                place
            )
        elif isinstance(node, ast.ImportFrom) and node.module:
            package, _, below = node.module.partition(".")
            names = {each.name for each in node.names}
            if package == "streamlit":
                assert not below, place
                assert all(public(each) for each in names), place
            if package == "uvicorn":
                assert not below and names <= UVICORNS, place
        elif isinstance(node, ast.Attribute):
            assert node.attr not in INSIDE, place
            if isinstance(node.value, ast.Name) and node.value.id == "st":
                assert public(node.attr), place


def public(name):
    """Whether a name is one that Streamlit documents, and no module of its inside."""
    found = getattr(st, name, None)
    return name in MODULES or (not name.startswith("_") and type(found).__name__ != "module")


def test_the_module_uses_what_is_tried_here():
    text = "\n".join(each.read_text(encoding="utf-8") for each in ADAPTERS)
    assert all(name.rpartition(":")[2].rpartition(".")[2] in text for name in NAMES)
    used = {
        node.attr for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)
    } & INSIDE
    assert used == INSIDE - {"_script_hash"}


ANSWERS = """
import asyncio
import json
import sitecustomize
import streamlit as st
from hosting import connections, inside, wires

async def calmly():
    return wires.accept_calmly(connections.Connections(9), 1.0)

@st.fragment
def part():
    said["part"] = inside.part() is not None

found = {}
for name in ("", *sitecustomize.NAMES):
    sitecustomize.gone = {name}
    said = found[name] = {}
    inside._say.cache_clear()
    part()
    session = inside.session()
    said["asked by"] = bool(session and inside.asking(session))
    said["loop"], said["reaches"] = inside.loop() is not None, inside.reaches()
    said["holds nobody"] = inside.holds("nobody")
    inside.ask_nobody()
    inside.own_menu()
    said["together"] = inside.speak_together()
    said["set by hand"] = inside.set_by_hand("server.maxMessageSize")
    said["serves"] = inside.serve_with(lambda: None)
    said["tells"] = wires.tell(connections.Connections(9))
    said["accepts"] = asyncio.run(calmly())
    said["behind"] = wires.behind(print, tuple) is not print
    said["told"] = inside._say.cache_info().currsize
st.text(json.dumps(found))
"""


ELSEWHERE = (OPTIONS, UVICORN, ADDRESS, BY_HAND, EVENTS, MENU)  # than where parts are run


def test_each_use_has_an_answer_without_it(tmp_path):
    """In a real session, name by name."""
    script = tmp_path / "script.py"
    script.write_text(ANSWERS, encoding="utf-8")
    with browser.serving(script, env=without(*NAMES)) as address:
        page = Page(int(address.rpartition(":")[2]), "")
        with page.line:
            shown = page.run()
    assert not [each.exception.message for each in shown if each.HasField("exception")]
    found = json.loads(next(each.text.body for each in shown if each.HasField("text")))
    assert list(found) == ["", *NAMES]
    for name, said in found.items():
        assert said == {
            "part": name not in (SCRIPTS, THREADS),
            "loop": name not in (RUNTIME, LOOP),
            "asked by": name not in (SCRIPTS, RUNTIME, ASKS),
            "reaches": name in ("", *WIRES, ASKS, *ELSEWHERE),
            "holds nobody": False,
            "together": name != EVENTS,
            "set by hand": name == BY_HAND,
            "serves": name not in (OPTIONS, UVICORN),
            "tells": name not in (HTTP, SOCKET),
            "accepts": name != ACCEPT,
            "behind": name != PROXY,
            "told": said["told"],
        }, name
        assert (said["told"] > 0) == (name != ""), name


def test_the_dashboard_does_without_all_of_it(tmp_path, window):
    """The page opens, news come with the timer, nothing is handed out; one process serves."""
    more = without(*NAMES) | {"THREATS_WATCH_OPEN": "1", "THREATS_PROCESSES": "2"}
    with running(tmp_path, free_port(), **more) as (process, found):
        client = found["IDN"]
        address = f"http://127.0.0.1:{client.place[1]}"
        window.goto(f"{address}/watch?country=THA")
        window.locator(".st-key-filters").wait_for(timeout=60_000)
        window.locator(READY).wait_for(timeout=60_000)
        assert client.ask("POST", "/api/notices", sent("timer", tlp="TLP:CLEAR"))[0] == 201
        window.get_by_text("ID-2016/timer").first.wait_for(timeout=15_000)
        window.goto(f"{address}/trafficking?country=THA")
        window.locator(READY).wait_for(timeout=60_000)
        # who reads is not known: they see what is for the world, and take nothing away
        assert window.get_by_role("button", name="CSV", exact=True).count() == 0
        assert len(children(process.pid)) == 0
    said = (tmp_path / "said.txt").read_text()
    assert "allows one process only" in said and "Traceback" not in said


def children(parent):
    """The processes that a process started; empty where there is no /proc."""
    return [
        each
        for each in Path("/proc").glob("[0-9]*/stat")
        if each.read_text().rpartition(")")[2].split()[1] == str(parent)
    ]


def test_a_part_that_nobody_has_open_is_gone():
    assert inside.run(inside.Part("nobody", "part")) is inside.Heard.GONE
