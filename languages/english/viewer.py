"""Who reads, as the history of a proposal shows it."""

from languages import Sentence, Words

GENERAL_SECRETARIAT = Sentence("General Secretariat")
THE_SECRETARIAT = Sentence("the General Secretariat")
# how a step's taker was known, by the words the history keeps
KNOWN = Words(
    {
        "by its token": Sentence("by its token"),
        "signed in": Sentence("signed in"),
        "not signed in": Sentence("not signed in"),
    }
)
TAKER = Sentence("{bureau}, {known}")
