"""Decks of real figures, as exporters are given them: asked of the bundled store, in English."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

from briefing.content import Cited, Deck, Drawing, Figure, Series, Slide, Step
from data import query
from data.geography import boundaries, countries, groups
from data.query import Filters

VICTIMS = "glotip.detected_victims"
ATTACKS = "eurepoc.incidents"
SCORE = "oc_index.criminality"
REGION = "SOUTH_EASTERN_ASIA"
HOSTILE = (
    "<5 #let x = 1 *bold* _em_ @ref $x$ `raw` \\ [a] \"q\" 'a' & </svg><script>alert(1)</script>"
)


def year(when, **more):
    """The filters of one year."""
    return {"start": date(when, 1, 1), "end": date(when, 12, 31), **more}


def figure(code, name, value, low, high, **more):
    """A figure as the store has it: a number, or a range where a cell is masked."""
    if value != value:
        return Figure(
            code=code,
            name=name,
            value=None,
            low=float(low),
            high=float(high),
            said=f"{low:,.0f}–{high:,.0f}",
            known="range",
            **more,
        )
    return Figure(code=code, name=name, value=float(value), said=f"{value:,.15g}", **more)


def missing(code, name):
    """What nobody published."""
    return Figure(code=code, name=name, value=None, said="no figure", known="missing")


def by_country(asked, among=(), chosen=()):
    """A figure a country, the largest first; those of `among` that have none are missing."""
    table = query.by_country(asked).sort_values("value", ascending=False, na_position="last")
    found = [
        figure(
            row.country,
            countries.name(row.country),
            row.value,
            row.low,
            row.high,
            chosen=row.country in chosen,
        )
        for row in table.itertuples()
    ]
    held = {each.code for each in found}
    return (*found, *(missing(code, countries.name(code)) for code in among if code not in held))


def by_period(asked, partial=()):
    """A figure a year, the years between without one missing."""
    table = query.by_period(asked)
    held = {row.period: row for row in table.itertuples()}
    years = range(int(min(held)), int(max(held)) + 1)
    found = []
    for when in map(str, years):
        if when not in held:
            found.append(missing(when, when))
            continue
        row = held[when]
        made = figure(when, when, row.value, row.low, row.high)
        found.append(replace(made, known="partial") if when in partial else made)
    return tuple(found)


def cited(indicator):
    """The source of an indicator as a slide cites it."""
    made = query.answer(Filters(indicator))
    source = made["source"]
    return Cited(
        id=source["name"],
        publisher=source["publisher"],
        title=source["title"],
        edition="",
        as_of=source["as_of"],
        licence=source["licence"],
        version=made["version"],
    )


def slide(name, title, drawings, indicator, **more):
    """A slide with everything around its drawings."""
    return Slide(
        id=name,
        title=title,
        filters="Detected trafficking victims, South-East Asia, 2020",
        definition="Persons detected by national authorities as victims of trafficking.",
        drawings=drawings,
        sources=(cited(indicator),),
        marking="TLP:CLEAR",
        seal="KEEH-KN1S-NTMQ",
        address="/trafficking?from=2020&to=2020",
        caveat="Counts what was detected and reported; countries that look harder find more.",
        boundary=str(boundaries.NOTE),
        **more,
    )


def south_east_asia():
    """Every kind of drawing once, of South-East Asia and of the world."""
    among = tuple(sorted(groups.members(REGION)))
    now = Series(name="2020", figures=by_country(Filters(VICTIMS, among, **year(2020)), among))
    then = Series(
        name="2019", figures=by_country(Filters(VICTIMS, among, **year(2019)), among), earlier=True
    )
    total = query.total(Filters(VICTIMS, among, **year(2020))).value
    before = query.total(Filters(VICTIMS, among, **year(2019))).value
    frames = tuple(
        Series(
            name=str(when),
            figures=by_country(Filters(VICTIMS, among, **year(when)), among),
        )
        for when in range(2015, 2021)
    )
    unit = "victims"
    map_ = Drawing(
        kind="map",
        title="Detected victims, 2020 and 2019",
        unit=unit,
        series=(now, then),
        alt=f"Map: detected victims in South-East Asia in 2020: {total:,.0f}.",
        circles=True,
        region="south_east_asia",
        frames=frames,
        borders="un",
    )
    timeline = Drawing(
        kind="timeline",
        title="Detected victims per year",
        unit=unit,
        series=(
            Series(name="Victims", figures=by_period(Filters(VICTIMS, among), partial=("2022",))),
        ),
        alt="Bars: detected victims per year.",
        breaks=(("2017", "collection changed, more countries report"),),
    )
    chosen = replace(
        timeline.series[0],
        figures=tuple(
            replace(each, chosen=each.code == "2020") for each in timeline.series[0].figures
        ),
    )
    timeline = replace(timeline, series=(chosen,))
    ranking = Drawing(
        kind="ranking",
        title="Detected victims by country",
        unit=unit,
        series=(now, then),
        alt="Bars: detected victims by country, 2020 and 2019.",
    )
    earlier = {each.code: each for each in then.figures}
    rows = tuple(
        Series(name=each.name, figures=(earlier.get(each.code, each), each)) for each in now.figures
    )
    table = Drawing(
        kind="table",
        title="Detected victims",
        unit=unit,
        series=rows,
        alt="Table: detected victims in 2019 and 2020 by country.",
        columns=("Country", "2019", "2020"),
    )
    points = (
        f"{total:,.0f} victims were detected in 2020, after {before:,.0f} in 2019.",
        "A fall in detection can mean fewer victims or less looking.",
    )
    common = {
        "number": f"{total:,.0f}",
        "unit": "detected victims in 2020",
        "change": f"▼ {before - total:,.0f} fewer than in 2019",
        "points": points,
        "notes": "Ask about the ministry's own count.",
        "how": (f"{total:,.0f}: python -m data query {VICTIMS} --from 2020 --to 2020",),
    }
    return Deck(
        name="south-east-asia",
        title="Human trafficking in South-East Asia",
        subtitle="What national authorities detected and reported: 2020 compared with 2019",
        slides=(
            slide(
                "map",
                f"{total:,.0f} detected victims in 2020, after {before:,.0f} in 2019",
                (map_,),
                VICTIMS,
                **common,
            ),
            slide("timeline", "Detected victims since the series began", (timeline,), VICTIMS),
            slide("ranking", "The Philippines detected the most", (ranking,), VICTIMS, **common),
            slide(
                "table", "Three of eleven countries publish no figure for 2020", (table,), VICTIMS
            ),
            slide(
                "categories",
                "Forms of exploitation by year",
                (categories(),),
                VICTIMS,
                points=points,
            ),
            slide(
                "comparison",
                "Indonesia and the Philippines, year by year",
                (comparison(),),
                VICTIMS,
            ),
            slide("flows", "Who is said to have attacked whom", (flows(),), ATTACKS),
            slide("world", "Criminality is measured in nearly all countries", (world(),), SCORE),
            slide("number", "One number and nothing else", (number(total),), VICTIMS),
        ),
        marking="TLP:CLEAR",
        seal="KEEH-KN1S-NTMQ",
        made="2026-11-26",
    )


def categories():
    """Stacked bars: forms of exploitation in Indonesia and its neighbours by year."""
    asked = Filters("glotip.victims_by_form", tuple(sorted(groups.members(REGION))))
    table = query.by_period_and_category(asked)
    table = table[table["period"].astype(int) >= 2012]
    about = query.indicator(asked)
    periods = sorted(set(table["period"]))
    series = []
    for category in dict.fromkeys(table["category"]):
        held = {row.period: row for row in table[table["category"] == category].itertuples()}
        series.append(
            Series(
                name=str(about.categories.get(category, category) or "not said"),
                figures=tuple(
                    figure(when, when, held[when].value, held[when].low, held[when].high)
                    if when in held
                    else missing(when, when)
                    for when in periods
                ),
            )
        )
    return Drawing(
        kind="timeline",
        title="Victims by form of exploitation",
        unit="victims",
        series=tuple(series),
        alt="Stacked bars: victims by form per year.",
        stacked=True,
    )


def comparison(first="IDN", second="PHL"):
    """Two countries side by side, by year."""
    pair = [
        Series(
            name=countries.name(code),
            figures=tuple(
                each
                for each in by_period(Filters(VICTIMS, (code,)))
                if 2014 <= int(each.code) <= 2021
            ),
        )
        for code in (first, second)
    ]
    periods = sorted({each.code for series in pair for each in series.figures})
    pair = [
        replace(
            series,
            figures=tuple(
                {each.code: each for each in series.figures}.get(when, missing(when, when))
                for when in periods
            ),
        )
        for series in pair
    ]
    return Drawing(
        kind="comparison",
        title="Detected victims, two countries",
        unit="victims",
        series=tuple(pair),
        alt="Bars: detected victims of both countries by year.",
    )


def flows():
    """Who is said to have attacked whom."""
    table = query.flows(Filters(ATTACKS)).head(12)
    return Drawing(
        kind="flows",
        title="Cyber incidents, alleged origin and target",
        unit="incidents",
        series=(
            Series(
                name="all years",
                figures=tuple(
                    replace(
                        figure(
                            row.partner, countries.name(row.partner), row.value, row.low, row.high
                        ),
                        to=row.country,
                    )
                    for row in table.itertuples()
                ),
            ),
        ),
        alt="Flows: incidents by alleged origin and target.",
        columns=("Alleged origin", "Target"),
    )


def world(indicator=SCORE, region="world"):
    """A score of all countries as filled areas."""
    made = by_country(Filters(indicator, **year(2023)))
    held = {each.code for each in made}
    made += tuple(missing(code, countries.name(code)) for code in sorted(countries.codes() - held))
    colours = ("#cfe3e4", "#a3cacd", "#6fabb0", "#358a91", "#0a5a60")
    steps = tuple(
        Step(low=low, high=low + 2, colour=colour, said=f"{low:g} to {low + 2:g}")
        for low, colour in zip(range(0, 10, 2), colours, strict=True)
    )
    return Drawing(
        kind="map",
        title="Criminality score, 2023",
        unit="of 10",
        series=(Series(name="2023", figures=made),),
        alt="Map: criminality score of each country.",
        steps=steps,
        region=region,
        borders="un",
    )


def number(total):
    """A number that stands alone."""
    return Drawing(
        kind="number",
        title="Detected victims, 2020",
        unit="victims",
        series=(Series(name="2020", figures=(figure("2020", "2020", total, total, total),)),),
        alt=f"{total:,.0f} victims in 2020.",
    )


def of(slides):
    """A deck of so many slides: those above again and again."""
    deck = south_east_asia()
    many = [
        replace(
            deck.slides[at % len(deck.slides)], id=f"{deck.slides[at % len(deck.slides)].id}-{at}"
        )
        for at in range(slides)
    ]
    return replace(deck, slides=tuple(many))


def hostile():
    """A deck whose every text is markup of something."""
    deck = south_east_asia()
    return replace(
        deck,
        title=HOSTILE,
        subtitle=HOSTILE,
        slides=tuple(
            replace(
                each,
                title=HOSTILE,
                filters=HOSTILE,
                definition=HOSTILE,
                caveat=HOSTILE,
                boundary=HOSTILE,
                change=HOSTILE,
                unit=HOSTILE,
                notes=HOSTILE,
                points=(HOSTILE,),
                how=(HOSTILE,),
                sources=(
                    replace(each.sources[0], publisher=HOSTILE, title=HOSTILE, licence=HOSTILE),
                ),
                drawings=tuple(_hostile(drawing) for drawing in each.drawings),
            )
            for each in deck.slides
        ),
    )


def _hostile(drawing):
    return replace(
        drawing,
        title=HOSTILE,
        alt=HOSTILE,
        unit=HOSTILE,
        columns=tuple(HOSTILE for _ in drawing.columns),
        breaks=tuple((when, HOSTILE) for when, _ in drawing.breaks),
        series=tuple(
            replace(
                series,
                name=HOSTILE,
                figures=tuple(replace(each, name=HOSTILE) for each in series.figures),
            )
            for series in drawing.series
        ),
    )


def numbers(deck):
    """Every number of a deck as it is said, and where: what a file of it must hold."""
    for each in deck.slides:
        if each.number:
            yield each.id, each.number
        for drawing in each.drawings:
            for series in drawing.series:
                for one in series.figures:
                    yield each.id, one.said


def part(content, form):
    """The first part of a PowerPoint file whose name has this form."""
    box = zipfile.ZipFile(io.BytesIO(content))
    return next(box.read(each).decode() for each in box.namelist() if re.fullmatch(form, each))
