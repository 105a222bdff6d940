"""Cyber threat intelligence that countries share: STIX 2.1 objects, whom they concern and why, and
what those did about them.
"""

__all__ = [
    "acts",
    "demo",
    "draft",
    "history",
    "inbox",
    "objects",
    "reach",
    "scratch",
    "shared",
    "sight",
    "speed",
]
