"""What stands around every page: frame, menu, address, filters, the bell."""

__all__ = ["faults", "frame", "menu", "offers", "readers", "state", "viewer"]
