"""Classes of values and the colours of charts, the same on pages, slides and paper.

Ground: imports languages, nothing else of ours.
"""

from legends.classes import CLASSES, at, bounds, labels
from legends.palette import (
    ACCENTS,
    CATEGORIES,
    FALL,
    LITTLE,
    NIGHT,
    RISE,
    WHITE,
    ZERO,
    mix,
    on_paper,
    ramp,
)

__all__ = [
    "ACCENTS",
    "CATEGORIES",
    "CLASSES",
    "FALL",
    "LITTLE",
    "NIGHT",
    "RISE",
    "WHITE",
    "ZERO",
    "at",
    "bounds",
    "labels",
    "mix",
    "on_paper",
    "ramp",
]
