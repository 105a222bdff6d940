"""A figure moved through its years in the browser: map, ranking, cards and titles of every year,
sent once when the reader reaches for the handle below the time axis.
"""

from __future__ import annotations

import hashlib
import json
import string
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from components.elements import moving
from components.figures.theme import Figure
from components.indicator import cards, headline, map, places, ranking
from components.shell import menu, state
from data import query, store
from data.analysis import steps
from data.caching import remembered
from data.catalog import Indicator
from data.query import Filters
from languages import current
from languages.english import moving as words

_SIGNS = string.digits + string.ascii_letters  # a class of the map in one letter each


def offered(asked: Filters) -> dict[str, Any] | None:
    """What the handle of a figure is told: of which steps, the years, and the one shown now; None
    where a map has no years to walk through.
    """
    about = query.indicator(asked)
    known = steps.years(about)
    if not known or _drawn(asked) == "change":
        return None
    return {"of": _of(asked), "years": known, "at": _at(asked, known)}


def _at(asked: Filters, known: Sequence[int]) -> int | None:
    """The year shown, of several the last one."""
    last = asked.end.year if asked.end else None
    return steps.of(asked) or (last if last in known else None)


def told(asked: Filters, said: Mapping[str, Any]) -> None:
    """The handle was reached for, or let go at a year."""
    if said.get("want") == _of(asked):
        state.choose(state.MOVING, said["want"])
        return
    about = query.indicator(asked)
    year = said.get("year")
    if year not in steps.years(about):
        return
    present = about.aggregation == "stock" and year == steps.years(about)[-1]
    state.set_period(None if present else (str(year), str(year)))
    state.choose(state.MOVING, "")  # the browser keeps what it has


def show(asked: Filters, *, whole: bool) -> None:
    """Hands the steps of a figure to a browser that has asked for them. `whole` is a page of one
    indicator; else only its own card moves.
    """
    if state.chosen(state.MOVING) == _of(asked):
        moving.show(
            _packed(
                store.current().version, asked.during(None, None), _of(asked), _drawn(asked), whole
            )
        )


def _drawn(asked: Filters) -> str:
    return places.drawn(query.indicator(asked))


def _of(asked: Filters) -> str:
    """A name for the steps of a figure: the same for the same answers."""
    said = (
        store.current().version,
        asked.during(None, None),
        _drawn(asked),
        bool(state.chosen(state.SAME)),
        current(),
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


@remembered(64)
def _packed(version: str, asked: Filters, of: str, drawn: str, whole: bool) -> bytes:
    return moving.pack(gathered(asked, of, drawn, whole))


def gathered(asked: Filters, of: str, drawn: str, whole: bool) -> dict[str, Any]:
    """The answers of every year: `years`, their `titles` and `notes`; of the map `colours`, `codes`
    and for each year a letter a country (`areas`), and circles as pairs of country, size and
    colour; `ranking` and `cards` as their elements know them.
    """
    about = query.indicator(asked)
    years = steps.years(about)
    questions = [query.settle(steps.at(asked, year)) for year in years]
    as_drawn = drawn if about.counted and not about.rate else "areas"
    figures = [
        map.level(places.counted(replace(each, countries=())), about, as_drawn)
        for each in questions
    ]
    return {
        "of": of,
        "years": years,
        "titles": [
            map.titled(each, places.counted(replace(each, countries=())), each.about, as_drawn)
            for each in questions
        ],
        "notes": [_note(each, about) for each in questions],
        **_on_the_map(figures),
        "ranking": [ranking.told(each) for each in questions],
        "cards": [_cards(each, whole) for each in questions],
    }


def _cards(asked: Filters, whole: bool) -> list[dict[str, Any]]:
    about = query.indicator(asked)
    row = (
        cards.row(asked, about)
        if whole
        else [
            headline.figure(
                places.counted(asked),
                f"kpi-{about.domain}",
                menu.address(asked, bool(state.chosen(state.SAME))),
            )
        ]
    )
    return [asdict(card) for card in cards.dressed(row)]


def _note(asked: Filters, about: Indicator) -> str:
    """What must be known of a year in passing: how many have a figure, and what broke in it."""
    end = asked.end
    year = end.year if end else steps.years(about)[-1]
    have = len(query.by_country(replace(asked, countries=())).dropna(subset="value"))
    broke = [mark.label for mark in about.marks if mark.on.year == year]
    partial = [about.partial_note] if about.partial_from and year >= about.partial_from else []
    return " · ".join([words.HAVE(have), *broke, *(each for each in partial if each)])


def _on_the_map(figures: list[Figure]) -> dict[str, Any]:
    """The maps of all years as what differs between them."""
    colours: dict[str, int] = {}
    places_at: dict[str, tuple[float, float]] = {}

    def colour(value: Any) -> int:
        return colours.setdefault(json.dumps(value), len(colours))

    areas, circles, look = [], [], {}
    codes: list[str] = figures[0]["data"][0]["locations"]
    for figure in figures:
        filled, *over = figure["data"]
        stops = [stop for _, stop in filled["colorscale"][::2]]
        areas.append("".join(_SIGNS[colour(stops[int(z)])] for z in filled["z"]))
        step = []
        for trace in over:
            marker = trace["marker"]
            many = len(trace["customdata"])
            shades = (
                marker["color"] if isinstance(marker["color"], list) else [marker["color"]] * many
            )
            look = {"opacity": marker["opacity"], "line": marker["line"]}
            places_at |= dict(
                zip(trace["customdata"], zip(trace["lon"], trace["lat"], strict=True), strict=True)
            )
            step += [
                (code, size, colour(shade))
                for code, size, shade in zip(
                    trace["customdata"], marker["size"], shades, strict=True
                )
            ]
        circles.append(step)
    longest = max(figures, key=lambda figure: len(figure["legend"]))
    return {
        "codes": codes,
        "areas": areas,
        "circles": circles,
        "places": places_at,
        "look": look,
        "colours": [json.loads(each) for each in colours],
        "legend": longest["legend"],
    }
