"""What was shared, counted as figures: one line per country, category and year, as
`data/sources/sharing.py` reads it.

Nothing above COUNTED goes in, and fewer than LEAST are said as `<5`, none among them, as
`data/watch/history.py` says.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from data.intelligence import speed
from data.sources.watch import HEADER, LEAST, MASKED
from data.watch.ledger import Watch
from security.tlp import Tlp

KINDS = {
    "indicator": "indicator",
    "malware": "malware",
    "tool": "malware",
    "campaign": "campaign",
    "intrusion-set": "campaign",
}  # all others are `other`
WHAT = ("indicator", "malware", "campaign", "other")
WITHIN = ((60, "hour"), (24 * 60, "day"), (72 * 60, "three_days"))  # minutes
SPANS = ("hour", "day", "three_days", "later")
CATEGORIES = {  # of each figure
    "shared": WHAT,
    "until_shared": (*SPANS, "unknown"),
    "received": WHAT,
    "until_seen": (*SPANS, "not_yet"),
    "until_acted": (*SPANS, "not_yet"),
}
Line = tuple[str, str, str, int, str, str]


def lines(watch: Watch) -> Iterator[Line]:
    """The columns of HEADER. A country that shared, or received, anything in a year has every cell
    of that year, and all of them bear the strictest mark of what went in.
    """
    sent, received = speed.held(watch)
    for table, who, figures in (
        (sent, "owner", {"shared": "", "until_shared": "minutes_shared"}),
        (
            received,
            "country",
            {"received": "", "until_seen": "minutes_seen", "until_acted": "minutes_acted"},
        ),
    ):
        known = table[table[who].str.len() == 3]  # a country, not the General Secretariat
        years = pd.to_datetime(known["added_us"], unit="us").dt.year
        places = [*zip(known[who], years, strict=True)]
        strictest = known["place"].groupby([known[who], years]).max()
        for figure, column in figures.items():
            said = (
                [_span(each, CATEGORIES[figure][-1]) for each in known[column]]
                if column
                else [KINDS.get(each, "other") for each in known["type"]]
            )
            counted = Counter(zip(places, said, strict=True))
            for (country, year), place in strictest.items():
                for category in CATEGORIES[figure]:
                    many = counted[(country, year), category]
                    value = str(many) if many >= LEAST else MASKED
                    yield figure, country, category, year, value, tuple(Tlp)[place].word


def _span(minutes: float, without: str) -> str:
    if pd.isna(minutes):
        return without
    return next((name for most, name in WITHIN if minutes <= most), "later")


def write(watch: Watch, path: Path) -> int:
    """Writes the table and returns its number of lines."""
    many = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(HEADER)
        for many, each in enumerate(lines(watch), 1):  # noqa: B007
            table.writerow(each)
    return many
