"""The outlines of the dashboard as shapes of a drawing: by the boundary policy, on an equal-area
sheet, cut to what is shown of the world.

Coordinates are thousandths of a sheet's width: a drawing lays them out at its own size.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely

from data.geography import boundaries, countries, outlines, regions

Ring = np.ndarray  # of points, x and y
Shapes = Mapping[str, tuple[Ring, ...]]
COARSE = 0.08  # degrees below which bends are not drawn on a map of the whole world
SEEN = MappingProxyType(  # where a reader looks for a country whose widest place is on an island
    {"MYS": (102.0, 4.2), "IDN": (113.6, -0.8), "PHL": (121.1, 15.6), "JPN": (138.2, 36.3)}
)
FAR = 100.0  # degrees from the middle of a region, beyond which no part of a country is looked at
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796  # Equal Earth's own polynomial
_ROOT = math.sqrt(3) / 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of the world as it is laid out: `tall` for a width of 1000; rings of each country,
    the dashed lines, land of no country, and where each country has its anchor.
    """

    tall: float
    shapes: Shapes
    dashed: tuple[Ring, ...]
    nobodys: tuple[Ring, ...]
    anchors: Mapping[str, tuple[float, float]]
    small: frozenset[str]


@cache
def _file() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(outlines.SHIPPED.read_text(encoding="ascii"))
    return read


@cache
def _arcs(detail: float) -> tuple[np.ndarray, ...]:
    """Every line between two junctions, drawn straight where it bends by less than `detail`
    degrees: both of its neighbours have it alike.
    """
    scale = np.array(_file()["transform"]["scale"])
    whole = (np.cumsum(np.array(arc), axis=0) * scale for arc in _file()["arcs"])
    if not detail:
        return tuple(whole)
    return tuple(_straightened(arc, detail) for arc in whole)


def _straightened(arc: np.ndarray, detail: float) -> np.ndarray:
    if len(arc) < 3 or ((arc[0] == arc[-1]).all() and len(arc) < 9):
        return arc
    made: np.ndarray = shapely.get_coordinates(shapely.simplify(shapely.LineString(arc), detail))
    return made if len(made) > 3 or (arc[0] != arc[-1]).any() else arc


def _line(arcs: list[int], detail: float) -> np.ndarray:
    held = _arcs(detail)
    parts = [held[arc] if arc >= 0 else held[~arc][::-1] for arc in arcs]
    return np.vstack([parts[0], *(part[1:] for part in parts[1:])])


@dataclass(frozen=True, slots=True)
class _World:
    """Rings of each country in degrees, dashed lines, and rings of land of no country."""

    rings: Shapes
    dashed: tuple[Ring, ...]
    nobodys: tuple[Ring, ...]


@cache
def _degrees(policy: str, detail: float) -> _World:
    held = {each["id"]: each for each in _file()["objects"]["countries"]["geometries"]}
    lines = held[f"lines:{policy}"]

    def rings(name: str) -> tuple[Ring, ...]:
        return tuple(_line(ring, detail) for part in held[name]["arcs"] for ring in part)

    return _World(
        rings={
            code: rings(f"{code}:{policy}" if f"{code}:{policy}" in held else code)
            for code in sorted(countries.codes() & set(held))
        },
        dashed=tuple(_line(line, detail) for line in lines["arcs"]),
        nobodys=tuple(ring for area in lines["properties"]["areas"] for ring in rings(area)),
    )


def _onward(line: Ring, middle: float) -> Ring:
    """A line without a jump at the antimeridian, around a longitude."""
    lon = np.unwrap(line[:, 0], period=360)
    lon = lon - 360 * np.round((lon.mean() - middle) / 360)
    return np.column_stack([lon, line[:, 1]])


