"""What a mail says of a day or a week: how much is new and why, what presses most, how swiftly it
was seen. It holds no value, no name and no free text of anything: those stay behind the sign-in,
where its links lead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

import languages
from data.delivery import filling
from data.delivery.entries import Entry
from data.delivery.outbox import Line, Message, Part
from data.delivery.stands import Stand
from data.geography import countries
from data.intelligence import reach, speed
from data.intelligence import sight as shared
from data.intelligence.sight import Sight
from data.watch import sight as notices
from data.watch.ledger import Watch
from languages import day
from languages.english import colours, proposals, sharing, viewer
from languages.english import delivery as says
from security.tlp import COUNTED

MOST = 2_000  # that are counted; of more it is said that there are more
LISTED = 10
REASONS = 8  # the most frequent ones
LINKS: Mapping[str, str] = {"intelligence": "/exchange", "notices": "/watch"}


def over(entry: Entry, now_ms: int) -> int:
    """When the last whole day or week ended, in milliseconds: at midnight, a week's on Monday."""
    at = datetime.fromtimestamp(now_ms / 1000, UTC).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    if entry.every == "week":
        at -= timedelta(days=at.weekday())
    return int(at.timestamp() * 1000)


def fill(watch: Watch, entry: Entry, stand: Stand, now_ms: int) -> int:
    """Puts in the mail about the last whole day or week, where it is not yet; how many. One that
    nobody was there to make is within the next: none is left out, and none says a thing twice.
    """
    until_ms = over(entry, now_ms)
    if until_ms <= stand.since_ms or not {"intelligence", "notices"} & {*entry.what}:
        return 0
    with languages.spoken(languages.usual()):
        made, looked_at = digest(watch, entry, stand, until_ms)
    filling.enter(watch, entry, {f"digest.{until_ms}": made}, looked_at, now_ms)
    return 1


def digest(
    watch: Watch, entry: Entry, stand: Stand, until_ms: int
) -> tuple[Message, dict[str, int]]:
    """The mail about what came since the last one, until a moment; and how far it was looked. It
    bears the entry's mark, for its counts are of all that lies below that.
    """
    parts: list[Part] = []
    looked_at = {"since_ms": until_ms}
    data: dict[str, Any] = {"since_ms": stand.since_ms, "until_ms": until_ms}
    if "intelligence" in entry.what:
        lines, last = _shared(watch, entry, stand.reached, until_ms)
        looked_at["reached"] = last
        data["intelligence"] = len(lines)
        parts += [*_of_intelligence(lines), *_swift(watch, entry)]
    if "notices" in entry.what:
        asked, last = _asked(watch, entry, stand.events, until_ms)
        looked_at["events"] = last
        data["notices"] = len(asked)
        parts += _of_notices(watch, entry, asked)
    named = said_of(entry.audience)
    since = _day(stand.since_ms)
    title = says.TITLES[entry.every](audience=named, since=since, until=_day(until_ms - 1))
    return Message("digest", entry.ceiling, data, title, tuple(parts)), looked_at


def said_of(audience: str) -> str:
    """A country or a group by its name."""
    group = audience.removeprefix(reach.GROUP)
    if group != audience:
        return reach.groups()[group].name if group in reach.groups() else group
    return countries.name(audience)


def _day(at_ms: int) -> str:
    return day(datetime.fromtimestamp(at_ms / 1000, UTC).date())


def _shared(watch: Watch, entry: Entry, after: int, until_ms: int) -> tuple[list[shared.Line], int]:
    """What came to an entry after a number and before a moment, and the last number of it."""
    sight = Sight(watch, filling.reader(entry))
    found: list[shared.Line] = []
    while len(found) < MOST:
        some = sight.news(after, filling.AT_ONCE, entry.audience)
        within = [each for each in some if each.kept.added_us < until_ms * 1000]
        found += within
        after = within[-1].kept.id if within else after
        if len(within) < filling.AT_ONCE:
            break
    return found, after


