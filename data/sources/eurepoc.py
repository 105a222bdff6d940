"""Cyber incidents: one record per incident, standing in a row per receiver, alleged initiator and
type.
"""

import ast

import pandas as pd

from data.reading.published import LINE, Published
from data.records import InputError

TYPES = {
    "Data theft": "data_theft",
    "Data theft & Doxing": "doxing",
    "Disruption": "disruption",
    "Ransomware": "ransomware",
    "Hijacking with Misuse": "hijacking_misuse",
    "Hijacking without Misuse": "hijacking",
}
HEADER = (
    "ID",
    "start_date",
    "end_date",
    "incident_type",
    "receiver_country",
    "initiator_country",
    "weighted_cyber_intensity",
)
# From edition 1.3 on: other names, days before months, and names parted by semicolons.
NEWER = {"incident_id": "ID", "weighted_intensity": "weighted_cyber_intensity"}
TWICE = ("initiator_country", "initiator_category")


def read(published: Published) -> pd.DataFrame:
    """Dates on 1 January are kept as known to the year, others on a first day as known to the
    month.
    """
    raw = _table(published)
    published.all_read(
        [name for name in raw if name not in HEADER], published.source.dirty["ignored_newer"]
    )
    if (wrong := ~raw["ID"].str.strip().str.fullmatch(r"\d{1,9}")).any():
        first = raw[wrong].iloc[0]
        raise published.fault(f"incident ID {first['ID'][:40]!r} is not a number", first[LINE])
    if raw["ID"].duplicated().any():
        first = raw[raw["ID"].duplicated()].iloc[0]
        raise published.fault(f"incident ID {first['ID']!r} stands twice", first[LINE])
    dates = published.dates(raw["start_date"], raw[LINE], blank=True)
    first_of_month = dates["start"].dt.day.eq(1)
    dates["precision"] = (
        dates["precision"]
        .mask(first_of_month, "month")
        .mask(first_of_month & dates["start"].dt.month.eq(1), "year")
    )
    ends = published.dates(raw["end_date"], raw[LINE], blank=True)["start"]
    backwards = int((ends < dates["start"]).sum())
    published.report.remarks.append(
        f"{backwards} incidents end before they start: their start is kept, their end is not"
    )

    rows = dates.assign(record=range(len(raw)), row=raw[LINE], indicator="incidents")
    rows["category"] = [
        [_type(published, name, line) for name in _several(cell)]
        for cell, line in zip(raw["incident_type"], raw[LINE], strict=True)
    ]
    for column, role in (("country", "receiver_country"), ("partner", "initiator_country")):
        rows[column] = [
            _names(published, role, cell, line)
            for cell, line in zip(raw[role], raw[LINE], strict=True)
        ]
    rows = rows.explode("category").explode("country").explode("partner").reset_index(drop=True)
    for column in ("country", "partner"):
        rows[column] = published.countries(rows[column].fillna("").astype("str"), rows["row"])
    rows = only_places(rows)
    return rows.drop_duplicates(["record", "category", "country", "partner"], ignore_index=True)


def _table(published: Published) -> pd.DataFrame:
    """The rows of either layout under the names of the older one."""
    newer = {name: old for old, name in NEWER.items()}
    try:
        return published.table(HEADER)
    except InputError as older:
        try:
            raw = published.table([newer.get(name, name) for name in HEADER], TWICE)
        except InputError:
            raise older from None
    raw = raw.rename(columns=NEWER)
    for column in ("start_date", "end_date"):
        raw[column] = raw[column].str.replace(
            r"^(\d{2})\.(\d{2})\.(\d{4})$", r"\3-\2-\1", regex=True
        )
        raw[column] = raw[column].mask(raw[column].eq("Not available"), "")
    for column in ("receiver_country", "initiator_country"):
        raw[column] = [repr(_several(cell)) for cell in raw[column]]
    raw["incident_type"] = raw["incident_type"].mask(raw["incident_type"].eq("Not available"), "")
    return raw


def _several(cell: str) -> list[str]:
    """The different names in a cell that parts them by semicolons."""
    return list(dict.fromkeys(name.strip() for name in cell.split(";") if name.strip()))


def only_places(rows: pd.DataFrame) -> pd.DataFrame:
    """An incident keeps a row without a country only where none of its receivers (or initiators) is
    one.
    """
    for column, others in (
        ("country", ["record", "category", "partner"]),
        ("partner", ["record", "category", "country"]),
    ):
        located = (
            rows[column]
            .notna()
            .groupby([rows[name].fillna("") for name in others])
            .transform("any")
        )
        rows = rows[rows[column].notna() | ~located].reset_index(drop=True)
    return rows


def _type(published: Published, name: str, line: int) -> str:
    if name not in TYPES:
        raise published.fault(f"incident_type {name!r} is not known", line)
    return TYPES[name]


def _names(published: Published, column: str, cell: str, line: int) -> list[str]:
    """The country names of a cell that holds a Python list; a bare text is one name."""
    if not cell.startswith("["):
        return [cell]
    try:
        names = ast.literal_eval(cell)
    except (ValueError, SyntaxError, RecursionError, MemoryError) as fault:
        raise published.fault(f"{column} {cell[:80]!r} is not a list", line) from fault
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise published.fault(f"{column} {cell[:80]!r} is not a list of names", line)
    return list(dict.fromkeys(names)) or [""]
