"""Drawings of one question: every number is an answer of `data.query` under the slide's filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

import legends
from briefing.content import Drawing, Figure, Known, Series, Step
from briefing.views import Asked
from data import catalog, query
from data.analysis import changes, saying, steps
from data.catalog import Indicator
from data.geography import countries, groups, regions
from data.query import Filters, Question
from languages import amount, difference, listed
from languages.english import briefing as words
from languages.english import figures as legend
from languages.english import query as places

BARS = 12  # countries in a ranking, flows in a drawing
ROWS = 12  # of a table on one slide
YEARS = 20  # of a timeline; more are too narrow for a room
BESIDE = 8  # years of several countries side by side
STACKED = 5  # categories that stand on each other


def known(value: Any) -> float | None:
    """A number of a table; None where there is none."""
    return None if value is None or pd.isna(value) else float(value)


def figure(
    about: Indicator,
    code: str,
    name: str,
    value: Any,
    low: Any = None,
    high: Any = None,
    **more: Any,
) -> Figure:
    """A number of an indicator as a drawing holds it; a range where its bounds alone are known."""
    found, least, most = known(value), known(low), known(high)
    how: Known = "figure" if found is not None else "missing" if most is None else "range"
    if found is not None and found in about.levels:
        said = about.levels[found]
    elif how == "missing":
        said = legend.NO_DATA_SHORT()
    else:
        said = amount(found, least, most)
    return Figure(
        code=code,
        name=name,
        value=found,
        low=None if found is not None and least == most == found else least,
        high=None if found is not None and least == most == found else most,
        said=said,
        **{"known": how, **more},
    )


def word(text: str, code: str = "", **more: Any) -> Figure:
    """A cell of a table that is no number."""
    return Figure(code=code, name=text, value=None, said=text, **more)


def absent(about: Indicator, code: str, name: str, **more: Any) -> Figure:
    """What a country or year without a row is: none recorded, not applicable, or unknown."""
    if code in about.not_applicable:
        said = places_not_applicable()
        return Figure(code=code, name=name, value=None, said=said, known="inapplicable", **more)
    if changes.absent(about) == "zero":
        return figure(about, code, name, 0.0, **more)
    said = legend.NO_DATA_SHORT()
    return Figure(code=code, name=name, value=None, said=said, known="missing", **more)


def places_not_applicable() -> str:
    """What is said of a figure that cannot concern a country."""
    from languages.english import analysis

    return analysis.NOT_APPLICABLE()


def scope(asked: Question) -> Question:
    """The countries a drawing by country is about: those chosen where there are several, else all;
    one alone stands among the others.
    """
    return asked if len(asked.countries) > 1 else replace(asked, countries=(), groups=())


def where(asked: Question) -> str:
    """Of whom a drawing is, in words."""
    return listed(changes.called(asked) if asked.groups else asked.named) or places.WORLD()


def by_country(asked: Question, chosen: Sequence[str], every: bool) -> tuple[Figure, ...]:
    """A figure a country, the largest first; with `every` those without one too."""
    about = asked.about
    table = query.by_country(asked)
    table = table.assign(level=table["value"].fillna(table["high"]))
    table = table.sort_values(["level", "country"], ascending=[False, True])
    named = _lists(asked)
    found = []
    for code, value, low, high in table[["country", "value", "low", "high"]].itertuples(
        index=False, name=None
    ):
        made = figure(about, code, countries.name(code), value, low, high, chosen=code in chosen)
        if named and code in named:
            at = list(about.categories).index(named[code]) + 1
            made = replace(made, place=float(at), said=about.categories[named[code]])
        found.append(made)
    if every:
        wanted = asked.countries or tuple(sorted(countries.codes() - {"ATA"}))
        held = {each.code for each in found}
        found += [
            absent(about, code, countries.name(code), chosen=code in chosen)
            for code in wanted
            if code not in held
        ]
    return tuple(found)


def _lists(asked: Question) -> Mapping[str, str]:
    """The list each country stands on, where it stands on one at a time and is one member."""
    about = asked.about
    if about.kind != "listing" or about.overlap or not about.categories:
        return {}
    held = query.rows(asked)[["country", "category"]].dropna()
    if held["country"].duplicated().any():
        return {}
    return dict(zip(held["country"], held["category"], strict=True))


def before(asked: Question) -> Series | None:
    """The countries' figures of the period before; None where nothing compares."""
    values, against = changes.before(asked)
    if not values or asked.about.kind == "listing":
        return None
    inside = asked.countries or tuple(values)
    figures = tuple(
        figure(asked.about, code, countries.name(code), values[code])
        for code in sorted(inside)
        if code in values
    )
    return Series(name=against, figures=figures, earlier=True) if figures else None


