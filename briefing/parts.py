"""What a view says before it has its frame of sources, mark and seal."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.content import Drawing
from data.catalog import Indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """As the fields of a slide; `abouts` are the indicators whose figures it shows."""

    title: str
    filters: str
    drawings: tuple[Drawing, ...]
    abouts: tuple[Indicator, ...]
    definition: str = ""
    number: str = ""
    unit: str = ""
    change: str = ""
    caveat: str = ""
    points: tuple[str, ...] = ()
    how: tuple[str, ...] = ()
