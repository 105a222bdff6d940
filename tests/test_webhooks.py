"""What goes out by webhook: signed, in its order, none lost and none twice, whoever is down or is
killed, and nothing above the mark of the way.
"""

import contextlib
import re
import signal
import subprocess
import sys
import threading
import time
from types import MappingProxyType, SimpleNamespace

import pytest
import requests
import sqlalchemy as sa
from api_asked import ask, folder
from browser import ROOT, Server, free_port, ready, started
from intelligence import attack, indicator
from long import LONG
from notices import proposal
from receivers import KEY, SECRET, Clock, receiver
from sqlalchemy.engine import make_url

from data.cli import commands
from data.delivery import entries, outbox, stands, webhook, worker
from data.delivery.entries import Entry, Told
from data.delivery.filling import Forms
from data.delivery.outbox import Message
from data.intelligence import shared
from data.watch import ledger
from data.watch.delivery_schema import TRIES
from exchange import forms
from security import audit
from security.tlp import Tlp

__all__ = ["folder"]  # the fixture
MINUTE = 60_000
HOUR = 60 * MINUTE
FORMS = Forms(forms.shared, forms.news)


@pytest.fixture
def hook():
    with receiver() as found:
        yield found


def told(*each):
    return Told(MappingProxyType({one.name: one for one in each}), None, "", ())


def entry(address, ceiling=Tlp.AMBER, what=("intelligence", "notices", "alerts"), **more):
    given = {"name": "soc", "audience": "IDN", "webhook": address, "secret": KEY} | more
    return Entry(what=what, ceiling=ceiling, **given)


def message(number, tlp=Tlp.GREEN):
    return Message("alert", tlp, {"number": number})


def share(watch, number, mark=Tlp.GREEN):
    assert not shared.accept(watch, attack(number, mark=mark), "FRA").those("refused")


def began(watch, clock, *each):
    """A round that knows who is told, from now on."""
    one = worker.Round(watch, FORMS, clock)
    assert one.turn(told(*each)) == 0
    return one


def test_an_hour_down_loses_nothing_and_keeps_the_order(watch, hook):
    here, address = hook
    clock, soc = Clock(ledger.now_ms()), entry(address)
    one = began(watch, clock, soc)
    here.status = 503
    for number in range(6):  # one in ten minutes, an hour long
        share(watch, number)
        if number % 3 == 0:
            watch.add([proposal(number, requesting="THA", concerned={"explicit": ["IDN"]})], "a")
        clock.now += 10 * MINUTE
        one.turn(told(soc))
    assert here.came == [] and 2 < here.asked < 6  # later and later, not at every look
    queue = stands.queues(watch)["soc"]
    assert queue.waits == queue.last == 14 and queue.fault == "it answered 503"
    here.status = 204
    clock.now += 3 * HOUR
    while one.turn(told(soc)):
        pass
    kept, queue = outbox.after(watch, soc, 0, 500), stands.queues(watch)["soc"]
    assert (queue.waits, queue.failures, queue.fault, queue.sent_ms) == (0, 0, "", clock.now)
    assert here.numbers == [each.number for each in kept] == [*range(1, len(kept) + 1)]
    types = [each["type"] for each in here.came]
    assert types.count("intelligence.shared") == 12 and types.count("notice.proposed") == 2
    said = [each["data"].get("object", {}).get("pattern") for each in here.came]
    assert [each for each in said if each] == [indicator(n)["pattern"] for n in range(6)]
    assert [each["id"] for each in here.came] == [f"soc.{each}" for each in here.numbers]


def test_nothing_above_the_mark_of_the_way_goes_out(watch, hook):
    here, address = hook
    clock = Clock(ledger.now_ms())
    each = [entry(address, mark, name=mark.slug) for mark in (Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER)]
    one = began(watch, clock, *each)
    for number, mark in enumerate(Tlp):
        share(watch, number, mark)
        about = {"requesting": "THA", "concerned": {"explicit": ["IDN"]}, "tlp": mark.value}
        watch.add([proposal(number, **about)], "a")
    while one.turn(told(*each)):
        pass
    for ceiling in (Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER):
        got = [one for one in here.came if one["id"].startswith(f"{ceiling.slug}.")]
        assert {one["tlp"] for one in got} == {mark.value for mark in Tlp if mark <= ceiling}
        assert {
            one["data"]["notice"]["tlp"] for one in got if one["type"] == "notice.proposed"
        } == {mark.value for mark in Tlp if mark <= ceiling}


