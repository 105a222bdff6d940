"""The filters in the frame: indicator, countries, categories and period, all kept in the URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from components.elements import choices
from components.elements.filter_bar import Button, Field, bar
from components.shell import menu, state, viewer
from components.shell.menu import Entry
from data import catalog, query, store
from data.analysis import changes, strips
from data.catalog import Indicator
from data.geography import boundaries, regions
from data.query import PEOPLE, Filters, last_day, periods
from languages import translated
from languages.english import filters as words
from languages.english import frame

_COUNTRIES = ("countries",)  # the list a field of countries offers


def _groups_chosen() -> tuple[Mapping[str, str], list[str]]:
    """A reader's own groups by their ids, and the groups that are chosen of all there are."""
    own = choices.own_groups()
    known = {*choices.groups(), *own}
    chosen = [each for each in state.chosen(state.GROUP) or () if each in known]
    state.choose(state.GROUP, chosen)
    return own, chosen


def _with_groups(field: Field, own: Mapping[str, str]) -> Field:
    """A field of countries that offers groups too."""
    known = {*choices.groups(), *own}
    return replace(
        field,
        lists=(*_COUNTRIES, "groups"),
        options=[*own.items()],
        pick=partial(state.choose_places, groups=known),
    )


def offered(entry: Entry) -> list[Indicator]:
    """The indicators a page offers, its own first: a domain's, or the headline of each domain."""
    if entry.domain:
        found = [
            each
            for each in catalog.of_domain(entry.domain)
            if query.extent(each.id)[0] or each.id == entry.indicator or entry.domain == menu.OWN
        ]
    else:
        found = [
            each
            for each in catalog.indicators().values()
            if each.headline and query.extent(each.id)[0]
        ]
        order = list(catalog.DOMAINS)
        found.sort(key=lambda each: order.index(each.domain))
    return sorted(found, key=lambda each: each.id != entry.indicator)


def _period(about: Indicator) -> tuple[Field | None, tuple[date | None, date | None]]:
    """The period's field, where there is one, and what it says as days; a stock asks for its last
    day only.
    """
    chosen = state.chosen(state.PERIOD)
    if not isinstance(chosen, list | tuple) or len(chosen) != 2:
        chosen = ()
    options = periods.offered(about, chosen)
    if not options:
        state.choose(state.PERIOD, [])
        return None, (None, None)
    usual = periods.usual(about, options)
    first, last = (periods.clamped(chosen, options) if chosen else None) or usual
    by_year = len(options[0]) == 4  # what is usual is said by no address
    state.choose(state.PERIOD, [] if by_year and (first, last) == usual else [first, last])
    a_day = periods.on_its_last_day(about, options)
    label = words.PERIOD_OF_A_STOCK if a_day else words.PERIOD
    field = Field(
        key=state.PERIOD,
        label=_missed(chosen, (first, last)) or label(),
        kind="period",
        options=[(each, each) for each in options],
        values=(first, last),
        pick=partial(state.choose, state.PERIOD),
        width=200,
    )
    return field, periods.days(about, options, first, last)


def _missed(chosen: Sequence[Any], shown: tuple[str, str]) -> str:
    """That the period asked for has no figures, or not in all of it; empty where it has."""
    asked = tuple(str(each) for each in chosen)
    known = all(len(each) == len(shown[0]) and last_day(each) for each in asked)
    if not asked or asked == shown or not known:
        return ""
    return words.PERIOD_MISSED(period="–".join(dict.fromkeys(asked)))


def _first(entry: Entry) -> str:
    """The indicator a page shows where its address names none: its own, and where countries are
    asked for and that has figures of the world alone, the one with figures of most countries.
    """
    found = [each.id for each in offered(entry)]
    named = state.chosen(state.COUNTRY) or state.chosen(state.GROUP)
    if not named or len(query.by_country(Filters(found[0]))):
        return found[0]
    return max(found, key=lambda each: len(query.by_country(Filters(each))))


