"""Countries, what they are called, their groups and populations; outlines, sea zones."""

__all__ = [
    "boundaries",
    "countries",
    "groups",
    "neighbours",
    "outlines",
    "population",
    "regions",
    "search",
]
