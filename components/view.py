"""One indicator as map, ranking, timeline and table: the body of every domain page."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import pandas as pd
import streamlit as st

from components import cards, downloads, provenance, state, statements
from components.figures import change_map, classed_map, comparison, flow_map, ranking, sankey, timeline, words, world_map
from components.figures.theme import Figure
from components.plot import plot
from data import catalog, countries, query, rule, store
from data.catalog import Indicator
from data.filters import Filters

MAP_HEIGHT = 400  # pixels, where the window has no room for more
FLOWS = 15  # drawn by name


@lru_cache(maxsize=1)
def _places() -> pd.DataFrame:
    return countries.table()[["iso3", "name", "lon", "lat", "circle"]]


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return dict(zip(_places()["iso3"], _places()["name"], strict=True))


def absent(about: Indicator) -> str:
    """What a country without a row means: none recorded where things are counted, unknown where they are reported."""
    return "zero" if about.kind in ("event", "listing", "notice") else "missing"


def _pick(points: list[dict], multiple: bool) -> None:
    codes = [point.get("location") or point.get("customdata") for point in points]
    state.pick_country([code for code in codes if isinstance(code, str) and code in _names()], multiple)


def _brush(span: tuple | None) -> None:
    if span is None:
        return
    first, last = (str(each) for each in span)
    if "-" in first[1:]:
        state.set_period((min(first, last)[:7], max(first, last)[:7]))
        return
    low, high = sorted((float(first), float(last)))
    begin = math.ceil(low - 0.25)  # a bar's middle is its year: three quarters of it inside is enough
    state.set_period((str(begin), str(max(begin, math.floor(high + 0.25)))))


def _before(asked: Filters, about: Indicator) -> tuple[dict[str, float], str]:
    """Each country's figure of the period before (of the edition before for a score), and that period's name."""
    earlier, against = query.period_before(replace(asked, countries=()))
    if earlier is None:
        return {}, ""
    table = query.by_country(earlier).dropna(subset="value")
    return dict(zip(table["country"], table["value"], strict=True)), against


def _drawn_as(comparable: bool) -> str:
    """Areas, circles, or the change against the period before where there is one."""
    ways = ["areas", "circles", *(["change"] if comparable else [])]
    if state.chosen(state.MAP_AS) not in ways:
        state.choose(state.MAP_AS, "areas")
    return st.segmented_control("Drawn as", ways, key=state.MAP_AS, required=True, label_visibility="collapsed", format_func=str.capitalize)


def world(asked: Filters, about: Indicator, height: int = MAP_HEIGHT) -> None:
    """The map of all countries, the chosen ones outlined."""
    everywhere = replace(asked, countries=())
    figures = query.by_country(everywhere)
    counts = about.additive and about.kind != "listing"
    before, against = _before(asked, about)
    head, switch = st.columns([5, 2], vertical_alignment="bottom")
    role = "" if " by " in about.title else f" by {about.country_role}"
    title = f"{cards.title(asked, about)}{role}, {cards.when(asked, about)}{_unit(about)}"
    with head:
        st.subheader(title, anchor=False)
    with switch:
        drawn = _drawn_as(bool(before) and about.aggregation in ("sum", "count")) if counts else "areas"
    if drawn == "change":
        both = figures.dropna(subset="value").rename(columns={"value": "now"})
        if absent(about) == "zero":
            both = pd.DataFrame({"country": sorted(set(both["country"]) | set(before))}).merge(both, how="left", on="country").fillna({"now": 0.0})
        both["before"] = both["country"].map(before) if absent(about) != "zero" else both["country"].map(before).fillna(0.0)
        drawing = change_map.build(both.dropna(subset=["now", "before"]), _places(), unit=about.unit, against=against, chosen=asked.countries)
        title = f"{title}: change against {against}"
    else:
        ground = _map(store.current().version, everywhere, drawn)
        drawing = {**ground, "data": [*ground["data"], *classed_map.outlined(asked.countries, _places().set_index("iso3"))]}
    with st.container(key="map"):
        plot(
            drawing,
            key="world", height=height, alt=f"World map: {title}. The table below holds the same figures.", on_pick=_pick, title=title,
            footer=provenance.picture(about, on_map=True), ratio=0.53,
        )  # fmt: skip
    st.caption(f"{catalog.source_of(about).bias} {provenance.footer(about, on_map=True)}")


@lru_cache(maxsize=256)
def _map(version: str, everywhere: Filters, drawn: str) -> Figure:
    """The map without what is chosen on it: choosing a country builds no new one."""
    about = query.indicator(everywhere)
    return world_map.build(
        query.by_country(everywhere), _places(), groups=_lists(everywhere, about), group_names=about.categories, unit=about.unit, domain=about.domain, absent=absent(about),
        sized=drawn == "circles", scale=about.scale,
    )  # fmt: skip


def _lists(asked: Filters, about: Indicator) -> dict[str, str] | None:
    """The list each country stands on, where it stands on one at a time and is one member; None elsewhere."""
    if about.kind != "listing" or about.overlap or not about.categories:
        return None
    held = query.rows(asked)[["country", "category"]].dropna()
    return None if held["country"].duplicated().any() else dict(zip(held["country"], held["category"], strict=True))


def members(asked: Filters, about: Indicator) -> None:
    """Who is on the list, the newest first."""
    held = query.rows(asked).dropna(subset="country")
    since = pd.to_datetime(held["start"])
    days = since.dt.strftime("%Y-%m-%d").where(held["precision"].eq("day"), since.dt.strftime("%Y-%m").where(held["precision"].eq("month"), since.dt.strftime("%Y")))
    st.subheader(f"On the list {cards.when(asked, about)}", anchor=False)
    columns = {"Country": held["country"].map(_names()), "Since": days.fillna("not known"), **({about.category_label: held["category"].map({key: name.split(" (")[0] for key, name in about.categories.items()})} if about.categories else {}), "As stated": held["stated"].fillna("")}
    shown = pd.DataFrame(columns)
    st.dataframe(shown if shown["As stated"].any() else shown.drop(columns="As stated"), hide_index=True, height=MAP_HEIGHT, alt=f"{about.title}: members, newest first")


def ranked(asked: Filters, about: Indicator, height: int = MAP_HEIGHT) -> None:
    """The largest countries, the chosen ones among them in full colour."""
    figures = query.by_country(replace(asked, countries=()))
    before, against = _before(asked, about)
    st.subheader("Largest, with the period before" if before else "Largest", anchor=False)
    with st.container(key="ranking"):
        plot(
            ranking.build(figures, _names(), unit=about.unit, domain=about.domain, before=before, against=against, chosen=asked.countries, absent=absent(about)),
            key="largest", height=height, alt=f"Bars: the countries with the largest figures of {about.title}.", on_pick=_pick,
            title=f"{about.title}: largest, {cards.when(asked, about)}", footer=provenance.picture(about), ratio=1.6,
        )  # fmt: skip


def history(asked: Filters, about: Indicator, height: int = 240) -> None:
    """The timeline of all years, the chosen period shaded."""
    ever = asked.during(None, None)
    if len(asked.countries) > 1:
        _compared(asked, about, height)
        return
    if not about.additive and not asked.countries:
        st.caption("A score has no world figure: choose a country to see its editions, or several to compare them.")
        return
    by_category = bool(about.categories) and not about.one_category and not about.overlap and about.aggregation != "stock"
    months = about.grain == "month" and asked.start is not None and (asked.end or asked.start).toordinal() - asked.start.toordinal() < 3 * 366
    grain = "month" if months else "year"
    if months:
        ever = asked
    table = query.by_period_and_category(ever, grain) if by_category else query.by_period(ever, grain)
    if table.empty:
        st.info(f"No timeline for {asked.words(about)}.")
        return
    parts = query.by_period_and_category(ever, grain) if about.overlap and len(asked.categories) > 1 else None
    if table["period"].nunique() == 1 and not months:
        return
    first = about.complete_to + 1 if about.complete_to else None
    title = _over_time(asked, about, grain)
    st.subheader(title, anchor=False)
    with st.container(key="timeline"):
        plot(
            timeline.build(
                table, unit=about.unit, domain=about.domain, categories=dict(about.categories) if by_category or parts is not None else None, chosen=_chosen(asked),
                marks=[(mark.on.year, mark.label, mark.kind) for mark in about.marks], partial_from=first, partial_note=about.partial_note,
                lines=about.aggregation == "stock", parts=parts,
                moves=query.entries_and_exits(asked) if about.aggregation == "stock" and not by_category else None, gaps_are_zero=absent(about) == "zero", within=_years(about), height=height,
            ),
            key="history", height=height, alt=f"Timeline: {title}. Drag across it to choose a period.", on_brush=_brush, title=title, footer=provenance.picture(about),
        )  # fmt: skip
    several = f" What stands in several counts once; choose two or more under “{about.category_label}” to see each as a line." if about.overlap else ""
    st.caption(f"{catalog.source_of(about).bias} Drag across the timeline to choose a period.{several}")


def _chosen(asked: Filters) -> tuple[str, str] | None:
    """The first and last year asked for; None where that is the present of a stock."""
    return (str((asked.start or asked.end).year), str(asked.end.year)) if asked.end else None


def _years(about: Indicator) -> tuple[int, int] | None:
    """The years an indicator covers, so that every country's timeline has the same; for a stock its own."""
    first, last = query.extent(about.id)
    return None if about.aggregation == "stock" or first is None or last is None else (first.year, last.year)


