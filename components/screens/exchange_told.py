"""What goes out by itself of a country's inbox: to whom, when the last, what waits."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from data.delivery import entries, stands
from data.delivery.entries import Entry
from data.delivery.stands import Queue
from data.intelligence import reach
from data.watch.ledger import Watch
from languages import moment
from languages.english import delivery as words
from security.viewer import Viewer

MOST = 8


def show(watch: Watch, who: Viewer) -> None:
    """One line for the bureau whose inbox it is; no address, and nothing where nobody is told."""
    told = entries.current().entries.values()
    ours = [
        each
        for each in told
        if each.audience in reach.audiences(who.country) and each.ceiling <= who.ceiling
    ][:MOST]
    if who.acts_for != who.country or not ours:
        return
    queues = stands.queues(watch)
    st.caption(words.GOES_OUT(each="; ".join(said(each, queues.get(each.name)) for each in ours)))


def said(entry: Entry, queue: Queue | None) -> str:
    """One who is told, in words."""
    way = words.WAYS[entry.way]
    if queue is None or queue.sent_ms is None:
        found = words.SENT_NEVER(entry=entry.name, way=way)
    else:
        at = moment(datetime.fromtimestamp(queue.sent_ms / 1000, UTC))
        found = words.SENT_LAST(entry=entry.name, way=way, moment=at)
    return words.WAITS(queue.waits, said=found) if queue and queue.waits else found
