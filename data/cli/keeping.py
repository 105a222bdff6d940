"""`backup`, `restore`, `deliveries` and `doctor`: what keeps a store; each works while servers
run.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import settings
from data import store
from data.cli.groups import Command
from languages import moment

if TYPE_CHECKING:  # brings a database library with it
    from data.delivery.stands import Queue


def add(command: Command) -> None:
    """The commands and their options."""
    made = command("backup", "write the whole store into one file, while servers run", _backup)
    made.add_argument("file", type=Path, metavar="FILE", help="the file, outside of the store")
    made = command(
        "restore", "make the store what a backup holds; what was there is kept beside", _restore
    )
    made.add_argument("file", type=Path, metavar="FILE", help="a file that `backup` wrote")
    made = command(
        "deliveries", "what goes out by webhook and mail, what waits and what fails", _deliveries
    )
    made.add_argument(
        "step", nargs="?", choices=("skip",), help="pass over one that is refused for good"
    )
    made.add_argument("name", nargs="?", metavar="NAME", help="whose it is")
    made.add_argument(
        "number", nargs="?", type=int, metavar="NUMBER", help="the next one of theirs"
    )
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


def _deliveries(arguments: argparse.Namespace) -> int:
    if arguments.step is None:
        return _told()
    if arguments.number is None:
        arguments.wrong("say which one: deliveries skip NAME NUMBER")
    return _skip(arguments.name, arguments.number)


def _skip(name: str, number: int) -> int:
    from data.delivery import stands  # brings a database library with it
    from data.watch import ledger

    watch = ledger.current()
    if watch is None or not stands.skip(watch, name, number, ledger.now_ms()):
        queues = stands.queues(watch) if watch is not None else {}
        known = _queue(queues[name]) if name in queues else "nothing was put in for that name"
        print(f"error: {name} {number} is not the next one that waits: {known}", file=sys.stderr)
        return 1
    print(f"{name} {number}: passed over")
    return 0


def _told() -> int:
    from data.delivery import entries, stands  # brings a database library with it
    from data.watch import ledger

    told, watch = entries.current(), ledger.current()
    queues = stands.queues(watch) if watch is not None else {}
    for each in told.entries.values():
        print(f"{each.name}: {each.way}, {each.audience}, {', '.join(each.what)}, {each.ceiling}")
        if each.name in queues:
            print(f"  {_queue(queues[each.name])}")
    for name in queues.keys() - told.entries.keys():
        print(f"{name}: not in the file; {_queue(queues[name])}")
    for said in told.faults:
        print(f"error: {said}", file=sys.stderr)
    return int(bool(told.faults))


def _queue(of: Queue) -> str:
    """What waits for one who is told, in words."""
    sent = _moment(of.sent_ms) if of.sent_ms else "never"
    said = f"{of.last:,} put in, {of.waits:,} waiting, last sent {sent}"
    if of.failures:
        said += (
            f"; failed {of.failures} times in a row ({of.fault}), next try {_moment(of.next_ms)}"
        )
    return said


def _moment(at_ms: int) -> str:
    return moment(datetime.fromtimestamp(at_ms / 1000, UTC))


def _doctor(_: argparse.Namespace) -> int:
    from data.operations import doctor  # brings a database library with it

    found = list(doctor.examined())
    for each in found:
        print(f"{'wrong' if each.wrong else 'well'}: {each.says}")
    return int(any(each.wrong for each in found))
