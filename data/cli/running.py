"""Runs a command that was chosen, and says what is wrong with what it was given."""

from __future__ import annotations

import argparse
import os
import sys

import settings
from data import store
from errors import ThreatsError
from security import reader


def run(arguments: argparse.Namespace) -> int:
    """The exit code of `arguments.run`, called with the store asked for on the operator's behalf; 1
    where something of what it was given is wrong.
    """
    told = {} if arguments.store is None else {"store": arguments.store}
    try:
        with settings.using(**told), reader.using(reader.operator()):
            code: int | None = arguments.run(arguments)
            for said in store.faults().values():
                print(f"warning: {said}", file=sys.stderr)
            return code or 0
    except ThreatsError as fault:
        print(f"error: {fault}", file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as fault:
        print(f"error: {_said(fault)}", file=sys.stderr)
    return 1


def _said(fault: OSError) -> str:
    """Which file, where the system names one, and what is wrong with it."""
    why = fault.strerror or str(fault) or type(fault).__name__
    return why if fault.filename is None else f"{fault.filename}: {why}"
