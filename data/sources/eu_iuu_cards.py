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
    "red_listed": 2,
    "lifted": 3,
    "delisted": 3,
}  # the order in which they can follow each other in a round
OVER = 3


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
    """A card holds until the next step: yellow, red (the Commission identifies the country), listed
    by the Council; then it is lifted or the country delisted.
    """
    raw = published.table((*COLUMNS, *citations.CITED))
    published.all_read(set(raw) - {*COLUMNS, *citations.CITED}, ["country_name"])
    country = published.located(raw["country"], raw[LINE])
    dates = published.dates(raw["date"], raw[LINE])
    known = published.one_of(
        raw["date_precision"],
        {"day": "day", "month": "month", "year": "year"},
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
            spell = rows[-1] if before is not None else {}
            running = before if spell and pd.isna(spell["end"]) else None
            running = running if running and running.stage < OVER else None
            fits = (
                now.round == running.round and now.stage > running.stage
                if running
                else now.card == "yellow"
            )
            red = before is not None and before.card in ("red", "red_listed")
            if not fits or (now.card == "delisted" and not red):
                raise published.fault(
                    f"card {now.card!r} of {code} in round {now.round:.0f} does not follow from the"
                    " cards before it",
                    now.line,
                )
            may, sure = now.may, now.sure
            said = "" if now.precision == "day" else f"in {now.date}"
            if before is not None and sure < before.may:
                raise published.fault(
                    f"card {now.card!r} of {code} is older than the card before it", now.line
                )
            if running:
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
            if now.stage < OVER:
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
            before = now
    table = pd.DataFrame(rows)
    table["stated"] = table["stated"].where(table["stated"].ne(""))
    return listings.held(
        published, table.assign(record=pd.factorize(table["country"], sort=True)[0])
    )
