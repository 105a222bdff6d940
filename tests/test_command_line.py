"""`python -m data`: the figures without a browser; what is wrong is said in one sentence and
nothing is changed by it.
"""

import argparse
import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from data import catalog, query, store
from data.cli import commands as command
from data.cli import running
from data.query import Filters
from data.records import COLUMNS, complete, spreadsheet

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "tests" / "samples"
KEV = (SAMPLES / "cisa_kev.csv").read_text(encoding="utf-8")
FATF = (SAMPLES / "fatf.csv").read_text(encoding="utf-8")


@pytest.fixture
def run(capfdbinary, monkeypatch):
    """Runs a command in this process: exit code, standard output, standard error."""

    def call(*arguments):
        capfdbinary.readouterr()
        try:
            code = command.main([str(each) for each in arguments])
        except SystemExit as left:
            code = left.code
        finally:
            monkeypatch.setenv("THREATS_STORE", "")
        out, err = capfdbinary.readouterr()
        return code, out, err.decode()

    return call


def contents(root):
    return (
        {
            str(each.relative_to(root)): each.read_bytes()
            for each in sorted(root.rglob("*"))
            if each.is_file()
        }
        if root.exists()
        else {}
    )


def one_sentence(err):
    """The error as one line without a traceback."""
    assert (
        err.startswith("error: ")
        and err.count("\n") == 1
        and "Traceback" not in err
        and len(err) < 400
    ), err
    return err.removeprefix("error: ").strip()


# ---- asking


def test_status_has_a_line_for_every_source(run):
    code, out, _ = run("status")
    lines = out.decode().splitlines()
    assert code == 0 and [line.split()[0] for line in lines] == ["source", *catalog.sources()]
    code, out, err = run("status", "--format", "json")
    found = {each["source"]: each for each in json.loads(out)}
    assert (code, err) == (0, "") and set(found) == set(catalog.sources())
    for name, version in store.versions(store.BUNDLED).items():
        assert (
            found[name]["rows"] == version.records
            and found[name]["version"] == version.version
            and found[name]["licence"]
        )
    assert (
        found["gfw_events"]["problems"] == "not shipped: bring your own file"
        and found["gfw_events"]["version"] is None
    )


def test_indicators_lists_every_indicator(run):
    code, out, err = run("indicators", "--format", "json")
    found = {each["id"]: each for each in json.loads(out)}
    assert (code, err) == (0, "") and set(found) == set(catalog.indicators())
    for name, about in catalog.indicators().items():
        assert (
            found[name]["domain"],
            found[name]["kind"],
            found[name]["unit"],
            found[name]["aggregation"],
        ) == (about.domain, about.kind, about.unit, about.aggregation)
        assert found[name]["roles"] == list(about.roles) and found[name]["categories"] == dict(
            about.categories
        )
    code, out, _ = run("indicators")
    assert code == 0 and [line.split()[0] for line in out.decode().splitlines()] == [
        "id",
        *catalog.indicators(),
    ]


ASKED = [
    ("eurepoc.incidents", "country"),
    ("eurepoc.incidents", "period"),
    ("eurepoc.incidents", "category"),
    ("eurepoc.incidents", "partner"),
    ("eurepoc.incidents", None),
    ("glotip.victims_by_citizenship", "partner"),
    ("cisa_kev.entries", "country"),
    ("iuu_vessels.vessels_listed", "category"),
    ("interpol_bali_2016.facts", "country"),
]


@pytest.mark.parametrize(("indicator", "by"), ASKED)
def test_json_is_one_document_of_the_promised_shape_and_nothing_else(run, indicator, by):
    code, out, err = run("query", indicator, *(["--by", by] if by else []), "--format", "json")
    document = json.loads(out)
    assert (code, err) == (0, "") and document == json.loads(
        json.dumps(query.answer(Filters(indicator), by))
    )
    assert {
        "indicator",
        "unit",
        "filters",
        "value",
        "rows",
        "unlocated",
        "source",
        "version",
    } <= set(document)
    assert (
        document["indicator"] == indicator
        and document["version"] == store.versions(store.BUNDLED)[indicator.split(".")[0]].version
    )
    assert all({by, "value", "low", "high"} <= set(row) for row in document["rows"]) and bool(
        document["rows"]
    ) == (by is not None and indicator != "cisa_kev.entries")


