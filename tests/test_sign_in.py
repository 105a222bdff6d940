"""Readers sign in at a real provider: who comes in, who does not, and when they are out again."""

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.parse

import pytest
from browser import ROOT
from signed_in import HTML, ROLES, Browser, dashboard
from sockets import Page
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed

from hosting import inside
from hosting.page import GONE
from security.audit import entries

WITHIN = 5.0  # seconds
PAGES = ("/", "/trafficking?country=IDN", "/watch", "/sources", "/nothing")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("signed_in")
    with dashboard(folder) as (address, provider):
        yield folder, address, provider


@pytest.fixture
def door(house):
    folder, address, provider = house
    provider.stop()
    provider.start()
    (folder / "roles.toml").write_text(ROLES)
    return address, provider


@pytest.fixture
def known(door):
    """A browser that is signed in."""
    browser = Browser(door[0])
    browser.sign_in()
    return browser


def opened(browser, path="trafficking"):
    return Page(int(browser.address.rpartition(":")[2]), path, headers=browser.header)


def closed_within(page, seconds=WITHIN):
    """The code with which a page's socket is closed, in time."""
    until = time.monotonic() + seconds
    try:
        while (left := until - time.monotonic()) > 0:
            page.line.recv(left)
    except ConnectionClosed as end:
        return end.rcvd.code
    return None


def noted(folder):
    return [
        (each.action, each.what, each.refused) for each in entries(folder / "store/audit.jsonl")
    ]


def test_without_a_sign_in_there_is_the_sign_in_page_and_nothing_else(door):
    browser = Browser(door[0])
    for path in PAGES:
        status, headers, text = browser.open(path)
        assert status == 401 and "Sign in to read the figures." in text, path
        assert headers["Cache-Control"] == "no-store" and "streamlit" not in text.lower()
    for path in ("/media/some.zip", "/_stcore/host-config", "/trafficking"):
        status, headers, text = browser.open(path, {})
        assert status == 401 and headers["Content-Type"] == "application/problem+json", path
    status, headers, text = browser.open("/api/v1/openapi.json", {})
    assert status == 401 and headers["WWW-Authenticate"] and json.loads(text)["status"] == 401
    upload = browser.open("/_stcore/upload_file/session/file", {}, b"x", "PUT")
    assert upload[0] == 401
    assert browser.open("/healthz", {})[0] == 200
    with opened(browser).line as line, pytest.raises(ConnectionClosed) as end:
        line.recv(10)
    assert end.value.rcvd.code == GONE


def test_who_signs_in_reads_where_they_wanted_to(house, door):
    browser = Browser(door[0])
    browser.open("/trafficking?country=IDN")
    status, headers, text = browser.sign_in()
    assert status == 200 and browser.at.endswith("/trafficking?country=IDN")
    assert "streamlit" in text.lower() and headers["Cache-Control"] == "no-store"
    own = browser.cookie()
    assert own.secure and own.path == "/" and not own.domain_specified and not own.expires
    assert set(own._rest) == {"HttpOnly", "SameSite"}
    assert not [each.name for each in browser.jar if each.name.startswith("_streamlit_user")]
    with (page := opened(browser)).line:
        assert len(page.run()) > 10
    assert browser.open("/api/v1/openapi.json", {})[0] == 200
    assert ("sign-in", "sign-in", False) in noted(house[0])[-2:]  # the roles are read after it
    assert "anna" not in (house[0] / "store/audit.jsonl").read_text()


def test_no_other_way_is_led_to_than_one_of_ours(door):
    browser = Browser(door[0])
    for path in ("//evil.example/x", "/%5Cevil.example"):
        browser.open(path)
        browser.sign_in()
        assert browser.at.startswith(door[0])


@pytest.mark.alike(2)
@pytest.mark.parametrize("fault", ["audience", "nonce", "expired", "issuer", "signature"])
def test_what_the_provider_says_wrongly_opens_nothing(house, door, fault):
    address, provider = door
    provider.tell(fault=fault)
    browser = Browser(address)
    status, _, text = browser.open("/auth/begin")
    assert status == 401 and "The sign-in was refused" in text and not browser.cookie()
    assert noted(house[0])[-1] == ("sign-in", "sign-in", True)
    provider.tell(fault="")
    browser.sign_in()
    assert browser.open("/")[0] == 200


