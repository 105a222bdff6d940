"""All that is given out, by every operation there is: OASIS' validator accepts each object of STIX,
and MISP's own library loads and saves each event.
"""

import json
import re

import pytest
from api_asked import ask, laid, proposal
from intelligence import attack, bundle, indicator, made
from pymisp import MISPEvent
from stix2validator import ValidationOptions, validate_instance

from data.cli import notices
from data.geography import countries
from data.intelligence import acts, demo
from data.watch import ledger
from exchange import routes, taxii
from exchange.problems import VERSION
from security.tlp import Tlp

STIX = re.compile(r"[a-z][a-z0-9-]+--[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SENT = {"accept": taxii.MEDIA, "content-type": taxii.MEDIA}
GIVES_STIX = {"inbox", "listen_to_intelligence", "taxii_objects", "taxii_object"}
OPERATIONS = [
    *((VERSION + each.path, each) for each in routes.OPERATIONS),
    *(("/taxii2" + each.path, each) for each in taxii.OPERATIONS),
]


@pytest.fixture
def store(tmp_path, monkeypatch):
    """Attacks of every mark, what countries did about them, notices and their steps."""
    laid(tmp_path, monkeypatch)
    sent = [each for number, mark in enumerate(Tlp) for each in attack(number, ("ID", "FR"), mark)]
    refs = [each["id"] for each in sent[:3]]
    sent.append(made("report", "r", name="R", published="2026-10-01T00:00:00Z", object_refs=refs))
    ask("POST", "/api/v1/intelligence?to=IDN", bundle(sent), "THA")
    taken_back = indicator(1, Tlp.GREEN, modified="2026-11-01T00:00:00.000Z", revoked=True)
    ask("POST", "/api/v1/intelligence", taken_back, "THA")
    for act in acts.EACH:
        told = ask("POST", f"/api/v1/intelligence/{indicator(0)['id']}/acts", {"act": act}, "IDN")
        assert told.status == 201
    for number, colour in enumerate(("red", "purple")):
        body = proposal(number, colour=colour, requesting="THA", concerned={"explicit": ["IDN"]})
        assert ask("POST", "/api/v1/notices", body, "THA").status == 201
    ask("POST", "/api/v1/notices/1/steps", {"step": "seen"}, "IDN")


def within(document):
    """The objects of STIX, and the events of MISP, anywhere in an answer."""
    if isinstance(document, list):
        for each in document:
            yield from within(each)
    elif isinstance(document, dict):
        if (STIX.fullmatch(str(document.get("id"))) and "type" in document) or "info" in (
            document.get("Event") or {}
        ):
            yield document
        else:
            for each in document.values():
                yield from within(each)


def given(bureau, asked):
    """What an operation gives out to a bureau, filled in as `asked` says."""
    address, of = asked
    collection = taxii.Collection(bureau, Tlp.RED).id
    filled = {
        "collection": collection,
        "object": indicator(0)["id"],
        "indicator": "x",
        "entry": "x",
    }
    addresses = [address]
    if of.name == "misp_event":
        listed = ask("GET", f"{VERSION}/intelligence/misp/manifest.json", b"", bureau).document
        addresses = [address.replace("{event}", each) for each in listed]
    for each in addresses:
        told = ask(
            "GET", re.sub(r"\{(\w+).*?\}", lambda name: filled.get(name[1], "x"), each), b"", bureau
        )
        assert told.status < 500, each
        text = told.body.decode()
        if told.head.get("content-type", "").startswith("text/event-stream"):
            said = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: ")]
        elif "json" in told.head.get("content-type", ""):
            said = told.document
        else:
            continue
        yield from within(said)


def valid(found):
    said = validate_instance(bundle(found), ValidationOptions(version="2.1", disabled="all"))
    return [str(each) for each in said.errors]


def test_every_object_and_event_that_is_given_out_is_one(store):
    gave, stix, misp = {}, {}, {}
    for bureau in ("IDN", "FRA", "THA"):
        for asked in OPERATIONS:
            if asked[1].method != "GET" or asked[1].reads:
                continue
            for each in given(bureau, asked):
                gave.setdefault(asked[1].name, set()).add(each.get("type", "event"))
                known = misp if "Event" in each else stix
                known[json.dumps(each, sort_keys=True)] = each
    assert set(gave) >= GIVES_STIX | {"misp_event"}, gave
    kinds = {each["type"] for each in stix.values()}
    assert kinds >= {
        "indicator",
        "malware",
        "relationship",
        "sighting",
        "opinion",
        "identity",
        "report",
    }
    assert valid(stix.values()) == []
    assert len(misp) > 3
    for each in misp.values():
        event = MISPEvent()
        event.load(json.dumps(each))
        again = MISPEvent()
        again.load(event.to_json())
        assert same(json.loads(again.to_json()), each["Event"]) == []


def same(saved, sent, where="Event"):
    """Where a saved event no longer says what was sent."""
    if isinstance(sent, dict):
        return [
            fault
            for name, value in sent.items()
            for fault in same(saved.get(name), value, f"{where}.{name}")
        ]
    if isinstance(sent, list):
        if not sent and not saved:
            return []
        if len(saved or ()) != len(sent):
            return [f"{where}: {saved} for {sent}"]
        pairs = zip(saved, sent, strict=True)
        return [
            fault for place, (a, b) in enumerate(pairs) for fault in same(a, b, f"{where}[{place}]")
        ]
    return [] if str(saved) == str(sent) else [f"{where}: {saved} for {sent}"]


def test_a_notice_and_its_steps_are_stix(store, capsys):
    for number in (0, 1):
        asked = ["show", f"ID-2016/{number}", "--requesting", "THA", "--format", "stix"]
        assert notices.main(asked) == 0
        said = json.loads(capsys.readouterr().out)
        assert {each["type"] for each in said["objects"]} >= {"report", "location", "relationship"}
        said = validate_instance(said, ValidationOptions(version="2.1", disabled="all"))
        assert [str(each) for each in said.errors] == []


def test_the_demonstration_is_stix_all_of_it(tmp_path, monkeypatch):
    laid(tmp_path, monkeypatch)
    assert demo.past(ledger.current(create=True), 8, 3)
    found = {}
    for code in demo.PLACES:
        for mark in (Tlp.RED,):
            path = f"/taxii2/api/collections/{taxii.Collection(code, mark).id}/objects/?limit=1000"
            for each in ask("GET", path, b"", "headquarters", SENT).document.get("objects", ()):
                found[each["id"]] = each
    assert {"sighting", "opinion", "indicator"} <= {each["type"] for each in found.values()}
    assert {*demo.PLACES} <= {*countries.codes()}
    assert valid(found.values()) == []
