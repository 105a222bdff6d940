"""Whether the parts of a whole sum to more than the whole that its publisher gives beside them.

Publishers collect a total and its breakdowns by separate questions: both are shown as published,
and wherever a part stands this is said with it.
"""

from __future__ import annotations

from data import query
from data.query import Filters
from languages import amount
from languages.english import analysis as words


def exceeded(asked: Filters) -> str:
    """What is said beside a figure that is more than the whole it is part of; empty where it is
    not, where it is part of none, or where the whole is not published for it.
    """
    asked = query.in_counts(asked)
    about = asked.about
    if not about.part_of or asked.partner or asked.role not in ("", about.country_role):
        return ""
    parts = query.total(asked)
    whole = query.total(Filters(about.part_of, asked.countries).during(asked.start, asked.end))
    limit = whole.high if whole.masked else whole.value
    if limit is None or parts.value is None or parts.value <= limit:
        return ""
    template = words.PART_EXCEEDS if asked.categories else words.PARTS_EXCEED
    return template(whole=amount(whole.value, whole.low, whole.high))
