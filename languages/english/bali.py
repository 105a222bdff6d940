"""The story of Bali 2016, and INTERPOL's own quantities beside it."""

from languages import Plural, Sentence

FIGURES = Sentence("Figures")
TAB = Sentence("Bali 2016")
STORY = Sentence("Bali, November 2016: what was said, and what it is not")
ASSEMBLY = Sentence(
    "At the General Assembly the member countries agreed to share cybercrime intelligence swiftly"
    " and to answer proposed red notices quickly. The press counted notices and returns: these"
    " count different things, and are parts of one another only where it says so."
)
AGREE = Plural("{n} statement", "{n} statements agree")
DISAGREE = Sentence("statements disagree")
ISSUED = Sentence("INTERPOL: red notices issued in {year}")
TIMES = Plural("{n} times the press figure", "{n} times the press figure")
ISSUED_HELP = Sentence(
    "The last year before the assembly for which a yearly total was found. The press figure cannot"
    " be all red notices INTERPOL issued in a year."
)
RETURNED = Plural(
    "The {n} returned to Indonesia, by country where they were found",
    "The {n} returned to Indonesia, by country where they were found",
)
RETURNED_ALT = Sentence("Fugitives returned to Indonesia by country where found")
COUNTRY = Sentence("Country")
PERSONS = Sentence("Persons")
STATEMENTS = Sentence("Every statement; where sources disagree the values stand side by side")
THREE_QUANTITIES = Sentence(
    "A red notice is a request to locate a person, not proof of guilt. Issued in a year, in force"
    " and public are three different quantities; these four are of the whole world."
)
