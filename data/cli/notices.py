"""`python -m data notice ...`: proposals from the command line."""

from __future__ import annotations

import argparse
import csv
import getpass
import itertools
import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import settings
from data.geography import countries
from data.intelligence import demo as attacked
from data.records import spreadsheet
from data.watch import database, demo, ledger, lifecycle, model
from data.watch.ledger import Watch
from data.watch.setting import WatchError
from errors import ThreatsError
from exchange import forms, stix
from security import tokens
from security.tlp import USUAL, Tlp
from security.viewer import HEADQUARTERS, operator


def parser() -> argparse.ArgumentParser:
    """What `notice` can do."""
    whole = argparse.ArgumentParser(
        prog="python -m data notice",
        description="Proposals of notices: the watch from the command line.",
    )
    does = whole.add_subparsers(dest="does", required=True)

    def command(
        name: str, words: str, formats: tuple[str, ...] = ("table", "json")
    ) -> argparse.ArgumentParser:
        made = does.add_parser(name, help=words, description=words)
        made.add_argument(
            "--store",
            type=Path,
            help="folder of the store; else THREATS_WATCH_URL, else THREATS_STORE",
        )
        made.add_argument("--format", choices=formats, default=formats[0])
        return made

    made = command("add", "propose a notice")
    made.add_argument(
        "--file",
        help="proposals as JSON (one, a list, or a STIX 2.1 bundle); - reads standard input",
    )
    for name, words in (
        ("reference", "the bureau's file number"),
        ("requesting", "country that asks"),
        ("date", "such as 2016-01-31; else today"),
    ):
        made.add_argument(f"--{name}", help=words)
    made.add_argument("--colour", help=", ".join(model.COLOURS))
    made.add_argument("--offence", help=", ".join(model.OFFENCES))
    made.add_argument("--tlp", help=f"{', '.join(Tlp)}; else {USUAL}")
    for name, words in model.RELATIONS.items():
        made.add_argument(f"--{name.replace('_', '-')}", nargs="+", metavar="ISO3", help=words)
    made = command("list", "a country's queue, or the newest of all")
    made.add_argument("--country", help="ISO 3166-1 alpha-3")
    made.add_argument("--bucket", choices=ledger.BUCKETS, default="", help="else all that is open")
    made.add_argument("--limit", type=int, default=50)
    made = command(
        "show",
        "one proposal and every step about it, each with its mark",
        ("table", "json", "csv", "stix"),
    )
    made.add_argument("reference")
    made.add_argument("--requesting", required=True, help="country that asks")
    made = command("answer", "record what a country did about a proposal")
    made.add_argument("reference")
    made.add_argument("--requesting", required=True, help="country that arguments")
    made.add_argument("--country", required=True, help="country that answers")
    made.add_argument(
        "--answer", choices=tuple(lifecycle.ANSWERS), help="located, not_here or need_more"
    )
    made.add_argument(
        "--step",
        choices=lifecycle.STEPS,
        default="answered",
        help="seen, arrested, returned; else answered",
    )
    made.add_argument("--text", default="", help="a word to the requesting bureau")
    made.add_argument(
        "--tlp",
        choices=[mark.value for mark in Tlp],
        help="stricter than the proposal's; else that",
    )
    made = command(
        "stage", "record what headquarters decided, or that the requesting bureau withdrew"
    )
    made.add_argument("reference")
    made.add_argument("--requesting", required=True, help="country that arguments")
    made.add_argument("step", choices=tuple(lifecycle.STAGES))
    made = command(
        "demo", "replay invented proposals and attacks into a store that holds nothing else"
    )
    made.add_argument("--many", type=int, default=12, help="sent one by one")
    made.add_argument("--seconds", type=float, default=5.0, help="between two")
    made.add_argument(
        "--past", type=int, default=0, help="first fill the last twelve weeks with this many"
    )
    made.add_argument("--seed", type=int, default=2016)
    made = command(
        "figures",
        "count the life cycle into the store's figures: the source `watch`, on the pages and in"
        " `query`",
    )
    made.add_argument("--file", type=Path, help="write the counted table there instead")
    made = command(
        "token",
        "make a bureau's token, or a key that reads figures; prints it once, and the line for"
        " the file THREATS_WATCH_TOKENS names",
    )
    keys = ", ".join(tokens.KEYS)
    made.add_argument(
        "bureau", help=f"ISO 3166-1 alpha-3, or {HEADQUARTERS}; {keys}: a key that reads figures"
    )
    return whole


