"""Countries, how publishers spell them and people call them, their groups and populations, outlines,
sea zones, and the policy on boundaries.
"""

__all__ = ["boundaries", "countries", "groups", "outlines", "population", "search"]
