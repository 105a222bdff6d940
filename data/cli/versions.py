"""`import`, `remove`, `refresh` and `build`: what changes a store."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from data import catalog, store
from data.cli import printing, values
from data.cli.groups import Command
from data.ingest import bundling, importing, refreshing, user_tables
from data.reading import user_file
from security.tlp import USUAL, Tlp


def add(command: Command) -> None:
    """The commands and their options."""
    made = command("import", "read a published file into the store", _import)
    made.add_argument("file", type=Path)
    made.add_argument(
        "--source", required=True, help="a source's name, or `own` for a table of your own"
    )
    made.add_argument(
        "--edition",
        default="",
        help="the file's edition, where it is a later one than is described",
    )
    made.add_argument("--as-of", type=values.first_day, help="the day the file speaks of, likewise")
    made.add_argument("--format", choices=("table", "json"), default="table")
    mine = made.add_argument_group(
        "a table of your own", "What is not said is guessed from the table's columns."
    )
    for option in ("title", "unit"):
        mine.add_argument(f"--{option}", default="")
    mine.add_argument(
        "--kind",
        choices=list(user_tables.KINDS),
        help="; ".join(f"{key}: {words.lower()}" for key, words in user_tables.KINDS.items()),
    )
    mine.add_argument(
        "--tlp", type=Tlp, choices=list(Tlp), default=USUAL, help=f"who may see it; else {USUAL}"
    )
    mine.add_argument("--persons", action="store_true", help="it counts persons")
    for option in ("country", "date", "category", "value"):
        mine.add_argument(
            f"--{option}-column",
            metavar="COLUMN",
            help=f"the column that is the {option}; '' for none",
        )
    order = mine.add_mutually_exclusive_group()
    order.add_argument("--month-first", action="store_true", help="3/4/2019 is the fourth of March")
    order.add_argument("--day-first", action="store_true", help="3/4/2019 is the third of April")
    mine.add_argument("--decimal", choices=("comma", "point"), help="how 1,5 or 1.5 is written")
    mine.add_argument("--sheet", default="", help="the sheet of a workbook that has several")
    mine.add_argument("--encoding", default="", help="of a text file, such as windows-1251")
    mine.add_argument(
        "--wholes",
        choices=user_tables.WHOLES,
        default="",
        help="leave out rows that are the whole of other rows, or keep only them",
    )
    mine.add_argument(
        "--leave-out",
        action="store_true",
        help="keep the table without the rows whose country is not recognised",
    )
    made = command("own", "tables of readers: whose each is, and whether it is shared", _tables)
    made.add_argument("--format", choices=("table", "json"), default="table")
    made = command("share", "show a table of a reader's to everybody here", _share)
    made.add_argument("table", help="own.NAME")
    made.add_argument("--undo", action="store_true", help="show it to its owner alone again")
    made = command("remove", "take a table of your own out of the store", _remove)
    made.add_argument("table", help="own.NAME")
    made = command(
        "refresh",
        "fetch from the publishers' addresses; publish what holds, else keep what there is",
        _refresh,
    )
    made.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="sources; all that have an address where none is named",
    )
    made.add_argument(
        "--force",
        action="store_true",
        help=(
            "take a version with less than half of the rows, and ask although told to come back"
            " later"
        ),
    )
    made.add_argument(
        "--address",
        default="",
        help="fetch one source from here instead, such as a mirror or a later edition",
    )
    made.add_argument("--edition", default="", help="the edition found there")
    made.add_argument("--as-of", type=values.first_day, help="the day it speaks of")
    made.add_argument("--format", choices=("table", "json"), default="table")
    made = command("build", "rebuild the bundled figures from the published files", _build)
    made.add_argument("folders", type=Path, nargs="+", help="folders that hold the published files")


def _writable(arguments: argparse.Namespace) -> Path:
    root = store.folder()
    if root == store.BUNDLED:
        arguments.wrong(
            "say which store: --store DIR or THREATS_STORE (the bundled figures"
            " are rebuilt by `build`)"
        )
    return root


def _own(arguments: argparse.Namespace, root: Path) -> tuple[str, dict[str, Any]]:
    """A table of the reader's own, with what the options do not say guessed, and the guess said."""
    table = user_file.Table(arguments.file, sheet=arguments.sheet, encoding=arguments.encoding)
    columns = user_file.guess(table)
    said = {
        role: given
        for role in ("country", "date", "category", "value")
        if (given := getattr(arguments, f"{role}_column")) is not None
    }
    columns = replace(columns, **said, day_first=columns.day_first and not arguments.month_first)
    if "value" in said and columns.value in table.columns:
        columns = replace(columns, decimal_comma=user_file.decimal_comma(table, columns.value))
    if arguments.decimal:
        columns = replace(columns, decimal_comma=arguments.decimal == "comma")
    given = [
        *said,
        *(["decimal"] if arguments.decimal else []),
        *(["day"] if arguments.month_first or arguments.day_first else []),
    ]
    if columns.country and columns.date and (open_ := user_file.doubts(table, columns, given)):
        raise table.fault(open_[0])
    kind = arguments.kind or ("observation" if columns.value else "event")
    about = user_tables.About(
        arguments.title or arguments.file.stem.replace("_", " ").capitalize(),
        arguments.unit or ("events" if kind == "event" else "units"),
        kind,
        arguments.tlp,
        arguments.persons,
    )
    reading = user_tables.read(table, columns, about, arguments.leave_out, arguments.wholes)
    mapped = ", ".join(
        f"{role} from {name!r}"
        for role in ("country", "date", "category", "value")
        if (name := getattr(columns, role))
    )
    print(f"own.{about.name}: {about.title} ({about.unit}), {kind}; {mapped}", file=sys.stderr)
    version = user_tables.keep(root, reading, arguments.leave_out)
    return version, {**reading.report, "indicator": f"own.{about.name}"}


