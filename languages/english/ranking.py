"""What stands around the largest countries of an indicator."""

from languages.templates import Sentence

HEADING = Sentence("Largest")
HEADING_BEFORE = Sentence("Largest, with the period before")
PICTURE = Sentence("{title}: largest, {when}")
ALT = Sentence("Bars: the countries with the largest figures of {title}.")
