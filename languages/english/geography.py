"""What stands with every map."""

from languages.templates import Sentence, Words

BOUNDARIES = Sentence("Boundaries and names shown do not imply endorsement or acceptance.")

# a reader's own groups
GROUPS_UNREADABLE = Sentence("{file}: cannot be read ({fault})")
GROUPS_NOT_TEXT = Sentence("{file}: is not UTF-8 text")
GROUP_NOT_WHOLE = Sentence("{file}, row {row}: {value} is not an id, a name and codes of countries")
GROUP_NO_ID = Sentence(
    "{file}, row {row}: {value} is not an id in capitals, or there is a group of that id"
)
GROUP_NO_COUNTRY = Sentence("{file}, row {row}: {value} is not the code of a country")

# the note below a map, by the policy on boundaries
UN = Sentence(
    "Boundaries: United Nations practice, dashed where they are not determined or in dispute."
)
DE_FACTO = Sentence("Boundaries: de facto control, not United Nations practice.")
BLANK = Sentence("Boundaries: disputed areas left blank, within dashed lines.")
IN_SIGHT = Sentence("{policy} Disputes in sight ({n}): {names}.")
NOBODYS = Sentence("Disputed, shown for no country")
DISPUTED = Sentence("{name}: disputed, shown for no country")

# the choice among them
POLICY = Sentence("Boundaries on the maps")
POLICIES = Words(
    {
        "un": Sentence("United Nations practice"),
        "de_facto": Sentence("De facto control"),
        "blank": Sentence("Disputed areas blank"),
    }
)
DIFFERS = Sentence("What the maps show of each dispute, by policy")
DISPUTE = Sentence("Dispute")
STATUS = Sentence("Status")
AUTHORITY = Sentence("United Nations, ISO or other source")
NO_COUNTRY = Sentence("no country")
NOT_DRAWN = Sentence("too small to draw")
A_LINE = Sentence("a dashed line")
