"""Public red notices on one day: one record per nationality."""

import pandas as pd

from data.reading.published import LINE, Published


def read(published: Published) -> pd.DataFrame:
    """The counts as published; the day is the description's."""
    raw = published.table(("nationality_as_published_fr", "persons"))
    published.all_read(set(raw) - {"nationality_as_published_fr", "persons"})
    country = published.countries(raw["nationality_as_published_fr"], raw[LINE])
    if country.dropna().duplicated().any():
        at = country.index[country.duplicated() & country.notna()][0]
        raise published.fault(
            f"nationality {raw.loc[at, 'nationality_as_published_fr']!r} stands twice",
            int(raw.loc[at, LINE]),
        )
    value = published.numbers(raw["persons"], raw[LINE])
    return pd.DataFrame(
        {
            "indicator": "on_public_list",
            "record": range(len(raw)),
            "country": country,
            "value": value,
            "row": raw[LINE],
            "start": pd.Timestamp(published.source.last).as_unit("s"),
        }
    )
