"""What is asked, and over which period, in words; and what cannot be asked."""

from languages import Sentence, Words

# periods
ALL_YEARS = Sentence("all years")
TO = Sentence("to {end}")
FROM = Sentence("from {start}")
YEARS = Sentence("{start}–{end}")
BETWEEN = Sentence("{start} to {end}")
ON = Sentence("on {day}")
NOT_DATED = Sentence("not dated")

# filters, as the end of a sentence
WORLD = Sentence("World")
EITHER = Sentence("{first} or {last}")
PARTNER = Sentence("partner {country}")
PARTNER_AS = Sentence("{role} {country}")
ASKED = Sentence("{places}, {period}")
ASKED_WITH = Sentence("{places}, {partner}, {period}")
ASKED_OF = Sentence("{places}, {categories}, {period}")
ASKED_OF_WITH = Sentence("{places}, {partner}, {categories}, {period}")

# what cannot be asked
NO_GROUP = Sentence("group {group} is not known")
NO_INDICATOR = Sentence(
    "indicator {indicator} is not known; `python -m data indicators` lists them"
)
NO_CATEGORY = Sentence("category {category} is not known for {indicator}; it has {known}")
NO_CATEGORIES = Sentence("category {category} is not known for {indicator}; it has none")
NO_ROLE = Sentence("role {role} is not known for {indicator}; it has {known}")
NO_GRAIN = Sentence("grain {grain} is not one of {known}")

# why a figure is not compared with the one before
WHY = Words(
    {
        "words": Sentence("It is said in words: an order, a list or a yes or no is no amount."),
        "nothing": Sentence("There is no figure now."),
        "gap": Sentence("Not compared: the period just before has no figure."),
        "reporters": Sentence(
            "Not compared: not the same countries, or not the same years, have a figure in both"
            " periods."
        ),
        "uncovered": Sentence("Not compared: the source does not cover both periods whole."),
        "partial": Sentence("Not compared: one of the two periods is not complete."),
        "break": Sentence("Not compared: the method changed between the two."),
        "inexact": Sentence("Not compared: one of the two is not an exact number."),
        "coverage": Sentence(
            "Not compared: the parts known are not as much of the whole in both periods."
        ),
        "range": Sentence("Not compared: one of the two is known only within bounds."),
    }
)
