"""What several tests need: the bundled store unless a test says otherwise, a store of its own, a
file with this content.
"""

import contextlib
import functools
import gc
import json
import sys
from collections import Counter

import browser
import hypothesis
import pytest
import watch_stores
from long import LONG
from streamlit.components.v2 import manifest_scanner

from data import store
from security import reader

# jsonschema would read the grammar of IRIs, which no schema here names: seconds for every process
sys.modules["rfc3987_syntax"] = None

pytest.register_assert_rewrite("promises")  # so that what failed shows its two sides

# The suite draws the same examples every time; `--hypothesis-profile=long` draws many others, by
# hand.
_SLOW = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture]
hypothesis.settings.register_profile(
    "suite",
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=_SLOW,
)
hypothesis.settings.register_profile(
    "long", max_examples=1000, deadline=None, print_blob=True, suppress_health_check=_SLOW
)
hypothesis.settings.load_profile("suite")


LONGEST = (
    "pages_browser",
    "plot",
    "sources_page",
    "uploads",
    "watch_api",
    "no_persons",
    "languages_browser",
    "gate",
    "small_numbers",
    "victims",
    "cube",
    "watch_page",
    "tasks",
    "print",
    "find_browser",
    "moving",
    "server",
    "sign_in",
    "watch",
    "store",
    "engines",
    "reach",
    "hostile_api",
    "endurance",
    "own_private",
    "watch_rights",
    "observed",
    "bundled",
    "keys",
    "own",
    "addresses",
    "processes",
    "truth",
    "overview_browser",
    "pages",
    "provenance",
    "query",
    "briefing_html",
    "intelligence",
    "paper",
    "briefing_pdf",
)  # what takes longest first: two processes then end together


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """What is loaded before the first test stays until the last: nothing of it is looked through
    again for what can be let go of, which took a sixth of the time of tests that open no page.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()
        gc.set_threshold(10_000, 20, 20)


def pytest_sessionfinish():
    gc.unfreeze()


def pytest_collection_modifyitems(config, items):
    """Files that open pages first, each in the order of how long they take; within a file nothing
    moves. Of cases marked `alike(n)` one in n, unless all are asked for.
    """
    met, left = Counter(), []
    for item in () if LONG else items:
        if alike := item.get_closest_marker("alike"):
            case = item.path, item.originalname
            if met[case] % alike.args[0]:
                left.append(item)
            met[case] += 1
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in {*left}]
    place = {f"test_{name}.py": at for at, name in enumerate(LONGEST)}
    ROW.files = {item.path for item in items if {"chromium", "url"} & {*item.fixturenames}}
    items.sort(key=lambda item: (item.path not in ROW.files, place.get(item.path.name, len(place))))


class Row:
    """What is opened once for all files in a row that open pages, until a file comes that opens
    none: asyncio starts nothing beside Playwright.
    """

    def __init__(self):
        self.files, self.opened, self.open = frozenset(), contextlib.ExitStack(), {}

    def take(self, name, opens):
        """What has this name, opened the first time it is asked for."""
        if name not in self.open:
            self.open[name] = self.opened.enter_context(opens())
        return self.open[name]

    def end(self):
        self.open.clear()
        self.opened.close()


ROW = Row()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem):
    yield
    if nextitem is None or nextitem.path not in ROW.files:
        ROW.end()


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory):
    """The folder of this user's data is a new one, whatever stands in the real one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("home")))
        for name, value in browser.BUSY.items():
            patch.setenv(name, value)
        # every page under test would look through all packages for components, twenty times as
        # long as it takes
        found = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture(autouse=True)
def bundled(monkeypatch):
    """Every test asks the bundled figures, whatever store the shell around it names."""
    monkeypatch.setenv("THREATS_STORE", "")


@pytest.fixture
def ask_store(monkeypatch):
    """Says which folder this test's questions go to."""

    def ask(root):
        monkeypatch.setenv("THREATS_STORE", str(root))
        store.forget()

    yield ask
    store.forget()


@pytest.fixture
def here():
    """The test reads as the person at this machine, who may see what is marked up to TLP:AMBER."""
    with reader.using(reader.LOCAL):
        yield


@pytest.fixture
def own_store(tmp_path, ask_store):
    """A folder that this test's questions go to; it holds nothing yet, so the bundled figures
    answer.
    """
    root = tmp_path / "store"
    ask_store(root)
    return root


@pytest.fixture
def nobody_is_asked(monkeypatch):
    """No server says who reads, whatever was imported by tests before."""
    monkeypatch.setattr(reader._Server, "provider", None)


@pytest.fixture
def at_the_machine(monkeypatch):
    """Whoever is at this machine reads, in every thread and on every page."""
    from components.shell import readers

    monkeypatch.setattr(readers, "now", lambda: reader.LOCAL)
    before = reader._Server.provider
    reader.provide(lambda: reader.LOCAL)
    yield
    reader.provide(before)


@pytest.fixture(scope="module")
def chromium():
    """A browser; files that open pages one after the other have the same one."""
    return ROW.take("browser", browser.launched)


@pytest.fixture(scope="module")
def url():
    """Address of a server with the bundled figures, which tests do not change; the same for
    all files in a row.
    """
    return ROW.take("server", browser.dashboard)


@pytest.fixture(scope="module")
def kept_window(chromium):
    """A window for the tests of one file, with what the browser kept of the files before."""
    window = ROW.take("context", lambda: chromium.new_context(accept_downloads=True)).new_page()
    yield window
    window.close()


@pytest.fixture
def window(kept_window):
    """A window that nothing is open in. One after the other has the same one: in a new one
    Streamlit's scripts are read anew, for seconds.
    """
    yield kept_window
    browser.leave(kept_window)


@pytest.fixture
def written(tmp_path):
    """Writes a file of this content and returns its path."""

    def write(content, name="file.json"):
        path = tmp_path / name
        if not isinstance(content, str | bytes):
            content = json.dumps(content, ensure_ascii=False)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture(scope="session")
def postgres():
    """Address of a PostgreSQL server; None where there is none."""
    if watch_stores.programs() is None:
        yield None
    else:
        with watch_stores.postgres() as found:
            yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def watch_address(request, tmp_path, postgres):
    """Where proposals are kept, in each of the databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/watch.sqlite"
    if postgres is None:
        pytest.skip(watch_stores.ABSENT)
    return watch_stores.database(postgres)


@pytest.fixture
def watch(watch_address):
    """The watch in each of the databases."""
    from sqlalchemy.engine import make_url

    from data.watch import ledger

    opened = ledger.Watch(make_url(watch_address))
    yield opened
    opened.engine.dispose()
