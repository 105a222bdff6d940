"""Complaints to the FBI's Internet Crime Complaint Center: one record per statement, those of one
fact ranked.
"""

import pandas as pd

from data.reading import citations
from data.reading.published import LINE, Published

COLUMNS = (
    "year",
    "breakdown",
    "crime_type",
    "country",
    "country_role",
    "measure",
    "value",
    "unit",
    "qualifier",
    "date",
)
# (breakdown, measure, unit, country_role) -> indicator
QUANTITIES = {
    ("total", "complaints", "complaints", ""): "complaints",
    ("total", "losses", "USD", ""): "losses_usd",
    ("crime_type", "complaints", "complaints", ""): "complaints_by_type",
    ("crime_type", "losses", "USD", ""): "losses_by_type_usd",
    ("descriptor", "complaints", "complaints", ""): "complaints_by_type",
    ("descriptor", "losses", "USD", ""): "losses_by_type_usd",
    ("complainant_country", "complaints", "complaints", "complainant"): "complaints_by_country",
    (
        "wire_destination",
        "fraudulent_wire_transactions",
        "transactions",
        "destination of funds",
    ): "wires_by_destination",
}
LEFT_OUT = {
    (
        "total",
        "complaints_referred",
        "complaints",
        "",
    ): "complaints referred to the police: another quantity"
}
BY_TYPE = ("complaints_by_type", "losses_by_type_usd")
BY_COUNTRY = ("complaints_by_country", "wires_by_destination")


def read(published: Published) -> pd.DataFrame:
    """World figures, types of crime and the countries of complainants by year; of several
    statements of one fact one is counted.
    """
    raw = published.table((*COLUMNS, *citations.CITED))
    published.all_read(set(raw) - {*COLUMNS, *citations.CITED}, ["date_precision"])
    keys = pd.Series(
        list(zip(raw["breakdown"], raw["measure"], raw["unit"], raw["country_role"], strict=True)),
        index=raw.index,
    )
    for key, line in zip(keys, raw[LINE], strict=True):
        if key not in QUANTITIES and key not in LEFT_OUT:
            raise published.fault(
                f"breakdown, measure, unit and role {', '.join(filter(None, key))!r} are not known",
                line,
            )
    several = raw["year"].str.fullmatch(r"\d{4}-\d{4}")
    missing = raw["qualifier"].eq("missing") & raw["value"].str.strip().eq("")
    other = keys.map(LEFT_OUT.get)
    published.report.drop("total of several years", several.sum())
    published.report.drop("not printed in a form that can be trusted", (missing & ~several).sum())
    for why, count in other[~several & ~missing].dropna().value_counts().items():
        published.report.drop(why, count)
    rows = raw[~several & ~missing & other.isna()]
    if rows.empty:
        raise published.fault("has no yearly figures")
    indicator = keys[rows.index].map(QUANTITIES.get)
    by_type, by_country = indicator.isin(BY_TYPE), indicator.isin(BY_COUNTRY)
    types = published.source.dirty["crime_types"]
    wrong = rows["crime_type"].ne("all") & ~by_type | rows["country"].ne("") & ~by_country
    if wrong.any():
        raise published.fault(
            "a crime type or a country stands where none belongs",
            int(rows.loc[wrong, LINE].iloc[0]),
        )
    country = (
        published.located(rows.loc[by_country, "country"], rows.loc[by_country, LINE])
        if by_country.any()
        else pd.Series(dtype="str")
    )
    category = published.one_of(rows.loc[by_type, "crime_type"], types, rows.loc[by_type, LINE])
    records = pd.DataFrame(
        {
            "indicator": indicator,
            "record": range(len(rows)),
            "country": country.reindex(rows.index),
            "category": category.reindex(rows.index),
            "start": published.years(rows["year"], rows["date"], rows[LINE]),
            "precision": "year",
            "value": published.within(rows["value"], rows[LINE], 0),
            "world": ~by_country,
            "row": rows[LINE],
            "stated": citations.stated(published, rows),
            "cited": citations.cited(published, rows),
        }
    )
    doubtful = rows["note"].str.contains(
        "CONFLICT with|CONFLICT by|CONFLICT: figure of", regex=True
    )
    return records.assign(
        rank=citations.ranked(records, ["indicator", "country", "category", "start"], doubtful)
    )
