"""What stands in requests and answers, as JSON Schemas made from what the watch accepts."""

from __future__ import annotations

from typing import Any

from data.intelligence import acts
from data.watch import lifecycle, model
from security.tlp import Tlp

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
COUNTRY = {"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 3166-1 alpha-3"}
COUNTRY_OR_NONE = {"type": "string", "pattern": "^([A-Z]{3})?$"}
TIME = {"type": "integer", "description": "milliseconds since 1970"}


def named(name: str) -> dict[str, str]:
    """Leads to the schema of this name."""
    return {"$ref": f"#/components/schemas/{name}"}


def several(of: Any, **more: int) -> dict[str, Any]:
    """A list of these."""
    return {"type": "array", "items": of, **more}


def schemas() -> dict[str, Any]:
    """Every schema by its name."""
    proposal = _proposal()
    newest = {"id": NUMBER, **proposal, "stage": _one_of(("proposed", *lifecycle.STAGES))}
    happened = {
        "at_ms": TIME,
        "who": TEXT,
        "step": _one_of(("proposed", *lifecycle.STAGES, *lifecycle.STEPS, lifecycle.REMINDED)),
        "country": COUNTRY_OR_NONE,
        "answer": _one_of(("", *lifecycle.ANSWERS)),
        "text": TEXT,
        "tlp": _one_of([mark.value for mark in Tlp]),
    }
    why = several(TEXT)
    line = {
        **newest,
        "status": _one_of(lifecycle.STATUS),
        "answer": _one_of(("", *lifecycle.ANSWERS)),
        "answer_tlp": _one_of([mark.value for mark in Tlp]),
        "why": why,
        "age_hours": {"type": "number", "minimum": 0},
        "clock_set_back": {"type": "boolean"},
        "overdue": {"type": "boolean"},
        "before": NUMBER,
    }
    faults = several(named("Fault"))
    return {
        "Proposal": _object(proposal),
        "Bundle": {
            "type": "object",
            "description": "A STIX 2.1 bundle with one report per proposal",
            "properties": {"type": {"const": "bundle"}, "objects": several({"type": "object"})},
            "required": ["type", "objects"],
        },
        "Accepted": _object(
            {
                "id": NUMBER,
                "new": {"type": "boolean"},
                **proposal,
                "routes": several(_object({"country": COUNTRY, "why": why})),
            }
        ),
        "Newest": _object(newest),
        "Line": _object(line),
        "Step": _object(
            {
                "step": _one_of((*lifecycle.STAGES, *lifecycle.STEPS)),
                "answer": _one_of(("", *lifecycle.ANSWERS)),
                "text": {"type": "string", "maxLength": model.LONGEST_TEXT},
                "country": COUNTRY_OR_NONE,
                "tlp": {
                    **_one_of([mark.value for mark in Tlp]),
                    "description": "the proposal's, where it is left out; never less strict",
                },
            },
            required=("step",),
        ),
        "Event": _object({"id": NUMBER, "proposal": NUMBER, **happened}),
        "News": _object(
            {
                "event": NUMBER,
                **happened,
                "concerned_countries": several(COUNTRY),
                "why": why,
                "notice": _object({"id": NUMBER, **proposal}),
            }
        ),
        "Figure": _figure(),
        "Record": {"type": "object", "description": "A record behind a figure"},
        **_intelligence(),
        "Fault": _object({"field": TEXT, "fault": TEXT}),
        "Problem": {
            "type": "object",
            "description": "RFC 9457; addresses without a version say `errors` as `faults` too",
            "properties": {
                "type": {"type": "string", "format": "uri-reference"},
                "title": TEXT,
                "status": NUMBER,
                "detail": TEXT,
                "instance": {"type": "string", "format": "uri-reference"},
                "errors": faults,
                "request_id": TEXT,
            },
            "required": ["type", "title", "status", "detail", "instance", "errors"],
        },
    }


def _figure() -> dict[str, Any]:
    """The answer of `python -m data query --format json`."""
    amount = {"type": ["number", "null"]}
    measures = {"value": amount, "low": amount, "high": amount, "masked": NUMBER}
    keys = dict.fromkeys(("country", "partner", "category", "period"), TEXT)
    row = {"type": "object", "properties": {**keys, **measures}, "required": list(measures)}
    names = ("name", "title", "publisher", "url", "licence", "as_of", "citation")
    source = {**dict.fromkeys(names, TEXT), "caveats": several(TEXT)}
    return _object(
        {
            **dict.fromkeys(("indicator", "title", "unit"), TEXT),
            "filters": {"type": "object"},
            **measures,
            "rows": several({**row, "additionalProperties": False}),
            "unlocated": amount,
            "undated": amount,
            "source": _object(source),
            "version": {"type": ["string", "null"]},
            "tlp": _one_of([mark.value for mark in Tlp]),
        }
    )


def _intelligence() -> dict[str, Any]:
    """What is answered about shared intelligence."""
    act = _one_of(acts.EACH)
    became = {
        "id": TEXT,
        "version": TEXT,
        "became": _one_of(("kept", "there", "refused")),
        "fault": TEXT,
        "reached": several(TEXT),
    }
    line = {
        "number": NUMBER,
        "object": {"type": "object", "description": "A STIX 2.1 object, as it was sent"},
        "tlp": _one_of([mark.value for mark in Tlp]),
        "shared_by": TEXT,
        "added_ms": TIME,
        "why": several(TEXT),
        "urgency": {"type": "integer", "minimum": 0, "maximum": 3},
        "acts": several(act),
        "also_shared_by": {"type": "integer", "minimum": 0},
    }
    objects = several(_object(became, ("id", "version", "became", "reached")))
    return {
        "Post": _object({"id": TEXT, "objects": objects}),
        "Shared": _object(line),
        "Act": _object({"act": act}),
        "Delivery": _object(
            {
                "number": NUMBER,
                "type": TEXT,
                "timestamp": {"type": "string", "format": "date-time"},
                "tlp": _one_of([mark.value for mark in Tlp]),
                "data": {"type": "object", "description": "As `type` says: a `Shared`, a `News`"},
            }
        ),
        "Done": _object({"object": TEXT, "act": act}),
    }


def _proposal() -> dict[str, Any]:
    """The fields of a proposal."""
    codes = several(COUNTRY, maxItems=model.MOST_COUNTRIES)
    return {
        "reference": {"type": "string", "pattern": f"^{model.REFERENCE.pattern}$"},
        "colour": _one_of(model.COLOURS),
        "requesting": COUNTRY,
        "concerned": _object(dict.fromkeys(model.RELATIONS, codes), required=()),
        "offence": _one_of(model.OFFENCES),
        "date": {"type": "string", "format": "date"},
        "tlp": _one_of([mark.value for mark in Tlp]),
    }


def _one_of(words: Any) -> dict[str, Any]:
    return {"type": "string", "enum": list(words)}


def _object(properties: dict[str, Any], required: tuple[str, ...] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties if required is None else required),
        "additionalProperties": False,
    }
