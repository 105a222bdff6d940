"""Cards: one number, what it is compared with, and how it went."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

import pandas as pd

from components.elements.cards import Card
from components.figures import words
from data import catalog, query, store
from data.analysis import changes
from data.caching import remembered
from data.catalog import Indicator
from data.geography import countries
from data.query import Change, Filters, period_words

SPARK = 15  # periods in a sparkline


def change_words(change: Change) -> str:
    """`+3,289 (+7.1 %)`, `little change: +2`, `no change`, or empty without a comparison; what it
    is compared with stands beside it.
    """
    if change.difference is None:
        return ""
    if change.difference == 0:
        return "no change"
    percent = "" if change.percent is None else f" ({change.percent:+,.1f} %)"
    text = f"{'-' if change.difference < 0 else '+'}{words.number(abs(change.difference))}"
    return f"{'little change: ' if change.little else ''}{text}{percent}"


def when(asked: Filters, about: Indicator) -> str:
    """The period of a figure in words: for a stock the day it is counted on."""
    return query.when(asked)


def title(asked: Filters, about: Indicator) -> str:
    """What a figure is: the indicator, and its categories where some were chosen or they never add
    up.
    """
    chosen = query.settle(asked).in_force if about.one_category else asked.categories
    named = (
        [about.categories.get(each, each) for each in chosen]
        if len(chosen) < 3
        else [f"{len(chosen)} of {len(about.categories)} kinds"]
    )
    return f"{about.title}: {', '.join(named)}" if named else about.title


def label(asked: Filters, about: Indicator) -> str:
    """What stands over a card's number: what it counts, in what unit where its name does not say
    so, for whom and when; days do not break.
    """
    where = (
        ""
        if not asked.countries
        else (
            countries.name(asked.countries[0])
            if len(asked.countries) == 1
            else f"{len(asked.countries)} countries"
        )
    )
    return ", ".join(
        part for part in (title(asked, about), unit(about), where, when(asked, about)) if part
    ).replace("-", "\u2011")


def unit(about: Indicator) -> str:
    """The unit, where the indicator's name does not say what is counted."""
    return "" if about.kind == "event" else _unsaid(about.unit, about.title)


@lru_cache(maxsize=1024)
def _unsaid(unit: str, title: str) -> str:
    said, words_of_unit = (
        {word.rstrip("s") for word in re.findall(r"[a-z]{3,}", text.lower())}
        for text in (title, unit)
    )
    return "" if said & words_of_unit else unit


def in_brackets(about: Indicator) -> str:
    """The unit behind a title that does not say it."""
    return f" ({unit(about)})" if unit(about) else ""


def nothing(asked: Filters, about: Indicator) -> str:
    """Why a card has no number."""
    if about.kind == "score" and len(asked.countries) != 1:
        return "choose one country"
    if asked.countries and query.by_country(replace(asked, countries=()).during(None, None)).empty:
        return "world figure only"
    return "no data published"


def _spark(asked: Filters, about: Indicator) -> list[float] | None:
    last = str(asked.end.year if asked.end else about.complete_to or "")
    by_year = {
        row[0]: row[1]
        for row in query.history(asked.during(None, None))
        if not last or row[0] <= last
    }
    values = (
        _filled(by_year, asked, about)
        if about.kind == "event"
        else [value for value in by_year.values() if value == value]
    )[-SPARK:]
    return values if len(values) > 2 else None


def _filled(by_year: Mapping[str, float], asked: Filters, about: Indicator) -> list[float]:
    """The years of events with zero where none is recorded, to the last one asked for."""
    first, last = query.extent(about.id)
    end = asked.end.year if asked.end else about.complete_to or (last.year if last else 0)
    return (
        [by_year.get(str(year), 0.0) for year in range(first.year, min(end, last.year) + 1)]
        if first and last
        else []
    )


def figure(asked: Filters, key: str, opens: str = "", note: str = "") -> tuple[Card, Filters]:
    """The card of one question: value, change against a named period, how it went, and the address
    it opens.
    """
    return replace(_figure(store.current().version, asked), key=key, note=note, opens=opens), asked


@remembered(4096)
def _figure(version: str, asked: Filters) -> Card:
    """A card worked out once for a version of the figures, whoever looks."""
    about = query.indicator(asked)
    change, source = query.compare(asked), catalog.source_of(about)
    number = words.number(change.now.value, change.now.low, change.now.high)
    against = f"against {change.against}" if change.difference is not None else ""
    values, other = _spark(asked, about) or [], query.disagreements(asked)
    return Card(
        key="",
        label=label(asked, about),
        value=number,
        delta=change_words(change) or (nothing(asked, about) if number == "–" else ""),
        way=_way(change.difference),
        beside=" · ".join(part for part in (against, *_beside(asked, change, other)) if part),
        help=(
            f"{about.definition} Unit: {about.unit}. Source: {source.publisher}, {source.edition},"
            f" as of {source.as_of}. {_who(other)}".strip()
        ),
        spark=tuple(values),
        went=f"{about.title}: the last {len(values)} years with a figure" if values else "",
    )


def _way(difference: float | None) -> str:
    return "" if not difference else "up" if difference > 0 else "down"


