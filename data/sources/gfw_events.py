"""Apparent events of vessels from Global Fishing Watch: one record per event, an encounter under
both its flags.
"""

import pandas as pd

from data.geography import outlines
from data.reading.published import LINE, Published

INDICATORS = {
    "encounter": "encounters",
    "loitering": "loitering",
    "port_visit": "port_visits",
    "fishing": "fishing",
    "gap": "gaps",
}
CONFIDENCE = {"2": "low", "3": "medium", "4": "high"}
INTENTIONAL = {"true": "intentional", "false": "other"}  # a boolean, or one written as text
# Names and numbers of vessels are left unread: they are not needed to count.
FIELDS = {
    "id": "text",
    "type": "text",
    "start": "text",
    "vessel": "object",
    "vessel.flag": "text?",
    "position.lat": "number?",
    "position.lon": "number?",
    "encounter.type": "text?",
    "encounter.vessel.flag": "text?",
    "port_visit.confidence": "plain?",
    "gap.intentionalDisabling": "plain?",
    "regions.eez": "list?",
    "port_visit.intermediateAnchorage.flag": "text?",
    "port_visit.startAnchorage.flag": "text?",
    "port_visit.endAnchorage.flag": "text?",
}
_MOMENT = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|\+00:?00)?"


def read(published: Published) -> pd.DataFrame:
    """Reads a saved answer of the service (bare list, `entries`, one event, gzipped, or empty)."""
    others = published.source.dirty["other_names"]
    entries = [
        {others.get(key, key): value for key, value in each.items()}
        for each in published.entries("entries", alone="id")
    ]
    published.all_read(
        sorted(
            {key for each in entries for key in each}
            - {*INDICATORS, *(path.split(".")[0] for path in FIELDS)}
        )
    )
    raw = published.fields(entries, FIELDS)
    kind = published.one_of(
        raw["type"].str.casefold().rename("type"),
        dict(zip(INDICATORS, INDICATORS, strict=True)),
        raw[LINE],
    )
    _places(published, raw)
    _zones(published, raw)
    for line, name, entry in zip(raw[LINE], kind, entries, strict=True):
        if not isinstance(entry.get(name), dict):
            raise published.fault(f"is of type {name} but has no object {name}", line)
    if (wrong := ~raw["start"].str.fullmatch(_MOMENT)).any():
        first = raw[wrong].iloc[0]
        raise published.fault(f"start {first['start'][:40]!r} is not a date and time", first[LINE])

    rows = published.dates(raw["start"].str[:10], raw[LINE]).assign(
        kind=kind, id=raw["id"], row=raw[LINE], moment=raw["start"]
    )
    port = (
        raw["port_visit.intermediateAnchorage.flag"]
        .fillna(raw["port_visit.startAnchorage.flag"])
        .fillna(raw["port_visit.endAnchorage.flag"])
    )
    rows["country"] = published.countries(raw["vessel.flag"].fillna(""), raw[LINE])
    met = _known(published, raw["encounter.vessel.flag"], kind.eq("encounter"), raw[LINE])
    rows["partner"] = met.fillna(_known(published, port, kind.eq("port_visit"), raw[LINE]))
    rows["category"] = _categories(published, raw, kind)
    rows = _encounters_once(published, _repeated(published, rows))
    rows["indicator"] = rows["kind"].map(INDICATORS)
    rows["record"] = rows.groupby("id").ngroup()
    met = rows[rows["kind"].eq("encounter")]
    both = pd.concat(
        [rows, met.rename(columns={"country": "partner", "partner": "country"})], ignore_index=True
    )
    both = both.drop_duplicates(["id", "country", "partner"])
    # Of an encounter with a vessel of unknown flag the known flag's row is kept: the encounter is
    # located.
    located = both["country"].notna().groupby(both["id"]).transform("any")
    return both[both["country"].notna() | ~located].drop(columns=["kind", "id", "moment"])


def _places(published: Published, raw: pd.DataFrame) -> None:
    for name, most in (("position.lat", 90), ("position.lon", 180)):
        for value, line in zip(raw[name], raw[LINE], strict=True):
            if value is not None and not -most <= value <= most:
                raise published.fault(
                    f"{name} {value!r:.20} is not between -{most} and {most}", line
                )


