"""What was shared, counted as figures: one line per figure, country, category and year, as
`data/sources/sharing.py` reads it.

Nothing above COUNTED goes in, and fewer than LEAST are said as `<5`, none among them, as
`data/watch/history.py` says. A median of minutes is of LEAST and more, else there is none.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from data.intelligence import speed
from data.sources.sharing import BETWEEN, HEADER, TIMED, WORLD
from data.sources.watch import LEAST, MASKED
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
PARTS = {"median": 0.5, "p90": 0.9}  # of the minutes, by their categories
Line = tuple[str, str, str, int, str, str, str]


def lines(watch: Watch) -> Iterator[Line]:
    """The columns of HEADER. A country that shared, or received, anything in a year has every cell
    of that year, and all of them bear the strictest mark of what went in; so does a median.
    """
    sent, received = (_dated(table) for table in speed.held(watch))
    for table, who, figures in (
        (sent, "owner", {"shared": "", "until_shared": "minutes_shared"}),
        (
            received,
            "country",
            {"received": "", "until_seen": "minutes_seen", "until_acted": "minutes_acted"},
        ),
    ):
        yield from _counted(_of_countries(table, who), who, figures)
    for table, who, until in (
        (sent, "owner", "shared"),
        (received, "country", "seen"),
        (received, "country", "acted"),
    ):
        figure = f"{TIMED}to_{until}"
        yield from _timed(table.assign(all=WORLD), ("all",), until, figure)
        yield from _timed(_of_countries(table, who), (who,), until, figure)
    yield from _between(received)


def _dated(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(year=pd.to_datetime(table["added_us"], unit="us").dt.year)


def _of_countries(table: pd.DataFrame, who: str) -> pd.DataFrame:
    """What countries did, and not the General Secretariat."""
    return table[table[who].str.len() == 3]


def _counted(known: pd.DataFrame, who: str, figures: dict[str, str]) -> Iterator[Line]:
    places = [*zip(known[who], known["year"], strict=True)]
    strictest = known["place"].groupby([known[who], known["year"]]).max()
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
                yield figure, country, category, year, value, tuple(Tlp)[place].word, ""


def _between(received: pd.DataFrame) -> Iterator[Line]:
    """How swiftly each saw what another shared, and all together."""
    known = _of_countries(_of_countries(received, "country"), "owner").assign(all=WORLD)
    for keys in (("all",), ("country", "owner")):
        for line in _timed(known, keys, "seen", BETWEEN):
            if line[2] == "median":
                yield *line[:2], "", *line[3:]


def _timed(table: pd.DataFrame, keys: tuple[str, ...], until: str, figure: str) -> Iterator[Line]:
    """The median and the 90th percentile of minutes a year, by whose they are."""
    column = f"minutes_{until}"
    for found, part in table.dropna(subset=column).groupby([*keys, "year"]):
        if len(part) < LEAST:
            continue
        *whose, year = (*found, "")[: len(keys) + 1]
        country, partner = (*whose, "")[:2]
        mark = tuple(Tlp)[part["place"].max()].word
        for category, share in PARTS.items():
            minutes = f"{part[column].quantile(share):.0f}"
            yield figure, country, category, year, minutes, mark, partner


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
