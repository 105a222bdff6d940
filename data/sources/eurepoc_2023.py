"""Cyber incidents of the tables behind EuRepoC's dashboard: one record per incident, standing in a
row per receiver, alleged initiator and type.
"""

import pandas as pd

from data.reading.published import LINE, Published
from data.sources.eurepoc import TYPES, only_places

HEADER = ("ID", "receiver_country", "start_date", "initiator_country", "incident_type")
NO_TYPE = ("", "Not available")


def read(published: Published) -> pd.DataFrame:
    """Dates on 1 January are kept as known to the year, others on a first day as known to the
    month.
    """
    raw = published.table(HEADER)
    published.all_read([name for name in raw if name not in HEADER])
    number = raw["ID"].str.strip()
    if (wrong := ~number.str.fullmatch(r"\d{1,9}")).any():
        first = raw[wrong].iloc[0]
        raise published.fault(f"incident ID {first['ID'][:40]!r} is not a number", first[LINE])
    dates = published.dates(raw["start_date"], raw[LINE], blank=True)
    if (apart := raw["start_date"].groupby(number).transform("nunique").gt(1)).any():
        first = raw[apart].iloc[0]
        raise published.fault(
            f"incident ID {first['ID']!r} has several start_date, {first['start_date']!r} is one",
            first[LINE],
        )
    first_of_month = dates["start"].dt.day.eq(1)
    dates["precision"] = (
        dates["precision"]
        .mask(first_of_month, "month")
        .mask(first_of_month & dates["start"].dt.month.eq(1), "year")
    )
    rows = dates.assign(
        record=number.astype("int64"),
        row=raw[LINE],
        indicator="incidents",
        country=published.countries(raw["receiver_country"], raw[LINE]),
        partner=published.countries(raw["initiator_country"], raw[LINE]),
    )
    kinds = TYPES | dict.fromkeys(NO_TYPE)
    rows["category"] = published.one_of(raw["incident_type"].str.strip(), kinds, raw[LINE])
    rows = only_places(_only_types(rows))
    kept = rows.drop_duplicates(["record", "category", "country", "partner"], ignore_index=True)
    published.report.duplicates = len(rows) - len(kept)
    return kept


def _only_types(rows: pd.DataFrame) -> pd.DataFrame:
    """An incident keeps a row without a type only where it has none."""
    typed = rows["category"].notna().groupby(rows["record"]).transform("any")
    return rows[rows["category"].notna() | ~typed].reset_index(drop=True)
