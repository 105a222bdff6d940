"""The page of shared intelligence: an inbox, what was sent, a form, and how swiftly it goes."""

from languages import Plural, Sentence, Words

# the page
IS_OFF = Sentence("The exchange is off.")
OFF = Sentence(
    "Countries share here what they know of attacks: addresses, domains, malware, campaigns. Each"
    " object reaches the countries it concerns within seconds, with the reason, and what they did"
    " about it goes back to whom shared it."
)
NOTE = Sentence(
    "Nothing about persons is taken in. Each object bears a mark of the Traffic Light Protocol,"
    " which says who may read it."
)
VIEW = Sentence("View")
INBOX = Sentence("Inbox")
SENT = Sentence("Sent by us")
SHARE = Sentence("Share")
SPEED = Sentence("How swiftly")
CHOOSE_YOURS = Sentence("Choose your country above: its inbox opens here.")
FOR_BUREAUS = Sentence(
    "Read by the bureaus of the countries that share, each by its token or its sign-in."
)
NOTHING_YET = Sentence(
    "Nothing was shared yet. Intelligence comes in by {address}, by TAXII at {taxii}, or by the"
    " form here."
)
SEARCH = Sentence("Address, domain, hash or pattern")
SEARCHED = Sentence("Find a value")

# whom it reaches
RULES = Sentence("Whom an object reaches, and why: the rules")
RULES_ALT = Sentence("The rules: the reason a country reads, one a line")
REASON = Sentence("Reason the country reads")
THAT_PLACE = Sentence("that country or group")

# the desk
INBOX_OF = Sentence("Inbox of {country}")
NOTHING_LIES = Sentence("Nothing waits for {country}. What reaches it appears here by itself.")
NOTHING_SENT = Sentence("{country} has shared nothing yet.")
NOTHING_FOUND = Sentence("Nothing that reached {country} names this value.")
TITLE = Sentence("{value} ({name})")
FROM = Sentence("from {country}")
HEAD = Sentence("{what}, from {country}")
REACHED = Plural("reached {n} country", "reached {n} countries")
REACHED_NONE = Sentence("reached no other country")
DID = Sentence("{act} {n}")
KINDS = Words(
    {
        "attack-pattern": Sentence("Technique"),
        "autonomous-system": Sentence("Network"),
        "campaign": Sentence("Campaign"),
        "course-of-action": Sentence("Remedy"),
        "domain-name": Sentence("Domain"),
        "file": Sentence("File"),
        "indicator": Sentence("Indicator"),
        "infrastructure": Sentence("Infrastructure"),
        "intrusion-set": Sentence("Intrusion set"),
        "ipv4-addr": Sentence("Address"),
        "ipv6-addr": Sentence("Address"),
        "malware": Sentence("Malware"),
        "malware-analysis": Sentence("Analysis"),
        "note": Sentence("Note"),
        "observed-data": Sentence("Observed"),
        "opinion": Sentence("Opinion"),
        "report": Sentence("Report"),
        "sighting": Sentence("Sighting"),
        "threat-actor": Sentence("Threat actor"),
        "tool": Sentence("Tool"),
        "url": Sentence("URL"),
        "vulnerability": Sentence("Vulnerability"),
    }
)
OTHER_KIND = Sentence("Object")
ACTED_THERE = Sentence("Acted on")
WRONG_THERE = Sentence("False positive")

# what is open
VALUE = Sentence("Value")
NAME = Sentence("Name")
TEXT = Sentence("Text")
SHARED_BY = Sentence("Shared by")
WHY = Sentence("Why {country}")
FIRST_SEEN = Sentence("First seen")
SHARED_AT = Sentence("Reached you")
SENT_AT = Sentence("Shared")
ALSO = Sentence("Also shared by")
OTHERS = Plural("{n} other", "{n} others")
TIE = Words(
    {
        "indicates": Sentence("Indicates"),
        "targets": Sentence("Aims at"),
        "uses": Sentence("Uses"),
        "located-at": Sentence("Stands in"),
        "seen-at": Sentence("Seen in"),
        "sighting-of": Sentence("Sighted"),
        "holds": Sentence("Tells of"),
    }
)
TIED = Sentence("Tied to")
ACTS = Words(
    {
        "seen": Sentence("Seen"),
        "acted": Sentence("Acted on"),
        "sighted": Sentence("Sighted here"),
        "false-positive": Sentence("False positive"),
    }
)
ASKED_ONCE_MORE = Sentence("Tell {country}: “{act}”?")
ASKS_ONCE_MORE = Sentence(
    "It goes back to {country} at once, as a {object} of STIX, and cannot be taken out of the"
    " history later."
)
OBJECTS = Words({"sighted": Sentence("sighting"), "false-positive": Sentence("opinion")})
GOES_BACK = Sentence("What you choose goes back to {country}.")
TAKEN = Sentence("{moment}   {act}   ({who})")
TOOK = Sentence("{country}: {act}, {moment}, after {time}")
NOT_SEEN_BY = Sentence("{country}: not seen yet")