def test_a_code_is_good_once_and_in_its_own_browser(door):
    address, _ = door
    browser = Browser(address)
    browser.sign_in()
    back = next(each for each in browser.way if "/oauth2callback?" in each)
    other = Browser(address)
    for thief in (other, browser):
        before = thief.cookie() and thief.cookie().value
        assert "The sign-in was refused" in thief.open(back)[2] or thief is browser
        assert (thief.cookie() and thief.cookie().value) == before


@pytest.mark.parametrize("change", [str.swapcase, lambda text: text[:-1], lambda text: text + "A"])
def test_a_cookie_that_was_changed_opens_nothing(known, change):
    known.cookie().value = change(known.cookie().value)
    assert known.open("/")[0] == 401


def test_who_signs_out_is_out_in_all_tabs_and_the_cookie_opens_nothing_again(house, known):
    kept = known.header
    with opened(known).line as one, opened(known, "").line as two:
        tabs = [type("Tab", (), {"line": each}) for each in (one, two)]
        known.open("/auth/logout")
        assert [closed_within(each) for each in tabs] == [GONE, GONE]
    assert not known.cookie() and known.open("/")[0] == 401
    assert Browser(known.address).open("/", HTML | kept)[0] == 401
    assert ("sign-out", "sign-out", False) in noted(house[0])


def test_another_site_signs_nobody_out(known):
    assert known.open("/auth/logout", {"Sec-Fetch-Site": "cross-site"})[0] == 403
    assert known.open("/")[0] == 200


def test_a_role_that_is_taken_away_ends_the_open_page(house, known):
    table = house[0] / "roles.toml"
    with (page := opened(known)).line:
        page.run()
        table.write_text("")
        assert closed_within(page) == GONE
    status, _, text = known.open("/")
    assert status == 403 and "has no role" in text and "/auth/logout" in text
    assert known.open("/api/v1/openapi.json", {})[0] == 401
    table.write_text(ROLES)
    assert known.open("/")[0] == 200


def test_the_next_message_after_a_sign_out_does_nothing(known):
    with (page := opened(known)).line:
        page.run()
        known.open("/auth/logout")
        with contextlib.suppress(ConnectionClosed):
            page.run()
            pytest.fail("a run went on after the sign-out")


def test_what_a_role_may_not_do_is_neither_shown_nor_done(house, door):
    address, provider = door
    downloads = {}
    for group in ("readers", "analysts"):
        provider.tell(claims={"groups": [group]})
        browser = Browser(address)
        browser.sign_in()
        ours = browser.open("/_stcore/upload_file/session/file", {}, b"x", "PUT")[1]
        upload = ours["Content-Type"] == "application/problem+json"
        with (page := opened(browser)).line:
            shown = page.run()
        downloads[group] = [
            each.download_button.label for each in shown if each.HasField("download_button")
        ]
        assert upload == (group == "readers")
    assert downloads["readers"]


def test_the_provider_signs_out_by_the_back_channel(house, known, door):
    _, provider = door
    client = {"iss": provider.address, "aud": "threats", "jti": f"word {time.time()}"}
    event = {"http://schemas.openid.net/event/backchannel-logout": {}}
    good = client | {"iat": int(time.time()), "sub": "anna", "events": event}
    old = good | {"iat": int(time.time()) - 4000}
    for wrong in (
        *(good | {"aud": "another"}, good | {"iss": "http://another.example"}),
        *(good | {"nonce": "x"}, good | {"events": {}}, good | {"sub": ""}, old),
        *(good | {"jti": ""}, good | {"exp": int(time.time()) - 3600}),
    ):
        assert said(known, provider.tell(logout=wrong)) == 400, wrong
    assert said(known, provider.tell(logout=good, by="stranger")) == 400
    assert said(known, "nonsense") == 400 and known.open("/auth/back-channel", {})[0] == 400
    assert known.open("/")[0] == 200
    with (page := opened(known)).line:
        page.run()
        word = provider.tell(logout=good)
        assert said(known, word) == 200
        assert closed_within(page) == GONE
    assert known.open("/")[0] == 401
    known.sign_in()
    assert said(known, word) == 400, "a word that was heard before"
    assert known.open("/")[0] == 200


