"""A reader's own table: country, date, category and value from a CSV, Excel or Parquet file, kept
as the indicator `own.<name>`.

Only the columns the reader maps are kept. All own tables of a store are one source, `own`; its
pointer file carries their descriptions, so that the catalogue knows them like any other.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import time
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

import languages
from data import catalog, store
from data.catalog import Source
from data.geography import countries
from data.ingest import importing
from data.reading.published import LINE
from data.reading.user_file import BLANK, CATEGORIES, PERSONAL, Columns, Table, clean, dated, number
from data.records import COLUMNS, InputError, check, complete
from languages import Plural
from languages.english import ingest as words
from languages.english import reading as file_words

KINDS = words.KINDS
# what readers' files call the whole among its parts
WHOLE = ("total", "all", "both", "both sexes", "overall", "gesamt", "todos", "tous")
_AGGREGATES = (
    "region",
    "aggregate",
    "organisation",
)  # of countries: an observation for them would count its members twice


@dataclass(frozen=True, slots=True)
class About:
    """What the reader says of a table: `kind` is one of KINDS, `domain` the page it stands on."""

    title: str
    unit: str
    kind: str
    domain: str = "own"

    @property
    def name(self) -> str:
        """The part of the indicator's id after `own.`."""
        plain = (
            unicodedata.normalize("NFKD", clean(self.title))
            .encode("ascii", "ignore")
            .decode()
            .lower()
        )
        return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "table"


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


# ---- reading


