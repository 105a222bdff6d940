"""Brings files into a store: import, refresh, user tables, the bundle, how each source stands."""

__all__ = ["bundling", "fetch_log", "importing", "refreshing", "standing", "user_tables"]
