"""Versions of each source on disk: published whole or not at all, opened without a lock."""

from data.records import Version
from data.store.layout import BUNDLED, FORMAT, StoreError, folder, versions, write
from data.store.opened import Store, current, fault, forget, held, look, read
from data.store.publishing import GENERATIONS, GRACE, parquet, publish

__all__ = [
    "BUNDLED",
    "FORMAT",
    "GENERATIONS",
    "GRACE",
    "Store",
    "StoreError",
    "Version",
    "current",
    "fault",
    "folder",
    "forget",
    "held",
    "look",
    "parquet",
    "publish",
    "read",
    "versions",
    "write",
]