def read(table: Table, columns: Columns, about: About, leave_out: bool = False) -> Reading:
    """The table as it would be kept. Rows whose country nobody recognises are left out, and `keep`
    refuses them unless `leave_out`.
    """
    _possible(table, columns, about)
    report = _fresh(table)
    raw = table.cells[[*dict.fromkeys(columns.used), LINE]]
    found = countries.match(raw[columns.country], "own")
    why = found["why"].where(raw[columns.country].str.strip().ne(""), "")
    unknown = why.eq(countries.UNMATCHED)
    for cell, line in zip(
        raw.loc[unknown, columns.country].map(clean), raw.loc[unknown, LINE], strict=True
    ):
        report.unmatched[cell] += 1
        report.first_seen.setdefault(cell, int(line))
    together = why.isin(_AGGREGATES) & (about.kind != "event")
    report.not_countries.update(
        f"{clean(cell) or '(blank)'} ({reason or 'blank'})"
        for cell, reason in zip(
            raw.loc[found["iso3"].isna() & ~unknown, columns.country],
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

    days = {cell: dated(cell.strip(), columns.day_first) for cell in kept[columns.date].unique()}
    undated = kept[columns.date].str.strip().str.casefold().isin(BLANK)
    for cell, line in zip(kept.loc[~undated, columns.date], kept.loc[~undated, LINE], strict=True):
        if days[cell] is None:
            raise table.fault(
                (
                    file_words.NO_DATE_DAY_FIRST
                    if columns.day_first and dated(cell.strip(), False)
                    else file_words.NO_DATE
                )(column=columns.date, value=repr(cell[:40])),
                int(line),
            )
    report.drop(words.NO_DATE.text, undated.sum())
    kept = kept[~undated]
    known = {cell: day for cell, day in days.items() if day is not None}
    numbers = _values(table, kept, columns, report)
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

    names, categories = _categories(table, kept, columns)
    records = pd.DataFrame(
        {
            "indicator": about.name,
            "record": range(len(kept)),
            "country": found.loc[kept.index, "iso3"].to_numpy(),
            "category": categories.to_numpy(),
            "start": (
                pd.to_datetime([known[cell][0] for cell in kept[columns.date]]).astype(
                    "datetime64[s]"
                )
            ),
            "precision": [known[cell][1] for cell in kept[columns.date]],
            **{bound: numbers[bound].to_numpy() for bound in ("value", "low", "high")},
            "row": kept[LINE].to_numpy(),
        }
    )
    _repeated(table, records, about, report)
    description = _description(table, records, names, about, columns)
    records = check(complete(records), _with({about.name: description}), table.file)
    report.kept = len(records)
    report.precision.update(records["precision"])
    report.ignored = [clean(name) for name in table.columns if name not in columns.used]
    return Reading(
        about.name, records, MappingProxyType(description), MappingProxyType(report.plain())
    )


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
    if about.kind not in KINDS or about.domain not in catalog.DOMAINS:
        raise table.fault(words.NO_KIND(kinds=", ".join(KINDS), domains=", ".join(catalog.DOMAINS)))
    if about.kind != "event" and not columns.value:
        raise table.fault(words.NO_VALUE_COLUMN())
    if not clean(about.title) or not clean(about.unit):
        raise table.fault(words.NO_TITLE())


def _values(table: Table, kept: pd.DataFrame, columns: Columns, report: Any) -> pd.DataFrame:
    """Columns value, low, high: numbers, `<5` as 0 to 4, blanks missing; anything else is an error
    naming row and value.
    """
    if not columns.value:
        return pd.DataFrame({"value": 1.0, "low": 1.0, "high": 1.0}, index=kept.index)
    parsed: dict[str, tuple[float, float, float]] = {}
    none = float("nan")
    for cell, line in zip(kept[columns.value], kept[LINE], strict=True):
        if cell in parsed:
            continue
        text = cell.strip()
        found = number(text.lstrip("<≤ "), columns.decimal_comma)
        if text.casefold() in BLANK:
            parsed[cell] = (none, none, none)
        elif found is None or (text[0] in "<≤" and (found < 2 or found % 1)):
            raise table.fault(
                file_words.NO_NUMBER(column=columns.value, value=repr(cell[:40])), int(line)
            )
        else:
            parsed[cell] = (
                (none, 0.0, found - (text[0] == "<")) if text[0] in "<≤" else (found,) * 3
            )
    out = pd.DataFrame(
        [parsed[cell] for cell in kept[columns.value]],
        columns=["value", "low", "high"],
        index=kept.index,
    )
    report.masked = int((out["value"].isna() & out["low"].notna()).sum())
    return out


def _categories(
    table: Table, kept: pd.DataFrame, columns: Columns
) -> tuple[dict[str, str], pd.Series]:
    """The categories' names by their ids, and each row's id."""
    if not columns.category:
        return {}, pd.Series(None, index=kept.index, dtype="object")
    labels = kept[columns.category].map(lambda cell: clean(cell))
    several = [label for label in dict.fromkeys(labels) if label]
    if len(several) > CATEGORIES:
        raise table.fault(
            words.TOO_MANY_CATEGORIES(
                column=repr(clean(columns.category)), found=len(several), most=CATEGORIES
            )
        )
    names: dict[str, str] = {}
    ids: dict[str, str] = {}
    for label in several:
        base = (
            re.sub(
                r"[^a-z0-9]+",
                "_",
                unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower(),
            ).strip("_")[:40]
            or "category"
        )
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
        (key for key, label in names.items() if label.casefold() in WHOLE),
        "",
    )
    alone = bool(names) and (about.kind == "score" or bool(whole))
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
        "brought": {"file": table.file, "on": date.today().isoformat()},
        "categories": dict(names),
        "category_label": clean(columns.category, 40) or "Category",
        "one_category": alone,
        "main_category": (whole or next(iter(names))) if alone else "",
        "worse": "neither",
        "grain": "month" if months else "year",
        "domain": about.domain,
        **(
            {"scale": [float(values.min()), float(values.max())]}
            if about.kind == "score" and values.nunique() > 1
            else {}
        ),
    }


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
    """Adds a table to the store, in place of one of the same name; InputError while countries are
    undecided. Returns the version.
    """
    if not writable(root):
        raise InputError(words.BUNDLED())
    if reading.undecided and not leave_out:
        spellings = ", ".join(
            words.SPELLING(rows, spelling=name)
            for name, rows in list(reading.undecided.items())[:10]
        )
        raise InputError(words.UNDECIDED(file=reading.report["file"], spellings=spellings))
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        tables, reports, records = _held(root)
        tables[reading.name] = dict(reading.description)
        reports[reading.name] = report = importing.kept(reading.report) | {
            "ignored": [],
            "remarks": [
                *reading.report["remarks"],
                _kept(words.UNREAD, len(reading.report["ignored"])),
            ],
        }
        records = pd.concat(
            [records[records["indicator"] != reading.name], reading.records], ignore_index=True
        )
        return _publish(root, tables, reports, records, report)


def remove(root: Path, name: str) -> None:
    """Takes a table out of the store; InputError where there is none of that name."""
    with _alone(root):
        tables, reports, records = _held(root)
        if name not in tables:
            raise InputError(words.NO_TABLE(name=name, root=root))
        del tables[name]
        reports.pop(name, None)
        if tables:
            _publish(
                root,
                tables,
                reports,
                records[records["indicator"] != name],
                next(iter(reports.values())),
            )
        else:
            (root / "own.json").unlink()
            store.look()


def _held(root: Path) -> tuple[dict[str, Any], dict[str, Any], pd.DataFrame]:
    """The store's own tables: descriptions, import reports, records."""
    path = root / "own.json"
    if not path.exists():
        return {}, {}, pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})
    try:
        pointer = json.loads(path.read_text(encoding="utf-8"))
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
) -> str:
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
        described=tables,
        first=days.min().date().isoformat(),
        last=days.max().date().isoformat(),
    )


@contextlib.contextmanager
def _alone(root: Path, patience: float = 20) -> Iterator[None]:
    """Lets one writer at a time into the store's own tables; the lock ends with its process,
    however that ends.
    """
    lock = root / ".own.lock"
    until = time.monotonic() + patience
    try:
        handle = os.open(lock, os.O_CREAT | os.O_RDWR)
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
