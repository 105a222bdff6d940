"""An invented feed for a presentation: every reference begins with DEMO-, in a store that holds
nothing else.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from data.watch import lifecycle
from data.watch.ledger import ConflictError, Watch, now_ms
from data.watch.model import DEMONSTRATION, Proposal, read
from security.tlp import Tlp
from security.viewer import HEADQUARTERS

PLACES = (
    "IDN",
    "SGP",
    "MYS",
    "AUS",
    "THA",
    "PHL",
    "JPN",
    "KOR",
    "IND",
    "FRA",
    "DEU",
    "GBR",
    "ITA",
    "ESP",
    "NLD",
    "TUR",
    "ARE",
    "EGY",
    "KEN",
    "NGA",
    "ZAF",
    "BRA",
    "ARG",
    "COL",
    "MEX",
    "USA",
    "CAN",
)
COLOURS = (
    ("red",) * 8
    + ("blue",) * 4
    + ("yellow",) * 2
    + ("green", "orange", "purple", "silver", "black")
)
OFFENCES = (
    "terrorism",
    "trafficking",
    "cybercrime",
    "money_laundering",
    "illegal_fishing",
    "drugs",
    "fraud",
    "smuggling",
)
DAY_MS = 86_400_000


def _now(_: int) -> int:
    return now_ms()


def invented(
    many: int, seed: int, first: int = 1, arrives: Callable[[int], int] = _now
) -> Iterator[Proposal]:
    """Proposals nobody made, the same ones for the same seed; `arrives` says when each comes in
    (milliseconds since 1970), and none is dated later.
    """
    dice = random.Random(seed)
    for place in range(many):
        yield _proposal(dice, first + place, arrives(place))


def _proposal(dice: random.Random, number: int, at_ms: int) -> Proposal:
    requesting, *others = dice.sample(PLACES, 4)
    colour = dice.choice(COLOURS)
    concerned = {"nationality": others[:1], "last_known": others[1:2]}
    if dice.random() < 0.4:
        concerned["suspected_travel"] = others[2:3]
    if dice.random() < 0.25:
        concerned["explicit"] = ["IDN"] if requesting != "IDN" else ["SGP"]
    offence = {"yellow": "missing", "black": "unidentified"}.get(colour) or dice.choice(OFFENCES)
    arrived = datetime.fromtimestamp(at_ms / 1000, UTC).date()
    dated = arrived - timedelta(days=dice.randrange(3))
    return read(
        {
            "reference": f"{DEMONSTRATION}{dated.year}-{number:05}",
            "colour": colour,
            "requesting": requesting,
            "concerned": concerned,
            "offence": offence,
            "date": dated.isoformat(),
            "tlp": dice.choice((Tlp.CLEAR, Tlp.GREEN, Tlp.GREEN, Tlp.AMBER)).value,
        }
    )


def past(watch: Watch, many: int, seed: int) -> int:
    """Fills the last weeks with invented proposals and what countries did about them; returns how
    many are new.
    """
    dice = random.Random(seed + 1)
    speed = {code: dice.uniform(4, 90) for code in PLACES}
    begun = now_ms()
    made = 0

    def arrives(place: int) -> int:
        return begun - int((1 - place / many) * 84 * DAY_MS) - DAY_MS // 4

    for place, each in enumerate(invented(many, seed, arrives=arrives)):
        at = arrives(place)
        try:
            accepted = watch.add([each], "demonstration", at_ms=at, demonstration=True)[0]
        except ConflictError:  # invented on another day, or with another seed
            continue
        if not accepted.new:
            continue
        made += 1
        end = "refused" if dice.random() < 0.06 else "published"
        at += int(dice.uniform(1, 12) * 3_600_000)
        if at > now_ms():
            continue
        watch.step(accepted.id, end, "demonstration", HEADQUARTERS, at_ms=at)
        if end == "published":
            for code in accepted.routes:
                _lived(watch, accepted.id, code, at, speed.get(code, 60.0), dice)
    return made


def _lived(
    watch: Watch, number: int, code: str, at: int, hours: float, dice: random.Random
) -> None:
    def later(mean: float) -> int:
        nonlocal at
        at += int(dice.expovariate(1 / mean) * 3_600_000)
        return at

    if dice.random() < 0.07 or later(hours / 3) > now_ms():
        return
    watch.step(number, "seen", "demonstration", code, code, at_ms=at)
    if dice.random() < 0.12 or later(hours) > now_ms():
        return
    answer = dice.choices(tuple(lifecycle.ANSWERS), (2, 6, 1))[0]
    watch.step(
        number, "answered", "demonstration", code, code, answer, "An invented answer.", at_ms=at
    )
    if answer == "located" and dice.random() < 0.6 and later(48) < now_ms():
        watch.step(number, "arrested", "demonstration", code, code, at_ms=at)
        if dice.random() < 0.6 and later(400) < now_ms():
            watch.step(number, "returned", "demonstration", code, code, at_ms=at)


def replay(watch: Watch, many: int, seed: int, seconds: float, said: Callable[[str], None]) -> None:
    """Sends invented proposals one by one, as a presentation needs them."""
    for place, each in enumerate(invented(many, seed, first=now_ms() // 1000 % 1_000_000_000)):
        if place:
            time.sleep(seconds)
        accepted = watch.add([each], "demonstration", demonstration=True)[0]
        said(f"{each.requesting} {each.reference}: {each.colour}, to {', '.join(accepted.routes)}")