def _compared(asked: Filters, about: Indicator, height: int) -> None:
    """The chosen countries' lines on one axis, each named at its end."""
    table = query.by_period_and_country(asked.during(None, None))
    if table.empty:
        st.info(f"No timeline for {asked.words(about)}.")
        return
    title = _over_time(asked, about, "year")
    st.subheader(title, anchor=False)
    with st.container(key="timeline"):
        plot(
            comparison.build(table, _names(), asked.countries, unit=about.unit, partial_from=about.complete_to + 1 if about.complete_to else None, gaps_are_zero=absent(about) == "zero", chosen=_chosen(asked), height=height),
            key="history", height=height, alt=f"Lines: {title}.", on_brush=_brush, title=title, footer=provenance.picture(about),
        )  # fmt: skip
    st.caption(f"{catalog.source_of(about).bias} Drag across the timeline to choose a period.")


def flows(asked: Filters, about: Indicator) -> None:
    """From where to where, on a map and as bands: the largest by name, the rest together."""
    every = query.flows(replace(asked, countries=()))
    every = every.assign(level=every["value"].fillna(every["high"]))
    own = every["country"] == every["partner"]
    known = every[~own & every["country"].isin(_names()) & every["partner"].isin(_names())]
    if asked.countries:
        known = known[known["country"].isin(asked.countries) | known["partner"].isin(asked.countries)]
    known = known[known["level"] > 0].sort_values(["level", "country", "partner"], ascending=[False, True, True])
    if known.empty:
        return
    drawn = known.head(FLOWS)
    drawn = drawn.assign(said=[words.number(None if pd.isna(v) else v, low, high) for v, low, high in drawn[["value", "low", "high"]].itertuples(index=False)])
    title = f"{about.title}: {about.partner_role} to {about.country_role}, {cards.when(asked, about)}"
    st.subheader(f"{title}, the {len(drawn)} largest of {len(known)}", anchor=False)
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(key="flow-map"):
        plot(flow_map.build(drawn, _places(), unit=about.unit, domain=about.domain), key="flows-on-map", height=380, ratio=0.53, alt=f"Map of flows: {title}", on_pick=_pick, title=title, footer=provenance.picture(about, on_map=True))
    with right, st.container(key="flow-bands"):
        others = float(known["value"].sum() - drawn["value"].sum())
        plot(sankey.build(drawn, others, _names(), unit=about.unit, domain=about.domain), key="flows-as-bands", height=380, alt=f"Bands: {title}", on_pick=_pick, title=title, footer=provenance.picture(about))
    inside = every[own]["value"].sum()
    st.caption(f"Only records with both countries. Within one country: {words.number(float(inside))} {about.unit}, not drawn. {catalog.source_of(about).bias}")


