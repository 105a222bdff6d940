"""What there is to ask about: sources and their indicators, read from `sources/*.toml` and, where
it knows more, the store in use.

What we say of them (titles of indicators, units, definitions, caveats) is in the language spoken;
ids, and what a publisher calls its own work, are the same in every language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import languages
import settings
from data import caching, manifests
from errors import ThreatsError
from languages import Plural, Sentence, Words, translated
from languages.english import catalog as words
from languages.english import colours, ingest
from security import reader
from security.reader import Reader
from security.roles import Right
from security.tlp import USUAL, Tlp

FOLDER = Path(__file__).parents[1] / "sources"
OWN = (
    Path(__file__).parents[1] / "own.toml"
)  # what is true of every reader's own table; the store describes each

# The six domains in the order readers meet them; `own` holds a user's own tables.
DOMAINS = Words(
    {
        "notices": words.NOTICES,
        "cybercrime": words.CYBERCRIME,
        "trafficking": words.TRAFFICKING,
        "illegal_fishing": words.ILLEGAL_FISHING,
        "terrorism": words.TERRORISM,
        "money_laundering": words.MONEY_LAUNDERING,
        "own": words.OWN,
    }
)
KINDS = ("event", "observation", "score", "listing", "notice")
CATEGORIES = {"colours": colours.CHIPS}  # that several indicators share, by the name they ask with
WORSE = ("more", "less", "neither")
STANDINGS = ("current", "superseded", "one-off", "unknown")
AGGREGATIONS = ("count", "sum", "last", "stock")


@dataclass(frozen=True, slots=True)
class Brought:
    """When a reader's own table was brought, and the first and the last day it has a record on."""

    on: date
    first: date
    last: date


class CatalogError(ThreatsError):
    """A description says something the catalogue does not know; names the file."""


