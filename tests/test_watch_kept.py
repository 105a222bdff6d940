"""The database of proposals when something goes wrong with it: each fault has its sentence, nothing
that was accepted is lost in silence, and it comes back by itself.
"""

import os
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from notices import proposal, seen
from sqlalchemy.engine import make_url

from data.watch import database, ledger, sqlite_file
from data.watch.ledger import SQLAlchemyError
from data.watch.setting import WatchError

ROOT = Path(__file__).parents[1]


@pytest.fixture
def kept(own_store):
    """The store of proposals of this test, with one proposal in it."""
    watch = ledger.current(create=True)
    watch.add([proposal(reference="A/1")], "somebody")
    yield own_store / "watch.sqlite"
    ledger.close()


def accept(number):
    return ledger.current(create=True).add([proposal(reference=f"A/{number}")], "somebody")


def said(work, *arguments):
    """What a reader is told of the fault that this work meets."""
    with pytest.raises((WatchError, SQLAlchemyError)) as met:
        work(*arguments)
    return database.trouble(met.value)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("mask", [0o000, 0o022])
def test_the_database_is_for_its_owner_alone_whatever_the_umask(tmp_path, mask):
    before = os.umask(mask)
    try:
        watch = ledger.Watch(make_url(f"sqlite:///{tmp_path}/new/watch.sqlite"))
        watch.add([proposal()], "somebody")
        found = {each.name: mode(each) for each in (tmp_path / "new").iterdir()}
        assert set(found.values()) == {0o600} and "watch.sqlite-wal" in found
        assert mode(tmp_path / "new") == 0o700
        watch.engine.dispose()
    finally:
        os.umask(before)


def test_a_clean_stop_writes_the_journal_back(kept):
    journal = sqlite_file.beside(kept, "-wal")
    assert journal.stat().st_size
    ledger.close()
    assert not journal.exists() or not journal.stat().st_size
    with closing(sqlite3.connect(f"file:{kept}?immutable=1", uri=True)) as alone:
        assert alone.execute("SELECT count(*) FROM proposals").fetchone() == (1,)


@pytest.mark.parametrize("running", [True, False])
@pytest.mark.parametrize("gone", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_database_that_is_gone_is_said_and_no_other_begun(kept, running, gone):
    ledger.close()
    if running:
        ledger.current().head()
    gone(kept)
    words = said(accept, 2)
    assert "is gone" in words and "No backup of it is known" in words
    assert not kept.exists() or not kept.stat().st_size
    assert "is gone" in said(lambda: ledger.current().head())


def test_a_database_put_back_is_taken_up_again(kept, tmp_path):
    kept.rename(tmp_path / "aside")
    assert "is gone" in said(accept, 2)
    (tmp_path / "aside").rename(kept)
    assert accept(3)[0].new and len(seen(ledger.current()).everything()) == 2


def test_a_database_that_was_replaced_is_the_one_that_is_written_to(kept, tmp_path):
    ledger.close()
    copy = tmp_path / "copy.sqlite"
    with closing(sqlite3.connect(kept)) as one, closing(sqlite3.connect(copy)) as other:
        one.backup(other)
    watch = ledger.current()
    watch.add([proposal(reference="A/2")], "somebody")
    for end in ("-wal", "-shm"):
        sqlite_file.beside(kept, end).unlink(missing_ok=True)
    copy.replace(kept)
    watch.add([proposal(reference="A/3")], "somebody")
    with closing(sqlite3.connect(kept)) as now:
        assert [each for (each,) in now.execute("SELECT reference FROM proposals")] == [
            "A/1",
            "A/3",
        ]


@pytest.mark.parametrize("running", [True, False])
def test_a_damaged_database_never_says_that_nothing_is_lost(kept, running):
    for number in range(2, 40):
        accept(number)
    ledger.close()
    if running:
        ledger.current().head()
    content = bytearray(kept.read_bytes())
    content[100:] = b"\x5a" * (len(content) - 100)
    with kept.open("r+b") as file:
        file.write(content)
    words = said(lambda: seen(ledger.current()).everything())
    assert "is damaged" in words and "may be lost" in words and "backup" in words
    assert "othing that was accepted is lost" not in words


def test_a_full_disk_takes_nothing_in_and_says_so_until_there_is_room(kept):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    usual = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    size = sqlite_file.beside(kept, "-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        with pytest.raises(SQLAlchemyError):
            accept(2)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, usual)
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    assert "disk" in database.trouble(full) and "full" in database.trouble(full)
    assert accept(3)[0].new
    assert {each.reference for _, each, _ in seen(ledger.current()).everything()} == {"A/1", "A/3"}


def test_a_database_that_may_only_be_read_is_said_and_still_read(kept):
    engine = ledger.current().engine

    def only_read(connection, _, __):
        connection.execute("PRAGMA query_only = ON")

    sa.event.listen(engine, "checkout", only_read)
    assert "cannot be written to" in said(accept, 2)
    assert len(seen(ledger.current()).everything()) == 1


def test_an_older_server_writes_nothing_once_the_store_is_a_later_one(kept):
    with closing(sqlite3.connect(kept)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    with pytest.raises(WatchError, match="later version"):
        accept(2)
    assert len(seen(ledger.current()).everything()) == 1
    ledger.close()
    with pytest.raises(WatchError, match="later version"):
        ledger.current()


def test_a_clock_set_back_gives_no_negative_age_and_is_said(kept):
    from components.screens import watch_rows
    from exchange import forms

    watch = ledger.current()
    ahead = ledger.now_ms() + 5 * 3_600_000
    made = watch.add([proposal(reference="A/2")], "somebody", at_ms=ahead)[0]
    country = next(iter(made.routes))
    line = next(each for each in seen(watch, country).queue(country) if each.id == made.id)
    told = forms.line(line)
    assert told["age_hours"] == 0 and told["clock_set_back"] is True
    assert "set back" in watch_rows.stands(line.turn)
    watch.step(made.id, "answered", "somebody", country, country, "located")
    line = next(each for each in seen(watch, country).queue(country, "done") if each.id == made.id)
    assert "set back" in watch_rows.stands(line.turn)


def test_a_command_leaves_no_journal_behind(own_store):
    done = subprocess.run(
        [sys.executable, "-m", "data", "notice", "demo", "--many", "1", "--seconds", "0"],
        cwd=ROOT,
        env=os.environ | {"THREATS_STORE": str(own_store)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    journal = own_store / "watch.sqlite-wal"
    assert not journal.exists() or not journal.stat().st_size