def draw(entry: Entry) -> Filters:
    """Draws the filters of a page and returns what they ask for."""
    state.read_address(entry.path)
    names = choices.countries()
    places = [
        code
        for code in dict.fromkeys(str(each).upper() for each in state.chosen(state.COUNTRY) or ())
        if code in names
    ]
    state.choose(state.COUNTRY, places)
    by_indicator = "indicator" in entry.filters
    fields, buttons, asked = (_by_indicator if by_indicator else _by_country)(entry, names)
    bar(
        translated(entry.title) if entry.path else frame.OVERVIEW(),
        fields,
        buttons,
        key="filters",
        turn=state.chosen(state.TURN) or 0,
        turned=partial(state.choose, state.TURN),
        dated=frame.VERSION(version=store.current().version, day=date.today()),
    )
    drawn = state.chosen(state.MAP_AS) if by_indicator and query.indicator(asked).counted else ""
    same = by_indicator and state.chosen(state.SAME) and changes.compares(asked)
    first = _first(entry) if by_indicator else ""
    profile = entry.filters == ["country"] and bool(asked.countries)
    usual = regions.of_country(asked.countries[0]) if profile else regions.WORLD
    row = state.chosen(state.STRIP)
    state.write_address(
        entry.path,
        {
            state.INDICATOR: () if asked.indicator == first else (asked.indicator,),
            state.COUNTRY: tuple(places) if by_indicator else asked.countries,
            state.GROUP: asked.groups,
            state.PARTNER: (asked.partner,) if asked.partner else (),
            state.BRIEFING: _briefing(entry),
            state.VIEW: _view(entry),
            state.CATEGORY: asked.categories,
            state.PERIOD: state.chosen(state.PERIOD) if "period" in entry.filters else (),
            state.MAP_AS: (drawn,) if drawn in ("areas", "change") else (),
            state.SAME: ("1",) if same else (),
            state.PER: (asked.per,) if asked.per else (),
            state.STRIP: (row,) if profile and row in strips.rows() else (),
            state.REGION: () if state.region(usual) == usual else (state.region(usual),),
            state.SCALE: (
                (state.scale(),)
                if by_indicator and state.scale() and len(asked.countries) > 1
                else ()
            ),
            state.BESIDE: (
                (str(state.beside()),) if by_indicator and _has(asked, state.beside()) else ()
            ),
            state.PANELS: (
                ("1",)
                if by_indicator and state.chosen(state.PANELS) and query.indicator(asked).parted
                else ()
            ),
            state.BORDERS: () if state.borders() == boundaries.usual() else (state.borders(),),
        },
    )
    return asked


def _briefing(entry: Entry) -> tuple[str, ...]:
    """The briefing that is open on its page: the one last used where the address names none."""
    if "briefing" not in entry.filters:
        return ()
    name = state.chosen(state.BRIEFING) or (state.chosen(state.COLLECTED) or ("",))[0]
    state.choose(state.BRIEFING, name or None)
    return (name,) if name else ()


def _view(entry: Entry) -> tuple[str, ...]:
    """The view that a rule is made of, on the page of rules."""
    view = state.chosen(state.VIEW) if "view" in entry.filters else None
    return (view,) if view else ()


def _has(asked: Filters, year: int | None) -> bool:
    """Whether an indicator may have figures of a year."""
    first, last = query.extent(asked.indicator)
    if year is None or first is None or last is None:
        return False
    source = catalog.source_of(query.indicator(asked))
    return first.year <= year <= max(last, source.as_of).year


Row = tuple[list[Field], list[Button], Filters]  # what stands in the frame, and what it asks for


def _by_country(entry: Entry, names: Mapping[str, str]) -> Row:
    """The filters of a page about countries: who, and on a page about two the other one."""
    places: list[str] = state.chosen(state.COUNTRY) or []
    if "partner" in entry.filters:
        partner = state.chosen(state.PARTNER)
        both = list(dict.fromkeys([*places, *([partner] if partner in names else [])]))
        first, second = both[0] if both else None, both[1] if len(both) > 1 else None
        state.pair(first, second)
        one = Field(
            key="first",
            label=words.COUNTRY(),
            kind="one",
            lists=_COUNTRIES,
            values=[first] if first else [],
            pick=lambda chosen: state.pair(chosen[0] if chosen else None, second),
            placeholder=words.CHOOSE_ONE(),
            width=240,
        )
        other = Field(
            key="second",
            label=words.PARTNER(),
            kind="one",
            lists=_COUNTRIES,
            values=[second] if second else [],
            pick=lambda chosen: state.pair(first, chosen[0] if chosen else None),
            placeholder=words.CHOOSE_THE_OTHER(),
            width=240,
        )
        swap = Button(
            key="swap",
            label=words.SWAP(),
            press=lambda: state.pair(second, first),
            help=words.SWAP_HELP(),
            disabled=not (first and second),
        )
        left_out = tuple(_groups_chosen()[1])  # the page says so
        pair = Filters("", (first,) if first else (), (), second, groups=left_out)
        return [one, other], [swap], pair
    if "mine" in entry.filters:
        return _of_mine(names, places)
    if "source" in entry.filters:
        return _of_a_source(places)
    if "country" in entry.filters:
        own, chosen = _groups_chosen()
        who = _countries_field(
            words.COUNTRY_AND_OTHERS(), [*chosen, *places[:6]], words.CHOOSE_A_COUNTRY(), 420, 6
        )
        asked = Filters("", tuple(places[:6]), groups=tuple(chosen))
        return [_with_groups(who, own)], [], asked
    return [], [], Filters("", tuple(places))


