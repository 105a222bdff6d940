"""Tables as they come to a reader's desk: read right, or refused with a sentence that names file,
row or column, and value; never a wrong figure that says nothing.
"""

import io
import json
import re

import publishers
import pytest
from openpyxl import Workbook

from data.cli import commands as command
from data.geography import countries
from data.reading import cells, encodings


def sheets(**named):
    """A workbook of several sheets; a name that ends with an underscore is hidden."""
    book, sink = Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in named.items():
        sheet = book.create_sheet(name.strip("_"))
        sheet.sheet_state = "hidden" if name.endswith("_") else "visible"
        for row in rows:
            sheet.append(row)
    book.save(sink)
    return sink.getvalue()


@pytest.fixture
def brought(written, own_store, capsys):
    """Imports a table from the command line: what is kept by country, or why it was refused."""

    def bring(content, *options, name="t.csv"):
        path = written(content, name)
        given = ["import", str(path), "--source", "own", "--store", str(own_store)]
        code = command.main([*given, *options, "--format", "json"])
        said = capsys.readouterr()
        if code:
            assert code == 1 and not (own_store / "own.json").exists()
            return said.err
        report = json.loads(said.out)
        asked = ["query", report["indicator"], "--by", "country", "--format", "json"]
        assert command.main([*asked, "--store", str(own_store)]) == 0
        answer = json.loads(capsys.readouterr().out)
        return {
            row["country"]: row["low"] if row["value"] is None else row["value"]
            for row in answer["rows"]
        }

    return bring


