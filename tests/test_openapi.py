"""The description of the API is true: it is valid OpenAPI, names every route, and every answer it
promises is given, in the form it promises.
"""

import json
import re

import pytest
from api_asked import ask, check, folder, proposal
from intelligence import indicator
from openapi_spec_validator import validate
from receivers import SECRET

from data.delivery import entries, outbox
from data.delivery.outbox import Message
from data.watch import ledger
from exchange import events, incoming, openapi, problems, routes, stix, taxii
from exchange.routes import OPERATIONS
from security.tlp import Tlp

__all__ = ["folder"]  # the fixture
STEPS = "/api/v1/notices/{}/steps"


def test_the_document_is_valid_and_served_to_everyone(folder):
    answer = ask("GET", "/api/v1/openapi.json", head={"authorization": ""})
    assert answer.status == 200 and answer.head["content-type"] == "application/json"
    assert answer.document == json.loads(json.dumps(openapi.document(OPERATIONS)))
    validate(answer.document)


def test_every_route_is_in_it_and_it_names_no_other():
    described = {
        (method.upper(), path)
        for path, methods in openapi.document(OPERATIONS)["paths"].items()
        for method in methods
    }
    served = {
        (method, route.path.removeprefix("/v1").replace(":int}", "}"))
        for route in routes.served()
        if route.path.startswith("/v1/")
        for method in route.methods - {"HEAD"}
    }
    assert served == described and len(served) == len(OPERATIONS)


def test_every_parameter_of_a_path_is_described():
    for each in OPERATIONS:
        wanted = {name.name for name in each.parameters if name.where == "path"}
        assert wanted == set(re.findall(r"{(\w+)(?::int)?}", each.path))


def _first(folder):
    return ask("POST", "/api/v1/notices", proposal("first")).document["id"]


def _step(folder, document, **more):
    return ask("POST", STEPS.format(_first(folder)), document, bureau="THA", **more)


def _sent(document, **more):
    return ask("POST", "/api/v1/notices", document, **more)


def _again(folder, **more):
    _sent(proposal("again"))
    return _sent(proposal("again", **more))


def _off(monkeypatch, *request, **more):
    monkeypatch.setenv("THREATS_STORE", "")
    return ask(*request, **more)


def _late(monkeypatch, *request):
    monkeypatch.setattr(incoming, "PATIENCE", 0.05)
    return ask(*request, late=True)


def _shared(document, query="", **more):
    return ask("POST", f"/api/v1/intelligence{query}", document, **more)


def _first_event():
    which = next(iter(ask("GET", MISP, bureau="THA").document))
    return ask("GET", MISP.replace("manifest", which), bureau="THA")


def _acted(document, bureau="THA", **more):
    _shared(WHAT)
    return ask("POST", f"/api/v1/intelligence/{WHAT['id']}/acts", document, bureau, **more)


def _delivered(folder, monkeypatch):
    monkeypatch.setenv("TEST_SECRET", SECRET)
    monkeypatch.setenv("THREATS_DELIVERIES", str(folder / "deliveries.toml"))
    (folder / "deliveries.toml").write_text(HOOK)
    message = Message("alert", Tlp.GREEN, {"title": "A figure moved"})
    outbox.put(ledger.current(create=True), "a", entries.current().entries["soc"], message)
    return ask("GET", DELIVERIES, bureau="THA")


