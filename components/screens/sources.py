"""The sources: how each stands, what its import read and left out, for what nothing is known, and a
table of one's own.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import streamlit as st

from components.elements.chart import plot
from components.figures import coverage_grid as figure
from components.figures import words
from components.indicator import places, provenance
from components.shell import menu, state
from data import catalog, store
from data.analysis import coverage
from data.catalog import Indicator, Source
from data.geography import boundaries, countries
from data.ingest import standing, user_tables
from data.ingest.standing import Health
from data.query import Filters
from data.reading import user_file
from data.records import InputError

PASSED_ON = {"rows": "rows", "aggregates": "totals only", "none": "nothing"}
LOOKS = {
    "broken": "✕ broken",
    "overdue": "! overdue",
    "not shipped": "○ not shipped",
    "up to date": "✓ up to date",
}  # a sign and a word, no colour needed
COLUMNS_NAMED = 20
COUNTRY_CLASSES = (1, 25, 50, 100, 150)
SINCE = 2000  # where the overview of years begins; one indicator is shown from its own first year


def show(asked: Filters) -> None:
    """The whole page; the indicator in the address chooses the source it comes from."""
    about = catalog.indicators().get(asked.indicator)
    listed = standing.all_sources()
    counts = Counter(each.state for each in listed)
    parts = [f"{counts[name]} {name}" for name in standing.STATES if counts[name]]
    st.text(
        f"{len(listed)} sources: {', '.join(parts)}. Choose one to see what its import read and"
        " what it left out."
    )
    chosen = next((each for each in listed if about and each.source.name == about.source), None)
    _table(listed, chosen)
    if chosen:
        _one(chosen)
    known(asked, about)
    own_table()
    with st.expander("Boundaries and names: the policy", icon=":material/map:", key="boundaries"):
        st.markdown(boundaries.policy())


def _pick(listed: list[Health], key: str) -> None:
    rows = state.rows_picked(key)
    picked = listed[rows[0]].source if rows and rows[0] < len(listed) else None
    state.choose(state.INDICATOR, next(iter(picked.indicators), None) if picked else None)


def _table(listed: list[Health], chosen: Health | None) -> None:
    """One row per source; a click chooses it."""
    shown = pd.DataFrame(
        [
            {
                "State": (
                    LOOKS[each.state]
                    + (f" since {each.source.next_update}" if each.state == "overdue" else "")
                ),
                "Source": each.source.title,
                "Publisher": each.source.publisher,
                "Licence": each.source.licence.name,
                "May be passed on": PASSED_ON[each.source.licence.redistribution],
                "Covers": (
                    f"{each.source.first.year}–{each.source.last.year}"
                    if each.source.first.year != each.source.last.year
                    else str(each.source.first.year)
                ),
                "Edition": each.version.edition if each.version else each.source.edition,
                "Version": each.version.version if each.version else "",
                "As of": each.source.as_of.isoformat(),
                "Next update": (
                    each.source.next_update.isoformat()
                    if each.source.next_update
                    else "not announced"
                ),
                "Rows": each.version.records if each.version else 0,
            }
            for each in listed
        ]
    )
    key = (  # another table for another choice, so that it shows the one made elsewhere too
        f"sources-{chosen.source.name if chosen else ''}"
    )
    default = (
        {"selection": {"rows": [listed.index(chosen)], "columns": [], "cells": []}}
        if chosen
        else None
    )
    with st.container(key="rows"):
        st.dataframe(
            shown,
            hide_index=True,
            height=min(38 + 35 * len(listed), 430),
            key=key,
            on_select=lambda: _pick(listed, key),
            selection_mode="single-row",
            selection_default=default,
            alt=(
                "Sources: state, title, publisher, licence, coverage, edition, version, dates and"
                " rows"
            ),
            column_config={
                "State": st.column_config.TextColumn(width=175),
                "Source": st.column_config.TextColumn(width="medium"),
                "Publisher": st.column_config.TextColumn(width="medium"),
                "Licence": st.column_config.TextColumn(width="medium"),
                "May be passed on": st.column_config.TextColumn(width=110),
                "Covers": st.column_config.TextColumn(width=90),
                "Edition": st.column_config.TextColumn(width=100),
                "Version": st.column_config.TextColumn(width=95),
                "As of": st.column_config.TextColumn(width=90),
                "Next update": st.column_config.TextColumn(width=105),
                "Rows": st.column_config.NumberColumn(format="localized", width=75),
            },
        )


def _one(chosen: Health) -> None:
    """Everything about one source."""
    source, version = chosen.source, chosen.version
    with st.container(border=True, key="source"):
        st.subheader(menu.plain(source.title), anchor=False)
        if chosen.state == "broken":
            kept = (
                f" The figures shown are those of version {version.version}, as of {version.as_of}."
                if version
                else ""
            )
            st.error(
                menu.plain(f"{chosen.words[0].upper()}{chosen.words[1:]}.{kept}"),
                icon=":material/error:",
            )
        elif chosen.state == "overdue":
            st.warning(
                menu.plain(
                    f"The publisher announced an update for {source.next_update}; the figures are"
                    f" those as of {source.as_of}."
                ),
                icon=":material/schedule:",
            )
        elif chosen.state == "not shipped":
            st.info(
                menu.plain(
                    f"Not shipped: {source.licence.name}. Bring your own file: python -m data"
                    f" import FILE --source {source.name} --store FOLDER"
                ),
                icon=":material/upload_file:",
            )
        left, right = st.columns(2, gap="large")
        with left:
            _about(source)
        with right:
            if version:
                _report(source, version.report)
            st.text("Cite as")
            st.code(source.citation, language=None, wrap_lines=True)
        links = [
            url
            for url in dict.fromkeys((source.url, source.licence.url))
            if url.startswith("https://")
        ]
        with st.container(horizontal=True):
            for url, label in zip(links, ("The publisher's page", "The licence"), strict=False):
                st.link_button(
                    label if url == source.url else "The licence",
                    url,
                    icon=":material/open_in_new:",
                )
        if source.name == "own":
            _take_out(source)


def _about(source: Source) -> None:
    st.text(f"{source.publisher}. {source.bias}")
    st.text(
        f"Licence: {source.licence.name}. May be passed on:"
        f" {PASSED_ON[source.licence.redistribution]}."
    )
    for caveat in source.caveats:
        st.text(f"•  {caveat}")
    marks = {
        (mark.on, mark.label, mark.kind)
        for each in source.indicators.values()
        for mark in each.marks
    }
    if marks:
        st.text("Known breaks and events in the series")
        for on, label, kind in sorted(marks):
            st.text(f"•  {on.isoformat()}, {'break' if kind == 'break' else kind}: {label}")
    st.text("Indicators")
    for each in source.indicators.values():
        _open(each)


def _open(about: Indicator) -> None:
    """A link to the page an indicator stands on."""
    entry = menu.entry_of(about.domain) or menu.entries()[0]
    st.page_link(
        menu.pages()[entry.path],
        label=menu.plain(f"{about.title} ({about.unit})"),
        query_params={"indicator": about.id},
    )


def _report(source: Source, report: dict) -> None:
    """The import report: what was read, kept, left out and why."""
    several = report.get("tables", {})
    for name, part in several.items() if several else ((source.name, report),):
        title = f"Import of {part['file']}" + (f" as own.{name}" if several else "")
        st.text(f"{title}: {part['read']:,} rows read, {part['kept']:,} kept")
        _details(part, f"{source.name}-{name}")


def _details(part: dict, key: str) -> None:
    lines = [("Left out", reason, rows) for reason, rows in part["dropped"].items()]
    lines += [("Without a country", name, rows) for name, rows in part["not_countries"].items()]
    lines += [("Country not recognised", name, rows) for name, rows in part["unmatched"].items()]
    lines += [
        ("Date known to the", {"none": "(no date)"}.get(name, name), rows)
        for name, rows in part["precision"].items()
    ]
    lines += [
        (what, "", rows)
        for what, rows in (
            ("Masked cells, such as <5", part["masked"]),
            ("Rows added to another with the same key", part["duplicates"]),
        )
        if rows
    ]
    if lines:
        st.dataframe(
            pd.DataFrame(lines, columns=["What", "Which", "Number"]).astype({"Number": "int64"}),
            hide_index=True,
            height=min(38 + 35 * len(lines), 250),
            key=f"report-{key}",
            alt="Import report: what was left out, not recognised, masked or repeated",
            column_config={
                "Number": st.column_config.NumberColumn(format="localized", width="small")
            },
        )
    for remark in part["remarks"]:
        st.text(f"•  {remark}")
    if part["ignored"]:
        more = len(part["ignored"]) - COLUMNS_NAMED
        others = f" and {more} more" if more > 0 else ""
        named = ", ".join(part["ignored"][:COLUMNS_NAMED])
        st.caption(menu.plain(f"Columns left unread: {named}{others}."))


def _take_out(source: Source) -> None:
    """Takes one of the reader's tables out of the store."""
    ids = list(source.indicators)
    with st.popover("Take a table out", icon=":material/delete:"):
        picked = st.selectbox(
            "Table", ids, format_func=lambda each: source.indicators[each].title, key="own_removed"
        )
        if st.button(
            "Take it out for good",
            key="own_remove",
            disabled=not user_tables.writable(store.folder()),
        ):
            user_tables.remove(store.folder(), picked.removeprefix("own."))
            st.rerun()


