"""Who lies beside whom: by a land border, or across a strait that is crossed daily."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

TABLE = Path(__file__).with_name("neighbours.csv")
WAYS = ("land", "strait")


@cache
def by(way: str) -> Mapping[str, Sequence[str]]:
    """The neighbours of each country by one of WAYS, in the order of their codes."""
    found: dict[str, set[str]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            if row["by"] == way:
                for other in row["others"].split():
                    found.setdefault(row["country"], set()).add(other)
                    found.setdefault(other, set()).add(row["country"])
    return MappingProxyType({code: tuple(sorted(others)) for code, others in found.items()})


def of(code: str) -> tuple[str, ...]:
    """The neighbours of a country, first those by land."""
    return tuple(dict.fromkeys(other for way in WAYS for other in by(way).get(code, ())))
