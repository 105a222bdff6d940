"""Bars with a name and a number each, as text of the page: found, copied, read aloud and printed; a
click or Enter picks one.
"""

from __future__ import annotations

from dataclasses import asdict

from components.elements import assets
from components.elements.chart import Picked
from components.elements.told import answer
from components.figures.ranking import Ranking
from languages.english import bars as words
from languages.english import chart

_mount = assets.element(
    "bars",
    '<div class="chart"><div class="ranked"></div></div>',
    "elements/bars.js",
    "ranked",
    "draw",
    {"picture": chart.PICTURE, "ranked": words.RANKED, "tick": words.TICK},
)


def message(
    ranking: Ranking, *, alt: str, heading: str = "", title: str = "", footer: str = ""
) -> dict[str, object]:
    """What draws a ranking; `title` and `footer` are those of the downloaded picture."""
    return {
        "rows": [asdict(row) for row in ranking.rows],
        "against": ranking.against,
        "colours": ranking.colours,
        "alt": alt,
        "heading": heading,
        "title": title,
        "footer": footer,
    }


def show(told: dict[str, object], *, key: str, on_pick: Picked | None = None) -> None:
    """Draws a message; `on_pick` hears which country was picked, and whether beside the others."""
    callbacks = {}
    if on_pick:
        callbacks["on_picked_change"] = lambda: answer(
            key,
            "picked",
            lambda said: on_pick([{"customdata": said["code"]}], said["multiple"]),
            code=str,
            multiple=bool,
        )
    _mount(
        key=key,
        data=assets.packed(told | {"key": key, "pick": on_pick is not None}),
        height="content",
        **callbacks,
    )