def _over_time(asked: Filters, about: Indicator, grain: str) -> str:
    """What a timeline shows: a count per period; a stock, a score and what says so itself by its name alone."""
    per = "" if about.aggregation in ("stock", "last") or f"in the {grain}" in about.title else f" per {grain}"
    return f"{cards.title(asked, about)}{per}, {_where(asked)}{_unit(about)}"


def _unit(about: Indicator) -> str:
    """The unit behind a title that does not say it."""
    return f" ({cards.unit(about)})" if cards.unit(about) else ""


def _where(asked: Filters) -> str:
    return ", ".join(_names()[code] for code in asked.countries) if asked.countries else "world"


@lru_cache(maxsize=256)
def _cited(version: str, name: str) -> bool:
    """Whether an indicator's records say who said them."""
    about = query.indicator(Filters(name))
    return bool(query.rows(Filters(name, (), tuple(about.categories) if about.one_category else ()), statements=True)["cited"].notna().any())


def _by_country(asked: Filters, about: Indicator) -> None:
    """Every country's figure, beside that of the period before."""
    figures = query.by_country(asked)
    before, against = _before(asked, about)
    every = pd.DataFrame(
        {
            "country": figures["country"], "name": figures["country"].map(_names()), "value": figures["value"],
            "low": figures["low"], "high": figures["high"],
            **({f"value {against}": figures["country"].map(before).fillna(0.0 if absent(about) == "zero" else math.nan)} if before else {}),
        }
    ).sort_values(["value", "high"], ascending=False, ignore_index=True)  # fmt: skip
    st.dataframe(
        every if figures["masked"].any() else every.drop(columns=["low", "high"]), hide_index=True, placeholder="–", height="content" if len(every) < 8 else 320, alt=f"{about.title} by country",
        column_config={"country": st.column_config.TextColumn("ISO code", width="small"), "name": "Country", **{name: st.column_config.NumberColumn(label, format="localized") for name, label in (("value", f"Value ({about.unit})"), ("low", "Lowest it can be"), ("high", "Highest it can be"), (f"value {against}", f"Value {against}"))}},
    )  # fmt: skip
    downloads.buttons(every, asked, "rows")


