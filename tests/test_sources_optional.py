"""Four sources a reader may bring the file of: each layout is read, every oddity is handled or
named, no person is kept.
"""

import csv
import gzip
import importlib
import io
import json
from pathlib import Path

import damage
import openpyxl
import pytest
import shown
from browser import ROOT
from streamlit.testing.v1 import AppTest

from components.shell import filters, menu
from data import catalog, query, store
from data.cli import commands as command
from data.geography import countries
from data.ingest import importing
from data.query import Filters, first_day, last_day
from data.records import InputError
from data.sources.acled import KINDS

SAMPLES = Path(__file__).parent / "samples"
FILES = (
    ("gtd", "gtd.csv"),
    ("acled", "acled.csv"),
    ("ucdp_ged", "ucdp_ged.csv"),
    ("ctdc", "ctdc_synthetic.csv"),
    ("ctdc", "ctdc_k_anonymised.csv"),
)
SOURCES = ("gtd", "acled", "ctdc", "ucdp_ged")


def read(path, source):
    return importing.read(path, catalog.sources()[source])


def table(file):
    """The header and the rows of a sample, each row a dictionary."""
    rows = list(csv.reader(io.StringIO((SAMPLES / file).read_text(encoding="utf-8"))))
    return rows[0], [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def text(header, rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [header, *([row.get(name, "") for name in header] for row in rows)]
    )
    return out.getvalue()


def value(indicator, *countries, first=None, last=None, **more):
    asked = Filters(
        indicator,
        countries,
        start=first_day(first) if first else None,
        end=last_day(last or first) if first else None,
        **more,
    )
    return query.total(asked).value


def figures(answer):
    return dict(zip(answer.iloc[:, 0], answer["value"], strict=True))


# ---- all of them


@pytest.mark.parametrize(("source", "file"), FILES)
def test_a_sample_becomes_checked_records(source, file):
    records, report = read(SAMPLES / file, source)
    assert set(records["indicator"]) == {
        each.removeprefix(f"{source}.") for each in catalog.sources()[source].indicators
    }
    assert report["read"] == len(table(file)[1]) and report["kept"]


@pytest.mark.parametrize(("source", "file"), FILES)
def test_no_word_about_a_person_place_or_group_is_kept(source, file):
    records, report = read(SAMPLES / file, source)
    kept = records.to_csv() + json.dumps({**report, "ignored": []})
    assert "PLANTED" in (SAMPLES / file).read_text(encoding="utf-8")
    for word in ("PLANTED", "invented", "1901", "example.org", "30--38", "Female"):
        assert word not in kept, word


@pytest.mark.alike(2)
@pytest.mark.parametrize(("source", "file"), FILES)
def test_packed_marked_and_older_encodings_read_the_same(source, file, written):
    plain = (SAMPLES / file).read_bytes()
    wanted = read(SAMPLES / file, source)[0]
    for name, content in (
        ("packed.gz", gzip.compress(plain)),
        ("bom", b"\xef\xbb\xbf" + plain),
        ("crlf", plain.replace(b"\n", b"\r\n")),
        ("older", plain.decode().encode("cp1252")),
        ("utf16", plain.decode().encode("utf-16")),
    ):
        assert read(written(content, name), source)[0].equals(wanted), name


@pytest.mark.alike(4)
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize(("source", "file"), FILES)
def test_other_separators_and_a_preamble(source, file, delimiter, written):
    rows = list(csv.reader(io.StringIO((SAMPLES / file).read_text(encoding="utf-8"))))
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["Published by somebody"], [], *rows])
    again = read(written(out.getvalue(), "file.csv"), source)[0]
    assert again.drop(columns="row").equals(read(SAMPLES / file, source)[0].drop(columns="row"))


@pytest.mark.parametrize(("source", "file"), FILES)
def test_a_workbook_reads_as_the_text_does(source, file, tmp_path):
    """Numbers and blank cells as a spreadsheet holds them."""
    book = openpyxl.Workbook()
    for at, row in enumerate(csv.reader(io.StringIO((SAMPLES / file).read_text(encoding="utf-8")))):
        number = [
            int(cell) if at and cell.lstrip("-").isdigit() and cell != "00" else cell or None
            for cell in row
        ]
        book.active.append(number)
    book.save(tmp_path / "book.xlsx")
    assert (
        read(tmp_path / "book.xlsx", source)[0]
        .drop(columns="row")
        .equals(read(SAMPLES / file, source)[0].drop(columns="row"))
    )


