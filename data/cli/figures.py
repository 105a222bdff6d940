"""`query` and `rows`: the figures of the pages, and the records behind them."""

from __future__ import annotations

import argparse
import csv
import sys

from data import query, store
from data.cli import printing, values
from data.cli.groups import Command
from data.query import Filters
from data.records import spreadsheet


def add(command: Command) -> None:
    """The commands and their options."""
    for name, words, run in (
        ("query", "the very figures the pages show", _query),
        ("rows", "the records behind a figure", _rows),
    ):
        made = command(name, words, run)
        made.add_argument("indicator")
        made.add_argument("--country", type=values.country, action="append", default=[])
        made.add_argument("--partner", type=values.country)
        made.add_argument("--category", action="append", default=[])
        made.add_argument("--from", dest="start", type=values.first_day)
        made.add_argument("--to", dest="end", type=values.last_day)
        made.add_argument("--role", default="")
        made.add_argument("--group", action="append", default=[], help="such as ASEAN")
        if name == "query":
            made.add_argument("--per", choices=("people",), default="", help="figures per head")
        if name == "query":
            made.add_argument("--by", choices=("country", "period", "category", "partner"))
            made.add_argument("--format", choices=("table", "csv", "json"), default="table")
        else:
            made.add_argument(
                "--all",
                action="store_true",
                help="with other publishers' statements of the same facts",
            )
            made.add_argument("--format", choices=("csv", "json", "parquet"), default="csv")


def _filters(arguments: argparse.Namespace) -> Filters:
    return Filters(
        arguments.indicator,
        tuple(dict.fromkeys(arguments.country)),
        tuple(dict.fromkeys(arguments.category)),
        arguments.partner,
        arguments.start,
        arguments.end,
        arguments.role,
        tuple(dict.fromkeys(arguments.group)),
        getattr(arguments, "per", ""),
    )


def _query(arguments: argparse.Namespace) -> None:
    found = query.answer(_filters(arguments), arguments.by)
    if arguments.format == "json":
        print(printing.document(found))
        return
    by = arguments.by
    rows = (
        [[row[by], row["value"], row["low"], row["high"]] for row in found["rows"]]
        if by
        else [["total", found["value"], found["low"], found["high"]]]
    )
    heads = [by or "", "value", "low", "high"]
    if arguments.format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow([head or "total" for head in heads])
        writer.writerows([spreadsheet.plain(cell) for cell in row] for row in rows)
        return
    rows.sort(key=lambda row: (0, row[0]) if by == "period" else (1, -(row[1] or 0)))
    print(f"{found['title']} ({found['unit']})", file=sys.stderr)
    print(printing.table(rows, heads))
    if by:
        print(
            f"total {found['value']}, of which without a country {found['unlocated']}",
            file=sys.stderr,
        )


def _rows(arguments: argparse.Namespace) -> None:
    table = query.rows(_filters(arguments), statements=arguments.all)
    if arguments.format == "parquet":
        sys.stdout.buffer.write(
            store.parquet(table.astype({"start": "datetime64[s]", "end": "datetime64[s]"}))
        )
    elif arguments.format == "json":
        table = table.assign(
            **{
                name: table[name].astype("str").where(table[name].notna(), None)
                for name in ("start", "end")
            }
        )
        print(table.to_json(orient="records", force_ascii=False))
    else:
        spreadsheet.safe(table).to_csv(sys.stdout, index=False)
