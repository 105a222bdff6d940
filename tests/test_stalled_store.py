"""A database that stalls holds up who asks it, never a page."""

import sqlite3
import threading
import time

from browser import ASKED, Server
from notices import running, sent

ASKERS = 60  # more than a machine has threads for small work


def test_pages_and_files_come_at_once_while_the_database_is_held(tmp_path):
    with running(tmp_path) as (_, clients):
        assert clients["IDN"].ask("POST", "/api/v1/notices", sent("before"))[0] == 201
        held = sqlite3.connect(tmp_path / "watch.sqlite", isolation_level=None)
        held.execute("BEGIN EXCLUSIVE")
        said = []
        askers = [
            threading.Thread(
                target=lambda number=number: said.append(
                    clients["IDN"].ask("POST", "/api/v1/notices", sent(f"held/{number}"))[0]
                )
            )
            for number in range(ASKERS)
        ]
        [each.start() for each in askers]
        time.sleep(1.5)  # all of them wait
        port = clients["IDN"].place[1]
        before = time.monotonic()
        for path in ("/healthz", "/cybercrime", "/app/static/vendor/plotly.min.js"):
            assert Server(port).get(path, ASKED)[0] == 200
        took = time.monotonic() - before
        held.execute("ROLLBACK")
        held.close()
        [each.join(60) for each in askers]
        assert took < 3, f"{took:.1f} s"
        # whoever waited longer than a lock is waited for was told that nothing was taken in
        assert len(said) == ASKERS and set(said) <= {201, 503} and 201 in said