@pytest.mark.parametrize(("source", "file"), FILES)
def test_a_new_column_stops_the_import_and_is_named(source, file, written):
    header, rows = table(file)
    with pytest.raises(InputError, match="something_new"):
        read(written(text([*header, "something_new"], rows), "file.csv"), source)


@pytest.mark.parametrize(("source", "file"), FILES)
def test_a_column_that_is_read_cannot_be_missing(source, file, written):
    header, rows = table(file)
    for name in importlib.import_module(f"data.sources.{source}").HEADER:
        with pytest.raises(InputError, match=name):
            read(written(text([each for each in header if each != name], rows), "file.csv"), source)


WRONG = (
    "",
    "  \n",
    "hello\n",
    "a,b\n1,2\n",
    '{"a": 1}',
    "[]",
    "\x00\x00",
    "PK\x03\x04 no workbook",
)


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("source", SOURCES)
def test_a_wrong_file_is_refused_in_one_sentence(source, wrong, written):
    with pytest.raises(InputError) as refused:
        read(written(wrong, "wrong.dat"), source)
    assert (
        str(refused.value).startswith("wrong.dat")
        and "\n" not in str(refused.value)
        and len(str(refused.value)) < 400
    )


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    ("other", "file"), [*FILES, ("ucdp_acd", "ucdp_acd.csv"), ("iuu_index", "iuu_index.csv")]
)
def test_the_file_of_another_source_is_refused(source, other, file):
    if source != other:
        with pytest.raises(InputError):
            read(SAMPLES / file, source)


@pytest.mark.parametrize("source", SOURCES)
def test_what_may_not_be_passed_on_is_not_and_says_so(source, capsys):
    about = catalog.sources()[source]
    assert (
        about.optional
        and about.licence.redistribution == "none"
        and not about.files
        and not about.fetch
    )
    assert (
        "bring your own file" in about.title.lower()
        and "bring your own file" in about.licence.name.lower()
    )
    assert any(
        caveat.startswith("Bring your own file: it is not shipped") for caveat in about.caveats
    )
    assert not any(each.headline for each in about.indicators.values())
    assert not list(store.BUNDLED.glob(f"{source}*"))
    assert command.main(["status"]) == 0
    line = next(
        line for line in capsys.readouterr().out.splitlines() if line.startswith(f"{source} ")
    )
    assert line.endswith("not shipped: bring your own file")


