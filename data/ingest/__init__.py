"""Brings files into a store: import, refresh, a user's tables, the bundle, and how each source stands."""

__all__ = ["bundling", "importing", "refreshing", "standing", "user_tables"]
