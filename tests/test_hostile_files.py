"""Whatever a reader brings as a file is read or refused in words: no other error, no word of the
inside, and nothing of it is markup or a formula afterwards.
"""

import csv
import gzip
import io
import random
import re
import time

import damage
import openpyxl
import pandas as pd
import pytest
import thousands
from hypothesis import given, settings
from hypothesis import strategies as st
from long import LONG

from data.ingest import user_tables
from data.reading import apart, user_file, worker
from data.records import InputError, spreadsheet

INSIDE = re.compile(r"Traceback|File \"|site-packages|Error\(")
NAMES = ("country", "Year", "date", "Kind", "type", "cases", "value", "iso3", "unit", "sex")
ODD = (
    *("", " ", "\x00", "\u202e", "\ud800", "\r\n", '"', "'", ";", ",", "\ufeff", "\x1b[31m"),
    *("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "<script>alert(1)</script>", "![x](//e.example)"),
    *("{0}", "%s", "$x$", ":red[x]", "../../etc/passwd", "9" * 400, "x" * 5000, "1e999", "-0"),
    *("NaN", "inf", "1,5", "1.234,5", "5%", "<5", "5-", "2021-02-30", "3/4/2019", "0000", "99999"),
)
CELLS = st.one_of(
    st.sampled_from(["IDN", "Peru", "NA", "Namibia", "US", "Congo", "World", "Total", "2019"]),
    st.sampled_from(["2019-05", "2019-2020", "7", "3.5", "men", "women", *ODD]),
    st.text(max_size=12),
    st.integers(-(2**70), 2**70).map(str),
)
COUNTRY = st.sampled_from(["IDN", "Peru", "SGP", "Chad", "FRA", "Brazil"])
YEAR = st.integers(1990, 2025).map(str)
NUMBER = st.integers(0, 999).map(str)


@st.composite
def tables(draw):
    """Rows of text, the first of them the names: mostly what makes sense, with odd cells in it."""
    names = draw(
        st.one_of(
            st.permutations(NAMES).map(lambda each: each[: 2 + len(each) % 5]),
            st.lists(st.one_of(st.sampled_from(NAMES), CELLS), min_size=1, max_size=6),
            *[st.just(["country", "year", "kind", "cases"])] * 3,
        )
    )
    usual = {"country": COUNTRY, "Year": YEAR, "year": YEAR, "date": YEAR, "cases": NUMBER}
    kinds = [usual.get(name, CELLS) for name in names]
    rows = [[draw(kind) for kind in kinds] for _ in range(draw(st.integers(0, 6) | st.just(3)))]
    if rows and draw(st.booleans()):
        row = draw(st.integers(0, len(rows) - 1))
        rows[row][draw(st.integers(0, len(names) - 1))] = draw(CELLS)
    if rows and draw(st.integers(0, 9)) == 0:
        rows[-1].append(draw(CELLS))
    return [list(names), *rows]


def as_text(rows, chance):
    sink = io.StringIO()
    csv.writer(sink, delimiter=chance.choice(",;\t|")).writerows(rows)
    kinds = (*["utf-8"] * 9, "utf-8-sig", "utf-16", "cp1252", "utf-32", "shift-jis")
    return sink.getvalue().encode(chance.choice(kinds), "replace")


def as_workbook(rows, chance):
    book = openpyxl.Workbook()
    for sheet in (book.active, *([book.create_sheet()] if chance.random() < 0.1 else [])):
        for row in rows:
            sheet.append(
                [
                    int(cell)
                    if re.fullmatch(r"-?\d{1,15}", cell) and chance.random() < 0.7
                    # what a workbook cannot hold is left out
                    else re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", cell)
                    for cell in row
                ]
            )
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def as_parquet(rows, chance):
    names, *rest = [[cell.encode("utf-8", "replace").decode() for cell in row] for row in rows]
    names = [f"{name}{at}" if names.count(name) > 1 else name for at, name in enumerate(names)]
    whole = [(row + [""] * len(names))[: len(names)] for row in rest]
    sink = io.BytesIO()
    table = pd.DataFrame(whole, columns=names, dtype=object)
    table.to_parquet(sink, compression=chance.choice(["zstd", "gzip", None]))
    return sink.getvalue()


def as_packed(rows, chance):
    return gzip.compress(as_text(rows, chance))


MADE = st.builds(
    lambda rows, form, damages, seed: made(rows, form, damages, random.Random(seed)),
    tables(),
    st.sampled_from([as_text, as_text, as_text, as_packed, as_workbook, as_parquet]),
    st.sampled_from([0, 0, 0, 1, 2]),
    st.integers(0, 2**32),
)
KIND = st.sampled_from(["Fraud", "Theft", *(each for each in ODD if "\x00" not in each)])
SENSIBLE = st.builds(
    lambda rows, form: form([["country", "year", "kind", "cases"], *rows], random.Random(0)),
    st.lists(st.tuples(COUNTRY, YEAR, KIND, NUMBER).map(list), min_size=1, max_size=6),
    st.sampled_from([as_text, as_workbook, as_parquet]),
)
BROUGHT = st.one_of(
    st.binary(max_size=300),
    st.builds(
        lambda magic, rest: magic + rest,
        st.sampled_from([b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"\xef\xbb\xbf", b"\xff\xfe"]),
        st.binary(max_size=300),
    ),
    *[MADE, SENSIBLE] * 3,
)


def made(rows, form, damages, chance):
    """The bytes of a file of this form, damaged so often."""
    content = form(rows, chance)
    for _ in range(damages):
        content = damage.damaged(content, chance)
    return content


@pytest.fixture(scope="module")
def here():
    """The file is opened in this process: one of its own for each of thousands would take hours."""

    def run(file, out, asked):
        found = worker.opened(file, asked, out)
        out.write(worker.json.dumps(found, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        return ""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apart, "_run", run)
        limit = csv.field_size_limit(worker.LARGEST)
        yield
        csv.field_size_limit(limit)


def plain(text):
    return not set(text) & set("<>[]{}`$\x00\u202e") and not text.startswith(spreadsheet.BEGINS)


def brought(path, name, data):
    """What a page does with a file, up to what it would keep."""
    encoding = ""
    try:
        table = user_file.Table(path, name)
    except user_file.UnsureEncodingError:
        encoding = data.draw(st.sampled_from(["windows-1252", "utf-8", "utf-16", "x", "shift_jis"]))
        table = user_file.Table(path, name, "", encoding)
    except user_file.SheetsError as fault:
        table = user_file.Table(path, name, data.draw(st.sampled_from(fault.sheets)))
    columns = user_file.guess(table)
    if data.draw(st.integers(0, 3)) == 0:  # a reader who picks anything
        some = st.sampled_from(["", *table.columns])
        columns = user_file.Columns(
            *(data.draw(some) for _ in range(4)), data.draw(st.booleans()), data.draw(st.booleans())
        )
    about = user_tables.About(
        data.draw(CELLS),
        data.draw(CELLS) or "cases",
        data.draw(st.sampled_from(list(user_tables.KINDS))),
        persons=data.draw(st.booleans()),
    )
    said = list(user_file.doubts(table, columns))
    reading = user_tables.read(table, columns, about)
    if reading.wholes:
        way = data.draw(st.sampled_from(list(user_tables.WHOLES)))
        reading = user_tables.read(table, columns, about, True, way)
    described = reading.description
    assert plain(described["title"]) and all(map(plain, described["categories"].values()))
    assert plain(described["unit"]), described["unit"]
    return said


def test_no_file_is_answered_by_anything_but_words(here, tmp_path):
    path = tmp_path / "table"
    outcome = {"read": 0, "refused": 0}

    @settings(max_examples=20_000 if LONG else 150)
    @given(BROUGHT, st.sampled_from(["t.csv", "t.xlsx", "<b>.csv", "=1.csv", "x" * 300]), st.data())
    def bring(content, name, data):
        path.write_bytes(content)
        thousands.FIRED["uploads"] += 1
        began = time.process_time()
        try:
            said = brought(path, name, data)
            outcome["read"] += 1
        except InputError as fault:
            said = [str(fault)]
            outcome["refused"] += 1
        for words in said:
            assert words.strip() and not INSIDE.search(words), words
            assert "\x00" not in words and str(tmp_path) not in words, words
        assert time.process_time() - began < 10

    with thousands.bounded("uploads", 300):
        bring()
    print(outcome)
    assert all(outcome.values()), outcome
