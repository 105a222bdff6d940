"""The largest countries of one indicator as bars."""

from __future__ import annotations

from dataclasses import replace

from components.elements import bars
from components.figures import ranking
from components.indicator import places, provenance
from data import query, store
from data.analysis import changes, saying
from data.caching import remembered
from data.catalog import Indicator
from data.query import Filters
from languages import listed
from languages.english import figures as figures_words
from languages.english import ranking as words


def show(asked: Filters, about: Indicator) -> None:
    """The largest countries, the chosen ones among them in full colour."""
    bars.show(told(asked), key="ranking", on_pick=places.pick)


def told(asked: Filters) -> dict[str, object]:
    """What draws the bars of a question."""
    among = places.counted(replace(asked, countries=())).countries
    return _told(store.current().version, asked, among)


@remembered(512)
def _told(version: str, asked: Filters, among: tuple[str, ...]) -> dict[str, object]:
    about = query.indicator(asked)
    figures = query.by_country(replace(asked, countries=among))
    before, against = changes.before(asked)
    return bars.message(
        ranking.rank(
            figures,
            places.names(),
            unit=about.unit,
            reads=about.amount,
            domain=about.domain,
            before=before,
            against=against,
            chosen=asked.countries,
            absent=changes.absent(about),
            among=query.in_each_year(asked),
            unrated=_unrated(asked) if about.rate else (),
            apart=figures_words.NOT_BOTH_HERE() if among else "",
            ordinal=about.ordinal,
        ),
        alt=(words.ALT_LEVELS if about.ordinal else words.ALT)(title=about.title),
        heading=heading(asked, about, bool(before)),
        title=titled(asked, about),
        footer=provenance.picture(about),
    )


def _unrated(asked: Filters) -> set[str]:
    """Who has a figure, if only in part or as a range."""
    return {*query.by_country(query.in_counts(asked))["country"]}


def heading(asked: Filters, about: Indicator, before: bool) -> str:
    """What stands over the bars: whether with the period before, and which groups are marked. Of
    levels of an order none is the largest.
    """
    template = {
        (False, False): words.HEADING,
        (False, True): words.HEADING_BEFORE,
        (True, False): words.HEADING_LEVELS,
        (True, True): words.HEADING_LEVELS_BEFORE,
    }[about.ordinal, before]
    if not asked.groups:
        return template()
    return words.HEADING_OF(heading=template(), groups=listed(asked.named))


def titled(asked: Filters, about: Indicator) -> str:
    """What a picture of the bars is called."""
    said = {"title": about.title, "when": saying.when(asked, about)}
    whole = (words.PICTURE_LEVELS if about.ordinal else words.PICTURE)(**said)
    if not asked.groups:
        return whole
    return words.HEADING_OF(heading=whole, groups=listed(asked.named))
