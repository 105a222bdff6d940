"""A demonstration begun on a page: where the watch is off, by who may, marked on every page, and
nothing of it is left at its end.
"""

import pytest
import shown
from notices import seen

import server
import settings
from components.shell import readers
from data.intelligence import scratch
from data.watch import figures, ledger, setting
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


def ends(app):
    """Ends it as a reader does: asked, then said again."""
    app.button(key="demonstration-ask").click().run()
    return app.button(key="demonstration-end").click().run()


def test_ending_one_asks_what_would_be_deleted_for_everybody(monkeypatch):
    monkeypatch.setattr(scratch, "MORE", 0)
    app = page()
    app.button(key="watch-begin").click().run()
    folder, watch = setting.scratch(), ledger.current()
    assert "demonstration-end" not in [each.key for each in app.button]
    other = page("THA")
    app.button(key="demonstration-ask").click().run()
    assert setting.scratch() == folder and folder.is_dir()
    counted = figures.panels(seen(watch), watch.head())
    asked = words.END_ASKED(
        proposals="9 proposals",
        answers=words.ANSWERS_END(sum(counted.answers.values())),
    )
    assert asked in [each.value for each in app.text]
    assert asked not in [each.value for each in other.run().text]
    assert app.button(key="demonstration-ask").label == words.KEEP_IT()
    app.button(key="demonstration-ask").click().run()
    assert asked not in [each.value for each in app.text]
    assert setting.scratch() == folder and folder.is_dir()
    ends(app)
    assert setting.scratch() is None and not folder.exists()
    app.button(key="watch-begin").click().run()
    assert "demonstration-end" not in [each.key for each in app.button]


def test_one_click_begins_a_demonstration_and_two_end_it():
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
    ends(app)
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
    ends(app)
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
    assert not [each for each in app.button if (each.key or "").startswith("demonstration-")]


@pytest.mark.parametrize("more", [{"processes": 2}, {"watch_url": "sqlite:////nowhere/w.sqlite"}])
def test_none_is_begun_beside_a_store_or_in_one_of_several_processes(more, tmp_path):
    for given in (more, {"store": tmp_path}):
        with settings.using(**given), reader.using(reader.LOCAL):
            assert not scratch.offered()
            with pytest.raises(setting.WatchError):
                scratch.begin()
    assert setting.scratch() is None and list(tmp_path.iterdir()) == []
