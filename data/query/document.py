"""An answer as the one JSON document the command line prints, and all answers asked once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from data import catalog
from data.query.filters import Filters
from data.query.groups import by_category, by_country, by_partner, by_period
from data.query.question import settle
from data.query.totals import compare, total, usual_period


def answer(asked: Filters, by: str | None = None) -> dict[str, Any]:
    """What `python -m data query --format json` prints: filters, value, rows, source, version."""
    ask = {
        "country": by_country,
        "partner": by_partner,
        "category": by_category,
        "period": by_period,
    }
    asked = settle(asked)
    table = None if by is None else ask[by](asked)
    about = asked.about
    source = catalog.source_of(about)
    number = total(asked)
    version = asked.opened.versions.get(source.name)
    return {
        "indicator": about.id,
        "title": about.title,
        "unit": about.unit,
        "filters": asked.explicit().plain(),
        "value": _plain(number.value),
        "low": _plain(number.low),
        "high": _plain(number.high),
        "masked": number.masked,
        "rows": (
            []
            if table is None
            else [
                {
                    by: row[0],
                    "value": _plain(row[1]),
                    "low": _plain(row[2]),
                    "high": _plain(row[3]),
                    "masked": int(row[4]),
                }
                for row in table[[by, "value", "low", "high", "masked"]].itertuples(
                    index=False, name=None
                )
            ]
        ),
        "unlocated": _plain(number.unlocated),
        "undated": _plain(number.undated),
        "source": {
            "name": source.name,
            "title": source.title,
            "publisher": source.publisher,
            "url": source.url,
            "licence": source.licence.name,
            "as_of": (version.as_of if version else source.as_of).isoformat(),
            "citation": source.citation,
            "caveats": list(about.caveats),
        },
        "version": version.version if version else None,
        "tlp": asked.opened.mark(about.id).value,
    }


def _plain(value: float | None) -> int | float | None:
    if value is None or pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def warm() -> None:
    """Opens the store and asks every indicator once, so that the first reader does not wait."""
    for about in catalog.indicators().values():
        asked = Filters(about.id).during(*usual_period(about))
        compare(asked)
        by_country(asked)
        by_period(Filters(about.id))
        compare(replace(asked, countries=("ATA",)))  # one stands for all of them
        compare(replace(asked, countries=("ATA", "ATF")))  # what several countries share
