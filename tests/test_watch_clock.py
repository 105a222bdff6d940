"""Queues by the clock, sums that reconcile, reminders, and steps that are held outside the history:
whole or not at all, whatever stops.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime

import hypothesis
import hypothesis.strategies as some
import pytest
import sqlalchemy as sa
from browser import ROOT
from notices import derived, proposal, seen
from sqlalchemy.engine import make_url

from data.watch import demo, figures, holding, ledger, lifecycle
from data.watch.schema import HELD
from security.tlp import Tlp
from security.viewer import HEADQUARTERS, Viewer

DAY = 86_400_000
GENERAL_SECRETARIAT = Viewer("", HEADQUARTERS, "the General Secretariat")


@pytest.fixture
def still(monkeypatch):
    """No clock enters anything by itself."""
    monkeypatch.setattr(holding, "of", lambda _: None)


def located(watch, **more):
    watch.add([proposal(**more)], "a")
    watch.step(1, "answered", "x", "THA", "THA", "located")


def arrest(watch):
    return holding.hold(watch, 1, "arrested", "the officer Bo", "THA", "THA")


def steps(watch):
    return [each.step for each in seen(watch).case(1)[2]]


# --- the queue


def test_the_queue_goes_by_what_is_due_and_each_request_is_in_one_group(watch):
    now = ledger.now_ms()
    for number, days in enumerate((9, 5, 1, 2, 2.5, 0.5, 8, 4), 1):
        watch.add([proposal(number)], "a", at_ms=now - int(days * DAY))
    for number, step, answer in (
        (3, "seen", ""),
        (5, "seen", ""),
        (6, "answered", "need_more"),
        (7, "answered", "need_more"),
        (8, "answered", "not_here"),
    ):
        watch.step(number, step, "x", "THA", "THA", answer)
    sight = seen(watch, "THA")
    found = {group: [each.id for each in sight.by_clock(group)] for group in ledger.GROUPS}
    assert found == {"overdue": [1, 2], "due": [5, 3], "new": [4], "paused": [6, 7], "done": [8]}
    assert sight.clock() == {group: len(lines) for group, lines in found.items()}
    watch.step(2, "answered", "x", "THA", "THA", "not_here")
    assert [each.id for each in sight.by_clock("done")] == [2, 8]  # newest first
    assert [each.id for each in sight.by_clock("overdue", limit=1)] == [1]


@pytest.mark.parametrize("group", ledger.GROUPS)
def test_a_group_is_read_by_an_index(tmp_path, group):
    watch = ledger.Watch(make_url(f"sqlite:///{tmp_path}/watch.sqlite"))
    watch.add([proposal()], "a")
    asked = []
    sa.event.listen(
        watch.engine,
        "before_cursor_execute",
        lambda c, cursor, statement, parameters, *rest: asked.append((statement, parameters)),
    )
    seen(watch, "THA").by_clock(group)
    statement, parameters = next(each for each in asked if each[0].startswith("SELECT"))
    with watch.engine.connect() as connection:
        plan = " ".join(
            str(row)
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        )
    assert "USING INDEX turns_" in plan and "SCAN" not in plan
    watch.engine.dispose()


# --- the sums

moved = some.lists(
    some.tuples(
        some.integers(1, 4),
        some.sampled_from([*lifecycle.STAGES, *lifecycle.STEPS]),
        some.sampled_from(["THA", "MYS"]),
        some.sampled_from(list(lifecycle.ANSWERS)),
    ),
    max_size=25,
)


@hypothesis.settings(max_examples=25)
@hypothesis.given(some.lists(some.integers(0, 9), min_size=4, max_size=4), moved)
def test_proposals_requests_and_answers_reconcile(tmp_path_factory, days, happened):
    """The parts of each panel sum to its whole, and are what the history adds up to by hand."""
    file = tmp_path_factory.mktemp("sums") / "watch.sqlite"
    watch = ledger.Watch(make_url(f"sqlite:///{file}"))
    now = ledger.now_ms()
    for number, age in enumerate(days, 1):
        watch.add([proposal(number)], "a", at_ms=now - age * DAY)
    for number, step, country, answer in happened:
        mine = "" if step in lifecycle.STAGES else country
        try:
            watch.step(number, step, "x", mine or HEADQUARTERS, mine, answer * (step == "answered"))
        except lifecycle.ImpossibleError:
            continue
    sight = seen(watch)
    cases = [sight.case(number)[1] for number in range(1, 5)]
    turns = [turn for case in cases for turn in case.turns.values()]
    panels = figures.panels(sight, watch.head())
    assert sum(panels.proposals.values()) == len(cases) == 4
    assert sum(panels.requests.values()) == len(turns)
    assert sum(panels.answers.values()) == panels.requests["answered"]
    assert panels.open == sum(turn.open for turn in turns)
    by_stage = Counter(case.stage for case in cases)
    assert panels.proposals["waiting"] == by_stage["proposed"] + by_stage["under_review"]
    assert panels.proposals["published"] == by_stage["published"]
    assert panels.answers["arrested"] == sum(turn.arrested_ms is not None for turn in turns)
    assert panels.returned == sum(turn.returned_ms is not None for turn in turns)
    assert panels.requests["overdue"] == sum(
        turn.open and turn.answered_ms is None and turn.due_ms < now // 60_000 * 60_000
        for turn in turns
    )
    for country in ("THA", "MYS"):
        groups = seen(watch, country).clock()
        assert sum(groups.values()) == sum(turn.country == country for turn in turns)
    table = figures.by_country(sight, watch.head())
    assert table["overdue"].sum() == panels.requests["overdue"]
    assert table["open"].sum() == panels.open
    watch.engine.dispose()


def test_a_demonstration_reconciles(tmp_path):
    watch = ledger.Watch(make_url(f"sqlite:///{tmp_path}/watch.sqlite"))
    demo.past(watch, 40, 3)
    panels = figures.panels(seen(watch), watch.head())
    assert sum(panels.proposals.values()) == 40
    assert sum(panels.answers.values()) == panels.requests["answered"] > 50
    watch.engine.dispose()


# --- reminders


def test_a_reminder_is_a_step_of_what_is_late_and_changes_nothing_else(watch):
    now = ledger.now_ms()
    watch.add([proposal(1)], "a", at_ms=now - 9 * DAY)
    watch.add([proposal(2)], "a", at_ms=now - 5 * DAY)
    watch.add([proposal(3)], "a")
    watch.step(2, "answered", "x", "MYS", "MYS", "not_here")
    before = figures.by_country(seen(watch), watch.head()).set_index("country")
    with pytest.raises(ledger.ForbiddenError):
        watch.remind(Viewer("THA", "THA"), ["MYS"])
    said = watch.remind(GENERAL_SECRETARIAT, ["THA", "MYS"], at_ms=now)
    assert {code: [each.proposal for each in events] for code, events in said.items()} == {
        "THA": [1, 2],
        "MYS": [1],
    }
    after = figures.by_country(seen(watch), watch.head()).set_index("country")
    assert (after["reminded_ms"].loc[["THA", "MYS"]] == now).all()
    assert before["reminded_ms"].isna().all() and after["overdue"].equals(before["overdue"])
    assert after.loc["THA", "late_since_ms"] == now - 6 * DAY
    assert [each.event.step for each in seen(watch, "MYS").news(0, country="MYS")][-1] == "reminded"
    assert not seen(watch, "FRA").news(0, country="FRA")
    stood = derived(watch)
    watch.rebuild()
    assert derived(watch) == stood


# --- held outside the history


def test_a_held_step_is_outside_the_history_until_its_minute_is_over(watch, still):
    located(watch)
    before, head = derived(watch), watch.head()
    waits = arrest(watch)
    assert waits.enters_ms - waits.begun_ms == holding.HOLD_MS == 60_000
    assert (derived(watch), watch.head()) == (before, head) and "arrested" not in steps(watch)
    assert holding.enter(watch, waits.enters_ms - 1) == 0
    assert seen(watch, "THA").held() == [waits]  # a second officer, a reload
    for country in ("IDN", "MYS", HEADQUARTERS):
        assert seen(watch, country).held() == []
    assert watch.visible(Viewer("THA")).held() == []  # nor a visitor
    assert [holding.enter(watch, waits.enters_ms) for _ in range(2)] == [1, 0]
    assert steps(watch)[-1] == "arrested" and seen(watch, "THA").held() == []
    became = seen(watch, "THA").held(waits.id)[0]
    assert (became.became, became.event) == ("entered", watch.head())
    assert seen(watch).case(1)[2][-1].at_ms == waits.enters_ms
    with pytest.raises(lifecycle.ImpossibleError, match="entered"):
        holding.undo(watch, waits.id, "THA")


def test_undo_leaves_no_trace_in_the_history(watch, still):
    located(watch)
    waits = arrest(watch)
    with pytest.raises(lifecycle.ImpossibleError, match="held already"):
        arrest(watch)
    with pytest.raises(ledger.ForbiddenError):
        holding.undo(watch, waits.id, "MYS")
    holding.undo(watch, waits.id, "THA")
    assert holding.enter(watch, waits.enters_ms) == 0 and "arrested" not in steps(watch)
    assert arrest(watch).id != waits.id


@pytest.mark.parametrize("answer", ["", "not_here", "need_more"])
def test_arrested_follows_located_alone(watch, still, answer):
    watch.add([proposal()], "a")
    if answer:
        watch.step(1, "answered", "x", "THA", "THA", answer)
    with pytest.raises(lifecycle.ImpossibleError, match="located"):
        arrest(watch)


@pytest.mark.parametrize("step", ["published", "refused", "withdrawn"])
def test_steps_of_the_whole_are_held_for_who_takes_them(watch, still, step):
    watch.add([proposal()], "a")
    with pytest.raises(ledger.ForbiddenError):
        holding.hold(watch, 1, step, "x", "THA")
    waits = holding.hold(watch, 1, step, "x", HEADQUARTERS)
    assert seen(watch).held() == [waits] and seen(watch, "IDN").held() == []
    holding.enter(watch, waits.enters_ms)
    assert steps(watch) == ["proposed", step]


def test_where_nobody_looked_it_is_held_for_a_minute_more(watch, still):
    """A server that was stopped took the officer's chance to undo: they get it again."""
    located(watch)
    waits = arrest(watch)
    late = waits.enters_ms + 3_600_000
    assert holding.enter(watch, late) == 0 and "arrested" not in steps(watch)
    assert seen(watch, "THA").held()[0].enters_ms == late + holding.HOLD_MS
    assert holding.enter(watch, late + holding.HOLD_MS) == 1 and steps(watch)[-1] == "arrested"


