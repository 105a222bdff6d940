"""`python -m data`: the figures without a browser. Exit codes: 0 done, 1 the input is wrong, 2
wrong usage.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import settings
from data import catalog, query, store
from data.geography import countries
from data.ingest import bundling, importing, refreshing, standing, user_tables
from data.query import Filters, filters
from data.reading import user_file
from errors import ThreatsError


def _country(text: str) -> str:
    code = text.strip().upper()
    if code not in countries.codes():
        raise argparse.ArgumentTypeError(f"{text!r} is not an ISO 3166-1 alpha-3 code")
    return code


def _from(text: str) -> date:
    day = filters.first_day(text)
    if day is None:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date such as 2016, 2016-01 or 2016-01-31"
        )
    return day


def _to(text: str) -> date:
    day = filters.last_day(text)
    if day is None:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date such as 2016, 2016-01 or 2016-01-31"
        )
    return day


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data",
        description="The figures of the Global Threats Dashboard, without a browser.",
    )
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.add_argument(
            "--store",
            type=Path,
            help="folder of the store; else THREATS_STORE, else the bundled figures",
        )
        return made

    for name, words in (("status", "one line per source"), ("indicators", "every indicator")):
        command(name, words).add_argument("--format", choices=("table", "json"), default="table")
    made = command("import", "read a published file into the store")
    made.add_argument("file", type=Path)
    made.add_argument(
        "--source", required=True, help="a source's name, or `own` for a table of your own"
    )
    made.add_argument(
        "--edition",
        default="",
        help="the file's edition, where it is a later one than is described",
    )
    made.add_argument("--as-of", type=_from, help="the day the file speaks of, likewise")
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
        "--domain", choices=list(catalog.DOMAINS), default="own", help="the page it stands on"
    )
    for option in ("country", "date", "category", "value"):
        mine.add_argument(
            f"--{option}-column",
            metavar="COLUMN",
            help=f"the column that is the {option}; '' for none",
        )
    mine.add_argument("--month-first", action="store_true", help="3/4/2019 is the fourth of March")
    mine.add_argument(
        "--leave-out",
        action="store_true",
        help="keep the table without the rows whose country is not recognised",
    )
    made = command("remove", "take a table of your own out of the store")
    made.add_argument("table", help="own.NAME")
    made = command(
        "refresh",
        "fetch from the publishers' addresses; publish what holds, else keep what there is",
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
    made.add_argument("--as-of", type=_from, help="the day it speaks of")
    made.add_argument("--format", choices=("table", "json"), default="table")
    made = command("build", "rebuild the bundled figures from the published files")
    made.add_argument("folders", type=Path, nargs="+", help="folders that hold the published files")
    commands.add_parser(
        "notice", help="proposals of notices: add, list, answer, stage, figures, demo, token"
    )  # data.watch.commands reads on
    for name, words in (
        ("query", "the very figures the pages show"),
        ("rows", "the records behind a figure"),
    ):
        made = command(name, words)
        made.add_argument("indicator")
        made.add_argument("--country", type=_country, action="append", default=[])
        made.add_argument("--partner", type=_country)
        made.add_argument("--category", action="append", default=[])
        made.add_argument("--from", dest="start", type=_from)
        made.add_argument("--to", dest="end", type=_to)
        made.add_argument("--role", default="")
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
    return parser


def _table(lines: list[list[Any]], heads: list[str]) -> str:
    text = [
        [
            ("" if cell is None else f"{cell:,}" if isinstance(cell, int | float) else str(cell))
            for cell in row
        ]
        for row in lines
    ]
    widths = [max(len(row[i]) for row in [heads, *text]) for i in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [heads, *text]
    )


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1)


def _status(asked: argparse.Namespace) -> None:
    found = store.versions(store.folder())
    lines = []
    for name, source in catalog.sources().items():
        now = standing.of(source, found)
        version, problem = now.version, "" if now.state == "up to date" else now.words
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
    if asked.format == "json":
        print(_json(lines))
    else:
        heads = ["source", "rows", "from", "to", "version", "next_update", "licence", "problems"]
        print(_table([[line[head] for head in heads] for line in lines], heads))


def _indicators(asked: argparse.Namespace) -> None:
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
    if asked.format == "json":
        print(_json(lines))
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
            _table(
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


def _report(version: str, report: dict[str, Any]) -> str:
    lines = [
        (
            f"{report['file']}: {report['read']:,} rows read, {report['kept']:,} kept,"
            f" version {version}"
        )
    ]
    for name, label in (
        ("dropped", "dropped"),
        ("not_countries", "without a country"),
        ("unmatched", "not recognised"),
        ("precision", "dates"),
    ):
        lines += [
            f"  {label}: {count:,} x {reason}" for reason, count in list(report[name].items())[:20]
        ]
        if len(report[name]) > 20:
            lines.append(f"  {label}: {len(report[name]) - 20} more")
    lines.append(
        f"  masked cells: {report['masked']:,}; rows added to one with the same key:"
        f" {report['duplicates']:,}"
    )
    if report["ignored"]:
        lines.append(f"  columns left unread: {', '.join(report['ignored'])}")
    return "\n".join(lines + [f"  note: {remark}" for remark in report["remarks"]])


def _writable(asked: argparse.Namespace) -> Path:
    root = store.folder()
    if root == store.BUNDLED:
        _parser().error(
            f"{asked.command}: say which store: --store DIR or THREATS_STORE (the bundled figures"
            " are rebuilt by `build`)"
        )
    return root


def _own(asked: argparse.Namespace, root: Path) -> tuple[str, dict[str, Any]]:
    """A table of the reader's own, with what the options do not say guessed, and the guess said."""
    table = user_file.Table(asked.file)
    columns = user_file.guess(table)
    said = {
        role: given
        for role in ("country", "date", "category", "value")
        if (given := getattr(asked, f"{role}_column")) is not None
    }
    columns = replace(columns, **said, day_first=columns.day_first and not asked.month_first)
    kind = asked.kind or ("observation" if columns.value else "event")
    about = user_tables.About(
        asked.title or asked.file.stem.replace("_", " ").capitalize(),
        asked.unit or ("events" if kind == "event" else "units"),
        kind,
        asked.domain,
    )
    reading = user_tables.read(table, columns, about, asked.leave_out)
    mapped = ", ".join(
        f"{role} from {name!r}"
        for role in ("country", "date", "category", "value")
        if (name := getattr(columns, role))
    )
    print(f"own.{about.name}: {about.title} ({about.unit}), {kind}; {mapped}", file=sys.stderr)
    version = user_tables.keep(root, reading, asked.leave_out)
    return version, {**reading.report, "indicator": f"own.{about.name}"}


