"""Red notices by requesting country: one record per published figure."""

import pandas as pd

from data.reading import citations
from data.reading.published import LINE, Published

COLUMNS = (
    "country",
    "country_role",
    "year",
    "measure",
    "value",
    "qualifier",
    "date",
    "date_precision",
)
# measure -> indicator, category
MEASURES = {
    "red_requested": ("red_requested", None),
    "red_issued": ("red_issued", None),
    "fugitives_arrested_or_located_abroad": ("arrested_or_located", None),
    "red_public_list": ("on_public_list", "all"),
    "red_public_list_own_nationals": ("on_public_list", "own_nationals"),
    "red_published": ("", None),  # one figure for several years
}
UNDATED = "on_public_list"


def read(published: Published) -> pd.DataFrame:
    """Figures by year; a year published only in part says so, and the public list, never dated, has
    no year.
    """
    raw = published.table((*COLUMNS, *citations.CITED))
    published.all_read(set(raw) - {*COLUMNS, *citations.CITED})
    published.one_of(raw["country_role"], {"requesting": ""}, raw[LINE])
    target = published.one_of(raw["measure"], MEASURES, raw[LINE])
    left_out = target.map(lambda pair: pair[0] == "").astype("bool")
    published.report.drop(
        "figure for several years together: kept in interpol_bali_2016", left_out.sum()
    )
    rows, target = raw[~left_out], target[~left_out]
    if rows.empty:
        raise published.fault("has no yearly figures")
    indicator = target.map(lambda pair: pair[0]).astype("str")
    undated = indicator.eq(UNDATED)
    wrong = undated & (rows["year"].ne("") | rows["date"].ne(""))
    if wrong.any():
        raise published.fault(
            "the public list has a date: decide how to show it", int(rows.loc[wrong, LINE].iloc[0])
        )
    start = published.years(
        rows.loc[~undated, "year"], rows.loc[~undated, "date"], rows.loc[~undated, LINE]
    ).reindex(rows.index)
    # A day or month in `date` is the last one the year's figure covers; the note says so in words.
    partial = published.one_of(
        rows["date_precision"], {"year": False, "": False, "month": True, "day": True}, rows[LINE]
    )
    records = pd.DataFrame(
        {
            "indicator": indicator,
            "record": range(len(rows)),
            "category": target.map(lambda pair: pair[1]).astype("str"),
            "country": published.located(rows["country"], rows[LINE]),
            "start": start,
            "precision": "year",
            "value": published.within(rows["value"], rows[LINE], 0),
            "row": rows[LINE],
            "cited": citations.cited(published, rows),
            "stated": citations.stated(published, rows),
        }
    )
    rank = citations.ranked(
        records, ["indicator", "category", "country", "start"], pd.Series(False, index=rows.index)
    )
    words = (
        citations.vetted(published, rows["note"], rows[LINE])
        .where(partial, records["stated"])
        .mask(undated, "undated, between Nov 2021 and Nov 2023")
    )
    return records.assign(rank=rank, stated=words.where(words.ne("")))
