"""Cards: one number, what it is compared with, and how it went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

import languages
from components.elements.cards import Card
from data import catalog, query, store
from data.analysis import changes, lists, saying, standing, wholes
from data.caching import remembered
from data.catalog import Indicator
from data.geography import countries
from data.ingest import standing as health
from data.query import Change, Filters, first_day, last_day
from languages import NOTHING, amount, paragraph, signed
from languages.english import cards as words
from languages.english import indicator as titles
from languages.english import query as why

SPARK = 15  # periods in a sparkline
LEAST = 0.1  # per cent: a smaller share is said to be less
NEWEST = 3  # countries named that came on a list on one day; of more their number


def _spark(asked: Filters, about: Indicator) -> list[float] | None:
    last = str(asked.end.year if asked.end else about.complete_to or "")
    by_year = {
        row[0]: row[1]
        for row in query.history(asked.during(None, None))
        if not last or row[0] <= last
    }
    values = (
        _filled(by_year, asked, about)
        if about.kind == "event"
        else [value for value in by_year.values() if value == value]
    )[-SPARK:]
    return values if len(values) > 2 else None


def _filled(by_year: Mapping[str, float], asked: Filters, about: Indicator) -> list[float]:
    """The years of events with zero where none is recorded, to the last one asked for."""
    first, last = query.extent(about.id)
    end = asked.end.year if asked.end else about.complete_to or (last.year if last else 0)
    return (
        [by_year.get(str(year), 0.0) for year in range(first.year, min(end, last.year) + 1)]
        if first and last
        else []
    )


def figure(asked: Filters, key: str, opens: str = "", note: str = "") -> tuple[Card, Filters]:
    """The card of one question: value, change against a named period, how it went, and the address
    it opens.
    """
    return replace(_figure(store.current().version, asked), key=key, note=note, opens=opens), asked


@remembered(4096)
def _figure(version: str, asked: Filters) -> Card:
    """A card worked out once for a version of the figures, whoever looks."""
    about = query.indicator(asked)
    change, source = query.compare(asked), catalog.source_of(about)
    now = change.now
    said = standing.in_words(asked)
    number = said.what if said else saying.number(about, now)
    compares = change.difference is not None and about.kind != "listing" and said is None
    against = words.COMPARED_WITH(period=change.against) if compares else ""
    values, other = _spark(asked, about) or [], query.disagreements(asked)
    aged, old = ("", "") if number == NOTHING else age(asked, about)
    return Card(
        key="",
        label=saying.label(asked, about),
        value=number,
        delta=_delta(asked, about, change, said, number),
        way="" if said or about.kind == "listing" else _way(change.difference),
        beside=" · ".join(part for part in (against, *_beside(asked, change, other)) if part),
        age=aged,
        old=old,
        words=said is not None,
        help=paragraph(
            about.definition,
            words.HELP(
                unit=about.unit,
                publisher=source.publisher,
                edition=source.edition,
                as_of=source.as_of,
            ),
            why.WHY[change.why] if change.why else "",
            changes.apart(asked, about),
            _who(other),
        ),
        spark=tuple(values),
        went=words.WENT(len(values), title=about.title) if values else "",
    )


def _delta(
    asked: Filters, about: Indicator, change: Change, said: standing.InWords | None, number: str
) -> str:
    """How the number moved, or why that cannot be said."""
    if said:
        return said.beside
    if about.kind == "listing":
        moved = lists.moves(asked)
        if moved is None:
            return ""
        if moved.nothing:
            return words.NO_MOVES(since=moved.since)
        return words.MOVES(entered=moved.entered, gone=moved.gone, since=moved.since)
    return saying.change_words(change, about.in_steps) or (
        saying.nothing(asked, about) if number == NOTHING else ""
    )


def age(asked: Filters, about: Indicator) -> tuple[str, str]:
    """How old a figure is in whole years since the end of its period: said, and as a card shows it;
    nothing in its first.
    """
    years = standing.age(asked)
    if years < 1:
        return "", ""
    return words.AGE(years), "old" if years >= 5 else "aged" if years >= 3 else ""


def _way(difference: float | None) -> str:
    return "" if not difference else "up" if difference > 0 else "down"


def _beside(asked: Filters, change: Change, other: pd.DataFrame) -> list[str]:
    """What a reader must know beside the change: that more countries report, and which other values
    are stated.
    """
    now, about = change.now, query.indicator(asked)
    found = [each for each in (saying.in_part(asked, about), few(asked)) if each]
    if (said := saying.held(change)) and not about.ordinal:
        found.append(_held_of_few(asked, change, said))
    if not now.masked and now.low != now.high and about.kind == "observation":
        found.append(words.BOUNDS(low=now.low, high=now.high))
    behind = changes.reporters(asked) if not asked.countries and change.difference else None
    if behind and behind.differ:
        template = words.REPORTERS_EACH_YEAR if behind.each_year else words.REPORTERS
        found.append(template(now=behind.now, before=behind.before))
        same = query.same_countries(asked)
        if same and same[2]:
            percent = languages.percent(100 * (same[1] / same[2] - 1))
            found.append(words.THOSE_SAME(both=behind.both, percent=percent))
    found += [each for each in (standing.received(asked), wholes.exceeded(asked)) if each]
    found += [
        about.coded[code] for code in asked.countries if code in about.coded and not about.lasting
    ]
    values = (
        dict.fromkeys(amount(value) for value in other["value"] if value != change.now.value)
        if len(other)
        else ()
    )
    if values:
        found.append(words.ALSO_STATED(amounts=", ".join(values)))
    return found


def few(asked: Filters) -> str:
    """How many of several asked for are behind their sum, and of several years how many have a
    figure, where not all are.
    """
    settled, of = query.settle(asked), len(asked.countries)
    if not of or not _reported(asked):
        return ""
    whole = query.in_each_year(settled)
    if of > 1:
        known = _known(asked) if whole is None else len(whole.intersection(asked.countries))
        template = words.FEW if whole is None else words.FEW_EACH_YEAR
        return template(known, of=of) if known < of else ""
    if whole is None or not settled.start or not settled.end:
        return ""
    years = len(query.years_of_countries(settled).get(asked.countries[0], ()))
    asked_for = settled.end.year - settled.start.year + 1
    return words.FEW_YEARS(years, of=asked_for) if 0 < years < asked_for else ""


def _reported(asked: Filters) -> bool:
    """Whether the figure is a sum, or the rate of one, of what countries report or do not."""
    about = query.in_counts(asked).about
    return about.additive and changes.absent(about) == "missing"


def _held_of_few(asked: Filters, change: Change, held: str) -> str:
    """The figure held before, and how many were behind it where not all were, then or now."""
    of = len(asked.countries)
    if of < 2 or not _reported(asked):
        return held
    then = asked.during(first_day(change.held[:4]), last_day(change.held[-4:]))
    known = _known(then)
    return words.HELD_OF_FEW(held=held, n=known, of=of) if min(known, _known(asked)) < of else held


def _known(asked: Filters) -> int:
    """How many of the countries asked for have a figure."""
    return len(query.by_country(asked).dropna(subset="value"))


def _who(other: pd.DataFrame) -> str:
    """Who said each of several values, where they disagree."""
    if not len(other):  # to walk through no rows takes a table longer than the rest of a card
        return ""
    said = "; ".join(
        words.STATEMENT(amount=amount(row.value), who=row.cited) for row in other.itertuples()
    )
    return words.DISAGREE(statements=said)


def reach(asked: Filters, among: tuple[str, ...] = ()) -> tuple[Card, Filters]:
    """How many countries have a figure, beside the period before: a rise may be more reporting; of
    those asked for, of all or of those it counts `among`.
    """
    if asked.countries:
        return _reached(replace(asked, countries=_kept(asked, among)), len(asked.countries))
    about = query.indicator(asked)
    everywhere = replace(asked, countries=among)
    now = len(query.by_country(everywhere).dropna(subset="value"))
    earlier, period = query.period_before(everywhere)
    if about.aggregation not in ("sum", "count"):
        earlier = None
    before = len(query.by_country(earlier).dropna(subset="value")) if earlier else 0
    moved = now - before if before else 0
    against = words.COMPARED_WITH(period=period) if moved else ""
    return (
        Card(
            key="reach",
            label=scoped(_who_has(about), among),
            value=amount(now),
            delta=signed(moved) if moved else "",
            way=_way(moved),
            beside=against,
            help=words.REACH_HELP(),
        ),
        everywhere,
    )


def _who_has(about: Indicator) -> str:
    """What is said of the countries with a row: a figure, or any of what is counted."""
    return words.REACH_RECORDED() if changes.absent(about) == "zero" else words.REACH()


def _kept(asked: Filters, among: tuple[str, ...]) -> tuple[str, ...]:
    """Who is counted of the countries asked for: all, or those `among`."""
    return tuple(code for code in asked.countries if not among or code in among)


def scoped(label: str, among: tuple[str, ...]) -> str:
    """The label of a card that speaks of all countries, or of those `among` where only these
    count.
    """
    return words.OF_SAME(len(among), label=label) if among else label


def _reached(asked: Filters, of: int) -> tuple[Card, Filters]:
    """How many of the countries asked for have a figure."""
    known = {*query.by_country(asked).dropna(subset="value")["country"]} if asked.countries else ()
    return (
        Card(
            key="reach",
            label=words.OF_CHOSEN(label=_who_has(query.indicator(asked))),
            value=words.OF_REPORT(len(known), of=of),
            help=words.REACH_HELP(),
        ),
        asked,
    )


def largest(asked: Filters, among: tuple[str, ...] = ()) -> tuple[Card, Filters | None]:
    """The country with the largest figure, of those asked for, of all or of those it counts
    `among`; of a list the newest entry.
    """
    about, chosen = query.indicator(asked), bool(asked.countries)
    kept = _kept(asked, among) if chosen else among
    everywhere = replace(asked, countries=kept)
    name = words.LARGEST()
    label = words.OF_CHOSEN(label=name) if chosen else scoped(name, among)
    if chosen and not kept:
        return _largest(label, NOTHING), None
    if about.kind == "listing" and standing.one_each(asked):
        return _newest(asked)
    table = query.by_country(everywhere)
    if not table["value"].notna().any():
        return _largest(label, NOTHING), None
    top = table.loc[table["value"].idxmax()]
    said = about.amount(top["value"])
    alike = int((table["value"] == top["value"]).sum())
    if alike > 1:
        return _largest(label, words.LARGEST_SHARED(alike), words.EACH(said=said)), everywhere
    percent = _share(top["value"], query.total(everywhere))
    template = words.SHARE_OF_CHOSEN if chosen else words.SHARE_OF_SAME if among else words.SHARE
    part = template(percent=percent) if percent and about.additive and not about.lasting else ""
    card = _largest(label, countries.name(top["country"]), said, part)
    return card, replace(asked, countries=(top["country"],))


def place(asked: Filters, among: tuple[str, ...] = ()) -> tuple[Card, Filters] | None:
    """Where the one country asked for stands among all, or those it counts `among`; None where it
    has no place.
    """
    said = standing.place(asked, among)
    if not said:
        return None
    everyone = words.PLACE() if query.in_each_year(asked) is None else words.PLACE_EACH_YEAR()
    label = scoped(words.PLACE_AMONG() if among else everyone, among)
    return Card(key="place", label=label, value=said, words=True), asked


def share(asked: Filters, among: tuple[str, ...] = ()) -> tuple[Card, Filters] | None:
    """How much of all, or of those it counts `among`, the figure of the one country asked for is;
    None where figures of countries are no parts of one, or nothing is known.
    """
    about, everyone = query.indicator(asked), replace(asked, countries=among)
    if among and not {*asked.countries} <= {*among}:
        return None
    mine = query.total(asked).value
    if mine is None or not about.counted or about.no_world_sum or about.lasting:
        return None
    every = query.total(everyone)
    percent = _share(mine, every)
    if not percent:
        return None
    value = words.PER_CENT(percent=percent)
    whole = words.OF_WHOLE(amount=about.amount(every.value))
    label = words.OF_SAME(len(among), label=words.SHARE_OF()) if among else words.SHARE_OF_ALL()
    return Card(key="share", label=label, value=value, beside=whole), everyone


def _largest(label: str, value: str, delta: str = "", beside: str = "") -> Card:
    return Card(key="largest", label=label, value=value, delta=delta, beside=beside)


def _share(part: float, whole: query.Total) -> str:
    """A part of a whole in per cent; empty where cells published as a range leave it open."""
    if not whole.value or not whole.high:
        return ""
    most = whole.high if whole.masked else whole.value
    exact = [100 * part / each for each in (most, whole.value)]
    if part and exact[-1] < LEAST:
        return words.LESS_THAN(percent=languages.number(LEAST, 1))
    low, high = (languages.number(each, 0 if exact[0] >= 10 else 1) for each in exact)
    return low if low == high else ""


def _newest(asked: Filters) -> tuple[Card, Filters]:
    """Who came last on a list, all of one day together, and who perhaps came later, the day being
    known within bounds alone.
    """
    everyone = replace(asked, start=None)
    held = lists.members(everyone)
    dated = [each for each in held if each.country and each.precision == "day"]
    last = max((each.since for each in dated), default="")
    came = sorted({countries.name(each.country) for each in dated if each.since == last})
    within = [
        words.PERHAPS_LATER(country=countries.name(each.country), bounds=each.since)
        for each in held
        if each.country and each.precision == "none" and each.since and each.start[:10] > last
    ]
    return Card(
        key="largest",
        label=words.OF_CHOSEN(label=words.NEWEST()) if asked.countries else words.NEWEST(),
        value=(languages.listed(came) if len(came) <= NEWEST else titles.COUNTRIES(len(came)))
        if came
        else NOTHING,
        delta=words.SINCE(day=last) if came else words.ENTRY_UNKNOWN() if held else "",
        beside="; ".join(within) if came else "",
        words=len(came) > 1,
    ), everyone


def open_ends(asked: Filters, among: tuple[str, ...] = ()) -> tuple[Card, Filters] | None:
    """What the number leaves open, of those asked for, of all countries or of those it counts
    `among`: cells published as a range, records without a country or a date; None where nothing
    can be open.
    """
    if asked.countries:
        return _open_of_chosen(replace(asked, countries=_kept(asked, among)))
    everywhere = query.in_counts(replace(asked, countries=among))
    now = query.total(everywhere)
    if now.masked:
        said = _most(now, asked, everywhere)
        return _masked(now, said, everywhere.about, lambda label: scoped(label, among)), everywhere
    if among:  # each of them has a figure, and a country
        return None
    card = Card(
        key="open",
        label=words.NO_COUNTRY(),
        value=amount(now.unlocated),
        delta=words.UNDATED(amount=amount(now.undated)) if now.undated else "",
        help=words.NO_COUNTRY_HELP(),
    )
    return card, everywhere


def _most(now: query.Total, asked: Filters, counts: query.Question) -> str:
    """The most a number can be; beside a rate it says what it counts."""
    return counts.about.amount(now.high) if query.settle(asked).about.rate else amount(now.high)


def _open_of_chosen(kept: Filters) -> tuple[Card, Filters] | None:
    if not kept.countries:
        return None

    def scope(label: str) -> str:
        return words.OF_CHOSEN(label=label) if len(kept.countries) > 1 else label

    mine = query.in_counts(kept)
    now = query.total(mine)
    if now.masked or query.total(replace(mine, countries=())).masked:
        return _masked(now, _most(now, kept, mine), mine.about, scope), mine
    if now.undated:
        card = Card(key="open", label=scope(words.NO_DATE()), value=amount(now.undated))
        return card, mine
    return None


def _masked(now: query.Total, most: str, about: Indicator, scope: Callable[[str], str]) -> Card:
    if about.kind == "listing":
        return Card(
            key="open",
            label=scope(words.PERHAPS_LISTED()),
            value=amount(now.masked),
            delta=words.PERHAPS_LISTED_NOTE() if now.masked else "",
            help=words.PERHAPS_LISTED_HELP(),
        )
    return Card(
        key="open",
        label=scope(words.MASKED()),
        value=amount(now.masked),
        delta=words.MASKED_NOTE(amount=most) if now.masked else "",
        help=words.MASKED_HELP(),
    )


@remembered(64)
def _superseded(version: str, name: str) -> bool:
    """Whether a source's publisher has a newer edition than the figures here."""
    return health.of(catalog.sources()[name]).state == "superseded"


def data(asked: Filters) -> tuple[Card, Filters]:
    """How fresh the figures are."""
    source = catalog.source_of(query.indicator(asked))
    late, following = source.overdue(date.today()), source.next_update
    if following is not None:
        said = (words.OVERDUE if late else words.NEXT_UPDATE)(day=following)
    elif _superseded(store.current().version, source.name):
        said = words.SUPERSEDED()
    else:
        said = words.NEXT_UNKNOWN()
    return (
        Card(
            key="data",
            label=words.DATA(),
            value=languages.day(source.as_of),
            delta=said,
            late=late,
            help=words.DATA_HELP(
                publisher=source.publisher, source=source.title, edition=source.edition
            ),
        ),
        asked,
    )
