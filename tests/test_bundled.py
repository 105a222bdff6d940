"""The figures that ship are small, whole, figures only, and exactly what the publishers' files
give.
"""

import hashlib
import io
import json
import re
import shutil
from pathlib import Path

import pandas as pd
import publishers
import pyarrow.parquet
import pytest

from data import catalog, store
from data.geography import countries
from data.ingest import bundling
from data.records import COLUMNS, check

VERSIONS = store.versions(store.BUNDLED)
NAMES = list(VERSIONS)
CITED = (
    "eu_iuu_cards",
    "fatf",
    "gci",
    "ic3",
    "interpol_bali_2016",
    "interpol_by_country",
    "interpol_issued",
    "oc_index",
    "psma",
    "tip_tiers",
)  # collected tables: who said it stands in each row


def records(name):
    return pd.read_parquet(io.BytesIO(VERSIONS[name].file.read_bytes()))


def pointer(name):
    return json.loads((store.BUNDLED / f"{name}.json").read_text(encoding="utf-8"))


def test_every_source_that_may_ship_does_and_nothing_else_stands_there():
    assert set(NAMES) == {
        name
        for name, source in catalog.sources().items()
        if not source.optional and source.licence.redistribution != "none"
    } - {"own"}
    expected = {f"{name}.json" for name in NAMES} | {
        file.name for name in NAMES for file in (VERSIONS[name].file, VERSIONS[name].cube)
    }
    assert {each.name for each in store.BUNDLED.iterdir()} == expected


def test_all_of_it_is_small():
    assert sum(each.stat().st_size for each in store.BUNDLED.iterdir()) < 5 * 1024 * 1024


