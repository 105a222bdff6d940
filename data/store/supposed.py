"""A store in which a source has other records: what its figures would be."""

from __future__ import annotations

import contextlib
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from data import engines
from data.records import COLUMNS, Version
from data.store import opened
from data.store.opened import Store
from data.store.publishing import parquet


def table(version: Version) -> pd.DataFrame:
    """The records of a version, in the contract's types."""
    return pd.read_parquet(version.file).astype(COLUMNS)


@contextlib.contextmanager
def supposing(source: str, records: pd.DataFrame) -> Iterator[Store]:
    """The store in force in which a source, and no other, has these records, for all that is asked
    within the block.
    """
    said = opened.current().versions[source]
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "records.parquet"
        file.write_bytes(parquet(records))
        name = f"supposed-{secrets.token_hex(8)}"
        version = replace(
            said, version=name, file=file, records=len(records), cube=None, narrower=(), whole=True
        )
        engine = engines.opened(engines.EMBEDDED)
        engine.prepare([version])
        with opened.holding(Store(name, MappingProxyType({source: version}), engine)) as found:
            yield found
