"""Any drawing as SVG."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from briefing.content import Drawing, Kind
from briefing.drawings import comparison, figure, flows, map, ranking, table, timeline
from briefing.drawings.canvas import Canvas

KINDS: Mapping[Kind, Callable[[Canvas], None]] = MappingProxyType(
    {
        "map": map.drawn,
        "timeline": timeline.drawn,
        "ranking": ranking.drawn,
        "comparison": comparison.drawn,
        "flows": flows.drawn,
        "table": table.drawn,
        "number": figure.drawn,
    }
)


def draw(
    drawing: Drawing,
    width: float,
    height: float,
    size: float = 18,
    whole: Drawing | None = None,
) -> str:
    """The drawing as an SVG document of this width and height, its type of this size; one that is a
    part of a `whole` has its scale.
    """
    canvas = Canvas(drawing, width, height, size, whole)
    KINDS[drawing.kind](canvas)
    return canvas.svg()


def silhouette(drawing: Drawing, width: float, height: float) -> str:
    """The land of a map's countries and nothing else, for a cover."""
    canvas = Canvas(drawing, width, height)
    map.silhouette(canvas)
    return canvas.svg()
