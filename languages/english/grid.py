"""What a table says in the browser, whatever it shows; that fills in what stands in braces."""

from languages.templates import Sentence

SORT = Sentence("Sort by {label}")
