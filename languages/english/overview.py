"""The first page: the sentence over the cards, and what changed."""

from languages import Plural, Sentence, Words

HEALTH = Sentence("Data health")
UP_TO_DATE = Sentence("{good} of {known} newest")
AS_ANNOUNCED = Sentence("sources as announced")
WRONG = Plural(
    "{n} older, overdue or not known to be the newest",
    "{n} older, overdue or not known to be the newest",
)
NONE_OVERDUE = Sentence("No source is overdue.")
STANDS = Sentence("{source}: {state}")

# the sentence over the cards: what is worse or better, and apart from it the rest
LEADING = Words(
    {
        "worse": Sentence("Worse: {figures}."),
        "better": Sentence("Better: {figures}."),
    }
)
BESIDE = Words(
    {
        "more": Sentence("More found or reported: {figures}."),
        "fewer": Sentence("Fewer found or reported: {figures}."),
        "alike": Sentence("About as many found or reported: {figures}."),
        "little": Sentence("Little change: {figures}."),
        "lists": Sentence("Lists: {figures}."),
        "apart": Sentence("Not comparable: {figures}."),
    }
)
NONE = Sentence("none")
MOVED = Sentence("{title} ({percent}\u00a0% compared with {period})")
MOVED_AMONG = Plural(
    "{title} ({percent}\u00a0% in the one country that reported both, compared with {period})",
    "{title} ({percent}\u00a0% in the same {n} countries, compared with {period})",
)
MOVED_FROM_NOTHING = Sentence("{title} (compared with {period})")
LIST_MOVED = Sentence("{title}, {entered} added, {gone} removed since {since}")
LIST_STAYS = Sentence("{title}, none added or removed since {since}")
NO_FIGURE = Sentence("{title} (no figure)")
FIGURE_OF = Sentence("{title} ({period})")
OF_COUNTRIES = Sentence("{countries}. {brief}")
NOT_OF_PERIOD = Sentence("no figure for the period chosen: the newest is shown")

CHANGES = Sentence("What changed")
NOTHING_COMPARED = Sentence("Nothing can be compared with an earlier period for these filters.")
NOT_ADDED = Sentence(
    "Each domain counts something else: figures of two domains are never added or ranked against"
    " each other."
)
