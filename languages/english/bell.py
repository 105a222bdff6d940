"""News of the watch and of shared intelligence, told on every page."""

from languages import Plural, Sentence

MORE = Plural("{n} more reached {country}", "{n} more reached {country}")
PROPOSED = Sentence("New {notice} {reference} from {requesting} concerns {country}: {why}")
MOVED = Sentence("{notice} {reference} from {requesting}: {stage}")
ANSWERED = Sentence("{country} on {notice} {reference}: {answer}")
RING = Sentence("{page}, {n} new")
TITLE = Sentence("({n}) {title}")
REMINDED = Plural(
    "The General Secretariat reminds {country} of {n} overdue request",
    "The General Secretariat reminds {country} of {n} overdue requests",
)
SHARED = Sentence("Intelligence from {sender} for {country}: {what} ({why})")
TAKEN_BACK = Sentence("Taken back by {sender}: {what}")
