"""What other systems read of shared intelligence: a firewall, MISP, and OASIS' own validator."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from api_asked import ask, folder, proposal
from intelligence import attack, bundle, indicator
from pymisp import MISPEvent
from stix2validator import ValidationOptions, validate_instance

from data.intelligence import acts, draft, shared
from data.intelligence.demo import invented
from data.watch import ledger
from data.watch.model import RefusedError
from security.tlp import Tlp

__all__ = ["folder"]
CSV = "/api/v1/intelligence/indicators.csv"
MISP = "/api/v1/intelligence/misp/{}.json"
LATER = {"modified": "2026-10-03T08:00:00.000Z"}


def lines(bureau="IDN", query=""):
    return list(csv.DictReader(io.StringIO(ask("GET", CSV + query, b"", bureau).body.decode())))


def test_a_firewall_reads_values_and_never_what_was_taken_back(folder):
    to = {"labels": ["country:IDN"]}
    both = "[ipv4-addr:value = '192.0.2.1' AND domain-name:value = 'a.example']"
    sent = [
        indicator(1, **to),
        indicator(2, Tlp.RED, pattern="[ipv4-addr:value = '192.0.2.9']", **to),
        indicator(3, pattern=both, name="=1+1", **to),
        indicator(4, **to),
    ]
    assert ask("POST", "/api/v1/intelligence", bundle(sent), "FRA").status == 201
    ask("POST", "/api/v1/intelligence", sent[3] | LATER | {"revoked": True}, "FRA")
    found = {each["value"]: each for each in lines()}
    assert set(found) == {"host-1.example", "192.0.2.9", both}
    assert (found["192.0.2.9"]["kind"], found["192.0.2.9"]["tlp"]) == ("ipv4", "TLP:RED")
    assert found[both]["name"] == "'=1+1"  # not run by a spreadsheet
    assert [each["value"] for each in lines(query="?kind=domain")] == ["host-1.example"]
    first = lines(query="?limit=1")
    assert len(first) == 1 and len(lines(query=f"?after={first[0]['number']}")) == 2
    assert lines("THA") == []


def test_misp_loads_every_event_of_the_feed(folder):
    ask("POST", "/api/v1/intelligence", bundle(attack(1, mark=Tlp.AMBER)), "FRA")
    ask("POST", "/api/v1/notices", proposal(1, tlp="TLP:GREEN"))
    listed = {
        bureau: ask("GET", MISP.format("manifest"), b"", bureau).document
        for bureau in ("IDN", "THA", "FRA")
    }
    assert [len(each) for each in listed.values()] == [1, 1, 0]
    for bureau, events in listed.items():
        for which, head in events.items():
            told = ask("GET", MISP.format(which), b"", bureau).document
            assert {name: told["Event"][name] for name in head} == head
            event = MISPEvent()
            event.load(json.dumps(told))  # by MISP's own library, which refuses unknown types
            assert str(event.uuid) == which and event.attributes
            again = json.loads(event.to_json())
            assert again["info"] == head["info"] and again["Tag"][0]["name"].startswith("tlp:")
    (attribute,) = told_of("IDN", listed)["Attribute"]
    assert (attribute["type"], attribute["value"]) == ("domain", "host-1.example")
    notice = told_of("THA", listed)
    said = {'notice:colour="purple"', 'notice:offence="terrorism"', 'notice:requesting="IDN"'}
    assert {*said, "tlp:green"} == {each["name"] for each in notice["Tag"]}
    assert ask("GET", MISP.format(next(iter(listed["IDN"]))), b"", "THA").status == 404


def test_an_event_of_misp_comes_out_as_it_went_in(folder):
    def id_(number):
        return f"5e8c1f2a-1c0e-4f4e-9a57-0a1b2c3d4e{number}"

    domain = {"type": "domain", "category": "Network activity", "value": "host-7.example"}
    sent = {
        "uuid": id_(10),
        "info": "Invented",
        "date": "2026-10-01",
        "timestamp": "1790841600",
        "Orgc": {"uuid": id_(11), "name": "An organisation"},
        "Tag": [{"name": "tlp:green"}],
        "Attribute": [
            domain | {"uuid": id_(12), "to_ids": True, "comment": "seen"},
            {"uuid": id_(13), "type": "email-src", "category": "Payload delivery"}
            | {"value": "someone@mail.example", "to_ids": True},
        ],
        "Object": [
            {
                "uuid": id_(14),
                "name": "process",
                "meta-category": "misc",
                "Attribute": [
                    {"uuid": id_(15), "type": "text", "object_relation": "pid", "value": "7"}
                    | {"category": "Other", "to_ids": False}
                ],
            },
            {"uuid": id_(17), "name": "process", "meta-category": "misc", "Attribute": []},
        ],
        "Opinion": [
            {"uuid": id_(16), "opinion": 90, "comment": "So it is", "authors": "CERT"}
            | {"object_uuid": id_(10), "object_type": "Event"}
            | {"created": "2026-10-01 08:00:00", "modified": "2026-10-01 08:00:00"}
        ],
    }
    told = ask("POST", "/api/v1/intelligence?to=IDN", {"Event": sent}, "FRA").document["objects"]
    refused = {each["id"].partition("--")[0] for each in told if each["became"] == "refused"}
    assert refused == {"email-addr", "email-message", "indicator", "Event"}  # a person's, by rule
    (fault, unnamed) = [each["fault"] for each in told if each["id"] == "Event"]
    assert "process" in fault and "File" not in fault  # what the converter could not say
    assert f"opinion--{id_(16)}" in unnamed and "authors" in unnamed
    assert sent["uuid"] in ask("GET", MISP.format("manifest"), b"", "IDN").document
    body = ask("GET", MISP.format(sent["uuid"]), b"", "IDN").body.decode()
    event = MISPEvent()
    event.load(body)
    again = MISPEvent()
    again.load(event.to_json())
    said = json.loads(again.to_json())
    assert [(each["uuid"], each["value"], each.get("comment")) for each in said["Attribute"]] == [
        (id_(12), "host-7.example", "seen")
    ]
    (process,) = said["Object"]
    assert (process["uuid"], process["Attribute"][0]["value"]) == (id_(14), "7")
    assert (said["info"], said["uuid"]) == ("Invented", sent["uuid"])
    assert "tlp:green" in {each["name"] for each in said["Tag"]}
    assert ask("GET", MISP.format(sent["uuid"]), b"", "THA").status == 404


def test_of_an_event_of_misp_nothing_is_left_out_in_silence_and_nobody_is_named(folder):
    """What the converter has no place for, or takes for wrong, is told by its id and why; what it
    keeps as attributes of MISP's own is held against the rule on persons as all else.
    """

    def id_(number):
        return f"7d0c1f2a-1c0e-4f4e-9a57-0a1b2c3d4e{number}"

    kept = {"type": "comment", "category": "Other", "value": "Kept", "uuid": id_(21)}
    named = [("passport-number", "Person", "12345"), ("target-user", "Targeting data", "a person")]
    wrong = [("domain", "domain", "wrong.host's.example"), ("ip", "ip-dst", "192.0.2.7")]
    account = [("iban", "iban", "LU00"), ("beneficiary", "text", "A Person")]
    sent = {
        "uuid": id_(20),
        "info": "Invented",
        "date": "2026-10-01",
        "timestamp": "1790841600",
        "Orgc": {"uuid": id_(29), "name": "An organisation"},
        "Tag": [{"name": "tlp:green"}],
        "Attribute": [
            kept,
            *(
                {"type": kind, "category": of, "value": value, "uuid": id_(30 + number)}
                for number, (kind, of, value) in enumerate(named)
            ),
        ],
        "Object": [
            {
                "uuid": id_(number),
                "name": name,
                "meta-category": "misc",
                "Attribute": [
                    {
                        "uuid": id_(number + 1 + place),
                        "type": kind,
                        "object_relation": relation,
                        "value": value,
                        "category": "Other",
                    }
                    for place, (relation, kind, value) in enumerate(attributes)
                ],
            }
            for number, name, attributes in (
                (40, "domain-ip", wrong),
                (50, "bank-account", account),
            )
        ],
    }
    answer = ask("POST", "/api/v1/intelligence?to=IDN", {"Event": sent}, "FRA").document["objects"]
    told = {each["id"]: each for each in answer}
    for which in ("x-misp-attribute--" + id_(30), "x-misp-attribute--" + id_(31)):
        assert told[which]["became"] == "refused" and "persons" in told[which]["fault"]
    assert "persons" in told["x-misp-object--" + id_(50)]["fault"]
    assert told["x-misp-attribute--" + id_(21)]["became"] == "kept"
    faults = [each["fault"] for each in answer if each["id"] == "Event"]
    assert any(id_(41) in each and "domain-ip" in each for each in faults), faults
    body = ask("GET", MISP.format(sent["uuid"]), b"", "IDN").body.decode()
    assert "Kept" in body and "192.0.2.7" in body
    assert not any(each in body for each in ("12345", "a person", "A Person", "LU00"))


def told_of(bureau, listed):
    return ask("GET", MISP.format(next(iter(listed[bureau]))), b"", bureau).document["Event"]


def valid(objects):
    """What OASIS' validator finds wrong."""
    said = validate_instance(bundle(objects), ValidationOptions(version="2.1"))
    return [str(each) for each in said.errors]


