"""What stands around from where to where."""

from languages.templates import Sentence

TITLE = Sentence("{title}: {origin} to {destination}, {when}")
TITLE_ALIKE = Sentence("{title}: {origin} and {destination}, {when}")  # both ways round
CHOSEN = Sentence("{title}, {names}")  # flows from or to those chosen
LARGEST_OF = Sentence("{title}, the {n} largest of {of}")
ALT_MAP = Sentence("Map of flows: {title}")
ALT_BANDS = Sentence("Bands: {title}")
WITHIN = Sentence("Only records with both countries. Within one country: {said}, not drawn.")
