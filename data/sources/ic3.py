"""Complaints to the FBI's Internet Crime Complaint Center: one record per statement, those of one
fact ranked.
"""

import re

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
# The layout of the figures of a year as quoted by others: the file itself says no publisher.
QUOTED = ("year", "breakdown", "item", "measure", "value", "unit", "qualifier")
QUOTED_CITED = ("source_title", "source_url", "grade")
ALSO = re.compile(r"exact; another text says ([\d,]+)")
BY_AGE = "age"
BY_TYPE = ("complaints_by_type", "losses_by_type_usd")
BY_COUNTRY = ("complaints_by_country", "wires_by_destination")


def read(published: Published) -> pd.DataFrame:
    """World figures, types of crime and the countries of complainants by year; of several
    statements of one fact one is counted.
    """
    tables = [_stated(published, _yearly(published))]
    for other in published.beside():
        tables.append(_stated(other, _quoted(other)))
        published.taken_up(other)
    records = pd.concat(tables, ignore_index=True)
    rank = citations.ranked(
        records, ["indicator", "country", "category", "start"], records["doubtful"]
    )
    return records.drop(columns="doubtful").assign(record=range(len(records)), rank=rank)


def _yearly(published: Published) -> pd.DataFrame:
    """The table of all years as text."""
    raw = published.table((*COLUMNS, *citations.CITED))
    published.all_read(set(raw) - {*COLUMNS, *citations.CITED}, ["date_precision"])
    return raw


def _quoted(published: Published) -> pd.DataFrame:
    """The table of quoted figures in the layout of the other; a second value is a second row."""
    raw = published.table((*QUOTED, *QUOTED_CITED))
    published.all_read(set(raw) - {*QUOTED, *QUOTED_CITED})
    by_age = raw["breakdown"].eq(BY_AGE)
    published.report.drop("by age of the complainant: not carried", by_age.sum())
    rows = raw[~by_age]
    grade = rows["grade"].str.partition(":")
    rows = rows.rename(columns={"item": "crime_type"}).assign(
        country="",
        country_role="",
        date=rows["year"],
        source_publisher=published.source.dirty["quoted"],
        grade=grade[0],
        note=grade[2].str.strip(),
    )
    also = rows["qualifier"].str.extract(ALSO)[0]
    second = rows[also.notna()].assign(
        value=also.dropna(), qualifier="exact", note=published.source.dirty["another"]
    )
    first = rows.assign(qualifier=rows["qualifier"].mask(also.notna(), "exact"))
    return pd.concat([first, second], ignore_index=True)


def _stated(published: Published, raw: pd.DataFrame) -> pd.DataFrame:
    """The records of one table, and which of their values another row contradicts."""
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
    return pd.DataFrame(
        {
            "indicator": indicator,
            "country": country.reindex(rows.index),
            "category": category.reindex(rows.index),
            "start": published.years(rows["year"], rows["date"], rows[LINE]),
            "precision": "year",
            "value": published.within(rows["value"], rows[LINE], 0),
            "world": ~by_country,
            "row": rows[LINE],
            "stated": citations.stated(published, rows),
            "cited": citations.cited(published, rows),
            "doubtful": rows["note"].str.contains(
                "CONFLICT with|CONFLICT by|CONFLICT: figure of", regex=True
            ),
        }
    )
