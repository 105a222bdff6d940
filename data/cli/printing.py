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
    lines += _as_read(said.get("as_read"))
    return "\n".join(lines + [f"  note: {remark}" for remark in said["remarks"]])


def _as_read(said: dict[str, Any] | None) -> list[str]:
    """How a reader's own table was read: its columns, three rows, the world total."""
    if not said:
        return []
    mapped = ", ".join(f"{role} from {name!r}" for role, name in said["columns"].items())
    lines = [f"  read as: {mapped}; decimal {said['decimal']}"]
    for each in said["samples"]:
        cells = ", ".join(f"{cell!r}" for cell in each["cells"].values())
        value = (
            f"{each['low']:,.10g} to {each['high']:,.10g}"
            if each["value"] is None
            else f"{each['value']:,.10g}"
        )
        read = ", ".join(
            part for part in (each["country"], each["date"], each["category"], value) if part
        )
        lines.append(f"  row {each['row']}: {cells} is {read}")
    low, high = said["world"] or (said["least"], said["most"])
    amount = f"{low:,.10g}" if low == high else f"{low:,.10g} to {high:,.10g}"
    lines.append(
        f"  world total: {amount} {said['unit']}"
        if said["world"]
        else f"  not added up; values from {amount} {said['unit']}"
    )
    return lines
