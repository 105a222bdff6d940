"""The rule that made a number, in words: how its records are counted, what is left out, and what
stands beside it.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data import catalog, query
from data.catalog import Indicator
from data.geography import countries
from data.ingest import importing
from data.query import Filters, period_words


def sentences(asked: Filters) -> tuple[str, ...]:
    """How the figure `query.total` gives under these filters was made, a sentence for each step."""
    asked = query.settle(asked)
    about, total = query.indicator(asked), query.total(asked)
    said = [_counted(asked, about), _where(asked, about)]
    if about.one_category:
        said.append(
            f"Only “{about.categories.get(asked.categories[0], asked.categories[0])}”: the"
            " categories of this indicator are never added."
            if asked.categories
            else "Its categories are never added."
        )
    elif about.overlap or (about.kind in ("event", "notice") and about.categories):
        said.append("What stands in several categories counts once here and once in each of them.")
    if total.masked and about.kind == "listing":
        said.append(
            f"{total.masked:,} more may be on the list, as their dates are known only to lie"
            " between two days: they are not in the number."
        )
    elif total.masked:
        most = (
            f"; with them it is at most {total.high:,.10g}"
            if total.value is not None and total.high is not None
            else ""
        )
        said.append(
            f"Cells published only as a range, such as “<5”: {total.masked:,}. They are not in the"
            f" number{most}."
        )
    if not asked.countries and total.unlocated:
        said.append(
            f"{total.unlocated:,.10g} without a country are in the number, but in no country's."
        )
    if total.undated:
        said.append(
            f"{total.undated:,.10g} without a date are in no period and so not in the number."
        )
    if (
        about.complete_to
        and asked.end
        and asked.end.year > about.complete_to
        and about.partial_note
    ):
        said.append(
            f"Not complete: {about.partial_note[0].lower()}{about.partial_note[1:].rstrip('.')}."
        )
    if len(query.disagreements(asked)):
        said.append(
            "Publishers disagree: the undoubted, exactly printed and best documented value counts,"
            " the others stand beside it; nothing is averaged."
        )
    return tuple(said)


def _counted(asked: Filters, about: Indicator) -> str:
    if about.aggregation == "stock":
        return (
            f"Members on {query.stock_date(asked)}: those whose listing had begun and not ended,"
            " each once however many lists it stands on."
        )
    if about.aggregation == "last":
        last = behind(asked)["start"].max()
        if pd.isna(last):
            return f"No value is published for {_period(asked)} under these filters."
        when = f"{last:%Y}" if about.grain == "year" else f"{last:%Y-%m}"
        return (
            f"The {'score' if about.kind == 'score' else 'value'} published for {when}, the last in"
            f" {_period(asked)}; values of several years are never added."
        )
    if about.aggregation == "count":
        return (
            f"The {about.unit} of {_period(asked)} are counted, each once however many countries or"
            " categories it has."
        )
    return f"The {about.unit} published for {_period(asked)} are added up, cell by cell."


def _where(asked: Filters, about: Indicator) -> str:
    if asked.countries:
        names = " or ".join(countries.name(code) for code in asked.countries)
        swapped = bool(asked.role) and asked.role == about.partner_role
        other = (
            f", with {countries.name(asked.partner)}"
            f" ({about.country_role if swapped else about.partner_role})"
            if asked.partner
            else ""
        )
        return f"Only those of {names} ({asked.role or about.country_role}){other}."
    if not about.additive:
        return "A score is never added or averaged over countries: choose one to see its own."
    if about.world:
        return (
            "For the world it is the figure published for the world, not a sum of countries, where"
            " there is one."
        )
    if about.kind == "observation":
        return "For the world the figures of all countries that report are added."
    return "For the world each counts once, so the countries' figures may add up to more."


def _period(asked: Filters) -> str:
    return (
        "all years"
        if asked.start is None and asked.end is None
        else period_words(asked.start, asked.end)
    )


def behind(asked: Filters, statements: bool = False) -> pd.DataFrame:
    """The records the very figure was made of, as `query.rows` gives them: of the last period alone
    where only that counts.

    `statements` adds what other publishers say of the same facts.
    """
    asked = query.settle(asked)
    about = query.indicator(asked)
    found = query.rows(asked, statements=statements)
    if about.world and not asked.countries and found["world"].any():
        found = found[found["world"]]
    if about.aggregation == "last" and found["start"].notna().any():
        period = pd.to_datetime(found["start"]).dt.to_period("M" if about.grain == "month" else "Y")
        found = found[period == period[found["rank"].eq(1)].max()]
    return found.reset_index(drop=True)


def passed_on(asked: Filters, records: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """What the licence lets a reader see of the records behind a figure, and why it is not the rows
    themselves.

    Nothing but the figures by country where it forbids rows; counts by month where it allows
    aggregates only.
    """
    about = query.indicator(asked)
    licence = catalog.source_of(about).licence
    if licence.redistribution == "none":
        figures = query.by_country(replace(asked, countries=()))
        return (
            figures[figures["country"].isin(asked.countries)] if asked.countries else figures
        ), f"Rows stay closed: {licence.name}. The figures by country are what may be shown."
    if (
        licence.redistribution == "aggregates"
        and about.kind in ("event", "notice")
        and records["row"].gt(0).any()
    ):
        return (
            importing.aggregated(
                records.astype({"start": "datetime64[s]", "end": "datetime64[s]"})
            ),
            (
                f"Single records stay closed: {licence.name}. Those alike in month, countries and"
                " types are shown as one with their number."
            ),
        )
    return records, ""
