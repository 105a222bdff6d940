"""How many came how far: a bar per step, with its share of the first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from components.figures import theme, words
from components.figures.theme import Figure


def build(
    steps: Sequence[tuple[str, int]], aside: Sequence[tuple[str, int]], *, unit: str, domain: str
) -> Figure:
    """From `steps` in their order and `aside`, those that ended early, in grey below."""
    unit = words.plain(unit)
    lines = [*steps, *aside]
    whole = steps[0][1] if steps else 0
    share = [
        f" ({100 * value / whole:.0f} %)" if whole and place else ""
        for place, (_, value) in enumerate(lines)
    ]
    said = [f" {words.number(value)}{part}" for (_, value), part in zip(lines, share, strict=True)]
    grey = {"$light": "#9aabb6", "$dark": "#6b7f8c"}
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "y": list(range(len(lines))),
            "x": [value for _, value in lines],
            "text": said,
            "textposition": "outside",
            "cliponaxis": False,
            "textfont": {"color": "$text", "size": 12},
            "hovertemplate": f"%{{customdata}} {unit}<extra></extra>",
            "customdata": [f"{words.plain(name)}: {words.number(value)}" for name, value in lines],
            "marker": {
                "color": [theme.accent(domain)] * len(steps) + [grey] * len(aside),
                "line": {"width": 0},
            },
            "showlegend": False,
        }
    ]
    return {
        "data": data,
        "layout": theme.layout(
            bargap=0.28,
            dragmode=False,
            margin={"l": 4, "r": 8, "t": 6, "b": 8},
            xaxis=theme.axis(showticklabels=False, showgrid=False, range=[0, (whole or 1) * 1.3]),
            yaxis=theme.axis(
                tickvals=list(range(len(lines))),
                ticktext=[words.plain(name) for name, _ in lines],
                range=[len(lines) - 0.4, -0.6],
                showgrid=False,
                tickfont={"color": "$text", "size": 12.5},
            ),
        ),
    }