def _by_year(asked: Filters, about: Indicator) -> None:
    """The years' figures of what is published for the world only."""
    every = query.by_period(asked.during(None, None)).sort_values("period", ascending=False, ignore_index=True)
    every = every[["period", "value", "low", "high"] if every["masked"].any() else ["period", "value"]]
    named = (("value", f"Value ({about.unit})"), ("low", "Lowest it can be"), ("high", "Highest it can be"))
    st.dataframe(
        every, hide_index=True, placeholder="–", height="content" if len(every) < 8 else 320, alt=f"{about.title} by year",
        column_config={"period": "Year", **{name: st.column_config.NumberColumn(label, format="localized") for name, label in named}},
    )  # fmt: skip
    downloads.buttons(every, asked.during(None, None), "rows")


def table(asked: Filters, about: Indicator) -> None:
    """The figures by country and the records behind them, each with its downloads."""
    world_only = query.by_country(Filters(about.id, (), asked.categories)).empty
    names = ["By year" if world_only else "By country", "Records", *(["Who said it"] if _cited(store.current().version, about.id) else [])]
    by_country, records, *who = st.tabs(names, key="tables", on_change="rerun")
    for tab in who:
        if tab.open:
            with tab:
                statements.table(asked, "who-said-it", 320)
    with by_country, st.container(key="rows"):
        (_by_year if world_only else _by_country)(asked, about)
    if not records.open:
        return
    with records:
        found, closed = rule.passed_on(asked, query.rows(asked, limit=100))
        if closed and catalog.source_of(about).licence.redistribution == "none":
            st.caption(closed)
            return
        shown = found.drop(columns=["indicator", "world", "rank"]).dropna(axis="columns", how="all")
        st.caption(closed or f"{words.number(query.count_rows(asked))} records behind this view; the newest {len(found)} are shown, the download holds all.")
        st.dataframe(shown, hide_index=True, height=320, alt=f"Records behind {about.title}")
        downloads.records(asked)


def _cards(asked: Filters, about: Indicator) -> None:
    """The row of cards: the number, its reach, its largest part, what it leaves open, how fresh it is; of the world only, the number and its date."""
    if query.by_country(Filters(about.id, (), asked.categories)).empty:
        number, fresh, _ = st.columns([1.5, 1.1, 3.2], gap="small")
        with number:
            cards.figure(asked, f"kpi-{about.domain}")
        with fresh:
            cards.data(asked)
        return
    columns = st.columns([1.5, 1, 1.2, 1, 1.1], gap="small")
    with columns[0]:
        cards.figure(asked, f"kpi-{about.domain}")
    for column, card in zip(columns[1:4], (cards.reach, cards.largest, cards.open_ends), strict=True):
        with column:
            card(asked)
    with columns[4]:
        cards.data(asked)


def show(asked: Filters, kpis: bool = True, story: Callable[[], None] | None = None) -> None:
    """The whole body; a question nothing answers says so in words.

    Without `kpis` the page has cards of its own; `story` is drawn above the table.
    """
    about = query.indicator(asked)
    if kpis:
        _cards(asked, about)
    if query.by_country(replace(asked, countries=())).empty and query.by_period(asked.during(None, None)).empty:
        st.info(f"Nothing found for {about.title}: {asked.words(about)}.")
    elif query.by_country(replace(asked, countries=())).empty:
        if not query.by_country(replace(asked, countries=()).during(None, None)).empty:
            st.info(f"No country has a figure for {asked.words(about)}.")
        else:
            st.info("Published for the world only: there is no figure by country, and so no map.")
        history(asked, about, 380)
    else:
        left, right = st.columns([3, 1.35], gap="medium")
        with left:
            world(asked, about)
        with right:
            everyone = query.by_country(replace(asked, countries=()))
            (members if about.kind == "listing" and everyone["value"].max() <= 1 else ranked)(asked, about)
        history(asked, about)
    if about.partner_role and not about.one_category:
        flows(asked, about)
    if story:
        story()
    table(asked, about)
    provenance.show(asked)