def _remove(asked: argparse.Namespace) -> None:
    user_tables.remove(_writable(asked), asked.table.removeprefix("own."))
    print(f"own.{asked.table.removeprefix('own.')} is taken out")


def _refresh(asked: argparse.Namespace) -> int:
    root = _writable(asked)
    known = catalog.sources()
    wanted = [importing.source_named(name) for name in dict.fromkeys(asked.names)] or [
        each for each in known.values() if each.fetch
    ]
    if (asked.address or asked.edition or asked.as_of) and len(asked.names) != 1:
        _parser().error("refresh: --address, --edition and --as-of go with one NAME")
    fetcher = refreshing.Fetcher()
    results = []
    for source in wanted:
        print(f"{source.name}: asking", file=sys.stderr)
        result = refreshing.refresh(
            source, root, fetcher, asked.address, asked.edition, asked.as_of, asked.force
        )
        results.append(result)
        if asked.format == "table":
            print(f"{result.source}: {result.outcome}: {result.words}")
            if result.outcome in ("new", "kept out"):
                print(_report(result.version, dict(result.report)))
    others = [name for name, each in known.items() if not each.fetch] if not asked.names else []
    if asked.format == "json":
        print(
            _json(
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


def _import(asked: argparse.Namespace) -> None:
    root = _writable(asked)
    if asked.source == "own":
        version, report = _own(asked, root)
    else:
        version, report = importing.bring(
            asked.file, asked.source, root, edition=asked.edition, as_of=asked.as_of
        )
    print(
        _json({"version": version, **report})
        if asked.format == "json"
        else _report(version, report)
    )


def _filters(asked: argparse.Namespace) -> Filters:
    return Filters(
        asked.indicator,
        tuple(dict.fromkeys(asked.country)),
        tuple(dict.fromkeys(asked.category)),
        asked.partner,
        asked.start,
        asked.end,
        asked.role,
    )


def _query(asked: argparse.Namespace) -> None:
    found = query.answer(_filters(asked), asked.by)
    if asked.format == "json":
        print(_json(found))
        return
    by = asked.by
    rows = (
        [[row[by], row["value"], row["low"], row["high"]] for row in found["rows"]]
        if by
        else [["total", found["value"], found["low"], found["high"]]]
    )
    heads = [by or "", "value", "low", "high"]
    if asked.format == "csv":
        import csv

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([[head or "total" for head in heads], *rows])
        return
    rows.sort(key=lambda row: (0, row[0]) if by == "period" else (1, -(row[1] or 0)))
    print(f"{found['title']} ({found['unit']})", file=sys.stderr)
    print(_table(rows, heads))
    if by:
        print(
            f"total {found['value']}, of which without a country {found['unlocated']}",
            file=sys.stderr,
        )


def _rows(asked: argparse.Namespace) -> None:
    table = query.rows(_filters(asked), statements=asked.all)
    if asked.format == "parquet":
        sys.stdout.buffer.write(
            store.parquet(table.astype({"start": "datetime64[s]", "end": "datetime64[s]"}))
        )
    elif asked.format == "json":
        table = table.assign(
            **{
                name: table[name].astype("str").where(table[name].notna(), None)
                for name in ("start", "end")
            }
        )
        print(table.to_json(orient="records", force_ascii=False))
    else:
        table.to_csv(sys.stdout, index=False)


def _build(asked: argparse.Namespace) -> None:
    for line in bundling.build(asked.folders):
        print(line)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["notice"]:
        from data.cli import notices  # brings a database with it

        return notices.main(given[1:])
    asked = _parser().parse_args(arguments)
    told = {} if asked.store is None else {"store": asked.store}
    run = {
        "status": _status,
        "indicators": _indicators,
        "import": _import,
        "remove": _remove,
        "refresh": _refresh,
        "build": _build,
        "query": _query,
        "rows": _rows,
    }
    try:
        with settings.using(**told):
            return run[asked.command](asked) or 0
    except ThreatsError as fault:
        print(f"error: {fault}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
