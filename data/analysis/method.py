"""The rule that made a number, in words: how its records are counted, what is left out, and what
stands beside it.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

import languages
from data import catalog, query
from data.analysis import wholes
from data.caching import remembered
from data.catalog import Indicator
from data.geography import countries
from data.ingest import importing
from data.query import Filters, Question, period_words
from languages.english import analysis as words
from languages.english import query as either


def sentences(asked: Filters) -> tuple[str, ...]:
    """How the figure `query.total` gives under these filters was made, a sentence for each step."""
    asked = query.settle(asked).explicit()
    about = query.indicator(asked)
    said = [_counted(asked, about), _where(asked, about)]
    if about.one_category and asked.categories:
        chosen = about.categories.get(asked.categories[0], asked.categories[0])
        said.append(words.ONLY_CATEGORY(category=chosen))
    elif about.one_category:
        said.append(words.NEVER_ADDED())
    elif about.overlap or (about.kind in ("event", "notice") and about.categories):
        said.append(words.SEVERAL_CATEGORIES())
    said += open_ends(asked)
    partial = about.complete_to and asked.end and asked.end.year > about.complete_to
    if partial and about.partial_note:
        said.append(words.NOT_COMPLETE(note=about.partial_note.rstrip(".")))
    said += [
        words.NOT_COMPLETE(note=words.IN_YEAR(year=str(year), note=note.rstrip(".")))
        for year, note in about.partial_years.items()
        if not partial and asked.start and asked.end and asked.start.year <= year <= asked.end.year
    ]
    if more := wholes.exceeded(asked):
        said.append(words.NOTE(note=more))
    if len(query.disagreements(asked)):
        said.append(words.DISAGREE())
    return tuple(said)


def open_ends(asked: Filters) -> list[str]:
    """What the figure leaves open: what is published as a range, without a country or a date."""
    asked = query.settle(asked).explicit()
    about, total, said = query.indicator(asked), query.total(asked), []
    if total.masked and about.kind == "listing":
        said.append(words.PERHAPS_LISTED(total.masked))
    elif total.masked and total.value is not None and total.high is not None:
        said.append(words.RANGES_AT_MOST(masked=total.masked, high=total.high))
    elif total.masked:
        said.append(words.RANGES(masked=total.masked))
    if not asked.countries and total.unlocated:
        said.append(words.UNLOCATED(number=total.unlocated))
    if total.undated:
        said.append(words.UNDATED(number=total.undated))
    return said


def _counted(asked: Filters, about: Indicator) -> str:
    period = period_words(asked.start, asked.end)
    if about.aggregation == "stock":
        return words.MEMBERS(day=query.stock_date(asked))
    if about.aggregation == "last":
        last = behind(asked)["start"].max()
        if pd.isna(last):
            return words.NO_VALUE(period=period)
        template = words.LAST_SCORE if about.kind == "score" else words.LAST_VALUE
        at = f"{last:%Y}" if about.grain == "year" else f"{last:%Y-%m}"
        return template(when=at, period=period)
    template = words.COUNTED if about.aggregation == "count" else words.SUMMED
    return template(unit=about.unit, period=period)


def _where(asked: Filters, about: Indicator) -> str:
    if asked.countries:
        swapped = bool(asked.role) and asked.role == about.partner_role
        names = [countries.in_sentence(code) for code in asked.countries]
        said = {
            "countries": languages.listed(names, either.EITHER),
            "role": catalog.role_words(asked.role or about.country_role),
        }
        if not asked.partner:
            return words.ONLY_OF(**said)
        other = about.country_role if swapped else about.partner_role
        return words.ONLY_OF_WITH(
            **said,
            partner=countries.in_sentence(asked.partner),
            partner_role=catalog.role_words(other),
        )
    if about.rate:
        return words.PER_HEAD(n=about.rate)
    if not about.additive:
        return words.PUBLISHED_FOR_WORLD() if about.world else words.SCORE_ALONE()
    if about.no_world_sum:
        return words.FEW_REPORT()
    if about.world:
        return words.PUBLISHED_FOR_WORLD()
    return words.ADDED_FOR_WORLD() if about.kind == "observation" else words.ONCE_FOR_WORLD()


def behind(asked: Filters, statements: bool = False) -> pd.DataFrame:
    """The records the very figure was made of, as `query.rows` gives them: of the last period alone
    where only that counts.

    `statements` adds what other publishers say of the same facts.
    """
    asked = query.settle(asked).explicit()
    about = query.indicator(asked)
    found = query.rows(asked, statements=statements)
    if about.world and not asked.countries and found["world"].any():
        found = found[found["world"]]
    if about.aggregation == "last" and found["start"].notna().any():
        period = pd.to_datetime(found["start"]).dt.to_period("M" if about.grain == "month" else "Y")
        found = found[period == period[found["rank"].eq(1)].max()]
    return found.reset_index(drop=True)


def closed(asked: Filters) -> str:
    """Why the records behind a figure are not passed on as they are; empty where they are."""
    return _closed(query.settle(asked))


@remembered(512)
def _closed(asked: Question) -> str:
    licence = catalog.source_of(asked.about).licence
    if licence.redistribution == "none":
        return words.ROWS_CLOSED(licence=licence.name)
    counted = licence.redistribution == "aggregates" and asked.about.kind in ("event", "notice")
    if counted and query.rows(asked)["row"].gt(0).any():
        return words.RECORDS_CLOSED(licence=licence.name)
    return ""


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
        ), words.ROWS_CLOSED(licence=licence.name)
    if (
        licence.redistribution == "aggregates"
        and about.kind in ("event", "notice")
        and records["row"].gt(0).any()
    ):
        return (
            importing.aggregated(
                records.astype({"start": "datetime64[s]", "end": "datetime64[s]"})
            ),
            words.RECORDS_CLOSED(licence=licence.name),
        )
    return records, ""
