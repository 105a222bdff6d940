"""Prints every sentence and every figure in words, to be read as a minister would.

python -m tools.say 60 30        the world, so many countries, so many pairs
python -m tools.say decks 15 10  the same as the briefings that come ready
"""

import sys
from collections.abc import Iterator
from itertools import pairwise

from briefing import ready, working
from briefing.content import Drawing, Slide
from components.indicator import headline
from data import catalog
from data.analysis import bilateral, brief, changes, country, verdict
from data.geography import countries

FIRST = ("IDN", "VNM", "USA", "FRA", "PRK", "PSE", "NLD", "DEU", "PAK", "RUS", "UKR", "AFG")


def of_world() -> list[str]:
    """What the overview says of the world."""
    heads = [each for each in catalog.indicators().values() if each.headline]
    asked = [changes.usual(each) for each in heads]
    short = brief.of(asked)
    said = changes.sentences(asked, most=20)
    return [short.lead, short.rest, *(each.text for each in said)]


def of_country(code: str) -> list[str]:
    """What the profile of a country says: its verdict, changes, cards, listings and gaps."""
    judged = verdict.of_country(code).entries
    found = [f"  {each.kind}: {each.title}: {each.said}" for each in judged]
    for line in country.lines(code):
        card = headline.figure(line.asked, "x")[0]
        parts = (card.value, card.delta, card.beside, card.age, line.place)
        found.append(
            f"  [{line.about.id}] {card.label}: {' | '.join(each for each in parts if each)}"
        )
        if sentence := changes.whole(line.asked):
            found.append(f"    = {sentence.text}")
    found += [
        f"  listed: {each.about.title}, {each.category}, {each.since}"
        for each in country.listings(code)
    ]
    found += [f"  gap: {about.title}: {last}" for about, last in country.unknown(code)]
    return found


def of_pair(first: str, second: str) -> list[str]:
    """What lies between two countries."""
    return [f"  {each.text} ({each.years})" for each in bilateral.between(first, second)]


def of_deck(kind: str, **whom: str) -> Iterator[str]:
    """What the slides of a ready briefing say."""
    yield f"# {ready.title(kind, **whom)}"
    for slide in working.deck(ready.views(kind, **whom)).slides:
        yield from of_slide(slide)


def of_slide(slide: Slide) -> Iterator[str]:
    """The words of one slide, and the cells of its tables."""
    yield f"## {slide.title}"
    yield f"  [{slide.filters}] {slide.number} {slide.unit} | {slide.change}"
    yield from (f"  - {each}" for each in slide.points)
    yield f"  caveat: {slide.caveat}"
    yield from (f"  how: {each}" for each in slide.how)
    for drawing in slide.drawings:
        yield from of_drawing(drawing)


def of_drawing(drawing: Drawing) -> Iterator[str]:
    """A drawing in words; of a table its cells."""
    yield f"  <{drawing.kind}> {drawing.alt}"
    if drawing.kind == "table":
        yield f"    | {' | '.join(drawing.columns)}"
        for row in drawing.series:
            yield f"    | {row.name} | {' | '.join(each.said for each in row.figures)}"


def chosen(many: int) -> list[str]:
    """So many countries: those that are asked about most, then from all over the list."""
    codes = sorted(countries.codes())
    more = [code for code in codes[:: max(1, len(codes) // many)] if code not in FIRST]
    return [*FIRST, *more][:many]


def said(many: int, pairs: int) -> Iterator[str]:
    """The world, so many countries and so many pairs, as their pages say them."""
    yield from ("WORLD", *of_world())
    for code in chosen(many):
        yield from (countries.name(code), *of_country(code))
    for first, second in list(pairwise(chosen(many)))[:pairs]:
        yield from (f"{first} and {second}", *of_pair(first, second))


def decks(many: int, pairs: int) -> Iterator[str]:
    """The ready briefings of the world, a group, so many countries and so many pairs."""
    yield from of_deck("world")
    yield from of_deck("country", group_="ASEAN")
    for code in chosen(many):
        yield from of_deck("country", country_=code)
    for first, second in list(pairwise(chosen(many)))[:pairs]:
        yield from of_deck("bilateral", country_=first, partner=second)


def main() -> None:
    """Prints them."""
    asked = sys.argv[1:]
    of = decks if asked[:1] == ["decks"] else said
    many, pairs = (int(each) for each in ([*asked[of is decks :], "60", "30"])[:2])
    for line in of(many, pairs):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
