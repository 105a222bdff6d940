"""Builds static/outlines/world_110m.json, the one map of the dashboard, from Natural Earth.

Run by hand as `python tools/build_outlines.py FOLDER`, where FOLDER is the unpacked npm package
world-atlas 2.0.2 (Natural Earth 1:10m as TopoJSON, public domain) and beside its files
ne_10m_admin_0_disputed_areas.geojson of Natural Earth 4; needs nothing beyond GeoPandas.
Also writes the label points and the `circle` column of data/geography/countries.csv, because they
follow from the shapes. Which disputed area is whose under which policy, and whose outline is
dashed, stands in data/geography/disputes.csv; it is told in data/geography/BOUNDARIES.md.
"""

import csv
import json
import sys
from collections import defaultdict
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
DISPUTES = HOUSE / "data" / "geography" / "disputes.csv"
POLICIES = ("un", "de_facto", "blank")

SHEET = (  # the equal-area sheet readers see; +over lets the Pacific run past 180 degrees
    "+proj=eqearth +over"
)
PIXEL = 2 * 17_243_959 / 1100  # metres of that sheet in one pixel of a map 1100 pixels wide
DETAIL = 0.36  # wiggles smaller than this many pixels (as the root of an area) are drawn straight
ISLET = 0.2  # islands below this many square pixels are left out, unless a country's largest
CIRCLE = 9.0  # countries whose largest part is below this many square pixels are drawn as circles
GRID = 0.01  # degrees between neighbouring coordinates of the finished file

NOWHERE = "-"  # land of no country: drawn as land, never coloured
OMITTED = None

Parts = list[list[np.ndarray]]  # the polygons of a country, each a list of rings, the outer first
Point = tuple[int, ...]  # on the grid
Line = tuple[Point, ...]

WITHOUT_CODE = {
    "Akrotiri": "CYP",
    "Dhekelia": "CYP",
    "Cyprus U.N. Buffer Zone": "CYP",
    "N. Cyprus": "northern_cyprus",
    "Somaliland": "somaliland",
    "Kosovo": "XKX",
    "Baikonur": "KAZ",
    "USNB Guantanamo Bay": "CUB",
    "Coral Sea Is.": "AUS",
    "Clipperton I.": "FRA",
    "Indian Ocean Ter.": "CXR",
    "Siachen Glacier": "siachen",
    "Spratly Is.": OMITTED,
    "Scarborough Reef": OMITTED,
    "Bajo Nuevo Bank": OMITTED,
    "Serranilla Bank": OMITTED,
    "Antarctica": OMITTED,
}

