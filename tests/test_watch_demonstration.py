"""A demonstration begun on a page: where the watch is off, by who may, marked on every page, and
nothing of it is left at its end.
"""

import pytest
import shown

import server
import settings
from components.shell import readers
from data.intelligence import scratch
from data.watch import ledger, setting
from languages.english import sharing
from languages.english import watch as words
from security import reader
from security.tlp import Role


@pytest.fixture(autouse=True)
def off(monkeypatch, at_the_machine):
    for name in ("THREATS_WATCH_URL", "THREATS_STORE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(scratch, "PAST", 9)
    yield
    scratch.close()


def reads(monkeypatch, who):
    """From here on this is who opens pages."""
    monkeypatch.setattr(readers, "now", lambda: who)
    monkeypatch.setattr(reader._Server, "provider", lambda: who)


def page(country=""):
    return shown.opened("watch.py", {"country": [country]} if country else {})


def strips(app):
    return [each.value for each in app.text if each.value.startswith("DEMONSTRATION")]


def test_one_click_begins_a_demonstration_and_one_ends_it():
    app = page()
    assert words.IS_OFF() in [each.value for each in app.subheader] and not strips(app)
    app.button(key="watch-begin").click().run()
    assert strips(app) == [words.DEMONSTRATION_ON()]
    folder, watch = setting.scratch(), ledger.current()
    assert (folder / "watch.sqlite").is_file() and folder.stat().st_mode & 0o077 == 0
    rows = shown.requests(app)
    assert rows and all(each["reference"].startswith("DEMO-") for each in rows)
    assert watch.purpose() == "demonstration"
    assert len(strips(shown.opened("overview.py", {}))) == 1
    other = page("THA")
    assert strips(other) == [words.DEMONSTRATION_ON()]
    app.button(key="demonstration-end").click().run()
    assert setting.scratch() is None and not folder.exists() and watch.over.is_set()
    assert words.IS_OFF() in [each.value for each in app.subheader] and not strips(app)
    assert not strips(other.run()) and words.IS_OFF() in [each.value for each in other.subheader]
    app.button(key="watch-begin").click().run()
    folder = setting.scratch()
    assert folder.is_dir() and shown.requests(app)
    server.ended()
    assert not folder.exists()


def test_the_exchange_begins_the_same_one_and_has_attacks_in_it():
    app = shown.opened("exchange.py", {})
    assert sharing.IS_OFF() in [each.value for each in app.subheader] and not strips(app)
    app.button(key="watch-begin").click().run()
    assert strips(app) == [words.DEMONSTRATION_ON()]
    assert shown.requests(page()) and shown.desk(app)
    app.button(key="demonstration-end").click().run()
    assert sharing.IS_OFF() in [each.value for each in app.subheader]


@pytest.mark.alike(3)
@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST, Role.PRESENTER, Role.HEADQUARTERS])
def test_nobody_begins_or_ends_one_who_does_not_keep_the_server(role, monkeypatch):
    who = reader.Reader("somebody", frozenset({role}))
    reads(monkeypatch, who)
    app = page()
    assert "watch-begin" not in [each.key for each in app.button] and words.OFF() in [
        each.value for each in app.text
    ]
    for act in (scratch.begin, scratch.end):
        with pytest.raises(reader.ForbiddenError):
            act()
    assert setting.scratch() is None
    with reader.using(reader.LOCAL):
        scratch.begin()
    app = page()
    assert len(strips(app)) == 1
    assert "demonstration-end" not in [each.key for each in app.button]


@pytest.mark.parametrize("more", [{"processes": 2}, {"watch_url": "sqlite:////nowhere/w.sqlite"}])
def test_none_is_begun_beside_a_store_or_in_one_of_several_processes(more, tmp_path):
    for given in (more, {"store": tmp_path}):
        with settings.using(**given), reader.using(reader.LOCAL):
            assert not scratch.offered()
            with pytest.raises(setting.WatchError):
                scratch.begin()
    assert setting.scratch() is None and list(tmp_path.iterdir()) == []
