"""Tiers of the US Trafficking in Persons Report: one record per country, year and coding of the
report.
"""

import pandas as pd

from data.reading import citations
from data.reading.published import LINE, Published

COLUMNS = ("country", "year", "tier", "date")
# Between tier 2 and tier 3; the report itself gives the watch list no number.
TIERS = {
    "1": (1.0, "Tier 1"),
    "2": (2.0, "Tier 2"),
    "2WL": (2.5, "Tier 2 Watch List"),
    "3": (3.0, "Tier 3"),
    "special_case": (None, ""),
}


def read(published: Published) -> pd.DataFrame:
    """The tier as a number; where two codings disagree both are kept and the first in the table is
    counted.
    """
    raw = published.table((*COLUMNS, *citations.CITED))
    published.all_read(
        set(raw) - {*COLUMNS, *citations.CITED}, ["country_name", "coder", "date_precision"]
    )
    tier = published.one_of(raw["tier"], TIERS, raw[LINE])
    rated = tier.map(lambda pair: pair[0] is not None).astype("bool")
    published.report.drop("special case: rated in no tier", (~rated).sum())
    rows, tier = raw[rated], tier[rated]
    if rows.empty:
        raise published.fault("has no rated country")
    start = published.years(rows["year"], rows["date"], rows[LINE])
    records = pd.DataFrame(
        {
            "indicator": "tier",
            "record": range(len(rows)),
            "country": published.located(rows["country"], rows[LINE]),
            "start": start,
            "precision": "year",
            "value": tier.map(lambda pair: pair[0]).astype("float64"),
            "row": rows[LINE],
            "cited": citations.cited(published, rows),
            "stated": "",
        },
        index=rows.index,
    )
    records["rank"] = citations.ranked(
        records, ["country", "start"], pd.Series(False, index=rows.index)
    )
    return records.assign(stated=tier.map(lambda pair: pair[1]))