@dataclass(frozen=True, slots=True)
class Licence:
    """What may be done with a source's figures; `redistribution` is rows, aggregates or none."""

    name: str
    redistribution: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something a timeline must say at a date: a `break` in the collection or an `event`."""

    on: date
    label: str
    kind: str = "break"


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a reader picks and a chart shows: one source, one kind, one unit, one way to aggregate.

    A role is an id; `role_words` says it. `says_unit` and `says_role` are true where the title
    already says what is counted, and by which role of the countries; `mutual` where the two
    countries of a record stand in it alike, with no direction.

    What may be said of its figures: `verdict` is true where they speak for whether a domain is
    worse or better; `looking` where they follow how hard somebody looked or told; `stands`
    names the categories in which a country has its place on an axis of its profile, an empty one
    for the whole; `ordinal` where they are an order and no amount, `fact` where yes or no;
    `step` is the smallest change of a score that means something. Nothing is compared across
    the years of `breaks`, and no sum of countries is the world's where `no_world_sum`. `inexact`
    says that some were printed as about, more than or fewer than. `partial_years` are years not
    covered whole, each with what is missing; `not_applicable` the countries the figure cannot
    concern. `lasting` is true for a state that goes on over years (a war), `share` for what is
    itself per cent; `coded` says of a country that the publisher counts it under another, or in
    no place of its own; `part_of` is the id of
    the indicator whose figures these divide or select from, empty where there is none, and
    `breakdown` says that they divide it and do not select; `beside` is the id of the headline
    beside whose card its own stands on the overview, as long as it has figures; `apart` names
    countries that report for these years alone, so that a sum with them is said without them too.

    Where two countries have a part in a record: `received` says one country's figure with its role,
    `unnamed` adds how many of it name no other country, `between` says what lies between two.

    `tlp` is the lowest mark that its records bear; `persons` is true where it counts persons.
    """

    id: str
    source: str
    domain: str
    title: str
    kind: str
    unit: str
    aggregation: str
    definition: str
    country_role: str
    partner_role: str
    categories: Mapping[str, str]
    category_label: str
    one_category: bool
    overlap: bool
    main_category: str
    worse: str
    grain: str
    complete_to: int | None
    partial_note: str
    partial_years: Mapping[int, str]
    breaks: tuple[int, ...]
    verdict: bool
    looking: bool
    stands: tuple[str, ...]
    step: float | None
    ordinal: bool
    fact: bool
    inexact: bool
    no_world_sum: bool
    not_applicable: tuple[str, ...]
    levels: Mapping[float, str]
    lasting: bool
    share: bool
    part_of: str
    breakdown: bool
    coded: Mapping[str, str]
    apart: Mapping[str, tuple[int, int]]
    world: bool
    caveats: tuple[str, ...]
    marks: tuple[Mark, ...]
    headline: bool
    beside: str
    scale: tuple[float, float] | None
    says_unit: bool
    says_role: bool
    units: Plural
    reads: Sentence
    of_country: Sentence
    received: Sentence
    unnamed: Sentence
    between: Sentence
    mutual: bool
    tlp: Tlp
    persons: bool
    brought: Brought | None
    per_head: int = 0  # people a rate of it is given for; 0 where one means nothing
    rate: int = 0  # of a figure per head: the people it is given for
    counts: Indicator | None = None  # of a figure per head: the indicator in counts
    owner: str = ""  # of a reader's own table: the subject who brought it
    shared: bool = False  # and whether everybody here may know of it

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles a country can have here, the main one first."""
        return tuple(role for role in (self.country_role, self.partner_role) if role)

    @property
    def partial_from(self) -> int | None:
        """The first year the source covers in part, that after the last complete one; None where
        no year is known to be cut short.
        """
        return self.complete_to + 1 if self.complete_to else None

    @property
    def additive(self) -> bool:
        """True where values of several countries may be added together."""
        return self.kind != "score" and not self.rate

    def per_people(self) -> Indicator:
        """The indicator as a rate: per so many people and year."""
        unit = words.PER(unit=self.unit, n=self.per_head)
        return replace(
            self,
            unit=unit,
            units=Plural(unit, unit),
            reads=Sentence("{value} {unit}"),
            says_unit=False,
            rate=self.per_head,
            counts=self,
        )

    @property
    def of_pairs(self) -> bool:
        """True where two countries together have a value and neither has one by itself."""
        return self.kind == "score" and bool(self.partner_role)

    def said(self, value: float | None) -> str:
        """A value with what it counts: `12 vessels`, `1 jurisdiction`, `Tier 2`."""
        n = int(value) if value is not None and float(value).is_integer() else 2
        return self.reads(value=languages.number(value), unit=self.units(n))

    def amount(
        self, value: float | None, low: float | None = None, high: float | None = None
    ) -> str:
        """A value as cards and charts show it, or its range: `3.61 bn dollars`, `1–4 persons`; one
        of an order by the name of its level.
        """
        if value is not None and value in self.levels:
            return self.levels[value]
        n = int(value) if value is not None and float(value).is_integer() else 2
        return self.reads(value=languages.amount(value, low, high), unit=self.units(n))

    def titled(self, country: str) -> str:
        """The title of one country's figure, where it has one of its own: `country` as in a
        sentence.
        """
        return self.of_country(country=country) if self.of_country.text else ""

    def lying_between(self, said: str, country: str, partner: str) -> str:
        """An amount of records of two countries with the role of each, the names as in a sentence:
        `31 incidents against targets in Ukraine, initiator alleged in Russia`.
        """
        if self.between.text:
            return self.between(said=said, country=country, partner=partner)
        return words.BETWEEN(
            said=said,
            country=country,
            role=translated(self.country_role),
            partner=partner,
            partner_role=translated(self.partner_role),
        )

    @property
    def in_steps(self) -> bool:
        """True where a change is no share of what was before: of a score, of what goes on over
        years, of what is itself per cent.
        """
        return self.kind == "score" or self.lasting or self.share

    @property
    def counted(self) -> bool:
        """True where a country's figure is a count, and not a score or its place on a list."""
        return self.additive and self.kind != "listing"

    @property
    def parted(self) -> bool:
        """True where several categories of one quantity can stand beside one another."""
        return len(self.categories) > 1 and not self.one_category and not self.rate


