"""A version is published whole or not at all: whatever happens to an import, readers find the old
figures or the new ones.
"""

import gc
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from editions import edition
from long import LONG

from data import catalog, query, store
from data.analysis import bilateral, country, coverage, method, strips
from data.engines import embedded
from data.ingest import importing, standing
from data.query import Filters
from data.records import InputError, complete
from data.store import StoreError, layout

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "tests" / "samples" / "cisa_kev.csv"
SOURCE = "cisa_kev"
RECORDS = f"{SOURCE}-??????????.parquet"  # not the cubes beside them
ENTRIES = Filters("cisa_kev.entries")


def in_file(opened):
    return opened.engine.ask("SELECT count(*) AS n FROM cisa_kev WHERE indicator = ?", ["entries"])[
        "n"
    ][0]


def entries(root):
    """How many entries the version in force in a store has, by the pointer and by the file."""
    opened = store.read(root)
    counted = in_file(opened)
    assert opened.versions[SOURCE].records == counted
    return counted


def run(*arguments, limit=None, **environment):
    """`python -m data` in a process of its own; `limit` bytes are the largest file it may write."""
    bound = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) if limit else None
    return subprocess.run(
        [sys.executable, "-m", "data", *map(str, arguments)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        preexec_fn=bound,
        timeout=120,
    )


def killed(plan):
    done = subprocess.run(
        [sys.executable, "tests/killed.py"],
        cwd=ROOT,
        check=False,
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def old(tmp_path, monkeypatch):
    """A store that holds an edition of four entries, over no bundled figures."""
    monkeypatch.setattr(layout, "BUNDLED", tmp_path / "nothing bundled")
    root = tmp_path / "old"
    importing.bring(edition(tmp_path, 4), SOURCE, root)
    return root


# ---- published whole


def test_a_version_is_named_by_its_content_and_its_pointer_says_what_it_is(old):
    pointer = json.loads((old / "cisa_kev.json").read_text(encoding="utf-8"))
    file = old / pointer["file"]
    assert file.name == f"cisa_kev-{pointer['version']}.parquet" and {
        each.name for each in old.iterdir()
    } == {"cisa_kev.json", file.name, pointer["cube"]}
    assert hashlib.sha256(file.read_bytes()).hexdigest()[:10] == pointer["version"]
    assert (
        pointer["records"] == 4 == pointer["report"]["kept"]
        and pointer["report"]["file"] == "entries-4.csv"
    )
    assert entries(old) == 4


def test_the_same_records_give_the_same_bytes_in_any_order_and_any_process(tmp_path):
    records, _ = importing.read(edition(tmp_path, 9), catalog.sources()[SOURCE])
    wanted = store.parquet(records)
    assert store.parquet(complete(records.sample(frac=1, random_state=7))) == wanted
    for seed in ("1", "2"):
        done = run(
            "import",
            tmp_path / "entries-9.csv",
            "--source",
            SOURCE,
            "--store",
            tmp_path / seed,
            PYTHONHASHSEED=seed,
        )
        assert done.returncode == 0, done.stderr
        assert next((tmp_path / seed).glob(RECORDS)).read_bytes() == wanted


def test_publishing_the_same_again_makes_no_second_file(old, tmp_path):
    before = {each.name: each.read_bytes() for each in old.iterdir()}
    importing.bring(tmp_path / "entries-4.csv", SOURCE, old)
    assert {each.name: each.read_bytes() for each in old.iterdir()} == before


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "a,b\n1,2\n",
        "cveID,dateAdded,knownRansomwareCampaignUse\nCVE-2021-10001,2021-13-01,Known\n",
    ],
)
def test_an_import_that_fails_leaves_the_store_as_it_was(old, tmp_path, wrong):
    before = {each.name: each.read_bytes() for each in old.iterdir()}
    (tmp_path / "wrong.csv").write_text(wrong)
    with pytest.raises(InputError, match=r"^wrong\.csv"):
        importing.bring(tmp_path / "wrong.csv", SOURCE, old)
    assert {each.name: each.read_bytes() for each in old.iterdir()} == before


