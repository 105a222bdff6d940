"""What goes out by an address: the columns of a table, and the button that copies the address."""

from languages.templates import Plural, Sentence, Words

COLUMNS = Words(
    {
        "total": Sentence("The one figure asked for"),
        "country": Sentence("The country, ISO 3166-1 alpha-3"),
        "partner": Sentence("The other country, ISO 3166-1 alpha-3"),
        "category": Sentence("The category, by its id"),
        "period": Sentence("The year, or the month as 2016-01"),
        "value": Sentence("The figure; empty where only its bounds are known"),
        "low": Sentence("The least that the published figure can mean"),
        "high": Sentence("The most that the published figure can mean"),
        "masked": Sentence("How many published cells behind the figure are ranges"),
        "country_name": Sentence("The country's name"),
        "partner_name": Sentence("The other country's name"),
        "category_name": Sentence("The category's name"),
    }
)

# SDMX: what is called otherwise than on a page
ALL_AREAS = Sentence("World, all areas")
ALL_CATEGORIES = Sentence("All categories")
CONCEPT_SCHEME = Sentence("Concepts of the figures")
LISTS = Words(
    {
        "CL_FREQ": Sentence("Frequency"),
        "CL_AREA": Sentence("Areas: ISO 3166-1 alpha-3, and XKX"),
        "CL_OBS_STATUS": Sentence("Status of an observation"),
    }
)
CONCEPTS = Words(
    {
        "FREQ": Sentence("Frequency"),
        "REF_AREA": Sentence("Area"),
        "COUNTERPART_AREA": Sentence("The other area"),
        "CATEGORY": Sentence("Category"),
        "TIME_PERIOD": Sentence("Period"),
        "OBS_VALUE": Sentence("Value"),
        "OBS_STATUS": Sentence("Status"),
        "LOWER_BOUND": Sentence("The least that the published figure can mean"),
        "UPPER_BOUND": Sentence("The most that the published figure can mean"),
        "COMMENT_OBS": Sentence("Why it has its status"),
        "UNIT_MEASURE": Sentence("Unit"),
    }
)
STATUS = Words(
    {
        "A": Sentence("Normal value"),
        "B": Sentence("Time series break"),
        "D": Sentence("Definition differs: a part is left out"),
        "P": Sentence("Provisional value: the period is not complete"),
        "Q": Sentence("Missing value; suppressed: the publisher masks it"),
    }
)
MASKED_CELL = Sentence("The publisher gives a range in place of the value.")
MASKED_PARTS = Plural(
    "{n} cell that the publisher masks is left out of the sum.",
    "{n} cells that the publisher masks are left out of the sum.",
)
BROKEN = Sentence("The method changed: not to be compared with the years before.")

# beside the downloads of a table
COPY_ADDRESS = Sentence("Copy address")
ADDRESS_COPIED = Sentence("Copied: a spreadsheet or a script reads this table by it.")
NOT_COPIED = Sentence("The browser does not let this page copy; the address is the button's tip.")
