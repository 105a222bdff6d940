"""Events and conflicts: the published figures come out, every oddity is handled or
named, no person is kept.
"""

import csv
import gzip
import io
import json
from pathlib import Path

import damage
import pytest

from data import catalog, query, store
from data.ingest import importing
from data.query import Filters, first_day, last_day
from data.records import InputError

SAMPLES = Path(__file__).parent / "samples"
PUBLISHED = Path(__file__).parents[2] / "shared" / "data"
REAL = {
    "cisa_kev": "cybercrime/known_exploited_vulnerabilities.json",
    "iuu_index": "illegal_fishing/iuu_fishing_index_2019-2025_indicator_scores.csv",
    "gfw_events": "illegal_fishing/gfw_encounters_2020.json.gz",
    "ucdp_acd": "conflict/UcdpPrioConflict_v25_1.repaired.csv",
    "ucdp_violence": "conflict/organizedviolencecy_v25_1.csv",
    "eurepoc_2023": "cybercrime/eurepoc_dashboard_2023-12-04/dashboard_evolution_data.csv",
    "interpol_api": "notices/red_notice_details.pseudonymised.json",
}
FILES = (
    ("cisa_kev", "cisa_kev.json"),
    ("cisa_kev", "cisa_kev.csv"),
    ("iuu_index", "iuu_index.csv"),
    ("gfw_events", "gfw_events.json"),
    ("ucdp_acd", "ucdp_acd.csv"),
    ("ucdp_violence", "ucdp_violence.csv"),
    ("ucdp_violence", "ucdp_violence_26.csv"),
    ("eurepoc", "eurepoc_13.csv"),
    ("eurepoc_2023", "eurepoc_2023.csv"),
    ("interpol_api", "interpol_api_details.json"),
    ("interpol_api", "interpol_api_search.json"),
)


def read(path, source):
    return importing.read(path, catalog.sources()[source])


def sample(name):
    return json.loads((SAMPLES / name).read_text(encoding="utf-8"))


def value(indicator, *countries, first=None, last=None, **more):
    asked = Filters(
        indicator,
        countries,
        start=first_day(first) if first else None,
        end=last_day(last or first) if first else None,
        **more,
    )
    return query.total(asked).value


def figures(table):
    return dict(zip(table.iloc[:, 0], table["value"], strict=True))


# ---- the samples


@pytest.mark.parametrize(("source", "file"), FILES)
def test_a_sample_becomes_checked_records(source, file):
    records, report = read(SAMPLES / file, source)
    assert len(records) and report["read"] and report["kept"]
    assert set(records["indicator"]) <= {
        each.removeprefix(f"{source}.") for each in catalog.sources()[source].indicators
    }


@pytest.mark.parametrize(("source", "file"), FILES)
def test_no_word_about_a_person_or_vessel_is_kept(source, file):
    records, report = read(SAMPLES / file, source)
    kept = records.to_csv() + json.dumps(report)
    for word in ("PLANTED", "invented", "1901", "example.org", "Exampleware"):
        assert word not in kept, word


@pytest.mark.alike(3)
@pytest.mark.parametrize(("source", "file"), FILES)
def test_packed_marked_and_older_encodings_read_the_same(source, file, written):
    plain = (SAMPLES / file).read_bytes()
    wanted = read(SAMPLES / file, source)[0]
    for name, content in (
        ("packed.gz", gzip.compress(plain)),
        ("bom", b"\xef\xbb\xbf" + plain),
        ("crlf", plain.replace(b"\n", b"\r\n")),
    ):
        assert read(written(content, name), source)[0].equals(wanted), name
    try:
        older = plain.decode().encode("cp1252")
    except UnicodeEncodeError:
        return
    assert read(written(older, "older"), source)[0].equals(wanted)


@pytest.mark.alike(4)
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize(("source", "file"), [each for each in FILES if each[1].endswith(".csv")])
def test_other_separators_and_a_preamble(source, file, delimiter, written):
    rows = list(csv.reader(io.StringIO((SAMPLES / file).read_text(encoding="utf-8"))))
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([["Published by somebody"], [], *rows])
    again, _ = read(written(text.getvalue(), "file.csv"), source)
    assert again.drop(columns="row").equals(read(SAMPLES / file, source)[0].drop(columns="row"))


