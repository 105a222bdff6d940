"""An invented feed for a presentation: objects nobody saw, each labelled as a demonstration, of
addresses and domains that documentation has for itself (RFC 5737, RFC 3849, RFC 2606) alone.
"""

from __future__ import annotations

import heapq
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from data.geography import countries
from data.intelligence import acts, objects, shared
from data.watch.demo import DAY_MS, PLACES
from data.watch.ledger import Watch, now_ms
from security.tlp import Tlp

LABEL = "demonstration"
SPACE = uuid.UUID("3f7f0e62-3f0b-5f6e-8d39-7a51c2f0f2ab")  # of the ids: same in, same out
NETWORKS = ("192.0.2", "198.51.100", "203.0.113")
SECTORS = ("financial-services", "energy", "healthcare", "telecommunications", "transportation")
KINDS = ("ransomware", "trojan", "worm", "backdoor", "spyware")
FIRST, SECOND = ("Amber", "Brisk", "Copper", "Dusty", "Early", "Frosty"), ("Crane", "Lynx", "Moth")
MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Attack:
    """An invented attack: who shares it, what it hits, its objects."""

    owner: str
    victims: tuple[str, ...]
    objects: tuple[dict[str, Any], ...]

    @property
    def indicators(self) -> tuple[str, ...]:
        """The ids of its indicators."""
        return tuple(each["id"] for each in self.objects if each["type"] == "indicator")


def invented(number: int, seed: int, at_ms: int) -> Attack:
    """The attack of this number, first seen before the moment `at_ms`; the same one for the same
    seed.
    """
    dice = random.Random(f"{seed} {number}")
    owner, *others = dice.sample(PLACES, 4)
    victims = tuple(others[: dice.choice((1, 1, 2, 3))])
    seen = at_ms - int(dice.lognormvariate(4.5, 1.0) * MINUTE_MS)
    mark = dice.choice((Tlp.CLEAR, Tlp.GREEN, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER))
    kind = dice.choice(KINDS)
    name = f"{dice.choice(FIRST)} {dice.choice(SECOND)} {number % 1000}"

    def made(what: str, called: str, **more: Any) -> dict[str, Any]:
        return {
            "type": what,
            "spec_version": "2.1",
            "id": f"{what}--{uuid.uuid5(SPACE, f'{seed} {number} {what} {called}')}",
            "created": _time(seen),
            "modified": _time(seen),
            "object_marking_refs": [objects.MARK_OF[mark]],
            "labels": [LABEL],
        } | more

    how = made("malware", "how", name=name, is_family=True, malware_types=[kind])
    where = [_place(code) for code in victims]
    sector = dice.choice(SECTORS)
    aimed = made("identity", sector, name=f"Invented: {sector}", identity_class="class")
    aimed["sectors"] = [sector]
    whats = [
        made(
            "indicator",
            f"what {part}",
            name=f"{name}: {role}",
            pattern=f"[{path} = '{value}']",
            pattern_type="stix",
            valid_from=_time(seen),
        )
        for part, (path, value, role) in enumerate(_values(dice, dice.choice((1, 1, 2))))
    ]
    ties = [(each, "indicates", how) for each in whats]
    ties += [(how, "targets", each) for each in (*where, aimed)]
    links = [
        made(
            "relationship",
            f"{source['id']} {tie} {target['id']}",
            relationship_type=tie,
            source_ref=source["id"],
            target_ref=target["id"],
        )
        for source, tie, target in ties
    ]
    return Attack(owner, victims, (how, *where, aimed, *whats, *links))


def _values(dice: random.Random, many: int) -> list[tuple[str, str, str]]:
    found = [
        ("ipv4-addr:value", f"{dice.choice(NETWORKS)}.{dice.randrange(1, 255)}", "control"),
        ("ipv6-addr:value", f"2001:db8::{dice.randrange(1, 0xFFFF):x}", "control"),
        ("domain-name:value", f"host-{dice.randrange(10_000)}.example.net", "delivery"),
        ("domain-name:value", f"login-{dice.randrange(10_000)}.example.org", "phishing"),
        ("url:value", f"http://files-{dice.randrange(10_000)}.example.com/a", "delivery"),
        ("file:hashes.'SHA-256'", f"{dice.getrandbits(256):064x}", "payload"),
    ]
    return dice.sample(found, many)


def _place(code: str) -> dict[str, Any]:
    """A country as an object: always the same."""
    when = "2026-01-01T00:00:00.000Z"
    return {
        "type": "location",
        "spec_version": "2.1",
        "id": f"location--{uuid.uuid5(SPACE, code)}",
        "created": when,
        "modified": when,
        "object_marking_refs": [objects.MARK_OF[Tlp.CLEAR]],
        "labels": [LABEL],
        "name": countries.name(code),
        "country": code,
    }


def _time(at_ms: int) -> str:
    whole = datetime.fromtimestamp(at_ms // 1000, UTC)
    return f"{whole:%Y-%m-%dT%H:%M:%S}.{at_ms % 1000:03}Z"


def share(watch: Watch, attack: Attack, at_ms: int | None = None) -> shared.Post:
    """Shares an invented attack, in a store that holds nothing else."""
    at_us = at_ms * 1000 if at_ms else None
    return shared.accept(watch, attack.objects, attack.owner, now_us=at_us, demonstration=True)


def past(watch: Watch, many: int, seed: int) -> int:
    """Fills the last twelve weeks with invented attacks and what countries did about them; how many
    were new.
    """
    dice = random.Random(seed + 2)
    speed = {code: dice.lognormvariate(4.2, 0.9) for code in PLACES}  # minutes
    now, made, turn = now_ms(), 0, 0
    waiting: list[tuple[int, int, Callable[[int], Any]]] = []

    def later(at: int, does: Callable[[int], Any]) -> None:
        nonlocal turn
        turn += 1
        if at <= now:
            heapq.heappush(waiting, (at, turn, does))

    def begin(number: int) -> Callable[[int], None]:
        def run(at: int) -> None:
            nonlocal made
            attack = invented(number, seed, at)
            made += bool(share(watch, attack, at).those("kept"))
            for code in attack.victims:
                lived(code, at, attack)

        return run

    def lived(code: str, at: int, attack: Attack) -> None:
        for which in attack.indicators:
            if dice.random() < 0.12:
                continue
            seen = at + int(dice.expovariate(1 / speed[code]) * MINUTE_MS)
            later(seen, _acts(watch, which, acts.SEEN, code))
            if dice.random() < 0.7:
                act = dice.choices((acts.ACTED, acts.SIGHTED, acts.FALSE_POSITIVE), (7, 3, 1))[0]
                acted = seen + int(dice.expovariate(1 / (3 * speed[code])) * MINUTE_MS)
                later(acted, _acts(watch, which, act, code))

    for number in range(many):
        spread = (1 - (number + dice.random()) / many) * 84 * DAY_MS
        later(now - int(spread) - 5 * MINUTE_MS, begin(number))
    while waiting:
        at, _, does = heapq.heappop(waiting)
        does(at)
    return made


def _acts(watch: Watch, which: str, act: str, code: str) -> Callable[[int], Any]:
    return lambda at: acts.act(watch, which, act, code, "demonstration", at)


def live(watch: Watch, number: int, seed: int) -> str:
    """Shares an invented attack now; what is said of it."""
    attack = invented(number, seed, now_ms())
    share(watch, attack)
    return f"{attack.owner} shares {attack.objects[0]['name']}, to {', '.join(attack.victims)}"
