"""TAXII is described as the API is: a valid document that names every route of it, and whatever is
asked there is answered as that promises.
"""

import json
from urllib.parse import quote

import pytest
from api_asked import BUREAUS, ask, folder, proposal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intelligence import attack
from jsonschema import Draft202012Validator
from long import LONG as EVERY
from openapi_spec_validator import validate

from data.intelligence import shared
from data.watch import ledger
from exchange import taxii
from security.tlp import Tlp

__all__ = ["folder"]
MEDIA = {"accept": taxii.MEDIA, "content-type": taxii.MEDIA}
SAID = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["0", "1", "-1", "9" * 30, "2026-10-01T08:00:00Z", "last", "all,first", "\n"]),
    st.sampled_from(["indicator", "report,location", "2.1", "2.0", "\ud800", ",", "1" * 3000]),
)
BODIES = st.one_of(
    st.sampled_from([b"", b"{", b"[]", b"null", b'{"objects": []}', b'{"objects": [1, {}]}']),
    st.binary(max_size=40),
    st.integers(0, 3).map(lambda each: json.dumps({"objects": attack(each)}).encode()),
)


@pytest.fixture
def held(folder):
    """Something in each collection, and something that was posted."""
    watch = ledger.current(create=True)
    post = shared.accept(watch, attack(1, mark=Tlp.AMBER), "FRA")
    assert ask("POST", "/api/v1/notices", proposal(1)).status == 201
    return {
        "collection": [
            *(taxii.Collection("IDN", mark).id for mark in (Tlp.RED, Tlp.CLEAR)),
            taxii.Collection("IDN", Tlp.RED, True).id,
            taxii.Collection("FRA", Tlp.RED).id,
        ],
        "object": [attack(1)[0]["id"], "indicator--x"],
        "status": [post.id],
    }


def test_the_document_is_valid_and_names_every_route(folder):
    told = ask("GET", "/api/v1/taxii.json", head={"authorization": ""})
    assert told.status == 200 and told.document["servers"] == [{"url": taxii.ROOT}]
    validate(told.document)
    described = {
        (method.upper(), path)
        for path, methods in told.document["paths"].items()
        for method in methods
    }
    assert described == {
        (method, each.path) for each in taxii.served() for method in each.methods - {"HEAD"}
    }


def test_a_method_that_there_is_not_is_refused_with_those_there_are(folder):
    path = f"/taxii2/api/collections/{taxii.Collection('IDN', Tlp.RED).id}/objects/"
    told = ask("PUT", path, b"", "IDN", MEDIA)
    assert told.status == 405 and {*told.head["allow"].split(", ")} == {"GET", "HEAD", "POST"}


@pytest.mark.parametrize("operation", taxii.OPERATIONS, ids=lambda each: each.name)
def test_whatever_is_asked_is_answered_as_described(held, operation):
    described = ask("GET", "/api/v1/taxii.json").document["paths"][operation.path]
    promised = described[operation.method.lower()]["responses"]
    names = [each.name for each in operation.parameters if each.where == "query"] or ["x"]
    ways = {
        each.name: st.sampled_from(held[each.name]) | st.text(min_size=1, max_size=9)
        for each in operation.parameters
        if each.where == "path"
    }
    heads = st.sampled_from([MEDIA, MEDIA, MEDIA, {**MEDIA, "accept": "text/html"}, {}])
    first = operation.path
    for name, values in held.items():
        first = first.replace(f"{{{name}}}", values[0])
    sent = json.dumps({"objects": attack(1)}).encode()
    bureau = "FRA" if operation.name == "taxii_status" else "IDN"
    _described(ask(operation.method, taxii.ROOT + first, sent, bureau, MEDIA), promised, True)

    @settings(
        max_examples=2_000 if EVERY else 40,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        deadline=None,
    )
    @given(
        st.fixed_dictionaries(ways),
        st.lists(st.tuples(st.sampled_from(names), SAID), max_size=2),
        BODIES,
        heads,
        st.sampled_from([*BUREAUS, "nobody"]),
    )
    def fire(filled, query, body, head, bureau):
        path = operation.path
        for name, value in filled.items():
            path = path.replace(f"{{{name}}}", quote(value.encode("utf-8", "surrogatepass"), ""))
        said = "&".join(
            f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in query
        )
        told = ask(operation.method, f"{taxii.ROOT}{path}?{said}", body, bureau, head)
        if told.status in (404, 405) and str(told.status) not in promised:
            return  # a slash in a name makes another address of it
        _described(told, promised)

    fire()


def _described(told, promised, good=False):
    assert str(told.status) in promised, told.body
    assert told.head["content-type"] == taxii.MEDIA
    form = promised[str(told.status)]["content"][taxii.MEDIA]["schema"]
    Draft202012Validator(form).validate(told.document)
    if good:
        assert told.status < 300 or min(promised) >= "300", told.body