@pytest.mark.parametrize(("source", "file"), FILES)
def test_a_new_column_stops_the_import_and_is_named(source, file, written):
    text = (SAMPLES / file).read_text(encoding="utf-8")
    if file.endswith(".csv"):
        lines = text.splitlines()
        content = "\n".join(
            f"{line},{'something_new' if i == 0 else '1'}" for i, line in enumerate(lines)
        )
    else:
        content = json.loads(text)
        inner = (
            content
            if isinstance(content, list)
            else content.get("entries")
            or content.get("vulnerabilities")
            or content["_embedded"]["notices"]
        )
        inner[-1]["something_new"] = 1
    with pytest.raises(InputError, match="something_new"):
        read(written(content), source)


WRONG = (
    "",
    "  \n",
    "hello\n",
    "a,b\n1,2\n",
    '{"a": 1}',
    "[1, 2]",
    "[[]]",
    "null",
    "{",
    "\x00\x00",
    "[" * 100_000,
    "[" + "9" * 5000 + "]",
)


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("source", REAL)
def test_a_wrong_file_is_refused_in_one_sentence(source, wrong, written):
    with pytest.raises(InputError) as refused:
        read(written(wrong, "wrong.dat"), source)
    assert (
        str(refused.value).startswith("wrong.dat")
        and "\n" not in str(refused.value)
        and len(str(refused.value)) < 400
    )


@pytest.mark.parametrize("source", REAL)
@pytest.mark.parametrize(("other", "file"), FILES)
def test_the_file_of_another_source_is_refused(source, other, file):
    if source == other:
        return
    with pytest.raises(InputError):
        read(SAMPLES / file, source)


def test_kev_reads_alike_in_both_forms_and_counts_without_a_country():
    one, two = (read(SAMPLES / f"cisa_kev.{form}", "cisa_kev")[0] for form in ("json", "csv"))
    assert one.drop(columns="row").equals(two.drop(columns="row"))
    assert one["country"].isna().all()
    assert one["category"].value_counts().to_dict() == {"known": 2, "unknown": 2}
    assert one["start"].dt.strftime("%Y-%m-%d").tolist() == [
        "2021-11-03",
        "2022-04-15",
        "2022-04-15",
        "2024-01-31",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"count": 5}, "not whole"),
        ({"vulnerabilities": []}, "not whole"),
        ({"cveID": "CVE-2021-10001"}, "stands twice"),
        ({"cveID": "OTHER-1"}, "not a CVE number"),
        ({"dateAdded": "15/04/2022"}, "is not a date"),
        ({"dateAdded": None}, "has no dateAdded"),
        ({"knownRansomwareCampaignUse": "Perhaps"}, "'Perhaps' is not known"),
    ],
)
def test_kev_refuses_what_it_cannot_mean(change, words, written):
    catalogue = sample("cisa_kev.json")
    (catalogue if set(change) & set(catalogue) else catalogue["vulnerabilities"][1]).update(change)
    with pytest.raises(InputError, match=words):
        read(written(catalogue), "cisa_kev")


def test_kev_says_when_the_file_is_another_version(written):
    catalogue = sample("cisa_kev.json") | {"catalogVersion": "2026.01.01"}
    assert any(
        "2026.01.01" in remark for remark in read(written(catalogue), "cisa_kev")[1]["remarks"]
    )


