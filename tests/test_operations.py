"""A backup is made and brought back while servers read and proposals come in; `doctor` says what is
wrong; a touched backup is refused, and nothing that was there is destroyed.
"""

import io
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from editions import edition
from notices import proposal
from notices import seen as visible

from data import integrity, manifests, query, store
from data.cli import commands
from data.delivery import entries, outbox, worker
from data.delivery.filling import Forms
from data.delivery.outbox import Message
from data.ingest import importing
from data.operations import backup, doctor, readiness, restore
from data.operations.backup import BackupError
from data.query import Filters
from data.watch import ledger, sqlite_file
from data.watch.setting import WatchError
from security import in_force
from security.tlp import Tlp

ROOT = Path(__file__).parents[1]
SOURCE, ENTRIES = "cisa_kev", Filters("cisa_kev.entries")


@pytest.fixture
def lived(own_store, tmp_path):
    """A store with figures and proposals."""
    importing.bring(edition(tmp_path, 4), SOURCE, own_store)
    importing.bring(edition(tmp_path, 5), SOURCE, own_store)
    importing.bring(ROOT / "tests/samples/ucdp_acd.csv", "ucdp_acd", own_store)
    ledger.current(create=True).add([proposal(1), proposal(2)], "somebody")
    store.forget()
    yield own_store
    ledger.close()


def references():
    return {each.reference for _, each, _ in visible(ledger.current()).everything()}


def total():
    store.look()
    return query.total(ENTRIES).value


def state(root):
    """All that is in a store, but for what the database keeps beside itself."""
    return {
        each.relative_to(root).as_posix(): each.read_bytes()
        for each in sorted(root.rglob("*"))
        if each.is_file() and not each.name.startswith(("watch.sqlite", "audit"))
    }


def rewritten(archive, change):
    """The archive with its members changed: `change` gives a name's new content, or None."""
    members = []
    with tarfile.open(archive) as tar:
        for each in tar:
            members.append((each, tar.extractfile(each).read()))
    with tarfile.open(archive, "w") as tar:
        for each, content in members:
            new = change(each.name, content)
            if new is not None:
                each.size = len(new)
                tar.addfile(each, io.BytesIO(new))


def test_a_backup_comes_back_into_an_empty_folder_as_it_was(lived, tmp_path, monkeypatch):
    before = state(lived)
    in_force.settings_now()  # as a server notes them when it starts: of this machine alone
    assert (lived / in_force.NAME).exists()
    made = backup.write(lived, tmp_path / "whole.tar")
    assert made.events == 2 and not made.left_out
    assert (tmp_path / "whole.tar").stat().st_mode & 0o777 == 0o600
    ledger.close()
    monkeypatch.setenv("THREATS_STORE", str(tmp_path / "new"))
    done = restore.restore(tmp_path / "whole.tar", tmp_path / "new")
    shutil.rmtree(done.before)
    assert state(tmp_path / "new") == before
    store.forget()
    assert total() == 5 and references() == {"ID-2016/1", "ID-2016/2"}
    modes = {p.stat().st_mode & 0o077 for p in (tmp_path / "new").rglob("*")}
    assert modes == {0}


def test_what_was_there_before_a_restore_is_kept_and_can_come_back(lived, tmp_path):
    backup.write(lived, tmp_path / "old.tar")
    importing.bring(edition(tmp_path, 9), SOURCE, lived)
    ledger.current().add([proposal(3)], "somebody")
    assert total() == 9
    done = restore.restore(tmp_path / "old.tar", lived)
    assert total() == 5 and references() == {"ID-2016/1", "ID-2016/2"}
    with closing(sqlite3.connect(done.before / "watch.sqlite")) as kept:
        assert kept.execute("SELECT count(*) FROM proposals").fetchone() == (3,)
    assert not manifests.choose(done.before).faults
    assert store.read(done.before).versions[SOURCE].records == 9


def test_after_a_restore_no_number_of_an_event_is_given_twice(lived, tmp_path):
    backup.write(lived, tmp_path / "old.tar")
    ledger.current().add([proposal(3)], "somebody")
    heard = ledger.current().head()
    restore.restore(tmp_path / "old.tar", lived)
    ledger.current().add([proposal(4)], "somebody")
    assert ledger.current().head() > heard
    with closing(sqlite3.connect(lived / "watch.sqlite")) as now, pytest.raises(sqlite3.Error):
        now.execute("DELETE FROM events")  # the guards came back with the tables


