"""The page of the watch: a country's queue, its answers, what it requested, and a new proposal."""

from languages import Plural, Sentence, Words

# the page
OFF = Sentence(
    "Once it is on, a proposed notice appears here, on the screens of the countries it concerns,"
    " with the reason and the clock running."
)
DEMONSTRATION = Sentence("DEMONSTRATION: every proposal here is invented.")
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

# the queue
BUCKETS = Words(
    {
        "": Sentence("Open"),
        "new": Sentence("New"),
        "waiting": Sentence("Waiting for answer"),
        "overdue": Sentence("Overdue"),
        "done": Sentence("Done"),
    }
)
BUCKET = Sentence("{bucket} · {n}")
NOTHING_WAITS = Sentence("Nothing waits for {country}.")
NOTHING_HERE = Sentence("Nothing here for {country}.")
NEWER = Sentence("Newer")
OLDER = Sentence("Older")
MINUTES = Plural("{n} min", "{n} min")
HOURS = Plural("{n} h", "{n} h")
DAYS_LONG = Plural("{n} day", "{n} days")
ARRIVED = Sentence("arrived {age} ago")
OVERDUE = Sentence("arrived {age} ago, answer overdue by {late}")
DUE = Sentence("arrived {age} ago, answer due in {left}")
ANSWERED = Sentence("arrived {age} ago, first answer after {took}")
TITLE = Sentence("{reference} · {offence} · requested by {country} · {day} · {tlp}")
TITLE_AND_STAGE = Sentence(
    "{reference} · {offence} · requested by {country} · {day} · {tlp} · {stage}"
)
STANDS = Sentence("{clock} · {stage}; here: {own} · why {country}: {why}")
STANDS_LATE = Sentence("⚠ {clock} · {stage}; here: {own} · why {country}: {why}")
MARK_SEEN = Sentence("Mark seen")
CLOSE = Sentence("Close")
ANSWER = Sentence("Answer")
ANSWERS = Sentence("Answers")
HISTORY = Sentence("History")
NOTHING_REQUESTED = Sentence("{country} has requested nothing of others.")

# one proposal
TOLD = Sentence("{moment}   {what}   ({who})   {tlp}")
TOLD_OF = Sentence("{moment}   {country}: {what}   ({who})   {tlp}")
MESSAGE = Sentence("Message to the requesting bureau; no names")
ANSWER_TLP = Sentence("TLP marking of the answer: the proposal's, or a stricter one")
SEND = Sentence("Send answer")
RECORDED = Sentence("Recorded: {step}.")
NOT_RECORDED = Sentence("Not recorded: {fault}.")
NO_LONGER = Sentence("Not recorded: you no longer act for this country.")
CHOOSE_ANSWER = Sentence("Not recorded: choose one of the three answers.")
NOT_KEPT = Sentence(
    "Not recorded: the store of proposals does not answer. Try again; your text is still here."
)
RECORD = Words(
    {
        "arrested": Sentence("Record: arrested"),
        "returned": Sentence("Record: returned"),
    }
)
TAKE = Words(  # steps of the whole proposal, as buttons
    {
        "under_review": Sentence("Under review"),
        "published": Sentence("Published"),
        "refused": Sentence("Refused"),
        "withdrawn": Sentence("Withdrawn"),
    }
)
CHOICES = Words(
    {
        "located": Sentence("Located"),
        "not_here": Sentence("Not located"),
        "need_more": Sentence("More information needed"),
    }
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
FAULT = Sentence("{field}: {fault}")
ACCEPTED = Sentence("Accepted.")
THERE_ALREADY = Sentence("It was there already.")
ROUTE = Sentence("{country}: {why}")
