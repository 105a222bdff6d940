"""The ITU's Global Cybersecurity Index: one record per country and edition."""

import pandas as pd

from data.reading import citations
from data.reading.published import LINE, Published

COLUMNS = (
    "country",
    "year",
    "index",
    "indicator",
    "score",
    "scale_min",
    "scale_max",
    "higher_is",
    "date",
)
# What a row must say to be the overall score; any other index in the file needs a decision first.
OVERALL = {
    "index": "ITU Global Cybersecurity Index",
    "indicator": "ITU_GCI_GCI_OVRL_SCRE",
    "scale_min": "0",
    "scale_max": "100",
    "higher_is": "better",
}


def read(published: Published) -> pd.DataFrame:
    """Overall scores from 0 to 100; a row that repeats a country and edition stands beside the
    first.
    """
    raw = published.table((*COLUMNS, *citations.CITED))
    published.all_read(set(raw) - {*COLUMNS, *citations.CITED}, ["date_precision"])
    for column, value in OVERALL.items():
        published.one_of(raw[column], {value: value}, raw[LINE])
    records = pd.DataFrame(
        {
            "indicator": "score",
            "record": range(len(raw)),
            "country": published.located(raw["country"], raw[LINE]),
            "start": published.years(raw["year"], raw["date"], raw[LINE]),
            "precision": "year",
            "value": published.within(raw["score"], raw[LINE], 0, 100),
            "row": raw[LINE],
            "cited": citations.cited(published, raw),
            "stated": "",
        }
    )
    return records.assign(
        rank=citations.ranked(records, ["country", "start"], pd.Series(False, index=raw.index)),
        stated=None,
    )