def said(browser, word):
    body = urllib.parse.urlencode({"logout_token": word}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return browser.open("/auth/back-channel", kind, body)[0]


def test_who_signs_out_at_the_provider_is_out_here(door):
    """By the provider's own back channel."""
    browser = Browser(door[0])
    browser.sign_in()
    _, _, form = browser.open(f"{door[1].address}/session/end")
    xsrf = form.partition('name="xsrf" value="')[2].partition('"')[0]
    body = urllib.parse.urlencode({"xsrf": xsrf, "logout": "yes"}).encode()
    browser.open(f"{door[1].address}/session/end/confirm", HTML, body)
    until = time.monotonic() + WITHIN
    while browser.open("/")[0] == 200 and time.monotonic() < until:
        time.sleep(0.2)
    assert browser.open("/")[0] == 401


def test_while_the_provider_is_down_who_is_in_reads_on_and_the_others_are_told(door, known):
    address, provider = door
    provider.stop()
    browser = Browser(address)
    status, headers, text = browser.open("/auth/begin")
    assert status == 503 and "The sign-in service does not answer" in text
    assert headers["Retry-After"]
    assert known.open("/")[0] == 200
    with (page := opened(known)).line:
        assert page.run()
    provider.start()
    browser.sign_in()
    assert browser.open("/")[0] == 200
    provider.stop()
    assert known.open("/auth/logout")[0] == 401, "out here, and before the door"
    assert not known.cookie()


def test_two_processes_know_of_each_sign_in_and_sign_out(tmp_path):
    with dashboard(tmp_path, "--processes", "2") as (address, _):
        browser = Browser(address)
        browser.sign_in()
        assert {browser.open("/")[0] for _ in range(12)} == {200}
        pages = [opened(browser) for _ in range(6)]
        for page in pages:
            page.run()
        browser.open("/auth/logout")
        until = time.monotonic() + WITHIN
        codes = {closed_within(page, until - time.monotonic()) for page in pages}
        assert codes == {GONE}
        assert {browser.open("/")[0] for _ in range(12)} == {401}


def test_the_timers_of_an_open_page_do_not_count_as_use():
    by_timer, by_reader, alive = BackMsg(), BackMsg(), BackMsg()
    by_timer.rerun_script.is_auto_rerun = True
    by_reader.rerun_script.query_string = "country=IDN"
    alive.app_heartbeat = True
    sent = [each.SerializeToString() for each in (by_timer, by_reader, alive)]
    assert [inside.by_hand(each) for each in (*sent, b"\xff\xff", b"")] == [
        *(False, True, False, False, False)
    ]


def test_many_tries_to_sign_in_wait(tmp_path):
    with dashboard(tmp_path) as (address, provider):
        provider.stop()
        browser, found = Browser(address), []
        for _ in range(30):
            found.append(browser.open("/auth/begin")[0])
        assert set(found) == {503, 429} and found[0] == 503 and found[-1] == 429
        assert "Too many tries" in browser.open("/auth/begin")[2]
        assert browser.open("/")[0] == 401


def test_where_nobody_signs_in_nothing_of_it_is_loaded():
    """Nor what keeps proposals, where there is no store for them."""
    code = "import sys, server; server.load(); print(*sys.modules)"
    env = os.environ | {"THREATS_STORE": "", "THREATS_WATCH_URL": ""}
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, env=env
    ).stdout.split()
    assert "components.shell.frame" in found
    signing = ("hosting.entrance", "security.sign_in", "security.sessions", "authlib", "httpx")
    for name in (*signing, "sqlalchemy"):
        assert name not in found, name
