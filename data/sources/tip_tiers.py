"""Tiers of the US Trafficking in Persons Report: one record per country, year and coding of the
report.
"""

import pandas as pd

from data.reading import citations
from data.reading.published import LINE, Published
from languages.english import reading as words

COLUMNS = ("country", "year", "tier")
# What else a table has: that of 2020 to 2025 says by itself who coded it, and where.
OLDER = ("date", *citations.CITED)
NEWER = ("coder", "source")
# Between tier 2 and tier 3; the report itself gives the watch list no number.
TIERS = {
    "1": (1.0, "Tier 1"),
    "2": (2.0, "Tier 2"),
    "2WL": (2.5, "Tier 2 Watch List"),
    "2.5": (2.5, "Tier 2 Watch List"),
    "3": (3.0, "Tier 3"),
    "special_case": (None, ""),
    "special": (None, ""),
}
INFERRED = "inference: by elimination"


def read(published: Published) -> pd.DataFrame:
    """The tier as a number; where two codings disagree both are kept and the first in the table is
    counted, unless it is known to be wrong.
    """
    tables = [_coded(published)]
    for other in published.beside():
        tables.append(_coded(other))
        published.taken_up(other)
    records = pd.concat(tables, ignore_index=True)
    if records.empty:
        raise published.fault("has no rated country")
    doubtful = pd.Series(False, index=records.index)
    for known in published.source.dirty["wrong"]:
        doubtful |= (
            records["country"].eq(known["country"])
            & records["start"].dt.year.eq(known["year"])
            & records["value"].eq(known["tier"])
        )
    rank = citations.ranked(records.assign(stated=""), ["country", "start"], doubtful)
    return records.assign(record=range(len(records)), rank=rank)


def _coded(published: Published) -> pd.DataFrame:
    """The rated rows of one table, in the layout of either."""
    raw = published.table(COLUMNS)
    newer = "source" in raw
    more = NEWER if newer else OLDER
    if missing := [name for name in more if name not in raw]:
        raise published.fault(f"has no column {', '.join(missing)}", 1)
    published.all_read(set(raw) - {*COLUMNS, *more}, ["country_name", "coder", "date_precision"])
    tier = published.one_of(raw["tier"], TIERS, raw[LINE])
    rated = tier.map(lambda pair: pair[0] is not None).astype("bool")
    published.report.drop("special case: rated in no tier", (~rated).sum())
    rows, tier = raw[rated], tier[rated]
    said = tier.map(lambda pair: pair[1]).astype("str")
    if newer:
        by = citations.vetted(published, rows["coder"], rows[LINE]).mask(
            lambda each: each.eq(""), words.UNDESCRIBED.text
        )
        cited = by + " (grade C)."
        said = said.mask(rows["coder"].eq(INFERRED), said + ", by elimination")
    else:
        cited = citations.cited(published, rows)
    return pd.DataFrame(
        {
            "indicator": "tier",
            "country": published.located(rows["country"], rows[LINE]),
            "start": published.years(rows["year"], rows["year" if newer else "date"], rows[LINE]),
            "precision": "year",
            "value": tier.map(lambda pair: pair[0]).astype("float64"),
            "row": rows[LINE],
            "cited": cited,
            "stated": said,
        },
        index=rows.index,
    )
