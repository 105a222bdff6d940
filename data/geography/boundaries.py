"""The published policy on boundaries and names, and the note that stands with every map. The
outlines that follow it: outlines.py.
"""

from functools import cache
from pathlib import Path

POLICY = Path(__file__).parent / "BOUNDARIES.md"
NOTE = "Boundaries and names shown do not imply endorsement or acceptance."


@cache
def policy() -> str:
    """The boundary policy as published on the page of sources, in Markdown."""
    return POLICY.read_text(encoding="utf-8")
