"""What changed, in sentences: every number in them recomputes from the questions, whatever the
indicator, and each link opens the view that shows it.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
import shown
from long import LONG
from shown import opened

import languages
from components.shell import menu
from data import catalog, query, store
from data.analysis import changes, method
from data.geography import countries

SAMPLE = ("IDN", "USA", "GBR", "THA", "NGA", "UKR", "COL", "CHN", "NAM", "TUV", "ATA", "PAK")
OLDER = 2  # earlier periods of each indicator
NUMBER = re.compile(r"(?<![\w.])[+-]?\d[\d,]*(?:\.\d+)?")
ABOUT = sorted(catalog.indicators().values(), key=lambda each: each.id)
OVERVIEW = next(each for each in menu.entries() if each.path == "")


def numbers(text: str) -> list[float]:
    """The numbers a text says, days and years left out by taking their words out first."""
    return [float(each.replace(",", "")) for each in NUMBER.findall(text.replace("−", "-"))]


def tokens(text: str) -> list[tuple[str, float]]:
    """The numbers a text says as they are printed, each with what it stands for: `20.88 bn`."""
    scaled = re.finditer(rf"({NUMBER.pattern})(\u00a0bn|\u00a0m\b)?", text.replace("−", "-"))
    return [(each[1], {"\u00a0bn": 1e9, "\u00a0m": 1e6}.get(each[2], 1)) for each in scaled]


def questions(about: catalog.Indicator) -> Iterator[query.Question]:
    """The newest period of all and of some countries, and earlier ones, a sample or every one, of
    all and of some with a figure.
    """
    for chosen in ((), *((code,) for code in SAMPLE)):
        yield query.settle(changes.usual(about, chosen)).explicit()
    years = [row[0] for row in query.history(query.Filters(about.id))]
    drawn = random.Random(about.id)
    for year in years if LONG else drawn.choices(years, k=OLDER if years else 0):
        spans = [(query.first_day(year), query.last_day(year))]
        if about.aggregation in ("sum", "count") and len(year) == 4:
            spans.append((spans[0][0], query.last_day(str(int(year) + drawn.randint(1, 4)))))
        for span in spans if LONG else drawn.sample(spans, 1):
            asked = query.settle(query.Filters(about.id).during(*span))
            codes = [*query.by_country(asked)["country"]]
            some = drawn.sample(codes, min(len(codes), 6 if LONG else 2))
            for chosen in ((), *((code,) for code in some)):
                yield replace(asked, countries=chosen).explicit()


def figure(asked: query.Filters) -> float:
    """A figure made again from the records behind it, each once."""
    return float(method.behind(asked).drop_duplicates("record")["value"].sum())


def reporting(asked: query.Filters) -> pd.Series:
    """The figures of the countries with an exact one of every year of the period."""
    everywhere = replace(asked, countries=())
    found = exact(everywhere)
    years = range(asked.start.year, asked.end.year + 1) if asked.start and asked.end else ()
    for year in years if len(years) > 1 else ():
        each = everywhere.during(query.first_day(str(year)), query.last_day(str(year)))
        found = found[found.index.isin(exact(each).index)]
    return found


def exact(asked: query.Filters) -> pd.Series:
    """The figures of the countries that have one and no range."""
    return query.by_country(asked).dropna(subset="value").set_index("country")["value"]


def alike(about: catalog.Indicator, asked: query.Filters, earlier: query.Filters) -> frozenset[str]:
    """The countries with a figure of both periods; of a breakdown those alone of whose whole it is
    as much in both.
    """
    pair = pd.concat(map(reporting, (asked, earlier)), axis=1, keys=["now", "before"]).dropna()
    if about.breakdown:
        for each, column in ((asked, "now"), (earlier, "before")):
            pair[column] /= reporting(query.Filters(about.part_of).during(each.start, each.end))
        pair = pair[(pair["now"] / pair["before"] - 1).abs() <= 0.1]
    return frozenset(map(str, pair.index))


def beside(about: catalog.Indicator, asked: query.Filters, earlier: query.Filters) -> list[float]:
    """The numbers about who reports that stand beside a rise or fall of all countries together."""
    now, before = reporting(asked), reporting(earlier)
    both = sorted({*now.index} & {*before.index})
    if about.aggregation != "sum" or len(now) == len(before) == len(both):
        return []
    share = 100 * (now[both].sum() / before[both].sum() - 1) if before[both].sum() else None
    return [len(now), len(before), len(both), *([len(both), share] if share is not None else [])]


def expected(
    about: catalog.Indicator, asked: query.Filters, among: tuple[str, ...], chosen: bool
) -> list[float]:
    """The numbers a sentence that compares must say, in their order, made again from the answers
    about single countries and from records.
    """
    asked = replace(asked, countries=among) if among else asked
    earlier, _ = query.period_before(asked)
    now, before = figure(asked), figure(earlier)
    if about.in_steps:
        return [now, before]
    if now == before:
        found = [now]
    elif low(before, now):
        found = [now, before]
    elif abs(now - before) < changes.MATERIAL * (before or 1):
        found = [now, 100 * changes.MATERIAL, now - before]
    else:
        found = [
            now,
            abs(now - before),
            *([100 * (now - before) / before] if before and now <= 11 * before else []),
        ]
    if not chosen and not among:
        found += beside(about, asked, earlier)
    if not chosen:
        mine = exact(replace(asked, countries=()))
        for code, (first, last) in about.apart.items():
            within = first <= asked.end.year and asked.start.year <= last
            if within and code in (among or mine):
                found += [first, last, mine[code], now - mine[code]]
    for code, (first, last) in about.apart.items() if chosen else ():
        if code in asked.countries and first <= asked.end.year and asked.start.year <= last:
            found += [first, last]
    return found + above(about, asked, now)


def low(*numbers: float) -> bool:
    """Whether two numbers are so low that they are little change."""
    return min(numbers) <= 2 and max(numbers) <= 5


def above(about: catalog.Indicator, asked: query.Filters, parts: float) -> list[float]:
    """The whole that is said beside parts that are more than it, lower and upper bound where it is
    masked.
    """
    if not about.part_of:
        return []
    whole = query.by_country(query.Filters(about.part_of).during(asked.start, asked.end))
    mine = whole[whole["country"].isin(asked.countries or whole["country"])]
    most = mine["high"].where(mine["masked"] > 0, mine["value"]).sum()
    if mine.empty or parts <= most:
        return []
    return [mine["value"].sum()] if mine["value"].notna().any() else [0, most]


def same_number(token: tuple[str, float], wanted: float) -> bool:
    """Whether a number as printed is another to its last digit."""
    printed, times = token
    digits = len(printed.partition(".")[2])
    return abs(float(printed.replace(",", "")) - wanted / times) <= 0.5 * 10**-digits + 1e-9


def why_not(about: catalog.Indicator, asked: query.Filters) -> str:
    """Why nothing is said of a comparison that could be made; empty where something must be."""
    change = query.compare(asked)
    if change.difference is None:
        return change.why
    if about.lasting and asked.countries:
        return "in words"
    if not change.now.value and not change.before.value:
        return "none at all"
    if about.kind == "score" and abs(change.difference) < about.step:
        return "less than a step"
    return ""


@pytest.mark.alike(3)
@pytest.mark.parametrize(
    "about", [each for each in ABOUT if each.kind != "listing"], ids=lambda each: each.id
)
def test_every_number_of_a_sentence_recomputes(about: catalog.Indicator) -> None:
    for asked in questions(about):
        chosen = asked.countries
        for same in (False, True):
            among = changes.narrowed(asked) if same else ()
            assert chosen or not about.no_world_sum or not among
            sentence = changes.whole(asked, same)
            if sentence is None:
                assert why_not(about, replace(asked, countries=among) if among else asked), asked
                continue
            assert not why_not(about, replace(asked, countries=among) if among else asked)
            earlier, against = query.period_before(asked)
            subject, said = sentence.text.split(f", {query.when(asked)}: ", 1)
            assert against in said
            if among:
                both = alike(about, asked, earlier)
                assert set(among) == ({*both} & {*chosen} if chosen else {*both})
                assert chosen or numbers(subject.replace(about.title, "")) == [len(among)]
            found = tokens(said.replace(against, "", 1))
            wanted = expected(about, asked, among, bool(chosen))
            assert len(found) == len(wanted) and all(map(same_number, found, wanted)), (
                sentence.text,
                wanted,
            )
            change = query.compare(replace(asked, countries=among) if among else asked)
            if about.in_steps:
                assert "%" not in said and "little change" not in said
            elif not change.difference:
                assert "no change" in said and sentence.weight == 0
            elif low(change.before.value, change.now.value):
                assert "little change" in said and sentence.weight == 0
            elif sentence.weight >= changes.MATERIAL:
                assert (" up by " in said) == (change.difference > 0)
                assert (" down by " in said) == (change.difference < 0)
            assert not about.complete_to or asked.end.year <= about.complete_to, (
                "a partial period is compared"
            )


def test_something_is_said_of_what_compares() -> None:
    said = [changes.whole(changes.usual(each)) for each in ABOUT if each.kind != "listing"]
    assert sum(each is not None for each in said) >= 15


@pytest.mark.parametrize(
    "about", [each for each in ABOUT if each.kind == "listing"], ids=lambda each: each.id
)
def test_who_came_on_a_list_and_who_left_it_recomputes(about: catalog.Indicator) -> None:
    everyone = changes.usual(about)
    earlier, since = query.year_before(everyone)
    if earlier is None:
        assert changes.whole(everyone) is None
        return
    now, then = query.rows(everyone), query.rows(earlier)
    perhaps = {*now[now["value"].isna()]["record"]} | {*then[then["value"].isna()]["record"]}
    sure = [each[each["value"].notna()].drop_duplicates("record") for each in (now, then)]
    here, there = ({*each["record"]} for each in sure)
    perhaps -= here & there
    came, left = here - there - perhaps, there - here - perhaps
    by_country = not any(each["country"].dropna().duplicated().any() for each in sure)
    sentence = changes.whole(everyone)
    said = sentence.text.split(f", {query.when(everyone)}: ", 1)[1].replace(since, "")
    count = [len(here)] if by_country or not (came or left) else [len(here), len(came), len(left)]
    assert numbers(said) == count
    for part, rows, verb in ((came, sure[0], "added"), (left, sure[1], "removed")):
        names = sorted(map(countries.name, rows[rows["record"].isin(part)]["country"].dropna()))
        assert not by_country or (verb in said) == bool(names or not (came or left))
        for name in names if by_country and len(names) <= 7 else ():
            assert name in said.split(f" {verb}")[0].split(";")[-1]
    for code in SAMPLE:
        one = changes.whole(replace(everyone, countries=(code,)))
        mine = [{*each[each["country"] == code]["record"]} for each in sure]
        moved = (mine[0] ^ mine[1]) - perhaps
        if by_country and moved:
            verb = "added" if moved & came else "removed"
            assert one.text == f"{about.title}, since {since}: {countries.name(code)} {verb}."
        elif moved:
            entered, gone = len(moved & came), len(moved & left)
            assert f": {len(mine[0])}; {entered} added, {gone} removed" in one.text
            assert countries.in_sentence(code) in one.text


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
            low(before, now)
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
        if about.breakdown:
            table = table[table.index.isin(alike(about, asked, asked.before()))]
        table = table[~((table.min(axis=1) <= 2) & (table.max(axis=1) <= 5))]
        moved = table["now"] - table["before"]
        moved = moved[moved.abs() >= changes.MATERIAL * table["before"].clip(lower=1)]
        assert now - before in (moved.max(), moved.min())


@pytest.mark.parametrize("address", [{}, {"country": ["IDN"]}], ids=str)
def test_at_most_five_and_each_opens_the_view_that_shows_it(address: dict[str, list[str]]) -> None:
    links = shown.links(opened(OVERVIEW.file, address))
    assert 1 <= len(links) <= 5
    for link in links:
        text, view = link["text"], urlsplit(link["opens"])
        asked = parse_qs(view.query)
        about = catalog.indicators()[asked["indicator"][0]]
        assert view.path == menu.entry_of(about.domain).path
        page = opened(menu.entry_of(about.domain).file, asked)
        assert not page.exception
        values = {
            number for each in shown.cards(page) for number in numbers(f"{each.value} {each.delta}")
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
