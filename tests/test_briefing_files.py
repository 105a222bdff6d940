"""Every file that a briefing is carried away as, from one seal; and what is cancelled."""

import io
import threading
import zipfile

import pytest

from briefing import keeping, opened
from briefing.keeping import Briefing
from briefing.views import View
from components.screens import briefing_files as files
from components.screens.briefing_work import Job
from security import reader
from security.reader import Reader
from security.tlp import Role

NAME, SECRET = "meeting", "Ask about the ministry's own count."
VIEW = View(
    id="one",
    address="/trafficking?indicator=glotip.detected_victims&country=IDN&country=PHL",
    notes=SECRET,
)


@pytest.fixture(autouse=True)
def made(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with reader.using(reader.operator()):
        keeping.save(Briefing(name=NAME, title="A meeting", views=(VIEW,)))
        yield


def test_every_file_is_made_of_one_seal():
    said = []
    found = {kind: files.make(NAME, kind, lambda *step: said.append(step)) for kind in files.KINDS}
    code = keeping.load(NAME).seal
    assert code and {files.deck(NAME, lambda *_: None).seal} == {code}
    assert all(0 < share <= 1 for share, _ in said)
    heads = {"pdf": b"%PDF", "brief": b"%PDF", "html": b"<!doctype html>"}
    for kind, file in found.items():
        assert file.content.startswith(heads.get(kind, b"PK")) and file.name.startswith(NAME)
    page = found["html"].content.decode()
    assert code in page and SECRET not in page.replace("&#x27;", "'")
    inside = {
        kind: zipfile.ZipFile(io.BytesIO(found[kind].content)).namelist()
        for kind in ("presenter", "pictures", "kit")
    }
    assert inside["presenter"] == ["slides.html", "notes.html"]
    assert inside["pictures"] == ["01-1.png"]
    assert {"manifest.json", "slides.html", "slides.pptx"} <= {*inside["kit"]}


def test_what_is_opened_is_two_files_at_a_key_nobody_guesses():
    key = files.present(NAME, lambda *_: None)
    slides, notes = (opened.get(key, name).decode() for name in ("slides.html", "notes.html"))
    assert SECRET in notes.replace("&#x27;", "'") and SECRET not in slides.replace("&#x27;", "'")
    for wrong in ((key, "seal.json"), (key[:-1] + "~", "slides.html"), ("..", "slides.html")):
        assert opened.get(*wrong) is None


def test_notes_change_no_seal_and_other_words_do():
    first = files.deck(NAME, lambda *_: None)
    held = keeping.load(NAME)
    keeping.save(Briefing(name=NAME, title=held.title, views=held.views, seal=held.seal))
    assert files.deck(NAME, lambda *_: None) == first
    other = View(id="one", address=VIEW.address, notes=VIEW.notes, caption="Two neighbours.")
    keeping.save(Briefing(name=NAME, title=held.title, views=(other,), seal=held.seal))
    assert files.deck(NAME, lambda *_: None).seal != first.seal


def test_who_may_not_present_gets_nothing():
    with reader.using(Reader("a reader", frozenset({Role.VIEWER}))):
        for refused in (files.present, lambda *asked: files.make(*asked[:1], "pdf", asked[1])):
            with pytest.raises(reader.ForbiddenError):
                refused(NAME, lambda *_: None)


def test_what_is_cancelled_ends_at_its_next_step_and_leaves_nothing():
    begun, goes = threading.Event(), threading.Event()

    def work(step):
        begun.set()
        goes.wait(10)
        step(0.5, "half")
        raise AssertionError("it went on")

    job = Job("work", work)
    assert begun.wait(10)
    job.cancel()
    goes.set()
    assert job.over.wait(10) and job.result is None and not job.fault
