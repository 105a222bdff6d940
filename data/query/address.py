"""The address by which another system reads a figure, below the server's own."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from data.geography import groups
from data.query.filters import Filters
from data.query.question import settle
from data.query.totals import extent, usual_period

FIGURES, ROWS = "api/v1/figures", "api/v1/rows"


def of(asked: Filters, by: Sequence[str] = (), rows: bool = False, ending: str = ".csv") -> str:
    """The address of a figure or a table of it, or of the records behind it (`docs/api.md`)."""
    settled = settle(asked)
    inside = {code for each in settled.groups for code in groups.members(each, settled.end)}
    said: list[tuple[str, str]] = [
        *(("country", code) for code in settled.countries if code not in inside),
        *(("group", each) for each in settled.groups),
        *(("category", each) for each in settled.categories),
        *([("partner", settled.partner)] if settled.partner else []),
        *([("role", settled.role)] if settled.role else []),
        *([("per", settled.per)] if settled.per else []),
        *_period(settled),
        *(("by", each) for each in by),
    ]
    place = ROWS if rows else FIGURES
    query = f"?{urlencode(said)}" if said else ""
    return f"{place}/{settled.indicator}{ending}{query}"


def _period(asked: Filters) -> list[tuple[str, str]]:
    """The period as the address says it: nothing where it is the usual one."""
    about = settle(asked).about
    start, end = asked.start, asked.end
    if (start, end) == usual_period(about):
        return []
    if start and end and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return [("period", str(start.year)), ("period", str(end.year))]
    if not start and not end:
        start = extent(about.id)[0]  # all of it: what is not dated is in no period of an address
    days = (("from", start), ("to", end))
    return [(name, day.isoformat()) for name, day in days if day]
