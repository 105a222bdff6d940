"""What a reader takes away opens right in a spreadsheet, and says where it comes from."""

import io
import zipfile
from datetime import date

import openpyxl
import pandas as pd
import pytest

from data import query
from data.analysis import exports
from data.query import Filters
from data.reading import user_file
from data.records import spreadsheet
from languages.english import downloads as words

ASKED = Filters("glotip.detected_victims", ("TUR", "IDN"))


def sheets(table, asked=ASKED):
    book = openpyxl.load_workbook(io.BytesIO(exports.xlsx(table, asked)))
    return [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book]


def csv(table, asked=ASKED):
    with zipfile.ZipFile(io.BytesIO(exports.csv_zip(table, asked))) as box:
        return box.read(next(name for name in box.namelist() if name.endswith(".csv")))


def test_a_csv_carries_the_mark_by_which_excel_knows_utf_8():
    table = pd.DataFrame({"name": ["Türkiye", "中国", "=1+1"], "value": [1.5, None, -2]})
    raw = csv(table)
    assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\xef\xbb\xbf") == 1
    read = pd.read_csv(io.BytesIO(raw))
    assert read["name"].tolist() == ["Türkiye", "中国", "'=1+1"]
    assert read["value"].tolist()[::2] == [1.5, -2.0]


def test_a_workbook_holds_the_table_with_numbers_as_numbers_and_what_the_figure_is():
    table = query.by_country(ASKED)
    rows, about = sheets(table)
    assert rows[0] == list(table.columns)
    at = rows[0].index("value"), rows[0].index("country")
    assert {row[at[1]]: row[at[0]] for row in rows[1:]} == (
        table.set_index("country")["value"].to_dict()
    )
    assert all(isinstance(row[at[0]], int | float) for row in rows[1:])
    told = exports.metadata(ASKED)
    said = [row[1] for row in about]
    for name in ("citation", "licence", "publisher", "filters_in_words", "as_of", "unit"):
        assert told[name] in said, name
    assert all(each in said for each in told["rule"])
    assert words.BOUNDS_ARE() in said
    assert all(row[0] and row[1] for row in about)


@pytest.mark.parametrize(
    "cell", [*(f"{mark}1" for mark in spreadsheet.BEGINS), '=HYPERLINK("http://evil")', "a\r=1"]
)
def test_a_formula_is_made_plain(cell):
    table = pd.DataFrame({"name": [cell, "Indonesia", "", None], "value": [-1.0, 2.0, 0, 0]})
    safe = spreadsheet.safe(table)
    made = cell.replace("\r", "\n") if cell[0] == "a" else "'" + cell.replace("\r", "\n")
    assert safe["name"].tolist()[:3] == [made, "Indonesia", ""]
    assert safe["value"].tolist() == [-1.0, 2.0, 0, 0]
    assert table["name"].tolist()[0] == cell
    assert pd.read_csv(io.BytesIO(csv(table)))["name"].tolist()[0] == made
    assert user_file.clean(cell)[0] not in spreadsheet.BEGINS


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://evil")'])
def test_a_cell_of_a_workbook_is_never_a_formula(cell):
    book = openpyxl.load_workbook(
        io.BytesIO(exports.xlsx(pd.DataFrame({"name": [cell], cell: [1]}), ASKED))
    )
    found = [each for row in book.worksheets[0].iter_rows() for each in row]
    assert not [each for each in found if each.data_type == "f"]
    assert found[2].value == f"'{cell}" and found[1].value == f"'{cell}"


def test_days_blanks_and_control_characters_are_kept_as_a_sheet_can():
    table = pd.DataFrame(
        {
            "start": pd.to_datetime(["2019-07-31", None]),
            "text": ["a\x0bb", None],
            "value": [1, float("nan")],
            "whole": pd.Series([True, False]),
        }
    )
    rows, _ = sheets(table)
    assert rows[1][0].date() == date(2019, 7, 31) and rows[1][1:] == ["a b", 1, True]
    assert rows[2] == [None, None, None, False]


def test_more_rows_than_a_sheet_takes_go_on_another(monkeypatch):
    monkeypatch.setattr(exports, "_ROWS", 2)
    first, second, third, _ = sheets(pd.DataFrame({"n": range(5)}))
    assert [len(first), len(second), len(third)] == [3, 3, 2] and third == [["n"], [4]]
