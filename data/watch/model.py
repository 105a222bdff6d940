"""What a proposal may hold: a white list of fields, read strictly, every fault named at once."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from data.geography import countries
from errors import ThreatsError
from security.tlp import Tlp

COLOURS = MappingProxyType(
    {
        "red": "to locate a person for arrest and return",
        "blue": "to collect information on a person's identity, place or activities",
        "green": "to warn of a person likely to offend again",
        "yellow": "to find a missing person",
        "black": "to identify a body",
        "orange": "to warn of an event, an object or a process that is a danger",
        "purple": "to describe a way of working, an object or a hiding place",
        "silver": "to trace assets",
    }
)
RELATIONS = MappingProxyType(
    {
        "nationality": "countries of nationality",
        "last_known": "countries of the last known place",
        "suspected_travel": "countries travel to or through is suspected",
        "explicit": "countries asked by name",
    }
)
OFFENCES = MappingProxyType(
    {
        "terrorism": "Terrorism",
        "trafficking": "Human trafficking",
        "smuggling": "Smuggling of migrants",
        "cybercrime": "Cybercrime",
        "money_laundering": "Money laundering",
        "illegal_fishing": "Illegal fishing",
        "environment": "Other crime against the environment",
        "drugs": "Drugs",
        "weapons": "Weapons",
        "corruption": "Corruption",
        "fraud": "Fraud",
        "theft": "Theft and robbery",
        "homicide": "Homicide",
        "violence": "Violence",
        "sexual": "Sexual offences",
        "children": "Offences against children",
        "kidnapping": "Kidnapping",
        "war_crimes": "War crimes and genocide",
        "missing": "Missing person",
        "unidentified": "Unidentified body",
        "other": "Other",
    }
)
FIELDS = ("reference", "colour", "requesting", "concerned", "offence", "date", "tlp")
PERSONAL = re.compile(
    r"name|surname|alias|birth|dob|photo|picture|image|face|finger|dna|passport|person|address|phone|mail|sex|gender",
    re.IGNORECASE,
)
REFERENCE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|[./_-](?=[A-Za-z0-9])){2,47}")
DEMONSTRATION = "DEMO-"  # how every reference in a demonstration begins, and no other
MOST_COUNTRIES = 60  # in one relation
LONGEST_TEXT = 2000  # characters of an answer
EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with which field."""

    field: str
    fault: str


class RefusedError(ThreatsError):
    """A document is not a proposal; carries every fault found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{each.field}: {each.fault}" for each in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed notice: no name, no picture; the reference leads to the requesting bureau's own
    system.
    """

    reference: str
    colour: str
    requesting: str
    concerned: Mapping[str, tuple[str, ...]]
    offence: str
    date: date
    tlp: Tlp

    def document(self) -> dict[str, Any]:
        """The proposal as it is sent, in one spelling."""
        return {
            "reference": self.reference,
            "colour": self.colour,
            "requesting": self.requesting,
            "concerned": {
                name: list(self.concerned[name]) for name in RELATIONS if self.concerned.get(name)
            },
            "offence": self.offence,
            "date": self.date.isoformat(),
            "tlp": self.tlp.value,
        }

    def digest(self) -> str:
        """Names the content: the same proposal twice has the same."""
        return hashlib.sha256(json.dumps(self.document(), sort_keys=True).encode()).hexdigest()


def parse(body: bytes | str) -> Any:
    """JSON, strictly: no NaN, no field twice; RefusedError where it is none."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [name for name, _ in pairs]
            raise RefusedError(
                [
                    Fault(shown(name), "is there twice")
                    for name in dict.fromkeys(names)
                    if names.count(name) > 1
                ]
            )
        return found

    def never(constant: str) -> None:
        raise RefusedError([Fault("body", f"{constant} is not JSON")])

    try:
        text = body.decode("utf-8") if isinstance(body, bytes) else body
        return json.loads(text, object_pairs_hook=once, parse_constant=never)
    except UnicodeDecodeError as fault:
        raise RefusedError([Fault("body", "is not UTF-8")]) from fault
    except json.JSONDecodeError as fault:
        raise RefusedError(
            [Fault("body", f"is not JSON: {fault.msg}, line {fault.lineno}, column {fault.colno}")]
        ) from fault
    except RecursionError as fault:
        raise RefusedError([Fault("body", "is nested too deep")]) from fault
    except ValueError as fault:
        raise (
            fault
            if isinstance(fault, RefusedError)
            else RefusedError([Fault("body", "is not JSON: a number is too long")])
        ) from fault


def shown(value: Any) -> str:
    """A foreign value as a fault may repeat it: short, on one line."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=True, default=str)
    text = "".join(each if each.isprintable() else "?" for each in text)
    return text if len(text) <= 40 else f"{text[:37]}..."


