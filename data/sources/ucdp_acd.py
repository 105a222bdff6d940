"""Armed conflicts: one record per conflict, standing in a row per year it was active and country it
was about.
"""

import pandas as pd

from data.reading.published import LINE, Published

HEADER = ("conflict_id", "location", "year", "intensity_level", "type_of_conflict", "version")
TYPES = {"1": "extrasystemic", "2": "interstate", "3": "intrastate", "4": "internationalized"}
IS_WAR = {"1": False, "2": True}


def read(published: Published) -> pd.DataFrame:
    """The publisher's conflict number is the record's, so that a conflict of many years counts once
    over all of them.
    """
    raw = published.table(HEADER)
    published.all_read([name for name in raw if name not in HEADER])
    number = raw["conflict_id"].str.strip()
    wrong = ~number.str.fullmatch(r"\d{1,9}") | raw.assign(conflict_id=number).duplicated(
        ["conflict_id", "year"]
    )
    if wrong.any():
        first = raw[wrong].iloc[0]
        raise published.fault(
            f"conflict_id {first['conflict_id'][:40]!r} is not a number or stands twice in"
            f" {first['year'][:40]!r}",
            first[LINE],
        )
    versions = sorted(set(raw["version"].str.strip()))
    if versions != [published.source.edition]:
        published.another_edition(*versions)

    rows = published.dates(raw["year"], raw[LINE]).assign(
        record=number.astype("int64"), row=raw[LINE]
    )
    rows["category"] = published.one_of(raw["type_of_conflict"].str.strip(), TYPES, raw[LINE])
    rows["war"] = published.one_of(raw["intensity_level"].str.strip(), IS_WAR, raw[LINE])
    rows["country"] = raw["location"].str.split(",")
    rows = rows.explode("country", ignore_index=True)
    rows["country"] = published.countries(
        rows["country"].fillna("").astype("str").str.strip(), rows["row"]
    )
    located = rows["country"].notna().groupby(rows["row"]).transform("any")
    rows = rows[rows["country"].notna() | ~located].drop_duplicates(["row", "country"])
    wars = rows[rows["war"].astype(bool)]
    return pd.concat(
        [rows.assign(indicator="active_conflicts"), wars.assign(indicator="wars")],
        ignore_index=True,
    ).drop(columns="war")
