"""What changed, in sentences: every number in them recomputes from the questions, whatever the
indicator, and each link opens the view that shows it.
"""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
import shown
from shown import opened

import languages
from components.shell import menu
from data import catalog, query, store
from data.analysis import changes

SAMPLE = ("IDN", "USA", "GBR", "THA", "NGA", "UKR", "COL", "CHN", "NAM", "TUV", "ATA")
NUMBER = re.compile(r"(?<![\w.])[+-]?\d[\d,]*(?:\.\d+)?")
ABOUT = sorted(catalog.indicators().values(), key=lambda each: each.id)
OVERVIEW, COUNTRY = (
    next(each for each in menu.entries() if each.path == path) for path in ("", "country")
)


def numbers(text: str) -> list[float]:
    """The numbers a text says, days and years left out by taking their words out first."""
    return [float(each.replace(",", "")) for each in NUMBER.findall(text.replace("−", "-"))]


def recomputed(sentence: changes.Sentence, among: tuple[str, ...]) -> list[float]:
    """The numbers the sentence may say, added up again from each country's own answer where they
    are sums of countries.
    """
    asked = replace(sentence.asked, countries=among) if among else sentence.asked
    earlier, _ = query.period_before(asked)
    now, before = query.total(asked).value, query.total(earlier).value
    found = [
        now,
        before,
        now - before,
        abs(now - before),
        changes.WITHIN,
        float(len(among)),
    ]
    found += [round(100 * (now - before) / before)] if before else []
    everywhere = [query.by_country(replace(each, countries=())) for each in (asked, earlier)]
    return [*found, *(float(len(each)) for each in everywhere)]


@pytest.mark.parametrize("about", ABOUT, ids=lambda each: each.id)
def test_every_number_of_a_sentence_recomputes(about: catalog.Indicator) -> None:
    for chosen in ((), *((code,) for code in SAMPLE)):
        for same in (False, True):
            asked = query.settle(changes.usual(about, chosen)).explicit()
            sentence = changes.whole(asked, same)
            if sentence is None:
                change = query.compare(asked)
                assert change.difference is None or change.now.value is None
                continue
            among = changes.comparable(asked) if same else ()
            _, against = query.period_before(asked)
            said = sentence.text.replace(about.title, "").replace(query.when(asked), "")
            said = said.replace(against, "")
            allowed = recomputed(sentence, among)
            assert all(
                any(
                    abs(number - each)
                    < 0.0051 + 0.5 * (abs(number) == round(abs(number)) and each != round(each))
                    for each in allowed
                )
                for number in numbers(said)
            ), (sentence.text, allowed)
            change = query.compare(replace(asked, countries=among) if among else asked)
            if change.before.value <= 2 and change.now.value <= 5:
                assert "little change" in sentence.text and sentence.weight == 0
            elif sentence.weight >= changes.MATERIAL:
                assert (" up by " in sentence.text) == (change.difference > 0) and (
                    " down by " in sentence.text
                ) == (change.difference < 0)
            if about.complete_to:
                assert asked.end is None or asked.end.year <= about.complete_to, (
                    "a partial period is compared"
                )


@pytest.mark.parametrize("about", ABOUT, ids=lambda each: each.id)
def test_the_largest_moves_are_the_two_countries_figures(about: catalog.Indicator) -> None:
    asked = query.settle(changes.usual(about)).explicit()
    for sentence in changes.largest_moves(asked):
        now, before = (
            query.total(replace(each, countries=sentence.asked.countries)).value or 0
            for each in (asked, asked.before())
        )
        words = sentence.text.replace(about.title, "")
        assert f"from {languages.number(before)} to {languages.number(now)} " in words and not (
            before <= 2 and now <= 5
        )
        assert (" up from " in words) == (now > before)
        table = pd.concat(
            [
                query.by_country(each).set_index("country")["value"]
                for each in (asked, asked.before())
            ],
            axis=1,
            keys=["now", "before"],
        )
        table = table.fillna(0) if about.kind == "event" else table.dropna()
        table = table[~((table["before"] <= 2) & (table["now"] <= 5))]
        moved = table["now"] - table["before"]
        moved = moved[moved.abs() >= changes.MATERIAL * table["before"].clip(lower=1)]
        assert now - before in (moved.max(), moved.min())


@pytest.mark.parametrize(
    "address",
    [
        {},
        {"country": ["IDN"]},
        {"indicator": ["glotip.detected_victims"], "period": ["2017", "2017"], "same": ["1"]},
    ],
    ids=str,
)
def test_at_most_five_and_each_opens_the_view_that_shows_it(address: dict[str, list[str]]) -> None:
    for entry in (OVERVIEW, COUNTRY):
        links = shown.links(
            opened(
                entry.file,
                address if entry is OVERVIEW or "country" in address else {"country": ["USA"]},
            )
        )
        assert 1 <= len(links) <= 5
        for link in links:
            text, view = link["text"], urlsplit(link["opens"])
            asked = parse_qs(view.query)
            about = catalog.indicators()[asked["indicator"][0]]
            assert view.path == menu.entry_of(about.domain).path
            page = opened(menu.entry_of(about.domain).file, asked)
            assert not page.exception
            values = {
                number
                for each in shown.cards(page)
                for number in numbers(f"{each.value} {each.delta}")
            }
            to = re.search(r" to ([\d,.]+) \(", text)
            first = numbers(to[1] if to else text.split(": ", 1)[1])[0]
            assert first in values, (text, values)


def test_events_named_on_timelines_are_on_the_lists() -> None:
    for name in ("eu_iuu_cards.cards", "fatf.listed"):
        about = catalog.indicators()[name]
        version = store.versions(store.BUNDLED)[about.source]
        listed = pd.read_parquet(version.file)[["start", "end"]].stack()
        days = set(pd.to_datetime(listed).dt.date)
        for mark in about.marks:
            assert mark.on in days, mark
