"""What any element of a page says in the browser."""

from languages.templates import Sentence

FAILED = Sentence("This part could not be loaded.")
