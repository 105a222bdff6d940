"""Political violence and protest from an ACLED export: one record per event, by type and by kind,
and one of its reported deaths.
"""

import pandas as pd

from data.geography import countries
from data.reading.published import LINE, Published

HEADER = (
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "event_type",
    "sub_event_type",
    "iso",
    "country",
    "fatalities",
)
# Every event type with its sub-event types, as in table 2 of the codebook (and one older spelling);
# compared without case.
KINDS = {
    ("battles", "government regains territory"): ("battles", "government_regains"),
    ("battles", "non-state actor overtakes territory"): ("battles", "non_state_overtakes"),
    ("battles", "armed clash"): ("battles", "armed_clash"),
    ("explosions/remote violence", "chemical weapon"): ("explosions", "chemical_weapon"),
    ("explosions/remote violence", "air/drone strike"): ("explosions", "air_strike"),
    ("explosions/remote violence", "suicide bomb"): ("explosions", "suicide_bomb"),
    ("explosions/remote violence", "shelling/artillery/missile attack"): ("explosions", "shelling"),
    ("explosions/remote violence", "remote explosive/landmine/ied"): ("explosions", "landmine_ied"),
    ("explosions/remote violence", "grenade"): ("explosions", "grenade"),
    ("violence against civilians", "sexual violence"): ("civilians", "sexual_violence"),
    ("violence against civilians", "attack"): ("civilians", "attack"),
    ("violence against civilians", "abduction/forced disappearance"): ("civilians", "abduction"),
    ("riots", "violent demonstration"): ("riots", "violent_demonstration"),
    ("riots", "mob violence"): ("riots", "mob_violence"),
    ("protests", "excessive force against protesters"): ("protests", "excessive_force"),
    ("protests", "excessive force against protestors"): ("protests", "excessive_force"),
    ("protests", "protest with intervention"): ("protests", "protest_intervention"),
    ("protests", "peaceful protest"): ("protests", "peaceful_protest"),
    ("strategic developments", "agreement"): ("strategic", "agreement"),
    ("strategic developments", "arrests"): ("strategic", "arrests"),
    ("strategic developments", "change to group/activity"): ("strategic", "change_of_group"),
    ("strategic developments", "disrupted weapons use"): ("strategic", "disrupted_weapons"),
    ("strategic developments", "headquarters or base established"): (
        "strategic",
        "base_established",
    ),
    ("strategic developments", "looting/property destruction"): ("strategic", "looting"),
    ("strategic developments", "non-violent transfer of territory"): ("strategic", "transfer"),
    ("strategic developments", "other"): ("strategic", "other"),
}
PRECISION = {"1": "day", "2": "month", "3": "month"}  # 2: the week, 3: the month
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def read(published: Published) -> pd.DataFrame:
    """Reads the export of one row per event, and the one of a row per actor, in which an event of
    two actors stands twice.
    """
    raw = published.table(HEADER)
    published.all_read([name for name in raw if name not in HEADER])
    raw = raw.assign(**{name: raw[name].str.strip() for name in HEADER})
    if (wrong := ~raw["event_id_cnty"].str.fullmatch(r"[A-Z]{2,4}\d{1,9}")).any():
        raise published.fault(
            "event_id_cnty is not a country's letters and a number", raw.loc[wrong, LINE].iloc[0]
        )
    raw = _once(published, raw)
    rows = _dates(published, raw).assign(
        record=range(len(raw)), row=raw[LINE], country=_countries(published, raw)
    )
    pairs = list(
        zip(raw["event_type"].str.casefold(), raw["sub_event_type"].str.casefold(), strict=True)
    )
    for pair, line in zip(pairs, raw[LINE], strict=True):
        if pair not in KINDS:
            raise published.fault(
                f"event_type {pair[0][:40]!r} with sub_event_type {pair[1][:40]!r} is not known",
                line,
            )
    rows["category"] = [KINDS[pair][0] for pair in pairs]
    kinds = rows.assign(indicator="events_by_kind", category=[KINDS[pair][1] for pair in pairs])
    deaths = published.within(raw["fatalities"], raw[LINE], 0)
    parts = [
        rows.assign(indicator="events", value=1.0),
        kinds.assign(value=1.0),
        rows.assign(indicator="fatalities", value=deaths),
    ]
    return pd.concat(parts, ignore_index=True)


def _once(published: Published, raw: pd.DataFrame) -> pd.DataFrame:
    """Each event once; two rows of one event that differ in what is read are an error."""
    once = raw.drop_duplicates(list(HEADER), ignore_index=True)
    published.report.duplicates = len(raw) - len(once)
    if (twice := once["event_id_cnty"].duplicated()).any():
        first = once[twice].iloc[0]
        raise published.fault(
            f"event {first['event_id_cnty']!r} stands twice and differs", first[LINE]
        )
    return once


def _countries(published: Published, raw: pd.DataFrame) -> pd.Series:
    """By the ISO number; by name where the number is none (such as 0). A number and a name of two
    countries are an error.
    """
    numbers = dict(zip(countries.table()["numeric"], countries.table()["iso3"], strict=True))
    by_number = raw["iso"].str.replace(r"\.0+$", "", regex=True).str.zfill(3).map(numbers)
    named = countries.match(raw["country"], published.source.name)["iso3"]
    if (differ := by_number.notna() & named.notna() & by_number.ne(named)).any():
        first = raw[differ].iloc[0]
        raise published.fault(
            f"iso {first['iso'][:40]!r} is not the number of country {first['country'][:60]!r}",
            first[LINE],
        )
    rest = by_number.isna()
    by_name = published.countries(raw.loc[rest, "country"], raw.loc[rest, LINE])
    return by_number.fillna(by_name.reindex(raw.index)).astype("str")


def _dates(published: Published, raw: pd.DataFrame) -> pd.DataFrame:
    """Dates `2023-01-31`, as the service gives them, or `31 January 2023`, as files do; on the
    month's first day where not exact.
    """
    parts = raw["event_date"].str.casefold().str.extract(r"^(\d{1,2})[ -]([a-z]+)[ -](\d{4})$")
    number = parts[1].map(
        {word: f"{at:02}" for at, name in enumerate(MONTHS, 1) for word in (name, name[:3])}
    )
    day = (
        (parts[2] + "-" + number + "-" + parts[0].str.zfill(2))
        .fillna(raw["event_date"])
        .rename("event_date")
    )
    if (
        wrong := published.dates(day, raw[LINE])["precision"].ne("day")
        | day.str[:4].ne(raw["year"])
    ).any():
        first = raw[wrong].iloc[0]
        raise published.fault(
            f"event_date {first['event_date'][:40]!r} is not a day of year {first['year'][:40]!r}",
            first[LINE],
        )
    exact = published.one_of(raw["time_precision"], PRECISION, raw[LINE]).eq("day")
    return published.dates(day.where(exact, day.str[:7]), raw[LINE])
