"""Whether there is a watch at all, without the database library that it needs."""

import os

from errors import ThreatsError


class WatchError(ThreatsError):
    """The watch's store cannot be used; says which and why."""


def on() -> bool:
    """Whether the operator named a place for proposals."""
    return bool(os.environ.get("THREATS_WATCH_URL") or os.environ.get("THREATS_STORE"))