RIGHT = {
    "long decimals": (
        "country,year,rate\nPeru,2015,107.6382310749921\n",
        {"PER": 107.6382310749921},
    ),
    "17 digits": ("country,year,n\nPeru,2015,0.30000000000000004\n", {"PER": 0.30000000000000004}),
    "e-notation": (
        "country,year,n\nPeru,2019,1.5e+06\nChad,2019,2500000\n",
        {"PER": 1.5e6, "TCD": 2.5e6},
    ),
    "small e-notation": ("country,year,n\nPeru,2019,4E-4\nChad,2019,2\n", {"PER": 4e-4, "TCD": 2}),
    "comma and e-notation": (
        "country;year;n\nPeru;2019;1,5e+06\nChad;2019;2\n",
        {"PER": 1.5e6, "TCD": 2},
    ),
    "comma, three decimals": (
        "Land;Jahr;Quote\nPER;2019;0,125\nTCD;2019;0,250\n",
        {"PER": 0.125, "TCD": 0.25},
    ),
    "comma, above nought": (
        "Land;Jahr;Quote\nPER;2019;1,125\nTCD;2019;7,250\n",
        {"PER": 1.125, "TCD": 7.25},
    ),
    "thousands by point": (
        "Land;Jahr;Anzahl\nPER;2019;1.234,5\nTCD;2019;7.250\n",
        {"PER": 1234.5, "TCD": 7250},
    ),
    "thousands by comma": (
        'country,year,n\nPER,2019,"1,234"\nTCD,2019,"12,345,678"\n',
        {"PER": 1234, "TCD": 12345678},
    ),
    "thousands by space": (
        "country;year;n\nPER;2019;1 234,5\nTCD;2019;12\u202f345\n",
        {"PER": 1234.5, "TCD": 12345},
    ),
    "thousands by apostrophe": (
        "country;year;n\nPER;2019;1'234.5\nTCD;2019;12'345\n",
        {"PER": 1234.5, "TCD": 12345},
    ),
    "lakhs": ('country,year,n\nIND,2019,"12,34,567"\nTCD,2019,5\n', {"IND": 1234567, "TCD": 5}),
    "by tabs": ("country\tyear\tn\nPeru\t2019\t1.5\nChad\t2019\t2\n", {"PER": 1.5, "TCD": 2}),
    "by bars": ("country|year|n\nPeru|2019|15\nChad|2019|2\n", {"PER": 15, "TCD": 2}),
    "two commas a line": ("country;year;rate;n\nPeru;2019;0,5;1,5\nChad;2019;0,7;2,5\n", "rate, n"),
    "name beside codes": (
        "CTRY,NAME,YEAR,EVENTS\nGM,Germany,2019,5\nAU,Austria,2019,7\nNI,Nigeria,2019,9\n",
        {"DEU": 5, "AUT": 7, "NGA": 9},
    ),
    "three-letter codes of another system": (
        "abbr,state,year,n\nAUS,Austria,2019,5\nFRN,France,2019,7\nKEN,Kenya,2019,1\n",
        {"AUT": 5, "FRA": 7, "KEN": 1},
    ),
    "ISO's names": (
        (
            "country,year,n\nBahamas (the),2019,5\nCongo (the Democratic Republic of the),2019,9\n"
            'Lao People’s Democratic Republic,2019,1\n"Tanzania, the United Republic of",2019,2\n'
        ),
        {"BHS": 5, "COD": 9, "LAO": 1, "TZA": 2},
    ),
    "common names": (
        "country,year,n\nUAE,2019,5\nRepublic of Kenya,2019,9\nSt Lucia,2019,1\nRÉUNION,2019,2\n",
        {"ARE": 5, "KEN": 9, "LCA": 1, "REU": 2},
    ),
    "regions with a name": (
        "country,year,n\nKenya,2019,5\nAfrica,2019,50\nWorld,2019,99\n",
        {"KEN": 5},
    ),
    "a whole among mapped parts": (
        "REF_AREA,TIME_PERIOD,SEX,OBS_VALUE\nKEN,2019,_T,10\nKEN,2019,F,6\nKEN,2019,M,4\n",
        {"KEN": 10},
    ),
    "insgesamt": (
        "Land;Jahr;Geschlecht;Anzahl\nKEN;2019;Insgesamt;10\nKEN;2019;Frauen;6\n",
        {"KEN": 10},
    ),
    "всего": ("country;year;пол;n\nKEN;2019;Всего;10\nKEN;2019;Женщины;6\n", {"KEN": 10}),
    "latitude first": (
        "country,year,latitude,longitude,victims\nKenya,2019,1.5,36.2,5\nPeru,2019,-9.1,-75.1,90\n",
        {"KEN": 5, "PER": 90},
    ),
    "an id first": (
        "country,year,event_id,victims\nKenya,2019,7711,5\nPeru,2019,7790,90\n",
        {"KEN": 5, "PER": 90},
    ),
    "numbered rows": (
        ",country,year,victims\n0,Kenya,2019,5\n1,Peru,2019,90\n2,Chad,2019,7\n",
        {"KEN": 5, "PER": 90, "TCD": 7},
    ),
    "years as headers": (
        "Country,Updated,2018,2019,2020\nKenya,2021-01-01,5,6,7\nPeru,2021-01-01,1,2,\n",
        {"KEN": 18, "PER": 3},
    ),
    "years as a bank writes them": (
        "Country Name,Country Code,2018 [YR2018],2019 [YR2019]\nKenya,KEN,5,..\nPeru,PER,1,2\n",
        {"KEN": 5, "PER": 3},
    ),
    "preamble": (
        (
            '"Source of data","A bank",\n\n"Last updated","2024-03-28",\n\n'
            '"Country Name","Country Code","Year","Value"\n"Kenya","KEN","2018","5"\n'
            '"Peru","PER","2018","6"\n'
        ),
        {"KEN": 5, "PER": 6},
    ),
    "preamble without a blank line": (
        "Source,A bank\nUpdated,yesterday\ncountry,year,type,n\nKenya,2018,a,5\nPeru,2018,b,6\n",
        {"KEN": 5, "PER": 6},
    ),
    "Cyrillic by Windows": (
        "country;year;category;n\nRUS;2019;Кража;5\nRUS;2019;Грабёж;7\n".encode("cp1251"),
        {"RUS": 12},
    ),
    "UTF-16": ("country,year,n\nTürkiye,2019,5\n".encode("utf-16"), {"TUR": 5}),
    "UTF-16 without its mark": ("country,year,n\nKenya,2019,5\n".encode("utf-16-le"), {"KEN": 5}),
    "UTF-8 with its mark": ("country,year,n\nTürkiye,2019,5\n".encode("utf-8-sig"), {"TUR": 5}),
    "German by Windows": (
        "country,year,type,n\nTürkei,2019,Straße,5\nKenya,2019,Öl,1\n".encode("cp1252"),
        "Türkei",
    ),
    "missing marks": ("country,year,n\nPeru,2019,:\nChad,2019,NA\nKenya,2019,5\n", {"KEN": 5}),
    "masked": ("country,year,n\nPeru,2019,<5\nKenya,2019,5\n", {"PER": 0, "KEN": 5}),
    "Namibia among codes": (
        "country,year,n\nKE,2019,5\nNA,2019,90\nPE,2019,7\n",
        {"KEN": 5, "NAM": 90, "PER": 7},
    ),
}