@dataclass(frozen=True, slots=True)
class Source:
    """One published dataset: who publishes it, under which licence, what it covers and hides."""

    name: str
    domain: str
    title: str
    publisher: str
    url: str
    edition: str
    licence: Licence
    as_of: date
    first: date
    last: date
    next_update: date | None
    standing: str
    bias: str
    caveats: tuple[str, ...]
    citation: str
    expect: Mapping[str, Any]
    dirty: Mapping[str, Any]
    files: tuple[str, ...]
    companions: tuple[str, ...]
    fetch: str
    optional: bool
    tlp: Tlp
    indicators: Mapping[str, Indicator] = field(default_factory=dict)

    def overdue(self, today: date) -> bool:
        """True when the publisher's announced next update has passed."""
        return self.next_update is not None and today > self.next_update


def role_words(role: str) -> str:
    """A role of a country (`where detected`) as readers read it; its id is everywhere the same."""
    return translated(role)


def _indicator(
    source: str, domain: str, key: str, raw: dict[str, Any], shared: tuple[str, ...], mark: Tlp
) -> Indicator:
    where = f"{source}.toml [indicator.{key}]"
    for name, allowed in (("kind", KINDS), ("aggregation", AGGREGATIONS), ("worse", WORSE)):
        value = raw.get(name, "more" if name == "worse" else None)
        if value not in allowed:
            raise CatalogError(f"{where}: {name} is {value!r}, not one of {', '.join(allowed)}")
    known = {
        "title",
        "kind",
        "unit",
        "aggregation",
        "definition",
        "country_role",
        "partner_role",
        "categories",
        "category_label",
        "one_category",
        "overlap",
        "main_category",
        "worse",
        "grain",
        "complete_to",
        "partial_note",
        "partial_years",
        "breaks",
        "verdict",
        "looking",
        "stands",
        "step",
        "ordinal",
        "fact",
        "inexact",
        "no_world_sum",
        "not_applicable",
        "levels",
        "lasting",
        "share",
        "part_of",
        "breakdown",
        "coded",
        "apart",
        "per_head",
        "world",
        "caveats",
        "marks",
        "headline",
        "beside",
        "scale",
        "domain",
        "says_unit",
        "says_role",
        "unit_one",
        "reads",
        "of_country",
        "received",
        "unnamed",
        "between",
        "mutual",
        "brought",
        "tlp",
        "persons",
    }
    if unknown := set(raw) - known:
        raise CatalogError(f"{where}: unknown {', '.join(sorted(unknown))}")
    scale = raw.get("scale")
    own_ = source == OWN.stem
    say = str if own_ else translated  # a reader's own words stay as they are
    brought = raw.get("brought")
    return Indicator(
        id=f"{source}.{key}",
        source=source,
        domain=domain if own_ else raw.get("domain", domain),
        title=words.BROUGHT_TITLE(title=raw["title"]) if own_ else say(raw["title"]),
        kind=raw["kind"],
        unit=say(raw["unit"]),
        aggregation=raw["aggregation"],
        definition=(
            words.BROUGHT[raw["kind"]](file=brought["file"], on=brought["on"])
            if brought
            else say(raw["definition"])
        ),
        country_role=raw.get("country_role", "country"),
        partner_role=raw.get("partner_role", ""),
        categories=_categories(raw.get("categories", {}), say, where),
        category_label=(
            say(raw["category_label"]) if "category_label" in raw else words.CATEGORY()
        ),
        one_category=raw.get("one_category", False),
        overlap=raw.get("overlap", False),
        main_category=raw.get("main_category", ""),
        worse=raw.get("worse", "more"),
        grain=raw.get("grain", "year"),
        complete_to=raw.get("complete_to"),
        partial_note=say(raw.get("partial_note", "")),
        partial_years=MappingProxyType(
            {int(year): say(each) for year, each in raw.get("partial_years", {}).items()}
        ),
        breaks=tuple(raw.get("breaks", ())),
        verdict=raw.get("verdict", False),
        looking=raw.get("looking", False),
        stands=tuple(raw.get("stands", ())),
        step=raw.get("step"),
        ordinal=raw.get("ordinal", False),
        fact=raw.get("fact", False),
        inexact=raw.get("inexact", False),
        no_world_sum=raw.get("no_world_sum", False),
        not_applicable=tuple(raw.get("not_applicable", ())),
        per_head=raw.get("per_head", 0),
        lasting=raw.get("lasting", False),
        share=raw.get("share", False),
        part_of=f"{source}.{raw['part_of']}" if "part_of" in raw else "",
        breakdown=raw.get("breakdown", False),
        coded=MappingProxyType({code: say(each) for code, each in raw.get("coded", {}).items()}),
        apart=MappingProxyType(
            {code: (years[0], years[1]) for code, years in raw.get("apart", {}).items()}
        ),
        levels=MappingProxyType(
            {float(level): say(name) for level, name in raw.get("levels", {}).items()}
        ),
        world=raw.get("world", False),
        caveats=tuple(say(each) for each in raw.get("caveats", ())) + shared,
        marks=tuple(
            Mark(m["on"], say(m["label"]), m.get("kind", "break")) for m in raw.get("marks", ())
        ),
        headline=raw.get("headline", False),
        beside=raw.get("beside", ""),
        scale=(scale[0], scale[1]) if scale else None,
        says_unit=raw.get("says_unit", False),
        says_role=raw.get("says_role", False),
        units=Plural(raw.get("unit_one", raw["unit"]), raw["unit"]),
        reads=Sentence(raw["reads"]) if "reads" in raw else words.QUANTITY,
        of_country=Sentence(raw.get("of_country", "")),
        received=Sentence(raw.get("received", "")),
        unnamed=Sentence(raw.get("unnamed", "")),
        between=Sentence(raw.get("between", "")),
        mutual=raw.get("mutual", False),
        tlp=_mark(raw, where, mark),
        persons=raw.get("persons", False),
        brought=Brought(*(date.fromisoformat(brought[each]) for each in ("on", "first", "last")))
        if brought and "first" in brought
        else None,
        owner=(brought or {}).get("by", ""),
        shared=(brought or {}).get("shared", False),
    )


