"""Sign-ins as rows, roles from claims, and waiting after failures."""

import asyncio
import multiprocessing
import sqlite3
import stat
import time

import full
import pytest
from starlette.requests import Request

import settings
from hosting import signing
from security import claims, sessions, sign_in
from security.backoff import Backoff, TooManyError, place
from security.claims import RolesError
from security.roles import Right
from security.sessions import SessionError
from security.tlp import Role

SAID = {"iss": "https://id.example", "sub": "0042", "sid": "s1", "email": "who@id.example"}
SAID |= {"realm_access": {"roles": ["analyst", "other"]}, "groups": "thailand"}
TABLE = """
[[role]]
claim = "realm_access.roles"
value = "analyst"
roles = ["viewer", "analyst"]
[[role]]
claim = ["groups"]
value = "thailand"
roles = ["bureau"]
country = "THA"
"""


@pytest.fixture
def kept(tmp_path):
    table = tmp_path / "roles.toml"
    table.write_text(TABLE)
    with settings.using(store=tmp_path / "store", roles=table, sign_in="required"):
        yield tmp_path / "store"


def now_is(monkeypatch, seconds):
    at = time.time() + seconds
    monkeypatch.setattr(time, "time", lambda: at)


def test_a_sign_in_holds_until_it_is_ended(kept):
    number = sessions.begin(SAID, "the.id.token")
    found = sessions.of(number)
    assert found.claims == SAID and found.id_token == "the.id.token"
    assert found.subject == sessions.subject(SAID["iss"], SAID["sub"])
    assert sessions.of(number + "x") is sessions.of("") is None
    sessions.end(number)
    assert sessions.of(number) is None


def test_the_file_alone_says_neither_who_it_was_nor_lets_anyone_in(kept):
    number = sessions.begin(SAID, "the.id.token")
    sessions.of(number)
    written = b"".join(each.read_bytes() for each in kept.iterdir())
    for secret in (number, "0042", "who@id.example", "thailand", "the.id.token"):
        assert secret.encode() not in written
    for each in kept.iterdir():
        assert not stat.S_IMODE(each.stat().st_mode) & 0o077, each.name
    assert not stat.S_IMODE(kept.stat().st_mode) & 0o077


def test_it_ends_when_nobody_used_it_and_when_it_is_old(kept, monkeypatch):
    left, used, watched = (sessions.begin(SAID) for _ in range(3))
    for minutes in range(50, 12 * 60, 50):
        now_is(monkeypatch, minutes * 60)
        assert sessions.of(used), minutes
        assert (sessions.of(watched, used=False) is None) == (minutes > 60)
        monkeypatch.undo()
    now_is(monkeypatch, 61 * 60)
    assert sessions.of(left) is None
    monkeypatch.undo()
    now_is(monkeypatch, 12 * 3600 + 1)
    assert sessions.of(used) is None


def test_a_clock_that_is_set_back_lets_nobody_stay_for_longer(kept, monkeypatch):
    number, other = (sessions.begin(SAID) for _ in range(2))
    now_is(monkeypatch, -60)  # as another machine's may be
    assert sessions.of(number)
    monkeypatch.undo()
    now_is(monkeypatch, -7 * 86_400)
    assert sessions.of(number) is sessions.of(other) is None


def test_on_a_full_disk_who_is_in_stays_and_who_goes_is_told(kept, monkeypatch):
    number = sessions.begin(SAID)
    now_is(monkeypatch, 120)

    head = [(b"cookie", f"{sign_in.COOKIE}={number}".encode())]
    scope = {"type": "http", "method": "GET", "path": "/auth/logout", "headers": head}
    with full.disk():
        assert sessions.of(number).claims == SAID
        answer = asyncio.run(signing._ended(Request(scope)))
        assert answer.status_code == 503 and b"still signed in" in answer.body
    assert sessions.of(number).claims == SAID
    assert signing._end(number) is not None and sessions.of(number) is None


def test_the_provider_ends_a_session_or_all_of_a_person(kept):
    here, there = sessions.begin(SAID), sessions.begin(SAID | {"sid": "s2"})
    other = sessions.begin(SAID | {"sub": "7", "sid": ""})
    assert sessions.end_all("https://other.example", "0042") == 0
    assert sessions.end_all(SAID["iss"], "", "s2") == 1
    assert sessions.of(here) and sessions.of(other) and sessions.of(there) is None
    assert sessions.end_all(SAID["iss"], "0042") == 1
    assert sessions.of(here) is None and sessions.of(other)
    assert sessions.first_time("a word") and not sessions.first_time("a word")


def _in_another(store, number, said):
    with settings.using(store=store):
        said.put(sessions.of(number) is not None)
        sessions.end(number)
        said.put(sessions.subject(SAID["iss"], SAID["sub"]))


def test_all_processes_share_the_rows_and_the_key(kept):
    number, spawn = sessions.begin(SAID), multiprocessing.get_context("spawn")
    said = spawn.Queue()
    process = spawn.Process(target=_in_another, args=(kept, number, said))
    process.start()
    assert said.get(timeout=30) is True
    assert said.get(timeout=30) == sessions.subject(SAID["iss"], SAID["sub"])
    process.join(10)
    assert sessions.of(number) is None


