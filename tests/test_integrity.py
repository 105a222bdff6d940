"""What is kept is what was written: a damaged file changes no figure, its source alone gives way,
is named, and comes back when it is put right.
"""

import itertools
import json
import os
import random
import shutil
import stat
from pathlib import Path

import pytest
from editions import edition

from data import catalog, integrity, manifests, query, store
from data.cli import commands
from data.cube import loader
from data.engines import EngineError, embedded
from data.ingest import fetch_log, importing, standing
from data.query import Filters
from data.records import QuerySpec
from data.store import StoreError, layout

SOURCE = "cisa_kev"
ENTRIES = Filters("cisa_kev.entries")
OTHER = Filters("eurepoc.incidents")


@pytest.fixture
def two(tmp_path, own_store):
    """A store with two editions of a source, of four entries and of six."""
    importing.bring(edition(tmp_path, 4), SOURCE, own_store)
    importing.bring(edition(tmp_path, 6), SOURCE, own_store)
    store.forget()
    return own_store


def entries(root):
    """How many entries the version in force has, by the file."""
    return store.read(root).versions[SOURCE].records


def in_force(root, part="file"):
    return root / json.loads((root / f"{SOURCE}.json").read_text("utf-8"))[part]


def flip(path, at=None):
    """Turns one bit over, and leaves the file's date and length as they were."""
    before, content = path.stat(), bytearray(path.read_bytes())
    content[len(content) // 2 if at is None else at] ^= 1
    path.write_bytes(bytes(content))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def cut(path):
    path.write_bytes(path.read_bytes()[:-9])


def seen():
    store.look()
    return query.total(ENTRIES).value


# ---- at start


@pytest.mark.alike(3)
@pytest.mark.parametrize(
    ("part", "damage"),
    [*itertools.product(("file", "cube"), (flip, cut, Path.unlink)), ("manifest", flip)]
    + [("manifest", cut)],
)
def test_a_damaged_version_gives_way_to_the_one_before_it_and_is_named(two, part, damage):
    other = query.total(OTHER).value
    store.forget()
    damage(two / f"{SOURCE}.json" if part == "manifest" else in_force(two, part))
    assert query.total(ENTRIES).value == 4 and query.total(OTHER).value == other
    said, known = store.fault(), catalog.sources()[SOURCE]
    assert known.title in said and "those of edition" in said and str(two) not in said
    assert str(two) in store.faults()[SOURCE]
    assert standing.of(known).state == "broken"


def test_without_an_earlier_one_the_bundled_figures_stand(own_store, tmp_path):
    importing.bring(edition(tmp_path, 6), SOURCE, own_store)
    flip(in_force(own_store))
    store.forget()
    assert query.total(ENTRIES).value == store.versions(store.BUNDLED)[SOURCE].records
    assert store.current().versions[SOURCE].bundled and SOURCE in store.faults()


def test_with_nothing_in_its_place_a_source_is_absent_and_the_others_stand(
    tmp_path, monkeypatch, ask_store
):
    copy = tmp_path / "bundled"
    shutil.copytree(store.BUNDLED, copy)
    monkeypatch.setattr(layout, "BUNDLED", copy)
    for each in copy.glob(f"{SOURCE}-*.parquet"):
        flip(each)
    ask_store("")
    assert query.total(ENTRIES).value is None or not query.total(ENTRIES).value
    assert query.total(OTHER).value == 1643 and set(store.faults()) == {SOURCE}
    assert "they are not shown" in store.fault()


def test_no_bit_of_a_manifest_can_turn_over_unseen(two):
    path = two / f"{SOURCE}.json"
    good = path.read_bytes()
    chance = random.Random(3)
    for at in chance.sample(range(len(good) - 2), 150):
        path.write_bytes(good[:at] + bytes([good[at] ^ 1 << chance.randrange(8)]) + good[at + 1 :])
        assert SOURCE in manifests.choose(two).faults, at
    path.write_bytes(good)
    assert not manifests.choose(two).faults


def test_the_bundled_figures_carry_the_hash_of_each_file():
    for path in store.BUNDLED.glob("*.json"):
        raw = integrity.unsealed(path.read_bytes())
        assert set(raw["sha256"]) == {raw["file"], raw["cube"]} and integrity.SEAL in raw
    assert not manifests.choose(store.BUNDLED).faults


def test_a_version_of_before_is_held_to_the_hash_in_its_name(two):
    path = two / f"{SOURCE}.json"
    raw = json.loads(path.read_text("utf-8"))
    del raw["sha256"], raw["digest"]
    path.write_text(json.dumps(raw))
    assert entries(two) == 6
    flip(in_force(two))
    assert entries(two) == 4


def test_a_manifest_names_no_file_outside_its_store(two, tmp_path):
    path = two / f"{SOURCE}.json"
    raw = integrity.unsealed(path.read_bytes())
    shutil.copy(in_force(two), tmp_path / "elsewhere.parquet")
    path.write_bytes(integrity.sealed(raw | {"file": "../elsewhere.parquet", "sha256": {}}))
    assert "outside the store" in manifests.choose(two).faults[SOURCE]


def test_bringing_the_file_again_mends_a_damaged_version(two, tmp_path):
    flip(in_force(two))
    assert entries(two) == 4
    importing.bring(tmp_path / "entries-6.csv", SOURCE, two)
    assert entries(two) == 6 and not store.read(two).faults


# ---- while running


@pytest.mark.alike(4)
@pytest.mark.parametrize("part", ["file", "cube"])
@pytest.mark.parametrize("damage", [flip, cut, Path.unlink])
def test_what_is_damaged_while_running_is_named_and_changes_no_figure(two, part, damage):
    assert query.total(ENTRIES).value == 6 and not store.fault()
    path = in_force(two, part)
    good = path.read_bytes()
    damage(path)
    assert seen() == 6 and "no longer what was written" in store.fault()
    path.write_bytes(good)
    assert seen() == 6 and not store.fault()


def test_a_cube_damaged_before_it_is_read_is_not_read(two):
    opened = store.current()
    loader.forget()
    path = in_force(two, "cube")
    flip(path)
    assert not loader.described(path)
    assert opened.grouped(QuerySpec(ENTRIES.indicator))["value"].sum() == 6


def test_records_read_from_their_file_are_refused_once_it_is_damaged(two, monkeypatch):
    monkeypatch.setattr(embedded, "LOADED", 2)
    store.forget()
    opened = store.current()
    flip(in_force(two))
    with pytest.raises(EngineError, match="not what was written"):
        opened.engine.table(opened.versions[SOURCE])
    assert seen() == 4 and "those of edition" in store.fault()


def test_what_turns_over_behind_the_file_systems_back_is_found_by_reading_all(two, monkeypatch):
    assert seen() == 6
    stands = integrity.state
    kept = {str(each): stands(each) for each in two.glob("*.parquet")}
    monkeypatch.setattr(integrity, "state", lambda path: kept.get(str(path), stands(path)))
    flip(in_force(two))
    assert seen() == 6 and not store.fault()
    store.recheck()
    assert seen() == 6 and "no longer what was written" in store.fault()


def test_another_source_can_be_imported_beside_a_damaged_one(two):
    assert seen() == 6
    flip(in_force(two))
    importing.bring(Path("tests/samples/ucdp_acd.csv"), "ucdp_acd", two)
    store.look()
    assert store.current().versions["ucdp_acd"].bundled is False
    assert seen() == 4 and set(store.faults()) == {SOURCE}


# ---- written to


def test_an_older_dashboard_writes_nothing_to_a_newer_store(two, tmp_path, capsys):
    path = two / f"{SOURCE}.json"
    raw = integrity.unsealed(path.read_bytes())
    path.write_bytes(integrity.sealed(raw | {"format": manifests.FORMAT + 1}))
    before = {each: each.read_bytes() for each in two.rglob("*") if each.is_file()}
    with pytest.raises(StoreError, match="later format"):
        importing.bring(edition(tmp_path, 9), SOURCE, two)
    with pytest.raises(StoreError, match="later format"):
        importing.bring(Path("tests/samples/ucdp_acd.csv"), "ucdp_acd", two)
    with pytest.raises(StoreError, match="later format"):
        fetch_log.remember(two, SOURCE, fetch_log.Fetched())
    given = ["import", str(tmp_path / "entries-9.csv"), "--source", SOURCE, "--store", str(two)]
    assert commands.main(given) == 1 and "later format" in capsys.readouterr().err
    assert {each: each.read_bytes() for each in two.rglob("*") if each.is_file()} == before
    assert "later format" in store.read(two).faults[SOURCE] and entries(two) == 4


@pytest.mark.parametrize("mask", [0o000, 0o077, 0o777])
def test_files_are_for_their_owner_alone_whatever_the_umask(tmp_path, mask):
    before = os.umask(mask)
    try:
        root = tmp_path / "a" / "store"
        for number in (4, 5):
            (tmp_path / "in").mkdir(exist_ok=True)
            (tmp_path / "in").chmod(0o700)
            path = edition(tmp_path / "in", number)
            path.chmod(0o600)
            importing.bring(path, SOURCE, root)
        fetch_log.remember(root, SOURCE, fetch_log.Fetched())
    finally:
        os.umask(before)
    found = {each: stat.S_IMODE(each.stat().st_mode) for each in [root.parent, *root.rglob("*")]}
    assert {found[each] for each in found if each.is_dir()} == {0o700}
    assert {found[each] for each in found if each.is_file()} == {0o600}
    assert any(each.parent.name == "earlier" for each in found)
