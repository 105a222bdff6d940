"""OASIS' interoperability cases, by the names they have there: STIX 2.1 Interoperability Test
Document 1.0 as producer and consumer, TAXII 2.1 Interoperability Test Document 1.0 as the server
that is asked. Their objects are written anew; `docs/conformance.md` says what does not apply.
"""

import base64
import re

import pytest
from api_asked import ask, laid
from intelligence import bundle, indicator, made, malware
from intelligence import linked as bare
from stix2validator import ValidationOptions, validate_instance

from data.intelligence import acts, draft, objects
from data.watch import ledger
from exchange import taxii
from security.tlp import Tlp

MEDIA = {"accept": taxii.MEDIA}
SENT = {**MEDIA, "content-type": taxii.MEDIA}
TO = {"labels": ["country:IDN"]}
LATER = {"modified": "2026-10-02T08:00:00.000Z"}
LAST = {"modified": "2026-10-03T08:00:00.000Z"}
MISTAKEN = (  # what the validator asks and nothing can say
    "'external_references:' is a required property",  # misspelt there, as the next is
    "'(architecture_exectuion_envs|capabiliites)' is a required property",
    "^(file|ipv4-addr|domain-name)--.* created_by_ref is not present",  # the standard has none
)
GROUPS = '[group.banks]\nname = "Banks"\nmembers = ["FRA"]\n'


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """One store for all cases."""
    folder = tmp_path_factory.mktemp("interop")
    (folder / "sharing.toml").write_text(GROUPS)
    return folder


@pytest.fixture
def store(place, monkeypatch):
    monkeypatch.setenv("THREATS_SHARING", str(place / "sharing.toml"))
    return laid(place, monkeypatch)


def at(rest, audience="IDN", mark=Tlp.RED):
    return f"/taxii2/api/collections/{taxii.Collection(audience, mark).id}/{rest}"


def read(rest, bureau="IDN", **more):
    return ask("GET", at(rest, **more), b"", bureau, MEDIA)


def by_id(*sent, query=""):
    """The objects of these ids that a client reads."""
    named = ",".join(each["id"] for each in sent)
    return read(f"objects/?match[id]={named}{query}").document.get("objects", [])


def org(name="An organisation"):
    found = made("identity", name, name=name, identity_class="organization")
    return found | {"created_by_ref": found["id"]}


def by(author, kind, called, **more):
    """An object that says who made it, as every object of the document does."""
    return made(kind, called, created_by_ref=author["id"], **more)


ORG, OTHER = org(), org("Another organisation")


def linked(source, kind, target):
    return bare(source, kind, target) | {"created_by_ref": ORG["id"]}


def named(kind, **more):
    return by(ORG, kind, kind, name=f"A {kind}", **more)


def what(called, pattern, **more):
    more = {"indicator_types": ["malicious-activity"], **more}
    return indicator(called, created_by_ref=ORG["id"], pattern=pattern, **more)


def observable(kind, number, **more):
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--00000000-0000-5000-8000-00000000000{number}",
        **more,
    }


IP = "[ipv4-addr:value = '192.0.2.1']"
CIDR = "[ipv4-addr:value ISSUBSET '192.0.2.0/24']"
TWO = "[ipv4-addr:value ISSUBSET '192.0.2.0/24' OR ipv4-addr:value ISSUBSET '198.51.100.0/24']"
IPV6 = "[ipv6-addr:value = '2001:db8::1']"
URL = "[url:value = 'https://host.example/a']"
EITHER = "[url:value = 'https://host.example/a' OR domain-name:value = 'host.example']"
HASHES = f"[file:hashes.'SHA-256' = '{'ab' * 32}' OR file:hashes.MD5 = '{'cd' * 16}']"
PHASE = {"kill_chain_name": "example-kill-chain", "phase_name": "launch"}
PATTERN = named(
    "attack-pattern",
    kill_chain_phases=[PHASE],
    external_references=[{"source_name": "capec", "external_id": "CAPEC-163"}],
)
HOLE = named(
    "vulnerability",
    external_references=[{"source_name": "cve", "external_id": "CVE-2026-0001"}],
)
CAMPAIGN, TOOL = named("campaign"), named("tool", tool_types=["remote-access"])
SET = named("intrusion-set", resource_level="club", primary_motivation="notoriety")
ACTOR = named(
    "threat-actor",
    threat_actor_types=["crime-syndicate"],
    roles=["director"],
    sophistication="advanced",
    resource_level="team",
    primary_motivation="organizational-gain",
)
BASE = named("infrastructure", infrastructure_types=["command-and-control"])
REGION = by(ORG, "location", "region", region="south-eastern-asia")
WORM = malware(
    "Interop",
    created_by_ref=ORG["id"],
    first_seen="2026-09-01T00:00:00.000Z",
    last_seen="2026-09-02T00:00:00.000Z",
    malware_types=["ransomware"],
    capabilities=["anti-vm"],
    architecture_execution_envs=["x86"],
    implementation_languages=["python", "c"],
)
ADDRESS = observable("ipv4-addr", 1, value="192.0.2.3")
DOMAIN = observable("domain-name", 2, value="a.example")
FILE = observable("file", 3, hashes={"SHA-256": "ef" * 32}, size=25_536, name="foo.dll")


