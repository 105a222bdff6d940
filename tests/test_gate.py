"""Whoever reads sees the figures of what they may see, and nothing shows that there is more: at
each of five ceilings every answer is that of a store which never held the rest.
"""

import io
import itertools
import json
import zipfile
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from long import LONG
from promises import plain, questions
from tangled import tangled

import settings as setting
from data import catalog, integrity, query, store
from data.analysis import coverage, exports, method
from data.ingest import standing, user_tables
from data.query import Filters, UnknownError, first_day, last_day, plan
from data.reading import user_file
from data.store import marking, opened
from security import reader
from security.reader import Reader
from security.tlp import Role, Tlp

MARKED = {
    "gtd.attacks": 1,  # counted events, of several countries and categories each
    "ctdc.victims": 2,
    "watch.proposals": 3,
    "iuu_vessels.vessels_listed": 4,  # a stock
    "oc_index.score": 5,  # the last edition
    "interpol_api.red_notices": 6,
}
HEADQUARTERS = Reader("test", frozenset({Role.HEADQUARTERS}))
PLACE = {mark.word: at for at, mark in enumerate(Tlp)}


def at(ceiling):
    return reader.using(replace(HEADQUARTERS, shown=ceiling))


def records(indicator):
    """Records of which every row has a mark by chance: a record bears the strictest of its rows."""
    made = tangled(indicator, MARKED[indicator])
    chance = np.random.default_rng(MARKED[indicator])
    return made.assign(tlp=chance.choice([mark.word for mark in Tlp], len(made), p=PARTS))


PARTS = [0.55, 0.15, 0.15, 0.1, 0.05]


def up_to(made, ceiling):
    """The records of which no row is above the ceiling."""
    strictest = made["tlp"].map(PLACE).groupby(made["record"]).transform("max")
    return made[strictest <= PLACE[ceiling.word]]


pytestmark = pytest.mark.usefixtures("nobody_is_asked")


@pytest.fixture(scope="module")
def roots(tmp_path_factory):
    """The store in question, under None, and for each ceiling one that holds nothing above it, and
    no version for those who may see less.
    """
    found = {None: tmp_path_factory.mktemp("whole")}
    for mark in Tlp:
        found[mark] = tmp_path_factory.mktemp(mark.name)
    for indicator in MARKED:
        made = records(indicator)
        source = catalog.sources()[indicator.partition(".")[0]]
        for mark, root in found.items():
            kept = (made if mark is None else up_to(made, mark)).reset_index(drop=True)
            with pytest.MonkeyPatch.context() as patch:
                if mark is not None:
                    patch.setattr(marking, "narrower", lambda _: iter(()))
                store.publish(root, source, kept, {"read": len(kept)})
    return found


@pytest.fixture(scope="module")
def held(roots):
    """Opens one of the stores for a block; each stays open, as in a server."""
    found = {}

    @contextmanager
    def hold(mark, ceiling):
        with setting.using(store=roots[mark]):
            if mark not in found:
                found[mark] = store.read(roots[mark])
            token = opened._held.set(found[mark])
            try:
                with at(ceiling):
                    yield
            finally:
                opened._held.reset(token)

    return hold


def answers(asked):
    """Everything a reader can get to know about a question, but the names of the versions."""
    zipped = zipfile.ZipFile(io.BytesIO(exports.csv_zip(query.rows(asked), asked)))
    told = json.loads(zipped.read(f"{asked.slug()}.metadata.json"))
    document = query.answer(asked, "country")
    settled = query.settle(asked)
    tables = {
        "country": query.by_country(asked),
        "partner": query.by_partner(asked),
        "year": query.by_period(asked),
        "month": query.by_period(asked, "month"),
        "category": query.by_category(asked),
        "period and category": query.by_period_and_category(asked),
        "period and country": query.by_period_and_country(asked),
        "flows": query.flows(asked),
        "moves": query.entries_and_exits(asked),
        "rows": query.rows(asked),
        "behind": method.behind(asked, statements=True),
        "coverage": coverage.grid(asked.indicator),
        "cells": settled.opened.scanned(plan.specified(settled, world=True, keys=("country",))),
    }
    said = {
        "total": query.total(asked),
        "rows": query.count_rows(asked),
        "extent": query.extent(asked.indicator),
        "usual": query.usual_period(query.indicator(asked)),
        "covered": query.covered(asked),
        "file": zipped.read(f"{asked.slug()}.csv"),
        "told": {name: each for name, each in told.items() if name not in ("version", "citation")},
        "document": {name: each for name, each in document.items() if name != "version"},
        "method": method.sentences(asked),
    }
    columns = pq.read_table(io.BytesIO(exports.parquet(tables["rows"], asked)))
    also = json.loads(columns.schema.metadata[b"metadata"])
    said["columns"] = columns.to_pydict()
    said["told of them"] = {
        name: each for name, each in also.items() if name not in ("version", "citation")
    }
    if LONG:
        book = openpyxl.load_workbook(io.BytesIO(exports.xlsx(tables["rows"], asked)))
        said["sheet"] = list(book.worksheets[0].iter_rows(values_only=True))
    change = query.compare(asked)
    said["compare"] = (change.against, change.why, change.held, change.difference, change.previous)
    frames = {
        name: each.astype(object).where(each.notna(), None).to_numpy().tolist()
        for name, each in tables.items()
    }
    return json.loads(json.dumps(said | frames, default=str))