@pytest.mark.parametrize(("source", "file"), FILES)
def test_the_command_line_brings_and_asks(source, file, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("THREATS_STORE", str(tmp_path / "x"))
    assert (
        command.main(
            ["import", str(SAMPLES / file), "--source", source, "--store", str(tmp_path / "x")]
        )
        == 0
    )
    assert "rows read" in capsys.readouterr().out
    for name in catalog.sources()[source].indicators:
        assert (
            command.main(
                [
                    "query",
                    name,
                    "--by",
                    "country",
                    "--format",
                    "json",
                    "--store",
                    str(tmp_path / "x"),
                ]
            )
            == 0
        )
        assert json.loads(capsys.readouterr().out)["rows"]


def entry(path):
    return next(each for each in menu.entries() if each.path == path)


def test_pages_offer_them_only_with_figures(own_store):
    ours = {"terrorism": ("gtd", "acled", "ucdp_ged"), "trafficking": ("ctdc",)}
    for path, sources in ours.items():
        assert not {about.source for about in filters.offered(entry(path))} & set(sources)
    for source, file in FILES:
        importing.bring(SAMPLES / file, source, own_store)
    for path, sources in ours.items():
        offered = filters.offered(entry(path))
        assert {about.source for about in offered} >= set(sources) and offered[
            0
        ].source not in sources
        for about in offered:
            if about.source in sources:
                app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
                app.query_params["indicator"] = about.id
                app.switch_page(f"pages/{entry(path).file}")
                app.run()
                assert not app.exception, about.id
                written = "\n".join([*shown.headings(app), *shown.notes(app)])
                assert about.definition in written or about.title in written, about.id


@pytest.mark.alike(2)
@pytest.mark.parametrize(("source", "file"), FILES)
def test_damaged_files_are_read_or_refused_never_more(source, file, tmp_path):
    outcome = damage.endure(source, file, tmp_path / "damaged.dat")
    assert outcome["read"] + outcome["refused"] == damage.TIMES and outcome["refused"]


def changed(file, at, **cells):
    """A sample with cells of one row changed."""
    header, rows = table(file)
    assert set(cells) <= set(header)
    rows[at] |= cells
    return text(header, rows)


# ---- Global Terrorism Database


def test_attacks_by_type_country_and_nationality_of_target(own_store):
    importing.bring(SAMPLES / "gtd.csv", "gtd", own_store)
    assert value("gtd.attacks") == 10 and value("gtd.attacks_undoubted") == 6
    assert figures(query.by_country(Filters("gtd.attacks"))) == {
        "DEU": 1,
        "IDN": 3,
        "NAM": 1,
        "NER": 1,
        "NGA": 1,
        "PHL": 2,
    }
    assert query.total(Filters("gtd.attacks")).unlocated == 1  # the Soviet Union
    assert (
        value("gtd.attacks", "IDN", partner="CAN")
        == value("gtd.attacks", "IDN", partner="NLD")
        == 1
    )
    assert (
        value("gtd.attacks", "IDN", partner="IDN") == 2
        and value("gtd.attacks", "NAM", partner="NAM") == 1
    )
    assert figures(query.by_category(Filters("gtd.attacks", ("IDN",)))) == {
        "armed_assault": 1,
        "bombing": 2,
    }
    assert set(figures(query.by_category(Filters("gtd.attacks")))) == set(
        catalog.indicators()["gtd.attacks"].categories
    )


def test_killed_and_wounded_are_counted_where_they_are_known(own_store):
    _, report = importing.bring(SAMPLES / "gtd.csv", "gtd", own_store)
    assert (
        value("gtd.killed", "IDN") == 8 + 1.5 + 101 and value("gtd.wounded", "IDN") == 24 + 0 + 150
    )
    assert value("gtd.killed", "NER") == pytest.approx(1 / 3) and value("gtd.killed", "NAM") == 3
    assert (
        figures(query.by_country(Filters("gtd.killed")))["DEU"] == 0
    )  # nobody killed is a figure, not a gap
    assert value("gtd.killed", "PHL") == 2  # of two attacks the toll of one is not known
    assert report["dropped"] == {
        "number of wounded not known (the attack itself is kept)": 3,
        "number of killed not known (the attack itself is kept)": 2,
    }
    assert report["not_countries"] == {
        "Soviet Union (former state)": 2,
        "International (aggregate)": 1,
        "Multinational (aggregate)": 1,
    }
    assert report["unmatched"] == {"Atlantian": 1}


def test_an_unknown_month_or_day_makes_the_date_coarser():
    records = read(SAMPLES / "gtd.csv", "gtd")[0]
    rows = {each["eventid"]: at for at, each in enumerate(table("gtd.csv")[1])}
    found = records[records["indicator"] == "attacks"].drop_duplicates("record").set_index("record")
    assert found["precision"].tolist().count("day") == 8
    assert (
        found.loc[rows["201606000001"], "precision"],
        str(found.loc[rows["201606000001"], "start"].date()),
    ) == ("month", "2016-06-01")
    assert (
        found.loc[rows["201600000001"], "precision"],
        str(found.loc[rows["201600000001"], "start"].date()),
    ) == ("year", "2016-01-01")


@pytest.mark.parametrize(
    ("cells", "beyond"),
    [
        ({"doubtterr": "0"}, 6),
        ({"doubtterr": "0.0"}, 6),
        ({"doubtterr": "1"}, 5),
        ({"doubtterr": "-9"}, 5),
        ({"doubtterr": ""}, 5),
        ({"crit1": "0"}, 5),
        ({"crit2": "0"}, 5),
    ],
)
def test_beyond_doubt_are_attacks_that_meet_all_criteria(cells, beyond, written):
    records = read(written(changed("gtd.csv", 0, **cells), "gtd.csv"), "gtd")[0]
    assert records[records["indicator"] == "attacks"]["record"].nunique() == 10
    assert records[records["indicator"] == "attacks_undoubted"]["record"].nunique() == beyond


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (
            {"eventid": "201601140002"},
            "eventid '201601140002' is not a number of 12 digits or stands twice",
        ),
        ({"eventid": "2.01601E+11"}, "is not a number of 12 digits"),
        ({"imonth": "13"}, "'2016-13-14' is not a date"),
        ({"imonth": "2", "iday": "30"}, "'2016-02-30' is not a date"),
        ({"imonth": "0", "iday": "x"}, "is not a date"),
        ({"imonth": "-9"}, "is not a date"),
        ({"iyear": "16"}, "is not a date"),
        ({"country_txt": "Atlantis"}, "country 'Atlantis' is not known"),
        ({"attacktype1": "10"}, "attacktype1 '10' is not known"),
        ({"attacktype1": ""}, "attacktype1 '' is not known"),
        ({"crit1": "2"}, "crit1 '2' is not known"),
        ({"doubtterr": "2"}, "doubtterr '2' is not known"),
        ({"nkill": "several"}, "nkill 'several' is not a number"),
        ({"nkill": "-99"}, "nkill '-99' is negative"),
        ({"nwound": "-1"}, "nwound '-1' is negative"),
    ],
)
def test_attacks_refuse_what_they_cannot_mean(cells, words, written):
    with pytest.raises(InputError, match=words) as refused:
        read(written(changed("gtd.csv", 0, **cells), "gtd.csv"), "gtd")
    assert "PLANTED" not in str(refused.value)


