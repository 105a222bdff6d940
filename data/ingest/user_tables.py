"""A reader's own table: country, date, category and value from a CSV, Excel or Parquet file, kept
as the indicator `own.<name>`.

Only the columns the reader maps are kept. All own tables of a store are one source, `own`; its
pointer file carries their descriptions, so that the catalogue knows them like any other.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

import languages
import settings
from data import catalog, manifests, store
from data.catalog import Source
from data.geography import countries
from data.ingest import importing
from data.reading import cells, user_file
from data.reading.published import LINE
from data.reading.user_file import CATEGORIES, PERSONAL, Columns, Table, clean
from data.records import COLUMNS, InputError, check, complete
from languages import Plural
from languages.english import ingest as words
from languages.english import reading as file_words
from security import audit, reader
from security.reader import ForbiddenError, Reader
from security.roles import Right
from security.tlp import USUAL, Tlp

KINDS = words.KINDS
WHOLES = ("leave-out", "only")  # what to do with rows that are the whole of other rows
SAMPLES = 3  # readings that are shown before a table is kept
_AGGREGATES = (
    "region",
    "aggregate",
    "organisation",
)  # of countries: an observation for them would count its members twice


@dataclass(frozen=True, slots=True)
class About:
    """What the reader says of a table: `kind` is one of KINDS, `tlp` who may see it; `persons`
    is true where it counts persons.
    """

    title: str
    unit: str
    kind: str
    tlp: Tlp = USUAL
    persons: bool = False

    @property
    def name(self) -> str:
        """The part of the indicator's id after `own.`: another one for each reader, so that nobody
        learns by a name which tables there are.
        """
        return _id(clean(self.title), "table") + _mark(reader.current())


def _mark(who: Reader) -> str:
    """What tells a reader's names from those of others; nothing at the machine itself."""
    if who.may(Right.OPERATE) or not who.subject:
        return ""
    return f"_{hashlib.sha256(who.subject.encode()).hexdigest()[:10]}"


