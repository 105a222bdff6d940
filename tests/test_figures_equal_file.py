"""Whatever is asked, the answer is what a plain computation gives straight from the publisher's
file.
"""

import ast
import re
from datetime import date

import pandas as pd
import publishers
import pytest
from hypothesis import given
from hypothesis import strategies as some

from data import query
from data.geography import countries
from data.query import Filters

pytestmark = publishers.needed
SOME_CODES = (
    "USA",
    "GBR",
    "IND",
    "IDN",
    "UKR",
    "RUS",
    "NAM",
    "DEU",
    "CHN",
    "KOR",
    "XKX",
    "THA",
    "LKA",
    "HND",
    "TUV",
)


def years(first, last):
    """A first and a last year in order, or one of them, or none."""
    return some.tuples(
        some.none() | some.integers(first, last), some.none() | some.integers(first, last)
    ).map(lambda pair: tuple(sorted(pair)) if None not in pair else pair)


def question(indicator, codes, categories, period, partner=None):
    start, end = period
    return Filters(
        indicator,
        tuple(codes),
        tuple(categories),
        partner,
        start and date(start, 1, 1),
        end and date(end, 12, 31),
    )


def figures(table):
    """The first column's names with value, low, high; None for what is masked."""
    rows = table[[table.columns[0], "value", "low", "high"]].itertuples(index=False, name=None)
    return {name: (None if pd.isna(value) else value, low, high) for name, value, low, high in rows}


# ---- GLOTIP: the numbers of the cells, `<5` apart


INDICATORS = {
    "detected_victims": ("Detected trafficking victims", {}),
    "persons_prosecuted": ("Persons prosecuted", {}),
    "persons_convicted": ("Persons convicted", {}),
    "victims_by_form": (
        "Detected trafficking victims",
        {
            "Forced labour": "forced_labour",
            "Sexual exploitation": "sexual_exploitation",
            "Other forms of exploitation": "other",
        },
    ),
    "victims_by_sex_age": (
        "Detected trafficking victims",
        {
            "Female 18 years or over": "women",
            "Female 0 to 17 years": "girls",
            "Male 18 years or over": "men",
            "Male 0 to 17 years": "boys",
            "Other 18 years or over": "other_adults",
            "Other 0 to 17 years": "other_children",
            "Unknown Unknown": "unknown",
        },
    ),
}


@pytest.fixture(scope="module")
def glotip():
    raw = pd.read_excel(publishers.path("glotip"), header=2, dtype=str, keep_default_na=False)
    raw["Iso3_code"] = raw["Iso3_code"].replace({"": "GGY"})  # Sark
    return {indicator: glotip_keys(raw, indicator) for indicator in INDICATORS}


def glotip_keys(raw, indicator):
    """Per country, year and category that the indicator counts: the sum of the exact cells, and the
    numbers of exact and of masked ones.
    """
    title, categories = INDICATORS[indicator]
    mine = raw[raw["Indicator"] == title]
    if indicator == "victims_by_form":
        mine = mine[
            (mine["Dimension"] == "by form of exploitation")
            & (mine["Sex"] == "Total")
            & (mine["Age"] == "Total")
        ]
        name = mine["Category"]
    else:
        mine = mine[(mine["Dimension"] == "Total") & (mine["Category"] == "Total")]
        name = mine["Sex"] + " " + mine["Age"]
    found = {}
    for country, year, kind, cell in zip(
        mine["Iso3_code"], mine["Year"], name, mine["txtVALUE"], strict=True
    ):
        if kind in (categories or ["Total Total"]):
            exact, plain, masked = found.get(
                key := (country, year, categories.get(kind, "")), (0.0, 0, 0)
            )
            found[key] = (
                (exact, plain, masked + 1)
                if cell == "<5"
                else (exact + float(cell.replace(",", "")), plain + 1, masked)
            )
    return found


def added(keys):
    """value, low, high of some of them: the exact cells added, each masked one up to four more."""
    exact, plain, masked = (sum(part) for part in zip(*keys, strict=True))
    return (exact if plain else None, exact, exact + 4 * masked)


def grouped(keys, at):
    """The same per country (0) or year (1)."""
    return {
        name: added(each for key, each in keys.items() if key[at] == name)
        for name in {key[at] for key in keys}
    }


@given(
    some.sampled_from(list(INDICATORS)),
    some.lists(some.sampled_from(SOME_CODES), max_size=4, unique=True),
    some.lists(some.integers(0, 6), max_size=3, unique=True),
    years(2002, 2022),
)
def test_victims_are_the_sums_of_the_published_cells(glotip, indicator, codes, picked, period):
    categories = list(INDICATORS[indicator][1].values())
    categories = [categories[i] for i in picked if i < len(categories)]
    keys = {
        key: each
        for key, each in glotip[indicator].items()
        if (not codes or key[0] in codes)
        and (period[0] or 0) <= int(key[1]) <= (period[1] or 9999)
        and (not categories or key[2] in categories)
    }
    asked = question(f"glotip.{indicator}", codes, categories, period)
    total = query.total(asked)
    if keys:
        assert (total.value, total.low, total.high) == added(keys.values())
    else:
        assert (total.value, total.low, total.high, total.masked) == (None, None, None, 0)
    assert figures(query.by_country(asked)) == {
        code: each for code, each in grouped(keys, 0).items() if code in countries.codes()
    }
    assert figures(query.by_period(asked)) == grouped(keys, 1)


# ---- EuRepoC: incidents counted once, in each of their countries, initiators and types


