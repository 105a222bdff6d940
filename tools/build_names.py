"""Writes static/elements/names.json: what each country is called in seven languages and by habit,
for the fields that are searched in the browser. Run by hand when data/geography/search_names.csv
changes: `python -m tools.build_names`.
"""

import json
from pathlib import Path

from data.geography import countries, search

NAMES = Path(__file__).resolve().parents[1] / "static" / "elements" / "names.json"


def content() -> str:
    """The names by code, each as it is compared."""
    found = {code: list(search.words(code)) for code in sorted(countries.codes())}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    NAMES.write_text(content(), encoding="utf-8")