def observed(called, *seen):
    return by(
        ORG,
        "observed-data",
        called,
        first_observed="2026-09-21T19:00:00Z",
        last_observed="2026-09-21T19:00:00Z",
        number_observed=50,
        object_refs=[each["id"] for each in seen],
    )


def sighted(called, of, **more):
    return by(
        OTHER,
        "sighting",
        called,
        sighting_of_ref=of["id"],
        count=50,
        first_seen="2026-09-21T19:00:00.000Z",
        last_seen="2026-09-22T19:00:00.000Z",
        where_sighted_refs=[OTHER["id"]],
        **more,
    )


def marked(mark, pattern):
    return what(f"marked {mark.value}", pattern, object_marking_refs=[objects.MARK_OF[mark]])


def held(kind, called, *refs, **more):
    return by(OTHER, kind, called, object_refs=[each["id"] for each in refs], **more)


CASES = {
    "attack pattern: create": [PATTERN],
    "attack pattern: targets vulnerability": [PATTERN, HOLE, linked(PATTERN, "targets", HOLE)],
    "campaign: create": [CAMPAIGN],
    "campaign: attributed to intrusion set": [
        CAMPAIGN,
        SET,
        linked(CAMPAIGN, "attributed-to", SET),
    ],
    "confidence: about an indicator": [
        what("sure", URL, confidence=85, indicator_types=["benign"])
    ],
    "course of action: create": [named("course-of-action", description="Filter TCP port 80")],
    "data marking: TLP white": [marked(Tlp.CLEAR, IP)],
    "data marking: TLP green": [marked(Tlp.GREEN, IP)],
    "data marking: TLP amber": [marked(Tlp.AMBER, TWO)],
    "data marking: TLP red": [marked(Tlp.RED, IPV6)],
    "grouping: create": [
        what(1, IP),
        held("grouping", "g", what(1, IP), context="suspicious-activity"),
    ],
    "indicator: IPv4 address": [what("ip", IP)],
    "indicator: IPv4 address CIDR": [what("cidr", CIDR)],
    "indicator: two IPv4 address CIDR": [what("two cidr", TWO)],
    "indicator: IPv6 address": [what("ipv6", IPV6)],
    "indicator: IPv6 address CIDR": [what("v6", "[ipv6-addr:value ISSUBSET '2001:db8::/120']")],
    "indicator: multiple in one bundle": [what("one", IP), what("another", URL)],
    "indicator: FQDN": [what("fqdn", "[domain-name:value = 'www.host.example']")],
    "indicator: URL": [what("url", URL)],
    "indicator: URL or FQDN": [what("either", EITHER)],
    "indicator: SHA256 or MD5": [what("hashes", HASHES)],
    "infrastructure: create": [BASE],
    "intrusion set: create": [SET],
    "location: create": [REGION],
    "location: hosts infrastructure": [REGION, BASE, linked(BASE, "located-at", REGION)],
    "malware analysis: without references": [
        by(
            ORG,
            "malware-analysis",
            "ma",
            product="scanner",
            version="5.1.0",
            result="malicious",
            submitted="2026-09-01T00:00:00.000Z",
            analysis_started="2026-09-01T00:00:00.000Z",
            analysis_ended="2026-09-01T00:00:00.000Z",
        )
    ],
    "malware: create": [WORM],
    "note: on threat actor": [ACTOR, held("note", "n", ACTOR, content="Steps it takes")],
    "observed data: domain and address": [ADDRESS, DOMAIN, observed("o1", ADDRESS, DOMAIN)],
    "observed data: file hash": [FILE, observed("o2", FILE)],
    "opinion: on indicator": [
        what("doubted", IP),
        held("opinion", "no", what("doubted", IP), opinion="strongly-disagree"),
    ],
    "opinion: on malware": [WORM, held("opinion", "dis", WORM, opinion="disagree")],
    "report: create": [
        what("told", IP),
        held(
            "report",
            "r",
            what("told", IP),
            name="R",
            published="2026-10-01T00:00:00Z",
            report_types=["campaign"],
        ),
    ],
    "sighting: of indicator": [what("seen", HASHES), sighted("s", what("seen", HASHES))],
    "threat actor: create": [ACTOR],
    "threat actor: campaign attributed to it": [
        ACTOR,
        CAMPAIGN,
        linked(CAMPAIGN, "attributed-to", ACTOR),
    ],
    "tool: create": [TOOL],
    "vulnerability: create": [HOLE],
}