# receipts
DONE = Sentence("{act}: {what}.")
WENT_BACK = Sentence("It went back to {country}.")
NOT_DONE = Sentence("Nothing was taken in.")
NOT_RECORDED = Sentence("Not recorded: {fault}.")
NO_LONGER = Sentence("Not recorded: you no longer act for this country, or the object is gone.")
NOT_KEPT = Sentence("Not recorded: the store does not answer. Try again.")

# a new one
NO_PERSON = Sentence(
    "Nothing about a person: no account, no mail address, no name. What is left empty is not said."
)
CHOOSE = Sentence("Choose")
KIND = Sentence("What it is")
VALUE_KINDS = Words(
    {
        "ipv4": Sentence("IPv4 address"),
        "ipv6": Sentence("IPv6 address"),
        "domain": Sentence("Domain"),
        "url": Sentence("URL"),
        "md5": Sentence("File, by MD5"),
        "sha1": Sentence("File, by SHA-1"),
        "sha256": Sentence("File, by SHA-256"),
        "pattern": Sentence("A pattern of STIX"),
    }
)
AT_UTC = Sentence("At (UTC)")
NAMED = Sentence("What it belongs to")
NAME_OF_IT = Sentence("Its name")
MARK = Sentence("Mark: who may read it")
VICTIMS = Sentence("Countries of its victims")
SECTORS = Sentence("Sectors it aims at")
TO = Sentence("Besides: groups and countries by name")
GROUP = Sentence("Group {name}")
SHOW_FIRST = Sentence("Show whom it reaches")
FIELDS = Words(
    {
        "kind": Sentence("What it is"),
        "value": Sentence("Value"),
        "named": Sentence("What it belongs to"),
        "name": Sentence("Its name"),
        "victims": Sentence("Countries of its victims"),
        "sectors": Sentence("Sectors it aims at"),
        "mark": Sentence("Mark"),
        "first_seen": Sentence("First seen"),
        "text": Sentence("Text"),
    }
)
FAULT = Sentence("{field}: {fault}")
SAID = Sentence("{value}, {name}, {mark}")
WOULD_REACH = Plural("It would reach {n} country", "It would reach {n} countries")
REACHES_NOBODY = Sentence(
    "No rule finds a country, and none is named: it would be kept, and reach nobody."
)
SEND = Plural("Share with {n} country", "Share with {n} countries")
ROUTE = Sentence("{country}: {why}")
WAS_SENT = Plural("Shared with {n} country: {said}.", "Shared with {n} countries: {said}.")

# how swiftly
NOTHING_COUNTED = Sentence("Nothing that counts was shared yet.")
SOURCE = Sentence("What was shared on this server, as of {moment}.")
SOURCE_INVENTED = Sentence("DEMONSTRATION: invented, as of {moment}.")
OBJECTS_SHARED = Sentence("Shared")
OBJECTS_RECEIVED = Sentence("Received")
PER_HUNDRED = Sentence("Shared per 100 received")
SEEN = Sentence("Seen")
ACTED = Sentence("Acted on")
UNTIL = Words(
    {
        "shared": Sentence("First seen to shared, median"),
        "seen": Sentence("Shared to seen, median"),
        "acted": Sentence("Shared to acted on, median"),
    }
)
UNTIL_P90 = Words(
    {
        "shared": Sentence("First seen to shared, nine of ten"),
        "seen": Sentence("Shared to seen, nine of ten"),
        "acted": Sentence("Shared to acted on, nine of ten"),
    }
)
NINE_OF_TEN = Sentence("Nine of ten within {time}")
COUNTRY = Sentence("Country")
SHARING_GROUP = Sentence("Sharing group")
MINUTES_UNIT = Sentence("minutes")
TREND = Sentence("Median minutes from shared to seen, by week of arrival")
TREND_ALT = Sentence("Line of the median minutes from shared to seen, week by week")
ROLES = Sentence("Who shares, and who only receives")
BOTH = Sentence("Shares and receives ({n}): {names}")
ONLY_SHARES = Sentence("Only shares ({n}): {names}")
ONLY_RECEIVES = Sentence("Only receives ({n}): {names}")
TABLE_ALT = Sentence("How much each shared and received, and how long it took")
COUNTED_SO = Plural(
    "No median of fewer than {n} span is said. Nothing marked stricter than TLP:AMBER counts.",
    "No median of fewer than {n} spans is said. Nothing marked stricter than TLP:AMBER counts.",
)