# ---- what is known


def known(asked: Filters, about: Indicator | None) -> None:
    """For which years and countries anything is known, by domain, by indicator, or country by
    country for the one chosen.
    """
    st.subheader("For which countries and years there are figures", anchor=False)
    ways = ["By domain", "By indicator", *(["By country"] if about else [])]
    way = st.segmented_control(
        "Shown",
        ways,
        default=ways[-1] if about else ways[0],
        key=f"known_by-{len(ways)}",
        required=True,
        label_visibility="collapsed",
    )
    if way == "By country" and about:
        cells, rows, title, unit, more = _by_country(asked, about)
        domain = about.domain
    else:
        by = "domain" if way == "By domain" else "indicator"
        table = coverage.by_year(by)
        first = min(SINCE, int(table["year"].min())) if by == "domain" else SINCE
        cells = table.rename(columns={by: "row", "countries": "value"}).assign(
            low=lambda t: t["value"], high=lambda t: t["value"]
        )
        names = (
            dict(catalog.DOMAINS)
            if by == "domain"
            else {
                each.id: each.title
                for domain in catalog.DOMAINS
                for each in catalog.of_domain(domain)
            }
        )
        rows = {key: name for key, name in names.items() if key in set(cells["row"])}
        title, unit, domain, more = (
            f"Countries with a figure per year, by {by}",
            "countries",
            "own",
            {"edges": COUNTRY_CLASSES},
        )
        cells = cells[cells["year"] >= first]
    if cells.empty or not rows:
        st.info("There is no figure by country for this.")
        return
    years = (
        int(max(cells["year"].min(), SINCE if way != "By country" else 0)),
        int(cells["year"].max()),
    )
    with st.container(key="timeline", height=560 if len(rows) > 28 else "content", border=False):
        plot(
            figure.build(cells, rows, years, unit=unit, domain=domain, **more),
            key=f"coverage-{way}",
            height=figure.height(len(rows)),
            alt=f"Heat map: {title}. The table below holds the same figures.",
            title=title,
            footer=provenance.footer(about) if about and way == "By country" else boundaries.NOTE(),
        )
    st.caption(
        (
            "“None recorded” is no proof that there was none. "
            if more.get("zero_within")
            else "Hatched: nothing is known, which is not zero. "
        )
        + "A country with a figure is one that was looked at: where nobody looks, nothing is found."
        + (
            f" {len(countries.table()) - len(rows)} of {len(countries.table())} countries and"
            " territories never have a figure here."
            if way == "By country"
            else ""
        )
    )
    with st.expander("The same as a table"):
        wide = (
            cells.assign(row=cells["row"].map(rows), value=cells["value"].fillna(cells["high"]))
            .dropna(subset="row")
            .pivot_table(index="row", columns="year", values="value", sort=False)
        )
        st.dataframe(
            wide.sort_index(axis=1).reindex(list(dict.fromkeys(rows.values()))),
            height=320,
            alt=title,
        )


