"""From where to where as bands: the largest flows by name, the rest as others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from components.figures import theme
from components.figures.text import Reads, plain, reading
from components.figures.theme import Figure
from languages.english import figures as words

OTHERS = "others"


def build(
    flows: pd.DataFrame,
    others: float,
    names: Mapping[str, str],
    *,
    unit: str,
    domain: str,
    reads: Reads | None = None,
) -> Figure:
    """From `flows` (partner = where from, country = where to, level, value, low, high), largest
    first; `others`
    is what all the rest adds up to.
    """
    said_of = reading(unit, reads)
    left = list(dict.fromkeys(flows["partner"]))
    right = list(dict.fromkeys(flows["country"]))
    codes = [*left, *right]
    label = [plain(names[code]) for code in codes]
    source = [left.index(code) for code in flows["partner"]]
    target = [len(left) + right.index(code) for code in flows["country"]]
    value = flows["level"].tolist()
    said = [
        words.FLOW(
            origin=plain(names[row.partner]),
            destination=plain(names[row.country]),
            said=said_of(None if pd.isna(row.value) else row.value, row.low, row.high),
        )
        for row in flows.itertuples()
    ]
    colour: list[Any] = [theme.accent(domain)] * len(codes)
    if others > 0:
        codes, label = [*codes, OTHERS, OTHERS], [*label, *[words.OTHER_COUNTRIES()] * 2]
        source, target, value = (
            [*source, len(codes) - 2],
            [*target, len(codes) - 1],
            [*value, others],
        )
        said = [*said, words.OTHER_FLOWS(said=said_of(others, None, None))]
        colour = [*colour, "$muted", "$muted"]
    return {
        "data": [
            {
                "type": "sankey",
                "arrangement": "fixed",
                "orientation": "h",
                "node": {
                    "label": label,
                    "color": colour,
                    "pad": 10,
                    "thickness": 12,
                    "customdata": codes,
                    "hovertemplate": "%{label}: %{value:,}<extra></extra>",
                    "line": {"width": 0},
                },
                "link": {
                    "source": source,
                    "target": target,
                    "value": value,
                    "customdata": said,
                    "hovertemplate": "%{customdata}<extra></extra>",
                    "color": {"$light": "rgba(90,110,125,0.28)", "$dark": "rgba(160,180,195,0.28)"},
                },
                "textfont": {"color": "$text", "size": 12},
            }
        ],
        "layout": theme.layout(margin={"l": 4, "r": 4, "t": 8, "b": 8}),
    }
