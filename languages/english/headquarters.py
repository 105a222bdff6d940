"""The watch as the General Secretariat reads it: all countries."""

from languages import Plural, Sentence, Words

NOTHING_YET = Sentence("Nothing was proposed yet.")
SOURCE = Sentence("Source: this watch's own history, {moment}.")
SOURCE_INVENTED = Sentence(
    "DEMONSTRATION, every proposal invented. Source: this watch's own history, {moment}."
)
MEDIAN_HOURS = Sentence(
    "Median hours from a proposal's arrival to a country's first answer, of those answered; what is"
    " still open is not in it."
)

# counts, one unit a panel
PROPOSALS = Sentence("Proposals")
REQUESTS = Sentence("Country requests")
ANSWERS = Sentence("Answers")
PROPOSALS_OF = Plural("proposal", "proposals")
REQUESTS_OF = Sentence(
    "requests: a proposal and a country it reached, {countries} countries in all"
)
ANSWERS_OF = Sentence("answered requests, by where they stand now")
PARTS = Words(
    {
        "published": Sentence("published"),
        "waiting": Sentence("waiting for a decision"),
        "refused": Sentence("refused"),
        "withdrawn": Sentence("withdrawn"),
        "answered": Sentence("answered at least once"),
        "in_time": Sentence("waiting, in time"),
        "overdue": Sentence("waiting, overdue"),
        "closed": Sentence("closed unanswered: the proposal ended"),
        "not_here": Sentence("not located"),
        "located": Sentence("located"),
        "arrested": Sentence("located and arrested, {returned} of them returned"),
        "need_more": Sentence("more information needed, {paused} of them paused"),
    }
)
RECONCILE = Sentence(
    "They reconcile: {proposals} proposals. {requests} requests. {answers} answered. {open}"
    " requests are open."
)
SUM = Sentence("{parts} = {total}")
SUM_OPEN = Sentence("{in_time} in time + {overdue} overdue + {paused} paused = {total}")

# who is late
STUCK = Sentence("Who is stuck")
STUCK_NOTE = Sentence(
    "{overdue} overdue requests without an answer in {countries} countries, longest late first"
)
NOBODY_STUCK = Sentence("No country is late.")
LONGEST = Sentence("Longest late")
MEDIAN_OF = Sentence("Median to first answer (n)")
REMINDED = Sentence("Reminded")
MEDIAN_SAID = Sentence("{hours} h ({n})")
MEDIAN_FEW = Sentence("too few ({n})")
REMIND = Sentence("Remind")
REMIND_OF = Sentence("Remind {country} of its overdue requests: {n}")
REMIND_ONE = Sentence("Remind…")
REMIND_ONE_PREVIEW = Plural(
    "One message to the bureau of {country}, for {n} overdue request. Who asked for it reads the"
    " reminder in its history.",
    "One message to the bureau of {country}, for {n} overdue requests. Who asked for them reads the"
    " reminder in their history.",
)
AGAIN = Sentence("Remind again…")
AGAIN_OF = Sentence("Remind again: {country}, of its overdue requests: {n}")
REMIND_ALL = Sentence("Send")
REMIND_THESE = Plural("Remind {n} country…", "Remind these {n} countries…")
REMIND_PREVIEW = Sentence("One message to each bureau, for {n} overdue requests: {places}.")
PLACE_OF = Sentence("{country} {n}")
MORE_STUCK = Sentence("Show more ({n})")
REMINDER = Sentence("Reminder sent {time}.")
REMINDER_REACHED = Plural(
    "Reached {places}; row {first} of the history.",
    "Reached {places}; rows {first} to {last} of the history.",
)
REMINDER_OF = Plural("{country}: {n} overdue request", "{country}: {n} overdue requests")
NOTHING_LATE = Sentence("Nothing was sent: what was overdue has been answered meanwhile.")

# charts
OVERDUE = Sentence("Overdue")
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