HOOK = """
[to.soc]
country = "THA"
what = ["alerts"]
ceiling = "TLP:GREEN"
webhook = "https://soc.example.org/"
secret_env = "TEST_SECRET"
"""
DELIVERIES = "/api/v1/deliveries/soc"
MISP = "/api/v1/intelligence/misp/manifest.json"
WHAT = indicator(1, labels=["country:THA"])
DONE = {"act": "sighted"}
SEEN = {"step": "seen"}
LARGE = b'"' + b"x" * 300_000 + b'"'
TEXT = {"content-type": "text/plain"}
# One way to each answer that the document promises.
WAYS = {
    ("propose", 201): lambda f, m: _sent(proposal("new")),
    ("propose", 200): lambda f, m: _again(f),
    ("propose", 401): lambda f, m: _sent(proposal(1), bureau="nobody"),
    ("propose", 403): lambda f, m: _sent(proposal(1), bureau="FRA"),
    ("propose", 408): lambda f, m: _late(m, "POST", "/api/v1/notices"),
    ("propose", 409): lambda f, m: _again(f, colour="red"),
    ("propose", 413): lambda f, m: _sent(LARGE),
    ("propose", 415): lambda f, m: _sent(proposal(1), head=TEXT),
    ("propose", 422): lambda f, m: _sent(proposal(1, colour="pink", name="A person")),
    ("propose", 429): lambda f, m: _tried("POST", "/api/v1/notices"),
    ("list_notices", 429): lambda f, m: _tried("GET", "/api/v1/notices"),
    ("take_step", 429): lambda f, m: _tried("POST", "/api/v1/notices/1/steps"),
    ("listen", 429): lambda f, m: _tried("GET", "/api/v1/events"),
    ("propose", 503): lambda f, m: _off(m, "POST", "/api/v1/notices", proposal(1)),
    ("list_notices", 200): lambda f, m: (
        _sent(proposal("listed")) and ask("GET", "/api/v1/notices", bureau="THA")
    ),
    ("list_notices", 401): lambda f, m: ask("GET", "/api/v1/notices", bureau="nobody"),
    ("list_notices", 403): lambda f, m: ask("GET", "/api/v1/notices?country=THA", bureau="FRA"),
    ("list_notices", 422): lambda f, m: ask("GET", "/api/v1/notices?limit=501"),
    ("list_notices", 503): lambda f, m: _off(m, "GET", "/api/v1/notices"),
    ("take_step", 201): lambda f, m: _step(
        f, {"step": "answered", "answer": "located", "text": "Here."}
    ),
    ("take_step", 401): lambda f, m: ask("POST", STEPS.format(1), SEEN, bureau="nobody"),
    ("take_step", 403): lambda f, m: _step(f, {"step": "published"}),
    ("take_step", 404): lambda f, m: ask("POST", STEPS.format(10**30), SEEN),
    ("take_step", 408): lambda f, m: _late(m, "POST", STEPS.format(1)),
    ("take_step", 409): lambda f, m: _step(f, {"step": "arrested"}),
    ("take_step", 413): lambda f, m: _step(f, LARGE),
    ("take_step", 415): lambda f, m: _step(f, SEEN, head=TEXT),
    ("take_step", 422): lambda f, m: _step(f, {"name": "A person"}),
    ("take_step", 503): lambda f, m: _off(m, "POST", STEPS.format(1), SEEN),
    ("listen", 200): lambda f, m: (
        _sent(proposal("heard")) and ask("GET", "/api/v1/events", bureau="THA")
    ),
    ("listen", 401): lambda f, m: ask("GET", "/api/v1/events", bureau="nobody"),
    ("listen", 403): lambda f, m: ask("GET", "/api/v1/events?country=THA", bureau="FRA"),
    ("listen", 422): lambda f, m: ask("GET", "/api/v1/events?after=yesterday"),
    ("listen", 503): lambda f, m: _off(m, "GET", "/api/v1/events"),
    **{
        (name, status): way
        for name, method, path in (
            ("share_intelligence", "POST", "/api/v1/intelligence"),
            ("inbox", "GET", "/api/v1/intelligence"),
            ("listen_to_intelligence", "GET", "/api/v1/intelligence/events"),
            ("indicators_as_csv", "GET", "/api/v1/intelligence/indicators.csv"),
            ("misp_manifest", "GET", MISP),
            ("misp_event", "GET", MISP.replace("manifest", "none")),
            ("act_on_intelligence", "POST", f"/api/v1/intelligence/{WHAT['id']}/acts"),
            ("resume_deliveries", "GET", DELIVERIES),
        )
        for status, way in {
            401: lambda f, m, a=method, p=path: ask(a, p, DONE, bureau="nobody"),
            429: lambda f, m, a=method, p=path: _tried(a, p),
            503: lambda f, m, a=method, p=path: _off(m, a, p, DONE),
        }.items()
    },
    ("share_intelligence", 201): lambda f, m: _shared(WHAT),
    ("share_intelligence", 200): lambda f, m: _shared(WHAT) and _shared(WHAT),
    ("share_intelligence", 403): lambda f, m: _shared(WHAT, "?to=group:nobody"),
    ("share_intelligence", 408): lambda f, m: _late(m, "POST", "/api/v1/intelligence"),
    ("share_intelligence", 413): lambda f, m: _shared(b'"' + b"x" * 10_000_001 + b'"'),
    ("share_intelligence", 415): lambda f, m: _shared(WHAT, head=TEXT),
    ("share_intelligence", 422): lambda f, m: _shared({"type": "bundle", "objects": []}),
    ("inbox", 200): lambda f, m: _shared(WHAT) and ask("GET", "/api/v1/intelligence", bureau="THA"),
    ("indicators_as_csv", 200): lambda f, m: (
        _shared(WHAT) and ask("GET", "/api/v1/intelligence/indicators.csv", bureau="THA")
    ),
    ("indicators_as_csv", 403): lambda f, m: ask(
        "GET", "/api/v1/intelligence/indicators.csv?country=THA", bureau="FRA"
    ),
    ("indicators_as_csv", 422): lambda f, m: ask(
        "GET", "/api/v1/intelligence/indicators.csv?limit=0", bureau="THA"
    ),
    ("misp_manifest", 200): lambda f, m: _shared(WHAT) and ask("GET", MISP, bureau="THA"),
    ("misp_manifest", 403): lambda f, m: ask("GET", f"{MISP}?country=THA", bureau="FRA"),
    ("misp_manifest", 422): lambda f, m: ask("GET", MISP, bureau="headquarters"),
    ("misp_event", 200): lambda f, m: _shared(WHAT) and _first_event(),
    ("misp_event", 403): lambda f, m: ask(
        "GET", f"{MISP.replace('manifest', 'none')}?country=THA", bureau="FRA"
    ),
    ("misp_event", 404): lambda f, m: ask("GET", MISP.replace("manifest", "none"), bureau="THA"),
    ("misp_event", 422): lambda f, m: ask(
        "GET", MISP.replace("manifest", "none"), bureau="headquarters"
    ),
    ("listen_to_intelligence", 200): lambda f, m: (
        _shared(WHAT) and ask("GET", "/api/v1/intelligence/events", bureau="THA")
    ),
    ("listen_to_intelligence", 403): lambda f, m: ask(
        "GET", "/api/v1/intelligence/events?country=THA", bureau="FRA"
    ),
    ("listen_to_intelligence", 422): lambda f, m: ask(
        "GET", "/api/v1/intelligence/events?after=yesterday"
    ),
    ("inbox", 403): lambda f, m: ask("GET", "/api/v1/intelligence?country=THA", bureau="FRA"),
    ("inbox", 422): lambda f, m: ask("GET", "/api/v1/intelligence?limit=501"),
    ("act_on_intelligence", 201): lambda f, m: _acted(DONE),
    ("act_on_intelligence", 200): lambda f, m: _acted(DONE) and _acted(DONE),
    ("act_on_intelligence", 403): lambda f, m: _acted(DONE, bureau="headquarters"),
    ("act_on_intelligence", 404): lambda f, m: _acted(DONE, bureau="FRA"),
    ("act_on_intelligence", 408): lambda f, m: _late(m, "POST", "/api/v1/intelligence/x/acts"),
    ("act_on_intelligence", 413): lambda f, m: _acted(LARGE),
    ("act_on_intelligence", 415): lambda f, m: _acted(DONE, head=TEXT),
    ("act_on_intelligence", 422): lambda f, m: _acted({"act": "laughed"}),
    ("resume_deliveries", 200): _delivered,
    ("resume_deliveries", 404): lambda f, m: ask("GET", DELIVERIES, bureau="THA"),
    ("resume_deliveries", 422): lambda f, m: ask("GET", f"{DELIVERIES}?after=-1"),
    ("describe", 200): lambda f, m: ask("GET", "/api/v1/openapi.json"),
    ("describe_taxii", 200): lambda f, m: ask("GET", "/api/v1/taxii.json"),
}
FIGURE = "glotip.detected_victims"
READ = {
    "describe_columns": f"/api/v1/figures/{FIGURE}.csv-metadata.json",
    "figure": f"/api/v1/figures/{FIGURE}",
    "records": f"/api/v1/rows/{FIGURE}?limit=2",
    "structures": f"/api/v1/sdmx/structures/{FIGURE}",
    "list_indicators": "/api/v1/indicators",
    "list_sources": "/api/v1/sources",
    "one_source": "/api/v1/sources/glotip",
    "list_groups": "/api/v1/groups",
    "country": "/api/v1/countries/IDN",
    "pair": "/api/v1/pairs/UKR/RUS",
}


