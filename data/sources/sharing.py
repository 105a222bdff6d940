"""What countries share, as figures: the table `python -m data notice figures` writes."""

import pandas as pd

from data.reading.published import LINE, Published
from data.sources import watch

HEADER = (*watch.HEADER, "partner")
TIMED = "minutes_"  # what a figure of minutes begins with
BETWEEN = "minutes_between"
WORLD = "world"  # in the place of a country: of all of them together


def read(published: Published) -> pd.DataFrame:
    """One record per figure, country, partner, category and year; a masked count is a range, and
    minutes are those of a median.
    """
    raw = published.table(HEADER)
    published.all_read([name for name in raw if name not in HEADER])
    timed = raw["figure"].str.startswith(TIMED)
    rows = pd.concat([watch.counted(published, raw[~timed]), _minutes(published, raw[timed])])
    rows = rows.sort_index()
    world, paired = timed & raw["country"].eq(WORLD), raw["partner"].ne("")
    for name, there in (("country", ~world), ("partner", paired)):
        rows[name] = published.located(raw[name][there], raw[LINE][there]).reindex(rows.index)
    return rows.assign(world=world, record=range(len(rows)))


def _minutes(published: Published, raw: pd.DataFrame) -> pd.DataFrame:
    known = {key.split(".")[1]: key.split(".")[1] for key in published.source.indicators}
    return published.dates(raw["year"], raw[LINE]).assign(
        row=raw[LINE],
        category=raw["category"].where(raw["category"].ne("")),
        tlp=raw["tlp"],
        indicator=published.one_of(raw["figure"], known, raw[LINE]),
        value=published.within(raw["value"], raw[LINE], 0),
    )
