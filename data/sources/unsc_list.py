"""Entries on the Security Council's Consolidated List on one day, by the country of the regime."""

import pandas as pd

from data.reading.published import LINE, Published

COLUMNS = ("iso2", "regime", "label", "listings", "individuals", "entities")
KINDS = ("individuals", "entities")


def read(published: Published) -> pd.DataFrame:
    """Persons and entities under each regime; the two add up to its entries."""
    raw = published.table(COLUMNS)
    published.all_read(set(raw) - set(COLUMNS), ["newest_listed_on"])
    country = published.located(raw["iso2"], raw[LINE])
    twice = country.duplicated()
    if twice.any():
        raise published.fault(
            f"iso2 {raw.loc[twice, 'iso2'].iloc[0]!r} stands twice",
            int(raw.loc[twice, LINE].iloc[0]),
        )
    counts = {name: published.within(raw[name], raw[LINE], 0) for name in KINDS}
    wrong = sum(counts.values()) != published.within(raw["listings"], raw[LINE], 0)
    if wrong.any():
        raise published.fault(
            "individuals and entities do not add up to listings",
            int(raw.loc[wrong, LINE].iloc[0]),
        )
    found = pd.concat(
        [
            pd.DataFrame({"country": country, "category": name, "value": value, "row": raw[LINE]})
            for name, value in counts.items()
        ],
        ignore_index=True,
    )
    return found.assign(
        indicator="entries",
        record=range(len(found)),
        start=pd.Timestamp(published.source.as_of),
        precision="day",
    )
