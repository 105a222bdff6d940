"""The page of the watch: a country's queue, its answers, what it requested, and a new proposal."""

from languages import Plural, Sentence, Words

# the page
IS_OFF = Sentence("The watch is off.")
OFF = Sentence(
    "A bureau proposes a notice; rules find the countries it concerns; it appears on their screens"
    " at once, with the reason and the clock running, and each answers. No names, no pictures."
)
BEGIN = Sentence("Start a demonstration")
BEGIN_NOTE = Sentence(
    "Invented proposals and attacks in a scratch folder, marked on every page, deleted at the end."
)
BEGINS = Sentence("Inventing proposals and attacks of the last twelve weeks…")
HOW_ON = Sentence("How to switch it on")
DEMONSTRATION = Sentence("DEMONSTRATION: every proposal and every attack here is invented.")
DEMONSTRATION_ON = Sentence(
    "DEMONSTRATION: watch and exchange are on, and every proposal and attack in them is invented."
)
END_AND_DELETE = Sentence("End it and delete…")
END_ASKED = Sentence("End it for everybody, and delete {proposals} and {answers}?")
END_ALL_ASKED = Sentence("End it for everybody, and delete all of it?")
PROPOSALS_END = Plural("{n} proposal", "{n} proposals")
ANSWERS_END = Plural("{n} answer", "{n} answers")
END_IT = Sentence("End it")
KEEP_IT = Sentence("Keep it")
NOTE = Sentence(
    "A red notice is a request to locate a person, not proof of guilt. No names and no pictures:"
    " the reference leads to the requesting bureau's own system."
)
VIEW = Sentence("View")
QUEUE = Sentence("Queue")
REQUESTED = Sentence("Requested by us")
ALL_COUNTRIES = Sentence("All countries")
PROPOSE = Sentence("Propose")
CHOOSE_YOURS = Sentence(
    "Choose your country above: its queue opens here, and news of it reach you on every page."
)
NOTHING_YET = Sentence(
    "Nothing was proposed yet. Proposals come in by {address}, by {command}, or by the form here."
)

# who reads
GENERAL_SECRETARIAT = Sentence("General Secretariat")
BUREAU = Sentence("Bureau of {country}")
SIGN_IN = Sentence("Sign in")
SIGN_OUT = Sentence("Sign out")
TOKEN = Sentence("Your bureau's token")
TAKEN_BACK = Sentence("Your token was taken back: you read as a visitor.")
FOR_VISITORS = Sentence(
    "Shown to visitors: what is marked {tlp}. Where a country stands is said as far as its steps"
    " are marked so."
)
UNKNOWN_TOKEN = Sentence("No bureau has this token.")
TOO_MANY_TOKENS = Sentence("Too many tokens were tried from here. Wait a moment, then try again.")
SIGN_IN_UNRECORDED = Sentence(
    "Not signed in: the record of actions cannot be written. Tell whoever keeps this server."
)

# the rules
RULES = Sentence("Whom a proposal reaches, and why: the rules")
RULES_ALT = Sentence(
    "The rules: which countries of a proposal they begin with, whom they reach, for which colours,"
    " and the reason the country reads"
)
BEGINS = Sentence("Begins with")
REACHES = Sentence("Reaches")
FOR_COLOURS = Sentence("Colours")
ANY_COLOUR = Sentence("all")
REASON = Sentence("Reason the country reads")
THAT_COUNTRY = Sentence("that country")
REACHED = Words(
    {
        "itself": Sentence("these countries"),
        "land": Sentence("their neighbours by land"),
        "strait": Sentence("their neighbours across a strait"),
    }
)
DAYS = Sentence(
    "The requesting country is never told of its own proposal. Days until an answer is overdue, by"
    " colour: {days}."
)
DAYS_OF = Sentence("{colour} {days}")

# the desk
QUEUE_OF = Sentence("Queue of {country}")
NOTHING_WAITS = Sentence(
    "Nothing waits for {country}. A new proposal appears here and in the window's title by itself."
)
NOTHING_REQUESTED = Sentence("{country} has requested nothing of others.")
TO_DECIDE = Sentence("Waiting for a decision")
NOTHING_TO_DECIDE = Sentence("No proposal waits for a decision.")
DAYS_LONG = Plural("{n} day", "{n} days")