def _beside(asked: Filters, change: Change, other: pd.DataFrame) -> list[str]:
    """What a reader must know beside the change: that more countries report, and which other values
    are stated.
    """
    found = []
    reporting = (
        changes.reporting(asked) if not asked.countries and (change.difference or 0) > 0 else None
    )
    if reporting and reporting[0] > reporting[1] * changes.REPORTING:
        found.append("more reporting")
    values = (
        dict.fromkeys(words.number(value) for value in other["value"] if value != change.now.value)
        if len(other)
        else ()
    )
    if values:
        found.append(f"also stated: {', '.join(values)}")
    return found


def _who(other: pd.DataFrame) -> str:
    """Who said each of several values, where they disagree."""
    return (
        "Sources disagree: "
        + "; ".join(f"{words.number(row.value)} by {row.cited}" for row in other.itertuples())
        if len(other)
        else ""
    )


def reach(asked: Filters) -> tuple[Card, Filters]:
    """How many countries have a figure, beside the period before: a rise may be more reporting."""
    about = query.indicator(asked)
    everywhere = replace(asked, countries=())
    now = len(query.by_country(everywhere))
    earlier = everywhere.before() if about.aggregation in ("sum", "count") else None
    before = len(query.by_country(earlier)) if earlier else 0
    same = query.same_countries(everywhere)
    alike = (
        f"the same {same[0]}: {100 * (same[1] / same[2] - 1):+.1f} %" if same and same[2] else ""
    )
    moved = now - before if before else 0
    against = f"against {period_words(earlier.start, earlier.end)}" if moved and earlier else ""
    return (
        Card(
            key="reach",
            label="Countries with a figure",
            value=f"{now}",
            delta=f"{moved:+d}" if moved else "",
            way=_way(moved),
            beside="; ".join(part for part in (against, alike) if part),
            help=(
                "More countries reporting makes a total rise without anything else having changed:"
                " so the change among only the countries with a figure in both periods stands here"
                " too."
            ),
        ),
        everywhere,
    )


def largest(asked: Filters) -> tuple[Card, Filters | None]:
    """The country with the largest figure; of a list the newest entry."""
    about = query.indicator(asked)
    table = query.by_country(replace(asked, countries=()))
    if about.kind == "listing" and len(table) and table["value"].max() <= 1:
        held = query.rows(replace(asked, countries=(), start=None)).dropna(
            subset=["country", "start"]
        )
        first = held.iloc[0]
        since = (
            f"since {first['start']:%Y-%m-%d}"
            if first["precision"] == "day"
            else f"since {first['start']:%Y}"
        )
        return Card(
            key="largest", label="Newest entry", value=countries.name(first["country"]), delta=since
        ), replace(asked, countries=(first["country"],))
    if not table["value"].notna().any():
        return Card(key="largest", label="Largest", value="–"), None
    top = table.loc[table["value"].idxmax()]
    alike = int((table["value"] == top["value"]).sum())
    if alike > 1:
        return Card(
            key="largest",
            label="Largest",
            value=f"{alike} countries",
            delta=f"{words.number(top['value'])} {about.unit} each",
        ), replace(asked, countries=())
    share = query.total(replace(asked, countries=())).value
    part = (
        f"{100 * top['value'] / share:.0f} % of all"
        if share and about.additive and about.kind != "score"
        else ""
    )
    return Card(
        key="largest",
        label="Largest",
        value=countries.name(top["country"]),
        delta=f"{words.number(top['value'])} {about.unit}",
        beside=part,
    ), replace(asked, countries=(top["country"],))


def open_ends(asked: Filters, among: tuple[str, ...] = ()) -> tuple[Card, Filters]:
    """What the number leaves open: masked cells, records without a country or a date; of all
    countries or those it counts `among`.
    """
    about = query.indicator(asked)
    everywhere = replace(asked, countries=among)
    now = query.total(everywhere)
    if now.masked and about.kind == "listing":
        said = {
            "label": "Perhaps on the list too",
            "value": f"{now.masked}",
            "delta": "dates not certain",
            "help": (
                "The day of entry or exit is known only to lie between two dates: counted as a"
                " possibility, never as a number."
            ),
        }
    elif now.masked:
        said = {
            "label": "Published only as “<5”",
            "value": f"{now.masked}",
            "delta": f"at most {words.number(now.high)}",
            "help": (
                "Cells below five are masked by the publisher: between 1 and 4, never added as a"
                " number."
            ),
        }
    else:
        undated = f"{words.number(now.undated)} more without a date" if now.undated else ""
        said = {
            "label": "Without a country",
            "value": words.number(now.unlocated),
            "delta": undated,
            "help": "In the total, but not on the map.",
        }
    return Card(key="open", **said), everywhere


def data(asked: Filters) -> tuple[Card, Filters]:
    """How fresh the figures are."""
    source = catalog.source_of(query.indicator(asked))
    late = source.overdue(date.today())
    return (
        Card(
            key="data",
            label="Data as of",
            value=source.as_of.isoformat(),
            delta=(
                f"overdue since {source.next_update}"
                if late
                else f"next update {source.next_update or 'not announced'}"
            ),
            late=late,
            help=f"{source.publisher}: {source.title}, {source.edition}.",
        ),
        asked,
    )