@pytest.mark.parametrize(("content", "wanted"), RIGHT.values(), ids=RIGHT)
def test_a_table_is_read_right(content, wanted, brought):
    found = brought(content)
    if isinstance(wanted, str):
        assert isinstance(found, str) and wanted in found
    else:
        assert found == wanted


REFUSED = {
    "per cent among counts": (
        "country,year,share\nPeru,2019,12%\nChad,2019,7.5%\n",
        r"row 2: share '12%'",
    ),
    "a flag": ("country,year,n\nPeru,2019,5 p\nChad,2019,7\n", r"row 2: n '5 p'"),
    "a flag in an unnamed column": (
        "country,year,killed\nPeru,2019,5 p\nChad,2019,7e\n",
        "killed '5 p' in row 2",
    ),
    "an estimate": ("country,year,n\nPeru,2019,~5\nChad,2019,7\n", "row 2: n '~5'"),
    "two decimal marks": (
        "country;year;rate\nPeru;2019;1,5\nChad;2019;2.5\n",
        r"row 3: rate '2.5'",
    ),
    "two decimal marks by comma": (
        'country,year,rate\nPeru,2019,"1,5"\nChad,2019,2.5\nKenya,2019,2.7\n',
        r"row 2: rate '1,5'",
    ),
    "thousands or decimals": (
        "country;year;rate\nPeru;2019;1.125\nChad;2019;2.500\n",
        "rate '1.125' may have",
    ),
    "FIPS by its name": ("fips,year,n\nGM,2019,5\nAU,2019,7\n", "row 2: fips 'GM'"),
    "NA among names": (
        "country,year,n\nKenya,2019,5\nNA,2019,90\nPeru,2019,7\n",
        r"NA \(1 row\).*row 3",
    ),
    "a blank among names": (
        "country,year,n\nKenya,2019,5\n,2019,90\nPeru,2019,7\n",
        r"\(blank\) \(1 row\)",
    ),
    "regions without a code": (
        (
            "Entity,Code,Year,deaths\nKenya,KEN,2019,5\nPeru,PER,2019,7\n"
            "Less developed regions,,2019,12\n"
        ),
        r"Less developed regions \(1 row\)",
    ),
    "a year and its months": (
        "country,date,n\nKenya,2019,12\nKenya,2019-01,7\nKenya,2019-02,5\n",
        "date '2019'",
    ),
    "a month and its days": (
        "country,date,n\nKenya,2019-01,12\nKenya,2019-01-03,7\n",
        "date '2019-01'",
    ),
    "a whole nobody mapped": (
        (
            "country,year,type,sex,n\nKEN,2019,Fraud,Total,10\nKEN,2019,Fraud,Female,6\n"
            "KEN,2019,Fraud,Male,4\n"
        ),
        "sex 'Total'",
    ),
    "all sexes": (
        "country,year,demography,n\nKEN,2019,All sexes,10\nKEN,2019,Female,6\n",
        "'All sexes'",
    ),
    "tous": ("country,year,dimension,n\nKEN,2019,Ensemble,10\nKEN,2019,Femmes,6\n", "'Ensemble'"),
    "a whole for some only": (
        "country,year,sex,n\nKEN,2019,Total,10\nKEN,2019,F,6\nPER,2019,F,6\n",
        "sex 'Total'",
    ),
    "two units": (
        (
            "Iso3_code,Indicator,Unit of measurement,Year,VALUE\n"
            'KEN,Homicide,Counts,2019,1000\nKEN,Homicide,"Rate per 100,000",2019,2.1\n'
        ),
        "row 3: Unit of measurement 'Rate per 100,000'",
    ),
    "two measures": (
        "country,year,measure,n\nKEN,2019,PS,1000\nPER,2019,RT,2.1\n",
        "row 3: measure 'RT'",
    ),
    "financial years": (
        "country,year,n\nKenya,2009/10,5\nKenya,2010/11,90\n",
        "row 2: year '2009/10'",
    ),
    "one financial year": ("country,year,n\nKenya,2009-10,5\n", "year '2009-10'"),
    "financial years in full": (
        "country,year,n\nKenya,2009-2010,5\nPeru,2010-2011,5\n",
        "year '2009-2010'",
    ),
    "financial years as headers": ("country,2009/10,2010/11\nKenya,5,6\n", "2009/10"),
    "quarters": ("country,date,n\nKenya,2019-Q1,5\nKenya,2019-Q2,5\n", "2019-Q1"),
    "before 1900": (
        "country,year,n\nKenya,1899,5\nKenya,2019,7\n",
        "row 2: year '1899' lies outside 1900",
    ),
    "after 2100": ("country,year,n\nKenya,2101,5\nKenya,2019,7\n", "lies outside 1900 to 2100"),
    "Greek or who knows": (
        "country;year;category;n\nGRC;2019;κλοπή;5\n".encode("cp1253"),
        "encoding",
    ),
    "Hebrew": ("country;year;category;n\nISR;2019;שלום;5\n".encode("cp1255"), "encoding"),
    "Polish by Windows": (
        "country;year;category;n\nPOL;2019;kradzież;5\n".encode("cp1250"),
        "encoding",
    ),
    "Turkish by Windows": (
        "country;year;category;n\nTUR;2019;hırsızlık;5\n".encode("cp1254"),
        "encoding",
    ),
    "several could be the value": (
        "country,year,killed,wounded\nKenya,2019,5,6\nPeru,2019,7,8\n",
        "killed, wounded",
    ),
    "day or month first": (
        "country,date,n\nKenya,3/4/2019,5\nPeru,7/8/2019,8\n",
        "day or the month first",
    ),
    "no header": ("Kenya,2019,5\nPeru,2019,6\n", "row 1: holds values"),
    "more cells than names": ("country,year\nKenya,2019,5\nPeru,2019,6\n", "row 2: has 3 cells"),
    "a country and its part": (
        "country,year,n\nUnited Kingdom,2019,5\nEngland,2019,4\n",
        "row 3: 'England'",
    ),
}


