"""The filters in the frame of a page: their labels, and what stands there while none is chosen."""

from languages import Sentence

INDICATOR = Sentence("Indicator")
COUNTRIES = Sentence("Countries, groups")
GROUP = Sentence("{id} · {name}")
ALL_COUNTRIES = Sentence("All countries")
CHOOSE_ONE = Sentence("Choose one")
ALL = Sentence("All")
PERIOD = Sentence("Period")
PERIOD_OF_A_STOCK = Sentence("Period; counted on its last day")
PERIOD_MISSED = Sentence("Period; {period} is not covered")
CLEAR = Sentence("Clear")
CLEAR_HELP = Sentence("Takes back country, category and period")

COUNTRY = Sentence("Country")
PARTNER = Sentence("Partner")
CHOOSE_THE_OTHER = Sentence("Choose the other")
SWAP = Sentence("Swap")
SWAP_HELP = Sentence("Exchanges the two")

COUNTRY_AND_OTHERS = Sentence("Country and others beside it, or a group")
CHOOSE_A_COUNTRY = Sentence("Choose a country or a group")

MY_COUNTRY = Sentence("My country")
CHOOSE_YOURS = Sentence("Choose yours")

INDICATOR_AND_SOURCE = Sentence("Indicator, and the source it comes from")
CHOOSE_ONE_OR_A_ROW = Sentence("Choose one, or a row below")
