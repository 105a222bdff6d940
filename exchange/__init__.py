"""How other systems read and write: the HTTP API and STIX."""

__all__ = ["api", "forms", "stix"]
