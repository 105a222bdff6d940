"""The command line, `python -m data ...`: the figures without a browser."""

__all__ = ["commands"]