def test_an_arrest_held_while_it_is_withdrawn_enters_and_a_publication_is_dropped(watch, still):
    located(watch)
    waits = arrest(watch)
    published = holding.hold(watch, 1, "published", "x", HEADQUARTERS)
    watch.step(1, "withdrawn", "x", "IDN")
    holding.enter(watch, published.enters_ms)
    assert steps(watch)[-2:] == ["withdrawn", "arrested"] and "published" not in steps(watch)
    assert seen(watch).held(published.id)[0].became == "dropped"
    assert seen(watch, "THA").held(waits.id)[0].became == "entered"


def test_a_held_step_bears_a_mark_and_is_shown_no_further(watch, still):
    located(watch, tlp="TLP:AMBER")
    waits = holding.hold(watch, 1, "arrested", "x", "THA", "THA", tlp=Tlp.RED)
    assert seen(watch, "THA").held() == [waits] and waits.tlp is Tlp.RED
    assert watch.visible(Viewer("THA", "THA", shown=Tlp.AMBER)).held() == []


def test_a_clock_enters_by_itself(watch, monkeypatch):
    monkeypatch.setattr(holding, "HOLD_MS", 200)
    located(watch)
    waits = arrest(watch)
    until = datetime.now(UTC).timestamp() + 15
    while datetime.now(UTC).timestamp() < until and seen(watch, "THA").held():
        pass
    assert seen(watch, "THA").held(waits.id)[0].became == "entered"


def test_killed_in_the_middle_nothing_is_half(watch_address):
    """A process that is killed between the event and its mark leaves a held step, whole."""
    watch = ledger.Watch(make_url(watch_address))
    located(watch)
    before, head = derived(watch), watch.head()
    code = (
        "import os, signal\n"
        "from data.watch import holding, ledger\n"
        "from sqlalchemy.engine import make_url\n"
        "holding.of = lambda _: None\n"
        f"watch = ledger.Watch(make_url({watch_address!r}))\n"
        "waits = holding.hold(watch, 1, 'arrested', 'x', 'THA', 'THA')\n"
        "holding._became = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "holding.enter(watch, waits.enters_ms)\n"
    )
    died = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={**os.environ}, check=False)
    assert died.returncode == -signal.SIGKILL
    assert (derived(watch), watch.head()) == (before, head)
    (waits,) = seen(watch, "THA").held()
    assert holding.enter(watch, waits.enters_ms) == 1
    with watch.engine.connect() as connection:
        kept = connection.execute(sa.select(HELD.c.became, HELD.c.event)).all()
    assert kept == [("entered", watch.head())] and steps(watch)[-1] == "arrested"
    watch.engine.dispose()
