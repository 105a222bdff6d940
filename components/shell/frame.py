"""What stands around every page: title, menu, filters, and the line that says where figures come
from.
"""

from __future__ import annotations

import logging
import time
from datetime import date

import streamlit as st

import languages
import settings
from components.elements import find
from components.shell import alerted, collect, faults, filters, marks, menu, readers, state
from data import catalog, precedence, query, store
from data.engines import EngineError
from data.geography import boundaries
from data.query import Filters
from data.watch import setting
from errors import ThreatsError
from hosting import metrics
from languages import paragraph, translated
from languages.english import frame as words
from languages.english import sign_in as sign_in_words
from security import reader

# No rule ends in `*`: the browser would try it on each of the thousands of parts of the charts, at
# every change of them.
_STYLE = """<style>
[data-testid="stMainBlockContainer"] {padding: 3.7rem 1.8rem 1.5rem; max-width: 1900px;}
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] {gap: 0.5rem;}
h1 {font-size: 1.3rem !important; padding: 0 !important; font-weight: 650 !important;}
:where([data-testid="stMainBlockContainer"]) h2 {font-size: 1.25rem !important;
  padding: 0.2rem 0 0.8rem !important;}
h3 {font-size: 0.95rem !important; padding: 0.2rem 0 0.45rem !important;}
.stButtonGroup button[aria-checked="true"], .stTabs [role="tab"][aria-selected="true"],
.stTabs [role="tab"][aria-selected="true"] p {color: inherit !important;}
[data-testid="stTopNav"] {margin-inline-end: 4.2rem;}
[data-testid="stTopNavLink"]:focus-visible {outline: 2px solid currentColor; outline-offset: -2px;}
[data-testid="stCaptionContainer"] {color: inherit !important; opacity: 0.8;}
[data-testid="stCaptionContainer"] p {font-size: 0.78rem; line-height: 1.35;}
[data-testid="stCaptionContainer"] .stMarkdownColoredText {color: inherit !important;
  white-space: nowrap;}
.st-key-filters {min-height: 3.7rem;} .st-key-headlines {min-height: 5.4rem;}
.st-key-map {min-height: 20rem;} .stElementContainer.st-key-timeline {min-height: 15rem;}
.st-key-account {position: fixed; top: 0.6rem; inset-inline-end: 6.4rem; z-index: 999991;
  width: auto;}
[data-testid="stLayoutWrapper"]:has(> [data-testid="stVerticalBlock"] > .st-key-collect) {
  position: absolute;}
[data-testid="stLayoutWrapper"]:has(> .st-key-ring) {position: absolute;}
[data-testid="stToolbar"] {padding-inline-end: 6rem;}
@media (max-width: 1600px) {[data-testid="stTopNavLink"] > span:first-child {display: none;}}
@media (min-width: 1601px) {.st-key-account {inset-inline-end: 22.5rem;}}
[data-testid="stMainBlockContainer"] {position: relative;}
[data-testid="stLayoutWrapper"]:has(> .st-key-mark) {position: absolute; top: 3.5rem;
  inset-inline-end: 1.8rem; width: auto; z-index: 1;}
.tlp {padding: 0.1rem 0.4rem; background: #000; font: 700 0.72rem/1.2 Arial, sans-serif;
  white-space: nowrap; print-color-adjust: exact; -webkit-print-color-adjust: exact;}
body:has(.tlp[data-wide]) .filter-bar {--mark: 9.2rem;}
.st-key-address {position: absolute !important; height: 0; overflow: hidden;}
@media (max-width: 640px) {[data-testid="stMainBlockContainer"] {padding: 3.6rem 0.8rem 1rem;}
  [data-testid="stLayoutWrapper"]:has(> .st-key-mark) {inset-inline-end: 0.8rem;}}
@media print {.st-key-show-as {display: none;}
  [data-testid="stLayoutWrapper"]:has(> .st-key-mark) {top: 0; inset-inline-end: 0;}}
[data-testid="stSidebar"] {z-index: 999994;}
[data-testid="stSidebarCollapseButton"] {visibility: visible;}
[data-testid="stExpandSidebarButton"] {width: auto !important;}
[data-testid="stExpandSidebarButton"]::after {content: attr(aria-label); padding: 0 0.4rem;}
.st-key-demonstration {padding: 0.15rem 0.8rem; border-radius: 0.3rem; gap: 0.2rem 1rem;
  background: light-dark(#f3efe0, #3a300c); color: light-dark(#4b3b00, #f3e6b8);
  print-color-adjust: exact; -webkit-print-color-adjust: exact;}
.st-key-demonstration :is(p, span) {color: inherit; font-size: 0.85rem;}
.st-key-demonstration button {color: inherit !important;}
.st-key-demonstration button:is(:hover, :focus-visible) {text-decoration: underline;}
.stTabs button[aria-label="Scroll tabs right"], .stTabs button[aria-label="Scroll tabs left"] {
  min-width: 24px;}
[data-testid="stDialog"] section > button[aria-label="Close"] {min-width: 24px; min-height: 24px;}
.stTooltipIcon button {min-width: 24px; min-height: 24px;} .stCheckbox label {min-height: 24px;}
@media (max-width: 640px) {.stButtonGroup [role="radiogroup"] {flex-wrap: wrap; row-gap: 0.3rem;}
  [data-testid="stPageLink-NavLink"] :is(span, p) {white-space: normal !important;}
  [data-testid="stPageLink-NavLink"] {height: auto;}}
@media (forced-colors: active) {.tlp {forced-color-adjust: none;}
  .stTabs [role="tab"][aria-selected="true"] {box-shadow: none; border-bottom: 3px solid Highlight;}
  .stButtonGroup [aria-checked="true"] {outline: 2px solid Highlight; outline-offset: -3px;}}
.st-key-overview {gap: 0.5rem;}
@media (min-width: 641px) and (max-width: 1099px) {.st-key-overview > .st-key-own {order: 1;}
  .st-key-overview > :is(.st-key-changes, .st-key-ranking) {order: 2;}}
@media (min-width: 1100px) {
.st-key-overview {display: grid; grid-template: "heads heads" auto "where mine" auto
  "where changes" 1fr "time ranking" auto / minmax(0, 66fr) minmax(0, 34fr); gap: 0.1rem 1.2rem;
  align-items: start;}
.st-key-overview > .st-key-headlines {grid-area: heads;}
.st-key-overview > .st-key-own {grid-area: mine;}
.st-key-overview > :is(.st-key-map, .st-key-timeline) {grid-area: where;}
.st-key-overview > .st-key-map ~ :is(.st-key-timeline, .st-key-apart) {grid-area: time;}
.st-key-overview > .st-key-changes {grid-area: changes;}
.st-key-overview > .st-key-ranking {grid-area: ranking;}
}
/* where the map is tall, the bars begin beside it */
@media (min-width: 1100px) and (min-height: 900px) {
.st-key-overview {grid-template: "heads heads" auto "where mine" auto "where changes" auto
  "where ranking" 1fr "time ranking" auto / minmax(0, 66fr) minmax(0, 34fr);}
}
@media (min-width: 1600px) {
.st-key-overview {grid-template: "heads heads heads" auto "where mine mine" auto
  "where changes ranking" 1fr "time time time" auto
  / minmax(0, 61fr) minmax(0, 22fr) minmax(0, 17fr);}
}
</style>"""