def _read(m, address, said="open", **more):
    m.setenv("THREATS_API", said)
    return ask("GET", address, bureau=more.pop("bureau", "IDN"), **more)


def _broken(folder, m, address):
    (folder / "tokens.toml").write_text("this is no table")
    return _read(m, address, "key")


def _keyed(m, address):
    m.setenv("THREATS_API", "key")
    return _tried("GET", address)


def _again_read(m, address):
    return _read(m, address, head={"if-none-match": _read(m, address).head["etag"]})


for name_, address_ in READ.items():
    WAYS |= {
        (name_, 200): lambda f, m, a=address_: _read(m, a),
        (name_, 304): lambda f, m, a=address_: _again_read(m, a),
        (name_, 401): lambda f, m, a=address_: _read(m, a, "key", bureau="nobody"),
        (name_, 404): lambda f, m, a=address_: _read(m, a, "off"),
        (name_, 422): lambda f, m, a=address_: _read(m, f"{a}{'&' if '?' in a else '?'}contry=IDN"),
        (name_, 429): lambda f, m, a=address_: _keyed(m, a),
        (name_, 503): lambda f, m, a=address_: _broken(f, m, a),
    }
PICTURE = {"accept": "image/png"}
WAYS[("figure", 406)] = lambda f, m: _read(m, READ["figure"], head=PICTURE)
WAYS[("records", 406)] = lambda f, m: _read(m, READ["records"], head=PICTURE)
WAYS[("records", 403)] = lambda f, m: _read(m, READ["records"], head={"authorization": ""})
PROMISED = [(each.name, status) for each in OPERATIONS for status in (*each.answers, *each.errors)]


