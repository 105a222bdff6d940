"""Reads proposals from a STIX 2.1 bundle: reports that carry our extension, TLP marks, locations
and how they are related.

No library: a bundle is read by the fields it may have, and everything else is refused by name, as
for our own JSON. Of an object only what is listed here is looked at; an object about a person is
never accepted.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from data.geography import countries
from data.intelligence.objects import MARKS
from data.watch.lifecycle import Event
from data.watch.model import RELATIONS, Fault, Proposal, RefusedError, read, shown
from security.tlp import Tlp

EXTENSION = "extension-definition--7a1c2a2e-6f0d-5b0e-9a0b-2d3c86f7a5d1"
COMMON = frozenset(
    {
        "type",
        "spec_version",
        "id",
        "created",
        "modified",
        "created_by_ref",
        "revoked",
        "lang",
        "object_marking_refs",
        "extensions",
    }
)
READ = MappingProxyType(
    {
        "report": frozenset(
            {"name", "published", "object_refs", "external_references", "report_types", "labels"}
        ),
        "location": frozenset({"country"}),
        "relationship": frozenset({"relationship_type", "source_ref", "target_ref"}),
        "identity": frozenset({"identity_class", "name"}),
        "marking-definition": frozenset({"definition_type", "definition", "name"}),
        "extension-definition": frozenset(
            {"name", "schema", "version", "extension_types", "extension_properties", "description"}
        ),
    }
)
NAMED = MappingProxyType({name.replace("_", "-"): name for name in RELATIONS})  # relationship types
MOST = 1000  # objects in a bundle
LABELLED = ("colour", "offence", "requesting")  # said as labels too: some systems read no extension
PLACED = "2020-01-01T00:00:00.000Z"  # when our locations were made: each is the same in all bundles
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", re.ASCII)
A_TIME = "is not a time such as 2016-01-31T00:00:00Z"


def is_bundle(document: Any) -> bool:
    """Whether a document calls itself a STIX bundle."""
    return isinstance(document, dict) and document.get("type") == "bundle"


def proposals(document: Mapping[str, Any]) -> list[Proposal]:
    """The proposals of a bundle, one per report; RefusedError with every fault of every object."""
    objects = document.get("objects")
    if (
        not isinstance(objects, list)
        or not objects
        or len(objects) > MOST
        or any(not isinstance(each, dict) for each in objects)
    ):
        raise RefusedError([Fault("objects", f"is not a list of 1 to {MOST:,} objects")])
    faults = [
        Fault(shown(name), "is not a field of a bundle")
        for name in document
        if name not in ("type", "id", "objects", "spec_version")
    ]
    by_id: dict[str, dict[str, Any]] = {}
    for place, each in enumerate(objects):
        faults += _object(f"objects[{place}]", each)
        if isinstance(each.get("id"), str):
            if each["id"] in by_id and by_id[each["id"]] != each:
                faults.append(Fault(f"objects[{place}].id", "is there twice with another content"))
            by_id[each["id"]] = each
    if not faults:
        for place, each in enumerate(objects):
            faults += _hangs(f"objects[{place}]", each, by_id)
    if faults:
        raise RefusedError(faults)
    reports = [(place, each) for place, each in enumerate(objects) if each["type"] == "report"]
    if not reports:
        raise RefusedError([Fault("objects", "holds no report; each proposal is one")])
    links = [each for each in objects if each["type"] == "relationship"]
    found = []
    for place, report in reports:
        where = f"objects[{place}]"
        built, wrong = _report(where, report, links, by_id)
        faults += wrong
        try:
            found.append(read(built))
        except RefusedError as refused:
            faults += [
                Fault(f"{where}.{each.field}", each.fault)
                for each in refused.faults
                if not wrong or each.fault != "is missing"
            ]
    if faults:
        raise RefusedError(faults)
    return found


def _object(where: str, each: Mapping[str, Any]) -> list[Fault]:
    kind = each.get("type")
    if not isinstance(kind, str) or kind not in READ:
        return [
            Fault(
                f"{where}.type",
                f"{shown(kind)!r} is refused; a bundle of proposals holds {', '.join(READ)}",
            )
        ]
    faults = [
        Fault(f"{where}.{shown(name)}", f"is not a field of a {kind} that is accepted here")
        for name in each
        if name not in COMMON and name not in READ[kind]
    ]
    if not isinstance(each.get("id"), str) or not re.fullmatch(
        rf"{kind}--[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}", each["id"]
    ):
        faults.append(Fault(f"{where}.id", f"is not {kind}-- and a UUID"))
    if kind != "marking-definition" and each.get("spec_version") != "2.1":
        faults.append(Fault(f"{where}.spec_version", "is not 2.1"))
    if kind == "identity" and each.get("identity_class") not in ("organization", "system"):
        faults.append(
            Fault(
                f"{where}.identity_class",
                "an identity here is the sending organization, never a person",
            )
        )
    if each.get("revoked", False) is not False:
        faults.append(
            Fault(f"{where}.revoked", f"{_named(each)} is revoked; what was taken back is not read")
        )
    faults += [
        Fault(f"{where}.{name}", A_TIME)
        for name in ("created", "modified", "published")
        if name in each and not _is_time(each[name])
    ]
    marks = each.get("object_marking_refs", [])
    if not isinstance(marks, list) or any(mark not in MARKS for mark in map(str, marks)):
        faults.append(
            Fault(f"{where}.object_marking_refs", "holds another mark than the TLP of STIX 2.1")
        )
    if kind == "marking-definition" and not _is_what_it_says(each):
        faults.append(
            Fault(where, f"{_named(each)} is not the TLP mark of STIX 2.1 it calls itself")
        )
    extra = each.get("extensions", {})
    if not isinstance(extra, dict) or (set(extra) - {EXTENSION} and kind != "marking-definition"):
        faults.append(Fault(f"{where}.extensions", f"holds another extension than {EXTENSION}"))
    return faults


def _named(each: Mapping[str, Any]) -> str:
    return _whole(each.get("id"))


def _whole(reference: Any) -> str:
    """An id as a fault repeats it: whole where it is one of STIX."""
    text = str(reference)
    return text if re.fullmatch(r"[a-z-]{1,30}--[0-9a-f-]{36}", text) else shown(reference)


def _is_what_it_says(mark: Mapping[str, Any]) -> bool:
    """Whether a marking definition is one of TLP, and says nothing else than its id means."""
    known = MARKS.get(str(mark.get("id")))
    inner = [mark.get("definition"), *(mark.get("extensions") or {"": None}).values()]
    said = [mark.get("name")] + [
        each.get(field) for each in inner if isinstance(each, dict) for field in ("tlp", "tlp_2_0")
    ]
    colours = {str(each).upper().removeprefix("TLP:") for each in said if each is not None}
    return known is not None and colours <= {
        known.word,
        *(["WHITE"] if known is Tlp.CLEAR else []),
    }


def _is_time(value: Any) -> bool:
    """Whether a value is a time of STIX: a real moment, in UTC."""
    if not isinstance(value, str) or not TIME.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value[:19])
    except ValueError:
        return False
    return True


def _hangs(
    where: str, each: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]
) -> list[Fault]:
    """What an object refers to and is not there, or is of another kind than it must be."""

    def missing(name: str, wanted: str, reference: Any) -> list[Fault]:
        found = by_id.get(reference) if isinstance(reference, str) else None
        if found is None:
            return [Fault(f"{where}.{name}", f"{_whole(reference)} is not in the bundle")]
        if wanted and found["type"] != wanted:
            return [
                Fault(
                    f"{where}.{name}",
                    f"is a {found['type']}, {_named(found)}; it must be a {wanted}",
                )
            ]
        return []

    faults: list[Fault] = []
    if "created_by_ref" in each:
        faults += missing("created_by_ref", "identity", each["created_by_ref"])
    if each["type"] == "relationship":
        faults += missing("source_ref", "report", each.get("source_ref"))
        faults += missing("target_ref", "location", each.get("target_ref"))
    if each["type"] == "location" and not any(
        link["type"] == "relationship" and link.get("target_ref") == each["id"]
        for link in by_id.values()
    ):
        faults.append(Fault(where, f"no relationship leads to {_named(each)}"))
    if each["type"] == "report":
        references = each.get("object_refs", [])
        if not isinstance(references, list):
            return [*faults, Fault(f"{where}.object_refs", "is not a list")]
        for reference in references:
            faults += missing("object_refs", "", reference)
        faults += _stricter(where, each, by_id)
    return faults


def _stricter(
    where: str, report: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]
) -> list[Fault]:
    """The marks of a report's parts that are stricter than its own: they would be lost."""

    def strictest(each: Mapping[str, Any]) -> Tlp:
        return max((MARKS[mark] for mark in each.get("object_marking_refs", [])), default=Tlp.CLEAR)

    held = {each for each in report.get("object_refs", ()) if isinstance(each, str)}
    mine = [
        each
        for each in by_id.values()
        if each["id"] in held
        or each["id"] == report.get("created_by_ref")
        or each.get("source_ref") == report["id"]
    ]
    mine += [by_id[each["target_ref"]] for each in mine if str(each.get("target_ref")) in by_id]
    return [
        Fault(
            f"{where}.object_marking_refs",
            f"{strictest(report)} is less than {strictest(each)} of its part {_named(each)}",
        )
        for each in mine
        if strictest(each) > strictest(report)
    ]


