"""Briefings are kept for their reader alone, whole or not at all, and read with distrust."""

import json
from dataclasses import replace

import pytest

import settings
from briefing import keeping
from briefing.keeping import Briefing, KeepingError
from briefing.views import View
from security import reader
from security.reader import ForbiddenError, Reader
from security.tlp import Role

ONE = Briefing(
    name="summit",
    title="Summit <b>é</b>",
    subtitle="Bangkok",
    views=(
        View(id="a1", address="/trafficking?indicator=glotip.detected_victims&country=THA"),
        View(id="b2", address="/country?country=IDN", drawing="gaps", notes="Pause.\nBreathe."),
    ),
    seal="0123-4567-89AB",
)


@pytest.fixture(autouse=True)
def _kept(tmp_path):
    with settings.using(store=tmp_path), reader.using(reader.LOCAL):
        yield


def signed_in(subject, role=Role.PRESENTER):
    return reader.using(Reader(subject, frozenset({Role.VIEWER, role})))


def test_what_is_kept_is_read_again_and_its_file_is_its_owners(tmp_path):
    keeping.save(ONE)
    assert keeping.load("summit") == ONE
    assert keeping.names() == [("summit", "Summit <b>é</b>")]
    path = tmp_path / "briefings/own/summit.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert {each.stat().st_mode & 0o777 for each in (path.parent, path.parents[1])} == {0o700}
    assert [each.name for each in path.parent.iterdir()] == ["summit.json"]


def test_names_are_by_title_and_a_copy_has_its_own():
    keeping.save(ONE)
    keeping.save(Briefing(name="zebra", title="a first"))
    copied = keeping.duplicate("summit")
    assert copied == replace(ONE, name="summit-b-e-b-copy", title="Summit <b>é</b> (copy)", seal="")
    assert [name for name, _ in keeping.names()] == ["zebra", "summit", "summit-b-e-b-copy"]
    keeping.delete("summit")
    keeping.delete("summit")
    assert [name for name, _ in keeping.names()] == ["zebra", "summit-b-e-b-copy"]
    with pytest.raises(KeepingError, match="no briefing summit"):
        keeping.load("summit")


@pytest.mark.parametrize(
    ("title", "name"),
    [("Summit 2026", "summit-2026"), ("Été à Zürich", "ete-a-zurich"), ("世界", "briefing")],
)
def test_a_name_is_near_to_its_title_and_free(title, name):
    assert keeping.named(title) == name
    keeping.save(Briefing(name=name, title=title))
    assert keeping.named(title) == f"{name}-2"
    assert len(keeping.named("x" * 200)) <= 60


def test_each_reader_sees_their_own_alone():
    with signed_in("one"):
        keeping.save(ONE)
    with signed_in("two"):
        assert keeping.names() == []
        with pytest.raises(KeepingError):
            keeping.load("summit")
    assert keeping.names() == []
    with signed_in("one"):
        assert keeping.load("summit") == ONE
    with reader.using(reader.operator()):
        keeping.save(ONE)
    assert keeping.load("summit") == ONE  # who sits before the machine is who works at it


@pytest.mark.parametrize("role", [Role.VISITOR, Role.VIEWER, Role.ANALYST, Role.BUREAU])
def test_who_may_not_present_keeps_nothing(role):
    with reader.using(Reader("one", frozenset({role}))):
        for act in (keeping.names, lambda: keeping.save(ONE), lambda: keeping.load("summit")):
            with pytest.raises(ForbiddenError):
                act()


def test_without_a_store_they_are_in_the_users_own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("sys.platform", "linux")
    with settings.using(store=None):
        keeping.save(ONE)
        assert keeping.load("summit") == ONE
    assert (tmp_path / "home/threats/briefings/own/summit.json").is_file()


def test_a_file_carried_away_holds_no_figure_and_comes_back():
    content = keeping.dump(ONE)
    assert keeping.read(content) == ONE
    assert {*json.loads(content)} == {"format", "briefing", "title", "subtitle", "seal", "views"}
    assert {*json.loads(content)["views"][0]} == {
        *("id", "address", "drawing", "title", "caption", "notes")
    }


def changed(**more):
    return json.dumps({**json.loads(keeping.dump(ONE)), **more}).encode()


VIEW = json.loads(keeping.dump(ONE))["views"][0]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"[" * 100_000,
        b" " * (keeping.LARGEST + 1),
        changed(format="1"),
        changed(format=2),
        changed(title=""),
        changed(title="x" * 201),
        changed(title=None),
        changed(subtitle=7),
        changed(views={}),
        changed(views=[VIEW] * 61),
        changed(views=[7]),
        changed(views=[{**VIEW, "address": None}]),
        changed(views=[{**VIEW, "notes": "x" * 4001}]),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(content):
    with pytest.raises(KeepingError, match=r"^This is no briefing: .+\.$"):
        keeping.read(content)


def test_what_makes_no_sense_in_a_file_is_dropped():
    bad = {**VIEW, "address": "https://evil.example/trafficking?country=THA&x=<script>"}
    found = keeping.read(changed(briefing="../../x", seal="<i>", views=[bad, VIEW, VIEW]))
    assert (found.name, found.seal) == ("briefing", "")
    assert found.views[0].address == "/trafficking?country=THA"
    assert len({each.id for each in found.views}) == 3


@pytest.mark.parametrize("name", ["", "../x", "a/b", "A", "x" * 61, "a.b", ".", "a\n"])
def test_a_name_leads_nowhere_else(name):
    for act in (keeping.load, keeping.delete, lambda at: keeping.save(replace(ONE, name=at))):
        with pytest.raises(KeepingError, match="no name of a briefing"):
            act(name)


def test_a_damaged_one_is_listed_by_its_name_and_can_be_deleted(tmp_path):
    keeping.save(ONE)
    (tmp_path / "briefings/own/summit.json").write_bytes(b"{")
    assert keeping.names() == [("summit", "summit")]
    with pytest.raises(KeepingError):
        keeping.load("summit")
    keeping.delete("summit")
    assert keeping.names() == []


def test_what_is_too_large_is_not_kept_and_what_was_kept_stays(monkeypatch):
    keeping.save(ONE)
    with pytest.raises(KeepingError):
        keeping.save(replace(ONE, views=ONE.views * 31))
    assert keeping.load("summit") == ONE
    monkeypatch.setattr(keeping, "KEPT", 1)
    keeping.save(replace(ONE, title="again"))
    with pytest.raises(KeepingError, match="delete one first"):
        keeping.save(replace(ONE, name="another"))