def _by_country(
    asked: Filters, about: Indicator
) -> tuple[pd.DataFrame, dict[str, str], str, str, dict]:
    """The cells of one indicator, country by country, the chosen countries first."""
    table = coverage.grid(about.id)
    table = table[table["country"].ne("")].rename(columns={"country": "row"})
    names = {code: countries.name(code) for code in table["row"].unique()} | {
        code: countries.name(code) for code in asked.countries
    }
    order = sorted(names, key=lambda code: (code not in asked.countries, names[code]))
    more = {"scale": about.scale} | (
        {"zero_within": (catalog.source_of(about).first.year, catalog.source_of(about).last.year)}
        if places.absent(about) == "zero"
        else {}
    )
    category = (
        f", {about.categories[about.main_category].lower()}"
        if about.one_category and about.main_category in about.categories
        else ""
    )
    return (
        table,
        {code: names[code] for code in order},
        f"{about.title}{category}, by country and year",
        about.unit,
        more,
    )


# ---- a table of one's own


def own_table() -> None:
    """Brings a reader's own table: the file, what its columns are, the report, and only then the
    store.
    """
    with st.expander("Bring a table of your own", icon=":material/upload_file:", key="own"):
        root = store.folder()
        if not user_tables.writable(root):
            st.info(
                "This dashboard shows the bundled figures, which are not written to. Started with"
                " THREATS_STORE=FOLDER, it keeps tables of your own there."
            )
            return
        st.text(
            "CSV, Excel or Parquet, up to 20 MB, with a column for the country and one for the"
            " date. Only the columns you map are kept, and nothing before you say so."
        )
        file = st.file_uploader(
            "File",
            type=["csv", "tsv", "txt", "xlsx", "parquet"],
            max_upload_size=user_file.LARGEST // 1024**2,
            key="own_file",
        )
        if file is None:
            return
        try:
            _bring(_opened(file.file_id, file.name, file.getvalue()), root, file.file_id)
        except (InputError, store.StoreError) as fault:
            st.error(menu.plain(str(fault)), icon=":material/error:")