@pytest.mark.parametrize(("content", "words"), REFUSED.values(), ids=REFUSED)
def test_a_table_is_refused_in_words_that_name_file_and_value(content, words, brought):
    found = brought(content)
    assert isinstance(found, str), found
    assert "t.csv" in found and re.search(words, found), found


TOLD = {
    "leave the wholes out": (
        "country,year,sex,n\nKEN,2019,Total,10\nKEN,2019,F,6\nPER,2019,F,7\n",
        ("--wholes", "leave-out"),
        {"KEN": 6, "PER": 7},
    ),
    "keep the wholes": (
        "country,year,dimension,n\nKEN,2019,Total,10\nKEN,2019,F,6\nKEN,2019,M,3\n",
        ("--wholes", "only"),
        {"KEN": 10},
    ),
    "the months alone": (
        "country,date,n\nKenya,2019,12\nKenya,2019-01,7\nKenya,2019-02,5\n",
        ("--wholes", "leave-out"),
        {"KEN": 12},
    ),
    "leave regions out": (
        "Entity,Code,Year,deaths\nKenya,KEN,2019,5\nLess developed regions,,2019,12\n",
        ("--leave-out",),
        {"KEN": 5},
    ),
    "per cent as rates": (
        "country,year,share\nPeru,2019,12%\nChad,2019,7.5%\n",
        ("--kind", "score"),
        {"PER": 12, "TCD": 7.5},
    ),
    "count rows when told": (
        "country,year,killed\nPeru,2019,5 p\nPeru,2019,7e\n",
        ("--value-column", ""),
        {"PER": 2},
    ),
    "the value when told": (
        "country,year,killed,wounded\nKenya,2019,5,6\n",
        ("--value-column", "wounded"),
        {"KEN": 6},
    ),
    "decimals when told": (
        "country;year;n\nPeru;2019;1.125\n",
        ("--decimal", "point"),
        {"PER": 1.125},
    ),
    "thousands when told": (
        "country;year;n\nPeru;2019;1.125\n",
        ("--decimal", "comma"),
        {"PER": 1125},
    ),
    "an encoding when told": (
        "country;year;category;n\nGRC;2019;κλοπή;5\n".encode("cp1253"),
        ("--encoding", "windows-1253"),
        {"GRC": 5},
    ),
    "small rates": (
        "cc,year,rate\nGB,2019,0.0004\nFR,2019,0.0091\n",
        ("--kind", "score"),
        {"GBR": 0.0004, "FRA": 0.0091},
    ),
}


