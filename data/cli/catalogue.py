"""`status` and `indicators`: what there is."""

from __future__ import annotations

import argparse

from data import catalog, query, store
from data.cli import printing
from data.cli.groups import Command
from data.ingest import standing


def add(command: Command) -> None:
    """The commands and their options."""
    for name, words, run in (
        ("status", "one line per source", _status),
        ("indicators", "every indicator", _indicators),
    ):
        made = command(name, words, run)
        made.add_argument("--format", choices=("table", "json"), default="table")


def _status(arguments: argparse.Namespace) -> None:
    found = store.seen(store.folder())
    lines = []
    for name, source in catalog.sources().items():
        now = standing.of(source, found)
        version, problem = now.version, "" if now.state in ("current", "one-off") else now.words
        lines.append(
            {
                "source": name,
                "rows": version.records if version else 0,
                "from": source.first.isoformat(),
                "to": source.last.isoformat(),
                "version": version.version if version else None,
                "edition": version.edition if version else source.edition,
                "next_update": source.next_update.isoformat() if source.next_update else None,
                "licence": source.licence.name,
                "bundled": bool(version and version.bundled),
                "problems": problem,
            }
        )
    if arguments.format == "json":
        print(printing.document(lines))
    else:
        heads = ["source", "rows", "from", "to", "version", "next_update", "licence", "problems"]
        print(printing.table([[line[head] for head in heads] for line in lines], heads))


def _indicators(arguments: argparse.Namespace) -> None:
    lines = []
    for about in catalog.indicators().values():
        first, last = query.extent(about.id)
        lines.append(
            {
                "id": about.id,
                "domain": about.domain,
                "kind": about.kind,
                "unit": about.unit,
                "aggregation": about.aggregation,
                "roles": list(about.roles),
                "categories": dict(about.categories),
                "from": str(first or ""),
                "to": str(last or ""),
                "title": about.title,
                "definition": about.definition,
                "caveats": list(about.caveats),
            }
        )
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
