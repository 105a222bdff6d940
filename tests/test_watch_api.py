"""The watch's doors: who is let in, what is said to what is wrong, events that can be resumed, and
a server killed in the midst of it.
"""

import contextlib
import json
import random
import signal
import threading
import time

import pytest
import watch_stores
from browser import free_port
from long import LONG
from notices import GOOD, derived, proposal, running, seen, sent
from sqlalchemy.engine import make_url
from watch_client import Client

from data.watch import ledger, lifecycle
from exchange import stix


@pytest.fixture(scope="module")
def clients(tmp_path_factory):
    with running(tmp_path_factory.mktemp("watch")) as (_, found):
        yield found


def first(events, many):
    found = []
    for each in events:
        found.append(each)
        if len(found) == many:
            return found
    return found


def test_a_proposal_is_taken_once_and_reaches_those_it_concerns(clients):
    status, reply = clients["IDN"].ask("POST", "/api/v1/notices", sent("once/1"))
    assert (
        status == 201
        and {each["country"] for each in reply["routes"]} == {"THA", "MYS", "KHM", "LAO", "MMR"}
        and reply["tlp"] == "TLP:AMBER"
    )
    status, again = clients["IDN"].ask("POST", "/api/v1/notices", sent("once/1"))
    assert status == 200 and again["id"] == reply["id"] and not again["new"]
    assert clients["IDN"].ask("POST", "/api/v1/notices", sent("once/1", colour="blue"))[0] == 409
    assert [each["id"] for each in clients["THA"].ask("GET", "/api/v1/notices")[1]] == [reply["id"]]
    assert clients["FRA"].ask("GET", "/api/v1/notices") == (200, [])


def test_a_bundle_is_taken_as_well(clients):
    bundle = stix.bundle([proposal("stix/1"), proposal("stix/2")])
    for status in (201, 200):
        found, reply = clients["IDN"].ask(
            "POST", "/api/v1/notices", bundle, kind="application/stix+json"
        )
        assert found == status and len(reply) == 2
    bundle["objects"][0]["x_name"] = "A person"
    status, reply = clients["IDN"].ask("POST", "/api/v1/notices", bundle)
    assert status == 422 and "x_name" in json.dumps(reply)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Basic dG9rZW4=",
        "token of IDN",
        "Bearer token of idn",
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/notices"),
        ("GET", "/api/v1/notices"),
        ("GET", "/api/v1/events"),
        ("POST", "/api/v1/notices/1/steps"),
    ],
)
def test_without_a_token_nothing_is_said(clients, method, path, token):
    stranger = Client(clients["IDN"].place[1], "")
    stranger.head = {"Authorization": token} if token else {}
    status, reply = stranger.ask(method, path, sent("none") if method == "POST" else None)
    assert status == 401 and [each["field"] for each in reply["errors"]] == ["token"]


def test_a_bureau_speaks_and_asks_for_itself_only(clients):
    assert clients["FRA"].ask("POST", "/api/v1/notices", sent("other/1"))[0] == 403
    assert clients["headquarters"].ask("POST", "/api/v1/notices", sent("other/1"))[0] == 201
    assert (
        clients["FRA"].ask("GET", "/api/v1/notices?country=THA")[0] == 403
        and clients["FRA"].ask("GET", "/api/v1/events?country=THA")[0] == 403
    )
    number = clients["headquarters"].ask("GET", "/api/v1/notices?country=THA")[1][0]["id"]
    assert clients["FRA"].ask("POST", f"/api/v1/notices/{number}/steps", {"step": "seen"})[0] == 404
    assert (
        clients["MYS"].ask(
            "POST", f"/api/v1/notices/{number}/steps", {"step": "seen", "country": "THA"}
        )[0]
        == 403
    )
    assert (
        clients["MYS"].ask("POST", f"/api/v1/notices/{number}/steps", {"step": "published"})[0]
        == 403
    )
    assert (
        clients["MYS"].ask("POST", f"/api/v1/notices/{number}/steps", {"step": "arrested"})[0]
        == 409
    )
    assert clients["MYS"].ask("POST", f"/api/v1/notices/{10**30}/steps", {"step": "seen"})[0] == 404


