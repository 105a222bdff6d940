"""No sentence of a reader says where on the server something is."""

import json
import os
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
import shown

from components.shell import faults
from data import catalog, store
from data.ingest import fetch_log, importing, user_tables

SECRET = "Hidden Drawer of Zeno Mustermann"
PARTS = ("Drawer", "Zeno", "Mustermann", "/tmp", "pytest", os.sep + "home")
CSV = b"Country,Year,Offence,Value\nPeru,2020,Theft,3\nAngola,2020,Theft,4\n"
KINDS = ("error", "warning", "info", "success", "exception", "caption", "markdown", "text")


@pytest.fixture
def root(tmp_path, ask_store):
    """A store in a folder whose name is nobody's business."""
    folder = tmp_path / SECRET / "figures"
    folder.mkdir(parents=True)
    ask_store(folder)
    return folder


def told(app):
    """Everything a page says in words."""
    return [str(each.value) for kind in KINDS for each in getattr(app, kind)]


def secretive(words):
    assert words.strip()
    assert not [each for each in PARTS if each in words], words


def broken(root):
    (root / "glotip.json").write_text("{")


def without_its_file(root):
    bundled = next(Path(store.__file__).parents[1].glob("bundled/glotip.json"))
    shutil.copy(bundled, root)


def other(root):
    bundled = next(Path(store.__file__).parents[1].glob("bundled/glotip.json"))
    shutil.copy(bundled, root)
    (root / json.loads(bundled.read_text())["file"]).write_bytes(b"PAR1 nothing like it PAR1")


def refused(root):
    known = fetch_log.Fetched(
        failing_since="2026-11-01T00:00:00", words=f"{root}/glotip.json: cannot be read"
    )
    fetch_log.remember(root, "glotip", known)
    broken(root)


@pytest.mark.alike(5)
@pytest.mark.parametrize("wrong", [broken, without_its_file, other, refused])
@pytest.mark.parametrize("page", ["overview.py", "trafficking.py", "sources.py"])
def test_a_page_of_a_store_that_is_broken_does_not_say_where_it_is(root, wrong, page):
    wrong(root)
    store.forget()
    address = {"source": ["glotip"]} if page == "sources.py" else {}
    said = told(shown.opened(page, address))
    assert said
    for each in said:
        assert not [part for part in PARTS if part in each], each


def unreadable_own_tables(root):
    (root / "own.json").write_text("[")
    user_tables.keep(root, None)


def store_that_is_a_file(root):
    shutil.rmtree(root)
    root.write_text("")
    store.private(root / "fetched")


def file_of_a_user(root):
    path = root / "mine.csv"
    path.write_bytes(b"\x00\x01 not a table")
    importing.read(path, catalog.sources()["glotip"])


def broken_parquet(root):
    pd.read_parquet(root / "nothing" / "mine.parquet")


def version_that_is_gone(root):
    raise store.StoreError(f'{root}: IO Error: Cannot open file "{root}/glotip-0.parquet"')


@pytest.mark.parametrize(
    "wrong",
    [unreadable_own_tables, store_that_is_a_file, file_of_a_user, broken_parquet]
    + [version_that_is_gone],
)
def test_a_fault_names_the_file_at_most(root, wrong):
    with pytest.raises((OSError, ValueError, AttributeError, TypeError)) as fault:
        wrong(root)
    secretive(faults.said(fault.value))


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("/var/lib/threats/store/glotip.json cannot be read", "glotip.json cannot be read"),
        ("cannot open '/srv/a b/c.csv'", "cannot open 'c.csv'"),
        ("C:\\Users\\jane\\store\\own.json: no", "own.json: no"),
        (
            "see https://example.org/a/b and 3/4 or and/or",
            "see https://example.org/a/b and 3/4 or and/or",
        ),
    ],
)
def test_of_a_path_the_name_of_the_file_stays(words, plain):
    said = re.sub(r"\\([^\w\s])", r"\1", faults.said(words))
    assert said == plain or (" b/" in words and "/srv" not in said)