def _tried(method, address):
    """The answer to the last of many tokens that belong to no bureau; a good one still passes."""
    found = [ask(method, address, bureau=f"nobody {number}") for number in range(22)]
    assert {each.status for each in found[:20]} == {401}
    assert int(found[-1].head["retry-after"]) > 0
    assert ask(method, address, {}, bureau="THA").status not in (401, 429)
    return found[-1]


def test_there_is_a_way_to_every_answer_and_to_no_other():
    assert set(WAYS) == set(PROMISED)


@pytest.mark.parametrize(("name", "status"), PROMISED)
def test_every_answer_promised_is_given_in_its_form(name, status, folder, monkeypatch):
    answer = WAYS[name, status](folder, monkeypatch)
    assert answer.status == status, answer.body
    operation = next(each for each in OPERATIONS if each.name == name)
    described = openapi.document([operation])["paths"]
    (path,) = described.values()
    said = path[operation.method.lower()]["responses"][str(status)]
    if status == 304:
        assert not answer.body and "content" not in said and answer.head["etag"]
        return
    content = said["content"]
    kind = answer.head["content-type"].split(";")[0]
    assert kind in content
    if kind == events.STREAM:
        check(answer.body.decode(), content[kind]["schema"])
        said = [line[6:] for line in answer.body.decode().splitlines() if line[:6] == "data: "]
        assert len(said) == 1
        told = "News" if name == "listen" else "Shared"
        check(json.loads(said[0]), {"$ref": f"#/components/schemas/{told}"})
        return
    told = answer.body.decode() if kind == "text/csv" else answer.document
    check(told, content[kind]["schema"])
    if status >= 400:
        assert answer.document["status"] == status and answer.document["errors"]
        assert answer.document["title"] and "faults" not in answer.document
        assert all(each["fault"] in answer.document["detail"] for each in answer.document["errors"])


