"""`python -m data briefing ...`: a briefing made, sealed, written and checked without the page."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType

from briefing import (
    earlier,
    html,
    keeping,
    kit,
    pdf,
    picture,
    pptx,
    ready,
    seal,
    signing,
    since,
    verify,
    views,
)  # fmt: skip
from briefing.content import Deck
from briefing.keeping import Briefing, KeepingError
from briefing.seal import Sealed
from briefing.views import View
from data import files
from data.analysis import revisions
from data.cli import running, values
from data.geography import groups
from languages.english import seal as words

Dump = Callable[[Deck, argparse.Namespace], bytes]


def _progress(done: int, total: int, what: str) -> None:
    """How far it is, on one line of a terminal; Ctrl C stops it, and nothing is left behind."""
    if sys.stderr.isatty():
        end = "\r" if done < total else "\n"
        print(f"\033[K{100 * done // max(1, total):3} % {what[:60]}", end=end, file=sys.stderr)


def _html(deck: Deck, arguments: argparse.Namespace) -> bytes:
    return html.dump(deck, notes=arguments.notes, progress=_progress).encode()


def _pdf(deck: Deck, arguments: argparse.Namespace) -> bytes:
    make = pdf.brief if arguments.paper == "a4" else pdf.slides
    return make(deck, progress=_progress)


def _pptx(deck: Deck, arguments: argparse.Namespace) -> bytes:
    return pptx.dump(deck, template=arguments.template, notes=arguments.notes, progress=_progress)


def _png(deck: Deck, arguments: argparse.Namespace) -> bytes:
    at = arguments.slide or 1
    if not 0 < at <= len(deck.slides) or not deck.slides[at - 1].drawings:
        raise KeepingError(f"there is no figure on slide {at}")
    return picture.png(deck, deck.slides[at - 1])


FORMATS: Mapping[str, Dump] = MappingProxyType(
    {"html": _html, "pdf": _pdf, "pptx": _pptx, "png": _png}
)
KIT = "kit"  # a folder of all of them


def parser() -> argparse.ArgumentParser:
    """What `briefing` can do."""
    whole = argparse.ArgumentParser(
        prog="python -m data briefing",
        description="Briefings: views kept, sealed and written without the page.",
    )
    does = whole.add_subparsers(dest="does", required=True)

    def command(
        name: str, says: str, run: Callable[[argparse.Namespace], int | None]
    ) -> argparse.ArgumentParser:
        made = does.add_parser(name, help=says, description=says)
        made.set_defaults(run=run)
        made.add_argument(
            "--store", type=Path, help="folder of the store; else THREATS_STORE, else your own"
        )
        return made

    made = command("new", "begin a briefing, empty or one that comes ready; prints its name", _new)
    made.add_argument("title", nargs="?", default="")
    made.add_argument("--subtitle", default="")
    made.add_argument("--ready", choices=ready.KINDS)
    made.add_argument("--country", type=values.country)
    made.add_argument("--partner", type=values.country)
    made.add_argument("--group", default="", help="such as ASEAN")
    made = command("add", "add a view: the address of a page with its filters", _add)
    made.add_argument("name")
    made.add_argument("address", help="such as '/trafficking?country=THA&period=2019'")
    made.add_argument("--drawing", default="", help=", ".join(views.DRAWN))
    for name in ("title", "caption", "notes"):
        made.add_argument(f"--{name}", default="")
    made = command("list", "the briefings kept, or the views of one", _list)
    made.add_argument("name", nargs="?")
    made.add_argument("--format", choices=("table", "json"), default="table")
    made = command("delete", "delete a briefing; what it was sealed as stays", _delete)
    made.add_argument("name")
    made = command(
        "seal", "pin the figures now in force, and print the code that names them", _seal
    )
    made.add_argument("name")
    made = command(
        "export", "write a briefing as it was sealed; it is sealed where it is not", _export
    )
    made.add_argument("name", help="of a briefing, or the code of a seal")
    made.add_argument("--to", choices=(*FORMATS, KIT), required=True)
    made.add_argument("--file", type=Path, help="else its name, in this folder")
    made.add_argument("--newest", action="store_true", help="seal it anew, with the newest figures")
    made.add_argument("--notes", action="store_true", help="the presenter's own copy")
    made.add_argument(
        "--template", type=Path, help="a .potx or .pptx; else THREATS_TEMPLATE, else our own"
    )
    made.add_argument("--paper", choices=("slides", "a4"), default="slides", help="of a PDF")
    made.add_argument("--slide", type=int, help="whose figure a picture is of; else the first")
    made = command("check", "whether nobody touched a kit: 0 as it was written, else 1", _check)
    made.add_argument("folder", type=Path)
    made.add_argument(
        "--trust", action="append", default=[], help="the fingerprint of a key to trust"
    )
    made = command("key", "print the fingerprint of the key that signs your kits", _key)
    made = command(
        "verify",
        "whether a number stands in what a code names; 0 as published, 1 unknown, 3 revised since",
        _verify,
    )
    made.add_argument("code")
    made.add_argument("number", nargs="?", default="")
    made.add_argument("--slide", type=int, help="counted from 1, without the cover")
    made.add_argument("--format", choices=("table", "json"), default="table")
    made = command("since", "what newer figures say otherwise than those that were sealed", _since)
    made.add_argument("name", help="of a briefing, or the code of a seal")
    made.add_argument("--format", choices=("table", "json"), default="table")
    return whole


def main(given: list[str]) -> int:
    """Runs one command; 0 done, 1 the input is wrong, 2 wrong usage; of `verify` 3 is revised."""
    return running.run(parser().parse_args(given))


def _new(arguments: argparse.Namespace) -> None:
    about = {
        "country_": arguments.country or "",
        "partner": arguments.partner or "",
        "group_": arguments.group,
    }
    if arguments.group and arguments.group not in groups.groups():
        raise KeepingError(f"there is no group {arguments.group!r}")
    made: tuple[View, ...] = ()
    title = arguments.title
    if arguments.ready:
        try:
            made = ready.views(arguments.ready, **about)
        except ValueError as fault:
            raise KeepingError("say of whom: --country, --group, or two countries") from fault
        title = title or ready.title(arguments.ready, **about)
    elif not title:
        raise KeepingError("say a title, or --ready")
    briefing = Briefing(
        name=keeping.named(title), title=title, subtitle=arguments.subtitle, views=made
    )
    keeping.save(briefing)
    print(briefing.name)


def _add(arguments: argparse.Namespace) -> None:
    briefing = keeping.load(arguments.name)
    names = ("address", "drawing", "title", "caption", "notes")
    try:
        view = views.read({name: getattr(arguments, name) for name in names})
    except ValueError as fault:
        raise KeepingError(f"the {fault} of the view is too long") from fault
    keeping.save(replace(briefing, views=(*briefing.views, view)))
    print(view.address)


def _list(arguments: argparse.Namespace) -> None:
    if arguments.name:
        briefing = keeping.load(arguments.name)
        if arguments.format == "json":
            print(keeping.dump(briefing).decode(), end="")
            return
        for at, each in enumerate(briefing.views, 1):
            print("\t".join(filter(None, (str(at), each.address, each.drawing, each.title))))
        return
    found = keeping.names()
    if arguments.format == "json":
        print(json.dumps([{"name": name, "title": title} for name, title in found], indent=1))
        return
    for name, title in found:
        print(f"{name}\t{title}")


def _delete(arguments: argparse.Namespace) -> None:
    keeping.load(arguments.name)
    keeping.delete(arguments.name)


def _sealed(name: str) -> Sealed:
    return earlier.sealed(keeping.load(name))


def _seal(arguments: argparse.Namespace) -> None:
    print(_sealed(arguments.name).code)


def _opened(name: str, newest: bool = False) -> Sealed:
    """What a code names, or a briefing's seal names while nothing in it was changed since."""
    if not keeping.NAME.fullmatch(name) or name not in dict(keeping.names()):
        return seal.sealed(name)
    briefing = keeping.load(name)
    if briefing.seal and not newest:
        made = seal.sealed(briefing.seal)
        if made.of(briefing):
            return made
    return _sealed(name)


