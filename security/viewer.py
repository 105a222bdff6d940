"""Who is reading, and what they may see: a country's bureau, the General Secretariat, a visitor."""

from __future__ import annotations

from dataclasses import dataclass, replace

from security import tlp
from security.tlp import Role, Tlp

HEADQUARTERS = (
    Role.HEADQUARTERS.value
)  # the General Secretariat, where else a country's code stands


def role(bureau: str) -> Role:
    """What a bureau is: a country's code, HEADQUARTERS, or empty for a visitor."""
    if bureau == HEADQUARTERS:
        return Role.HEADQUARTERS
    return Role.BUREAU if bureau else Role.VISITOR


@dataclass(frozen=True, slots=True)
class Viewer:
    """`country` is the one picked or the bureau's; `bureau` is empty for a visitor; `who` is the
    officer as the history names them; `free` where everyone may act for the country picked: a
    demonstration, or so the operator decided; `shown` the strictest mark shown to them, whatever
    their right.
    """

    country: str
    bureau: str = ""
    who: str = ""
    free: bool = False
    shown: Tlp = Tlp.RED

    @property
    def acts_for(self) -> str:
        """The bureau whose steps this reader may take; empty for a visitor."""
        return self.bureau or (self.country if self.free else "")

    @property
    def sees_all(self) -> bool:
        """Whether the figures of all countries are this reader's."""
        return self.free or self.bureau == HEADQUARTERS

    @property
    def ceiling(self) -> Tlp:
        """The strictest mark that this reader may see, of what reaches their country."""
        return min(tlp.STRICTEST[role(self.acts_for)], self.shown)

    @property
    def own_ceiling(self) -> Tlp:
        """The same, of what their bureau asked for itself and what it was answered."""
        return self.shown if self.acts_for else self.ceiling

    def may_see(self, mark: Tlp) -> bool:
        """Whether this reader may see what reaches their country and is marked so."""
        return mark <= self.ceiling

    def over_all(self) -> Viewer:
        """The same reader before the figures of all countries, as far as those are theirs."""
        return replace(self, bureau=HEADQUARTERS) if self.sees_all else self


def operator() -> Viewer:
    """Whoever runs this machine, at its command line."""
    return Viewer("", HEADQUARTERS)
