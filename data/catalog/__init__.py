"""What there is to ask about: sources and indicators, as `data/sources/*.toml` describe them."""

from data.catalog.descriptions import (
    DOMAINS,
    FOLDER,
    KINDS,
    CatalogError,
    Indicator,
    Source,
    described,
    indicators,
    of_domain,
    own,
    role_words,
    source_of,
    sources,
)

__all__ = [
    "DOMAINS",
    "FOLDER",
    "KINDS",
    "CatalogError",
    "Indicator",
    "Source",
    "described",
    "indicators",
    "of_domain",
    "own",
    "role_words",
    "source_of",
    "sources",
]