@pytest.mark.parametrize(("indicator", "by"), ASKED)
def test_csv_and_table_have_the_same_figures(run, indicator, by):
    options = ["--by", by] if by else []
    _, out, _ = run("query", indicator, *options, "--format", "json")
    document = json.loads(out)
    rows = (
        document["rows"]
        if by
        else [{"total": "total"} | {name: document[name] for name in ("value", "low", "high")}]
    )
    code, out, err = run("query", indicator, *options, "--format", "csv")
    read = list(csv.DictReader(io.StringIO(out.decode())))
    assert (code, err) == (0, "") and out.decode().splitlines()[
        0
    ] == f"{by or 'total'},value,low,high"
    assert [
        (row[by or "total"], float(row["value"]) if row["value"] else None) for row in read
    ] == [(row[by or "total"], row["value"]) for row in rows]
    code, out, err = run("query", indicator, *options)
    assert code == 0 and len(out.decode().splitlines()) == 1 + len(rows)
    assert (
        catalog.indicators()[indicator].title in err
        and catalog.indicators()[indicator].title not in out.decode()
    )


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["glotip.detected_victims", "--from", "2019", "--to", "2019"], 82_291),
        (
            [
                "glotip.detected_victims",
                "--from",
                "2019-01-01",
                "--to",
                "2019-12-31",
                "--country",
                "GBR",
            ],
            10_627,
        ),
        (
            [
                "glotip.detected_victims",
                "--from",
                "2019",
                "--to",
                "2019",
                "--country",
                "gbr",
                "--country",
                "USA",
            ],
            10_627 + 8_375,
        ),
        (["glotip.victims_by_citizenship", "--country", "USA", "--partner", "MEX"], 6_952),
        (
            [
                "glotip.victims_by_citizenship",
                "--country",
                "MEX",
                "--partner",
                "USA",
                "--role",
                "citizenship",
            ],
            6_952,
        ),
        (["cisa_kev.entries", "--from", "2022-01", "--to", "2022-12"], 555),
        (["interpol_bali_2016.facts", "--category", "red_notices_published"], 599),
        (["iuu_vessels.vessels_listed"], 213),
        (["eurepoc.incidents", "--from", "2016", "--to", "2016"], 165),
        (["ucdp_acd.active_conflicts", "--from", "2024", "--to", "2024"], 61),
    ],
)
def test_the_options_are_the_filters(run, options, expected):
    code, out, _ = run("query", *options, "--format", "json")
    assert code == 0 and json.loads(out)["value"] == expected
    assert run("query", *options, "--format", "csv")[1].decode().splitlines()[1].split(",")[
        1
    ] == str(expected)


@pytest.mark.parametrize(
    "indicator",
    [
        "eurepoc.incidents",
        "interpol_bali_2016.facts",
        "iuu_vessels.vessels_listed",
        "glotip.victims_by_citizenship",
    ],
)
def test_the_rows_behind_a_figure_in_three_forms(run, indicator, tmp_path):
    wanted = query.rows(Filters(indicator))
    code, out, err = run("rows", indicator)
    read = pd.read_csv(io.BytesIO(out), dtype=str, keep_default_na=False)
    assert (
        (code, err) == (0, "")
        and list(read) == list(COLUMNS)
        and len(read) == len(wanted)
        and read["country"].tolist() == wanted["country"].fillna("").tolist()
    )
    code, out, err = run("rows", indicator, "--format", "json")
    document = json.loads(out)
    assert (
        (code, err) == (0, "")
        and len(document) == len(wanted)
        and [row["value"] for row in document]
        == [None if pd.isna(each) else each for each in wanted["value"]]
    )
    assert {row["start"] and row["start"][:4] for row in document} == {
        None if pd.isna(each) else str(each.year) for each in wanted["start"]
    }
    code, out, err = run("rows", indicator, "--format", "parquet")
    found = pd.read_parquet(io.BytesIO(out))
    assert (
        (code, err) == (0, "")
        and list(found) == list(COLUMNS)
        and found["record"].tolist() == wanted["record"].tolist()
    )


