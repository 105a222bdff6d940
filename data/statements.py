"""Tables collected from several publishers: who said it, and which of several statements of one fact is counted."""

from __future__ import annotations

import pandas as pd

from data.published import LINE, Published

CITED = ("source_title", "source_publisher", "source_url", "grade", "note")
STATED = {
    "exact": "", "about": "about", "more_than": "more than", "fewer_than": "fewer than", "at_least": "at least", "rounded": "rounded",
    "first_notice": "first notice", "mean_per_year": "mean per year", "derived": "derived",
}  # fmt: skip


def cited(raw: pd.DataFrame) -> pd.Series:
    """Who said it: `publisher, "title", address (grade). Note.` in one text per row."""
    def line(row: tuple[str, ...]) -> str:
        title, publisher, address, grade, note = (part.strip() for part in row)
        words = ", ".join(part for part in (publisher, f"“{title}”" if title else "", address if address.startswith("http") else "") if part)
        return f"{words} (grade {grade})." + (f" {note[0].upper()}{note[1:]}." if note else "")

    return pd.Series([line(row) for row in raw[list(CITED)].itertuples(index=False, name=None)], index=raw.index, dtype="str")


def stated(published: Published, raw: pd.DataFrame) -> pd.Series:
    """How exactly the figure was printed: empty, about, more than, ..."""
    return published.one_of(raw["qualifier"], STATED, raw[LINE])


def ranked(records: pd.DataFrame, fact: list[str], doubtful: pd.Series) -> pd.Series:
    """1 for the statement of each fact that is counted: undoubted, printed exactly, best grade, first in the table.

    All others stay beside it as 2, 3, ...; nothing is averaged.
    """
    order = pd.DataFrame(
        {
            **{name: records[name].astype("str").fillna("") for name in fact},
            "doubtful": doubtful.to_numpy(),
            "inexact": records["stated"].fillna("").ne("").to_numpy(),
            "grade": records["cited"].str.extract(r"\(grade (\w)\)")[0].fillna("Z").to_numpy(),
            "row": records["row"],
        }
    )
    order = order.sort_values([*fact, "doubtful", "inexact", "grade", "row"])
    return (order.groupby(fact, sort=False).cumcount() + 1).reindex(records.index)
