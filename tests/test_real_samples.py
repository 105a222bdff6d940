"""Real public samples of STIX and MISP go in and come out with nothing lost:
`THREATS_SAMPLES=FOLDER sh test.sh -n 0 -s tests/test_real_samples.py` takes every JSON file below
the folder (bundles, lists, events of MISP) and prints what became of them. None of them ships:
licences, and names of persons.
"""

import json
import os
import random
import re
import uuid
from collections import Counter
from pathlib import Path

import pytest
from api_asked import ask, folder
from pymisp import MISPEvent
from stix2validator import ValidationOptions, validate_instance

from exchange import taxii
from security.tlp import Tlp

__all__ = ["folder"]
SAMPLES = os.environ.get("THREATS_SAMPLES", "")
SENT = {"accept": taxii.MEDIA, "content-type": taxii.MEDIA}
AT = f"/taxii2/api/collections/{taxii.Collection('IDN', Tlp.RED).id}/"
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ONCE = 100  # objects of a post


def within(document):
    """The objects of STIX and the events of MISP in a document, however they are wrapped."""
    if isinstance(document, list):
        for each in document:
            yield from within(each)
    elif isinstance(document, dict):
        if isinstance(document.get("Event"), dict):
            yield document
        elif isinstance(document.get("id"), str) and document.get("type") not in (None, "bundle"):
            if "--" in document["id"]:
                yield document
        else:
            for each in document.values():
                yield from within(each)


def samples():
    """The distinct objects, and the events, of all files; and how many files are no JSON."""
    found, events, bad = {}, {}, 0
    for path in sorted(Path(SAMPLES).rglob("*.json")):
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            bad += 1
            continue
        for each in within(document):
            if "Event" in each:
                events[json.dumps(each, sort_keys=True)] = each
            else:
                found.setdefault(json.dumps(each, sort_keys=True), each)
    return [*found.values()], [*events.values()], bad


def key(each):
    return each["id"], each.get("modified") or each.get("created") or ""


def read_back():
    found, query = [], "?match[version]=all&limit=1000"
    while query:
        page = ask("GET", f"{AT}objects/{query}", b"", "IDN", SENT).document
        found += page.get("objects", [])
        query = f"?match[version]=all&limit=1000&next={page['next']}" if page.get("more") else ""
    return found


def kind_of(fault):
    """A reason, without what is of one object alone."""
    return " ".join(fault.split()[:60]) if fault else ""


@pytest.mark.skipif(not SAMPLES, reason="THREATS_SAMPLES names no folder")
def test_real_samples_go_in_and_come_out(folder):
    stix, events, bad = samples()
    random.Random(18).shuffle(stix)  # so that no post is refused as a whole
    told, refused = [], []
    for place in range(0, len(stix), ONCE):
        some = stix[place : place + ONCE]
        if place // ONCE % 2:
            answer = ask("POST", "/api/v1/intelligence?to=IDN", {"objects": some}, "FRA")
            said = answer.document
            assert answer.status in (200, 201), str(said)[:2000]
            each = [(e["became"], e.get("fault", "")) for e in said["objects"]]
        else:
            said = ask("POST", f"{AT}objects/", {"objects": some}, "FRA", SENT).document
            failed = {(e["id"], e["version"]): e["message"] for e in said.get("failures", ())}
            failed |= {(e["id"], ""): e["message"] for e in said.get("failures", ())}
            each = [
                ("refused", failed[o["id"], ""]) if (o["id"], "") in failed else ("kept", "")
                for o in some
            ]
        told += zip(some, each, strict=True)
    kept = {key(raw): raw for raw, (became, _) in told if became != "refused"}
    refused = [(raw, fault) for raw, (became, fault) in told if became == "refused"]
    out = {key(each): each for each in read_back()}
    lost = [name for name in kept if name not in out]
    changed = Counter(
        (kept[name]["type"], field)
        for name in kept
        if name in out
        for field in {*kept[name], *out[name]}
        if kept[name].get(field) != out[name].get(field)
    )
    wrong = Counter()
    which = {}
    for each in out.values():
        try:
            errors = validate_instance(
                each, ValidationOptions(version="2.1", disabled="all")
            ).errors
        except KeyError as fault:
            errors = [f"crash: {fault!r}"]
        for error in errors:
            name = (each["type"], str(error).split(":")[-1][:120])
            wrong[name] += 1
            which.setdefault(name, each["id"])
    print()
    many = f"{len(stix)} objects in, {len(kept)} kept, {len(out)} out, {len(refused)} refused"
    print(f"{many}; {bad} files are no JSON")
    print("lost", len(lost), lost[:5], "changed", changed)
    for (reason, kind), many in Counter(
        (kind_of(f), r.get("type")) for r, f in refused
    ).most_common():
        print(f"{many:6} {kind:20} {reason[:180]}")
    print("the validator refuses", len(wrong))
    for (kind, error), many in wrong.most_common(60):
        print(f"{many:6} {kind:20} {error} {which[kind, error]}")
    misp = by_misp(events)
    for name, many in misp.items():
        print(f"MISP: {name}: {many if isinstance(many, int) else ''}")
        for reason, times in many.most_common() if isinstance(many, Counter) else ():
            print(f"{times:6} {str(reason)[:200]}")
    assert not lost and not changed and not wrong
    assert not [kind for kind, within in misp["attributes lost"] if not within]


