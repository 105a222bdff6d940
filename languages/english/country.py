"""The profile of one country."""

from languages import Plural, Sentence

CHOOSE = Sentence("Choose a country or a group above, or click one on the map of any other page.")
ISO = Sentence("ISO {code}")
NO_FIGURE = Sentence("No source here has a figure for {country}.")
RANKED = Sentence(
    "Places are among all countries with a figure. Capacity is what a country sets against a"
    " threat; it stands behind the threat's own figures."
)
CHANGES = Sentence("What changed")
CAPACITY = Sentence("capacity")
ONE_OF = Sentence("one of {of}")

LISTINGS = Sentence("Listings")
LIST = Sentence("List")
AS = Sentence("As")
NUMBER = Sentence("Number")
SINCE = Sentence("Since")
LISTINGS_ALT = Sentence("Listings of {country}")
NONE_RECORDED = Sentence("None recorded in the last period of: {titles}.")
NO_LISTING = Sentence("It stands on none of the lists here.")

DATA_GAPS = Sentence("Data gaps")
INDICATOR = Sentence("Indicator")
KNOWN = Sentence("Known")
NO_GAP = Sentence("Every indicator here has a figure for it.")

PARTNERS = Sentence("Partners")
COUNTRY = Sentence("Country")

BESIDE_OTHERS = Sentence("Beside others")
PERIOD = Sentence("Period")
TOO_FEW = Sentence("Too few figures to say which countries are alike.")
LINE = Sentence("{title} ({unit})")
CHOSEN = Sentence("Chosen: {countries}.")
NEAREST = Sentence("Nearest by profile, which is the standing among all countries: {peers}.")
PEER = Plural(
    "{country} (over {n} indicator, most alike in {titles})",
    "{country} (over {n} indicators, most alike in {titles})",
)
SUBREGION = Sentence("Same subregion: {countries}.")
