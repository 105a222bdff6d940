"""What is private in Streamlit, all of it, each use with what is done without it; uvicorn's is in
`hosting.wires`.

Their next version may keep any of this elsewhere. Then a call here says so once in the log and
answers as its docstring says, and the dashboard goes on: pages open, news come with the timer, one
process serves where several were asked for. Where it cannot be told who reads, they see what is for
the world and are handed no file.
"""

from __future__ import annotations

import json
import logging
from asyncio import AbstractEventLoop, get_running_loop
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache, wraps
from threading import Thread, current_thread
from typing import Any, ParamSpec, TypeVar

from security.network import Asking

P = ParamSpec("P")
T = TypeVar("T")
D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an open page that can be run alone: a fragment of a session."""

    session: str
    fragment: str


class Heard(Enum):
    """What became of asking a part to run again."""

    RUNS = "runs"
    BUSY = "busy"  # its page is being drawn
    GONE = "gone"  # nobody has the page open


def without(answer: D) -> Callable[[Callable[P, T]], Callable[P, T | D]]:
    """Answers this where something private is no longer where it was."""

    def wrapped(function: Callable[P, T]) -> Callable[P, T | D]:
        @wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> T | D:
            try:
                return function(*args, **kwargs)
            except (ImportError, AttributeError, TypeError) as fault:
                _say(function.__name__, str(fault))
                return answer

        return guarded

    return wrapped


@cache  # once each
def _say(name: str, fault: str) -> None:
    logging.getLogger(__name__).warning(
        "This version of Streamlit or uvicorn does without %s: %s", name, fault
    )


# ---- parts of open pages


@without(None)
def part() -> Part | None:
    """From within a part of a page: which it is; else, and without, None."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx
    from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

    context, fragment = get_script_run_ctx(suppress_warning=True), ThreadState.get().fragment_id
    return Part(context.session_id, fragment) if context is not None and fragment else None


@without(None)
def loop() -> AbstractEventLoop | None:
    """The server's event loop; None where there is no server, and without."""
    from streamlit import runtime

    try:
        return runtime.get_instance()._get_async_objs().eventloop if runtime.exists() else None
    except RuntimeError:  # not yet started
        return None


@without(False)
def reaches() -> bool:
    """From within a page: whether the server can run its parts by itself; without, False."""
    from streamlit.proto.ClientState_pb2 import ClientState
    from streamlit.runtime.scriptrunner import get_script_run_ctx
    from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

    context = get_script_run_ctx(suppress_warning=True)
    open_now = _open(context.session_id) if context is not None and loop() else None
    if open_now is None:
        return False
    used = (
        open_now._scriptrunner,
        open_now._client_state,
        open_now.request_rerun,
        ThreadState.get().fragment_id,
    )
    # said by name, for a message has no field that it does not know
    return bool(used) and {"fragment_id", "is_auto_rerun", "widget_states"} <= set(
        ClientState.DESCRIPTOR.fields_by_name
    )


@without(Heard.GONE)
def run(wanted: Part) -> Heard:
    """On the server's own thread: runs a part of a page again, by the very message a timer of its
    browser sends, but never into a run that goes on: that may be a click on the menu.
    """
    from streamlit.proto.ClientState_pb2 import ClientState

    open_now = _open(wanted.session)
    if open_now is None:
        return Heard.GONE
    if open_now._scriptrunner is not None:
        return Heard.BUSY
    asked = ClientState()
    asked.CopyFrom(open_now._client_state)
    asked.ClearField("widget_states")  # what the reader has chosen stays as it is
    asked.fragment_id, asked.is_auto_rerun = wanted.fragment, True
    open_now.request_rerun(asked)
    return Heard.RUNS


def once_sent(then: Callable[[], None]) -> None:
    """From within a page: calls this on the server's own thread once all that its run said until
    now is on its way; never where another run has taken this one's place, for Streamlit drops
    what it said. Without, and where there is no server, at once.
    """
    where, of, thread = loop(), session(), current_thread()

    def sent() -> None:
        if of is None or _draws(of, thread):
            then()

    if not isinstance(where, AbstractEventLoop):  # but a stand-in of Streamlit's own test of a page
        then()
    elif of is None or not _in_turn(of, sent):
        where.call_soon_threadsafe(sent)


@without(False)
def _in_turn(session: str, then: Callable[[], None]) -> bool:
    """Calls this on the server's own thread between what the session's run said before and what it
    says after: its end has `_draws` answer no. Without, and where nobody has it open, False.
    """
    open_now = _open(session)
    if open_now is None:
        return False
    open_now._call_soon_on_event_loop(then)
    return True


@without(True)
def _draws(session: str, thread: Thread) -> bool:
    open_now = _open(session)
    runner = open_now._scriptrunner if open_now is not None else None
    return runner is not None and runner._script_thread is thread


