"""A map of change against an earlier period: more, little change, less; unknown is a fourth."""

from __future__ import annotations

import pandas as pd

from components.figures import classed_map, theme, words
from components.figures.theme import Figure

# Upper bounds of the classes, in per cent, and their colours from fall to rise.
CLASSES = (
    (-50, "down by half or more", theme.FALL),
    (-10, "down 10–50 %", theme.mix(theme.FALL, theme.WHITE, 0.45)),
    (10, "little change", theme.LITTLE),
    (100, "up 10–100 %", theme.mix(theme.RISE, theme.WHITE, 0.45)),
    (float("inf"), "more than doubled", theme.RISE),
)


def share(now: float, before: float) -> float:
    """The change in per cent; low numbers (at most 2 before and 5 now) are little change, from none
    to some is a doubling.
    """
    if before <= 2 and now <= 5:
        return 0.0
    return 100 * (now - before) / before if before else 101.0


def build(changes: pd.DataFrame, places: pd.DataFrame, *, unit: str, against: str) -> Figure:
    """From `changes` (country, now, before: only countries with both) and `places` (iso3, name,
    lon, lat, circle).
    """
    unit = words.plain(unit)
    places = places.set_index("iso3")
    changes = changes[changes["country"].isin(places.index)]
    percent = {row.country: share(row.now, row.before) for row in changes.itertuples()}
    classes = {
        code: next(
            i
            for i, (upper, _, _) in enumerate(CLASSES)
            if value < upper or (upper in (-50, 10, 100) and value == upper)
        )
        for code, value in percent.items()
    }
    said = {
        row.country: (
            f"<b>{words.plain(places.at[row.country, 'name'])}</b><br>{words.number(row.now)}"
            f" {unit}, {row.now - row.before:+,.0f} against {against} ({words.number(row.before)})"
        )
        for row in changes.itertuples()
    }
    label = {
        code: said.get(code, f"<b>{words.plain(name)}</b><br>not known in both periods")
        for code, name in places["name"].items()
    }
    return classed_map.build(
        classes,
        [(name, colour) for _, name, colour in CLASSES],
        label,
        places,
        missing="Not known in both periods",
    )
