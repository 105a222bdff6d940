"""What figures say: legends, and what stands at a mark when it is pointed at.

Values are written already, names and units escaped. `said` is an amount with what it counts.
"""

from languages.templates import Sentence

NO_DATA = Sentence("No data published")
NO_DATA_HERE = Sentence("no data published")  # said of one place or year
NO_DATA_SHORT = Sentence("no data")
RANGE_ONLY = Sentence("Published only as a range, no figure")
NO_RATE = Sentence("Published only in part or as a range: no rate")
NO_RATE_SHORT = Sentence("no rate")
NO_RATE_HERE = Sentence("published only in part or as a range: no rate")
SMALL_STATE = Sentence("Small state: {said}")  # why its ring is empty
NONE_RECORDED = Sentence("None recorded")
NONE_RECORDED_HERE = Sentence("none recorded")
NOT_BOTH = Sentence("Not known in both periods")
NOT_BOTH_HERE = Sentence("not known in both periods")
NOTHING_KNOWN = Sentence("Nothing known")
PARTIAL = Sentence("partial")
AMOUNT = Sentence("{amount} {unit}")

ROW = Sentence("{name}: {said}")
ROW_BEFORE = Sentence("{name}: {said}; {period}: {before}")
PLACE = Sentence("<b>{name}</b><br>{said}")
PLACE_NOTE = Sentence("<b>{name}</b><br>{said}<br>{note}")
PLACE_CHANGE = Sentence("<b>{name}</b><br>{said}, {change} compared with {period} ({before})")
PLACE_YEAR = Sentence("<b>{name}</b>, {year}<br>{said}")

AND_MORE = Sentence("{amount} and more")
BETWEEN = Sentence("{low}–{high}")
WITH_UNIT = Sentence("{amounts} {unit}")  # the first class of a legend
CIRCLES = Sentence("area = value, largest {amount}")
CIRCLES_EVER = Sentence("area = value, largest of all years {amount}")
HALVED = Sentence("down by half or more")
FELL = Sentence("down {share}–50\u00a0%")
LITTLE_CHANGE = Sentence("little change")
ROSE = Sentence("up {share}–100\u00a0%")
DOUBLED = Sentence("more than doubled")

PERIOD = Sentence("<b>{period}</b> {name}<br>{said}")
PERIOD_NO_DATA = Sentence("<b>{period}</b><br>no data published")
LINE = Sentence("<b>{name}</b> {period}<br>{said}")
INDEXED = Sentence("{said}, index {index}")
IN_YEAR = Sentence("{year}: {said}")
ENDS_EARLIER = Sentence("{name} ({year})")
WEEK = Sentence("week of {day}<br>{said}")
NOT_STATED = Sentence("not stated")
LISTED = Sentence("listed")
ALL = Sentence("all")
POSSIBLE = Sentence("possible, dates not certain")
ENTRIES = Sentence("entries")
EXITS = Sentence("exits")

WHERE_FROM = Sentence("where from")
WHERE_TO = Sentence("where to")
PLACE_FROM = Sentence("<b>{name}</b><br>from: {said} in the flows drawn")
PLACE_TO = Sentence("<b>{name}</b><br>to: {said} in the flows drawn")
FLOW = Sentence("{origin} to {destination}: {said}")
OTHER_FLOWS = Sentence("all other flows: {said}")
OTHER_COUNTRIES = Sentence("Other countries")

STEP = Sentence("{step}: {said}")
STEP_AMOUNT = Sentence(" {amount}")
STEP_SHARE = Sentence(" {amount} ({percent}\u00a0%)")
