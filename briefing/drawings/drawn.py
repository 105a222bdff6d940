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


def canvas(drawing: Drawing, width: float, height: float, size: float = 18) -> Canvas:
    """The drawing, made; `size` is that of its type."""
    made = Canvas(drawing, width, height, size)
    KINDS[drawing.kind](made)
    return made


def draw(drawing: Drawing, width: float, height: float, size: float = 18) -> str:
    """The drawing as an SVG document of this width and height, its type of this size."""
    return canvas(drawing, width, height, size).svg()