def valid(found):
    """What OASIS' validator finds wrong, with what the document asks of each object besides."""
    said = validate_instance(bundle(found), ValidationOptions(version="2.1", interop=True))
    told = [str(each) for each in said.errors]
    return [each for each in told if not any(re.search(one, each) for one in MISTAKEN)]


@pytest.mark.parametrize("case", CASES)
def test_stix_is_consumed_and_produced_as_the_document_says(store, case):
    sent = [ORG, OTHER, *CASES[case]]
    told = ask("POST", at("objects/"), {"objects": sent}, "FRA", SENT)
    assert (told.status, told.document["failure_count"]) == (202, 0), told.document
    found = by_id(*sent)
    assert sorted(found, key=lambda each: each["id"]) == sorted(sent, key=lambda each: each["id"])
    assert valid(found) == []


@pytest.mark.parametrize("kind", ["indicator", "sighting"])
def test_versioning_is_created_modified_and_revoked(store, kind):
    aim = what("versions", IP, **TO)
    first = aim if kind == "indicator" else sighted("versions", aim, **TO)
    changed = first | LATER | {"confidence": 40}
    for sent in (first, changed, changed | LAST | {"revoked": True}):
        body = {"objects": [ORG, OTHER, aim, sent]}
        assert ask("POST", at("objects/"), body, "FRA", SENT).document["failure_count"] == 0
        assert by_id(sent) == [sent]  # the last, where nothing else is asked for
    assert len(by_id(first, query="&match[version]=all")) == 3
    inbox = ask("GET", "/api/v1/intelligence", b"", "IDN").document
    assert first["id"] not in {each["object"]["id"] for each in inbox}


@pytest.mark.parametrize(
    ("kind", "value", "pattern"),
    [
        ("ipv4", "192.0.2.1", IP),
        ("ipv6", "2001:db8::1", IPV6),
        ("domain", "host.example", "[domain-name:value = 'host.example']"),
        ("url", "https://host.example/a", URL),
        ("md5", "cd" * 16, f"[file:hashes.MD5 = '{'cd' * 16}']"),
        ("sha256", "ab" * 32, f"[file:hashes.'SHA-256' = '{'ab' * 32}']"),
    ],
)
def test_what_an_officer_shares_is_an_indicator_of_the_document(kind, value, pattern):
    when = draft.datetime(2026, 10, 1, tzinfo=draft.UTC)
    form = draft.Draft(kind, value, mark="TLP:GREEN", first_seen=when)
    author, made_here = draft.compose(form, "FRA", when)
    assert made_here["pattern"] == pattern
    assert made_here["created_by_ref"] == author["id"]
    assert made_here["object_marking_refs"] == [objects.MARK_OF[Tlp.GREEN]]
    assert valid([author, made_here]) == []


def test_what_a_country_does_is_a_sighting_and_an_opinion_of_the_document(store):
    aim = what("acted on", IP, **TO)
    ask("POST", at("objects/"), {"objects": [ORG, aim]}, "FRA", SENT)
    watch = ledger.current(create=True)
    for act in (acts.SIGHTED, acts.FALSE_POSITIVE):
        assert acts.act(watch, aim["id"], act, "IDN", "IDN")
    back = read("objects/?match[type]=sighting,opinion,identity", "FRA", audience="FRA").document
    about = {each["type"]: each for each in back["objects"] if aim["id"] in str(each)}
    assert about["sighting"]["sighting_of_ref"] == aim["id"] and about["sighting"]["count"] == 1
    assert about["opinion"]["opinion"] == "strongly-disagree"
    assert {each["created_by_ref"] for each in about.values()} <= {e["id"] for e in back["objects"]}
    assert valid(back["objects"]) == []


def basic(token, name="IDN"):
    return {
        **MEDIA,
        "authorization": f"Basic {base64.b64encode(f'{name}:{token}'.encode()).decode()}",
    }


ONE = what("ip", IP)["id"]
BANKS = {"audience": "group:banks"}
BAD = "/taxii2/api/collections/00000000-0000-4000-8000-000000000000/"