def test_a_full_disk_leaves_the_old_version_and_says_so_in_one_sentence(old, tmp_path):
    before = {each.name: each.read_bytes() for each in old.iterdir()}
    done = run("import", edition(tmp_path, 400), "--source", SOURCE, "--store", old, limit=2000)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert (
        done.stderr.startswith("error: ")
        and done.stderr.count("\n") == 1
        and "cannot be written" in done.stderr
    )
    assert {each.name: each.read_bytes() for each in old.iterdir()} == before and entries(old) == 4


def test_a_store_that_cannot_be_a_folder_is_one_sentence(tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StoreError, match="taken"):
        importing.bring(edition(tmp_path, 4), SOURCE, tmp_path / "taken")


# ---- the old versions


def aged(root, seconds):
    for each in root.glob("*.parquet"):
        written = each.stat().st_mtime - seconds
        os.utime(each, (written, written))


def test_the_last_versions_are_kept_and_older_ones_go(old, tmp_path):
    names = [next(old.glob(RECORDS)).name]
    for number in range(5, 10):
        aged(old, 2 * store.GRACE)
        version, _ = importing.bring(edition(tmp_path, number), SOURCE, old)
        names.append(f"cisa_kev-{version}.parquet")
    assert sorted(each.name for each in old.glob(RECORDS)) == sorted(names[-store.GENERATIONS :])
    assert {each.name.partition(".")[0] for each in old.glob("*.cube-*.parquet")} == {
        name.partition(".")[0] for name in names[-store.GENERATIONS :]
    }
    assert entries(old) == 9


def test_a_version_just_written_stays_for_the_import_that_is_about_to_name_it(old, tmp_path):
    for number in range(5, 12):
        importing.bring(edition(tmp_path, number), SOURCE, old)
    assert len(list(old.glob(RECORDS))) == 8
    aged(old, store.GRACE + 1)
    importing.bring(
        tmp_path / "entries-4.csv", SOURCE, old
    )  # the oldest comes back and is new again
    assert len(list(old.glob(RECORDS))) == store.GENERATIONS and entries(old) == 4


def test_what_killed_imports_left_behind_goes_after_an_hour(old, tmp_path):
    file, folder, fresh = (
        old / ".half.part",
        old / ".cisa_kev-0123456789.parquet.part",
        old / ".another.part",
    )
    folder.mkdir()
    for each in (file, folder / "spilled", fresh):
        each.write_bytes(b"half")
    for each in (file, folder):
        os.utime(each, (time.time() - 4000, time.time() - 4000))
    importing.bring(edition(tmp_path, 5), SOURCE, old)
    assert [each.name for each in old.glob(".*")] == [fresh.name] and entries(old) == 5


def test_an_earlier_edition_can_come_back_into_force(old, tmp_path):
    for number in (5, 6, 4):
        importing.bring(edition(tmp_path, number), SOURCE, old)
    assert entries(old) == 4


def test_sources_do_not_tidy_each_others_versions(old, tmp_path):
    samples = ROOT / "tests" / "samples"
    importing.bring(samples / "ucdp_acd.csv", "ucdp_acd", old)
    for number in range(5, 10):
        importing.bring(edition(tmp_path, number), SOURCE, old)
    assert (
        len(list(old.glob("ucdp_acd-??????????.parquet"))) == 1
        and store.read(old).versions["ucdp_acd"].records
    )


def test_a_reader_keeps_its_version_while_new_ones_come(old, tmp_path):
    opened = store.read(old)
    for number in range(5, 12):
        aged(old, 2 * store.GRACE)
        importing.bring(edition(tmp_path, number), SOURCE, old)
    assert len(list(old.glob(RECORDS))) == store.GENERATIONS
    assert in_file(opened) == 4
    assert entries(old) == 11


# ---- over the bundled figures


def test_a_store_lies_over_the_bundled_figures(own_store, tmp_path):
    bundled = store.versions(store.BUNDLED)
    assert query.total(ENTRIES).value == bundled[SOURCE].records
    importing.bring(edition(tmp_path, 6), SOURCE, own_store)
    store.forget()
    assert (
        query.total(ENTRIES).value == 6 and query.total(Filters("eurepoc.incidents")).value == 1643
    )
    found = store.versions(own_store)
    assert {name for name, each in found.items() if not each.bundled} == {SOURCE} and set(
        found
    ) == set(bundled)


