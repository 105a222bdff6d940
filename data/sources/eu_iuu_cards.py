"""The European Union's yellow and red cards for illegal fishing: one record per country, a spell
per card.
"""

from typing import Any, NamedTuple

import pandas as pd

from data.reading import citations, listings
from data.reading.published import LINE, Published

COLUMNS = ("country", "card", "round", "date", "date_precision")
STAGES = {
    "yellow": 0,
    "red": 1,
    "lifted": 2,
    "delisted": 2,
}  # the order in which they can follow each other in a round


class _Card(NamedTuple):
    may: pd.Timestamp
    sure: pd.Timestamp
    country: str
    card: str
    stage: int
    cited: str
    line: int
    round: float
    date: str
    precision: str


def read(published: Published) -> pd.DataFrame:
    """A yellow card holds until the red one or until it is lifted, a red one until it is lifted or
    the country delisted.
    """
    raw = published.table((*COLUMNS, *citations.CITED))
    published.all_read(set(raw) - {*COLUMNS, *citations.CITED}, ["country_name"])
    country = published.located(raw["country"], raw[LINE])
    dates = published.dates(raw["date"], raw[LINE], blank=True)
    known = published.one_of(
        raw["date_precision"],
        {"day": "day", "month": "month", "year": "year", "": "none"},
        raw[LINE],
    )
    if (known != dates["precision"]).any():
        raise published.fault(
            "date and date_precision do not fit together",
            int(raw.loc[known != dates["precision"], LINE].iloc[0]),
        )
    events = listings.bounds(dates).assign(
        country=country,
        card=raw["card"],
        stage=published.one_of(raw["card"], STAGES, raw[LINE]),
        cited=citations.cited(published, raw),
        line=raw[LINE],
        round=published.within(raw["round"], raw[LINE], 1, 9),
        date=raw["date"].str.strip(),
        precision=dates["precision"],
    )
    events = events.sort_values(["country", "round", "stage", "line"], ignore_index=True)
    rows: list[dict[str, Any]] = []
    for code, cards in events.groupby("country"):
        before: _Card | None = None
        for event in cards.itertuples(index=False):
            now = _Card(**event._asdict())
            running = before if before is not None and before.stage < 2 else None
            fits = (
                now.round == running.round and now.stage > running.stage
                if running
                else now.card == "yellow"
            )
            if not fits or (now.card == "delisted" and running and running.card != "red"):
                raise published.fault(
                    f"card {now.card!r} of {code} in round {now.round:.0f} does not follow from the"
                    " cards before it",
                    now.line,
                )
            may, sure, said = _day(published, now, before)
            if before is not None and sure < before.may:
                raise published.fault(
                    f"card {now.card!r} of {code} is older than the card before it", now.line
                )
            if running:
                spell = rows[-1]
                # A card that follows in the same month or year as the one before cannot have come
                # earlier than it.
                spell["may_end"], spell["end"] = (
                    max(may, spell["may_start"]),
                    max(sure, spell["start"]),
                )
                spell["cited"] += f" Ended: {now.cited}"
                spell["stated"] = "; ".join(
                    part for part in (spell["stated"], f"{now.card} {said}" if said else "") if part
                )
            if now.stage < 2:
                rows.append(
                    {
                        "indicator": "cards",
                        "country": code,
                        "category": now.card,
                        LINE: now.line,
                        "cited": now.cited,
                        "stated": f"{now.card} {said}" if said else "",
                        "may_start": may,
                        "start": sure,
                        "may_end": pd.NaT,
                        "end": pd.NaT,
                    }
                )
            before = now._replace(may=may, sure=sure)
    table = pd.DataFrame(rows)
    table["stated"] = table["stated"].where(table["stated"].ne(""))
    return listings.held(
        published, table.assign(record=pd.factorize(table["country"], sort=True)[0])
    )


def _day(
    published: Published, now: _Card, before: _Card | None
) -> tuple[pd.Timestamp, pd.Timestamp, str]:
    """The first and the last day an event can have happened on, and words for it where the day is
    not known.
    """
    if now.precision == "none":
        for known in published.source.dirty["undated"]:
            if (known["country"], known["card"]) == (now.country, now.card) and before is not None:
                return (
                    before.sure + pd.Timedelta(days=1),
                    pd.Timestamp(known["not_later_than"]),
                    f"not later than {known['not_later_than']}",
                )
        raise published.fault(f"card {now.card!r} of {now.country} has no date", now.line)
    return now.may, now.sure, "" if now.precision == "day" else f"in {now.date}"
