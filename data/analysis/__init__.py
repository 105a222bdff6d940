"""Read out of several answers: a country, its verdict, a pair, changes, coverage, a number."""

__all__ = [
    "bilateral",
    "both_sides",
    "changes",
    "country",
    "coverage",
    "group",
    "lists",
    "meeting",
    "method",
    "points",
    "standing",
    "verdict",
    "wholes",
]
