"""What is told without asking: who is, by the administrator's file; what waits, once for each key
and in its order; nothing above the mark of the way.
"""

import pytest
import sqlalchemy as sa
from receivers import SECRET
from sqlalchemy.engine import make_url

from data.delivery import entries, outbox
from data.delivery.entries import Entry
from data.delivery.outbox import Line, Message, Part
from data.watch import database, ledger
from data.watch.delivery_schema import DELIVERIES, TRIES
from security.tlp import Tlp

FILE = """
site = "https://threats.example.org"

[mail]
server = "smtp://mail.example.org:587"
from = "threats@example.org"
user = "threats"
password_env = "TEST_PASSWORD"

[to.soc]
country = "IDN"
what = ["intelligence", "notices", "alerts"]
ceiling = "TLP:AMBER+STRICT"
own = true
webhook = "https://soc.example.org/threats"
secret_env = "TEST_SECRET"

[to.duty]
country = "IDN"
what = ["intelligence", "alerts"]
ceiling = "TLP:GREEN"
mail = "duty@bureau.example.org"
every = "day"
"""


@pytest.fixture(autouse=True)
def hidden(monkeypatch):
    monkeypatch.setenv("TEST_SECRET", SECRET)
    monkeypatch.setenv("TEST_PASSWORD", "a password")


def test_the_file_says_who_is_told_of_what_and_hides_what_is_secret(written, monkeypatch):
    monkeypatch.setenv("THREATS_DELIVERIES", str(written(FILE, "deliveries.toml")))
    told = entries.current()
    assert told.faults == () and told.site == "https://threats.example.org"
    assert [each.name for each in told.wanting("alerts", "IDN")] == ["soc", "duty"]
    assert [each.name for each in told.wanting("notices", "IDN")] == ["soc"]
    assert told.wanting("alerts", "SGP") == []
    assert told.entries["soc"].secret == b"a secret of a day, invented here"
    assert "a secret" not in repr(told) and "a password" not in repr(told)
    assert (told.server.host, told.server.port, told.server.password) == (
        "mail.example.org",
        587,
        "a password",
    )


def test_without_a_file_nobody_is_told():
    assert entries.current().entries == {} and entries.current().faults == ()


@pytest.mark.parametrize(
    ("line", "instead", "words"),
    [
        ('country = "IDN"', 'country = "XXX"', "country = 'XXX': it is no ISO 3166-1"),
        ('country = "IDN"', 'group = "nobody"', "group = 'nobody': THREATS_SHARING names no"),
        ('ceiling = "TLP:GREEN"', 'ceiling = "TLP:AMBER"', "stricter than TLP:GREEN goes out by"),
        ('ceiling = "TLP:AMBER+STRICT"', 'ceiling = "TLP:RED"', "than TLP:AMBER+STRICT goes out"),
        (
            'ceiling = "TLP:GREEN"',
            'own = true\nceiling = "TLP:AMBER+STRICT"',
            "nothing stricter than TLP:AMBER goes out by mail",
        ),
        ("own = true", "", "unless the way is the organisation's own"),
        ("own = true", 'own = "yes"', "own = 'yes': it is neither true nor false"),
        ('every = "day"', 'every = "hour"', "every = 'hour': it is none of day, week"),
        ('every = "day"', 'evry = "day"', "evry = 'day': it means nothing here"),
        ('"https://soc.example.org/threats"', '"http://soc.example.org/"', "an address of https"),
        ('"https://soc.example.org/threats"', '"https://a:b@soc.example.org/"', "of https"),
        ('"https://soc.example.org/threats"', '"file:///etc/passwd"', "an address of https"),
        ('"TEST_SECRET"', '"TEST_PASSWORD"', "secret_env = 'TEST_PASSWORD': what stands there"),
        ('"TEST_SECRET"', '"TEST_NOTHING"', "secret_env = 'TEST_NOTHING': nothing stands there"),
        ('"duty@bureau.example.org"', '"duty\\r\\nBcc: x@y"', "it is no mail address"),
        ('what = ["intelligence", "alerts"]', 'what = ["all"]', "none of intelligence, notices"),
        ('server = "smtp://mail.example.org:587"', 'server = "mail"', "smtp://host:port"),
        ("[to.duty]", "[to.Duty]", "a name has small letters"),
        ('site = "https://threats.example.org"', 'site = "threats"', "site = 'threats'"),
    ],
)
def test_a_line_without_sense_is_named_and_left_out(written, line, instead, words):
    assert line in FILE
    text = FILE.replace(line, instead)
    told = entries.read(file := written(text, "deliveries.toml"))
    said = next(each for each in told.faults if words in each)
    assert said.startswith(f"THREATS_DELIVERIES: {file}, line ")
    number = int(said.partition("line ")[2].partition(":")[0])
    wrong = (instead or 'ceiling = "TLP:AMBER+STRICT"').splitlines()[-1]
    assert wrong in text.splitlines()[number - 1]
    assert len(told.entries) < 2 or "site" in words


