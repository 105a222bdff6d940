"""Who is told: a receiver of webhooks that holds each one against the standard by itself, and a
server of mail.
"""

import asyncio
import base64
import contextlib
import email
import email.policy
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives import hashes, hmac

KEY = b"a secret of a day, invented here"
SECRET = "whsec_" + base64.b64encode(KEY).decode()


class Clock:
    """A clock that is moved, and not waited for; milliseconds."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now


def signed(headers, content, key=KEY):
    """Whether a webhook is what its sender signed, as standardwebhooks.com says."""
    judge = hmac.HMAC(key, hashes.SHA256())
    judge.update(
        headers["webhook-id"].encode() + b"." + headers["webhook-timestamp"].encode() + b"."
    )
    judge.update(content)
    wanted = b"v1," + base64.b64encode(judge.finalize())
    return wanted.decode() in headers["webhook-signature"].split(" ")


class Receiver:
    """What came, in its order; answers with `status`, after `seconds`."""

    def __init__(self):
        self.status, self.seconds, self.came, self.asked = 204, 0, [], 0
        self.begun, self.busy = threading.Event(), 0
        self.heard = threading.Condition()

    def until(self, many, seconds=60):
        """Whether so many came by then."""
        with self.heard:
            return self.heard.wait_for(lambda: len(self.came) >= many, seconds)

    def idle(self):
        """Waits until what is under way is dealt with."""
        while self.busy:
            time.sleep(0.01)

    @property
    def numbers(self):
        return [each["number"] for each in self.came]


@contextlib.contextmanager
def receiver():
    """A receiver on this machine, and its address."""
    here = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            content = self.rfile.read(int(self.headers["content-length"]))
            assert signed(self.headers, content) and not signed(self.headers, content + b" ")
            assert abs(int(self.headers["webhook-timestamp"])) > 1_700_000_000
            here.asked += 1
            here.busy += 1
            here.begun.set()
            time.sleep(here.seconds)
            if here.status < 300:
                with here.heard:
                    here.came.append(json.loads(content) | {"id": self.headers["webhook-id"]})
                    here.heard.notify_all()
            here.busy -= 1
            with contextlib.suppress(OSError):  # who asked was killed
                self.send_response(here.status)
                self.send_header("location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    serving = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    serving.start()
    try:
        yield here, f"http://127.0.0.1:{server.server_port}/hook"
    finally:
        server.shutdown()
        server.server_close()


class Mailbox:
    """What mail came, and to whom; answers with `reply`, after `holds` is set."""

    def __init__(self):
        self.reply, self.came, self.begun = "250 OK", [], threading.Event()
        self.holds = threading.Event()
        self.holds.set()

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.begun.set()
        while not self.holds.is_set():
            await asyncio.sleep(0.01)
        if self.reply.startswith("250"):
            made = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.came.append((envelope.rcpt_tos, made))
        return self.reply


@contextlib.contextmanager
def mail_server(**more):
    """A server of mail on this machine, and its port."""
    here = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serving = Controller(here, hostname="127.0.0.1", port=port, **more)
    serving.start()
    try:
        yield here, port
    finally:
        here.holds.set()
        serving.stop()