def test_what_is_wrong_is_named(clients):
    status, reply = clients["IDN"].ask(
        "POST",
        "/api/v1/notices",
        {**GOOD, "reference": "Smith", "name": "A person", "colour": "pink", "date": "soon"},
    )
    assert status == 422 and {each["field"] for each in reply["errors"]} == {
        "reference",
        "name",
        "colour",
        "date",
    }
    for raw in (b"", b"{", b"\xff", b"[" * 50_000, b'{"a":1,"a":2}', b"NaN"):
        assert clients["IDN"].ask("POST", "/api/v1/notices", raw=raw)[0] == 422
    assert clients["IDN"].ask("POST", "/api/v1/notices", raw=b"x" * 300_000)[0] == 413
    assert (
        clients["IDN"].ask("POST", "/api/v1/notices", sent("kind/1"), kind="text/plain")[0] == 415
    )
    assert (
        clients["IDN"].ask(
            "POST",
            "/api/v1/notices/1/steps",
            {"step": "answered", "answer": "located", "name": "x"},
        )[0]
        == 422
    )
    for path in (
        "/api/v1/notices?limit=0",
        "/api/v1/notices?limit=x",
        "/api/v1/notices?bucket=x",
        "/api/v1/notices?before=%00",
        "/api/v1/events?after=x",
        "/api/v1/events?country=xx",
    ):
        assert clients["IDN"].ask("GET", path)[0] == 422, path


def test_events_are_resumed_from_the_last_one_heard(clients):
    for number in range(4):
        clients["IDN"].ask("POST", "/api/v1/notices", sent(f"events/{number}"))
    heard = first(clients["THA"].events(), 4)
    rest = first(clients["THA"].events(heard[1]["event"]), 2)
    assert [each["event"] for each in rest] == [each["event"] for each in heard[2:]]
    assert all(
        each["why"] == ["last known place"] and each["concerned_countries"] == ["THA"]
        for each in heard
    )


def test_a_listener_hears_within_two_seconds_and_only_what_concerns_it(clients):
    many = {"THA": 2, "FRA": 1, "IDN": 3}  # events that each hears
    heard = {bureau: [] for bureau in many}
    listening = threading.Barrier(len(many) + 1, timeout=20)

    def listen(bureau):
        events = clients[bureau].events("now", begun=listening.wait)
        with contextlib.suppress(OSError):
            while len(heard[bureau]) < many[bureau]:
                heard[bureau].append((next(events), time.monotonic()))

    threads = [threading.Thread(target=listen, args=(bureau,), daemon=True) for bureau in heard]
    [each.start() for each in threads]
    listening.wait()
    clients["IDN"].ask("POST", "/api/v1/notices", sent("listen/1"))
    posted = time.monotonic()
    number = clients["THA"].ask("GET", "/api/v1/notices?limit=1")[1][0]["id"]
    clients["THA"].ask(
        "POST",
        f"/api/v1/notices/{number}/steps",
        {"step": "answered", "answer": "not_here", "text": "<b>none</b>"},
    )
    concerned = {"nationality": ["FRA"]}
    clients["IDN"].ask("POST", "/api/v1/notices", sent("listen/2", concerned=concerned))
    [each.join(20) for each in threads]
    steps = {bureau: [each["step"] for each, _ in events] for bureau, events in heard.items()}
    assert steps["THA"] == steps["IDN"][:2] == ["proposed", "answered"]
    assert [each["notice"]["reference"] for each, _ in heard["FRA"]] == ["ID-2016/listen/2"]
    assert heard["THA"][0][1] - posted < 2 and heard["IDN"][1][0]["text"] == "<b>none</b>"


