"""UNODC's trafficking figures: one record per published national count."""

import pandas as pd

from data.geography import countries
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


MASKED = "<5"  # 0 to 4: the file holds no 0, and some totals leave nothing for it
HIGH = 4.0


def read(published: Published) -> pd.DataFrame:
    """One record per published cell, so that cells of one key add up: exact ones keep their value,
    masked ones mean 0 to 4.

    Regional rows are left out, and what repeats a whole among its parts.
    """
    raw = published.table(HEADER)
    value_column = next((name for name in ("txtVALUE", "VALUE") if name in raw), None)
    if value_column is None:
        raise published.fault("has no column txtVALUE or VALUE", 1)
    published.all_read([name for name in raw if name not in (*HEADER, value_column)])
    for column, known in KNOWN.items():
        published.one_of(raw[column], dict.fromkeys(known), raw[LINE])

    rows = _national(raw, published)
    rows["start"] = published.dates(rows["Year"], rows[LINE])["start"]
    masked = rows[value_column].str.strip().eq(MASKED)
    exact = published.numbers(rows.loc[~masked, value_column], rows.loc[~masked, LINE])
    published.report.masked = int(masked.sum())
    rows["value"] = exact.reindex(rows.index)
    rows["low"], rows["high"] = (
        rows["value"].where(~masked, 0.0),
        rows["value"].where(~masked, HIGH),
    )
    if (rows["value"] < 0).any():
        first = rows[rows["value"] < 0].iloc[0]
        raise published.fault(f"{value_column} {first[value_column]!r} is negative", first[LINE])
    last = rows["start"].max()
    if last.year != published.source.last.year:
        published.report.remarks.append(
            f"the file ends in {last.year}; described is an edition to {published.source.last.year}"
        )

    kept = _assign(rows, published)
    keys = ["indicator", "country", "partner", "category", "start"]
    published.report.duplicates = int(kept.duplicated(keys).sum())
    kept = kept.sort_values([*keys, LINE], ignore_index=True).rename(columns={LINE: "row"})
    return kept[[*keys, "value", "low", "high", "row"]].assign(
        precision="year", record=range(len(kept))
    )


def _national(raw: pd.DataFrame, published: Published) -> pd.DataFrame:
    """The rows of countries, with `country`; regions, which repeat theirs, are left out."""
    known = published.source.dirty
    code = raw["Iso3_code"].mask(
        raw["Iso3_code"].str.strip().eq(""), raw["Country"].map(known["codes"]).fillna("")
    )
    regional = raw["Country"].str.strip().eq("")
    unknown = regional & ~code.isin(known["region_codes"]) & ~code.str.contains("/")
    if unknown.any():
        first = raw[unknown].iloc[0]
        raise published.fault(
            f"code {first['Iso3_code']!r} has no country name and is not a known region",
            first[LINE],
        )
    published.report.drop("region that repeats its countries", regional.sum())
    rows = raw[~regional].copy()
    rows["country"] = published.countries(code[~regional], rows[LINE])
    return rows


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

    said = rows[victims & whole & rows["Dimension"].eq("by citizenship")]
    published.report.drop(
        "breakdown or indicator not carried (repeats a total)",
        len(rows) - len(totals) - len(forms) - len(groups) - len(said),
    )
    citizens = _citizens(said, published)
    return pd.concat([totals, forms, groups, citizens])


def _citizens(said: pd.DataFrame, published: Published) -> pd.DataFrame:
    """The rows by citizenship, with `partner`: a country's own where the row says nationals,
    missing where it names no one country.
    """
    why = countries.match(said["Category"], published.source.name)["why"]
    nationals = why.eq("nationals")
    named = said[~nationals]
    partner = published.countries(named["Category"], named[LINE], strict=False)
    citizens = said.assign(
        indicator="victims_by_citizenship",
        partner=partner.reindex(said.index).mask(nationals, said["country"]),
        whole=why.eq("aggregate") | said["Category"].str.strip().eq(""),
    )
    citizens = _without_repeats(_without_wholes(citizens, published), published)
    own = citizens["partner"].eq(citizens["country"])
    citizens["category"] = (
        pd.Series("foreign", index=citizens.index, dtype="str")
        .mask(citizens["partner"].isna(), "unknown")
        .mask(own, "national")
    )
    return citizens


def _without_wholes(citizens: pd.DataFrame, published: Published) -> pd.DataFrame:
    """A blank or TOTAL that is the sum of the rows beside it, masked ones among them, is their
    whole: of it only stays what they leave open, and that only from five, as less is what `<5`
    means.
    """
    place = [citizens["country"], citizens["start"]]
    parts = citizens["value"].mask(citizens["whole"])
    exact = parts.groupby(place).transform("sum")
    hidden = (~citizens["whole"] & citizens["value"].isna()).groupby(place).transform("sum")
    beside = (~citizens["whole"]).groupby(place).transform("any")
    left = citizens["value"] - exact
    whole = citizens["whole"] & beside & left.between(0, HIGH * hidden)
    kept = whole & left.gt(HIGH)
    published.report.drop("whole among its parts", int((whole & ~kept).sum()))
    if kept.any():
        published.report.remarks.append(
            f"{int(kept.sum())} wholes among their parts: what the parts leave open counts as not"
            " known"
        )
    for column in ("value", "low", "high"):
        citizens[column] = citizens[column].mask(kept, left)
    return citizens[~whole | kept]


def _without_repeats(citizens: pd.DataFrame, published: Published) -> pd.DataFrame:
    """A number given as nationals and again under the country's own name counts once, and so does
    the same number again as unknown.
    """
    key = ["country", "start", "value"]
    own = citizens[citizens["partner"].eq(citizens["country"]) & citizens["value"].gt(0)]
    again = own[own.duplicated(key)]
    unknown = citizens[citizens["partner"].isna()].reset_index().merge(again[key].drop_duplicates())
    repeats = again.index.union(unknown["index"])
    published.report.drop("says again what its country's own row says", len(repeats))
    return citizens.drop(index=repeats)
