"""What finding anything, and the reader's kept views, say in the browser."""

from languages.templates import Sentence

FIND = Sentence("Find anything")
KEYS = Sentence("Ctrl K")
ASK = Sentence("Country, indicator, page, source: “Indonesia trafficking 2019”")
NOTHING = Sentence("Nothing found")
IN = Sentence("{name}: {what}")
COUNTRY = Sentence("country")
GROUP = Sentence("group")
INDICATOR = Sentence("indicator")
PAGE = Sentence("page")
SOURCE = Sentence("source")
VIEWS = Sentence("My views, kept in this browser")
NAME = Sentence("Name of this view")
SAVE = Sentence("Save this view")
DELETE = Sentence("Delete {name}")
EXPORT = Sentence("Export as a file")
IMPORT = Sentence("Import a file")
NO_VIEWS = Sentence("This file holds no views.")
CLOSE = Sentence("Close")
SMALL = Sentence(
    "a an and are at by for from how in is it many much of on or the to was what which who with"
)