# The page is mirrored; charts, code and sums of numbers read from the left in every language.
_RIGHT_TO_LEFT = """<style>
.stApp, [data-testid="stDialog"], [data-baseweb="popover"],
[data-testid="stToastContainer"] {direction: rtl;}
[data-testid="stHeading"] :is(h1, h2, h3), [data-testid="stMarkdownContainer"],
[data-testid="stText"] {text-align: start;}
[data-testid="stSidebar"][data-collapsed="true"] {transform: none !important; visibility: hidden;}
[data-testid="stTable"] :is(th, td) {text-align: start !important;}
#js-plotly-tester, .plot, .grid :is(.number, .percent), [data-testid="stCode"],
[data-testid="stDataFrame"] {direction: ltr;}
</style>"""


def run() -> None:
    """Draws the frame and then the page that was opened."""
    with precedence.page():
        _run()


def _run() -> None:
    state.speak()
    state.keep_shown()
    _window()  # before the menu, which would fetch the sign of the page from elsewhere
    st.html(_STYLE)
    if languages.language().direction == "rtl":
        st.html(_RIGHT_TO_LEFT)
    who = readers.lowered(readers.now() or reader.current())
    with reader.using(who):
        pages = menu.pages()
        if not pages:
            st.error(sign_in_words.NO_ENTRANCE(), icon=":material/lock:")
            return
        _page(st.navigation(list(pages.values()), position="top"))


