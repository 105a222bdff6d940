"""What stands on the cards over an indicator."""

from languages.templates import Plural, Sentence

NO_CHANGE = Sentence("no change")
PERCENT = Sentence("{difference} ({percent}\u00a0%)")
LITTLE = Sentence("little change: {difference}")
COMPARED_WITH = Sentence("compared with {period}")
REPORTERS = Sentence("{now} countries, {before} before")
REPORTERS_EACH_YEAR = Sentence("{now} countries with a figure in each year, {before} before")
THOSE_SAME = Sentence("the same {both}: {percent}\u00a0%")
QUALIFIED = {
    "about": Sentence("about {amount}"),
    "more than": Sentence("more than {amount}"),
    "fewer than": Sentence("fewer than {amount}"),
    "at least": Sentence("at least {amount}"),
}
MOVES = Sentence("{entered} added, {gone} removed since {since}")
BOUNDS = Sentence("between {low} and {high}")
NO_MOVES = Sentence("none added or removed since {since}")
FEW = Plural("{n} of {of} has a figure", "{n} of {of} have a figure")
FEW_EACH_YEAR = Plural(
    "{n} of {of} has a figure in each year", "{n} of {of} have a figure in each year"
)
FEW_YEARS = Plural("{n} of {of} years has a figure", "{n} of {of} years have a figure")
HELD_OF_FEW = Sentence("{held}, {n} of {of}")
HELD = Sentence("previous figure held: {period} ({amount})")
OTHER_METHOD = Sentence("{period}: {amount} by another method")
IN_PART = Sentence("{when} (in part)")
AGE = Plural("{n} year old", "{n} years old")
ALSO_STATED = Sentence("also stated: {amounts}")

CHOOSE_COUNTRY = Sentence("choose one country")
WORLD_ONLY = Sentence("world figure only")
NO_DATA = Sentence("no data published")
NO_RATE = Sentence("published only in part or as a range: no rate")

HELP = Sentence("Unit: {unit}. Source: {publisher}, {edition}, as of {as_of}.")
DISAGREE = Sentence("Sources disagree: {statements}")
STATEMENT = Sentence("{amount} by {who}")
WENT = Plural(
    "{title}: the last {n} year with a figure", "{title}: the last {n} years with a figure"
)

OF_CHOSEN = Sentence("{label}, of those chosen")
OF_SAME = Plural("{label}, of the same {n} country", "{label}, of the same {n} countries")

REACH = Sentence("Countries with a figure")
REACH_RECORDED = Sentence("Countries with any recorded")
OF_REPORT = Plural("{n} of {of}", "{n} of {of}")
REACH_HELP = Sentence(
    "More countries reporting makes a total rise without anything else having changed: so the"
    " change among only the countries with a figure in both periods stands beside the total."
)

LARGEST = Sentence("Largest")
LARGEST_SHARED = Plural("{n} country", "{n} countries")
EACH = Sentence("{said} each")
SHARE = Sentence("{percent}\u00a0% of all")
SHARE_OF_SAME = Sentence("{percent}\u00a0% of the same")
SHARE_OF_CHOSEN = Sentence("{percent}\u00a0% of those chosen")
PLACE_AMONG = Sentence("Place")
PLACE = Sentence("Place among all with a figure")
PLACE_EACH_YEAR = Sentence("Place among all with a figure in each year")
SHARE_OF = Sentence("Share")
SHARE_OF_ALL = Sentence("Share of all countries")
LESS_THAN = Sentence("less than {percent}")
PER_CENT = Sentence("{percent}\u00a0%")
OF_WHOLE = Sentence("of {amount}")
NEWEST = Sentence("Newest entry")
SINCE = Sentence("since {day}")
PERHAPS_LATER = Sentence("perhaps later: {country}, {bounds}")
ENTRY_UNKNOWN = Sentence("days of entry are not published")

PERHAPS_LISTED = Sentence("Perhaps on the list too")
PERHAPS_LISTED_NOTE = Sentence("dates not certain")
PERHAPS_LISTED_HELP = Sentence(
    "The day of entry or exit is known only to lie between two dates: counted as a possibility,"
    " never as a number."
)
MASKED = Sentence("Published only as “<5”")
MASKED_NOTE = Sentence("at most {amount}")
MASKED_HELP = Sentence(
    "Cells below five are masked by the publisher: between 0 and 4, never added as a number."
)
NO_DATE = Sentence("Without a date")
NO_COUNTRY = Sentence("Without a country")
NO_COUNTRY_HELP = Sentence("In the total, but not on the map.")
UNDATED = Sentence("{amount} more of no known year, in all")

DATA = Sentence("Data as of")
DATA_HELP = Sentence("{publisher}: {source}, {edition}.")
SUPERSEDED = Sentence("superseded by a newer edition")
OVERDUE = Sentence("overdue since {day}")
NEXT_UPDATE = Sentence("next update {day}")
NEXT_UNKNOWN = Sentence("next update not announced")
