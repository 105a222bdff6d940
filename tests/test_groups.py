"""Groups of countries have the members they had on the day, and say what is not known of them."""

from datetime import date

import pytest

import settings
from data.geography import countries, groups

NAMED = (
    "ASEAN G7 G20 EU AU LAS OIC BRICS CARICOM PIF ECOWAS SADC GCC OAS OECD COMMONWEALTH SCHENGEN"
    " LDC LLDC SIDS EUROPE WESTERN_AFRICA SOUTH_EASTERN_ASIA"
).split()


def test_the_groups_people_name_are_there_and_the_incomplete_one_is_not():
    known = groups.groups()
    assert set(NAMED) <= set(known) and "BALI" not in known
    assert {each.kind for each in known.values()} <= set(groups.KINDS)
    for key, each in known.items():
        assert each.id == key and each.name and each.members() <= countries.codes()
        assert all(stay.cited for stay in each.stays), key


@pytest.mark.parametrize(
    ("group", "day", "number"),
    [
        ("ASEAN", date(2026, 1, 1), 11),
        ("ASEAN", date(2020, 1, 1), 10),
        ("EU", date(2026, 1, 1), 27),
        ("EU", date(2019, 12, 31), 28),
        ("EU", date(2013, 12, 31), 28),
        ("ECOWAS", date(2024, 12, 31), 15),
        ("ECOWAS", date(2025, 12, 31), 12),
        ("BRICS", date(2023, 12, 31), 5),
        ("BRICS", date(2025, 12, 31), 10),
        ("COMMONWEALTH", date(2025, 12, 31), 56),
        ("OECD", date(2025, 12, 31), 38),
        ("AU", date(2025, 12, 31), 55),
        ("SCHENGEN", date(2025, 12, 31), 29),
        ("INTERPOL", date(2025, 12, 31), 196),
        ("OIC", date(2025, 12, 31), 57),
        ("WESTERN_AFRICA", date(2025, 12, 31), 17),
    ],
)
def test_members_are_those_of_the_day(group, day, number):
    assert len(groups.members(group, day)) == number


def test_who_left_and_came_back_is_no_member_in_between():
    within = {
        year: "GMB" in groups.members("COMMONWEALTH", date(year, 6, 30))
        for year in (1964, 1966, 2012, 2015, 2019)
    }
    assert within == {1964: False, 1966: True, 2012: True, 2015: False, 2019: True}


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("1984", "", {"1983-12-31": False, "1984-01-01": True, "2030-01-01": True}),
        ("2018-09", "2020", {"2018-08-31": False, "2018-09-01": True, "2020-12-31": False}),
        ("", "2020-02", {"1900-01-01": True, "2020-02-28": True, "2020-02-29": False}),
        (
            "2018-09-03",
            "2020-02-01",
            {"2018-09-02": False, "2020-01-31": True, "2020-02-01": False},
        ),
    ],
)
def test_a_coarse_date_holds_as_far_as_it_can(since, until, days):
    stay = groups.Member("IDN", since, until)
    assert {day: stay.on(date.fromisoformat(day)) for day in days} == days


def test_regions_are_those_of_the_table_of_countries():
    known = groups.groups()
    assert known["SOUTH_EASTERN_ASIA"].members() == groups.members("SOUTH_EASTERN_ASIA") >= {"TLS"}
    regions = [each for each in known.values() if each.kind == "region"]
    assert sum(len(each.members()) for each in regions) == len(
        frozenset().union(*(each.members() for each in regions))
    )
    assert known["ASIA"].dated and not known["G7"].dated and known["ASEAN"].dated
    assert {each.id for each in groups.of_country("IDN")} >= {"ASEAN", "G20", "OIC", "ASIA"}


def test_own_groups_are_lines_in_a_file(written):
    path = written(
        "# ours\nNEIGHBOURS, Our neighbours, MYS SGP TLS\nQUAD,The four,AUS,IND,JPN,USA\n",
        "own.csv",
    )
    with settings.using(groups=path):
        known = groups.groups()
        assert known["NEIGHBOURS"].name == "Our neighbours" and known["NEIGHBOURS"].kind == "own"
        assert groups.members("NEIGHBOURS") == {"MYS", "SGP", "TLS"}
        assert groups.members("QUAD", date(1990, 1, 1)) == {"AUS", "IND", "JPN", "USA"}
    assert "QUAD" not in groups.groups()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("OURS, Ours\n", "row 1: 'OURS, Ours' is not an id, a name and codes"),
        ("\nOURS, Ours, MYS XXX\n", "row 2: 'XXX' is not the code of a country"),
        ("ours, Ours, MYS\n", "row 1: 'ours' is not an id in capitals"),
        ("ASEAN, Ours, MYS\n", "there is a group of that id"),
        ("OURS, A, MYS\nOURS, B, SGP\n", "row 2: 'OURS'"),
        (b"\xff\xff", "is not UTF-8 text"),
    ],
)
def test_a_line_that_makes_no_sense_is_named(text, words, written):
    own = settings.using(groups=written(text, "own.csv"))
    with own, pytest.raises(groups.GroupError, match=r"own\.csv") as said:
        groups.groups()
    assert words in str(said.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    own = settings.using(groups=tmp_path / "none.csv")
    with own, pytest.raises(groups.GroupError, match=r"none\.csv: cannot be read"):
        groups.groups()
