"""The words of each colour of a notice; data/watch/model.py says which colours there are."""

from languages.templates import Sentence, Words

PURPOSES = Words(
    {
        "red": Sentence("to locate a person for arrest and return"),
        "blue": Sentence("to collect information on a person's identity, place or activities"),
        "green": Sentence("to warn of a person likely to offend again"),
        "yellow": Sentence("to find a missing person"),
        "black": Sentence("to identify a body"),
        "orange": Sentence("to warn of an event, an object or a process that is a danger"),
        "purple": Sentence("to describe a way of working, an object or a hiding place"),
        "silver": Sentence("to trace assets"),
    }
)
NAMES = Words(  # in a list
    {
        "red": Sentence("red"),
        "blue": Sentence("blue"),
        "green": Sentence("green"),
        "yellow": Sentence("yellow"),
        "black": Sentence("black"),
        "orange": Sentence("orange"),
        "purple": Sentence("purple"),
        "silver": Sentence("silver"),
        "others": Sentence("others"),
    }
)
CHIPS = Words(  # over a proposal, and as a category of its figures
    {
        "red": Sentence("Red"),
        "blue": Sentence("Blue"),
        "green": Sentence("Green"),
        "yellow": Sentence("Yellow"),
        "black": Sentence("Black"),
        "orange": Sentence("Orange"),
        "purple": Sentence("Purple"),
        "silver": Sentence("Silver"),
    }
)
NOTICES = Words(  # with the notice they are the colour of
    {
        "red": Sentence("red notice"),
        "blue": Sentence("blue notice"),
        "green": Sentence("green notice"),
        "yellow": Sentence("yellow notice"),
        "black": Sentence("black notice"),
        "orange": Sentence("orange notice"),
        "purple": Sentence("purple notice"),
        "silver": Sentence("silver notice"),
    }
)
NOTICES_FIRST = Words(  # at the beginning of a sentence
    {
        "red": Sentence("Red notice"),
        "blue": Sentence("Blue notice"),
        "green": Sentence("Green notice"),
        "yellow": Sentence("Yellow notice"),
        "black": Sentence("Black notice"),
        "orange": Sentence("Orange notice"),
        "purple": Sentence("Purple notice"),
        "silver": Sentence("Silver notice"),
    }
)
