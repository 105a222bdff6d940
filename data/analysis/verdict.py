"""Whether it is worse or better with one country than the period before, by one rule for all.

Each domain names in its descriptions the few indicators that speak for it. What follows how hard
somebody looked is never worse or better; a score changes by at least one step of its scale and
within one method; a list, a tier and a war are words and no amounts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from data import query, store
from data.analysis import changes, lists, standing
from data.caching import remembered
from data.catalog import Indicator, indicators
from data.query import Filters, Question
from languages.english import analysis as sentences
from languages.english import verdict as words

KINDS = ("worse", "better", "little", "apart")
OLD = 5  # whole years since the end of its period, from which on a figure compares with nothing


@dataclass(frozen=True, slots=True)
class Entry:
    """What one indicator says: one of KINDS, the question it answers, its two numbers where it has
    them, and the same in words. `why` says the reason where it is apart: `looking`, `old`, `coded`
    or a key of WHY in `languages.english.verdict`.
    """

    kind: str
    about: Indicator
    asked: Filters
    said: str
    now: float | None = None
    before: float | None = None
    against: str = ""
    why: str = ""

    @property
    def title(self) -> str:
        """What the figure is."""
        return self.about.title


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that the speaking indicators say of one country."""

    country: str
    entries: tuple[Entry, ...]

    def of(self, kind: str) -> tuple[Entry, ...]:
        """The entries of one of KINDS."""
        return tuple(each for each in self.entries if each.kind == kind)

    def counted(self, kind: str) -> str:
        """How many of how many: of all that speak of the country, so that the four add up."""
        return words.OF(n=len(self.of(kind)), of=len(self.entries))


def of_country(iso3: str) -> Verdict:
    """The verdict about one country; an indicator that cannot concern it is left out."""
    return _verdict(store.current(), iso3)


@remembered(512)
def _verdict(opened: store.Store, code: str) -> Verdict:
    found = (_judged(about, code) for about in speaking())
    return Verdict(code, tuple(each for each in found if each))


def speaking() -> list[Indicator]:
    """The indicators that speak for their domain and have figures by country."""
    return [
        about
        for about in indicators().values()
        if about.verdict and len(query.by_country(changes.usual(about)))
    ]


def _judged(about: Indicator, code: str) -> Entry | None:
    if code in about.not_applicable:
        return None
    asked = query.settle(changes.usual(about, (code,)))
    if code in about.coded:
        return Entry("apart", about, asked.explicit(), about.coded[code], why="coded")
    if about.kind == "listing":
        return _on_list(asked)
    now = query.total(asked).value
    if now is None:
        return _unknown(asked)
    if (years := standing.age(asked)) >= OLD:
        said = words.OLD(now=about.amount(now), when=query.when(asked), n=years)
        return Entry("apart", about, asked.explicit(), said, now, why="old")
    if about.looking:
        return _looked_for(asked, now)
    if about.ordinal:
        return _level(asked, now)
    return _amount(asked, now)


def _unknown(asked: Question) -> Entry:
    """Why there is no figure: a range alone, one of years ago, or none that was collected."""
    about, change = asked.about, query.compare(asked)
    if query.total(asked).masked:
        said = sentences.MASKED_ONLY(period=query.when(asked))
    elif change.previous is None or change.previous.value is None:
        said = sentences.NOT_COLLECTED()
    else:
        amount = about.amount(change.previous.value)
        said = words.NO_FIGURE_SINCE(held=change.held, amount=amount)
    return Entry("apart", about, asked.explicit(), said, why="nothing")


def _looked_for(asked: Question, now: float) -> Entry:
    """What depends on looking stands apart: more or fewer found, and how many countries report."""
    about, change = asked.about, query.compare(asked)
    before, against = change.before.value if change.before else None, change.against or ""
    said = {"now": about.amount(now), "when": query.when(asked)}
    if before is None:
        text = words.FOUND(**said)
    elif now == before:
        text = words.AS_MANY_FOUND(**said, against=against)
    else:
        if change.little or changes.weight(change) < changes.MATERIAL:
            template = words.ABOUT_AS_MANY_FOUND
        else:
            template = words.MORE_FOUND if now > before else words.FEWER_FOUND
        text = template(**said, before=about.amount(before), against=against)
    if about.kind == "observation":
        report = len(query.by_country(replace(asked, countries=())).dropna(subset="value"))
        text = words.REPORTERS(report, said=text)
    return Entry("apart", about, asked.explicit(), text, now, before, against, "looking")


