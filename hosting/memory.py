"""What the C library keeps of memory that threads have let go."""

import ctypes
import sys

_ARENA_MAX = -8  # M_ARENA_MAX in glibc's malloc.h
ARENAS = 2


def few_arenas() -> bool:
    """Lets glibc have two arenas instead of eight a core; whether it does. Each page runs in a
    thread of its own, and what one lets go lies idle in its arena while others take more.
    """
    if sys.platform != "linux":
        return False
    try:
        return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, ARENAS))
    except (OSError, AttributeError):  # another C library
        return False
