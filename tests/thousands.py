"""Many hostile inputs of each kind: how many a test fires by the long way and else, and what they
took. `THREATS_LONG_TESTS=1` fires more than 100,000 in all.
"""

import contextlib
import gc
from collections import Counter
from pathlib import Path

import pytest

FIRED = Counter()
MEGABYTE = 1024  # of what the system counts in kB


def memory(field="VmRSS", process="self"):
    """The memory of a process in kB; `VmHWM` for the most there ever was."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        pytest.skip("the system does not say how much memory a process has")
    return int(status.read_text().partition(f"{field}:")[2].split()[0])


@contextlib.contextmanager
def bounded(kind, megabytes):
    """All that is fired within leaves the process no larger than by so much."""
    gc.collect()
    before, fired = memory(), FIRED[kind]
    yield
    gc.collect()
    grown = (memory() - before) / MEGABYTE
    most = memory("VmHWM") / MEGABYTE
    print(f"\n{FIRED[kind] - fired:,} {kind}: {grown:+.0f} MB, {most:.0f} MB at most")
    assert grown < megabytes, f"{kind} left {grown:.0f} MB behind"
