"""A question, settled once where it enters: its filters, the indicator they are about, and the
opened figures it is asked of. Below that nobody looks anything up again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from data import catalog, store
from data.catalog import Indicator
from data.geography import groups
from data.query.filters import Filters
from data.store import Store
from errors import ThreatsError
from languages.english import query as sentences

PEOPLE = "people"  # the value of `per` for figures per head


class UnknownError(ThreatsError):
    """A question names an indicator, category or role that does not exist."""


@dataclass(frozen=True, slots=True)
class Question(Filters):
    """Filters whose categories and role are known, UnknownError where they are not; what `replace`
    makes of a question is one too.
    """

    about: Indicator = field(kw_only=True, compare=False, repr=False)
    opened: Store = field(kw_only=True, repr=False)

    def __post_init__(self) -> None:
        about = self.about
        for each in self.categories:
            if each not in about.categories:
                raise UnknownError(
                    sentences.NO_CATEGORY(
                        category=repr(each), indicator=about.id, known=", ".join(about.categories)
                    )
                    if about.categories
                    else sentences.NO_CATEGORIES(category=repr(each), indicator=about.id)
                )
        if self.groups and not self.countries:  # who asks for no country asks for no group either
            object.__setattr__(self, "groups", ())
        if self.per and not about.rate:
            rated = about.per_people() if self.per == PEOPLE and about.per_head else None
            object.__setattr__(self, "about", rated or about)
            object.__setattr__(self, "per", PEOPLE if rated else "")
        if self.role and self.role not in about.roles:
            raise UnknownError(
                sentences.NO_ROLE(
                    role=repr(self.role), indicator=about.id, known=", ".join(about.roles)
                )
            )

    @property
    def in_force(self) -> tuple[str, ...]:
        """The categories that are counted: those asked for, or the main one where they never add
        up; empty means all.
        """
        main = self.about.main_category if self.about.one_category else ""
        return self.categories or ((main,) if main else ())

    def explicit(self) -> Question:
        """The same question with the categories in force as those asked for."""
        return replace(self, categories=self.in_force)

    @property
    def one_place(self) -> bool:
        """Whether the countries asked for make one figure: not several of a score or of what few
        report.
        """
        apart = (not self.about.additive and not self.about.rate) or self.about.no_world_sum
        return not apart or len(self.countries) == 1 or self.about.world

    @property
    def adds_up(self) -> bool:
        """Whether what is asked for makes one figure: neither several countries nor several
        categories that never add up.
        """
        return self.one_place and (not self.about.one_category or len(self.in_force) == 1)


def _members(group: str, on: date | None) -> frozenset[str]:
    try:
        return groups.members(group, on)
    except KeyError:
        raise UnknownError(sentences.NO_GROUP(group=repr(group))) from None


def settle(asked: Filters) -> Question:
    """The filters as a question of the figures now open; a question stays what it is."""
    if isinstance(asked, Question):
        return asked
    members = {code for each in asked.groups for code in _members(each, asked.end)}
    return Question(
        asked.indicator,
        (*asked.countries, *sorted(members - {*asked.countries})),
        asked.categories,
        asked.partner,
        asked.start,
        asked.end,
        asked.role,
        asked.groups,
        asked.per,
        about=indicator(asked),
        opened=store.current(),
    )


def indicator(asked: Filters) -> Indicator:
    """The indicator the filters are about; UnknownError where there is none of that name."""
    if isinstance(asked, Question):
        return asked.about
    found = catalog.indicators().get(asked.indicator)
    if found is None:
        raise UnknownError(sentences.NO_INDICATOR(indicator=repr(asked.indicator)))
    return found
