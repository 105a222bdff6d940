"""From where to where as bands: the largest flows by name, the rest as others."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from components.figures import theme, words
from components.figures.theme import Figure

OTHERS = "others"


def build(
    flows: pd.DataFrame, others: float, names: Mapping[str, str], *, unit: str, domain: str
) -> Figure:
    """From `flows` (partner = where from, country = where to, level, said), largest first; `others`
    is what all the rest adds up to.
    """
    unit = words.plain(unit)
    left = list(dict.fromkeys(flows["partner"]))
    right = list(dict.fromkeys(flows["country"]))
    codes = [*left, *right]
    label = [words.plain(names[code]) for code in codes]
    source = [left.index(code) for code in flows["partner"]]
    target = [len(left) + right.index(code) for code in flows["country"]]
    value = flows["level"].tolist()
    said = [
        f"{words.plain(names[a])} to {words.plain(names[b])}: {text} {unit}"
        for a, b, text in zip(flows["partner"], flows["country"], flows["said"], strict=True)
    ]
    colour = [theme.accent(domain)] * len(codes)
    if others > 0:
        codes, label = [*codes, OTHERS, OTHERS], [*label, "Other countries", "Other countries"]
        source, target, value = (
            [*source, len(codes) - 2],
            [*target, len(codes) - 1],
            [*value, others],
        )
        said = [*said, f"all other flows: {words.number(others)} {unit}"]
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
