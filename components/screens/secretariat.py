"""What the General Secretariat looks at first: counts that reconcile, the countries that are late,
with reminders, and the proposals that wait for its decision.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from components.elements import secretariat as element
from components.elements.secretariat import Late, Panel, Part
from components.screens import watch_proposal, watch_queue, watch_receipts, watch_rows
from components.shell import state
from data.geography import countries
from data.watch import database, figures, ledger, patience
from data.watch.figures import Panels
from data.watch.ledger import Watch
from errors import ThreatsError
from languages import amount, listed
from languages.english import desk as desk_words
from languages.english import headquarters as words
from languages.english import watch as watch_words
from security.viewer import Viewer

FIRST = 9  # countries shown at first
FEWEST = 5  # first answers without which a median is not said
PLACE = "stuck"  # where receipts of reminders stand
MOST = 300  # countries that one message names
PAINT = {
    "published": "one",
    "waiting": "late",
    "refused": "three",
    "withdrawn": "four",
    "answered": "one",
    "in_time": "two",
    "overdue": "late",
    "closed": "four",
    "not_here": "one",
    "located": "two",
    "arrested": "three",
    "need_more": "four",
}


def show(watch: Watch, who: Viewer, head: int) -> None:
    """Counts over the whole width; below them who is stuck, beside what is to decide."""
    sight = watch.visible(who)
    counted = figures.panels(sight, head)
    element.counts(_panels(counted), _sums(counted), key="watch-counts")
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        _late(watch, who, figures.by_country(sight, head))
    with right:
        watch_queue.undecided(watch, who)


def _panels(counted: Panels) -> list[Panel]:
    also = {"returned": amount(counted.returned), "paused": amount(counted.paused)}

    def panel(title: str, unit: str, parts: Mapping[str, int]) -> Panel:
        return Panel(
            title=title,
            total=amount(sum(parts.values())),
            unit=unit,
            parts=[
                Part(
                    kind=PAINT[name], label=words.PARTS.sentences[name](**also), n=n, said=amount(n)
                )
                for name, n in parts.items()
            ],
        )

    proposals = sum(counted.proposals.values())
    reached = words.REQUESTS_OF(countries=amount(counted.countries))
    return [
        panel(words.PROPOSALS(), words.PROPOSALS_OF(proposals), counted.proposals),
        panel(words.REQUESTS(), reached, counted.requests),
        panel(words.ANSWERS(), words.ANSWERS_OF(), counted.answers),
    ]


def _sums(counted: Panels) -> str:
    """Every sum written out."""

    def written(parts: Mapping[str, int]) -> str:
        return words.SUM(
            parts=" + ".join(map(amount, parts.values())), total=amount(sum(parts.values()))
        )

    return words.RECONCILE(
        proposals=written(counted.proposals),
        requests=written(counted.requests),
        answers=written(counted.answers),
        open=words.SUM_OPEN(
            in_time=amount(counted.requests["in_time"]),
            overdue=amount(counted.requests["overdue"]),
            paused=amount(counted.paused),
            total=amount(counted.open),
        ),
    )


def _late(watch: Watch, who: Viewer, table: pd.DataFrame) -> None:
    late = table[table["overdue"] > 0].sort_values(
        ["late_since_ms", "overdue"], ascending=[True, False]
    )
    more: Mapping[str, int] = state.chosen(state.MORE) or {}
    shown = late.head(FIRST << 2 * more.get(PLACE, 0))
    numbers = [
        words.PLACE_OF(country=countries.name(code), n=amount(n))
        for code, n in zip(shown["country"], shown["overdue"], strict=True)
    ]
    says = {
        "note": words.STUCK_NOTE(
            overdue=amount(int(late["overdue"].sum())), countries=amount(len(late))
        ),
        "empty": words.NOBODY_STUCK(),
        "all": words.REMIND_THESE(len(shown)),
        "preview": words.REMIND_PREVIEW(
            n=amount(int(shown["overdue"].sum())), places=listed(numbers) if numbers else ""
        ),
        "more": words.MORE_STUCK(n=len(late) - len(shown)) if len(late) > len(shown) else "",
    }
    element.late(
        [_row(each) for each in shown.to_dict("records")],
        watch_receipts.at(PLACE),
        says,
        as_=watch_receipts.whose(watch, who),
        key="watch-stuck",
        told=lambda said: _told(watch, who, said),
    )


def _row(each: Mapping[Any, Any]) -> Late:
    hours = (ledger.now_ms() - int(each["late_since_ms"])) // 3_600_000
    longest = desk_words.DAYS(n=hours // 24) if hours >= 24 else desk_words.HOURS(n=max(hours, 0))
    n = int(each["answered"])
    many = {"n": amount(n), "hours": amount(round(each["median_hours"])) if n else ""}
    return Late(
        code=each["country"],
        name=countries.name(each["country"]),
        overdue=int(each["overdue"]),
        said=amount(int(each["overdue"])),
        open=amount(int(each["open"])),
        longest=longest,
        median=words.MEDIAN_SAID(**many) if n >= FEWEST else words.MEDIAN_FEW(n=many["n"]),
        reminded=("" if pd.isna(each["reminded_ms"]) else watch_rows.at(int(each["reminded_ms"]))),
        preview=words.REMIND_ONE_PREVIEW(
            int(each["overdue"]), country=countries.in_sentence(each["country"])
        ),
    )


def _told(watch: Watch, who: Viewer, said: Mapping[str, Any]) -> None:
    """Does what was done; what makes no sense is left out."""
    match said.get("do"):
        case "more":
            more: dict[str, int] = dict(state.chosen(state.MORE) or {})
            state.choose(state.MORE, {**more, PLACE: min(more.get(PLACE, 0) + 1, 3)})
        case "close":
            watch_receipts.close(str(said.get("key")))
        case "remind":
            asked = said.get("countries")
            codes = [each for each in asked if each in countries.codes()] if asked else []
            _remind(watch, who, codes[:MOST])


def _remind(watch: Watch, who: Viewer, codes: Sequence[str]) -> None:
    """Reminds them, and keeps a receipt of what came of it."""
    state.speak()
    try:
        with patience.within(patience.page()):
            now = watch_proposal.still(watch, who)
            if now is None:
                raise ledger.ForbiddenError(watch_words.NO_LONGER())
            sent = watch.remind(now, codes)
    except (ledger.SQLAlchemyError, ledger.WatchError) as fault:
        logging.getLogger(__name__).error("The watch: %s", database.plain(fault))
        _keep("fault", watch_words.NOT_DONE(), watch_words.NOT_KEPT())
    except ThreatsError as refused:
        _keep("fault", watch_words.NOT_DONE(), str(refused))
    else:
        events = [event for each in sent.values() for event in each]
        if not events:
            _keep("fault", watch_words.NOT_DONE(), words.NOTHING_LATE())
            return
        places = [
            words.REMINDER_OF(len(each), country=countries.name(code))
            for code, each in sent.items()
        ]
        _keep(
            "sent",
            words.REMINDER(time=watch_rows.at(events[0].at_ms)),
            words.REMINDER_REACHED(
                len(events),
                places=listed(places),
                first=amount(min(each.id for each in events)),
                last=amount(max(each.id for each in events)),
            ),
        )


def _keep(kind: str, head: str, text: str) -> None:
    watch_receipts.keep(kind, head, text, place=PLACE)