def read(document: Any, today: date | None = None) -> Proposal:
    """A proposal from what was sent; RefusedError with every fault."""
    if not isinstance(document, dict):
        raise RefusedError([Fault("body", "is not an object with the fields " + ", ".join(FIELDS))])
    faults = [_unknown(name) for name in document if name not in FIELDS]
    faults += [Fault(name, "is missing") for name in FIELDS if name not in document]
    latest = (today or datetime.now(UTC).date()) + timedelta(
        days=1
    )  # it is tomorrow already in Kiritimati

    def one_of(name: str, known: Sequence[str]) -> str:
        value = document.get(name)
        if name in document and (not isinstance(value, str) or value not in known):
            faults.append(Fault(name, f"{shown(value)!r} is not one of {', '.join(known)}"))
        return str(value)

    reference = document.get("reference")
    if "reference" in document and not (
        isinstance(reference, str)
        and REFERENCE.fullmatch(reference)
        and any(each.isdigit() for each in reference)
    ):
        faults.append(
            Fault(
                "reference",
                "3 to 48 letters and digits, between them single . / _ or -, with at least one"
                " digit: a file number, never a name",
            )
        )
    colour, offence, tlp = (
        one_of("colour", tuple(COLOURS)),
        one_of("offence", tuple(OFFENCES)),
        one_of("tlp", [mark.value for mark in Tlp]),
    )
    requesting = document.get("requesting")
    if "requesting" in document and not _is_country(requesting):
        faults.append(
            Fault("requesting", f"{shown(requesting)!r} is not an ISO 3166-1 alpha-3 code")
        )
    dated = _date(document, latest, faults)
    concerned = _concerned(document, requesting, faults)
    if faults:
        raise RefusedError(faults)
    return Proposal(
        str(reference),
        colour,
        str(requesting),
        MappingProxyType(concerned),
        offence,
        dated or EARLIEST,
        Tlp(tlp),
    )


def _unknown(name: str) -> Fault:
    if PERSONAL.search(name):
        return Fault(
            shown(name),
            "is refused: nothing about a person is accepted here; the reference leads to the"
            " bureau's own system",
        )
    return Fault(shown(name), f"is not a field of a proposal; there are {', '.join(FIELDS)}")


def _is_country(value: Any) -> bool:
    return isinstance(value, str) and value in countries.codes()


def _date(document: dict[str, Any], latest: date, faults: list[Fault]) -> date | None:
    value = document.get("date")
    if "date" not in document:
        return None
    try:
        day = (
            date.fromisoformat(value)
            if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII)
            else None
        )
    except ValueError:
        day = None
    if day is None:
        faults.append(Fault("date", f"{shown(value)!r} is not a date such as 2016-01-31"))
    elif not EARLIEST <= day <= latest:
        faults.append(Fault("date", f"{day} is not between {EARLIEST} and today"))
    return day


def _concerned(
    document: dict[str, Any], requesting: Any, faults: list[Fault]
) -> dict[str, tuple[str, ...]]:
    value = document.get("concerned")
    if "concerned" not in document:
        return {}
    if not isinstance(value, dict):
        faults.append(
            Fault("concerned", f"is not an object with lists under {', '.join(RELATIONS)}")
        )
        return {}
    found: dict[str, tuple[str, ...]] = {}
    before = len(faults)
    for name, codes in value.items():
        if name not in RELATIONS:
            faults.append(
                Fault(f"concerned.{shown(name)}", f"is not one of {', '.join(RELATIONS)}")
            )
        elif not isinstance(codes, list) or len(codes) > MOST_COUNTRIES:
            faults.append(
                Fault(
                    f"concerned.{name}", f"is not a list of at most {MOST_COUNTRIES} country codes"
                )
            )
        else:
            wrong = [code for code in codes if not _is_country(code)]
            faults += [
                Fault(f"concerned.{name}", f"{shown(code)!r} is not an ISO 3166-1 alpha-3 code")
                for code in wrong
            ]
            found[name] = tuple(sorted({code for code in codes if _is_country(code)}))
    if len(faults) == before and not {code for codes in found.values() for code in codes} - {
        requesting
    }:
        faults.append(Fault("concerned", "names no country besides the requesting one"))
    return found


def text(value: Any, field: str = "text") -> str:
    """A free text as it is kept: of limited length, without control characters; as written, never
    as markup. RefusedError where it is none.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RefusedError([Fault(field, "is not a text")])
    kept = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    faults = []
    if len(kept) > LONGEST_TEXT:
        faults.append(
            Fault(field, f"is {len(kept):,} characters long; at most {LONGEST_TEXT:,} are kept")
        )
    if any(
        (unicodedata.category(each) in ("Cc", "Cs") and each not in "\n\t")
        or each in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        for each in kept
    ):
        faults.append(Fault(field, "holds control characters"))
    if faults:
        raise RefusedError(faults)
    return kept
