"""Puts what is told into the outbox too, for the entry that its rule names: one of the
administrator's, and of the reader's own country or sharing group.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import settings
from data.alerts.keeping import AlertsError, Told
from data.alerts.rules import Rule
from languages.english import alerts as words
from security import reader
from security.roles import Right

if TYPE_CHECKING:
    from data.delivery.entries import Entry


class SilentError(AlertsError):
    """The outbox does not answer; names the entry."""


def ways() -> Mapping[str, Entry]:
    """The entries that a rule of who reads may name; none where there is no file of them."""
    if settings.current().deliveries is None:
        return MappingProxyType({})
    from data.delivery import entries  # a database library comes with it

    found = entries.current().entries.items()
    return MappingProxyType({name: each for name, each in found if _theirs(each)})


def _theirs(entry: Entry) -> bool:
    from data.intelligence import reach

    who = reader.current()
    if "alerts" not in entry.what:
        return False
    if who.may(Right.OPERATE) or who.may(Right.COORDINATE):
        return True
    group = reach.groups().get(entry.audience.removeprefix(reach.GROUP))
    if entry.audience.startswith(reach.GROUP):
        return group is not None and who.country in group.members
    return bool(who.country) and entry.audience == who.country


def put(rule: Rule, told: Told) -> None:
    """Puts an alert in, once for its key, however often it is asked; nothing where its rule names
    no entry that its owner may use now. SilentError where the outbox does not take it now.
    """
    entry = ways().get(rule.to) if rule.to else None
    if entry is None:
        return
    from data.delivery import outbox
    from data.watch import ledger

    message = outbox.Message(
        type="alert",
        tlp=told.mark,
        data={
            "at": told.at,
            "rule": told.asked,
            "address": told.address,
            "changes": [
                {"what": each.what, "from": each.before, "to": each.after, "why": each.why}
                for each in told.lines
            ],
        },
        title=told.subject,
        parts=(
            outbox.Part(
                told.asked, tuple(outbox.Line(str(each), told.address) for each in told.lines)
            ),
        ),
    )
    try:
        watch = ledger.current(create=True)
        if watch is not None:
            outbox.put(watch, f"alert.{told.key}", entry, message)
    except ledger.SQLAlchemyError as fault:
        raise SilentError(words.NOT_DELIVERED(entry=entry.name)) from fault
