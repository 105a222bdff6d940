"""A page over a socket, as a browser opens it."""

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect


class Page:
    """A page that is open: it runs, asks, and hears what the server says."""

    def __init__(self, port, path, query="", session="", headers=None):
        said = ["streamlit", *(["PLACEHOLDER_AUTH_TOKEN", session] if session else [])]
        self.line = connect(
            f"ws://127.0.0.1:{port}/_stcore/stream",
            subprotocols=said,
            additional_headers={"Origin": f"http://127.0.0.1:{port}"} | (headers or {}),
            max_size=None,
            max_queue=None,
            ping_interval=None,
        )
        self.port, self.path, self.query = port, path, query
        self.session = self.hash = ""

    def run(self, *states):
        """The elements of a run, which ends as it should."""
        asked = BackMsg()
        (
            asked.rerun_script.page_name,
            asked.rerun_script.page_script_hash,
            asked.rerun_script.query_string,
        ) = (self.path, self.hash, self.query)
        asked.rerun_script.context_info.url = f"http://127.0.0.1:{self.port}/{self.path}"
        asked.rerun_script.widget_states.widgets.extend(states)
        self.line.send(asked.SerializeToString())
        found = []
        while True:
            heard = self.hear()
            kind = heard.WhichOneof("type")
            if kind == "new_session":
                self.session = heard.new_session.initialize.session_id or self.session
            elif kind == "navigation":
                self.hash = heard.navigation.page_script_hash
            elif kind == "auto_rerun":  # when a part of the page is to be asked for again
                self.bell = BackMsg()
                self.bell.CopyFrom(asked)
                self.bell.rerun_script.fragment_id = heard.auto_rerun.fragment_id
                self.bell.rerun_script.is_auto_rerun = True
            elif kind == "delta" and heard.delta.WhichOneof("type") == "new_element":
                found.append(heard.delta.new_element)
            elif (
                kind == "script_finished"
                and heard.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            ):
                return found

    def ask(self, asked, answer):
        """What is answered to a question that is no run."""
        self.line.send(asked.SerializeToString())
        while (heard := self.hear()).WhichOneof("type") != answer:
            pass
        return getattr(heard, answer)

    def hear(self):
        self.heard = heard = ForwardMsg()
        heard.ParseFromString(self.line.recv(30))
        return heard
