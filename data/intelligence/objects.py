"""One STIX 2.1 object as it comes in: what is refused and why, its mark, version and value.

The standard's own library judges what it knows; what it does not know is kept as it was sent. Of
persons nothing is taken in, whatever the object that names them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from data.intelligence import persons
from data.watch.model import Fault, shown
from errors import ThreatsError
from languages.english import intelligence as says
from security.tlp import Tlp

LARGEST = 500_000  # characters of one object
DEEPEST = 30  # levels within one object
UNMARKED = Tlp.AMBER  # of an object without a mark of TLP: what nobody marked is not for everybody
MARKS: Mapping[str, Tlp] = MappingProxyType(
    {
        # OASIS, STIX 2.1, section 7.2.1.4 (TLP 1), and the OASIS extension for TLP 2.0
        "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": Tlp.CLEAR,
        "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": Tlp.GREEN,
        "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": Tlp.AMBER,
        "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": Tlp.RED,
        "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": Tlp.CLEAR,
        "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": Tlp.GREEN,
        "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": Tlp.AMBER,
        "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": Tlp.AMBER_STRICT,
        "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": Tlp.RED,
    }
)
MARK_OF: Mapping[Tlp, str] = MappingProxyType({mark: each for each, mark in MARKS.items()})
VALUES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ipv4-addr": ("value",),
        "ipv6-addr": ("value",),
        "domain-name": ("value",),
        "url": ("value",),
        "mac-addr": ("value",),
        "autonomous-system": ("number",),
        "mutex": ("name",),
        "vulnerability": ("name",),
    }
)
# The validator's own patterns of these two take for ever over a name that nearly fits.
KIND = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
EXTENSION = re.compile(r"extension-definition--[0-9a-f-]{36}|[a-z][a-z0-9]*(-[a-z0-9]+)*-ext")
MOST_LOOKED_AT = 10_000_000  # characters, once for each part that is marked apart: as judges do
LONGEST = 100  # characters of a language code, which its pattern is slow over too
TIMES = ("first_seen", "first_observed", "valid_from")


@dataclass(frozen=True, slots=True)
class Item:
    """An object that can be kept. `value` is the digest of what it names, empty where that is
    nothing of its own; `first_seen_ms` when its author first saw it, None where it does not say.
    """

    stix_id: str
    type: str
    version: str
    document: str
    digest: str
    tlp: Tlp
    revoked: bool
    value: str
    first_seen_ms: int | None

    @property
    def said(self) -> dict[str, Any]:
        """The object itself."""
        found: dict[str, Any] = json.loads(self.document)
        return found


class UnfitError(ThreatsError):
    """An object cannot be taken in; `fault` names it, its field and why."""

    def __init__(self, where: str, fault: str) -> None:
        super().__init__(fault)
        self.fault = Fault(where, fault)


def read(raw: Any, where: str = "object", ours: bool = False) -> Item:
    """An object as it is kept; UnfitError says why it is refused. What is `ours` was made here."""
    if not isinstance(raw, dict):
        raise UnfitError(where, says.NO_OBJECT())
    named = raw.get("id")
    where = named if isinstance(named, str) and len(named) < 120 else where
    kind = raw.get("type")
    if not isinstance(kind, str) or not 2 < len(kind) < 62 or not KIND.fullmatch(kind):
        raise UnfitError(where, says.NO_TYPE())
    if kind == "bundle":
        raise UnfitError(where, says.NESTED())
    _plain(raw, where)
    document = json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if len(document) > LARGEST:
        raise UnfitError(where, says.TOO_LARGE(most=LARGEST))
    if what := persons.led_to(raw):
        raise UnfitError(where, what)
    if len(document) * _selectors(raw) > MOST_LOOKED_AT:
        raise UnfitError(where, says.TOO_MANY_PARTS())
    judged(raw, where)
    version = raw.get("modified") or raw.get("created") or ""
    try:
        at, first_seen_ms = instant(version) if version else "", _first_seen(raw)
    except (ValueError, TypeError, AttributeError, OverflowError):
        raise UnfitError(where, says.NO_TIME()) from None
    if not ours:
        _whole(raw, where)
    return Item(
        stix_id=raw["id"],
        type=kind,
        version=at,
        document=document,
        digest=hashlib.sha256(document.encode()).hexdigest(),
        tlp=mark(raw),
        revoked=raw.get("revoked") is True,
        value=value(raw),
        first_seen_ms=first_seen_ms,
    )


def judged(raw: Mapping[str, Any], where: str) -> None:
    """Holds an object against the standard; UnfitError with what the library found."""
    import stix2  # a third of a second, for who shares
    from stix2.exceptions import STIXError

    identified = raw.get("id")
    if not isinstance(identified, str) or not re.fullmatch(
        rf"{raw['type']}--[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}", identified
    ):
        raise UnfitError(where, says.NO_ID(type=raw["type"]))
    observable = "created" not in raw  # may leave its version out
    if raw.get("spec_version", "2.1" if observable else None) != "2.1":
        raise UnfitError(
            where, says.OTHER_VERSION(version=shown(raw.get("spec_version", "missing")))
        )
    if raw["type"] == "observed-data" and "objects" in raw:
        raise UnfitError(where, says.OLD_OBSERVED())
    if raw.get("revoked", False) not in (True, False):
        raise UnfitError(where, says.NOT_REVOKED())
    try:
        stix2.parse(dict(raw), allow_custom=True, version="2.1")
    except (STIXError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise UnfitError(
            where, says.AGAINST_STANDARD(fault=" ".join(str(fault).split())[:300])
        ) from None


def _selectors(raw: Mapping[str, Any]) -> int:
    """How many parts of an object are marked apart."""
    parts = raw.get("granular_markings")
    several = parts if isinstance(parts, list) else ()
    found = [each.get("selectors") for each in several if isinstance(each, dict)]
    return sum(len(each) for each in found if isinstance(each, list))


def _whole(raw: Mapping[str, Any], where: str) -> None:
    """Holds an object against OASIS' validator too, which every receiver may hold it against."""
    from stix2validator import ValidationOptions, validate_instance

    extensions, languages = raw.get("extensions", {}), raw.get("languages", [])
    if not isinstance(extensions, dict) or not all(map(EXTENSION.fullmatch, extensions)):
        raise UnfitError(where, says.NO_EXTENSION())
    if isinstance(languages, list) and any(len(str(each)) > LONGEST for each in languages):
        raise UnfitError(where, says.TOO_LARGE(most=LONGEST))
    try:
        told = validate_instance(raw, ValidationOptions(version="2.1", disabled="all")).errors
    except Exception as fault:  # noqa: BLE001 - a foreign validator, on a foreign document
        told = [fault]
    if told:
        said = " ".join(str(told[0]).removeprefix(f"{raw['id']}: ").split())
        raise UnfitError(where, says.AGAINST_STANDARD(fault=said[:300]))