@pytest.mark.parametrize("name", NAMES)
def test_a_version_is_named_by_its_content(name):
    version = VERSIONS[name]
    assert hashlib.sha256(version.file.read_bytes()).hexdigest()[:10] == version.version
    assert version.file.name == f"{name}-{version.version}.parquet" and version.bundled
    assert (
        pointer(name)["edition"] == catalog.sources()[name].edition
        and version.as_of == catalog.sources()[name].as_of
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_version_keeps_the_contract_and_says_how_many_records_it_has(name):
    found = records(name)
    assert list(found) == list(COLUMNS) and len(found) == VERSIONS[name].records > 0
    typed = found.astype(dict(COLUMNS))
    check(typed, catalog.sources()[name], VERSIONS[name].file.name)
    expect = catalog.sources()[name].expect
    assert expect["rows_min"] <= len(found) <= expect["rows_max"]
    assert set(found["tlp"]) == {"CLEAR"}, "only what everybody may see ships"


@pytest.mark.parametrize("name", NAMES)
def test_a_version_has_every_indicator_described_and_no_row_twice(name):
    found = records(name)
    assert {f"{name}.{each}" for each in set(found["indicator"])} == set(
        catalog.sources()[name].indicators
    )
    assert not found.duplicated(
        ["indicator", "record", "rank", "country", "partner", "category", "start", "end", "row"]
    ).any()


@pytest.mark.parametrize("name", NAMES)
def test_there_is_no_text_but_codes_and_what_was_stated_and_by_whom(name):
    """Names of persons can only stand in free text: every other column holds codes, dates and
    numbers.
    """
    found = records(name)
    assert set(found["country"].dropna()) | set(found["partner"].dropna()) <= countries.codes()
    about = catalog.sources()[name].indicators
    for indicator, group in found.groupby("indicator"):
        assert set(group["category"].dropna()) <= set(about[f"{name}.{indicator}"].categories)
    kinds = {
        field.name
        for field in pyarrow.parquet.read_schema(VERSIONS[name].file)
        if str(field.type) in ("string", "large_string")
    }
    assert kinds == {
        "indicator",
        "country",
        "partner",
        "category",
        "precision",
        "stated",
        "cited",
        "tlp",
    }
    if name not in CITED:
        assert found["cited"].isna().all()
        assert found["stated"].dropna().str.fullmatch(r"report of \d{4}-\d{2}").all()


@pytest.mark.parametrize("name", [name for name in NAMES if name in CITED])
def test_who_said_it_is_a_publication_with_its_grade(name):
    found = records(name)
    assert found["cited"].notna().all() and found["cited"].str.contains(r"\(grade [ABC]\)\.").all()
    assert (found["stated"].dropna().str.len() < 160).all() and not found[
        "stated"
    ].dropna().str.contains(r"[<>\[\]{}]|://").any()


@pytest.mark.parametrize("name", NAMES)
def test_the_report_that_ships_speaks_of_rows_not_of_persons(name):
    report = pointer(name)["report"]
    assert report["read"] >= report["kept"] > 0 and not report["unmatched"]
    assert "/" not in report["file"] and report["file"] in catalog.sources()[name].files
    for spelling in report["not_countries"]:
        assert re.search(r" \(\w[\w ]*\)$|^\(blank\)$", spelling), spelling


def counted(name):
    source = catalog.sources()[name]
    return source.licence.redistribution == "aggregates" and any(
        each.kind in ("event", "notice") for each in source.indicators.values()
    )


@pytest.mark.parametrize("name", [name for name in NAMES if counted(name)])
def test_what_may_ship_as_counts_only_is_counts_only(name):
    found = records(name)
    single = found["indicator"].map(
        lambda each: (
            catalog.sources()[name].indicators[f"{name}.{each}"].kind in ("event", "notice")
        )
    )
    counts = found[single]
    assert (
        (counts["row"] == 0).all()
        and counts["end"].isna().all()
        and set(counts["precision"]) <= {"month", "year", "none"}
    )
    assert (pd.to_datetime(counts["start"].dropna()).dt.day == 1).all()
    alike = counts.fillna({"country": "", "partner": "", "category": ""}).groupby(
        ["indicator", "record"]
    )
    shapes = alike.apply(
        lambda each: (
            each["start"].iloc[0],
            each["precision"].iloc[0],
            *sorted(zip(each["country"], each["partner"], each["category"], strict=True)),
        )
    )
    assert shapes.is_unique, "incidents alike in month, places and types are one count"


def test_incidents_ship_as_counts_per_month():
    found = records("eurepoc").drop_duplicates("record")
    assert found["value"].sum() == 1643 > len(found) and found["value"].max() > 1
    assert any("counts per month" in remark for remark in pointer("eurepoc")["report"]["remarks"])


@publishers.needed
def test_the_publishers_files_give_the_same_bytes(tmp_path):
    newest = publishers.SHARED / "facts" / "completed"
    said = list(bundling.build([newest, publishers.SHARED], tmp_path))
    assert len(said) == len([name for name in catalog.sources() if name != "own"])
    found, shipped = (
        {each.name: each.read_bytes() for each in root.iterdir()}
        for root in (tmp_path, store.BUNDLED)
    )
    assert sorted(found) == sorted(shipped)
    assert [name for name in found if found[name] != shipped[name]] == []


def test_a_source_whose_file_is_not_there_is_left_as_it_is(tmp_path):
    said = list(bundling.build([tmp_path], tmp_path / "bundled"))
    assert (
        said
        and all("left as it is" in line or "not bundled" in line for line in said)
        and not (tmp_path / "bundled").exists()
    )


def test_of_two_files_of_one_name_the_nearest_is_taken(tmp_path):
    inside = tmp_path / "another" / "edition"
    inside.mkdir(parents=True)
    sample = Path(__file__).parent / "samples" / "gci.csv"
    shutil.copy(sample, tmp_path / "cyber_country_year.csv")
    (inside / "cyber_country_year.csv").write_text("nothing of use\n")
    said = [line for line in bundling.build([tmp_path], tmp_path / "bundled") if "gci" in line]
    assert said and "rows read" in said[0]
