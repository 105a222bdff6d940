"""The page of alerts: what was told, the rules, a new one."""

from languages.templates import Plural, Sentence, Words

TOLD = Sentence("What you were told")
NOTHING_TOLD = Sentence("Nothing yet.")
IS_NEW = Sentence("New")
FROM_TO = Sentence("from {before} to {after}")
OPEN = Sentence("Open the view")
ALL = Plural("Show {n}", "Show all {n}")
RULES = Sentence("Your rules")
NO_RULES = Sentence(
    "You have no rules yet. On a page of figures open “Add to briefing” and choose “Tell me when”."
)
HIDDEN = Sentence("About figures that are not open to you now: it waits until they are.")
REMOVE = Sentence("Remove")
REMOVED = Sentence("The rule is removed.")
NEW = Sentence("New rule")
TELL_ME_WHEN = Sentence("Tell me when")
KINDS = Words(
    {
        "changes": Sentence("a figure changes"),
        "crosses": Sentence("a figure crosses a value"),
        "list": Sentence("a list gains or loses a country"),
        "overdue": Sentence("a source is overdue"),
    }
)
VIEW = Sentence("View")
NUMBER = Sentence("Number")
EVERY_NUMBER = Sentence("Every number of this view")
SIDE = Sentence("When it")
SIDES = Words({"above": Sentence("rises above"), "below": Sentence("falls below")})
LIMIT = Sentence("Value")
LIST = Sentence("List")
SOURCE = Sentence("Source")
NOW = Sentence("Now: {amount} ({period})")
AWAITED = Sentence("Its publisher announced the next update for {day}.")
ALSO_TO = Sentence("Also send it to")
NOBODY = Sentence("nobody: only the bell")
WAY = Sentence("{entry}, by {way}, up to {mark}")
WAYS = Words({"webhook": Sentence("webhook"), "mail": Sentence("mail")})
SENT_TO = Sentence("also sent to {entry}")
KEEP = Sentence("Keep this rule")
KEPT = Sentence("Kept. {rule}")
NO_VIEW = Sentence(
    "Open a page of figures and choose “Tell me when” there, or keep a view in a briefing."
)
NO_NUMBER = Sentence("This view has no number.")
NO_LIMIT = Sentence("Say the value to be crossed.")
NO_SOURCE = Sentence("No publisher announced an update.")
