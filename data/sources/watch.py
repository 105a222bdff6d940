"""The watch's own history as figures, from the table `python -m data notice figures` writes."""

import pandas as pd

from data.reading.published import LINE, Published

HEADER = ("figure", "country", "category", "year", "value", "tlp")
LEAST, MASKED = 5, "<5"  # fewer are masked, none among them: 0 to 4


def read(published: Published) -> pd.DataFrame:
    """One record per figure, country, category and year; a masked one is a range."""
    raw = published.table(HEADER)
    published.all_read([name for name in raw if name not in HEADER])
    rows = counted(published, raw)
    rows["country"] = published.located(raw["country"], raw[LINE])
    return rows.assign(record=range(len(rows)))


def counted(published: Published, raw: pd.DataFrame) -> pd.DataFrame:
    """The records of lines that count something, without their countries."""
    known = {key.split(".")[1]: key.split(".")[1] for key in published.source.indicators}
    rows = published.dates(raw["year"], raw[LINE]).assign(
        row=raw[LINE], category=raw["category"], tlp=raw["tlp"]
    )
    rows["indicator"] = published.one_of(raw["figure"], known, raw[LINE])
    masked = raw["value"].eq(MASKED)
    exact = published.within(raw["value"][~masked], raw[LINE][~masked], LEAST)
    published.report.masked = int(masked.sum())
    rows["value"] = exact.reindex(rows.index)
    rows["low"] = rows["value"].mask(masked, 0.0)
    rows["high"] = rows["value"].mask(masked, LEAST - 1.0)
    return rows