def test_what_is_made_here_stands_before_the_validator_of_oasis(folder):
    watch = ledger.current(create=True)
    what = indicator(1, labels=["country:IDN"])
    shared.accept(watch, [what], "FRA")
    for act in (acts.ACTED, acts.SIGHTED, acts.FALSE_POSITIVE):
        acts.act(watch, what["id"], act, "IDN", "IDN")

    seen = datetime(2026, 10, 1, tzinfo=UTC)
    filled = draft.Draft(
        "ipv4", "192.0.2.7", "campaign", "Worm", ["IDN"], ["energy"], "TLP:RED", seen, "Text."
    )
    form = draft.compose(filled, "FRA", datetime(2026, 10, 2, tzinfo=UTC))
    assert valid(form) == []
    assert valid(invented(7, 1, 1_790_000_000_000).objects) == []
    page = ask("GET", "/api/v1/intelligence", b"", "FRA").document
    answers = [each["object"] for each in page]
    assert {each["type"] for each in answers} == {"opinion", "sighting"}
    assert valid(answers) == []


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("value", {"value": "192.0.2.999"}),
        ("value", {"kind": "sha256", "value": "abc"}),
        ("value", {"value": ""}),
        ("kind", {"kind": ""}),
        ("mark", {"mark": "TLP:PINK"}),
        ("name", {"name": ""}),
        ("victims", {"victims": ["XXX"]}),
        ("sectors", {"sectors": ["witchcraft"]}),
        ("first_seen", {"first_seen": None}),
    ],
)
def test_a_draft_names_the_field_that_is_wrong(field, more):

    seen = datetime(2026, 10, 1, tzinfo=UTC)
    good = {
        "kind": "ipv4",
        "value": "192.0.2.7",
        "named": "malware",
        "name": "Worm",
        "victims": ["IDN"],
        "mark": "TLP:GREEN",
        "first_seen": seen,
    }
    draft.compose(draft.Draft(**good), "FRA", seen)
    with pytest.raises(RefusedError) as refused:
        draft.compose(draft.Draft(**{**good, **more}), "FRA", seen)
    assert [each.field for each in refused.value.faults] == [field]
