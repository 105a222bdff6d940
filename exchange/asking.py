"""What an address of a figure asks: the very parameters of a page's address, and a few beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.datastructures import QueryParams

import languages
from data import catalog, query
from data.analysis import changes
from data.catalog import Indicator
from data.geography import countries, groups
from data.query import PEOPLE, Filters, Question, periods
from data.watch.model import Fault, shown
from exchange.operations import Parameter
from exchange.problems import ProblemError

CODE = {"type": "string", "pattern": "^[A-Za-z]{3}$"}
TEXT = {"type": "string"}
DAY = {"type": "string", "pattern": "^\\d{4}(-\\d{2}(-\\d{2})?)?$"}
BREAKDOWNS = ("country", "period", "category", "partner")
LONGEST = 8_000  # characters of the parameters of an address: all countries and what else there is
TOGETHER = (("period", "country"), ("period", "category"))
INDICATOR = Parameter(
    "indicator",
    "An indicator's id, such as `glotip.detected_victims`; with `.csv`, `.json`, `.xlsx`"
    " or `.parquet` behind it the answer is of that kind",
    TEXT,
    where="path",
)
PAGES = (  # the parameters of a page's address
    Parameter("country", "ISO 3166-1 alpha-3", CODE, several=True),
    Parameter("group", "A group's id, such as `ASEAN`: all its members", TEXT, several=True),
    Parameter("category", "A category's id, as `/indicators` lists them", TEXT, several=True),
    Parameter(
        "period",
        "First and last: `period=2015&period=2020`, `period=2016-01&period=2016-12`; one alone is"
        " both. Without any what the page shows: the last complete period",
        DAY,
        several=True,
    ),
    Parameter("partner", "The other country, where an indicator has two roles", CODE),
    Parameter("same", "`1`: only countries with a figure in both periods", {"enum": ["1"]}),
    Parameter("per", "`people`: per head", {"enum": [PEOPLE]}),
)
LANGUAGE = Parameter(
    "language",
    "The language of the words, as on a page",
    {"type": "string", "enum": list(languages.codes())},
)
MORE = (
    LANGUAGE,
    Parameter("from", "First day in place of `period`: `2016`, `2016-01`, `2016-01-31`", DAY),
    Parameter("to", "Last day in place of `period`", DAY),
    Parameter("role", "The role that the countries have, as `/indicators` lists them", TEXT),
    Parameter(
        "version",
        "A version of the source, as an answer names it: the figure stays what it was, as long as"
        " that version is kept",
        {"type": "string", "pattern": "^[0-9a-f]{10}$"},
    ),
)
BY = Parameter(
    "by",
    "A row for each of these; `by=period&by=country` or `by=period&by=category` for each of both",
    {"type": "string", "enum": list(BREAKDOWNS)},
    several=True,
)
# what says how a page shows its figure, and nothing of the figure
HOW = ("map_as", "region", "borders", "indicator")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of an address: `named` are the filters as the page has them, `counted` what is
    counted of them, `by` the columns it is broken down by.
    """

    named: Question
    counted: Question
    by: tuple[str, ...]

    @property
    def about(self) -> Indicator:
        """The indicator."""
        return self.named.about


def known(parameters: Sequence[Parameter], said: QueryParams, more: Sequence[str] = ()) -> None:
    """ProblemError where an address says something that nobody reads, or more than it may."""
    if (long := sum(len(name) + len(value) + 2 for name, value in said.multi_items())) > LONGEST:
        raise ProblemError(
            414, Fault("address", f"is {long:,} characters long; {LONGEST:,} are the most")
        )
    names = [each.name for each in parameters if each.where == "query"]
    wrong = [
        Fault(shown(name), f"is not a parameter here; there are {', '.join(names)}")
        for name in dict.fromkeys(said.keys())
        if name not in names and name not in more
    ]
    twice = [
        Fault(each.name, "is said more than once")
        for each in parameters
        if not each.several and len(said.getlist(each.name)) > 1
    ]
    if wrong or twice:
        raise ProblemError(422, *wrong, *twice)


def indicator(name: str) -> Indicator:
    """The indicator of this id; ProblemError (404) where the reader may know of none."""
    found = catalog.indicators().get(name)
    if found is None:
        said = f"there is no indicator {shown(name)!r}, or none that this reader may see"
        raise ProblemError(404, Fault("indicator", said))
    return found


