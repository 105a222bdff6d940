"""A user's file read in a process of its own, with limits on memory, time and what comes back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

from data.reading import worker
from languages import Sentence
from languages.english import reading as words

ROOT = Path(__file__).parents[2]
SECONDS = 25.0  # from the start of the process to its last row
PATIENCE = 20.0  # while others read theirs
AT_ONCE = 2  # files being read side by side
LOOKS = 0.2  # seconds between two looks at the memory of the process
SAME = 100_000  # different texts of cells that are kept once
# all that the process knows of its surroundings: no setting of ours, one thread a library
SURROUNDINGS: Mapping[str, str] = MappingProxyType(
    {
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "1",
        "PYTHONUTF8": "1",
        "OPENPYXL_LXML": "False",  # lxml would build the whole of a part before anything is counted
    }
)
WORDS_OF: Mapping[str, Sentence] = MappingProxyType(
    {
        "TOO_LARGE": words.TOO_LARGE,
        "TOO_LARGE_UNPACKED": words.TOO_LARGE_UNPACKED,
        "PACKED_TWICE": words.PACKED_TWICE,
        "UNREADABLE": words.UNREADABLE,
        "EMPTY": words.EMPTY,
        "UNSURE_ENCODING": words.UNSURE_ENCODING,
        "NUL": words.NUL,
        "NOT_WHOLE": words.NOT_WHOLE,
        "NO_TABLE": words.NO_TABLE,
        "NO_WORKBOOK": words.NO_WORKBOOK,
        "NO_PARQUET": words.NO_PARQUET,
        "NO_ROWS_AT_ALL": words.NO_ROWS_AT_ALL,
        "ONE_NAME": words.ONE_NAME,
        "TOO_MANY_ROWS": words.TOO_MANY_ROWS,
        "TOO_MANY_SHEETS": words.TOO_MANY_SHEETS,
        "TOO_MANY_CELLS": words.TOO_MANY_CELLS,
        "TOO_MUCH": words.TOO_MUCH,
        "TOO_WIDE": words.TOO_WIDE,
        "FAR_CELL": words.FAR_CELL,
        "LONG_CELL": words.LONG_CELL,
        "DECODED": words.DECODED,
        "TOO_MUCH_MEMORY": words.TOO_MUCH_MEMORY,
        "TOO_MUCH_TIME": words.TOO_MUCH_TIME,
        "BUSY": words.BUSY,
    }
)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file was not taken: the name of a sentence in WORDS_OF, its row (0 for none)."""

    name: str
    row: int
    said: str


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The rows of a file as text, all of one width where it is a workbook, and what was found:
    `separator` ("native" where cells are no text), `encoding`, of a workbook its `sheets`, those
    `filled`, of these the `hidden`, and ranges of `merged` cells.
    """

    rows: list[list[str]]
    found: Mapping[str, Any]


def grid(path: Path, sheet: str = "", encoding: str = "") -> Grid | Refused:
    """What the process read of a file, or why it was refused. Waits while others read theirs."""
    if not _seats().acquire(timeout=PATIENCE):
        return _refused("BUSY")
    try:
        with path.open("rb") as file, tempfile.TemporaryFile(prefix="own-") as out:
            ended = _run(file, out, {"sheet": sheet, "encoding": encoding})
            return _refused(ended) if ended else _read(out)
    finally:
        _seats().release()


@cache
def _seats() -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(AT_ONCE)


def _run(file: BinaryIO, out: BinaryIO, asked: Mapping[str, str]) -> str:
    """Runs the process to its end; the name of a fault where it was ended or broke."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", worker.__name__, json.dumps(asked)],
        stdin=file,
        stdout=out,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=dict(SURROUNDINGS),
        start_new_session=True,
    )
    try:
        while True:
            try:
                code = process.wait(LOOKS)
                break
            except subprocess.TimeoutExpired:
                if time.monotonic() - began > SECONDS:
                    return "TOO_MUCH_TIME"
                if _memory(process.pid) > worker.MEMORY:
                    return "TOO_MUCH_MEMORY"
        if code == -signal.SIGXCPU or time.monotonic() - began > SECONDS:
            return "TOO_MUCH_TIME"
        return "TOO_MUCH_MEMORY" if code else ""
    finally:
        process.kill()
        process.wait()


def _memory(process: int) -> int:
    """Bytes of memory a process has, also where the system limits none; 0 where nobody knows."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        pass
    try:
        asked = ["/bin/ps", "-o", "rss=", "-p", str(process)]
        said = subprocess.run(asked, capture_output=True, text=True, timeout=5, check=False)
        return int(said.stdout) * 1024
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def _read(out: BinaryIO) -> Grid | Refused:
    """The rows that came back: nothing is believed of them but that they are rows of text."""
    if out.seek(0, os.SEEK_END) > 2 * worker.WRITTEN:
        return _refused("DECODED", most=worker.WRITTEN // 1024**2)
    out.seek(0)
    try:
        *rows, found = _lines(out)
        if name := found.get("fault"):
            return _refused(name, found["row"], **found["values"])
        if found["separator"] == "native":
            widest = max(map(len, rows), default=0)
            for row in rows:
                row.extend([""] * (widest - len(row)))
        return Grid(rows, MappingProxyType(found))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _refused("TOO_MUCH_MEMORY")  # it ended before it had said everything


def _lines(out: BinaryIO) -> Iterator[Any]:
    """The lines, each a list of texts but the last; equal texts are one and the same."""
    same: dict[str, str] = {}
    for line in out:
        cells = json.loads(line)
        if isinstance(cells, list):
            if not all(isinstance(cell, str) for cell in cells) or len(cells) > worker.COLUMNS:
                raise ValueError("cells")
            if len(same) < SAME:
                cells = [same.setdefault(cell, cell) for cell in cells]
            else:
                cells = [same.get(cell, cell) for cell in cells]
        yield cells


def _refused(name: str, row: int = 0, **values: Any) -> Refused:
    """A refusal in words; values are texts and numbers from the file."""
    plain = {
        key: value if isinstance(value, int) else repr(value) if key == "value" else str(value)
        for key, value in values.items()
    }
    return Refused(name, row, WORDS_OF[name](**plain))
