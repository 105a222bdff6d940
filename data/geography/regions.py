"""Parts of the world that a map can show instead of all of it, and how far countries reach.

A box is (west, south, east, north) in degrees; `east` is above 180 where it crosses the
antimeridian. Regions are cuts of a map, no statement about which countries belong to them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from data.geography import groups

Box = tuple[float, float, float, float]
HERE = Path(__file__).parent
WORLD = "world"
CHOSEN = "chosen"  # what is chosen, and around it
LEAST = 14.0  # degrees of latitude that a map of one place shows
AROUND = 0.35  # of a place's own size on each side of it
_NEIGHBOURS = (  # the first of these groups that a country belongs to says where it is seen
    ("CARIBBEAN", "caribbean"),
    ("SOUTH_EASTERN_ASIA", "south_east_asia"),
    ("WESTERN_ASIA", "middle_east"),
    ("AFRICA", "africa"),
    ("AMERICAS", "americas"),
    ("ASIA", "asia"),
    ("EUROPE", "europe"),
    ("OCEANIA", "pacific"),
)


@cache
def regions() -> Mapping[str, Box]:
    """The cuts of a map by their id, the world first."""
    return _boxes("regions.csv", "region")


@cache
def extents() -> Mapping[str, Box]:
    """How far each country reaches, without what lies far from its largest part."""
    return _boxes("extents.csv", "iso3")


def of_country(iso3: str) -> str:
    """The region in whose map a country is seen among its neighbours."""
    found = (region for group, region in _NEIGHBOURS if iso3 in groups.members(group))
    return next(found, WORLD)


def around(codes: Iterable[str], margin: float = AROUND) -> Box:
    """A box that shows all these countries with what is around them, a `margin` of their size on
    each side; the world without any, and where they reach around it.
    """
    found = [extents()[code] for code in codes if code in extents()]
    if not found:
        return regions()[WORLD]
    west, east = _stretch([(box[0], box[2]) for box in found])
    south, north = min(box[1] for box in found), max(box[3] for box in found)
    more = max((north - south) * margin, (LEAST - (north - south)) / 2)
    aside = max((east - west) * margin, (LEAST * 1.6 - (east - west)) / 2)
    if east - west + 2 * aside > 300:
        return regions()[WORLD]
    return (
        round(west - aside, 1),
        round(max(-80.0, south - more), 1),
        round(east + aside, 1),
        round(min(84.0, north + more), 1),
    )


def _stretch(spans: list[tuple[float, float]]) -> tuple[float, float]:
    """The shortest stretch of longitudes with all spans in it."""
    found = []
    for start, _ in spans:
        turned = [
            (start + (west - start) % 360, start + (west - start) % 360 + east - west)
            for west, east in spans
        ]
        found.append((start, max(east for _, east in turned)))
    west, east = min(found, key=lambda each: each[1] - each[0])
    turn = 360 * round((west + east) / 720)
    return west - turn, east - turn


def _boxes(name: str, key: str) -> Mapping[str, Box]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return {
            row[key]: (
                float(row["west"]),
                float(row["south"]),
                float(row["east"]),
                float(row["north"]),
            )
            for row in csv.DictReader(file)
        }