@pytest.mark.parametrize("mark", spreadsheet.BEGINS)
def test_a_csv_holds_no_formula(run, own_store, ask_store, mark):
    one = {"indicator": "attacks", "record": 1, "country": "IDN", "start": pd.Timestamp(2016, 1, 1)}
    one |= {
        "category": f"{mark}1",
        "cited": f"{mark}SUM(A1)",
        "value": 1.0,
        "low": 1.0,
        "high": 1.0,
    }
    store.publish(own_store, catalog.sources()["gtd"], complete(pd.DataFrame([one])), {})
    for asked in (["rows", "gtd.attacks"], ["query", "gtd.attacks", "--by", "category"]):
        ask_store(own_store)
        code, out, _ = run(*asked, "--format", "csv")
        assert code == 0
        (row,) = csv.DictReader(io.StringIO(out.decode(), newline=""))
        assert row["category"][0] == "'" and row.get("cited", "'")[0] == "'", asked
        assert float(row["value"]) == 1


def test_rows_of_nothing_are_an_empty_table(run):
    nothing = ["cisa_kev.entries", "--country", "IDN"]
    assert run("rows", *nothing)[1].decode().splitlines() == [",".join(COLUMNS)]
    assert json.loads(run("rows", *nothing, "--format", "json")[1]) == []
    assert pd.read_parquet(io.BytesIO(run("rows", *nothing, "--format", "parquet")[1])).empty
    assert run("query", *nothing, "--by", "period", "--format", "json")[0] == 0


def test_other_publishers_statements_come_when_asked_for(run):
    facts = [
        "rows",
        "interpol_bali_2016.facts",
        "--category",
        "countries_attending",
        "--format",
        "json",
    ]
    assert [len(json.loads(run(*facts, *more)[1])) for more in ([], ["--all"])] == [1, 5]


# ---- bringing in


def test_an_import_says_what_it_read_and_the_store_answers(run, tmp_path, written):
    root = tmp_path / "store"
    code, out, err = run("import", written(KEV, "kev.csv"), "--source", "cisa_kev", "--store", root)
    assert code == 0 and "kev.csv: 4 rows read, 4 kept" in out.decode() and err == ""
    assert (
        json.loads(run("query", "cisa_kev.entries", "--store", root, "--format", "json")[1])[
            "value"
        ]
        == 4
    )
    code, out, err = run(
        "import", written(FATF, "fatf.csv"), "--source", "fatf", "--store", root, "--format", "json"
    )
    report = json.loads(out)
    assert (
        (code, err) == (0, "")
        and report["file"] == "fatf.csv"
        and report["version"]
        in {each.stem.split("-")[-1] for each in root.glob("fatf-??????????.parquet")}
    )
    assert {
        "read",
        "kept",
        "dropped",
        "not_countries",
        "unmatched",
        "precision",
        "masked",
        "duplicates",
        "ignored",
        "remarks",
    } <= set(report)
    status = {
        each["source"]: each
        for each in json.loads(run("status", "--store", root, "--format", "json")[1])
    }
    assert (
        status["cisa_kev"]["rows"] == 4
        and not status["cisa_kev"]["bundled"]
        and status["eurepoc"]["bundled"]
    )


def kev(old, new):
    assert old in KEV
    return KEV.replace(old, new, 1)


def fatf(column, value):
    rows = list(csv.reader(io.StringIO(FATF)))
    rows[1][rows[0].index(column)] = value
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