def main(given: list[str]) -> int:
    """Runs one command; 0 done, 1 the input is wrong, 2 wrong usage."""
    arguments = parser().parse_args(given)
    told = {} if arguments.store is None else {"store": arguments.store, "watch_url": ""}
    run = {
        "add": _add,
        "list": _list,
        "show": _show,
        "answer": _answer,
        "stage": _stage,
        "demo": _demo,
        "figures": _figures,
        "token": _token,
    }[arguments.does]
    try:
        with settings.using(**told):
            return run(arguments)
    except model.RefusedError as refused:
        for each in refused.faults:
            sys.stderr.write(f"error: {each.field}: {each.fault}\n")
    except ledger.SQLAlchemyError as fault:
        sys.stderr.write(f"error: the store of proposals: {database.plain(fault)}\n")
    except ThreatsError as fault:
        sys.stderr.write(f"error: {fault}\n")
    finally:
        ledger.close()
    return 1


def _watch(create: bool) -> Watch:
    watch = ledger.current(create=create)
    if watch is None:
        raise WatchError(
            database.SWITCH_ON()
            if database.address() is None
            else "nothing was ever proposed in this store"
        )
    return watch


def _who() -> str:
    return f"{getpass.getuser()} at the command line"


def _print(document: Any, lines: list[str], arguments: argparse.Namespace) -> None:
    sys.stdout.write(
        (
            json.dumps(document, ensure_ascii=False, indent=1)
            if arguments.format == "json"
            else "\n".join(lines)
        )
        + "\n"
    )


def _add(arguments: argparse.Namespace) -> int:
    if arguments.file:
        try:
            document = model.parse(
                sys.stdin.buffer.read()
                if arguments.file == "-"
                else Path(arguments.file).read_bytes()
            )
        except OSError as fault:
            raise WatchError(f"{arguments.file}: {fault.strerror}") from fault
    else:
        given = {
            name: getattr(arguments, name)
            for name in ("reference", "requesting", "colour", "offence", "date", "tlp")
        }
        document = {name: value for name, value in given.items() if value is not None}
        usual = {"date": datetime.now(UTC).date().isoformat(), "tlp": USUAL.value}
        document = usual | document
        document["concerned"] = {
            name: codes for name in model.RELATIONS if (codes := getattr(arguments, name))
        }
    sent = forms.proposals(document)
    accepted = _watch(create=True).add(sent, _who())
    lines = []
    for each in accepted:
        lines.append(
            f"{each.proposal.requesting} {each.proposal.reference}:"
            f" {'accepted' if each.new else 'there already'}, number {each.id}, concerns"
        )
        lines += [
            f"  {code} {countries.name(code)}: {'; '.join(why)}"
            for code, why in each.routes.items()
        ]
    _print([forms.accepted(each) for each in accepted], lines, arguments)
    return 0


def _list(arguments: argparse.Namespace) -> int:
    sight = _watch(create=False).visible(operator())
    if arguments.country:
        if arguments.country not in countries.codes():
            raise WatchError(f"{arguments.country!r} is not an ISO 3166-1 alpha-3 code")
        rows = [
            forms.line(each)
            for each in sight.queue(arguments.country, arguments.bucket, limit=arguments.limit)
        ]
    else:
        rows = [forms.newest(*each) for each in sight.everything(arguments.limit)]
    if arguments.format == "json":
        _print(rows, [], arguments)
        return 0
    shown = [
        "id",
        "requesting",
        "reference",
        "colour",
        "offence",
        "date",
        "tlp",
        "stage",
        *(
            ["status", "answer", "answer_tlp", "age_hours", "overdue", "why"]
            if arguments.country
            else []
        ),
    ]
    table = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    table.writerow(shown)
    table.writerows(
        ["; ".join(row[name]) if isinstance(row[name], list) else row[name] for name in shown]
        for row in rows
    )
    return 0


def _show(arguments: argparse.Namespace) -> int:
    watch = _watch(create=False)
    proposal, case, events = watch.visible(operator()).case(_number(watch, arguments))
    if arguments.format == "stix":
        document = stix.bundle([proposal], [(proposal, each) for each in events])
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
        return 0
    rows = [forms.event(each) for each in events]
    if arguments.format == "json":
        _print({**proposal.document(), "stage": case.stage, "steps": rows}, [], arguments)
        return 0
    shown = ["id", "at_ms", "country", "step", "answer", "tlp", "who", "text"]
    comma = arguments.format == "csv"
    table = csv.writer(sys.stdout, delimiter="," if comma else "\t", lineterminator="\n")
    table.writerow(shown)
    table.writerows([spreadsheet.plain(row[name]) for name in shown] for row in rows)
    return 0


