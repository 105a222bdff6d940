"""Parties to the Agreement on Port State Measures: one record per party, from the day it entered
into force there.
"""

import pandas as pd

from data.reading import citations, listings
from data.reading.published import LINE, Published

COLUMNS = ("country", "country_name", "event", "date", "date_precision")
EVENTS = ("entry_into_force", "party_seen_later", "signature_only")
IGNORED = ("signature_date", "consent_type", "consent_date")


def read(published: Published) -> pd.DataFrame:
    """Parties; those only seen on a later, undated list may have joined on any day since the file
    that lacks them.
    """
    raw = published.table((*COLUMNS, *citations.CITED))
    published.all_read(set(raw) - {*COLUMNS, *citations.CITED}, IGNORED)
    event = published.one_of(raw["event"], {name: name for name in EVENTS}, raw[LINE])
    published.one_of(raw["date_precision"], dict.fromkeys(("day", "")), raw[LINE])
    published.report.drop("signed only: not a party", event.eq("signature_only").sum())
    rows, event = raw[event.ne("signature_only")], event[event.ne("signature_only")]
    if rows.empty:
        raise published.fault("has no parties")
    country = published.countries(
        rows["country"].mask(rows["country"].str.strip().eq(""), rows["country_name"]), rows[LINE]
    )
    own = published.source.dirty
    union = country.isna() & rows["country_name"].eq(own["union"])
    if (country.isna() & ~union).any():
        raise published.fault(
            "names neither a country nor the European Union",
            int(rows.loc[country.isna() & ~union, LINE].iloc[0]),
        )
    later = event.eq("party_seen_later")
    date = published.dates(rows["date"], rows[LINE], blank=True)
    wrong = later.eq(date["start"].notna()) | ~later & date["precision"].ne("day")
    if wrong.any():
        raise published.fault(
            "event and date do not fit together", int(rows.loc[wrong, LINE].iloc[0])
        )
    table = pd.DataFrame(
        {
            "indicator": "parties",
            "record": pd.factorize(country.fillna("EU"), sort=True)[0],
            "country": country,
            LINE: rows[LINE],
            "category": (
                pd.Series("state", index=rows.index)
                .mask(union, "union")
                .mask(country.isin(own["eu_members"]), "eu_member")
            ),
            "stated": (
                pd.Series(
                    f"joined after {own['seen_later_after']}, day not known", index=rows.index
                ).where(later)
            ),
            "cited": citations.cited(published, rows),
            "may_start": (
                date["start"].mask(
                    later, pd.Timestamp(own["seen_later_after"]) + pd.Timedelta(days=1)
                )
            ),
            "start": date["start"].mask(later, pd.Timestamp(published.source.as_of)),
            "may_end": pd.NaT,
            "end": pd.NaT,
        }
    )
    return listings.held(published, table)
