"""The desk of an officer: a queue by its clocks or its urgency, an answer in place, receipts."""

from languages import Sentence, Words

GROUPS = Words(
    {
        "overdue": Sentence("Overdue"),
        "due": Sentence("Due"),
        "new": Sentence("New"),
        "paused": Sentence("Paused"),
        "done": Sentence("Done"),
        "decide": Sentence("Waiting for a decision"),
        "requested": Sentence("Requested"),
        "here": Sentence("Seen in your country"),
        "ours": Sentence("Aims at your country"),
        "told": Sentence("Sent to you"),
        "answers": Sentence("Answers"),
        "handled": Sentence("Dealt with"),
        "shared": Sentence("Shared"),
        "found": Sentence("Found"),
    }
)
HINTS = Words(
    {
        "overdue": Sentence("answer these first"),
        "due": Sentence("opened, the clock runs"),
        "new": Sentence("not opened yet, the clock runs"),
        "paused": Sentence("more was asked for, the clock stands"),
        "done": Sentence("newest first"),
        "decide": Sentence("oldest first"),
        "requested": Sentence("newest first"),
        "here": Sentence("look at these first"),
        "ours": Sentence("victims or infrastructure stand there"),
        "told": Sentence("by name, by a group or its sector"),
        "answers": Sentence("what others did about it"),
        "handled": Sentence("acted on, or a false positive"),
        "shared": Sentence("newest first"),
        "found": Sentence("by value"),
    }
)
ASKED_BY = Sentence("{what}, asked by {country}")
LEFT = Sentence("{time} left")
LATE = Sentence("{time} late")
AGO = Sentence("{time} ago")
DAYS = Sentence("{n} d")
DAYS_HOURS = Sentence("{n} d {hours} h")
HOURS = Sentence("{n} h")
MINUTES = Sentence("{n} min")
UNOPENED = Sentence("not opened yet")
MORE = Sentence("Show more ({n})")
OPEN = Sentence("open")
NEXT = Sentence("next, previous")
BACK = Sentence("Back to the queue")
CLOSE = Sentence("Close")
HISTORY = Sentence("History")
MESSAGE = Sentence("Words to the requesting bureau, if any; no names")
MARK = Sentence("TLP marking of the answer: the proposal's, or a stricter one")
CHOOSE = Sentence("Choose an answer")
SEND = Sentence("send")
SEND_THIS = Sentence("Send “{answer}”")
UNDO = Sentence("Undo")
SECONDS = Sentence("{n} seconds left to undo")
NOT_NOW = Sentence("Not now")
RECEIPTS = Sentence("Receipts")
KEYS = Sentence("Keys")
KEYS_ON = Sentence("Keys of one letter")
