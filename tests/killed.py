"""Imports files in forks of one prepared process and kills each with SIGKILL, at a line of
data/store.py or after a time.

python tests/killed.py < plan.json, where a plan is a list of [FILE, SOURCE, STORE, LINE or null,
SECONDS or null]. With a LINE the file has been read and its publication is killed there; with
SECONDS the whole command is. With neither the publication runs to its end. Prints per run "killed",
"failed" or, of a publication that ended, the number of its lines.
"""

import contextlib
import json
import os
import signal
import sys
import time
from functools import cache
from pathlib import Path

import pyarrow.parquet  # noqa: F401  (loaded before the forks, as it is in a process that has published before)

from data import catalog, store
from data.cli import commands as command
from data.ingest import importing
from data.store import layout, publishing

WATCHED = {layout.__file__, publishing.__file__}


@cache
def read(file: str, source: str):
    """The records of a file with the import report."""
    return importing.read(Path(file), catalog.sources()[source])


def publish(file: str, source: str, root: str, last: int | None) -> int:
    """Publishes counting the lines of store.py it comes by; dies at line `last`."""
    count = 0

    def trace(frame, event, _):
        nonlocal count
        if frame.f_code.co_filename not in WATCHED:
            return None
        if event == "line":
            count += 1
            if count == last:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    records, report = read(file, source)
    sys.settrace(trace)
    store.publish(Path(root), catalog.sources()[source], records, report)
    sys.settrace(None)
    return count


def fork(file: str, source: str, root: str, line: int | None, seconds: float | None) -> str | int:
    """One run in a child process: how it ended."""
    back, forth = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if seconds is None:
                os.write(forth, str(publish(file, source, root, line)).encode())
                os._exit(0)
            with (
                Path(os.devnull).open("w") as nowhere,
                contextlib.redirect_stdout(nowhere),
                contextlib.redirect_stderr(nowhere),
            ):
                os._exit(command.main(["import", file, "--source", source, "--store", root]))
        finally:
            os._exit(99)
    if seconds is not None:
        time.sleep(seconds)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(forth)
    with os.fdopen(back) as said:
        count = int(said.read() or 0)
    if os.WIFSIGNALED(status):
        return "killed"
    return count if os.waitstatus_to_exitcode(status) == 0 else "failed"


if __name__ == "__main__":
    plan = json.load(sys.stdin)
    for file, source, _, _, seconds in plan:
        if seconds is None:
            read(file, source)
    print(json.dumps([fork(*run) for run in plan]))
