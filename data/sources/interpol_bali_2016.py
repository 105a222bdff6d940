"""Figures stated at the assembly in Bali: one record per fact and country, every statement of it
kept.
"""

import pandas as pd

from data.reading import citations
from data.reading.published import LINE, Published

COLUMNS = ("fact_id", "subject", "country", "measure", "value", "unit", "date", "date_precision")
CATEGORIES = {
    "A1": "red_notices_published",
    "A2": "red_notices_indonesia",
    "A3": "fugitives_returned",
    "A4": "persons_extradited",
    "A5": "persons_found",
    "A6": "share_handled",
    "A7": "fugitives_returned_from",
    "A8": "fugitives_repatriated_2016",
    "B1": "countries_attending",
    "B2": "delegates",
    "B3": "members",
    "B4": "police_chiefs",
    "B5": "ministers",
    "B6": "police_deployed",
    "B7": "bilateral_meetings",
    "C1": "votes",
    "C2": "resolutions",
    "C3": "applications_not_admitted",
}


def read(published: Published) -> pd.DataFrame:
    """Where publishers disagree every value is kept; the best-documented statement alone is
    counted.
    """
    raw = published.table((*COLUMNS, *citations.CITED))
    published.all_read(set(raw) - {*COLUMNS, *citations.CITED})
    records = published.dates(raw["date"], raw[LINE]).assign(
        indicator="facts",
        category=published.one_of(raw["fact_id"], CATEGORIES, raw[LINE]),
        country=published.countries(raw["country"], raw[LINE]),
        value=published.numbers(raw["value"], raw[LINE]),
        world=raw["country"].eq(""),
        row=raw[LINE],
        cited=citations.cited(published, raw),
        stated=citations.vetted(published, raw["subject"], raw[LINE]),
        record=range(len(raw)),
    )
    graded = records.assign(stated="")
    rank = citations.ranked(
        graded.assign(country=records["country"].fillna("")),
        ["category", "country"],
        raw["note"].str.contains("CONFLICT"),
    )
    return records.assign(rank=rank)
