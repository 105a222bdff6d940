"""Bodies of pages that are not one indicator."""

__all__ = ["bali", "bilateral", "country", "overview", "sources", "watch"]
