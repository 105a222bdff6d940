"""Whether it is worse or better with one country, and why a figure says neither."""

from languages.templates import Plural, Sentence, Words

OF = Sentence("{n} of {of}")

# what an indicator says of a country, beside its name
FROM_TO = Sentence("{before} → {now} ({when} compared with {against})")
STAYS = Sentence("{now}, as in {against}")
LEVEL_FROM_TO = Sentence("{before} in {against}, {now} in {when}")
ADDED = Sentence("added since {since}: {standing}")
REMOVED = Sentence("removed since {since}")
MOVED = Sentence("moved from {before} to {now} since {since}")
ENTRIES = Plural(
    "{n} listed; {entered} added, {gone} removed since {since}",
    "{n} listed; {entered} added, {gone} removed since {since}",
)
ENTRIES_SAME = Plural(
    "{n} listed; none added or removed since {since}",
    "{n} listed; none added or removed since {since}",
)
MORE_FOUND = Sentence("{before} → {now} ({when} compared with {against}): more found or reported")
FEWER_FOUND = Sentence("{before} → {now} ({when} compared with {against}): fewer found or reported")
ABOUT_AS_MANY_FOUND = Sentence(
    "{before} → {now} ({when} compared with {against}): about as many found or reported"
)
AS_MANY_FOUND = Sentence("{now} found or reported ({when}), as in {against}")
FOUND = Sentence("{now} found or reported ({when})")
REPORTERS = Plural("{said}, {n} country reports", "{said}, {n} countries report")
NO_FIGURE_SINCE = Sentence("no figure since {held} ({amount})")
OLD = Sentence("{now} in {when}, {n} years ago")
APART_NOW = Sentence("{now} in {when}: {why}")
WHY = Words(
    {
        "break": Sentence("another method than before"),
        "partial": Sentence("not covered whole"),
        "gap": Sentence("no figure just before"),
        "reporters": Sentence("not the same have a figure in both"),
        "uncovered": Sentence("not covered just before"),
        "inexact": Sentence("not printed exactly"),
        "coverage": Sentence("not as much of the whole is known in both"),
        "range": Sentence("known only within a range"),
        "nothing": Sentence("no figure"),
        "words": Sentence("no figure just before"),
    }
)
