"""The Global Organized Crime Index: one record per country, edition and score carried here, from
the publisher's workbook or from a collected table.
"""

import re

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
    ("criminality", "criminality", "worse"): "criminality",
    ("market", "human_trafficking", "worse"): "score",
    ("market", "human_smuggling", "worse"): "score",
    ("market", "fauna_crimes", "worse"): "score",
    ("market", "financial_crimes", "worse"): "score",
    ("market", "cyber_dependent_crimes", "worse"): "score",
    ("resilience", "resilience", "better"): "resilience",
    ("resilience", "anti_money_laundering", "better"): "resilience",
}
# The workbook: a sheet for each edition, its columns in another order and with other commas.
SHEET = re.compile(r"(20\d{2})_dataset")
FIRST = 2021
ADDED = ("cyber_dependent_crimes", "financial_crimes")  # after the first edition
PLACES = ("continent", "region", "country")
AVERAGE = re.compile(r" avg[.,]$")
KNOWN = {
    "component": ("criminality", "market", "actor", "resilience"),
    "higher_is": ("worse", "better"),
    "scale_min": ("1",),
    "scale_max": ("10",),
}


def read(published: Published) -> pd.DataFrame:
    """Scores from 1 to 10 of the markets of our domains and of resilience; all others are left
    out.
    """
    return _workbook(published) if published.is_workbook() else _collected(published)


def _workbook(published: Published) -> pd.DataFrame:
    """The editions of the workbook, a sheet each."""
    own = published.source.dirty
    carried = {name: indicator for (_, name, _), indicator in CARRIED.items()}
    found = []
    editions = sorted(int(hit[1]) for each in published.sheets() if (hit := SHEET.fullmatch(each)))
    if not editions:
        raise published.fault("has no sheet such as 2025_dataset")
    for edition in editions:
        sheet = f"{edition}_dataset"
        raw = published.table(("Continent", "Region", "Country"), sheet=sheet)
        named = {
            AVERAGE.sub("", name).lower().replace(" ", "_").replace("-", "_"): name
            for name in raw
            if name != LINE
        }
        if missing := set(carried) - set(named) - set(ADDED if edition == FIRST else ()):
            raise published.fault(f"sheet {sheet} has no {', '.join(sorted(missing))}", 1)
        published.all_read(
            [
                column
                for name, column in named.items()
                if name not in {*PLACES, *carried, *own["left_out"]}
            ]
        )
        names = raw["Country"]
        country = published.located(names, raw[LINE])
        twice = country.duplicated()
        if twice.any():
            raise published.fault(
                f"sheet {sheet} has {names[twice].iloc[0]!r} twice", int(raw[LINE][twice].iloc[0])
            )
        for name in sorted(set(carried) & set(named)):
            found.append(
                pd.DataFrame(
                    {
                        "indicator": carried[name],
                        "category": None if carried[name] == "criminality" else name,
                        "country": country,
                        "start": pd.Timestamp(edition, 1, 1),
                        "precision": "year",
                        "value": published.within(raw[named[name]], raw[LINE], 1, 10),
                        "row": raw[LINE],
                        "cited": f"{own['workbook'].format(edition=edition)} (grade A).",
                    }
                )
            )
    records = pd.concat(found, ignore_index=True)
    published.report.read = int(records["start"].nunique() * records["row"].nunique())
    return records.assign(record=range(len(records)))


def _collected(published: Published) -> pd.DataFrame:
    """The scores of a collected table, each row with its own source."""
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
            "category": rows["indicator"].mask(rows["indicator"].eq("criminality")),
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
