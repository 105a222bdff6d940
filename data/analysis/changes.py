"""From which share on a change is material (MATERIAL), and what changed, as plain sentences.

The rules are fixed; every number in a sentence is an answer of `data.query`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

import languages
from data import query
from data.analysis import lists, saying, wholes
from data.caching import remembered
from data.catalog import Indicator
from data.geography import countries, groups
from data.query import Change, Filters, Question, period_words
from languages import paragraph
from languages.english import analysis as words

MATERIAL = 0.10  # of the earlier value, in sentences, over the cards and in the map of change
WITHIN = round(100 * MATERIAL, 6)  # per cent, as it is said


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, the view that shows it, and how much it matters (the share of the earlier value
    that moved).
    """

    text: str
    asked: Filters
    weight: float
    same: bool = False  # counts only the countries with a figure in both periods


@dataclass(frozen=True, slots=True)
class Reporters:
    """How many countries have a figure now, had one in the period before, and have both; where
    these are of several years (`each_year`) a figure in each of them.
    """

    now: int
    before: int
    both: int
    each_year: bool = False

    @property
    def differ(self) -> bool:
        """Whether not the same countries are behind the two figures."""
        return not self.now == self.before == self.both


def reporters(asked: Filters) -> Reporters | None:
    """The countries behind a sum and behind the one it is compared with, of a sum of several years
    those with a figure in each; None where countries do not report, or nothing compares.
    """
    settled = query.settle(asked)
    if settled.about.aggregation != "sum" or settled.about.kind != "observation":
        return None
    earlier, _ = query.period_before(settled)
    if earlier is None:
        return None
    now, before = {*query.covered(settled)}, {*query.covered(earlier)}
    years = settled.end.year - settled.start.year if settled.start and settled.end else 0
    return Reporters(len(now), len(before), len(now & before), years > 0)


def comparable(asked: Filters) -> tuple[str, ...]:
    """The countries, of those asked for, with an exact figure in every year both now and in the
    period before; empty where nothing of the kind compares, or few report.

    Only for published sums: where records are counted, a country without one has none.
    """
    settled = query.settle(asked)
    about = settled.about
    if about.aggregation != "sum" or about.kind != "observation":
        return ()
    if about.no_world_sum and not asked.countries:
        return ()
    earlier, _ = query.period_before(replace(settled, countries=()))
    if earlier is None:
        return ()
    both = query.in_both(settled, earlier)
    return tuple(sorted(both & {*asked.countries} if asked.countries else both))


def narrowed(asked: Filters) -> tuple[str, ...]:
    """The countries that compare with the period before, where they are not all behind both
    figures already: empty where to count these alone changes nothing.
    """
    return _narrowed(query.settle(asked))


@remembered(1024, words=False)
def _narrowed(asked: Question) -> tuple[str, ...]:
    both = comparable(asked)
    earlier, _ = query.period_before(replace(asked, countries=()))
    if not both or earlier is None:
        return ()
    of_these = asked, replace(earlier, countries=asked.countries)
    behind = [query.by_country(each).dropna(subset="value") for each in of_these]
    chosen = {*asked.countries} or {code for table in behind for code in table["country"]}
    return both if any(chosen & {*table["country"]} != {*both} for table in behind) else ()


def compares(asked: Filters) -> bool:
    """Whether to count the same countries alone changes a figure of those asked for or of all."""
    return any(narrowed(each) for each in (asked, replace(asked, countries=())))


def alike(asked: Filters) -> Filters:
    """The same question among the countries that compare with the period before; as it is where
    none do, or all.
    """
    return replace(asked, countries=narrowed(asked) or asked.countries)


def whole(asked: Filters, same: bool = False) -> Sentence | None:
    """The indicator as a whole compared with the named period, a list by who came and left; None
    where there is nothing to compare.

    With `same` only the countries that have a figure in both periods count, where that can be told
    and is not so already.
    """
    about = query.indicator(asked)
    if about.kind == "listing":
        return _list(asked)
    among = narrowed(asked) if same else ()
    counted = replace(asked, countries=among) if among else asked
    change = query.compare(counted)
    if change.difference is None or change.before is None or change.now.value is None:
        return None
    said: dict[str, Any] = {
        "subject": subject(asked, about, among),
        "when": query.when(asked),
        "value": saying.value(about, change.now.value),
        "against": change.against,
    }
    before = languages.amount(change.before.value)
    if not change.now.value and not change.before.value:
        return None
    if about.kind == "score":
        return _score(asked, about, change, said)
    if about.lasting and asked.countries:
        return None  # said in words, by the country's own line
    if about.in_steps:
        text = words.SCORE(**said, before=before)
        return Sentence(text, asked, abs(change.difference) / max(change.before.value or 0, 1))
    share = weight(change)
    beside = paragraph(
        "" if asked.countries or among else _reporters(asked, about),
        apart(counted, about),
        *(about.coded[code] for code in asked.countries if code in about.coded),
        words.NOTE(note=more) if (more := wholes.exceeded(counted)) else "",
    )
    if not change.difference:
        return Sentence(paragraph(words.NO_CHANGE(**said), beside), asked, 0, bool(among))
    if change.little:
        text = words.LITTLE(**said, before=before)
        return Sentence(paragraph(text, beside), asked, 0, bool(among))
    if share < MATERIAL:
        difference = languages.difference(change.difference)
        text = words.WITHIN(**said, share=WITHIN, difference=difference)
        return Sentence(paragraph(text, beside), asked, share, bool(among))
    return Sentence(paragraph(_moved(change, said), beside), asked, share, bool(among))


