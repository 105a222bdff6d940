"""Our own elements' code: static files that the browser keeps, found by the few lines that every
message of an element carries.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

import languages
from languages import Sentence
from languages.english import elements

STATIC = Path(__file__).resolve().parents[2] / "static"
VERSION = hashlib.sha256(
    b"".join(
        file.read_bytes()
        for place in ("elements", "vendor")
        for file in sorted((STATIC / place).iterdir())
    )
).hexdigest()[:12]


def element(
    name: str, html: str, file: str, part: str, draws: str, words: Mapping[str, Sentence]
) -> Callable[..., Any]:
    """An element of the page: what is called to show it, in the language of whom it is shown to.

    `draws` of the module `file` below static/ is called with the element's `.part`, with what
    Streamlit hands on, and with what it says: `words`, as templates whose values the browser knows.
    """

    @cache
    def spoken(code: str) -> Callable[..., Any]:
        return st.components.v2.component(
            name if code == languages.codes()[0] else f"{name}-{code}",
            html=html,
            js=loader(file, part, draws, words),
            isolate_styles=False,
        )

    spoken(languages.current())  # what most readers see is made before the first asks
    return lambda **told: spoken(languages.current())(**told)


def loader(file: str, part: str, name: str, words: Mapping[str, Sentence]) -> str:
    """JavaScript that lets `name` of the module `file` below static/ draw into an element's
    `.part`, in the language spoken just now.

    What `name` returns, if anything, is called when the element leaves the page.
    """
    speaks = languages.language()
    said = {
        "code": speaks.code,
        "decimal": speaks.decimal,
        "group": speaks.group,
        "failed": str(elements.FAILED),
        **{key: str(sentence) for key, sentence in words.items()},
    }
    return f"""
const code = import(new URL("app/static/{file}?v={VERSION}", document.baseURI).href);
const said = {json.dumps(said)};
export default function (component) {{
  const host = component.parentElement.querySelector(".{part}");
  const leave = code.then((module) => module.{name}(host, component, said));
  leave.catch((error) => {{
    console.error(error);
    host.textContent = said.failed;
  }});
  return () => leave.then((undraw) => undraw?.(), () => {{}});
}}
"""


def early() -> list[str]:
    """The modules below static/ that every page needs, for the head of the page: found while
    Streamlit's own are still on their way.
    """
    return [
        *(
            file.relative_to(STATIC).as_posix()
            for file in sorted((STATIC / "elements").glob("*.js"))
            if file.name != "picture.js"  # fetched by whom a picture is asked for
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
