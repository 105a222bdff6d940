"""How a figure went: its timeline with the chosen period shaded, or several countries on one."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from components.elements import chart
from components.elements import multiples as element
from components.elements.chart import Switch, Switched
from components.figures import comparison, multiples, timeline
from components.figures.theme import Figure
from components.indicator import provenance, sides
from components.indicator.sides import Side
from components.shell import state
from data import catalog, query, store
from data.analysis import changes, saying
from data.caching import remembered
from data.catalog import Indicator
from data.query import Filters
from languages import amount, listed, paragraph
from languages.english import figures as figure_words
from languages.english import indicator as titles
from languages.english import tables as table_words
from languages.english import timeline as words

NAMED = 8  # lines whose base is said; of more nobody reads it
Moves = tuple[tuple[str, Any], ...] | None


def _brush(span: tuple[Any, ...] | None) -> None:
    if span is None:
        return
    first, last = (str(each) for each in span)
    if "-" in first[1:]:
        state.set_period((min(first, last)[:7], max(first, last)[:7]))
        return
    try:
        low, high = sorted((float(first), float(last)))
        # a bar's middle is its year: three quarters of it inside is enough
        begin = math.ceil(low - 0.25)
        end = math.floor(high + 0.25)
    except (ValueError, OverflowError):  # no browser says that
        return
    state.set_period((str(begin), str(max(begin, end))))


def show(
    asked: Filters,
    about: Indicator,
    height: int = 240,
    moves: dict[str, Any] | None = None,
    on_move: Callable[[dict[str, Any]], None] | None = None,
    switches: tuple[Switch, ...] = (),
    on_switch: Switched = state.choose,
    key: str = "timeline",
) -> None:
    """The timeline of all years, the chosen period shaded; several countries' lines on one axis.
    `moves` and `on_move`, `switches` and `on_switch` are those of the chart.
    """
    if about.kind == "score" and not (asked.countries or about.world):
        st.caption(words.SCORE())
        return
    walk = tuple(moves.items()) if moves else None
    who = sides.apart(asked)
    if about.parted and len(asked.categories) != 1:
        apart = bool(state.chosen(state.PANELS))
        switches = (_apart(about, apart), *switches)
        if apart and (drawn := _panels(store.current().version, asked, switches)):
            element.show(drawn, on_switch)
            return
    if len(who) > 1:
        drawn = _compared(
            store.current().version, asked, who, state.scale(), height, walk, switches
        )
    else:
        drawn = _timeline(store.current().version, asked, height, walk, switches, key)
    if drawn:
        chart.show(drawn, on_brush=_brush, on_switch=on_switch, on_move=on_move)


def _apart(about: Indicator, apart: bool) -> Switch:
    """Whether each category stands in a panel of its own."""
    return Switch(
        key=state.PANELS,
        label=words.PANELS(),
        value=apart,
        help=words.PANELS_HELP(category=about.category_label.lower()),
    )


@remembered(256)
def _panels(version: str, asked: Filters, switches: tuple[Switch, ...]) -> chart.Packed | None:
    """A panel for each category of what is chosen; None where there are not two of them."""
    about = query.indicator(asked)
    table = query.by_period_and_category(asked.during(None, None))
    if table["category"].nunique() < 2:
        return None
    drawn = multiples.panels(
        table,
        about.categories,
        unit=about.unit,
        reads=about.amount,
        domain=about.domain,
        chosen=_chosen(asked),
        marks=_marks(about),
        partial_from=about.partial_from,
        gaps_are_zero=changes.absent(about) == "zero",
    )
    title, category = _over_time(asked, about, "year"), about.category_label.lower()
    if category not in title.lower():
        title = words.PANELS_TITLE(title=title, category=category)
    return element.pack(
        multiples.message(drawn),
        key="apart",
        alt=words.ALT_PANELS(title=title),
        heading=title,
        note=paragraph(
            words.ONE_SCALE(top=amount(drawn.top)),
            *_keys(drawn, about),
            words.OVERLAPS() if about.overlap else "",
            catalog.source_of(about).bias,
        ),
        footer=provenance.picture(about),
        switches=switches,
    )


def _keys(drawn: multiples.Multiples, about: Indicator) -> list[str]:
    """What the looks of bars and lines in panels mean, of those there are."""
    found = []
    if any(level is None for panel in drawn.panels for level in panel.levels):
        found.append(words.PALE())
    if any(any(panel.ranges) for panel in drawn.panels):
        found.append(words.OUTLINED())
    if drawn.partial_from in drawn.years:
        note = about.partial_note or figure_words.PARTIAL()
        found.append(words.FAINT(year=drawn.partial_from, note=note))
    marks = [words.MARK(year=year, label=said) for year, said in drawn.marks if year in drawn.years]
    return [*found, *([words.DASHED(marks="; ".join(marks))] if marks else [])]


@remembered(512)
def _timeline(
    version: str,
    asked: Filters,
    height: int,
    moves: Moves,
    switches: tuple[Switch, ...],
    key: str = "timeline",
) -> chart.Packed | None:
    about = query.indicator(asked)
    ever = asked.during(None, None)
    by_category = (
        bool(about.categories)
        and not about.one_category
        and not about.overlap
        and about.aggregation != "stock"
        and not about.rate
    )
    months = (
        about.grain == "month"
        and asked.start is not None
        and (asked.end or asked.start).toordinal() - asked.start.toordinal() < 3 * 366
    )
    grain = "month" if months else "year"
    if months:
        ever = asked
    table = (
        query.by_period_and_category(ever, grain) if by_category else query.by_period(ever, grain)
    )
    if table.empty:
        return _nothing(asked, about, height)
    parts = (
        query.by_period_and_category(ever, grain)
        if about.overlap and len(asked.categories) > 1
        else None
    )
    if table["period"].nunique() == 1 and not months:
        return None  # a single period is no timeline
    title = _over_time(asked, about, grain)
    figure = timeline.build(
        table,
        unit=about.unit,
        reads=about.amount,
        domain=about.domain,
        categories=dict(about.categories) if by_category or parts is not None else None,
        chosen=_chosen(asked),
        marks=_marks(about),
        partial_from=about.partial_from,
        partial_note=about.partial_note,
        partly=about.partial_years,
        lines=about.aggregation == "stock",
        parts=parts,
        moves=(
            query.entries_and_exits(asked)
            if about.aggregation == "stock" and not by_category
            else None
        ),
        gaps_are_zero=changes.absent(about) == "zero",
        within=_years(about),
        printed=saying.printed(ever) if about.inexact else None,
        height=height,
    )
    return _packed(
        figure,
        title,
        about,
        height,
        words.ALT(title=title),
        moves,
        overlap=about.overlap,
        switches=switches,
        key=key,
        chosen=_chosen(asked),
    )


def _packed(
    figure: Figure,
    title: str,
    about: Indicator,
    height: int,
    alt: str,
    moves: Moves,
    overlap: bool = False,
    more: str = "",
    switches: tuple[Switch, ...] = (),
    key: str = "timeline",
    chosen: tuple[str, str] | None = None,
) -> chart.Packed:
    note = paragraph(
        more,
        catalog.source_of(about).bias,
        words.OVERLAP(category=about.category_label) if overlap else "",
    )
    return chart.pack(
        figure,
        key=key,
        height=height,
        alt=alt,
        brush=True,
        period=chosen or (),
        title=title,
        footer=provenance.picture(about),
        heading=title,
        note=note,
        hint=words.DRAG(),
        switches=switches,
        moves=dict(moves) if moves else None,
    )


def _nothing(asked: Filters, about: Indicator, height: int) -> chart.Packed:
    """What stands where a timeline would: the page keeps its place for the next one."""
    axis = {"visible": False, "fixedrange": True}
    note = {
        "text": words.NO_SUM() if _no_sum(asked, about) else words.NONE(),
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 0.5,
        "showarrow": False,
        "font": {"color": "$muted"},
    }
    return chart.pack(
        {"data": [], "layout": {"xaxis": axis, "yaxis": axis, "annotations": [note]}},
        key="timeline",
        height=height,
        alt=words.ALT_NONE(filters=asked.words(about)),
        brush=True,
        heading=_over_time(asked, about, "year"),
    )


def _no_sum(asked: Filters, about: Indicator) -> bool:
    """Whether countries have figures that make none together."""
    return about.no_world_sum and not asked.countries


def _marks(about: Indicator) -> list[tuple[float, str, str]]:
    """Breaks and events where they are on an axis on which a year's bar begins on 1 January and
    ends on 31 December.
    """
    return [
        (mark.on.year + (mark.on.timetuple().tm_yday - 1) / 366, mark.label, mark.kind)
        for mark in about.marks
    ]


def _chosen(asked: Filters) -> tuple[str, str] | None:
    """The first and last year asked for; None where that is the present of a stock."""
    return (str((asked.start or asked.end).year), str(asked.end.year)) if asked.end else None


def _years(about: Indicator) -> tuple[int, int] | None:
    """The years an indicator covers, so that every country's timeline has the same; for a stock its
    own.
    """
    first, last = query.extent(about.id)
    return (
        None
        if about.aggregation == "stock" or first is None or last is None
        else (first.year, last.year)
    )


@remembered(512)
def _compared(
    version: str,
    asked: Filters,
    who: tuple[Side, ...],
    scale: str,
    height: int,
    moves: Moves,
    switches: tuple[Switch, ...],
) -> chart.Packed | None:
    """The chosen countries' and groups' lines on one axis, each named at its end."""
    about = query.indicator(asked)
    rows = sides.by_year(asked, who)
    table = pd.DataFrame(
        [(period, row.side.key, *figure) for row in rows for period, figure in row.figures.items()],
        columns=["period", "country", "value", "low", "high"],
    )
    if table.empty:
        return _nothing(asked, about, height)
    keys = [side.key for side in who]
    few = _few(rows)
    base = comparison.base_year(table, keys) if scale == "index" else None
    title = _over_time(asked, about, "year", listed([side.name for side in who]))
    note = ""
    if scale == "index":
        title = words.INDEXED(title=title, year=base) if base else title
        note = _base(rows, base, about) if base else words.NO_BASE()
    elif scale == "log":
        title, note = words.LOGGED(title=title), words.NO_ZERO()
    figure = comparison.build(
        table,
        {side.key: side.name for side in who},
        keys,
        unit=about.unit,
        reads=about.amount,
        marks=_marks(about),
        partial_from=about.partial_from,
        partial_note=about.partial_note,
        partly=about.partial_years,
        gaps_are_zero=changes.absent(about) == "zero",
        chosen=_chosen(asked),
        height=height,
        scale=scale,
        shorter={side.key: side.short or side.name for side in who},
        behind={
            (row.side.key, period): table_words.REPORT(n, of=len(row.side.codes))
            for row in rows
            for period, n in row.reports.items()
        },
        few=few,
    )
    return _packed(
        figure,
        title,
        about,
        height,
        words.ALT_LINES(title=title),
        moves,
        more=paragraph(note, words.FEW() if few else ""),
        switches=(_scales(scale), *switches),
        chosen=_chosen(asked),
    )


def _base(rows: list[sides.Years], year: str, about: Indicator) -> str:
    """What 100 is of each line: of few it moves far with one more."""
    held = [
        words.BASE_OF(name=row.side.short or row.side.name, said=about.amount(row.figures[year][0]))
        for row in rows
        if year in row.figures
    ]
    return words.BASE(figures="; ".join(held)) if len(held) <= NAMED else ""


def _few(rows: list[sides.Years]) -> set[tuple[str, str]]:
    """The years of groups in which fewer members report than in the year of most."""
    return {
        (row.side.key, period)
        for row in rows
        for period, n in row.reports.items()
        if n < max(row.reports.values())
    }


def _scales(scale: str) -> Switch:
    """How the lines are drawn."""
    ways = (("values", words.AS_VALUES()), ("index", words.AS_INDEX()), ("log", words.AS_LOG()))
    return Switch(key=state.SCALE, label=words.SCALE(), value=scale or "values", options=ways)


def _over_time(asked: Filters, about: Indicator, grain: str, where: str = "") -> str:
    """What a timeline shows: a count per period; a stock and a score by their name alone."""
    per = "" if about.aggregation in ("stock", "last") else grain
    unit = saying.unit(about)
    template = {
        ("", False): words.OVER_TIME,
        ("", True): words.OVER_TIME_UNIT,
        ("year", False): words.PER_YEAR,
        ("year", True): words.PER_YEAR_UNIT,
        ("month", False): words.PER_MONTH,
        ("month", True): words.PER_MONTH_UNIT,
    }[per, bool(unit)]
    return template(title=saying.title(asked, about), where=where or _where(asked), unit=unit)


def _where(asked: Filters) -> str:
    return listed(asked.named) or titles.WORLD()
