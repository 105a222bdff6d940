"""MISP events as STIX 2.1 objects, and objects as an event, by the community's own converter."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from data.watch.model import Fault, RefusedError
from languages.english import intelligence as says


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
        bundle = json.loads(parser.bundle.serialize())
    except Exception as fault:  # noqa: BLE001 - a foreign converter, on a foreign document
        raise RefusedError(
            [Fault("Event", says.MISP_REFUSES(fault=" ".join(str(fault).split())[:200]))]
        ) from None
    lost = [str(each) for found in parser.errors.values() for each in found]
    return _marked(bundle.get("objects", [])), lost


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


def event(bundle: Sequence[Any]) -> dict[str, Any]:
    """Objects as one event of MISP."""
    from misp_stix_converter import ExternalSTIX2toMISPParser
    from stix2 import Bundle

    parser = ExternalSTIX2toMISPParser()
    parser.load_stix_bundle(Bundle(list(bundle), allow_custom=True))
    parser.parse_stix_bundle(single_event=True)
    found: dict[str, Any] = {"Event": json.loads(parser.misp_event.to_json())}
    return found