def test_every_spelling_of_a_country_is_known():
    spellings = (
        Path(__file__).parents[2]
        / "shared"
        / "data"
        / "geo"
        / "terrorism__2023-07-20__global_terrorism_database.countries.json"
    )
    if not spellings.is_file():
        pytest.skip("the publishers' files do not lie beside the repository")
    known = {
        name: countries.find(name, "gtd")
        for name in json.loads(spellings.read_text(encoding="utf-8"))
    }
    assert all(known.values())
    nowhere = {"Czechoslovakia", "Soviet Union", "Yugoslavia", "Serbia-Montenegro", "International"}
    assert {name for name, match in known.items() if not match.iso3} == nowhere
    assert (
        known["West Germany (FRG)"].iso3 == known["East Germany (GDR)"].iso3 == "DEU"
        and known["South Yemen"].iso3 == "YEM"
    )


# ---- UCDP GED


def test_deaths_with_their_range_and_events_apart(own_store):
    _, report = importing.bring(SAMPLES / "ucdp_ged.csv", "ucdp_ged", own_store)
    assert value("ucdp_ged.events") == 8
    assert figures(query.by_country(Filters("ucdp_ged.events"))) == {
        "COD": 1,
        "COG": 1,
        "NAM": 1,
        "PHL": 2,
        "RUS": 1,
        "SWZ": 1,
        "YEM": 1,
    }
    total = query.total(Filters("ucdp_ged.deaths", ("PHL",)))
    assert (total.value, total.low, total.high) == (15, 13, 18)
    total = query.total(Filters("ucdp_ged.deaths", ("COD",)))
    assert (total.value, total.low, total.high) == (0, 0, 40)
    total = query.total(Filters("ucdp_ged.deaths", ("RUS",)))
    assert (total.value, total.low, total.high) == (4, 4, 6)  # published as 4, between 5 and 6
    assert any(
        "range is widened" in remark and remark.startswith("1 ") for remark in report["remarks"]
    )
    assert figures(query.by_category(Filters("ucdp_ged.events"))) == {
        "non_state": 2,
        "one_sided": 3,
        "state_based": 3,
    }


