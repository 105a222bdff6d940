"""What a briefing says: the finding of each slide, its points, and what its tables are headed."""

from languages.templates import Plural, Sentence, Words

# the finding: a title for a room
VALUE = Sentence("{subject}: {value} in {when}")
VALUE_ON = Sentence("{subject}: {value} {when}")
UP = Sentence("{subject} up {percent}\u00a0% in {when}: {value}, after {before} in {against}")
DOWN = Sentence("{subject} down {percent}\u00a0% in {when}: {value}, after {before} in {against}")
UP_FROM = Sentence("{subject}: {value} in {when}, up from {before} in {against}")
DOWN_FROM = Sentence("{subject}: {value} in {when}, down from {before} in {against}")
MORE_FOUND = Sentence("{subject}: {value} in {when}, more than in {against} ({before})")
FEWER_FOUND = Sentence("{subject}: {value} in {when}, fewer than in {against} ({before})")
AMONG = Plural(
    "{subject}, {when}: {percent}\u00a0% in the one country with a figure in both years",
    "{subject}, {when}: {percent}\u00a0% in the {n} countries with a figure in both years",
)
AMONG_PERIODS = Plural(
    "{subject}, {when}: {percent}\u00a0% in the one country with a figure in both periods",
    "{subject}, {when}: {percent}\u00a0% in the {n} countries with a figure in both periods",
)
SAME = Sentence("{subject}: {value} in {when}, as in {against}")
LITTLE = Sentence("{subject}: {value} in {when}, little change from {against} ({before})")
LIST_MOVED = Sentence("{subject}: {value} {when}; {entered} added, {gone} removed in a year")
LIST_SAME = Sentence("{subject}: {value} {when}, none added or removed in a year")
NO_FIGURE = Sentence("{subject}: no figure for {when}")
NO_FIGURE_SINCE = Sentence("{subject}: no figure since {held} ({amount})")
SAID = Sentence("{subject}: {said}")
FEWEST = Sentence("{subject}: {value} in {when}, the fewest since {since}")
MOST = Sentence("{subject}: {value} in {when}, the most since {since}")
LOWEST = Sentence("{subject}: {value} in {when}, the lowest since {since}")
HIGHEST = Sentence("{subject}: {value} in {when}, the highest since {since}")
FEWEST_EVER = Sentence("{subject}: {value} in {when}, the fewest in any year from {first} on")
MOST_EVER = Sentence("{subject}: {value} in {when}, the most in any year from {first} on")
LOWEST_EVER = Sentence("{subject}: {value} in {when}, the lowest in any year from {first} on")
HIGHEST_EVER = Sentence("{subject}: {value} in {when}, the highest in any year from {first} on")
LARGEST = Sentence("{subject}, {when}: most in {country}, {value}")
LARGEST_SHARE = Sentence("{subject}, {when}: most in {country}, {value} ({percent}\u00a0%)")
LARGEST_ALIKE = Plural(
    "{subject}, {when}: most in {n} country, {value} each",
    "{subject}, {when}: most in {n} countries, {value} each",
)
WORST_SCORE = Sentence("{subject}, {when}: worst in {countries} ({value})")
HIGHEST_SCORE = Sentence("{subject}, {when}: highest in {countries} ({value})")
WORST_ALIKE = Plural(
    "{subject}, {when}: worst in {n} country ({value})",
    "{subject}, {when}: worst in {n} countries ({value})",
)
HIGHEST_ALIKE = Plural(
    "{subject}, {when}: highest in {n} country ({value})",
    "{subject}, {when}: highest in {n} countries ({value})",
)
LARGEST_FLOW = Sentence("{subject}, {when}: the largest flow is {said}")
NO_FLOW = Sentence("{subject}, {when}: no flow with both countries known")
BOTH_IN = Sentence("{subject}, {when}: {said}")
WHO = Sentence("{country} {said}")

# an overview, a country, a group, a pair
OVERVIEW = Sentence("The world, {of} threats: {worse} worse, {better} better, {apart} neither")
COUNTRY = Sentence("{country}: {worse} worse, {better} better, {apart} of {of} not comparable")
COUNTRY_PART = Sentence("{country}: figures on {known} of {of} threats")
COUNTRY_FIGURES = Plural(
    "{country}: the newest figure of {n} indicator",
    "{country}: the newest figures of {n} indicators",
)
COUNTRY_PARTNERS = Sentence("{title}, {country}: the largest flow is {said}")
COUNTRY_GAPS = Plural(
    "{country}: no newest figure for {n} indicator",
    "{country}: no newest figure for {n} indicators",
)
COUNTRY_NO_GAPS = Sentence("{country}: a newest figure for every indicator that can have one")
COUNTRY_NO_PARTNERS = Sentence("{country}: no figure that names another country")
GROUP = Plural(
    "{group}: the newest figures of {n} indicator, by members",
    "{group}: the newest figures of {n} indicators, by members",
)
PAIR_SIDES = Plural(
    "{first} and {second}: {n} figure side by side",
    "{first} and {second}: {n} figures side by side",
)
PAIR_BETWEEN = Plural(
    "Between {first} and {second}: {n} published figure",
    "Between {first} and {second}: {n} published figures",
)
PAIR_NOTHING = Sentence("Between {first} and {second} nothing is published: no proof of calm")
PAIR_THIRDS = Plural(
    "{n} other country counts people of both {first} and {second}",
    "{n} other countries count people of both {first} and {second}",
)
PAIR_NO_THIRDS = Sentence("No other country publishes a count of both {first} and {second}")
PAIR_LISTS = Plural(
    "{first} and {second}: {n} group in common", "{first} and {second}: {n} groups in common"
)
PAIR_GAPS = Plural(
    "{first} and {second}: {n} indicator that neither has",
    "{first} and {second}: {n} indicators that neither has",
)
CHOOSE_COUNTRY = Sentence("No country is chosen")
CHOOSE_PAIR = Sentence("Two countries are needed")

