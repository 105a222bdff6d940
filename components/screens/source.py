"""Everything about one source: how it stands, what is true of its figures, what its import read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from components.elements import grid
from components.screens import source_versions
from components.shell import faults, menu
from data import catalog, store
from data.catalog import Indicator, Source
from data.ingest import fetch_log, user_tables
from data.ingest.standing import Health
from errors import ThreatsError
from languages import translated
from languages.english import sources as words

COLUMNS_NAMED = 20


def show(chosen: Health) -> None:
    """The source chosen, framed."""
    source, version = chosen.source, chosen.version
    with st.container(border=True, key="source"):
        st.subheader(menu.plain(source.title), anchor=False)
        _stands(chosen)
        left, right = st.columns(2, gap="large")
        with left:
            _about(source)
        with right:
            if version:
                _report(source, version.report)
            st.text(words.CITE_AS())
            st.code(source.citation, language=None, wrap_lines=True)
        if version:
            source_versions.show(source, version)
        _links(source)
        if source.name == "own":
            _own()


def _stands(chosen: Health) -> None:
    """What is the matter with it, if anything."""
    source, version = chosen.source, chosen.version
    if chosen.state == "broken":
        failed = fetch_log.remembered(store.folder(), source.name)
        said = [
            words.BROKEN_SINCE(day=failed.failing_since[:10], fault=failed.words)
            if failed.failing_since
            else words.BROKEN()
        ]
        if version:
            said.append(words.LAST_GOOD(version=version.version, day=version.as_of))
        st.error(faults.said(" ".join(said)), icon=":material/error:")
    elif chosen.state == "overdue":
        said_late = words.OVERDUE(day=source.next_update, as_of=source.as_of)
        st.warning(menu.plain(said_late), icon=":material/schedule:")
    elif chosen.state == "not shipped":
        command = f"python -m data import FILE --source {source.name} --store FOLDER"
        not_here = words.NOT_SHIPPED(licence=source.licence.name, command=command)
        st.info(menu.plain(not_here), icon=":material/upload_file:")


def _about(source: Source) -> None:
    st.text(f"{source.publisher}. {source.bias}")
    st.text(
        words.LICENCE_IS(
            licence=source.licence.name, what=words.PASSING_ON[source.licence.redistribution]
        )
    )
    for caveat in source.caveats:
        st.text(words.ITEM(text=caveat))
    marks = {
        (mark.on, mark.label, mark.kind)
        for each in source.indicators.values()
        for mark in each.marks
    }
    if marks:
        st.text(words.MARKS())
        for on, label, kind in sorted(marks):
            st.text(words.MARK(day=on, kind=words.MARK_KINDS[kind], label=label))
    st.text(words.INDICATORS())
    for each in source.indicators.values():
        link(each)


def link(about: Indicator) -> None:
    """A link to the page an indicator stands on."""
    entry = menu.entry_of(about.domain) or menu.entries()[0]
    st.page_link(
        menu.pages()[entry.path],
        label=menu.plain(words.INDICATOR(title=about.title, unit=about.unit)),
        query_params={"indicator": about.id, **menu.kept()},
    )


def _links(source: Source) -> None:
    """The pages of the publisher and of the licence."""
    named = {source.licence.url: words.PAGE_OF_LICENCE, source.url: words.PAGE_OF_PUBLISHER}
    with st.container(horizontal=True):
        for url in dict.fromkeys((source.url, source.licence.url)):
            if url.startswith("https://"):
                st.link_button(named[url](), url, icon=":material/open_in_new:")


def _report(source: Source, report: Mapping[str, Any]) -> None:
    """The import report: what was read, kept, left out and why."""
    several = report.get("tables", {})
    known = {name: part for name, part in several.items() if f"own.{name}" in source.indicators}
    for name, part in known.items() if several else ((source.name, report),):
        read = {"file": part["file"], "read": part["read"], "kept": part["kept"]}
        title = words.IMPORT_OF_OWN(indicator=f"own.{name}", **read) if several else ""
        st.text(title or words.IMPORT(**read))
        details(part, f"{source.name}-{name}")


def details(part: Mapping[str, Any], key: str) -> None:
    """What an import left out, did not recognise or added together, and what it remarks."""
    lines = [
        *((words.LEFT_OUT(), translated(why), rows) for why, rows in part["dropped"].items()),
        *((words.NO_COUNTRY(), name, rows) for name, rows in part["not_countries"].items()),
        *((words.NOT_RECOGNISED(), name, rows) for name, rows in part["unmatched"].items()),
        *(
            (words.KNOWN_TO(), words.PRECISION[name], rows)
            for name, rows in part["precision"].items()
        ),
        *([(words.MASKED(), "", part["masked"])] if part["masked"] else []),
        *([(words.ADDED(), "", part["duplicates"])] if part["duplicates"] else []),
    ]
    if lines:
        columns = [words.WHAT(), words.WHICH(), words.NUMBER()]
        grid.plain(
            dict(zip(columns, zip(*lines, strict=True), strict=True)),
            alt=words.REPORT_ALT(),
            key=f"report-{key}",
            height=280,
        )
    for remark in part["remarks"]:
        st.text(words.ITEM(text=translated(remark)))
    if part["ignored"]:
        named = ", ".join(part["ignored"][:COLUMNS_NAMED])
        more = len(part["ignored"]) - COLUMNS_NAMED
        said = words.UNREAD_AND_MORE(more, columns=named) if more > 0 else ""
        st.caption(menu.plain(said or words.UNREAD(columns=named)))


def _own() -> None:
    """Shares one of the reader's tables, or deletes it."""
    root = store.folder()
    mine = user_tables.mine(root)
    if not mine:
        return
    with st.popover(words.MY_TABLES(), icon=":material/table:"):
        picked = st.selectbox(
            words.TABLE(),
            list(mine),
            format_func=mine.__getitem__,
            key="own_deleted",
            placeholder=words.CHOOSE(),
        )
        shared = catalog.indicators()[f"own.{picked}"].shared
        if st.button(words.SHARE_NO_LONGER() if shared else words.SHARE(), key="own_share"):
            _done(partial(user_tables.share, root, picked, not shared))
        if st.button(words.DELETE_PERMANENTLY(), key="own_delete"):
            _done(partial(user_tables.remove, root, picked))


def _done(change: Callable[[], None]) -> None:
    """Changes the reader's tables and draws the page anew, or says why not."""
    try:
        change()
    except ThreatsError as fault:
        st.error(faults.said(fault), icon=":material/error:")
    else:
        st.rerun()
