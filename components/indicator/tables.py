"""The tables below a figure: by country or year, the records behind it, who said it, who is on a
list.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

import languages
from components.elements import grid
from components.elements.grid import Column
from components.indicator import categories, downloads, places, statements, years
from data import catalog, query, store
from data.analysis import changes, lists, method, saying, standing
from data.caching import remembered
from data.catalog import Indicator
from data.geography import countries
from data.query import Filters
from languages.english import tables as words
from security import reader
from security.roles import Right

MEMBERS_HEIGHT = 400  # pixels of a list of members
HEIGHT = 340  # pixels of the other tables, or less


def _bounds() -> list[Column]:
    """The bounds of a value, where a publisher masks low numbers."""
    return [Column("low", words.LOWER_BOUND()), Column("high", words.UPPER_BOUND())]


def members(asked: Filters, about: Indicator) -> None:
    """Who is on the list, the newest first."""
    st.subheader(words.LISTINGS(when=saying.when(asked, about)), anchor=False)
    grid.plain(
        _members(asked, about).drop(columns=words.ISO_CODE()),
        alt=words.ALT_LISTINGS(title=about.title),
        key="members",
        height=MEMBERS_HEIGHT,
    )


def _members(asked: Filters, about: Indicator) -> pd.DataFrame:
    """As a reader sees it, the newest first: code, country, since when or within which bounds, as
    what, and as stated where that is more.
    """
    held = [each for each in lists.members(asked) if each.country]
    held.sort(key=lambda each: each.start, reverse=True)
    off = [code for code in asked.countries if code not in {each.country for each in held}]
    held += [lists.Member(0, code, "", "", "none", words.NOT_LISTED(), True) for code in off]
    columns = {
        words.ISO_CODE(): [each.country for each in held],
        words.COUNTRY(): [countries.name(each.country) for each in held],
        words.SINCE(): [languages.translated(each.since) or words.NOT_KNOWN() for each in held],
    }
    if about.categories:
        names = {key: name.split(" (")[0] for key, name in about.categories.items()}
        columns[about.category_label] = [names.get(each.category, "") for each in held]
    stated = [
        languages.translated(each.stated) if each.stated != each.since else "" for each in held
    ]
    if any(stated):
        columns[words.AS_STATED()] = stated
    return pd.DataFrame(columns)


@lru_cache(maxsize=256)
def _cited(version: str, name: str) -> bool:
    """Whether an indicator's records say who said them."""
    about = query.indicator(Filters(name))
    return bool(
        query.rows(
            Filters(name, (), tuple(about.categories) if about.one_category else ()),
            statements=True,
        )["cited"]
        .notna()
        .any()
    )


def _value(asked: Filters, about: Indicator) -> str:
    """What is called a value: where categories never add up, that of the one in force."""
    if about.one_category:
        return words.VALUE_KIND(kind=saying.kinds(asked, about), unit=about.unit)
    return words.VALUE_UNIT(unit=about.unit)


@remembered(512)
def _ranks(version: str, asked: Filters, among: tuple[str, ...]) -> tuple[bytes, str]:
    """The table of `ranks` as it is sent, and what the period before is called."""
    about = query.indicator(asked)
    every, against = _ranked(asked, about, among)
    exact = all(
        value == high or high != high
        for value, high in zip(every["value"], every["high"], strict=True)
    )
    columns = [
        Column("rank", words.RANK(), help=words.RANK_HELP()),
        Column("country", words.ISO_CODE(), "text"),
        Column("name", words.COUNTRY(), "text"),
        Column("value", _value(asked, about)),
        *([] if exact else _bounds()),
        *(
            [
                Column("before", words.VALUE_BEFORE(period=against)),
                Column("change", words.CHANGE(period=against)),
            ]
            if "before" in every
            else []
        ),
        *([Column("percent", words.PERCENT(), "percent")] if "percent" in every else []),
    ]
    return (
        grid.pack(every, columns, alt=words.ALT_COUNTRIES(title=about.title), height=HEIGHT),
        against,
    )


def ranks(
    asked: Filters, about: Indicator, among: tuple[str, ...] = ()
) -> tuple[pd.DataFrame, str]:
    """Columns rank (among all countries with a figure, or those `among`), country, name, value,
    low, high, before, change, percent; and what before is called.

    A chosen country without a figure stands last. A per cent stands where a card says one, and
    what has none at all, as a score or wars, has no column of it.
    """
    every, against = _ranked(asked, about, among)
    return (
        pd.DataFrame(
            {
                name: (
                    pd.array(cells, dtype="str")
                    if name in ("country", "name")
                    else np.array(cells, dtype="float64")
                )
                for name, cells in every.items()
            }
        ),
        against,
    )


