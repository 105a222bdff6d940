"""Vessels on the lists of illegal fishing: one record per vessel, standing in a row per list it is
or was on.
"""

import re

import pandas as pd

from data.reading.published import LINE, Published

LISTS = (
    "IOTC",
    "ICCAT",
    "IATTC",
    "CCAMLR",
    "WCPFC",
    "SEAFO",
    "NEAFC",
    "NAFO",
    "SPRFMO",
    "CCSBT",
    "GFCM",
    "NPFC",
    "SIOFA",
)
# Names of vessels, owners and operators are left unread: they are not needed to count, and may be
# persons' names.
IGNORED = (
    "Name",
    "RFMOName",
    "IMO",
    "NNR",
    "VesselType",
    "GearType",
    "IRCS",
    "MMSI",
    "GT",
    "DWT",
    "Length",
    "YearOfBuild",
    "Depth",
    "BuiltIn",
    "OwnerName",
    "OperatorName",
    "VesselStatus",
)
_DAY = r"(\d{4}(?:-\d{2}){0,2})"
_SPELL = re.compile(rf"^{_DAY}\s+-(?:\s+{_DAY})?$")


def read(published: Published) -> pd.DataFrame:
    """Spells with dates as exact as published; a vessel off the list has no spell left open."""
    raw = published.table(("CurrentlyListed", "Flag", *LISTS), repeated=("Reason",))
    reasons = [name for name in raw if name == "Reason" or name.startswith("Reason.")]
    published.all_read(set(raw) - {"CurrentlyListed", "Flag", *LISTS, *reasons}, IGNORED)
    listed = published.one_of(
        raw["CurrentlyListed"].str.strip(), {"True": True, "False": False}, raw[LINE]
    )
    flag = published.countries(raw["Flag"], raw[LINE])

    long = (
        raw[[LINE, *LISTS]]
        .reset_index(names="record")
        .melt(["record", LINE], list(LISTS), "category", "spell")
    )
    long["spell"] = long["spell"].str.strip()
    long = long[long["spell"].ne("")].sort_values(["record", "category"], ignore_index=True)
    parts = long["spell"].str.extract(_SPELL)
    if parts[0].isna().any():
        first = long[parts[0].isna()].iloc[0]
        raise published.fault(
            f"{first['category']} {first['spell']!r} is not a period such as 2019-05 - 2021",
            first[LINE],
        )
    dates = published.dates(parts[0].rename("start of listing"), long[LINE])
    ends = published.dates(parts[1].fillna("").rename("end of listing"), long[LINE], blank=True)[
        "start"
    ]

    rows = pd.DataFrame(
        {
            "indicator": "vessels_listed",
            "record": long["record"],
            "row": long[LINE],
            "category": long["category"],
            "country": flag.reindex(long["record"]).to_numpy(),
            "start": dates["start"],
            "precision": dates["precision"],
            "end": ends,
        }
    )
    backwards = rows["end"] < rows["start"]
    if backwards.any():
        published.report.remarks.append(
            f"{int(backwards.sum())} spells end before they start: taken as ended on their"
            " first day"
        )
        rows["end"] = rows["end"].mask(backwards, rows["start"])
    off = ~listed.reindex(rows["record"]).to_numpy() & rows["end"].isna().to_numpy()
    if off.any():
        published.report.remarks.append(
            f"{len(set(rows.loc[off, 'record']))} vessels off the list have a spell without an end:"
            f" ended by {published.source.last}"
        )
        rows.loc[off, "end"] = pd.Timestamp(published.source.last)
    unlisted = sorted(set(raw.index) - set(rows["record"]))
    if unlisted:
        published.report.drop("vessel on none of the lists", len(unlisted))
    open_now = set(rows.loc[rows["end"].isna(), "record"])
    if contradicts := sorted(set(listed.index[listed]) - open_now - set(unlisted)):
        raise published.fault(
            "CurrentlyListed is True but every spell has ended", int(raw.loc[contradicts[0], LINE])
        )
    return rows
