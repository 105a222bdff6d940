"""What a chart says in the browser, whatever it shows."""

from languages.templates import Sentence

PICTURE = Sentence("Download as a picture")
ZOOM_IN = Sentence("Zoom in")
ZOOM_OUT = Sentence("Zoom out")
RESET = Sentence("Reset")
MONTHS = Sentence("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")  # twelve, a space between
PLAY = Sentence("Play")
PAUSE = Sentence("Pause")
YEAR = Sentence("Year shown")
UNDRAWN = Sentence("This chart could not be drawn.")
AS_LIST = Sentence("As a list: {alt}")
FIND_PLACE = Sentence("Find a country on the map")
PLACE_RANKED = Sentence("{what}, rank {rank}")
PLACES_FOUND = Sentence("{n} found. {first}")