def map_of(view: Asked, asked: Question) -> Drawing:
    """The map: classes of what is a rate, score or list, circles of what is counted."""
    about = asked.about
    chosen = asked.countries if len(asked.countries) == 1 else ()
    among = scope(asked)
    if view.map_as == "change" and (drawn := _change(view, among, chosen)):
        return drawn
    circles = about.counted and view.map_as != "areas"
    now = Series(name=query.when(asked), figures=by_country(among, chosen, every=True))
    earlier = before(among) if circles and about.aggregation in ("sum", "count") else None
    frames = _frames(view.filters if among is asked else among)  # members are those of each year
    every = [each.value for each in now.figures if each.value is not None]
    if frames:
        every = list(steps.ever(among)) or every
    title = words.MAP_TITLE(title=saying.title(asked, about), when=query.when(asked))
    return Drawing(
        kind="map",
        title=title,
        unit=about.unit,
        series=(now, *([earlier] if earlier and len(among.countries) > 1 else [])),
        alt=words.ALT_MAP(title=title, said=_largest(now.figures)),
        circles=circles,
        region=_region(view, asked),
        steps=() if circles else _steps(about, every, now.figures, bool(_lists(among))),
        frames=frames,
        borders=view.borders,
    )


def _region(view: Asked, asked: Question) -> str:
    """Where the map looks: as the address says, else at what is chosen."""
    if view.region and view.region != regions.CHOSEN:
        return view.region
    named = {*asked.countries, *(code for each in asked.groups for code in groups.members(each))}
    if len(named) == 1:
        return regions.of_country(next(iter(named)))
    return regions.CHOSEN if named else regions.WORLD


def _change(view: Asked, asked: Question, chosen: Sequence[str]) -> Drawing | None:
    """The map of how each country's figure changed, in per cent of the period before."""
    about = asked.about
    values, against = changes.before(asked)
    if not values or about.aggregation not in ("sum", "count") or about.in_steps:
        return None
    found = []
    for one in by_country(asked, chosen, every=True):
        was = values.get(one.code, 0.0 if changes.absent(about) == "zero" else None)
        if one.value is None or was is None:
            found.append(replace(one, value=None, known="missing", said=legend.NOT_BOTH_HERE()))
            continue
        moved = one.value - was
        low = not about.rate and query.little(one.value, was)
        share = 0.0 if low else 100 * moved / (was or 1 if about.rate else max(was, 1))
        said = words.WHO(country=one.said, said=f"({difference(moved)})")
        found.append(replace(one, value=share, low=None, high=None, said=said))
    within = changes.WITHIN
    edges = (
        (-100.0, -50.0, legend.HALVED(), legends.FALL),
        (-50.0, -within, legend.FELL(share=within), legends.mix(legends.FALL, "#ffffff", 0.45)),
        (-within, within, legend.LITTLE_CHANGE(), legends.LITTLE),
        (within, 100.0, legend.ROSE(share=within), legends.mix(legends.RISE, "#ffffff", 0.45)),
        (100.0, 1e12, legend.DOUBLED(), legends.RISE),
    )
    from languages.english import map as maps

    title = maps.CHANGE(title=saying.title(asked, about), period=against)
    return Drawing(
        kind="map",
        title=title,
        unit=about.unit,
        series=(Series(name=query.when(asked), figures=tuple(found)),),
        alt=words.ALT_MAP(title=title, said=""),
        region=_region(view, asked),
        steps=tuple(Step(low=a, high=b, said=said, colour=colour) for a, b, said, colour in edges),
        borders=view.borders,
    )