def _zones(published: Published, raw: pd.DataFrame) -> None:
    """Remarks on positions far from the exclusive economic zone the file states beside them; no
    figure hangs on either.
    """
    stated = raw.rename(
        columns={"position.lat": "lat", "position.lon": "lon", "regions.eez": "zone"}
    )[[LINE, "lat", "lon", "zone"]]
    stated = stated.explode("zone").dropna().astype({"zone": "str"})
    outside = []
    for zone, found in stated[stated["zone"].isin(outlines.zones())].groupby("zone"):
        away = outlines.far_from(
            outlines.zones()[zone], found[["lon", "lat"]].to_numpy(), outlines.ZONE
        )
        outside += [(line, " or ".join(outlines.zones()[zone])) for line in found.loc[away, LINE]]
    if outside:
        line, coast = min(outside)
        published.report.remarks.append(
            f"{len(outside):,} positions are not in the zone stated beside them, the first in row"
            f" {line}: over 250 nautical miles from {coast}"
        )


def _known(published: Published, flags: pd.Series, asked: pd.Series, lines: pd.Series) -> pd.Series:
    return published.countries(flags[asked & flags.notna()], lines).reindex(flags.index)


def _categories(published: Published, raw: pd.DataFrame, kind: pd.Series) -> pd.Series:
    """The two vessels' types without their order, the confidence of a port visit, or whether a gap
    is judged intentional.
    """
    types = raw["encounter.type"].fillna("").str.casefold()
    pairs = pd.Series(
        ["_".join(sorted(each.split("-"))) for each in types],
        index=raw.index,
        dtype="str",
        name="encounter.type",
    )
    described = published.source.indicators["gfw_events.encounters"].categories
    found = pd.Series(index=raw.index, dtype="str")
    for name, cells, known in (
        ("encounter", pairs, dict(zip(described, described, strict=True))),
        ("port_visit", raw["port_visit.confidence"], CONFIDENCE),
        ("gap", raw["gap.intentionalDisabling"].str.casefold(), INTENTIONAL),
    ):
        asked = kind.eq(name) & cells.notna()
        found = found.fillna(
            published.one_of(cells[asked], known, raw.loc[asked, LINE]).reindex(raw.index)
        )
    return found


def _repeated(published: Published, rows: pd.DataFrame) -> pd.DataFrame:
    """Events that stand twice because pages of the service overlap, once; two different events of
    one id are an error.
    """
    alike = [name for name in rows if name != "row"]
    once = rows.drop_duplicates(alike)
    published.report.duplicates = len(rows) - len(once)
    if (twice := once["id"].duplicated()).any():
        first = once[twice].iloc[0]
        raise published.fault(f"event {first['id'][:60]!r} stands twice and differs", first["row"])
    return once


def _encounters_once(published: Published, rows: pd.DataFrame) -> pd.DataFrame:
    """An encounter is published from each vessel's side (`.1` and `.2`): both sides as one, which
    must agree.
    """
    met = rows["kind"].eq("encounter")
    rows = rows.assign(id=rows["id"].str.replace(r"\.[12]$", "", regex=True).where(met, rows["id"]))
    pair = [
        " ".join(sorted((a, b)))
        for a, b in zip(rows["country"].fillna(""), rows["partner"].fillna(""), strict=True)
    ]
    sides = rows[met].assign(pair=pd.Series(pair, index=rows.index, dtype="str")[met])
    once = sides.drop_duplicates(["id", "pair", "moment", "category"])
    if (twice := once["id"].duplicated()).any():
        first = once[twice].iloc[0]
        raise published.fault(
            f"encounter {first['id'][:60]!r} has two sides that differ", first["row"]
        )
    if len(sides) > len(once):
        published.report.drop(
            "the same encounter seen from the other vessel", len(sides) - len(once)
        )
    return pd.concat([rows[~met], once.drop(columns="pair")]).sort_values("row", ignore_index=True)