TYPES = {
    "data_theft": "Data theft",
    "doxing": "Data theft & Doxing",
    "disruption": "Disruption",
    "ransomware": "Ransomware",
    "hijacking_misuse": "Hijacking with Misuse",
    "hijacking": "Hijacking without Misuse",
}


def names_of(cell):
    found = ast.literal_eval(cell) if cell.startswith("[") else [cell]
    matches = [countries.find(name, "eurepoc") for name in found]
    return {match.iso3 for match in matches if match and match.iso3}


@pytest.fixture(scope="module")
def eurepoc():
    raw = pd.read_csv(publishers.path("eurepoc"), dtype=str, keep_default_na=False)
    return [
        (
            row.start_date,
            names_of(row.receiver_country),
            names_of(row.initiator_country),
            set(row.incident_type.split("; ")),
        )
        for row in raw.itertuples()
    ]


@given(
    some.lists(some.sampled_from(SOME_CODES), max_size=4, unique=True),
    some.lists(some.sampled_from(list(TYPES)), max_size=3, unique=True),
    years(1999, 2024),
    some.none() | some.sampled_from(SOME_CODES),
)
def test_incidents_are_those_of_the_file(eurepoc, codes, categories, period, partner):
    mine = [
        incident
        for incident in eurepoc
        if (
            not any(period)
            or (incident[0] and (period[0] or 0) <= int(incident[0][:4]) <= (period[1] or 9999))
        )
        and (not codes or incident[1] & set(codes))
        and (not partner or partner in incident[2])
        and (not categories or incident[3] & {TYPES[each] for each in categories})
    ]
    asked = question("eurepoc.incidents", codes, categories, period, partner)
    total = query.total(asked)
    assert (total.value, total.low, total.high, total.masked) == (
        len(mine),
        len(mine),
        len(mine),
        0,
    )
    assert {code: found[0] for code, found in figures(query.by_country(asked)).items()} == {
        code: sum(code in incident[1] for incident in mine)
        for code in set().union(*(incident[1] for incident in mine))
        if not codes or code in codes
    }
    assert {year: found[0] for year, found in figures(query.by_period(asked)).items()} == {
        year: sum(incident[0][:4] == year for incident in mine)
        for year in {incident[0][:4] for incident in mine} - {""}
    }
    months = {
        month: sum(incident[0][:7] == month for incident in mine)
        for month in {incident[0][:7] for incident in mine} - {""}
    }
    assert {
        month: found[0] for month, found in figures(query.by_period(asked, "month")).items()
    } == months
    wanted = {name: kind for name, kind in TYPES.items() if not categories or name in categories}
    counted = {name: sum(kind in incident[3] for incident in mine) for name, kind in wanted.items()}
    assert {name: found[0] for name, found in figures(query.by_category(asked)).items()} == {
        name: number for name, number in counted.items() if number
    }
    if not codes:
        assert total.unlocated == sum(not incident[1] for incident in mine)


# ---- IUU list: vessels that stand on a list on a day


LISTS = (
    "IOTC",
    "ICCAT",
    "IATTC",
    "CCAMLR",
    "WCPFC",
    "SEAFO",
    "NEAFC",
    "NAFO",
    "SPRFMO",
    "CCSBT",
    "GFCM",
    "NPFC",
    "SIOFA",
)
LAST = "2025-11-08"


def full(day):
    """A published date as its first day; the one misprint of the list means its year."""
    day = {"2020-22-60": "2020"}.get(day, day)
    return day + "-01-01"[(len(day) - 4) :]


@pytest.fixture(scope="module")
def vessels():
    raw = pd.read_csv(
        publishers.path("iuu_vessels"), dtype=str, keep_default_na=False, encoding="utf-8-sig"
    )
    found = []
    for row in raw.to_dict("records"):
        spells = []
        for name in LISTS:
            if row[name].strip():
                start, end = (
                    part.strip()
                    for part in re.split(r"\s-(?:\s|$)", row[name].strip() + " ", maxsplit=1)
                )
                start, end = (
                    full(start),
                    (full(end) if end else "9999" if row["CurrentlyListed"] == "True" else LAST),
                )
                spells.append((name, start, max(start, end)))
        match = countries.find(row["Flag"], "iuu_vessels") if row["Flag"] else None
        found.append((match.iso3 if match else None, spells))
    return found


@given(
    some.lists(some.sampled_from((*SOME_CODES, "PAN", "BOL")), max_size=3, unique=True),
    some.lists(some.sampled_from(LISTS), max_size=3, unique=True),
    some.none() | some.dates(date(2003, 1, 1), date(2026, 12, 31)),
)
def test_vessels_listed_on_a_day_are_those_of_the_file(vessels, codes, categories, day):
    on = min(day.isoformat(), LAST) if day else LAST
    listed = [
        (
            flag,
            {
                name
                for name, start, end in spells
                if start <= on < end and (not categories or name in categories)
            },
        )
        for flag, spells in vessels
        if not codes or flag in codes
    ]
    listed = [each for each in listed if each[1]]
    asked = Filters("iuu_vessels.vessels_listed", tuple(codes), tuple(categories), end=day)
    total = query.total(asked)
    assert total.value == len(listed)
    assert {code: found[0] for code, found in figures(query.by_country(asked)).items()} == {
        code: sum(flag == code for flag, _ in listed)
        for code in {flag for flag, _ in listed} - {None}
    }
    assert {name: found[0] for name, found in figures(query.by_category(asked)).items()} == {
        name: sum(name in lists for _, lists in listed)
        for name in set().union(*(lists for _, lists in listed))
    }
    if not codes:
        assert total.unlocated == sum(flag is None for flag, _ in listed)
