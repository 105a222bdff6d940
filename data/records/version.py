"""One published version of a source, as a store names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from security.tlp import Tlp


@dataclass(frozen=True, slots=True)
class Version:
    """One published version of a source: what the pointer file says.

    `tlp` is the strictest mark of its records, of an indicator's where `marks` names it. Those of a
    lower mark alone are versions of their own, `narrower`, the strictest last.
    """

    source: str
    version: str
    file: Path
    edition: str
    as_of: date
    records: int
    report: Mapping[str, Any]
    bundled: bool
    cube: Path | None
    tlp: Tlp = Tlp.RED
    marks: Mapping[str, Tlp] = field(default_factory=dict)
    narrower: tuple[Version, ...] = ()
    whole: bool = True

    def seen(self, ceiling: Tlp) -> Version | None:
        """What of it is marked up to the ceiling; None where nothing is."""
        if self.tlp <= ceiling:
            return self
        return next((each for each in reversed(self.narrower) if each.tlp <= ceiling), None)

    def all(self) -> tuple[Version, ...]:
        """The version and the narrower ones."""
        return (*self.narrower, self)
