"""A Plotly figure that stays on the page: the browser changes what differs and keeps zoom, pan and selection."""

import gzip
import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

STATIC = Path(__file__).resolve().parent.parent / "static" / "plot"
VERSION = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(STATIC.glob("*.js")))).hexdigest()[:12]

# Every message carries these few lines; the code proper is a static file that the browser keeps.
LOADER = f"""
const code = import(new URL("app/static/plot/plot.js?v={VERSION}", document.baseURI).href);
export default function (component) {{
  const host = component.parentElement.querySelector(".plot");
  const leave = code.then((plot) => plot.draw(host, component));
  leave.catch((error) => {{ console.error(error); host.textContent = "This chart could not be loaded."; }});
  return () => leave.then((undraw) => undraw(), () => {{}});
}}
"""

_mount = st.components.v2.component("plot", html='<div class="plot" role="figure"></div>', js=LOADER, isolate_styles=False)

Picked = Callable[[list[dict], bool], None]
Brushed = Callable[[tuple | None], None]


@dataclass(frozen=True, slots=True)
class Packed:
    """A figure as it is sent: `message` is compressed JSON, `height` pixels or `content`."""

    key: str
    message: bytes
    height: int | str


def plot(figure: dict, *, on_pick: Picked | None = None, on_brush: Brushed | None = None, **more) -> None:
    """Draw `figure`, which is packed here and now; see `pack` for `more`, and `show` for what it answers to."""
    show(pack(figure, pick=on_pick is not None, brush=on_brush is not None, **more), on_pick, on_brush)


def pack(figure: dict, *, key: str, height: int, alt: str, footer: str = "", title: str = "", ratio: float | None = None, pick: bool = False, brush: bool = False) -> Packed:
    """The message that draws `figure`: plain `data` and `layout` as Plotly knows them, unchecked, and for a map its `legend` and what is `chosen`.

    `height` is in pixels; with a `ratio` of height to width the figure grows with the window where there is room.
    `title` and `footer` are plain text for the downloaded picture. In the figure "$text", "$muted", "$background", "$panel",
    "$border" and "$accent" stand for the theme's colours, {"$light": a, "$dark": b} for one value per theme, and "$hatch" for
    diagonal lines. `pick` and `brush` are true where `show` is given what answers them.
    """
    message = {"figure": figure, "key": key, "height": height, "alt": alt, "title": title, "footer": footer, "ratio": ratio}
    asked = {name: True for name, wanted in (("pick", pick), ("brush", brush)) if wanted}
    return Packed(key, gzip.compress(encode(message | asked), 6, mtime=0), "content" if ratio else height)


def show(packed: Packed, on_pick: Picked | None = None, on_brush: Brushed | None = None) -> None:
    """Draw a packed figure.

    `on_pick(points, multiple)` answers a click on a mark, before the rerun: each point has curveNumber, pointNumber, location,
    customdata, label, x and y (None where it has none); multiple says that Shift or Ctrl was held.
    `on_brush((first, last))` answers a stretch dragged along the x axis, `on_brush(None)` the double click that clears it.
    """
    key, callbacks = packed.key, {}
    if on_pick:
        callbacks["on_picked_change"] = lambda: _answer(key, "picked", lambda value: on_pick(value["points"], value["multiple"]))
    if on_brush:
        callbacks["on_brushed_change"] = lambda: _answer(key, "brushed", lambda value: on_brush(value["range"] and tuple(value["range"])))
    _mount(key=key, data=packed.message, height=packed.height, **callbacks)


def _answer(key: str, event: str, act: Callable[[dict], None]) -> None:
    value = st.session_state[key][event]
    if value:
        act(value)


def encode(message: dict) -> bytes:
    """JSON of `message`; NumPy values become numbers and lists, dates ISO text, and NaN becomes null."""
    try:
        text = json.dumps(message, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain)
    except ValueError:
        text = json.dumps(_finite(message), separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def _plain(value):
    for convert in ("tolist", "isoformat"):
        if hasattr(value, convert):
            return getattr(value, convert)()
    raise TypeError(f"a figure cannot carry {value!r} ({type(value).__name__})")


def _finite(value):
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _finite(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(part) for part in value]
    return value if value is None or isinstance(value, str | int) else _finite(_plain(value))
