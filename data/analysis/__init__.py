"""Read out of several answers: a country, its verdict, a pair, changes, coverage, a number."""

__all__ = [
    "bilateral",
    "both_sides",
    "brief",
    "changes",
    "country",
    "coverage",
    "exports",
    "group",
    "listing",
    "lists",
    "meeting",
    "method",
    "points",
    "saying",
    "standing",
    "steps",
    "strips",
    "trends",
    "verdict",
    "wholes",
]