def test_what_is_said_wrong_is_named_each(folder):
    answer = _sent(proposal(1, colour="pink", name="A person"))
    assert answer.head["content-type"] == "application/problem+json"
    assert answer.document["type"] == "about:blank"
    assert answer.document["title"] == "Unprocessable Entity"
    assert answer.document["instance"] == "/api/v1/notices"
    assert {each["field"] for each in answer.document["errors"]} == {"colour", "name"}


def test_headquarters_reads_the_newest_of_all(folder):
    assert _sent(proposal("all")).status == 201
    answer = ask("GET", "/api/v1/notices", bureau="headquarters")
    check(answer.document, {"type": "array", "items": {"$ref": "#/components/schemas/Newest"}})
    assert [each["reference"] for each in answer.document] == ["ID-2016/all"]


def test_several_and_a_bundle_are_taken_as_described(folder):
    several = [proposal(1), proposal(2)]
    bundle = stix.bundle([routes.notices.model.read(each) for each in several])
    for document in (several, bundle):
        check(document, routes.SENT)
        answer = _sent(document)
        assert answer.status in (200, 201) and len(answer.document) == 2
        check(answer.document, routes.TAKEN)
    with pytest.raises(Exception, match="not valid under any"):
        check(proposal(1, colour="pink"), routes.SENT)


OLD = [("GET", "/notices"), ("POST", "/notices"), ("POST", "/notices/7/steps"), ("GET", "/events")]


@pytest.mark.parametrize(("method", "path"), OLD)
def test_addresses_without_a_version_answer_and_lead_to_the_new_ones(folder, method, path):
    new, old = (ask(method, f"{base}{path}", SEEN) for base in ("/api/v1", "/api"))
    assert old.status == new.status
    assert old.head["link"] == f'</api/v1{path}>; rel="successor-version"'
    assert old.head["deprecation"] == routes.DEPRECATED
    assert not {"link", "deprecation"} & set(new.head)
    if old.status >= 400:
        assert old.document["faults"] == old.document["errors"] == new.document["errors"]
        assert {**old.document, "instance": "", "faults": 0} == {
            **new.document,
            "instance": "",
            "faults": 0,
        }


def test_the_addresses_that_had_no_version_are_those_tested():
    assert {(each.method, each.path) for each in OPERATIONS if each.was_unversioned} == {
        (method, path.replace("7", "{number:int}")) for method, path in OLD
    }


@pytest.mark.parametrize(
    ("method", "path", "status", "field"),
    [
        ("GET", "/api/v1/nothing", 404, "path"),
        ("DELETE", "/api/v1/notices", 405, "method"),
        ("GET", "/api/v1/notices/x/steps", 404, "path"),
    ],
)
def test_an_address_that_is_none_is_a_problem_too(folder, method, path, status, field):
    answer = ask(method, path)
    assert answer.status == status
    check(answer.document, {"$ref": "#/components/schemas/Problem"})
    assert [each["field"] for each in answer.document["errors"]] == [field]


def test_a_store_that_does_not_answer_says_no_more_than_that(folder):
    (folder / "watch.sqlite").write_text("this is no database, and its words are not told")
    answer = _sent(proposal(1))
    assert answer.status == 503 and answer.head["retry-after"] == "5"
    assert "does not answer" in answer.document["detail"] and b"database" not in answer.body
    every = (*OPERATIONS, *taxii.OPERATIONS)
    assert set(problems.SAYS) == {status for each in every for status in each.errors}
