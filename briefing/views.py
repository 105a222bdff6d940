"""A view that was kept: the page, its filters as the address says them, how it is drawn, and what
the presenter wrote. An address has the grammar of the pages; what makes no sense in it is dropped.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

from data import catalog, query
from data.catalog import Indicator
from data.geography import boundaries, countries, groups, regions
from data.query import PEOPLE, Filters, periods

OVERVIEW, COUNTRY, BILATERAL = "", "country", "bilateral"
# how a view of one indicator is drawn, of a country what is shown, of a pair likewise; empty is
# what the view is usually
DRAWN = ("map", "timeline", "ranking", "comparison", "flows", "table", "number")
PARTS = {
    OVERVIEW: ("table",),
    COUNTRY: ("verdict", "figures", "partners", "gaps"),
    BILATERAL: ("points", "sides", "between", "thirds", "lists", "gaps"),
}
LONGEST = 4000  # characters of an address that are read, and of a text


def new() -> str:
    """An id that no other view has."""
    return secrets.token_hex(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One view: `address` opens it in the dashboard, `drawing` is how it is drawn (one of DRAWN, or
    a part of PARTS; empty for what is usual). `title` takes the place of the finding where the
    presenter wrote one; `caption` stands below the figure; `notes` are for the presenter alone.
    """

    id: str = field(default_factory=new)
    address: str
    drawing: str = ""
    title: str = ""
    caption: str = ""
    notes: str = ""

    def document(self) -> dict[str, str]:
        """The view as plain JSON; it holds no figure."""
        return {
            "id": self.id,
            "address": self.address,
            "drawing": self.drawing,
            "title": self.title,
            "caption": self.caption,
            "notes": self.notes,
        }


def read(raw: Mapping[str, object]) -> View:
    """A view out of its document; ValueError where it is none."""
    address = raw.get("address")
    if not isinstance(address, str) or len(address) > LONGEST:
        raise ValueError("address")
    said = {}
    for name in ("drawing", "title", "caption", "notes"):
        text = raw.get(name, "")
        if not isinstance(text, str) or len(text) > LONGEST:
            raise ValueError(name)
        said[name] = text
    found = View(address=clean(address), **said)
    given = raw.get("id")
    named = isinstance(given, str) and given.isalnum() and len(given) <= 16
    return replace(found, id=str(given)) if named else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for: the page, its question (its indicator is empty on a page about
    countries), and how its map is drawn.
    """

    page: str
    filters: Filters
    map_as: str = ""
    same: bool = False
    region: str = regions.WORLD
    borders: str = ""

    @property
    def about(self) -> Indicator | None:
        """The indicator of a page about one; None on others."""
        return catalog.indicators().get(self.filters.indicator) if self.filters.indicator else None


def domains() -> dict[str, str]:
    """The domain of each page about one."""
    return {domain.replace("_", "-"): domain for domain in catalog.DOMAINS if domain != "own"}


def asked(address: str) -> Asked:
    """What an address of a page asks for."""
    split = urlsplit(address[:LONGEST])
    page = split.path.strip("/")
    said = parse_qs(split.query)
    places = _known(said.get("country", ()), countries.codes())
    chosen = [each for each in dict.fromkeys(said.get("group", ())) if each in groups.groups()]
    region = said.get("region", [""])[-1]
    borders = said.get("borders", [""])[-1]
    seen = replace(
        Asked(page=page, filters=Filters("")),
        region=region if region in (*regions.regions(), regions.CHOSEN) else "",
        borders=borders if borders in boundaries.POLICIES else boundaries.usual(),
    )
    if page == BILATERAL:
        partner = next(iter(_known(said.get("partner", ()), countries.codes())), None)
        pair = [*places, *([partner] if partner else [])]
        first, second = (*pair, None, None)[:2]
        found = Filters("", (first,) if first else (), (), second if second != first else None)
        return replace(seen, filters=found)
    if page == COUNTRY:
        return replace(seen, filters=Filters("", tuple(places[:6]), groups=tuple(chosen)))
    about = _indicator(page, said.get("indicator", [""])[-1])
    if about is None:
        found = Filters("", tuple(places), groups=tuple(chosen))
        return replace(seen, page=OVERVIEW, filters=found)
    kinds = [each for each in dict.fromkeys(said.get("category", ())) if each in about.categories]
    found = Filters(
        about.id,
        tuple(places),
        tuple(kinds),
        None,
        *_days(about, said.get("period", ())),
        groups=tuple(chosen),
        per=PEOPLE if said.get("per", [""])[-1] == PEOPLE else "",
    )
    return replace(
        seen,
        filters=found,
        map_as=said.get("map_as", [""])[-1],
        same=said.get("same", [""])[-1] == "1",
    )


def _known(said: Sequence[str], codes: frozenset[str]) -> list[str]:
    return [each for each in dict.fromkeys(map(str.upper, said)) if each in codes]


def _indicator(page: str, named: str) -> Indicator | None:
    known = catalog.indicators()
    if named in known:
        return known[named]
    domain = domains().get(page)
    found = catalog.of_domain(domain) if domain else ()
    return found[0] if found else None


def _days(about: Indicator, said: Sequence[str]) -> tuple[date | None, date | None]:
    options = periods.offered(about, said)
    if not options:
        return None, None
    usual = periods.usual(about, options)
    both = [said[0], said[-1]] if said else None
    first, last = (periods.clamped(both, options) if both else None) or usual
    return periods.days(about, options, first, last)


def clean(address: str) -> str:
    """The address as it is kept: the page and the parameters of the grammar, nothing else."""
    split = urlsplit(address[:LONGEST])
    said = parse_qs(split.query)
    kept = [(key, each) for key in GRAMMAR for each in said.get(key, ())]
    page = split.path.strip("/").rpartition("/")[2]
    page = page if page in (*PARTS, *domains()) else OVERVIEW
    return f"/{page}" + (f"?{urlencode(kept)}" if kept else "")


GRAMMAR = (
    "indicator",
    "country",
    "partner",
    "group",
    "category",
    "period",
    "map_as",
    "same",
    "per",
    "region",
    "borders",
)


def address(filters: Filters, page: str = "", **more: str) -> str:
    """The address of a question, of the page of its domain or of the one named."""
    said: list[tuple[str, str]] = []
    if filters.indicator:
        page = page or query.indicator(filters).domain.replace("_", "-")
        said.append(("indicator", filters.indicator))
    inside = {code for each in filters.groups for code in groups.members(each, filters.end)}
    said += [("country", each) for each in filters.countries if each not in inside]
    said += [("partner", filters.partner)] if filters.partner else []
    said += [("group", each) for each in filters.groups]
    said += [("category", each) for each in filters.categories]
    if filters.end:
        first = filters.start or filters.end
        said += [("period", _point(first)), ("period", _point(filters.end))]
    said += [("per", filters.per)] if filters.per else []
    said += [*more.items()]
    return f"/{page}" + (f"?{urlencode(said)}" if said else "")


def _point(day: date) -> str:
    return str(day)[:4]