def mark(raw: Mapping[str, Any]) -> Tlp:
    """The strictest mark on an object or on any of its parts: a part that is marked apart marks
    the whole.
    """
    asked = list(raw.get("object_marking_refs") or ())
    asked += [
        part.get("marking_ref")
        for part in raw.get("granular_markings") or ()
        if isinstance(part, dict)
    ]
    found = [MARKS[each] for each in asked if isinstance(each, str) and each in MARKS]
    if raw["type"] == "marking-definition":
        return Tlp.CLEAR  # it says what a mark means, and nothing else
    return max(found, default=UNMARKED)


def value(raw: Mapping[str, Any]) -> str:
    """The digest of what an object names, the same whoever says it; empty where it names nothing
    of its own.
    """
    kind, said = raw["type"], ""
    if kind == "indicator":
        said = f"{raw.get('pattern_type')} {' '.join(str(raw.get('pattern')).split())}"
    elif kind == "file":
        hashes = raw.get("hashes") or {}
        said = next(
            (str(hashes[each]) for each in ("SHA-256", "SHA-1", "MD5") if each in hashes), ""
        )
    elif kind in VALUES:
        said = " ".join(str(raw.get(each, "")) for each in VALUES[kind])
    return digest_of(kind, said) if said.strip() else ""


def digest_of(kind: str, said: str) -> str:
    """What a value is found by."""
    return hashlib.sha256(f"{kind} {said.strip().casefold()}".encode()).hexdigest()


def _first_seen(raw: Mapping[str, Any]) -> int | None:
    for each in (*TIMES, "created"):
        if isinstance(raw.get(each), str):
            return int(_moment(raw[each]).timestamp() * 1000)
    return None


def _moment(text: str) -> datetime:
    """A time of STIX; the standard's library has judged its form."""
    whole, _, part = text.rstrip("Z").partition(".")
    found = datetime.fromisoformat(whole).replace(tzinfo=UTC)
    return found.replace(microsecond=int((part or "0")[:6].ljust(6, "0")))


def instant(text: str) -> str:
    """A time in one form, so that texts sort as the moments do."""
    return f"{_moment(text):%Y-%m-%dT%H:%M:%S.%f}Z"


def _plain(raw: Any, where: str, depth: int = 0) -> None:
    """Refuses what no database keeps: too deep, or half a character."""
    if depth > DEEPEST:
        raise UnfitError(where, says.TOO_DEEP(most=DEEPEST))
    match raw:
        case dict():
            for name, each in raw.items():
                _plain(name, where, depth + 1)
                _plain(each, where, depth + 1)
        case list():
            for each in raw:
                _plain(each, where, depth + 1)
        case str():
            if any("\ud800" <= each <= "\udfff" or each == "\0" for each in raw):
                raise UnfitError(where, says.HALF_CHARACTER())
