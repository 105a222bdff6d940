"""Damages sample files in many ways: a damaged file is read or refused, never anything else."""

import csv
import gzip
import io
import json
import random
import resource
import time
from pathlib import Path

from long import LONG

from data import catalog
from data.ingest import importing
from data.records import InputError, check

SAMPLES = Path(__file__).parent / "samples"
TIMES = 1000 if LONG else 30

_JUNK = (
    "",
    "\x00",
    "NA",
    "-1",
    "1e999",
    "2021-02-30",
    "Congo",
    "=1+1",
    "'",
    '"',
    "\u202e",
    "\ud800",
    "9" * 40,
    "A" * 5000,
    "5/5/2020",
    ";",
    "\r\n",
)


def damaged(content, chance):
    """The bytes with one to three kinds of damage: bytes flipped, lines cut, columns swapped, cells
    replaced, branches broken.
    """
    for _ in range(chance.randint(1, 3)):
        kind = chance.choice(
            (_flip, _flip, _cut, _lines, _columns, _cells, _branch, _branch, _branch)
        )
        try:
            content = kind(content, chance) or content
        except (UnicodeError, ValueError, TypeError, csv.Error, IndexError):
            content = _flip(content, chance)
    return content


def _flip(content, chance):
    raw = bytearray(content or b"x")
    for _ in range(chance.randint(1, 8)):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(raw)


def _cut(content, chance):
    at = chance.randrange(len(content) + 1)
    return (
        content[:at]
        if chance.random() < 0.5
        else content[:at] + content[at + chance.randint(1, 200) :]
    )


def _lines(content, chance):
    lines = content.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    return b"".join(lines[:at] + chance.choice(([], [lines[at]] * 2)) + lines[at + 1 :])


def _table(content, change):
    rows = list(csv.reader(io.StringIO(content.decode())))
    change(rows)
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _columns(content, chance):
    def swap(rows):
        one, two = (chance.randrange(len(rows[0])) for _ in range(2))
        for row in rows[chance.randint(0, 1) :]:
            row[one], row[two] = row[two], row[one]

    return _table(content, swap)


def _cells(content, chance):
    def replace(rows):
        for _ in range(chance.randint(1, 4)):
            row = chance.choice(rows)
            row[chance.randrange(len(row))] = chance.choice(_JUNK)

    return _table(content, replace)


def _branch(content, chance):
    """Somewhere in a JSON document a value is dropped, repeated, or becomes something else."""
    document = json.loads(content)
    for _ in range(chance.randint(1, 3)):
        here = document
        while True:
            keys = list(here) if isinstance(here, dict) else list(range(len(here)))
            key = chance.choice(keys)
            if not isinstance(here[key], dict | list) or not here[key] or chance.random() < 0.15:
                break
            here = here[key]
        junk = (
            None,
            True,
            0,
            -1,
            1.5,
            float("nan"),
            float("inf"),
            [],
            {},
            [[]],
            {"a": {}},
            10**30,
            *_JUNK,
        )
        kind = chance.randrange(4)
        if kind == 0:
            del here[key]
        elif kind == 1 and isinstance(here, list):
            here.append(here[key])
        elif kind == 2 and isinstance(here, dict):
            here[chance.choice(keys)] = here[key]
        else:
            here[key] = chance.choice(junk)
    return json.dumps(document).encode()


def endure(source, file, path, seed=20):
    """How often a damaged file was read and how often refused; anything else is a failure that
    names its number.
    """
    whole = (SAMPLES / file).read_bytes()
    outcome = {"read": 0, "refused": 0}
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + 1024**2  # kB
    for number in range(TIMES):
        chance = random.Random(f"{seed} {source} {file} {number}")
        content = damaged(whole, chance)
        if chance.random() < 0.1:
            content = _flip(gzip.compress(content), chance)
        path.write_bytes(content)
        began = (
            time.process_time()
        )  # of this process alone: how busy the machine is besides is no matter
        try:
            records, _ = importing.read(path, catalog.sources()[source])
            check(records, catalog.sources()[source], path.name)
            outcome["read"] += 1
        except InputError as refused:
            assert path.name in str(refused)
            outcome["refused"] += 1
        except Exception as fault:
            raise AssertionError(f"damage {number} of {file}: {fault!r}") from fault
        assert time.process_time() - began < 10, f"damage {number} of {file} took too long"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < most, f"{file} took more than 1 GB"
    return outcome
