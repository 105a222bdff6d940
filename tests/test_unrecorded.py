"""What cannot be recorded is not done, and where nothing more can be written a page says so in a
sentence: whatever a reader does on it.
"""

import json
import tempfile

import full
import pytest
import shown
from browser import ROOT
from intelligence import attack
from notices import proposal, seen
from streamlit.testing.v1 import AppTest

from briefing import keeping
from briefing.keeping import Briefing
from components.screens import own_table
from components.shell import frame
from data import store
from data.ingest import importing, user_tables
from data.intelligence import acts, shared, sight
from data.reading import recent, user_file
from data.records import InputError
from data.watch import ledger
from hosting import provider, signing
from security import audit, reader, sessions, tokens
from security.tlp import Tlp
from security.viewer import Viewer

CSV = "country,year,type,cases\nIndonesia,2019,Fraud,10\nPeru,2020,Fraud,4\n"
RECORD = "record of actions"
KINDS = ("error", "warning", "info", "success", "text", "caption")


@pytest.fixture
def root(tmp_path, monkeypatch, ask_store):
    """A store whose name is nobody's business, for pages that let everybody act."""
    folder = tmp_path / "hidden drawer"
    folder.mkdir()
    monkeypatch.delenv("THREATS_WATCH_URL", raising=False)
    monkeypatch.setenv("THREATS_WATCH_OPEN", "1")
    ask_store(folder)
    return folder


@pytest.fixture
def mute(root):
    """From when it is called nothing can be added to the record of actions."""

    def now():
        (root / audit.NAME).unlink(missing_ok=True)
        (root / audit.NAME).mkdir()

    return now


def said(app):
    """All that the page says, in which nothing failed unsaid and no folder is named."""
    assert not [each.value for each in app.exception]
    told = [str(each.value) for kind in KINDS for each in app.get(kind)]
    told.append(json.dumps([shown.desk(app), shown._sent(app, "secretariat")]))
    told = "\n".join(told)
    assert "hidden drawer" not in told
    return told


def watch(root, **more):
    kept = ledger.opened(f"sqlite:///{root}/watch.sqlite")
    kept.add([proposal(**more)], "a")
    return kept


def test_an_answer(root, mute):
    kept = watch(root)
    app = shown.opened("watch.py", {"country": ["THA"]})
    app = shown.at_desk(app, do="open", id=1)
    mute()
    app = shown.at_desk(app, do="answer", id=1, answer="located")
    assert RECORD in said(app)
    assert seen(kept).case(1)[1].turns["THA"].status == "seen"


def test_a_reminder(root, mute):
    kept = ledger.opened(f"sqlite:///{root}/watch.sqlite")
    kept.add([proposal()], "a", at_ms=ledger.now_ms() - 40 * 86_400_000)
    app = shown.opened("watch.py", {"country": ["IDN"]})
    app.segmented_control[0].set_value("all").run()
    mute()
    app = shown.reminds(app, "THA")
    assert RECORD in said(app)
    assert [each.step for each in seen(kept).case(1)[2]] == ["proposed"]


def test_what_is_shared(root, mute):
    kept = ledger.opened(f"sqlite:///{root}/watch.sqlite")
    app = shown.opened("exchange.py", {"country": ["FRA"]})
    app = shown.filled(app.segmented_control[0].set_value("share").run())
    mute()
    app.button(key="exchange-send").click().run()
    assert RECORD in said(app) and not app.success
    assert not sight.Sight(kept, Viewer("IDN", "IDN")).inbox("IDN")


def test_what_is_done_with_what_was_shared(root, mute):
    kept = ledger.opened(f"sqlite:///{root}/watch.sqlite")
    shared.accept(kept, attack(1, mark=Tlp.AMBER), "FRA")
    app = shown.opened("exchange.py", {"country": ["IDN"]})
    mute()
    app = shown.at_desk(app, do="step", id=shown.requests(app)[0]["id"], step=acts.ACTED)
    assert RECORD in said(app)


@pytest.fixture
def table(root, at_the_machine):
    """A table of the reader's own, read, and kept under the title `Mine`."""
    path = root.parent / "t.csv"
    path.write_text(CSV)
    with reader.using(reader.LOCAL):
        read = user_file.Table(path)
        about = user_tables.About("Mine", "cases", "observation")
        user_tables.keep(root, user_tables.read(read, user_file.guess(read), about))
    store.forget()
    return read


@pytest.mark.parametrize("key", ["own_share", "own_delete"])
def test_a_table_shared_or_removed(root, mute, table, key):
    def page():
        from components.screens import source

        source._own()

    app = AppTest.from_function(page).run()
    before = (root / "own.json").read_bytes()
    mute()
    assert RECORD in said(app.button(key=key).click().run())
    assert (root / "own.json").read_bytes() == before


