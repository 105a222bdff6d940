"""INTERPOL's public red notices: one record per notice, with nothing that describes a person."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from data.reading.published import LINE, Published

FIELDS = {
    "entity_id": "text",
    "nationalities": "list?",
    "arrest_warrants": "list?",
    "_links.self.href": "text?",
}
Warrant = tuple[str, Sequence[str | None]]  # requesting country, categories
WARRANT = {"issuing_country_id": "text?", "charge": "text?", "charge_translation": "text?"}
_NUMBER = re.compile(r"(\d{4})[/-]\d{1,9}")
_COLOUR = re.compile(r"/notices/v\d+/([a-z]+)")


def read(published: Published) -> pd.DataFrame:
    """Reads an answer to a search, the details of a notice or a list of either; yellow and UN
    notices are refused.
    """
    entries = published.entries("_embedded.notices", alone="entity_id")
    _only_red(published, entries)
    published.all_read(
        sorted({key for each in entries for key in each} - {path.split(".")[0] for path in FIELDS})
    )
    _part_of_many(published, len(entries))
    raw = published.fields(entries, FIELDS)
    year = (
        raw["entity_id"]
        .str.extract(_NUMBER)[0]
        .where(raw["entity_id"].str.fullmatch(_NUMBER.pattern))
        .fillna("")
    )
    rows = published.dates(year.rename("year in entity_id"), raw[LINE]).assign(
        row=raw[LINE], number=raw["entity_id"].str.replace("-", "/")
    )
    rows["country"] = [
        _nationalities(published, cell, line)
        for cell, line in zip(raw["nationalities"], raw[LINE], strict=True)
    ]
    rows["warrant"] = [
        _warrants(published, cell, line)
        for cell, line in zip(raw["arrest_warrants"], raw[LINE], strict=True)
    ]

    # Pages of the service overlap, and a notice may stand once as found and once in detail: the
    # detailed one is kept.
    bare = pd.Series([cell is None for cell in raw["arrest_warrants"]], index=raw.index, dtype=bool)
    rows = (
        rows.assign(bare=bare)
        .sort_values("bare", kind="stable")
        .drop_duplicates("number")
        .sort_values("row", ignore_index=True)
    )
    published.report.duplicates = len(raw) - len(rows)
    rows = (
        rows.assign(indicator="red_notices", record=range(len(rows)))
        .explode("country")
        .explode("warrant", ignore_index=True)
    )
    rows["country"] = published.countries(rows["country"].fillna("").astype("str"), rows["row"])
    requesting = pd.Series(
        [country for country, _ in rows["warrant"]], index=rows.index, dtype="str"
    )
    rows["partner"] = published.countries(requesting[requesting.ne("")], rows["row"]).reindex(
        rows.index
    )
    rows["category"] = pd.Series(
        [found for _, found in rows["warrant"]], index=rows.index, dtype="object"
    )
    rows = rows.drop(columns=["bare", "number", "warrant"])
    return rows.explode("category", ignore_index=True).drop_duplicates(
        ["record", "country", "partner", "category"], ignore_index=True
    )


def _only_red(published: Published, entries: Sequence[Mapping[str, Any]]) -> None:
    """A notice must say that it is red: by its address, or by an arrest warrant."""
    if any(_colour(each) == "yellow" for each in [published.json(), *entries]):
        raise published.fault(
            "holds yellow notices: they are about missing persons, often children, and are never"
            " loaded"
        )
    for line, entry in enumerate(entries, 1):
        if (_colour(entry) or "red" * ("arrest_warrants" in entry)) != "red":
            raise published.fault(
                "does not say that it is a red notice; only red notices are loaded", line
            )


def _colour(document: Any) -> str:
    """The colour in the address a notice or an answer gives for itself, or nothing."""
    for part in ("_links", "self", "href"):
        document = document.get(part) if isinstance(document, dict) else None
    found = _COLOUR.search(document) if isinstance(document, str) else None
    return found[1] if found else ""


def _part_of_many(published: Published, held: int) -> None:
    document = published.json()
    total = document.get("total") if isinstance(document, dict) else None
    if isinstance(total, int) and total > held:
        published.report.remarks.append(f"the answer holds {held:,} of {total:,} notices found")


def _nationalities(published: Published, cell: list[Any] | None, line: int) -> list[str]:
    """The nationalities' codes; one blank where none is given."""
    if any(
        not isinstance(code, str) or not re.fullmatch("[A-Z0-9]{2,3}", code) for code in cell or ()
    ):
        raise published.fault("nationalities holds something that is not a country's code", line)
    return list(dict.fromkeys(cell or ())) or [""]


def _warrants(published: Published, cell: list[Any] | None, line: int) -> list[Warrant]:
    """Requesting country and categories of each arrest warrant; one without either where none is
    given.
    """
    found: list[Warrant] = []
    for warrant in cell or ():
        if not isinstance(warrant, dict):
            raise published.fault("arrest_warrants holds something that is not a warrant", line)
        for key in set(warrant) - set(WARRANT):
            raise published.fault(
                f"arrest_warrants has a field nobody has decided on: {key!r:.40}", line
            )
        if any(value is not None and not isinstance(value, str) for value in warrant.values()):
            raise published.fault("arrest_warrants holds something that is not text", line)
        country = warrant.get("issuing_country_id") or ""
        if not re.fullmatch("[A-Z0-9]{2,3}|", country):
            raise published.fault("issuing_country_id is not a country's code", line)
        found.append(
            (
                country,
                categories(
                    published,
                    f"{warrant.get('charge') or ''} {warrant.get('charge_translation') or ''}",
                ),
            )
        )
    return found or [("", [None])]


def categories(published: Published, charge: str) -> list[str]:
    """The categories whose keywords begin a word of the charge, or `other`."""
    plain = unicodedata.normalize("NFC", charge).casefold()
    table = published.source.dirty["charges"]
    return [
        name
        for name, words in table.items()
        if any(re.search(rf"\b{re.escape(word)}", plain) for word in words)
    ] or ["other"]
