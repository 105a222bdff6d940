"""The desk of shared intelligence: a country's inbox by urgency, what it sent and what others did
with that, and the acts that go back to whom shared an object.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from components.elements import desk
from components.elements.desk import Desk, Detail, Group, Row, Step
from components.screens import exchange_receipts, watch_rows
from components.shell import state, viewer
from data.geography import countries
from data.intelligence import acts, inbox, speed
from data.intelligence import sight as shared
from data.intelligence.sight import Line, Own, Sight
from data.watch import database, ledger, patience
from data.watch.ledger import Watch
from errors import ThreatsError
from languages.english import sharing as words
from security.tlp import Tlp
from security.viewer import Viewer

GROUND, INK = "#4a5761", "#ffffff"  # of what an object is: no colour of a notice
NAMES = {"done": "handled"}  # groups as the desk calls them
FIRST, MOST = 12, 500  # rows of a group at first, and ever
STEPS = {acts.ACTED: "A", acts.SIGHTED: "S", acts.FALSE_POSITIVE: "F"}  # by their keys


def lying(watch: Watch, who: Viewer) -> None:
    """What lies before the reader's country, the most pressing first."""
    sight = Sight(watch, who)
    numbers = sight.numbers(who.country)
    groups = [
        Group(
            id=NAMES.get(each, each),
            n=numbers[each],
            rows=[
                _row(line)
                for line in (sight.group(who.country, each, _rows(each)) if numbers[each] else ())
            ],
        )
        for each in shared.GROUPS
    ]
    place = countries.in_sentence(who.country)
    _desk(watch, who, groups, words.INBOX_OF(country=place), words.NOTHING_LIES(country=place))


def found(watch: Watch, who: Viewer, value: str) -> None:
    """What reached the reader's country and names a value."""
    lines = Sight(watch, who).inbox(who.country, value=value)
    group = Group(id="found", n=len(lines), rows=[_row(each) for each in lines])
    place = countries.in_sentence(who.country)
    _desk(watch, who, [group], words.SEARCHED(), words.NOTHING_FOUND(country=place))


def sent(watch: Watch, who: Viewer) -> None:
    """What the reader's bureau shared, with whom it reached and what those did."""
    limit = _rows("shared")
    lines = Sight(watch, who).sent(who.country, limit + 1)
    group = Group(id="shared", n=len(lines), rows=[_own(each) for each in lines[:limit]])
    nothing = words.NOTHING_SENT(country=countries.in_sentence(who.country))
    _desk(watch, who, [group], words.SENT(), nothing)


def _rows(group: str) -> int:
    more: Mapping[str, int] = state.chosen(state.MORE_LYING) or {}
    return min(FIRST << 2 * more.get(NAMES.get(group, group), 0), MOST)


def _title(raw: dict[str, Any], name: str) -> str:
    value = shared.named(raw)
    return words.TITLE(value=value, name=name) if value and value != name else value or name


def _kind(raw: dict[str, Any]) -> str:
    """What an object is; of an answer what it says."""
    if raw.get("type") == "opinion":
        wrong = str(raw.get("opinion")).endswith("disagree")
        return words.WRONG_THERE() if wrong else words.ACTED_THERE()
    kind = str(raw.get("type"))
    return words.KINDS[kind] if kind in words.KINDS else words.OTHER_KIND()


def _row(line: Line) -> Row:
    kept = line.kept
    dealt = [each for each in line.acts if each in inbox.CLOSED]
    return Row(
        id=kept.id,
        chip=_kind(kept.said),
        ground=GROUND,
        ink=INK,
        title=_title(kept.said, line.title),
        asks=words.FROM(country=viewer.party(kept.owner)),
        why="; ".join(line.reasons),
        reference=kept.stix_id,
        tlp=kept.tlp.value,
        arrived=kept.added_us // 1000,
        due=0,
        said=words.ACTS[dealt[-1]] if dealt else "",
        fresh=not line.acts,
    )


