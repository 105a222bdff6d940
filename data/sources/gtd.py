"""Terrorist attacks: one record per attack, standing in a row per nationality of its targets;
killed and wounded beside it.
"""

import pandas as pd

from data.reading.published import LINE, Published

CRITERIA = ("crit1", "crit2", "crit3")
NATIONALITIES = ("natlty1_txt", "natlty2_txt", "natlty3_txt")
HEADER = (
    "eventid",
    "iyear",
    "imonth",
    "iday",
    "country_txt",
    *CRITERIA,
    "doubtterr",
    "attacktype1",
    "nkill",
    "nwound",
    *NATIONALITIES,
)
TYPES = {
    "1": "assassination",
    "2": "armed_assault",
    "3": "bombing",
    "4": "hijacking",
    "5": "hostage_barricade",
    "6": "hostage_kidnapping",
    "7": "facility",
    "8": "unarmed_assault",
    "9": "unknown",
}
YES = {"1": True, "0": False}
DOUBTED = {
    "0": False,
    "1": True,
    "-9": True,
    "": True,
}  # -9 and blank: not recorded, so not beyond doubt


def read(published: Published) -> pd.DataFrame:
    """A month or day coded 0 is unknown: the date is then known to the year or the month."""
    raw = published.table(HEADER)
    published.all_read([name for name in raw if name not in HEADER])
    for name in HEADER:
        if name not in NATIONALITIES:
            # A file that went through a spreadsheet or a script may hold `3.0`; nobody was killed
            # by a thirteenth decimal.
            raw[name] = (
                raw[name]
                .str.strip()
                .str.replace(r"\.0+$", "", regex=True)
                .str.replace(r"(\.\d{12})\d+$", r"\1", regex=True)
            )
    wrong = ~raw["eventid"].str.fullmatch(r"\d{12}") | raw["eventid"].duplicated()
    if wrong.any():
        first = raw[wrong].iloc[0]
        raise published.fault(
            f"eventid {first['eventid'][:40]!r} is not a number of 12 digits or stands twice",
            first[LINE],
        )

    rows = _dates(published, raw).assign(
        record=range(len(raw)),
        row=raw[LINE],
        country=published.countries(raw["country_txt"], raw[LINE]),
    )
    rows["category"] = published.one_of(raw["attacktype1"], TYPES, raw[LINE])
    met = pd.concat([published.one_of(raw[name], YES, raw[LINE]) for name in CRITERIA], axis=1).all(
        axis=1
    )
    beyond_doubt = met & ~published.one_of(raw["doubtterr"], DOUBTED, raw[LINE]).astype(bool)
    attacks = _targets(published, raw, rows)
    parts = [
        attacks.assign(indicator="attacks"),
        attacks[attacks["record"].isin(rows.loc[beyond_doubt, "record"])].assign(
            indicator="attacks_undoubted"
        ),
    ]
    for name, column in (("killed", "nkill"), ("wounded", "nwound")):
        value = published.numbers(raw[column], raw[LINE], blank=True)
        if (value < 0).any():
            first = raw[value < 0].iloc[0]
            raise published.fault(f"{column} {first[column]!r} is negative", first[LINE])
        published.report.drop(
            f"number of {name} not known (the attack itself is kept)", value.isna().sum()
        )
        parts.append(rows.assign(indicator=name, value=value)[value.notna()])
    records = pd.concat(parts, ignore_index=True)
    return records.assign(value=records["value"].fillna(1.0))


def _dates(published: Published, raw: pd.DataFrame) -> pd.DataFrame:
    """Columns `start` and `precision` from the three columns of the date."""
    month, day = (
        raw[name].where(~raw[name].str.fullmatch(r"0?0"), "") for name in ("imonth", "iday")
    )
    text = raw["iyear"] + ("-" + month.str.zfill(2)).where(month.ne(""), "")
    text += ("-" + day.str.zfill(2)).where(
        month.ne("") & day.ne("") | ~day.str.fullmatch(r"\d{0,2}"), ""
    )
    return published.dates(text.rename("iyear-imonth-iday"), raw[LINE])


def _targets(published: Published, raw: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """A row per attack and nationality of its targets; one without a nationality where none is a
    country.
    """
    long = (
        raw[[LINE, *NATIONALITIES]]
        .reset_index(names="at")
        .melt(["at", LINE], list(NATIONALITIES), value_name="partner")
    )
    long["partner"] = long["partner"].str.strip().replace(".", "")
    named = long[long["partner"].ne("")]
    named = (
        named.assign(partner=published.countries(named["partner"], named[LINE], strict=False))
        .dropna(subset="partner")
        .drop_duplicates(["at", "partner"])
    )
    return rows.join(named.set_index("at")["partner"])