def _id(label: str, alone: str) -> str:
    """A label as an id that tells it from any other: what ASCII cannot say is told by a digest."""
    folded = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", label).casefold()
        if not unicodedata.combining(letter)
    )
    plain = re.sub(r"[^a-z0-9]+", "_", folded).strip("_")
    lost = any(letter.isalnum() and not letter.isascii() for letter in folded)
    if not lost and plain and len(plain) <= 40:
        return plain
    digest = hashlib.sha256(unicodedata.normalize("NFC", label).casefold().encode()).hexdigest()
    return f"{plain[:30].strip('_') or alone}_{digest[:8]}"


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A table as it would be kept: its records, its description, the import report, the spellings
    left undecided.
    """

    name: str
    records: pd.DataFrame
    description: Mapping[str, Any]
    report: Mapping[str, Any]

    @property
    def undecided(self) -> Mapping[str, int]:
        """Country spellings nobody has decided on, with their rows."""
        unmatched: Mapping[str, int] = self.report["unmatched"]
        return unmatched

    @property
    def wholes(self) -> Mapping[str, int]:
        """Rows that are the whole of other rows, undecided: what they are called, and how many."""
        wholes: Mapping[str, int] = self.report["wholes"]
        return wholes


# ---- reading


def read(
    table: Table, columns: Columns, about: About, leave_out: bool = False, wholes: str = ""
) -> Reading:
    """The table as it would be kept. Rows whose country nobody recognises are left out, and `keep`
    refuses them unless `leave_out`; rows that are the whole of others it refuses unless `wholes`
    is one of WHOLES.
    """
    _possible(table, columns, about)
    report = _fresh(table)
    raw = table.cells
    named = user_file.beside(table, columns.country)
    _same_country(table, columns, named, report)
    places = _places(raw[columns.country], report)
    found = countries.match(places, "own")
    plain = places.str.strip()
    blank = plain.str.casefold().isin(cells.BLANK) & plain.ne("NA")  # what is left is Namibia
    why = found["why"].mask(blank, "")
    found["iso3"] = found["iso3"].mask(blank, None)
    label = _each(raw[columns.country], clean)
    if about.kind != "event":  # a row without a country may be the whole of the others
        said = countries.match(raw[named], "own") if named else found.assign(why="")
        why = why.mask(blank, said["why"].where(said["why"].isin(_AGGREGATES), countries.UNMATCHED))
        beside = _each(raw[named], clean) if named else label
        label = label.mask(blank, beside.where(beside.ne(""), "(blank)"))
    unknown = why.eq(countries.UNMATCHED)
    for cell, line in zip(label[unknown], raw.loc[unknown, LINE], strict=True):
        report.unmatched[cell] += 1
        report.first_seen.setdefault(cell, int(line))
    together = why.isin(_AGGREGATES) & (about.kind != "event")
    report.not_countries.update(
        f"{cell or '(blank)'} ({reason or 'blank'})"
        for cell, reason in zip(
            label[found["iso3"].isna() & ~unknown],
            why[found["iso3"].isna() & ~unknown],
            strict=True,
        )
    )
    report.drop(
        words.LEFT_OUT.text if leave_out else words.NOT_RECOGNISED.text,
        unknown.sum(),
    )
    report.drop(words.TOGETHER.text, together.sum())
    kept = raw[~unknown & ~together]

    days = _days(table, raw, kept, columns)
    undated = kept[columns.date].str.strip().str.casefold().isin(cells.BLANK)
    report.drop(words.NO_DATE.text, undated.sum())
    kept = kept[~undated]
    numbers = _values(table, kept, columns, about, report)
    if columns.value:
        blank = numbers["low"].isna()
        report.drop(words.NO_VALUE.text, blank.sum())
        kept, numbers = kept[~blank], numbers[~blank]
    if kept.empty:
        raise table.fault(
            words.NOTHING_RECOGNISED(countries=", ".join(list(report.unmatched)[:5]))
            if report.unmatched
            else words.NOTHING_LEFT()
        )
    undecided: dict[str, int] = {}
    if about.kind != "event":
        _one_unit(table, kept, columns, named)
        wholly = _wholly(kept, columns, named, found["iso3"], days)
        _one_spelling(table, kept, columns, found["iso3"], days)
        if wholes and wholly:
            out = _left_out(wholly, wholes)
            report.drop(
                words.WHOLES_OUT.text if wholes == "leave-out" else words.PARTS_OUT.text, out.sum()
            )
            kept, numbers = kept[~out], numbers[~out]
            if kept.empty:
                raise table.fault(words.NOTHING_LEFT())
        else:
            undecided = {said: int(rows.sum()) for said, rows in wholly.items()}

    names, categories = _categories(table, kept, columns)
    records = pd.DataFrame(
        {
            "indicator": about.name,
            "record": range(len(kept)),
            "country": found.loc[kept.index, "iso3"].to_numpy(),
            "category": categories.to_numpy(),
            "start": (
                pd.to_datetime([days[cell][0] for cell in kept[columns.date]]).astype(
                    "datetime64[s]"
                )
            ),
            "precision": [days[cell][1] for cell in kept[columns.date]],
            **{bound: numbers[bound].to_numpy() for bound in ("value", "low", "high")},
            "row": kept[LINE].to_numpy(),
            "tlp": about.tlp.word,
        }
    )
    _repeated(table, records, about, report)
    description = _description(table, records, names, about, columns)
    records = check(complete(records), _with({about.name: description}), table.file)
    report.kept = len(records)
    report.precision.update(records["precision"])
    report.ignored = [clean(name) for name in table.columns if name not in columns.used]
    as_read = _as_read(table, kept, columns, records, description)
    return Reading(
        about.name,
        records,
        MappingProxyType(description),
        MappingProxyType({**report.plain(), "wholes": undecided, "as_read": as_read}),
    )


def _same_country(table: Table, columns: Columns, named: str, report: Any) -> None:
    """Raises InputError where codes of countries are those of another system."""
    if user_file.other_system(columns.country):
        filled = table.cells[columns.country].str.strip()
        at = filled[filled.ne("")].index
        if len(at) and user_file.is_code(filled[at[0]]):
            raise table.fault(
                file_words.OTHER_SYSTEM(
                    column=clean(columns.country), value=repr(filled[at[0]][:40])
                ),
                int(table.cells[LINE][at[0]]),
            )
    if not named:
        return
    codes = user_file.mostly_codes(table.cells[columns.country])
    one, other = (columns.country, named) if codes else (named, columns.country)
    found = user_file.disagree(table, one, other)
    if found and codes:
        line, code, name = found
        raise table.fault(
            file_words.OTHER_CODES(
                column=clean(one),
                code=repr(code),
                country=countries.name(user_file.located(code)),
                other=clean(other),
                name=repr(clean(name)),
            ),
            line,
        )
    if found:
        _remark(report, file_words.OTHER_COLUMN_CODES, column=clean(one))


def _remark(report: Any, said: Any, **values: Any) -> None:
    """Notes something in the report; it is kept in English."""
    with languages.spoken(languages.ENGLISH):
        report.remarks.append(said(**values))


def _places(column: pd.Series, report: Any) -> pd.Series:
    """The cells of the column of countries, a missing mark such as NA blank where the others are
    not codes of two letters.
    """
    plain = column.str.strip()
    known = plain[plain.ne("") & plain.ne("NA") & plain.ne("N/A")]
    two = known.str.fullmatch(r"[A-Z]{2}").sum()
    marks = plain.eq("NA") & (2 * two <= len(known))
    if marks.any():
        _remark(report, file_words.NOT_THE_COUNTRY, marks="NA")
    return column.mask(marks, "")


def _days(
    table: Table, raw: pd.DataFrame, kept: pd.DataFrame, columns: Columns
) -> dict[str, tuple[date, str]]:
    """The day each cell means and how exact it is; InputError names the first that is none."""
    filled = raw[columns.date].str.strip()
    spans = cells.spans(list(filled[~filled.str.casefold().isin(cells.BLANK)].unique()))
    days: dict[str, tuple[date, str]] = {}
    for cell, line in zip(kept[columns.date], kept[LINE], strict=True):
        text = cell.strip()
        if cell in days or text.casefold() in cells.BLANK:
            continue
        said = {"column": columns.date, "value": repr(cell[:40])}
        if text in spans:
            raise table.fault(file_words.SPAN(**said), int(line))
        day = cells.dated(text, columns.day_first)
        if day is None and cells.too_early(text):
            raise table.fault(
                file_words.OUTSIDE_YEARS(**said, first=str(cells.EARLIEST), last=str(cells.LATEST)),
                int(line),
            )
        if day is None:
            other = columns.day_first and cells.dated(text, False)
            raise table.fault(
                (file_words.NO_DATE_DAY_FIRST if other else file_words.NO_DATE)(**said), int(line)
            )
        days[cell] = day
    return days


def _dimensions(kept: pd.DataFrame, columns: Columns, named: str) -> list[str]:
    """The columns nobody mapped that part the rows: few words, some of them several times."""
    found = []
    for name in kept.columns:
        if name in (*columns.used, named, LINE) or user_file.says_country(kept[name]):
            continue
        labels = [label for label in kept[name].str.strip().unique() if label]
        if 1 < len(labels) <= CATEGORIES and not all(map(cells.numeric, labels)):
            found.append(name)
    return found


def _one_unit(table: Table, kept: pd.DataFrame, columns: Columns, named: str) -> None:
    """Raises InputError where rows are of several units, which cannot be added."""
    for name in _dimensions(kept, columns, named):
        labels = kept[name].str.strip()
        if not user_file.is_unit(name):
            continue
        first = labels.iloc[0]
        other = labels.ne(first).idxmax()
        raise table.fault(
            file_words.UNITS(
                column=clean(name), value=repr(labels[other][:40]), first=repr(first[:40])
            ),
            int(kept[LINE][other]),
        )


def _wholly(
    kept: pd.DataFrame,
    columns: Columns,
    named: str,
    iso3: pd.Series,
    days: Mapping[str, tuple[date, str]],
) -> dict[str, pd.Series]:
    """The rows that are the whole of others, by what they are called; of a mapped category only
    where the whole cannot stand for its parts everywhere.
    """
    found: dict[str, pd.Series] = {}
    place = iso3[kept.index].fillna("")
    start = kept[columns.date].map(days)
    for name in _dimensions(kept, columns, named):
        rows = _each(kept[name], lambda cell: cells.whole(cell.strip()))
        if rows.any() and not rows.all():
            found[_called(name, kept[name][rows])] = rows
    if columns.category:
        rows = _each(kept[columns.category], lambda cell: cells.whole(clean(cell)))
        keys = place.astype(str) + start.astype(str)
        everywhere = keys.isin(keys[rows]).all()
        several = _each(kept.loc[rows, columns.category], clean).nunique() > 1
        if rows.any() and not rows.all() and (several or not everywhere):
            found[_called(columns.category, kept[columns.category][rows])] = rows
    precision = kept[columns.date].map({cell: day[1] for cell, day in days.items()})
    year = kept[columns.date].map({cell: str(day[0].year) for cell, day in days.items()})
    group = place.astype(str) + "|" + year
    if columns.category:
        group += "|" + kept[columns.category].str.strip()
    coarse = precision.eq("year")
    rows = coarse & group.isin(group[~coarse])
    if rows.any():
        found[_called(columns.date, kept[columns.date][rows])] = rows
    month = group + kept[columns.date].map({cell: f"-{day[0].month}" for cell, day in days.items()})
    coarse, fine = precision.eq("month"), precision.eq("day")
    rows = coarse & month.isin(month[fine])
    if rows.any():
        found[_called(columns.date, kept[columns.date][rows])] = rows
    return found


def _called(column: str, labels: pd.Series) -> str:
    return f"{clean(column)} {', '.join(repr(clean(each)) for each in labels.unique()[:3])}"


def _left_out(wholly: Mapping[str, pd.Series], wholes: str) -> pd.Series:
    """The rows that go: those that are wholes, or (`only`) those that are not whole throughout."""
    rows = pd.concat(wholly.values(), axis=1)
    return rows.any(axis=1) if wholes == "leave-out" else ~rows.all(axis=1)


def _one_spelling(
    table: Table,
    kept: pd.DataFrame,
    columns: Columns,
    iso3: pd.Series,
    days: Mapping[str, tuple[date, str]],
) -> None:
    """Raises InputError where one country stands twice under two spellings in one period: England
    beside the United Kingdom.
    """
    seen: dict[tuple[Any, ...], tuple[str, int]] = {}
    category = kept[columns.category] if columns.category else [""] * len(kept)
    for code, cell, day, kind, line in zip(
        iso3[kept.index],
        kept[columns.country],
        kept[columns.date],
        category,
        kept[LINE],
        strict=True,
    ):
        if not code or code != code:
            continue
        text = cell.strip()
        first, row = seen.setdefault((code, days[day], kind), (text, int(line)))
        if first != text:
            raise table.fault(
                file_words.TWO_SPELLINGS(
                    value=repr(clean(text)),
                    first=repr(clean(first)),
                    row=str(row),
                    country=countries.name(code),
                ),
                int(line),
            )


def _as_read(
    table: Table,
    kept: pd.DataFrame,
    columns: Columns,
    records: pd.DataFrame,
    description: Mapping[str, Any],
) -> dict[str, Any]:
    """How the columns were read, three rows beside what was read from them, and the world total."""
    roles = ("country", "date", "category", "value")
    by_row = records.drop_duplicates("row").set_index("row")
    picked = sorted({0, len(kept) // 2, len(kept) - 1})[:SAMPLES]
    samples = []
    for place in picked:
        row = kept.iloc[place]
        alike = records[records["row"].eq(row[LINE])]
        if len(alike) > 1:  # years that stood in the header: several records of one row
            day = cells.dated(row[columns.date].strip(), columns.day_first)
            alike = alike[alike["start"].dt.date.eq(day[0])] if day else alike
        read = alike.iloc[0] if len(alike) else by_row.iloc[0]
        length = {"year": 4, "month": 7}.get(read["precision"], 10)
        samples.append(
            {
                "row": int(row[LINE]),
                "cells": {
                    role: clean(row[name]) for role in roles if (name := getattr(columns, role))
                },
                "country": countries.name(read["country"]) if pd.notna(read["country"]) else "",
                "date": f"{read['start']:%Y-%m-%d}"[:length],
                "category": description["categories"].get(read["category"], ""),
                "value": None if pd.isna(read["value"]) else float(read["value"]),
                "low": float(read["low"]),
                "high": float(read["high"]),
            }
        )
    main = description["main_category"]
    added = records[records["category"].eq(main)] if main else records
    score = description["kind"] == "score"
    counted = description["kind"] == "event"
    bounds = [float(added[name].sum()) for name in ("low", "high")]
    return {
        "columns": {role: clean(name) for role in roles if (name := getattr(columns, role))},
        "decimal": "comma" if columns.decimal_comma else "point",
        "day_first": columns.day_first,
        "samples": samples,
        "least": float(records["low"].min()),
        "most": float(records["high"].max()),
        "world": None if score else [float(len(added))] * 2 if counted else bounds,
        "unit": description["unit"],
    }


def _kept(said: Plural, n: int) -> str:
    """What a store keeps of a table: in English, whoever brings it."""
    with languages.spoken(languages.ENGLISH):
        return said(n)


def _fresh(table: Table) -> Any:
    """A fresh report for one reading of a table, with what was found when it was opened."""
    return type(table.report)(
        table.report.source,
        table.report.file,
        read=len(table.cells),
        remarks=list(table.report.remarks),
    )


def _each(column: pd.Series, said: Callable[[str], Any]) -> pd.Series:
    """What `said` says of each cell, asked once for equal ones."""
    return column.map({cell: said(cell) for cell in column.unique()})


def _possible(table: Table, columns: Columns, about: About) -> None:
    """Raises InputError where a mapping or description cannot be meant."""
    there = ", ".join(map(clean, table.columns[:12]))
    if not columns.country:
        raise table.fault(words.NO_COUNTRY_COLUMN(columns=there))
    if not columns.date:
        raise table.fault(words.NO_DATE_COLUMN(columns=there))
    for name in columns.used:
        if name not in table.columns:
            raise table.fault(words.NO_COLUMN(column=repr(name), columns=there))
    if len(set(columns.used)) != len(columns.used):
        raise table.fault(words.TWO_THINGS())
    if columns.category and PERSONAL.search(columns.category):
        raise table.fault(words.PERSONAL(column=repr(clean(columns.category))))
    if about.kind not in KINDS:
        raise table.fault(words.NO_KIND(kinds=", ".join(KINDS)))
    if about.kind != "event" and not columns.value:
        raise table.fault(words.NO_VALUE_COLUMN())
    if not clean(about.title) or not clean(about.unit):
        raise table.fault(words.NO_TITLE())


def _values(
    table: Table, kept: pd.DataFrame, columns: Columns, about: About, report: Any
) -> pd.DataFrame:
    """Columns value, low, high: numbers, `<5` as 0 to 4, blanks missing; anything else is an error
    naming row and value.
    """
    if not columns.value:
        return pd.DataFrame({"value": 1.0, "low": 1.0, "high": 1.0}, index=kept.index)
    parsed: dict[str, tuple[float, float, float]] = {}
    none = float("nan")
    marks: dict[str, None] = {}
    shares = _shares(kept[columns.value])
    for cell, day, line in zip(kept[columns.value], kept[columns.date], kept[LINE], strict=True):
        if cell in parsed:
            continue
        text = cell.strip()
        if text.casefold() in cells.MISSING:
            if text:
                marks[clean(text) or text] = None
            parsed[cell] = (none, none, none)
            continue
        said = {"column": day if table.wide else columns.value, "value": repr(cell[:40])}
        if text.endswith("%") and (about.kind != "score" or not shares):
            raise table.fault(file_words.A_SHARE(**said), int(line))
        below = text[0] in "<≤"
        found = cells.number(cells.unbounded(text), columns.decimal_comma)
        if found is None or (below and (found < 1 or found % 1)):
            other = cells.number(cells.unbounded(text), not columns.decimal_comma) is not None
            fault = (
                file_words.NO_NUMBER
                if not other or below
                else file_words.WITH_COMMA
                if columns.decimal_comma
                else file_words.WITH_POINT
            )
            raise table.fault(fault(**said), int(line))
        parsed[cell] = (none, 0.0, found - (text[0] == "<")) if below else (found,) * 3
    if marks:
        _remark(report, file_words.MISSING_MARKS, marks=", ".join(marks))
    out = pd.DataFrame(
        [parsed[cell] for cell in kept[columns.value]],
        columns=["value", "low", "high"],
        index=kept.index,
    )
    report.masked = int((out["value"].isna() & out["low"].notna()).sum())
    return out


def _shares(column: pd.Series) -> bool:
    """Whether every filled cell is a share in per cent."""
    filled = column.str.strip()
    filled = filled[~filled.str.casefold().isin(cells.MISSING)]
    return bool(filled.str.endswith("%").all())


def _categories(
    table: Table, kept: pd.DataFrame, columns: Columns
) -> tuple[dict[str, str], pd.Series]:
    """The categories' names by their ids, and each row's id."""
    if not columns.category:
        return {}, pd.Series(None, index=kept.index, dtype="object")
    labels = _each(kept[columns.category], clean)
    several = [label for label in dict.fromkeys(labels) if label]
    written: dict[str, str] = {}
    for label, cell, line in zip(labels, kept[columns.category], kept[LINE], strict=True):
        first = written.setdefault(label, " ".join(cell.split()))
        if first != " ".join(cell.split()):
            raise table.fault(
                file_words.ONE_CATEGORY(
                    column=clean(columns.category), value=repr(cell[:60]), first=repr(first[:60])
                ),
                int(line),
            )
    if len(several) > CATEGORIES:
        raise table.fault(
            words.TOO_MANY_CATEGORIES(
                column=repr(clean(columns.category)), found=len(several), most=CATEGORIES
            )
        )
    names: dict[str, str] = {}
    ids: dict[str, str] = {}
    for label in several:
        base = _id(label, "category")
        name = base if base not in names else f"{base}_{len(names)}"
        names[name], ids[label] = label, name
    return names, labels.map(ids).astype("object").where(labels.ne(""), None)


def _repeated(table: Table, records: pd.DataFrame, about: About, report: Any) -> None:
    """Counts rows of the same country, date and category; two values of one score are an error."""
    if about.kind == "event":
        return
    twice = (
        records.duplicated(["country", "category", "start", "precision"])
        & records["country"].notna()
    )
    if twice.any() and about.kind == "score":
        first = records[twice].iloc[0]
        raise table.fault(
            words.SECOND_VALUE(country=first["country"], day=f"{first['start']:%Y-%m-%d}"),
            int(first["row"]),
        )
    report.duplicates = int(twice.sum())
    if report.duplicates:
        report.remarks.append(_kept(words.ADDED, report.duplicates))


def _description(
    table: Table, records: pd.DataFrame, names: Mapping[str, str], about: About, columns: Columns
) -> dict[str, Any]:
    """The indicator as a source's description would put it."""
    whole = next(
        (key for key, label in names.items() if cells.whole(label)),
        "",
    )
    alone = bool(names) and (
        about.kind == "score"
        or (bool(whole) and len(names) > 1)
        or (user_file.is_unit(columns.category) and len(names) > 1)
    )
    months = (
        records["precision"].isin(["day", "month"]).mean() >= 0.5
        and records["start"].dt.month.nunique() > 1
    )
    values = records["value"].dropna()
    return {
        "title": clean(about.title),
        "kind": about.kind,
        "unit": clean(about.unit, 40),
        "aggregation": {"event": "count", "observation": "sum", "score": "last"}[about.kind],
        "definition": "",  # said in the reader's language from what was brought
        "tlp": about.tlp.word,
        "persons": about.persons,
        "brought": {
            "file": table.file,
            "on": date.today().isoformat(),
            "by": reader.current().subject,
            "shared": False,
            "first": records["start"].min().date().isoformat(),
            "last": records["start"].max().date().isoformat(),
        },
        "categories": dict(names),
        "category_label": clean(columns.category, 40) or "Category",
        "one_category": alone,
        "main_category": (whole or next(iter(names))) if alone else "",
        "worse": "neither",
        "grain": "month" if months else "year",
        **(
            {"scale": [float(values.min()), float(values.max())]}
            if about.kind == "score" and values.nunique() > 1
            else {}
        ),
    }


