"""Numbers and texts as a figure shows them."""

from components.figures.text import plain
from languages import amount as number

__all__ = ["number", "plain"]