def differs(one, other):
    return [name for name in one if one[name] != other[name]]


def test_the_marks_are_of_every_kind_and_each_hides_something(held):
    counts = {}
    for ceiling in Tlp:
        with held(None, ceiling):
            counts[ceiling] = {name: len(query.rows(Filters(name))) for name in MARKED}
            found = {name: query.rows(Filters(name)) for name in MARKED}
        for name, rows in found.items():
            assert {*rows["tlp"]} == {mark.word for mark in Tlp if mark <= ceiling}, name
            assert rows.groupby("record")["tlp"].nunique().max() == 1, name
    for less, more in itertools.pairwise(Tlp):
        assert all(counts[less][name] < counts[more][name] for name in MARKED)


@settings(max_examples=300 if LONG else 5, suppress_health_check=list(HealthCheck))
@given(some.data())
def test_every_answer_is_that_of_a_store_that_never_held_the_rest(held, data):
    asked = data.draw(questions(tuple(MARKED)))
    ceilings = data.draw(some.permutations(Tlp))
    alone = {}
    for ceiling in (*ceilings, *ceilings):  # the second time from what is remembered
        with held(None, ceiling):
            seen = answers(asked)
        if ceiling not in alone:
            with held(ceiling, Tlp.RED):
                alone[ceiling] = answers(asked)
        assert not differs(seen, alone[ceiling]), (asked, ceiling)
        assert not any(f'"{mark.word}"' in json.dumps(seen) for mark in Tlp if mark > ceiling)


@settings(max_examples=300 if LONG else 5, suppress_health_check=list(HealthCheck))
@given(some.data())
def test_what_is_shown_and_what_is_withheld_are_the_whole(held, data):
    asked = data.draw(questions(tuple(MARKED)))
    with held(None, None):
        whole = query.rows(asked)
        assert query.withheld(asked) == 0
    for ceiling in Tlp:
        with held(None, ceiling):
            shown, withheld = query.rows(asked), query.withheld(asked)
        assert shown["record"].nunique() + withheld == whole["record"].nunique()
        above = whole[whole["tlp"].isin([mark.word for mark in Tlp if mark > ceiling])]
        assert withheld == above["record"].nunique()
        assert {*map(tuple, plain(shown))} | {*map(tuple, plain(above))} == {
            *map(tuple, plain(whole))
        }
        assert len(shown) + len(above) == len(whole)


def test_figures_of_the_parts_add_up_to_the_whole(held):
    """Sums and counts of what is shown and of what is withheld, in every country and year."""
    added = [name for name in MARKED if catalog.indicators()[name].aggregation in ("count", "sum")]
    assert len(added) == 4
    for name, ceiling in itertools.product(added, list(Tlp)[:-1]):
        asked = Filters(name)
        with held(None, ceiling):
            shown = query.by_period_and_country(asked).set_index(["period", "country"])["high"]
            part = query.total(asked)
        with held(None, None):
            rows = query.rows(asked)
            whole = query.by_period_and_country(asked).set_index(["period", "country"])["high"]
            total = query.total(asked)
        above = rows[rows["tlp"].isin([mark.word for mark in Tlp if mark > ceiling])]
        once = above.drop_duplicates("record")
        assert part.high + once["high"].sum() == total.high
        year = pd.to_datetime(above["start"]).dt.year
        keys = ["record", year.rename("year"), above["country"].fillna("")]
        rest = above.groupby(keys)["high"].max().groupby(["year", "country"]).sum()
        rest.index = rest.index.map(lambda key: (str(int(key[0])), key[1]))
        rest.index.names = shown.index.names
        assert shown.add(rest, fill_value=0).sub(whole, fill_value=0).abs().max() == 0, name


def test_who_says_nothing_sees_what_is_for_the_world(held, roots):
    with held(None, Tlp.CLEAR):
        clear = [answers(Filters(name)) for name in MARKED]
    with setting.using(store=roots[None]):
        assert reader.current() == reader.VISITOR
        store.forget()
        assert [answers(Filters(name)) for name in MARKED] == clear
        store.forget()


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """A store with a table of each mark."""
    folder = tmp_path_factory.mktemp("own")
    path, root = folder / "t.csv", folder / "store"
    for mark in Tlp:
        path.write_text(f"Country,Year,Kind,Value\nIDN,{2010 + len(mark)},{mark.name},7\n")
        table = user_file.Table(path)
        about = user_tables.About(f"Table {mark.name}", "cases", "observation", tlp=mark)
        with setting.using(store=root), reader.using(reader.LOCAL):
            reading = user_tables.read(table, user_file.guess(table), about)
            user_tables.keep(root, reading)
            user_tables.share(root, reading.name)
    return root


@pytest.fixture
def own(tables, ask_store):
    """Questions go to the tables of each mark."""
    ask_store(tables)


