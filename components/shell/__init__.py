"""What stands around every page: frame, menu, address, filters, the bell."""

__all__ = ["frame", "menu", "readers", "state", "viewer"]
