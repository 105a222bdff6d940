"""The largest countries as bars, the earlier figure as a tick on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from components.figures import theme
from components.figures.text import Reads, plain, reading
from components.figures.theme import Figure
from languages import amount
from languages.english import figures as words


def build(
    figures: pd.DataFrame,
    names: Mapping[str, str],
    *,
    unit: str,
    reads: Reads | None = None,
    domain: str,
    before: Mapping[str, float] | None = None,
    against: str = "",
    chosen: Sequence[str] = (),
    absent: str = "missing",
    most: int = 12,
) -> Figure:
    """From `figures` (country, value, low, high), largest on top; `before` holds the values of the
    period `against`.

    Who is `chosen` and not among the largest stands below them with its rank; one without a row has
    none recorded (`absent` "zero") or no data ("missing").
    """
    said_of = reading(unit, reads)
    every = figures.assign(level=figures["value"].fillna(figures["high"])).sort_values(
        ["level", "country"], ascending=[False, True], ignore_index=True
    )
    kept = dict.fromkeys(
        code for code in chosen if code not in set(every["country"].head(most)) and code in names
    )
    ranked = pd.concat([every.head(max(most - len(kept), 1)), every[every["country"].isin(kept)]])
    codes = ranked["country"].tolist()
    place = {
        code: 1 + int((every["level"] > level).sum())
        for code, level in zip(codes, ranked["level"], strict=True)
        if code in kept
    }
    label = [
        (
            words.RANKED(rank=place[code], name=plain(names[code]))
            if code in place
            else plain(names[code])
        )
        for code in codes
    ]
    figures_of = [
        (None if pd.isna(v) else v, low, high)
        for v, low, high in ranked[["value", "low", "high"]].itertuples(index=False, name=None)
    ]
    said = [amount(*each) for each in figures_of]
    long = [said_of(*each) for each in figures_of]
    levels = ranked["level"].tolist()
    for code in kept:
        if code not in codes:
            codes, label = [*codes, code], [*label, plain(names[code])]
            zero = absent == "zero"
            said = [*said, amount(0) if zero else words.NO_DATA_SHORT()]
            long = [*long, said_of(0, None, None) if zero else words.NO_DATA_SHORT()]
            levels = [*levels, 0.0]
    earlier = [(before or {}).get(code) for code in codes]
    full, faint = (
        theme.accent(domain),
        {
            "$light": theme.mix(theme.ACCENTS[domain], theme.WHITE, 0.55),
            "$dark": theme.mix(theme.ACCENTS[domain], theme.NIGHT, 0.15),
        },
    )
    hover = [
        (
            words.PLACE(name=name, said=text)
            if value is None or not against
            else words.PLACE_BEFORE(name=name, said=text, period=against, before=amount(value))
        )
        for name, text, value in zip(label, long, earlier, strict=True)
    ]
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "y": list(range(len(codes))),
            "x": levels,
            "customdata": codes,
            "hovertext": hover,
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {
                "color": [full if not chosen or code in chosen else faint for code in codes],
                "line": {"width": 0},
            },
            "showlegend": False,
        }
    ]
    top = max([*levels, *(value for value in earlier if value is not None)], default=1) or 1
    if before and against:
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "y": [i for i, value in enumerate(earlier) if value is not None],
                "x": [value for value in earlier if value is not None],
                "marker": {
                    "symbol": "line-ns-open",
                    "size": 13,
                    "line": {"width": 2, "color": "$text"},
                    "color": "$text",
                },
                "name": against,
                "hoverinfo": "skip",
                "showlegend": True,
            }
        )
    edge = top * (
        1.06 + 0.026 * max(map(len, said), default=1)
    )  # the numbers stand in a column of their own, clear of bars and ticks
    data.append(
        {
            "type": "scatter",
            "mode": "text",
            "y": list(range(len(codes))),
            "x": [edge] * len(codes),
            "text": said,
            "textposition": "middle left",
            "cliponaxis": False,
            "hoverinfo": "skip",
            "showlegend": False,
            "textfont": {"color": "$text", "size": 12},
        }
    )
    return {
        "data": data,
        "layout": theme.layout(
            bargap=0.28,
            clickmode="event",
            dragmode=False,
            margin={"l": 4, "r": 8, "t": 6, "b": 22},
            xaxis=theme.axis(showticklabels=False, showgrid=False, range=[0, edge]),
            yaxis=theme.axis(
                tickvals=list(range(len(codes))),
                ticktext=label,
                range=[max(len(codes), 6) - 0.4, -0.6],
                showgrid=False,
                ticklabelposition="outside",
                tickfont={"color": "$text", "size": 12.5},
            ),
            legend={
                "orientation": "h",
                "x": 0,
                "y": -0.02,
                "yanchor": "top",
                "font": {"size": 12, "color": "$muted"},
                "bgcolor": "rgba(0,0,0,0)",
                "itemclick": False,
                "itemdoubleclick": False,
            },
        ),
    }
