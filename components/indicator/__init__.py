"""One indicator as map, ranking, timeline, table, flows, with provenance and downloads."""

__all__ = [
    "body",
    "cards",
    "downloads",
    "headline",
    "map",
    "moving",
    "places",
    "provenance",
    "ranking",
    "statements",
    "tables",
    "timeline",
]
