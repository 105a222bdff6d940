"""For which years and countries anything is known: by domain, by indicator, or country by country
for the one chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components.elements import grid as element
from components.elements.chart import plot
from components.figures import coverage_grid as figure
from components.indicator import provenance
from data import catalog
from data.analysis import changes, coverage
from data.catalog import Indicator
from data.geography import boundaries, countries
from data.query import Filters
from languages.english import coverage as words

COUNTRY_CLASSES = (1, 25, 50, 100, 150)
SINCE = 2000  # where the overview of years begins; one indicator is shown from its own first year
SCROLLS = 28  # rows and more: the figure scrolls within the page


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """What is known, ready to be drawn: `cells` (row, year, value, low, high), and each row's name
    in their order.

    `zero_within` are the years in which an absent cell means that nothing was recorded.
    """

    cells: pd.DataFrame
    rows: dict[str, str]
    title: str
    unit: str
    domain: str
    first: int
    footer: str
    scale: tuple[float, float] | None = None
    zero_within: tuple[int, int] | None = None
    edges: tuple[float, ...] = ()


def show(asked: Filters, about: Indicator | None) -> None:
    """The heading, the choice of a way, the figure and its table."""
    st.subheader(words.HEADING(), anchor=False)
    ways = ["domain", "indicator", *(["country"] if about else [])]
    way = st.segmented_control(
        words.SHOWN(),
        ways,
        default=ways[-1] if about else ways[0],
        format_func=lambda each: words.WAYS[each],
        key=f"known_by-{len(ways)}",
        required=True,
        label_visibility="collapsed",
    )
    grid = _by_country(asked, about) if way == "country" and about else _by_year(way)
    if grid.cells.empty or not grid.rows:
        st.info(words.NO_FIGURE())
        return
    _plot(grid, way)
    notes = [words.NONE_RECORDED() if grid.zero_within else words.HATCHED(), words.LOOKED_AT()]
    if way == "country":
        of = len(countries.codes())
        notes.append(words.NEVER(of - len(grid.rows), of=of))
    st.caption(" ".join(notes))
    with st.expander(words.AS_TABLE()):
        _table(grid)


def _by_year(by: str) -> Grid:
    """How many countries have a figure each year, by `domain` or by `indicator`."""
    table = coverage.by_year(by)
    first = min(SINCE, int(table["year"].min())) if by == "domain" else SINCE
    cells = table.rename(columns={by: "row", "countries": "value"}).assign(
        low=lambda t: t["value"], high=lambda t: t["value"]
    )
    names = dict(catalog.DOMAINS)
    if by == "indicator":
        listed = [each for domain in catalog.DOMAINS for each in catalog.of_domain(domain)]
        names = {each.id: each.title for each in listed}
    known = set(cells["row"])
    return Grid(
        cells=cells[cells["year"] >= first],
        rows={key: name for key, name in names.items() if key in known},
        title=words.BY_DOMAIN() if by == "domain" else words.BY_INDICATOR(),
        unit=words.COUNTRIES(),
        domain="own",
        first=SINCE,
        footer=boundaries.NOTE(),
        edges=COUNTRY_CLASSES,
    )


def _by_country(asked: Filters, about: Indicator) -> Grid:
    """The cells of one indicator, country by country, the chosen countries first."""
    table = coverage.grid(about.id)
    table = table[table["country"].ne("")].rename(columns={"country": "row"})
    codes = {*table["row"].unique(), *asked.countries}
    order = sorted(codes, key=lambda code: (code not in asked.countries, countries.name(code)))
    source = catalog.source_of(about)
    title = words.BY_COUNTRY(title=about.title)
    if about.one_category and about.main_category in about.categories:
        category = about.categories[about.main_category]
        title = words.BY_COUNTRY_OF_CATEGORY(title=about.title, category=category)
    return Grid(
        cells=table,
        rows={code: countries.name(code) for code in order},
        title=title,
        unit=about.unit,
        domain=about.domain,
        first=0,
        footer=provenance.footer(about),
        scale=about.scale,
        zero_within=(
            (source.first.year, source.last.year) if changes.absent(about) == "zero" else None
        ),
    )


def _plot(grid: Grid, way: str) -> None:
    cells, rows = grid.cells, grid.rows
    years = max(int(cells["year"].min()), grid.first), int(cells["year"].max())
    scrolls = len(rows) > SCROLLS
    with st.container(key="timeline", height=560 if scrolls else "content", border=False):
        plot(
            figure.build(
                cells,
                rows,
                years,
                unit=grid.unit,
                domain=grid.domain,
                scale=grid.scale,
                zero_within=grid.zero_within,
                edges=grid.edges,
            ),
            key=f"coverage-{way}",
            height=figure.height(len(rows)),
            alt=words.ALT(title=grid.title),
            title=grid.title,
            footer=grid.footer,
        )


def _table(grid: Grid) -> None:
    """The same figures as text."""
    cells = grid.cells
    wide = (
        cells.assign(row=cells["row"].map(grid.rows), value=cells["value"].fillna(cells["high"]))
        .dropna(subset="row")
        .pivot_table(index="row", columns="year", values="value", sort=False)
    )
    wide = wide.sort_index(axis=1).reindex(list(dict.fromkeys(grid.rows.values())))
    element.plain(
        {"": wide.index.tolist(), **{str(year): wide[year].tolist() for year in wide}},
        alt=grid.title,
        key="coverage-table",
        height=320,
    )
