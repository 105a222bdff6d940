"""Digests by mail: one a day or a week, once, whoever sends and whoever is killed; nothing above
the mark, no value and no name in them.
"""

import re
import signal
import ssl
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from types import MappingProxyType

import pytest
from aiosmtpd.smtp import AuthResult
from browser import ROOT
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from intelligence import attack, indicator
from notices import proposal
from receivers import Clock, mail_server
from sqlalchemy.engine import make_url

from data.delivery import digests, entries, mail, outbox, stands, worker
from data.delivery.entries import Entry, MailServer, Told
from data.delivery.filling import Forms
from data.delivery.outbox import Line, Message, Part
from data.intelligence import acts, shared
from data.watch import ledger
from security.tlp import Tlp

DAY = 86_400_000
HOUR = 3_600_000
SITE = "https://threats.example.org"
FORMS = Forms(None, None)  # no mail holds what the API says
MIDNIGHT = int(datetime(2026, 11, 2, tzinfo=UTC).timestamp() * 1000)  # a Monday


@pytest.fixture
def box():
    with mail_server() as found:
        yield found


def told(port, *each, **more):
    server = MailServer("127.0.0.1", port, False, "threats@example.org", **more)
    return Told(MappingProxyType({one.name: one for one in each}), server, SITE, ())


def entry(name="duty", ceiling=Tlp.GREEN, **more):
    given = {
        "audience": "IDN",
        "what": ("intelligence", "notices"),
        "mail": f"{name}@example.org",
        "every": "day",
    }
    return Entry(name, ceiling=ceiling, **given | more)


def share(watch, number, at_ms, mark=Tlp.GREEN):
    post = shared.accept(watch, attack(number, mark=mark), "FRA", now_us=at_ms * 1000)
    assert not post.those("refused")


def ask(watch, number, at_ms, mark=Tlp.GREEN):
    about = {"requesting": "THA", "concerned": {"explicit": ["IDN"]}, "tlp": mark.value}
    watch.add([proposal(number, **about)], "an officer", at_ms=at_ms)


def text(made, kind="plain"):
    return made.get_body((kind,)).get_content().replace("\r\n", "\n")


def test_each_day_is_one_mail_with_its_counts_reasons_and_links(watch, box):
    here, port = box
    clock, duty = Clock(MIDNIGHT + 12 * HOUR), entry()
    one = worker.Round(watch, FORMS, clock)
    assert one.turn(told(port, duty)) == 0
    for number in range(7):
        share(watch, number, clock.now + number)
    ask(watch, 1, clock.now)
    for number in range(6):
        acts.act(watch, indicator(number)["id"], "seen", "IDN", "x", clock.now + 35 * 60_000)
    share(watch, 9, MIDNIGHT + DAY + HOUR)  # it is of the next day
    for hours in (20, 23, 24, 25, 30):
        clock.now = MIDNIGHT + hours * HOUR
        one.turn(told(port, duty))
        assert len(here.came) == (hours >= 24)
    ((whom, made),) = here.came
    assert whom == ["duty@example.org"]
    assert made["subject"] == "[TLP:GREEN] Indonesia: what came on 2026-11-02"
    said = text(made)
    assert said.splitlines()[0] == said.strip().splitlines()[-1] == "TLP:GREEN"
    assert "* 14 new objects\n" in said and "* 14: Its victims are in Indonesia" in said
    assert "Half of what reached it was seen within 35 min" in said
    assert "* 1 new request\n" in said and "* 1: Red" in said
    assert "* 1 is open; the first answer is overdue of " in said
    assert "Red, Terrorism, asked by Thailand: due " in said
    assert said.count("shared by France: Its victims are in Indonesia (TLP:GREEN)") == 10
    assert {f"{SITE}/exchange", f"{SITE}/watch"} == {*re.findall(r"https://\S+", said)}
    drawn = text(made, "html")
    assert {*re.findall(r'(?:href|src)="([^"]*)"', drawn)} == {f"{SITE}/exchange", f"{SITE}/watch"}
    assert "<img" not in drawn and "<style" not in drawn and "<link" not in drawn
    assert drawn.count(">TLP:GREEN</span>") == 2
    clock.now = MIDNIGHT + 2 * DAY + HOUR
    one.turn(told(port, duty))
    assert "* 2 new objects\n" in text(here.came[1][1]) and "what came on 2026-11-03" in str(
        here.came[1][1]["subject"]
    )


