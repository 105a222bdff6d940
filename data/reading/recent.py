"""Tables opened lately, so that the next look at one need not read its file again: bounded in bytes
for all readers together.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection
from functools import cache

from data.reading.user_file import Table

ROOM = 64 * 1024 * 1024  # bytes of all tables; what goes beyond is read again
SESSIONS = 32  # tables

Key = tuple[str, str, str]  # file, sheet, encoding


class Recent:
    """The tables, those asked for last at the end."""

    def __init__(self) -> None:
        self.tables: OrderedDict[Key, tuple[Table, int]] = OrderedDict()
        self.lock = threading.Lock()

    def table(self, key: Key, read: Callable[[], Table]) -> Table:
        """The table of a file, read where it is not kept."""
        with self.lock:
            if found := self.tables.get(key):
                self.tables.move_to_end(key)
                return found[0]
        table = read()
        size = int(table.cells.memory_usage(deep=True).sum())
        with self.lock:
            if size <= ROOM:
                self.tables[key] = (table, size)
            while len(self.tables) > SESSIONS or self.size() > ROOM:
                self.tables.popitem(last=False)
        return table

    def size(self) -> int:
        """Bytes of the tables kept."""
        return sum(each for _, each in self.tables.values())

    def keep(self, files: Collection[str]) -> None:
        """Forgets the tables of all other files."""
        with self.lock:
            for key in [each for each in self.tables if each[0] not in files]:
                del self.tables[key]


@cache
def tables() -> Recent:
    """Those of this process."""
    return Recent()
