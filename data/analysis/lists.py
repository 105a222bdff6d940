"""Who came on a list and who left it between two days, by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from data import query
from data.caching import remembered
from data.geography import countries
from data.query import Filters, Question
from languages import listed
from languages.english import analysis as words

NAMED = 6  # countries named in one sentence; of more the others are counted


@dataclass(frozen=True, slots=True)
class Moves:
    """What happened on a list between two days.

    `came`, `left` and `moved` are codes of countries where a country stands on the list itself, and
    empty where it lists other things (vessels); `entered` and `gone` count those things. What may
    have stood on it on one of the days, its dates being known only within bounds, is `unsure` and
    in none of the others.
    """

    since: str
    came: tuple[str, ...]
    left: tuple[str, ...]
    moved: tuple[tuple[str, str, str], ...]  # country, category before, category now
    entered: int
    gone: int
    unsure: int

    @property
    def named(self) -> bool:
        """Whether the list is one of countries."""
        return bool(self.came or self.left or self.moved)

    @property
    def nothing(self) -> bool:
        """Whether nobody surely came, left or moved."""
        return not (self.entered or self.gone or self.moved)


def moves(asked: Filters) -> Moves | None:
    """What happened on a list in the year up to the day it is asked for; None where it is no list
    or does not reach back that far.
    """
    settled = query.settle(asked)
    return _moves(settled) if settled.about.kind == "listing" else None


@remembered(1024)
def _moves(asked: Question) -> Moves | None:
    earlier, since = query.year_before(asked)
    if earlier is None:
        return None
    now, then = _rows(asked), _rows(earlier)
    if now.empty and then.empty:
        return Moves(since, (), (), (), 0, 0, 0)
    sure_now, sure_then = (set(each.loc[each["value"].notna(), "record"]) for each in (now, then))
    perhaps = {
        *now.loc[now["value"].isna(), "record"],
        *then.loc[then["value"].isna(), "record"],
    } - (sure_now & sure_then)
    came, left = sure_now - sure_then - perhaps, sure_then - sure_now - perhaps
    by_country = all(_one_each(replace(each, countries=())) for each in (asked, earlier))
    return Moves(
        since,
        _codes(now, came) if by_country else (),
        _codes(then, left) if by_country else (),
        _shifted(now, then, sure_now & sure_then) if by_country else (),
        len(came),
        len(left),
        len(perhaps),
    )


def _rows(asked: Question) -> pd.DataFrame:
    """Who stands on the list, of the countries asked for: out of what is read once for all."""
    everyone = _everyone(replace(asked, countries=()))
    if not asked.countries:
        return everyone
    known = _known(replace(asked, countries=()))
    at = sorted(row for code in asked.countries for row in known.get(code, ()))
    return everyone.iloc[at].reset_index(drop=True)


@remembered(256, words=False)
def _known(asked: Question) -> dict[str, list[int]]:
    """Where each country's rows stand among everyone's."""
    found: dict[str, list[int]] = {}
    for at, code in enumerate(_everyone(asked)["country"].tolist()):
        if isinstance(code, str):
            found.setdefault(code, []).append(at)
    return found


@remembered(256, words=False)
def _everyone(asked: Question) -> pd.DataFrame:
    return query.rows(asked)


@remembered(256, words=False)
def _one_each(asked: Question) -> bool:
    """Whether a country is one member of the list, so that its name is the member's."""
    rows = _everyone(asked)
    pairs = rows.dropna(subset="country")[["record", "country"]].drop_duplicates()
    return not bool(pairs["country"].duplicated().any())


def _codes(rows: pd.DataFrame, records: set[int]) -> tuple[str, ...]:
    found = rows.loc[rows["record"].isin(records), "country"].dropna().unique()
    return tuple(sorted(found, key=countries.name))


def _shifted(
    now: pd.DataFrame, then: pd.DataFrame, records: set[int]
) -> tuple[tuple[str, str, str], ...]:
    """Those that stood on it on both days, in another category."""
    categories = [
        each[each["record"].isin(records) & each["value"].notna()]
        .dropna(subset=["country", "category"])
        .drop_duplicates("country", keep="first")
        .set_index("country")["category"]
        for each in (now, then)
    ]
    both = categories[0].index.intersection(categories[1].index)
    return tuple(
        (str(code), str(categories[1][code]), str(categories[0][code]))
        for code in sorted(both, key=countries.name)
        if categories[0][code] != categories[1][code]
    )


def named(codes: Sequence[str]) -> str:
    """Countries in a sentence: all of a few, else the first and how many more."""
    names = [countries.name(code) for code in codes]
    if len(names) <= NAMED + 1:
        return listed(names)
    return words.AND_OTHERS(len(names) - NAMED, names=", ".join(names[:NAMED]))


def sentence(asked: Filters, subject: str, when: str, value: float) -> str:
    """One sentence of who came and who left; empty where the list cannot be compared. `subject` is
    the list, and for a list of other things whose they are.
    """
    found = moves(asked)
    if found is None:
        return ""
    about = query.indicator(asked)
    said = {"title": subject, "when": when, "value": value, "since": found.since}
    if found.nothing:
        return words.LIST_SAME(**said)
    if not found.named:
        return words.LIST_COUNTED(**said, entered=found.entered, gone=found.gone)
    parts = [
        *([words.CAME(countries=named(found.came))] if found.came else []),
        *([words.LEFT(countries=named(found.left))] if found.left else []),
        *(
            words.MOVED(
                country=countries.name(code),
                before=about.categories.get(before, before),
                now=about.categories.get(now, now),
            )
            for code, before, now in found.moved[:NAMED]
        ),
    ]
    if asked.countries:
        return words.LIST_OF(title=about.title, since=found.since, moves="; ".join(parts))
    return words.LIST_MOVED(**said, moves="; ".join(parts))


def of_country(asked: Filters) -> str:
    """What a list means for the one country asked about, in words: since when it stands on it, and
    as what.
    """
    settled = query.settle(asked)
    rows = _rows(replace(settled, categories=()))
    if rows.empty:
        return words.NOT_ON_LIST()
    sure = rows[rows["value"].notna()]
    if sure.empty:
        return words.PERHAPS_ON_LIST()
    first = sure.sort_values("start").iloc[0]
    category = settled.about.categories.get(str(first["category"]), "")
    since = began(first)
    if first["precision"] == "none" and since:
        return words.ON_WITHIN(category=category, bounds=since) if category else since
    if category:
        return words.ON_AS_SINCE(category=category, day=since) if since else category
    return words.ON_SINCE(day=since) if since else words.ON_LIST()


def began(row: pd.Series) -> str:
    """Since when a listing holds, as exactly as it was published: a day, a month, a year, or the
    publisher's bounds in words; empty where nothing is known.
    """
    if row["precision"] == "none" or pd.isna(row["start"]):
        return "" if pd.isna(row["stated"]) else str(row["stated"])
    return str(row["start"])[: {"day": 10, "month": 7}.get(row["precision"], 4)]
