"""How a figure of one indicator is called: its title, for whom, when, in what unit."""

from languages.templates import Plural, Sentence

WORLD = Sentence("world")
COUNTRIES = Plural("{n} country", "{n} countries")

TITLE_KINDS = Sentence("{title}: {kinds}")
KINDS_OF = Sentence("{n} of {of} kinds")

LABEL = Sentence("{title}, {when}")
LABEL_UNIT = Sentence("{title}, {unit}, {when}")
LABEL_WHERE = Sentence("{title}, {where}, {when}")
LABEL_UNIT_WHERE = Sentence("{title}, {unit}, {where}, {when}")

NOTHING_FOUND = Sentence("Nothing found for {title}: {filters}.")
NO_COUNTRY = Sentence("No country has a figure for {filters}.")
WORLD_ONLY = Sentence("Published for the world only: there is no figure by country, and so no map.")
WORLD_ONLY_OF = Sentence(
    "Published for the world only: there is no figure of {countries} alone, and no map. What stands"
    " here is of the whole world; other indicators of this page have figures by country."
)