@pytest.mark.parametrize(("content", "options", "wanted"), TOLD.values(), ids=TOLD)
def test_an_option_decides_what_was_open(content, options, wanted, brought):
    assert brought(content, *options) == wanted


HEAD = ["country", "year", "n"]


def test_several_sheets_are_refused_by_name_until_one_is_chosen(brought):
    book = sheets(first=[HEAD, ["Kenya", 2019, 1]], second_=[HEAD, ["Peru", 2020, 7]])
    assert "first, second (hidden)" in brought(book, name="t.xlsx")
    assert "no sheet 'third'" in brought(book, "--sheet", "third", name="t.xlsx")
    assert brought(book, "--sheet", "second", name="t.xlsx") == {"PER": 7}


def test_empty_sheets_do_not_count_and_shares_are_shares(brought):
    book = sheets(first=[HEAD, ["Kenya", 2019, 1.25]], second=[])
    assert brought(book, name="t.xlsx") == {"KEN": 1.25}


@pytest.mark.parametrize(
    ("area", "words"), [("A2:A3", "A2:A3"), ("B1:C1", "B1:C1"), ("C2:C3", "C2:C3")]
)
def test_merged_cells_are_refused_by_their_place(area, words, brought):
    book, sink = Workbook(), io.BytesIO()
    for row in (HEAD, ["Kenya", 2019, 1], ["Kenya", 2020, 2]):
        book.active.append(row)
    book.active.merge_cells(area)
    book.save(sink)
    assert words in brought(sink.getvalue(), name="t.xlsx")


def test_a_merged_title_above_the_names_is_a_preamble(brought):
    book, sink = Workbook(), io.BytesIO()
    for row in (["Homicides of 2019"], HEAD, ["Kenya", 2019, 1], ["Peru", 2020, 2]):
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    book.save(sink)
    assert brought(sink.getvalue(), name="t.xlsx") == {"KEN": 1, "PER": 2}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Кражи", "Грабежи"),
        ("犯罪", "诈骗"),
        (
            "Deaths of every kind and in every place, first part",
            "Deaths of every kind and in every place, second part",
        ),
    ],
)
def test_two_titles_are_two_tables_in_any_script(one, other, brought, own_store):
    brought("country,year,n\nKenya,2019,5\n", "--title", one)
    brought("country,year,n\nKenya,2019,77\n", "--title", other)
    kept = json.loads((own_store / "own.json").read_text())["described"]
    assert {each["title"] for each in kept.values()} == {one, other}


