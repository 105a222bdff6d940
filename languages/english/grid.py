"""What a table says in the browser, whatever it shows; that fills in what stands in braces."""

from languages.templates import Sentence

SORT = Sentence("Sort by {label}")
COPY = Sentence("Copy table")
COPIED = Sentence("Copied: {n} rows. Paste them into a sheet.")
NOT_COPIED = Sentence("The browser did not let the table be copied; take the download.")
RISING = Sentence("sorted by {label}, ascending")
FALLING = Sentence("sorted by {label}, descending")
UNSORTED = Sentence("sorted as before")
