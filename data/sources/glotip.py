"""UNODC's trafficking figures: one record per published national count."""

import pandas as pd

from data.reading.published import LINE, Published

HEADER = (
    "Iso3_code",
    "Country",
    "Indicator",
    "Dimension",
    "Category",
    "Sex",
    "Age",
    "Year",
    "Unit of measurement",
)
TOTALS = {
    "Detected trafficking victims": "detected_victims",
    "Persons prosecuted": "persons_prosecuted",
    "Persons convicted": "persons_convicted",
}
FORMS = {
    "Forced labour": "forced_labour",
    "Sexual exploitation": "sexual_exploitation",
    "Other forms of exploitation": "other",
}
GROUPS = {
    ("Female", "18 years or over"): "women",
    ("Female", "0 to 17 years"): "girls",
    ("Male", "18 years or over"): "men",
    ("Male", "0 to 17 years"): "boys",
    ("Other", "18 years or over"): "other_adults",
    ("Other", "0 to 17 years"): "other_children",
    ("Unknown", "Unknown"): "unknown",
}
KNOWN = {
    "Indicator": {
        *TOTALS,
        "Persons brought into formal contact",
        "Offences of trafficking in persons",
    },
    "Dimension": {
        "Total",
        "by form of exploitation",
        "by citizenship",
        "by country of repatriation",
    },
    "Sex": {"Total", "Female", "Male", "Other", "Unknown"},
    "Age": {"Total", "18 years or over", "0 to 17 years", "Unknown"},
    "Unit of measurement": {"Counts"},
}


def read(published: Published) -> pd.DataFrame:
    """One record per country, year and breakdown; masked cells keep their range, regional rows are
    left out.
    """
    raw = published.table(HEADER)
    value_column = next((name for name in ("txtVALUE", "VALUE") if name in raw), None)
    if value_column is None:
        raise published.fault("has no column txtVALUE or VALUE", 1)
    published.all_read([name for name in raw if name not in (*HEADER, value_column)])
    for column, known in KNOWN.items():
        published.one_of(raw[column], dict.fromkeys(known), raw[LINE])

    regional = raw["Country"].str.strip().eq("")
    unknown = (
        regional
        & ~raw["Iso3_code"].isin(published.source.dirty["region_codes"])
        & ~raw["Iso3_code"].str.contains("/")
    )
    if unknown.any():
        first = raw[unknown].iloc[0]
        raise published.fault(
            f"code {first['Iso3_code']!r} has no country name and is not a known region",
            first[LINE],
        )
    published.report.drop("region that repeats its countries", regional.sum())
    rows = raw[~regional].copy()

    rows["country"] = published.countries(rows["Iso3_code"], rows[LINE])
    rows["start"] = published.dates(rows["Year"], rows[LINE])["start"]
    masked = rows[value_column].str.strip().eq("<5")
    exact = published.numbers(rows.loc[~masked, value_column], rows.loc[~masked, LINE])
    published.report.masked = int(masked.sum())
    rows["value"] = exact.reindex(rows.index)
    rows["low"], rows["high"] = rows["value"].where(~masked, 1.0), rows["value"].where(~masked, 4.0)
    if (rows["value"] < 0).any():
        first = rows[rows["value"] < 0].iloc[0]
        raise published.fault(f"{value_column} {first[value_column]!r} is negative", first[LINE])

    rows = _assign(rows, published)
    keys = ["indicator", "country", "partner", "category", "start"]
    merged = rows.groupby(keys, dropna=False, sort=True).agg(
        exact=("value", "sum"),
        known=("value", "count"),
        low=("low", "sum"),
        high=("high", "sum"),
        row=(LINE, "min"),
        cells=(LINE, "size"),
    )
    published.report.duplicates = int((merged["cells"] - 1).sum())
    merged = merged.reset_index()
    # A sum of an exact and a masked cell is itself a range: only its exact part is a published
    # number.
    merged["value"] = merged["exact"].where(merged["known"].eq(merged["cells"]))
    merged["precision"] = "year"
    merged["record"] = range(len(merged))
    return merged.drop(columns=["exact", "known", "cells"])


def _assign(rows: pd.DataFrame, published: Published) -> pd.DataFrame:
    """The rows that belong to an indicator, with `indicator`, `category` and `partner`; the others
    are reported.
    """
    national = rows["Dimension"].eq("Total") & rows["Category"].eq("Total")
    whole = rows["Sex"].eq("Total") & rows["Age"].eq("Total")
    victims = rows["Indicator"].eq("Detected trafficking victims")

    totals = rows[national & whole & rows["Indicator"].isin(list(TOTALS))].copy()
    totals["indicator"], totals["category"], totals["partner"] = (
        totals["Indicator"].map(TOTALS),
        None,
        None,
    )

    forms = rows[victims & whole & rows["Dimension"].eq("by form of exploitation")].copy()
    forms["indicator"], forms["partner"] = "victims_by_form", None
    forms["category"] = published.one_of(forms["Category"], FORMS, forms[LINE])

    group = pd.Series(
        [GROUPS.get(pair) for pair in zip(rows["Sex"], rows["Age"], strict=True)],
        index=rows.index,
        dtype="str",
    )
    grouped = victims & national & group.notna()
    groups = rows[grouped].copy()
    groups["indicator"], groups["category"], groups["partner"] = (
        "victims_by_sex_age",
        group[grouped],
        None,
    )

    citizens = rows[victims & whole & rows["Dimension"].eq("by citizenship")].copy()
    nationals = citizens["Category"].eq("Nationals")
    partner = published.countries(
        citizens["Category"].mask(nationals, ""), citizens[LINE], strict=False
    )
    citizens["partner"] = partner.mask(nationals, citizens["country"])
    citizens["indicator"] = "victims_by_citizenship"
    own = citizens["partner"].eq(citizens["country"])
    citizens["category"] = (
        pd.Series("foreign", index=citizens.index, dtype="str")
        .mask(citizens["partner"].isna(), "unknown")
        .mask(own, "national")
    )

    kept = pd.concat([totals, forms, groups, citizens])
    published.report.drop(
        "breakdown or indicator not carried (repeats a total)", len(rows) - len(kept)
    )
    return kept