def _own(own: Own) -> Row:
    kept, many = own.kept, len(own.reached)
    return Row(
        id=kept.id,
        chip=_kind(kept.said),
        ground=GROUND,
        ink=INK,
        title=_title(kept.said, own.title),
        asks=words.REACHED(many) if many else words.REACHED_NONE(),
        why=_did(own),
        reference=kept.stix_id,
        tlp=kept.tlp.value,
        arrived=kept.added_us // 1000,
        due=0,
    )


def _did(own: Own) -> str:
    """How many countries took each step, as far as one did."""
    many = {each: sum(done.act == each for done in own.done) for each in acts.EACH}
    said = [words.DID(act=words.ACTS[each], n=number) for each, number in many.items() if number]
    return ", ".join(said)


def _desk(watch: Watch, who: Viewer, groups: Sequence[Group], label: str, empty: str) -> None:
    opened: int = state.chosen(state.LYING) or 0
    mine = groups[0].id == "shared"
    make = _of_own if mine else _of_line
    state.choose(
        state.MARKED,
        max((Tlp(row.tlp) for group in groups for row in group.rows), default=Tlp.CLEAR),
    )
    desk.show(
        Desk(
            now=ledger.now_ms(),
            as_="",  # nothing is drafted here
            label=label,
            empty=empty,
            groups=groups,
            sums=len(groups) > 1,
            detail=make(Sight(watch, who), who, opened) if opened else None,
            receipts=exchange_receipts.shown(),
            kind="exchange",
            most=shared.COUNTED,
        ),
        key=f"exchange-desk-{groups[0].id}",
        told=lambda said: _told(watch, who, said),
    )


