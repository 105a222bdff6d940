"""A map of change against an earlier period: classes of rise and fall, and the unknown."""

from __future__ import annotations

import pandas as pd

import legends
from components.figures import classed_map
from components.figures.text import Reads, plain, reading
from components.figures.theme import Figure
from languages import amount, signed
from languages.english import figures as words


def steps(within: float) -> list[tuple[float, str, str]]:
    """Upper bounds of the classes of change, in per cent, their words and their colours from fall
    to rise, where less than `within` is little.
    """
    return [
        (-50, words.HALVED(), legends.FALL),
        (-within, words.FELL(share=within), legends.mix(legends.FALL, legends.WHITE, 0.45)),
        (within, words.LITTLE_CHANGE(), legends.LITTLE),
        (100, words.ROSE(share=within), legends.mix(legends.RISE, legends.WHITE, 0.45)),
        (float("inf"), words.DOUBLED(), legends.RISE),
    ]


def share(now: float, before: float, little: bool) -> float:
    """The change in per cent; of numbers so low that they are `little` change none, and from none
    to some is a doubling.
    """
    if little:
        return 0.0
    return 100 * (now - before) / before if before else 101.0


def build(
    changes: pd.DataFrame,
    places: pd.DataFrame,
    *,
    unit: str,
    against: str,
    within: float,
    reads: Reads | None = None,
) -> Figure:
    """From `changes` (country, now, before, little: only countries with both) and `places` (iso3,
    name, lon, lat, circle); a change of less than `within` per cent is little.
    """
    said_of = reading(unit, reads)
    places = places.set_index("iso3")
    changes = changes[changes["country"].isin(places.index)]
    classed = steps(within)
    percent = {row.country: share(row.now, row.before, row.little) for row in changes.itertuples()}
    classes = {
        code: next(
            i
            for i, (upper, _, _) in enumerate(classed)
            if value < upper or (upper != -within and value == upper)
        )
        for code, value in percent.items()
    }
    said = {
        row.country: words.PLACE_CHANGE(
            name=plain(places.at[row.country, "name"]),
            said=said_of(row.now, None, None),
            change=signed(row.now - row.before, 0),
            period=against,
            before=amount(row.before),
        )
        for row in changes.itertuples()
    }
    unknown = words.NOT_BOTH_HERE()
    label = {
        code: said.get(code) or words.PLACE(name=plain(name), said=unknown)
        for code, name in places["name"].items()
    }
    return classed_map.build(
        classes,
        [(name, colour) for _, name, colour in classed],
        label,
        places,
        missing=words.NOT_BOTH(),
    )
