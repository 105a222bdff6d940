"""Jurisdictions the United States names as major for money laundering: yes or no, by edition."""

import pandas as pd

from data.reading.published import LINE, Published

COLUMNS = ("iso3", "name", "edition")


def read(published: Published) -> pd.DataFrame:
    """One record per jurisdiction named; since when it is named is not known."""
    raw = published.table(COLUMNS)
    published.all_read(set(raw) - set(COLUMNS))
    country = published.located(raw["iso3"], raw[LINE])
    named = published.located(raw["name"], raw[LINE])
    wrong = country.duplicated() | country.ne(named)
    if wrong.any():
        first = raw[wrong].iloc[0]
        raise published.fault(
            f"{first['iso3']!r} stands twice or is not {first['name']!r}", int(first[LINE])
        )
    edition = published.source.dirty["edition"]
    published.one_of(raw["edition"], {edition: edition}, raw[LINE])
    return pd.DataFrame(
        {
            "indicator": "major",
            "record": range(len(raw)),
            "country": country,
            "start": pd.Timestamp(published.source.first),
            "precision": "none",
            "row": raw[LINE],
        }
    )