def weight(change: Change) -> float:
    """Which share of the earlier value moved; of a count from less than one, of one."""
    before = (change.before.value if change.before else None) or 0.0
    moved = abs(change.difference or 0.0)
    least = before or moved or 1.0
    return moved / (max(before, 1.0) if change.counts else least)


def _score(
    asked: Filters, about: Indicator, change: Change, said: Mapping[str, Any]
) -> Sentence | None:
    """A score that moved by at least one step of its scale; None below that."""
    difference = change.difference or 0
    if change.before is None or abs(difference) < (about.step or 0) or not difference:
        return None
    rose = difference > 0
    worse = rose if about.worse == "more" else not rose
    template = (
        words.SCORE
        if about.worse == "neither"
        else words.WORSE_SCORE
        if worse
        else words.BETTER_SCORE
    )
    text = template(**said, before=languages.amount(change.before.value))
    return Sentence(text, asked, abs(difference) / max(change.before.value or 0, 1))


def _list(asked: Filters) -> Sentence | None:
    """Who came on a list and who left it; None where it cannot be compared, or nobody did in the
    countries asked for.
    """
    found = lists.moves(asked)
    if found is None or (found.nothing and asked.countries):
        return None
    value = query.total(asked).value or 0
    share = (found.entered + found.gone + len(found.moved)) / max(value, 1)
    of = subject(asked, query.indicator(asked), ())
    return Sentence(lists.sentence(asked, of, query.when(asked), value), asked, share)


def subject(asked: Filters, about: Indicator, among: tuple[str, ...]) -> str:
    """What a sentence speaks of: the indicator, and of which countries."""
    if among and not asked.countries:
        template = words.SUBJECT_ALIKE if about.breakdown else words.SUBJECT_AMONG
        return template(len(among), title=about.title)
    settled = query.settle(asked)
    kinds = [about.categories.get(each, each) for each in settled.in_force]
    title = words.TITLE_OF(title=about.title, categories=", ".join(kinds)) if kinds else about.title
    if not asked.countries:
        return title
    one = len(asked.countries) == 1 and not kinds
    if one and (named := about.titled(countries.in_sentence(asked.countries[0]))):
        return named
    if settled.groups:
        return words.SUBJECT_OF(title=title, countries=languages.listed(called(settled)))
    names = [*map(countries.in_sentence, asked.countries)]
    return words.SUBJECT_IN(title=title, countries=languages.listed(names))


def called(asked: Question) -> list[str]:
    """The groups asked for by their short names, and the countries that are in none of them."""
    known = [groups.groups()[each] for each in asked.groups]
    inside = {code for each in known for code in each.members(asked.end)}
    alone = [countries.in_sentence(code) for code in asked.countries if code not in inside]
    return [*(each.short for each in known), *alone]


def apart(asked: Filters, about: Indicator) -> str:
    """What a sum is without a country that reports for these years alone, and of that country
    alone that it does; empty where there is none in it.
    """
    if asked.start is None or asked.end is None:
        return ""
    reports = {
        code: years
        for code, years in about.apart.items()
        if (not asked.countries or code in asked.countries)
        and asked.start.year <= years[1]
        and asked.end.year >= years[0]
    }
    if len(asked.countries) == 1 or (about.rate and reports):
        return paragraph(*(_alone(code, *years) for code, years in reports.items()))
    if not reports:
        return ""
    found = []
    figures = query.by_country(asked).set_index("country")["value"]
    for code, (first, last) in reports.items():
        value, whole = figures.get(code), query.total(asked).value
        if value == value and value is not None and whole is not None:
            found.append(
                words.APART(
                    country=countries.name(code),
                    first=str(first),
                    last=str(last),
                    value=float(value),
                    rest=whole - float(value),
                )
            )
    return paragraph(*found)


def _alone(code: str, first: int, last: int) -> str:
    return words.APART_ALONE(country=countries.name(code), first=str(first), last=str(last))


def _reporters(asked: Filters, about: Indicator) -> str:
    """How many countries are behind a rise or a fall, and how those with both figures moved."""
    found = reporters(asked)
    if found is None or not found.differ:
        return ""
    template = words.REPORTERS_EACH_YEAR if found.each_year else words.REPORTERS
    said = template(now=found.now, before=found.before, both=found.both)
    same = query.same_countries(asked)
    if not same or not same[2]:
        return said
    percent = languages.percent(100 * (same[1] / same[2] - 1))
    return paragraph(said, words.AMONG_BOTH(both=same[0], percent=percent))


