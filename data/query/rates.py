"""Figures per `per_head` people, as each indicator's description says: counts of a period divided
by the people of the countries that are counted.

A published sum is divided by the people of the years and countries that report it, so the rate of
several years is a yearly one; what is counted by record (events) by the people of all that are
asked for. A country and year whose figure is masked, whole or in part, is in no rate, nor is one
without a known population (United Nations, World Population Prospects 2024).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from data.geography import population
from data.query import plan
from data.query.question import Question


def counts(asked: Question) -> Question:
    """The same question in counts."""
    return replace(asked, per="", about=asked.about.counts or asked.about)


def by_place(table: pd.DataFrame, asked: Question) -> pd.DataFrame:
    """A table by country (its first column) per head; countries without a rate are left out."""
    column = table.columns[0]
    if asked.about.aggregation == "count":
        people = {code: _people((code,), _years(asked)) for code in table[column]}
        values = dict(zip(table[column], table["value"], strict=True))
    else:
        people, values = {}, {}
        for _, code, value, persons in _reported(asked):
            people[code] = people.get(code, 0) + persons
            values[code] = values.get(code, 0) + value
    rates = {
        code: values[code] * asked.about.rate / people[code]
        for code in table[column]
        if people.get(code)
    }
    kept = table[table[column].isin(rates)].reset_index(drop=True)
    rate = kept[column].map(rates).astype("float64")
    return kept.assign(value=rate, low=rate, high=rate)


def by_year(rows: Sequence[tuple[Any, ...]], asked: Question) -> tuple[tuple[Any, ...], ...]:
    """Rows of year, value, low, high, masked per head; years without a rate are left out."""
    if asked.about.aggregation == "count":
        found = {
            str(row[0]): (row[1], _people(asked.countries, (int(str(row[0])[:4]),))) for row in rows
        }
    else:
        found = {}
        for year, _, value, persons in _reported(asked):
            before = found.get(str(year), (0.0, 0))
            found[str(year)] = (before[0] + value, before[1] + persons)
    rates = {year: value * asked.about.rate / n for year, (value, n) in found.items() if n}
    return tuple(
        (row[0], *(rates[str(row[0])],) * 3, row[4]) for row in rows if str(row[0]) in rates
    )


def by_year_and_place(rows: Iterable[tuple[Any, ...]], asked: Question) -> list[tuple[Any, ...]]:
    """Rows of year, country, value, low, high, masked per head; those without a rate left out."""
    found = []
    for year, code, value, _, _, masked in rows:
        if not plan.known(year) or not plan.known(code) or masked or math.isnan(value):
            continue
        if persons := population.by_country(int(year)).get(code):
            found.append((year, code, *(value * asked.about.rate / persons,) * 3, masked))
    return found


def by_category(table: pd.DataFrame, asked: Question) -> pd.DataFrame:
    """A table of counts by category per head of all countries behind the whole."""
    one = total(1.0, asked) if asked.about.aggregation == "count" else None
    if one is None:
        people = sum(persons for *_, persons in _reported(asked))
        one = asked.about.rate / people if people else math.nan
    rate = table["value"] * one
    return table.assign(value=rate, low=rate, high=rate)


def total(value: float | None, asked: Question) -> float | None:
    """What is asked for as a whole per head; None where nobody behind it has a rate."""
    if asked.about.aggregation == "count":
        people = _people(asked.countries, _years(asked))
        return value * asked.about.rate / people if people and value is not None else None
    reported = list(_reported(asked))
    people = sum(persons for *_, persons in reported)
    return sum(each[2] for each in reported) * asked.about.rate / people if people else None


def reporters(asked: Question) -> int:
    """How many countries are behind a rate."""
    return len({code for _, code, *_ in _reported(asked)})


def _years(asked: Question) -> range:
    """The years of the period; all with a known population where none is asked for."""
    first, last = population.years()
    start = max(asked.start.year, first) if asked.start else first
    return range(start, (min(asked.end.year, last) if asked.end else last) + 1)


def _people(codes: Sequence[str], years: Iterable[int]) -> int:
    """Person-years of these countries, without any of the world's."""
    return sum(each.persons for year in years if (each := population.of(codes, year)))


def _reported(asked: Question) -> Iterator[tuple[int, str, float, int]]:
    """Year, country, value and people of each exact figure published for a country and a year."""
    here = plan.places(asked)[0]
    chosen = set(asked.countries)
    for year, code, value, _, _, masked in plan.listed(asked, ("year", here), world=False):
        exact = plan.known(year) and plan.known(code) and not masked and not math.isnan(value)
        if not exact or (chosen and code not in chosen):
            continue
        persons = population.by_country(int(year)).get(code)
        if persons:
            yield int(year), code, value, persons
