"""Where a figure comes from, and what travels with a picture or a file of it."""

from languages.templates import Plural, Sentence

QUESTION = Sentence("Where does this come from?")
QUESTION_OF = Sentence("Where does this come from? {label}")  # read aloud

SOURCE = Sentence(
    "Source: {publisher}, {source} ({edition}). Licence: {licence}. As of {as_of}, next update"
    " {next}."
)
SOURCE_ALONE = Sentence(
    "Source: {publisher}, {source} ({edition}). Licence: {licence}. As of {as_of}."
)
CITATION = Sentence("{citation} {title}: {filters}. Version {version}, accessed {day}.")
CITATION_UNVERSIONED = Sentence("{citation} {title}: {filters}. Version none, accessed {day}.")
FIGURE = Sentence("{title}, {filters}: {said}")

WHICH = Sentence("Figure")
CHOOSE = Sentence("Choose a figure of this page")
HOW_MADE = Sentence("How the number is made")
BULLET = Sentence("•  {said}")
ABOUT = Sentence(
    "Publisher: {publisher}\nDataset: {source}, {edition}\nLicence: {licence}\nAs of: {as_of}\n"
    "Next update: {next}\n\nCite this figure as"
)
NOT_ANNOUNCED = Sentence("not announced")

RECORDS = Plural("{n} record behind this figure.", "{n} records behind this figure.")
RECORDS_NEWEST = Plural(
    "{n} record behind this figure; the newest {shown} are shown.",
    "{n} records behind this figure; the newest {shown} are shown.",
)
ALT_RECORDS = Sentence("Records behind {filters}")