def _mark(raw: Mapping[str, Any], where: str, usual: Tlp) -> Tlp:
    try:
        return Tlp.spelt(raw["tlp"]) if "tlp" in raw else usual
    except ValueError:
        known = ", ".join(mark.word for mark in Tlp)
        raise CatalogError(f"{where}: tlp is {raw['tlp']!r}, not one of {known}") from None


def _categories(
    raw: Mapping[str, str] | str, say: Callable[[str], str], where: str
) -> Mapping[str, str]:
    """The categories a description gives by their ids, or by the name of those several share."""
    if isinstance(raw, str):
        if raw not in CATEGORIES:
            raise CatalogError(f"{where}: categories {raw!r} are none of {', '.join(CATEGORIES)}")
        return MappingProxyType(dict(CATEGORIES[raw]))
    return MappingProxyType({key: say(name) for key, name in raw.items()})


def _source(path: Path) -> Source:
    with path.open("rb") as file:
        raw = tomllib.load(file)
    say = translated if path == OWN else str  # what a publisher says of itself stays as it is
    name = path.stem
    domain = raw["domain"]
    if domain not in DOMAINS:
        raise CatalogError(f"{path.name}: domain is {domain!r}, not one of {', '.join(DOMAINS)}")
    standing = raw.get("standing", "unknown")
    if standing not in STANDINGS:
        raise CatalogError(
            f"{path.name}: standing is {standing!r}, not one of {', '.join(STANDINGS)}"
        )
    caveats = tuple(translated(each) for each in raw.get("caveats", ()))
    mark = _mark(raw, path.name, Tlp.CLEAR)
    period = raw["period"]
    return Source(
        name=name,
        domain=domain,
        title=say(raw["title"]),
        publisher=say(raw["publisher"]),
        url=raw.get("url", ""),
        edition=raw["edition"],
        licence=Licence(**raw["licence"] | {"name": say(raw["licence"]["name"])}),
        as_of=period.get("as_of", period["to"]),
        first=period["from"],
        last=period["to"],
        next_update=period.get("next"),
        standing=standing,
        bias=translated(raw.get("bias", "")),
        caveats=caveats,
        citation=say(raw["citation"]),
        expect=MappingProxyType(dict(raw.get("expect", {}))),
        dirty=MappingProxyType(dict(raw.get("dirty", {}))),
        files=tuple(raw.get("files", ())),
        companions=tuple(raw.get("companions", ())),
        fetch=raw.get("fetch", ""),
        optional=raw.get("optional", False),
        tlp=mark,
        indicators=described(
            name,
            domain,
            {
                key: {
                    "persons": raw.get("persons", False),
                    "not_applicable": raw.get("not_applicable", ()),
                    **each,
                }
                for key, each in raw.get("indicator", {}).items()
            },
            caveats,
            mark,
        ),
    )