def _open(session: str) -> Any:
    """Streamlit's own session that is open in a browser; None where it is not."""
    from streamlit import runtime

    if not runtime.exists():
        return None
    found = runtime.get_instance()._session_mgr.get_active_session_info(session)
    return found.session if found is not None else None


# ---- who asks


@without(None)
def session() -> str | None:
    """From within a page: the session it is drawn for; else, and without, None."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context is not None else None


@without(None)
def asking(of: str) -> Asking | None:
    """Where the open page of a session comes from; None where it is not open, and without."""
    from streamlit import runtime
    from streamlit.runtime.session_manager import ClientContext

    client = runtime.get_instance().get_client(of) if runtime.exists() else None
    context = client.client_context if client is not None else None
    known: Any = context if isinstance(context, ClientContext) else None
    return _asking(known) if known is not None else None


@lru_cache(maxsize=256)  # each page's own, as long as it is connected
def _asking(context: Any) -> Asking:
    return Asking(
        context.remote_ip or "",
        {name.lower(): value for name, value in context.headers},
        dict(context.cookies),
    )


# ---- signing in


@without(())
def providers() -> tuple[str, ...]:
    """The providers that Streamlit's secrets name; without, none."""
    from streamlit.auth_util import get_secrets_auth_section

    section = get_secrets_auth_section()
    named = [
        name for name, each in section.items() if hasattr(each, "keys") and "client_id" in each
    ]
    return (*(["default"] if "client_id" in section else []), *named)


@without(None)
def provider(name: str) -> dict[str, str] | None:
    """What the secrets say of a provider; without, None."""
    from streamlit.auth_util import get_secrets_auth_section

    section = get_secrets_auth_section()
    found = section if name == "default" else section[name]
    known = ("client_id", "server_metadata_url")
    return {key: str(found[key]) for key in known} | {"redirect_uri": str(section["redirect_uri"])}


@without("")
def sign_in_address(name: str) -> str:
    """Where Streamlit begins a sign-in, good for two minutes; without, empty."""
    from streamlit.user_info import generate_login_redirect_url

    return generate_login_redirect_url(name)


@without(None)
def signed_in(cookies: dict[str, str]) -> tuple[dict[str, Any], str] | None:
    """What the cookies say that Streamlit sets at the end of a sign-in: claims, and the ID token;
    None where it failed, and without.
    """
    from streamlit.web.server.starlette import starlette_server_config as names
    from streamlit.web.server.starlette import starlette_websocket as reading

    def said(name: str) -> dict[str, Any]:
        found = reading._get_signed_cookie_with_chunks(cookies, name)
        value: dict[str, Any] = json.loads(found) if found else {}
        return value

    claims = said(names.USER_COOKIE_NAME)
    return (claims, str(said(names.TOKENS_COOKIE_NAME).get("id_token", ""))) if claims else None


@without(True)
def by_hand(sent: bytes) -> bool:
    """Whether what an open page sends was the reader's doing, and no timer's; without, True."""
    said = _said(sent)
    kind = said.WhichOneof("type")
    return kind not in (None, "app_heartbeat") and not (
        kind == "rerun_script" and said.rerun_script.is_auto_rerun
    )


# of what a page of Streamlit's may say, what ours do: other kinds tell of the server's folder and
# its repository, write into it, or change what all sessions share
KINDS = ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request")
OPERATIONS = ("deferred_file", "dataframe_chunk")


@without(True)
def of_ours(sent: bytes) -> bool:
    """Whether our pages say anything of this kind; without, and of what is no message, True."""
    said = _said(sent)
    kind = said.WhichOneof("type")
    if kind == "backend_operation_request":
        asked = said.backend_operation_request.ListFields()
        return {each.name for each, _ in asked} <= {"request_id", "session_id", *OPERATIONS}
    return kind in (None, *KINDS)


def _said(sent: bytes) -> Any:
    from streamlit.proto.BackMsg_pb2 import BackMsg

    said = BackMsg()
    with suppress(Exception):  # what is no message is Streamlit's to refuse
        said.ParseFromString(sent)
    return said


# ---- sessions and processes


@without(False)
def holds(session: str) -> bool:
    """Whether a session is open here, or was cut off here and waits for its page to come back;
    without, False: that page is then opened anew.
    """
    from streamlit import runtime

    sessions: Any = runtime.get_instance()._session_mgr  # of whichever kind
    active: bool = sessions.is_active_session(session)
    return active or sessions._session_storage.get(session) is not None


@without(0)
def sessions() -> int:
    """How many sessions are open in browsers; without, 0."""
    from streamlit import runtime

    running: Any = runtime.get_instance() if runtime.exists() else None
    return len(running._session_mgr.list_active_sessions()) if running else 0


@without(None)
def uploaded() -> dict[str, dict[str, int]]:
    """The files that readers have brought and that are held: bytes by file, by session; without,
    none.
    """
    from streamlit import runtime

    held: Any = runtime.get_instance().uploaded_file_mgr
    return {
        session: {file: len(each.data) for file, each in list(files.items())}
        for session, files in list(held.file_storage.items())
    }