def test_a_group_is_told_what_its_members_share_with_it_alone(watch, hook, monkeypatch, written):
    here, address = hook
    text = '[group.banks]\nname = "Banks"\nmembers = ["IDN", "SGP", "FRA"]\n'
    monkeypatch.setenv("THREATS_SHARING", str(written(text, "sharing.toml")))
    clock, banks = (
        Clock(ledger.now_ms()),
        entry(address, audience="group:banks", what=("intelligence",)),
    )
    one = began(watch, clock, banks)
    shared.accept(watch, [indicator(1)], "FRA", ["group:banks"])
    shared.accept(watch, [indicator(2)], "FRA", ["IDN"])
    shared.accept(watch, [indicator(3, Tlp.RED)], "FRA", ["group:banks"])
    while one.turn(told(banks)):
        pass
    assert [each["data"]["object"]["name"] for each in here.came] == ["Host 1"]
    assert here.came[0]["data"]["why"] == ["Shared with the group Banks"]


def test_what_waits_is_withheld_where_the_file_says_less_or_another_country_now(watch, hook):
    here, address = hook
    clock, soc = Clock(ledger.now_ms()), entry(address)
    one = began(watch, clock, soc)
    outbox.put(watch, "a", soc, message(1, Tlp.AMBER))
    outbox.put(watch, "b", soc, message(2, Tlp.GREEN))
    lower = entry(address, Tlp.GREEN)
    one.turn(told(lower))
    assert here.numbers == [2]
    outbox.put(watch, "c", soc, message(3))
    one.turn(told(other := entry(address, audience="SGP")))
    assert here.numbers == [2] and outbox.after(watch, other, 0, 9) == []
    with watch.engine.connect() as connection:
        tries = [
            tuple(row) for row in connection.execute(sa.select(TRIES.c.number, TRIES.c.became))
        ]
    assert tries == [(1, "withheld"), (2, "sent"), (3, "withheld")]


def test_a_redirect_is_a_failure_and_followed_nowhere(watch, hook):
    here, address = hook
    clock, soc = Clock(ledger.now_ms()), entry(address)
    one = began(watch, clock, soc)
    outbox.put(watch, "a", soc, message(1))
    here.status = 302
    assert one.turn(told(soc)) == 0 and here.asked == 1
    with watch.engine.connect() as connection:
        assert connection.execute(sa.select(TRIES.c.fault)).scalars().all() == ["it answered 302"]


def test_what_fails_for_days_is_given_up_and_can_still_be_asked_for(watch, hook):
    here, address = hook
    clock, soc = Clock(ledger.now_ms()), entry(address)
    one = began(watch, clock, soc)
    outbox.put(watch, "a", soc, message(1), clock.now)
    here.status, until = 500, clock.now + stands.LONGEST_MS + 6 * HOUR
    while clock.now <= until:
        one.turn(told(soc))
        clock.now += 6 * HOUR
    assert 10 < here.asked < 30
    outbox.put(watch, "b", soc, message(2), clock.now)
    one.turn(told(soc))
    clock.now += 6 * HOUR
    here.status = 200
    one.turn(told(soc))
    assert here.numbers == [2]
    assert [each.number for each in outbox.after(watch, soc, 0, 9)] == [1, 2]


def test_what_is_refused_for_good_is_passed_over_by_a_command_and_only_if_it_is_the_next(
    own_store, hook, capsys
):
    here, address = hook
    own_store.mkdir()
    watch = ledger.current(create=True)
    clock, soc = Clock(ledger.now_ms()), entry(address)
    one = began(watch, clock, soc)
    for number in (1, 2):
        outbox.put(watch, f"{number}", soc, message(number))
    here.status = 410
    one.turn(told(soc))
    here.status = 204
    skip = ["deliveries", "--store", str(own_store), "skip", "soc"]
    for other in ("2", "3", "0"):
        assert commands.main([*skip, other]) == 1
    assert "soc 0 is not the next one that waits: 2 put in, 2 waiting" in capsys.readouterr().err
    assert commands.main([*skip, "1"]) == 0 and commands.main([*skip, "1"]) == 1
    one.turn(told(soc))  # at once, though it had failed just now
    assert here.numbers == [2] and here.asked == 2
    assert [each.number for each in outbox.after(watch, soc, 0, 9)] == [1, 2]
    said = [each.what for each in audit.entries(audit.path()) if each.action == "setting"]
    assert said == ["delivery.soc.1.skipped"]
    ledger.close()


def test_a_slow_one_holds_up_no_other(watch, hook):
    here, address = hook
    with receiver() as (slow, far):
        clock, soc, other = Clock(ledger.now_ms()), entry(address), entry(far, name="slow")
        one = began(watch, clock, soc, other)
        for each in (soc, other):
            outbox.put(watch, "a", each, message(1))
        slow.seconds = 0.5
        turning = threading.Thread(target=one.turn, args=(told(other, soc),))
        turning.start()
        assert slow.begun.wait(10) and here.begun.wait(10) and not slow.came
        turning.join()
        assert here.numbers == slow.numbers == [1]


