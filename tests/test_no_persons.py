"""No name of a person is kept, whatever the file holds: names are planted in every column and field
of every source's samples.
"""

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from browser import ROOT
from long import LONG
from sampled import samples
from streamlit.testing.v1 import AppTest

from components.shell import filters, menu
from data import catalog, query, store
from data.analysis import exports
from data.ingest import importing, refreshing, user_tables
from data.query import Filters
from data.reading import user_file
from data.records import InputError

SAMPLES = Path(__file__).parent / "samples"
PERSON = "PLANTEDNAME Person, born 1901-02-03"
MARKS = ("PLANTEDNAME", "plantedname", "1901-02-03")
SOURCES = [name for name in catalog.sources() if name != "own"]
LENIENT = {
    "glotip": "21",
    "gtd": "1",
}  # a row where a spelling nobody has decided on does not stop the import
STRICT = (
    "incsr",
    "interpol_public",
    "sharing",
    "watch",
)  # read nothing but countries, numbers, days and words from a list


def planted(text: str, places: set[str], way: str) -> str:
    """The sample with the name in these places: instead of what stands there or behind it, in every
    row or in one (by its number).
    """

    def put(value: str, row: int) -> str:
        return (
            value
            if way.isdigit() and int(way) != row
            else f"{value} {PERSON}"
            if way == "behind"
            else PERSON
        )

    if text.lstrip()[0] in "[{":
        document = json.loads(text)
        met: Counter = Counter()
        for place, holder, key in list(fields(document)):
            met[place] += 1
            if place in places:
                holder[key] = put(holder[key], met[place])
        return json.dumps(document, ensure_ascii=False)
    head, *rows = list(csv.reader(io.StringIO(text, newline="")))
    for number, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            if f"{head[at]}:{at}" in places:
                row[at] = put(cell, number)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([head, *rows])
    return out.getvalue()


def fields(document: object, path: str = "") -> Iterator[tuple[str, object, object]]:
    """Every text in a JSON document: its path without the numbers in lists, what holds it, under
    which key.
    """
    for key, value in document.items() if isinstance(document, dict) else enumerate(document):
        place = f"{path}.{key}" if isinstance(document, dict) else path
        if isinstance(value, dict | list):
            yield from fields(value, place)
        elif isinstance(value, str):
            yield place, document, key


def places(text: str, unread: list[str]) -> list[set[str]]:
    """Every column or field a name can be planted in: each that is read alone, those left unread
    together.
    """
    if text.lstrip()[0] in "[{":
        found = dict.fromkeys(place for place, *_ in fields(json.loads(text)))
        ignored = {place for place in found if set(place.split(".")) & set(unread)}
    else:
        found = dict.fromkeys(
            f"{name}:{at}"
            for at, name in enumerate(next(csv.reader(io.StringIO(text, newline=""))))
        )
        ignored = {place for place in found if place.rpartition(":")[0] in unread}
    return [*([ignored] if ignored else []), *({place} for place in found if place not in ignored)]


def named(content: bytes | str) -> bool:
    text = content if isinstance(content, str) else content.decode("utf-8", "replace")
    return any(mark in text for mark in MARKS)


def held(root: Path) -> str:
    """All that a store holds, its tables unpacked."""
    found = [pd.read_parquet(each).to_csv() for each in root.rglob("*.parquet")]
    return "\n".join(
        [
            *found,
            *(
                each.read_bytes().decode("utf-8", "replace")
                for each in root.rglob("*")
                if each.is_file()
            ),
        ]
    )