# what stands in tables
FIGURE = Sentence("Figure")
VALUE_HEAD = Sentence("Value")
WHEN = Sentence("When")
COMPARED = Sentence("Compared with the period before")
VERDICT = Sentence("Verdict")
WHAT = Sentence("What is said")
COUNTRY_HEAD = Sentence("Country")
LAST_KNOWN = Sentence("Known")
MEMBERS = Sentence("Members")
YEARS = Sentence("Years")
KINDS = Words(
    {
        "worse": Sentence("worse"),
        "better": Sentence("better"),
        "little": Sentence("little change"),
        "apart": Sentence("not comparable"),
        "more": Sentence("more found or reported"),
        "fewer": Sentence("fewer found or reported"),
        "alike": Sentence("about as many found or reported"),
        "lists": Sentence("list"),
    }
)
MEMBER = Sentence("member")
MEMBER_SINCE = Sentence("since {day}")
REPORTERS = Sentence("Countries with a figure")
OF_ALL = Sentence("Countries with a figure, of {of}")
OTHERS = Plural("{n} more is not shown.", "{n} more are not shown.")

# the drawings in words
ALT_MAP = Sentence("Map: {title}. {said}")
ALT_TIMELINE = Sentence("Bars by year: {title}. {said}")
ALT_RANKING = Sentence("Bars by country: {title}. {said}")
ALT_COMPARISON = Sentence("Lines by year: {title}. {said}")
ALT_FLOWS = Sentence("Flows: {title}. {said}")
ALT_TABLE = Sentence("Table: {title}.")
ALT_NUMBER = Sentence("Number: {title}, {said}.")
ALT_FLOW = Sentence("{origin} to {destination} {said}")
ALT_LARGEST = Sentence("{name} {said}")
MAP_TITLE = Sentence("{title}, {when}")
FLOW_TITLE = Sentence("{title}, {when}, from and to")
OVER_TIME = Sentence("{title} by year, {where}")

# points, each a sentence with numbers of its slide
POINT_SHARE = Sentence("{country} accounts for {percent}\u00a0% of the figure: {value} of {whole}.")
POINT_MOST = Sentence("The most in any year from {first} to {last}: {value} in {year}.")
POINT_LEAST = Sentence("The least in any year from {first} to {last}: {value} in {year}.")
POINT_PLACE = Sentence("{country}, {when}: {said}.")
POINT_FLOW = Sentence("The largest flow: {said}.")
POINT_COUNTRY = Sentence("{title}: {said}.")
POINT_OF = Sentence("{said}.")
HOW_OF = Sentence("{title}: {said}")
POINT_THING = Sentence("{headline} {said}")
RANGE_OF = Sentence("{least} to {most}")
VERDICT_OF = Sentence("{verdict} · {moved}")
VERDICT_AMONG = Plural(
    "{verdict} · {percent}\u00a0% in the one country with a figure in both years",
    "{verdict} · {percent}\u00a0% in the {n} countries with a figure in both years",
)
POINT_FALL = Sentence("A fall in what is found can mean less of it, or less looking.")
POINT_RISE = Sentence("A rise in what is found can mean more of it, or more looking.")

AGAINST = Sentence("{said}, compared with {period}")
AMONG_BOTH = Plural(
    "{said}, compared with {period}; the one country with both: {percent}\u00a0%",
    "{said}, compared with {period}; the same {n} countries: {percent}\u00a0%",
)
FILTERS = Sentence("{title}: {filters}")
FILTERS_COMPARED = Sentence("{title}: {filters}, compared with {period}")

# the ready ones
READY = Words(
    {
        "world": Sentence("The world in ten slides"),
        "country": Sentence("A country"),
        "bilateral": Sentence("A bilateral meeting"),
    }
)
READY_COUNTRY = Sentence("{country}: threats")
READY_GROUP = Sentence("{group}: threats")
READY_PAIR = Sentence("{first} and {second}: for a meeting")
