"""Who may: tokens of bureaus, the Traffic Light Protocol, what a reader may see. Ground: imports
nothing of ours.
"""

__all__ = ["tlp", "tokens", "viewer"]
