"""Places on a figure: their names, what one without a row means, what a click on one does, and
their figures a period before.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from components.shell import state
from data.analysis import changes
from data.caching import remembered
from data.catalog import Indicator
from data.geography import countries
from data.query import Filters


@remembered(8)
def table() -> pd.DataFrame:
    """Columns iso3, name, lon, lat, circle: every place there is."""
    places = countries.table()[["iso3", "lon", "lat", "circle"]]
    return places.assign(name=places["iso3"].map(countries.name))


@remembered(8)
def names() -> dict[str, str]:
    """Every place's name by its code."""
    return dict(zip(table()["iso3"], table()["name"], strict=True))


def counted(asked: Filters) -> Filters:
    """What is counted: as asked, or with the switch only the countries that have a figure in both
    periods.
    """
    return changes.alike(asked) if state.chosen(state.SAME) else asked


def drawn(about: Indicator) -> str:
    """How its map is drawn: the `change` or `areas` a reader chose, else `circles`; a rate, a score
    or a list as areas alone.
    """
    return state.chosen(state.MAP_AS) or "circles" if about.counted and not about.rate else "areas"


def pick(points: list[dict[str, Any]], multiple: bool) -> None:
    """A click on places of a figure: they become the filter, with `multiple` they join it."""
    codes = [point.get("location") or point.get("customdata") for point in points]
    state.pick_country(
        [code for code in codes if isinstance(code, str) and code in names()], multiple
    )
