"""Our own elements' code: static files that the browser keeps, found by the few lines that every
message of an element carries.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import streamlit as st

import languages
from languages import Sentence
from languages.english import elements

STATIC = Path(__file__).resolve().parents[2] / "static"
VERSION = hashlib.sha256(
    b"".join(
        file.read_bytes()
        for place in ("elements", "languages", "vendor")
        for file in sorted((STATIC / place).iterdir())
    )
).hexdigest()[:12]


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """An element of the page, called to show it in the language of whom it is shown to.

    `draws` of the module `file` below static/ is called with the element's `.part`, with what
    Streamlit hands on, and with what it says: `words`, as templates whose values the browser knows,
    and `lists`, as pairs of a value and its label; those of `later` it asks for by itself, in a
    file of their own.
    """

    name: str
    html: str
    file: str
    part: str
    draws: str
    words: Mapping[str, Sentence]
    lists: Mapping[str, Callable[[], Mapping[str, str]]]
    later: Mapping[str, Callable[[], Mapping[str, str]]]

    def __call__(self, **told: Any) -> Any:
        return _mounted(self.name, languages.current(), self.html, self.loader())(**told)

    def said(self) -> dict[str, Any]:
        """What it says in the language spoken just now, and how that writes numbers."""
        speaks = languages.language()
        return {
            "code": speaks.code,
            "decimal": speaks.decimal,
            "group": speaks.group,
            "failed": str(elements.FAILED),
            **{key: str(sentence) for key, sentence in self.words.items()},
            **{key: [*made().items()] for key, made in self.lists.items()},
        }

    def said_later(self) -> dict[str, list[tuple[str, str]]]:
        """The lists of `later`, in the language spoken just now."""
        return {key: [*made().items()] for key, made in self.later.items()}

    def loader(self) -> str:
        """JavaScript that lets `draws` draw into the element's `.part`, in the language spoken
        just now.

        What `draws` returns, if anything, is called when the element leaves the page. The words
        are fetched once a page, from a file of their own; where a language has none they come with
        every message.
        """
        return _loader(self, languages.current())


@cache
def _loader(element: Element, code: str) -> str:
    held = (STATIC / "languages" / f"{code}.json").exists()
    told = {
        "file": element.file,
        "part": element.part,
        "draws": element.draws,
        "code": code,
        "words": element.name if held else element.said() | element.said_later(),
    }
    return f"""
const at = (file) => new URL(`app/static/${{file}}?v={VERSION}`, document.baseURI).href;
const ready = import(at("elements/mount.js"));
export default (component) => {{
  const leave = ready.then((each) => each.mounted(component, at, {json.dumps(told)}));
  return () => leave.then((undraw) => undraw?.());
}};
"""


@cache
def _mounted(name: str, code: str, html: str, js: str) -> Callable[..., Any]:
    """The element as Streamlit knows it, one for each language."""
    usual = code == languages.codes()[0]
    named = name if usual else f"{name}-{code}"
    return st.components.v2.component(named, html=html, js=js, isolate_styles=False)


def element(
    name: str,
    html: str,
    file: str,
    part: str,
    draws: str,
    words: Mapping[str, Sentence],
    lists: Mapping[str, Callable[[], Mapping[str, str]]] = MappingProxyType({}),
    later: Mapping[str, Callable[[], Mapping[str, str]]] = MappingProxyType({}),
) -> Element:
    """An element, made known to Streamlit before the first reader asks."""
    made = Element(name, html, file, part, draws, MappingProxyType(dict(words)), lists, later)
    _mounted(name, languages.current(), html, made.loader())
    return made


def early() -> list[str]:
    """The modules below static/ that every page needs, for the head of the page: found while
    Streamlit's own are still on their way.
    """
    return [
        *(
            file.relative_to(STATIC).as_posix()
            for file in sorted((STATIC / "elements").glob("*.js"))
            if file.name not in ("picture.js", "walk.js")  # fetched when they are asked for
        ),
        "vendor/gunzip.min.js",
    ]


def packed(message: Mapping[str, Any]) -> bytes:
    """What an element is sent: gzipped JSON, the same bytes for the same message."""
    return gzip.compress(encode(message), 6, mtime=0)


def encode(message: Mapping[str, Any]) -> bytes:
    """JSON of `message`; NumPy values become numbers and lists, dates ISO text, and NaN becomes
    null.
    """
    try:
        text = json.dumps(
            message, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain
        )
    except ValueError:
        text = json.dumps(
            _finite(message), separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )
    return text.encode()


def _plain(value: Any) -> Any:
    for convert in ("tolist", "isoformat"):
        if hasattr(value, convert):
            return getattr(value, convert)()
    raise TypeError(f"no element can carry {value!r} ({type(value).__name__})")


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _finite(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(part) for part in value]
    return value if value is None or isinstance(value, str | int) else _finite(_plain(value))
