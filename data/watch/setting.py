"""Whether there is a watch at all, without the database library that it needs."""

from pathlib import Path

import settings
from errors import ThreatsError


class WatchError(ThreatsError):
    """The watch's store cannot be used; says which and why."""


class _Scratch:
    """The folder of the demonstration that this process shows; None while it shows none."""

    folder: Path | None = None


def scratch() -> Path | None:
    """The folder of the demonstration that was begun on a page, see `data.intelligence.scratch`."""
    return _Scratch.folder


def show_scratch(folder: Path | None) -> None:
    """From here on the store in this folder is the one in use; None for none."""
    _Scratch.folder = folder


def configured() -> bool:
    """Whether the operator named a place for proposals."""
    return bool(settings.current().watch_url or settings.current().store)


def on() -> bool:
    """Whether there is a place for proposals: the operator's, or a demonstration's."""
    return configured() or scratch() is not None
