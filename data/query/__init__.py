"""The questions: every figure on a page, in an export or on the command line is an answer of it."""

from data.query.behind import count_rows, inexact, rows
from data.query.document import answer, warm
from data.query.filters import Filters, first_day, last_day, period_words
from data.query.groups import (
    by_category,
    by_country,
    by_partner,
    by_period,
    by_period_and_category,
    by_period_and_country,
    entries_and_exits,
    flows,
    history,
)
from data.query.question import Question, UnknownError, indicator, settle
from data.query.totals import (
    Change,
    Total,
    compare,
    disagreements,
    extent,
    little,
    period_before,
    same_countries,
    stock_date,
    total,
    usual_period,
    when,
)

__all__ = [
    "Change",
    "Filters",
    "Question",
    "Total",
    "UnknownError",
    "answer",
    "by_category",
    "by_country",
    "by_partner",
    "by_period",
    "by_period_and_category",
    "by_period_and_country",
    "compare",
    "count_rows",
    "disagreements",
    "entries_and_exits",
    "extent",
    "filters",
    "first_day",
    "flows",
    "history",
    "indicator",
    "inexact",
    "last_day",
    "little",
    "period_before",
    "period_words",
    "rows",
    "same_countries",
    "settle",
    "stock_date",
    "total",
    "usual_period",
    "warm",
    "when",
]
