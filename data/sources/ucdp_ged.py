"""Events of organised violence: one record per event, and one of its deaths with the publisher's
range.
"""

import pandas as pd

from data.reading.published import LINE, Published

HEADER = (
    "id",
    "year",
    "type_of_violence",
    "country",
    "country_id",
    "date_prec",
    "date_start",
    "best",
    "high",
    "low",
)
TYPES = {"1": "state_based", "2": "non_state", "3": "one_sided"}
# 1: the day; 2: two to six days; 3: a week; 4: up to a month; 5: up to a year.
PRECISION = {"1": "day", "2": "month", "3": "month", "4": "month", "5": "year"}


def read(published: Published) -> pd.DataFrame:
    """The best estimate is the value; low and high are widened where the best lies outside them,
    and the report says how often.
    """
    raw = published.table(HEADER)
    published.all_read([name for name in raw if name not in HEADER])
    raw = raw.assign(**{name: raw[name].str.strip() for name in HEADER})
    for name in ("id", "country_id"):
        wrong = ~raw[name].str.fullmatch(r"\d{1,9}") | (
            raw[name].duplicated() if name == "id" else False
        )
        if wrong.any():
            first = raw[wrong].iloc[0]
            raise published.fault(
                f"{name} {first[name][:40]!r} is not a"
                f" number{' or stands twice' if name == 'id' else ''}",
                first[LINE],
            )
    _one_name_each(published, raw)
    rows = _dates(published, raw).assign(
        record=raw["id"].astype("int64"),
        row=raw[LINE],
        country=published.countries(raw["country"], raw[LINE]),
    )
    rows["category"] = published.one_of(raw["type_of_violence"], TYPES, raw[LINE])
    best, low, high = (
        published.within(raw[name], raw[LINE], 0) for name in ("best", "low", "high")
    )
    bounds = pd.concat([best, low, high], axis=1)
    deaths = rows.assign(
        indicator="deaths", value=best, low=bounds.min(axis=1), high=bounds.max(axis=1)
    )
    if outside := int((deaths["low"].ne(low) | deaths["high"].ne(high)).sum()):
        published.report.remarks.append(
            f"{outside} events have a best estimate outside low and high, or low above high: their"
            " range is widened"
        )
    events = rows.assign(indicator="events", value=1.0, low=1.0, high=1.0)
    return pd.concat([events, deaths], ignore_index=True)


def _one_name_each(published: Published, raw: pd.DataFrame) -> None:
    """A country's number and name go together all through the file, or columns have slipped."""
    pairs = raw.drop_duplicates(["country_id", "country"])
    for name in ("country_id", "country"):
        if (twice := pairs[name].duplicated()).any():
            first = pairs[twice].iloc[0]
            raise published.fault(
                f"country_id {first['country_id']!r} and country {first['country']!r} do not go"
                " together as before",
                first[LINE],
            )


def _dates(published: Published, raw: pd.DataFrame) -> pd.DataFrame:
    """Columns `start` and `precision`: the first day of the month or year where the day is not
    known.
    """
    precision = published.one_of(raw["date_prec"], PRECISION, raw[LINE])
    if (
        wrong := ~raw["date_start"].str.fullmatch(r"\d{4}-\d{2}-\d{2}([T ]00:00:00(\.0+)?)?")
    ).any():
        first = raw[wrong].iloc[0]
        raise published.fault(f"date_start {first['date_start'][:40]!r} is not a date", first[LINE])
    began, year = raw["date_start"].str[:10], raw["year"]
    published.dates(began, raw[LINE])
    if (wrong := published.dates(year, raw[LINE])["precision"].ne("year")).any():
        first = raw[wrong].iloc[0]
        raise published.fault(f"year {first['year']!r} is not a year", first[LINE])
    if other := int(year.ne(began.str[:4]).sum()):
        published.report.remarks.append(
            f"{other} events began in another year than the one they are counted in; by month they"
            " stand where they began"
        )
    text = began.mask(precision.eq("month"), began.str[:7]).mask(precision.eq("year"), year)
    return published.dates(text.rename("date_start"), raw[LINE])
