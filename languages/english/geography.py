"""What stands with every map."""

from languages.templates import Sentence

BOUNDARIES = Sentence("Boundaries and names shown do not imply endorsement or acceptance.")

# a reader's own groups
GROUPS_UNREADABLE = Sentence("{file}: cannot be read ({fault})")
GROUPS_NOT_TEXT = Sentence("{file}: is not UTF-8 text")
GROUP_NOT_WHOLE = Sentence("{file}, row {row}: {value} is not an id, a name and codes of countries")
GROUP_NO_ID = Sentence(
    "{file}, row {row}: {value} is not an id in capitals, or there is a group of that id"
)
GROUP_NO_COUNTRY = Sentence("{file}, row {row}: {value} is not the code of a country")