def _window(page: str = "") -> None:
    """How wide the window is drawn and what it is called: after its page, where one is open."""
    dashboard = words.DASHBOARD()
    title = words.WINDOW(page=page, dashboard=dashboard) if page else dashboard
    st.set_page_config(page_title=title, page_icon="🌐", layout="wide")


def _page(page: st.Page) -> None:
    entries = {each.path: each for each in menu.entries()}
    if page.url_path == menu.OWN not in entries:
        _without_tables(page.title)
        return
    entry = entries.get(page.url_path, entries[""])
    _window(translated(entry.title))
    try:
        with store.held():
            if settings.current().sign_in:
                _account()
            asked = filters.draw(entry)
            state.ask(asked)
            figures = marks.of(entry, asked)
            with st.container(key="mark"):
                mark = st.html(marks.label(figures))
            state.choose(state.MARKED, None)
            find.show(menu.named(), languages.chosen())
            collect.show(entry)
            if setting.scratch():
                from components.shell import demonstration

                demonstration.strip(scratch=True)
            rings = False
            if setting.on():
                from components.shell import bell  # a database library comes with it

                rings = bell.hang(entry.path)
            if not rings:
                alerted.ring(entry.path)
            begun = time.monotonic()
            try:
                page.run()
            finally:
                metrics.here().page(entry.path or "overview", time.monotonic() - begun)
            if (proposals := state.chosen(state.MARKED)) and proposals > figures:
                mark.html(marks.label(proposals))
            marks.foot(entry, asked)
    except (EngineError, store.StoreError) as fault:
        logging.getLogger(__name__).warning("/%s: %s", entry.path, fault)
        st.error(
            words.UNREADABLE(fault=faults.said(fault)),
            icon=":material/cloud_off:",
        )
    except ThreatsError as fault:  # such as of what another tab has removed since
        logging.getLogger(__name__).warning("/%s: %s", entry.path, fault)
        st.error(faults.said(fault), icon=":material/error:")


def _without_tables(title: str) -> None:
    """What stands where an address leads to own tables and the reader may know of none."""
    _window(title)
    st.title(title, anchor=False)
    st.info(words.NO_OWN_TABLE(), icon=":material/upload_file:")
    sources = menu.pages()["sources"]
    st.page_link(sources, label=sources.title, query_params=menu.kept())


def _account() -> None:
    """The button of who signed in."""
    with st.container(key="account"):
        st.button(sign_in_words.SIGN_OUT(), on_click=st.logout, key="sign-out", type="tertiary")


def opens() -> Filters:
    """Opens a page and returns what the frame's filters ask for.

    Streamlit may start a page by itself, without the frame, when it is the first thing a fresh
    server is asked for: then the menu is announced and the run begins again.
    """
    asked = state.take_asked()
    if asked is None:
        state.speak()
        _window()
        if not (pages := menu.pages()):
            st.stop()
        st.navigation(list(pages.values()), position="top")
        st.rerun()
    return asked


def closes(asked: Filters | None = None, every: bool = False) -> None:
    """The lines below every page: whose figures it shows, of `every` domain or of the indicator
    `asked` for, their version and today's date; above them what is wrong with the newest figures,
    where something is.
    """
    if fault := store.fault():
        st.warning(faults.said(fault))
    known = catalog.indicators()
    shown = [each for each in known.values() if _leads(each)] if every else []
    if asked and asked.indicator in known:
        shown.append(known[asked.indicator])
    sources = dict.fromkeys(_source(catalog.source_of(each)) for each in shown)
    said = paragraph(
        words.SOURCES(sources="; ".join(sources)) if sources else "",
        boundaries.NOTE(),
        words.PUBLISHERS(),
        words.VERSION(version=store.current().version, day=date.today()),
    )
    st.caption(menu.with_days(said))


def _leads(about: catalog.Indicator) -> bool:
    """Whether it has a card on the overview."""
    return about.headline or bool(about.beside and query.extent(about.id)[0])


def _source(source: catalog.Source) -> str:
    return words.SOURCE(publisher=source.publisher, title=source.title, day=source.as_of)
