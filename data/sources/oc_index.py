"""The Global Organized Crime Index: one record per country, edition and score carried here."""

import pandas as pd

from data.reading import citations
from data.reading.published import LINE, Published

COLUMNS = (
    "country",
    "edition",
    "component",
    "indicator",
    "score",
    "scale_min",
    "scale_max",
    "higher_is",
    "date",
)
# (component, indicator, higher_is) -> indicator; the category is the published indicator's own
# name.
CARRIED = {
    ("market", "human_trafficking", "worse"): "score",
    ("market", "human_smuggling", "worse"): "score",
    ("market", "fauna_crimes", "worse"): "score",
    ("market", "financial_crimes", "worse"): "score",
    ("market", "cyber_dependent_crimes", "worse"): "score",
    ("resilience", "resilience", "better"): "resilience",
    ("resilience", "anti_money_laundering", "better"): "resilience",
}
KNOWN = {
    "component": ("criminality", "market", "actor", "resilience"),
    "higher_is": ("worse", "better"),
    "scale_min": ("1",),
    "scale_max": ("10",),
}


def read(published: Published) -> pd.DataFrame:
    """Scores from 1 to 10 of the markets of our domains and of resilience; others are left out."""
    raw = published.table((*COLUMNS, *citations.CITED))
    published.all_read(
        set(raw) - {*COLUMNS, *citations.CITED},
        ["country_name", "is_component_average", "date_precision"],
    )
    for column, known in KNOWN.items():
        published.one_of(raw[column], dict.fromkeys(known), raw[LINE])
    names = {*published.source.dirty["left_out"], *(name for _, name, _ in CARRIED)}
    published.one_of(raw["indicator"], dict.fromkeys(names), raw[LINE])
    target = pd.Series(
        [
            CARRIED.get(key)
            for key in zip(raw["component"], raw["indicator"], raw["higher_is"], strict=True)
        ],
        index=raw.index,
        dtype="str",
    )
    mixed = target.isna() & ~raw["indicator"].isin(published.source.dirty["left_out"])
    if mixed.any():
        first = raw[mixed].iloc[0]
        raise published.fault(
            f"{first['indicator']!r} cannot be a {first['component']} where higher is"
            f" {first['higher_is']}",
            int(first[LINE]),
        )
    published.report.drop("market, actor or average not carried", target.isna().sum())
    rows = raw[target.notna()]
    if rows.empty:
        raise published.fault("has none of the scores carried here")
    records = pd.DataFrame(
        {
            "indicator": target[target.notna()],
            "record": range(len(rows)),
            "category": rows["indicator"],
            "country": published.located(rows["country"], rows[LINE]),
            "start": published.years(rows["edition"], rows["date"], rows[LINE]),
            "precision": "year",
            "value": published.within(rows["score"], rows[LINE], 1, 10),
            "row": rows[LINE],
            "cited": citations.cited(published, rows),
            "stated": "",
        }
    )
    rank = citations.ranked(
        records, ["indicator", "category", "country", "start"], pd.Series(False, index=rows.index)
    )
    return records.assign(rank=rank, stated=None)