def test_an_event_is_as_exact_as_its_precision_says():
    records = read(SAMPLES / "ucdp_ged.csv", "ucdp_ged")[0]
    dates = {row.record: (row.precision, str(row.start.date())) for row in records.itertuples()}
    assert (
        dates[1001] == ("day", "2016-05-03")
        and dates[1002] == ("month", "2016-05-01")
        and dates[1003] == ("month", "2016-07-01")
    )
    assert dates[1004] == ("year", "2017-01-01")  # began on 2016-12-31, counted in 2017
    assert dates[1006] == ("month", "2022-03-01")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"id": "1002"}, "id '1002' is not a number or stands twice"),
        ({"id": "x"}, "id 'x' is not a number"),
        ({"country_id": ""}, "country_id '' is not a number"),
        ({"country_id": "850"}, "country_id '840' and country 'Philippines' do not go together"),
        ({"country": "Indonesia"}, "country_id '840' and country 'Philippines' do not go together"),
        ({"country": "Atlantis", "country_id": "9"}, "country 'Atlantis' is not known"),
        ({"type_of_violence": "4"}, "type_of_violence '4' is not known"),
        ({"date_prec": "0"}, "date_prec '0' is not known"),
        ({"date_start": "03/05/2016"}, "date_start '03/05/2016' is not a date"),
        ({"date_start": "2016-02-30 00:00:00.000"}, "'2016-02-30' is not a date"),
        ({"date_start": "2016-05-03 12:30:00"}, "is not a date"),
        ({"year": "16"}, "'16' is not a"),
        ({"year": "2016-05"}, "year '2016-05' is not a year"),
        ({"best": "-1"}, "best '-1' is not 0 or more"),
        ({"high": ""}, "high '' is not a number"),
    ],
)
def test_violence_refuses_what_it_cannot_mean(cells, words, written):
    with pytest.raises(InputError, match=words) as refused:
        read(written(changed("ucdp_ged.csv", 0, **cells), "ged.csv"), "ucdp_ged")
    assert "PLANTED" not in str(refused.value)


# ---- ACLED


def test_events_by_type_by_kind_and_their_deaths(own_store):
    _, report = importing.bring(SAMPLES / "acled.csv", "acled", own_store)
    assert report["duplicates"] == 1  # a file of one row per actor
    assert (
        value("acled.events") == value("acled.events_by_kind") == 9
        and value("acled.fatalities") == 23
    )
    assert figures(query.by_country(Filters("acled.events"))) == {
        "COD": 1,
        "COG": 1,
        "IDN": 3,
        "NAM": 1,
        "PHL": 2,
        "XKX": 1,
    }
    assert figures(query.by_category(Filters("acled.events"))) == {
        "battles": 1,
        "civilians": 2,
        "explosions": 1,
        "protests": 2,
        "riots": 1,
        "strategic": 2,
    }
    assert figures(query.by_category(Filters("acled.events_by_kind", ("IDN",)))) == {
        "excessive_force": 1,
        "peaceful_protest": 1,
        "suicide_bomb": 1,
    }
    assert figures(query.by_category(Filters("acled.fatalities", ("PHL",)))) == {
        "battles": 12,
        "civilians": 0,
    }


def test_every_kind_is_described_and_belongs_to_one_type():
    described = catalog.indicators()
    assert (
        {each for each, _ in KINDS.values()}
        == set(described["acled.events"].categories)
        == set(described["acled.fatalities"].categories)
    )
    assert {each for _, each in KINDS.values()} == set(described["acled.events_by_kind"].categories)
    assert len(described["acled.events_by_kind"].categories) == 25


@pytest.mark.parametrize(
    "date", ["14 January 2016", "2016-01-14", "14-January-2016", "14 Jan 2016", "14 JANUARY 2016"]
)
def test_the_ways_a_date_is_written(date, written):
    assert read(written(changed("acled.csv", 0, event_date=date), "acled.csv"), "acled")[0].equals(
        read(SAMPLES / "acled.csv", "acled")[0]
    )


def test_a_week_or_a_month_is_no_day():
    records = read(SAMPLES / "acled.csv", "acled")[0]
    dates = {row.row: (row.precision, str(row.start.date())) for row in records.itertuples()}
    assert (
        dates[2] == ("day", "2016-01-14")
        and dates[3] == ("month", "2016-01-01")
        and dates[4] == ("month", "2016-01-01")
    )