def _equal_earth(line: Ring, middle: float) -> Ring:
    lon, lat = np.radians(line[:, 0] - middle), np.radians(line[:, 1])
    at = np.arcsin(_ROOT * np.sin(lat))
    two, six = at**2, at**6
    bend = 9 * _A4 * six * two + 7 * _A3 * six + 3 * _A2 * two + _A1
    x = lon * np.cos(at) / (_ROOT * bend)
    y = at * (_A1 + _A2 * two + six * (_A3 + _A4 * two))
    return np.column_stack([x, -y])


def _lambert(line: Ring, middle: tuple[float, float]) -> Ring:
    """Lambert's azimuthal equal-area sheet around a place."""
    lon, lat = np.radians(line[:, 0] - middle[0]), np.radians(line[:, 1])
    here = math.radians(middle[1])
    cosine = math.sin(here) * np.sin(lat) + math.cos(here) * np.cos(lat) * np.cos(lon)
    stretch = np.sqrt(2 / np.maximum(1e-9, 1 + cosine))
    x = stretch * np.cos(lat) * np.sin(lon)
    y = stretch * (math.cos(here) * np.sin(lat) - math.sin(here) * np.cos(lat) * np.cos(lon))
    return np.column_stack([x, -y])


def _frame(box: regions.Box) -> Ring:
    """The edge of a box of degrees, point by point."""
    west, south, east, north = box
    across, up = np.linspace(west, east, 60), np.linspace(south, north, 60)
    return np.vstack(
        [
            np.column_stack([across, np.full(60, south)]),
            np.column_stack([across, np.full(60, north)]),
            np.column_stack([np.full(60, west), up]),
            np.column_stack([np.full(60, east), up]),
        ]
    )


@lru_cache(maxsize=48)
def sheet(region: str, policy: str, codes: tuple[str, ...] = (), shape: float = 0.0) -> Sheet:
    """A region as a sheet; `chosen` shows `codes` and what is around them. With `shape` (height by
    width) the sheet is made longer on one side, so that it has it.
    """
    box = regions.around(codes) if region == regions.CHOSEN else regions.regions().get(region)
    box = box or regions.regions()[regions.WORLD]
    west, south, east, north = box
    middle = ((west + east) / 2, (south + north) / 2)
    whole = east - west > 300

    def lay(line: Ring) -> Ring:
        return _equal_earth(line, middle[0]) if whole else _lambert(line, middle)

    edge = lay(_frame(box))
    low, high = edge.min(axis=0), edge.max(axis=0)
    if shape and not whole:
        across, down = high - low
        more = np.array([max(0, down / shape - across), max(0, across * shape - down)]) / 2
        low, high = low - more, high + more
    scale = 1000 / (high[0] - low[0])
    tall = (high[1] - low[1]) * scale

    def placed(line: Ring) -> Ring:
        laid: Ring = (lay(_onward(line, middle[0])) - low) * scale
        return laid

    def near(line: Ring) -> bool:
        if whole:
            return True
        lon, lat = np.radians(line[:, 0] - middle[0]), np.radians(line[:, 1])
        here = math.radians(middle[1])
        cosine = math.sin(here) * np.sin(lat) + math.cos(here) * np.cos(lat) * np.cos(lon)
        return bool((cosine > math.cos(math.radians(FAR))).any())

    world = _degrees(
        policy if policy in boundaries.POLICIES else boundaries.UN, COARSE if whole else 0.0
    )
    shapes = {
        code: tuple(
            piece for ring in held if near(ring) for piece in _cut(placed(ring), tall, closed=True)
        )
        for code, held in world.rings.items()
    }
    table = countries.table()
    places = np.array(
        [
            (lon, lat) if whole else SEEN.get(code, (lon, lat))
            for code, lon, lat in table[["iso3", "lon", "lat"]].itertuples(index=False)
        ]
    )
    turns = 360 * np.round((places[:, 0] - middle[0]) / 360)
    spots = (lay(np.column_stack([places[:, 0] - turns, places[:, 1]])) - low) * scale
    inside = [near(places[at : at + 1]) for at in range(len(table))]
    anchors = {
        code: (float(x), float(y))
        for code, (x, y), seen in zip(table["iso3"], spots, inside, strict=True)
        if seen and 0 <= x <= 1000 and 0 <= y <= tall and code != "ATA"
    }
    if not whole:  # of a large country the middle of what is seen
        anchors |= {
            code: _middle(held) for code, held in shapes.items() if held and code not in anchors
        }
    return Sheet(
        tall=tall,
        shapes={code: held for code, held in shapes.items() if held},
        dashed=tuple(
            piece
            for line in world.dashed
            if near(line)
            for piece in _cut(placed(line), tall, False)
        ),
        nobodys=tuple(
            piece
            for ring in world.nobodys
            if near(ring)
            for piece in _cut(placed(ring), tall, True)
        ),
        anchors=anchors,
        small=frozenset(table.loc[table["circle"], "iso3"]),
    )


