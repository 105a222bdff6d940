"""`python -m data alerts ...`: rules and what was told without the page; `check` is for a clock
where no server runs.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from data.alerts import checking, keeping, rules
from data.alerts.keeping import Told
from data.cli import printing, running


def parser() -> argparse.ArgumentParser:
    """What `alerts` can do."""
    whole = argparse.ArgumentParser(
        prog="python -m data alerts", description="What you want to be told of, and what was told."
    )
    commands = whole.add_subparsers(dest="command", required=True)
    for name, words, run in (
        ("list", "your rules, and what you were told, the newest first", _list),
        (
            "check",
            "hold every reader's rules against the figures in force and tell what changed",
            _check,
        ),
    ):
        made = commands.add_parser(name, help=words, description=words)
        made.set_defaults(run=run)
        made.add_argument("--store", type=Path, help="folder of the store; else THREATS_STORE")
        made.add_argument("--format", choices=("table", "json"), default="table")
    return whole


def main(given: list[str]) -> int:
    """Runs one command and returns its exit code."""
    return running.run(parser().parse_args(given))


def _list(arguments: argparse.Namespace) -> None:
    held = [each for each in keeping.held() if not rules.hidden(each)]
    said = [{"id": each.id, "rule": rules.sentence(each), "made": each.made} for each in held]
    told = [_plain(each) for each in keeping.shown()]
    if arguments.format == "json":
        print(printing.document({"rules": said, "told": told}))
        return
    print(printing.table([[*each.values()] for each in said], ["id", "rule", "made"]))
    for each in keeping.shown():
        print(f"\n{each.at}\n{each.text}")


def _check(arguments: argparse.Namespace) -> None:
    """Of others only how many: what they are told is theirs."""
    found = checking.everyone()
    mine = found.pop(keeping.folder().name, [])
    others = sum(map(len, found.values()))
    if arguments.format == "json":
        print(printing.document({"told": [_plain(each) for each in mine], "others": others}))
        return
    for each in mine:
        print(f"{each.text}\n")
    print(f"{len(mine) + others} told, {others} of them to others")


def _plain(each: Told) -> dict[str, object]:
    return {
        "at": each.at,
        "rule": each.rule,
        "asked": each.asked,
        "address": each.address,
        "tlp": each.mark.value,
        "lines": [
            {"what": line.what, "from": line.before, "to": line.after, "why": line.why}
            for line in each.lines
        ],
    }
