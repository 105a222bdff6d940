"""`backup`, `restore` and `doctor`: what keeps a store; each works while servers run."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import settings
from data import store
from data.cli.groups import Command


def add(command: Command) -> None:
    """The commands and their options."""
    made = command("backup", "write the whole store into one file, while servers run", _backup)
    made.add_argument("file", type=Path, metavar="FILE", help="the file, outside of the store")
    made = command(
        "restore", "make the store what a backup holds; what was there is kept beside", _restore
    )
    made.add_argument("file", type=Path, metavar="FILE", help="a file that `backup` wrote")
    command("doctor", "say what is wrong here; exit code 1 where something is", _doctor)


def _root(arguments: argparse.Namespace) -> Path:
    root = settings.current().store
    if root is None or root == store.BUNDLED:
        arguments.wrong("say which store: --store DIR or THREATS_STORE")
        raise SystemExit(2)
    return root


def _backup(arguments: argparse.Namespace) -> int:
    from data.operations import backup  # brings a database library with it

    made = backup.write(_root(arguments), arguments.file)
    print(f"{arguments.file}: {made.files:,} files, {made.events:,} events of proposals")
    for said in made.left_out:
        print(f"warning: {said}", file=sys.stderr)
    return int(bool(made.left_out))


def _restore(arguments: argparse.Namespace) -> int:
    from data.operations import restore  # brings a database library with it

    done = restore.restore(arguments.file, _root(arguments))
    print(
        f"{arguments.file}, made {done.made}: {done.files:,} files and {done.events:,} events of"
        f" proposals are in force; what was there is kept in {done.before}"
    )
    for said in done.left_out:
        print(f"warning: {said}", file=sys.stderr)
    return 0


def _doctor(_: argparse.Namespace) -> int:
    from data.operations import doctor  # brings a database library with it

    found = list(doctor.examined())
    for each in found:
        print(f"{'wrong' if each.wrong else 'well'}: {each.says}")
    return int(any(each.wrong for each in found))