def _tables(arguments: argparse.Namespace) -> None:
    own = catalog.sources().get("own")
    lines = sorted(
        (
            {
                "owner": each.owner,
                "id": each.id,
                "title": each.title,
                "shared": each.shared or not each.owner,
                "brought": each.brought.on.isoformat() if each.brought else "",
            }
            for each in (own.indicators.values() if own else ())
        ),
        key=lambda line: (line["owner"], line["id"]),
    )
    if arguments.format == "json":
        print(printing.document(lines))
    else:
        heads = ["owner", "id", "title", "shared", "brought"]
        print(printing.table([[line[head] for head in heads] for line in lines], heads))


def _share(arguments: argparse.Namespace) -> None:
    name = arguments.table.removeprefix("own.")
    user_tables.share(_writable(arguments), name, not arguments.undo)
    print(f"own.{name} is shown to {'its owner alone' if arguments.undo else 'everybody here'}")


def _remove(arguments: argparse.Namespace) -> None:
    user_tables.remove(_writable(arguments), arguments.table.removeprefix("own."))
    print(f"own.{arguments.table.removeprefix('own.')} is taken out")


def _refresh(arguments: argparse.Namespace) -> int:
    root = _writable(arguments)
    known = catalog.everything()
    wanted = [importing.source_named(name) for name in dict.fromkeys(arguments.names)] or [
        each for each in known.values() if each.fetch
    ]
    if (arguments.address or arguments.edition or arguments.as_of) and len(arguments.names) != 1:
        arguments.wrong("--address, --edition and --as-of go with one NAME")
    fetcher = refreshing.Fetcher()
    results = []
    for source in wanted:
        print(f"{source.name}: asking", file=sys.stderr)
        result = refreshing.refresh(
            source,
            root,
            fetcher,
            arguments.address,
            arguments.edition,
            arguments.as_of,
            arguments.force,
        )
        results.append(result)
        if arguments.format == "table":
            print(f"{result.source}: {result.outcome}: {result.words}")
            if result.outcome in ("new", "kept out"):
                print(printing.report(result.version, dict(result.report)))
    others = [name for name, each in known.items() if not each.fetch] if not arguments.names else []
    if arguments.format == "json":
        print(
            printing.document(
                {
                    "results": [asdict(each) | {"report": dict(each.report)} for each in results],
                    "without_address": others,
                }
            )
        )
    elif others:
        print(
            "without a lasting address, to be fetched by hand and brought with `import`:"
            f" {', '.join(others)}"
        )
    return int(any(each.failed or (each.outcome == "no address") for each in results))


def _import(arguments: argparse.Namespace) -> None:
    root = _writable(arguments)
    if arguments.source == "own":
        version, report = _own(arguments, root)
    else:
        version, report = importing.bring(
            arguments.file, arguments.source, root, edition=arguments.edition, as_of=arguments.as_of
        )
    print(
        printing.document({"version": version, **report})
        if arguments.format == "json"
        else printing.report(version, report)
    )


def _build(arguments: argparse.Namespace) -> None:
    for line in bundling.build(arguments.folders):
        print(line)
