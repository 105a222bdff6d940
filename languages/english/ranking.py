"""What stands around the largest countries of an indicator."""

from languages.templates import Sentence

HEADING = Sentence("Largest")
HEADING_BEFORE = Sentence("Largest, with the period before")
HEADING_LEVELS = Sentence("By level")
HEADING_LEVELS_BEFORE = Sentence("By level, with the period before")
HEADING_OF = Sentence("{heading}; in full colour: {groups}")
PICTURE = Sentence("{title}: largest, {when}")
PICTURE_LEVELS = Sentence("{title}: by level, {when}")
ALT = Sentence("Bars: the countries with the largest figures of {title}.")
ALT_LEVELS = Sentence("Bars: countries by level of {title}.")
