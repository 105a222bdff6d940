"""Invented intelligence: addresses of documentation (RFC 5737) and domains of RFC 2606 alone."""

import uuid

from data.intelligence.objects import MARK_OF
from security.tlp import Tlp

SPACE = uuid.UUID("6c0f3c5e-0d8e-5a5f-8f0e-7b8f5e1c2a10")
WHEN = "2026-10-01T08:00:00.000Z"


def made(kind, called, mark=Tlp.GREEN, when=WHEN, **more):
    """An object of STIX whose id is made of its name."""
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{uuid.uuid5(SPACE, f'{kind} {called}')}",
        "created": WHEN,
        "modified": when,
        "object_marking_refs": [MARK_OF[mark]],
    } | more


def indicator(number, mark=Tlp.GREEN, **more):
    """An indicator of one documentation address or domain."""
    pattern = f"[domain-name:value = 'host-{number}.example']"
    return made(
        "indicator",
        f"indicator {number}",
        mark,
        **{
            "name": f"Host {number}",
            "pattern": pattern,
            "pattern_type": "stix",
            "valid_from": WHEN,
            **more,
        },
    )


def location(code):
    return made("location", code, Tlp.CLEAR, country=code)


def malware(name="Worm", **more):
    return made("malware", name, name=name, is_family=True, **more)


def linked(source, kind, target, mark=Tlp.GREEN):
    name = f"{source['id']} {kind} {target['id']}"
    return made(
        "relationship",
        name,
        mark,
        relationship_type=kind,
        source_ref=source["id"],
        target_ref=target["id"],
    )


def attack(number, victims=("ID",), mark=Tlp.GREEN):
    """An indicator of a malware that aims at countries (ISO 3166-1 alpha-2)."""
    what, how = indicator(number, mark), malware(f"Worm {number}")
    places = [location(each) for each in victims]
    return [
        what,
        how,
        *places,
        linked(what, "indicates", how, mark),
        *(linked(how, "targets", each, mark) for each in places),
    ]


def bundle(objects):
    return {"type": "bundle", "id": f"bundle--{uuid.uuid4()}", "objects": list(objects)}
