"""Parties to the Agreement on Port State Measures, from the day it entered into force there, and
how many FAO counts.
"""

import pandas as pd

from data.reading import citations, listings
from data.reading.published import LINE, Published

COLUMNS = ("country", "country_name", "event", "date", "date_precision")
EVENTS = ("entry_into_force", "signature_only", "count")
IGNORED = ("signature_date", "consent_type", "consent_date")
COUNTED = r"^(?P<parties>\d{2,3}) Parties(?: / (?P<states>\d{2,3}) States)?\b"


def read(published: Published) -> pd.DataFrame:
    """One record per party; where the day is not printed it lies within bounds. FAO's own counts
    stand beside them.
    """
    raw = published.table((*COLUMNS, *citations.CITED))
    published.all_read(set(raw) - {*COLUMNS, *citations.CITED}, IGNORED)
    event = published.one_of(raw["event"], {name: name for name in EVENTS}, raw[LINE])
    published.one_of(raw["date_precision"], dict.fromkeys(("day", "month", "year")), raw[LINE])
    date = published.dates(raw["date"], raw[LINE])
    wrong = date["precision"].ne(raw["date_precision"])
    if wrong.any():
        raise published.fault(
            "date and date_precision do not fit together", int(raw.loc[wrong, LINE].iloc[0])
        )
    published.report.drop("signed only: not a party", event.eq("signature_only").sum())
    joined, counts = event.eq("entry_into_force"), event.eq("count")
    if not joined.any():
        raise published.fault("has no parties")
    records = _parties(published, raw[joined], date[joined])
    if not counts.any():
        return records
    return pd.concat([records, _counted(published, raw[counts], date[counts])], ignore_index=True)


def _parties(published: Published, rows: pd.DataFrame, date: pd.DataFrame) -> pd.DataFrame:
    """The parties, each from the first day the agreement surely held there."""
    country = published.countries(
        rows["country"].mask(rows["country"].str.strip().eq(""), rows["country_name"]), rows[LINE]
    )
    own = published.source.dirty
    union = country.isna() & rows["country_name"].eq(own["union"])
    if (country.isna() & ~union).any():
        raise published.fault(
            "names neither a country nor the European Union",
            int(rows.loc[country.isna() & ~union, LINE].iloc[0]),
        )
    known = listings.bounds(date)
    words = ("in " + rows["date"].str.strip() + ", day not known").where(
        date["precision"].ne("day"), ""
    )
    for bound in own["bounds"]:
        here = country.eq(bound["country"]) & date["precision"].ne("day")
        after, by = pd.Timestamp(bound["after"]), pd.Timestamp(bound["not_later_than"])
        known.loc[here, ["may", "sure"]] = [after + pd.Timedelta(days=1), by]
        words = words.mask(
            here, f"after {bound['after']} and not later than {bound['not_later_than']}"
        )
    return listings.held(
        published,
        pd.DataFrame(
            {
                "indicator": "parties",
                "record": pd.factorize(country.fillna("EU"), sort=True)[0],
                "country": country,
                LINE: rows[LINE],
                "category": (
                    pd.Series("state", index=rows.index)
                    .mask(union, "union")
                    .mask(country.isin(own["eu_members"]), "eu_member")
                ),
                "stated": words.where(words.ne("")),
                "cited": citations.cited(published, rows),
                "may_start": known["may"],
                "start": known["sure"],
                "may_end": pd.NaT,
                "end": pd.NaT,
                "world": False,
                "rank": 1,
            }
        ),
    )


def _counted(published: Published, rows: pd.DataFrame, date: pd.DataFrame) -> pd.DataFrame:
    """How many parties and states FAO printed: `82 Parties / 108 States`."""
    printed = rows["source_title"].str.extract(COUNTED).astype("Float64")
    if printed["parties"].isna().any():
        raise published.fault(
            "does not begin with a number of Parties",
            int(rows.loc[printed["parties"].isna(), LINE].iloc[0]),
        )
    both = pd.concat(
        [
            date.assign(
                indicator="counted",
                category=name,
                value=printed[name].astype("float64"),
                row=rows[LINE],
                cited=citations.cited(published, rows),
                stated="",
            )
            for name in ("parties", "states")
        ],
        ignore_index=True,
    )
    both = both[both["value"].notna()].reset_index(drop=True)
    # Two counts of one year are two days of it: the later one is the larger.
    both = both.sort_values(["category", "value"], ascending=[True, False], ignore_index=True)
    same = ["indicator", "category", both["start"].dt.year.rename("year")]
    return both.assign(
        record=range(len(both)),
        world=True,
        rank=both.groupby(same, sort=False).cumcount() + 1,
        stated=None,
    )
