"""Writes data/geography/extents.csv: how far each country reaches, for a map that is to show it.

From the outlines that are served: the parts of a country that are a twelfth of its largest or more,
so that France is no map of three oceans; a country too small for the map is a square about its
circle. East of 180 degrees where a country crosses the antimeridian.
"""

import csv
from pathlib import Path

import numpy as np
import shapely

from data.geography import outlines

TO = Path(__file__).parents[1] / "data" / "geography" / "extents.csv"
PART = 1 / 12  # of the largest part's area
LEAST = 1.5  # degrees to each side of a place that is only a circle


def extent(shape: shapely.Geometry) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees."""
    parts = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
    middle = parts[0].centroid.x
    boxes = []
    for part in parts:
        if part.area < parts[0].area * PART:
            continue
        west, south, east, north = part.bounds
        turn = 360 * round((middle - (west + east) / 2) / 360)
        boxes.append((west + turn, south, east + turn, north))
    found = np.array(boxes)
    west, south = found[:, :2].min(axis=0)
    east, north = found[:, 2:].max(axis=0)
    return west, south, east, north


def main() -> None:
    """Writes the file anew."""
    shapes = dict(zip(outlines.read()["iso3"], outlines.read()["geometry"], strict=True))
    with TO.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["iso3", "west", "south", "east", "north"])
        for iso3, lon, lat, _ in outlines.anchors().itertuples(index=False):
            if iso3 in shapes:
                box = extent(shapes[iso3])
            else:
                box = (lon - LEAST, lat - LEAST, lon + LEAST, lat + LEAST)
            out.writerow([iso3, *(f"{edge:.1f}" for edge in box)])


if __name__ == "__main__":
    main()
