"""Bodies of pages that are not one indicator."""

__all__ = ["bali", "bilateral", "country", "exchange", "overview", "sources", "watch"]