def described(
    source: str,
    domain: str,
    raw: Mapping[str, dict[str, Any]],
    caveats: tuple[str, ...] = (),
    mark: Tlp = USUAL,
) -> Mapping[str, Indicator]:
    """The indicators of one source by their id, from what its description says of each; `mark` is
    that of those it gives none.
    """
    return MappingProxyType(
        {
            f"{source}.{key}": _indicator(source, domain, key, value, caveats, mark)
            for key, value in raw.items()
        }
    )


@cache
def _shipped(_language: str) -> Mapping[str, Source]:
    return MappingProxyType({path.stem: _source(path) for path in sorted(FOLDER.glob("*.toml"))})


def own() -> Source:
    """What is true of every reader's own table; a source of the catalogue once the store in use
    holds one.
    """
    return _own(languages.current())


@cache
def _own(_language: str) -> Source:
    return _source(OWN)


@lru_cache(maxsize=16)
def _all(
    root: str, changed: int, language: str
) -> tuple[Mapping[str, Source], Mapping[str, Indicator]]:
    """Sources and indicators as the store in `root` has them; `changed` is when its folder was last
    written to.
    """
    found = dict(_shipped(language))
    for pointer in manifests.choose(Path(root)).found.values() if changed else ():
        try:
            if pointer.get("source") == OWN.stem:
                found[OWN.stem] = in_edition(own(), pointer)
            elif pointer.get("source") in found:
                found[pointer["source"]] = in_edition(found[pointer["source"]], pointer)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue  # opening the store names the file and says what is wrong with it
    return MappingProxyType(found), MappingProxyType(
        {key: value for source in found.values() for key, value in source.indicators.items()}
    )


def in_edition(source: Source, pointer: Mapping[str, Any]) -> Source:
    """The source as a version in a store has it: its edition and dates, and for `own` the reader's
    tables.
    """
    if "described" in pointer:
        tables = described(
            source.name, source.domain, pointer["described"], source.caveats, source.tlp
        )
        return replace(
            source,
            edition=pointer["edition"],
            as_of=date.fromisoformat(pointer["as_of"]),
            indicators=tables,
            first=date.fromisoformat(pointer["first"]),
            last=date.fromisoformat(pointer["last"]),
        )
    as_of = date.fromisoformat(pointer["as_of"])
    if as_of <= source.as_of:
        return source
    return replace(
        source,
        edition=pointer["edition"],
        as_of=as_of,
        last=max(source.last, as_of),
        next_update=(
            None if source.next_update and as_of >= source.next_update else source.next_update
        ),
        citation=source.citation.replace(source.edition, pointer["edition"]),
        indicators=MappingProxyType(
            {key: _later(each, source.as_of, as_of) for key, each in source.indicators.items()}
        ),
    )


def _later(indicator: Indicator, was: date, now: date) -> Indicator:
    """An indicator that was complete to the year before its publication, as published later."""
    if indicator.complete_to != was.year - 1:
        return indicator
    return replace(
        indicator,
        complete_to=now.year - 1,
        partial_note=words.ENDS_ON(year=str(now.year), day=now),
    )


_held: ContextVar[list[tuple[str, int]] | None] = ContextVar("catalogue", default=None)


@contextmanager
def held() -> Iterator[None]:
    """The catalogue as it is now, for all that is asked within the block until it is `changed`."""
    token = _held.set([_in_use()])
    try:
        yield
    finally:
        _held.reset(token)


