"""The watch as the General Secretariat reads it: all countries."""

from languages import Plural, Sentence

NOTHING_YET = Sentence("Nothing was proposed yet.")
SOURCE = Sentence("Source: this watch's own history, {moment}.")
SOURCE_INVENTED = Sentence(
    "DEMONSTRATION, every proposal invented. Source: this watch's own history, {moment}."
)
MEDIAN_HOURS = Sentence(
    "Median hours from a proposal's arrival to a country's first answer, of those answered; what is"
    " still open is not in it."
)
PROPOSALS = Sentence("Proposals")
PROPOSALS_HELP = Sentence("All that were accepted.")
WAITING = Sentence("Waiting for a country")
WAITING_HELP = Sentence("Each country and proposal counts once.")
OVERDUE = Sentence("Overdue")
OVERDUE_HELP = Sentence("Without a first answer past the days its colour allows.")
FIRST_ANSWER = Sentence("Median country's first answer")
HOURS = Plural("{hours} hour", "{hours} hours")

PROPOSALS_UNIT = Sentence("proposals")
HOURS_UNIT = Sentence("hours")
FUNNEL = Sentence("How far proposals came")
FUNNEL_ALT = Sentence("Bars: proposals by the step they reached: {steps}")
STEP = Sentence("{step} {n}")
MAP = Sentence("Median hours to a first answer")
MAP_ALT = Sentence(
    "World map: Median hours to a first answer. The table below holds the same figures."
)
NONE_ANSWERED = Sentence("No country has answered yet.")
SLOWEST = Sentence("Slowest")
SLOWEST_TITLE = Sentence("Slowest: median hours to a first answer")
SLOWEST_ALT = Sentence("Bars: the countries with the longest median time to a first answer.")
AT_LEAST = Plural(
    "Countries with at least {n} first answer.", "Countries with at least {n} first answers."
)
TOO_FEW = Plural(
    "No country has given {n} first answer yet.", "No country has given {n} first answers yet."
)
TREND = Sentence("Hours to a first answer, by week of arrival")
TREND_TITLE = Sentence("Median hours to a first answer, by week of arrival")
TREND_ALT = Sentence("Line: median hours to a first answer, by week of arrival.")
TREND_NOTE = Sentence(
    "The shaded weeks look quicker than they will be: their slow answers are still to come."
)
TABLE_ALT = Sentence(
    "Per country: proposals received, open, overdue, answered, median hours and outcomes"
)
COUNTRY = Sentence("Country")
RECEIVED = Sentence("Received")
OPEN = Sentence("Open")
ANSWERED = Sentence("Answered")
MEDIAN = Sentence("Median hours")
LOCATED = Sentence("Located")
NOT_LOCATED = Sentence("Not located")
MORE_NEEDED = Sentence("More information needed")
ARRESTED = Sentence("Arrested")
RETURNED = Sentence("Returned")