@without(None)
def drop_uploads() -> None:
    """Lets go of the files of sessions that nobody has open; without, they stay until these end."""
    from streamlit import runtime

    running: Any = runtime.get_instance()
    for session in uploaded() or {}:
        if not running.is_active_session(session):
            running.uploaded_file_mgr.remove_session_files(session)


@without(False)
def serve_with(server: Callable[..., Any]) -> bool:
    """Puts `server` where Streamlit takes uvicorn's; without, False: one process serves."""
    import uvicorn
    from streamlit.web import bootstrap
    from streamlit.web.server.starlette import starlette_server

    # what `configure` needs, and who looks uvicorn's server up
    there = bootstrap.load_config_options, starlette_server.UvicornRunner
    uvicorn.Server = server  # type: ignore[misc, assignment]  # a call is all it is there for
    return all(map(callable, there))


def configure(options: Mapping[str, Any]) -> None:
    """In one of several processes: takes over what the first one was told. There is no doing
    without: `serve_with` makes sure of it.
    """
    from streamlit.web import bootstrap

    bootstrap.load_config_options(dict(options))


# ---- the server's start


@without(True)
def set_by_hand(option: str) -> bool:
    """Whether somebody set an option of Streamlit's; without, True."""
    from streamlit import config

    return config.is_manually_set(option)


@without(None)
def ask_nobody() -> None:
    """Streamlit would ask a public service for this machine's address when a page of another
    origin knocks; from here on it does not. Without, nothing.
    """
    from streamlit import net_util

    net_util.get_external_ip  # noqa: B018 - it has to be there
    net_util.get_external_ip = lambda: None


@without(None)
def own_menu() -> None:
    """Before the first session: says that the menu is ours. Streamlit would open the scripts that
    it finds in pages/ by itself, until a page has told it otherwise: one that was asked for by a
    deep link then has no frame. Without, such a page starts again: see `frame.opens`.
    """
    from streamlit.runtime.pages_manager import PagesManager

    PagesManager.uses_pages_directory  # noqa: B018 - it has to be there
    PagesManager.uses_pages_directory = False


# ---- what a run says

TOGETHER = 0.02  # seconds that what a run has said so far waits for more, at the most


@without(False)
def speak_together() -> bool:
    """From here on hands what a run says to the server's own thread in one go: at its end, and
    every `TOGETHER` of a long one. Streamlit wakes that thread for each of a run's forty messages,
    and the two then take turns at Python's one core. Without, False: it does.
    """
    from streamlit.runtime.app_session import AppSession
    from streamlit.runtime.scriptrunner import ScriptRunnerEvent

    going_on = ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG
    used: Any = AppSession
    handle, soon = used._handle_scriptrunner_event_on_event_loop, used._call_soon_on_event_loop
    usual, rerun = used._on_scriptrunner_event, used.request_rerun
    if hasattr(usual, "__wrapped__"):  # ours already
        return True

    @wraps(usual)  # which sessions that are open know by a weak reference
    def said(self: Any, sender: Any, event: Any, *args: Any, **named: Any) -> None:
        held = _held(self)
        held.said.append(lambda: handle(self, sender, event, *args, **named))
        if event not in going_on:
            soon(self, held.hand_over)
        elif not held.waits:
            held.waits = True
            soon(self, lambda: get_running_loop().call_later(TOGETHER, held.hand_over))

    @wraps(soon)
    def soon_in_turn(self: Any, callback: Callable[[], None]) -> None:
        held = _held(self)
        held.said.append(callback)
        soon(self, held.hand_over)

    @wraps(rerun)  # which lets another run begin, and what the one before has left to say is lost
    def rerun_in_turn(self: Any, *args: Any, **named: Any) -> None:
        if _on(self._event_loop):
            _held(self).hand_over()
        rerun(self, *args, **named)

    used._on_scriptrunner_event, used._call_soon_on_event_loop = said, soon_in_turn
    used.request_rerun = rerun_in_turn
    return True


def _on(where: AbstractEventLoop) -> bool:
    """Whether this is the thread of that loop."""
    try:
        return get_running_loop() is where
    except RuntimeError:
        return False


class _Held:
    """What the runs of a session have said and nobody was handed yet, in its order."""

    __slots__ = ("said", "waits")

    def __init__(self) -> None:
        self.said: deque[Callable[[], None]] = deque()
        self.waits = False

    def hand_over(self) -> None:
        """On the server's own thread: all that was said until now."""
        self.waits = False  # first: what is said from here on either asks again or is taken below
        while self.said:
            try:
                self.said.popleft()()
            except Exception:
                get_running_loop().call_soon(self.hand_over)  # the others do not wait for it
                raise


def _held(session: Any) -> _Held:
    held: _Held = session.__dict__.setdefault("_threats_held", _Held())
    return held
