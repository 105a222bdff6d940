"""What is said of who is told by webhook and by mail, to the administrator and in what is sent."""

from languages import Plural, Sentence, Words

# the file of who is told
NOT_READ = Sentence("THREATS_DELIVERIES: {file} cannot be read: {fault}")
BAD_LINE = Sentence("THREATS_DELIVERIES: {file}, line {line}: {name} = {value}: {why}")
UNKNOWN = Sentence("it means nothing here")
NO_NAME = Sentence("a name has small letters, digits and -, at most 40")
ONE_WAY = Sentence("either a webhook or a mail is named, and one of them alone")
ONE_AUDIENCE = Sentence("either a country or a group is named, and one of them alone")
NO_COUNTRY = Sentence("it is no ISO 3166-1 alpha-3 code")
NO_GROUP = Sentence("THREATS_SHARING names no such group")
NOT_FOR_GROUPS = Sentence("notices reach countries, and no group")
NO_SUCH = Sentence("it is none of {known}")
NO_SWITCH = Sentence("it is neither true nor false")
TOO_STRICT = Sentence(
    "nothing stricter than {most} goes out by {way} unless the way is the organisation's own"
    " (own = true)"
)
TOO_STRICT_OWN = Sentence("nothing stricter than {most} goes out by {way}")
WAYS = Words({"webhook": Sentence("webhook"), "mail": Sentence("mail")})
NO_ADDRESS = Sentence("it is no mail address")
NO_SERVER = Sentence("no mail server is named in [mail]")
NO_SITE_NAMED = Sentence("no site is named for the links in it")
NO_SMTP = Sentence("a mail server is smtp://host:port or smtps://host:port")
NO_HOOK = Sentence("a webhook is an address of https, or of http on this machine itself")
NO_SITE = Sentence("the site is the address of this dashboard, such as https://threats.example.org")
ONE_SECRET = Sentence(
    "{what}_env or {what}_file says where the {what} stands, and one of them alone"
)
EMPTY_SECRET = Sentence("nothing stands there")
NO_SECRET = Sentence(
    "what stands there is no secret of a webhook: whsec_ and {least} bytes or more in base64"
)

# why a try failed
ANSWERED = Sentence("it answered {status}")
NOT_REACHED = Sentence("it was not reached ({kind})")
NOT_RECORDED = Sentence("the record of actions cannot be written")

# to who asks for deliveries again
NOT_TOLD = Sentence("is no webhook of this bureau")

# a digest by mail
TITLES = {  # by how often it comes
    "day": Sentence("{audience}: what came on {until}"),
    "week": Sentence("{audience}: what came from {since} to {until}"),
}
INTELLIGENCE = Sentence("Cyber intelligence")
NEW = Plural("{n} new object", "{n} new objects")
MORE_NEW = Sentence("{n} new objects or more")
BY_REASON = Sentence("{n}: {reason}")
PRESSING = Sentence("What presses most")
OBJECT = Sentence("{kind} shared by {country}: {reasons} ({tlp})")
SWIFTLY = Sentence("How swiftly")
SWIFT = {  # until what is counted, as `data.intelligence.speed` has it
    "shared": Sentence("Half of what it shared was shared within {span} of being first seen"),
    "seen": Sentence("Half of what reached it was seen within {span}"),
    "acted": Sentence("Half of what it acted on was acted on within {span}"),
}
NOTICES = Sentence("Notices")
ASKED = Plural("{n} new request", "{n} new requests")
MORE_ASKED = Sentence("{n} new requests or more")
WAITING = Plural(
    "{n} is open; the first answer is overdue of {overdue}",
    "{n} are open; the first answer is overdue of {overdue}",
)
DUE = Sentence("What is due first")
REQUEST = Sentence("{colour}, {offence}, asked by {country}: due {due} ({tlp})")
WHY_THIS = Sentence(
    "This server sends it by itself, as its operator set it up for {entry}. Values and names are"
    " left out of mails: they are behind the links."
)

# on the page of the exchange, and to the operator
GOES_OUT = Sentence("Told without asking: {each}.")
SENT_LAST = Sentence("{entry} by {way}, last on {moment}")
SENT_NEVER = Sentence("{entry} by {way}, nothing so far")
WAITS = Plural("{said} ({n} waits)", "{said} ({n} wait)")
FAILS = Plural(
    "{entry} is told nothing: it failed {n} time in a row, the last time because {fault}",
    "{entry} is told nothing: it failed {n} times in a row, the last time because {fault}",
)
NOWHERE_KEPT = Sentence(
    "THREATS_DELIVERIES names who is told, but neither THREATS_STORE nor THREATS_WATCH_URL says"
    " where what goes out is kept: nothing is sent"
)
TOLD = Plural("{n} is told by webhook or mail", "{n} are told by webhook or mail")
