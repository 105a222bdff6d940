"""One description (`name.toml`) and one adapter (`name.py`) per source, found by their stem."""

__all__ = ["sharing", "watch"]