def _report(
    where: str,
    report: Mapping[str, Any],
    links: list[dict[str, Any]],
    by_id: Mapping[str, dict[str, Any]],
) -> tuple[dict[str, Any], list[Fault]]:
    """The proposal's fields as a report spells them."""
    faults: list[Fault] = []
    extra = report.get("extensions", {}).get(EXTENSION)
    built: dict[str, Any] = {}
    if isinstance(extra, dict) and extra.get("extension_type") == "property-extension":
        built = {name: value for name, value in extra.items() if name != "extension_type"}
        for name in {"date", "tlp", "reference", "concerned"} & set(built):
            faults.append(Fault(f"{where}.extensions.{name}", "stands in the report itself"))
    else:
        faults.append(
            Fault(
                f"{where}.extensions",
                f"lacks {EXTENSION} with extension_type property-extension, colour, requesting and"
                " offence",
            )
        )
    references = report.get("external_references")
    if (
        isinstance(references, list)
        and len(references) == 1
        and isinstance(references[0], dict)
        and set(references[0]) <= {"source_name", "external_id"}
        and "external_id" in references[0]
    ):
        built["reference"] = references[0]["external_id"]
    else:
        faults.append(
            Fault(
                f"{where}.external_references",
                "is not one entry with source_name and external_id, the bureau's reference",
            )
        )
    if "name" in report and report["name"] != built.get("reference"):
        faults.append(
            Fault(f"{where}.name", "is not the reference; a report here has no other name")
        )
    if "published" in report:  # a time, as every object's times were read
        built["date"] = report["published"][:10]
    else:
        faults.append(Fault(f"{where}.published", A_TIME))
    marks = report.get("object_marking_refs")
    found = (
        [MARKS[each] for each in marks if isinstance(each, str) and each in MARKS]
        if isinstance(marks, list)
        else []
    )
    if len(found) == 1 and isinstance(marks, list) and len(marks) == 1:
        built["tlp"] = found[0].value
    else:
        faults.append(Fault(f"{where}.object_marking_refs", "is not one TLP mark of STIX 2.1"))
    built["concerned"] = _concerned(where, report, links, by_id, faults)
    if report.get("labels", said := labels(built)) != said:
        faults.append(Fault(f"{where}.labels", f"are not {', '.join(said)}, or left out"))
    return built, faults


