"""What keeps a view of a page in a briefing."""

from languages.templates import Plural, Sentence, Words

ADD = Sentence("Add to briefing")
ADD_THIS = Sentence("Add to briefing: {name}")
WHAT = Sentence("What of this page?")
WHOLE = Sentence("This page, as a slide")
TELL_ME = Sentence("Tell me when this view changes …")
TELL = Sentence("Tell me when")
CLOSE = Sentence("Close")
OPEN = Sentence("Open the briefing")
ADDED = Plural(
    "Added to “{title}”, which has {n} slide now.",
    "Added to “{title}”, which has {n} slides now.",
)
FULL = Sentence("“{title}” has {most} slides, as many as it can: begin another one.")
NEW = Sentence("My briefing")
DRAWN = Words(
    {
        "map": Sentence("Map"),
        "timeline": Sentence("Timeline"),
        "ranking": Sentence("Ranking"),
        "comparison": Sentence("Side by side"),
        "flows": Sentence("Flows"),
        "table": Sentence("Table"),
        "number": Sentence("Number"),
        "verdict": Sentence("Better or worse"),
        "figures": Sentence("Newest figures"),
        "partners": Sentence("Partners"),
        "gaps": Sentence("What is not known"),
        "points": Sentence("What to know"),
        "sides": Sentence("Both sides"),
        "between": Sentence("Between the two"),
        "thirds": Sentence("Third countries"),
        "lists": Sentence("Lists"),
    }
)
