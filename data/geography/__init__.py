"""Countries and how publishers spell them, outlines, sea zones, and the policy on boundaries."""

__all__ = ["boundaries", "countries", "outlines"]