def _steps(
    about: Indicator, values: Sequence[float], shown: Iterable[Figure], lists: bool
) -> tuple[Step, ...]:
    """The classes of a map's colours, those of the page's map."""
    accent = legends.ACCENTS[about.domain]
    if lists:
        names = list(about.categories.values())
        ramp = legends.ramp(accent, len(names) + 1)[1:]
        none = Step(
            low=0, high=0, colour=legends.on_paper(legends.ZERO), said=legend.NONE_RECORDED()
        )
        return (none,) + tuple(
            Step(low=at, high=at, colour=legends.on_paper(colour), said=name)
            for at, (name, colour) in enumerate(zip(names, ramp, strict=True), 1)
        )
    levels = sorted(set(values))
    edges = legends.bounds([each for each in values if each or about.scale], about.scale)
    top = max(levels, default=1.0)
    whole = all(float(level).is_integer() for level in levels)
    said = legends.labels(edges, top, whole, bool(about.scale) and {*levels} <= {*edges})
    if about.levels:
        said = [about.levels.get(edge, text) for edge, text in zip(edges, said, strict=True)]
    colours = legends.ramp(accent, len(edges))
    found = [
        Step(
            low=low,
            high=edges[at + 1] if at + 1 < len(edges) else max(top, low),
            colour=legends.on_paper(colours[at]),
            said=said[at],
        )
        for at, low in enumerate(edges)
    ]
    if any(each.value == 0 for each in shown) and edges[0] > 0 and not about.scale:
        nothing = legend.NONE_RECORDED() if changes.absent(about) == "zero" else amount(0)
        found.insert(0, Step(low=0, high=0, colour=legends.on_paper(legends.ZERO), said=nothing))
    return tuple(found)


def _frames(asked: Filters) -> tuple[Series, ...]:
    """The figures of every year, for a map that plays; none where one year is no step of it, nor of
    a source whose data are not passed on: they would be the whole of it by country and year.
    """
    about = query.indicator(asked)
    closed = catalog.source_of(about).licence.redistribution == "none"
    if closed or not steps.is_one(asked) or about.kind == "listing":
        return ()
    return tuple(
        Series(
            name=str(year),
            figures=by_country(query.settle(steps.at(asked, year)), (), every=False),
        )
        for year in steps.years(about)[-YEARS:]
    )


def timeline(asked: Question) -> Drawing | None:
    """Bars by year, those of the period chosen in full colour; None of a single year."""
    about = asked.about
    ever = asked.during(None, None)
    split = (
        bool(about.categories)
        and not about.one_category
        and not about.overlap
        and about.aggregation != "stock"
        and not about.rate
    )
    series: tuple[Series, ...] = ()
    if split:
        series = _stacked(asked, query.by_period_and_category(ever))
    table = query.by_period(ever)
    years = _years(about, table["period"])
    if len(years) < 2:
        return None
    held = {row[0]: row[1:4] for row in table.itertuples(index=False, name=None)}
    if not series:
        series = (Series(name=where(asked), figures=_bars(asked, years, held)),)
    title = words.OVER_TIME(title=saying.title(asked, about), where=where(asked))
    return Drawing(
        kind="timeline",
        title=title,
        unit=about.unit,
        series=series,
        alt=words.ALT_TIMELINE(title=title, said=_ends(_bars(asked, years, held))),
        breaks=_breaks(about, years),
        stacked=len(series) > 1,
    )


def _years(about: Indicator, held: Iterable[str]) -> list[str]:
    """The years of a timeline: all the source covers where a year without a record has none, else
    from the first to the last with a figure.
    """
    found = sorted(set(held))
    if not found:
        return []
    first, last = int(found[0]), int(found[-1])
    if changes.absent(about) == "zero" and about.aggregation != "stock":
        days = query.extent(about.id)
        if days[0] and days[1]:
            first, last = days[0].year, days[1].year
    return [str(year) for year in range(max(first, last - YEARS + 1), last + 1)]


