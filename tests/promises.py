"""What holds of every answer, whatever is asked, and questions of every kind to hold it for."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import strategies as some

from data import catalog, query
from data.query import Filters

ALL_CODES = ("IDN", "USA", "RUS", "NAM", "CHN", "IND", "SLV", "GBR", "UKR", "SGP", "XKX", "TUV")


@some.composite
def questions(draw, indicators):
    """Any of these indicators with any of its filters."""
    about = catalog.indicators()[draw(some.sampled_from(indicators))]
    first, last = catalog.source_of(about).first.year, catalog.source_of(about).last.year
    years = sorted(draw(some.lists(some.integers(first - 1, last + 1), min_size=2, max_size=2)))
    return Filters(
        about.id,
        tuple(draw(some.lists(some.sampled_from(ALL_CODES), max_size=3, unique=True))),
        (
            tuple(
                draw(
                    some.lists(some.sampled_from(tuple(about.categories)), max_size=3, unique=True)
                )
            )
            if about.categories
            else ()
        ),
        draw(some.none() | some.sampled_from(ALL_CODES)) if about.partner_role else None,
        draw(some.none() | some.just(date(years[0], 1, 1))),
        draw(some.none() | some.just(date(years[1], 12, 31))),
        draw(some.sampled_from(("", *about.roles))),
    )


def amount(total):
    """A total as a number."""
    return total or 0.0


def plain(table):
    """Its rows, with None where nothing is known."""
    return table.astype(object).where(table.notna(), None).to_numpy().tolist()


def spread(rows, column, by="record"):
    """True where a record stands under several values of a column."""
    return bool(len(rows)) and bool((rows.groupby(by)[column].nunique(dropna=False) > 1).any())


def low_value_and_high_are_in_order(question):
    """Low, value and high of every table of a question are in order."""
    total = query.total(question)
    for table in (
        pd.DataFrame(
            [{"value": total.value, "low": total.low, "high": total.high, "masked": total.masked}],
            dtype="float64",
        ),
        query.by_country(question),
        query.by_partner(question),
        query.by_period(question),
        query.by_category(question),
        query.flows(question),
        query.by_period_and_category(question),
        query.by_period_and_country(question),
    ):
        known = table[table["value"].notna()]
        assert (known["low"] <= known["value"]).all() and (known["value"] <= known["high"]).all()
        assert (table["low"].fillna(0) <= table["high"].fillna(0)).all() and (
            table["masked"] >= 0
        ).all()
        unknown = table[table["value"].isna() & table["high"].notna()]
        assert (unknown["masked"] > 0).all(), "only a masked figure has bounds without a value"


def countries_are_the_whole(question):
    """The countries, and what has none, are the whole."""
    question = replace(question, countries=())
    about, total = query.indicator(question), query.total(question)
    if about.world or (total.value is None and not total.masked):
        return
    table = query.by_country(question)
    parts = table["value"].sum() + total.unlocated
    here = "partner" if question.role == about.partner_role and question.role else "country"
    if not spread(query.rows(question), here):
        assert parts == pytest.approx(amount(total.value))
        assert table["masked"].sum() <= total.masked
    assert amount(total.value) <= parts + 1e-6
    assert (table["value"].dropna() <= amount(total.value)).all()
    for row in table.head(3).itertuples():
        one = query.total(replace(question, countries=(row.country,)))
        assert (one.low, one.high, one.masked) == (row.low, row.high, row.masked) and (
            one.value == row.value or (pd.isna(row.value) and one.value is None)
        )


def periods_are_the_whole(question):
    """The periods, and what is undated, are the whole."""
    about, total = query.indicator(question), query.total(question)
    if not about.additive or (about.one_category and len(query.settle(question).in_force) != 1):
        return
    undated = query.rows(question)
    undated = undated[undated["start"].isna()].drop_duplicates("record")["value"].sum()
    for grain in ("year", "month"):
        table = query.by_period(question, grain)
        parts = table["value"].sum() + undated
        if spread(query.rows(question), "start"):
            assert parts >= amount(total.value)
        else:
            assert parts == pytest.approx(amount(total.value)), grain
        assert table["period"].is_unique and table["period"].is_monotonic_increasing
    years = query.by_period(question)
    for row in years.head(2).itertuples():
        one = query.total(
            question.during(
                max(filter(None, (question.start, date(int(row.period), 1, 1)))),
                min(filter(None, (question.end, date(int(row.period), 12, 31)))),
            )
        )
        assert (
            amount(one.value) == amount(row.value if pd.notna(row.value) else None)
            and one.high == row.high
        )


def categories_are_the_whole(question):
    """The categories, and what has none, are the whole."""
    about, total = query.indicator(question), query.total(question)
    if not about.categories or about.one_category or not about.additive:
        return
    rows = query.rows(question)
    table = query.by_category(question)
    without = rows[rows["category"].isna()].drop_duplicates("record")["value"].sum()
    parts = table["value"].sum() + without
    if about.overlap or spread(rows, "category"):
        assert parts >= amount(total.value)
    else:
        assert parts == pytest.approx(amount(total.value))
    assert set(table["category"]) <= set(question.categories or about.categories)
    by_year = query.by_period_and_category(question)
    years = query.by_period(question)
    if not about.overlap and not spread(rows, "category") and about.aggregation != "stock":
        assert by_year["value"].sum() == pytest.approx(years["value"].sum())


def rows_are_those_asked_for(question):
    """The rows behind a figure are those that were asked for."""
    rows = query.rows(question)
    assert len(rows) == query.count_rows(question)
    about = query.indicator(question)
    settled = query.settle(question).explicit()
    here, there = (
        ("partner", "country")
        if question.role and question.role == about.partner_role
        else ("country", "partner")
    )
    assert not settled.categories or set(rows["category"]) <= set(settled.categories)
    assert not question.countries or set(rows[here]) <= set(question.countries)
    assert not question.partner or set(rows[there]) <= {question.partner}
    assert set(rows["rank"]) <= {1} and set(rows["indicator"]) <= {about.id}
    pages = [query.rows(question, 40, at) for at in range(0, min(len(rows), 120), 40)]
    if pages:
        assert [row for page in pages for row in plain(page)] == plain(rows.head(120))
    if about.aggregation in ("count", "stock") and not rows.empty:
        assert query.total(question).high >= rows.drop_duplicates("record")["high"].sum() - 1e-9


def answer_repeats_the_figures(question):
    """An answer in a document repeats the question's own figures."""
    total = query.total(question)
    for by, ask in (
        ("country", query.by_country),
        ("period", query.by_period),
        ("category", query.by_category),
        ("partner", query.by_partner),
    ):
        answer = query.answer(question, by)
        assert (
            answer["value"] == total.value
            and answer["unlocated"] == total.unlocated
            and answer["undated"] == total.undated
        )
        assert [row[by] for row in answer["rows"]] == ask(question)[by].tolist()
        assert [row["value"] for row in answer["rows"]] == [
            None if pd.isna(each) else each for each in ask(question)["value"]
        ]


EVERYWHERE = (low_value_and_high_are_in_order, rows_are_those_asked_for, answer_repeats_the_figures)
SUMS = (countries_are_the_whole, periods_are_the_whole, categories_are_the_whole)
