"""The published policy on boundaries and names, and the note that stands with every map. The
outlines that follow it: outlines.py.
"""

import re
from functools import cache
from pathlib import Path

import languages
from languages import translated
from languages.english import geography as words

POLICY = Path(__file__).parent / "BOUNDARIES.md"
NOTE = words.BOUNDARIES
_MARKS = re.compile(
    r"(^#+ |^\| | \| | \|$|\*\*)", re.MULTILINE
)  # of Markdown, between which texts stand


def policy() -> str:
    """The boundary policy as published on the page of sources, in Markdown."""
    return _policy(languages.current())


@cache
def _policy(_language: str) -> str:
    return "\n\n".join(
        "".join(part if mark else _text(part) for mark, part in _parts(block))
        for block in POLICY.read_text(encoding="utf-8").strip().split("\n\n")
    )


def texts() -> tuple[str, ...]:
    """The texts of the policy as they are translated, one by one."""
    blocks = POLICY.read_text(encoding="utf-8").strip().split("\n\n")
    parts = [part for block in blocks for mark, part in _parts(block) if not mark]
    return tuple(" ".join(part.split()) for part in parts if re.search("[A-Za-z]", part))


def _parts(block: str) -> list[tuple[bool, str]]:
    return [(at % 2 == 1, part) for at, part in enumerate(_MARKS.split(block))]


def _text(part: str) -> str:
    return translated(" ".join(part.split())) if re.search("[A-Za-z]", part) else part
