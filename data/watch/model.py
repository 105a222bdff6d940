"""The colours of notices there are (COLOURS), and what a proposal may hold.

A white list of fields, read strictly, every fault named at once.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from data.geography import countries
from errors import ThreatsError
from languages.english import proposals as words
from security.tlp import Tlp

# INTERPOL's colours of notices, each as it is painted; their words are in
# languages/english/colours.py
COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "red": "#b3202c",
        "blue": "#1d5c9a",
        "green": "#1f6b3a",
        "yellow": "#f2c94c",
        "black": "#14212b",
        "orange": "#e08a1e",
        "purple": "#6b4a9e",
        "silver": "#c3ced5",
    }
)
RELATIONS, OFFENCES = words.RELATIONS, words.OFFENCES  # a new one is added with its words
FIELDS = ("reference", "colour", "requesting", "concerned", "offence", "date", "tlp")
PERSONAL = re.compile(
    r"name|surname|alias|birth|dob|photo|picture|image|face|finger|dna|passport|person|address|phone|mail|sex|gender",
    re.IGNORECASE,
)
HALF = re.compile("[\ud800-\udfff]")  # of a character beyond the first plane: never text
REFERENCE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|[./_-](?=[A-Za-z0-9])){2,47}")
DEMONSTRATION = "DEMO-"  # how every reference in a demonstration begins, and no other
MOST_COUNTRIES = 60  # in one relation
LONGEST_TEXT = 2000  # characters of an answer
EARLIEST = date(1990, 1, 1)
DEEPEST = 32  # lists and objects within each other
MOST_FAULTS = 100  # named of one document


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with which field."""

    field: str
    fault: str


class RefusedError(ThreatsError):
    """A document is not a proposal; carries every fault found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        more = len(faults) - MOST_FAULTS + 1
        if more > 1:
            faults = [*faults[: MOST_FAULTS - 1], Fault("body", words.MORE_FAULTS(many=more))]
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
    """JSON, strictly: no NaN, no field twice, no half of a character, nothing nested deep;
    RefusedError where it is none.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            often = Counter(name for name, _ in pairs)
            raise RefusedError(
                [Fault(shown(name), words.TWICE()) for name, many in often.items() if many > 1]
            )
        return found

    def never(constant: str) -> None:
        raise RefusedError([Fault("body", words.CONSTANT(constant=constant))])

    try:
        text = body.decode("utf-8") if isinstance(body, bytes) else body
        document = json.loads(text, object_pairs_hook=once, parse_constant=never)
    except UnicodeDecodeError as fault:
        raise RefusedError([Fault("body", words.NOT_UTF8())]) from fault
    except json.JSONDecodeError as fault:
        raise RefusedError(
            [
                Fault(
                    "body",
                    words.NOT_JSON(fault=fault.msg, line=fault.lineno, column=fault.colno),
                )
            ]
        ) from fault
    except RecursionError as fault:
        raise RefusedError([Fault("body", words.TOO_DEEP())]) from fault
    except ValueError as fault:
        raise (
            fault
            if isinstance(fault, RefusedError)
            else RefusedError([Fault("body", words.LONG_NUMBER())])
        ) from fault
    _fit(document)
    return document


def _fit(document: Any) -> None:
    """RefusedError where something is nested too deep for whoever reads it, or no text."""
    level = [document]
    for _ in range(DEEPEST + 1):
        below: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                below += each.keys()
                below += each.values()
            elif isinstance(each, list):
                below += each
            elif isinstance(each, str) and not each.isascii() and HALF.search(each):
                raise RefusedError([Fault("body", words.HALF_CHARACTER())])
        level = below
    if level:
        raise RefusedError([Fault("body", words.TOO_DEEP())])


def shown(value: Any) -> str:
    """A foreign value as a fault may repeat it: short, on one line."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=True, default=str)
    text = "".join(each if each.isprintable() else "?" for each in text)
    return text if len(text) <= 40 else f"{text[:37]}..."


def read(document: Any, today: date | None = None) -> Proposal:
    """A proposal from what was sent; RefusedError with every fault."""
    if not isinstance(document, dict):
        raise RefusedError([Fault("body", words.NO_OBJECT(fields=", ".join(FIELDS)))])
    faults = [_unknown(name) for name in document if name not in FIELDS]
    faults += [Fault(name, words.MISSING()) for name in FIELDS if name not in document]
    latest = (today or datetime.now(UTC).date()) + timedelta(
        days=1
    )  # it is tomorrow already in Kiritimati

    def one_of(name: str, known: Sequence[str]) -> str:
        value = document.get(name)
        if name in document and (not isinstance(value, str) or value not in known):
            faults.append(
                Fault(name, words.NOT_ONE_OF(value=repr(shown(value)), known=", ".join(known)))
            )
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
                words.NO_REFERENCE(),
            )
        )
    colour, offence, tlp = (
        one_of("colour", tuple(COLOURS)),
        one_of("offence", tuple(OFFENCES)),
        one_of("tlp", [mark.value for mark in Tlp]),
    )
    requesting = document.get("requesting")
    if "requesting" in document and not _is_country(requesting):
        faults.append(Fault("requesting", words.NO_COUNTRY(value=repr(shown(requesting)))))
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
            words.PERSONAL(),
        )
    return Fault(shown(name), words.NO_FIELD(fields=", ".join(FIELDS)))


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
        faults.append(Fault("date", words.NO_DATE(value=repr(shown(value)))))
    elif not EARLIEST <= day <= latest:
        faults.append(Fault("date", words.NOT_WITHIN(day=day, earliest=EARLIEST)))
    return day


def _concerned(
    document: dict[str, Any], requesting: Any, faults: list[Fault]
) -> dict[str, tuple[str, ...]]:
    value = document.get("concerned")
    if "concerned" not in document:
        return {}
    if not isinstance(value, dict):
        faults.append(Fault("concerned", words.NO_RELATIONS(known=", ".join(RELATIONS))))
        return {}
    found: dict[str, tuple[str, ...]] = {}
    before = len(faults)
    for name, codes in value.items():
        if name not in RELATIONS:
            faults.append(
                Fault(f"concerned.{shown(name)}", words.NO_RELATION(known=", ".join(RELATIONS)))
            )
        elif not isinstance(codes, list) or len(codes) > MOST_COUNTRIES:
            faults.append(Fault(f"concerned.{name}", words.NO_LIST(most=MOST_COUNTRIES)))
        else:
            wrong = [code for code in codes if not _is_country(code)]
            faults += [
                Fault(f"concerned.{name}", words.NO_COUNTRY(value=repr(shown(code))))
                for code in wrong
            ]
            found[name] = tuple(sorted({code for code in codes if _is_country(code)}))
    if len(faults) == before and not {code for codes in found.values() for code in codes} - {
        str(requesting)
    }:
        faults.append(Fault("concerned", words.CONCERNS_NOBODY()))
    return found


def text(value: Any, field: str = "text") -> str:
    """A free text as it is kept: of limited length, without control characters; as written, never
    as markup. RefusedError where it is none.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RefusedError([Fault(field, words.NO_TEXT())])
    kept = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    faults = []
    if len(kept) > LONGEST_TEXT:
        faults.append(Fault(field, words.TOO_LONG(length=len(kept), most=LONGEST_TEXT)))
    if any(
        (unicodedata.category(each) in ("Cc", "Cs") and each not in "\n\t")
        or each in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        for each in kept
    ):
        faults.append(Fault(field, words.CONTROL()))
    if faults:
        raise RefusedError(faults)
    return kept
