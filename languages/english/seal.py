"""What is said of the seal of a briefing: what cannot be sealed or opened, and why."""

from languages.templates import Sentence, Words

NO_CODE = Sentence("{code} is no code of a seal: it has 12 letters and digits.")
NO_SEAL = Sentence("There is no seal {code} here.")
BROKEN = Sentence("What the seal {code} names is not what was sealed: {fault}")
NOT_YOURS = Sentence("What the seal {code} names bears a mark that you are not shown.")
EMPTY = Sentence("The briefing has no views: there is nothing to seal.")
CANNOT_SEAL = Sentence("The briefing cannot be sealed: {fault}")

# a code and a number held against what was sealed
PUBLISHED = Sentence("As published: {title}, sealed on {day}.")
REVISED = Sentence("As published in {title}, sealed on {day}; revised since to: {now}")
WHY = Words(
    {
        "code": Sentence("Unknown: no seal here has this code."),
        "touched": Sentence("Unknown: what this code names is not what was sealed."),
        "slide": Sentence("Unknown: what was sealed has no such slide."),
        "number": Sentence("Unknown: the code is authentic, and the number does not stand there."),
    }
)
OF = Sentence("{title}: {name}")

# what changed since
SINCE_NOTHING = Sentence("No newer figures are in force of what was sealed.")
KINDS = Words(
    {
        "period": Sentence("of a new period"),
        "record": Sentence("new"),
        "revised": Sentence("revised"),
        "reclassified": Sentence("classified anew"),
        "withdrawn": Sentence("withdrawn"),
        "late": Sentence("late"),
    }
)
BECAUSE = Sentence("{kind} {difference}")
MOVED = Sentence("{title}: {before}, now {after}")
MOVED_TO = Sentence("{title}: {before}; {now}: {after}")
THE_WORLD = Sentence("the world changed: {difference} ({by})")
THE_DATA = Sentence("the data changed: {difference} ({by})")
GONE = Sentence("{title}: no longer asked")