WHOLE_PARTS = [  # islands and other separate parts: drawn under, belong to, lie within
    ("RUS", "crimea", box(32.0, 44.2, 36.66, 46.3)),
    ("RUS", "kurils", box(145.2, 43.2, 149.0, 45.56)),
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
    (
        "MAR",
        "western_sahara",
        box(-20, 20, -8.66, 27 + 40 / 60),
    ),  # the parallel 27 degrees 40 minutes north
    (
        "ISR",
        "golan",
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
    (
        "EGY",
        "halaib",
        shapely.Polygon(  # north of the parallel 22: approximately the administrative line of 1902
            [
                (34.08, 21.90),
                (34.08, 22.00),
                (34.16, 22.20),
                (34.69, 22.29),
                (34.95, 22.86),
                (35.25, 22.79),
                (35.49, 22.95),
                (35.52, 23.10),
                (35.62, 23.14),
                (37.50, 23.30),
                (37.50, 21.90),
            ]
        ),
    ),
]

CLAIMED = {  # areas cut along Natural Earth's own lines: drawn under, its numbers of them
    "kashmir_india": ("IND", ["B03", "B05"]),
    "kashmir_pakistan": ("PAK", ["B08", "B09"]),
    "aksai_chin": ("CHN", ["B07"]),
    "shaksgam": ("CHN", ["B06"]),
    "arunachal": ("IND", ["B00"]),
    "abyei": ("SDN", ["B13"]),
    "ilemi": ("KEN", ["B17"]),
    "abkhazia": ("GEO", ["B35"]),
    "south_ossetia": ("GEO", ["B37"]),
    "transnistria": ("MDA", ["B36"]),
    "essequibo": ("GUY", ["B56"]),
}
OVER = 0.004  # degrees by which such an area reaches over the border it ends at
PARTIES = {  # beside whose land the line of an area is dashed, where not beside every neighbour's
    "kashmir_india": {"PAK", "CHN"},
    "kashmir_pakistan": {"IND"},
    "aksai_chin": {"CHN", "IND"},
    "shaksgam": {"CHN"},
    "arunachal": {"IND", "CHN"},
    "abyei": {"SDN", "SSD"},
    "ilemi": {"KEN", "SSD", "ETH"},
    "golan": {"ISR", "SYR"},
}
WHOLE = {"western_sahara": "ESH"}  # an area whose remainder has a code: dashed is its own line only


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
    parts = parts.explode().explode(ignore_index=True)  # what is mended may be nested
    return parts[parts.geom_type == "Polygon"].reset_index(drop=True)


def areas(parts: gpd.GeoDataFrame, folder: Path) -> gpd.GeoDataFrame:
    """One row per country without its disputed areas and per such area (`iso3` is its id), parts
    moved and cut as the tables above say; neighbours share every point of their border.
    """
    inside = parts.representative_point()
    for drawn, belongs, place in WHOLE_PARTS:
        moved = (parts["iso3"] == drawn) & inside.within(place)
        assert moved.any(), f"no part of {drawn} lies where {belongs} is expected"
        parts.loc[moved, "iso3"] = belongs
    claimed = gpd.read_file(folder / "ne_10m_admin_0_disputed_areas.geojson").set_index("BRK_A3")
    cuts = [(drawn, belongs, place) for drawn, belongs, place in CUTS] + [
        (drawn, belongs, claimed.loc[numbers].union_all().buffer(OVER, join_style="mitre"))
        for belongs, (drawn, numbers) in CLAIMED.items()
    ]
    for drawn, belongs, place in cuts:
        near = parts.index[parts.intersects(place)]
        lines = [*parts.geometry[near].boundary, place.boundary]
        faces = gpd.GeoSeries(shapely.get_parts(shapely.polygonize(noded(lines))))
        middles = faces.representative_point()
        made = []
        for row in near:
            whole = parts.loc[row]
            own = faces[middles.within(whole.geometry)]
            cut = middles[own.index].within(place) & (whole["iso3"] == drawn)
            made += [
                {"iso3": code, "geometry": piece}
                for code, some in ((belongs, own[cut]), (whole["iso3"], own[~cut]))
                if len(some)
                for piece in shapely.get_parts(shapely.union_all(some.to_numpy()))
            ]
        made = gpd.GeoDataFrame(made, crs=parts.crs)
        assert (made["iso3"] == belongs).any(), f"no land of {drawn} where {belongs} is expected"
        parts = pd.concat([parts.drop(near), made], ignore_index=True)
    return parts.dissolve("iso3", method="unary").reset_index()


def noded(lines: list[shapely.Geometry]) -> list[shapely.Geometry]:
    """The lines cut wherever one meets another."""
    return list(shapely.get_parts(shapely.union_all(np.array(lines))))


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


def topology(
    closed: dict[str, Parts], labels: pd.DataFrame, disputes: pd.DataFrame
) -> dict[str, Any]:
    """The countries as TopoJSON in the layers plotly.js asks for; a border is stored once.

    The layer of countries holds each as the usual policy draws it by its code, as another policy
    draws it (where that differs) as `CODE:policy`, the areas of no country by their ids, and the
    dashed lines of each policy as `lines:policy`, with the `areas` that it draws for no country.
    """
    atoms = {
        code: [[[tuple(point) for point in ring.tolist()] for ring in part] for part in parts]
        for code, parts in closed.items()
    }
    corners = junctions(ring for parts in atoms.values() for part in parts for ring in part)
    arcs: dict[Line, int] = {}
    sides: dict[int, list[str]] = defaultdict(list)

    def number(line: Line, code: str) -> int:
        backwards = line[::-1] in arcs
        found = arcs[line[::-1]] if backwards else arcs.setdefault(line, len(arcs))
        sides[found].append(code)
        return ~found if backwards else found

    rings = {
        code: [
            [[number(line, code) for line in pieces(ring, corners)] for ring in part]
            for part in parts
        ]
        for code, parts in atoms.items()
    }
    ends = [(line[0], line[-1]) for line in arcs]
    lines = list(arcs)
    drawn = {policy: {code: owner(code, policy, disputes) for code in rings} for policy in POLICIES}

    def shape(codes: list[str]) -> list[list[list[int]]]:
        if len(codes) == 1:
            return rings[codes[0]]
        return merged(
            [ring for code in codes for part in rings[code] for ring in part], ends, lines
        )

    countries: list[tuple[str, str, str, Any]] = []
    for policy in POLICIES:
        for iso3 in sorted({code for code in drawn[policy].values() if code != NOWHERE}):
            codes = [code for code in rings if drawn[policy][code] == iso3]
            usual = [code for code in rings if drawn["un"][code] == iso3]
            if policy == "un" or codes != usual:
                name = iso3 if policy == "un" else f"{iso3}:{policy}"
                countries.append((name, iso3, "MultiPolygon", shape(codes)))
    of_none = [code for code in rings if any(drawn[policy][code] == NOWHERE for policy in POLICIES)]
    countries += [(code, code, "MultiPolygon", rings[code]) for code in of_none]
    countries += [
        (
            f"lines:{policy}",
            "",
            "MultiLineString",
            joined([arc for arc in sides if dashed(sides[arc], drawn, policy, disputes)], ends),
        )
        for policy in POLICIES
    ]
    empty = {
        f"lines:{policy}": [code for code in of_none if drawn[policy][code] == NOWHERE]
        for policy in POLICIES
    }
    points = labels[["lon", "lat"]].to_dict("index") | disputes[["lon", "lat"]].to_dict("index")
    layers = {
        "countries": [
            {
                "type": kind,
                "id": name,
                "properties": {"ct": [float(at) for at in points[of].values()]}
                if of
                else {"ct": [0, 0], "areas": empty[name]},
                "arcs": arcs_of,
            }
            for name, of, kind, arcs_of in countries
        ],
        "land": [
            {"type": "MultiPolygon", "arcs": [part for parts in rings.values() for part in parts]}
        ],
        "coastlines": [
            {"type": "MultiLineString", "arcs": [[arc] for arc in sides if len(sides[arc]) == 1]}
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
        "disputes": [  # what the note below a map names: id, longitude, latitude
            [each, float(lon), float(lat)]
            for each, lon, lat in disputes[["lon", "lat"]].itertuples()
        ],
    }


def owner(code: str, policy: str, disputes: pd.DataFrame) -> str:
    """As which country a policy draws a country or a disputed area."""
    return str(disputes.at[code, policy]) if code in disputes.index else code


def dashed(
    sides: list[str], drawn: dict[str, dict[str, str]], policy: str, disputes: pd.DataFrame
) -> bool:
    """Whether a policy dashes the line between two countries or areas.

    De facto: where what it parts is held by different hands. Otherwise the lines that the table
    calls dashed; with disputed areas blank also round those.
    """
    if len(sides) < 2:
        return False
    between = [
        each for each in disputes.index if disputes.at[each, "drawn"] in two_ways(sides, drawn)
    ]
    at = [each for each in sides if each in disputes.index and party(each, sides, disputes)]

    def told(each: str) -> bool:
        row = disputes.loc[each]
        return bool(row["line"] == "dashed" or row["un"] != row["de_facto"])

    hands = {drawn[policy][side] for side in sides}
    if policy == "de_facto":
        return NOWHERE in hands or (len(hands) == 2 and any(told(each) for each in between + at))
    if policy == "blank" and NOWHERE in hands:
        return True
    return any(disputes.at[each, "line"] == "dashed" for each in between + at)


def two_ways(sides: list[str], drawn: dict[str, dict[str, str]]) -> set[str]:
    """The names of a border of two countries, as the table writes it."""
    one, other = (drawn["un"][side] for side in sides)
    return {f"{one} {other}", f"{other} {one}"}


def party(area: str, sides: list[str], disputes: pd.DataFrame) -> bool:
    """Whether the line between an area and its neighbour is in dispute: not where the neighbour
    is no party to it, and not where an area ends at the remainder that has the same code.
    """
    other = next((side for side in sides if side != area), area)
    parties = PARTIES.get(area)
    if other in disputes.index:
        return True
    return other in parties if parties else other != WHOLE.get(area)


def merged(
    rings: list[list[int]], ends: list[tuple[Point, Point]], lines: list[Line]
) -> list[list[list[int]]]:
    """The polygons of several areas as one: lines they share are left out, the rest joined to
    rings anew.
    """
    used = [arc for ring in rings for arc in ring]
    kept = [arc for arc in used if ~arc not in set(used)]
    outer: list[tuple[list[list[int]], shapely.Polygon]] = []
    holes: list[tuple[list[int], shapely.Polygon]] = []
    for ring in joined(kept, ends):
        points = [
            point for arc in ring for point in (lines[arc] if arc >= 0 else lines[~arc][::-1])
        ]
        if shapely.LinearRing(points).is_ccw:
            holes.append((ring, shapely.Polygon(points)))
        else:
            outer.append(([ring], shapely.Polygon(points)))
    for ring, hole in holes:
        around = [each for each in outer if each[1].buffer(0).contains(hole.representative_point())]
        min(around, key=lambda each: each[1].area)[0].append(ring)
    return [part for part, _ in outer]


def joined(arcs: list[int], ends: list[tuple[Point, Point]]) -> list[list[int]]:
    """The arcs end to end, in as few lines as there are: rings where they close."""

    def end(arc: int, at: int) -> Point:
        return ends[arc][at] if arc >= 0 else ends[~arc][1 - at]

    left = list(arcs)
    found = []
    while left:
        line = [left.pop(0)]
        for forwards in (True, False):
            while end(line[0], 0) != end(line[-1], 1):
                here = end(line[-1], 1) if forwards else end(line[0], 0)
                following = [arc for arc in left if end(arc, 0 if forwards else 1) == here]
                if not following:
                    break
                left.remove(following[0])
                line.insert(len(line) if forwards else 0, following[0])
        found.append(line)
    return found


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
    disputes = pd.read_csv(DISPUTES, dtype=str, keep_default_na=False).set_index("id")
    parts = without_islets(areas(natural_earth(folder), folder).to_crs(SHEET))
    usual = parts.assign(iso3=[owner(code, "un", disputes) for code in parts["iso3"]])
    whole = usual[usual["iso3"] != NOWHERE].dissolve("iso3").reset_index()
    labels = label_points(whole.explode(ignore_index=True))
    parts["geometry"] = shapely.coverage_simplify(parts.geometry.to_numpy(), DETAIL * PIXEL)
    shapes = on_grid(parts.to_crs(4326))
    text = json.dumps(topology(shapes, labels, disputes), separators=(",", ":"))
    OUTLINES.write_text(text, encoding="ascii")
    write_labels(labels)
    print(f"{len(text):,} bytes, {len(labels)} countries, circles {labels.circle.sum()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
