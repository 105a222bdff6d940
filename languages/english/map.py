"""What stands around the map of an indicator."""

from languages.templates import Plural, Sentence, Words

TITLE = Sentence("{title}, {when}")
TITLE_UNIT = Sentence("{title}, {when} ({unit})")
TITLE_ROLE = Sentence("{title} by {role}, {when}")
TITLE_ROLE_UNIT = Sentence("{title} by {role}, {when} ({unit})")
SAME_COUNTRIES = Plural(
    "{title}, {n} country with a figure also in {period}",
    "{title}, {n} countries with a figure also in {period}",
)
CHANGE = Sentence("{title}: change compared with {period}")
ALT = Sentence("World map: {title}. The table below holds the same figures.")

PER_HEAD = Sentence("Per {n} people")
PER_HEAD_HELP = Sentence(
    "Divided by the people of each country in the same year (United Nations, World Population"
    " Prospects 2024). A country whose figure is masked has no rate."
)
SAME = Sentence("Same countries")
SAME_HELP = Plural(
    "Counts only the {n} country with an exact figure both in {period} and in {before}, in the"
    " number, on the map, in the ranking, the table and the sentences. The timeline stays that of"
    " all.",
    "Counts only the {n} countries with an exact figure both in {period} and in {before}, in the"
    " number, on the map, in the ranking, the table and the sentences. The timeline stays that of"
    " all.",
)
REGION = Sentence("Part of the world")
REGIONS = Words(
    {
        "world": Sentence("World"),
        "africa": Sentence("Africa"),
        "americas": Sentence("Americas"),
        "caribbean": Sentence("Caribbean"),
        "asia": Sentence("Asia"),
        "south_east_asia": Sentence("South-East Asia"),
        "middle_east": Sentence("Middle East"),
        "europe": Sentence("Europe"),
        "pacific": Sentence("Pacific"),
        "chosen": Sentence("What is chosen"),
    }
)
ZOOMED = Sentence("In sight: {region}; no other figure of the page follows it.")
SMALL = Sentence("{label}, {period} ({unit})")
DRAWN_AS = Sentence("Drawn as")
AS_CHANGE = Sentence("Change")
AS_AREAS = Sentence("Level")
AS_CIRCLES = Sentence("Count")

BESIDE = Sentence("Another year beside")
BESIDE_HELP = Sentence(
    "A second map of the same part of the world, with a year of its own; colours and circles mean"
    " the same on both."
)
BESIDE_YEAR = Sentence("Year of this map")