def _moved(change: Change, said: Mapping[str, Any]) -> str:
    """The sentence of a material rise or fall."""
    rose = (change.difference or 0) > 0
    moved = languages.amount(abs(change.difference or 0))
    if change.percent is None:
        return (words.UP if rose else words.DOWN)(**said, difference=moved)
    template = words.UP_PERCENT if rose else words.DOWN_PERCENT
    percent = languages.percent(change.percent)
    return template(**said, difference=moved, percent=percent)


def largest_moves(asked: Filters) -> list[Sentence]:
    """The country with the largest rise and that with the largest fall, where material."""
    settled = query.settle(replace(asked, countries=()))
    about = settled.about
    earlier, against = query.period_before(settled)
    if about.aggregation not in ("sum", "count") or about.lasting or earlier is None:
        return []
    now, before = (
        query.by_country(each).set_index("country")["value"] for each in (settled, earlier)
    )
    both = pd.concat([now, before], axis=1, keys=["now", "before"])
    both = both.fillna(0) if about.kind == "event" else both.loc[list(comparable(settled))]
    both = both.drop(query.undecided(settled, earlier), errors="ignore")
    if not about.rate:
        both = both[~query.little(both["now"], both["before"])]
    both["move"] = both["now"] - both["before"]
    least = both["before"] if about.rate else both["before"].clip(lower=1)
    both = both[both["move"].abs() >= MATERIAL * least]
    found = []
    for code in dict.fromkeys([*both["move"].nlargest(1).index, *both["move"].nsmallest(1).index]):
        row = both.loc[code]
        if row["move"] == 0:
            continue
        one = replace(asked, countries=(code,))
        text = (words.COUNTRY_UP if row["move"] > 0 else words.COUNTRY_DOWN)(
            subject=about.titled(countries.in_sentence(code))
            or words.SUBJECT_IN(title=about.title, countries=countries.in_sentence(code)),
            before=float(row["before"]),
            now=float(row["now"]),
            period=period_words(asked.start, asked.end),
            against=against,
        )
        found.append(
            Sentence(
                paragraph(text, apart(one, about), about.coded.get(code, "")),
                one,
                abs(row["move"]) / max(both["now"].sum(), 1),
            )
        )
    return found


def sentences(asked: Iterable[Filters], most: int = 5, same: bool = False) -> list[Sentence]:
    """At most `most` sentences over several indicators: the whole of each, then the largest moves,
    by weight.
    """
    asked = list(asked)
    heads = sorted(
        filter(None, (whole(each, same) for each in asked)), key=lambda each: -each.weight
    )
    moves = (
        []
        if any(each.countries for each in asked)
        else sorted(
            (m for each in asked for m in largest_moves(each)), key=lambda each: -each.weight
        )
    )
    return [*heads[: max(most - 2, most - len(moves))], *moves][:most]


def usual(about: Indicator, chosen: tuple[str, ...] = ()) -> Filters:
    """An indicator's last complete period."""
    return Filters(about.id, chosen).during(*query.usual_period(about))


def usual_of(about: Indicator, asked: Filters) -> Question:
    """An indicator's last complete period, for the countries and groups of another question: of a
    group the members in that period.
    """
    inside = {code for each in asked.groups for code in groups.members(each, asked.end)}
    alone = tuple(code for code in asked.countries if code not in inside)
    return query.settle(replace(usual(about, alone), groups=asked.groups))


def absent(about: Indicator) -> str:
    """What a country without a row means: none recorded (`zero`) where things are counted, unknown
    (`missing`) where they are reported.
    """
    return "zero" if about.kind in ("event", "listing", "notice") else "missing"


def before(asked: Filters) -> tuple[dict[str, float], str]:
    """Each country's figure of the period before (of the edition before for a score), and that
    period's name; of sums those alone that compare.
    """
    return _before(replace(query.settle(asked), countries=()))


@remembered(512)
def _before(everywhere: Question) -> tuple[dict[str, float], str]:
    found, against = _held(everywhere)
    earlier, _ = query.period_before(everywhere)
    if earlier is not None and everywhere.about.aggregation == "sum":
        both = query.in_both(everywhere, earlier) - query.undecided(everywhere, earlier)
        return {code: value for code, value in found.items() if code in both}, against
    return found, against


def held_before(asked: Filters) -> tuple[dict[str, float], str]:
    """As `before`, with the figures too that do not compare with those now."""
    return _held(replace(query.settle(asked), countries=()))


@remembered(512)
def _held(everywhere: Question) -> tuple[dict[str, float], str]:
    earlier, against = query.period_before(everywhere)
    if earlier is None:
        return {}, ""
    table = query.by_country(earlier).dropna(subset="value")
    return dict(zip(table["country"], table["value"].astype(float), strict=True)), against
