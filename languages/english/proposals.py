"""Proposals of notices: the offences, what becomes of them, and why one is not accepted."""

from languages.templates import Sentence, Words

RELATIONS = Words(
    {
        "nationality": Sentence("countries of nationality"),
        "last_known": Sentence("countries of the last known place"),
        "suspected_travel": Sentence("countries travel to or through is suspected"),
        "explicit": Sentence("countries asked by name"),
    }
)
OFFENCES = Words(
    {
        "terrorism": Sentence("Terrorism"),
        "trafficking": Sentence("Human trafficking"),
        "smuggling": Sentence("Smuggling of migrants"),
        "cybercrime": Sentence("Cybercrime"),
        "money_laundering": Sentence("Money laundering"),
        "illegal_fishing": Sentence("Illegal fishing"),
        "environment": Sentence("Other crime against the environment"),
        "drugs": Sentence("Drugs"),
        "weapons": Sentence("Weapons"),
        "corruption": Sentence("Corruption"),
        "fraud": Sentence("Fraud"),
        "theft": Sentence("Theft and robbery"),
        "homicide": Sentence("Homicide"),
        "violence": Sentence("Violence"),
        "sexual": Sentence("Sexual offences"),
        "children": Sentence("Offences against children"),
        "kidnapping": Sentence("Kidnapping"),
        "war_crimes": Sentence("War crimes and genocide"),
        "missing": Sentence("Missing person"),
        "unidentified": Sentence("Unidentified body"),
        "other": Sentence("Other"),
    }
)

# the life of a proposal
STEPS = Words(
    {
        "proposed": Sentence("proposed"),
        "under_review": Sentence("under review"),
        "published": Sentence("published"),
        "refused": Sentence("refused"),
        "withdrawn": Sentence("withdrawn"),
        "new": Sentence("sent"),
        "seen": Sentence("seen"),
        "answered": Sentence("answered"),
        "arrested": Sentence("arrested"),
        "returned": Sentence("returned"),
        "reminded": Sentence("reminded by the General Secretariat"),
    }
)
ANSWERS = Words(
    {
        "located": Sentence("located"),
        "not_here": Sentence("not located"),
        "need_more": Sentence("more information needed"),
    }
)
CANNOT_FOLLOW = Sentence("{step} cannot follow {before}")
NO_STEP = Sentence("{step} is not one of {known}")
NOT_CONCERNED = Sentence("the proposal does not concern {country}")
CONCERNS_NOT_THIS = Sentence("the proposal does not concern this country")
NOT_AN_ANSWER = Sentence("an answer, and nothing else, is one of {known}")
ARREST_FOLLOWS = Sentence("arrested follows the answer located, to a proposal in force")
RETURN_FOLLOWS = Sentence("returned follows arrested")
HELD_ALREADY = Sentence("{step} is held already and enters by itself")
NOT_HELD = Sentence("it is held no more: {became}")
BECAME = Words(
    {
        "entered": Sentence("it has entered the history"),
        "undone": Sentence("it was undone"),
        "dropped": Sentence("it could follow no more"),
    }
)

# who may
NOT_FOR = Sentence("{bureau} cannot propose for {country}")
NOT_BY = Sentence("{bureau} cannot record {step} here")
NOT_BY_VISITOR = Sentence("a visitor cannot record {step} here")

# the mark of a step
LOOSER = Sentence("is less strict than the proposal, which is marked {tlp}")
WHOLE_MARK = Sentence("a step about the whole proposal is marked as the proposal is, {tlp}")

# what is wrong with a field
TWICE = Sentence("is there twice")
MISSING = Sentence("is missing")
CONSTANT = Sentence("{constant} is not JSON")
NOT_UTF8 = Sentence("is not UTF-8")
NOT_JSON = Sentence("is not JSON: {fault}, line {line}, column {column}")
HALF_CHARACTER = Sentence("holds half a character, which is no text")
MORE_FAULTS = Sentence("{many} more faults are not named")
TOO_DEEP = Sentence("is nested too deep")
LONG_NUMBER = Sentence("is not JSON: a number is too long")
NO_OBJECT = Sentence("is not an object with the fields {fields}")
NOT_ONE_OF = Sentence("{value} is not one of {known}")
NO_REFERENCE = Sentence(
    "3 to 48 letters and digits, between them single . / _ or -, with at least one digit: a file"
    " number, never a name"
)
NO_COUNTRY = Sentence("{value} is not an ISO 3166-1 alpha-3 code")
PERSONAL = Sentence(
    "is refused: nothing about a person is accepted here; the reference leads to the bureau's own"
    " system"
)
NO_FIELD = Sentence("is not a field of a proposal; there are {fields}")
NO_DATE = Sentence("{value} is not a date such as 2016-01-31")
NOT_WITHIN = Sentence("{day} is not between {earliest} and today")
NO_RELATIONS = Sentence("is not an object with lists under {known}")
NO_RELATION = Sentence("is not one of {known}")
NO_LIST = Sentence("is not a list of at most {most} country codes")
CONCERNS_NOBODY = Sentence("names no country besides the requesting one")
NO_TEXT = Sentence("is not a text")
TOO_LONG = Sentence("is {length} characters long; at most {most} are kept")
CONTROL = Sentence("holds control characters")

# what the store refuses
REAL = Sentence("holds real proposals; a demonstration needs a store of its own")
DEMONSTRATED = Sentence("{reference}: this is a demonstration; its references begin with {mark}")
FOR_DEMONSTRATIONS = Sentence(
    "{reference}: references beginning with {mark} are kept for demonstrations"
)
CONFLICT = Sentence("{country} {reference} is there already with another {fields}")

# the store itself
SWITCH_ON = Sentence(
    "The watch is off. To switch it on, start the server with THREATS_STORE naming a folder"
    " (proposals are then kept there in watch.sqlite) or THREATS_WATCH_URL naming a database, such"
    " as sqlite:////folder/watch.sqlite or postgresql+psycopg://user@host/database."
)
NO_SCRATCH = Sentence("a demonstration cannot be begun here")
NO_ADDRESS = Sentence("THREATS_WATCH_URL is not a database's address")
NO_SUCH_DATABASE = Sentence("THREATS_WATCH_URL: {backend} is neither sqlite nor postgresql")
NEEDS_FILE = Sentence(
    "THREATS_WATCH_URL: SQLite needs a file, such as sqlite:////folder/watch.sqlite"
)
NO_DRIVER = Sentence("no driver for {driver}")
NEEDS_LIBRARY = Sentence("{driver} needs the library {library}: install requirements-postgres.txt")
SILENT = Sentence("the store of proposals does not answer in time")
NOT_OPENED = Sentence("the store of proposals cannot be opened: {fault}")
LATER_VERSION = Sentence(
    "the store of proposals is of a later version ({found}) than this dashboard knows ({known})"
)

# how far proposals came
FUNNEL = Words(
    {
        "proposed": Sentence("proposed"),
        "published": Sentence("published"),
        "seen": Sentence("seen by a country"),
        "answered": Sentence("answered by a country"),
        "located": Sentence("located"),
        "arrested": Sentence("arrested"),
        "returned": Sentence("returned"),
        "refused": Sentence("refused"),
        "withdrawn": Sentence("withdrawn"),
    }
)
