"""What a brief of two says in bars and tables, with each source's number."""

from __future__ import annotations

from collections.abc import Sequence

import languages
from components.elements import mirror
from components.elements.mirror import End, Text
from components.shell import menu
from data import catalog
from data.analysis import bilateral, meeting
from data.analysis.both_sides import Row, Side, Sides, written
from data.analysis.meeting import Shared, Third
from data.catalog import Indicator
from data.geography import countries
from languages import paragraph
from languages.english import bilateral as words

GAPS = 3  # by name, the others counted
GROUPS = 4  # groups with days, a row each
_OF_GROUPS = "groups"


class Numbered:
    """The sources of a page, numbered as they are first used: `sources` by their name, each with
    its words and its date.
    """

    def __init__(self) -> None:
        self.sources: dict[str, tuple[str, str]] = {}

    def of(self, *abouts: Indicator) -> tuple[int, ...]:
        """The numbers of the sources of these indicators."""
        found = (catalog.source_of(about) for about in abouts)
        return tuple(
            dict.fromkeys(
                self._at(
                    each.name,
                    each.title,
                    languages.day(each.as_of),
                )
                for each in found
            )
        )

    def groups(self, dated: str) -> tuple[int, ...]:
        """The number of the source of groups; `dated` is the newest day its citations name."""
        return (self._at(_OF_GROUPS, words.GROUPS(), dated),)

    def _at(self, name: str, said: str, dated: str) -> int:
        self.sources.setdefault(name, (said, dated))
        return [*self.sources].index(name) + 1


def bars(first: str, second: str, both: Sides, numbered: Numbered) -> mirror.Bars:
    """The figures both have, news first; of those that one has alone how many."""
    parts = []
    for heading, old in (("", False), (words.OLDER(), True)):
        rows = [_row(row, numbered) for row in both.rows if row.old == old]
        if rows:
            parts.append((heading, rows))
    alone = [
        words.ALONE(len(own), country=countries.name(code))
        for code, own in zip((first, second), both.alone, strict=True)
        if own
    ]
    one_sided = "; ".join(alone)
    return mirror.Bars(
        heading=words.BOTH_SIDES(),
        year=words.YEAR(),
        names=(countries.name(first), countries.name(second)),
        parts=parts,
        note=paragraph(
            words.ONE_SIDED(said=one_sided) if alone else "", words.NOTE() if parts else ""
        ),
        empty=words.NO_SIDES(),
    )


def _row(row: Row, numbered: Numbered) -> mirror.Row:
    about, age = row.about, row.age
    aged = words.YEARS_OLD(age) if row.old else ""
    way = {"more": words.WORSE, "less": words.BETTER}.get("" if about.looking else about.worse)
    return mirror.Row(
        title=Text(row.category or about.title, numbered.of(about)),
        opens=menu.address(row.one.asked),
        beside=_beside(row),
        year=str(row.year) if row.year else "",
        old="old" if row.old else "aged" if age >= 1 else "fresh",
        age=aged if row.year else words.NOT_DATED(),
        way=way() if way else "",
        ends=(_end(row.one, row.top), _end(row.other, row.top)),
    )


def _beside(row: Row) -> str:
    """What stands behind the name of a figure: of which indicator it is one, and its most or its
    unit, where its name does not say it.
    """
    about = row.about
    if about.kind == "score" and about.scale:
        unit = words.OF_MOST(most=about.scale[1])
    else:
        unit = "" if about.says_unit or about.kind == "event" else about.unit
    return ", ".join(each for each in (about.title if row.category else "", unit) if each)


def _end(side: Side, top: float) -> End:
    total = side.total
    if not side.published:
        return End(words.NOT_NAMED(), "", 0, "hatch")
    if total.value is None:
        return End(written(total), "", 0, "ring")
    mark = languages.language().decimal
    whole, _, fraction = languages.amount(total.value).partition(mark)
    if not fraction.isdigit():  # of millions the word stands behind
        whole, fraction = languages.amount(total.value), ""
    drawn = "filled" if total.value else "zero"
    return End(
        whole, f"{mark}{fraction}" if fraction else "", min(1, abs(total.value) / top), drawn
    )


def third_said(third: Third) -> str:
    """A third country with its two numbers."""
    return words.MAP_THIRD(
        place=countries.name(third.country),
        year=third.year,
        one=written(third.totals[0]),
        other=written(third.totals[1]),
    )


def thirds(first: str, second: str, found: Sequence[Third], numbered: Numbered) -> mirror.Table:
    """Third countries both meet in."""
    return mirror.Table(
        heading=words.THIRDS(),
        columns=(
            "",
            words.YEAR(),
            countries.name(first),
            countries.name(second),
        ),
        rows=[
            (
                Text(countries.name(each.country), numbered.of(each.about)),
                Text(each.year),
                *(Text(written(total)) for total in each.totals),
            )
            for each in found
        ],
        note=words.THIRDS_NOTE(title=found[0].about.title) if found else "",
        empty=words.NO_THIRDS(),
        numbers=True,
    )


def lists(
    first: str, second: str, both: Sides, shared: Sequence[Shared], numbered: Numbered
) -> mirror.Table:
    """What both are in words, and the groups both belong to."""
    rows = [
        (Text(fact.about.title, numbered.of(fact.about)), *map(Text, fact.words))
        for fact in both.facts
    ]
    dated = [each for each in shared if any(each.since)][:GROUPS]
    rows += [
        (
            Text(each.group.name, numbered.groups(each.dated)),
            *(Text(_since(day)) for day in each.since),
        )
        for each in dated
    ]
    others = [each for each in shared if each not in dated]
    if others:
        refs = numbered.groups(max(each.dated for each in others))
        named = "; ".join(each.group.name for each in others)
        rows.append((Text(words.BOTH_BELONG(), refs), Text(named)))
    return mirror.Table(
        heading=words.LISTS(),
        columns=("", countries.name(first), countries.name(second)),
        rows=rows,
        empty=words.NO_LISTING(),
    )


def _since(day: str) -> str:
    return words.MEMBER_SINCE(day=day) if day else words.MEMBER()


def gaps(first: str, second: str, numbered: Numbered) -> mirror.Table:
    """What neither has a figure for, what is last known of each, and who publishes it."""
    open_ones = [
        (Text(each.about.title), Text(_known(each.last)), each.about)
        for each in meeting.gaps(first, second)
    ]
    open_ones += [
        (Text(words.BETWEEN_THEM(title=about.title)), Text(words.BY_NEITHER()), about)
        for about in bilateral.unpublished(first, second)
    ]
    rows = [
        (title, known, Text(catalog.source_of(about).publisher, numbered.of(about)))
        for title, known, about in open_ones[:GAPS]
    ]
    more = len(open_ones) - len(rows)
    return mirror.Table(
        heading=words.GAPS(),
        columns=("", words.KNOWN(), words.ASK()),
        rows=rows,
        note=words.GAPS_MORE(more) if more else "",
        empty=words.NO_GAP(),
    )


def _known(last: tuple[str, str]) -> str:
    one, other = last
    return one if one == other else words.ONE_AND_OTHER(one=one, other=other)
