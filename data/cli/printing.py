"""How the command line shows tables, documents and import reports."""

from __future__ import annotations

import json
from typing import Any


def table(lines: list[list[Any]], heads: list[str]) -> str:
    """Lines in columns below their heads."""
    text = [
        [
            ("" if cell is None else f"{cell:,}" if isinstance(cell, int | float) else str(cell))
            for cell in row
        ]
        for row in lines
    ]
    widths = [max(len(row[i]) for row in [heads, *text]) for i in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [heads, *text]
    )


def document(content: Any) -> str:
    """One JSON document."""
    return json.dumps(content, ensure_ascii=False, indent=1)


def report(version: str, said: dict[str, Any]) -> str:
    """What an import read, kept and dropped."""
    lines = [
        (f"{said['file']}: {said['read']:,} rows read, {said['kept']:,} kept, version {version}")
    ]
    for name, label in (
        ("dropped", "dropped"),
        ("not_countries", "without a country"),
        ("unmatched", "not recognised"),
        ("precision", "dates"),
    ):
        lines += [
            f"  {label}: {count:,} x {reason}" for reason, count in list(said[name].items())[:20]
        ]
        if len(said[name]) > 20:
            lines.append(f"  {label}: {len(said[name]) - 20} more")
    lines.append(
        f"  masked cells: {said['masked']:,}; rows added to one with the same key:"
        f" {said['duplicates']:,}"
    )
    if said["ignored"]:
        lines.append(f"  columns left unread: {', '.join(said['ignored'])}")
    return "\n".join(lines + [f"  note: {remark}" for remark in said["remarks"]])