def language(said: QueryParams) -> str:
    """The language asked for; ProblemError where there is none of that code."""
    code = said.get("language", "") or languages.usual()
    if code not in languages.codes():
        listed = ", ".join(languages.codes())
        raise ProblemError(422, Fault("language", f"is not one of {listed}"))
    return code


def asked(name: str, said: QueryParams, breaks: bool = True) -> Asked:
    """The question; ProblemError with every fault where something in it makes no sense."""
    about = indicator(name)
    faults: list[Fault] = []
    places = _each(said, "country", _country, faults)
    partner = _each(said, "partner", _country, faults)
    named = groups.groups()
    chosen = _each(said, "group", lambda text: text if text in named else None, faults)
    parts = _each(said, "category", lambda text: text if text in about.categories else None, faults)
    start, end = _days(about, said, faults)
    role, per = said.get("role", ""), said.get("per", "")
    if role and role not in about.roles:
        faults.append(Fault("role", f"is not one of {', '.join(about.roles)}"))
    if per and per != PEOPLE:
        faults.append(Fault("per", f"is not {PEOPLE}"))
    elif per and not about.per_head:
        faults.append(Fault("per", "there is no rate of this figure"))
    if said.get("same", "1") not in ("1", "0", ""):
        faults.append(Fault("same", "is not 1"))
    if said.get("indicator", name) != name:
        faults.append(Fault("indicator", "is another one than the path's"))
    by = _by(said, about, faults) if breaks else ()
    if faults:
        raise ProblemError(422, *faults)
    filters = query.settle(
        Filters(name, places, parts, "".join(partner) or None, start, end, role, chosen, per)
    )
    counted = changes.alike(filters) if said.get("same") == "1" else filters
    return Asked(filters, query.settle(counted), by)


def _each(
    said: QueryParams, name: str, read: Callable[[str], str | None], faults: list[Fault]
) -> tuple[str, ...]:
    """What a parameter says, each value once."""
    found = []
    for text in said.getlist(name):
        value = read(text)
        if value is None:
            faults.append(Fault(name, f"{shown(text)!r} is not known here"))
        else:
            found.append(value)
    return tuple(dict.fromkeys(found))


def _country(text: str) -> str | None:
    code = text.strip().upper()
    return code if code in countries.codes() else None


def _by(said: QueryParams, about: Indicator, faults: list[Fault]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(said.getlist("by")))
    ordered = tuple(sorted(found, key=lambda each: each != "period"))
    if any(each not in BREAKDOWNS for each in found):
        faults.append(Fault("by", f"is not one of {', '.join(BREAKDOWNS)}"))
    elif len(found) > 1 and ordered not in TOGETHER:
        faults.append(Fault("by", "two of them are period and country, or period and category"))
    return ordered


def _days(
    about: Indicator, said: QueryParams, faults: list[Fault]
) -> tuple[date | None, date | None]:
    """The first and the last day asked for: those of the page where a period is one that it has."""
    edges = {"from": query.first_day, "to": query.last_day}
    given = {name: read(said[name]) for name, read in edges.items() if said.get(name)}
    chosen = said.getlist("period")
    wrong = [Fault(name, "is not a date such as 2016, 2016-01 or 2016-01-31") for name in given]
    faults += [each for each in wrong if given[each.field] is None]
    if given and chosen:
        faults.append(Fault("period", "is said beside from or to: one of the two says the period"))
    if given:
        return given.get("from"), given.get("to")
    options = periods.offered(about, chosen)
    if not chosen:
        return (
            periods.days(about, options, *periods.usual(about, options))
            if options
            else (
                None,
                None,
            )
        )
    first, last = chosen[0], chosen[-1]
    start, end = query.first_day(first), query.last_day(last)
    if len(chosen) > 2 or start is None or end is None or start > end:
        faults.append(Fault("period", "is not the first and the last: 2015 and 2020, say"))
        return None, None
    if options and periods.clamped([first, last], options) == (first, last):
        return periods.days(about, options, first, last)
    return (None, end) if about.aggregation == "stock" else (start, end)


def pages(named: Question, said: QueryParams) -> list[tuple[str, str]]:
    """The parameters of the page that shows the same figure."""
    here = [(each.name, text) for each in PAGES for text in said.getlist(each.name) if text]
    if (
        not said.getlist("period")
        and (named.start or named.end)
        and (said.get("from") or said.get("to"))
    ):
        days = [(named.start or named.end), (named.end or named.start)]
        here += [("period", f"{day:%Y}") for day in days if day]
    spoken = [("language", said["language"])] if said.get("language") else []
    return [("indicator", named.indicator), *here, *spoken]
