"""What is remembered of a source's last fetch from its publisher."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from data import store


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is remembered of a source's last request."""

    address: str = ""
    etag: str = ""
    last_modified: str = ""
    checked: str = ""  # moment, ISO 8601
    outcome: str = ""  # one of OUTCOMES
    words: str = ""
    failing_since: str = ""  # moment of the first failure in a row
    not_before: str = ""  # moment before which the publisher asked not to come back
    content: str = ""  # SHA-256 of the file


def remembered(root: Path, name: str) -> Fetched:
    """What is remembered of a source's last request; nothing where it was never asked for."""
    try:
        raw = json.loads((root / "fetched" / f"{name}.json").read_text(encoding="utf-8"))
        return Fetched(
            **{key: str(value) for key, value in raw.items() if key in Fetched.__dataclass_fields__}
        )
    except (OSError, ValueError, AttributeError):
        return Fetched()


def remember(root: Path, name: str, known: Fetched) -> None:
    """Keeps it beside the pointers, as `fetched/NAME.json`."""
    store.writable(root)
    folder = store.private(root / "fetched")
    store.write(
        folder / f"{name}.json",
        (json.dumps(asdict(known), indent=1, ensure_ascii=False) + "\n").encode(),
    )