@st.cache_resource(max_entries=2, ttl=900, scope="session", show_spinner="Reading the file")
def _opened(key: str, name: str, _content: bytes) -> user_file.Table:
    """The file as it was brought, opened once; forgotten with the session."""
    with tempfile.TemporaryDirectory(prefix="own-") as folder:
        path = Path(folder) / "table"
        path.write_bytes(_content)
        return user_file.Table(path, name)


def _bring(table: user_file.Table, root: Path, key: str) -> None:
    guessed = user_file.guess(table)
    st.dataframe(
        table.cells[table.columns].head(5),
        hide_index=True,
        key=f"own-head-{key}",
        alt="The first five rows of the file",
    )
    st.text("What the columns are, as guessed; correct it where it is wrong")
    picked = {}
    for column, (role, label) in zip(
        st.columns(4),
        (("country", "Country"), ("date", "Date"), ("category", "Category"), ("value", "Value")),
        strict=True,
    ):
        optional = role in ("category", "value")
        options = [*([""] if optional else []), *table.columns]
        at = (
            options.index(getattr(guessed, role))
            if getattr(guessed, role) in options
            else (0 if optional else None)
        )
        with column:
            picked[role] = (
                st.selectbox(
                    label,
                    options,
                    at,
                    format_func=lambda each: each or "(none)",
                    key=f"own-{role}-{key}",
                    placeholder="Choose a column",
                )
                or ""
            )
    one, two, three, four = st.columns(4)
    with one:
        title = st.text_input(
            "Title",
            Path(table.file).stem.replace("_", " ").capitalize(),
            max_chars=80,
            key=f"own-title-{key}",
        )
    with two:
        unit = st.text_input(
            "Unit",
            placeholder="such as cases, persons, % of firms",
            max_chars=40,
            key=f"own-unit-{key}",
        )
    with three:
        kind = st.selectbox(
            "Kind",
            list(user_tables.KINDS),
            index=0 if guessed.value else 1,
            format_func=user_tables.KINDS.get,
            key=f"own-kind-{key}",
        )
    with four:
        domain = st.selectbox(
            "Stands with",
            list(catalog.DOMAINS),
            index=list(catalog.DOMAINS).index("own"),
            format_func=lambda each: catalog.DOMAINS[each],
            key=f"own-domain-{key}",
            help="Own tables are offered on the overview",
        )
    with st.container(horizontal=True):
        month = st.checkbox(
            "3/4/2019 is the fourth of March", value=not guessed.day_first, key=f"own-month-{key}"
        )
        comma = st.checkbox(
            "1,5 is one and a half", value=guessed.decimal_comma, key=f"own-comma-{key}"
        )
    if not unit.strip():
        st.info("Say the unit: what one of the values counts.")
        return
    about = user_tables.About(title, unit, kind, domain)
    reading = user_tables.read(
        table, replace(guessed, **picked, day_first=not month, decimal_comma=comma), about
    )
    first, last = reading.records["start"].min(), reading.records["start"].max()
    st.text(
        f"{reading.report['read']:,} rows read, {reading.report['kept']:,} would be kept:"
        f" {first.year}{f'–{last.year}' if last.year > first.year else ''},"
        f" {reading.records['country'].nunique()} countries,"
        f" {len(reading.description['categories'])} categories"
    )
    _details(dict(reading.report), f"own-{key}")
    leave_out = False
    if reading.undecided:
        rows = sum(reading.undecided.values())
        leave_out = st.checkbox(
            f"Leave out the {words.number(rows)} row{'s' if rows > 1 else ''} whose country is not"
            " recognised",
            key=f"own-leave-{key}",
        )
    replaces = f"own.{reading.name}" in catalog.indicators()
    if st.button(
        "Replace the table of this title" if replaces else "Keep this table",
        type="primary",
        disabled=bool(reading.undecided) and not leave_out,
        key=f"own-keep-{key}",
    ):
        user_tables.keep(
            root,
            user_tables.read(
                table,
                replace(guessed, **picked, day_first=not month, decimal_comma=comma),
                about,
                leave_out,
            ),
            leave_out,
        )
        st.success(menu.plain(f"Kept as own.{reading.name}."))
        _open(catalog.indicators()[f"own.{reading.name}"])