def test_the_index_is_keyed_on_the_number_whatever_the_name():
    records, report = read(SAMPLES / "iuu_index.csv", "iuu_index")
    assert report["dropped"] == {"not scored: the cell is blank": 1}
    assert set(records["category"]) == {"i03", "i07", "i30", "i36"}
    assert set(records["country"]) == {"IDN", "VNM", "NAM", "CIV", "COD", "COG"}
    assert records[records["country"] == "VNM"]["value"].tolist() == [2.0, 1.0]
    about = catalog.indicators()["iuu_index.indicator_score"]
    assert (
        len(about.categories) == 40
        and about.scale == (1, 5)
        and about.one_category
        and about.main_category in about.categories
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("2025,5\n", "2025,6\n", "'6' is not between 1 and 5"),
        ("2025,5\n", "2025,high\n", "'high' is not a number"),
        ("2025,5\n", "25,5\n", "'25' is not a date"),
        (
            "3,Vessels on IUU lists,Indonesia",
            "41,Vessels on IUU lists,Indonesia",
            "Indicator ID '41' is not known",
        ),
        ("3,Vessels on IUU lists,Indonesia", "3,Size of EEZ,Indonesia", "another question"),
        (",Indonesia,", ",Indonesien,", "country 'Indonesien' is not known"),
        (
            "Vietnam,Asia,Western Pacific,Flag,Prevalence,2023",
            "Viet Nam,Asia,Western Pacific,Flag,Prevalence,2025",
            "stands twice",
        ),
    ],
)
def test_the_index_refuses_what_it_cannot_mean(old, new, words, written):
    text = (SAMPLES / "iuu_index.csv").read_text(encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read(written(text.replace(old, new, 1), "index.csv"), "iuu_index")


def test_events_of_every_type(own_store):
    importing.bring(SAMPLES / "gfw_events.json", "gfw_events", own_store)
    assert {
        name: value(f"gfw_events.{name}")
        for name in ("encounters", "loitering", "port_visits", "fishing", "gaps")
    } == {
        "encounters": 4,
        "loitering": 1,
        "port_visits": 2,
        "fishing": 1,
        "gaps": 2,
    }
    assert figures(query.by_category(Filters("gfw_events.gaps"))) == {"intentional": 1, "other": 1}
    assert figures(query.by_category(Filters("gfw_events.port_visits"))) == {"high": 1, "medium": 1}
    visits = query.flows(Filters("gfw_events.port_visits"))
    assert set(zip(visits["country"], visits["partner"], strict=True)) == {
        ("IDN", "SGP"),
        ("NAM", "ZAF"),
    }


def test_an_encounter_counts_once_and_for_both_flags(own_store):
    importing.bring(SAMPLES / "gfw_events.json", "gfw_events", own_store)
    about = "gfw_events.encounters"
    assert figures(query.by_country(Filters(about))) == {"IDN": 3, "MYS": 1}
    assert (
        value(about, "IDN", partner="MYS")
        == value(about, "MYS", partner="IDN")
        == value(about, "IDN", "MYS", partner="MYS")
        == 1
    )
    assert query.total(Filters(about)).unlocated == 1
    assert figures(query.by_category(Filters(about))) == {
        "carrier_fishing": 1,
        "fishing_fishing": 3,
    }


@pytest.mark.parametrize(
    "form",
    [
        "bare list",
        "entries",
        "one event",
        "empty list",
        "empty answer",
        "portVisit",
        "capitals",
        "again",
    ],
)
def test_the_forms_events_are_saved_in(form, written):
    entries = sample("gfw_events.json")["entries"]
    content, kept = {
        "bare list": (entries, 10),
        "entries": ({"entries": entries}, 10),
        "one event": (entries[7], 1),
        "empty list": ([], 0),
        "empty answer": ({"metadata": {}, "total": 0, "entries": []}, 0),
        "portVisit": (
            [
                {"portVisit" if key == "port_visit" else key: each[key] for key in each}
                for each in entries
            ],
            10,
        ),
        "capitals": ([each | {"type": each["type"].upper()} for each in entries], 10),
        "again": (entries + entries[:9], 10),
    }[form]
    records, report = read(written(content), "gfw_events")
    assert records.groupby("indicator")["record"].nunique().sum() == kept
    assert report["duplicates"] == (9 if form == "again" else 0)


def test_an_event_of_five_years_counts_once_when_it_began(own_store, written):
    entries = sample("gfw_events.json")["entries"]
    gap = next(each for each in entries if each["type"] == "gap")
    importing.bring(
        written([gap | {"start": "2015-03-01T00:00:00.000Z", "end": "2020-03-01T00:00:00.000Z"}]),
        "gfw_events",
        own_store,
    )
    assert figures(query.by_period(Filters("gfw_events.gaps"))) == {"2015": 1}


@pytest.mark.parametrize(
    ("place", "zones", "said"),
    [
        ((4.597, 100.4589), ["8483"], ""),
        ((100.4589, 4.597)[::-1], ["8483", "8492"], ""),
        (
            (-4.597, -100.4589),
            ["8483"],
            (
                "1 positions are not in the zone stated beside them, the first in row 1: over 250"
                " nautical miles from MYS"
            ),
        ),
        ((4.597, 100.4589), ["3293"], "over 250 nautical miles from BEL"),
        ((0, 179.9), ["nowhere", 1, None, {}], ""),
        ((0, 179.9), [], ""),
        ((0, 179.9), None, ""),
    ],
)
def test_positions_are_held_against_the_stated_zone(place, zones, said, written):
    entry = sample("gfw_events.json")["entries"][0]
    position = dict(zip(("lat", "lon"), place, strict=True))
    records, report = read(
        written([entry | {"position": position, "regions": {"eez": zones}}]), "gfw_events"
    )
    assert (
        len(records)
        and said in "".join(report["remarks"])
        and bool(report["remarks"]) == bool(said)
    )


def test_an_empty_answer_is_a_version_without_records(own_store, written):
    importing.bring(written([]), "gfw_events", own_store)
    assert value("gfw_events.encounters") == 0
    assert query.by_country(Filters("gfw_events.encounters")).empty


@pytest.mark.parametrize(
    ("at", "change", "words"),
    [
        (0, {"position": {"lat": 91, "lon": 0}}, "position.lat 91 is not between -90 and 90"),
        (0, {"position": {"lat": 0, "lon": -180.5}}, "position.lon -180.5 is not between"),
        (0, {"position": {"lat": float("nan"), "lon": 0}}, "position.lat"),
        (0, {"position": {"lat": "north", "lon": 0}}, "position.lat is not number"),
        (0, {"type": "party"}, "'party' is not known"),
        (0, {"start": "yesterday"}, "'yesterday' is not a date and time"),
        (0, {"start": "2020-13-01T00:00:00Z"}, "'2020-13-01' is not a date"),
        (0, {"id": None}, "has no id"),
        (0, {"vessel": None}, "has no vessel"),
        (0, {"vessel": {"flag": "XYZ"}}, "'XYZ' is not known"),
        (0, {"encounter": None}, "has no object encounter"),
        (1, {"start": "2020-01-02T16:10:00.000Z"}, "two sides that differ"),
        (1, {"vessel": {"flag": "SGP"}}, "two sides that differ"),
        (8, {"id": "ba05"}, "stands twice and differs"),
        (8, {"port_visit": {"confidence": "9"}}, "confidence '9' is not known"),
        (11, {"gap": {"intentionalDisabling": "maybe"}}, "'maybe' is not known"),
    ],
)
def test_events_refuse_what_they_cannot_mean(at, change, words, written):
    entries = sample("gfw_events.json")["entries"]
    entries[at] |= change
    with pytest.raises(InputError, match=words):
        read(written(entries), "gfw_events")


def test_conflicts_count_once_over_years_and_in_each_year(own_store):
    importing.bring(SAMPLES / "ucdp_acd.csv", "ucdp_acd", own_store)
    about = "ucdp_acd.active_conflicts"
    assert value(about, "IND", first="2021", last="2022") == 1
    assert figures(query.by_period(Filters(about, ("IND",)))) == {"1947": 1, "2021": 1, "2022": 1}
    assert (
        value(about) == 6
        and value(about, first="2022") == 3
        and value("ucdp_acd.wars", first="2022") == 2
    )
    assert figures(
        query.by_country(Filters(about).during(first_day("2022"), last_day("2022")))
    ) == {"COD": 1, "ERI": 1, "ETH": 1, "IND": 1}
    assert figures(
        query.by_category(Filters(about).during(first_day("2022"), last_day("2022")))
    ) == {"interstate": 1, "internationalized": 2}
    assert value(about, "YEM", first="1972") == 1 and value(about, first="2023") == 0


def test_deaths_are_a_best_estimate_between_low_and_high_and_zero_is_a_figure(own_store):
    importing.bring(SAMPLES / "ucdp_violence.csv", "ucdp_violence", own_store)
    groups = Filters("ucdp_violence.one_sided_by_groups").during(
        first_day("2024"), last_day("2024")
    )
    total = query.total(groups)
    assert (total.value, total.low, total.high) == (72, 64, 109)
    assert figures(query.by_country(groups)) == {"AFG": 22, "COD": 45, "ISR": 5, "NAM": 0, "SWZ": 0}
    deaths = Filters("ucdp_violence.deaths", ("COD",))
    assert figures(query.by_category(deaths)) == {"non_state": 0, "one_sided": 60, "state_based": 9}
    fought = query.total(Filters("ucdp_violence.state_based", ("COD",)))
    assert (fought.low, fought.value, fought.high) == (7, 9, 9), "widened to the best estimate"
    assert figures(query.by_country(groups.during(first_day("1989"), last_day("1989")))) == {
        "DEU": 0,
        "YEM": 0,
    }
    report = store.current().versions["ucdp_violence"].report
    assert report["not_countries"] == {"Czechoslovakia (former state)": 1}
    about = catalog.sources()["ucdp_violence"]
    assert any("coded by UCDP under Israel" in each for each in about.caveats)
    assert about.indicators[groups.indicator].headline


def test_the_columns_of_deaths_are_found_whatever_ends_their_names():
    newer, report = read(SAMPLES / "ucdp_violence_26.csv", "ucdp_violence")
    assert report["remarks"][0] == "the file is version 26.1; described is 25.1"
    older = read(SAMPLES / "ucdp_violence.csv", "ucdp_violence")[0]
    older = older[older["start"].dt.year.eq(2024)]
    alike = ["indicator", "country", "category", "value", "low", "high"]
    assert (
        newer[alike]
        .sort_values(alike[:3], ignore_index=True)
        .equals(older[alike].sort_values(alike[:3], ignore_index=True))
    )


def test_the_newer_layout_of_incidents_reads_as_the_older_one():
    records, _ = read(SAMPLES / "eurepoc_13.csv", "eurepoc")
    found = records[["record", "country", "partner", "category"]].fillna("-")
    assert found.to_numpy().tolist() == [
        [0, "IDN", "CHN", "disruption"],
        [1, "IDN", "-", "data_theft"],
        [1, "IDN", "-", "disruption"],
        [1, "SGP", "-", "data_theft"],
        [1, "SGP", "-", "disruption"],
        [2, "NAM", "CHN", "doxing"],
        [2, "NAM", "KOR", "doxing"],
        [3, "-", "-", "-"],
    ]
    dated = records.drop_duplicates("record")
    assert dated["precision"].tolist() == ["year", "month", "day", "none"]
    assert dated["start"].dt.strftime("%Y-%m-%d").tolist()[:3] == [
        "2016-01-01",
        "2016-03-01",
        "2016-03-17",
    ]


def test_an_incident_of_the_dashboard_counts_once_and_is_no_part_of_the_other_series(own_store):
    importing.bring(SAMPLES / "eurepoc_2023.csv", "eurepoc_2023", own_store)
    about = "eurepoc_2023.incidents"
    assert (query.total(Filters(about)).value, query.total(Filters(about)).unlocated) == (6, 2)
    assert figures(query.by_country(Filters(about))) == {"IDN": 2, "NAM": 2, "SGP": 1}
    assert figures(query.by_partner(Filters(about))) == {"CHN": 3, "KOR": 2}
    assert figures(query.by_category(Filters(about))) == {
        "data_theft": 1,
        "disruption": 1,
        "doxing": 2,
        "hijacking_misuse": 1,
        "ransomware": 1,
    }
    assert figures(query.by_period(Filters(about))) == {"2016": 2, "2021": 2, "2022": 1}
    said = catalog.sources()["eurepoc_2023"]
    assert said.licence.redistribution == "aggregates" and "non-commercial" in said.citation
    assert any("never one series" in each for each in said.caveats)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("7,Namibia,2021-03-29", "7,Namibia,2021-03-28", "'7' has several start_date"),
        ("2,Indonesia", "2,Indonesien", "country 'Indonesien' is not known"),
        ("China,Disruption", "China,Rumour", "incident_type 'Rumour' is not known"),
        ("\n2,Indonesia", "\nx2,Indonesia", "'x2' is not a number"),
    ],
)
def test_the_dashboards_incidents_refuse_what_they_cannot_mean(old, new, words, written):
    text = (SAMPLES / "eurepoc_2023.csv").read_text(encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read(written(text.replace(old, new, 1), "incidents.csv"), "eurepoc_2023")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("700,Afghanistan,2024", "700,Afghanistan,2023", "'700' stands twice in '2023'"),
        ("565,Namibia", "565,Namibya", "country 'Namibya' is not known"),
        ("565,Namibia,2024", "565,Namibia,24", "'24' is not a date"),
        ("os_total_deaths_best_cy", "os_total_deaths_cy", "has no column os_total_deaths_best"),
        (",12,20,10,", ",-12,20,10,", "'-12' is not 0 or more"),
    ],
)
def test_deaths_refuse_what_they_cannot_mean(old, new, words, written):
    text = (SAMPLES / "ucdp_violence.csv").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(InputError, match=words):
        read(written(text.replace(old, new, 1), "deaths.csv"), "ucdp_violence")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            (
                '"901","India","Government","100","","PLANTED COMMANDER’s'
                ' forces","200","","1","Somewhere","2022"'
            ),
            None,
            "stands twice",
        ),
        ('"904"', '"n/a"', "'n/a' is not a number"),
        ('"Niger"', '"Nigerr"', "country 'Nigerr' is not known"),
        ('"2022","1","0","4"', '"2022","1","0","5"', "type_of_conflict '5' is not known"),
        ('"2022","1","0","4"', '"2022","3","0","4"', "intensity_level '3' is not known"),
        ('"1947"', '"194"', "'194' is not a date"),
    ],
)
def test_conflicts_refuse_what_they_cannot_mean(old, new, words, written):
    text = (SAMPLES / "ucdp_acd.csv").read_text(encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read(
            written(
                text.replace(old, old.replace("2022", "2021") if new is None else new, 1),
                "conflicts.csv",
            ),
            "ucdp_acd",
        )


def test_a_former_state_nobody_placed_is_no_country_and_is_reported(written):
    text = (
        (SAMPLES / "ucdp_acd.csv")
        .read_text(encoding="utf-8")
        .replace('"Niger"', '"Czechoslovakia"')
    )
    records, report = read(written(text, "conflicts.csv"), "ucdp_acd")
    assert report["not_countries"] == {"Czechoslovakia (former state)": 1}
    assert records.loc[records["record"] == 906, "country"].isna().all()


def test_notices_by_nationality_requesting_country_and_charge(own_store):
    importing.bring(SAMPLES / "interpol_api_details.json", "interpol_api", own_store)
    about = "interpol_api.red_notices"
    assert value(about) == 5 and query.total(Filters(about)).unlocated == 1
    assert figures(query.by_country(Filters(about))) == {
        "COL": 1,
        "ESP": 1,
        "NAM": 1,
        "RUS": 1,
        "SGP": 1,
    }
    assert figures(query.by_partner(Filters(about))) == {
        "COL": 1,
        "ESP": 1,
        "IDN": 1,
        "NAM": 1,
        "RUS": 1,
        "USA": 1,
    }
    assert figures(query.by_category(Filters(about))) == {
        "fraud": 1,
        "murder": 2,
        "other": 1,
        "terrorism": 1,
        "trafficking_persons": 1,
        "weapons": 1,
    }
    assert figures(query.by_period(Filters(about))) == {"2016": 2, "2017": 1, "2018": 2}


@pytest.mark.parametrize(
    "form", ["search", "details", "one", "empty list", "empty search", "search and details"]
)
def test_the_forms_notices_are_saved_in(form, written):
    search, details = sample("interpol_api_search.json"), sample("interpol_api_details.json")
    content, kept = {
        "search": (search, 3),
        "details": (details, 5),
        "one": (details[1], 1),
        "empty list": ([], 0),
        "empty search": (search | {"total": 0, "_embedded": {"notices": []}}, 0),
        "search and details": (search["_embedded"]["notices"] + details, 7),
    }[form]
    records, report = read(written(content), "interpol_api")
    assert records["record"].nunique() == kept
    if form == "search and details":
        assert report["duplicates"] == 1
        assert records[records["category"] == "terrorism"]["country"].tolist() == ["RUS"]


def test_yellow_and_other_notices_are_refused(written):
    with pytest.raises(
        InputError,
        match=(
            "yellow notices: they are about missing persons, often children, and are never loaded"
        ),
    ):
        read(SAMPLES / "interpol_api_yellow.json", "interpol_api")
    yellow = sample("interpol_api_yellow.json")
    hidden = sample("interpol_api_details.json") + yellow["_embedded"]["notices"]
    for content in (
        hidden,
        yellow["_embedded"]["notices"][0],
        yellow | {"_embedded": {"notices": []}},
    ):
        with pytest.raises(InputError, match="yellow"):
            read(written(content), "interpol_api")
    unsaid = sample("interpol_api_search.json")["_embedded"]["notices"]
    for links in (
        {},
        None,
        {"self": {"href": "https://ws-public.interpol.int/notices/v1/un/persons/2019-106"}},
    ):
        with pytest.raises(InputError, match="does not say that it is a red notice"):
            read(written([unsaid[0], unsaid[1] | {"_links": links}]), "interpol_api")


@pytest.mark.parametrize(
    "change",
    [
        {"entity_id": "PLANTEDNAME2"},
        {"entity_id": None},
        {"nationalities": ["PLANTEDNAME2"]},
        {"nationalities": "PLANTEDNAME2"},
        {"nationalities": ["PLANTEDNAME2", 1]},
        {"arrest_warrants": ["PLANTEDNAME2"]},
        {"arrest_warrants": [{"issuing_country_id": "PLANTEDNAME2", "charge": "x"}]},
        {"arrest_warrants": [{"issuing_country_id": "RU", "charge": ["PLANTEDNAME2"]}]},
        {"_links": {"self": {"href": ["PLANTEDNAME2"]}}},
    ],
)
def test_an_error_about_a_notice_never_says_a_name(change, written):
    details = sample("interpol_api_details.json")
    details[1] |= change
    with pytest.raises(InputError) as refused:
        read(written(details), "interpol_api")
    assert "PLANTED" not in str(refused.value)


# ---- what must be said about them


def test_what_may_not_be_passed_on_is_not():
    found = catalog.sources()
    for name in ("gfw_events", "interpol_api"):
        assert found[name].optional and found[name].licence.redistribution == "none"
        assert not list(store.BUNDLED.glob(f"{name}*"))
    assert any("not proof of illegality" in caveat for caveat in found["gfw_events"].caveats)
    assert all("pparent" in each.title for each in found["gfw_events"].indicators.values())
    assert any("not proof of guilt" in caveat for caveat in found["interpol_api"].caveats)
    assert any("not terrorism" in caveat for caveat in found["ucdp_acd"].caveats)
    assert any("not the Index" in caveat for caveat in found["iuu_index"].caveats)


# ---- the published files


@pytest.fixture(scope="module")
def published_store(tmp_path_factory):
    if not PUBLISHED.is_dir():
        pytest.skip("the publishers' files do not lie beside the repository")
    root = tmp_path_factory.mktemp("published")
    for source, file in REAL.items():
        importing.bring(PUBLISHED / file, source, root)
    return root


@pytest.fixture
def published(published_store, ask_store):
    ask_store(published_store)


def test_the_published_figures_come_out(published):
    assert value("cisa_kev.entries") == 1404
    assert [value("cisa_kev.entries", first=year) for year in ("2022", "2023", "2024")] == [
        555,
        187,
        186,
    ]
    assert [
        value("ucdp_acd.active_conflicts", first=year) for year in ("2024", "2023", "2022", "2015")
    ] == [61, 59, 56, 54]
    assert value("ucdp_acd.wars", first="2024") == 11
    assert value("eurepoc_2023.incidents") == 2465
    assert [
        value("eurepoc_2023.incidents", first=year) for year in ("2016", "2021", "2022", "2023")
    ] == [165, 145, 320, 576]
    assert value("gfw_events.encounters") == 1647
    assert figures(query.by_country(Filters("gfw_events.encounters"))) == {
        "IDN": 1266,
        "MYS": 376,
        "SGP": 1,
        "TWN": 1,
        "VAT": 1,
    }
    assert value("interpol_api.red_notices") == 186  # of 204 entries, 18 stand twice


@pytest.mark.parametrize(
    ("year", "deaths"),
    [
        ("2024", (10_535, 14_347, 128_621, 17_932, 160_900)),
        ("2023", (8_713, 11_041, 131_275, 18_921, 161_237)),
        ("2014", (14_439, 15_527, 116_224, 19_879, 151_630)),
    ],
)
def test_the_published_deaths_in_organised_violence_come_out(published, year, deaths):
    names = ("one_sided_by_groups", "one_sided", "state_based", "non_state", "deaths")
    assert tuple(value(f"ucdp_violence.{name}", first=year) for name in names) == deaths
    asked = Filters("ucdp_violence.deaths").during(first_day(year), last_day(year))
    assert figures(query.by_category(asked)) == {
        "non_state": deaths[3],
        "one_sided": deaths[1],
        "state_based": deaths[2],
    }
    groups = query.total(
        Filters("ucdp_violence.one_sided_by_groups").during(asked.start, asked.end)
    )
    assert groups.low < groups.value < groups.high and not groups.masked and not groups.unlocated


def test_the_edition_before_still_reads(own_store):
    if not PUBLISHED.is_dir():
        pytest.skip("the publishers' files do not lie beside the repository")
    _, report = importing.bring(
        PUBLISHED / "conflict/UcdpPrioConflict_v23_1.csv", "ucdp_acd", own_store
    )
    assert report["remarks"] == ["the file is version 23.1; described is 25.1"]
    assert [value("ucdp_acd.active_conflicts", first=year) for year in ("2022", "2015")] == [55, 54]


def test_the_published_index_is_whole(published):
    opened = store.current()
    report = opened.versions["iuu_index"].report
    assert report["read"] == 24320 and report["dropped"] == {"not scored: the cell is blank": 1733}
    about = Filters("iuu_index.indicator_score")
    counted = (
        "SELECT count(DISTINCT country), count(DISTINCT category), count(*) FROM iuu_index WHERE"
        " indicator = ?"
    )
    assert opened.engine.ask(counted, ["indicator_score"]).iloc[0].tolist() == [152, 40, 22587]
    assert len(query.by_country(about)) == 152
    assert list(query.by_period(Filters(about.indicator, ("IDN",)))["period"]) == [
        "2019",
        "2021",
        "2023",
        "2025",
    ]
    assert (
        value(about.indicator) is None and value(about.indicator, "IDN", categories=("i03",)) == 5
    )


def test_a_conflict_of_many_years_counts_once(published):
    yearly = query.by_period(
        Filters("ucdp_acd.active_conflicts").during(first_day("2015"), last_day("2022"))
    )["value"]
    assert value("ucdp_acd.active_conflicts", first="2015", last="2022") == 101 < yearly.sum()
    assert (
        value("ucdp_acd.active_conflicts") == 303
        and query.total(Filters("ucdp_acd.active_conflicts")).unlocated == 0
    )


# ---- damage


@pytest.mark.alike(3)
@pytest.mark.parametrize(("source", "file"), FILES)
def test_damaged_files_are_read_or_refused_never_more(source, file, tmp_path):
    outcome = damage.endure(source, file, tmp_path / "damaged.dat")
    assert outcome["read"] + outcome["refused"] == damage.TIMES and outcome["refused"]
