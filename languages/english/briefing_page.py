"""The page of briefings."""

from languages.templates import Sentence, Words

MINE = Sentence("My briefings")
NONE = Sentence("None yet: make one here, or press “Add to briefing” on any page.")
READY = Sentence("Make one ready")
WORLD = Sentence("The world in ten slides")
READY_HAS = Sentence(
    "Slides of the newest figures, to be put in order, worded, presented and carried away."
)
WORLD_HAS = Sentence(
    "Every threat at a glance, then where each one is and which way it went: human trafficking, "
    "cybercrime, terrorism, illegal fishing, money laundering and notices."
)
MAKE_WORLD = Sentence("Make the ten slides")
OF_ONE = Sentence("A country or a group")
ONE_HAS = Sentence(
    "What got better or worse, the newest figures, their years, and what is not known."
)
WHO = Sentence("Country or group")
MAKE_ONE = Sentence("Make its slides")
OF_TWO = Sentence("A meeting of two")
TWO_HAS = Sentence(
    "What to know of each other: both sides, what lies between them, third countries, lists."
)
FIRST = Sentence("One country")
SECOND = Sentence("The other country")
MAKE_TWO = Sentence("Make their slides")
EMPTY = Sentence("An empty one")
CHOOSE = Sentence("Choose")
MAKING = Sentence("Its figures are being read …")
DUPLICATE = Sentence("Duplicate")
DELETE = Sentence("Delete")
DELETED = Sentence("“{title}” is deleted.")
UNDO = Sentence("Undo")
EXPORT = Sentence("Save as a small file")
EXPORT_HELP = Sentence("Views and words alone, no figure: for another dashboard, or to keep.")
REMOVED = Sentence("Slide {at} is removed.")
COPIED = Sentence("Slide {at} is duplicated.")
KEPT = Sentence("Kept.")
TAKEN_BACK = Sentence("Taken back.")
SEALED = Sentence("Seal {code}, of {day}: these very figures are shown, however the data change.")
UNSEALED = Sentence("Not sealed: to present it, or to make a file, seals what it shows now.")
CHANGED = Sentence(
    "Changed since it was sealed as {code}: to present it, or to make a file, seals it anew."
)
NEWER = Sentence("Newer figures are there since it was sealed: {sources}.")
SEAL_ANEW = Sentence("Seal anew")
SINCE = Sentence("What changed since")
SINCE_SEAL = Sentence("What changed since the seal {code}")
NOTHING_SINCE = Sentence("No number of these slides changed.")
RECORDS = Sentence("Records: {many}.")
MANY = Sentence("{kind} {n}")
PRESENT = Sentence("Present")
CARRY = Sentence("Carry away")
FILES = Words(
    {
        "html": Sentence("HTML, for the audience"),
        "presenter": Sentence("HTML with notes"),
        "pptx": Sentence("PowerPoint, with notes"),
        "pdf": Sentence("PDF, slides"),
        "brief": Sentence("PDF, brief on A4"),
        "pictures": Sentence("Pictures"),
        "kit": Sentence("Kit for a closed room, signed"),
    }
)
DOING = Sentence("{what}: {said}")
SEALING = Sentence("the figures are pinned")
DRAWING = Sentence("it is drawn")
PICTURED = Sentence("slide {at} of {of}")
CANCEL = Sentence("Cancel")
CANCELLED = Sentence("Cancelled.")
SAVE = Sentence("Save {name}")
FAILED = Sentence("{what} could not be made: {why}.")
OPEN_SLIDES = Sentence("Open the slides")
OPEN_NOTES = Sentence("Open with notes and a second window")
OPEN_HELP = Sentence(
    "Opens in a tab of its own and needs no network from then on; the address holds for a day."
)
