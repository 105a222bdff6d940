"""What is said of sources and indicators beside what their descriptions say themselves."""

from types import MappingProxyType

from languages.templates import Sentence

NOTICES = Sentence("Police notices")
CYBERCRIME = Sentence("Cybercrime")
TRAFFICKING = Sentence("Human trafficking")
ILLEGAL_FISHING = Sentence("Illegal fishing")
TERRORISM = Sentence("Terrorism")
MONEY_LAUNDERING = Sentence("Money laundering")
OWN = Sentence("Own tables")

PER = Sentence("{unit} per {n} people")
CATEGORY = Sentence("Category")
QUANTITY = Sentence("{value} {unit}")
ENDS_ON = Sentence("{year} ends on {day}")

BROUGHT_TITLE = Sentence("{title} (brought by a user)")

# a reader's own table, by its kind
BROUGHT = MappingProxyType(
    {
        "observation": Sentence(
            "Counts for a country and period, as a reader brought them in the file {file} on {on}."
        ),
        "event": Sentence("Events, as a reader brought them in the file {file} on {on}."),
        "score": Sentence(
            "Rates or index values, as a reader brought them in the file {file} on {on}."
        ),
    }
)

# of two countries that have a part in what is counted
BETWEEN = Sentence("{said} ({role}: {country}; {partner_role}: {partner})")
