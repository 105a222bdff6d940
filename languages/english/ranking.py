"""What stands around the largest countries of an indicator."""

from languages.templates import Sentence

HEADING = Sentence("Largest")
HEADING_BEFORE = Sentence("Largest, with the period before")
HEADING_OF = Sentence("Largest; in full colour: {groups}")
HEADING_OF_BEFORE = Sentence("Largest, with the period before; in full colour: {groups}")
PICTURE_OF = Sentence("{title}: largest, {when}; in full colour: {groups}")
PICTURE = Sentence("{title}: largest, {when}")
ALT = Sentence("Bars: the countries with the largest figures of {title}.")
