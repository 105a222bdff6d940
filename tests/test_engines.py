"""Engines on servers answer what DuckDB answers: every question, on a real server started here;
what goes wrong is one sentence.
"""

import os
import random
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from editions import edition
from long import LONG

from data import catalog, query, store
from data.engines import EngineError
from data.ingest import importing
from data.query import Filters
from data.records import COLUMNS, QuerySpec, record_query
from data.store import layout

pytest.importorskip(
    "sqlglot",
    reason=(
        "sqlglot is not installed (requirements-engines.txt), so no engine but the embedded one was"
        " tried"
    ),
)
from data.engines import _servers
from tools import engines as started

ROOT = Path(__file__).parents[1]
KINDS = ("postgresql", "chdb", "clickhouse", "spark")
INDICATORS = [
    name for name in catalog.indicators() if not catalog.sources()[name.split(".")[0]].optional
]
CODES = ("IDN", "USA", "RUS", "NAM", "CHN", "IND", "GBR", "UKR", "SGP", "XKX")


@pytest.fixture(scope="module", params=KINDS)
def address(request, tmp_path_factory):
    """An engine's address, for as long as this module's tests need it."""
    kind = request.param
    missing = started.missing(kind)
    if missing:
        pytest.skip(missing)
    if kind == "chdb":
        yield f"clickhouse+chdb://{tmp_path_factory.mktemp('chdb')}"
    else:
        with started.ENGINES[kind]() as running:
            yield running


def scanning(opened):
    """The store without its cubes, so that every figure comes from the records."""
    return replace(
        opened,
        versions={name: replace(version, cube=None) for name, version in opened.versions.items()},
    )


@pytest.fixture(scope="module")
def plain():
    """The bundled figures in the embedded engine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THREATS_ENGINE", "")
        return scanning(store.read(store.BUNDLED))


@pytest.fixture(scope="module")
def pair(plain, address):
    """The bundled figures in the embedded engine, and in the other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THREATS_ENGINE", address)
        return plain, scanning(store.read(store.BUNDLED))


def alike(expected, found):
    """The same columns, types, rows and values in the same order; sums of decimals as far as the
    order of adding lets them.
    """
    pd.testing.assert_frame_equal(expected, found, check_exact=False, rtol=1e-13, atol=0)
    for name in expected.select_dtypes("float64"):
        whole = expected[name].notna() & (expected[name] % 0.5 == 0)
        assert (expected.loc[whole, name] == found.loc[whole, name]).all(), name


def asked(name, draw):
    """A question about an indicator with some of its filters."""
    about = catalog.indicators()[name]
    source = catalog.source_of(about)
    years = sorted(draw.choices(range(source.first.year - 1, source.last.year + 2), k=2))
    some = lambda values, most: tuple(draw.sample(values, min(len(values), draw.randint(0, most))))
    return Filters(
        name,
        some(CODES, 2),
        some(tuple(about.categories), 2),
        draw.choice((None, *CODES)) if about.partner_role and draw.random() < 0.3 else None,
        date(years[0], 1, 1) if draw.random() < 0.5 else None,
        date(years[1], 12, 31) if draw.random() < 0.5 else None,
        draw.choice(("", *about.roles)),
    )


QUESTIONS = {
    "total": query.total,
    "by_country": query.by_country,
    "by_partner": query.by_partner,
    "by_year": query.by_period,
    "by_category": query.by_category,
    "by_month": lambda each: query.by_period(each, "month"),
    "by_period_and_category": query.by_period_and_category,
    "by_period_and_country": lambda each: query.by_period_and_country(each, "month"),
    "flows": query.flows,
    "compare": query.compare,
    "rows": lambda each: query.rows(each, 50, 3),
    "statements": lambda each: query.rows(each, statements=True),
    "count_rows": query.count_rows,
    "extent": lambda each: query.extent(each.indicator),
    "entries_and_exits": query.entries_and_exits,
    "same_countries": query.same_countries,
}


def answers(opened, every, monkeypatch):
    """What a store answers to questions of every kind."""
    monkeypatch.setattr(store, "current", lambda: opened)
    return [ask(each) for ask, each in every]