def test_where_nothing_can_be_kept_nobody_is_let_in(kept, tmp_path, caplog):
    number = sessions.begin(SAID)
    with settings.using(store=None), pytest.raises(SessionError, match="THREATS_STORE"):
        sessions.begin(SAID)
    with settings.using(store=None):
        assert sign_in.reader({sign_in.COOKIE: number}) == sign_in.NOBODY
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / sessions.FILE).write_bytes(b"no database" * 100)
    with settings.using(store=tmp_path / "bad"):
        assert sign_in.reader({sign_in.COOKIE: number}) == sign_in.NOBODY
    assert "Nobody is let in" in caplog.text


def test_a_row_that_was_changed_lets_nobody_in(kept):
    number, other = sessions.begin(SAID), sessions.begin(SAID | {"sub": "7"})
    with sqlite3.connect(kept / sessions.FILE) as line:
        (said,) = line.execute(
            "SELECT said FROM sessions WHERE id = ?", (sessions._found_by(other),)
        ).fetchone()
        line.execute(
            "UPDATE sessions SET said = ? WHERE id = ?", (said, sessions._found_by(number))
        )
    line.close()
    assert sign_in.reader({sign_in.COOKIE: number}) == sign_in.NOBODY
    assert sign_in.reader({sign_in.COOKIE: other}).may(Right.READ)


def test_roles_are_what_the_table_says_now(kept, tmp_path):
    cookies = {sign_in.COOKIE: sessions.begin(SAID)}
    who = sign_in.reader(cookies)
    assert who.roles == {Role.VIEWER, Role.ANALYST, Role.BUREAU} and who.country == "THA"
    table = tmp_path / "roles.toml"
    table.write_text(TABLE.replace('"viewer", "analyst"', '"viewer"'))
    assert sign_in.reader(cookies).roles == {Role.VIEWER, Role.BUREAU}
    table.write_text("")
    nobody = sign_in.reader(cookies)
    assert nobody.subject == who.subject and not any(nobody.may(each) for each in Right)
    table.unlink()
    assert sign_in.reader(cookies) == sign_in.NOBODY


@pytest.mark.parametrize(
    ("line", "said", "fits"),
    [
        ('claim = "sub"\nvalue = "*"', {"sub": "x"}, True),
        ('claim = "sub"\nvalue = "*"', {}, False),
        ('claim = "a.b"\nvalue = "x"', {"a.b": "x"}, False),
        ('claim = ["a.b"]\nvalue = "x"', {"a.b": ["x"]}, True),
        ('claim = "a.b"\nvalue = "x"', {"a": {"b": ["xx"]}}, False),
        ('claim = "a.b"\nvalue = "x"', {"a": ["b", "x"]}, False),
        ('claim = "a"\nvalue = "x"', {"a": "has x"}, False),
    ],
)
def test_a_line_fits_what_stands_at_its_path(tmp_path, line, said, fits):
    file = tmp_path / "roles.toml"
    file.write_text(f'[[role]]\n{line}\nroles = ["viewer"]\n')
    with settings.using(roles=file):
        assert claims.reader("s", said).may(Right.READ) == fits


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[role", "roles.toml: "),
        ("[other]", "nothing but"),
        ('[[role]]\nclaim = "a"\nroles = []', "number 1: 'value'"),
        ('[[role]]\nclaim = "a"\nvalue = "x"\nroles = ["king"]', "'king' is not a valid Role"),
        ('[[role]]\nclaim = "a"\nvalue = "x"\nroles = ["bureau"]', "a bureau has"),
        (
            '[[role]]\nclaim = "a"\nvalue = "x"\nroles = ["viewer"]\ncountry = "THA"',
            "only a bureau",
        ),
        ('[[role]]\nclaim = ""\nvalue = "x"\nroles = ["viewer"]', "are words"),
        ('[[role]]\nclaim = "a"\nvalue = "x"\nroles = ["viewer"]\nrole = 1', "role is unknown"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused_by_its_line(tmp_path, text, words):
    file = tmp_path / "roles.toml"
    file.write_text(text)
    with settings.using(roles=file), pytest.raises(RolesError, match=words):
        claims.reader("s", {})


def test_who_fails_waits_longer_each_time_and_others_do_not():
    at = [0.0]
    limit = Backoff(free=3, longest=60, most=10, clock=lambda: at[0])
    waits = []
    for _ in range(12):
        try:
            limit.check("a", "b")
            waits.append(0)
        except TooManyError as many:
            waits.append(many.seconds)
        limit.fail("a")
    assert waits[:4] == [0, 0, 0, 0] and waits[4:9] == [2, 2, 4, 8, 16] and max(waits) == 60
    limit.check("c")
    at[0] += 61
    limit.check("a")
    limit.succeed("a")
    for number in range(1000):
        limit.fail(str(number))
    assert len(limit._failed) == 10


def test_an_ipv6_network_of_one_customer_is_one_place():
    assert place("2001:db8::1") == place("2001:db8::ffff:1") != place("2001:db8:0:1::1")
    assert place("10.0.0.1") != place("10.0.0.2")
    assert place("") == place("nonsense")
