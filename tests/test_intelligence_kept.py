"""Posts of intelligence while their server is killed: none is lost, none twice, none half."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest
import sqlalchemy as sa
from browser import ROOT
from intelligence import attack, indicator, malware
from long import LONG
from sqlalchemy.engine import make_url

from data.watch import ledger
from data.watch.migrations.versions import s0005_inbox
from data.watch.shared_schema import INBOX, OBJECTS, REACHED

POSTS, KILLS = (1000, 25) if LONG else (40, 2)
CODE = """
import sys
from sqlalchemy.engine import make_url
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from intelligence import attack
from data.intelligence import shared
from data.watch import ledger
watch = ledger.Watch(make_url(sys.argv[2]))
for line in sys.stdin:
    post = shared.accept(watch, attack(int(line)), "FRA")
    assert not post.those("refused")
    print(line.strip(), flush=True)
"""


def whole(watch):
    """Which posts are kept; none of them half, and nothing twice."""
    with watch.engine.connect() as connection:
        if connection.dialect.name == "postgresql":  # both questions of one moment
            connection.execution_options(isolation_level="REPEATABLE READ")
        held = Counter(row.stix_id for row in connection.execute(sa.select(OBJECTS.c.stix_id)))
        reached = Counter(
            row.stix_id
            for row in connection.execute(
                sa.select(REACHED.c.stix_id).where(REACHED.c.audience == "IDN")
            )
        )
    assert set(held.values()) <= {1} and set(reached.values()) <= {1}
    kept = set()
    for number in range(POSTS):
        parts = [each["id"] for each in attack(number) if each["type"] != "location"]
        there = {each in held for each in parts} | {each in reached for each in parts}
        assert len(there) == 1, number
        if there == {True}:
            kept.add(number)
    return kept


def test_killed_in_the_midst_of_posts_none_is_lost_twice_or_half(watch_address):
    dice, told, left = random.Random(7), set(), list(range(POSTS))
    watch = ledger.Watch(make_url(watch_address))
    for kill in range(KILLS + 1):
        process = subprocess.Popen(
            [sys.executable, "-c", CODE, str(ROOT), watch_address],
            cwd=ROOT,
            env={**os.environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        heard = []
        reads = threading.Thread(
            target=lambda out=process.stdout, to=heard: to.extend(map(int, out)) or None
        )
        reads.start()
        asked = left if kill == KILLS else left[: dice.randrange(1, max(2, 3 * POSTS // KILLS))]
        feeds = threading.Thread(target=fed, args=(process, asked))
        feeds.start()
        if kill < KILLS:
            before = len(whole(watch))
            while len(whole(watch)) == before and process.poll() is None:
                time.sleep(0.01)  # it has begun
            time.sleep(dice.uniform(0, 0.02 * POSTS / KILLS))
            process.send_signal(signal.SIGKILL)
        process.wait(1200 if LONG else 120)
        feeds.join(10)
        reads.join(10)
        told |= {*heard}
        kept = whole(watch)
        assert told <= kept  # whatever was said to be kept is
        left = sorted({*range(POSTS)} - told)  # what nobody knows of is sent again
    assert process.returncode == 0 and told == {*range(POSTS)}
    with watch.engine.begin() as connection:
        order = INBOX.c.country, INBOX.c.stix_id
        laid = connection.execute(sa.select(INBOX).order_by(*order)).all()
        assert {row.stix_id for row in laid} == {
            each["id"]
            for number in range(POSTS)
            for each in (indicator(number), malware(f"Worm {number}"))
        }
        connection.execute(sa.delete(INBOX))
        connection.execute(sa.text(s0005_inbox.FILLED))
        assert connection.execute(sa.select(INBOX).order_by(*order)).all() == laid
    watch.engine.dispose()


def fed(process, numbers):
    """Hands the numbers over, as long as there is somebody."""
    try:
        process.stdin.write("".join(f"{each}\n" for each in numbers))
        process.stdin.close()
    except (BrokenPipeError, OSError):
        pass


pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
