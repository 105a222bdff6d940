"""For which years and countries anything is known."""

from languages import Plural, Sentence, Words

HEADING = Sentence("For which countries and years there are figures")
SHOWN = Sentence("Shown")
WAYS = Words(
    {
        "domain": Sentence("By domain"),
        "indicator": Sentence("By indicator"),
        "country": Sentence("By country"),
    }
)
BY_DOMAIN = Sentence("Countries with a figure per year, by domain")
BY_INDICATOR = Sentence("Countries with a figure per year, by indicator")
BY_COUNTRY = Sentence("{title}, by country and year")
BY_COUNTRY_OF_CATEGORY = Sentence("{title}, {category}, by country and year")
COUNTRIES = Sentence("countries")
NO_FIGURE = Sentence("There is no figure by country for this.")
ALT = Sentence("Heat map: {title}. The table below holds the same figures.")
NONE_RECORDED = Sentence("“None recorded” is no proof that there was none.")
HATCHED = Sentence("Hatched: nothing is known, which is not zero.")
LOOKED_AT = Sentence(
    "A country with a figure is one that was looked at: where nobody looks, nothing is found."
)
NEVER = Plural(
    "{n} of {of} countries and territories never has a figure here.",
    "{n} of {of} countries and territories never have a figure here.",
)
AS_TABLE = Sentence("The same as a table")
