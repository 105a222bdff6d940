"""Answers that are kept take no more memory than the setting says, and what was asked for lately
stays.
"""

import threading
import tracemalloc

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from data import caching, weight
from data.caching import remembered

MB = 1_000_000


@pytest.fixture
def shelf(monkeypatch):
    """An empty shelf of one megabyte."""
    empty = caching.Shelf()
    monkeypatch.setattr(caching, "shelf", lambda: empty)
    monkeypatch.setenv("THREATS_ANSWERS_MB", "1")
    return empty


def counted(most=1_000_000):
    """A function that is remembered, and what it was asked for."""
    asked = []

    @remembered(most, words=False)
    def answer(number, size=20_000):
        asked.append(number)
        return np.zeros(size, dtype=np.uint8)

    return answer, asked


def test_all_answers_together_stay_below_what_the_setting_says(shelf):
    one, _ = counted()
    other, _ = counted()
    for number in range(300):
        one(number)
        other(number, size=number * 100)
        assert shelf.bytes <= MB
        assert shelf.bytes == sum(each.bytes for kept in shelf.kept for each in kept.values())
    assert sum(map(len, shelf.kept)) > 20


def test_what_was_asked_for_lately_stays(shelf):
    answer, asked = counted()
    for number in range(300):
        answer(number)
        answer(0)
    assert asked.count(0) == 1 and asked == list(range(300))
    answer(1)
    assert asked[-1] == 1  # which had to go


def test_one_function_keeps_so_many_at_most(shelf):
    answer, asked = counted(most=10)
    for number in range(30):
        answer(number, size=1)
        assert len(shelf.kept[0]) <= 10
    answer(29, size=1)
    assert asked == list(range(30))


def test_what_would_take_half_the_room_alone_is_not_kept(shelf):
    answer, asked = counted()
    answer(1)
    before = shelf.bytes
    assert len(answer(2, size=MB)) == len(answer(2, size=MB)) == MB
    assert asked == [1, 2, 2] and shelf.bytes == before


def test_what_is_forgotten_makes_room(shelf):
    answer, asked = counted()
    answer(1)
    answer.cache_clear()
    assert shelf.bytes == 0
    answer(1)
    assert asked == [1, 1]


def test_an_answer_is_worked_out_once_however_many_ask(shelf):
    asked, all_there = [], threading.Barrier(8)

    @remembered(10, words=False)
    def slow(number):
        asked.append(number)
        return threading.Event().wait(0.05)

    def ask():
        all_there.wait()
        slow(1)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert asked == [1]


MADE = {
    "numbers": lambda: np.random.default_rng(0).random(200_000),
    "table": lambda: pd.DataFrame({"value": np.arange(50_000.0), "n": np.arange(50_000)}),
    "texts": lambda: pd.DataFrame({"text": pd.array([f"of {each}" for each in range(20_000)])}),
    "objects": lambda: pd.Series([f"row {each}" for each in range(20_000)], dtype=object),
    "rows": lambda: tuple((f"C{each}", float(each), each * 1000) for each in range(20_000)),
    "figure": lambda: {"data": [{"x": [each / 7 for each in range(20_000)], "name": "a"}]},
}


@pytest.mark.parametrize("kind", MADE)
def test_an_answer_weighs_what_it_takes(kind):
    MADE[kind]()
    elsewhere = pa.total_allocated_bytes()
    tracemalloc.start()
    try:
        made = MADE[kind]()
        took = tracemalloc.get_traced_memory()[0] + pa.total_allocated_bytes() - elsewhere
    finally:
        tracemalloc.stop()
    assert took / 2 < weight.of(made) < 2 * took


def test_what_is_in_itself_is_weighed_too():
    ring = []
    ring.append(ring)
    assert weight.of(ring) < 200
    whole = np.zeros(MB)
    assert weight.of(whole[:2]) > MB  # a view holds the whole
