"""The filters in the frame: indicator, countries, categories and period, all kept in the URL."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import streamlit as st

from components import reader, state
from components.menu import Entry
from data import catalog, changes, countries, filters, query
from data.catalog import Indicator
from data.filters import Filters

MONTHS_AT_MOST = 600


@lru_cache(maxsize=1)
def _countries() -> tuple[list[str], dict[str, str]]:
    listed = countries.table().sort_values("name")
    return listed["iso3"].tolist(), dict(zip(listed["iso3"], listed["name"], strict=True))


def offered(entry: Entry) -> list[Indicator]:
    """The indicators a page offers, its own first: a domain's, or the headline of each domain."""
    if entry.domain:
        found = [each for each in catalog.of_domain(entry.domain) if query.extent(each.id)[0] or each.id == entry.indicator]
    else:
        found = [each for each in catalog.indicators().values() if (each.headline or each.domain == "own") and query.extent(each.id)[0]]
        order = list(catalog.DOMAINS)
        found.sort(key=lambda each: order.index(each.domain))
    return sorted(found, key=lambda each: each.id != entry.indicator)


def _periods(about: Indicator, months: bool) -> list[str]:
    first, last = query.extent(about.id)
    if first is None or last is None:
        return []
    if about.aggregation == "stock":
        last = max(last, catalog.source_of(about).as_of)
        first = max(first, catalog.source_of(about).first)
    if not months:
        return [str(year) for year in range(first.year, last.year + 1)]
    span = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{at // 12}-{at % 12 + 1:02}" for at in span][-MONTHS_AT_MOST:]


def _usual(about: Indicator, options: list[str]) -> tuple[str, str]:
    start, end = query.usual_period(about)
    if start is None or end is None:
        return options[0], options[-1]
    pick = [each for each in options if start.isoformat()[: len(each)] <= each <= end.isoformat()[: len(each)]]
    return (pick[0], pick[-1]) if pick else (options[-1], options[-1])


def _clamped(value: object, options: list[str]) -> tuple[str, str] | None:
    """The nearest period there is to the one asked for; None where that makes no sense."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        return None
    days = [(filters.first_day(str(value[0])), str(value[0])), (filters.last_day(str(value[1])), str(value[1]))]
    if any(day is None for day, _ in days):
        return None
    length = len(options[0])
    first, last = sorted(text[:length] if len(text) >= length else f"{text}-{'01' if i == 0 else '12'}" for i, (_, text) in enumerate(days))
    inside = [each for each in options if first <= each <= last]
    return (inside[0], inside[-1]) if inside else None


def _period(about: Indicator) -> tuple[date | None, date | None]:
    """The period's widget and its answer as days; a stock asks for its last day only."""
    asked = state.chosen(state.PERIOD)
    months = about.grain == "month" and any(len(str(each)) == 7 for each in asked or ())
    options = _periods(about, months)
    if not options:
        state.keep_period(())
        return None, None
    usual = _usual(about, options)
    if len(options) == 1:
        st.text_input("Period", options[0], disabled=True, key="only_period")
        state.keep_period(())
        return filters.first_day(options[0]), filters.last_day(options[0])
    words = "Period; counted on its last day" if about.aggregation == "stock" else "Period"
    shown = (_clamped(asked, options) if asked else None) or usual
    first, last = sorted(st.select_slider(words, options, shown, key=f"{state.period_widget()}-{about.id}-{options[0]}"))
    state.keep_period(() if (first, last) == usual else (first, last))
    if about.aggregation == "stock":
        return None, None if last == options[-1] else filters.last_day(last)
    return filters.first_day(first), filters.last_day(last)


def draw(entry: Entry) -> Filters:
    """Draws the filters of a page and returns what they ask for."""
    state.read_address(entry.path)
    codes, names = _countries()
    places = [code for code in dict.fromkeys(str(each).upper() for each in state.chosen(state.COUNTRY) or ()) if code in names]
    state.choose(state.COUNTRY, places)
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.title(entry.title if entry.path else "Global threats", anchor=False, width="content")
        asked = _by_indicator(entry, codes, names) if "indicator" in entry.filters else _by_country(entry, codes, names)
    drawn = state.chosen(state.MAP_AS)
    same = "indicator" in entry.filters and state.chosen(state.SAME) and changes.comparable(asked)
    first = offered(entry)[0].id if "indicator" in entry.filters else ""
    state.write_address(
        entry.path,
        {
            state.INDICATOR: () if asked.indicator == first else (asked.indicator,), state.COUNTRY: asked.countries, state.PARTNER: (asked.partner,) if asked.partner else (),
            state.CATEGORY: asked.categories, state.PERIOD: state.chosen(state.PERIOD) if "period" in entry.filters else (), state.MAP_AS: (drawn,) if drawn in ("circles", "change") else (), state.SAME: ("1",) if same else (),
        },
    )  # fmt: skip
    return asked


def _by_country(entry: Entry, codes: list[str], names: dict[str, str]) -> Filters:
    """The filters of a page about countries: who, and on a page about two the other one."""
    partner = None
    if "partner" in entry.filters:
        held = [*(state.chosen(state.COUNTRY) or []), *[code for code in [state.chosen(state.PARTNER)] if code in names]]
        first, second = (*dict.fromkeys(held), None, None)[:2]
        state.choose(state.FIRST, first)
        state.choose(state.SECOND, second)
        one = st.selectbox("Country", codes, format_func=names.get, key=state.FIRST, index=None, placeholder="Choose one", width=240, on_change=state.pair)
        partner = st.selectbox("Partner", codes, format_func=names.get, key=state.SECOND, index=None, placeholder="Choose the other", width=240, on_change=state.pair)
        partner = None if partner == one else partner
        st.button("Swap", on_click=state.swap, args=(one, partner), help="Exchanges the two", disabled=not (one and partner))
        return Filters("", (one,) if one else (), (), partner)
    places: list[str] = state.chosen(state.COUNTRY) or []
    if "mine" in entry.filters:
        return _of_mine(codes, names, places)
    if "source" in entry.filters:
        return Filters(_of_a_source(), tuple(places))
    if "country" in entry.filters:
        places = st.multiselect("Country, and others beside it", codes, format_func=names.get, key=state.COUNTRY, placeholder="Choose a country", width=420, max_selections=6)
    return Filters("", tuple(places))


def _of_mine(codes: list[str], names: dict[str, str], places: list[str]) -> Filters:
    """The reader's own country, remembered for the news on every page; a bureau that has said who it is picks none."""
    who = reader.now()
    by_link = places[:1] if state.is_new() or not who.country else []
    held = who.bureau if who.bureau in names else by_link[0] if by_link else who.country
    state.choose(state.MINE, held)
    state.choose(state.FIRST, held or None)
    picked = st.selectbox("My country", codes, format_func=names.get, key=state.FIRST, index=None, placeholder="Choose yours", width=280, on_change=state.pick_mine, disabled=who.bureau in names)
    return Filters("", (picked,) if picked else ())


def _of_a_source() -> str:
    """Any indicator, which stands for the source it comes from; empty while none is chosen."""
    titles = {each.id: f"{each.title} · {source.publisher}" for source in catalog.sources().values() for each in source.indicators.values()}
    if state.chosen(state.INDICATOR) not in titles:
        state.choose(state.INDICATOR, None)
    return st.selectbox("Indicator, and the source it comes from", list(titles), format_func=titles.get, key=state.INDICATOR, index=None, placeholder="Choose one, or a row below", width=460) or ""


def _by_indicator(entry: Entry, codes: list[str], names: dict[str, str]) -> Filters:
    """The filters of a page about one indicator at a time."""
    ids = [each.id for each in offered(entry)]
    if state.chosen(state.INDICATOR) not in ids:
        state.choose(state.INDICATOR, ids[0])
    picked = st.selectbox("Indicator", ids, format_func=lambda each: catalog.indicators()[each].title, key=state.INDICATOR, width=250)
    about = catalog.indicators()[picked]
    places = st.multiselect("Countries", codes, format_func=names.get, key=state.COUNTRY, placeholder="All countries", width=270 if len(state.chosen(state.COUNTRY) or ()) < 3 else 420)
    categories: list[str] = []
    if about.categories:
        known = about.categories
        state.choose(state.CATEGORY, [each for each in dict.fromkeys(state.chosen(state.CATEGORY) or ()) if each in known])
        categories = st.multiselect(
            about.category_label, list(known), format_func=known.get, key=state.CATEGORY, width=220,
            placeholder=known.get(about.main_category, "Choose one") if about.one_category else "All",
        )  # fmt: skip
    with st.container(width=200, key="period_box"):
        start, end = _period(about)
    st.button("Clear", on_click=state.clear, help="Takes back country, category and period")
    return Filters(about.id, tuple(places), tuple(categories), None, start, end)
