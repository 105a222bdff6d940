"""The command line, `python -m data ...`: the figures without a browser."""
