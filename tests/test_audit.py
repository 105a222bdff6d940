"""The record of actions: only added to, each line follows from the one before it."""

import json
import stat
import subprocess
import sys

import full
import pytest
from browser import ROOT

import settings
from security import audit, reader
from security.audit import Action, AuditError
from security.tlp import Tlp


@pytest.fixture
def file(tmp_path):
    with settings.using(store=tmp_path / "store"):
        yield audit.path()


def test_a_line_says_who_what_and_under_which_mark(file):
    with reader.using(reader.Reader("a1")):
        audit.note(Action.IMPORT, "own.scams", mark=Tlp.AMBER)
        audit.note(Action.EXPORT, "glotip.detected_victims", refused=True)
    first, second = audit.entries(file)
    assert (first.number, first.action, first.what, first.by, first.mark, first.refused) == (
        1,
        "import",
        "own.scams",
        "a1",
        "TLP:AMBER",
        False,
    )
    assert second.previous == first.hash and second.refused
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("how", ["changed", "removed", "moved", "added", "cut"])
def test_a_record_that_was_touched_is_known(file, how):
    for number in range(5):
        audit.note(Action.EXPORT, f"figure {number}")
    lines = file.read_text().splitlines(keepends=True)
    if how == "changed":
        lines[2] = lines[2].replace("figure 2", "figure 7")
    elif how == "removed":
        del lines[2]
    elif how == "moved":
        lines[1], lines[2] = lines[2], lines[1]
    elif how == "added":
        lines.insert(2, json.dumps({**json.loads(lines[1]), "what": "x"}) + "\n")
    else:
        lines[4] = lines[4][:-20]
    file.write_text("".join(lines))
    with pytest.raises(AuditError, match=r"audit\.jsonl, line [2-5]:"):
        list(audit.entries(file))


def test_a_line_cut_off_by_a_crash_was_never_said(file):
    audit.note(Action.SIGN_IN, "session")
    with file.open("a") as lines:
        lines.write('{"number": 2, "at"')
    audit.note(Action.SIGN_OUT, "session")
    assert [each.action for each in audit.entries(file)] == ["sign-in", "sign-out"]


@pytest.mark.parametrize("room", [0, 1, 100])
def test_a_line_that_the_disk_takes_a_part_of_is_not_said(file, room):
    audit.note(Action.SIGN_IN, "session")
    with (
        full.disk(file.stat().st_size + room),
        pytest.raises(AuditError, match="cannot be written"),
    ):
        audit.note(Action.EXPORT, "figure")
    assert [each.action for each in audit.entries(file)] == ["sign-in"]
    audit.note(Action.SIGN_OUT, "session")
    assert [each.action for each in audit.entries(file)] == ["sign-in", "sign-out"]


WRITES = """
import sys
from pathlib import Path
import settings
from security import audit
with settings.using(store=Path(sys.argv[1])):
    for number in range(40):
        audit.note(audit.Action.EXPORT, str(number), by="a")
"""


def test_several_processes_keep_one_chain(file):
    command = [sys.executable, "-c", WRITES, str(file.parent)]
    writers = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert [each.number for each in audit.entries(file)] == list(range(1, 121))
