"""Holds every rule against the figures in force and tells what changed, once.

A change is told before it is remembered as known, under a key that is the same until then: whatever
ends in between, it is neither lost nor told twice.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import languages
from data import store, today
from data.alerts import keeping, owners, rules, sending, states
from data.alerts.keeping import Told
from data.alerts.rules import Rule
from errors import ThreatsError
from security import reader
from security.tlp import Tlp

LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Watching:
    """Looks, whenever it is asked to, whether another version is in force or another day began
    since, and checks all rules if so.
    """

    last: tuple[object, ...] = field(default=())

    def look(self) -> None:
        """As above; what goes wrong is tried again at the next look."""
        if not keeping.root().is_dir():
            return
        stamp = (str(keeping.root()), store.whole().version, today.current())
        if stamp != self.last:
            try:
                everyone()
                self.last = stamp
            except (ThreatsError, OSError) as fault:
                LOG.warning("Alerts: %s", fault)


def everyone() -> dict[str, list[Told]]:
    """Checks the rules of each reader, on behalf of what they may read now; what is told, by the
    name of the reader's folder. SilentError as `check`.
    """
    silent: sending.SilentError | None = None
    found: dict[str, list[Told]] = {}
    if not keeping.root().is_dir():
        return found
    for folder in sorted(each for each in keeping.root().iterdir() if each.is_dir()):
        owner = owners.of(folder)
        if owner is None:
            continue
        try:
            with reader.using(owner):
                found[folder.name] = check(folder)
        except sending.SilentError as fault:
            silent = fault
        except keeping.AlertsError as fault:
            LOG.warning("Alerts: %s: %s", folder.name, fault)
    if silent is not None:
        raise silent
    return found


def mine() -> list[Told]:
    """Checks the reader's own rules, as soon as they have a new one: as they are checked while
    nobody reads.
    """
    folder = keeping.folder()
    with reader.using(owners.of(folder) or reader.current()):
        return check(folder)


def check(folder: Path) -> list[Told]:
    """Checks the rules of one folder, as its owner may read; what is told. SilentError, when all
    else is done, where something could not be handed on: it is the next time.
    """
    told: list[Told] = []
    silent: sending.SilentError | None = None
    with keeping.locked(), store.held():
        before = keeping.known(folder)
        after: dict[str, Any] = {}
        for rule in keeping.held(folder):
            try:
                with languages.spoken(rule.language):
                    after[rule.id] = _check(folder, rule, before.get(rule.id), told)
            except sending.SilentError as fault:
                silent = fault
                after[rule.id] = before[rule.id]
        if after != before:
            keeping.remember(folder, after)
    if silent is not None:
        raise silent
    return told


def _check(
    folder: Path, rule: Rule, before: dict[str, Any] | None, told: list[Told]
) -> dict[str, Any]:
    """What is known of a rule from now on. What its owner may no longer read, or could not before,
    or reads up to another mark, is looked at anew, and no such difference is told.
    """
    turn = before["turn"] if before else 0
    ceiling = reader.current().ceiling.value
    if rules.hidden(rule):
        return {"turn": turn, "ceiling": "", "state": {}}
    same = before is not None and before["ceiling"] == ceiling
    known = before["state"] if before is not None and same else None
    try:
        state = states.now(rule, known)
        lines = states.lines(rule, known, state) if known is not None else []
    except ThreatsError as fault:
        LOG.warning("Alerts: %s: %s", rule.id, fault)
        return before or {"turn": turn, "ceiling": "", "state": {}}
    if lines and known is not None:
        key = f"{rule.id}-{turn}"
        entry = next((each for each in keeping.told(folder) if each.key == key), None)
        if entry is None:
            entry = _entry(folder, rule, key, states.mark(known, state), state, lines)
            keeping.tell(folder, [entry])
            told.append(entry)
        sending.put(rule, entry)
        turn += 1
    return {"turn": turn, "ceiling": ceiling, "state": state}


def _entry(
    folder: Path,
    rule: Rule,
    key: str,
    mark: Tlp,
    state: states.State,
    lines: list[states.Line],
) -> Told:
    """The alert."""
    return Told(
        key=key,
        number=max((each.number for each in keeping.told(folder)), default=0) + 1,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        rule=rule.id,
        asked=rules.sentence(rule),
        address=rule.address,
        about=tuple(states.about(rule, state)),
        mark=mark,
        lines=tuple(lines),
    )
