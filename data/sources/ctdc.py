"""Assisted victims of trafficking from CTDC: counts per country of exploitation, citizenship, year
and forms; no row of a person is kept.
"""

import pandas as pd

from data.reading.published import LINE, Published

HEADER = (
    "yearOfRegistration",
    "citizenship",
    "CountryOfExploitation",
    "isForcedLabour",
    "isSexualExploit",
    "isOtherExploit",
)
# The forms a column says; those below the first three stand in the k-anonymised edition only.
FORMS = {
    "isForcedLabour": ("forced_labour",),
    "isSexualExploit": ("sexual_exploitation",),
    "isOtherExploit": ("other",),
    "isSexAndLabour": ("forced_labour", "sexual_exploitation"),
    "isForcedMarriage": ("other",),
    "isForcedMilitary": ("other",),
    "isOrganRemoval": ("other",),
    "isSlaveryAndPractices": ("other",),
}
CATEGORIES = ("forced_labour", "sexual_exploitation", "other")


def read(published: Published) -> pd.DataFrame:
    """One record per cell of the count, standing in a row per form; a small one keeps its range
    only.
    """
    raw = published.table(HEADER)
    published.all_read([name for name in raw if name not in (*HEADER, *FORMS)])
    unknown = published.source.dirty["unknown"]
    raw = raw.assign(
        **{name: raw[name].str.strip().replace(dict.fromkeys(unknown, "")) for name in HEADER[:3]}
    )
    persons = pd.DataFrame(
        {"start": published.dates(_years(published, raw), raw[LINE], blank=True)["start"]}
    )
    for column, name in (("country", "CountryOfExploitation"), ("partner", "citizenship")):
        persons[column] = published.countries(_codes(published, raw[name]), raw[LINE])
    flags = dict.fromkeys(("1", "1.0"), True) | dict.fromkeys(("0.0", *unknown), False)
    said = pd.DataFrame(False, index=raw.index, columns=list(CATEGORIES))
    for name in (each for each in FORMS if each in raw):
        given = published.one_of(raw[name].str.strip(), flags, raw[LINE]).astype(bool)
        for form in FORMS[name]:
            said[form] |= given
    persons["forms"] = [
        tuple(form for form, hit in zip(CATEGORIES, row, strict=True) if hit) or ("unknown",)
        for row in said.itertuples(index=False)
    ]
    return _counted(published, persons)


def _counted(published: Published, persons: pd.DataFrame) -> pd.DataFrame:
    """The cells with their number of persons; from here on there is no person and no line of the
    file.
    """
    smallest = published.source.dirty["smallest_count"]
    keys = ["country", "partner", "start", "forms"]
    cells = (
        persons.groupby(keys, dropna=False, sort=True)
        .size()
        .rename("low")
        .reset_index()
        .assign(indicator="victims", precision="year", row=0)
    )
    small = cells["low"] < smallest
    published.report.masked = int(small.sum())
    published.report.remarks.append(
        f"{len(persons):,} persons are counted in {len(cells):,} cells, {int(small.sum()):,} of"
        f" them below {smallest} and kept as 1 to {smallest - 1}; no row of a person is kept"
    )
    cells["value"] = cells["low"].astype("float64").mask(small)
    cells["high"] = cells["low"].mask(small, smallest - 1)
    cells["low"] = cells["low"].mask(small, 1)
    cells["record"] = range(len(cells))
    return cells.rename(columns={"forms": "category"}).explode("category", ignore_index=True)


def _years(published: Published, raw: pd.DataFrame) -> pd.Series:
    """The year of registration, `2019` or `2019.0`; anything else is an error."""
    years = raw["yearOfRegistration"].str.replace(r"\.0$", "", regex=True)
    if (wrong := ~years.str.fullmatch(r"(\d{4})?")).any():
        first = raw[wrong].iloc[0]
        raise published.fault(
            f"yearOfRegistration {first['yearOfRegistration'][:40]!r} is not a year", first[LINE]
        )
    return years


def _codes(published: Published, cells: pd.Series) -> pd.Series:
    """In a column of three-letter codes `NA` says that there is none; in one of two letters it is
    Namibia.
    """
    none = cells.eq("NA")
    if not none.any() or not cells.str.len().eq(3).any():
        return cells
    published.report.remarks.append(
        f"{cells.name} is NA in {int(none.sum()):,} rows of a column of three-letter codes: taken"
        " as unknown, not as Namibia"
    )
    return cells.mask(none, "")
