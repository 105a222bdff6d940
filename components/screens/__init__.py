"""Bodies of pages that are not one indicator."""
