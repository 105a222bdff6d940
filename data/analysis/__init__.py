"""Read out of several answers: a country, a pair, changes, coverage, how a number was made."""

__all__ = [
    "bilateral",
    "changes",
    "country",
    "coverage",
    "group",
    "lists",
    "method",
    "standing",
    "wholes",
]