def test_an_own_table_above_the_ceiling_is_not_there(own):
    for ceiling in Tlp:
        with at(ceiling):
            hidden = [mark for mark in Tlp if mark > ceiling]
            names = [each.title for each in catalog.of_domain("own")]
            said = "Table {} (brought by a user)"
            assert names == [said.format(mark.name) for mark in Tlp if mark <= ceiling]
            for mark in hidden:
                with pytest.raises(UnknownError):
                    query.total(Filters(f"own.table_{mark.name.lower()}"))
            source = catalog.sources()["own"]
            health = next(each for each in standing.all_sources() if each.source.name == "own")
            seen = store.current().versions["own"]
            everything = repr(
                (source, health.source, health.version, seen, dict(catalog.sources()))
            )
            assert not any(f"Table {mark.name} (" in everything for mark in hidden)
            assert seen.records == len(names) and seen.edition == source.edition
            assert source.edition.startswith(f"{len(names)} table")
    known = {f"own.table_{mark.name.lower()}" for mark in (Tlp.CLEAR, Tlp.GREEN)}
    for ceiling in (Tlp.RED, Tlp.GREEN):  # what is known is kept: those who see more ask first
        with at(ceiling):
            found = {each for each in coverage.known()["indicator"] if each.startswith("own.")}
            assert found == known if ceiling is Tlp.GREEN else found > known
    with reader.using(reader.LOCAL):
        assert len(catalog.of_domain("own")) == 3


def test_a_table_without_a_mark_is_amber(own_store, written):
    table = user_file.Table(written("Country,Year,Value\nIDN,2019,7\n", "t.csv"))
    about = user_tables.About("Mine", "cases", "observation")
    with reader.using(reader.LOCAL):
        user_tables.keep(own_store, user_tables.read(table, user_file.guess(table), about))
    pointer = json.loads((own_store / "own.json").read_text(encoding="utf-8"))
    assert pointer["tlp"] == pointer["described"]["mine"]["tlp"] == "AMBER"
    store.forget()
    assert "own" not in catalog.sources() and "own" not in store.current().versions
    del pointer["tlp"], pointer["described"]["mine"]["tlp"]  # as a store of before says it
    del pointer[integrity.SEAL]
    (own_store / "own.json").write_bytes(integrity.sealed(pointer))
    store.forget()
    assert "own" not in catalog.sources() and "own" not in store.current().versions
    with reader.using(reader.LOCAL):
        assert query.total(Filters("own.mine")).value == 7


def test_a_source_above_the_ceiling_is_absent_and_raises_its_records(own_store, monkeypatch):
    source = catalog.sources()["gtd"]
    marked = replace(
        source,
        tlp=Tlp.AMBER,
        indicators={key: replace(each, tlp=Tlp.AMBER) for key, each in source.indicators.items()},
    )
    assert catalog.up_to(marked, Tlp.GREEN) is None and catalog.up_to(marked, Tlp.AMBER) is marked
    store.publish(own_store, marked, tangled("gtd.attacks", 1), {})
    pointer = json.loads((own_store / "gtd.json").read_text(encoding="utf-8"))
    assert pointer["tlp"] == "AMBER" and "narrower" not in pointer
    assert "gtd" not in store.current().versions
    assert query.total(Filters("gtd.attacks")).value == 0


def test_ceilings_that_see_the_same_share_one_store(own):
    with at(Tlp.AMBER):
        amber = store.current()
    with reader.using(reader.LOCAL):
        assert store.current() is amber
    with at(Tlp.GREEN):
        assert store.current() is not amber and store.current().version != amber.version


def test_without_marks_every_ceiling_sees_the_store_itself():
    opened_ = store.read(store.BUNDLED)
    assert all(opened_.seen(mark) is opened_ for mark in Tlp)


def test_files_of_versions_in_use_stay(roots):
    for indicator in MARKED:
        name = indicator.partition(".")[0]
        pointer = json.loads((roots[None] / f"{name}.json").read_text(encoding="utf-8"))
        assert [each["tlp"] for each in pointer["narrower"]] == [m.word for m in list(Tlp)[:-1]]
        named = {each[key] for each in (pointer, *pointer["narrower"]) for key in ("file", "cube")}
        assert named == {each.name for each in roots[None].glob(f"{name}-*.parquet")}
        assert len(named) == 10


def test_a_file_says_the_strictest_mark_of_what_is_in_it(held):
    asked = Filters("gtd.attacks").during(first_day("2012"), last_day("2012"))
    for ceiling in Tlp:
        with held(None, ceiling):
            table = query.rows(asked)
            zipped = zipfile.ZipFile(io.BytesIO(exports.csv_zip(table, asked)))
            book = openpyxl.load_workbook(io.BytesIO(exports.xlsx(table, asked)))
            told = json.loads(zipped.read(f"{asked.slug()}.metadata.json"))
            said = {row[0]: row[1] for row in book.worksheets[-1].iter_rows(values_only=True)}
            assert told["tlp"] == said["TLP marking"] == query.answer(asked)["tlp"] == ceiling.value
