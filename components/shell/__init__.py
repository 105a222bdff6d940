"""What stands around every page: frame, menu, address, filters, the bell."""

__all__ = [
    "demonstration",
    "faults",
    "frame",
    "marks",
    "menu",
    "offers",
    "readers",
    "state",
    "viewer",
]