@pytest.mark.alike(2)
@pytest.mark.parametrize("part", ["cube", "watch.sqlite", f"{SOURCE}.json", "manifest.json"])
def test_a_touched_backup_is_refused_and_nothing_changes(lived, tmp_path, part):
    archive = tmp_path / "a.tar"
    backup.write(lived, archive)
    importing.bring(edition(tmp_path, 9), SOURCE, lived)
    before = state(lived)

    def flip(name, content):
        at = len(content) // 2 if part in name else len(content)
        return content[:at] + bytes(each ^ 1 for each in content[at : at + 1]) + content[at + 1 :]

    rewritten(archive, flip)
    with pytest.raises(BackupError, match="nothing was changed"):
        restore.restore(archive, lived)
    assert state(lived) == before and total() == 9


@pytest.mark.alike(2)
@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", ".hidden", "a/../../b"])
def test_a_backup_writes_nowhere_else(lived, tmp_path, name):
    archive = tmp_path / "a.tar"
    backup.write(lived, archive)
    with tarfile.open(archive, "a") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = 3
        tar.addfile(entry, io.BytesIO(b"out"))
    with pytest.raises(BackupError, match="nothing was changed"):
        restore.restore(archive, lived)
    assert not (tmp_path / "out.txt").exists()


def test_a_backup_that_was_cut_short_or_is_none_is_refused(lived, tmp_path):
    archive = tmp_path / "a.tar"
    backup.write(lived, archive)
    whole = archive.read_bytes()
    for content in (b"", b"no tar at all" * 100, whole[: len(whole) // 2], whole[:-20_000]):
        archive.write_bytes(content)
        with pytest.raises(BackupError, match="nothing was changed"):
            restore.restore(archive, lived)
    with pytest.raises(BackupError, match="cannot be"):
        restore.restore(tmp_path / "none.tar", lived)


def test_a_damaged_source_is_left_out_of_a_backup_and_said(lived, tmp_path, capsys):
    raw = integrity.unsealed((lived / f"{SOURCE}.json").read_bytes())
    (lived / raw["file"]).write_bytes(b"half")
    given = ["backup", str(tmp_path / "a.tar"), "--store", str(lived)]
    assert commands.main(given) == 1 and "damaged" in capsys.readouterr().err
    with tarfile.open(tmp_path / "a.tar") as tar:
        assert f"{SOURCE}.json" not in tar.getnames() and "ucdp_acd.json" in tar.getnames()


@pytest.mark.parametrize("fault", ["damaged", "gone", "emptied"])
def test_a_restore_mends_a_database_that_cannot_be_opened_under_a_running_server(
    lived, tmp_path, fault
):
    backup.write(lived, tmp_path / "a.tar")
    ledger.close()
    path, running = lived / "watch.sqlite", ledger.current()
    running.head()
    if fault == "gone":
        path.unlink()
    else:
        path.write_bytes(b"\x5a" * 8192 if fault == "damaged" else b"")
    if fault != "damaged":  # what a process has read of it already, it goes on with
        with pytest.raises((WatchError, ledger.SQLAlchemyError)):
            running.add([proposal(3)], "somebody")
    done = restore.restore(tmp_path / "a.tar", lived)
    assert running.add([proposal(4)], "somebody")[0].new
    assert references() == {"ID-2016/1", "ID-2016/2", "ID-2016/4"}
    assert (done.before / "damaged-watch.sqlite").exists() == (fault != "gone")


def test_figures_come_into_force_in_one_step_even_when_killed_within(lived, tmp_path, monkeypatch):
    backup.write(lived, tmp_path / "a.tar")
    importing.bring(edition(tmp_path, 9), SOURCE, lived)
    importing.bring(edition(tmp_path, 8), SOURCE, lived)
    (lived / "ucdp_acd.json").unlink()

    def killed(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(store, "settle", killed)
        with pytest.raises(KeyboardInterrupt):
            restore.restore(tmp_path / "a.tar", lived)
    assert total() == 5 and not store.versions(lived)["ucdp_acd"].bundled
    assert any("cut short" in each.says for each in doctor.examined() if each.wrong)
    importing.bring(edition(tmp_path, 7), SOURCE, lived)
    assert total() == 7 and (lived / "ucdp_acd.json").exists()
    assert not (lived / manifests.RESTORING).exists()


PROPOSER = """
import os, sys, time
sys.path[:0] = ["tests"]
from notices import proposal
from notices import seen as visible
from data.watch import ledger
watch = ledger.current()
print("begun", flush=True)
for number in range(1000, 100000):
    watch.add([proposal(number)], "somebody")
    print(number, flush=True)
"""


def test_a_restore_under_load_loses_nothing_that_was_accepted(lived, tmp_path):
    backup.write(lived, tmp_path / "a.tar")
    importing.bring(edition(tmp_path, 9), SOURCE, lived)
    process = subprocess.Popen(
        [sys.executable, "-c", PROPOSER],
        cwd=ROOT,
        env=os.environ | {"THREATS_STORE": str(lived), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    told, faults, seen, done = [], [], set(), threading.Event()

    def reads():
        while not done.is_set():
            try:
                opened = store.read(lived)
                seen.add((opened.versions[SOURCE].records, bool(opened.faults)))
                visible(ledger.current()).everything()
            except Exception as fault:  # noqa: BLE001  # whatever a reader meets is told
                faults.append(fault)

    readers = [threading.Thread(target=reads) for _ in range(2)]
    hears = threading.Thread(target=lambda: told.extend(process.stdout))
    try:
        for each in [*readers, hears]:
            each.start()
        until = time.monotonic() + 30
        while len(told) < 20 and time.monotonic() < until:
            time.sleep(0.05)
        one = backup.write(lived, tmp_path / "under-load.tar")
        first = restore.restore(tmp_path / "a.tar", lived)
        so_far = len(told)
        until = time.monotonic() + 30
        while (len(told) < so_far + 20 or len(seen) < 2) and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        done.set()
        process.kill()
        for each in [*readers, hears]:
            each.join()
    accepted = {f"ID-2016/{line.strip()}" for line in told if line.strip().isdigit()}
    with closing(sqlite3.connect(first.before / "watch.sqlite")) as kept:
        before = {each for (each,) in kept.execute("SELECT reference FROM proposals")}
    with closing(sqlite3.connect(lived / "watch.sqlite")) as now:
        after = {each for (each,) in now.execute("SELECT reference FROM proposals")}
    assert accepted and accepted <= before | after, "accepted before the change, or after it"
    assert before & after == {"ID-2016/1", "ID-2016/2"} and after - before and before - after
    assert one.events > 2 and not faults and seen <= {(9, False), (5, False)} and len(seen) == 2
    assert restore.unpacked(tmp_path / "under-load.tar", store.private(tmp_path / "stage"))


# ---- the doctor


def wrong():
    return [each.says for each in doctor.examined() if each.wrong]


def test_a_store_that_is_well_is_said_to_be(lived, capsys):
    assert wrong() == []
    assert commands.main(["doctor", "--store", str(lived)]) == 0
    assert "well: the proposals are whole" in capsys.readouterr().out


def test_each_fault_is_a_sentence_and_the_exit_code_says_so(lived, tmp_path, monkeypatch, capsys):
    backup.write(lived, tmp_path / "a.tar")
    raw = integrity.unsealed((lived / f"{SOURCE}.json").read_bytes())
    (lived / raw["cube"]).write_bytes(b"half")
    (lived / "ucdp_acd.json").chmod(0o644)
    ahead = time.time() + 90_000
    os.utime(lived / "ucdp_acd.json", (ahead, ahead))
    tokens = tmp_path / "tokens.toml"
    tokens.write_text(f'IDN = "{"0" * 64}"\n')
    tokens.chmod(0o644)
    monkeypatch.setenv("THREATS_WATCH_TOKENS", str(tokens))
    monkeypatch.setenv("THREATS_WATCH_OPEN", "1")
    monkeypatch.setenv("THREATS_GROUPS", str(tmp_path / "none"))
    ledger.close()
    (lived / "watch.sqlite").write_bytes(b"\x5a" * 9000)
    said = "\n".join(wrong())
    for words in (
        "is not what was written",
        "Shown instead: edition",
        f"chmod go= {lived / 'ucdp_acd.json'}",
        "dated later than now",
        f"chmod go= {tokens}",
        "guard nothing",
        "THREATS_GROUPS",
        "is damaged",
        "Its last backup is of",
        "holds 2 events",
    ):
        assert words in said, words
    assert commands.main(["doctor", "--store", str(lived)]) == 1
    monkeypatch.setenv("THREATS_PROCESSES", "none")
    assert any("THREATS_PROCESSES" in each for each in wrong())


def test_who_is_told_nothing_is_named_and_so_is_a_line_without_sense(
    lived, written, monkeypatch, capsys
):
    line = '[to.{}]\ncountry = "IDN"\nwhat = ["alerts"]\nceiling = "TLP:{}"\n'
    line += 'webhook = "http://127.0.0.1:9/"\nsecret_env = "TEST_SECRET"\n'
    text = line.format("soc", "GREEN") + line.format("red", "RED")
    monkeypatch.setenv("TEST_SECRET", "whsec_" + "A" * 40)
    monkeypatch.setenv("THREATS_DELIVERIES", str(written(text, "deliveries.toml")))
    watch, soc = ledger.current(), entries.current().entries["soc"]
    once = worker.Round(watch, Forms(None, None))
    once.of(soc, entries.current())
    outbox.put(watch, "a", soc, Message("alert", Tlp.GREEN, {"title": "not said"}))
    once.of(soc, entries.current())
    assert commands.main(["deliveries", "--store", str(lived)]) == 1
    out, err = capsys.readouterr()
    assert "soc: webhook, IDN, alerts, TLP:GREEN\n  1 put in, 1 waiting, last sent never" in out
    assert "failed 1 times in a row (it was not reached (ConnectionError))" in out
    assert "deliveries.toml, line 10: ceiling = 'TLP:RED'" in err and "not said" not in out
    said = wrong()
    assert any("line 10: ceiling" in each for each in said)
    assert any("soc is told nothing: it failed 1 time in a row" in each for each in said)
    monkeypatch.setenv("THREATS_STORE", "")
    assert any("is kept: nothing is sent" in each for each in wrong())


def test_rows_that_were_changed_behind_the_history_are_found(lived):
    ledger.close()
    with closing(sqlite3.connect(lived / "watch.sqlite")) as now:
        now.execute("PRAGMA foreign_keys = OFF")
        now.execute("UPDATE turns SET proposal = proposal + 99")
        now.commit()
    assert any("belong" in each for each in wrong())


# ---- ready


def test_ready_says_each_part_and_never_where_it_is(lived, monkeypatch):
    store.current()
    said, serves = readiness.document()
    assert serves and said["status"] == "ok" and said["watch"]["state"] == "ok"
    raw = integrity.unsealed((lived / f"{SOURCE}.json").read_bytes())
    (lived / raw["file"]).write_bytes(b"half")
    (lived / "watch.sqlite").unlink()
    store.look()
    store.current()
    monkeypatch.setattr(readiness, "FRESH", 0.0)
    monkeypatch.setattr(readiness, "LEAST", 1 << 62)
    said, serves = readiness.document()
    assert serves and said["status"] == "degraded" and set(said["sources"]) == {SOURCE}
    assert "is gone" in said["watch"]["says"] and "full" in said["disk"]["says"]
    assert str(lived) not in str(said)
    sqlite_file.beside(lived / "watch.sqlite", "-made").unlink()


def test_proposals_that_a_server_keeps_are_said_to_be_in_no_backup_and_in_no_restore(
    lived, tmp_path, monkeypatch, capsys
):
    archive = str(tmp_path / "a.tar")
    given = [archive, "--store", str(lived)]
    assert commands.main(["backup", *given]) == 0
    assert commands.main(["restore", *given]) == 0 and "PostgreSQL" not in capsys.readouterr().err
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("THREATS_WATCH_URL", "postgresql+psycopg://localhost:1/elsewhere")
        assert commands.main(["backup", *given]) == 1 and "pg_dump" in capsys.readouterr().err
        assert commands.main(["restore", *given]) == 0 and "pg_restore" in capsys.readouterr().err
