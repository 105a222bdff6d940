"""`python -m data`: the figures without a browser. Exit codes: 0 done, 1 the input is wrong, 2
wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from data.cli import catalogue, figures, keeping, record, running, versions
from data.cli.groups import Run
from security import reader


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data",
        description="The figures of the Global Threats Dashboard, without a browser.",
    )
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, words: str, run: Run) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.set_defaults(run=run, wrong=made.error)
        made.add_argument(
            "--store",
            type=Path,
            help="folder of the store; else THREATS_STORE, else the bundled figures",
        )
        return made

    for group in (catalogue, versions, figures, keeping, record):
        group.add(command)
    commands.add_parser(
        "notice", help="proposals of notices: add, list, answer, stage, figures, demo, token"
    )  # data.cli.notices reads on
    commands.add_parser(
        "briefing", help="briefings: new, add, list, seal, export, verify, since"
    )  # data.cli.briefings reads on
    commands.add_parser(
        "alerts", help="what you want to be told of: list, check"
    )  # data.cli.alerts reads on
    return parser


def main(given: list[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    given = sys.argv[1:] if given is None else given
    if given[:1] == ["notice"]:
        from data.cli import notices  # brings a database with it

        with reader.using(reader.operator()):
            return notices.main(given[1:])
    if given[:1] == ["briefing"]:
        from data.cli import briefings  # brings what draws with it

        return briefings.main(given[1:])
    if given[:1] == ["alerts"]:
        from data.cli import alerts  # brings briefings with it

        return alerts.main(given[1:])
    return running.run(_parser().parse_args(given))
