"""How many people live in a country in a year: what rates are counted by, never an indicator."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

TABLE = Path(__file__).parent / "population.csv"
SOURCE = "United Nations, World Population Prospects 2024"
LICENCE = "CC BY 3.0 IGO"
CITATION = (
    "United Nations, Department of Economic and Social Affairs, Population Division (2024), World"
    " Population Prospects 2024: estimates to 2023, medium projection from 2024. CC BY 3.0 IGO."
)
LAST_ESTIMATE = 2023  # what is later is projected
WORLD = ""  # the world's own row, where the publisher's is held; else the countries are added up


@dataclass(frozen=True, slots=True)
class Population:
    """People on 1 July of a year, whether it is projected, and the codes no number is known of."""

    persons: int
    projected: bool
    missing: tuple[str, ...] = ()


def of(codes: Iterable[str], year: int) -> Population | None:
    """The people of these countries together, without any of the world; None where no number is
    known.
    """
    known = by_country(year)
    wanted = sorted(set(codes))
    missing = tuple(code for code in wanted if code not in known)
    if not wanted:
        persons = _table().get(year, {}).get(WORLD) or sum(known.values())
    else:
        persons = sum(known[code] for code in wanted if code in known)
    return Population(persons, year > LAST_ESTIMATE, missing) if persons else None


def by_country(year: int) -> Mapping[str, int]:
    """The people of each country by its code; empty for a year the table does not reach."""
    return _countries().get(year, MappingProxyType({}))


def years() -> tuple[int, int]:
    """The first and the last year of the table."""
    return min(_table()), max(_table())


@cache
def _table() -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(int(row["year"]), {})[row["iso3"]] = int(row["persons"])
    return found


@cache
def _countries() -> dict[int, Mapping[str, int]]:
    return {
        year: MappingProxyType({code: n for code, n in each.items() if code != WORLD})
        for year, each in _table().items()
    }
