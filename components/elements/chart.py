"""A Plotly figure that stays on the page: the browser changes what differs and keeps zoom, pan and
selection.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from components.elements import assets
from components.elements.told import answer
from data.geography import boundaries
from languages.english import chart as words
from languages.english import geography

GZIP = b"\x1f\x8b\x08" + bytes(6) + b"\xff"  # the frame's head: no name, no time

_mount = assets.element(
    "plot",
    '<div class="chart"><div class="plot" role="figure"></div></div>',
    "elements/chart.js",
    "plot",
    "draw",
    {
        "picture": words.PICTURE,
        "zoomIn": words.ZOOM_IN,
        "zoomOut": words.ZOOM_OUT,
        "reset": words.RESET,
        "months": words.MONTHS,
        "undrawn": words.UNDRAWN,
        "asList": words.AS_LIST,
        "findPlace": words.FIND_PLACE,
        "placeRanked": words.PLACE_RANKED,
        "placesFound": words.PLACES_FOUND,
        "play": words.PLAY,
        "pause": words.PAUSE,
        "year": words.YEAR,
        "un": geography.UN,
        "de_facto": geography.DE_FACTO,
        "blank": geography.BLANK,
        "inSight": geography.IN_SIGHT,
        "disputed": geography.DISPUTED,
        "nobodys": geography.NOBODYS,
        **boundaries.names(),
    },
)

Picked = Callable[[list[dict[str, Any]], bool], None]
Brushed = Callable[[tuple[Any, ...] | None], None]
Switched = Callable[[str, str | bool], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A choice beside a chart's heading: one of `options`, pairs of a value and its label; without
    options it is on or off. With `views`, a box (west, south, east, north in degrees) for each
    option, it stands on the map and says which part of the world that shows, at once.
    """

    key: str
    label: str
    value: str | bool
    options: tuple[tuple[str, str], ...] = ()
    help: str = ""
    views: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Packed:
    """A figure as it is sent: `message` is compressed JSON."""

    key: str
    message: bytes
    switches: tuple[Switch, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """The beginning of a message, all but what a choice changes: compressed, without gzip's frame,
    its checksum and its bytes.
    """

    packed: bytes
    check: int
    size: int


def plot(
    figure: dict[str, Any],
    *,
    on_pick: Picked | None = None,
    on_brush: Brushed | None = None,
    **more: Any,
) -> None:
    """Draw `figure`, which is packed here and now; see `pack` for `more`, and `show` for what it
    answers to.
    """
    show(
        pack(figure, pick=on_pick is not None, brush=on_brush is not None, **more),
        on_pick,
        on_brush,
    )


def pack(
    figure: dict[str, Any] | Begun,
    *,
    key: str,
    height: int,
    alt: str,
    footer: str = "",
    title: str = "",
    ratio: float | None = None,
    least: int = 250,
    chosen: Sequence[str] = (),
    period: Sequence[str] = (),
    pick: bool = False,
    brush: bool = False,
    heading: str = "",
    lead: str = "",
    note: str = "",
    hint: str = "",
    switches: Sequence[Switch] = (),
    borders: str = boundaries.UN,
    moves: Mapping[str, Any] | None = None,
) -> Packed:
    """The message that draws `figure`: plain `data` and `layout` as Plotly knows them, unchecked,
    and for a map its `legend`.

    The countries `chosen` on a map are outlined by static/elements/chart.js, without Plotly: to
    choose one draws no map anew; `period` is the first and last one chosen of a timeline. `height`
    is in pixels; with a `ratio` of height to width the figure grows with the window from the
    `least` pixels on. `heading`, `lead` below it, `switches` beside them, `note` and, never on
    paper, `hint` of what a hand may do stand around the figure: as elements of Streamlit's own
    they cost a browser more than a timeline. `title` and `footer` are plain text for the downloaded
    picture. In the figure "$text", "$muted", "$background", "$panel", "$border" and "$accent"
    stand for the theme's colours, {"$light": a, "$dark": b} for one value per theme, and
    "$hatch" for diagonal lines. `pick` and `brush` are true where `show` is given what answers
    them. A map's shapes, dashed lines and the note below it follow the policy `borders`. `moves`
    puts a handle below the time axis, see components/elements/moving.py.
    """
    begun = figure if isinstance(figure, Begun) else begin(figure)
    message = {
        "key": key,
        "height": height,
        "alt": alt,
        "title": title,
        "footer": footer,
        "ratio": ratio,
    }
    around = {
        "heading": heading,
        "lead": lead,
        "note": note,
        "hint": hint,
        "switches": [asdict(each) for each in switches],
    }
    message |= {name: said for name, said in around.items() if said} | {
        name: True for name, wanted in (("pick", pick), ("brush", brush)) if wanted
    }
    if ratio:
        message["least"] = least
    if borders != boundaries.UN:
        message["borders"] = borders
    if period:
        message["period"] = period
    if moves:
        message["moves"] = moves
    rest = b",".join((b"", assets.encode({"chosen": chosen})[1:], assets.encode(message)[1:]))
    packer = zlib.compressobj(6, wbits=-zlib.MAX_WBITS)
    end = struct.pack("<LL", zlib.crc32(rest, begun.check), begun.size + len(rest))
    whole = b"".join((GZIP, begun.packed, packer.compress(rest), packer.flush(), end))
    return Packed(key, whole, tuple(switches))


def begin(figure: dict[str, Any]) -> Begun:
    """Packs what the messages of several choices on one figure begin with: that is nearly all of
    them.
    """
    text = b'{"figure":' + assets.encode(figure)[:-1]
    packer = zlib.compressobj(6, wbits=-zlib.MAX_WBITS)
    return Begun(
        packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH), zlib.crc32(text), len(text)
    )


