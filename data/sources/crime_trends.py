"""Offences recorded by the police, as countries report them to the United Nations: one record per
country, year and offence carried here.
"""

import pandas as pd

from data.reading.published import LINE, Published

COLUMNS = (
    "Iso3_code",
    "Country",
    "Indicator",
    "Dimension",
    "Category",
    "Sex",
    "Age",
    "Year",
    "Unit of measurement",
    "VALUE",
)
CARRIED = {
    "Money laundering": "money_laundering",
    "Smuggling of migrants": "migrant_smuggling",
    "Fraud: Cyber-related (Cy)": "cyber_fraud",
    "Unlawful access to a computer system": "unlawful_access",
}
COUNTS = "Counts"
WHOLE = {
    "Dimension": ("by type of offence",),
    "Sex": ("Total",),
    "Age": ("Total",),
    "Unit of measurement": (COUNTS, "Rate per 100,000 population"),
}


def read(published: Published) -> pd.DataFrame:
    """Counts of four offences; rates and all other offences are left out, and a part of a country
    is no country.
    """
    raw = published.table(COLUMNS)
    published.all_read(set(raw) - set(COLUMNS), ["Region", "Subregion", "Source"])
    for column, known in WHOLE.items():
        published.one_of(raw[column], dict.fromkeys(known), raw[LINE])
    offences = {*CARRIED, *published.source.dirty["left_out"]}
    published.one_of(raw["Category"], dict.fromkeys(offences), raw[LINE])
    carried, counts = raw["Category"].isin(CARRIED), raw["Unit of measurement"].eq(COUNTS)
    published.report.drop("offence not carried", (~carried).sum())
    published.report.drop("rate: worked out from the counts", (carried & ~counts).sum())
    rows = raw[carried & counts]
    if rows.empty:
        raise published.fault("has none of the offences carried here")
    country = published.countries(rows["Iso3_code"], rows[LINE])
    published.report.drop("part of a country", country.isna().sum())
    rows, country = rows[country.notna()], country[country.notna()]
    start = published.dates(rows["Year"], rows[LINE])
    records = pd.DataFrame(
        {
            "indicator": rows["Category"].map(CARRIED),
            "record": range(len(rows)),
            "country": country,
            "start": start["start"],
            "precision": start["precision"],
            "value": published.within(rows["VALUE"], rows[LINE], 0),
            "row": rows[LINE],
        }
    )
    twice = records.duplicated(["indicator", "country", "start"])
    if twice.any():
        first = records[twice].iloc[0]
        raise published.fault(
            f"{first['indicator']} of {first['country']} in {first['start'].year} stands twice",
            int(first["row"]),
        )
    return records