def test_of_two_processes_one_sends_at_a_time(watch, watch_address, hook):
    here, address = hook
    other = ledger.Watch(make_url(watch_address))
    clock, soc = Clock(ledger.now_ms()), entry(address)
    rounds = [began(each, clock, soc) for each in (watch, other)]
    for number in range(20):
        outbox.put(watch, f"{number}", soc, message(number))
    here.seconds = 0.01
    threads = [threading.Thread(target=each.turn, args=(told(soc),)) for each in rounds]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    other.engine.dispose()
    assert here.numbers == [*range(1, 21)] and here.asked == 20


CODE = """
import sys
from types import MappingProxyType, SimpleNamespace
from sqlalchemy.engine import make_url
from data.delivery import worker
from data.delivery.entries import Entry, Told
from data.delivery.filling import Forms
from data.watch import ledger
from security.tlp import Tlp
soc = Entry("soc", "IDN", ("alerts",), Tlp.AMBER, sys.argv[2], b"a secret of a day, invented here")
watch = ledger.Watch(make_url(sys.argv[1]))
worker.Round(watch, Forms(None, None)).turn(Told(MappingProxyType({"soc": soc}), None, "", ()))
"""


def test_killed_in_the_midst_of_sending_the_next_process_goes_on(watch, watch_address, hook):
    here, address = hook
    clock, soc = Clock(ledger.now_ms()), entry(address)
    began(watch, clock, soc)
    for number in range(6):
        outbox.put(watch, f"{number}", soc, message(number))
    here.seconds = 0.1
    process = subprocess.Popen([sys.executable, "-c", CODE, watch_address, address], cwd=ROOT)
    while len(here.came) < 3:
        here.begun.clear()
        assert here.begun.wait(60) and process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait(20)
    one = worker.Round(watch, FORMS, clock)
    assert one.turn(told(soc)) == 0  # it is held still
    clock.now = ledger.now_ms() + stands.LEASE_MS + 1
    here.idle()
    here.seconds = 0
    while one.turn(told(soc)):
        pass
    assert here.numbers == sorted(here.numbers) and {*here.numbers} == {*range(1, 7)}
    assert len(here.numbers) <= 7  # the one that was under way came once more, by the same id


def test_a_demonstration_is_sent_to_nobody(watch, hook):
    here, address = hook
    one = began(watch, Clock(ledger.now_ms()), soc := entry(address))
    shared.accept(watch, attack(1), "FRA", demonstration=True)
    outbox.put(watch, "a", soc, message(1))
    assert one.turn(told(soc)) == 0 and not here.asked


def test_what_goes_out_is_recorded_without_what_it_says(own_store, hook):
    here, address = hook
    own_store.mkdir()
    watch = ledger.current(create=True)
    one = began(watch, Clock(ledger.now_ms()), soc := entry(address))
    outbox.put(watch, "a", soc, message("nothing of this"))
    one.turn(told(soc))
    said = [each for each in audit.entries(audit.path()) if each.what.startswith("delivery.")]
    assert [(each.action, each.what, each.by, each.mark) for each in said] == [
        ("export", "delivery.soc.1", "delivery", "TLP:GREEN")
    ]
    assert here.numbers == [1] and "nothing of this" not in audit.path().read_text()
    ledger.close()


@pytest.mark.skipif(not LONG, reason="two servers are started: THREATS_LONG_TESTS=1")
def test_of_two_whole_servers_on_one_store_each_delivery_comes_once(
    tmp_path, watch, watch_address, hook, written
):
    here, address = hook
    line = '[to.soc]\ncountry = "IDN"\nwhat = ["intelligence"]\nceiling = "TLP:GREEN"\n'
    line += f'webhook = "{address}"\nsecret_env = "TEST_SECRET"\n'
    env = {
        "TEST_SECRET": SECRET,
        "THREATS_DELIVERIES": str(written(line, "deliveries.toml")),
        "THREATS_STORE": str(tmp_path / "store"),
        "THREATS_WATCH_URL": watch_address,
    }
    (tmp_path / "store").mkdir()
    many = 60
    with contextlib.ExitStack() as running:
        for _ in range(2):
            server = Server(free_port())
            ready(running.enter_context(started("--port", str(server.port), env=env)), server)
        here.seconds = 0.01
        while not stands.queues(watch):
            time.sleep(0.05)  # until one of them knows who is told, from then on
        for number in range(many):
            what = indicator(number, Tlp.GREEN, labels=["country:IDN"])
            assert shared.accept(watch, [what], "FRA").those("kept")
        assert here.until(many), here.numbers
    assert here.numbers == [*range(1, many + 1)] and here.asked == many
    names = [each["data"]["object"]["name"] for each in here.came]
    assert names == [f"Host {number}" for number in range(many)]