def shown(path: str, **address: list[str]) -> str:
    """All that a page sends to the browser."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.query_params.update(address)
    entry = next(each for each in menu.entries() if each.path == path)
    if path:
        app.switch_page(f"pages/{entry.file}")
    app.run()
    assert not app.exception
    return "\n".join(
        each.proto.SerializeToString().decode("utf-8", "replace")
        for each in app.main
        if getattr(each, "proto", None) is not None
    )


def exported(asked: Filters) -> str:
    """All that can be downloaded of an indicator: the figures and the records, as CSV with metadata
    and as Parquet.
    """
    found = []
    for table in (query.by_country(asked), query.rows(asked), query.rows(asked, statements=True)):
        with zipfile.ZipFile(io.BytesIO(exports.csv_zip(table, asked))) as box:
            found += [box.read(name).decode() for name in box.namelist()] + box.namelist()
        with zipfile.ZipFile(io.BytesIO(exports.xlsx(table, asked))) as box:
            found += [box.read(name).decode() for name in box.namelist()]
        packed = exports.parquet(table, asked)
        found += [pd.read_parquet(io.BytesIO(packed)).to_csv(), packed.decode("utf-8", "replace")]
    return "\n".join(found)


def test_every_source_has_a_sample():
    assert [name for name in SOURCES if not samples(name)] == []


@pytest.mark.parametrize("source", SOURCES)
def test_a_name_planted_anywhere_is_nowhere_afterwards(source, own_store, tmp_path):
    about = catalog.sources()[source]
    whole = ""  # the file with the name in as many places as it is read with
    for sample in samples(source):
        text = sample.read_bytes().decode("utf-8-sig")
        path = tmp_path / f"file{sample.suffix}"
        every = text
        ways = ["instead", "behind", LENIENT.get(source, "2")]
        every_place = enumerate(places(text, importing.read(sample, about)[1]["ignored"]))
        for number, spots in every_place if LONG else [*every_place][::2]:
            for way in ways if LONG else ways[number % 3 :][:1]:
                more = planted(every, spots, way)
                if taken(more, path, about, f"{sorted(spots)} of {sample.name} with others"):
                    every = more
                    break
                if every != text and taken(
                    planted(text, spots, way), path, about, f"{sorted(spots)} of {sample.name}"
                ):
                    break
        whole = every if every != text else whole
    if not whole:
        assert source in STRICT
        return
    path.write_text(whole, encoding="utf-8")
    importing.bring(path, source, own_store)
    importing.bring(path, source, own_store, for_bundle=True)
    assert not named(held(own_store))
    for indicator in [*about.indicators.values()] if LONG else [*about.indicators.values()][:1]:
        assert not named(exported(Filters(indicator.id))), indicator.id
    entry = menu.entry_of(about.domain)
    first = next(
        iter([each.id for each in filters.offered(entry) if each.source == source]),
        next(iter(about.indicators)),
    )
    codes = query.rows(Filters(first))["country"].dropna().unique()[:1].tolist()
    pages = (
        (entry.path, {"indicator": [first]}),
        ("sources", {"indicator": [first]}),
        ("country", {"country": codes}),
    )
    for address in pages if LONG else pages[SOURCES.index(source) % 3 :][:1]:
        seen = shown(address[0], **address[1])
        assert len(seen) > 1000 and not named(seen), address


def taken(content: str, path: Path, about: catalog.Source, what: str) -> bool:
    """Whether a file is read; whatever comes of it, the name is in nothing that is kept."""
    path.write_text(content, encoding="utf-8")
    try:
        records, report = importing.read(path, about)
    except InputError as refused:
        assert not named(refreshing.without_values(str(refused))), f"{what}: {refused}"
        return False
    assert not named(records.to_csv()), f"{what} reach the records"
    assert not named(json.dumps(importing.kept(report))), f"{what} reach the report"
    return True


OWN = (
    "Country,Date,Kind,Value,Owner,Full name,Remarks\n"
    "Indonesia,2019,Theft,3,{0},{0},{0}\n"
    "Singapore,2020,Fraud,5,{0},{0},{0}\n"
    "{0},2020,Fraud,7,,,\n"
)


def test_a_name_planted_in_an_own_table_is_nowhere_afterwards(here, own_store, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(OWN.format(f'"{PERSON}"'), encoding="utf-8")
    table = user_file.Table(path)
    columns = user_file.guess(table)
    assert columns.used == ("Country", "Date", "Kind", "Value")
    reading = user_tables.read(
        table, columns, user_tables.About("Cases", "cases", "observation"), leave_out=True
    )
    assert named(str(dict(reading.undecided))), (
        "the reader is told which country was not recognised, and decides"
    )
    with pytest.raises(InputError, match="not recognised"):
        user_tables.keep(own_store, reading)
    assert not own_store.exists() or not named(held(own_store))
    user_tables.keep(own_store, reading, leave_out=True)
    assert not named(held(own_store)) and len(query.rows(Filters("own.cases"))) == 2
    assert not named(exported(Filters("own.cases")))
    for path, address in (
        ("", {"indicator": ["own.cases"]}),
        ("sources", {"indicator": ["own.cases"]}),
        ("country", {"country": ["IDN"]}),
    ):
        assert not named(shown(path, **address)), path


@pytest.mark.parametrize("name", list(store.versions(store.BUNDLED)))
def test_no_text_ships_that_nobody_has_read(name):
    """What ships holds texts of the collected tables only, and only those of `texts.csv`."""
    from data.reading import citations

    records = pd.read_parquet(store.versions(store.BUNDLED)[name].file)
    read = citations.texts(name)
    for cited in records["cited"].dropna().unique():
        parts = [
            text
            for text in read.values()
            if text and (text in cited or f"{text[0].upper()}{text[1:]}" in cited)
        ]
        assert parts, cited