def changed() -> None:
    """What was brought or taken away just now is in the catalogue, also where it is held."""
    if at := _held.get():
        at[:] = [_in_use()]


def _in_use() -> tuple[str, int]:
    """The folder of the store in use and when it was last written to; nothing where the bundled
    figures are.
    """
    root = settings.figures()
    try:
        return (str(root), root.stat().st_mtime_ns) if root else ("", 0)
    except OSError:
        return "", 0


def _now() -> tuple[str, int]:
    """As `_in_use`, or as it is held."""
    at = _held.get()
    return at[0] if at else _in_use()


def up_to(source: Source, ceiling: Tlp, hidden: frozenset[str] = frozenset()) -> Source | None:
    """The source with its indicators marked up to the ceiling that are not hidden; None where none
    is.
    """
    kept = {
        key: each
        for key, each in source.indicators.items()
        if each.tlp <= ceiling and key not in hidden
    }
    if len(kept) == len(source.indicators):
        return source if kept or source.tlp <= ceiling else None
    if not kept:
        return None
    if source.name != OWN.stem:
        return replace(source, indicators=MappingProxyType(kept))
    with languages.spoken(languages.ENGLISH):  # as a store says it, whoever brings a table
        edition = ingest.TABLES(len(kept))
    source = replace(source, indicators=MappingProxyType(kept), edition=edition)
    brought = [each.brought for each in kept.values() if each.brought]
    if len(brought) < len(kept):
        return source
    return replace(
        source,
        as_of=max(each.on for each in brought),
        first=min(each.first for each in brought),
        last=max(each.last for each in brought),
    )


def visible(table: Indicator, who: Reader) -> bool:
    """Whether this reader may know of an own table: their own, one that is shared, and for whoever
    keeps the server each. What nobody owns was for everybody when it was brought.
    """
    mine = bool(table.owner) and table.owner == who.subject
    return mine or not table.owner or table.shared or who.may(Right.OPERATE)


def _hidden(at: tuple[str, int] | None = None) -> frozenset[str]:
    """Ids of the tables that who reads may not know of, in the store in use."""
    own_tables = _all(*(at or _now()), languages.current())[0].get(OWN.stem)
    if own_tables is None:
        return frozenset()
    who = reader.current()
    return frozenset(key for key, each in own_tables.indicators.items() if not visible(each, who))


@lru_cache(maxsize=64)
def _seen(
    root: str, changed: int, language: str, ceiling: Tlp, hidden: frozenset[str]
) -> tuple[Mapping[str, Source], Mapping[str, Indicator]]:
    """As `_all`, up to the ceiling and without a trace of what is hidden."""
    whole, every = _all(root, changed, language)
    found = {
        name: seen
        for name, source in whole.items()
        if (seen := up_to(source, ceiling, hidden)) is not None
    }
    if all(found.get(name) is source for name, source in whole.items()):
        return whole, every
    return MappingProxyType(found), MappingProxyType(
        {key: value for source in found.values() for key, value in source.indicators.items()}
    )


def everything() -> Mapping[str, Source]:
    """Every source by its name, whatever its mark and whoever's: for what brings and opens
    versions, never for what shows them.
    """
    return _all(*_in_use(), languages.current())[0]


def sources() -> Mapping[str, Source]:
    """Every source the reader may know of by its name, in the edition the store in use has."""
    return _known()[0]


def indicators() -> Mapping[str, Indicator]:
    """Every indicator the reader may know of by its id, `source.indicator`."""
    return _known()[1]


def _known() -> tuple[Mapping[str, Source], Mapping[str, Indicator]]:
    at = _now()
    return _seen(*at, languages.current(), reader.current().ceiling, _hidden(at))


caching.depends(_hidden)


def source_of(indicator: Indicator) -> Source:
    """The source an indicator belongs to."""
    return sources()[indicator.source]


def of_domain(domain: str) -> tuple[Indicator, ...]:
    """A domain's indicators, the headline first."""
    found = [each for each in indicators().values() if each.domain == domain]
    return tuple(sorted(found, key=lambda each: not each.headline))
