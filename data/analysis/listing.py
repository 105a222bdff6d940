"""What there is: every indicator and every source as plain values, for whoever is no page."""

from __future__ import annotations

from typing import Any

from data import catalog, query, store
from data.ingest import standing


def indicators() -> list[dict[str, Any]]:
    """Every indicator that the reader may know of."""
    lines = []
    for about in catalog.indicators().values():
        first, last = query.extent(about.id)
        lines.append(
            {
                "id": about.id,
                "domain": about.domain,
                "kind": about.kind,
                "unit": about.unit,
                "aggregation": about.aggregation,
                "roles": list(about.roles),
                "categories": dict(about.categories),
                "from": str(first or ""),
                "to": str(last or ""),
                "title": about.title,
                "definition": about.definition,
                "caveats": list(about.caveats),
            }
        )
    return lines


def sources() -> list[dict[str, Any]]:
    """Every source, and how it stands here."""
    found = store.seen(store.folder())
    lines = []
    for name, source in catalog.sources().items():
        now = standing.of(source, found)
        version, problem = now.version, "" if now.state in ("current", "one-off") else now.words
        lines.append(
            {
                "source": name,
                "rows": version.records if version else 0,
                "from": source.first.isoformat(),
                "to": source.last.isoformat(),
                "version": version.version if version else None,
                "edition": version.edition if version else source.edition,
                "next_update": source.next_update.isoformat() if source.next_update else None,
                "licence": source.licence.name,
                "bundled": bool(version and version.bundled),
                "problems": problem,
            }
        )
    return lines