def test_a_title_that_would_take_the_place_of_another_is_refused(
    brought, written, own_store, capsys
):
    brought("country,year,n\nKenya,2019,5\n", "--title", "Deaths (total)")
    path = str(written("country,year,n\nKenya,2019,7\n", "two.csv"))
    told = ["import", path, "--source", "own", "--store", str(own_store)]
    assert command.main([*told, "--title", "Deaths: total"]) == 1
    assert "Deaths (total)" in capsys.readouterr().err
    assert command.main([*told, "--title", "Deaths (Total)"]) == 0  # the same, brought anew


def test_categories_of_any_script_are_told_apart_whatever_their_order(brought, own_store):
    ids = []
    for rows in (("Кража", "Грабёж"), ("Грабёж", "Кража")):
        body = "".join(f"RUS,2019,{each},5\n" for each in rows)
        brought("country,year,type,n\n" + body)
        (kept,) = json.loads((own_store / "own.json").read_text())["described"].values()
        ids.append({label: name for name, label in kept["categories"].items()})
    assert ids[0] == ids[1] and len(set(ids[0].values())) == 2


def test_the_report_shows_the_columns_three_readings_and_the_world_total(
    written, own_store, capsys
):
    rows = "".join(f"KEN;{year};{year - 2000},5\n" for year in range(2001, 2011))
    path = str(written("Land;Jahr;Anzahl\n" + rows, "t.csv"))
    told = ["import", path, "--source", "own", "--store", str(own_store)]
    assert command.main([*told, "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)["as_read"]
    assert said["columns"] == {"country": "Land", "date": "Jahr", "value": "Anzahl"}
    assert [each["row"] for each in said["samples"]] == [2, 7, 11]
    assert said["samples"][1]["cells"]["value"] == "6,5" and said["samples"][1]["value"] == 6.5
    assert said["world"] == [60, 60] and said["decimal"] == "comma"
    assert command.main(told) == 0
    out = capsys.readouterr().out
    assert "row 7: 'KEN', '2006', '6,5' is Kenya, 2006, 6.5" in out and "world total: 60" in out
    assert "as_read" not in (own_store / "own.json").read_text()


@pytest.mark.parametrize(
    "label",
    ["_T", "Total", "TOTAL ", "All sexes", "Both sexes", "Grand total", "Gesamt", "Insgesamt",
     "Tous", "Ensemble", "Todos", "Total general", "Totale", "Всего", "Итого", "合计", "総計",
     "الإجمالي", "Toplam", "Razem"],
)  # fmt: skip
def test_a_whole_is_known_in_any_language(label):
    assert cells.whole(label)


@pytest.mark.parametrize("label", ["Fraud", "Men", "Totalitarian", "Ally", "Allergy", "F", "M", ""])
def test_a_part_is_no_whole(label):
    assert not cells.whole(label)


@pytest.mark.parametrize("text", ["Кража и Грабёж", "МОШЕННИЧЕСТВО", "Торговля людьми"])
def test_russian_by_windows_is_read_and_its_neighbours_are_not_mistaken(text):
    assert encodings.decoded(text.encode("cp1251"))[0] == text
    for page in ("koi8_r", "cp866", "iso8859_5"):
        with pytest.raises(encodings.UnsureError):
            encodings.decoded(text.encode(page))


def test_the_names_of_iso_are_known():
    for name, wanted in (
        ("Korea (the Republic of)", "KOR"),
        ("Korea (the Democratic People's Republic of)", "PRK"),
        ("Falkland Islands (the) [Malvinas]", "FLK"),
        ("Congo (the)", "COG"),
        ("Niger (the)", "NER"),
        ("Micronesia (Federated States of)", "FSM"),
        ("United Kingdom of Great Britain and Northern Ireland (the)", "GBR"),
        ("Federal Republic of Germany", "DEU"),
        ("Republic of the Congo", "COG"),
    ):
        assert countries.find(name, "own").iso3 == wanted


# ---- the very inputs that showed a fault, where they lie beside the repository


SHOWN = {  # file: its figures by country, or how it is refused; options of the command line
    "long_decimals.csv": {"PER": 107.6382310749921, "TCD": 3.3333333333333335},
    "odd_cells_percent.csv": {"PER": 12.0, "TCD": 7.5},
    "scientific.csv": {"PER": 1_500_000.0, "TCD": 2_500_000.0},
    "decimal_comma_three.csv": {"PER": 0.125, "TCD": 0.25},
    "two_decimal_marks.csv": {"PER": 1.5, "TCD": 2.5},
    "codes_fips.csv": {"DEU": 5.0, "AUT": 7.0, "NGA": 9.0, "RUS": 4.0},
    "na_among_names.csv": {"KEN": 5.0, "PER": 7.0},
    "blank_code_regions.csv": {"KEN": 5.0, "PER": 7.0},
    "total_sdmx.csv": {"KEN": 10.0},
    "year_and_its_months.csv": {"KEN": 12.0},
    "whole_and_parts_unmapped.csv": {"KEN": 10.0},
    "count_and_rate.csv": {"KEN": 1_000.0},
    "value_is_latitude.csv": {"KEN": 5.0, "PER": 90.0},
    "wide_years_and_a_date.csv": {"KEN": 18.0, "PER": 6.0},
    "financial_years.csv": {"KEN": 95.0, "PER": 7.0},
    "a_sheet_per_year.xlsx": None,
    "title_one.csv": {"KEN": 5.0},
    "title_two.csv": {"KEN": 77.0},
    "preamble.csv": {"KEN": 5.0, "PER": 6.0},
    "names_iso.csv": {"BHS": 5.0, "GMB": 7.0, "COD": 9.0, "LAO": 1.0, "KEN": 1.0, "PER": 1.0},
    "before_1900.csv": {"KEN": 12.0},
    "not_latin_1.csv": {"RUS": 12.0},
    "small_rates.csv": {"GBR": 0.0004, "FRA": 0.0091, "USA": 0.5},
}
AS_SCORES = ("long_decimals", "decimal_comma_three", "two_decimal_marks", "small_rates")
NOT_TAKEN = {
    "stix_revoked_report.json",
    "stix_turned_relationship.json",
    "stix_reference_to_nothing.json",
    "stix_published_nonsense.json",
}


@publishers.needed
@pytest.mark.parametrize(
    ("name", "options"),
    [
        *((name, ()) for name in sorted(SHOWN)),
        *((f"{name}.csv", ("--kind", "score")) for name in AS_SCORES),
    ],
)
def test_a_file_that_showed_a_fault_is_right_or_refused(name, options, brought):
    found = brought((publishers.SHARED / "cases" / name).read_bytes(), *options, name=name)
    if isinstance(found, str):
        assert name in found and len(found) > len(name) + 20
        return
    assert SHOWN[name] is not None, "it has several sheets"
    assert found == pytest.approx(SHOWN[name])


@publishers.needed
@pytest.mark.parametrize("name", sorted(NOT_TAKEN))
def test_a_proposal_that_showed_a_fault_is_refused(name, tmp_path, capsys):
    file = publishers.SHARED / "cases" / name
    assert command.main(["notice", "add", "--file", str(file), "--store", str(tmp_path)]) == 1
    assert len(capsys.readouterr().err) > 20


@publishers.needed
def test_no_file_that_showed_a_fault_is_left_out():
    there = {each.name for each in (publishers.SHARED / "cases").iterdir()} - {"README.md"}
    assert there == SHOWN.keys() | NOT_TAKEN
