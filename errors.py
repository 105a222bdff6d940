"""The root of every error that this project raises on purpose; ground: imports nothing of ours."""


class ThreatsError(ValueError):
    """Something asked for, given or kept cannot be used; the words say what, and name file, row
    and value where there are some.

    A ValueError, so that whoever guards against malformed input need not know us.
    """
