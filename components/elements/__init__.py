"""Our own elements of a page; their code in the browser is in static/elements/."""

__all__ = [
    "assets",
    "bars",
    "bell",
    "cards",
    "chart",
    "choices",
    "collect",
    "copying",
    "desk",
    "filter_bar",
    "find",
    "grid",
    "mirror",
    "moving",
    "multiples",
    "own_country",
    "reached",
    "secretariat",
    "slides",
    "strips",
]
