"""The IUU Fishing Index: one record per country, indicator and edition that was scored."""

import pandas as pd

import languages
from data import catalog
from data.reading.published import LINE, Published

HEADER = ("Indicator ID", "Indicator name", "Country", "Year", "Score")


def read(published: Published) -> pd.DataFrame:
    """Indicators are known by their number; a number under a name nobody knows stops the import."""
    raw = published.table(HEADER)
    published.all_read([name for name in raw if name not in HEADER])
    named = _names(published)
    number = raw["Indicator ID"].str.strip()
    published.one_of(number.rename("Indicator ID"), dict.fromkeys(named), raw[LINE])
    name = raw["Indicator name"].str.strip(" '")
    renamed = ~pd.Series(
        [each in named[key] for key, each in zip(number, name, strict=True)],
        index=raw.index,
        dtype=bool,
    )
    if renamed.any():
        first = raw[renamed].iloc[0]
        raise published.fault(
            f"indicator {first['Indicator ID']} is called {first['Indicator name'][:80]!r}: another"
            " question?",
            first[LINE],
        )
    dates = published.dates(raw["Year"], raw[LINE])
    country = published.countries(raw["Country"], raw[LINE])
    score = published.numbers(raw["Score"], raw[LINE], blank=True)
    about = published.source.indicators["iuu_index.indicator_score"]
    low, high = about.scale  # type: ignore[misc]  # its description has one
    wrong = score.notna() & ~score.between(low, high)
    if wrong.any():
        first = raw[wrong].iloc[0]
        raise published.fault(
            f"Score {first['Score']!r} is not between {low} and {high}", first[LINE]
        )

    category = "i" + number.str.zfill(2)
    rows = dates.assign(
        indicator="indicator_score", category=category, country=country, value=score, row=raw[LINE]
    )
    twice = rows.duplicated(["category", "country", "start"]) & rows["country"].notna()
    if twice.any():
        first = raw[twice].iloc[0]
        raise published.fault(
            f"{first['Country']!r} stands twice for indicator {first['Indicator ID']} in"
            f" {first['Year']}",
            first[LINE],
        )
    published.report.drop("not scored: the cell is blank", score.isna().sum())
    rows = rows[score.notna()].sort_values(["category", "country", "start"], ignore_index=True)
    return rows.assign(record=range(len(rows)))


def _names(published: Published) -> dict[str, set[str]]:
    """The names each indicator number may bear."""
    with languages.spoken(languages.ENGLISH):  # the file names them in English
        described = catalog.indicators()["iuu_index.indicator_score"].categories
    names = {str(int(key[1:])): {name.strip(" '")} for key, name in described.items()}
    for number, others in published.source.dirty["other_names"].items():
        names[number] |= set(others)
    return names