def _bars(
    asked: Question, years: Sequence[str], held: Mapping[str, Sequence[Any]]
) -> tuple[Figure, ...]:
    about = asked.about
    found = []
    for year in years:
        more = {"chosen": _within(asked, int(year))}
        if year in held:
            made = figure(about, year, year, *held[year], **more)
        else:
            made = absent(about, year, year, **more)
        if _partial(about, int(year)) and made.value is not None:
            made = replace(made, known="partial")
        found.append(made)
    return tuple(found)


def _within(asked: Filters, year: int) -> bool:
    first = asked.start or asked.end
    return bool(asked.end and first and first.year <= year <= asked.end.year)


def _partial(about: Indicator, year: int) -> bool:
    late = about.complete_to is not None and year > about.complete_to
    return year in about.partial_years or late


def _breaks(about: Indicator, years: Sequence[str]) -> tuple[tuple[str, str], ...]:
    marks = {str(mark.on.year): mark.label for mark in about.marks if mark.kind == "break"}
    return tuple((year, said) for year, said in marks.items() if year in years)


def _stacked(asked: Question, table: pd.DataFrame) -> tuple[Series, ...]:
    """A series a category, the largest first; none where there are too many to tell apart."""
    about = asked.about
    held: dict[str, dict[str, Sequence[Any]]] = {}
    for row in table[["category", "period", "value", "low", "high"]].itertuples(
        index=False, name=None
    ):
        if row[0]:
            held.setdefault(row[0], {})[row[1]] = row[2:]
    if not 1 < len(held) <= STACKED:
        return ()
    years = _years(about, table["period"])
    order = [each for each in about.categories if each in held]
    return tuple(
        Series(name=about.categories[each], figures=_bars(asked, years, held[each]))
        for each in order
    )


def reporters(asked: Question) -> Drawing | None:
    """How many countries are behind each year of a sum; None where that says nothing."""
    about = asked.about
    if about.aggregation != "sum" or about.kind != "observation" or len(asked.countries) == 1:
        return None
    table = query.by_period_and_country(asked.during(None, None)).dropna(subset="value")
    counts = table.groupby("period")["country"].nunique()
    years = _years(about, counts.index)
    if len(years) < 2:
        return None
    whole = len(asked.countries)
    title = words.OF_ALL(of=whole) if whole else words.REPORTERS()
    figures = tuple(
        Figure(
            code=year,
            name=year,
            value=float(counts.get(year, 0)),
            said=amount(float(counts.get(year, 0))),
            chosen=_within(asked, int(year)),
        )
        for year in years
    )
    return Drawing(
        kind="timeline",
        title=title,
        unit="",
        series=(Series(name=title, figures=figures),),
        alt=words.ALT_TIMELINE(title=title, said=_ends(figures)),
    )


def ranking(asked: Question) -> Drawing:
    """The largest, with the period before as hollow bars."""
    about = asked.about
    among = scope(asked)
    chosen = asked.countries if len(asked.countries) == 1 else ()
    found = by_country(among, chosen, every=False)
    shown = list(found[:BARS])
    if chosen and not any(each.chosen for each in shown):
        shown = [*shown[: BARS - 1], *(each for each in found if each.chosen)]
    earlier = before(among)
    kept = {each.code for each in shown}
    then = (
        [replace(earlier, figures=tuple(e for e in earlier.figures if e.code in kept))]
        if earlier
        else []
    )
    title = words.MAP_TITLE(title=saying.title(asked, about), when=query.when(asked))
    return Drawing(
        kind="ranking",
        title=title,
        unit=about.unit,
        series=(Series(name=query.when(asked), figures=tuple(shown)), *then),
        alt=words.ALT_RANKING(title=title, said=_largest(found)),
    )


