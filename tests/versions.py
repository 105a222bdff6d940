"""Later versions of bundled sources: their own records, changed as a test wants."""

from __future__ import annotations

import pandas as pd

from data import catalog, store
from data.records import COLUMNS


def records(source):
    """The records in force of a source, each in the contract's types."""
    file = store.whole().versions[source].file
    return pd.read_parquet(file).astype(COLUMNS)


def publish(root, source, changed):
    """Makes these records the version in force; its name."""
    report = dict(store.whole().versions[source].report)
    made = store.publish(root, catalog.everything()[source], changed, report)
    store.look()
    return made


def doubled(root, source):
    """A version in which every figure is twice as large."""
    found = records(source)
    for name in ("value", "low", "high"):
        found[name] *= 2
    return publish(root, source, found)