WRONG = {
    "empty": ("", "cisa_kev", "the file is empty"),
    "blank": ("\n \n", "cisa_kev", "the file is empty"),
    "another table": ("a,b\n1,2\n", "cisa_kev", "row 1: has no column"),
    "another source's": (FATF, "cisa_kev", "row 1: has no column"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "cisa_kev", "NUL bytes"),
    "a broken workbook": (b"PK\x03\x04broken", "cisa_kev", "is not a whole Excel workbook"),
    "a broken archive": (b"\x1f\x8bbroken", "cisa_kev", "cannot be read"),
    "cut in a row": (KEV.rstrip()[:-30], "cisa_kev", "row 5"),
    "cut in a quotation": (KEV[: KEV.index('"Gateway') + 12], "cisa_kev", "row 2"),
    "cut JSON": (
        (SAMPLES / "cisa_kev.json").read_text(encoding="utf-8")[:500],
        "cisa_kev",
        "is not a whole JSON document",
    ),
    "header only": (KEV.splitlines()[0] + "\n", "cisa_kev", "no rows"),
    "unknown column": (
        "\n".join(
            f"{line},{'weather' if number == 0 else 'x'}"
            for number, line in enumerate(KEV.splitlines())
        ),
        "cisa_kev",
        "row 1: has a column nobody has decided on: 'weather'",
    ),
    "unknown country": (
        fatf("country", "Atlantis"),
        "fatf",
        "row 2: country 'Atlantis' is not known; add it to data/geography/aliases.csv",
    ),
    "unknown date": (
        kev("2021-11-03", "2021-11-33"),
        "cisa_kev",
        "row 2: dateAdded '2021-11-33' is not a date",
    ),
    "unknown value": (kev(",Known", ",Perhaps"), "cisa_kev", "'Perhaps' is not known"),
}


@pytest.mark.alike(4)
@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize("before", ["nothing", "a version"])
def test_a_wrong_file_is_named_with_row_and_value_and_changes_nothing(
    run, tmp_path, written, kind, before
):
    content, source, words = WRONG[kind]
    root = tmp_path / "store"
    if before == "a version":
        for name, text in (("cisa_kev", KEV), ("fatf", FATF)):
            assert (
                run("import", written(text, "good.csv"), "--source", name, "--store", root)[0] == 0
            )
    kept = contents(root)
    code, out, err = run(
        "import", written(content, "wrong.csv"), "--source", source, "--store", root
    )
    said = one_sentence(err)
    assert (code, out) == (1, b"") and said.startswith("wrong.csv") and words in said
    assert contents(root) == kept
    answer = json.loads(run("query", "cisa_kev.entries", "--store", root, "--format", "json")[1])
    assert answer["value"] == (4 if kept else 1404)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["query", "eurepoc.weather"], "indicator 'eurepoc.weather' is not known"),
        (["query", "nothing", "--format", "json"], "indicator 'nothing' is not known"),
        (["rows", "eurepoc.weather"], "indicator 'eurepoc.weather' is not known"),
        (
            ["query", "eurepoc.incidents", "--category", "weather"],
            "category 'weather' is not known",
        ),
        (
            ["query", "eurepoc.incidents", "--role", "captain", "--by", "country"],
            "role 'captain' is not known",
        ),
        (["rows", "eurepoc.incidents", "--category", "weather"], "category 'weather'"),
        (
            ["import", "absent.csv", "--source", "cisa_kev", "--store", "STORE"],
            "absent.csv: there is no such file",
        ),
        (
            ["import", "FILE", "--source", "weather", "--store", "STORE"],
            "source 'weather' is not known; the sources are",
        ),
        (["import", "FILE", "--source", "cisa_kev", "--store", "FILE"], "kev.csv"),
        (["build", "STORE"], "there is no such folder"),
    ],
)
def test_what_is_not_known_is_one_sentence_and_exit_code_1(
    run, tmp_path, written, arguments, words
):
    file = written(KEV, "kev.csv")
    code, out, err = run(
        *({"STORE": tmp_path / "store", "FILE": file}.get(each, each) for each in arguments)
    )
    assert (code, out) == (1, b"") and words in one_sentence(err)
    assert not (tmp_path / "store").exists() and file.read_text(encoding="utf-8") == KEV


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "required: command"),
        (["weather"], "invalid choice: 'weather'"),
        (["query"], "required: indicator"),
        (["import", "x.csv"], "required: --source"),
        (
            ["query", "eurepoc.incidents", "--country", "Atlantis"],
            "'Atlantis' is not an ISO 3166-1 alpha-3 code",
        ),
        (["query", "eurepoc.incidents", "--country", ""], "is not an ISO"),
        (["query", "eurepoc.incidents", "--partner", "ZZZ"], "'ZZZ' is not an ISO"),
        (["query", "eurepoc.incidents", "--from", "yesterday"], "'yesterday' is not a date"),
        (["query", "eurepoc.incidents", "--to", "2016-02-30"], "'2016-02-30' is not a date"),
        (["query", "eurepoc.incidents", "--by", "week"], "invalid choice: 'week'"),
        (["query", "eurepoc.incidents", "--format", "xml"], "invalid choice: 'xml'"),
        (["rows", "eurepoc.incidents", "--format", "table"], "invalid choice: 'table'"),
        (["query", "eurepoc.incidents", "--weather"], "unrecognized arguments: --weather"),
        (["import", "x.csv", "--source", "cisa_kev"], "say which store"),
    ],
)
def test_wrong_usage_is_exit_code_2(run, arguments, words):
    before = contents(store.BUNDLED)
    code, out, err = run(*arguments)
    assert (code, out) == (2, b"") and words in err and "usage:" in err and "Traceback" not in err
    assert contents(store.BUNDLED) == before


