"""What stands with every map."""

from languages.templates import Sentence

BOUNDARIES = Sentence("Boundaries and names shown do not imply endorsement or acceptance.")
