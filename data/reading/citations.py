"""Tables collected from several publishers: who said it, and which of several statements of one
fact is counted.

What they say of themselves is free text, in which a person may be named. So only texts somebody has
read are kept, those of `sources/texts.csv`; any other is left out and the report says in which
rows.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pandas as pd

from data.reading.published import LINE, Published
from languages.english import reading as words

CITED = ("source_title", "source_publisher", "source_url", "grade", "note")
GRADES = {grade: grade for grade in ("A", "B", "C")}
STATED = {"exact": "", **{name: said.text for name, said in words.STATED.sentences.items()}}
STATED |= {"over": STATED["more_than"], "under": STATED["fewer_than"]}
TEXTS = Path(__file__).parents[1] / "sources" / "texts.csv"


@cache
def texts(source: str) -> dict[str, str]:
    """The texts of a source that somebody has read, each with what is kept of it: nearly always
    itself, `-` for nothing.
    """
    with TEXTS.open(encoding="utf-8", newline="") as file:
        return {
            row["text"]: "" if row["kept"] == "-" else row["kept"] or row["text"]
            for row in csv.DictReader(file)
            if row["source"] == source
        }


def vetted(published: Published, cells: pd.Series, lines: pd.Series) -> pd.Series:
    """What is kept of a column's texts (parts set apart by ` | `); those nobody has read are left
    out and reported by row.
    """
    known = texts(published.source.name)
    parts = cells.str.split("|").map(lambda each: [part.strip() for part in each if part.strip()])
    unread = parts.map(lambda each: any(part not in known for part in each))
    if unread.any():
        rows = [str(line) for line in lines[unread]]
        shown = ", ".join(rows[:5])
        if len(rows) > 5:
            published.remark(words.UNREAD_TEXTS, n=len(rows) - 5, column=cells.name, rows=shown)
        else:
            published.remark(words.UNREAD_TEXT, column=cells.name, rows=shown)
    return parts.map(
        lambda each: " | ".join(known[part] for part in each if known.get(part))
    ).astype("str")


def cited(published: Published, raw: pd.DataFrame) -> pd.Series:
    """Who said it: `publisher, "title", address (grade). Note.` in one text per row."""

    def line(row: tuple[str, ...]) -> str:
        title, publisher, address, note, grade = row
        said = ", ".join(
            part for part in (publisher, f"“{title}”" if title else "", address) if part
        )
        return f"{said or words.UNDESCRIBED.text} (grade {grade})." + (
            f" {note[0].upper()}{note[1:]}." if note else ""
        )

    addresses = raw["source_url"].where(raw["source_url"].str.contains("http"), "")
    kept = [
        vetted(published, cells, raw[LINE])
        for cells in (raw["source_title"], raw["source_publisher"], addresses, raw["note"])
    ]
    kept.append(published.one_of(raw["grade"].str.strip(), GRADES, raw[LINE]))
    return pd.Series([line(row) for row in zip(*kept, strict=True)], index=raw.index, dtype="str")


def stated(published: Published, raw: pd.DataFrame) -> pd.Series:
    """How exactly the figure was printed: empty, about, more than, ..."""
    return published.one_of(raw["qualifier"], STATED, raw[LINE])


def ranked(records: pd.DataFrame, fact: list[str], doubtful: pd.Series) -> pd.Series:
    """1 for the statement of each fact that is counted: undoubted, printed exactly, best grade,
    first in the table.

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
