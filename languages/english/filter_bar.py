"""What the filters say in the browser; the browser fills in what stands in braces."""

from languages.templates import Sentence

CLEAR = Sentence("Clear {label}")
REMOVE = Sentence("Remove {name}")
NO_MATCHES = Sentence("No matches")
FIRST = Sentence("{label}, first")
LAST = Sentence("{label}, last")
SPAN = Sentence("{first} to {last}")
FIGURES = Sentence("Figures")
FOLDED = Sentence("Filters: {filters}")
TO_FILTERS = Sentence("To the filters")
TO_FIGURES = Sentence("To the figures")
TO_TABLE = Sentence("To the table and the downloads")
SHOWN = Sentence("Now shown: {filters}.")
