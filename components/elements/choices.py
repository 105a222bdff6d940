"""What fields of a page offer whatever was asked: lists by value and label that a browser fetches
once a language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from data.geography import countries as known
from data.geography import groups as grouped
from languages import current
from languages.english import filters as words


def countries() -> Mapping[str, str]:
    """The countries' names by their codes, as the alphabet has them."""
    return _countries(current())


def groups() -> Mapping[str, str]:
    """The names by their ids of the groups that ship: organisations first, then lists, regions and
    subregions.
    """
    return _groups(current())


def own_groups() -> Mapping[str, str]:
    """The names by their ids of the reader's own groups, as their file is now: in no list."""
    return {each.id: each.name for each in grouped.groups().values() if each.kind == "own"}


@cache
def _countries(_language: str) -> Mapping[str, str]:
    names = {code: known.name(code) for code in known.codes()}
    return dict(sorted(names.items(), key=lambda each: (each[1], each[0])))


@cache
def _groups(_language: str) -> Mapping[str, str]:
    shipped = (each for each in grouped.groups().values() if each.kind != "own")
    return {
        each.id: words.GROUP(id=each.id, name=each.name)
        if each.kind in ("organisation", "list")
        else each.name
        for each in sorted(shipped, key=lambda each: grouped.KINDS.index(each.kind))
    }


LISTS: Mapping[str, Callable[[], Mapping[str, str]]] = MappingProxyType(
    {"countries": countries, "groups": groups}
)
