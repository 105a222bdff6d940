"""How other systems read and write: the HTTP API, STIX, and a module for any other format."""

__all__ = ["api", "forms", "slides", "stix"]