def own(event, number):
    """An event with ids of its own: the converter's tests use the same ones again and again."""
    text = json.dumps(event)
    fresh = {
        each: str(uuid.uuid5(uuid.NAMESPACE_URL, f"{number} {each}")) for each in UUID.findall(text)
    }
    return json.loads(UUID.sub(lambda found: fresh[found[0]], text))


def attributes(event):
    """Each attribute by its id, of the event and of its objects, and the id of its object."""
    for each in event.get("Attribute") or ():
        yield each, ""
    for thing in event.get("Object") or ():
        for each in thing.get("Attribute") or ():
            yield each, thing["uuid"]


def attribute(each, within):
    """What an attribute is found again by: its id; in an object, which has no place for that in
    STIX, what it says there.
    """
    return (within, each.get("object_relation"), str(each.get("value"))) if within else each["uuid"]


def by_misp(events):
    """What became of the events: in by the API, out by the feed, loaded by MISP's own library."""
    refused, fields, lost, broken = Counter(), Counter(), Counter(), Counter()
    came = out = kept_objects = left_out = 0
    sent = {}
    for number, raw in enumerate(events):
        event = own(raw, number)
        answer = ask("POST", "/api/v1/intelligence?to=IDN", event, "FRA")
        if answer.status not in (200, 201):
            refused[("whole event", answer.document["errors"][0]["fault"][:100])] += 1
            continue
        gone = {}
        for each in answer.document["objects"]:
            if each["became"] == "refused":
                gone[each["id"].partition("--")[2]] = each["fault"]
                refused[(each["id"].partition("--")[0], each["fault"][:100])] += 1
            kept_objects += each["became"] != "refused"
        sent[event["Event"]["uuid"]] = event["Event"], gone
    back = {}
    for which in ask("GET", "/api/v1/intelligence/misp/manifest.json", b"", "IDN").document:
        told = ask("GET", f"/api/v1/intelligence/misp/{which}.json", b"", "IDN")
        if told.status != 200:
            broken[told.document["errors"][0]["fault"][:120]] += 1
            continue
        loaded = MISPEvent()
        try:
            loaded.load(told.body.decode())
        except Exception as fault:  # noqa: BLE001 - whatever its library stumbles over is told
            broken[f"pymisp: {fault!r}"[:160]] += 1
            continue
        saved = json.loads(loaded.to_json())
        back[which] = {attribute(each, within): each for each, within in attributes(saved)}
        out += 1
    for which, (event, gone) in sent.items():
        found = back.get(which)
        for each, within in attributes(event):
            came += 1
            if found is None or each.get("uuid") in gone or within in gone:
                left_out += 1
                continue
            kept = found.get(attribute(each, within))
            if kept is None:
                lost[each.get("type"), "in an object" if within else ""] += 1
                continue
            for field in ("type", "value", "category", "comment", "to_ids"):
                if each.get(field) and str(kept.get(field)) != str(each[field]):
                    fields[field] += 1
    return {
        "events in": len(events),
        "events taken in": len(sent),
        "objects kept": kept_objects,
        "events out": out,
        "attributes in": came,
        "attributes of what was refused or not given out": left_out,
        "refused": refused,
        "events not given out": broken,
        "attributes lost": lost,
        "fields lost": fields,
    }