def _day(day: Any) -> str:
    return str(day.date().isoformat())


def _with(tables: Mapping[str, Mapping[str, Any]]) -> Source:
    return replace(
        catalog.own(),
        indicators=catalog.described(
            "own", "own", {name: dict(raw) for name, raw in tables.items()}, catalog.own().caveats
        ),
    )


# ---- keeping


def writable(root: Path) -> bool:
    """True where own tables can be kept: anywhere but in the bundled figures."""
    return root != store.BUNDLED


def keep(root: Path, reading: Reading, leave_out: bool = False) -> str:
    """Adds a table to the store, in place of the reader's own of the same name; InputError while
    countries are undecided or where the store is full, ForbiddenError without the right. Returns
    the version.
    """
    if not reader.require(Right.OWN_TABLES).subject:  # it would be nobody's, and for everybody
        raise ForbiddenError(Right.OWN_TABLES)
    if not writable(root):
        raise InputError(words.BUNDLED())
    if reading.undecided and not leave_out:
        spellings = ", ".join(
            words.SPELLING(rows, spelling=name)
            for name, rows in list(reading.undecided.items())[:10]
        )
        raise InputError(
            words.UNDECIDED(
                file=reading.report["file"],
                spellings=spellings,
                row=str(min(reading.report["first_seen"].values())),
            )
        )
    if reading.wholes:
        rows = ", ".join(
            words.SPELLING(rows, spelling=name) for name, rows in reading.wholes.items()
        )
        raise InputError(words.WHOLES(file=reading.report["file"], rows=rows))
    store.private(root)
    with _alone(root):
        tables, reports, records = _held(root)
        old = tables.get(reading.name, {})
        if old and not _mine(old):
            raise InputError(words.TAKEN(name=reading.name))
        there = old.get("title", reading.description["title"])
        if there.casefold() != reading.description["title"].casefold():
            raise InputError(
                words.ANOTHER_TITLE(
                    name=reading.name, title=there, new=reading.description["title"]
                )
            )
        brought = dict(reading.description["brought"])
        if old:  # it stays whose it was, and shared or not
            kept = old.get("brought", {})
            brought |= {key: kept[key] for key in ("by", "shared") if key in kept}
        tables[reading.name] = {**reading.description, "brought": brought}
        _within(tables, records, reading)
        plain = {
            name: said for name, said in reading.report.items() if name not in ("as_read", "wholes")
        }
        reports[reading.name] = report = importing.kept(plain) | {
            "ignored": [],
            "remarks": [
                *reading.report["remarks"],
                _kept(words.UNREAD, len(reading.report["ignored"])),
            ],
        }
        records = pd.concat(
            [records[records["indicator"] != reading.name], reading.records], ignore_index=True
        )
        noted = partial(audit.note, audit.Action.IMPORT, f"own.{reading.name}")
        return _publish(root, tables, reports, records, report, noted)


