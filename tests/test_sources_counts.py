"""Published counts and notices on every shape their files come in: GLOTIP, EuRepoC, the IUU list,
INTERPOL's three tables.
"""

import csv
import functools
import gzip
import io
import json
import random
from pathlib import Path

import damage
import pandas as pd
import pytest

from data import catalog, query, store
from data.ingest import importing
from data.query import Filters, first_day, last_day
from data.records import InputError

SAMPLES = Path(__file__).parent / "samples"
SOURCES = (
    "glotip",
    "eurepoc",
    "iuu_vessels",
    "interpol_public",
    "interpol_issued",
    "interpol_bali_2016",
)
# Columns that are left unread, or read only to be checked: nothing of them may be kept.
UNREAD = {
    "glotip": ["Region", "Subregion", "Source"],
    "eurepoc": (
        list(catalog.sources()["eurepoc"].dirty["ignored_columns"]) + ["weighted_cyber_intensity"]
    ),
    "iuu_vessels": [
        "Name",
        "RFMOName",
        "IMO",
        "NNR",
        "VesselType",
        "GearType",
        "IRCS",
        "MMSI",
        "GT",
        "DWT",
        "Length",
        "YearOfBuild",
        "Depth",
        "BuiltIn",
        "OwnerName",
        "OperatorName",
        "VesselStatus",
        "Reason",
    ],
    "interpol_public": [],
    "interpol_issued": [],
    "interpol_bali_2016": ["measure", "unit"],
}


def sample(name):
    return (SAMPLES / f"{name}.csv").read_bytes().decode("utf-8-sig")


def cells(name):
    return list(csv.reader(io.StringIO(sample(name), newline="")))


