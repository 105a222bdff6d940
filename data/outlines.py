"""The boundaries the dashboard draws, which place lies in which country, and the policy they follow."""

from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data import countries

SHIPPED = Path(__file__).parents[1] / "static" / "outlines" / "world_110m.json"  # named as plotly.js asks for it
POLICY = Path(__file__).parent / "geography" / "BOUNDARIES.md"
SHORE = 0.25  # degrees by which the simplified coast may miss a harbour town
NOTE = "Boundaries and names shown do not imply endorsement or acceptance."


@cache
def read() -> gpd.GeoDataFrame:
    """One row per country with a shape: `iso3`, `geometry` in degrees, nothing beyond 180 degrees east or west."""
    shapes = gpd.read_file(SHIPPED, layer="countries").rename(columns={"id": "iso3"})[["iso3", "geometry"]]
    shapes["geometry"] = shapes.geometry.map(_cut_at_180).make_valid()
    return shapes.set_crs(4326)


def country_at(lon: float, lat: float) -> str | None:
    """The country of a place on land or by the shore; None at sea, in Antarctica and on land of no country."""
    place = shapely.Point(lon, lat)
    shapes = read()
    hits = shapes.sindex.query(place, predicate="intersects")
    if not len(hits) and not _land().intersects(place):
        hits = shapes.sindex.nearest(place, max_distance=SHORE)[1]
    return shapes["iso3"].iat[hits[0]] if len(hits) else None


def anchors() -> pd.DataFrame:
    """Where to label each country or draw its circle: `iso3`, `lon`, `lat`, `circle` (too small to see as a shape)."""
    return countries.table()[["iso3", "lon", "lat", "circle"]]


@cache
def policy() -> str:
    """The boundary policy as published on the page of sources, in Markdown."""
    return POLICY.read_text(encoding="utf-8")


@cache
def _land():
    """All land of the map in one shape, also what belongs to no country."""
    return gpd.read_file(SHIPPED, layer="land").geometry.map(_cut_at_180).make_valid().iat[0]


def _cut_at_180(shape):
    """The same shape with parts that cross the antimeridian (Chukotka, Fiji) cut in two there."""
    return shapely.union_all([piece for part in shapely.get_parts(shape) for piece in _halves(part)])


def _halves(part):
    """The part itself, or its pieces west and east of the antimeridian."""
    west, _, east, _ = part.bounds
    if east - west < 180:
        return [part]
    onward = shapely.transform(part, lambda lonlat: np.where(lonlat < [0, -90], lonlat + [360, 0], lonlat))
    beyond = shapely.transform(onward & shapely.box(180, -90, 360, 90), lambda lonlat: lonlat - [360, 0])
    return [onward & shapely.box(0, -90, 180, 90), beyond]
