"""Puts in what reaches who is told: intelligence and notices to a webhook, each as the API says it.

Nobody who shares waits for this: it looks at what came since it last looked, and each thing has its
key, so that a process that ends in the midst of it puts nothing in twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data.delivery import outbox
from data.delivery.entries import Entry
from data.delivery.outbox import Message
from data.delivery.stands import Stand
from data.intelligence import reach
from data.intelligence.sight import Line, Sight
from data.watch import database
from data.watch.delivery_schema import STANDS
from data.watch.ledger import News, Watch
from security.viewer import HEADQUARTERS, Viewer

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Forms:
    """How the API says a line of an inbox, and an event of a notice."""

    shared: Callable[[Line], dict[str, Any]]
    news: Callable[[News], dict[str, Any]]


def reader(entry: Entry) -> Viewer:
    """Who reads for an entry: the bureau of its country, or the General Secretariat for a group;
    nothing above the entry's mark is there for them.
    """
    if entry.audience.startswith(reach.GROUP):
        return Viewer("", HEADQUARTERS, shown=entry.ceiling)
    return Viewer(entry.audience, entry.audience, shown=entry.ceiling)


def fill(watch: Watch, entry: Entry, stand: Stand, forms: Forms, now_ms: int) -> int:
    """Puts in for a webhook what came since an entry was looked at, some of it; how many."""
    return _intelligence(watch, entry, stand, forms, now_ms) + _notices(
        watch, entry, stand, forms, now_ms
    )


def _intelligence(watch: Watch, entry: Entry, stand: Stand, forms: Forms, now_ms: int) -> int:
    head = watch.heads()[1]  # before it is asked what came: none is passed over
    if "intelligence" not in entry.what or head <= stand.reached:
        return 0
    sight = Sight(watch, reader(entry))
    found = sight.news(stand.reached, AT_ONCE, entry.audience)
    messages = {
        f"intelligence.{each.kept.id}": Message(
            "intelligence.shared", each.kept.tlp, forms.shared(each)
        )
        for each in found
    }
    last = found[-1].kept.id if len(found) == AT_ONCE else head
    enter(watch, entry, messages, {"reached": last}, now_ms)
    return len(found)


def _notices(watch: Watch, entry: Entry, stand: Stand, forms: Forms, now_ms: int) -> int:
    head = watch.heads()[0]
    if "notices" not in entry.what or head <= stand.events:
        return 0
    found = watch.visible(reader(entry)).news(stand.events, AT_ONCE, entry.audience)
    messages = {
        f"notice.{each.event.id}": Message(
            f"notice.{each.event.step}",
            max(each.event.tlp, each.proposal.tlp),
            forms.news(each),
        )
        for each in found
    }
    last = found[-1].event.id if len(found) == AT_ONCE else head
    enter(watch, entry, messages, {"events": last}, now_ms)
    return len(found)


def enter(
    watch: Watch,
    entry: Entry,
    messages: Mapping[str, Message],
    looked_at: Mapping[str, int],
    now_ms: int,
) -> None:
    """Puts messages in and says how far it was looked, both or neither."""
    with database.writing(watch.engine) as connection:
        for key, each in messages.items():
            outbox.enter(connection, key, entry, each, now_ms)
        named = sa.update(STANDS).where(STANDS.c.entry == entry.name)
        connection.execute(named.values(**looked_at))
