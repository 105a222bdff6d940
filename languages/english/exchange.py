"""What goes out by an address: the columns of a table, and the button that copies the address."""

from languages.templates import Sentence, Words

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
