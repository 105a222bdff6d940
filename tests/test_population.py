"""How many people live where is what the United Nations say, and never a guess."""

import csv

import publishers
import pytest

from data.geography import countries, groups, population


def test_people_of_a_country_of_several_and_of_the_world():
    assert population.of(("IDN",), 2023) == population.Population(281_190_068, projected=False)
    assert population.of((), 2023).persons == 8_091_734_933
    both = population.of(("IDN", "SGP", "IDN"), 2023).persons
    assert both == 281_190_068 + population.by_country(2023)["SGP"]
    asean = population.of(groups.members("ASEAN"), 2025)
    assert asean.persons == sum(
        population.by_country(2025)[code] for code in groups.members("ASEAN")
    )


def test_what_is_projected_and_what_is_not_known_is_said():
    assert not population.of(("IDN",), 2023).projected and population.of(("IDN",), 2024).projected
    assert population.of(("IDN", "ATA"), 2020).missing == ("ATA",)
    assert population.of(("ATA",), 2020) is None
    first, last = population.years()
    assert (first, last) == (1990, 2030)
    for year in (first - 1, last + 1):
        assert population.of(("IDN",), year) is population.of((), year) is None


@pytest.mark.parametrize("year", range(1990, 2031))
def test_the_world_is_its_countries_but_for_what_rounding_leaves(year):
    known = population.by_country(year)
    assert set(known) < countries.codes() and len(known) == 237
    assert population.of((), year).persons == pytest.approx(sum(known.values()), rel=1e-6)


@publishers.needed
def test_the_table_is_the_publishers():
    path = publishers.SHARED / "data" / "population" / "wpp2024_population_1990-2030.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 237 * 41
    for row in rows:
        year = int(row["year"])
        found = population.of((row["iso3"],), year)
        assert found.persons == int(row["population"])
        assert found.projected == (row["kind"] != "estimate")