def _number(watch: Watch, arguments: argparse.Namespace) -> int:
    number = watch.find(arguments.requesting, arguments.reference)
    if number is None:
        raise WatchError(f"{arguments.requesting} {arguments.reference}: no such proposal")
    return number


def _record(
    arguments: argparse.Namespace, bureau: str, country: str = "", answer: str = "", text: str = ""
) -> int:
    watch = _watch(create=False)
    event = watch.step(
        _number(watch, arguments),
        arguments.step,
        _who(),
        bureau,
        country,
        answer,
        text,
        tlp=Tlp(arguments.tlp) if getattr(arguments, "tlp", None) else None,
    )
    _print(
        forms.event(event),
        [
            f"{arguments.requesting} {arguments.reference}: {lifecycle.WORDS[event.step]}"
            f" {lifecycle.ANSWERS.get(event.answer, '')} recorded as event {event.id}".replace(
                "  ", " "
            )
        ],
        arguments,
    )
    return 0


def _answer(arguments: argparse.Namespace) -> int:
    return _record(
        arguments,
        bureau=arguments.country,
        country=arguments.country,
        answer=arguments.answer or "",
        text=arguments.text,
    )


def _stage(arguments: argparse.Namespace) -> int:
    return _record(arguments, bureau=HEADQUARTERS)


def _demo(arguments: argparse.Namespace) -> int:
    watch = _watch(create=True)
    if watch.purpose() == "real":
        raise WatchError(
            "this store holds real proposals; a demonstration needs a folder of its own"
        )

    def said(words: str) -> None:
        sys.stderr.write(words)

    said("DEMONSTRATION: every proposal and every attack is invented.\n")
    if arguments.past:
        many = demo.past(watch, arguments.past, arguments.seed)
        attacks = attacked.past(watch, arguments.past, arguments.seed)
        said(f"{many} proposals and {attacks} attacks of the last twelve weeks\n")
    numbers = itertools.count(ledger.now_ms())

    def told(line: str) -> None:
        said(f"{line}\n{attacked.live(watch, next(numbers), arguments.seed)}\n")

    demo.replay(watch, arguments.many, arguments.seed, arguments.seconds, told)
    return 0


def _figures(arguments: argparse.Namespace) -> int:
    from data.ingest import importing  # brings the contract of the figures with it
    from data.intelligence import history as exchanged
    from data.store import StoreError, folder
    from data.watch import history

    watch, today = _watch(create=False), datetime.now(UTC).date()
    if watch.purpose() == "demonstration":
        raise WatchError(
            "this store holds a demonstration; invented proposals are never counted among the"
            " figures"
        )
    if arguments.file is None and settings.current().store is None:
        raise WatchError("say which store the figures go to: --store DIR or THREATS_STORE")
    with tempfile.TemporaryDirectory() as scratch:
        path = arguments.file or Path(scratch) / "watch.csv"
        try:
            many = history.write(watch, path)
            if arguments.file is None:
                table = Path(scratch) / "sharing.csv"
                for name, file, found in (
                    ("watch", path, many),
                    ("sharing", table, exchanged.write(watch, table)),
                ):
                    if found:
                        importing.bring(file, name, folder(), edition=f"as of {today}", as_of=today)
        except OSError as fault:
            raise WatchError(f"{path}: {fault.strerror}") from fault
        except StoreError as fault:
            raise WatchError(str(fault)) from fault
    where = str(arguments.file) if arguments.file else "the store"
    _print(
        {"lines": many, "as_of": today.isoformat()},
        [f"{many:,} lines counted into {where}, as of {today}"],
        arguments,
    )
    return 0


def _token(arguments: argparse.Namespace) -> int:
    others = (HEADQUARTERS, *tokens.KEYS)
    if arguments.bureau not in others and arguments.bureau not in countries.codes():
        known = " nor ".join(others)
        raise WatchError(f"{arguments.bureau!r} is neither an ISO 3166-1 alpha-3 code nor {known}")
    token, digest = tokens.new_token()
    lines = [
        f"token for the bureau: {token}",
        f'line for the file:    {arguments.bureau} = "{digest}"',
        f'(several: {arguments.bureau} = ["...", "..."])',
    ]
    _print({"bureau": arguments.bureau, "token": token, "sha256": digest}, lines, arguments)
    return 0