# the request that is open
NO_NAME = Sentence(
    "No name and no picture is kept here: the reference leads to the own system of {country}."
)
DATED = Sentence("{reference}, dated {day}")
STAGE = Sentence("Stage")
WHY = Sentence("Why {country}")
ARRIVED = Sentence("Arrived")
DUE_AT = Sentence("Due")
REACHED_TITLE = Sentence("Reached")
ANSWERS_OF = Sentence("{country} answers")
REACHES_ONLY = Sentence("Reaches {country} and the General Secretariat, nobody else.")
ARRESTED_AFTER = Sentence(
    "Arrested and returned open after “located”; they ask once more and wait 60 seconds."
)
TOLD = Sentence("{moment}   {what}   ({who})   {tlp}")
TOLD_OF = Sentence("{moment}   {country}: {what}   ({who})   {tlp}")
ASKED_ONCE_MORE = Sentence("Record “{step}”?")
ASKS_ONCE_MORE = Sentence(
    "{reference}. Reaches {places} after 60 seconds; until then it can be undone. It cannot be"
    " taken out of the history later."
)
TAKE = Words(  # steps as buttons
    {
        "under_review": Sentence("Under review"),
        "published": Sentence("Publish…"),
        "refused": Sentence("Refuse…"),
        "withdrawn": Sentence("Withdraw…"),
        "arrested": Sentence("Arrested…"),
        "returned": Sentence("Returned…"),
    }
)
CHOICES = Words(
    {
        "located": Sentence("Located"),
        "not_here": Sentence("Not located"),
        "need_more": Sentence("More information needed"),
    }
)

# receipts
SENT = Sentence("{step}: {reference}. Sent {time}, row {row}.")
REACHED_BY = Sentence("Reached {places}.")
HELD = Sentence("{step}: {reference}. Not in the history yet: enters {time}.")
HELD_REACHES = Sentence("Then reaches {places}. A reload does not lose it.")
UNDONE = Sentence("Undone: {reference}, “{step}” never entered the history.")
DROPPED = Sentence("Not entered: {reference}, “{step}” could follow no more.")
NOBODY_TOLD = Sentence("Nobody was told.")
THE_SECRETARIAT = Sentence("the General Secretariat")
MORE_COUNTRIES = Plural("{n} more country", "{n} more countries")
NOT_DONE = Sentence("Nothing was taken in.")
NOT_RECORDED = Sentence("Not recorded: {fault}.")
NO_LONGER = Sentence("Not recorded: you no longer act for this country.")
NOT_KEPT = Sentence(
    "Not recorded: the store of proposals does not answer. Send again; your text is still here."
)

# a new one
NO_PERSON = Sentence(
    "Nothing about a person is entered here: the reference leads to the bureau's own system."
)
CHOOSE = Sentence("Choose")
REFERENCE = Sentence("Reference")
COLOUR = Sentence("Colour")
COLOUR_OF = Sentence("{colour}: {purpose}")
OFFENCE = Sentence("Offence")
REQUESTING = Sentence("Requesting country")
DATE = Sentence("Date")
TLP = Sentence("TLP marking")
CONCERNED = Words(
    {
        "nationality": Sentence("Countries of nationality"),
        "last_known": Sentence("Countries of the last known place"),
        "suspected_travel": Sentence("Countries travel to or through is suspected"),
        "explicit": Sentence("Countries asked by name"),
    }
)
FIELDS = Words(  # as a sentence names them
    {
        "reference": Sentence("reference"),
        "colour": Sentence("colour"),
        "requesting": Sentence("requesting country"),
        "concerned": Sentence("a country concerned"),
        "offence": Sentence("offence"),
        "date": Sentence("date"),
        "tlp": Sentence("TLP marking"),
    }
)
MISSING_FIELDS = Words(
    {
        "reference": Sentence("Enter the reference that leads to your own system."),
        "colour": Sentence("Choose a colour: it decides whom the proposal reaches, and its days."),
        "requesting": Sentence("Choose the country that asks."),
        "concerned": Sentence("Choose at least one country that the proposal concerns."),
        "offence": Sentence("Choose an offence."),
        "date": Sentence("Choose the date of the request."),
        "tlp": Sentence("Choose a TLP marking: it stays with the proposal everywhere."),
    }
)
NOT_SENT = Sentence("Nothing was sent. Still to be mended: {fields}.")
WAITS_FOR = Sentence("Waits for: {fields}. No field is filled in for you.")
SEND_TO = Plural("Send to {n} country", "Send to {n} countries")
SEND_NOT_YET = Sentence("Send")
REACHES_WHOM = Sentence("Whom it reaches")
REACHES_LATER = Sentence(
    "Choose a colour and the countries concerned: whom the proposal reaches, and why, stands here"
    " before anything is sent."
)
REACHES_NOBODY = Sentence("Nobody besides the country that asks, which is never told.")
REACH_MAP = Sentence("Map of the countries that the proposal reaches")
ASKS = Sentence("asks")
NAMED_IN_IT = Sentence("named in the proposal")
FOUND_BY_A_RULE = Sentence("found by a rule")
NOT_REACHED = Sentence("not reached")
REACHES_COUNTRIES = Plural("Reaches {n} country", "Reaches {n} countries")
REACHES_HOW = Plural(
    "Each hears at once and has {n} day to answer: until {until} if it is sent now. The country"
    " that asks is never told.",
    "Each hears at once and has {n} days to answer: until {until} if it is sent now. The country"
    " that asks is never told.",
)
PROPOSED = Sentence("Proposed: {reference}. Sent {time}, row {row}.")
THERE_ALREADY = Sentence("It was there already: {reference}.")
