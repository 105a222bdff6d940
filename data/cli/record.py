"""`audit`: the record of what was done here: whether it holds, and what it says."""

from __future__ import annotations

import argparse
from datetime import date

from data.cli import printing, values
from data.cli.groups import Command
from security import audit
from security.audit import Action


def add(command: Command) -> None:
    """The command and its two ways."""
    made = command("audit", "whether the record of actions holds, and what it says", _audit)
    made.add_argument(
        "what", choices=("verify", "show"), help="verify: exit code 1 where it was touched"
    )
    made.add_argument("--since", type=values.first_day, help="from this day on (UTC)")
    made.add_argument("--action", choices=[each.value for each in Action])
    made.add_argument("--by", default="", metavar="SUBJECT")
    made.add_argument("--format", choices=("table", "json"), default="table")


def _audit(arguments: argparse.Namespace) -> int:
    file = audit.path()
    if file is None:
        arguments.wrong("say which store: --store DIR or THREATS_STORE")
        raise SystemExit(2)
    lines = [] if not file.exists() else list(audit.entries(file))
    if arguments.what == "verify":
        last = f", the last of {lines[-1].at} with the hash {lines[-1].hash}" if lines else ""
        print(f"{file.name}: {len(lines):,} lines follow from each other{last}")
        return 0
    since: date | None = arguments.since
    found = [
        each
        for each in lines
        if (since is None or each.at[:10] >= since.isoformat())
        and (not arguments.action or each.action == arguments.action)
        and (not arguments.by or each.by == arguments.by)
    ]
    heads = ["number", "at", "action", "what", "by", "mark", "refused"]
    told = [{head: getattr(each, head) for head in heads} for each in found]
    if arguments.format == "json":
        print(printing.document(told))
    else:
        print(printing.table([[line[head] for head in heads] for line in told], heads))
    return 0