def text(rows, delimiter=",", end="\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def read(path, name):
    return importing.read(path, catalog.sources()[name])


@functools.cache
def wanted(name):
    """The sample's records without the lines they stood on."""
    return read(SAMPLES / f"{name}.csv", name)[0].drop(columns="row")


def changed(name, column, value, row=1):
    rows = cells(name)
    rows[row][rows[0].index(column)] = value
    return text(rows)


def workbook(path, rows):
    """The rows as an Excel workbook of text cells."""
    width = max(map(len, rows))
    pd.DataFrame([[*row, *[""] * (width - len(row))] for row in rows]).to_excel(
        path, header=False, index=False
    )
    return path


def total(indicator, *codes, year="", **more):
    return query.total(Filters(indicator, codes, start=first_day(year), end=last_day(year), **more))


def figures(table):
    return {
        name: None if pd.isna(value) else value
        for name, value in zip(table.iloc[:, 0], table["value"], strict=True)
    }


@pytest.fixture(scope="module")
def sampled_store(tmp_path_factory):
    root = tmp_path_factory.mktemp("sampled")
    for name in SOURCES:
        importing.bring(SAMPLES / f"{name}.csv", name, root)
    return root


@pytest.fixture
def sampled(sampled_store, ask_store):
    ask_store(sampled_store)


# ---- shapes


@pytest.mark.parametrize("name", SOURCES)
def test_a_sample_is_read_whole_and_the_report_says_what_became_of_it(name):
    records, report = read(SAMPLES / f"{name}.csv", name)
    assert report["read"] == len(cells(name)) - 1
    assert (
        report["kept"]
        <= report["read"]
        <= report["kept"] + sum(report["dropped"].values()) + report["duplicates"] + 3
    )
    assert set(records["indicator"]) <= {
        each.removeprefix(f"{name}.") for each in catalog.sources()[name].indicators
    }
    assert set(report["ignored"]) == {
        each
        for each in UNREAD[name]
        if each not in ("Reason", "weighted_cyber_intensity", "measure", "unit")
    }
    assert any("is the file whole?" in remark for remark in report["remarks"]), (
        "a sample has fewer records than usual"
    )


SHAPES = (
    "semicolon",
    "tab",
    "bar",
    "bom",
    "utf-16",
    "cp1252",
    "crlf",
    "blank lines",
    "blank tails",
    "packed",
    "preamble",
    "spaces in the header",
)


@pytest.mark.alike(5)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", SOURCES)
def test_the_same_table_in_another_shape_reads_the_same(name, shape, written):
    rows = cells(name)
    plain = text(rows)
    content = {
        "semicolon": lambda: text(rows, ";"),
        "tab": lambda: text(rows, "\t"),
        "bar": lambda: text(rows, "|"),
        "bom": lambda: plain.encode("utf-8-sig"),
        "utf-16": lambda: plain.encode("utf-16"),
        "cp1252": lambda: plain.encode("cp1252"),
        "crlf": lambda: text(rows, end="\r\n"),
        "blank lines": lambda: text([*rows[:2], [], [], *rows[2:], [], []]),
        "blank tails": lambda: text([[*row, "", ""] for row in rows] + [[""] * (len(rows[0]) + 2)]),
        "packed": lambda: gzip.compress(plain.encode()),
        "preamble": lambda: text([["Somebody's table"], ["14/03/2026"], *rows]),
        "spaces in the header": lambda: text([[f" {cell} " for cell in rows[0]], *rows[1:]]),
    }[shape]()
    found = read(written(content, "table.csv"), name)[0].drop(columns="row")
    pd.testing.assert_frame_equal(found, wanted(name))


@pytest.mark.alike(3)
@pytest.mark.parametrize(
    "preamble",
    [[], [["UNODC data portal"], ["Date of export: 2026-03-14"]], [[""], ["UNODC"], [""]]],
)
@pytest.mark.parametrize("name", SOURCES)
def test_an_excel_workbook_reads_as_the_csv_does(name, preamble, tmp_path):
    found = read(workbook(tmp_path / "table.xlsx", [*preamble, *cells(name)]), name)[0].drop(
        columns="row"
    )
    pd.testing.assert_frame_equal(found, wanted(name))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_glotip_as_the_portal_exports_it_with_two_rows_above_and_value(form, tmp_path, written):
    rows = cells("glotip")
    rows[0][rows[0].index("txtVALUE")] = "VALUE"
    rows = [["United Nations Office on Drugs and Crime"], ["Date: 2026-03-14"], *rows]
    path = (
        workbook(tmp_path / "export.xlsx", rows)
        if form == "xlsx"
        else written(text(rows), "export.csv")
    )
    records, _ = read(path, "glotip")
    pd.testing.assert_frame_equal(records.drop(columns="row"), wanted("glotip"))
    assert records["row"].min() == 4, "rows are named as they stand in the file"


def test_a_column_that_stands_twice_is_an_error_unless_the_list_has_it_so(written):
    for name in SOURCES:
        rows = [[*row, row[0]] for row in cells(name)]
        with pytest.raises(InputError, match=f"column '{rows[0][0]}' stands twice"):
            read(written(text(rows), "twice.csv"), name)
    assert cells("iuu_vessels")[0].count("Reason") == 13


@pytest.mark.parametrize("name", SOURCES)
def test_a_new_column_stops_the_import_and_is_named(name, written):
    rows = [[*row, "x" if number else "surprise"] for number, row in enumerate(cells(name))]
    with pytest.raises(
        InputError, match=r"^new\.csv, row 1: has a column nobody has decided on: 'surprise'$"
    ):
        read(written(text(rows), "new.csv"), name)


@pytest.mark.parametrize("name", SOURCES)
def test_every_column_that_is_read_must_be_there(name, written):
    rows = cells(name)
    needed = [
        column
        for column in dict.fromkeys(rows[0])
        if column not in UNREAD[name] or column in ("weighted_cyber_intensity", "measure", "unit")
    ]
    for column in needed:
        at = rows[0].index(column)
        with pytest.raises(InputError, match=r"^less\.csv, row 1: has no column "):
            read(written(text([row[:at] + row[at + 1 :] for row in rows]), "less.csv"), name)


WRONG = (
    b"",
    b"\n \n",
    b"%PDF-1.7\nbinary",
    b"a,b\n1,2\n",
    b'{"a": 1}',
    b"PK\x03\x04broken",
    b"\x1f\x8bbroken",
    b"a\x00b,c\n",
    b"\xff\xfe\x00",
    b"\x81\x8d\x8f",
    b'"' + b"x" * 5000,
)


@pytest.mark.parametrize("number", range(len(WRONG)))
@pytest.mark.parametrize("name", SOURCES)
def test_a_wrong_file_is_one_clear_sentence(name, number, written):
    with pytest.raises(InputError) as said:
        read(written(WRONG[number], "wrong.csv"), name)
    assert (
        str(said.value).startswith("wrong.csv")
        and "\n" not in str(said.value)
        and len(str(said.value)) < 400
    )


@pytest.mark.parametrize("name", SOURCES)
def test_the_table_of_another_source_is_a_wrong_file(name):
    for other in SOURCES:
        if other != name:
            with pytest.raises(InputError, match="has no column"):
                read(SAMPLES / f"{other}.csv", name)


@pytest.mark.alike(3)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", [name for name in SOURCES if len(cells(name)[0]) > 2])
def test_footnotes_below_the_table_are_no_rows(name, form, tmp_path, written):
    rows = [
        *cells(name),
        [],
        ["PLANTED Person, of the statistics office, kindly explained the figures, provisional"],
        ["Source: somebody"],
        ["* revised"],
        [],
    ]
    path = (
        workbook(tmp_path / "notes.xlsx", rows)
        if form == "xlsx"
        else written(text(rows), "notes.csv")
    )
    records, report = read(path, name)
    pd.testing.assert_frame_equal(records.drop(columns="row"), wanted(name))
    assert (
        report["dropped"]["footnote below the table"] == 3
        and report["read"] == len(cells(name)) - 1
        and "PLANTED" not in json.dumps(report)
    )
    bad = [*cells(name), ["Indonesia"]]
    path = workbook(tmp_path / "bad.xlsx", bad) if form == "xlsx" else written(text(bad), "bad.csv")
    said = "has 1 cells where the header has" if form == "csv" else "row"
    with pytest.raises(InputError, match=said):
        read(path, name)


@pytest.mark.parametrize("name", SOURCES)
def test_a_row_cut_short_is_named(name, written):
    rows = cells(name)
    lines = text(rows[:-1]) + rows[-1][1].split(",")[0]
    with pytest.raises(InputError, match=r"row \d+: has 1 cells where the header has"):
        read(written(lines, "short.csv"), name)


# ---- no person


@pytest.mark.parametrize("name", SOURCES)
def test_a_persons_name_in_a_column_left_unread_reaches_neither_record_nor_store(
    name, written, own_store
):
    rows = cells(name)
    names = rows[0]
    for row in rows[1:]:
        for at, column in enumerate(names):
            if column in UNREAD[name]:
                row[at] = "PLANTED Person, born 1901"
    path = written(text(rows), "persons.csv")
    records, report = read(path, name)
    assert "PLANTED" not in records.to_csv() + json.dumps(report)
    assert "PLANTED" not in "".join(map(str, wanted(name).to_numpy().ravel()))
    importing.bring(path, name, own_store)
    kept = b"".join(each.read_bytes() for each in own_store.iterdir())
    published = pd.read_parquet(next(own_store.glob("*-??????????.parquet")))
    assert (
        b"PLANTED" not in kept
        and "PLANTED" not in published.to_csv()
        and len(published) == len(records)
    )
    counts, _ = importing.bring(path, name, own_store, for_bundle=True)
    assert "PLANTED" not in pd.read_parquet(own_store / f"{name}-{counts}.parquet").to_csv()


# ---- what a cell may not say


WRONG_CELLS = [
    ("glotip", "txtVALUE", "<6", "txtVALUE '<6' is not a number"),
    ("glotip", "txtVALUE", "many", "is not a number"),
    ("glotip", "txtVALUE", "", "is not a number"),
    ("glotip", "txtVALUE", "-5", "is negative"),
    ("glotip", "txtVALUE", "1,23", "is not a number"),
    ("glotip", "Iso3_code", "XYZ", "country 'XYZ' is not known"),
    ("glotip", "Country", "", "code 'IDN' has no country name and is not a known region"),
    ("glotip", "Indicator", "Victims of weather", "Indicator 'Victims of weather' is not known"),
    ("glotip", "Sex", "F", "Sex 'F' is not known"),
    ("glotip", "Age", "18+", "is not known"),
    ("glotip", "Year", "20x8", "Year '20x8' is not a date"),
    ("glotip", "Unit of measurement", "Rate", "is not known"),
    ("glotip", "Dimension", "by weather", "is not known"),
    ("eurepoc", "start_date", "2016-02-30", "start_date '2016-02-30' is not a date"),
    ("eurepoc", "end_date", "yesterday", "is not a date"),
    ("eurepoc", "ID", "2", "incident ID '2' stands twice"),
    ("eurepoc", "incident_type", "Rumour", "incident_type 'Rumour' is not known"),
    ("eurepoc", "receiver_country", "['Atlantis']", "country 'Atlantis' is not known"),
    ("eurepoc", "receiver_country", "['Indonesia'", "is not a list"),
    ("eurepoc", "receiver_country", "[1]", "is not a list of names"),
    ("eurepoc", "receiver_country", "[__import__('os')]", "is not a list"),
    ("eurepoc", "initiator_country", "Atlantis", "country 'Atlantis' is not known"),
    ("iuu_vessels", "CurrentlyListed", "yes", "CurrentlyListed 'yes' is not known"),
    ("iuu_vessels", "Flag", "Atlantis", "country 'Atlantis' is not known"),
    ("iuu_vessels", "NPFC", "since 2019", "NPFC 'since 2019' is not a period"),
    ("iuu_vessels", "NPFC", "2019-13-01 - ", "is not a date"),
    ("iuu_vessels", "NPFC", "2019 - 2020 - 2021", "is not a period"),
    ("interpol_public", "persons", "many", "persons 'many' is not a number"),
    ("interpol_public", "persons", "", "is not a number"),
    (
        "interpol_public",
        "nationality_as_published_fr",
        "Atlantide",
        "country 'Atlantide' is not known",
    ),
    (
        "interpol_public",
        "nationality_as_published_fr",
        "Namibie",
        "nationality 'Namibie' stands twice",
    ),
    ("interpol_issued", "colour", "mauve", "colour and measure 'mauve issued' are not known"),
    ("interpol_issued", "measure", "eaten", "are not known"),
    ("interpol_issued", "value", "lots", "is not a number"),
    ("interpol_issued", "date", "2010-1", "is not a date"),
    ("interpol_issued", "qualifier", "perhaps", "qualifier 'perhaps' is not known"),
    ("interpol_bali_2016", "fact_id", "Z9", "fact_id 'Z9' is not known"),
    ("interpol_bali_2016", "country", "Atlantis", "country 'Atlantis' is not known"),
    ("interpol_bali_2016", "value", "1.2.3", "is not a number"),
    ("interpol_bali_2016", "date", "", "is not a date"),
]


@pytest.mark.parametrize(("name", "column", "value", "words"), WRONG_CELLS)
def test_a_wrong_cell_is_named_with_its_row(name, column, value, words, written):
    with pytest.raises(InputError) as said:
        read(written(changed(name, column, value), "wrong.csv"), name)
    assert (
        str(said.value).startswith("wrong.csv, row ")
        and words in str(said.value)
        and "\n" not in str(said.value)
    )


def test_a_vessel_said_to_be_listed_needs_a_spell_that_lasts(written):
    rows = cells("iuu_vessels")
    rows[2][rows[0].index("WCPFC")] = "2019-05 - 2020"
    with pytest.raises(
        InputError, match=r"row 3: CurrentlyListed is True but every spell has ended"
    ):
        read(written(text(rows), "listed.csv"), "iuu_vessels")


def test_glotip_is_read_where_the_reader_exported_one_indicator_alone(written):
    rows = cells("glotip")
    for column in ("Indicator", "Dimension"):
        for kind in sorted(
            {row[rows[0].index(column)] for row in rows[1:]}
            - {"Persons brought into formal contact", "by country of repatriation"}
        ):
            part = [
                row
                for row in rows[1:]
                if row[rows[0].index(column)] == kind and row[rows[0].index("Country")]
            ]
            records, _ = read(written(text([rows[0], *part]), "part.csv"), "glotip")
            lines = read(
                written(
                    text(
                        [
                            rows[0],
                            *part,
                            *[
                                row
                                for row in rows[1:]
                                if row not in part and row[rows[0].index("Country")]
                            ],
                        ]
                    ),
                    "all.csv",
                ),
                "glotip",
            )[0]
            first = lines[lines["row"] <= len(part) + 1].drop(columns="record")
            assert len(records) and records.drop(columns="record").to_csv(
                index=False
            ) == first.to_csv(index=False), kind


# ---- what the figures mean


def test_below_five_is_none_to_four_and_never_added(sampled):
    about = "glotip.detected_victims"
    masked = total(about, "SGP", year="2019")
    assert (masked.value, masked.low, masked.high, masked.masked) == (None, 0, 4, 1)
    world = total(about, year="2019")
    assert (world.value, world.low, world.high, world.masked) == (105, 105, 109, 1)
    assert total("glotip.persons_convicted", "NAM", year="2019").value == 0, "zero is a value"
    assert figures(
        query.by_country(Filters(about, start=first_day("2019"), end=last_day("2019")))
    ) == {"CAF": 6, "IDN": 87, "NAM": 12, "SGP": None}
    assert figures(query.by_period(Filters(about))) == {"2018": 1242, "2019": 105}


def test_a_region_never_counts_beside_its_countries(sampled):
    report = store.current().versions["glotip"].report
    assert report["dropped"]["region that repeats its countries"] == 2
    assert total("glotip.detected_victims", "CAF", year="2019").value == 6, (
        "CAR is the Caribbean, CAF the Central African Republic"
    )


def test_the_same_key_twice_is_added_and_a_masked_part_takes_nothing_away(sampled):
    other = {"year": "2019", "categories": ("other",)}
    assert total("glotip.victims_by_form", "IDN", **other).value == 12
    both = total("glotip.victims_by_form", "NAM", **other)
    assert (both.value, both.low, both.high, both.masked) == (9, 9, 13, 1)
    assert store.current().versions["glotip"].report["duplicates"] == 3


def test_a_country_whose_every_cell_is_masked_has_no_figure_but_is_known(sampled):
    flows = query.by_country(Filters("glotip.victims_by_citizenship", start=first_day("2019")))
    only = flows.set_index("country").loc["SGP"]
    assert pd.isna(only["value"]) and (only["low"], only["high"], only["masked"]) == (0, 4, 1)


def test_citizenship_is_a_country_or_is_said_not_to_be_one(sampled):
    about = "glotip.victims_by_citizenship"
    table = query.flows(Filters(about, start=first_day("2019")))
    assert {
        (row.country, row.partner): None if pd.isna(row.value) else row.value
        for row in table.itertuples()
    } == {("IDN", "IDN"): 70, ("IDN", "MMR"): 11, ("SGP", "IDN"): None}
    assert figures(query.by_category(Filters(about, start=first_day("2019")))) == {
        "foreign": 11,
        "national": 70,
        "unknown": 5,
    }
    assert store.current().versions["glotip"].report["unmatched"] == {"as in row 25": 1}, (
        "the store names the row, whoever imports is told the spelling"
    )


@pytest.mark.parametrize(
    ("code", "value", "high", "by_partner"),
    [
        ("PER", 37, 45, {"COL": None, "PER": 30, "VEN": None}),  # 30 and two masked: 7 are theirs
        ("NLD", 75, 79, {"NGA": 51, "NLD": 24, "PHL": None}),  # 3 more are what `<5` means already
        ("TUN", 38, 38, {}),  # a whole alone is all there is
        ("SLB", 8, 8, {"SLB": 8}),  # said three times: as nationals, by name, and as unknown
    ],
)
def test_a_whole_among_citizenships_is_never_a_part(sampled, code, value, high, by_partner):
    about = "glotip.victims_by_citizenship"
    found = total(about, code, year="2018")
    assert (found.value, found.low, found.high) == (value, value, high)
    assert figures(query.by_partner(Filters(about, (code,)))) == by_partner


def test_what_is_published_without_a_code_stands_under_the_one_it_belongs_to(sampled):
    assert total("glotip.persons_prosecuted", "GGY", year="2018").value == 7


def test_an_incident_counts_once_and_in_each_country_initiator_and_type(sampled):
    about = "eurepoc.incidents"
    assert (total(about).value, total(about).unlocated) == (7, 3)
    assert figures(query.by_country(Filters(about))) == {"IDN": 2, "NAM": 2, "SGP": 1}
    assert figures(query.by_partner(Filters(about))) == {"CHN": 3, "KOR": 3}
    assert figures(query.by_category(Filters(about))) == {
        "data_theft": 1,
        "disruption": 2,
        "doxing": 2,
        "hijacking": 1,
        "hijacking_misuse": 1,
        "ransomware": 2,
    }
    assert (
        figures(query.by_period(Filters(about))) == {"2016": 4, "2017": 2}
        and total(about, year="2016").undated == 1
    )
    assert query.total(Filters(about, ("IDN", "SGP"))).value == 2, "an incident in both counts once"


def test_a_date_on_a_first_day_is_as_exact_as_it_looks(sampled):
    dated = (
        query.rows(Filters("eurepoc.incidents"))
        .drop_duplicates("record")
        .set_index("record")["precision"]
        .to_dict()
    )
    assert dated == {0: "year", 1: "month", 2: "day", 3: "day", 4: "none", 5: "day", 6: "day"}
    assert "2 incidents end before they start" in " ".join(
        store.current().versions["eurepoc"].report["remarks"]
    )


def test_incidents_passed_on_are_counts_that_answer_alike(own_store):
    questions = [
        Filters("eurepoc.incidents", codes, categories)
        for codes in ((), ("IDN",), ("NAM", "SGP"))
        for categories in ((), ("doxing",), ("disruption", "ransomware"))
    ]

    def answers():
        return [
            (
                query.total(each),
                *(
                    figures(ask(each))
                    for ask in (
                        query.by_country,
                        query.by_partner,
                        query.by_category,
                        query.by_period,
                    )
                ),
            )
            for each in questions
        ]

    importing.bring(SAMPLES / "eurepoc.csv", "eurepoc", own_store)
    single, rows = answers(), len(query.rows(Filters("eurepoc.incidents")))
    store.forget()
    importing.bring(SAMPLES / "eurepoc.csv", "eurepoc", own_store, for_bundle=True)
    assert answers() == single and len(query.rows(Filters("eurepoc.incidents"))) < rows
    assert query.rows(Filters("eurepoc.incidents"))["row"].eq(0).all()


def test_a_vessel_counts_once_however_many_lists_it_is_on(sampled):
    about = "iuu_vessels.vessels_listed"
    assert (total(about).value, total(about).unlocated) == (4, 2)
    assert figures(query.by_country(Filters(about))) == {"CHN": 1, "CIV": 1}
    assert figures(query.by_category(Filters(about))) == {
        "CCAMLR": 1,
        "IOTC": 1,
        "NPFC": 1,
        "SEAFO": 1,
        "SPRFMO": 1,
        "WCPFC": 1,
    }
    assert store.current().versions["iuu_vessels"].report["dropped"] == {
        "vessel on none of the lists": 1
    }


@pytest.mark.parametrize(
    ("code", "day", "listed"),
    [
        ("IDN", "2010-02-28", 0),
        ("IDN", "2010-03-01", 1),
        ("IDN", "2015-05-31", 1),
        ("IDN", "2015-06-01", 0),
        ("NAM", "2016-01-01", 0),
        ("LKA", "2017-12-31", 0),
        ("LKA", "2018-01-01", 1),
        ("LKA", "2025-11-07", 1),
        ("LKA", "2025-11-08", 0),
        ("CHN", "2019-12-31", 0),
        ("CHN", "2020-01-01", 1),
        ("CIV", "2006-10-31", 0),
        ("CIV", "2006-11-01", 1),
    ],
)
def test_a_vessel_is_listed_from_its_first_day_to_the_day_before_its_last(
    sampled, code, day, listed
):
    assert (
        query.total(Filters("iuu_vessels.vessels_listed", (code,), end=last_day(day))).value
        == listed
    )


def test_public_notices_are_counts_by_nationality_on_one_day(sampled):
    assert figures(query.by_country(Filters("interpol_public.on_public_list"))) == {
        "RUS": 41,
        "SLV": 30,
        "KOR": 7,
        "IDN": 5,
        "CIV": 3,
        "NAM": 2,
    }
    assert figures(query.by_period(Filters("interpol_public.on_public_list"))) == {"2020": 88}


def test_of_several_statements_the_undoubted_exact_and_best_graded_counts(sampled):
    assert figures(query.by_period(Filters("interpol_issued.red_notices"))) == {
        "2010": 6344,
        "2011": 7100,
    }
    said = query.rows(Filters("interpol_issued.red_notices"), statements=True)
    assert sorted(zip(said["value"], said["rank"], said["stated"].fillna(""), strict=True)) == [
        (6000, 2, "more than"),
        (6344, 1, ""),
        (7000, 2, ""),
        (7100, 1, "about"),
    ]
    attending = Filters("interpol_bali_2016.facts", categories=("countries_attending",))
    assert query.total(attending).value == 160 and sorted(
        query.rows(attending, statements=True)["value"]
    ) == [160, 165, 170]


def test_quantities_that_differ_are_never_one_series(sampled):
    assert (
        total("interpol_issued.red_in_force").value == 46_000
        and total("interpol_issued.red_public").value is None
    )
    report = store.current().versions["interpol_issued"].report
    assert report["dropped"] == {
        "mean of several years": 1,
        "public notices of one issue year, not the list on a date": 1,
        "quantity not told apart": 1,
    }
    assert figures(query.by_category(Filters("interpol_issued.other_colours"))) == {
        "blue_in_force": 1500,
        "yellow_in_force": 300,
    }


def test_the_figures_of_bali_are_by_fact_and_country(sampled):
    assert total("interpol_bali_2016.facts", categories=("red_notices_published",)).value == 601
    returned = Filters("interpol_bali_2016.facts", categories=("fugitives_returned_from",))
    assert (
        figures(query.by_country(returned)) == {"AUS": 2, "SGP": 3}
        and query.total(returned).value == 5
    )


# ---- damage


@pytest.mark.alike(2)
@pytest.mark.parametrize("name", SOURCES)
def test_damaged_files_are_read_or_refused_never_more(name, tmp_path):
    outcome = damage.endure(name, f"{name}.csv", tmp_path / "damaged.dat")
    assert outcome["read"] + outcome["refused"] == damage.TIMES and outcome["refused"]


@pytest.mark.parametrize("name", SOURCES)
def test_a_damaged_workbook_is_read_or_refused(name, tmp_path):
    whole = workbook(tmp_path / "whole.xlsx", cells(name)).read_bytes()
    chance = random.Random(name)
    for number in range(8):
        raw = bytearray(whole)
        for _ in range(chance.randint(1, 40)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        path = tmp_path / "damaged.xlsx"
        path.write_bytes(bytes(raw[: chance.choice((len(raw), len(raw) // 2))]))
        try:
            assert len(read(path, name)[0]), number
        except InputError as said:
            assert str(said).startswith("damaged.xlsx") and "\n" not in str(said)
