"""Versions of each source on disk: published whole or not at all, opened without a lock."""

from data.files import private
from data.manifests import FORMAT
from data.records import Version
from data.store.checking import Checking
from data.store.layout import (
    BUNDLED,
    Found,
    StoreError,
    earlier,
    folder,
    look_up,
    seen,
    settle,
    versions,
    writable,
    write,
)
from data.store.opened import (
    Store,
    alone,
    current,
    fault,
    faults,
    forget,
    held,
    look,
    pinned,
    read,
    recheck,
    sentences,
    whole,
)
from data.store.pinning import pin
from data.store.publishing import GENERATIONS, GRACE, parquet, publish
from data.store.supposed import supposing, table

__all__ = [
    "BUNDLED",
    "FORMAT",
    "GENERATIONS",
    "GRACE",
    "Checking",
    "Found",
    "Store",
    "StoreError",
    "Version",
    "alone",
    "current",
    "earlier",
    "fault",
    "faults",
    "folder",
    "forget",
    "held",
    "look",
    "look_up",
    "parquet",
    "pin",
    "pinned",
    "private",
    "publish",
    "read",
    "recheck",
    "seen",
    "sentences",
    "settle",
    "supposing",
    "table",
    "versions",
    "whole",
    "writable",
    "write",
]
