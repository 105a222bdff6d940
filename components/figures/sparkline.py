"""A line the height of a word: how a number went, without axes."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 96, 30, 3  # pixels
COLOUR = "#7b8794"


def build(values: Sequence[float], alt: str) -> str:
    """An image element, the last value dotted; zero is at the bottom, the colour is legible on light and dark."""
    top = max(*values, 1e-9)
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    points = [(EDGE + i * step, HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * max(value, 0) / top) for i, value in enumerate(values)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<polyline points="{line}" fill="none" stroke="{COLOUR}" stroke-width="1.8" stroke-linejoin="round"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.8" fill="{COLOUR}"/></svg>'
    )
    return f'<img class="spark" alt="{html.escape(alt)}" src="data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}">'
