"""How many came how far: a bar per step, with its share of the first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from components.figures import theme
from components.figures.text import Reads, plain, reading
from components.figures.theme import Figure
from languages import amount, number
from languages.english import figures as words


def build(
    steps: Sequence[tuple[str, int]],
    aside: Sequence[tuple[str, int]],
    *,
    unit: str,
    domain: str,
    reads: Reads | None = None,
) -> Figure:
    """From `steps` in their order and `aside`, those that ended early, in grey below."""
    said_of = reading(unit, reads)
    lines = [*steps, *aside]
    whole = steps[0][1] if steps else 0
    said = [
        (
            words.STEP_SHARE(amount=amount(value), percent=number(100 * value / whole, 0))
            if whole and place
            else words.STEP_AMOUNT(amount=amount(value))
        )
        for place, (_, value) in enumerate(lines)
    ]
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
            "hovertemplate": theme.hover("%{customdata}"),
            "customdata": [
                words.STEP(step=plain(name), said=said_of(value, None, None))
                for name, value in lines
            ],
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
                ticktext=[plain(name) for name, _ in lines],
                range=[len(lines) - 0.4, -0.6],
                showgrid=False,
                tickfont={"color": "$text", "size": 12.5},
            ),
        ),
    }