@pytest.mark.parametrize(
    ("case", "method", "address", "bureau", "head", "status"),
    [
        (
            "3.1.1 missing authorization parameter",
            "GET",
            "/taxii2/",
            "IDN",
            MEDIA | {"authorization": ""},
            401,
        ),
        ("3.1.2 authorization parameter error", "GET", "/taxii2/", "nobody", MEDIA, 401),
        ("3.1.4 HTTP Basic authentication", "GET", "/taxii2/", "", basic("token of IDN"), 200),
        ("3.1.4 HTTP Basic, wrong password", "GET", "/taxii2/", "", basic("no"), 401),
        (
            "3.1.4 HTTP Basic, no base64",
            "GET",
            "/taxii2/",
            "",
            MEDIA | {"authorization": "Basic é"},
            401,
        ),
        ("3.3.2 incorrect API root", "GET", "/taxii2/other/", "IDN", MEDIA, 404),
        (
            "3.5.2.1 read of a write-only collection",
            "GET",
            at("objects/", "SGP"),
            "IDN",
            MEDIA,
            403,
        ),
        (
            "3.5.2.2 write to a collection not one's own",
            "POST",
            at("objects/", **BANKS),
            "IDN",
            SENT,
            403,
        ),
        (
            "3.5.2.3 delete from a write-only collection",
            "DELETE",
            at(f"objects/{ONE}/", "SGP"),
            "IDN",
            MEDIA,
            403,
        ),
        (
            "3.5.2.4 delete, no read and no write",
            "DELETE",
            at(f"objects/{ONE}/", **BANKS),
            "IDN",
            MEDIA,
            404,
        ),
        ("3.5.3 incorrect collection", "GET", BAD, "IDN", MEDIA, 404),
        (
            "3.8.2 object not found",
            "GET",
            at(f"objects/{indicator('none')['id']}/"),
            "IDN",
            MEDIA,
            404,
        ),
        ("3.12.1 delete", "DELETE", at(f"objects/{ONE}/"), "IDN", MEDIA, 403),
        ("3.13.1.2 limit of nothing", "GET", at("objects/?limit=0"), "IDN", MEDIA, 400),
        (
            "3.13.1.10 duplicate filter",
            "GET",
            at("objects/?match[type]=tool&match[type]=malware"),
            "IDN",
            MEDIA,
            400,
        ),
        (
            "media type of another version",
            "GET",
            "/taxii2/",
            "IDN",
            {"accept": "application/taxii+json;version=2.0"},
            406,
        ),
        (
            "media type of a post",
            "POST",
            at("objects/"),
            "IDN",
            MEDIA | {"content-type": "text/plain"},
            415,
        ),
        ("status that is none of one's own", "GET", "/taxii2/api/status/x/", "IDN", MEDIA, 404),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_taxii_answers_as_the_document_says(store, case, method, address, bureau, head, status):
    told = ask(method, address, {"objects": []} if method == "POST" else b"", bureau, head)
    assert told.status == status, told.body
    assert told.head["content-type"] == taxii.MEDIA
    if status >= 400:
        assert told.document["http_status"] == str(status) and told.document["title"]
    if status == 401:
        assert {"Bearer", "Basic"} <= set(told.head["www-authenticate"].replace(",", "").split())


def test_3_2_to_3_5_discovery_leads_to_a_root_and_its_collections(store):
    root = ask("GET", "/taxii2/", b"", "IDN", MEDIA).document
    assert root["default"] in root["api_roots"] and root["title"]
    api = ask("GET", "/taxii2/api/", b"", "IDN", MEDIA).document
    assert api["versions"] == [taxii.MEDIA] and api["max_content_length"] > 0 and api["title"]
    listed = ask("GET", "/taxii2/api/collections/", b"", "IDN", MEDIA).document["collections"]
    assert {"id", "title", "can_read", "can_write"} <= set(listed[0])
    rights = {
        case: tuple(
            read("", audience=audience).document[each] for each in ("can_read", "can_write")
        )
        for case, audience in (
            ("3.5.1.1 write-only", "SGP"),
            ("3.5.1.2 read-write", "IDN"),
            ("3.5.1.4 no-read-no-write", "group:banks"),
        )
    }
    assert [*rights.values()] == [(False, True), (True, True), (False, False)]


@pytest.fixture
def filled(store):
    """Two kinds in two versions each, and one unlike them, in a collection of their own."""
    first = [what("f1", IP), malware("F1"), malware("F2"), what("f2", URL), TOOL]
    later = [each | LATER | {"confidence": 7} for each in first[:2]]
    sent = [ORG, *first, *later]
    told = ask("POST", at("objects/", "THA"), {"objects": sent, "x_note": "kept out"}, "FRA", SENT)
    return sent, told.document


def ids(rest, kind="objects"):
    told = read(rest, "THA", audience="THA")
    return [each["id"] for each in told.document.get(kind, [])]


def test_3_6_to_3_11_manifest_objects_versions_and_status(filled):
    sent, posted = filled
    kept = {each["id"]: each for each in sent}
    listed = read("manifest/", "THA", audience="THA").document["objects"]
    assert {each["id"]: each["version"] for each in listed} == {
        name: each["modified"] for name, each in kept.items()
    }
    assert all(
        each["date_added"].endswith("Z") and each["media_type"] == taxii.STIX for each in listed
    )
    whole = read("objects/", "THA", audience="THA")
    assert {each["id"]: each for each in whole.document["objects"]} == kept
    assert whole.head["x-taxii-date-added-first"] < whole.head["x-taxii-date-added-last"]
    assert read("objects/", "headquarters", audience="SGP").document == {}  # 3.7.2 no objects
    name = sent[1]["id"]
    assert read(f"objects/{name}/", "THA", audience="THA").document["objects"] == [kept[name]]
    versions = read(f"objects/{name}/versions/", "THA", audience="THA").document["versions"]
    assert sorted(versions) == [sent[1]["modified"], kept[name]["modified"]]
    status = ask("GET", f"/taxii2/api/status/{posted['id']}/", b"", "FRA", MEDIA).document
    assert status == posted and status["status"] == "complete"
    counts = ("total_count", "success_count", "failure_count", "pending_count")
    assert [status[each] for each in counts] == [len(sent), len(sent), 0, 0]
    assert {"id", "version"} <= set(status["successes"][0]) and status["request_timestamp"]


def test_3_13_filters_and_3_14_pages(filled):
    sent, _ = filled
    f1, f2 = sent[1]["id"], sent[4]["id"]
    malwares = [sent[2]["id"], sent[3]["id"]]
    assert ids(f"objects/?match[id]={f1}") == [f1]
    assert sorted(ids("objects/?match[type]=malware")) == sorted(malwares)
    assert ids(f"objects/?match[version]={LATER['modified']}") == [f1, sent[2]["id"]]
    assert sorted(ids("objects/?match[version]=first")) == sorted({each["id"] for each in sent})
    assert len(ids("objects/?match[version]=all")) == len(sent)
    assert ids("objects/?match[spec_version]=2.0") == []
    assert sorted(ids("objects/?match[spec_version]=2.1,2.0")) == sorted(
        {each["id"] for each in sent}
    )
    assert sorted(ids("objects/?match[type]=indicator,tool")) == sorted([f1, f2, sent[5]["id"]])
    assert ids(f"objects/?match[id]={f1},{f2}&match[type]=malware") == []
    both = f"match[id]={f1},{f2}&match[type]=indicator,tool&match[version]=last,first"
    assert ids(f"objects/?{both}") == [f1, f2, f1]
    for kind in ("objects", "manifest"):
        found, query = [], "limit=2"
        while query:
            page = read(f"{kind}/?match[version]=all&{query}", "THA", audience="THA")
            found += page.document["objects"]
            assert len(page.document["objects"]) <= 2
            query = f"limit=2&next={page.document['next']}" if page.document.get("more") else ""
        assert len(found) == len(sent)
    page = read("objects/?match[version]=all&limit=3", "THA", audience="THA")
    after = page.head["x-taxii-date-added-last"]
    rest = ids(f"objects/?match[version]=all&added_after={after}")
    assert len(rest) == len(sent) - 3
    assert len(ids("objects/?limit=1000000000")) <= taxii.MOST
    first = read(f"objects/{f1}/versions/?limit=1", "THA", audience="THA")
    after = first.head["x-taxii-date-added-last"]
    assert first.document["more"] is True
    rest = read(f"objects/{f1}/versions/?added_after={after}", "THA", audience="THA").document
    assert sorted(first.document["versions"] + rest["versions"]) == [
        sent[1]["modified"],
        LATER["modified"],
    ]


def test_3_15_custom_properties_are_kept_and_those_of_an_envelope_harm_nothing(filled):
    _, posted = filled
    assert posted["failure_count"] == 0
    own = what("own", IP, x_score=7, x_note={"a": [1, None]})
    assert (
        ask("POST", at("objects/"), {"objects": [own]}, "FRA", SENT).document["success_count"] == 1
    )
    assert by_id(own) == [own]
