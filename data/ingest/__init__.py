"""Brings files into a store: import, refresh, a user's tables, the bundle, and how each source stands."""