def test_nothing_above_the_mark_and_no_value_or_name_is_in_a_mail(watch, box):
    here, port = box
    clock = Clock(MIDNIGHT)
    every = [entry(f"d-{mark.slug}", mark) for mark in (Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER)]
    one = worker.Round(watch, FORMS, clock)
    one.turn(told(port, *every))
    for number, mark in enumerate(Tlp):
        share(watch, number, MIDNIGHT + HOUR, mark)
        ask(watch, number, MIDNIGHT + HOUR, mark)
    clock.now = MIDNIGHT + DAY
    one.turn(told(port, *every))
    assert len(here.came) == 3
    for (address,), made in here.came:
        ceiling = next(each.ceiling for each in every if each.mail == address)
        within = [mark for mark in Tlp if mark <= ceiling]
        assert made["subject"].startswith(f"[{ceiling.value}] ")
        for kind in ("plain", "html"):
            said = text(made, kind)
            assert {*re.findall(r"TLP:[A-Z+]+", said)} == {mark.value for mark in within}
            for hidden in (
                "example'",
                "host-",
                "Host ",
                "Worm",
                "ID-2016",
                "officer",
                "indicator--",
            ):
                assert hidden not in said
        objects = len(within) + (5 if ceiling >= Tlp.GREEN else 0)  # the worms are GREEN
        assert re.search(rf"^\* {objects} new objects?$", text(made), re.MULTILINE)
        assert re.search(rf"^\* {len(within)} new requests?$", text(made), re.MULTILINE)


def test_a_group_is_told_of_what_reached_it(watch, box, monkeypatch, written):
    here, port = box
    sharing = '[group.banks]\nname = "Banks"\nmembers = ["IDN", "SGP", "FRA"]\n'
    monkeypatch.setenv("THREATS_SHARING", str(written(sharing, "sharing.toml")))
    clock = Clock(MIDNIGHT)
    banks = entry("banks", audience="group:banks", what=("intelligence",))
    one = worker.Round(watch, FORMS, clock)
    one.turn(told(port, banks))
    at_us = (MIDNIGHT + HOUR) * 1000
    shared.accept(watch, [indicator(1)], "FRA", ["group:banks"], now_us=at_us)
    shared.accept(watch, [indicator(2)], "FRA", ["IDN"], now_us=at_us)
    clock.now = MIDNIGHT + DAY
    one.turn(told(port, banks))
    ((_, made),) = here.came
    assert made["subject"] == "[TLP:GREEN] Banks: what came on 2026-11-02"
    assert "* 1 new object\n" in text(made)
    assert "* 1: Shared with the group Banks" in text(made)


def test_a_week_ends_on_monday_and_days_nobody_was_there_are_in_the_next_mail(watch, box):
    here, port = box
    clock, each = Clock(MIDNIGHT + 2 * DAY), [entry("week", every="week"), entry("day")]
    one = worker.Round(watch, FORMS, clock)
    one.turn(told(port, *each))
    share(watch, 1, clock.now + HOUR)
    clock.now = MIDNIGHT + 6 * DAY  # Sunday: four days without a server
    one.turn(told(port, *each))
    assert [whom for whom, _ in here.came] == [["day@example.org"]]
    share(watch, 2, clock.now + HOUR)
    clock.now = MIDNIGHT + 7 * DAY + HOUR
    one.turn(told(port, *each))
    by = {whom[0]: text(made) for whom, made in here.came}
    assert "* 4 new objects" in by["week@example.org"] and len(here.came) == 3
    assert "what came from 2026-11-04 to 2026-11-08" in by["week@example.org"]


def test_of_two_processes_one_sends_and_the_mail_is_one(watch, watch_address, box):
    here, port = box
    other = ledger.Watch(make_url(watch_address))
    clock, duty = Clock(MIDNIGHT), entry()
    rounds = [worker.Round(each, FORMS, clock) for each in (watch, other)]
    rounds[0].turn(told(port, duty))
    for day in range(1, 4):
        clock.now = MIDNIGHT + day * DAY
        threads = [threading.Thread(target=each.turn, args=(told(port, duty),)) for each in rounds]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    other.engine.dispose()
    assert len(here.came) == 3 and len({made["message-id"] for _, made in here.came}) == 3


CODE = """
import sys
from types import MappingProxyType
from sqlalchemy.engine import make_url
from data.delivery import worker
from data.delivery.entries import Entry, MailServer, Told
from data.watch import ledger
from security.tlp import Tlp
duty = Entry("duty", "IDN", ("alerts",), Tlp.GREEN, mail="duty@example.org", every="day")
server = MailServer("127.0.0.1", int(sys.argv[2]), False, "threats@example.org")
watch = ledger.Watch(make_url(sys.argv[1]))
told = Told(MappingProxyType({"duty": duty}), server, "https://threats.example.org", ())
worker.Round(watch, None).turn(told)
"""


def test_killed_between_two_mails_each_comes_once(watch, watch_address, box):
    here, port = box
    duty = entry(what=("alerts",))
    clock = Clock(ledger.now_ms())
    one = worker.Round(watch, FORMS, clock)
    one.turn(told(port, duty))
    for number in range(3):
        outbox.put(watch, f"{number}", duty, Message("alert", Tlp.GREEN, {}, f"Alert {number}"))
    here.holds.clear()
    here.reply = "451 killed before it was taken"
    process = subprocess.Popen([sys.executable, "-c", CODE, watch_address, str(port)], cwd=ROOT)
    assert here.begun.wait(60)
    process.send_signal(signal.SIGKILL)
    process.wait(20)
    here.holds.set()
    assert one.turn(told(port, duty)) == 0 and not here.came  # it is held still
    here.reply = "250 OK"
    clock.now = ledger.now_ms() + stands.LEASE_MS + 1
    while one.turn(told(port, duty)):
        pass
    assert [made["subject"] for _, made in here.came] == [
        f"[TLP:GREEN] Alert {number}" for number in range(3)
    ]


