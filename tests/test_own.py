"""A reader's own table: guessed, shown, decided by the reader, kept as an indicator like any other,
and harmless.
"""

import gzip
import io
import json
import os
import signal
import threading
import time
import zipfile
from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest
from openpyxl import Workbook

from data import catalog, query, store
from data.cli import commands as command
from data.ingest import standing, user_tables
from data.ingest.user_tables import About
from data.query import Filters
from data.reading import user_file
from data.reading.user_file import Columns, Table
from data.records import InputError

CSV = (
    "country,year,type,cases\n"
    "Indonesia,2019,Fraud,10\n"
    "SGP,2019,Fraud,4\n"
    "Indonesia,2020,Theft,7\n"
    "NAM,2020,Theft,<5\n"
)
ABOUT = About("Scam reports", "reports", "observation")
pytestmark = pytest.mark.usefixtures("here", "at_the_machine")


@pytest.fixture
def opened(written):
    def open_table(content, name="table.csv"):
        return Table(written(content, name))

    return open_table


@pytest.fixture
def read(opened):
    """Reads a table as guessed, or with other columns and another description."""

    def read_table(content=CSV, about=ABOUT, name="table.csv", leave_out=False, **columns):
        table = opened(content, name)
        return user_tables.read(table, replace(user_file.guess(table), **columns), about, leave_out)

    return read_table


def workbook(rows):
    book, sink = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(sink)
    return sink.getvalue()


def parquet(**columns):
    sink = io.BytesIO()
    pd.DataFrame(columns).to_parquet(sink)
    return sink.getvalue()


# ---- what the columns are


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (CSV, Columns("country", "year", "type", "cases")),
        (CSV.replace(",", ";"), Columns("country", "year", "type", "cases")),
        (CSV.replace(",", "\t"), Columns("country", "year", "type", "cases")),
        ("Exported 2026\n\n" + CSV, Columns("country", "year", "type", "cases")),
        (
            "a,b,c,d\nIndonesia,2019,5.5,x\nFrance,2020,6.5,y\nPeru,2021,7,x\nChad,2022,7,x\n",
            Columns("a", "b", "", "c"),
        ),
        ("ISO3,Date,N\nIDN,2019-07-31,3\nSGP,2019-08,1\n", Columns("ISO3", "Date", "", "N")),
        (
            "Land;Datum;Anzahl\nIDN;31.12.2019;1.234,5\nSGP;01.02.2020;7\n",
            Columns("Land", "Datum", "", "Anzahl", True, True),
        ),
        (
            "state,when,n\nIDN,12/31/2019,1\nSGP,2/1/2020,7\n",
            Columns("state", "when", "", "n", False),
        ),
        (
            "surname,country,year\nMüller,IDN,2019\nMaier,SGP,2020\nKunz,SGP,2020\nKunz,SGP,2020\n",
            Columns("country", "year"),
        ),
        ("x,y\n1,2\n3,4\n", Columns(value="x")),
    ],
)
def test_columns_are_guessed_by_name_and_by_content(content, wanted, opened):
    assert user_file.guess(opened(content)) == wanted


def test_a_workbook_a_parquet_file_and_a_csv_file_give_the_same(read):
    rows = [
        ["country", "day", "type", "cases"],
        ["Indonesia", datetime(2019, 7, 31), "Fraud", 10],
        ["SGP", datetime(2020, 1, 1), "Theft", 4],
    ]
    frame = {
        "country": ["Indonesia", "SGP"],
        "day": [date(2019, 7, 31), date(2020, 1, 1)],
        "type": ["Fraud", "Theft"],
        "cases": [10, 4],
    }
    wanted = read(
        "country,day,type,cases\nIndonesia,2019-07-31,Fraud,10\nSGP,2020-01-01,Theft,4\n"
    ).records.drop(columns="row")
    for content, name in (
        (workbook(rows), "t.xlsx"),
        (parquet(**frame), "t.parquet"),
        (
            gzip.compress(
                b"country,day,type,cases\nIndonesia,31/07/2019,Fraud,10\nSGP,01/01/2020,Theft,4\n"
            ),
            "t.csv.gz",
        ),
    ):
        pd.testing.assert_frame_equal(read(content, name=name).records.drop(columns="row"), wanted)


# ---- what it says before anything is kept