def test_an_export_of_before_2023_and_one_with_population(written):
    header, rows = table("acled.csv")
    old = [
        "data_id",
        "iso3",
        "event_id_no_cnty",
        *(name for name in header if name not in ("disorder_type", "civilian_targeting", "tags")),
    ]
    new = [*header, "population_1km", "population_2km", "population_5km", "population_best"]
    wanted = read(SAMPLES / "acled.csv", "acled")[0]
    for layout in (old, new):
        assert read(written(text(layout, rows), "acled.csv"), "acled")[0].equals(wanted)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"event_id_cnty": "IDN2"}, "event 'IDN2' stands twice and differs"),
        (
            {"event_id_cnty": "PLANTED PERSON"},
            "event_id_cnty is not a country's letters and a number",
        ),
        ({"event_date": "31 February 2016"}, "is not a date"),
        ({"event_date": "01/14/2016"}, "is not a date"),
        ({"event_date": "14 January 2015"}, "is not a day of year '2016'"),
        ({"event_date": "2016-01"}, "event_date '2016-01' is not a day"),
        ({"time_precision": "4"}, "time_precision '4' is not known"),
        (
            {"event_type": "Battles"},
            "event_type 'battles' with sub_event_type 'suicide bomb' is not known",
        ),
        ({"sub_event_type": "Something"}, "sub_event_type 'something' is not known"),
        ({"iso": "608"}, "iso '608' is not the number of country 'Indonesia'"),
        ({"country": "Malaysia"}, "iso '360' is not the number of country 'Malaysia'"),
        ({"iso": "0", "country": "Atlantis"}, "country 'Atlantis' is not known"),
        ({"fatalities": "several"}, "fatalities 'several' is not a number"),
        ({"fatalities": "-1"}, "fatalities '-1' is not 0 or more"),
    ],
)
def test_disorder_refuses_what_it_cannot_mean(cells, words, written):
    with pytest.raises(InputError, match=words) as refused:
        read(written(changed("acled.csv", 0, **cells), "acled.csv"), "acled")
    assert "PLANTED" not in str(refused.value)


# ---- Counter Trafficking Data Collaborative


def test_persons_become_counts_and_small_counts_ranges(own_store):
    _, report = importing.bring(SAMPLES / "ctdc_synthetic.csv", "ctdc", own_store)
    about = "ctdc.victims"
    total = query.total(Filters(about, ("MYS",)))
    assert (total.value, total.low, total.high, total.masked) == (
        23,
        23,
        32,
        1,
    )  # 12 and 11, and two persons kept as 1 to 9
    assert value(about, "THA") == 10 and value(about, "ZAF") is None
    assert figures(query.by_category(Filters(about, ("MYS",))))["forced_labour"] == 23
    assert figures(query.by_category(Filters(about, ("MYS",))))["sexual_exploitation"] == 11
    assert figures(query.by_period(Filters(about))) == {"2016": 23, "2017": 24, "2018": 15}
    assert query.total(Filters(about)).unlocated == 14 and value(about, "MYS", partner="IDN") == 23
    assert query.total(Filters(about).during(first_day("2016"), last_day("2018"))).undated == 13
    assert report["masked"] == 2 and any(
        "86 persons" in remark and "no row of a person is kept" in remark
        for remark in report["remarks"]
    )


@pytest.mark.parametrize("file", ["ctdc_synthetic.csv", "ctdc_k_anonymised.csv"])
def test_no_row_of_a_person_is_kept(file):
    records = read(SAMPLES / file, "ctdc")[0]
    assert (records["row"] == 0).all()
    assert not records.drop(columns="record").duplicated().any()
    cells = records.drop_duplicates("record")
    keys = ["country", "partner", "start"]
    forms = records.groupby("record")["category"].agg("+".join)
    assert not cells.assign(forms=cells["record"].map(forms)).duplicated([*keys, "forms"]).any()
    exact = cells[cells["value"].notna()]
    assert (exact["value"] >= 10).all() and (exact["low"] == exact["high"]).all()
    masked = cells[cells["value"].isna()]
    assert (masked["low"] == 1).all() and (masked["high"] == 9).all()


def test_the_order_of_persons_is_nowhere(written):
    header, rows = table("ctdc_synthetic.csv")
    assert read(written(text(header, rows[::-1]), "file.csv"), "ctdc")[0].equals(
        read(SAMPLES / "ctdc_synthetic.csv", "ctdc")[0]
    )