def labels(said: Mapping[str, Any]) -> list[str]:
    """The labels of a notice, as MISP writes tags."""
    return [f'notice:{name}="{said.get(name)}"' for name in LABELLED]


def _concerned(
    where: str,
    report: Mapping[str, Any],
    links: list[dict[str, Any]],
    by_id: Mapping[str, dict[str, Any]],
    faults: list[Fault],
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for link in links:
        if link.get("source_ref") != report["id"]:
            continue
        name = NAMED.get(str(link.get("relationship_type")))
        place = by_id.get(str(link.get("target_ref")), {})
        known = (
            countries.find(place["country"].upper())
            if isinstance(place.get("country"), str) and len(place["country"]) == 2
            else None
        )
        if name is None:
            faults.append(
                Fault(
                    f"{where}: {link['id']}", f"relationship_type is not one of {', '.join(NAMED)}"
                )
            )
        elif place.get("type") != "location" or known is None or not known.iso3:
            faults.append(
                Fault(
                    f"{where}: {link['id']}",
                    "leads to no location with an ISO 3166-1 alpha-2 country",
                )
            )
        else:
            found.setdefault(name, []).append(known.iso3)
    return found


def _note(event: Event, report: str) -> dict[str, Any]:
    """A step as a note, without its mark."""
    stamp = f"{datetime.fromtimestamp(event.at_ms / 1000, UTC):%Y-%m-%dT%H:%M:%S}.000Z"
    said = {"step": event.step, "country": event.country, "answer": event.answer}
    return {
        "spec_version": "2.1",
        "created": stamp,
        "modified": stamp,
        "content": event.text or event.answer or event.step,
        "object_refs": [report],
        "extensions": {EXTENSION: {"extension_type": "property-extension", **said}},
    }


def bundle(sent: list[Proposal], steps: Sequence[tuple[Proposal, Event]] = ()) -> dict[str, Any]:
    """The same proposals as a bundle, for systems that speak STIX; each step that is given with its
    proposal is a note on the report, with a mark of its own.
    """
    import uuid

    def named(kind: str, name: str) -> str:
        return f"{kind}--{uuid.uuid5(uuid.NAMESPACE_URL, f'threats/{name}')}"

    two = dict(zip(countries.table()["iso3"], countries.table()["iso2"], strict=True))
    marks = {label: mark for mark, label in reversed(list(MARKS.items()))} | {
        label: mark for mark, label in MARKS.items()
    }
    objects: dict[str, dict[str, Any]] = {}
    for each in sent:
        stamp = f"{each.date.isoformat()}T00:00:00.000Z"
        common = {"spec_version": "2.1", "created": stamp, "modified": stamp}
        report = named("report", f"{each.requesting}/{each.reference}")
        refs = []
        for relation, codes in each.concerned.items():
            for code in codes:
                place, link = (
                    named("location", code),
                    named("relationship", f"{each.requesting}/{each.reference}/{relation}/{code}"),
                )
                objects[place] = {
                    "type": "location",
                    "id": place,
                    **common,
                    "created": PLACED,
                    "modified": PLACED,
                    "country": two[code],
                    "object_marking_refs": [marks[Tlp.CLEAR]],
                }
                objects[link] = {
                    "type": "relationship",
                    "id": link,
                    **common,
                    "relationship_type": relation.replace("_", "-"),
                    "source_ref": report,
                    "target_ref": place,
                    "object_marking_refs": [marks[each.tlp]],
                }
                refs += [place, link]
        objects[report] = {
            "type": "report",
            "id": report,
            **common,
            "name": each.reference,
            "published": stamp,
            "object_refs": sorted(set(refs)),
            "object_marking_refs": [marks[each.tlp]],
            "labels": labels(each.document()),
            "external_references": [
                {"source_name": each.requesting, "external_id": each.reference}
            ],
            "extensions": {
                EXTENSION: {
                    "extension_type": "property-extension",
                    "colour": each.colour,
                    "requesting": each.requesting,
                    "offence": each.offence,
                }
            },
        }
    for proposal, event in steps:
        note = _note(event, named("report", f"{proposal.requesting}/{proposal.reference}"))
        kept = json.dumps(note, sort_keys=True)
        name = named("note", hashlib.sha256(kept.encode()).hexdigest())
        marking = {"object_marking_refs": [marks[event.tlp]]}
        objects[name] = {"type": "note", "id": name, **note, **marking}
    return {
        "type": "bundle",
        "id": named("bundle", ",".join(sorted(objects))),
        "objects": list(objects.values()),
    }
