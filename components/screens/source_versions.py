"""What changed with each version of a source: the world apart from the data, in words and as a
table of records where they may be passed on.
"""

from __future__ import annotations

import streamlit as st

from components.elements import grid
from components.shell import menu
from data import catalog
from data.analysis import revisions, versions
from data.analysis.revisions import DATA, SAID, WORLD, Record
from data.analysis.versions import Step
from data.catalog import Source
from data.geography import countries
from data.records import Version
from languages import amount, day, listed
from languages.english import seal
from languages.english import sources as words
from security import reader
from security.roles import Right

SHOWN = 50  # records in a table
HEIGHT = 280  # pixels, or less


def show(source: Source, now: Version) -> None:
    """Folded away, and worked out when it is opened."""
    part = st.expander(
        words.CHANGED(), key="versions", on_change="rerun", icon=":material/history:"
    )
    if not part.open:
        return
    with part:
        found = versions.steps(source.name)
        if not found:
            st.text(words.ONE_VERSION(version=now.version, day=day(now.as_of)))
        for step in found:
            _step(source, step)


def _step(source: Source, step: Step) -> None:
    newer, older = step.newer, step.older
    st.text(
        words.VERSION_AFTER(
            version=newer.version,
            day=day(newer.as_of),
            before=older.version,
            day_before=day(older.as_of),
        )
    )
    sides = ((words.OF_THE_WORLD, WORLD), (words.OF_THE_DATA, DATA))
    for sentence, kinds in sides:
        many = [
            words.CHANGED_SO(number=amount(n), kind=seal.KINDS[kind])
            for kind in kinds
            if (n := step.many(kind))
        ]
        st.text(words.ITEM(text=sentence(many=listed(many) if many else words.NO_RECORD())))
    if source.licence.redistribution == "rows" and reader.current().may(Right.ROWS):
        _table(source, step)


def _table(source: Source, step: Step) -> None:
    """The first records that changed, those of the data first."""
    order = {kind: at for at, kind in enumerate(revisions.KINDS)}
    found = sorted(step.found, key=lambda each: order[each.kind])
    if not found:
        return
    names = {each.partition(".")[2]: about.title for each, about in _indicators(source)}
    rows = [
        (
            seal.KINDS[each.kind],
            names[each.indicator],
            *_where(each.after or each.before),
            _value(each.before),
            _value(each.after),
        )
        for each in found[:SHOWN]
        if each.indicator in names
    ]
    if len(found) > SHOWN:
        st.caption(menu.plain(words.FIRST_OF(shown=SHOWN, of=amount(len(found)))))
    columns = [
        words.WHAT(),
        words.INDICATOR_OF(),
        words.COUNTRY_OF(),
        words.DAY_OF(),
        words.BEFORE(),
        words.AFTER(),
    ]
    grid.plain(
        dict(zip(columns, zip(*rows, strict=True), strict=True)),
        alt=words.CHANGED_ALT(),
        key=f"changed-{step.newer.version}",
        height=HEIGHT,
    )


def _indicators(source: Source) -> list[tuple[str, catalog.Indicator]]:
    return [
        (name, each) for name, each in catalog.indicators().items() if each.source == source.name
    ]


AT = {name: at for at, name in enumerate(SAID)}


def _where(record: Record) -> tuple[str, str]:
    """The countries of a record, and its day or year."""
    codes = [each for row in record for each in (row[AT["country"]], row[AT["partner"]]) if each]
    start, precision = record[0][AT["start"]], record[0][AT["precision"]]
    length = {"year": 4, "month": 7}.get(precision, 10)
    named = listed([countries.name(each) for each in dict.fromkeys(codes)])
    return named, "" if start is None else start.date().isoformat()[:length]


def _value(record: Record) -> str:
    """What a record says; empty where there is none."""
    if not record:
        return ""
    value, low, high = (record[0][AT[name]] for name in ("value", "low", "high"))
    return amount(value, low, high)
