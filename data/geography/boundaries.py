"""The published policy on boundaries and names, what it says of each dispute, and the note that
stands with every map. The outlines that follow it: outlines.py.
"""

import re
from functools import cache
from pathlib import Path

import pandas as pd

import languages
import settings
from languages import Sentence, translated
from languages.english import geography as words

POLICY = Path(__file__).parent / "BOUNDARIES.md"
DISPUTES = Path(__file__).parent / "disputes.csv"
NOTE = words.BOUNDARIES
UN, DE_FACTO, BLANK = POLICIES = ("un", "de_facto", "blank")
_MARKS = re.compile(
    r"(^#+ |^\| | \| | \|$|\*\*)", re.MULTILINE
)  # of Markdown, between which texts stand


def usual() -> str:
    """The policy where nobody chose one: what THREATS_BORDERS says."""
    return settings.current().borders


@cache
def disputes() -> pd.DataFrame:
    """One row per disputed area or line: `id`, `name`, `lon` and `lat` of a place in it, as what it
    is `drawn` (area, own code, none, or the two countries a line parts), the country it is shown
    for by each of POLICIES (`-` for none), `line` (dashed or not), `status`, `citation`; in
    English.
    """
    return pd.read_csv(DISPUTES, dtype=str, keep_default_na=False)


def names() -> dict[str, Sentence]:
    """What each dispute is called, by its id."""
    table = disputes()
    return dict(zip(table["id"], map(Sentence, table["name"]), strict=True))


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