def test_a_store_that_does_not_exist_yet_shows_the_bundled_figures(own_store):
    assert not own_store.exists() and query.total(ENTRIES).value == 1404 and not own_store.exists()


def test_a_new_version_is_seen_without_a_restart(own_store, tmp_path):
    importing.bring(edition(tmp_path, 5), SOURCE, own_store)
    assert query.total(ENTRIES).value == 5
    importing.bring(edition(tmp_path, 7), SOURCE, own_store)
    deadline = time.monotonic() + 5
    while query.total(ENTRIES).value == 5 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert query.total(ENTRIES).value == 7


def test_what_was_open_before_a_new_version_is_let_go(own_store, tmp_path):
    """Whatever was asked of it: an engine and its memory for each import would fill any machine."""

    def engines():
        gc.collect()
        return [each for each in gc.get_objects() if isinstance(each, embedded.Embedded)]

    before = len(engines())
    for number in range(5, 9):
        importing.bring(edition(tmp_path, number), SOURCE, own_store)
        for name in ("cisa_kev.entries", "glotip.detected_victims", "gtd.attacks"):
            asked = query.settle(Filters(name))
            query.answer(asked, "country")
            query.compare(asked)
            query.rows(asked)
            method.sentences(asked)
        country.lines("IDN")
        bilateral.between("IDN", "SGP")
        strips.of_country("IDN")
        coverage.by_year()
        standing.all_sources()
        del asked
    assert len(engines()) <= before + 1


def test_an_import_between_two_figures_of_one_page_mixes_no_versions(own_store, tmp_path):
    importing.bring(edition(tmp_path, 4), SOURCE, own_store)
    with store.held() as before:
        first = query.total(ENTRIES)
        importing.bring(edition(tmp_path, 6), SOURCE, own_store)
        second = query.total(ENTRIES)
        assert (first.value, second.value) == (4, 4) and store.current() is before
    assert query.total(ENTRIES).value == 6


# ---- what a store may not be


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "3",
        '{"format": 1}',
        '{"format": 1, "source": "cisa_kev", "version": 3}',
        "\x00\x00",
    ],
)
def test_a_pointer_that_cannot_be_read_is_named(old, content):
    (old / "cisa_kev.json").write_text(content)
    opened = store.read(old)
    assert not opened.versions and "cisa_kev.json cannot be read" in opened.faults[SOURCE]


