"""What is said of shared intelligence: why an object is refused, what was done about it."""

from languages import Sentence

NO_OBJECT = Sentence("is not an object")
NO_TYPE = Sentence("its `type` is none of STIX")
NESTED = Sentence("a bundle within a bundle is not read")
TOO_LARGE = Sentence("is larger than {most} characters")
NO_TIME = Sentence("one of its times is none of STIX")
TOO_DEEP = Sentence("is nested more than {most} levels deep")
HALF_CHARACTER = Sentence("holds half a character, or one that no text has")
NO_ID = Sentence("its `id` is not {type}-- and a UUID")
OTHER_VERSION = Sentence("its `spec_version` is {version}; STIX 2.1 is read here")
OLD_OBSERVED = Sentence("it holds what was observed in itself, as STIX 2.0 does; 2.1 refers to it")
NO_EXTENSION = Sentence("one of its extensions is named as none of STIX is")
TOO_MANY_PARTS = Sentence("more of its parts are marked apart than an object of its size may have")
NOT_REVOKED = Sentence("`revoked` is neither true nor false")
AGAINST_STANDARD = Sentence("the standard refuses it: {fault}")
PERSON = Sentence("{what}: nothing about persons is taken in")
AUTHORS = Sentence(
    "authors: who wrote it is not taken in by name; leave it out, created_by_ref names the"
    " organisation"
)
AUTHORS_LEFT = Sentence("{which} was taken in without its authors: nobody is named here")
NOT_YOURS = Sentence("it is {owner}'s; only {owner} sends another version of it")
OTHER_CONTENT = Sentence("the same version is kept already with another content")
TOO_MANY = Sentence("holds {many} objects; {most} are read at once")
NO_BUNDLE = Sentence("is neither a STIX bundle nor an object, nor a MISP event")
OTHER_PURPOSE = Sentence("the store is for demonstrations alone, or for real intelligence alone")
FALSE_HERE = Sentence("A false positive here")
ACTED_ON = Sentence("Acted on")
BAD_GROUP = Sentence(
    "THREATS_SHARING: {file}: group {name}: its name has small letters, digits, -; its members"
    " are ISO 3166-1 alpha-3 codes"
)
NOT_A_MEMBER = Sentence("{bureau} is not a member of {name}")


REVIEW = Sentence("is not one of {acts}")
NOT_THERE = Sentence("no such object")
WHOSE = Sentence("is missing: whose inbox?")
STRICTER = Sentence("is marked {mark}, and this collection ends at {ceiling}")
NO_MISP = Sentence("MISP events need the package misp-stix: pip install misp-stix")
MISP_REFUSES = Sentence("the converter of MISP refuses it: {fault}")

# a form that was filled in
MISSING = Sentence("is missing")
NO_SUCH_VALUE = Sentence("is not of the kind {kind}")
NEEDS_NAME = Sentence("is missing: victims and sectors are those of malware or of a campaign")
NO_COUNTRY = Sentence("{code} is no country")
NO_SECTOR = Sentence("{name} is no sector of STIX")
IN_FUTURE = Sentence("is in the future")