def test_the_server_ends_although_somebody_listens(tmp_path):
    with running(tmp_path) as (process, found):
        begun = threading.Event()
        listens = threading.Thread(
            target=lambda: list(found["THA"].events(begun=begun.set)), daemon=True
        )
        listens.start()
        assert begun.wait(20)
        process.terminate()
        assert process.wait(30) is not None
        listens.join(3)
        assert not listens.is_alive()


def test_without_a_store_or_tokens_the_doors_are_shut_and_say_why(tmp_path):
    with running(tmp_path, THREATS_STORE="") as (_, found):
        status, reply = found["IDN"].ask("POST", "/api/v1/notices", sent("off/1"))
        assert status == 503 and "THREATS_WATCH_URL" in reply["errors"][0]["fault"]
    assert not (tmp_path / "watch.sqlite").exists()


POSTS = 1000 if LONG else 80


def killed(folder, address, kills=3, **more):
    """Posts many proposals while the server is killed so many times; every 201 is there once,
    whole, and every event is heard.
    """
    port, dice = free_port(), random.Random(6)
    accepted, lock, left = {}, threading.Lock(), list(range(POSTS))
    heard = []

    def post(client):
        while True:
            with lock:
                if not left:
                    return
                number = left.pop()
            try:
                status, reply = client.ask("POST", "/api/v1/notices", sent(f"kill/{number}"))
            except OSError:  # nobody knows whether it was taken: it is sent again later
                with lock:
                    left.append(number)
                return
            assert status in (200, 201), reply
            with lock:
                assert accepted.setdefault(number, reply["id"]) == reply["id"]

    def listen(client):
        with contextlib.suppress(OSError):
            for each in client.events(heard[-1] if heard else 0, seconds=20):
                heard.append(each["event"])

    for kill in range(kills + 1):
        with running(folder, port, **more) as (process, found):
            listener = threading.Thread(target=listen, args=(found["THA"],), daemon=True)
            posters = [threading.Thread(target=post, args=(found["IDN"],)) for _ in range(4)]
            [each.start() for each in (*posters, listener)]
            if kill < kills:
                target = len(accepted) + dice.randrange(
                    POSTS // 4 // kills, POSTS * 9 // 10 // kills
                )
                while len(accepted) < target and any(each.is_alive() for each in posters):
                    time.sleep(0.001)
                time.sleep(
                    dice.uniform(0, 0.03)
                )  # so that it is not always the moment after an answer
                process.send_signal(signal.SIGKILL)
                process.wait()
            [each.join(120) for each in posters]
            if kill == kills:
                until = time.monotonic() + 10
                while len(set(heard)) < POSTS and time.monotonic() < until:
                    time.sleep(0.05)
    assert len(accepted) == POSTS and len(set(accepted.values())) == POSTS
    watch = ledger.Watch(make_url(address))
    for number, known in accepted.items():
        assert watch.find("IDN", f"ID-2016/kill/{number}") == known
        _, case, events = seen(watch).case(known)
        assert [each.step for each in events] == ["proposed"] and set(case.turns) == {
            "THA",
            "MYS",
            "KHM",
            "LAO",
            "MMR",
        }
    assert (
        watch.head() == max(heard)
        and len(seen(watch).everything(2000)) == POSTS
        and len(set(heard)) == POSTS
        and heard == sorted(heard)
    )
    before = derived(watch)
    watch.rebuild()
    assert derived(watch) == before and lifecycle.fold(seen(watch).case(1)[2]).stage == "proposed"


def test_killed_in_the_midst_of_posts_nothing_accepted_is_lost(tmp_path):
    killed(tmp_path, f"sqlite:///{tmp_path}/watch.sqlite")


def test_the_same_on_postgresql(tmp_path):
    if watch_stores.programs() is None:
        pytest.skip(watch_stores.ABSENT)
    with watch_stores.postgres() as server:
        address = watch_stores.database(server)
        killed(tmp_path, address, kills=3 if LONG else 1, THREATS_WATCH_URL=address)
