"""What stands around every page."""

from languages import Sentence

DASHBOARD = Sentence("Global Threats Dashboard")
WINDOW = Sentence("{page} · {dashboard}")
OVERVIEW = Sentence("Global threats")
UNREADABLE = Sentence(
    "The figures of this page cannot be read just now: {fault}. What stands above is whole; reload"
    " the page to try again."
)
NO_OWN_TABLE = Sentence(
    "There is no own table here that you may read. A table is brought on the page of sources."
)
STORE = Sentence("the store")
PUBLISHERS = Sentence(
    "Figures are those of the publishers named beside them, as of the dates given there."
)
SOURCES = Sentence("Sources: {sources}.")
SOURCE = Sentence("{publisher}, {title}, as of {day}")
VERSION = Sentence("Data version {version}, seen on {day}.")
MENU = Sentence("Menu")
