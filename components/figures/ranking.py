"""The largest countries as bars, the earlier figure as a tick on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from components.figures import theme, words
from components.figures.theme import Figure


def build(
    figures: pd.DataFrame,
    names: Mapping[str, str],
    *,
    unit: str,
    domain: str,
    before: Mapping[str, float] | None = None,
    against: str = "",
    chosen: Sequence[str] = (),
    most: int = 12,
) -> Figure:
    """From `figures` (country, value, low, high), largest on top; `before` holds the values of the period `against`."""
    unit = words.plain(unit)
    ranked = figures.assign(level=figures["value"].fillna(figures["high"])).sort_values(["level", "country"], ascending=[False, True]).head(most)
    codes = ranked["country"].tolist()
    label = [words.plain(names[code]) for code in codes]
    said = [words.number(None if pd.isna(v) else v, low, high) for v, low, high in ranked[["value", "low", "high"]].itertuples(index=False, name=None)]
    earlier = [(before or {}).get(code) for code in codes]
    full, faint = theme.accent(domain), {"$light": theme.mix(theme.ACCENTS[domain], theme.WHITE, 0.55), "$dark": theme.mix(theme.ACCENTS[domain], theme.NIGHT, 0.15)}
    note = [f"<br>{against}: {words.number(value)}" if value is not None and against else "" for value in earlier]
    data: list[dict[str, Any]] = [
        {
            "type": "bar", "orientation": "h", "y": list(range(len(codes))), "x": ranked["level"].tolist(),
            "customdata": codes, "hovertext": [f"<b>{name}</b><br>{text} {unit}{more}" for name, text, more in zip(label, said, note, strict=True)], "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {"color": [full if not chosen or code in chosen else faint for code in codes], "line": {"width": 0}}, "showlegend": False,
        }
    ]  # fmt: skip
    top = max([*ranked["level"].tolist(), *(value for value in earlier if value is not None)], default=1) or 1
    if before and against:
        data.append(
            {
                "type": "scatter", "mode": "markers", "y": [i for i, value in enumerate(earlier) if value is not None], "x": [value for value in earlier if value is not None],
                "marker": {"symbol": "line-ns-open", "size": 13, "line": {"width": 2, "color": "$text"}, "color": "$text"}, "name": against, "hoverinfo": "skip", "showlegend": True,
            }
        )  # fmt: skip
    room = [0.03 * (len(text) + 2) * top for text in said]  # a label stands at its bar's end, past the tick only where that would cross it
    ends = [value if value is not None and level <= value < level + wide else level for level, value, wide in zip(ranked["level"], earlier, room, strict=True)]
    data.append(
        {
            "type": "scatter", "mode": "text", "y": list(range(len(codes))), "x": ends, "text": [f" {text}" for text in said], "textposition": "middle right", "cliponaxis": False,
            "hoverinfo": "skip", "showlegend": False, "textfont": {"color": "$text", "size": 12},
        }
    )  # fmt: skip
    return {
        "data": data,
        "layout": theme.layout(
            bargap=0.28, clickmode="event", dragmode=False, margin={"l": 4, "r": 8, "t": 6, "b": 22},
            xaxis=theme.axis(showticklabels=False, showgrid=False, range=[0, top * 1.22]),
            yaxis=theme.axis(tickvals=list(range(len(codes))), ticktext=label, range=[max(len(codes), 6) - 0.4, -0.6], showgrid=False, ticklabelposition="outside", tickfont={"color": "$text", "size": 12.5}),
            legend={"orientation": "h", "x": 0, "y": -0.02, "yanchor": "top", "font": {"size": 12, "color": "$muted"}, "bgcolor": "rgba(0,0,0,0)", "itemclick": False, "itemdoubleclick": False},
        ),
    }  # fmt: skip