def test_a_pointer_of_another_format_or_an_unknown_source_is_passed_over(old):
    pointer = json.loads((old / "cisa_kev.json").read_text(encoding="utf-8"))
    (old / "cisa_kev.json").write_text(json.dumps(pointer | {"format": store.FORMAT + 1}))
    (old / "weather.json").write_text(json.dumps(pointer | {"source": "weather"}))
    assert not store.read(old).versions


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "other"])
def test_a_version_that_cannot_be_read_is_one_sentence(old, damage):
    file = next(old.glob(RECORDS))
    content = {
        "empty": b"",
        "cut": file.read_bytes()[: file.stat().st_size // 2],
        "other": b"PAR1 nothing like it PAR1",
    }.get(damage)
    file.unlink() if content is None else file.write_bytes(content)
    opened = store.read(old)
    assert not opened.versions and str(file) in opened.faults[SOURCE]


def test_strange_files_in_a_store_do_not_matter(old):
    for name in (".half.part", "cisa_kev-0000000000.parquet", "notes.txt", ".cisa_kev.json.swp"):
        (old / name).write_bytes(b"half")
    (old / "folder").mkdir()
    assert entries(old) == 4


# ---- many readers


def test_readers_in_threads_get_their_own_answers():
    questions = [
        Filters("eurepoc.incidents", (code,)) for code in ("USA", "DEU", "UKR", "ISR", "IDN", "CHN")
    ] + [Filters("glotip.detected_victims", (code,)) for code in ("USA", "GBR", "IND")]
    opened = store.current()

    def count(question):
        source, _, name = question.indicator.partition(".")
        sql = (
            f"SELECT count(DISTINCT record) AS n, sum(value) AS value FROM {source} WHERE indicator"
            " = ? AND country = ?"
        )
        return opened.engine.ask(sql, [name, question.countries[0]]).iloc[0].tolist()

    wanted = {question: (count(question), query.rows(question).to_csv()) for question in questions}
    chance = random.Random(1)
    order = [chance.choice(questions) for _ in range(300)]
    with ThreadPoolExecutor(12) as pool:
        found = list(
            pool.map(lambda question: (count(question), query.rows(question).to_csv()), order)
        )
    assert found == [wanted[question] for question in order]


def test_readers_never_see_half_an_import(old, tmp_path):
    sizes = range(4, 16)
    files = [edition(tmp_path, number) for number in sizes]
    done = threading.Event()
    seen, faults = set(), []

    def look():
        while not done.is_set():
            try:
                seen.add(entries(old))
            except Exception as fault:  # noqa: BLE001  # whatever a reader meets is told
                faults.append(fault)

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for file in files * 2:
        importing.bring(file, SOURCE, old)
    done.set()
    for reader in readers:
        reader.join()
    assert not faults and seen <= set(sizes) and len(seen) > 1


def test_two_imports_at_once_leave_one_whole_version(old, tmp_path):
    files = [edition(tmp_path, number) for number in range(4, 12)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda file: importing.bring(file, SOURCE, old), files * 2))
    assert entries(old) in range(4, 12) and not list(old.glob(".*"))


# ---- killed


def whole(root, tmp_path, allowed):
    """The store reads, its figures are the old or the new ones, and the next import works."""
    found = entries(root)
    importing.bring(tmp_path / "entries-6.csv", SOURCE, root)
    assert found in allowed and entries(root) == 6
    return found


def test_an_import_killed_at_any_line_leaves_the_old_version_or_the_new(old, tmp_path):
    new = str(edition(tmp_path, 5))
    edition(tmp_path, 6)
    shutil.copytree(old, tmp_path / "counted")
    counted = killed([[new, SOURCE, str(tmp_path / "counted"), None, None]])[0]
    assert counted > 40
    roots = {line: tmp_path / f"line-{line}" for line in range(1, counted + 1, 1 if LONG else 7)}
    for root in roots.values():
        shutil.copytree(old, root)
    assert killed([[new, SOURCE, str(root), line, None] for line, root in roots.items()]) == [
        "killed"
    ] * len(roots)
    found = [whole(root, tmp_path, (4, 5)) for root in roots.values()]
    assert found == sorted(found) and set(found) == {
        4,
        5,
    }, "once the new version is in force it stays"


def test_imports_killed_at_random_moments_never_break_the_store(old, tmp_path):
    chance = random.Random(85)
    names = [edition(tmp_path, number) for number in range(5, 25)]
    ended = killed([[str(name), SOURCE, str(old), None, chance.uniform(0, 0.12)] for name in names])
    assert ended.count("killed") >= 5 and set(ended) <= {"killed", 0}, ended
    edition(tmp_path, 6)
    whole(old, tmp_path, range(4, 25))


def test_what_killed_imports_left_is_cleared_away_later(old, tmp_path):
    for name, age in ((".fresh.part", 0), (".stale.part", 4000)):
        (old / name).write_bytes(b"half")
        os.utime(old / name, (time.time() - age, time.time() - age))
    importing.bring(edition(tmp_path, 5), SOURCE, old)
    assert [each.name for each in old.glob(".*")] == [".fresh.part"], (
        "a fresh one may belong to an import beside this one"
    )


def test_a_store_that_breaks_while_open_stays_as_it_was(old, monkeypatch):
    monkeypatch.setenv("THREATS_STORE", str(old))
    store.forget()
    before = query.total(ENTRIES).value
    (old / "cisa_kev.json").write_text("{")
    store.look()
    assert query.total(ENTRIES).value == before
    assert "cisa_kev.json cannot be read" in store.faults()[SOURCE]
    assert "shown are those that were read before" in store.fault()
    store.forget()
