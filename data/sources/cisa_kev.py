"""CISA's catalogue of exploited vulnerabilities: one record per entry, on the day it was added,
without a country.
"""

import pandas as pd

from data.reading.published import LINE, Published

FIELDS = ("cveID", "dateAdded", "knownRansomwareCampaignUse")
RANSOMWARE = {"Known": "known", "Unknown": "unknown"}


def read(published: Published) -> pd.DataFrame:
    """Reads CISA's JSON and CSV forms; an entry that stands twice or a catalogue cut short stops
    the import.
    """
    raw = _catalogue(published) if published.holds_json() else published.table(FIELDS)
    published.all_read([name for name in raw if name not in FIELDS])
    wrong = ~raw["cveID"].str.fullmatch(r"CVE-\d{4}-\d{4,9}") | raw["cveID"].duplicated()
    if wrong.any():
        first = raw[wrong].iloc[0]
        raise published.fault(
            f"cveID {first['cveID'][:40]!r} is not a CVE number or stands twice", first[LINE]
        )
    dates = published.dates(raw["dateAdded"], raw[LINE])
    category = published.one_of(
        raw["knownRansomwareCampaignUse"].str.strip(), RANSOMWARE, raw[LINE]
    )
    return dates.assign(
        indicator="entries", record=range(len(raw)), category=category, row=raw[LINE]
    )


def _catalogue(published: Published) -> pd.DataFrame:
    """The entries of the JSON form, as many as it says it has."""
    document = published.json()
    entries = published.entries("vulnerabilities")
    stated = document.get("count", len(entries)) if isinstance(document, dict) else len(entries)
    if not entries or stated != len(entries):
        raise published.fault(
            f"holds {len(entries):,} entries where it says {stated!r:.20}: it is not whole"
        )
    if isinstance(document, dict) and document.get("catalogVersion") != published.source.edition:
        published.another_edition(str(document.get("catalogVersion")))
    table = published.fields(entries, dict.fromkeys(FIELDS, "text"))
    left = {key for entry in entries for key in entry} - set(FIELDS)
    return table.assign(**dict.fromkeys(sorted(left), ""))
