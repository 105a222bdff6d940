"""What is said of the store of proposals when it cannot be used, and of the parts of a server."""

from languages import Plural, Sentence

# to who reads or proposes
SILENT = Sentence(
    "The store of proposals does not answer just now. Nothing is accepted meanwhile; whether all"
    " that was accepted is there is known when it answers again, and the page comes back with it."
)
FULL = Sentence(
    "The disk of the store of proposals is full. Nothing is accepted until there is room; what was"
    " accepted before can still be read."
)
READ_ONLY = Sentence(
    "The store of proposals cannot be written to. Nothing is accepted until it can; what was"
    " accepted before can still be read."
)
DAMAGED = Sentence(
    "The store of proposals is damaged: what was accepted may be lost in part. {known} Nothing is"
    " accepted until its operator has put it right."
)
GONE = Sentence(
    "The store of proposals is gone: {file} was here and is not any more. {known} No other is begun"
    " in its place: restore a backup of it, or take away the file {file}-made to begin anew."
)
JOURNAL = Sentence("Its journal is there, with {size} bytes.")
NOT_THERE = Sentence("the file of the database is not there, or is empty")
NO_JOURNAL = Sentence("No journal of it is there.")
BACKUP = Sentence("Its last backup is of {moment} and holds {events} events.")
NO_BACKUP = Sentence("No backup of it is known here.")
LATER_NOW = Sentence(
    "the store of proposals has become one of a later version ({found}) than this dashboard writes"
    " ({known}): nothing was taken in"
)

# the clock
CLOCK_BEHIND = Sentence("arrived later than this server's clock shows: it was set back")
CLOCK_TURNED = Sentence("answered before it arrived: the clock was set back")

# the parts of a server
NO_FIGURES = Sentence("there are no figures that could be shown")
DISK_FULL = Sentence("the disk is full: {free} bytes are free")
DISK_READ_ONLY = Sentence("the store cannot be written to")

# a backup
INSIDE = Sentence("{file} stands inside the store itself: name a place outside of it")
NO_STORE = Sentence("{folder}: there is no such store")
NOT_MADE = Sentence("{file} cannot be written: {fault}")
CHANGED_MEANWHILE = Sentence("{file} changed while it was read: nothing was written")
DAMAGED_LEFT_OUT = Sentence("left out, for it is damaged: {fault}")
SERVER_LEFT_OUT = Sentence(
    "the proposals are kept by a PostgreSQL server and are not in this backup: use its pg_dump"
)
DATABASE_DAMAGED = Sentence("{file} is damaged ({fault})")

# and its way back
NOT_RESTORED = Sentence("{file} cannot be restored: {fault}")
STRANGE = Sentence("{file} holds {name}, which no backup does: nothing was changed")
SERVER_NOT_RESTORED = Sentence(
    "the proposals are kept by a PostgreSQL server and stay as they are: use its pg_restore"
)
NO_ROOM = Sentence("there is no room on the disk for what {file} holds: nothing was changed")
NO_BACKUP_FILE = Sentence("{file} is no backup, or was cut short: nothing was changed")
LATER_BACKUP = Sentence("{file} was made by a later version: nothing was changed")
TOUCHED = Sentence("{file}: {name} is not what was written: nothing was changed")
NOT_READ = Sentence("the backup holds what cannot be read ({fault}): nothing was changed")
PROPOSALS_BUSY = Sentence("the proposals cannot change places ({fault}): figures are as they were")

# the doctor
TOKENS_FOR_NOTHING = Sentence(
    "THREATS_WATCH_TOKENS names a file, but there is no store of proposals: name one with"
    " THREATS_STORE or THREATS_WATCH_URL"
)
OPEN_AND_TOKENS = Sentence(
    "THREATS_WATCH_OPEN=1 lets everyone act for every country, so the tokens of"
    " THREATS_WATCH_TOKENS guard nothing on the pages: set one of the two"
)
NO_FILE = Sentence("{setting}: there is no file {file}")
SETTINGS_READ = Sentence("every setting can be read")
NO_FOLDER = Sentence("{folder}: there is no such folder; the first import makes it")
IS_NO_FOLDER = Sentence("{folder} is not a folder")
FREE = Sentence("{free} bytes are free")
LOOSE = Sentence("{path} is open to other users of this machine ({mode}): chmod go= {path}")
MORE_LOOSE = Plural("{n} more file is open to others", "{n} more files are open to others")
CUT_SHORT = Sentence(
    "{folder}: a restore was cut short after its step; the next import, restore or start of a"
    " server finishes it"
)
KEPT_BEFORE = Sentence(
    "{folder} keeps what was there before a restore; take it away when it is no longer needed"
)
STANDS_IN = Sentence("Shown instead: edition {edition}")
NOTHING_STANDS_IN = Sentence("Nothing can be shown instead: bring its file again with import")
NO_MANIFEST = Sentence(
    "{name}: its versions are here and its manifest is not: bring its file again with import"
)
WHOLE = Plural(
    "{n} source has exactly the files that were written",
    "{n} sources have exactly the files that were written",
)
CLOCK_EARLY = Sentence("this machine's clock shows a day before this dashboard was made: set it")
FROM_THE_FUTURE = Sentence("{path} is dated later than now: this machine's clock was set back")
CLOCK_WELL = Sentence("no file is dated later than now")
LOOSE_ROWS = Plural("{n} row belongs to nothing", "{n} rows belong to nothing")
EVENTS_AHEAD = Plural(
    "{n} event of a proposal is dated later than now: this machine's clock was set back",
    "{n} events of proposals are dated later than now: this machine's clock was set back",
)
PROPOSALS_WELL = Sentence("the proposals are whole; the last event is number {number}")
TOKENS_READ = Plural("{n} token is known", "{n} tokens are known")
