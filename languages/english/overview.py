"""The first page: the sentence over the cards, and what changed."""

from languages import Plural, Sentence, Words

HEALTH = Sentence("Data health")
UP_TO_DATE = Sentence("{good} of {known} newest")
AS_ANNOUNCED = Sentence("sources as announced")
WRONG = Plural(
    "{n} older, overdue or with no announced update",
    "{n} older, overdue or with no announced update",
)
NONE_OVERDUE = Sentence("No source is overdue.")
STANDS = Sentence("{source}: {state}")

# numbers as words, where a sentence begins with one
NUMBERS = Words(
    {
        "1": Sentence("One"),
        "2": Sentence("Two"),
        "3": Sentence("Three"),
        "4": Sentence("Four"),
        "5": Sentence("Five"),
        "6": Sentence("Six"),
        "7": Sentence("Seven"),
        "8": Sentence("Eight"),
        "9": Sentence("Nine"),
    }
)
RISES = Plural("{number} material rise: {figures}.", "{number} material rises: {figures}.")
FALLS = Plural("{number} material fall: {figures}.", "{number} material falls: {figures}.")
NO_RISE = Sentence("No material rise.")
NO_FALL = Sentence("No material fall.")
NO_CHANGE = Sentence("No material change.")
MOVED = Sentence("{title} ({percent} % compared with {period})")
MOVED_FROM_NOTHING = Sentence("{title} (compared with {period})")
STEADY = Plural(
    "{number} figure within {share} % or of little change.",
    "{number} figures within {share} % or of little change.",
)
STEADY_BESIDE = Plural(
    "{number} other figure within {share} % or of little change.",
    "{number} other figures within {share} % or of little change.",
)
OF_COUNTRIES = Sentence("{countries}. {brief}")

CHANGES = Sentence("What changed")
NOTHING_COMPARED = Sentence("Nothing can be compared with an earlier period for these filters.")
NOT_ADDED = Sentence(
    "Each domain counts something else: figures of two domains are never added or ranked against"
    " each other."
)