def test_a_refused_mail_is_tried_again_and_is_the_same_mail(watch, box):
    here, port = box
    clock, duty = Clock(MIDNIGHT), entry()
    one = worker.Round(watch, FORMS, clock)
    one.turn(told(port, duty))
    here.reply = "452 no room"
    clock.now = MIDNIGHT + DAY
    one.turn(told(port, duty))
    assert not here.came
    here.reply = "250 OK"
    clock.now += HOUR
    one.turn(told(port, duty))
    ((_, made),) = here.came
    assert re.fullmatch(r"<[0-9a-f]{40}@example\.org>", made["message-id"])
    assert made["date"].datetime == datetime.fromtimestamp(MIDNIGHT / 1000, UTC) + timedelta(1)
    assert made["auto-submitted"] == "auto-generated"


def test_an_alert_goes_at_once_and_no_word_of_it_is_markup_or_a_header(watch, box):
    here, port = box
    clock, duty = Clock(MIDNIGHT), entry(what=("alerts",))
    one = worker.Round(watch, FORMS, clock)
    one.turn(told(port, duty))
    parts = (Part("What <b>", (Line("from 3 to <script>5", "/country?country=IDN"),)),)
    title = "A figure\r\nBcc: elsewhere@example.org"
    outbox.put(watch, "a", duty, Message("alert", Tlp.GREEN, {}, title, parts))
    one.turn(told(port, duty))
    ((whom, made),) = here.came
    assert whom == ["duty@example.org"] and made["bcc"] is None
    drawn = text(made, "html")
    assert "<script" not in drawn and "What &lt;b&gt;" in drawn
    assert f'href="{SITE}/country?country=IDN"' in drawn
    clock.now += 3 * DAY
    assert one.turn(told(port, duty)) == 0  # who wants alerts alone gets no digest


def test_what_waited_for_a_webhook_is_no_mail(watch, box):
    here, port = box
    clock, hook = Clock(MIDNIGHT), entry(what=("alerts",), mail="", webhook="http://127.0.0.1:9/")
    outbox.put(watch, "a", hook, Message("intelligence.shared", Tlp.GREEN, {"number": 1}))
    duty = entry(what=("alerts",))
    outbox.put(watch, "b", duty, Message("alert", Tlp.GREEN, {}, "Alert"))
    worker.Round(watch, FORMS, clock).turn(told(port, duty))
    assert [made["subject"] for _, made in here.came] == ["[TLP:GREEN] Alert"]


def test_no_mail_and_no_password_goes_over_a_network_without_tls(watch, box, monkeypatch):
    here, port = box
    monkeypatch.setattr(entries, "ALONE", ())
    clock, duty = Clock(MIDNIGHT), entry(what=("alerts",))
    one = worker.Round(watch, FORMS, clock)
    safe = told(port, duty, user="threats", password="a password")
    one.turn(safe)
    outbox.put(watch, "a", duty, Message("alert", Tlp.GREEN, {}, "Alert"))
    assert one.turn(safe) == 0 and not here.came and not here.begun.is_set()


def test_over_a_network_it_is_starttls_and_the_login_behind_it(watch, monkeypatch, tmp_path):
    server, client = certified(tmp_path)
    logins = []

    def known(_server, _session, _envelope, _mechanism, given):
        logins.append((given.login, given.password))
        return AuthResult(success=True)

    more = {"tls_context": server, "require_starttls": True, "authenticator": known}
    monkeypatch.setattr(entries, "ALONE", ())
    monkeypatch.setattr(mail.ssl, "create_default_context", lambda: client)
    with mail_server(**more) as (here, port):
        duty = entry(what=("alerts",))
        safe = told(port, duty, user="threats", password="a password")
        one = worker.Round(watch, FORMS, Clock(MIDNIGHT))
        one.turn(safe)
        outbox.put(watch, "a", duty, Message("alert", Tlp.GREEN, {}, "Alert"))
        assert one.turn(safe) == 1 and len(here.came) == 1
    assert logins == [(b"threats", b"a password")]


def certified(folder):
    """What a server and who trusts it know of each other: a certificate of a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, secret)
    return server, ssl.create_default_context(cafile=str(certificate))


@pytest.mark.parametrize(
    ("every", "at", "ended"),
    [
        ("day", "2026-11-27T13:00", "2026-11-27T00:00"),
        ("day", "2026-11-27T00:00", "2026-11-27T00:00"),
        ("week", "2026-11-27T13:00", "2026-11-23T00:00"),
        ("week", "2026-11-23T00:00", "2026-11-23T00:00"),
        ("week", "2026-11-22T23:59", "2026-11-16T00:00"),
    ],
)
def test_a_day_ends_at_midnight_and_a_week_on_monday(every, at, ended):
    def ms(said):
        return int(datetime.fromisoformat(said).replace(tzinfo=UTC).timestamp() * 1000)

    assert digests.over(entry(every=every), ms(at)) == ms(ended)