def _countries_field(
    label: str,
    places: list[str],
    placeholder: str,
    width: int,
    most: int = 0,
) -> Field:
    return Field(
        key=state.COUNTRY,
        label=label,
        kind="many",
        lists=_COUNTRIES,
        values=places[: most or None],
        pick=partial(state.choose, state.COUNTRY),
        placeholder=placeholder,
        width=width,
        most=most,
    )


def _of_mine(names: Mapping[str, str], places: list[str]) -> Row:
    """The reader's own country, remembered for the news on every page; a bureau that has said who
    it is picks none.
    """
    who = viewer.now()
    by_link = places[:1] if state.is_new() or not who.country else []
    held = who.bureau if who.bureau in names else by_link[0] if by_link else who.country
    state.choose(state.MINE, held)
    mine = Field(
        key="mine",
        label=words.MY_COUNTRY(),
        kind="one",
        lists=_COUNTRIES,
        values=[held] if held else [],
        pick=state.pick_mine,
        placeholder=words.CHOOSE_YOURS(),
        width=280,
        disabled=who.bureau in names,
    )
    return [mine], [], Filters("", (held,) if held else ())


def _of_a_source(places: list[str]) -> Row:
    """Any indicator, which stands for the source it comes from; empty while none is chosen."""
    titles = {
        each.id: f"{each.title} · {source.publisher}"
        for source in catalog.sources().values()
        for each in source.indicators.values()
    }
    if state.chosen(state.INDICATOR) not in titles:
        state.choose(state.INDICATOR, None)
    chosen = state.chosen(state.INDICATOR)
    return (
        [
            _indicator_field(
                words.INDICATOR_AND_SOURCE(),
                list(titles.items()),
                [chosen] if chosen else [],
                460,
                False,
            )
        ],
        [],
        Filters(chosen or "", tuple(places)),
    )


def _indicator_field(
    label: str, offered: list[tuple[str, str]], chosen: list[str], width: int, needed: bool
) -> Field:
    return Field(
        key=state.INDICATOR,
        label=label,
        kind="one",
        options=offered,
        values=chosen,
        pick=lambda picked: state.choose(state.INDICATOR, picked[0] if picked else None),
        placeholder=words.CHOOSE_ONE_OR_A_ROW(),
        width=width,
        needed=needed,
    )


def _by_indicator(entry: Entry, names: Mapping[str, str]) -> Row:
    """The filters of a page about one indicator at a time."""
    known = catalog.indicators()
    ids = [each.id for each in offered(entry)]
    if state.chosen(state.INDICATOR) not in ids:
        state.choose(state.INDICATOR, _first(entry))
    about = known[state.chosen(state.INDICATOR)]
    places: list[str] = state.chosen(state.COUNTRY) or []
    own, chosen = _groups_chosen()
    who = _countries_field(
        words.COUNTRIES(),
        [*chosen, *places],
        words.ALL_COUNTRIES(),
        270 if len(places) + len(chosen) < 3 else 420,
    )
    fields = [
        _indicator_field(
            words.INDICATOR(), [(each, known[each].title) for each in ids], [about.id], 250, True
        ),
        _with_groups(who, own),
    ]
    categories: list[str] = []
    if about.categories:
        categories = [
            each
            for each in dict.fromkeys(state.chosen(state.CATEGORY) or ())
            if each in about.categories
        ]
        state.choose(state.CATEGORY, categories)
        all_of_them = (
            about.categories.get(about.main_category) or words.CHOOSE_ONE()
            if about.one_category
            else words.ALL()
        )
        fields.append(
            Field(
                key=state.CATEGORY,
                label=about.category_label,
                kind="many",
                options=list(about.categories.items()),
                values=categories,
                pick=partial(state.choose, state.CATEGORY),
                placeholder=all_of_them,
                width=220,
            )
        )
    period, (start, end) = _period(about)
    clear = Button(
        key="clear",
        label=words.CLEAR(),
        press=state.clear,
        help=words.CLEAR_HELP(),
    )
    return (
        [*fields, *([period] if period else [])],
        [clear],
        query.settle(
            Filters(
                about.id,
                tuple(places),
                tuple(categories),
                None,
                start,
                end,
                groups=tuple(chosen),
                per=PEOPLE if state.chosen(state.PER) else "",
            )
        ),
    )
