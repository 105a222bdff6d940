"""What a briefing was sealed as before: its file tells a number of an older slide from a false one,
without a network.

It is kept beside the seal and is no part of what the code is the hash of. A slide that is still
the same is named by its id, one that says something else is there whole, and of one that was
removed is nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from briefing import canonical, keeping, seal, verify
from briefing.content import Deck, Slide
from briefing.keeping import Briefing
from briefing.seal import Sealed, SealError
from data import files, integrity
from security.tlp import Tlp

LARGEST = 1_000_000  # bytes of all earlier seals; the oldest are left out


def sealed(briefing: Briefing) -> Sealed:
    """The briefing sealed and saved with its code; what it was sealed as before is told beside the
    seal. As `seal.seal`.
    """
    made = seal.seal(briefing)
    keeping.save(replace(briefing, seal=made.code))
    path = made.folder / seal.EARLIER
    if briefing.seal not in ("", made.code) and not path.exists():
        files.write(path, integrity.sealed({"seals": _bounded(_told(briefing.seal, made.deck))}))
    return seal.sealed(made.code)


def _told(code: str, new: Deck) -> Iterator[dict[str, Any]]:
    """The seal before, then those before that."""
    codes = [code]
    for each in codes:
        try:
            old = seal.sealed(each)
        except SealError:
            continue
        codes += [one["code"] for one in json.loads(old.deck.earlier or "[]")[:1]]
        if Tlp(old.deck.marking) <= Tlp(new.marking):
            yield _seal(old, new)


def _seal(old: Sealed, new: Deck) -> dict[str, Any]:
    known = {each.id: canonical.slide(each) for each in new.slides}
    slides = [_slide(each, known) for each in old.deck.slides]
    return {
        "code": old.code,
        "title": old.deck.title,
        "made": old.deck.made,
        "slides": slides,
        "now": [list(each) for each in verify.revised(old)],
    }


def _slide(one: Slide, known: dict[str, dict[str, Any]]) -> str | dict[str, Any] | None:
    if one.id not in known:
        return None
    plain = canonical.slide(one)
    return one.id if known[one.id] == plain else plain


def _bounded(several: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    found, room = [], LARGEST
    for each in several:
        room -= len(canonical.written(each))
        if room < 0:
            break
        found.append(each)
    return found