@pytest.mark.parametrize("damage", ["pointer", "version"])
def test_a_damaged_version_gives_way_and_is_named_in_one_sentence(run, tmp_path, written, damage):
    root = tmp_path / "store"
    run("import", written(KEV, "kev.csv"), "--source", "cisa_kev", "--store", root)
    broken = (
        root / "cisa_kev.json" if damage == "pointer" else next(root.glob("*-??????????.parquet"))
    )
    broken.write_bytes(b"half")
    code, out, err = run("query", "cisa_kev.entries", "--store", root)
    assert code == 0 and b"1,404" in out, "the bundled figures stand in"
    (said,) = [line for line in err.splitlines() if line.startswith("warning: ")]
    assert str(root) in said and "Traceback" not in err


# ---- in a process of its own


def process(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "data", *arguments],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
    )


def test_exit_codes_and_streams_are_those_of_the_process(tmp_path, written):
    file = written(KEV, "kev.csv")
    done = process(
        "import", str(file), "--source", "cisa_kev", THREATS_STORE=str(tmp_path / "store")
    )
    assert (done.returncode, done.stderr) == (0, "")
    done = process(
        "query",
        "cisa_kev.entries",
        "--by",
        "period",
        "--format",
        "json",
        THREATS_STORE=str(tmp_path / "store"),
    )
    assert (done.returncode, done.stderr) == (0, "") and json.loads(done.stdout)["value"] == 4
    done = process("query", "weather")
    assert (done.returncode, done.stdout) == (1, "") and one_sentence(done.stderr)
    assert process("weather").returncode == 2


def test_a_reader_of_the_output_may_leave_early():
    done = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m data rows iuu_index.indicator_score | head -1"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.startswith("indicator,") and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OSError("the pipe is shut"), "the pipe is shut"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (OSError(28, "No space left on device", "a.csv"), "a.csv: No space left on device"),
        (OSError(), "OSError"),
    ],
    ids=repr,
)
def test_what_the_system_refuses_is_one_sentence_with_a_file_or_without(capsys, fault, words):
    def fails(_):
        raise fault

    assert running.run(argparse.Namespace(store=None, run=fails)) == 1
    assert one_sentence(capsys.readouterr().err) == words
