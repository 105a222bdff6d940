"""What bars say in the browser."""

from languages.templates import Sentence

RANKED = Sentence("{rank}. {name}")
TICK = Sentence("{period}, as a line on each bar")
