"""Whether there is a watch at all, without the database library that it needs."""

import settings
from errors import ThreatsError


class WatchError(ThreatsError):
    """The watch's store cannot be used; says which and why."""


def on() -> bool:
    """Whether the operator named a place for proposals."""
    return bool(settings.current().watch_url or settings.current().store)
