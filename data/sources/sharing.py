"""What countries share, as figures: the table `python -m data notice figures` writes."""

from data.sources.watch import read

__all__ = ["read"]
