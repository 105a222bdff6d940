"""What is said of a kit for a closed room: its files, and why one is refused."""

from languages.templates import Plural, Sentence

WORKING = Sentence("Working out {what}")
READING = Sentence("Reading {file}")
THERE = Sentence("{folder} is there already and is not empty.")
CANNOT_WRITE = Sentence("The kit cannot be written: {fault}")
NOT_SHOWN = Sentence("The briefing bears a mark that you are not shown.")
NO_KEY = Sentence("{file} is no signing key; move it away and a new one is made.")
NO_MANIFEST = Sentence("{folder} is no kit: it has no manifest.json that can be read.")
ALTERED = Sentence("manifest.json was altered: its signature does not fit what it says.")
UNTRUSTED = Sentence(
    "The kit is signed by a key that is not trusted here: {fingerprint}. Where you know it to be"
    " its author’s, write it into the file that THREATS_TRUSTED_KEYS names."
)
NO_FINGERPRINT = Sentence("{file}, line {line}: {text} is no fingerprint of 64 hexadecimal digits.")
CHANGED = Sentence("{file} was changed.")
MISSING = Sentence("{file} is missing.")
ADDED = Sentence("{file} is no part of the kit.")
RENAMED = Sentence("{file} is called {now} now.")
LINKED = Sentence("{file} is a link, which a kit never holds.")
UNREADABLE = Sentence("{file} cannot be read: {fault}")
TOUCHED = Plural("The kit was touched: {said}", "The kit was touched in {n} places: {said}")
