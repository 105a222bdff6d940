"""MISP events as STIX 2.1 objects, and objects as an event, by the community's own converter."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from data.watch.model import Fault, RefusedError
from languages.english import intelligence as says

PROCESS = re.compile(r"(process--[0-9a-f]{8}-[0-9a-f]{4})-5")  # whose id the standard has random
BY = "created_by_ref"
# what its converter warns of and keeps all the same, as objects and properties of its own
KEPT = re.compile(r"not mapped\.$|as a custom property")
LONGEST = 300  # characters of what is said of a part
TOOLS = ('misp:tool="MISP-STIX-Converter"', 'misp:tool="misp2stix2"')  # what says it was an event


def is_event(document: Any) -> bool:
    """Whether a document is an event of MISP, bare or in its envelope."""
    return isinstance(document, dict) and (
        isinstance(document.get("Event"), dict) or {"info", "Attribute"} <= set(document)
    )


def objects(document: Any) -> tuple[list[Any], list[str]]:
    """The STIX objects of an event, and what the converter could not say; RefusedError where it
    reads none.
    """
    try:
        from misp_stix_converter import MISPtoSTIX21Parser
    except ModuleNotFoundError as missing:
        raise RefusedError([Fault("body", says.NO_MISP())]) from missing
    event = document if "Event" in document else {"Event": document}
    parser = MISPtoSTIX21Parser()
    try:
        parser.parse_misp_event(event)
        bundle = json.loads(PROCESS.sub(r"\1-4", parser.bundle.serialize()))
    except Exception as fault:  # noqa: BLE001 - a foreign converter, on a foreign document
        raise RefusedError(
            [Fault("Event", says.MISP_REFUSES(fault=" ".join(str(fault).split())[:200]))]
        ) from None
    lost = [f"{each}".strip().split("\n")[0] for found in parser.errors.values() for each in found]
    said = [" ".join(f"{each}".split()) for found in parser.warnings.values() for each in found]
    lost += [each[:LONGEST] for each in dict.fromkeys(said) if not KEPT.search(each)]
    found = bundle.get("objects", [])
    lost += [says.AUTHORS_LEFT(which=each["id"]) for each in found if each.pop("authors", None)]
    return _marked(found), lost


def _marked(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The converter marks the event's own object alone: its mark holds for all parts, besides a
    part's own.
    """
    whole = [
        mark
        for each in found
        if each["type"] in ("report", "grouping")
        for mark in each.get("object_marking_refs", ())
    ]
    if not whole:
        return found
    return [
        each
        if each["type"] == "marking-definition"
        else each
        | {"object_marking_refs": [*dict.fromkeys([*each.get("object_marking_refs", ()), *whole])]}
        for each in found
    ]


def here() -> bool:
    """Whether the converter is installed."""
    return find_spec("misp_stix_converter") is not None


def event(report: dict[str, Any], parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A report or a grouping with its parts as one event of MISP; what came from MISP as it was
    there. RefusedError where the converter reads none.
    """
    from misp_stix_converter import ExternalSTIX2toMISPParser, InternalSTIX2toMISPParser
    from stix2 import Bundle

    held = {each["id"] for each in parts}
    report, *parts = (
        {name: said for name, said in each.items() if name != BY or said in held}
        for each in (report, *parts)
    )
    whole = report | {"object_refs": [each for each in report["object_refs"] if each in held]}
    if not whole["object_refs"]:
        return {}  # none of its parts reached who asks
    own = any(each in TOOLS for each in report.get("labels", ()))
    parser = InternalSTIX2toMISPParser() if own else ExternalSTIX2toMISPParser()
    try:
        parser.load_stix_bundle(Bundle([whole, *parts], allow_custom=True))
        parser.parse_stix_bundle(single_event=True)
        found: dict[str, Any] = json.loads(parser.misp_event.to_json())
    except Exception as fault:  # noqa: BLE001 - a foreign converter, on a foreign document
        raise RefusedError(
            [Fault("Event", says.MISP_REFUSES(fault=" ".join(str(fault).split())[:200]))]
        ) from None
    _plain_times(found)
    said = {each["id"].partition("--")[2]: each.get("description") for each in parts}
    for each in (*found.get("Attribute", ()), *found.get("Object", ())):
        if said.get(each["uuid"]) and not each.get("comment"):
            each["comment"] = said[each["uuid"]]  # where the converter laid it down
    return found


def _plain_times(found: Any) -> None:
    """Times of notes and opinions as MISP has them, in UTC and without saying so: its library adds
    that itself, and loads no time that says it twice.
    """
    if isinstance(found, list):
        for each in found:
            _plain_times(each)
    elif isinstance(found, dict):
        for name, each in found.items():
            if name in ("created", "modified") and "object_uuid" in found:
                found[name] = str(each).removesuffix("+00:00")
            _plain_times(each)
