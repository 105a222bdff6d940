"""Prints every sentence and every figure in words of some countries and pairs, to be read as a
minister would: `python -m tools.say 60 30`.
"""

import sys
from itertools import pairwise

from components.indicator import headline
from data import catalog
from data.analysis import bilateral, changes, country
from data.geography import countries


def of_world() -> list[str]:
    """What the overview says of the world."""
    heads = [each for each in catalog.indicators().values() if each.headline]
    said = changes.sentences([changes.usual(each) for each in heads], most=20)
    return [each.text for each in said]


def of_country(code: str) -> list[str]:
    """What the profile of a country says: changes, cards, listings and gaps."""
    found = []
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
    found = []
    for pair in bilateral.directions(first, second):
        for way in pair:
            if not way.empty:
                total = way.about.amount(way.total.value, way.total.low, way.total.high)
                total = way.about.lying_between(
                    total, *map(countries.in_sentence, (way.destination, way.origin))
                )
                found.append(f"  {way.about.title}, {way.origin} to {way.destination}: {total}")
    return found


def main() -> None:
    """Prints them."""
    many, pairs = (int(each) for each in (sys.argv[1:] + ["60", "30"])[:2])
    codes = sorted(countries.codes())
    chosen = ["IDN", "VNM", "USA", "FRA", "PRK", "PSE", "NLD", "DEU", "PAK", "RUS", "UKR", "AFG"]
    chosen += [code for code in codes[:: max(1, len(codes) // many)] if code not in chosen]
    sys.stdout.write("\n".join(["WORLD", *of_world()]) + "\n")
    for code in chosen[:many]:
        sys.stdout.write("\n".join([countries.name(code), *of_country(code)]) + "\n")
    for first, second in list(pairwise(chosen))[:pairs]:
        sys.stdout.write("\n".join([f"{first} and {second}", *of_pair(first, second)]) + "\n")


if __name__ == "__main__":
    main()
