"""What is kept and is not what was written."""

from languages.templates import Sentence

# for the operator
TOUCHED = Sentence("{path} is not what was written: its SHA-256 is another")
CHANGED = Sentence("it is not what was written: its SHA-256 is another")
NO_DOCUMENT = Sentence("it is not a JSON object")
CANNOT_READ = Sentence("{path} cannot be read: {fault}")
ANOTHER_SOURCE = Sentence("it is of another source")
ELSEWHERE = Sentence("it names a file outside the store")
NOT_SEALED = Sentence("its seal is missing")
LATER = Sentence("{path} is of a later format ({found}) than this dashboard knows ({known})")
LATER_STORE = Sentence(
    "{path} is of a later format ({found}) than this dashboard knows ({known}): nothing was"
    " written. Use the newer dashboard, or another store"
)

# for a reader
OLDER_SHOWN = Sentence(
    "{title}: its newest figures are not what was written, so those of edition {edition} are shown."
)
NOT_SHOWN = Sentence(
    "{title}: its figures are not what was written, so they are not shown; nothing else is touched."
)
KEPT_SHOWN = Sentence(
    "{title}: its figures on disk are no longer what was written; shown are those that were read"
    " before, of edition {edition}."
)
BROKEN = Sentence("its newest figures are not what was written; python -m data doctor says more")
LAST_GOOD = Sentence(
    "The newest figures could not be opened ({fault}): the last good ones are shown."
)
