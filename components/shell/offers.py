"""What pages offer to whom has a right alone: absent for others, and refused where it is done."""

from __future__ import annotations

from dataclasses import dataclass

from security import reader
from security.roles import Right


@dataclass(frozen=True, slots=True)
class Offer:
    """`id` says what is offered, `right` what it needs."""

    id: str
    right: Right

    def made(self) -> bool:
        """Whether who reads is offered it."""
        return reader.current().may(self.right)


SHOW_AS = Offer("show_as", Right.PRESENT)  # the choice of a mark below each page
ALL_COUNTRIES = Offer("all_countries", Right.COORDINATE)  # the General Secretariat's part of /watch
OWN_TABLES = Offer("own_tables", Right.OWN_TABLES)  # the field for a file on /sources
BRIEFING = Offer("briefing", Right.PRESENT)  # what keeps a view in a briefing
OFFERS = (SHOW_AS, BRIEFING, ALL_COUNTRIES, OWN_TABLES)
