"""A reader's own briefings: what cannot be kept or read, and why."""

from languages.templates import Sentence

COPY = Sentence("{title} (copy)")
NO_BRIEFING = Sentence("There is no briefing {name} of yours.")
NO_NAME = Sentence(
    "{name} is no name of a briefing: small letters, digits and hyphens, at most 60."
)
NO_FILE = Sentence("This is no briefing: {why}.")
NO_JSON = Sentence("it is not the JSON that this dashboard writes")
TOO_LARGE = Sentence("it is larger than {most} kB")
LATER = Sentence("it is of a later dashboard (format {found}, here {known})")
NO_TITLE = Sentence("its title is missing or longer than {most} letters")
TOO_LONG = Sentence("its {part} is missing or longer than {most} letters")
TOO_MANY = Sentence("it has {n} views, at most {most} are kept")
NO_VIEW = Sentence("view {at} cannot be read: its {part} is wrong")
TOO_MANY_KEPT = Sentence("You have {most} briefings: delete one first.")
CANNOT_KEEP = Sentence("The briefing cannot be kept: {fault}")
CANNOT_OPEN = Sentence("The briefing cannot be opened: {fault}")
