"""The outlines the dashboard draws by the policy of boundaries.py, and which place lies in which
country; for imports, not for pages.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.geography import boundaries, countries

SHIPPED = (
    Path(__file__).parents[2] / "static" / "outlines" / "world_110m.json"
)  # named as plotly.js asks for it
ZONES = Path(__file__).parent / "zones.csv"
# km, 250 nautical miles: a zone reaches 200 from its coast, of which the map draws a simplified one
ZONE = 463.0
EARTH = 6371.0  # km
SHORE = 0.25  # degrees by which the simplified coast may miss a harbour town


@cache
def read(policy: str = boundaries.UN) -> gpd.GeoDataFrame:
    """One row per country with a shape: `iso3`, `geometry` in degrees, nothing beyond 180 degrees
    east or west; as a policy draws them, for records the usual one.
    """
    shapes = gpd.read_file(SHIPPED, layer="countries").rename(columns={"id": "iso3"})[
        ["iso3", "geometry"]
    ]
    other = set(shapes["iso3"]) & {f"{code}:{policy}" for code in countries.codes()}
    differs = {each.split(":")[0] for each in other}
    shapes = shapes[shapes["iso3"].isin((countries.codes() - differs) | other)]
    shapes = shapes.assign(iso3=shapes["iso3"].str[:3]).reset_index(drop=True)
    shapes["geometry"] = shapes.geometry.map(_cut_at_180).make_valid()
    return shapes.set_crs(4326)


def country_at(lon: float, lat: float) -> str | None:
    """The country of a place on land or by the shore; None at sea, in Antarctica and on land of no
    country.
    """
    place = shapely.Point(lon, lat)
    shapes = read()
    hits = shapes.sindex.query(place, predicate="intersects")
    if not len(hits) and not _land().intersects(place):
        hits = shapes.sindex.nearest(place, max_distance=SHORE)[1]
    return shapes["iso3"].iat[hits[0]] if len(hits) else None


def anchors() -> pd.DataFrame:
    """Where to label each country or draw its circle: `iso3`, `lon`, `lat`, `circle` (too small to
    see as a shape).
    """
    return countries.table()[["iso3", "lon", "lat", "circle"]]


@cache
def zones() -> dict[str, tuple[str, ...]]:
    """The countries before whose coasts each exclusive economic zone lies, by its number at Marine
    Regions (MRGID).
    """
    table = pd.read_csv(ZONES, dtype=str, keep_default_na=False)
    return {
        mrgid: tuple(iso3.split(";"))
        for mrgid, iso3 in zip(table["mrgid"], table["iso3"], strict=True)
    }


def far_from(coasts: Sequence[str], places: Sequence[tuple[float, float]], km: float) -> np.ndarray:
    """Which of the places (longitude, latitude in degrees) lie farther than `km` from every one of
    these countries.
    """
    shore = _shore(tuple(coasts))
    reach = np.cos(km / EARTH)
    parts = np.array_split(
        np.asarray(places, dtype=float).reshape(-1, 2), max(1, len(places) // 1000)
    )  # of a few MB each
    return np.concatenate(
        [(_on_sphere(part) @ shore.T).max(axis=1, initial=-1) < reach for part in parts]
    )


@cache
def _shore(coasts: tuple[str, ...]) -> np.ndarray:
    """Points along the outlines of countries, or where their circles stand, as directions from the
    centre of the earth.
    """
    shapes, circles = read(), anchors()
    lines = shapes.loc[shapes["iso3"].isin(coasts)].geometry.segmentize(0.5)
    middles = circles.loc[circles["iso3"].isin(coasts), ["lon", "lat"]].to_numpy(dtype=float)
    return _on_sphere(np.vstack([shapely.get_coordinates(lines), middles]))


def _on_sphere(places: np.ndarray) -> np.ndarray:
    lon, lat = np.radians(places).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


@cache
def _land() -> shapely.Geometry:
    """All land of the map in one shape, also what belongs to no country."""
    return gpd.read_file(SHIPPED, layer="land").geometry.map(_cut_at_180).make_valid().iat[0]


def _cut_at_180(shape: shapely.Geometry) -> shapely.Geometry:
    """The same shape with parts that cross the antimeridian (Chukotka, Fiji) cut in two there."""
    return shapely.union_all(
        [piece for part in shapely.get_parts(shape) for piece in _halves(part)]
    )


def _halves(part: shapely.Geometry) -> list[shapely.Geometry]:
    """The part itself, or its pieces west and east of the antimeridian."""
    west, _, east, _ = part.bounds
    if east - west < 180:
        return [part]
    onward = shapely.transform(
        part, lambda lonlat: np.where(lonlat < [0, -90], lonlat + [360, 0], lonlat)
    )
    beyond = shapely.transform(
        onward & shapely.box(180, -90, 360, 90), lambda lonlat: lonlat - [360, 0]
    )
    return [onward & shapely.box(0, -90, 180, 90), beyond]
