"""Who may: tokens, TLP markings and viewers."""

__all__ = ["tokens"]
