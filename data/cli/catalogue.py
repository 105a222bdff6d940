"""`status` and `indicators`: what there is."""

from __future__ import annotations

import argparse

from data.analysis import listing
from data.cli import printing
from data.cli.groups import Command


def add(command: Command) -> None:
    """The commands and their options."""
    for name, words, run in (
        ("status", "one line per source", _status),
        ("indicators", "every indicator", _indicators),
    ):
        made = command(name, words, run)
        made.add_argument("--format", choices=("table", "json"), default="table")


def _status(arguments: argparse.Namespace) -> None:
    lines = listing.sources()
    if arguments.format == "json":
        print(printing.document(lines))
    else:
        heads = ["source", "rows", "from", "to", "version", "next_update", "licence", "problems"]
        print(printing.table([[line[head] for head in heads] for line in lines], heads))


def _indicators(arguments: argparse.Namespace) -> None:
    lines = listing.indicators()
    if arguments.format == "json":
        print(printing.document(lines))
    else:
        heads = ["id", "domain", "kind", "unit", "aggregation", "roles", "categories", "from", "to"]
        cut = [
            [
                ", ".join(line[head]) if head in ("roles", "categories") else line[head]
                for head in heads
            ]
            for line in lines
        ]
        print(
            printing.table(
                [
                    [
                        f"{cell[:57]}..." if isinstance(cell, str) and len(cell) > 60 else cell
                        for cell in row
                    ]
                    for row in cut
                ],
                heads,
            )
        )
