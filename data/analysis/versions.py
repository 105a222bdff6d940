"""What changed with each version of a source that is kept, as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from data import catalog, store
from data.analysis import revisions
from data.analysis.revisions import Changed, Reach
from data.caching import remembered
from data.catalog import Indicator
from data.records import Version
from security import reader

COUNTED = ("event", "notice", "listing")  # a version knows of them up to its own day


@dataclass(frozen=True, slots=True)
class Step:
    """A version, that before it, and each record that is another."""

    newer: Version
    older: Version
    found: tuple[Changed, ...]

    def many(self, kind: str) -> int:
        """How many records changed so."""
        return sum(each.kind == kind for each in self.found)


def steps(source: str) -> tuple[Step, ...]:
    """From each version that is kept to the next, the newest first; none where only one is."""
    return tuple(
        Step(newer, older, _between(source, older.version, newer.version))
        for newer, older in pairwise(_known(source).values())
    )


def _known(source: str) -> dict[str, Version]:
    """The versions of a source by their names, the newest first."""
    ceiling = reader.current().ceiling
    seen = [part for each in store.earlier(source) if (part := each.seen(ceiling)) is not None]
    return {each.version: each for each in seen}


@remembered(16)
def _between(source: str, older: str, newer: str) -> tuple[Changed, ...]:
    known = _known(source)
    about = {
        each.id.partition(".")[2]: each
        for each in catalog.indicators().values()
        if each.source == source
    }
    old, new = store.table(known[older]), store.table(known[newer])
    return revisions.between(old, new, dict(_reach(old, known[older], about))).found


def _reach(
    old: pd.DataFrame, version: Version, about: Mapping[str, Indicator]
) -> Iterator[tuple[str, Reach]]:
    """How far a version reached, by indicator; what it had no record of it did not reach at all."""
    last = old[old["rank"].eq(1)].groupby("indicator")["start"].max()
    for name, each in about.items():
        if name not in last.index or pd.isna(last[name]):
            yield name, Reach(version.as_of, "")
            continue
        day = last[name].date()
        said = day.isoformat()[: 7 if each.grain == "month" else 4]
        yield name, Reach(max(day, version.as_of) if each.kind in COUNTED else day, said)
