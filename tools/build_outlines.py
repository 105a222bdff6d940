"""Builds static/outlines/world_110m.json, the one map of the dashboard, from Natural Earth.

Run by hand as `python tools/build_outlines.py FOLDER`, where FOLDER is the unpacked npm package
world-atlas 2.0.2 (Natural Earth 1:10m as TopoJSON, public domain); needs nothing beyond GeoPandas.
Also writes the label points and the `circle` column of data/geography/countries.csv, because they
follow from the shapes. The boundary policy that the tables below carry out is told in
data/geography/BOUNDARIES.md.
"""

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import box

HOUSE = Path(__file__).resolve().parents[1]
OUTLINES = HOUSE / "static" / "outlines" / "world_110m.json"  # the name plotly.js asks for
COUNTRIES = HOUSE / "data" / "geography" / "countries.csv"

SHEET = (  # the equal-area sheet readers see; +over lets the Pacific run past 180 degrees
    "+proj=eqearth +over"
)
PIXEL = 2 * 17_243_959 / 1100  # metres of that sheet in one pixel of a map 1100 pixels wide
DETAIL = 0.36  # wiggles smaller than this many pixels (as the root of an area) are drawn straight
ISLET = 0.2  # islands below this many square pixels are left out, unless a country's largest
CIRCLE = 9.0  # countries whose largest part is below this many square pixels are drawn as circles
GRID = 0.01  # degrees between neighbouring coordinates of the finished file

NOWHERE = ""  # land of no country: drawn as land, never coloured
OMITTED = None

Parts = list[list[np.ndarray]]  # the polygons of a country, each a list of rings, the outer first
Point = tuple[int, ...]  # on the grid
Line = tuple[Point, ...]

WITHOUT_CODE = {
    "Akrotiri": "CYP",
    "Dhekelia": "CYP",
    "Cyprus U.N. Buffer Zone": "CYP",
    "N. Cyprus": "CYP",
    "Somaliland": "SOM",
    "Kosovo": "XKX",
    "Baikonur": "KAZ",
    "USNB Guantanamo Bay": "CUB",
    "Coral Sea Is.": "AUS",
    "Clipperton I.": "FRA",
    "Indian Ocean Ter.": "CXR",
    "Siachen Glacier": NOWHERE,
    "Spratly Is.": OMITTED,
    "Scarborough Reef": OMITTED,
    "Bajo Nuevo Bank": OMITTED,
    "Serranilla Bank": OMITTED,
    "Antarctica": OMITTED,
}

WHOLE_PARTS = [  # islands and other separate parts: drawn under, belong to, lie within
    ("RUS", "UKR", box(32.0, 44.2, 36.66, 46.3)),
    ("FRA", "GUF", box(-55, 1.5, -51, 6.5)),
    ("FRA", "GLP", box(-62, 15.7, -60.8, 16.7)),
    ("FRA", "MTQ", box(-61.5, 14.2, -60.6, 15.0)),
    ("FRA", "REU", box(55, -22, 56, -20.5)),
    ("FRA", "MYT", box(44.8, -13.3, 45.5, -12.4)),
    ("NLD", "BES", box(-69, 11.8, -67, 12.6)),
    ("NLD", "BES", box(-63.6, 17.2, -62.7, 17.9)),
    ("NOR", "SJM", box(5, 73.5, 40, 82)),
    ("NOR", "SJM", box(-10, 70, -7, 72)),
    ("NOR", "BVT", box(3, -55, 4, -54)),
    ("NZL", "TKL", box(-173, -10, -171, -8)),
    ("CXR", "CCK", box(96, -13, 98, -11)),
]

CUTS = [  # pieces of a larger part, cut along a line: drawn under, belongs to, lies within
    ("MAR", "ESH", box(-20, 20, -8.66, 27 + 40 / 60)),  # the parallel 27 degrees 40 minutes north
    (
        "ISR",
        "SYR",
        shapely.Polygon(  # the Golan: the line of 1923 in the west, generously round it elsewhere
            [
                (35.600, 33.300),
                (35.623, 33.246),
                (35.652, 33.250),
                (35.672, 33.240),
                (35.660, 33.200),
                (35.655, 33.150),
                (35.645, 33.100),
                (35.630, 33.030),
                (35.625, 32.980),
                (35.620, 32.920),
                (35.615, 32.890),
                (35.640, 32.880),
                (35.655, 32.840),
                (35.650, 32.815),
                (35.660, 32.780),
                (35.675, 32.750),
                (35.670, 32.710),
                (35.660, 32.685),
                (36.200, 32.600),
                (36.200, 33.600),
                (35.600, 33.600),
            ]
        ),
    ),
]