def _mine(described: Mapping[str, Any]) -> bool:
    """Whether who reads brought a table, or keeps the server."""
    who, by = reader.current(), described.get("brought", {}).get("by", "")
    return who.may(Right.OPERATE) or (bool(by) and by == who.subject)


def _within(tables: Mapping[str, Any], records: pd.DataFrame, reading: Reading) -> None:
    """InputError where a reader or the store would hold more than the settings allow."""
    given, who = settings.current(), reader.current().subject
    mine = [name for name, each in tables.items() if each.get("brought", {}).get("by", "") == who]
    if len(mine) > given.own_tables:
        raise InputError(words.TOO_MANY_TABLES(most=given.own_tables))
    if len(reading.records) > given.own_rows:
        raise InputError(words.TABLE_TOO_LONG(rows=len(reading.records), most=given.own_rows))
    others = int((records["indicator"] != reading.name).sum())
    if others + len(reading.records) > given.own_store_rows:
        raise InputError(words.STORE_FULL())


def mine(root: Path) -> dict[str, str]:
    """The tables that who reads may share and remove: title by name."""
    if not reader.current().may(Right.OWN_TABLES) or not writable(root):
        return {}
    return {name: each["title"] for name, each in _held(root)[0].items() if _mine(each)}


def share(root: Path, name: str, shared: bool = True) -> None:
    """Shows a table to everybody here, or (`shared` false) to whom brought it alone again;
    InputError where the reader has none of that name, ForbiddenError without the right.
    """
    reader.require(Right.OWN_TABLES)
    with _alone(root):
        tables, reports, records = _held(root)
        if name not in tables or not _mine(tables[name]):
            raise InputError(words.NO_TABLE(name=name))
        tables[name]["brought"] = {
            **tables[name].get("brought", {}),
            "by": tables[name].get("brought", {}).get("by") or reader.current().subject,
            "shared": shared,
        }
        noted = partial(audit.note, audit.Action.SHARE, f"own.{name}{'' if shared else '-off'}")
        latest = reports.get(name, next(iter(reports.values())))
        _publish(root, tables, reports, records, latest, noted)