def _cut(line: Ring, tall: float, closed: bool) -> list[Ring]:
    """What lies within the sheet, of a ring or a line."""
    low, high = line.min(axis=0), line.max(axis=0)
    if (low >= -20).all() and high[0] <= 1020 and high[1] <= tall + 20:
        return [line]
    if high[0] < 0 or high[1] < 0 or low[0] > 1000 or low[1] > tall:
        return []
    made = shapely.Polygon(line).buffer(0) if closed else shapely.LineString(line)
    held = shapely.clip_by_rect(made, -4, -4, 1004, tall + 4)
    found = []
    for piece in shapely.get_parts(held):
        if isinstance(piece, shapely.Polygon):
            found += [np.array(each.coords) for each in (piece.exterior, *piece.interiors)]
        elif isinstance(piece, shapely.LineString) and not closed:
            found.append(np.array(piece.coords))
    return [each for each in found if len(each) > 1]


def _area(ring: Ring) -> float:
    x, y = ring.T
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)


def _middle(rings: tuple[Ring, ...]) -> tuple[float, float]:
    """The middle of the widest place of the largest ring."""
    ring = max(rings, key=lambda each: abs(_area(each)))
    shape = shapely.Polygon(ring).buffer(0)
    if shape.is_empty:
        x, y = ring.mean(axis=0)
        return float(x), float(y)
    place = shapely.maximum_inscribed_circle(shape, 1.0)
    x, y = shapely.get_coordinates(place)[0]
    return float(x), float(y)


def extent(rings: tuple[Ring, ...]) -> float:
    """How far the largest of several rings reaches, across or down."""
    return float(max(np.ptp(ring, axis=0).max() for ring in rings))


def bounds(rings: Sequence[Ring]) -> tuple[tuple[float, float], tuple[float, float]]:
    """The upper left and the lower right corner of what several rings take."""
    if not rings:
        return (0.0, 0.0), (1.0, 1.0)
    points = np.vstack(rings)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return (float(left), float(top)), (float(right), float(bottom))


def path(rings: tuple[Ring, ...], scale: float, closed: bool = True) -> str:
    """Rings as the data of an SVG path, in tenths of a point, what is too small to see left out."""
    found = []
    for ring in rings:
        points = np.rint(ring * scale * 10).astype(int)
        kept = np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))
        points = points[kept]
        if closed and len(points) > 1 and (points[0] == points[-1]).all():
            points = points[:-1]
        if len(points) < (3 if closed else 2):
            continue
        steps = np.diff(points, axis=0)
        text = "".join(_step(x, y) for x, y in steps.tolist())
        found.append(
            f"M{_tenth(points[0][0])} {_tenth(points[0][1])}l{text.lstrip()}" + "Z" * closed
        )
    return "".join(found)


def _step(x: int, y: int) -> str:
    """A step of a path; a minus parts it from what is before, as well as a space does."""
    first, second = _tenth(x), _tenth(y)
    return f"{'' if first[0] == '-' else ' '}{first}{'' if second[0] == '-' else ' '}{second}"


def _tenth(number: int) -> str:
    whole, rest = divmod(abs(int(number)), 10)
    sign = "-" if number < 0 else ""
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{rest}"