@pytest.mark.alike(5)
@pytest.mark.parametrize("name", INDICATORS)
def test_every_question_has_the_answer_of_the_embedded_engine(pair, address, name, monkeypatch):
    draw = random.Random(name)
    kinds = list(QUESTIONS.values())
    if not address.startswith(
        ("postgresql", "clickhouse+chdb")
    ):  # slow to ask, or asked the very SQL of chdb
        kinds = draw.sample(kinds, 1)
    elif not LONG:
        kinds = draw.sample(kinds, len(kinds) // 2)
    every = [(ask, asked(name, draw) if draw.random() < 0.7 else Filters(name)) for ask in kinds]
    for one, other in zip(*(answers(opened, every, monkeypatch) for opened in pair), strict=True):
        if isinstance(one, pd.DataFrame):
            alike(one, other)
        else:
            assert repr(one) == repr(other)


def test_groups_and_filters_at_random(pair, address):
    plain, other = pair
    draw = random.Random(7)
    keys = [key for key in record_query.KEYS if key != "day"]
    for _ in range({"spark": 8, "clickhouse": 15}.get(address.partition(":")[0], 40)):
        about = catalog.indicators()[draw.choice(INDICATORS)]
        days = tuple(
            date(draw.randint(1900, 2099), draw.randint(1, 12), 28)
            for _ in range(draw.choice((0, 0, 1, 3)))
        )
        question = QuerySpec(
            about.id,
            tuple(draw.sample([*keys, *(("day",) if days else ())], draw.randint(0, 3))),
            tuple(draw.sample(CODES, draw.choice((0, 0, 4)))),
            tuple(draw.sample(CODES, draw.choice((0, 0, 0, 1)))),
            tuple(
                draw.sample([*about.categories], min(len(about.categories), draw.choice((0, 1))))
            ),
            draw.choice((None, date(2012, 3, 4), date(1905, 1, 1))),
            draw.choice((None, date(2020, 2, 29))),
            days,
            draw.choice((None, None, True, False)),
            draw.random() < 0.2,
        )
        alike(plain.scanned(question), other.scanned(question))


def test_of_what_no_source_has_there_is_nothing(pair):
    for question in (
        QuerySpec("gtd.attacks", ("country", "year")),
        QuerySpec("gtd.attacks"),
        QuerySpec("gtd.attacks", ("day",), days=(date(1950, 1, 1),)),
    ):
        alike(*(opened.scanned(question) for opened in pair))
        assert pair[1].scanned(question).empty
    for form in (
        record_query.count,
        record_query.last,
        record_query.moves,
        lambda each, table: record_query.rows(each, table, tuple(COLUMNS), 5, 0),
    ):
        alike(*(opened.ask(form, QuerySpec("gtd.attacks")) for opened in pair))


@pytest.mark.parametrize(
    "junk",
    ["'; DROP TABLE records; --", "%s %", "{p0: String} ?", "IDN' OR '1'='1", "\x00", "\\", "🐟"],
)
def test_what_a_reader_types_is_a_value(pair, junk):
    question = QuerySpec("eurepoc.incidents", ("country",), countries=(junk, "IDN"))
    assert pair[1].scanned(question)["country"].tolist() == ["IDN"]


def test_threads_get_their_own_answers(pair):
    plain, other = pair
    every = [QuerySpec("eurepoc.incidents", ("year",), countries=(code,)) for code in CODES] * (
        2 if other.engine.title == "Spark" else 4
    )
    with ThreadPoolExecutor(12) as pool:
        for question, found in zip(every, pool.map(other.scanned, every), strict=True):
            alike(plain.scanned(question), found)


# ---- versions


def count(opened):
    return int(opened.ask(record_query.count, QuerySpec("cisa_kev.entries"))["n"][0])


def test_a_new_version_is_loaded_while_the_old_one_answers_and_the_oldest_goes(
    address, tmp_path, monkeypatch
):
    monkeypatch.setenv("THREATS_ENGINE", address)
    monkeypatch.setattr(layout, "BUNDLED", tmp_path / "nothing bundled")
    root, opened = tmp_path / "store", {}
    for entries in range(4, 5 + _servers.KEPT):
        importing.bring(edition(tmp_path, entries), "cisa_kev", root)
        opened[entries] = store.read(root)
        for number in range(max(4, entries - _servers.KEPT + 1), entries + 1):
            assert count(opened[number]) == number
    names = [
        opened[entries].engine.named(opened[entries].versions["cisa_kev"]) for entries in opened
    ]
    held = opened[4].engine.held()
    assert [name in held for name in names] == [False] + [True] * _servers.KEPT and not [
        name for name in held if _servers.LOADING in name
    ]
    with pytest.raises(
        EngineError, match=f"^{re.escape(opened[4].engine.place)}: .*{names[0]}"
    ) as said:
        count(opened[4])
    assert "\n" not in str(said.value)


def test_a_version_that_cannot_be_read_leaves_nothing(pair, address, tmp_path):
    engine = pair[1].engine
    version = pair[1].versions["glotip"]
    if engine.title == "Spark":
        pytest.skip("Spark reads a small file when it is first asked about")
    whole = version.file.read_bytes()
    broken = tmp_path / "glotip-0123456789.parquet"
    broken.write_bytes(
        whole[: len(whole) // 2] + bytes(len(whole) // 4) + whole[-len(whole) // 4 :]
    )
    with pytest.raises((EngineError, FileNotFoundError)):
        engine.prepare([replace(version, version="0123456789", file=broken)])
    with pytest.raises(FileNotFoundError):
        engine.prepare([replace(version, version="0123456789", file=tmp_path / "gone.parquet")])
    assert not [name for name in engine.held() if "0123456789" in name]


def test_two_processes_that_load_at_the_same_time_load_one_table(address, tmp_path):
    if "chdb" in address or "spark" in address:
        pytest.skip("its tables belong to one process")
    code = (
        "import sys; from pathlib import Path; from dataclasses import replace; from data import"
        f" engines, store\nengine = engines.opened({address!r}); version ="
        " replace(store.versions(store.BUNDLED)['glotip'],"
        " version='same')\nprint(engine.prepare([version]), engine.ask(f'SELECT count(*) AS n FROM"
        " {engine.table(version)}', [])['n'][0] == version.records)"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [each.communicate(timeout=120)[0] for each in both] == ["None True\n"] * 2


def test_which_tables_go():
    now = time.time()
    held = {f"threats_a_{n}": now - n for n in range(6)} | {
        "threats_b_0": now - 9,
        "threats_a_b_1": 0.0,
        "threats_a_9_loading_0": now - 4000,
        "threats_a_9_loading_1": now,
    }
    assert _servers.old(held, ["threats_a_5"]) == [
        "threats_a_9_loading_0",
        "threats_a_2",
        "threats_a_3",
        "threats_a_4",
    ]
    assert _servers.old(held, []) == ["threats_a_9_loading_0"]


# ---- what goes wrong


def nobody_listens(kind):
    return {
        "chdb": "",
        "clickhouse": "clickhouse://u:g%2Fheim@127.0.0.1:{}/x",
        "postgresql": "postgresql://u:g%2Fheim@127.0.0.1:{}/x",
        "spark": "spark://127.0.0.1:{}",
    }[kind].format(started.free())


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "chdb"])
def test_a_server_that_is_down_is_one_sentence(kind, tmp_path, monkeypatch):
    if missing := started.missing(kind):
        pytest.skip(missing)
    where = nobody_listens(kind)
    monkeypatch.setenv("THREATS_ENGINE", where)
    with pytest.raises(
        store.StoreError,
        match=r"(PostgreSQL|ClickHouse|Spark) at 127\.0\.0\.1:\d+: .*[Cc]onnection refused",
    ) as said:
        store.read(tmp_path)
    assert (
        "\n" not in str(said.value)
        and "heim" not in str(said.value)
        and "Traceback" not in str(said.value)
    )


def test_a_wrong_password_is_one_sentence(address, tmp_path, monkeypatch):
    if address.startswith("postgresql"):
        import psycopg

        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE ROLE guest LOGIN PASSWORD 'right'")
            rules = Path(connection.execute("SHOW hba_file").fetchone()[0])
            rules.write_text("host all guest 127.0.0.1/32 scram-sha-256\n" + rules.read_text())
            connection.execute("SELECT pg_reload_conf()")
        wrong = re.sub("//.*@", "//guest:f%2Falsch@", address)
    elif address.startswith("clickhouse:"):
        wrong = re.sub("//.*@", "//threats:f%2Falsch@", address)
    else:
        pytest.skip("it knows no password")
    monkeypatch.setenv("THREATS_ENGINE", wrong)
    with pytest.raises(
        store.StoreError, match=r"(PostgreSQL|ClickHouse) at 127\.0\.0\.1:\d+: .*password"
    ) as said:
        store.read(tmp_path)
    assert "\n" not in str(said.value) and "alsch" not in str(said.value)


def test_connections_that_the_server_dropped_are_made_again(pair, address):
    if not address.startswith("postgresql"):
        pytest.skip("it has none that stay open")
    import psycopg

    question = QuerySpec("eurepoc.incidents", ("year",))
    with ThreadPoolExecutor(_servers.TURNS) as pool:
        list(pool.map(pair[1].scanned, [question] * _servers.TURNS * 4))
    with psycopg.connect(address, autocommit=True) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
            " 'threats'"
        ).fetchall()
        assert ended
    for _ in range(_servers.TURNS + 1):
        alike(pair[0].scanned(question), pair[1].scanned(question))


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("oracle://host/x", "'oracle' is not one of clickhouse, postgresql, spark"),
        ("postgresql://host:port/x", "no address of PostgreSQL"),
        ("clickhouse+ftp://host/x", "ClickHouse at host"),
        ("dull", "'dull' is not one of"),
    ],
)
def test_a_setting_that_names_no_engine_is_refused(where, words, tmp_path, monkeypatch):
    if where.partition(":")[0].partition("+")[0] in KINDS and (
        missing := started.missing(where.partition(":")[0].partition("+")[0])
    ):
        pytest.skip(missing)
    monkeypatch.setenv("THREATS_ENGINE", where)
    with pytest.raises(store.StoreError, match=words):
        store.read(tmp_path)