def _ranked(
    asked: Filters, about: Indicator, among: tuple[str, ...]
) -> tuple[dict[str, tuple[Any, ...]], str]:
    every, levels = _levels(store.current().version, replace(asked, countries=among))
    comparable, against = changes.before(asked)
    before, _ = changes.held_before(asked)
    none = 0.0 if changes.absent(about) == "zero" else math.nan
    codes = (
        [
            *(code for code in every if code in asked.countries),
            *(code for code in asked.countries if code not in every),
        ]
        if asked.countries
        else list(every)
    )
    names = places.names()
    whole = query.in_each_year(asked)
    counts = not about.rate and about.kind != "score"
    rows: list[tuple[Any, ...]] = []
    for code in codes:
        value, low, high = every.get(code, (none, none, none))
        unranked = code not in every or math.isnan(value) or about.ordinal
        unranked = unranked or (whole is not None and code not in whole)
        rank = math.nan if unranked else 1.0 + len(levels) - bisect_right(levels, value)
        was = before.get(code, none)
        compared = code in comparable or code not in before
        moved: tuple[float, ...] = (was, value - was if compared else math.nan)
        if not about.in_steps:
            known = compared and not math.isnan(value - was)
            percent = saying.percent_of(value, was, False, counts) if known else None
            moved += (math.nan if percent is None else percent,)
        rows.append(
            (
                rank,
                code,
                names[code],
                value,
                low,
                high,
                *(moved if before else ()),
            )
        )
    rows.sort(
        key=lambda row: [math.inf if math.isnan(each) else -each for each in (row[3], row[5])]
    )
    compares = ("before", "change") if about.in_steps else ("before", "change", "percent")
    columns = (
        "rank",
        "country",
        "name",
        "value",
        "low",
        "high",
        *(compares if before else ()),
    )
    return (
        dict(zip(columns, zip(*rows, strict=True) if rows else [()] * len(columns), strict=True)),
        against,
    )


@remembered(256)
def _levels(
    version: str, everywhere: Filters
) -> tuple[dict[str, tuple[float, float, float]], list[float]]:
    """Each country's value, low and high, and what countries are ranked by, the least first; of
    several years of those alone that have a figure in each.
    """
    figures = query.by_country(everywhere)
    whole = query.in_each_year(everywhere)
    every = dict(
        zip(
            figures["country"].tolist(),
            zip(*(figures[name].tolist() for name in ("value", "low", "high")), strict=True),
            strict=True,
        )
    )
    return every, sorted(
        value
        for code, (value, _, _) in every.items()
        if not math.isnan(value) and (whole is None or code in whole)
    )


def _by_country(asked: Filters, about: Indicator) -> None:
    """Every country's figure and rank, beside that of the period before; of a list on which each
    stands once, who is on it.
    """
    if about.kind == "listing" and standing.one_each(asked):
        _listed(asked, about)
        return
    among = places.counted(replace(asked, countries=())).countries
    packed, against = _ranks(store.current().version, asked, among)
    grid.show(packed, key="rows")
    downloads.buttons(
        lambda: ranks(asked, about, among)[0].rename(
            columns={"before": words.FILE_BEFORE(period=against)}
        ),
        asked,
        "rows",
        ("country",),
    )


def _listed(asked: Filters, about: Indicator) -> None:
    found = _members(asked, about)
    alt = words.ALT_LISTINGS(title=about.title)
    grid.plain(found, alt=alt, key="rows", height=HEIGHT)
    downloads.buttons(lambda: found, asked, "rows", ("country",))


def _by_year(asked: Filters, about: Indicator) -> None:
    """The years' figures of what is published for the world only."""
    every = query.by_period(asked.during(None, None)).sort_values(
        "period", ascending=False, ignore_index=True
    )
    bounds = ["low", "high"] if every["masked"].any() else []
    every = every[["period", "value", *bounds]]
    if inexact := saying.printed(asked):
        every["printed"] = [
            inexact[period, ""](amount=languages.amount(value)) if (period, "") in inexact else ""
            for period, value in zip(every["period"], every["value"], strict=True)
        ]
    columns = [
        Column("period", words.YEAR(), "text"),
        Column("value", _value(asked, about)),
        *(_bounds() if bounds else []),
        *([Column("printed", words.AS_PRINTED(), "text")] if inexact else []),
    ]
    grid.show(
        grid.pack(
            {name: every[name].tolist() for name in every},
            columns,
            alt=words.ALT_YEARS(title=about.title),
            height=HEIGHT,
        ),
        key="rows",
    )
    downloads.buttons(lambda: every, asked.during(None, None), "rows", ("period",))


def show(asked: Filters, about: Indicator) -> None:
    """The figures by country and the records behind them, each with its downloads."""
    world_only = query.by_country(Filters(about.id, (), asked.categories)).empty
    rows = reader.current().may(Right.ROWS)
    names = [
        words.BY_YEAR() if world_only else words.BY_COUNTRY(),
        *([] if world_only else [words.COUNTRY_BY_YEAR()]),
        *([words.CATEGORY_BY_YEAR()] if about.parted else []),
        *([words.RECORDS()] if rows else []),
        *([words.WHO_SAID_IT()] if _cited(store.current().version, about.id) else []),
    ]
    by_country, *more = st.tabs(names, key="tables", on_change="rerun")
    by_year, more = (None, more) if world_only else (more[0], more[1:])
    by_category, more = (more[0], more[1:]) if about.parted else (None, more)
    records, who = (more[0], more[1:]) if rows else (None, more)
    for tab in who:
        if tab.open:
            with tab:
                statements.table(asked, "who-said-it", 320)
    if by_year is not None and by_year.open:
        with by_year:
            years.show(asked, about)
    if by_category is not None and by_category.open:
        with by_category:
            categories.show(asked, about)
    with by_country:
        (_by_year if world_only else _by_country)(asked, about)
    if records is None or not records.open:
        return
    with records:
        found, closed = method.passed_on(asked, query.rows(asked, limit=100))
        if closed and catalog.source_of(about).licence.redistribution == "none":
            st.caption(closed)
            return
        shown = found.drop(columns=["indicator", "world", "rank"]).dropna(axis="columns", how="all")
        st.caption(closed or words.RECORDS_BEHIND(query.count_rows(asked), shown=len(found)))
        grid.plain(shown, alt=words.ALT_RECORDS(title=about.title), key="records", height=320)
        downloads.records(asked)
