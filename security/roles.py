"""What each role may do: one table. What it may see stands beside the marks, in `tlp`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum, unique
from types import MappingProxyType

from security.tlp import STRICTEST, Role, Tlp


@unique
class Right(StrEnum):
    """Something that is allowed or not."""

    READ = "read"  # figures on pages, in the API, at the command line
    EXPORT = "export"  # figures as a file: pictures, tables, briefings
    ALERTS = "alerts"  # rules of what one wants to be told of
    ROWS = "rows"  # the records behind a figure
    OWN_TABLES = "own_tables"  # bring a table, share and remove one's own
    PRESENT = "present"  # briefings; show pages as a lower mark
    PROPOSE = "propose"  # a notice, for one's country
    ANSWER = "answer"  # take the steps of one's country
    INTELLIGENCE = "intelligence"  # read, share and answer what countries share on cyber threats
    COORDINATE = "coordinate"  # the steps of the General Secretariat, for all countries
    OPERATE = "operate"  # what keeps the server: any table removed, roles, the record of actions


READING = frozenset({Right.READ, Right.EXPORT, Right.ALERTS})

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.VISITOR: frozenset({Right.READ}),
        Role.VIEWER: READING,
        Role.ANALYST: READING | {Right.ROWS, Right.OWN_TABLES},
        Role.PRESENTER: READING | {Right.PRESENT},
        Role.BUREAU: READING | {Right.ROWS, Right.PROPOSE, Right.ANSWER, Right.INTELLIGENCE},
        Role.HEADQUARTERS: READING
        | {
            Right.ROWS,
            Right.PRESENT,
            Right.PROPOSE,
            Right.ANSWER,
            Right.INTELLIGENCE,
            Right.COORDINATE,
        },
        Role.ADMINISTRATOR: READING | {Right.OPERATE},
    }
)


def may(roles: Iterable[Role], right: Right) -> bool:
    """Whether one of the roles has the right."""
    return any(right in RIGHTS[role] for role in roles)


def strictest(roles: Iterable[Role]) -> Tlp:
    """The strictest mark that one of the roles may see; without a role what is for the world."""
    return max((STRICTEST[role] for role in roles), default=Tlp.CLEAR)
