"""The brief about two countries."""

from languages import Plural, Sentence, Words

CHOOSE = Sentence("Choose two countries above, or one of these pairs.")
CHOOSE_OTHER = Sentence("{country} and …")
WHOM = Words(
    {
        "neighbours": Sentence("Neighbours, by land or across a strait"),
        "subregion": Sentence("Same subregion"),
        "partners": Sentence("Most figures between the two"),
    }
)
PAIRS = Sentence("Most figures between the two, over all countries")
PAIR = Sentence("{first} – {second}")

BRIEF = Sentence("Brief of {day} · figures {version}")
SOURCES_OF = Plural("{n} source", "{n} sources")
PRINT = Sentence("Print on A4")
LINK = Sentence("This view, as a code to scan")

FLOW = Sentence("{title}, from {origin} to {destination}")
FIGURE_OF = Sentence("{country}: {title}, {period}")
AT_MOST = Sentence("{number} (at most {most})")
NO_FIGURE = Sentence("no figure")
FEWER = Sentence("<{n}")

# three things to know: headlines have no number
THINGS = Sentence("Three things to know")
ON_NONE = Sentence("Neither stands on a list of concern; a tier or a rating is no list.")
ON_SAME = Sentence("Every list of concern that has one of them has both.")
ON_OTHERS = Sentence("Each stands on a list of concern that the other does not.")
ON_SAME_AND_OTHERS = Sentence("They share a list of concern, and each stands on others alone.")
ON_SAME_AND_MORE = Sentence("Both share a list of concern; {country} stands on others, too.")
ON_ALONE = Sentence("{country} stands on a list of concern, {other} on none.")
LISTED = Sentence("{title}: {who}.")
BOTH_THERE = Sentence("Both, of no concern: {title}.")
WHO_HOW = Sentence("{country} {how}")
NOT_ON = Sentence("Not there: {titles}.")
MEET = Sentence("Third countries count people of both.")
MET_IN = Sentence("{title}:")
MET = Sentence("{place} {year}: {one} of {ours}, {other} of {theirs}.")
NOTHING = Sentence("Between the two, no source here publishes anything.")
NO_PROOF = Sentence("That is no proof of calm.")
BOTH_WAYS = Sentence("Between the two, figures are published both ways.")
ONE_WAY = Sentence("Between the two, figures are published one way only.")
FLOW_SAID = Sentence("{flow} ({years}).")
APART = Sentence("Where their scores lie furthest apart: {domain}.")
SCORED = Sentence("{title}, {when}: {first} {one}, {second} {other}.")
FEW = Sentence("No figure is published of both.")
ALONE = Plural("{country} alone: {n}", "{country} alone: {n}")
RETURNED = Sentence(
    "Fugitives returned to {home} from {other}, as stated in Bali in November 2016: {persons}"
)

# the map
MAP = Sentence("The pair, and what passes between")
MAP_OF = Sentence("{first} and {second}: what passes between")
MAP_LEAD_NONE = Sentence("Nothing between the two is published.")
MAP_THIRDS = Sentence("Ring: a third country (below).")
MAP_ALT = Sentence("Map of {first} and {second} with what is published between them")
MAP_THIRD = Sentence("{place} {year}: {one} | {other}")

# bars from one spine
BOTH_SIDES = Sentence("Both sides")
YEAR = Sentence("Year")
OLDER = Sentence("Older than five years")
YEARS_OLD = Plural("{n} year old", "{n} years old")
NOT_DATED = Sentence("not dated")
NOT_NAMED = Sentence("not named")
OF_MOST = Sentence("of {most}")
WORSE = Sentence("more is worse")
BETTER = Sentence("more is better")
NOTE = Sentence(
    "Scores run to their most, counts to the larger of the two. Where a count follows how hard a"
    " country looks, more is neither. Hatched: not published; ring: within bounds; hollow: zero."
)
NO_SIDES = Sentence("No source here has a figure for both.")
ONE_SIDED = Sentence("Figures of one side: {said}.")

# lists, third countries, gaps, sources
LISTS = Sentence("Lists and memberships")
BOTH_BELONG = Sentence("Both belong to")
MEMBER = Sentence("member")
NO_LISTING = Sentence("None of those known here.")
MEMBER_SINCE = Sentence("since {day}")
THIRDS = Sentence("Third countries both meet in")
THIRDS_NOTE = Sentence("{title}. Countries that look harder find more. “<5” is 0 to 4.")
NO_THIRDS = Sentence("None publishes a count of both in the last five years.")
GAPS = Sentence("No newest figure of either, and whom to ask")
KNOWN = Sentence("Known of the two")
ASK = Sentence("Ask its publisher")
NO_GAP = Sentence("Every indicator here has a figure for one of them.")
GAPS_MORE = Plural("and {n} other", "and {n} others")
BETWEEN_THEM = Sentence("{title}, between the two")
BY_NEITHER = Sentence("by neither")
ONE_AND_OTHER = Sentence("{one} / {other}")
SOURCES = Sentence("Sources")
GROUPS = Sentence("Groups of countries and their members, each cited")
