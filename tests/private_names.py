"""The private names of Streamlit, uvicorn and asyncio that `hosting.inside` and `hosting.wires`
use, and a process that does without them.
"""

import os

from browser import ROOT

SCRIPTS = "streamlit.runtime.scriptrunner:get_script_run_ctx"
THREADS = "streamlit.runtime.scriptrunner_utils.script_run_context:ThreadState"
STATE = "streamlit.proto.ClientState_pb2:ClientState"
RUNTIME = "streamlit:runtime"
SESSIONS = "streamlit.runtime.runtime:Runtime._session_mgr"
LOOP = "streamlit.runtime.runtime:Runtime._get_async_objs"
RUNNER = "streamlit.runtime.app_session:AppSession._scriptrunner"
CLIENT = "streamlit.runtime.app_session:AppSession._client_state"
RERUN = "streamlit.runtime.app_session:AppSession.request_rerun"
ASKS = "streamlit.runtime.session_manager:ClientContext"
OPTIONS = "streamlit.web.bootstrap:load_config_options"
UVICORN = "streamlit.web.server.starlette.starlette_server:UvicornRunner"
ADDRESS = "streamlit.net_util:get_external_ip"
BY_HAND = "streamlit.config:is_manually_set"
EVENTS = "streamlit.runtime.scriptrunner:ScriptRunnerEvent"
MENU = "streamlit.runtime.pages_manager:PagesManager"
HTTP = "uvicorn.protocols.http.auto:AutoHTTPProtocol"
SOCKET = "uvicorn.protocols.websockets.auto:AutoWebSocketsProtocol"
PROXY = "uvicorn.middleware.proxy_headers:ProxyHeadersMiddleware"
ACCEPT = "asyncio.selector_events:BaseSelectorEventLoop._accept_connection"
WIRES = (HTTP, SOCKET, PROXY, ACCEPT)
NAMES = (
    *(SCRIPTS, THREADS, STATE, RUNTIME, SESSIONS, LOOP, RUNNER, CLIENT, RERUN, ASKS),
    *(OPTIONS, UVICORN, ADDRESS, BY_HAND, EVENTS, MENU, *WIRES),
)


def without(*names):
    """The environment of a process that does without these names."""
    folders = (str(ROOT / "tests" / "without"), str(ROOT))
    return {"PYTHONPATH": os.pathsep.join(folders), "WITHOUT": " ".join(names)}