def test_the_report_says_what_was_read_and_left_out(read):
    found = read(
        CSV
        + "World,2020,Theft,99\nAtlantis,2020,Theft,3\nAtlantis,2019,Theft,2\n"
        + "Peru,,Theft,1\nPeru,2020,Theft,n/a\n"
    )
    report = found.report
    assert (report["read"], report["kept"], report["masked"]) == (9, 4, 1)
    assert report["dropped"] == {
        "country not recognised": 2,
        "a region or group: it would count its countries twice": 1,
        "no date": 1,
        "no value": 1,
    }
    assert (
        found.undecided == {"Atlantis": 2}
        and report["not_countries"] == {"World (aggregate)": 1}
        and report["precision"] == {"year": 4}
    )
    masked = found.records[found.records["country"] == "NAM"].iloc[0]
    assert pd.isna(masked["value"]) and (masked["low"], masked["high"]) == (0, 4)


def test_nothing_is_kept_until_the_reader_leaves_unknown_countries_out(read, own_store):
    found = read(CSV + "Atlantis,2020,Theft,3\n")
    with pytest.raises(InputError, match=r"Atlantis \(1 row\); nothing was kept"):
        user_tables.keep(own_store, found)
    assert not (own_store / "own.json").exists()
    user_tables.keep(
        own_store, read(CSV + "Atlantis,2020,Theft,3\n", leave_out=True), leave_out=True
    )
    assert query.total(Filters("own.scam_reports")).high == 25


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (CSV.replace("2020", "soon", 1), r"row 4: year 'soon' is not a date"),
        (CSV.replace(",7", ",many"), r"row 4: cases 'many' is not a number"),
        (CSV.replace(",7", ",1e400"), r"row 4: cases '1e400' is not a number"),
        (CSV.replace("Theft,7", "Theft"), r"row 4: has 3 cells where the header has 4"),
        (CSV.replace("cases", "type"), "column 'type' stands twice"),
        ("country,year,n\nIDN,1066,1\n", "year '1066' lies outside 1900 to 2100"),
        ("", "the file is empty"),
        ("one\n1\n", "names of two columns"),
        (b"\x00\x01" * 50, "names of two columns|NUL"),
        (b"PK\x03\x04 broken", "not a whole Excel workbook"),
        (b"PAR1 broken", "not a whole Parquet file"),
        (b"\x1f\x8b broken", "cannot be read"),
        (
            "country,year,n\nAtlantis,2019,1\nIDN,,2\n",
            "no row with a country, a date and a value; not recognised: Atlantis",
        ),
    ],
)
def test_what_cannot_be_read_is_named_with_row_and_value(content, words, read):
    with pytest.raises(InputError, match=words):
        read(content, country="country")


