"""Whatever is sent to the API is answered in words: no 5xx, no traceback, no wait that grows with
the square of what was sent. Bodies and addresses are fired at every route there is.
"""

import json
import logging
import re
import time
from urllib.parse import quote

import pytest
import thousands
from api_asked import BUREAUS, ask, check, folder, proposal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from long import LONG as EVERY

from data.watch import model
from exchange import events, routes, taxii
from exchange.problems import VERSION

__all__ = ["folder"]  # the fixture
FIELDS = (*model.FIELDS, "step", "answer", "text", "country", "type", "objects", "id", "extensions")
ADDRESSES = [
    (each.method, base + each.path, each)
    for each in routes.OPERATIONS
    for base in (VERSION, *([routes.UNVERSIONED] if each.was_unversioned else []))
]
WRITTEN = [each for each in ADDRESSES if each[2].body]
IDS = [f"{method} {path}" for method, path, _ in ADDRESSES]
ANYWHERE = {404, 414}  # of an address that is none, or longer than any
INSIDE = re.compile(rb'Traceback|File "|site-packages|sqlalchemy|sqlite', re.IGNORECASE)


LONG = "9" * 5000
TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["\ud800", "\udfff x", "\x00", "A" * 5000, "IDN", "THA", "TLP:RED", "bundle", "report"]
        + ["seen", "answered", "located", "2016-12-01", "ID-2016/1", "\u202e", "{0}", "%s", "{x}"]
    ),
)
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.sampled_from([10**400, -(10**4000), 2**63, 1e308, 5e-324, float("inf"), float("nan")]),
        TEXTS,
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(FIELDS), TEXTS), inner, max_size=5),
    ),
    max_leaves=12,
)
CHANGED = st.builds(
    lambda changes: {**proposal("hostile"), **changes},
    st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=3),
)
STEPS = st.dictionaries(st.sampled_from(("step", "answer", "text", "country", "x")), VALUES)
OBJECTS = st.dictionaries(
    st.sampled_from(
        ["type", "id", "spec_version", "revoked", "created", "object_marking_refs", "object_refs"]
        + ["extensions", "external_references", "published", "source_ref", "target_ref", "country"]
        + ["name", "relationship_type", "created_by_ref", "definition", "identity_class"]
    ),
    st.one_of(VALUES, st.sampled_from(["report", "location", "relationship", "2.1"])),
)
BUNDLES = st.builds(
    lambda objects, more: {"type": "bundle", "objects": objects, **more},
    st.one_of(st.lists(OBJECTS, min_size=1, max_size=3), VALUES),
    st.dictionaries(TEXTS, VALUES, max_size=1),
)
DEPTHS = (40, 300, 900, 990, 5000, 60_000)
DEEP = [f"{'[' * depth}1{']' * depth}" for depth in DEPTHS] + [
    f"""{'{"a":' * depth}1{"}" * depth}""" for depth in DEPTHS
]
RAW = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [b"", b"NaN", b"-Infinity", b'"\\ud800"', b'{"\\ud800": 1}', b"\xef\xbb\xbf{}", b"1e999"]
    ),
    st.sampled_from(
        [*DEEP, LONG, f'{{"requesting": {LONG}}}', f'{{"requesting": {LONG[:4300]}}}']
    ).map(str.encode),
)
DOCUMENTS = st.one_of(CHANGED, STEPS, BUNDLES, VALUES, st.lists(CHANGED, max_size=3)).map(
    lambda each: json.dumps(each).encode()
)
FILLED = {"{indicator}": "eurepoc.incidents", "{iso3}": "IDN", "{other}": "MYS"}
MANY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
BODIES = settings(MANY, max_examples=4000 if EVERY else 25)  # of each of six operations
ASKED = settings(MANY, max_examples=1000 if EVERY else 25)  # of each address there is


@pytest.fixture
def quiet(folder, monkeypatch):
    """A store that takes proposals, and the streams over at once."""
    monkeypatch.setattr(events, "LONGEST", 0.01)
    monkeypatch.setattr(events, "HEARTBEAT", 0.01)
    return folder


def fired(method, address, body=b"", operation=None, **more):
    """The answer, which is one in words, and one that is described."""
    log = logging.getLogger()
    heard = []
    handler = logging.Handler()
    handler.emit = heard.append
    log.addHandler(handler)
    try:
        answer = ask(method, address, body, **more)
    finally:
        log.removeHandler(handler)
    assert answer.status < 500, (address, body[:200], answer.body)
    assert not [each.getMessage() for each in heard if each.levelno >= logging.ERROR]
    assert not INSIDE.search(answer.body), answer.body
    if operation is not None:
        described = {*operation.answers, *operation.errors, *ANYWHERE}
        assert answer.status in described, (address, answer.body)
    if answer.status >= 400:
        assert answer.head["content-type"] == "application/problem+json"
        check(answer.document, {"$ref": "#/components/schemas/Problem"})
    return answer