def past_180(shape: shapely.Geometry) -> shapely.Geometry:
    """The shape with a part that crosses the antimeridian drawn on beyond 180 degrees east."""
    west, _, east, _ = shape.bounds
    if east - west < 180:
        return shape
    return shapely.transform(
        shape, lambda lonlat: np.where(lonlat < [0, -90], lonlat + [360, 0], lonlat)
    )


def natural_earth(folder: Path) -> gpd.GeoDataFrame:
    """One row per separate part of land: `iso3` by ISO's own number or by WITHOUT_CODE, `geometry`
    in degrees.
    """
    world = gpd.read_file(folder / "countries-10m.json", layer="countries").set_crs(4326)
    listed = pd.read_csv(COUNTRIES, dtype=str, keep_default_na=False)
    numbers = dict(zip(listed["numeric"], listed["iso3"], strict=True))
    world["iso3"] = [
        WITHOUT_CODE[name] if name in WITHOUT_CODE else numbers[number]
        for number, name in zip(world["id"], world["name"], strict=True)
    ]
    parts = world[world["iso3"].notna()][["iso3", "geometry"]].explode(ignore_index=True)
    parts["geometry"] = parts.geometry.map(past_180).make_valid()
    return parts


def by_policy(parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """One row per country (and one for land of no country), parts moved and cut as the tables above
    say.
    """
    inside = parts.representative_point()
    for drawn, belongs, place in WHOLE_PARTS:
        moved = (parts["iso3"] == drawn) & inside.within(place)
        assert moved.any(), f"no part of {drawn} lies where {belongs} is expected"
        parts.loc[moved, "iso3"] = belongs
    for drawn, belongs, place in CUTS:
        whole = parts[parts["iso3"] == drawn]
        piece = whole.assign(iso3=belongs, geometry=whole.intersection(place))
        parts.loc[whole.index, "geometry"] = whole.difference(place)
        parts = pd.concat([parts, piece], ignore_index=True)
    parts = parts[~parts.is_empty]
    return parts.dissolve("iso3", method="unary").reset_index()


def without_islets(countries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The countries without islands too small to see; a part with a land border always stays, it
    would leave a hole.
    """
    parts = countries.explode(ignore_index=True)
    parts = parts[parts.geom_type == "Polygon"].reset_index(drop=True)
    area = parts.area / PIXEL**2
    largest = area == area.groupby(parts["iso3"]).transform("max")
    one, other = parts.sindex.query(parts.geometry, predicate="intersects")
    neighbours = np.zeros(len(parts), bool)
    neighbours[one[one != other]] = True
    return parts[largest | neighbours | (area >= ISLET)].reset_index(drop=True)


def label_points(parts: gpd.GeoDataFrame) -> pd.DataFrame:
    """Per country the middle of the widest place of its largest part (`lon`, `lat`) and whether it
    needs a `circle`.
    """
    parts = parts.assign(area=parts.area / PIXEL**2).sort_values("area")
    largest = parts.drop_duplicates("iso3", keep="last").sort_values("iso3")
    radius = shapely.maximum_inscribed_circle(largest.geometry.to_numpy(), PIXEL / 20)
    middle = gpd.GeoSeries(shapely.get_point(radius, 0), crs=SHEET).to_crs(4326)
    points = pd.DataFrame(
        {
            "iso3": largest["iso3"].to_numpy(),
            "lon": to_180(middle.x).round(2),
            "lat": middle.y.round(2),
        }
    )
    return points.assign(circle=largest["area"].to_numpy() < CIRCLE).set_index("iso3")


def to_180(lon: pd.Series) -> pd.Series:
    """The longitude between -180 and 180 degrees."""
    return (lon + 180) % 360 - 180


def on_grid(parts: gpd.GeoDataFrame) -> dict[str, Parts]:
    """Per iso3 its polygons, each a list of closed rings of whole grid steps, the outer first."""
    found: dict[str, Parts] = defaultdict(list)
    for iso3, shape in zip(parts["iso3"], parts.geometry, strict=True):
        outer = snapped(shape.exterior, clockwise=True)
        if outer is not None:
            holes = (snapped(hole, clockwise=False) for hole in shape.interiors)
            found[iso3].append([outer, *(hole for hole in holes if hole is not None)])
    return dict(sorted(found.items()))


def snapped(ring: shapely.LinearRing, clockwise: bool) -> np.ndarray | None:
    """The ring on the grid, turned the way d3 wants it; None if nothing is left of it."""
    points = np.rint(np.array(ring.coords) / GRID).astype(int)
    points = points[np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))]
    x, y = points.T
    doubled_area = int((x[:-1] * y[1:] - x[1:] * y[:-1]).sum())
    if doubled_area == 0:
        return None
    turned: np.ndarray = points if (doubled_area < 0) == clockwise else points[::-1]
    return turned


def topology(countries: dict[str, Parts], labels: pd.DataFrame) -> dict[str, Any]:
    """The countries as TopoJSON in the layers plotly.js asks for; a border of two countries is
    stored once.
    """
    closed = {
        iso3: [[[tuple(point) for point in ring.tolist()] for ring in part] for part in parts]
        for iso3, parts in countries.items()
    }
    corners = junctions(ring for parts in closed.values() for part in parts for ring in part)
    arcs: dict[Line, int] = {}
    used: Counter[int] = Counter()

    def number(line: Line) -> int:
        backwards = line[::-1] in arcs
        found = arcs[line[::-1]] if backwards else arcs.setdefault(line, len(arcs))
        used[found] += 1
        return ~found if backwards else found

    shapes = {
        iso3: [
            [[number(line) for line in pieces(ring, corners)] for ring in part] for part in parts
        ]
        for iso3, parts in closed.items()
    }
    layers = {
        "countries": [
            {
                "type": "MultiPolygon",
                "id": iso3,
                "properties": {"ct": labels.loc[iso3, ["lon", "lat"]].tolist()},
                "arcs": arcs_of,
            }
            for iso3, arcs_of in shapes.items()
            if iso3 != NOWHERE
        ],
        "land": [
            {"type": "MultiPolygon", "arcs": [part for parts in shapes.values() for part in parts]}
        ],
        "coastlines": [
            {"type": "MultiLineString", "arcs": [[arc] for arc in arcs.values() if used[arc] == 1]}
        ],
        # asked for by plotly.js, not in the source
        **{name: [] for name in ("ocean", "lakes", "rivers", "subunits")},
    }
    return {
        "type": "Topology",
        "transform": {"scale": [GRID, GRID], "translate": [0, 0]},
        "objects": {
            layer: {"type": "GeometryCollection", "geometries": found}
            for layer, found in layers.items()
        },
        "arcs": [steps(line) for line in arcs],
    }


def junctions(rings: Iterable[list[Point]]) -> set[Point]:
    """The points where not all rings go on to the same next: there a border begins or ends."""
    neighbours: dict[Point, set[frozenset[Point]]] = defaultdict(set)
    for ring in rings:
        for before, point, after in zip(ring[-2:-1] + ring[:-2], ring[:-1], ring[1:], strict=True):
            neighbours[point].add(frozenset((before, after)))
    return {point for point, pairs in neighbours.items() if len(pairs) > 1}


def pieces(ring: list[Point], corners: set[Point]) -> list[Line]:
    """The closed ring as lines from corner to corner; one without corners begins at its smallest
    point.
    """
    points = ring[:-1]
    cuts = [at for at, point in enumerate(points) if point in corners] or [
        points.index(min(points))
    ]
    round_again = points + points
    ends = [*cuts[1:], cuts[0] + len(points)]
    return [tuple(round_again[a : b + 1]) for a, b in zip(cuts, ends, strict=True)]


def steps(line: Line) -> list[list[int]]:
    """The line as TopoJSON stores it: its first point, then each point as the step from the one
    before.
    """
    half = round(180 / GRID)
    points = np.array(line)
    points[:, 0] = (points[:, 0] + half) % (2 * half) - half
    found: list[list[int]] = np.diff(points, axis=0, prepend=[[0, 0]]).tolist()
    return found


def write_labels(labels: pd.DataFrame) -> None:
    """Puts the label points into the list of countries; one without a shape keeps its point and is
    a circle.
    """
    listed = pd.read_csv(COUNTRIES, dtype=str, keep_default_na=False).set_index("iso3")
    listed["circle"] = "1"
    listed.loc[labels.index, ["lon", "lat"]] = labels[["lon", "lat"]].astype(str)
    listed.loc[labels.index, "circle"] = labels["circle"].astype(int).astype(str)
    listed.reset_index().to_csv(
        COUNTRIES, index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL
    )


def main(folder: Path) -> None:
    """Reads, assigns, simplifies, writes, and says how much it wrote."""
    countries = by_policy(natural_earth(folder)).to_crs(SHEET)
    parts = without_islets(countries)
    labels = label_points(parts[parts["iso3"] != NOWHERE])
    parts["geometry"] = shapely.coverage_simplify(parts.geometry.to_numpy(), DETAIL * PIXEL)
    shapes = on_grid(parts.to_crs(4326))
    text = json.dumps(topology(shapes, labels), separators=(",", ":"))
    OUTLINES.write_text(text, encoding="ascii")
    write_labels(labels)
    print(
        f"{len(text):,} bytes, {len(shapes) - (NOWHERE in shapes)} countries, circles"
        f" {labels.circle.sum()}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
