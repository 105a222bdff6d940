"""The pages there are, as `pages/menu.toml` lists them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from data import catalog
from data.query import Filters
from languages import chosen, current, translated
from security import reader
from security.roles import Right

PAGES = Path(__file__).resolve().parents[2] / "pages"
OWN = "own"  # the domain, and the source, of tables that readers brought


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; `right` is what its page needs; `domain` is empty where a page is about
    all of them; `filters` are those its frame draws; a `hidden` page is opened by its address, by
    Find and from other pages.
    """

    file: str
    path: str
    title: str
    icon: str
    help: str
    right: Right
    domain: str = ""
    indicator: str = ""
    filters: Sequence[str] = ("indicator", "country", "category", "period")
    hidden: bool = False


def entries() -> tuple[Entry, ...]:
    """The menu in its order; the page of own tables only where who reads may know of one."""
    listed = _listed()
    return listed if OWN in catalog.sources() else tuple(e for e in listed if e.domain != OWN)


@cache
def _listed() -> tuple[Entry, ...]:
    with (PAGES / "menu.toml").open("rb") as file:
        return tuple(
            Entry(**raw | {"right": Right(raw["right"])}) for raw in tomllib.load(file)["page"]
        )


def named() -> list[tuple[str, str, str]]:
    """Path, title and domain of each page, in the language spoken."""
    return [(each.path, translated(each.title), each.domain) for each in entries()]


def entry_of(domain: str) -> Entry | None:
    """The page of a domain; None where there is none."""
    return next((each for each in entries() if each.domain == domain), None)


def allowed() -> list[Entry]:
    """The entries of the pages that the reader may open."""
    who = reader.current()
    return [each for each in entries() if who.may(each.right)]


def pages() -> dict[str, st.Page]:
    """Streamlit's pages by their path, of those that the reader may open; each run has its own, for
    one can be opened once. An address of own tables leads to their page though there is none.
    """
    made = _pages(current(), OWN in catalog.sources())
    who = reader.current()
    return {each.path: copy(made[each.path]) for each in _listed() if who.may(each.right)}


@cache
def _pages(language: str, own: bool) -> dict[str, st.Page]:
    return {
        each.path: st.Page(
            PAGES / each.file,
            title=translated(each.title),
            icon=f":material/{each.icon}:",
            url_path=each.path or None,
            default=not each.path,
            help=translated(each.help),
            visibility="hidden" if each.hidden or (each.domain == OWN and not own) else "visible",
        )
        for each in _listed()
    }


def address(asked: Filters, same: bool = False) -> str:
    """The address of the view that shows a question, beside that of the page it stands on; empty
    where no page is about it.
    """
    entry = entry_of(catalog.indicators()[asked.indicator].domain)
    return f"{entry.path}?{_parameters(asked, same, tuple(kept().items()))}" if entry else ""


def of_country(code: str) -> str:
    """The address of the page of one country."""
    return f"country?{urlencode({'country': code, **kept()})}"


def of_group(key: str) -> str:
    """The address of the page of one group."""
    return f"country?{urlencode({'group': key, **kept()})}"


def sources(picked: Sequence[str]) -> str:
    """The address of the page of sources, with the countries picked."""
    said = urlencode({"country": list(picked), **kept()}, doseq=True)
    return f"sources?{said}" if said else "sources"


def kept() -> dict[str, str]:
    """The parameters that every address keeps: the language, where it is not the usual one, and
    the mark that the page is shown as, where it is lowered.
    """
    mark = reader.current().shown
    said = {"language": chosen(), "tlp": mark.slug if mark else ""}
    return {name: value for name, value in said.items() if value}


def sign(asked: Filters) -> str:
    """The sign of the page that shows a question."""
    entry = entry_of(catalog.indicators()[asked.indicator].domain)
    return entry.icon if entry else "table_chart"


@lru_cache(maxsize=4096)
def _parameters(asked: Filters, same: bool, more: tuple[tuple[str, str], ...]) -> str:
    """The parameters of an address that shows a question."""
    found: dict[str, str | list[str]] = {"indicator": asked.indicator}
    if asked.groups:
        found["group"] = list(asked.groups)
    elif asked.countries:
        found["country"] = list(asked.countries)
    if asked.per:
        found["per"] = asked.per
    if asked.categories:
        found["category"] = list(asked.categories)
    if asked.end:  # a stock has its last day alone
        found["period"] = [str((asked.start or asked.end).year), str(asked.end.year)]
    if same:
        found["same"] = "1"
    return urlencode({**found, **dict(more)}, doseq=True)


def plain(words: str) -> str:
    """A text as a label may show it: its markdown is not interpreted."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|$:<>~])", r"\\\1", words)


def with_days(said: str) -> str:
    """A caption's markdown, its days coloured: frame.py gives them no colour, but lets no line end
    within one.
    """
    return re.sub(r"\d{4}\\?-\d\d\\?-\d\d", r":gray[\g<0>]", said)