def test_a_file_that_is_none_is_said(tmp_path):
    gone = tmp_path / "gone.toml"
    assert "cannot be read: No such file" in entries.read(gone).faults[0]
    gone.write_text("[to.a\n")
    assert "cannot be read" in entries.read(gone).faults[0]


SOC = Entry("soc", "IDN", ("alerts",), Tlp.AMBER, webhook="https://soc.example.org/")
DUTY = Entry("duty", "IDN", ("alerts",), Tlp.GREEN, mail="duty@example.org", every="day")


def message(name, tlp=Tlp.GREEN):
    parts = (Part("What", (Line("A line", "/country?country=IDN"),)),)
    return Message("alert", tlp, {"name": name}, name, parts)


def test_what_is_put_in_is_kept_once_in_its_order_and_numbered_for_each(watch):
    for round_ in range(2):
        for place, key in enumerate("abc", 1):
            assert outbox.put(watch, key, SOC, message(f"{key}{round_}")) == place
    assert outbox.put(watch, "b", DUTY, message("b")) == 1
    found = outbox.after(watch, SOC, 1, 50)
    assert [(each.number, each.key, each.message.title) for each in found] == [
        (2, "b", "b0"),
        (3, "c", "c0"),
    ]
    assert found[0].message == message("b0")
    assert len(outbox.after(watch, SOC, 0, 2)) == 2


def test_nothing_above_the_mark_of_the_way_is_put_in_nor_handed_out(watch):
    assert outbox.put(watch, "a", DUTY, message("a", Tlp.AMBER)) is None
    assert outbox.put(watch, "a", SOC, message("a", Tlp.AMBER)) == 1
    assert outbox.put(watch, "b", SOC, message("b", Tlp.RED)) is None
    lower = Entry("soc", "IDN", ("alerts",), Tlp.GREEN, webhook=SOC.webhook)
    assert outbox.after(watch, lower, 0, 50) == []  # the file says less now


@pytest.mark.parametrize("statement", [sa.update(DELIVERIES).values(key="x"), sa.delete(TRIES)])
def test_the_database_refuses_to_change_what_was_put_in(watch, statement):
    outbox.put(watch, "a", SOC, message("a"))
    with watch.engine.begin() as connection:
        connection.execute(
            sa.insert(TRIES).values(entry="soc", number=1, at_ms=1, became="sent", fault="")
        )
    with (
        pytest.raises(ledger.SQLAlchemyError, match="only ever added to"),
        database.writing(watch.engine) as connection,
    ):
        connection.execute(statement)


def test_many_put_the_same_in_at_once_and_it_is_one(watch_address):
    from concurrent.futures import ThreadPoolExecutor

    one, other = (ledger.Watch(make_url(watch_address)) for _ in range(2))
    with ThreadPoolExecutor(8) as threads:
        asked = [
            threads.submit(outbox.put, watch, f"k{number % 10}", SOC, message("m"))
            for number in range(40)
            for watch in (one, other)
        ]
        numbers = {each.result() for each in asked}
    assert numbers == {*range(1, 11)}
    assert [each.number for each in outbox.after(one, SOC, 0, 50)] == [*range(1, 11)]
    for each in (one, other):
        each.engine.dispose()
