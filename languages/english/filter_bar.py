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