def _asked(watch: Watch, entry: Entry, after: int, until_ms: int) -> tuple[list[notices.News], int]:
    """The notices that others asked a country about, likewise."""
    sight = watch.visible(filling.reader(entry))
    found: list[notices.News] = []
    while len(found) < MOST:
        some = sight.news(after, filling.AT_ONCE, entry.audience)
        within = [each for each in some if each.event.at_ms < until_ms]
        found += [
            each
            for each in within
            if each.event.step == "proposed" and each.proposal.requesting != entry.audience
        ]
        after = within[-1].event.id if within else after
        if len(within) < filling.AT_ONCE:
            break
    return found, after


def _of_intelligence(lines: list[shared.Line]) -> list[Part]:
    why = Counter(reason for each in lines for reason in dict.fromkeys(each.reasons))
    many = says.MORE_NEW if len(lines) >= MOST else says.NEW
    counted = [Line(many(n=len(lines)), LINKS["intelligence"])]
    counted += [Line(says.BY_REASON(n=n, reason=each)) for each, n in why.most_common(REASONS)]
    pressing = sorted(lines, key=lambda each: (each.urgency, -each.kept.id))[:LISTED]
    listed = tuple(
        Line(
            says.OBJECT(
                kind=sharing.KINDS.get(each.kept.type) or sharing.OTHER_KIND(),
                country=_bureau(each.kept.owner),
                reasons="; ".join(each.reasons),
                tlp=each.kept.tlp.value,
            )
        )
        for each in pressing
    )
    parts = [Part(says.INTELLIGENCE(), tuple(counted))]
    return [*parts, Part(says.PRESSING(), listed)] if listed else parts


def _swift(watch: Watch, entry: Entry) -> list[Part]:
    """The medians of a country or a group, where they are of enough."""
    who, ceiling = filling.reader(entry), min(entry.ceiling, COUNTED)
    group = entry.audience.removeprefix(reach.GROUP)
    if group != entry.audience:
        table = speed.by_group(watch, who, ceiling)
        row = table[table["group"] == group]
    else:
        table = speed.by_country(watch, who, ceiling)
        row = table[table["country"] == entry.audience]
    found = [
        Line(words(span=speed.span(float(row[f"minutes_to_{until}"].iloc[0]))))
        for until, words in says.SWIFT.items()
        if len(row) and not pd.isna(row[f"minutes_to_{until}"].iloc[0])
    ]
    return [Part(says.SWIFTLY(), tuple(found))] if found else []


def _of_notices(watch: Watch, entry: Entry, asked: list[notices.News]) -> list[Part]:
    sight = watch.visible(filling.reader(entry))
    now = sight.numbers(entry.audience)
    by = Counter(each.proposal.colour for each in asked)
    many = says.MORE_ASKED if len(asked) >= MOST else says.ASKED
    counted = [Line(many(n=len(asked)), LINKS["notices"])]
    counted += [
        Line(says.BY_REASON(n=n, reason=colours.CHIPS[each])) for each, n in by.most_common()
    ]
    counted.append(Line(says.WAITING(n=now["open"], overdue=now["overdue"])))
    waits = [
        each
        for group in ("overdue", "due", "new")
        for each in sight.by_clock(group, entry.audience)
    ]
    listed = tuple(
        Line(
            says.REQUEST(
                colour=colours.CHIPS[each.proposal.colour],
                offence=proposals.OFFENCES[each.proposal.offence],
                country=_bureau(each.proposal.requesting),
                due=_day(each.turn.due_ms),
                tlp=each.proposal.tlp.value,
            )
        )
        for each in waits[:LISTED]
    )
    parts = [Part(says.NOTICES(), tuple(counted))]
    return [*parts, Part(says.DUE(), listed)] if listed else parts


def _bureau(code: str) -> str:
    return countries.name(code) if code in countries.codes() else viewer.GENERAL_SECRETARIAT()