def test_a_package_that_is_missing_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "data.engines.postgresql", raising=False)
    monkeypatch.setenv("THREATS_ENGINE", "postgresql://host/x")
    with pytest.raises(
        store.StoreError,
        match=r"postgresql needs the package psycopg; requirements-engines\.txt names it",
    ):
        store.read(tmp_path)


def test_the_embedded_engine_needs_none_of_their_packages():
    code = (
        "import sys; sys.modules |= dict.fromkeys(('sqlglot', 'psycopg', 'clickhouse_connect',"
        " 'chdb', 'pyspark'))\nfrom data import query; from data.query import Filters;"
        " query.warm(); print(len(query.rows(Filters('cisa_kev.entries'))), 'data.servers' in"
        " sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"THREATS_ENGINE": "", "THREATS_STORE": ""},
        timeout=120,
    )
    assert done.stdout == "1404 False\n", done.stderr


def test_parameters_stand_in_the_order_of_their_values():
    question = QuerySpec(
        "a.b",
        ("day", "country"),
        ("A", "B"),
        ("C",),
        ("d", "e"),
        date(2000, 1, 1),
        date(2001, 1, 1),
        (date(1999, 1, 1), date(1998, 1, 1)),
        True,
    )
    clickhouse = pytest.importorskip(
        "data.engines.clickhouse", reason="clickhouse-connect is not installed"
    )
    for form in (
        record_query.grouped,
        record_query.count,
        record_query.last,
        record_query.moves,
        lambda each, table: record_query.rows(each, table, tuple(COLUMNS), 5, 0),
    ):
        sql = form(question, "t")
        named = re.findall(
            r"\{(p\d+): (\w+)\}",
            clickhouse._sql(sql, tuple(not isinstance(each, str) for each in question.params())),
        )
        assert named == [
            (f"p{at}", "String" if isinstance(each, str) else "Date32")
            for at, each in enumerate(question.params())
        ]
        assert (
            _servers.translated(sql, "postgres").count("%s")
            == _servers.translated(sql, "spark").count("?")
            == len(named)
        )
