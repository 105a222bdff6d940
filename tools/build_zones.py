"""Derives data/geography/zones.csv from the attributes of Marine Regions' exclusive economic zones.

    .venv/bin/python tools/build_zones.py ../shared/data/geo/eez_v12_lowres_attributes.dbf

Kept are a zone's number and whose coast it lies before: facts, each with its citation. Left out are
zones whose own middle lies farther from a drawn coast than any zone reaches, because the map draws
no such islet: nothing could be checked against them.
"""

import sys
from pathlib import Path

import pandas as pd
import pyogrio

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from data.geography import countries, outlines

CITATION = (
    "Flanders Marine Institute (2023). Maritime Boundaries Geodatabase: Exclusive Economic Zones,"
    " version 12. https://doi.org/10.14284/632"
)


def main(path: Path) -> None:
    """Writes `mrgid, iso3 (one or several, by semicolon), citation`, ordered by number."""
    known = set(countries.table()["iso3"])
    zones = []
    for each in pyogrio.read_dataframe(path, read_geometry=False).itertuples():
        named = [
            getattr(each, f"ISO_{role}{number}") for number in (1, 2, 3) for role in ("TER", "SOV")
        ]
        coasts = sorted({iso3 for iso3 in named if iso3 in known})
        if coasts and not outlines.far_from(coasts, [(each.X_1, each.Y_1)], outlines.ZONE)[0]:
            zones.append({"mrgid": each.MRGID, "iso3": ";".join(coasts), "citation": CITATION})
    pd.DataFrame(zones).sort_values("mrgid").to_csv(
        ROOT / "data" / "geography" / "zones.csv", index=False, lineterminator="\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
