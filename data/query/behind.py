"""The records behind a figure."""

from __future__ import annotations

from dataclasses import fields, replace

import pandas as pd

from data import catalog, store
from data.caching import remembered
from data.query import plan
from data.query.filters import Filters
from data.query.question import Question, settle
from data.records import COLUMNS, INEXACT, QuerySpec, record_query
from security import reader


def rows(
    asked: Filters, limit: int | None = None, offset: int = 0, statements: bool = False
) -> pd.DataFrame:
    """The records behind a figure, newest first: the columns of `data.records.COLUMNS`.

    `statements` adds what other publishers say of the same facts (rank 2 and more).
    """
    asked = settle(asked)
    question = _of_rows(asked, statements)
    names = tuple(COLUMNS)
    found = asked.opened.ask(
        lambda each, table: record_query.rows(each, table, names, limit, offset), question
    )
    found = found.iloc[:0] if plan.uncovered(asked) else found
    return found.assign(indicator=question.indicator).reindex(columns=names)


def _of_rows(asked: Question, statements: bool = False) -> QuerySpec:
    """The rows behind a figure; of a stock those that hold on its day."""
    days = (plan.stock_date(asked),) if asked.about.aggregation == "stock" else ()
    return replace(plan.specified(asked, world=False), days=days, world=None, statements=statements)


def count_rows(asked: Filters) -> int:
    """How many rows `rows` gives without a limit."""
    return _counted(settle(asked))


@remembered(1024, words=False)
def _counted(asked: Question) -> int:
    found = asked.opened.ask(record_query.count, _of_rows(asked))
    return 0 if plan.uncovered(asked) else int(found["n"].sum())


@remembered(1024, words=False)
def _records(asked: Question) -> int:
    found = asked.opened.ask(record_query.records, _of_rows(asked))
    return 0 if plan.uncovered(asked) else int(found["n"].sum())


def withheld(asked: Filters) -> int:
    """How many records the question would count besides, were the page not shown as a lower mark.
    What is above the reader's own marks is never among them: that there is any is said to nobody.
    """
    said = reader.current()
    if said.shown is None:
        return 0
    plain = Filters(*(getattr(asked, each.name) for each in fields(Filters)))
    shown = _records(settle(plain)) if plain.indicator in catalog.indicators() else 0
    with reader.using(replace(said, shown=None)):
        return _records(settle(plain)) - shown


def withheld_everywhere() -> int:
    """As `withheld`, of all indicators."""
    said = reader.current()
    if said.shown is None:
        return 0
    with reader.using(replace(said, shown=None)):
        opened = store.current()
        names = [each for each in catalog.indicators() if opened.mark(each) > said.shown]
    return sum(withheld(Filters(each)) for each in names)


def inexact(asked: Filters) -> pd.DataFrame:
    """The counted figures printed as about, more than or fewer than: columns country, category,
    start, value, stated. What is said stays with the number, and no difference is made of it.
    """
    return _inexact(settle(asked))


@remembered(256)
def _inexact(asked: Question) -> pd.DataFrame:
    columns = ["country", "category", "start", "value", "stated"]
    if not asked.about.inexact:
        return pd.DataFrame(columns=columns)
    found = rows(asked)
    return found.loc[found["stated"].isin(INEXACT), columns].reset_index(drop=True)
