"""News of the watch, told on every page."""

from languages import Plural, Sentence

MORE = Plural("{n} more reached {country}", "{n} more reached {country}")
PROPOSED = Sentence("New {notice} {reference} from {requesting} concerns {country}: {why}")
PROPOSED_UNNAMED = Sentence("New {notice} from {requesting} concerns {country}: {why}")
MOVED = Sentence("{notice} {reference} from {requesting}: {stage}")
MOVED_UNNAMED = Sentence("{notice} from {requesting}: {stage}")
ANSWERED = Sentence("{country} on {notice} {reference}: {answer}")
ANSWERED_UNNAMED = Sentence("{country} on {notice}: {answer}")
