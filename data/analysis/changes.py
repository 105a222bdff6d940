"""What changed, as plain sentences from fixed rules; every number in them is an answer of
`data.query`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

import languages
from data import query, store
from data.caching import remembered
from data.catalog import Indicator
from data.geography import countries
from data.query import Change, Filters, period_words
from data.store import Store
from languages.english import analysis as words

MATERIAL = 0.10  # of the earlier value: less is called "within 10 %"
REPORTING = 1.10  # more countries with a figure than this, and a rise is said to be more reporting


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, the view that shows it, and how much it matters (the share of the earlier value
    that moved).
    """

    text: str
    asked: Filters
    weight: float
    same: bool = False  # counts only the countries with a figure in both periods


def reporting(asked: Filters) -> tuple[int, int] | None:
    """Countries with a figure now and in the period before; None where that cannot be compared."""
    about = query.indicator(asked)
    earlier = asked.before() if about.aggregation == "sum" else None
    if earlier is None:
        return None
    everywhere = replace(asked, countries=())
    return len(query.by_country(everywhere)), len(
        query.by_country(earlier.during(earlier.start, earlier.end))
    )


def comparable(asked: Filters) -> tuple[str, ...]:
    """The countries, of those asked for, with an exact figure both now and in the period before;
    empty where nothing of the kind compares.

    Only for published sums: where records are counted, a country without one has none.
    """
    about = query.indicator(asked)
    if about.aggregation != "sum" or about.kind != "observation":
        return ()
    everywhere = _comparable(store.current(), query.settle(replace(asked, countries=())).explicit())
    return (
        tuple(code for code in everywhere if code in asked.countries)
        if asked.countries
        else everywhere
    )


@remembered(512, words=False)
def _comparable(opened: Store, asked: Filters) -> tuple[str, ...]:
    earlier = asked.before()
    if earlier is None:
        return ()
    now, before = (
        set(query.by_country(each).dropna(subset="value")["country"]) for each in (asked, earlier)
    )
    return tuple(sorted(now & before))


def alike(asked: Filters) -> Filters:
    """The same question among the countries that compare with the period before; as it is where
    none do.
    """
    return replace(asked, countries=comparable(asked) or asked.countries)


def whole(asked: Filters, same: bool = False) -> Sentence | None:
    """The indicator as a whole against the named period; None where there is nothing to compare.

    With `same` only the countries that have a figure in both periods count, where that can be told.
    """
    about = query.indicator(asked)
    among = comparable(asked) if same else ()
    change = query.compare(replace(asked, countries=among) if among else asked)
    if change.difference is None or change.before is None or change.now.value is None:
        return None
    if among and not asked.countries:
        subject = words.SUBJECT_AMONG(len(among), title=about.title)
    elif asked.countries:
        places = ", ".join(countries.in_sentence(code) for code in asked.countries)
        subject = words.SUBJECT_IN(title=about.title, countries=places)
    else:
        subject = about.title
    share = abs(change.difference) / max(change.before.value or 0, 1)
    said: dict[str, Any] = {
        "subject": subject,
        "when": query.when(asked),
        "value": change.now.value,
        "against": change.against,
    }
    if change.little:
        text = words.LITTLE(**said, before=change.before.value or 0)
        return Sentence(text, asked, 0, bool(among))
    if share < MATERIAL:
        difference = languages.signed(change.difference, 0)
        text = words.WITHIN(**said, share=100 * MATERIAL, difference=difference)
        return Sentence(text, asked, share, bool(among))
    text = _moved(change, said)
    now_before = (
        reporting(asked) if not asked.countries and not among and change.difference > 0 else None
    )
    if now_before and now_before[0] > now_before[1] * REPORTING:
        more = words.MORE_REPORTING(now=now_before[0], before=now_before[1])
        text = f"{text} {more}"
    return Sentence(text, asked, share, bool(among))


def _moved(change: Change, said: Mapping[str, Any]) -> str:
    """The sentence of a material rise or fall."""
    difference = change.difference or 0
    if change.percent is None:
        template = words.UP if difference > 0 else words.DOWN
        return template(**said, difference=abs(difference))
    template = words.UP_PERCENT if difference > 0 else words.DOWN_PERCENT
    percent = languages.signed(change.percent, 0)
    return template(**said, difference=abs(difference), percent=percent)


def largest_moves(asked: Filters) -> list[Sentence]:
    """The country with the largest rise and that with the largest fall, where material."""
    about = query.indicator(asked)
    earlier = asked.before()
    first = query.extent(about.id)[0]
    if (
        about.aggregation not in ("sum", "count")
        or earlier is None
        or earlier.start is None
        or first is None
        or earlier.start.year < first.year
    ):
        return []
    now = query.by_country(replace(asked, countries=())).set_index("country")["value"]
    before = query.by_country(replace(earlier, countries=())).set_index("country")["value"]
    if about.kind == "event":
        both = pd.concat([now, before], axis=1, keys=["now", "before"]).fillna(0)
    else:
        both = pd.concat([now, before], axis=1, keys=["now", "before"]).dropna()
    both = both[~query.little(both["now"], both["before"])]
    both["move"] = both["now"] - both["before"]
    both = both[both["move"].abs() >= MATERIAL * both["before"].clip(lower=1)]
    found = []
    for code in dict.fromkeys([*both["move"].nlargest(1).index, *both["move"].nsmallest(1).index]):
        row = both.loc[code]
        if row["move"] == 0:
            continue
        text = (words.COUNTRY_UP if row["move"] > 0 else words.COUNTRY_DOWN)(
            country=countries.name(code),
            title=about.title,
            before=float(row["before"]),
            now=float(row["now"]),
            period=period_words(asked.start, asked.end),
            against=period_words(earlier.start, earlier.end),
        )
        found.append(
            Sentence(
                text,
                replace(asked, countries=(code,)),
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