def _export(arguments: argparse.Namespace) -> None:
    made = _opened(arguments.name, arguments.newest)
    plain = seal.plain_code(made.code)
    if arguments.to == KIT:
        folder = arguments.file or Path(made.deck.name or plain)
        told = {"template": arguments.template, "notes": arguments.notes, "progress": _progress}
        found = kit.write(made.deck, folder, **told)
        print(f"{found.folder}: {made.code}, signed by {signing.shown(found.fingerprint)}")
        return
    path = arguments.file or Path(f"{made.deck.name or plain}.{arguments.to}")
    files.write(path, FORMATS[arguments.to](made.deck, arguments))
    print(f"{path}: {made.code}")


def _check(arguments: argparse.Namespace) -> None:
    found = kit.verify(arguments.folder, trusted=arguments.trust, progress=_progress)
    print(f"{found.title}: {found.seal} of {found.made}, {found.marking}, as it was written")
    print(f"{len(found.files)} files, signed by {signing.shown(found.fingerprint)}")


def _key(arguments: argparse.Namespace) -> None:
    print(signing.shown(signing.fingerprint(signing.own().public_key().public_bytes_raw())))


def _verify(arguments: argparse.Namespace) -> int:
    found = verify.verify(arguments.code, arguments.number, arguments.slide)
    if arguments.format == "json":
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    else:
        print(found)
        for each in found.places:
            print("\t".join(filter(None, (str(each.slide), each.of, each.said, each.now))))
    return {"published": 0, "unknown": 1, "revised": 3}[found.state]


def _since(arguments: argparse.Namespace) -> None:
    found = since.since(_opened(arguments.name))
    many = {kind: found.many(kind) for kind in revisions.KINDS}
    if arguments.format == "json":
        said = {
            "code": found.code,
            "sources": found.sources,
            "records": many,
            "gone": found.gone,
            "moved": [
                {**asdict(each), "world": each.world, "data": each.data} for each in found.moved
            ],
        }
        print(json.dumps(said, ensure_ascii=False, indent=1))
        return
    if not found.sources:
        print(words.SINCE_NOTHING())
        return
    print("\t".join(f"{n:,} {words.KINDS[kind]}" for kind, n in many.items()))
    for each in (*found.moved, *(words.GONE(title=title) for title in found.gone)):
        print(each)
