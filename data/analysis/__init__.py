"""Read out of several answers: a country, its verdict, a pair, changes, coverage, a number."""

__all__ = [
    "bilateral",
    "changes",
    "country",
    "coverage",
    "group",
    "lists",
    "method",
    "standing",
    "verdict",
    "wholes",
]