def _of_line(sight: Sight, who: Viewer, number: int) -> Detail | None:
    line = sight.line(who.country, number)
    if line is None:
        return None
    kept = line.kept
    sender = viewer.party(kept.owner)
    facts = _facts(kept.said, line.title)
    facts += [
        (words.TIE[kind] if kind in words.TIE else words.TIED(), name)
        for kind, name in sight.ties(who.country, kept.stix_id)
    ]
    facts += [
        (words.SHARED_BY(), sender),
        (words.WHY(country=countries.in_sentence(who.country)), "; ".join(line.reasons)),
        *_seen_first(line.first_seen_ms),
        (words.SHARED_AT(), watch_rows.at(kept.added_us // 1000)),
    ]
    if line.others:
        facts.append((words.ALSO(), words.OTHERS(line.others)))
    mine = bool(who.acts_for) and who.acts_for == who.country
    answer = line.urgency == inbox.ANSWERS
    steps = [_step(each, sender) for each in STEPS if each not in line.acts]
    return Detail(
        id=number,
        row=_row(line),
        title=words.HEAD(what=_title(kept.said, line.title), country=sender),
        notes=(),
        facts=facts,
        history=[
            (
                words.TAKEN(
                    moment=watch_rows.at(done.at_ms),
                    act=words.ACTS[done.act],
                    who=viewer.taker(by) or "–",
                ),
                "",
            )
            for done, by in sight.done(who.country, kept.stix_id)
        ],
        steps=steps if mine and not answer else (),
        steps_note=words.GOES_BACK(country=sender) if steps and mine and not answer else "",
    )


def _facts(raw: dict[str, Any], name: str) -> list[tuple[str, str]]:
    value, text = shared.named(raw) or str(raw.get("pattern", "")), str(raw.get("description", ""))
    found = [(words.VALUE(), value), (words.NAME(), name if name != value else "")]
    return [(label, said) for label, said in [*found, (words.TEXT(), text)] if said]


def _seen_first(first_seen_ms: int | None) -> list[tuple[str, str]]:
    return [(words.FIRST_SEEN(), watch_rows.at(first_seen_ms))] if first_seen_ms else []


def _step(act: str, sender: str) -> Step:
    if act == acts.ACTED:
        return Step(step=act, label=words.ACTS[act], key=STEPS[act])
    return Step(
        step=act,
        label=words.ACTS[act],
        key=STEPS[act],
        heading=words.ASKED_ONCE_MORE(act=words.ACTS[act], country=sender),
        asks=words.ASKS_ONCE_MORE(country=sender, object=words.OBJECTS[act]),
    )


def _of_own(sight: Sight, who: Viewer, number: int) -> Detail | None:
    own = next(iter(sight.sent(who.country, 1, number)), None)
    if own is None:
        return None
    shared_ms = own.kept.added_us // 1000
    facts = _facts(own.kept.said, own.title)
    facts += [*_seen_first(own.first_seen_ms), (words.SENT_AT(), watch_rows.at(shared_ms))]
    told = [
        words.TOOK(
            country=countries.name(each.country),
            act=words.ACTS[each.act],
            moment=watch_rows.at(each.at_ms),
            time=speed.span((each.at_ms - shared_ms) / 60_000),
        )
        for each in own.done
    ]
    silent = [each for each in own.reached if each not in {done.country for done in own.done}]
    told += [words.NOT_SEEN_BY(country=countries.name(each)) for each in silent]
    return Detail(
        id=number,
        row=_own(own),
        title=_title(own.kept.said, own.title),
        notes=(),
        facts=facts,
        history=[(each, "") for each in told],
    )


def _told(watch: Watch, who: Viewer, said: Mapping[str, Any]) -> None:
    """Does what the officer did at the desk; what makes no sense is left out."""
    match said.get("do"):
        case "more":
            more: dict[str, int] = dict(state.chosen(state.MORE_LYING) or {})
            group = str(said.get("group"))
            if group in ("shared", *(NAMES.get(each, each) for each in shared.GROUPS)):
                state.choose(state.MORE_LYING, {**more, group: min(more.get(group, 0) + 1, 5)})
        case "open":
            number = said.get("id")
            if isinstance(number, int):
                state.choose(state.LYING, number or None)
                _act(watch, who, number, acts.SEEN)
        case "close":
            exchange_receipts.close(str(said.get("key")))
        case "step":
            number, step = said.get("id"), said.get("step")
            if isinstance(number, int) and step in STEPS:
                _act(watch, who, number, str(step))


def _act(watch: Watch, who: Viewer, number: int, act: str) -> None:
    """Takes a step for the reader's country, and keeps a receipt of what came of it; opening what
    nobody opened yet counts as seen, and says nothing.
    """
    if not number or not who.country or who.acts_for != who.country:
        return
    state.speak()
    try:
        with patience.within(patience.page()):
            now = viewer.now(free=watch.purpose_known() == "demonstration")
            line = Sight(watch, now).line(who.country, number) if now.country else None
            if now.acts_for != who.acts_for or line is None:
                if act != acts.SEEN:
                    exchange_receipts.keep("fault", words.NOT_DONE(), words.NO_LONGER())
                return
            if line.urgency == inbox.ANSWERS and act != acts.SEEN:
                return
            acts.act(watch, line.kept.stix_id, act, who.country, now.who)
    except KeyError:
        exchange_receipts.keep("fault", words.NOT_DONE(), words.NO_LONGER())
    except (ledger.SQLAlchemyError, ledger.WatchError) as fault:
        logging.getLogger(__name__).error("The exchange: %s", database.plain(fault))
        exchange_receipts.keep("fault", words.NOT_DONE(), words.NOT_KEPT())
    except ThreatsError as refused:
        exchange_receipts.keep("fault", words.NOT_DONE(), words.NOT_RECORDED(fault=str(refused)))
    else:
        if act != acts.SEEN:
            head = words.DONE(act=words.ACTS[act], what=_title(line.kept.said, line.title))
            back = words.WENT_BACK(country=viewer.party(line.kept.owner))
            exchange_receipts.keep("sent", head, back)
