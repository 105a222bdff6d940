"""An answer as the one JSON document the command line prints, and all answers asked once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pandas as pd

from data import catalog
from data.query.filters import Filters
from data.query.groups import (
    by_category,
    by_country,
    by_partner,
    by_period,
    by_period_and_category,
    by_period_and_country,
)
from data.query.question import settle
from data.query.totals import compare, total, usual_period

_BY: Mapping[tuple[str, ...], Callable[[Filters], pd.DataFrame]] = MappingProxyType(
    {
        ("country",): by_country,
        ("partner",): by_partner,
        ("category",): by_category,
        ("period",): by_period,
        ("period", "country"): by_period_and_country,
        ("period", "category"): by_period_and_category,
    }
)


def answer(asked: Filters, by: str | tuple[str, ...] | None = None) -> dict[str, Any]:
    """What `python -m data query --format json` prints: filters, value, rows, source, version.

    `by` is one of country, partner, category, period, or period with country or category.
    """
    by = (by,) if isinstance(by, str) else by or ()
    asked = settle(asked)
    table = _BY[by](asked) if by else None
    about = asked.about
    source = catalog.source_of(about)
    number = total(asked)
    version = asked.opened.versions.get(source.name)
    return {
        "indicator": about.id,
        "title": about.title,
        "unit": about.unit,
        "filters": asked.explicit().plain(),
        "value": plain(number.value),
        "low": plain(number.low),
        "high": plain(number.high),
        "masked": number.masked,
        "rows": [] if table is None else _rows(table, by),
        "unlocated": plain(number.unlocated),
        "undated": plain(number.undated),
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


def _rows(table: pd.DataFrame, by: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of a table, read by its columns, which costs less than row by row."""
    columns = [table[name].tolist() for name in (*by, "value", "low", "high", "masked")]
    return [
        {
            **dict(zip(by, row, strict=False)),
            "value": plain(row[-4]),
            "low": plain(row[-3]),
            "high": plain(row[-2]),
            "masked": int(row[-1]),
        }
        for row in zip(*columns, strict=True)
    ]


def plain(value: float | None) -> int | float | None:
    """A number as JSON has it: nothing where it is missing, whole where it is."""
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
