"""TAXII 2.1 as its clients speak it: walked, paged, filtered, posted to and refused."""

import socket
import threading
import time

import pytest
import uvicorn
from api_asked import ask, folder
from api_asked import proposal as sent
from intelligence import attack, bundle, indicator, made
from starlette.applications import Starlette
from stix2validator import ValidationOptions, validate_instance
from taxii2client.v21 import ApiRoot, Collection, Server, as_pages

from data.intelligence import shared
from data.watch import ledger
from exchange import api, stix, taxii
from security.tlp import Tlp
from security.viewer import HEADQUARTERS, Viewer

__all__ = ["folder"]
MEDIA = {"accept": taxii.MEDIA}
SENT = {**MEDIA, "content-type": taxii.MEDIA}


def of(audience, mark, notices=False):
    return taxii.Collection(audience, mark, notices).id


def at(audience, mark, rest="", notices=False):
    return f"/taxii2/api/collections/{of(audience, mark, notices)}/{rest}"


@pytest.fixture
def root(folder):
    """The API and TAXII on a port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = uvicorn.Server(
        uvicorn.Config(
            Starlette(routes=list(api.ROUTES)), port=port, log_level="error", lifespan="off"
        )
    )
    thread = threading.Thread(target=served.run, daemon=True)
    thread.start()
    while not served.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/taxii2/"
    served.should_exit = True
    thread.join(10)


def token(bureau):
    class Bearer:
        def __call__(self, request):
            request.headers["Authorization"] = f"Bearer token of {bureau}"
            return request

    return Bearer()


def test_the_client_of_the_standard_walks_posts_and_pages(root):
    server = Server(root, auth=token("FRA"))
    assert server.default.versions == ["application/taxii+json;version=2.1"]
    own = {each.title: each for each in server.default.collections}
    assert {f"France, up to {mark.value}" for mark in Tlp} <= set(own)
    whole = own["France, up to TLP:RED"]
    assert (whole.can_read, whole.can_write) == (True, True)
    sent = [each for number in range(4) for each in attack(number)]
    told = whole.add_objects({"objects": sent})
    assert (told.status, told.failure_count) == ("complete", 0)
    assert told.success_count == len(sent)
    again = ApiRoot(server.default.url, auth=token("FRA")).get_status(told.id)
    assert again.success_count == told.success_count

    mine = Collection(f"{server.default.url}collections/{of('IDN', Tlp.GREEN)}/", auth=token("IDN"))
    pages = list(as_pages(mine.get_objects, per_request=3))
    got = [each for page in pages for each in page.get("objects", [])]
    assert len(pages) > 3
    assert {each["id"] for each in got} == {each["id"] for each in sent}
    assert len(got) == len({each["id"] for each in got})
    what = indicator(1)
    assert mine.get_object(what["id"])["objects"] == [what]
    found = mine.get_manifest(type="indicator")["objects"]
    assert {each["id"] for each in found} == {indicator(number)["id"] for number in range(4)}
    assert found[0]["version"] == what["modified"]


def test_added_after_leads_on_from_the_last_date_that_was_told(folder):
    watch = ledger.current(create=True)
    shared.accept(watch, attack(1), "FRA")
    first = ask("GET", at("IDN", Tlp.RED, "objects/"), b"", "IDN", MEDIA)
    last = first.head["x-taxii-date-added-last"]
    rest = ask("GET", at("IDN", Tlp.RED, f"objects/?added_after={last}"), b"", "IDN", MEDIA)
    assert rest.document == {}
    shared.accept(watch, attack(2), "FRA")
    rest = ask("GET", at("IDN", Tlp.RED, f"objects/?added_after={last}"), b"", "IDN", MEDIA)
    assert indicator(2) in rest.document["objects"]
    assert indicator(1) not in rest.document["objects"]


def test_what_is_sent_again_to_another_collection_is_in_that_too(folder):
    for audience in ("IDN", "THA"):
        body = {"objects": [indicator(1)]}
        assert ask("POST", at(audience, Tlp.RED, "objects/"), body, "FRA", SENT).status == 202
        found = ask("GET", at(audience, Tlp.RED, "objects/"), b"", audience, MEDIA)
        assert found.document["objects"] == [indicator(1)]
    ask("POST", at("SGP", Tlp.RED, "objects/"), {"objects": [indicator(1)]}, "THA", SENT)
    empty = ask("GET", at("SGP", Tlp.RED, "objects/"), b"", "headquarters", MEDIA)
    assert empty.document == {}  # only whose it is sends it on


def test_notices_are_a_collection_that_is_only_read(root):
    """By the standard's client: what concerns a country with colour, offence and who asks as
    labels, each object before what names it; a step of the whole is a newer version.
    """
    watch = ledger.current(create=True)
    for number in range(3):
        to = {"nationality": ["MYS"], "explicit": ["THA"]}
        told = ask("POST", "/api/v1/notices", sent(number, tlp="TLP:GREEN", concerned=to))
        assert told.status == 201
    number = told.document["id"]
    titles = {each.title: each for each in Server(root, auth=token("THA")).default.collections}
    mine = titles["Notices for Thailand, up to TLP:GREEN"]
    assert (mine.can_read, mine.can_write) == (True, False)
    pages = [page.get("objects", []) for page in as_pages(mine.get_objects, per_request=4)]
    got = [each for page in pages for each in page]
    reports = [each for each in got if each["type"] == "report"]
    assert len(pages) > 2 and len(reports) == 3
    labels = ['notice:colour="purple"', 'notice:offence="terrorism"', 'notice:requesting="IDN"']
    assert all(each["labels"] == labels for each in reports)
    known = set()
    for each in got:
        ends = (each.get("source_ref"), each.get("target_ref"))
        assert {end for end in ends if end} <= known
        known.add(each["id"])
    told = validate_instance(bundle(got), ValidationOptions(version="2.1"))
    assert told.errors == []
    assert stix.proposals(bundle(got)) == [each.proposal for each in watch_of(watch, "THA")]

    manifest = mine.get_manifest(type="report")["objects"]
    watch.step(number, "published", "b", HEADQUARTERS)
    (newer,) = mine.get_objects(added_after=manifest[-1]["date_added"])["objects"]
    assert newer["id"] == reports[2]["id"] and newer["created"] == reports[2]["created"]
    assert newer["labels"] == [*labels, 'notice:stage="published"'] and "revoked" not in newer
    watch.step(number, "withdrawn", "the officer Ann", HEADQUARTERS, words="of Ann")
    (last,) = mine.get_object(newer["id"])["objects"]
    assert last["revoked"] is True and last["modified"] > newer["modified"] > last["created"]
    assert len(mine.get_object(newer["id"], version="all")["objects"]) == 3
    assert mine.get_object(newer["id"], version="first")["objects"] == [reports[2]]
    assert len(mine.get_objects(type="report")["objects"]) == 3  # each in its last version
    whole = mine.get_objects(version="all")
    assert "Ann" not in str(whole) and "officer" not in str(whole)
    refused = ask("POST", at("THA", Tlp.GREEN, "objects/", True), {"objects": got}, "THA", SENT)
    assert refused.status == 403


def watch_of(watch, country):
    return watch.visible(Viewer(country, country)).news(0, 1_000, country, ("proposed",))


def test_a_collection_of_notices_ends_at_its_mark_and_is_its_countrys_alone(folder):
    for place, mark in enumerate(Tlp):
        assert ask("POST", "/api/v1/notices", sent(place, tlp=mark.value)).status == 201
    for bureau, country in (("THA", "THA"), ("IDN", "IDN"), ("headquarters", "THA")):
        for place, mark in enumerate(Tlp):
            where = at(country, mark, "objects/?match[type]=report&limit=1000", True)
            found = ask("GET", where, b"", bureau, MEDIA).document["objects"]
            assert len(found) == place + 1, (bureau, mark)
    assert ask("GET", at("FRA", Tlp.RED, "objects/", True), b"", "FRA", MEDIA).document == {}
    assert ask("GET", at("THA", Tlp.RED, "objects/", True), b"", "FRA", MEDIA).status == 403


def test_versions_are_told_and_filtered(folder):
    watch = ledger.current(create=True)
    older = indicator(1, labels=["country:IDN"])
    newer = {**older, "modified": "2026-10-02T08:00:00.000Z", "name": "Newer"}
    shared.accept(watch, [newer], "FRA")
    shared.accept(watch, [older], "FRA")
    where = f"objects/{older['id']}/"
    told = ask("GET", at("IDN", Tlp.RED, f"{where}versions/"), b"", "IDN", MEDIA)
    assert sorted(told.document["versions"]) == [older["modified"], newer["modified"]]
    for asked, wanted in (
        ("", [newer]),
        ("?match[version]=first", [older]),
        (f"?match[version]={older['modified']}", [older]),
        ("?match[version]=last", [newer]),
    ):
        found = ask("GET", at("IDN", Tlp.RED, where + asked), b"", "IDN", MEDIA)
        assert found.document["objects"] == wanted, asked
    every = ask("GET", at("IDN", Tlp.RED, f"{where}?match[version]=all"), b"", "IDN", MEDIA)
    assert len(every.document["objects"]) == 2


def test_a_collection_ends_at_its_mark_and_is_its_countrys_alone(folder):
    watch = ledger.current(create=True)
    for mark in Tlp:
        shared.accept(watch, [indicator(mark, mark, labels=["country:IDN"])], "FRA")
    for place, mark in enumerate(Tlp):
        found = ask("GET", at("IDN", mark, "objects/"), b"", "IDN", MEDIA)
        assert len(found.document["objects"]) == place + 1
    assert ask("GET", at("IDN", Tlp.CLEAR, "objects/"), b"", "THA", MEDIA).status == 403
    told = ask("GET", "/taxii2/api/collections/", b"", "THA", MEDIA)
    titles = {each["title"].split(",")[0] for each in told.document["collections"]}
    assert titles == {"Thailand", "Notices for Thailand"}


def test_what_stands_in_a_post_is_judged_object_by_object(folder):
    person = made("identity", "x", name="A name", identity_class="individual")
    red = indicator(2, Tlp.RED)
    body = {"objects": [indicator(1), person, red]}
    told = ask("POST", at("IDN", Tlp.AMBER, "objects/"), body, "THA", SENT)
    assert told.status == 202
    document = told.document
    assert (document["success_count"], document["failure_count"]) == (1, 2)
    assert {each["id"] for each in document["failures"]} == {person["id"], red["id"]}
    assert all(each["message"] for each in document["failures"])
    found = ask("GET", at("IDN", Tlp.AMBER, "objects/"), b"", "IDN", MEDIA)
    assert found.document["objects"] == [indicator(1)]
    assert ask("GET", f"/taxii2/api/status/{document['id']}/", b"", "FRA", MEDIA).status == 404


@pytest.mark.parametrize(
    ("method", "address", "body", "bureau", "head", "status"),
    [
        ("GET", "/taxii2/", b"", "nobody", MEDIA, 401),
        ("GET", "/taxii2/", b"", "IDN", {"accept": "text/html"}, 406),
        ("GET", "/taxii2/", b"", "IDN", {"accept": "application/taxii+json;version=2.0"}, 406),
        ("GET", "/taxii2/", b"", "IDN", {"accept": "application/taxii+json"}, 200),
        ("GET", "/taxii2/nothing/", b"", "IDN", MEDIA, 404),
        ("GET", "/taxii2/api/collections/x/", b"", "IDN", MEDIA, 404),
        ("GET", at("IDN", Tlp.RED, "objects/?limit=0"), b"", "IDN", MEDIA, 400),
        ("GET", at("IDN", Tlp.RED, "objects/?next=x"), b"", "IDN", MEDIA, 400),
        ("GET", at("IDN", Tlp.RED, "objects/?added_after=yesterday"), b"", "IDN", MEDIA, 400),
        ("GET", at("IDN", Tlp.RED, "objects/?match[version]=x"), b"", "IDN", MEDIA, 400),
        ("GET", at("IDN", Tlp.RED, "objects/?match[spec_version]=2.0"), b"", "IDN", MEDIA, 200),
        ("GET", at("IDN", Tlp.RED, f"objects/{indicator(9)['id']}/"), b"", "IDN", MEDIA, 404),
        ("POST", at("IDN", Tlp.RED, "objects/"), bundle([]), "IDN", MEDIA, 415),
        ("POST", at("IDN", Tlp.RED, "objects/"), b"{", "IDN", SENT, 422),
        ("POST", at("IDN", Tlp.RED, "objects/"), {"objects": "x"}, "IDN", SENT, 422),
        ("DELETE", at("IDN", Tlp.RED, f"objects/{indicator(9)['id']}/"), b"", "IDN", MEDIA, 403),
        ("PUT", at("IDN", Tlp.RED, "objects/"), b"", "IDN", MEDIA, 405),
    ],
)
def test_refusals_are_error_messages_of_the_standard(
    folder, method, address, body, bureau, head, status
):
    told = ask(method, address, body, bureau, head)
    assert told.status == status
    assert told.head["content-type"] == taxii.MEDIA
    if status >= 400:
        assert told.document["title"]
        assert told.document["http_status"] == str(status)
