"""One indicator as map, ranking, timeline, table, flows, with provenance and downloads."""

__all__ = ["body", "headline", "places", "provenance", "statements", "tables", "timeline"]
