"""The watch's own history as figures, from the table `python -m data notice figures` writes."""

import pandas as pd

from data.reading.published import LINE, Published

HEADER = ("figure", "record", "country", "requesting", "category", "date", "value", "tlp")


def read(published: Published) -> pd.DataFrame:
    """One row per record and country; the requesting country is blank where the proposal's mark
    keeps it among the bureaus.
    """
    raw = published.table(HEADER)
    published.all_read([name for name in raw if name not in HEADER])
    known = {key.split(".")[1]: key.split(".")[1] for key in published.source.indicators}
    rows = published.dates(raw["date"], raw[LINE]).assign(
        row=raw[LINE], category=raw["category"], tlp=raw["tlp"]
    )
    rows["indicator"] = published.one_of(raw["figure"], known, raw[LINE])
    rows["record"] = published.within(raw["record"], raw[LINE], 0).astype("int64")
    rows["country"] = published.located(raw["country"], raw[LINE])
    asked = raw["requesting"].ne("")
    rows["partner"] = published.located(raw["requesting"][asked], raw[LINE]).reindex(rows.index)
    rows["value"] = published.within(raw["value"], raw[LINE], 1)
    return rows