def remove(root: Path, name: str) -> None:
    """Takes a table out of the store; InputError where the reader has none of that name,
    ForbiddenError without the right.
    """
    reader.require(Right.OWN_TABLES)
    with _alone(root):
        tables, reports, records = _held(root)
        if name not in tables or not _mine(tables[name]):
            raise InputError(words.NO_TABLE(name=name))
        del tables[name]
        reports.pop(name, None)
        noted = partial(audit.note, audit.Action.REMOVE, f"own.{name}")
        if tables:
            left, latest = records[records["indicator"] != name], next(iter(reports.values()))
            _publish(root, tables, reports, left, latest, noted)
        else:
            store.writable(root)
            noted()
            (root / "own.json").unlink()
            store.look()


def _held(root: Path) -> tuple[dict[str, Any], dict[str, Any], pd.DataFrame]:
    """The store's own tables: descriptions, import reports, records."""
    path = root / "own.json"
    if not path.exists():
        return {}, {}, pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})
    try:
        pointer = manifests.whole(root, path, path.read_bytes())
        records = pd.read_parquet(root / pointer["file"])
        return (
            dict(pointer["described"]),
            dict(pointer["report"]["tables"]),
            records.astype(COLUMNS),
        )
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise store.StoreError(words.CANNOT_READ(path=path, fault=fault)) from fault


def _publish(
    root: Path,
    tables: dict[str, Any],
    reports: dict[str, Any],
    records: pd.DataFrame,
    latest: Mapping[str, Any],
    noted: Callable[[], None],
) -> str:
    """Puts the tables in force, once that is recorded; returns the version."""
    whole = replace(
        _with(tables),
        edition=_kept(words.TABLES, len(tables)),
        as_of=date.today(),
    )
    days = records["start"].dropna()
    return store.publish(
        root,
        whole,
        complete(records),
        {**latest, "tables": reports},
        recorded=lambda _: noted(),
        described=tables,
        first=days.min().date().isoformat(),
        last=days.max().date().isoformat(),
    )


@contextlib.contextmanager
def _alone(root: Path, patience: float = 20) -> Iterator[None]:
    """Lets one writer at a time into the store's own tables, which the catalogue knows afterwards;
    the lock ends with its process, however that ends.
    """
    lock = root / ".own.lock"
    until = time.monotonic() + patience
    try:
        handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as fault:
        raise store.StoreError(words.CANNOT_WRITE_TO(path=root, fault=fault)) from fault
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise store.StoreError(words.BUSY(root=root)) from None
                time.sleep(0.05)
        yield
    finally:
        os.close(handle)
        catalog.changed()