def _level(asked: Question, now: float) -> Entry:
    """A level of an order against that of the year just before, where that was covered whole."""
    about = asked.about
    year = asked.end.year if asked.end else 0
    held = {row[0]: row[1] for row in query.history(asked.during(None, None))}
    before = held.get(str(year - 1))
    if before is None or before != before or year - 1 in about.partial_years:
        return _apart(asked, now, "gap")
    against = str(year - 1)
    kind = _way(about, now - before)
    template = words.STAYS if kind == "little" else words.LEVEL_FROM_TO
    said = template(
        now=about.amount(now),
        before=about.amount(before),
        when=query.when(asked),
        against=against,
    )
    return Entry(kind, about, asked.explicit(), said, now, before, against)


def _amount(asked: Question, now: float) -> Entry:
    """A score against its step; a count or a rate of what happened against a tenth, low numbers
    being little change, but never for wars.
    """
    about, change = asked.about, query.compare(asked)
    if change.before is None or change.before.value is None or change.against is None:
        return _apart(asked, now, change.why)
    before, against = change.before.value, change.against
    moved = round(now - before, 6)
    if about.kind == "score":
        material = abs(moved) >= (about.step or 0)
    elif about.lasting:
        material = abs(moved) >= changes.MATERIAL * before
    else:
        material = not change.little and abs(moved) >= changes.MATERIAL * max(before, 1)
    kind = _way(about, moved if material else 0)
    template = words.FROM_TO if moved else words.STAYS
    said = template(
        now=about.amount(now), before=about.amount(before), when=query.when(asked), against=against
    )
    return Entry(kind, about, asked.explicit(), said, now, before, against)


def _apart(asked: Question, now: float, why: str) -> Entry:
    about = asked.about
    said = words.APART_NOW(now=about.amount(now), when=query.when(asked), why=words.WHY[why])
    return Entry("apart", about, asked.explicit(), said, now, why=why)


def _on_list(asked: Question) -> Entry:
    """Who entered, left or moved on a list in the year up to its day."""
    about, code = asked.about, asked.countries[0]
    found = lists.moves(asked)
    now = query.total(asked).value
    if found is None or found.unsure or standing.age(asked) >= OLD:
        why = "old" if standing.age(asked) >= OLD else "range" if found else "uncovered"
        reason = words.WHY["uncovered" if why == "old" else why]
        said = words.APART_NOW(now=lists.of_country(asked), when=query.when(asked), why=reason)
        return Entry("apart", about, asked.explicit(), said, now, why=why)
    if not standing.one_each(asked):
        kind = _way(about, found.entered - found.gone)
        said = (
            words.ENTRIES_SAME(int(now or 0), since=found.since)
            if found.nothing
            else words.ENTRIES(
                int(now or 0), entered=found.entered, gone=found.gone, since=found.since
            )
        )
    elif code in found.came:
        kind = _way(about, 1)
        said = words.ADDED(since=found.since, standing=lists.of_country(asked))
    elif code in found.left:
        kind, said = _way(about, -1), words.REMOVED(since=found.since)
    elif found.moved:
        _, was, became = found.moved[0]
        order = list(about.categories)  # a list's own, from the mildest on
        kind = _way(about, order.index(became) - order.index(was))
        said = words.MOVED(
            before=about.categories[was], now=about.categories[became], since=found.since
        )
    else:
        kind, said = "little", lists.of_country(asked)
    before = None if now is None else now - found.entered + found.gone
    return Entry(kind, about, asked.explicit(), said, now, before, found.since)


def _way(about: Indicator, moved: float) -> str:
    """Worse or better by the indicator's own direction; little where nothing moved, or it has
    none.
    """
    if not moved or about.worse == "neither":
        return "little"
    return "worse" if (moved > 0) == (about.worse == "more") else "better"
