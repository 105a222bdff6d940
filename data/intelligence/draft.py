"""What an officer fills in as objects of STIX: the form's fields, every fault of theirs by name."""

from __future__ import annotations

import ipaddress
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from data.geography import countries
from data.intelligence import acts, objects
from data.watch.model import Fault, RefusedError
from languages.english import intelligence as says
from security.tlp import Tlp

SPACE = uuid.UUID("b1d0a9f6-7f0c-5e0f-9a0d-2f2b7c9d4e31")  # of places and sectors: always the same
LONGEST = 2_000  # characters of a text
SECTORS = (  # of STIX 2.1, section 10.8: the industry sector vocabulary
    "agriculture aerospace automotive chemical commercial communications construction defense"
    " education energy entertainment financial-services government healthcare hospitality-leisure"
    " infrastructure insurance manufacturing mining non-profit pharmaceuticals retail technology"
    " telecommunications transportation utilities"
).split()
PATHS = {  # what is named, by the path of its pattern
    "ipv4": "ipv4-addr:value",
    "ipv6": "ipv6-addr:value",
    "domain": "domain-name:value",
    "url": "url:value",
    "md5": "file:hashes.MD5",
    "sha1": "file:hashes.'SHA-1'",
    "sha256": "file:hashes.'SHA-256'",
    "pattern": "",
}
DIGITS = {"md5": 32, "sha1": 40, "sha256": 64}
NAMED = ("malware", "campaign")


@dataclass(frozen=True, slots=True)
class Draft:
    """The form as it was filled in; nothing of it has a usual value."""

    kind: str = ""
    value: str = ""
    named: str = ""  # one of NAMED
    name: str = ""
    victims: Sequence[str] = ()
    sectors: Sequence[str] = ()
    mark: str = ""
    first_seen: datetime | None = None
    text: str = ""


def compose(draft: Draft, owner: str, now: datetime, labels: Sequence[str] = ()) -> list[Any]:
    """The objects that a draft says; RefusedError with every fault of it."""
    faults = [*_faults(draft, now)]
    if faults:
        raise RefusedError(faults)
    mark, seen = Tlp(draft.mark), _time(draft.first_seen or now)
    head = {
        "spec_version": "2.1",
        "created": _time(now),
        "modified": _time(now),
        "created_by_ref": acts.identity(owner)["id"],
        "object_marking_refs": [objects.MARK_OF[mark]],
        **({"labels": [*labels]} if labels else {}),
    }

    def made(kind: str, **more: Any) -> dict[str, Any]:
        return {"type": kind, "id": f"{kind}--{uuid.uuid4()}", **head, **more}

    value = draft.value.strip()
    what = made(
        "indicator",
        name=draft.name.strip() or value[:200],
        pattern=_pattern(draft.kind, value),
        pattern_type="stix",
        valid_from=seen,
        indicator_types=["malicious-activity" if draft.name.strip() else "unknown"],
    )
    if text := draft.text.strip():
        what["description"] = text
    found = [acts.identity(owner), what]
    if draft.name.strip():
        own: dict[str, Any] = {"is_family": True} if draft.named == "malware" else {}
        how = made(draft.named, name=draft.name.strip(), first_seen=seen, **own)
        aimed = [*map(place, draft.victims), *map(sector, draft.sectors)]
        ties = [(what, "indicates", how), *((how, "targets", each) for each in aimed)]
        found += [how, *aimed]
        found += [
            made(
                "relationship",
                relationship_type=tie,
                source_ref=source["id"],
                target_ref=target["id"],
            )
            for source, tie, target in ties
        ]
    return found


def place(code: str) -> dict[str, Any]:
    """A country as an object, the same whoever says it."""
    return _fixed("location", code, name=countries.name(code), country=code)


def sector(name: str) -> dict[str, Any]:
    """Those of a sector as an object, the same whoever says it."""
    words = name.replace("-", " ").capitalize()
    return _fixed("identity", name, name=words, identity_class="class", sectors=[name])


def _fixed(kind: str, called: str, **more: Any) -> dict[str, Any]:
    when = "2026-01-01T00:00:00.000Z"
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{uuid.uuid5(SPACE, f'{kind} {called}')}",
        "created": when,
        "modified": when,
        "object_marking_refs": [objects.MARK_OF[Tlp.CLEAR]],
    } | more


def _pattern(kind: str, value: str) -> str:
    if kind == "pattern":
        return value
    said = value.lower() if kind in DIGITS or kind == "domain" else value
    quoted = said.replace("\\", "\\\\").replace("'", "\\'")
    return f"[{PATHS[kind]} = '{quoted}']"


def _time(moment: datetime) -> str:
    whole = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return f"{whole:%Y-%m-%dT%H:%M:%S}.{whole.microsecond // 1000:03}Z"


def _faults(draft: Draft, now: datetime) -> list[Fault]:
    value, name = draft.value.strip(), draft.name.strip()
    found = []
    if draft.kind not in PATHS:
        found.append(Fault("kind", says.MISSING()))
    if not value:
        found.append(Fault("value", says.MISSING()))
    elif draft.kind in PATHS and not _fits(draft.kind, value):
        found.append(Fault("value", says.NO_SUCH_VALUE(kind=draft.kind)))
    if name and draft.named not in NAMED:
        found.append(Fault("named", says.MISSING()))
    if (draft.victims or draft.sectors) and not name:
        found.append(Fault("name", says.NEEDS_NAME()))
    found += [
        Fault("victims", says.NO_COUNTRY(code=each))
        for each in draft.victims
        if each not in countries.codes()
    ]
    found += [
        Fault("sectors", says.NO_SECTOR(name=each)) for each in draft.sectors if each not in SECTORS
    ]
    if draft.mark not in {each.value for each in Tlp}:
        found.append(Fault("mark", says.MISSING()))
    if draft.first_seen is None:
        found.append(Fault("first_seen", says.MISSING()))
    elif _time(draft.first_seen) > _time(now):
        found.append(Fault("first_seen", says.IN_FUTURE()))
    if len(draft.text) > LONGEST or len(name) > 200:
        found.append(Fault("text", says.TOO_LARGE(most=LONGEST)))
    return found


def _fits(kind: str, value: str) -> bool:
    """Whether a value is of its kind."""
    if kind in ("ipv4", "ipv6"):
        try:
            return ipaddress.ip_network(value, strict=False).version == int(kind[-1])
        except ValueError:
            return False
    if kind == "domain":
        return bool(re.fullmatch(r"([^\s./:@'\[\]]{1,63}\.)+[^\s./:@'\[\]]{2,63}", value))
    if kind == "url":
        try:
            split = urlsplit(value)
        except ValueError:
            return False
        return bool(split.scheme and split.hostname) and not re.search(r"\s", value)
    if kind in DIGITS:
        return bool(re.fullmatch(rf"[0-9a-fA-F]{{{DIGITS[kind]}}}", value))
    return True  # a pattern: the standard's own library judges it
