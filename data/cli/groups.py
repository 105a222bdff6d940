"""How a group of commands adds itself: its module's `add` is handed what makes a command."""

from __future__ import annotations

import argparse
from collections.abc import Callable

Run = Callable[[argparse.Namespace], int | None]  # the exit code; None is 0
Command = Callable[[str, str, Run], argparse.ArgumentParser]  # of a name, what it does, and Run
