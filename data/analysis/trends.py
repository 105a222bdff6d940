"""How the figure that speaks most for each domain went with one country, year by year."""

from __future__ import annotations

from dataclasses import dataclass

import languages
from data import catalog, query, store
from data.analysis import country, standing, strips
from data.caching import remembered
from data.catalog import Indicator
from data.query import Filters, Question, Total
from languages.english import standing as words

YEARS = 16  # at most, in a small chart
COUNTED = ("event", "notice", "listing")  # of which none recorded is zero


@dataclass(frozen=True, slots=True)
class Trend:
    """One domain for one country: its newest figure, that of the year before it where there is
    one, and a value for each year, None where none is known; `folded` are its parts in words.
    """

    domain: str
    about: Indicator
    asked: Filters
    now: Total
    before: tuple[str, float] | None
    years: tuple[tuple[int, float | None], ...]
    folded: tuple[str, ...]
    age: int

    @property
    def breaks(self) -> tuple[int, ...]:
        """The years from which on the method is another one."""
        known = [year for year, _ in self.years]
        return tuple(year for year in self.about.breaks if year in known[1:])


def of_country(code: str) -> list[Trend]:
    """A domain each, in their order; a domain without any indicator by country is left out."""
    return list(_of_country(store.current(), code))


@remembered(512)
def _of_country(opened: store.Store, code: str) -> tuple[Trend, ...]:
    found = (_trend(domain, code) for domain in catalog.DOMAINS if domain != "own")
    return tuple(each for each in found if each)


def _trend(domain: str, code: str) -> Trend | None:
    fit = [
        about
        for about in country.shown()
        if about.domain == domain
        and (about.headline or not about.part_of)
        and not (about.ordinal or about.lasting or about.fact)
        and code not in about.not_applicable
    ]
    fit.sort(key=lambda each: (not each.headline, not each.verdict, country.few_report(each)))
    first = None
    for about in fit:
        asked = query.settle(country.usual(about, (code,)))
        if about.kind == "listing" and standing.one_each(asked):
            continue  # said in words, among the lists
        asked = strips.newest(asked)
        now = query.total(asked)
        first = first or (asked, now)
        if now.value is not None:
            first = asked, now
            break
    if first is None:
        return None
    asked, now = first
    years = _years(asked)
    return Trend(
        domain,
        asked.about,
        asked,
        now,
        _before(asked),
        years,
        _folded(asked, now.value),
        standing.age(asked),
    )


def _years(asked: Question) -> tuple[tuple[int, float | None], ...]:
    """The years up to the last one shown: none recorded is zero where things are counted, a year
    without a figure None, an edition that never was left out.
    """
    about = asked.about
    last = query.usual_period(about)[1]
    end = last.year if last else query.stock_date(asked).year
    rows = query.history(asked.during(None, None))
    known = {int(row[0]): float(row[1]) for row in rows if row[1] == row[1] and int(row[0]) <= end}
    if about.kind == "score":
        return tuple(sorted(known.items())[-YEARS:])
    absent = 0.0 if about.kind in COUNTED else None
    first = query.extent(about.id)[0]
    begin = first.year if first and about.kind in COUNTED else min(known, default=end)
    return tuple(
        (year, known.get(year, absent)) for year in range(max(begin, end - YEARS + 1), end + 1)
    )


def _before(asked: Question) -> tuple[str, float] | None:
    """The figure just before, where the two compare."""
    change = query.compare(asked)
    if change.before is None or change.before.value is None or change.against is None:
        return None
    return change.against, change.before.value


def _folded(asked: Question, whole: float | None) -> tuple[str, ...]:
    """What is known by parts of the same count, a line each: `Form of exploitation: 45 known of
    60`; of what is one part of it, its own number.
    """
    if not whole:
        return ()
    found = []
    for about in country.shown():
        if about.part_of != asked.about.id:
            continue
        known = tuple(each for each in about.categories if each != "unknown")
        part = query.total(
            Filters(about.id, asked.countries, known, start=asked.start, end=asked.end)
        )
        if part.value is None:
            continue
        said = {"n": languages.amount(part.value, part.low, part.high)}
        said["of"] = languages.amount(whole)
        if not known:
            found.append(words.PART(title=about.title, **said))
        else:
            template = words.FOLDED if part.value <= whole else words.FOLDED_MORE
            found.append(template(label=about.category_label, **said))
    return tuple(found)