def test_a_table_that_goes_while_its_page_is_drawn(root, table, monkeypatch):
    """Removed in another tab between the filters and the figures: a sentence, and no more."""
    draws = frame.filters.draw

    def draw(entry):
        asked = draws(entry)
        user_tables.remove(root, "mine")
        store.forget()
        return asked

    monkeypatch.setattr(frame.filters, "draw", draw)
    app = shown.opened("own.py", {"indicator": ["own.mine"]})
    assert app.error and "is not known" in said(app)


def test_a_table_brought(root, mute, table):
    before = (root / "own.json").read_bytes()
    mute()
    about = user_tables.About("Other", "cases", "observation")
    with reader.using(reader.LOCAL):
        reading = user_tables.read(table, user_file.guess(table), about)
        with pytest.raises(audit.AuditError):
            user_tables.keep(root, reading)
    assert (root / "own.json").read_bytes() == before


def test_an_import(root, mute):
    mute()
    with pytest.raises(audit.AuditError):
        importing.bring(ROOT / "tests/samples/cisa_kev.csv", "cisa_kev", root)
    assert not (root / "cisa_kev.json").exists()
    (root / audit.NAME).rmdir()
    _, report = importing.bring(ROOT / "tests/samples/cisa_kev.csv", "cisa_kev", root)
    assert (root / "cisa_kev.json").exists() and report["kept"]


def test_a_token_said(root, mute, monkeypatch):
    """Nobody is let in; who is in goes out all the same."""
    token, digest = tokens.new_token()
    (root / "tokens.toml").write_text(f'THA = "{digest}"\n')
    monkeypatch.setenv("THREATS_WATCH_TOKENS", str(root / "tokens.toml"))
    monkeypatch.setenv("THREATS_WATCH_OPEN", "")
    watch(root)
    app = shown.opened("watch.py", {"country": ["THA"]})

    def says(words):
        app.text_input(key="watch-token-text").set_value(words)
        next(each for each in app.button if each.label == "Sign in").click().run()
        return said(app)

    mute()
    assert RECORD in says(token) and "Bureau of Thailand" not in said(app)
    assert "No bureau has this token" in says("another")
    (root / audit.NAME).rmdir()
    assert "Bureau of Thailand" in says(token)
    mute()
    app.button(key="watch-sign-out").click().run()
    assert "Bureau of Thailand" not in said(app)


def test_a_sign_in_at_a_provider_that_ends(root, mute, caplog):
    """Whoever goes is out, and the log says what the record could not keep."""
    claims = {"iss": "https://provider.example", "sub": "anna", "sid": "1", "exp": 2**40}
    number, other = (sessions.begin(claims, "") for _ in range(2))
    mute()
    assert signing._end(number) is not None and sessions.of(number) is None
    signing._end_all(provider.Word(claims["iss"], "anna", "", "word 1"))
    assert sessions.of(other) is None
    assert caplog.text.count(RECORD) == 2


def test_a_file_brought_to_a_disk_that_is_full(root, monkeypatch):
    monkeypatch.setattr(recent, "ROOM", 0)
    with full.disk(), pytest.raises(InputError) as fault:
        own_table._read("t.csv", CSV.encode(), "", "")
    assert "cannot be read at this moment: " in str(fault.value)
    assert tempfile.gettempdir() not in str(fault.value)
    assert len(own_table._read("t.csv", CSV.encode(), "", "").cells) == 2


PAGES = ("overview.py", "briefing.py", "alerts.py", "watch.py", "exchange.py", "sources.py")


def test_every_page_opens_on_a_full_disk_and_says_what_it_cannot_keep(root, at_the_machine):
    watch(root)
    with full.disk():
        for page in PAGES:
            app = shown.opened(page, {"country": ["THA"]})
            said(app)
            assert not app.error, page
        app = shown.opened("briefing.py", {})
        app = app.button(key="briefing-new").click().run()
        assert "File too large" in said(app) and app.error
    assert not list(root.glob("briefings/*/*"))


def test_a_briefing_that_was_deleted_can_be_had_back_once_there_is_room(root, at_the_machine):
    keeping.save(Briefing(name="mine", title="Mine"))
    app = shown.opened("briefing.py", {"briefing": ["mine"]})
    app.button(key="briefing-delete").click().run()
    with full.disk():
        app.button(key="briefing-undelete").click().run()
        assert app.error and "File too large" in said(app)
    app.button(key="briefing-undelete").click().run()
    assert keeping.load("mine").title == "Mine" and not app.error
