"""The Traffic Light Protocol 2.0: who may see what, and the mark usual of a proposal (USUAL)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, unique
from functools import cached_property
from types import MappingProxyType


@unique
class Tlp(StrEnum):
    """A mark of FIRST's Traffic Light Protocol 2.0; the stricter one is the greater one."""

    CLEAR = "TLP:CLEAR"  # for the world
    GREEN = "TLP:GREEN"  # for the community
    AMBER = "TLP:AMBER"  # for an organisation and those it serves, who need to know
    AMBER_STRICT = "TLP:AMBER+STRICT"  # for an organisation alone
    RED = "TLP:RED"  # for the eyes of the recipients

    @property
    def word(self) -> str:
        """The mark as the records of the figures spell it: AMBER+STRICT."""
        return self.value.removeprefix("TLP:")

    @property
    def slug(self) -> str:
        """The mark as an address spells it: amber-strict."""
        return self.word.lower().replace("+", "-")

    @classmethod
    def addressed(cls, slug: str) -> Tlp:
        """The mark that an address spells so; TLP:CLEAR where it makes no sense."""
        return next((mark for mark in cls if mark.slug == slug), cls.CLEAR)

    @classmethod
    def spelt(cls, word: str) -> Tlp:
        """The mark that records spell so; ValueError where there is none."""
        return cls(f"TLP:{word}")

    @cached_property
    def place(self) -> int:
        """0 for the least strict mark, and so on."""
        return tuple(Tlp).index(self)

    def __lt__(self, other: object) -> bool:
        return self.place < other.place if isinstance(other, Tlp) else NotImplemented

    def __le__(self, other: object) -> bool:
        return self.place <= other.place if isinstance(other, Tlp) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return self.place > other.place if isinstance(other, Tlp) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return self.place >= other.place if isinstance(other, Tlp) else NotImplemented


USUAL = Tlp.AMBER  # of a proposal, on the form and at the command line, where none is chosen
COUNTED = Tlp.AMBER  # the strictest mark of what is counted into figures that others may read


@unique
class Role(StrEnum):
    """What a reader is here; somebody may be several."""

    VISITOR = "visitor"  # has not said who they are
    VIEWER = "viewer"
    ANALYST = "analyst"  # brings tables, reads the rows
    PRESENTER = "presenter"
    BUREAU = "bureau"  # of a country
    HEADQUARTERS = "headquarters"  # the General Secretariat
    ADMINISTRATOR = "administrator"  # keeps the server, not the secrets


# The strictest mark that each may see, of what reaches them at all. A bureau always sees what it
# asked for itself.
STRICTEST: Mapping[Role, Tlp] = MappingProxyType(
    {
        Role.VISITOR: Tlp.CLEAR,
        Role.VIEWER: Tlp.GREEN,
        Role.ANALYST: Tlp.AMBER,
        Role.PRESENTER: Tlp.AMBER,
        Role.BUREAU: Tlp.RED,
        Role.HEADQUARTERS: Tlp.RED,
        Role.ADMINISTRATOR: Tlp.GREEN,
    }
)


def up_to(strictest: Tlp) -> tuple[Tlp, ...]:
    """The marks that are no stricter than this one."""
    return tuple(mark for mark in Tlp if mark <= strictest)


# The strictest mark of what goes out by itself, by who has the way it goes; a mail lies open on its
# way between servers, and what is for the eyes of its recipients goes by none.
ANY_WAY = Tlp.GREEN
OWN_WAY: Mapping[str, Tlp] = MappingProxyType({"webhook": Tlp.AMBER_STRICT, "mail": Tlp.AMBER})


def travels(way: str, own: bool) -> Tlp:
    """The strictest mark that goes out by `webhook` or `mail`, where the way is the organisation's
    `own` or not.
    """
    return OWN_WAY[way] if own else ANY_WAY
