"""Proposals of notices on their way to the countries they concern: what they may hold, whom they
reach, what became of them.
"""

__all__ = [
    "database",
    "delivery_schema",
    "demo",
    "figures",
    "history",
    "holding",
    "ledger",
    "lifecycle",
    "model",
    "patience",
    "pulse",
    "routing",
    "schema",
    "setting",
    "shared_schema",
    "sight",
    "sqlite_file",
]
