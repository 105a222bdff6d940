"""What there is to ask about: sources and indicators, as `data/sources/*.toml` describe them."""

from data.catalog.descriptions import (
    DOMAINS,
    FOLDER,
    KINDS,
    CatalogError,
    Indicator,
    Source,
    described,
    everything,
    in_edition,
    indicators,
    of_domain,
    own,
    role_words,
    source_of,
    sources,
    up_to,
)

__all__ = [
    "DOMAINS",
    "FOLDER",
    "KINDS",
    "CatalogError",
    "Indicator",
    "Source",
    "described",
    "everything",
    "in_edition",
    "indicators",
    "of_domain",
    "own",
    "role_words",
    "source_of",
    "sources",
    "up_to",
]
