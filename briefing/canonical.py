"""A deck as JSON and back, and the one text of it that its seal is the hash of.

That text has nothing of the presenter's own: notes and how numbers were made are not in it, so that
a file for the audience holds it whole. It is ASCII and has no `<`: a page holds it as it stands.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_type_hints

from briefing.content import Cited, Deck, Drawing, Figure, Series, Slide, Step

PARTS = (Cited, Drawing, Figure, Series, Slide, Step)
_HINTS = MappingProxyType({each.__name__: get_type_hints(each) for each in (Deck, *PARTS)})
T = TypeVar("T")


def document(made: Any) -> dict[str, Any]:
    """A deck, or a part of one, as plain JSON; what has its usual value is left out."""
    held = {each.name: (getattr(made, each.name), each.default) for each in fields(made)}
    return {name: _plain(value) for name, (value, usual) in held.items() if value != usual}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return document(value) if isinstance(value, PARTS) else value


def deck(raw: Mapping[str, Any]) -> Deck:
    """The deck again; KeyError or TypeError where it is none."""
    return _made(Deck, raw)


def _made(kind: type[T], raw: Mapping[str, Any]) -> T:
    hints = _HINTS[kind.__name__]
    return kind(**{name: _value(hints[name], value) for name, value in raw.items()})


def _value(hint: Any, value: Any) -> Any:
    if not isinstance(value, list):
        return value
    inside = get_args(hint)[0] if get_args(hint) else None
    if inside in PARTS:
        return tuple(_made(inside, each) for each in value)
    return tuple(tuple(each) if isinstance(each, list) else each for each in value)


def public(made: Deck) -> Deck:
    """The deck without what is the presenter's own, and without its seal."""
    slides = tuple(replace(each, notes="", how=(), seal="") for each in made.slides)
    return replace(made, slides=slides, seal="", name="", evidence="", earlier="")


def slide(one: Slide) -> dict[str, Any]:
    """A slide as the one text of its deck has it."""
    return document(replace(one, notes="", how=(), seal=""))


def text(made: Deck) -> str:
    """The one text of a deck."""
    return written(document(public(made)))


def digest(made: Deck) -> str:
    """The SHA-256 of that text."""
    return hashlib.sha256(text(made).encode("ascii")).hexdigest()


def written(said: Any) -> str:
    """Plain JSON as the one text there is of it."""
    found = json.dumps(said, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return found.replace("<", "\\u003c")
