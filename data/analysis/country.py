"""Everything known about one country, over all domains, and what is not known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import pandas as pd

from data import catalog, query, store
from data.analysis import changes, lists, standing
from data.caching import remembered
from data.catalog import Indicator
from data.geography import countries
from data.query import Change, Filters, period_words, when
from languages.english import analysis as sentences


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator for one country, and its place among the `of` countries with a figure, in
    words.
    """

    asked: Filters
    about: Indicator
    change: Change
    when: str
    place: str
    of: int

    @property
    def capacity(self) -> bool:
        """True where the figure says what a country sets against a threat, not how large the threat
        is.
        """
        return self.about.kind == "score" and self.about.worse == "less"

    @property
    def title(self) -> str:
        """What the figure is: the indicator, and its category where categories never add up."""
        named = [self.about.categories.get(each, each) for each in self.asked.categories]
        if not named:
            return self.about.title
        return sentences.TITLE_OF(title=self.about.title, categories=", ".join(named))


@dataclass(frozen=True, slots=True)
class Held:
    """A list the country stands on: which part of it, how many entries, since when (as exact as
    published).
    """

    about: Indicator
    category: str
    number: int
    since: str


def shown() -> list[Indicator]:
    """The indicators a profile speaks of: those with figures by country, in the order of the
    domains.
    """
    return list(_shown(store.current()))


@remembered(16)
def _shown(opened: store.Store) -> tuple[Indicator, ...]:
    order = list(catalog.DOMAINS)
    found = [each for each in catalog.indicators().values() if len(query.by_country(usual(each)))]
    return tuple(sorted(found, key=lambda each: (order.index(each.domain), not each.headline)))


def usual(about: Indicator, chosen: tuple[str, ...] = ()) -> Filters:
    """An indicator's last complete period, its categories said."""
    return query.settle(changes.usual(about, chosen)).explicit()


def lines(code: str) -> list[Line]:
    """The country's figures in the last complete period of each indicator; indicators without one
    are left out.
    """
    return list(_lines(store.current(), code))


@remembered(512)
def _lines(opened: store.Store, code: str) -> tuple[Line, ...]:
    found = []
    for about in shown():
        asked = usual(about, (code,))
        table = query.by_country(replace(asked, countries=())).dropna(subset="value")
        if code not in {*table["country"]}:
            continue
        place = standing.place(asked)
        found.append(Line(asked, about, query.compare(asked), when(asked), place, len(table)))
    return tuple(found)


def distinct(found: list[Line]) -> list[Line]:
    """One line per source, unit and role of the country: the first, which is the whole where the
    others are its parts.
    """
    kept: dict[tuple[str, str, str], Line] = {}
    for line in found:
        kept.setdefault((line.about.source, line.about.unit, line.about.country_role), line)
    return list(kept.values())


def unknown(code: str) -> list[tuple[Indicator, str]]:
    """Indicators without a figure for the country in their last period, each with the last period
    that has one.
    """
    return list(_unknown(store.current(), code))


@remembered(512)
def _unknown(opened: store.Store, code: str) -> tuple[tuple[Indicator, str], ...]:
    found = []
    known = {line.about.id for line in lines(code)}
    for about in shown():
        if about.id in known or few_report(about):
            continue
        if about.kind in ("event", "listing", "notice"):
            continue
        if code in about.coded:
            found.append((about, about.coded[code]))
            continue
        if code in about.not_applicable:
            found.append((about, sentences.NOT_APPLICABLE()))
            continue
        asked = usual(about, (code,))
        if code in {*query.by_country(replace(asked, countries=()))["country"]}:
            found.append((about, sentences.MASKED_ONLY(period=when(asked))))
            continue
        earlier = query.by_period(asked.during(None, None))
        earlier = earlier[earlier["value"].notna()]
        found.append(
            (
                about,
                sentences.LAST_KNOWN(period=earlier["period"].iloc[-1])
                if len(earlier)
                else sentences.NOT_COLLECTED(),
            )
        )
    return tuple(found)


def few_report(about: Indicator) -> bool:
    """Whether a figure is known of few countries, or of the world as a whole: then a country
    without one lacks nothing.
    """
    return about.no_world_sum or about.world


def none_recorded(code: str) -> list[Indicator]:
    """Events and lists in which the country does not stand in their last period."""
    return [
        about
        for about in shown()
        if about.kind in ("event", "listing", "notice")
        and code not in set(query.by_country(usual(about))["country"])
    ]


def listings(code: str) -> list[Held]:
    """The lists the country (or what flies its flag) stands on now."""
    found = []
    for about in shown():
        if about.kind != "listing":
            continue
        parts: dict[str, list[lists.Member]] = {}
        for each in lists.members(Filters(about.id, countries=(code,))):
            if each.sure:
                parts.setdefault("" if about.overlap else each.category, []).append(each)
        for category, part in parts.items():
            since = lists.earliest(part).since or sentences.SINCE_NOT_KNOWN()
            number = len({each.record for each in part})
            found.append(Held(about, about.categories.get(category, ""), number, since))
    return found


def mutual(about: Indicator) -> bool:
    """True where the two stand in one record alike, with no direction: a flag and another flag."""
    return about.mutual


def partners(code: str, most: int = 5) -> list[tuple[Indicator, str, pd.DataFrame]]:
    """For each indicator with two roles the largest other countries: columns partner, value, low,
    high, masked.
    """
    found = []
    for asked, table in others(code, most):
        about = query.indicator(asked)
        here = asked.role == about.country_role
        other = about.partner_role if here else about.country_role
        said = sentences.PARTNERS(
            title=about.title,
            country=countries.name(code),
            role=catalog.role_words(asked.role),
            partners=catalog.role_words(other),
            period=period_words(asked.start, asked.end),
        )
        found.append((about, said, table))
    return found


def others(code: str, most: int = 5) -> list[tuple[Filters, pd.DataFrame]]:
    """The questions that `partners` answers, each with the role of the country in it."""
    found = []
    for about in shown():
        if not about.partner_role or about.one_category or about.of_pairs:
            continue
        start, end = query.usual_period(about)
        for role in about.roles[:1] if mutual(about) else about.roles:
            asked = Filters(about.id, countries=(code,), start=start, end=end, role=role)
            table = query.by_partner(asked)
            table = (
                table[table["partner"] != code]
                .sort_values(["value", "high"], ascending=False)
                .head(most)
            )
            if len(table):
                found.append((asked, table.reset_index(drop=True)))
    return found


@remembered(4)
def _known(opened: store.Store) -> Counter[str]:
    """How many indicators have a figure of each country."""
    tables = (query.by_country(usual(about)).dropna(subset="value") for about in shown())
    return Counter(str(code) for table in tables for code in table["country"])


def subregion(code: str) -> list[str]:
    """The other countries of the same subregion of the United Nations' M49, those with most figures
    first.
    """
    table = countries.table().set_index("iso3")
    if code not in table.index or not table.at[code, "subregion"]:
        return []
    known = _known(store.current())
    near = [
        other
        for other in table.index[table["subregion"] == table.at[code, "subregion"]]
        if other != code
    ]
    return sorted(near, key=lambda other: -known[other])
