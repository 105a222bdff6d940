"""What a page says of its mark, and of what is withheld below it."""

from languages import Plural, Sentence

SHOW_AS = Sentence("Show as")
SHOW_AS_HELP = Sentence(
    "Lowers every figure, card and map, here and on the pages that follow, to what may be shown"
    " under this mark. The address keeps it."
)
ALL = Sentence("All that I may see")
WITHHELD = Plural("{n} record is withheld here.", "{n} records are withheld here.")
NOTHING_WITHHELD = Sentence("Nothing of this page is withheld.")
ABOVE = Sentence("Figures above {mark} are not shown here.")
