"""The profile of a group of countries."""

from languages import Plural, Sentence

MEMBERS = Plural("{n} member today: {names}", "{n} members today: {names}")
NOTHING = Sentence("No source here has a figure for a member of {group}.")
TOTALS = Sentence(
    "Each card is the sum of the members with a figure, and says how many they are; those without"
    " one are not zero. Members are those at the time of the figure."
)
RANKING = Sentence("Its members in order")
INDICATOR = Sentence("Indicator")
PERIOD = Sentence("Period")
LINE = Sentence("{title} ({unit})")
BEHIND = Sentence("Members")
ORDER = Sentence("Highest first")
MEMBER = Sentence("{country} {said}")
AND_OTHERS = Plural("{names}; and {n} other", "{names}; and {n} others")
BESIDE = Sentence("This is the profile of a group: take it out above to see {countries}.")
OTHERS = Sentence("One group at a time: {groups} left out here.")
REFUSED = Sentence(
    "{groups} left out: a brief is about two countries. A group has its own profile on the page"
    " Country."
)
