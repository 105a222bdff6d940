"""One published version of a source, as a store names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Version:
    """One published version of a source: what the pointer file says."""

    source: str
    version: str
    file: Path
    edition: str
    as_of: date
    records: int
    report: Mapping[str, Any]
    bundled: bool
    cube: Path | None