def show(
    packed: Packed,
    on_pick: Picked | None = None,
    on_brush: Brushed | None = None,
    on_switch: Switched | None = None,
    on_move: Callable[[dict[str, Any]], None] | None = None,
) -> None:
    """Draw a packed figure.

    `on_pick(points, multiple)` answers a click on a mark, before the rerun: each point has
    curveNumber, pointNumber, location,
    customdata, label, x and y (None where it has none); multiple says that Shift or Ctrl was held.
    `on_brush((first, last))` answers a stretch dragged along the x axis, `on_brush(None)` the
    double click that clears it. `on_switch(key, value)` answers a switch, with a value that it
    offers. `on_move` hears what the handle below the time axis says.
    """
    key, callbacks = packed.key, {}
    if on_pick:
        callbacks["on_picked_change"] = lambda: answer(
            key,
            "picked",
            lambda value: on_pick(
                [each for each in value["points"] if isinstance(each, dict)], value["multiple"]
            ),
            points=list,
            multiple=bool,
        )
    if on_brush:
        callbacks["on_brushed_change"] = lambda: answer(
            key,
            "brushed",
            lambda value: _brushed(value["range"], on_brush),
            range=(list, type(None)),
        )
    if on_switch:
        callbacks["on_switched_change"] = lambda: answer(
            key, "switched", lambda value: switched(packed.switches, value, on_switch), key=str
        )
    if on_move:
        callbacks["on_moved_change"] = lambda: answer(key, "moved", on_move)
    _mount(key=key, data=packed.message, height="content", **callbacks)


def _brushed(span: list[Any] | None, on_brush: Brushed) -> None:
    """Hands on a stretch of two numbers or two dates; what is neither is left out."""
    if not span:
        on_brush(None)
        return
    for kind in (str, int | float):
        if len(span) == 2 and all(isinstance(each, kind) for each in span):
            on_brush((span[0], span[1]))


def switched(switches: Sequence[Switch], told: dict[str, Any], on_switch: Switched) -> None:
    """Hands on what the reader chose; what is not offered is left out."""
    for each in switches:
        offered: list[str | bool] = [value for value, _ in each.options] or [True, False]
        if each.key == told["key"] and told["value"] in offered:
            on_switch(each.key, told["value"])