def test_a_receiver_asks_for_what_came_after_a_number(folder, monkeypatch, written):
    monkeypatch.setenv("TEST_SECRET", SECRET)
    lines = "\n".join(
        f'[to.{name}]\ncountry = "{country}"\nwhat = ["alerts"]\nceiling = "TLP:GREEN"\n'
        'webhook = "https://soc.example.org/"\nsecret_env = "TEST_SECRET"\n'
        for name, country in (("soc", "IDN"), ("other", "FRA"))
    )
    monkeypatch.setenv("THREATS_DELIVERIES", str(written(lines, "deliveries.toml")))
    soc = entries.current().entries["soc"]
    watch = ledger.current(create=True)
    for number in range(5):
        outbox.put(watch, f"{number}", soc, message(number))
    answer = ask("GET", "/api/v1/deliveries/soc?after=3")
    assert answer.status == 200 and [each["number"] for each in answer.document] == [4, 5]
    assert answer.document[0]["data"] == {"number": 3}
    assert ask("GET", "/api/v1/deliveries/soc?limit=2").document[-1]["number"] == 2
    assert ask("GET", "/api/v1/deliveries/soc", bureau="headquarters").status == 200
    for bureau, named in (("FRA", "soc"), ("IDN", "other"), ("IDN", "nothing")):
        assert ask("GET", f"/api/v1/deliveries/{named}", bureau=bureau).status == 404


def test_the_documented_lines_check_a_webhook_and_resume(folder, monkeypatch, written, capsys):
    text = (ROOT / "docs" / "delivery.md").read_text(encoding="utf-8")
    checks, resumes = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(checks, lines := {})
    stamp = str(ledger.now_ms() // 1000)
    named = {"webhook-id": "soc.1", "webhook-timestamp": stamp}
    named["webhook-signature"] = webhook.signature(KEY, "soc.1", stamp, b"{}")
    assert lines["is_ours"](named, b"{}", SECRET) and not lines["is_ours"](named, b"{ }", SECRET)
    assert not lines["is_ours"](named | {"webhook-timestamp": "1"}, b"{}", SECRET)
    monkeypatch.setenv("TEST_SECRET", SECRET)
    line = '[to.soc-jakarta]\ncountry = "IDN"\nwhat = ["alerts"]\nceiling = "TLP:GREEN"\n'
    line += 'webhook = "https://soc.example.org/"\nsecret_env = "TEST_SECRET"\n'
    monkeypatch.setenv("THREATS_DELIVERIES", str(written(line, "deliveries.toml")))
    for number in range(8):
        soc = entries.current().entries["soc-jakarta"]
        outbox.put(ledger.current(create=True), f"{number}", soc, message(number))

    def get(address, headers):
        assert headers == {"Authorization": "Bearer TOKEN"}
        answer = ask("GET", address.removeprefix("https://threats.example.org"))
        return SimpleNamespace(json=lambda: answer.document)

    monkeypatch.setattr(requests, "get", get)
    exec(resumes, {})
    assert capsys.readouterr().out == "alert {'number': 6}\nalert {'number': 7}\n"


def test_a_server_sends_what_is_put_in_at_once_and_ends_cleanly(
    own_store, hook, written, monkeypatch
):
    here, address = hook
    monkeypatch.setenv("TEST_SECRET", SECRET)
    line = '[to.soc]\ncountry = "IDN"\nwhat = ["alerts", "intelligence"]\nceiling = "TLP:GREEN"\n'
    line += f'webhook = "{address}"\nsecret_env = "TEST_SECRET"\n'
    monkeypatch.setenv("THREATS_DELIVERIES", str(written(line, "deliveries.toml")))
    monkeypatch.setattr(worker, "EVERY", 30.0)
    watch = ledger.current(create=True)
    outbox.put(watch, "a", entries.current().entries["soc"], message(1))
    worker.begin(FORMS)
    try:
        assert here.begun.wait(10)
        here.begun.clear()
        outbox.put(watch, "b", entries.current().entries["soc"], message(2))
        assert here.begun.wait(10)  # rung, long before it looks again
        here.begun.clear()
        other = ledger.Watch(watch.url)  # another process
        share(other, 1)
        assert here.begun.wait(10)
        other.engine.dispose()
    finally:
        worker.end()
        watch.over.set()
    assert here.numbers[:3] == [1, 2, 3]
    assert not [each for each in threading.enumerate() if each.name == "deliveries"]
    ledger.close()
