"""Jurisdictions on the lists of the Financial Action Task Force: surely listed, or perhaps, where a
date is only bounded.
"""

import pandas as pd

from data.reading import citations, listings
from data.reading.published import LINE, Published

COLUMNS = (
    "country",
    "list",
    "date_added",
    "date_added_precision",
    "added_after",
    "added_not_later_than",
    "date_removed",
    "date_removed_precision",
    "removed_after",
    "removed_not_later_than",
    "completeness",
)
LISTS = ("grey", "dark_grey", "black")
STATUS = {"on list": True, "off": False}


def read(published: Published) -> pd.DataFrame:
    """One record per jurisdiction; a spell stands in a row for the days it surely held and in
    others for those it may have.
    """
    raw = published.table((*COLUMNS, *citations.CITED))
    status = f"status_at_{published.source.last}"
    if status not in raw:
        other = [name for name in raw if name.startswith("status_at_")]
        instead = f" but {other[0]}: data/sources/fatf.toml describes another day" if other else ""
        raise published.fault(f"has no column {status}{instead}", 1)
    published.all_read(set(raw) - {*COLUMNS, *citations.CITED, status}, ["country_name"])
    lines = raw[LINE]
    added, removed = _side(published, raw, "added"), _side(published, raw, "removed")
    country = published.located(raw["country"], lines)
    complete = published.one_of(raw["completeness"], {"complete": True, "incomplete": False}, lines)
    listed = published.one_of(raw[status], STATUS, lines)
    day = pd.Timestamp(published.source.last)
    bounded = (added["words"] + removed["words"]).str.contains("between|not later")
    wrong = {
        "is complete but has no exact date": complete & bounded,
        "is on the list but has an end, or a start after that day": (
            listed & (removed["sure"].notna() | (added["sure"] > day))
        ),
        "is off the list but has no end by that day": ~listed & ~(removed["sure"] <= day),
    }
    for what, rows in wrong.items():
        if rows.any():
            raise published.fault(
                f"{raw['country'][rows].iloc[0]} {what}", int(lines[rows].iloc[0])
            )
    words = added["words"].str.cat(removed["words"], sep="; ").str.strip("; ")
    return listings.held(
        published,
        pd.DataFrame(
            {
                "indicator": "listed",
                "record": pd.factorize(country, sort=True)[0],
                "country": country,
                LINE: lines,
                "category": published.one_of(raw["list"], {name: name for name in LISTS}, lines),
                "stated": words.where(words.ne("")),
                "cited": citations.cited(published, raw),
                "may_start": added["may"],
                "start": added["sure"],
                "may_end": removed["may"],
                "end": removed["sure"],
            }
        ),
    )


def _side(published: Published, raw: pd.DataFrame, side: str) -> pd.DataFrame:
    """Columns may, sure (first and last day it can have happened; missing: not yet) and `words`
    where the day is not known.
    """
    lines = raw[LINE]
    known = {
        "day": "exact",
        "month": "exact",
        "interval": "bounded",
        "unknown": "bounded",
        "": "bounded",
    }
    how = published.one_of(raw[f"date_{side}_precision"], known, lines)
    date = published.dates(raw[f"date_{side}"], lines, blank=True)
    after = published.dates(raw[f"{side}_after"], lines, blank=True)["start"]
    by = published.dates(raw[f"{side}_not_later_than"], lines, blank=True)["start"]
    if side == "removed":
        how = how.mask(raw["date_removed_precision"].str.strip().eq("") & by.isna(), "not yet")
    wrong = (
        how.eq("exact") & date["precision"].ne(raw[f"date_{side}_precision"])
        | ~how.eq("exact") & date["start"].notna()
    )
    wrong |= how.eq("bounded") & (by.isna() | (after >= by)) | how.eq("not yet") & (
        after.notna() | by.notna()
    )
    if wrong.any():
        raise published.fault(
            f"date_{side} and what bounds it do not fit together", int(lines[wrong].iloc[0])
        )
    exact = listings.bounds(date)
    # `after` is a day on which nothing had happened yet; where it is missing the lists themselves
    # are the bound.
    may = (after + pd.Timedelta(days=1)).fillna(pd.Timestamp(published.source.first))
    may = may.mask(may > by, by).mask(after.isna() & (may >= by), by - pd.Timedelta(days=1))
    since = raw[f"{side}_after"].str.strip()
    till = raw[f"{side}_not_later_than"].str.strip()
    words = (f"{side} between " + since + " and " + till).mask(
        since.eq(""), f"{side} not later than " + till
    )
    words = words.where(how.eq("bounded"), "").mask(
        date["precision"].eq("month"), f"{side} in " + raw[f"date_{side}"].str.strip()
    )
    bounded = how.eq("bounded")
    return pd.DataFrame(
        {
            "may": exact["may"].mask(bounded, may),
            "sure": exact["sure"].mask(bounded, by),
            "words": words,
        }
    )
