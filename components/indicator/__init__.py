"""One indicator as map, ranking, timeline, table, flows, with provenance and downloads."""
