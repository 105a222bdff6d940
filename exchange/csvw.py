"""What the columns of a CSV mean, for machines: CSV on the Web (W3C, 2015)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data import catalog
from data.analysis import exports
from data.query import Question
from languages.english import exchange as words

ENDING = ".csv-metadata.json"
WHOLE, DECIMAL, TEXT = "integer", "decimal", "string"


def document(address: str, table: pd.DataFrame, asked: Question) -> dict[str, Any]:
    """The metadata of the CSV at an address, which holds this table."""
    about, told = asked.about, exports.metadata(asked)
    source = catalog.source_of(about)
    keys = [each for each in ("period", "country", "partner", "category") if each in table]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": address,
        "dc:title": about.title,
        "dc:description": told["definition"],
        "dc:publisher": source.publisher,
        "dc:source": source.url or source.title,
        "dc:license": source.licence.url or source.licence.name,
        "dc:bibliographicCitation": told["citation"],
        "dc:modified": {"@value": told["as_of"], "@type": "date"},
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"], "header": True},
        "tableSchema": {
            "columns": [_column(name, table[name], asked) for name in table.columns],
            **({"primaryKey": keys} if keys else {}),
        },
        "notes": [{"@type": "https://schema.org/Dataset", "metadata": told}],
    }


def _column(name: str, column: pd.Series, asked: Question) -> dict[str, Any]:
    numbers = pd.api.types.is_numeric_dtype(column)
    whole = pd.api.types.is_integer_dtype(column)
    found: dict[str, Any] = {
        "name": name,
        "titles": name,
        "dc:description": words.COLUMNS[name],
        "datatype": WHOLE if whole else DECIMAL if numbers else TEXT,
        "required": name in ("country", "period", "partner", "masked", "total"),
    }
    if name in ("country", "partner"):
        found["propertyUrl"] = "http://purl.org/linked-data/sdmx/2009/dimension#refArea"
    if name == "period":
        found["propertyUrl"] = "http://purl.org/linked-data/sdmx/2009/dimension#timePeriod"
    if name in ("value", "low", "high"):
        found["schema:unitText"] = asked.about.unit
    if name == "value":
        found["propertyUrl"] = "http://purl.org/linked-data/sdmx/2009/measure#obsValue"
    return found
