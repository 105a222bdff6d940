"""What the run of a page says is handed to the server's own thread in one go."""

import asyncio
import inspect
import threading
from types import SimpleNamespace

from streamlit.runtime import app_session
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from hosting import inside


def as_streamlit_has_it(monkeypatch):
    """Streamlit's session, until the test is over, for what has changed it in this process."""
    used = app_session.AppSession
    for name in ("_on_scriptrunner_event", "_call_soon_on_event_loop", "request_rerun"):
        monkeypatch.setattr(used, name, inspect.unwrap(getattr(used, name)))
    return used


class Session:
    """A session of Streamlit's as far as it hands on what its runs say."""

    def __init__(self, loop):
        self._event_loop, self.heard = loop, []


def test_what_a_run_says_is_handed_over_together_and_in_its_order(monkeypatch):
    """At its end, after a moment of a long run, and what fails holds up nothing after it."""
    monkeypatch.setattr(inside, "TOGETHER", 0.2)
    used = as_streamlit_has_it(monkeypatch)
    handed = []

    def handle(session, _sender, event, said=None):
        if said == "broken":
            raise ZeroDivisionError
        session.heard.append((event, said))
        handed.append(asyncio.get_running_loop().time())

    monkeypatch.setattr(used, "_handle_scriptrunner_event_on_event_loop", handle)
    assert inside.speak_together() and inside.speak_together()
    start, say, end = (
        getattr(ScriptRunnerEvent, each)
        for each in ("SCRIPT_STARTED", "ENQUEUE_FORWARD_MSG", "SCRIPT_STOPPED_WITH_SUCCESS")
    )

    def run(session, *said, ends=True):
        used._on_scriptrunner_event(session, None, start)
        for each in said:
            used._on_scriptrunner_event(session, None, say, each)
        if ends:
            used._on_scriptrunner_event(session, None, end)

    def said_between(session):
        used._call_soon_on_event_loop(session, lambda: session.heard.append("between"))
        run(session, ends=True)

    async def heard():
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: failed.append(context["exception"]))
        session = Session(loop)
        await asyncio.to_thread(run, session, 1, 2, 3)
        await asyncio.sleep(0.01)
        whole, waiting = session.heard.copy(), Session(loop)
        await asyncio.to_thread(run, waiting, 1, 2, ends=False)
        begun = loop.time()
        await asyncio.sleep(0.01)
        held = waiting.heard.copy()
        while len(waiting.heard) < 3:
            await asyncio.sleep(0.01)
        late = handed[-1] - begun
        broken = Session(loop)
        await asyncio.to_thread(run, broken, 1, "broken", 2)
        await asyncio.to_thread(said_between, broken)
        while len(broken.heard) < 7:
            await asyncio.sleep(0.01)
        return whole, held, late, broken.heard

    failed = []
    whole, held, late, after = asyncio.run(asyncio.wait_for(heard(), 30))
    assert whole == [(start, None), (say, 1), (say, 2), (say, 3), (end, None)]
    assert held == [] and late > 0.1
    assert after[:5] == [(start, None), (say, 1), (say, 2), (end, None), "between"]
    assert after[5:] == [(start, None), (end, None)]
    assert [type(each) for each in failed] == [ZeroDivisionError]


def test_what_a_run_said_is_handed_over_before_the_next_begins(monkeypatch):
    """Streamlit hears nothing more of a run in whose place another stands."""
    used = as_streamlit_has_it(monkeypatch)
    begun = []
    monkeypatch.setattr(
        used,
        "_handle_scriptrunner_event_on_event_loop",
        lambda session, _sender, event: session.heard.append(event),
    )
    monkeypatch.setattr(
        used, "request_rerun", lambda session, asked: begun.append((asked, [*session.heard]))
    )
    inside.speak_together()
    events = [ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.SHUTDOWN]

    def run(session):
        for each in events:
            used._on_scriptrunner_event(session, None, each)

    async def asked():
        session = Session(asyncio.get_running_loop())
        running = threading.Thread(target=run, args=(session,))
        running.start()
        running.join()  # the loop has not come to it yet
        used.request_rerun(session, "a part of the page")
        other = Session(asyncio.get_running_loop())
        await asyncio.to_thread(used.request_rerun, other, "by another thread")

    asyncio.run(asked())
    assert begun == [("a part of the page", events), ("by another thread", [])]


def test_what_was_sent_is_known_though_its_run_has_ended(monkeypatch):
    """The server's own thread is busy until then, as with many readers."""
    used = as_streamlit_has_it(monkeypatch)
    end = ScriptRunnerEvent.SHUTDOWN

    def handle(session, _sender, event):
        if event is end:
            session._scriptrunner = None

    monkeypatch.setattr(used, "_handle_scriptrunner_event_on_event_loop", handle)
    inside.speak_together()
    told = []

    class Open(Session):
        _call_soon_on_event_loop = used._call_soon_on_event_loop

    def run(session):
        session._scriptrunner = SimpleNamespace(_script_thread=threading.current_thread())
        used._on_scriptrunner_event(session, None, ScriptRunnerEvent.SCRIPT_STARTED)
        inside.once_sent(lambda: told.append(session._scriptrunner))
        used._on_scriptrunner_event(session, None, end)

    async def heard():
        session = Open(asyncio.get_running_loop())
        monkeypatch.setattr(inside, "session", lambda: "a page")
        monkeypatch.setattr(inside, "loop", lambda: session._event_loop)
        monkeypatch.setattr(inside, "_open", lambda _name: session)
        running = threading.Thread(target=run, args=(session,))
        running.start()
        running.join()
        await asyncio.sleep(0.05)
        assert session._scriptrunner is None

    asyncio.run(heard())
    assert len(told) == 1 and told[0] is not None
