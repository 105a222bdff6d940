"""Deaths in organised violence by country and year, with the publisher's low and high estimates."""

import pandas as pd

from data.reading.published import LINE, Published

SUFFIX = "_cy"  # ends every column's name to version 25.1, and none from 26.1
PLACE = ("country_id", "country", "year")
# The stem of the columns `_best`, `_high`, `_low` of each indicator, and its category.
ESTIMATES = {
    "sb_total_deaths": (("state_based", None), ("deaths", "state_based")),
    "ns_total_deaths": (("non_state", None), ("deaths", "non_state")),
    "os_total_deaths": (("one_sided", None), ("deaths", "one_sided")),
    "os_nsgroup_killings": (("one_sided_by_groups", None),),
}


def read(published: Published) -> pd.DataFrame:
    """One record per country, year and kind of violence; zero is a record: none was recorded.

    Low and high are widened where the best estimate lies outside them, and the report says how
    often.
    """
    raw = published.table(("version",))
    raw = raw.rename(columns=lambda name: name.removesuffix(SUFFIX))
    columns = [f"{stem}_{of}" for stem in ESTIMATES for of in ("best", "low", "high")]
    if missing := [name for name in (*PLACE, *columns) if name not in raw]:
        raise published.fault(
            f"has no column {', '.join(missing[:6])}, with or without {SUFFIX}", 1
        )
    published.all_read([name for name in raw if name not in (*PLACE, *columns, "version")])
    versions = sorted(set(raw["version"].str.strip()))
    if versions != [published.source.edition]:
        published.another_edition(*versions)
    if (again := raw.duplicated(["country_id", "year"])).any():
        first = raw[again].iloc[0]
        raise published.fault(
            f"country_id {first['country_id'][:40]!r} stands twice in {first['year'][:40]!r}",
            first[LINE],
        )

    rows = published.dates(raw["year"], raw[LINE]).assign(row=raw[LINE])
    rows["country"] = published.countries(raw["country"], raw[LINE])
    parts, outside = [], 0
    for stem, places in ESTIMATES.items():
        best, low, high = (
            published.within(raw[f"{stem}_{of}"], raw[LINE], 0) for of in ("best", "low", "high")
        )
        bounds = pd.concat([best, low, high], axis=1)
        estimated = rows.assign(value=best, low=bounds.min(axis=1), high=bounds.max(axis=1))
        outside += int((estimated["low"].ne(low) | estimated["high"].ne(high)).sum())
        parts += [estimated.assign(indicator=name, category=kind) for name, kind in places]
    if outside:
        published.report.remarks.append(
            f"{outside} estimates lie outside their low and high: their range is widened"
        )
    found = pd.concat(parts, ignore_index=True)
    return found.assign(record=range(len(found)))
