"""What changed, how a number was made, what is known of a country and between two."""

from languages.templates import Plural, Sentence

# what a sentence about a change speaks of
SUBJECT_IN = Sentence("{title} in {countries}")
SUBJECT_OF = Sentence("{title}, {countries}")  # of groups
SUBJECT_AMONG = Plural(
    "{title} in the {n} country with a figure in both periods",
    "{title} in the {n} countries with a figure in both periods",
)
SUBJECT_ALIKE = Plural(
    "{title} in the {n} country where as much of the whole is known in both periods",
    "{title} in the {n} countries where as much of the whole is known in both periods",
)
TITLE_OF = Sentence("{title}: {categories}")

# what changed
NO_CHANGE = Sentence("{subject}, {when}: {value}, no change compared with {against}.")
LITTLE = Sentence("{subject}, {when}: {value}, little change compared with {against} ({before}).")
WITHIN = Sentence("{subject}, {when}: {value}, within {share}\u00a0% of {against} ({difference}).")
UP = Sentence("{subject}, {when}: {value}, up by {difference} compared with {against}.")
UP_PERCENT = Sentence(
    "{subject}, {when}: {value}, up by {difference} ({percent}\u00a0%) compared with {against}."
)
DOWN = Sentence("{subject}, {when}: {value}, down by {difference} compared with {against}.")
DOWN_PERCENT = Sentence(
    "{subject}, {when}: {value}, down by {difference} ({percent}\u00a0%) compared with {against}."
)
COUNTRY_UP = Sentence("{subject}: up from {before} to {now} ({period} compared with {against}).")
COUNTRY_DOWN = Sentence(
    "{subject}: down from {before} to {now} ({period} compared with {against})."
)
SCORE = Sentence("{subject}, {when}: {value}, {before} in {against}.")
WORSE_SCORE = Sentence("{subject}, {when}: {value}, worse than in {against} ({before}).")
BETTER_SCORE = Sentence("{subject}, {when}: {value}, better than in {against} ({before}).")
APART = Sentence(
    "{country}, which reports for {first} to {last} alone, is {value} of it; without it {rest}."
)

APART_ALONE = Sentence("{country} reports for {first} to {last} alone.")

# beside parts that are more than their whole
PARTS_EXCEED = Sentence("the parts sum to more than the whole the publisher gives ({whole})")
PART_EXCEEDS = Sentence("this part is more than the whole the publisher gives ({whole})")
NOTE = Sentence("Note: {note}.")

# who came on a list and who left it
LIST_SAME = Sentence("{title}, {when}: {value}, none added or removed since {since}.")
LIST_COUNTED = Sentence("{title}, {when}: {value}; {entered} added, {gone} removed since {since}.")
LIST_MOVED = Sentence("{title}, {when}: {value}. Since {since}: {moves}.")
LIST_OF = Sentence("{title}, since {since}: {moves}.")
NONE_MOVED = Sentence("none added or removed since {since}")
SO_MANY_MOVED = Sentence("{entered} added, {gone} removed since {since}")
SINCE = Sentence("since {since}: {moves}")
CAME = Sentence("{countries} added")
LEFT = Sentence("{countries} removed")
MOVED = Sentence("{country} moved from {before} to {now}")
AND_OTHERS = Plural("{names} and {n} other", "{names} and {n} others")
NOT_ON_LIST = Sentence("not listed")
PERHAPS_ON_LIST = Sentence("perhaps listed: dates not certain")
ON_LIST = Sentence("listed")
ON_WITHIN = Sentence("{category}, {bounds}")
ON_SINCE = Sentence("since {day}")
ON_AS_SINCE = Sentence("{category} since {day}")

# a country's figure where it is no amount, and its place among the others
NOT_APPLICABLE = Sentence("not applicable")
WITH_OTHERS = Plural("with {n} other", "with {n} others")
AND_UNTIL = Sentence("{others}; {level} until {year}")
AND_IN = Sentence("{others}; {level} in {year}")
ACTIVE = Plural("{n} active, at least one since {year}", "{n} active, at least one since {year}")
ACTIVE_LAST = Sentence("none; the last in {year}")
ACTIVE_NEVER = Sentence("none recorded")
NONE_OF = Sentence("none, as in {n} of {of}")
LARGEST_OF = Sentence("the largest of {of}")
LARGER = Plural("{n} of {of} is larger", "{n} of {of} are larger")
WORST = Sentence("worst of {of}")
BEST = Sentence("best of {of}")
WORSE = Plural("{n} of {of} is worse", "{n} of {of} are worse")
SHARED = Plural("{place}, with {n} other", "{place}, with {n} others")

