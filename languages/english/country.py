"""The profile of one country."""

from languages import Plural, Sentence, Words

CHOOSE = Sentence("Choose a country or a group above, or click one on the map of any other page.")
OWN = Sentence("My country and its neighbours")
GROUPS = Sentence("Groups")
ISO = Sentence("ISO {code}")
NO_FIGURE = Sentence("No source here has a figure for {country}.")
ONE_OF = Sentence("one of {of}")


INDICATOR = Sentence("Indicator")
KNOWN = Sentence("Known")
NO_GAP = Sentence("Every indicator here has a figure for it.")

PARTNERS = Sentence("Partners")
NO_PARTNER = Sentence("No source here names another country beside it.")
COUNTRY = Sentence("Country")

BESIDE_OTHERS = Sentence("Beside others")
PERIOD = Sentence("Period")
TOO_FEW = Sentence("No figure of this country to hold beside others.")
LINE = Sentence("{title} ({unit})")
CHOSEN = Sentence("Chosen: {countries}.")
NEIGHBOURS = Sentence("Neighbours, by land or across a strait: {countries}.")
SUBREGION = Sentence("Same subregion: {countries}.")

# the first screen
KINDS = Words(
    {
        "worse": Sentence("Worse"),
        "better": Sentence("Better"),
        "little": Sentence("Little change"),
        "apart": Sentence("Not comparable"),
    }
)
NONE = Sentence("none")
REGION = Sentence("Same region")
FACTS = Words(
    {
        "fatf.listed": Sentence("FATF lists"),
        "tip_tiers.tier": Sentence("Tier, US report"),
        "ucdp_acd.active_conflicts": Sentence("Armed conflict"),
        "psma.parties": Sentence("Port State treaty"),
        "eu_iuu_cards.cards": Sentence("EU fishing card"),
        "incsr.major": Sentence("US list, laundering"),
    }
)
GAPS = Plural("Data gaps: {n} series without a figure", "Data gaps: {n} series without a figure")
SOURCES = Sentence("Sources, each with its date: {sources}.")
SOURCE = Sentence("{source} {day}")
PLACE = Sentence("Place")