def test_the_anonymised_edition_has_two_letters_and_more_forms():
    records = read(SAMPLES / "ctdc_k_anonymised.csv", "ctdc")[0]
    places = records[["country", "partner"]].fillna("-").agg(" ".join, axis=1)
    assert set(zip(places, records["category"], strict=True)) == {
        ("MYS IDN", "forced_labour"),
        ("ZAF NAM", "sexual_exploitation"),  # NA is Namibia here
        ("- PHL", "forced_labour"),
        ("- PHL", "sexual_exploitation"),
        ("USA -", "sexual_exploitation"),
        ("USA -", "other"),
        ("RUS UKR", "unknown"),
    }
    assert (records["value"] == 11).all() and records["record"].nunique() == 5
    assert records.loc[records["country"] == "RUS", "precision"].tolist() == ["none"]


def test_na_in_a_column_of_three_letter_codes_is_not_namibia(written):
    header, rows = table("ctdc_synthetic.csv")
    for row in rows:
        row["citizenship"] = "NA" if row["citizenship"] == "NAM" else row["citizenship"]
    records, report = read(written(text(header, rows), "file.csv"), "ctdc")
    assert records.loc[records["country"] == "ZAF", "partner"].isna().all()
    assert any("taken as unknown, not as Namibia" in remark for remark in report["remarks"])


def test_the_edition_of_2021_and_flags_written_as_decimals(written):
    header, rows = table("ctdc_synthetic.csv")
    wanted = read(SAMPLES / "ctdc_synthetic.csv", "ctdc")[0]
    of_2021 = [
        "yearOfRegistration",
        "gender",
        "ageBroad",
        "majorityStatusAtExploit",
        "traffickMonths",
        "citizenship",
        "CountryOfExploitation",
        "meansOfControlDebtBondage",
        "meansOfControlTakesEarnings",
        "meansOfControlThreats",
        "meansOfControlPsychologicalAbuse",
        "meansOfControlPhysicalAbuse",
        "meansOfControlSexualAbuse",
        "meansOfControlFalsePromises",
        "meansOfControlPsychoactiveSubsta",
        "meansOfControlRestrictsMovement",
        "meansOfControlRestrictsMedicalCa",
        "meansOfControlExcessiveWorkingHo",
        "meansOfControlThreatOfLawEnforce",
        "meansOfControlWithholdsNecessiti",
        "meansOfControlWithholdsDocuments",
        "meansOfControlOther",
        "isForcedLabour",
        "isSexualExploit",
        "isOtherExploit",
        "typeOfLabourAgriculture",
        "typeOfLabourConstruction",
        "typeOfLabourDomesticWork",
        "typeOfLabourHospitality",
        "typeOfLabourOther",
        "typeOfSexProstitution",
        "typeOfSexPornography",
        "typeOfSexOther",
        "recruiterRelationIntimatePartner",
        "recruiterRelationFriend",
        "recruiterRelationFamily",
        "recruiterRelationOther",
    ]
    assert read(written(text(of_2021, rows), "file.csv"), "ctdc")[0].equals(wanted)
    for row in rows:
        for name in ("isForcedLabour", "isSexualExploit", "isOtherExploit"):
            row[name] = {"1": "1.0", "": "0.0"}[row[name]]
        row["yearOfRegistration"] = (
            f"{row['yearOfRegistration']}.0" if row["yearOfRegistration"] else "-99.0"
        )
    assert read(written(text(header, rows), "file.csv"), "ctdc")[0].equals(wanted)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"yearOfRegistration": "16"}, "yearOfRegistration '16' is not a year"),
        ({"yearOfRegistration": "2016-05"}, "is not a year"),
        ({"CountryOfExploitation": "ZZZ"}, "country 'ZZZ' is not known"),
        ({"citizenship": "Atlantian"}, "country 'Atlantian' is not known"),
        ({"isForcedLabour": "yes"}, "isForcedLabour 'yes' is not known"),
        ({"isOtherExploit": "2"}, "isOtherExploit '2' is not known"),
    ],
)
def test_persons_refuse_what_they_cannot_mean(cells, words, written):
    with pytest.raises(InputError, match=words) as refused:
        read(written(changed("ctdc_synthetic.csv", 0, **cells), "ctdc.csv"), "ctdc")
    assert "PLANTED" not in str(refused.value)
