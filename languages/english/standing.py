"""Where a country stands among all, how its figures went, and how far they can be trusted."""

from languages.templates import Plural, Sentence, Words

# the place of a figure among all that have one
HIGHER = Plural("{n} of {of} higher", "{n} of {of} higher")
HIGHEST = Sentence("highest of {of}")
NONE_AS = Plural("none recorded, as in {n} other", "none recorded, as in {n} others")
NONE_ALONE = Sentence("none recorded, elsewhere some")
WEAKER = Plural("{n} of {of} weaker", "{n} of {of} weaker")
WEAKEST = Sentence("weakest of {of}")
STRONGEST = Sentence("strongest of {of}")
MORE_FOUND = Plural("{n} of {of} has more", "{n} of {of} have more")
MOST_FOUND = Sentence("most of {of}")
SCORE_OF = Sentence("score of {most}")
PER_HEAD = Sentence("per {n}")
LOWEST = Sentence("lowest of {of}")
WITH_OTHERS = Plural("{place}, with {n} other", "{place}, with {n} others")
NO_FIGURE = Sentence("no figure")

# the strips
HEADING = Sentence("Where it stands")
GROUPS = Words(
    {
        "threat": Sentence("Threat"),
        "capacity": Sentence("Capacity (axis turned)"),
        "detected": Sentence("What was detected (no direction)"),
    }
)
LOW = Words(
    {
        "threat": Sentence("← lower concern"),
        "capacity": Sentence("← stronger"),
        "detected": Sentence("← fewer found"),
    }
)
HIGH = Words(
    {
        "threat": Sentence("higher concern →"),
        "capacity": Sentence("weaker →"),
        "detected": Sentence("more found →"),
    }
)
WORLD = Sentence("world, taller = more countries")
PEERS = Sentence("Compared with")
OLD_FIGURE = Sentence("5 years old or more")
ROWS = Sentence("Rows")
ALONE = Sentence(
    "Each row has a scale of its own: rows are never added, and there is no score of all."
)
ON_MAP = Sentence("Shown on the map")
PEER = Sentence("{country} {value}")
AGED = Plural("{year} · {n} yr", "{year} · {n} yrs")
INDICATOR = Sentence("Indicator")
FIGURE = Sentence("Figure")
PLACE = Sentence("Place")
WHEN = Sentence("Year")
OTHERS = Sentence("Others")
NONE_OF_THEM = Sentence("none of them has a figure")
UNIT_SOURCE = Sentence("{unit} · {source}")

# the small charts
CHARTS = Sentence("Domain by domain")
NO_SERIES = Sentence("No series by country")
NOTHING = Sentence("None recorded in any year")
BEFORE = Sentence("{title}; {value} in {year}")
FOLDED = Sentence("{label}: {n} known of {of}")
FOLDED_MORE = Sentence("{label}: {n} known, more than the {of} published as all")
PART = Sentence("{title}: {n} of {of}")
BAR = Sentence("{year}: {value}")
MISSING = Sentence("no figure")
BREAK = Sentence("another method from here on")
CHART_ALT = Sentence("{title}, {first} to {last}")
ORIGIN = Sentence("Where does this number come from?")
ORIGIN_OF = Sentence("Where does this number come from: {title}?")

# how far it can be trusted
NEWEST = Sentence("Newest figure {period} ({source})")
OLDER = Plural("{n} of {of} figures 5 years old or more", "{n} of {of} figures 5 years old or more")
UNPUBLISHED = Plural("{n} series without a figure", "{n} series without a figure")
REPORT = Sentence("{group}: {least} to {most} of {of} report")
REPORT_ALL = Sentence("{group}: {n} of {of} report")
LOOKING = Sentence("Counts what was detected and reported; countries that look harder find more.")
