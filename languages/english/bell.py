"""News of the watch, told on every page."""

from languages import Plural, Sentence

MORE = Plural("{n} more reached {country}", "{n} more reached {country}")
PROPOSED = Sentence("New {notice} {reference} from {requesting} concerns {country}: {why}")
MOVED = Sentence("{notice} {reference} from {requesting}: {stage}")
ANSWERED = Sentence("{country} on {notice} {reference}: {answer}")
RING = Sentence("Watch, {n} new")
TITLE = Sentence("({n}) {title}")
REMINDED = Plural(
    "The General Secretariat reminds {country} of {n} overdue request",
    "The General Secretariat reminds {country} of {n} overdue requests",
)