# how many countries report, beside every rise and fall of a sum
REPORTERS = Sentence("{now} countries have a figure, {before} had; {both} have both.")
REPORTERS_EACH_YEAR = Sentence(
    "{now} countries have a figure in each year, {before} had; {both} have both."
)
AMONG_BOTH = Sentence("Among the {both} with both: {percent}\u00a0%.")

# a country
SINCE_NOT_KNOWN = Sentence("not known since when")
LAST_KNOWN = Sentence("last known for {period}")
NOT_COLLECTED = Sentence("not collected here")
MASKED_ONLY = Sentence("{period}: published only as “<5”, no figure")
PARTNERS = Sentence("{title}, {country} as {role}: {partners}, {period}")
NO_YEAR = Sentence("no year")

# how a number was made
MEMBERS = Sentence(
    "Members on {day}: those whose listing had begun and not ended, each once however many lists it"
    " stands on."
)
NO_VALUE = Sentence("No value is published for {period} under these filters.")
LAST_SCORE = Sentence(
    "The score published for {when}, the last in {period}; values of several years are never added."
)
LAST_VALUE = Sentence(
    "The value published for {when}, the last in {period}; values of several years are never added."
)
COUNTED = Sentence(
    "The {unit} of {period} are counted, each once however many countries or categories it has."
)
SUMMED = Sentence("The {unit} published for {period} are added up, cell by cell.")
ONLY_OF = Sentence("Only those of {countries} ({role}).")
ONLY_OF_WITH = Sentence("Only those of {countries} ({role}), with {partner} ({partner_role}).")
PER_HEAD = Sentence(
    "Per {n} people: the figures published are divided by the people of the same countries in the"
    " same years (United Nations, World Population Prospects 2024: estimates to 2023, then the"
    " medium projection). A figure that is masked, whole or in part, is in no rate."
)
SCORE_ALONE = Sentence(
    "A score is never added or averaged over countries: choose one to see its own."
)
FEW_REPORT = Sentence("Few countries report it, so their sum is not the world's: choose one.")
PUBLISHED_FOR_WORLD = Sentence(
    "For the world it is the figure published for the world, not a sum of countries, where there is"
    " one."
)
ADDED_FOR_WORLD = Sentence("For the world the figures of all countries that report are added.")
ONCE_FOR_WORLD = Sentence(
    "For the world each counts once, so the countries' figures may add up to more."
)
ONLY_CATEGORY = Sentence("Only “{category}”: the categories of this indicator are never added.")
NEVER_ADDED = Sentence("Its categories are never added.")
SEVERAL_CATEGORIES = Sentence(
    "What stands in several categories counts once here and once in each of them."
)
PERHAPS_LISTED = Plural(
    "{n} more may be on the list, as its dates are known only to lie between two days: it is not in"
    " the number.",
    "{n} more may be on the list, as their dates are known only to lie between two days: they are"
    " not in the number.",
)
RANGES = Sentence(
    "Cells published only as a range, such as “<5”: {masked}. They are not in the number."
)
RANGES_AT_MOST = Sentence(
    "Cells published only as a range, such as “<5”: {masked}. They are not in the number; with them"
    " it is at most {high}."
)
UNLOCATED = Sentence("{number} without a country are in the number, but in no country's.")
UNDATED = Sentence("{number} without a date are in no period and so not in the number.")
NOT_COMPLETE = Sentence("Not complete: {note}.")
IN_YEAR = Sentence("{year}: {note}")
DISAGREE = Sentence(
    "Publishers disagree: the undoubted, exactly printed and best documented value counts, the"
    " others stand beside it; nothing is averaged."
)
ROWS_CLOSED = Sentence("Rows stay closed: {licence}. The figures by country are what may be shown.")
RECORDS_CLOSED = Sentence(
    "Single records stay closed: {licence}. Those alike in month, countries and types are shown as"
    " one with their number."
)

# a group
MEMBERS_REPORT = Plural("{n} of {of} reports", "{n} of {of} report")
MEMBERS_WITH = Plural("{n} of {of} members has a figure", "{n} of {of} members have a figure")
MEMBERS_RECORDED = Plural("recorded in {n} of {of} members", "recorded in {n} of {of} members")
MEMBERS_LISTED = Plural("{n} of {of} members is listed", "{n} of {of} members are listed")