@pytest.mark.parametrize(
    ("columns", "about", "words"),
    [
        ({"country": ""}, ABOUT, "which column is the country"),
        ({"date": "nowhere"}, ABOUT, "no column 'nowhere'"),
        ({"value": "year"}, ABOUT, "cannot be two things"),
        ({"value": ""}, ABOUT, "which column is the value"),
        ({}, About("", "x", "event"), "title and a unit"),
        ({}, About("x", "x", "listing"), "kind is one of"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(columns, about, words, read):
    with pytest.raises(InputError, match=words):
        read(about=about, **columns)


def test_two_values_of_one_score_are_refused_and_two_counts_are_added(read, own_store):
    twice = CSV + "Indonesia,2019,Fraud,5\n"
    with pytest.raises(InputError, match="row 6: a second value for IDN"):
        read(twice, About("Index", "points", "score"))
    found = read(twice)
    assert found.report["duplicates"] == 1 and "added together" in found.report["remarks"][0]
    user_tables.keep(own_store, found)
    assert query.total(Filters("own.scam_reports", ("IDN",), ("fraud",))).value == 15


# ---- an indicator like any other


def test_a_kept_table_is_asked_like_any_other(read, own_store):
    before = len(catalog.indicators())
    user_tables.keep(own_store, read())
    about = catalog.indicators()["own.scam_reports"]
    assert (
        len(catalog.indicators()) == before + 1
        and about.categories == {"fraud": "Fraud", "theft": "Theft"}
        and about.unit == "reports"
    )
    asked = Filters("own.scam_reports")
    assert query.total(asked).value == 21 and query.total(asked).masked == 1
    assert query.by_country(asked).set_index("country")["value"].to_dict()["IDN"] == 17
    assert query.by_period(asked)["period"].tolist() == ["2019", "2020"]
    assert (
        query.answer(asked, "category")["source"]["name"] == "own"
        and standing.of(catalog.sources()["own"]).state == "current"
    )
    assert (
        catalog.sources()["own"].first == date(2019, 1, 1)
        and catalog.sources()["own"].licence.redistribution == "none"
    )
    query.warm()


@pytest.mark.parametrize("kind", list(user_tables.KINDS))
def test_each_kind_is_answered_as_its_kind(kind, read, own_store):
    user_tables.keep(own_store, read(about=About("Mine", "points", kind), leave_out=True))
    about = catalog.indicators()["own.mine"]
    assert about.kind == kind and about.additive == (kind != "score")
    value = query.total(
        Filters("own.mine", ("IDN",), ("theft",), None, date(2020, 1, 1), date(2020, 12, 31))
    ).value
    assert value == 7


def test_events_need_no_value_and_keep_their_days(read, own_store):
    user_tables.keep(
        own_store,
        read(
            "country,date\nIDN,2019-07-31\nIDN,2019-07-31\nSGP,2020-01-02\n",
            About("Mine", "attacks", "event"),
        ),
    )
    assert (
        query.total(Filters("own.mine")).value == 3
        and catalog.indicators()["own.mine"].grain == "month"
    )
    assert query.by_period(Filters("own.mine"), "month")["period"].tolist() == [
        "2019-07",
        "2020-01",
    ]


def test_a_total_beside_its_parts_is_not_added_to_them(read, own_store):
    user_tables.keep(
        own_store,
        read(
            "country,year,sex,n\nIDN,2019,Total,10\nIDN,2019,Men,6\nIDN,2019,Women,4\n",
            About("Mine", "persons", "observation"),
        ),
    )
    assert query.total(Filters("own.mine")).value == 10


def test_tables_stand_beside_each_other_are_replaced_by_title_and_taken_out(read, own_store):
    user_tables.keep(own_store, read())
    user_tables.keep(own_store, read(about=About("Second", "things", "observation")))
    user_tables.keep(own_store, read(CSV + "Peru,2020,Theft,100\n"))
    assert {key for key in catalog.indicators() if key.startswith("own.")} == {
        "own.scam_reports",
        "own.second",
    }
    store.forget()
    assert (
        query.total(Filters("own.scam_reports")).value == 121
        and query.total(Filters("own.second")).value == 21
    )
    user_tables.remove(own_store, "scam_reports")
    store.forget()
    assert (
        "own.scam_reports" not in catalog.indicators()
        and query.total(Filters("own.second")).value == 21
    )
    with pytest.raises(InputError, match="not a table"):
        user_tables.remove(own_store, "scam_reports")
    user_tables.remove(own_store, "second")
    assert "own" not in catalog.sources() and query.total(Filters("glotip.detected_victims")).value


def test_two_readers_at_once_lose_nothing(read, own_store):
    found = [read(about=About(f"Table {i}", "things", "observation")) for i in range(8)]
    threads = [threading.Thread(target=user_tables.keep, args=(own_store, each)) for each in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(catalog.sources()["own"].indicators) == 8


def test_the_bundled_figures_are_never_written_to(read, own_store):
    with pytest.raises(InputError, match="bundled"):
        user_tables.keep(store.BUNDLED, read())
    assert not user_tables.writable(store.BUNDLED)


# ---- harmless


def everything(root):
    return "".join(
        path.read_bytes().decode("latin-1")
        + (pd.read_parquet(path).to_csv() if path.suffix == ".parquet" else "")
        for path in root.iterdir()
    )


def test_only_mapped_columns_are_kept(read, own_store):
    user_tables.keep(
        own_store,
        read(
            "country,year,cases,surname,remark,suspect\nIDN,2019,3,PLANTED,PLANTED,PLANTED\nSGP,2019,4,PLANTED,PLANTED,PLANTED\n"
        ),
    )
    assert "PLANTED" not in everything(own_store)


@pytest.mark.parametrize(
    "header",
    [
        "Surname",
        "first_name",
        "Name",
        "Family name",
        "Date of birth",
        "passport no",
        "E-Mail",
        "person",
    ],
)
def test_a_column_about_persons_is_no_category(header, read):
    with pytest.raises(InputError, match="nothing about persons"):
        read(CSV.replace("type", header), category=header)


def test_free_text_is_no_category(read):
    rows = "".join(f"IDN,2019,text {i},1\n" for i in range(user_file.CATEGORIES + 1))
    with pytest.raises(InputError, match="61 different values"):
        read("country,year,type,cases\n" + rows, category="type")


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "<script>alert(1)</script>",
        "![x](http://evil.example/x.png)",
        ":red[x]",
        "$x^2$",
        "`x`",
        "\u202eevil",
        "a\x00b",
        "<img src=x onerror=alert(1)>",
    ],
)
def test_formulas_and_markup_become_plain_words(text, read, own_store):
    body = io.StringIO()
    pd.DataFrame(
        {
            "country": ["IDN", "SGP"],
            "year": ["2019", "2020"],
            text + "t": [text, "b"],
            "cases": ["1", "2"],
        }
    ).to_csv(body, index=False)
    if "\x00" in text:
        with pytest.raises(InputError, match="NUL"):
            read(body.getvalue())
        return
    user_tables.keep(
        own_store,
        read(
            body.getvalue(),
            About(f"{text} mine", text + "u", "observation"),
            name="t.csv",
            category=(text + "t").strip(),
        ),
    )
    about = next(iter(catalog.sources()["own"].indicators.values()))
    for words in (about.title, about.unit, about.category_label, *about.categories.values()):
        assert (
            words
            and words[0] not in "=+-@\t"
            and not set(words) & set("<>[]`$\x00\u202e")
            and "://" not in words
        )


def test_names_of_files_lead_nowhere(written):
    table = Table(written(CSV), "../../<b>etc</b>/passwd")
    assert "/" not in table.file and "<" not in table.file


def test_a_file_that_is_too_large_is_refused(written, opened):
    with pytest.raises(InputError, match="larger than 20 MB"):
        opened(b"a" * (user_file.LARGEST + 1))
    with pytest.raises(InputError, match="larger than 64 MB unpacked"):
        opened(gzip.compress(b"country,year\n" + b"IDN,2019\n" * 25_000_000, 1))


def test_a_workbook_that_unpacks_without_end_is_refused(opened):
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("xl/worksheets/sheet1.xml", b"0" * 250_000_000)
    with pytest.raises(InputError, match="unpacked"):
        opened(sink.getvalue(), "t.xlsx")


def test_too_many_rows_are_refused(opened):
    with pytest.raises(InputError, match="500,000"):
        opened(b"country,year\n" + b"IDN,2019\n" * (user_file.ROWS + 1))


# ---- on the command line


def run(capsys, *words):
    code = command.main([str(each) for each in words])
    return code, capsys.readouterr()


def test_the_command_keeps_a_table_and_the_others_answer_for_it(written, own_store, capsys):
    path = written(CSV, "scam_reports.csv")
    code, said = run(capsys, "import", path, "--source", "own", "--store", own_store)
    assert code == 0 and "4 rows read, 4 kept" in said.out and "own.scam_reports" in said.err
    code, said = run(
        capsys,
        "query",
        "own.scam_reports",
        "--country",
        "IDN",
        "--format",
        "json",
        "--store",
        own_store,
    )
    assert json.loads(said.out)["value"] == 17
    code, said = run(capsys, "status", "--store", own_store)
    assert "\nown " in said.out
    assert run(capsys, "remove", "own.scam_reports", "--store", own_store)[0] == 0


def test_the_command_leaves_unknown_countries_out_only_when_told(written, own_store, capsys):
    path = written(CSV + "Atlantis,2020,Theft,3\n", "t.csv")
    code, said = run(capsys, "import", path, "--source", "own", "--store", own_store)
    assert code == 1 and "Atlantis" in said.err and not list(own_store.glob("own*"))
    code, said = run(
        capsys,
        "import",
        path,
        "--source",
        "own",
        "--store",
        own_store,
        "--leave-out",
        "--title",
        "Mine",
        "--unit",
        "x",
        "--kind",
        "event",
        "--value-column",
        "",
        "--format",
        "json",
    )
    assert code == 0 and json.loads(said.out)["indicator"] == "own.mine"
    assert query.total(Filters("own.mine")).value == 4


def test_a_writer_that_was_killed_keeps_nobody_out(own_store, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("Country,Year,Value\nIndonesia,2019,3\n", encoding="utf-8")
    table = user_file.Table(path)
    reading = user_tables.read(
        table, user_file.guess(table), user_tables.About("Cases", "cases", "observation")
    )
    user_tables.keep(own_store, reading)
    child = os.fork()
    if child == 0:
        with user_tables._alone(own_store):
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    began = time.monotonic()
    user_tables.keep(own_store, reading)
    assert time.monotonic() - began < 10 and len(query.rows(Filters("own.cases"))) == 1
    with (
        user_tables._alone(own_store),
        pytest.raises(store.StoreError, match="somebody else"),
        user_tables._alone(own_store, patience=0.1),
    ):
        pass
