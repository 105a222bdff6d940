"""Alerts: what a reader wants to be told of, and what they were told."""

from languages.templates import Plural, Sentence

# what a view is
OVERVIEW = Sentence("Overview")
COUNTRY = Sentence("Country profile")
OF = Sentence("{what}, {places}")
PAIR = Sentence("Bilateral: {countries}")
ALWAYS = Sentence("{what}, {period}")
IN_VIEW = Sentence("{view}: {number}")

# a rule
WHEN_CHANGES = Sentence("{what}: when the figure changes")
WHEN_VIEW_CHANGES = Sentence("{what}: when a figure changes")
WHEN_ABOVE = Sentence("{what}: when it rises above {limit}")
WHEN_BELOW = Sentence("{what}: when it falls below {limit}")
WHEN_LIST = Sentence("{what}: when a country joins or leaves")
WHEN_OVERDUE = Sentence("{source}: when its update is overdue")

# what is told
OF_PERIOD = Sentence("{amount} ({period})")
ON_LIST = Sentence("listed")
ON_LIST_AS = Sentence("listed as {category}")
OFF_LIST = Sentence("not listed")
LISTED = Sentence("{what}: {country}")
IN_TIME = Sentence("in time")
OVERDUE = Sentence("overdue since {day}")
WHY_VERSION = Sentence("{source}: version {after} took the place of {before}.")
WHY_DAY = Sentence("{source}: still version {version}, counted on {day}.")
WHY_PARTS = Sentence("Of the difference: {parts}.")
WHY_OVERDUE = Sentence(
    "Its publisher announced an update for {day}; the figures in force, version {version}, speak of"
    " {as_of}."
)
WHY_OVERDUE_EMPTY = Sentence("Its publisher announced an update for {day}.")
TOLD = Sentence("{what}: from {before} to {after}. {why}")
SUBJECT = Plural("Alert: {what}", "Alert: {n} figures of {what}")
RULE = Sentence("You asked to be told: {rule}.")

# what is wrong
TOO_MANY = Sentence("{most} rules are kept for a reader: remove one first.")
CANNOT_KEEP = Sentence("The rules cannot be kept: {fault}")
NOT_KEPT_FOR = Sentence("Rules are kept for readers who signed in.")
DAMAGED = Sentence("The file of rules is damaged: {fault}")
NOT_DELIVERED = Sentence("What is for {entry} could not be handed on yet.")
THERE = Sentence("There is such a rule.")
