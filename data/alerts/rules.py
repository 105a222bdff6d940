"""A rule: what its owner wants to be told of, the view it is about, and how it reads."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from urllib.parse import parse_qs, urlencode, urlsplit

import languages
from briefing import cards, views
from briefing.cards import Card
from briefing.views import View
from data import catalog, query
from data.analysis import saying
from data.catalog import Indicator
from data.geography import countries
from languages import listed
from languages.english import alerts as words

CHANGES, CROSSES, OVERDUE, LIST = "changes", "crosses", "overdue", "list"
KINDS = (CHANGES, CROSSES, LIST, OVERDUE)
ABOVE, BELOW = "above", "below"
SIDES = (ABOVE, BELOW)
LONGEST = 4000  # characters of a text in a rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`address` opens the view. `number` is one of the view's numbers by its key, empty for all of
    them; `limit` is in the indicator's unit; `source` is that whose update is awaited; `to` names
    an entry by which it is delivered, empty for none; `language` is what its owner is told in.
    """

    id: str = field(default_factory=views.new)
    kind: str
    address: str
    number: str = ""
    side: str = ""
    limit: float | None = None
    source: str = ""
    to: str = ""
    language: str = languages.ENGLISH
    made: str = ""

    def document(self) -> dict[str, object]:
        """The rule as plain JSON; it holds no figure but its limit."""
        return asdict(self)


def read(raw: object) -> Rule:
    """A rule out of its document; ValueError where it is none."""
    if not isinstance(raw, Mapping):
        raise ValueError("rule")
    said = {each.name: raw[each.name] for each in fields(Rule) if each.name in raw}
    limit = said.pop("limit", None)
    for name, text in said.items():
        if not isinstance(text, str) or len(text) > LONGEST:
            raise ValueError(name)
    if isinstance(limit, bool) or not isinstance(limit, int | float | None):
        raise ValueError("limit")
    found = Rule(**said, limit=None if limit is None else float(limit))
    crosses = found.side in SIDES and found.limit is not None and math.isfinite(found.limit)
    if found.kind not in KINDS or (found.kind == CROSSES and not crosses) or not found.id.isalnum():
        raise ValueError("kind")
    return found


def pinned(address: str) -> str:
    """The address as a rule keeps it: that of a page about one indicator names it."""
    cleaned = views.clean(address)
    about = views.asked(cleaned).about
    said = parse_qs(urlsplit(cleaned).query)
    if about is None or said.get("indicator"):
        return cleaned
    more = urlencode([("indicator", about.id), *((k, v) for k in said for v in said[k])])
    return f"{urlsplit(cleaned).path}?{more}"


def hidden(rule: Rule) -> bool:
    """Whether who reads may not know of what the rule is about."""
    if rule.kind == OVERDUE:
        return rule.source not in catalog.sources()
    named = parse_qs(urlsplit(rule.address).query).get("indicator", ())
    return any(each not in catalog.indicators() for each in named)


def about(rule: Rule) -> Indicator | None:
    """The indicator of a view of one; None of others."""
    return views.asked(rule.address).about


def numbers(address: str) -> dict[str, Card]:
    """The numbers of a view by their keys, of the figures in force."""
    found = cards.cards(View(id="view", address=address))
    return {" ".join(each.key[1:]): each for each in found}


def lists() -> list[Indicator]:
    """The lists that who reads may know of."""
    return [each for each in catalog.indicators().values() if each.kind == "listing"]


def title(address: str) -> str:
    """What a view is, in words, without its figures; its period only where it is always that."""
    wanted = views.asked(address)
    filters = wanted.filters
    if wanted.page == views.BILATERAL:
        pair = [*filters.countries, *([filters.partner] if filters.partner else [])]
        return words.PAIR(countries=listed([countries.name(each) for each in pair]))
    named = listed(query.settle(filters).named if filters.indicator else filters.named)
    if wanted.about is None:
        page = words.COUNTRY if wanted.page == views.COUNTRY else words.OVERVIEW
        return words.OF(what=page(), places=named) if named else page()
    head = saying.title(filters, wanted.about)
    said = words.OF(what=head, places=named) if named else head
    if "period" not in parse_qs(urlsplit(address).query):
        return said
    return words.ALWAYS(what=said, period=query.period_words(filters.start, filters.end))


def sentence(rule: Rule) -> str:
    """What its owner wants to be told of."""
    if rule.kind == OVERDUE:
        return words.WHEN_OVERDUE(source=catalog.sources()[rule.source].title)
    what = _what(rule)
    if rule.kind == LIST:
        return words.WHEN_LIST(what=what)
    if rule.kind == CROSSES:
        said = words.WHEN_ABOVE if rule.side == ABOVE else words.WHEN_BELOW
        return said(what=what, limit=languages.number(rule.limit))
    return words.WHEN_CHANGES(what=what) if rule.number else words.WHEN_VIEW_CHANGES(what=what)


def _what(rule: Rule) -> str:
    said = title(rule.address)
    if not rule.number or about(rule) is not None:
        return said
    card = numbers(rule.address).get(rule.number)
    return words.IN_VIEW(view=said, number=card.title) if card else said