@pytest.mark.parametrize(
    ("method", "path", "operation"), WRITTEN, ids=lambda of: getattr(of, "name", of)
)
def test_no_body_is_answered_by_a_fault_of_the_server(quiet, method, path, operation):
    number = ask("POST", "/api/v1/notices", proposal("first")).document["id"]

    @BODIES
    @given(st.one_of(DOCUMENTS, RAW), st.sampled_from(BUREAUS))
    def fire(body, bureau):
        thousands.FIRED["bodies"] += 1
        address = path.replace("{number:int}", str(number))
        fired(method, address, body, operation=operation, bureau=bureau)

    with thousands.bounded("bodies", 200):
        fire()


@pytest.mark.parametrize(("method", "path", "operation"), ADDRESSES, ids=IDS)
def test_no_address_is_answered_by_a_fault_of_the_server(quiet, method, path, operation):
    names = [each.name for each in operation.parameters if each.where == "query"] or ["x"]
    queries = st.lists(st.tuples(st.sampled_from([*names, "x"]), TEXTS | st.just(LONG)), max_size=3)
    numbers = st.sampled_from(["0", "-1", "1e3", LONG, "9" * 30, "\u0661", "1\x00", "%0a", ""])

    @ASKED
    @given(queries, numbers, TEXTS)
    def fire(query, number, last):
        thousands.FIRED["addresses of the API"] += 1
        said = "&".join(
            f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in query
        )
        head = {"last-event-id": last.encode("ascii", "ignore").decode() if last else ""}
        kept = {name: value for name, value in head.items() if value.isprintable()}
        body = json.dumps({"step": "seen"}).encode()
        filled = path.replace("{number:int}", number)
        for part, value in FILLED.items():
            filled = filled.replace(part, value)
        fired(method, f"{filled}?{said}", body, operation=operation, head=kept)

    with thousands.bounded("addresses of the API", 200):
        fire()


@pytest.mark.parametrize("depth", [33, 900, 990, 60_000])
@pytest.mark.parametrize("field", ["requesting", "concerned", "reference", "x"])
def test_what_is_nested_deep_is_refused_by_name(quiet, field, depth):
    rest = {name: value for name, value in proposal("deep").items() if name != field}
    body = json.dumps(rest)[:-1] + f', "{field}": {"[" * depth}{"]" * depth}}}'
    answer = fired("POST", "/api/v1/notices", body.encode())
    assert answer.status == 422 and "nested too deep" in answer.document["detail"]


@pytest.mark.parametrize(
    "changed",
    [
        {"requesting": []},
        {"requesting": {}},
        {"requesting": ["IDN"]},
        {"requesting": 10**4000},
        {"requesting": None},
        {"concerned": {"explicit": [[]]}},
        {"concerned": {"explicit": [{}]}},
        {"reference": "\ud800"},
        {"\ud800": 1},
        {"tlp": []},
        {"colour": {}},
        {"date": 10**300},
    ],
    ids=repr,
)
def test_a_field_of_another_kind_is_named(quiet, changed):
    answer = fired("POST", "/api/v1/notices", json.dumps(proposal("kind") | changed).encode())
    assert answer.status == 422 and answer.document["errors"]


@pytest.mark.parametrize("text", ["\ud800", "a\udc00b", "\x00", "\u202e"])
def test_a_text_that_cannot_be_kept_is_refused(quiet, text):
    number = ask("POST", "/api/v1/notices", proposal("text")).document["id"]
    said = {"step": "answered", "answer": "located", "text": text}
    for field in ("text", "step", "answer", "country"):
        body = json.dumps({**said, "text": "x", field: text}).encode()
        answer = fired("POST", f"/api/v1/notices/{number}/steps", body, bureau="THA")
        assert answer.status in (403, 404, 409, 422), (field, answer.body)


@pytest.mark.parametrize("name", ["\n", "a\n", "\nglotip.detected_victims", "a\rb", "\u2028"])
def test_the_end_of_a_line_in_an_address_is_answered_as_described(quiet, name):
    for path in ("figures", "rows", "sources", "deliveries"):
        assert fired("GET", f"/api/v1/{path}/{name}").status == 404
    told = ask("GET", f"/taxii2/api/collections/{name}/", head={"accept": taxii.MEDIA})
    assert told.status == 404 and told.head["content-type"] == taxii.MEDIA


def test_an_address_without_an_end_is_refused(quiet):
    for path in (f"/api/v1/notices/{LONG}/steps", f"/api/notices/{LONG}/steps"):
        assert fired("POST", path, b'{"step": "seen"}').status == 414


def test_fields_that_are_there_twice_are_found_in_one_pass():
    many = 40_000
    body = "{" + ",".join(f'"a{number % (many // 2)}": 1' for number in range(many)) + "}"
    before = time.process_time()
    with pytest.raises(model.RefusedError) as refused:
        model.parse(body)
    assert time.process_time() - before < 1.5  # in a square of it: half a minute
    assert 0 < len(refused.value.faults) <= model.MOST_FAULTS


def test_the_faults_of_a_whole_list_are_named_up_to_a_number(quiet):
    body = json.dumps([{"x" * 30: 1}] * 900).encode()
    answer = fired("POST", "/api/v1/notices", body)
    assert answer.status == 422 and len(answer.body) < 100_000