def comparison(asked: Question) -> Drawing | None:
    """Several countries side by side by year; None where fewer than two have a figure."""
    about = asked.about
    table = query.by_period_and_country(asked.during(None, None))
    years = _years(about, table["period"])[-BESIDE:]
    series = []
    for code in asked.countries[:6]:
        mine = table[table["country"] == code]
        held = {row[0]: row[2:5] for row in mine.itertuples(index=False, name=None)}
        if held or changes.absent(about) == "zero":
            series.append(Series(name=countries.name(code), figures=_bars(asked, years, held)))
    if len(series) < 2 or not years:
        return None
    title = words.OVER_TIME(
        title=saying.title(asked, about), where=listed([each.name for each in series])
    )
    return Drawing(
        kind="comparison",
        title=title,
        unit=about.unit,
        series=tuple(series),
        alt=words.ALT_COMPARISON(title=title, said=""),
        breaks=_breaks(about, years),
    )


def flows(asked: Question) -> Drawing | None:
    """The largest flows from one country to another; None where there is none."""
    about = asked.about
    if not about.partner_role or about.one_category or about.of_pairs:
        return None
    table = query.flows(replace(asked, countries=(), groups=()) if not asked.countries else asked)
    table = table[table["value"].notna() & table["value"].gt(0)]
    if table.empty:
        return None
    figures = tuple(
        figure(about, row[1], countries.name(row[1]), *row[2:5], to=row[0])
        for row in table.head(BARS)[["country", "partner", "value", "low", "high"]].itertuples(
            index=False, name=None
        )
    )
    title = words.FLOW_TITLE(title=saying.title(asked, about), when=query.when(asked))
    roles = catalog.role_words(about.partner_role), catalog.role_words(about.country_role)
    return Drawing(
        kind="flows",
        title=title,
        unit=about.unit,
        series=(Series(name=query.when(asked), figures=figures),),
        alt=words.ALT_FLOWS(title=title, said=_flows(figures)),
        columns=roles,
    )


def table(asked: Question) -> Drawing:
    """The countries with their figures now and before, the largest first; of a list its members."""
    about = asked.about
    among = scope(asked)
    found = by_country(among, asked.countries if len(asked.countries) == 1 else (), every=False)
    earlier = before(among)
    values = {each.code: each for each in earlier.figures} if earlier else {}
    heads = [words.COUNTRY_HEAD(), query.when(asked)]
    if earlier:
        heads.append(earlier.name)
    rows = []
    for each in found[:ROWS]:
        cells = [each]
        if earlier:
            cells.append(values.get(each.code, absent(about, each.code, each.name)))
        rows.append(Series(name=each.name, figures=tuple(cells)))
    title = words.MAP_TITLE(title=saying.title(asked, about), when=query.when(asked))
    return Drawing(
        kind="table",
        title=title,
        unit=about.unit,
        series=tuple(rows),
        alt=words.ALT_TABLE(title=title),
        columns=tuple(heads),
    )


def number(asked: Question) -> Drawing:
    """The one number."""
    about, total = asked.about, query.total(asked)
    made = figure(
        about, asked.countries[0] if len(asked.countries) == 1 else "", where(asked),
        total.value, total.low, total.high,
    )  # fmt: skip
    title = words.MAP_TITLE(title=saying.title(asked, about), when=query.when(asked))
    return Drawing(
        kind="number",
        title=title,
        unit=about.unit,
        series=(Series(name=where(asked), figures=(made,)),),
        alt=words.ALT_NUMBER(title=title, said=saying.number(about, total)),
    )


def _largest(figures: Sequence[Figure]) -> str:
    """The first few of a drawing in words."""
    shown = [each for each in figures if each.value][:3]
    return "; ".join(words.ALT_LARGEST(name=each.name, said=each.said) for each in shown)


def _flows(figures: Sequence[Figure]) -> str:
    """The first few flows in words: from where, to where, how many."""
    return "; ".join(
        words.ALT_FLOW(origin=each.name, destination=countries.name(each.to), said=each.said)
        for each in figures[:3]
    )


def _ends(figures: Sequence[Figure]) -> str:
    """The first and the last of a drawing in words."""
    shown = [each for each in figures if each.value is not None]
    ends = [shown[0], shown[-1]] if len(shown) > 1 else shown
    return "; ".join(words.ALT_LARGEST(name=each.name, said=each.said) for each in ends)
