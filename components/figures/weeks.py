"""One figure week by week, as a line."""

from __future__ import annotations

import pandas as pd

from components.figures import theme
from components.figures.text import Reads, reading
from components.figures.theme import Figure
from languages.english import figures as words


def build(
    figures: pd.DataFrame,
    *,
    unit: str,
    domain: str,
    open_from: str = "",
    reads: Reads | None = None,
) -> Figure:
    """From `figures` (week: its Monday, value); weeks from `open_from` on are shaded, since more
    may still be added to them.
    """
    said_of = reading(unit, reads)
    x = [f"{each:%Y-%m-%d}" for each in figures["week"]]
    y = [None if pd.isna(each) else float(each) for each in figures["value"]]
    shapes = (
        [
            {
                "type": "rect",
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "x0": open_from,
                "x1": x[-1],
                "fillcolor": "$border",
                "opacity": 0.35,
                "line": {"width": 0},
            }
        ]
        if open_from and x and open_from < x[-1]
        else []
    )
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": x,
                "y": y,
                "line": {"color": theme.accent(domain), "width": 2.5},
                "marker": {"size": 6, "color": theme.accent(domain)},
                "customdata": [said_of(each, None, None) for each in y],
                "hovertemplate": theme.hover(
                    words.WEEK(day="%{x|%-d %b %Y}", said="%{customdata}")
                ),
                "showlegend": False,
                "connectgaps": False,
            }
        ],
        "layout": theme.layout(
            dragmode=False,
            hovermode="closest",
            margin={"l": 8, "r": 8, "t": 10, "b": 24},
            shapes=shapes,
            xaxis=theme.axis(type="date", showgrid=False),
            yaxis=theme.axis(rangemode="tozero", separatethousands=True, nticks=5),
        ),
    }
