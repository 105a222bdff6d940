"""What stands around the figures of a briefing's slides, PDF, HTML file and pictures."""

from languages.templates import Plural, Sentence, Words

# a drawing's legend and its marks
NO_FIGURE = Sentence("no figure")
NO_FIGURE_OF = Sentence("no figure: {names}")
NO_FIGURE_IN = Plural("no figure: {n} country", "no figure: {n} countries")
INAPPLICABLE = Sentence("not applicable")
RANGE = Sentence("a range, published without its number")
RANGE_APART = Sentence("not in the bars: ranges, published without their number")
AREA = Sentence("{period}, area is the count")
PARTIAL = Sentence("{period}: partial")
BROKEN = Sentence("{period}: {words}")
THEN = Sentence("{period}: {value}")

# around a slide
SOURCE = Sentence("Source: {publisher}, {title}. As of {day}. {licence}.")
SOURCE_PLAIN = Sentence("Source: {publisher}, {title}. As of {day}.")
SOURCE_UNDATED = Sentence("Source: {publisher}, {title}.")
SOURCES_SHORT = Sentence("Sources: {publishers}; more at the end.")
SOURCES_PLAIN = Sentence("Sources: {publishers}.")
SOURCES_FEW = Plural(
    "Sources: {publishers} and {n} more, listed at the end.",
    "Sources: {publishers} and {n} more, listed at the end.",
)
SOURCES_FEW_PLAIN = Plural(
    "Sources: {publishers} and {n} more.", "Sources: {publishers} and {n} more."
)
SOURCES_MANY = Plural("{n} source, listed at the end.", "{n} sources, listed at the end.")
DATA = Sentence("Data {version}")
DATA_MANY = Plural("Data: {n} version", "Data: {n} versions")
DATA_OF = Sentence("Data of {day}")
SEAL = Sentence("Seal {seal}")
PAGE = Sentence("{page} / {pages}")
PRODUCT = Sentence("Global Threats Dashboard")
BRIEFING = Sentence("Briefing of the Global Threats Dashboard")
SEALED = Sentence("Sealed on {day}")
CHECK = Sentence("Sealed on {day}. Check any number: “Verify”, with the seal.")
LEADING = Sentence("{number}: {change}")
POINTS = Sentence("What can be said")
CONTENTS = Sentence("Contents")
SOURCES = Sentence("Sources")
FIGURES = Sentence("The figures")
CONTINUED = Sentence("{title} ({part}\u00a0of\u00a0{parts})")

# the table of sources
COLUMN_SOURCE = Sentence("Source")
COLUMN_AS_OF = Sentence("As of")
COLUMN_TERMS = Sentence("Terms")
COLUMN_VERSION = Sentence("Version")
CITED = Sentence("{publisher}, {title}")

# the HTML file
PRESENT = Sentence("Present")
OVERVIEW = Sentence("Overview")
NOTES = Sentence("Notes")
HOW = Sentence("How each number was made")
PLAY = Sentence("Play")
PAUSE = Sentence("Pause")
PERIOD = Sentence("Period")
PROGRESS = Sentence("Slide {page} of {pages}")
FLOW = Sentence("{origin} to {target}")

# presenting
AUDIENCE = Sentence("Open the audience’s window")
OPENED = Sentence("The audience’s window is open: move it to the projector and press F there.")
KEYS = Sentence("Keys")
KEYS_HELP = Sentence(
    "A digit, then Enter, opens the slide of that number. Press the keys of a line to change them."
)
GO_ON = Sentence("A slide that goes on by itself stays for")
SECONDS = Plural("{n} second", "{n} seconds")
USUAL_KEYS = Sentence("The usual keys")
CLOSE = Sentence("Close")
PRESS_A_KEY = Sentence("Press a key …")
OFF = Sentence("Off")
SPACE = Sentence("Space")
STEPS = Sentence("Slides")
PREVIOUS = Sentence("Back")
NEXT = Sentence("Next")
AUTO = Sentence("Goes on by itself")
END = Sentence("End")
BLANK = Sentence("The screen is blank.")
GOES_ON = Sentence("Each slide stays for {seconds} seconds.")
STANDS = Sentence("Slides wait for you.")
SPOKEN = Sentence("Since the beginning")
STOP_CLOCK = Sentence("Stop the clock")
START_CLOCK = Sentence("Start the clock")
RESTART = Sentence("From zero")
DOES = Words(
    {
        "next": Sentence("Next slide"),
        "previous": Sentence("Slide before"),
        "first": Sentence("First slide"),
        "last": Sentence("Last slide"),
        "number": Sentence("Slide of a number, after its digits"),
        "blank": Sentence("Blank screen"),
        "present": Sentence("Full screen"),
        "overview": Sentence("All slides"),
        "play": Sentence("Play the map"),
        "figures": Sentence("The figures as a table"),
        "auto": Sentence("Go on by itself, or wait"),
        "notes": Sentence("Notes"),
        "verify": Sentence("Verify a number"),
        "keys": Sentence("Keys"),
        "leave": Sentence("Leave"),
    }
)

# the PowerPoint file and the workbooks in it
HIGHEST = Sentence("{name}, at most")
LOWEST = Sentence("{name}, at least")
BESIDE_CHART = Sentence("Beside the chart")
DEFINITION = Sentence("What is counted")
ABOUT_SHEET = Sentence("About")
COLUMN_SERIES = Sentence("Series")
COLUMN_NAME = Sentence("Name")
COLUMN_VALUE = Sentence("Value")
COLUMN_LOW = Sentence("At least")
COLUMN_HIGH = Sentence("At most")
COLUMN_SAID = Sentence("As it is said")
NO_TEMPLATE = Sentence("{file}: it cannot be used as a template: {why}")
NO_LAYOUT = Sentence("no layout of it has a title")
