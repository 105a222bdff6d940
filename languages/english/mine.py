"""The reader's own country on the first page."""

from languages.templates import Plural, Sentence, Words

MINE = Sentence("My country")
CHOOSE = Sentence("Choose your country")
OPEN = Sentence("Open {name}")
KINDS = Words(
    {
        "worse": Sentence("Worse"),
        "better": Sentence("Better"),
        "little": Sentence("Little change"),
        "apart": Sentence("Not comparable"),
    }
)
HEADING = Sentence("{kind}, {of}:")
ENTRY = Sentence("{title}, {said}")
MORE = Plural("and {n} more", "and {n} more")
NONE = Sentence("none")
