"""A panel a category, each with bars a year on one scale: what cannot be stacked stands apart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.figures import theme
from components.figures.text import Reads, reading
from languages.english import figures as words


@dataclass(frozen=True, slots=True)
class Panel:
    """One category: its bars year by year, `levels` (None where nothing is known), `ranges` where
    only a range is published, and `says`, each in words; `newest` is the last that is known.
    """

    name: str
    levels: tuple[float | None, ...]
    ranges: tuple[bool, ...]
    says: tuple[str, ...]
    newest: str


@dataclass(frozen=True, slots=True)
class Multiples:
    """The panels, their years and the top of the scale that all share."""

    panels: tuple[Panel, ...]
    years: tuple[str, ...]
    top: float
    colour: Mapping[str, str]
    chosen: tuple[str, str] | None
    marks: tuple[tuple[str, str], ...]
    partial_from: str


def panels(
    figures: pd.DataFrame,
    categories: Mapping[str, str],
    *,
    unit: str,
    reads: Reads | None = None,
    domain: str,
    chosen: tuple[str, str] | None = None,
    marks: Sequence[tuple[float, str, str]] = (),
    partial_from: int | None = None,
    gaps_are_zero: bool = False,
) -> Multiples:
    """From `figures` (period `2016`, category, value, low, high), a panel for each of `categories`
    that has a figure, in their order, and one for what has none stated.

    The period `chosen` is shaded, and its last year said over each panel, else the newest; breaks
    and events among `marks` and the years from `partial_from` on are marked; `gaps_are_zero` where
    a year without a row means none.
    """
    said_of = reading(unit, reads, escaped=False)
    gap = said_of(0, None, None) if gaps_are_zero else words.NO_DATA_SHORT()
    cells = {
        (row.category, row.period): (row.value, row.low, row.high)
        for row in figures[["category", "period", "value", "low", "high"]].itertuples(index=False)
    }
    held = [int(year) for year in figures["period"]]
    years = tuple(str(year) for year in range(min(held), max(held) + 1)) if held else ()
    present = {category for category, _ in cells}
    named = {key: name for key, name in categories.items() if key in present}
    if "" in present:
        named[""] = words.NOT_STATED()
    drawn = []
    for key, name in named.items():
        levels: list[float | None] = []
        ranges, says, newest = [], [], ""
        last = chosen[1] if chosen else ""
        for year in years:
            found = cells.get((key, year))
            known = found is not None and not math.isnan(found[2])
            if found is None or not known:
                levels.append(0.0 if gaps_are_zero else None)
                said = gap
            else:
                value, _, high = found
                levels.append(high if math.isnan(value) else value)
                said = said_of(*(None if math.isnan(each) else each for each in found))
            ranges.append(found is not None and known and math.isnan(found[0]))
            says.append(words.IN_YEAR(year=year, said=said))
            if year == last or (last not in years and (known or gaps_are_zero)):
                newest = says[-1]
        drawn.append(Panel(name, tuple(levels), tuple(ranges), tuple(says), newest))
    top = max((level for panel in drawn for level in panel.levels if level), default=1.0)
    return Multiples(
        panels=tuple(drawn),
        years=years,
        top=top,
        colour=theme.accent(domain),
        chosen=chosen,
        marks=tuple((str(math.floor(at)), said) for at, said, _ in marks),
        partial_from=str(partial_from) if partial_from else "",
    )


def message(drawn: Multiples) -> dict[str, Any]:
    """As an element is sent it: each panel as plain lists, its years by their place among all."""
    at = {year: i for i, year in enumerate(drawn.years)}
    first, last = drawn.chosen or ("", "")
    inside = [at[year] for year in drawn.years if first <= year <= last] if drawn.chosen else []
    return {
        "years": drawn.years,
        "top": drawn.top,
        "colour": drawn.colour,
        "chosen": [min(inside), max(inside)] if inside else None,
        "marks": [at[year] for year, _ in drawn.marks if year in at],
        "partial": at.get(drawn.partial_from),
        "panels": [
            {
                "name": panel.name,
                "levels": panel.levels,
                "ranges": panel.ranges,
                "says": panel.says,
                "newest": panel.newest,
            }
            for panel in drawn.panels
        ],
    }
