"""The largest countries as bars in words: how long each is, and the earlier figure as a tick."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

import legends
from components.figures import theme
from components.figures.text import Reads, reading
from languages import amount
from languages.english import figures as words


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One bar: `level` is its length and `before` that of its tick, in the figure's own unit;
    `says` is all of it in words. `place` is the rank of who is chosen and not among the largest.
    """

    code: str
    name: str
    level: float
    said: str
    says: str
    before: float | None = None
    place: int | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Bars from the largest down; `against` is what the ticks stand for, `colours` those of who is
    in sight and of who was not chosen.
    """

    rows: tuple[Row, ...]
    against: str
    colours: tuple[Any, Any]


def rank(
    figures: pd.DataFrame,
    names: Mapping[str, str],
    *,
    unit: str,
    reads: Reads | None = None,
    domain: str,
    before: Mapping[str, float] | None = None,
    against: str = "",
    chosen: Sequence[str] = (),
    absent: str = "missing",
    apart: str = "",
    among: Collection[str] | None = None,
    unrated: Collection[str] = (),
    ordinal: bool = False,
    most: int = 12,
) -> Ranking:
    """From `figures` (country, value, low, high), largest on top; `before` holds the values of the
    period `against`. What is published only as a range stands where it would if it were the least
    it can be, and is counted in nobody's place.

    Who is `chosen` is never left out, and has its rank where somebody above it is; one without a
    row has none recorded (`absent` "zero") or no data ("missing"), or what `apart` says. Places are
    those `among` some countries, where the others' figures are no measure of theirs. Of who is
    `unrated` there is a figure, and no rate. A level of an order (`ordinal`) is read by its name
    and has no place.
    """
    read = reading(unit, reads, escaped=False)
    short = read if ordinal else amount
    every = figures.assign(level=figures["value"].fillna(figures["low"])).sort_values(
        ["level", "value", "country"], ascending=[False, False, True], ignore_index=True
    )
    order = every["country"].tolist()
    picked = [code for code in dict.fromkeys(chosen) if code in names]
    others = [code for code in order if code not in picked]
    seen = {*picked, *others[: max(most - len(picked), 1)]}
    shown = [code for code in order if code in seen]
    behind = {code for at, code in enumerate(shown) if order[at] != code}  # somebody is left out
    levels = dict(zip(every["country"], every["level"].fillna(0), strict=True))
    bounds = {
        code: (None if pd.isna(value) else value, low, high)
        for code, value, low, high in every[["country", "value", "low", "high"]].itertuples(
            index=False, name=None
        )
    }
    earlier = before or {}
    placed = every["value"] if among is None else every.loc[every["country"].isin(among), "value"]

    def row(code: str) -> Row:
        said, long = words.NO_DATA_SHORT(), words.NO_DATA_SHORT()
        if code in bounds:
            said, long = short(*bounds[code]), read(*bounds[code])
        elif code in unrated:
            said, long = words.NO_RATE_SHORT(), words.NO_RATE_HERE()
        elif apart:
            said = long = apart
        elif absent == "zero":
            said, long = amount(0), read(0, None, None)
        place = (
            1 + int((placed > bounds[code][0]).sum())
            if not ordinal
            and code in picked
            and code in behind
            and bounds[code][0] is not None
            and (among is None or code in among)
            else None
        )
        value = earlier.get(code)
        return Row(
            code=code,
            name=names[code],
            level=float(levels.get(code, 0)),
            said=said,
            says=(
                words.ROW(name=names[code], said=long)
                if value is None or not against
                else words.ROW_BEFORE(
                    name=names[code], said=long, period=against, before=short(value, None, None)
                )
            ),
            before=value,
            place=place,
            chosen=code in chosen,
        )

    found = tuple(row(code) for code in (*shown, *(code for code in picked if code not in levels)))
    faint = {
        "$light": legends.mix(legends.ACCENTS[domain], legends.WHITE, 0.55),
        "$dark": legends.mix(legends.ACCENTS[domain], legends.NIGHT, 0.15),
    }
    ticks = against if any(each.before is not None for each in found) else ""
    return Ranking(rows=found, against=ticks, colours=(theme.accent(domain), faint))
