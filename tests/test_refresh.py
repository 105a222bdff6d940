"""Fetching is polite, believes nothing, and never loses the version there is. The publisher is a
server on this machine.
"""

import gzip
import io
import json
import threading
import time
import zipfile
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pandas as pd
import pytest

from data import catalog, query, store
from data.cli import commands as command
from data.ingest import refreshing, standing
from data.ingest.fetch_log import Fetched, remembered
from data.ingest.refreshing import Fetcher, Manners
from data.query import Filters

SAMPLE = json.loads((Path(__file__).parent / "samples" / "cisa_kev.json").read_text())
QUICK = Manners(
    connect=1,
    silence=2,
    whole=6,
    retries=2,
    backoff=0.01,
    longest_wait=2,
    pause=0,
    largest=2_000_000,
)
KEV = catalog.sources()["cisa_kev"]


def catalogue(entries, **more):
    """A catalogue of so many entries, in the form CISA publishes."""
    listed = [
        {
            **SAMPLE["vulnerabilities"][0],
            "cveID": f"CVE-2024-{1000 + i}",
            "dateAdded": f"2024-{i % 12 + 1:02}-{i % 28 + 1:02}",
            "knownRansomwareCampaignUse": "Unknown",
            **more,
        }
        for i in range(entries)
    ]
    return json.dumps({**SAMPLE, "count": len(listed), "vulnerabilities": listed}).encode()


class Publisher:
    """Answers with what a test tells it, in turn; the last answer again and again. Remembers what
    it was asked.
    """

    def __init__(self):
        self.answers, self.asked = [], []
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                publisher.asked.append((time.monotonic(), self.path, dict(self.headers)))
                answer = (
                    publisher.answers.pop(0) if len(publisher.answers) > 1 else publisher.answers[0]
                )
                time.sleep(answer.get("wait", 0))
                body = answer.get("body", b"")
                self.send_response(answer.get("status", 200))
                for name, value in (
                    {"Content-Length": str(len(body)), "Connection": "close"}
                    | answer.get("headers", {})
                ).items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    for at in range(0, len(body), 5000):
                        self.wfile.write(body[at : at + 5000])
                        time.sleep(answer.get("drip", 0))
                except OSError:
                    pass
                self.close_connection = True

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}/kev.json"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def says(self, *answers):
        self.answers, self.asked = list(answers), []


@pytest.fixture
def publisher(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    playing = Publisher()
    yield playing
    playing.server.shutdown()
    playing.server.server_close()


@pytest.fixture
def fetched(publisher, own_store):
    """Refreshes the catalogue from the publisher of this test."""

    def fetch(manners=QUICK, **more):
        return refreshing.refresh(
            replace(KEV, fetch=publisher.address), own_store, Fetcher(manners), **more
        )

    return fetch


@pytest.fixture
def held(publisher, fetched, own_store):
    """A store that holds 1,500 entries, fetched with tags."""
    publisher.says(
        {
            "body": catalogue(1500),
            "headers": {"ETag": '"a"', "Last-Modified": "Wed, 01 Jul 2026 10:00:00 GMT"},
        }
    )
    assert fetched().outcome == "new"
    return store.versions(own_store)["cisa_kev"].version


def entries():
    store.forget()
    return query.total(Filters("cisa_kev.entries")).value


def test_a_new_file_is_published_with_its_difference_and_its_dates(held, own_store):
    assert entries() == 1500
    source = catalog.sources()["cisa_kev"]
    assert (
        source.as_of == date(2026, 7, 1)
        and source.edition == "as fetched 2026-07-01"
        and KEV.edition not in source.citation
    )
    about = catalog.indicators()["cisa_kev.entries"]
    assert about.complete_to == 2025 and about.partial_note == "2026 ends on 2026-07-01"
    assert remembered(own_store, "cisa_kev").etag == '"a"'
    assert standing.of(source).state == "current"


def test_the_publisher_is_told_who_asks_and_what_is_known(publisher, fetched, held):
    publisher.says({"status": 304})
    result = fetched()
    assert result.outcome == "not modified" and not result.failed and entries() == 1500
    asked = publisher.asked[0][2]
    assert asked["User-Agent"].startswith("GlobalThreatsDashboard/")
    assert (
        asked["If-None-Match"] == '"a"'
        and asked["If-Modified-Since"] == "Wed, 01 Jul 2026 10:00:00 GMT"
    )


def test_after_not_modified_the_tags_are_still_known(publisher, fetched, held):
    publisher.says({"status": 304})
    fetched(), fetched()
    assert publisher.asked[1][2]["If-None-Match"] == '"a"'


def test_a_store_that_lost_its_version_asks_for_the_whole_file(publisher, fetched, held, own_store):
    (own_store / "cisa_kev.json").unlink()
    publisher.says({"body": catalogue(1500)})
    assert fetched().version == held and "If-None-Match" not in publisher.asked[0][2]


def test_the_same_rows_again_are_not_a_new_version(publisher, fetched, held):
    publisher.says({"body": catalogue(1500, notes="another word")})
    result = fetched()
    assert result.outcome == "same" and result.version == held and not result.difference.new


def test_new_gone_and_changed_rows_are_counted(publisher, fetched, held):
    publisher.says({"body": catalogue(1510)})
    result = fetched()
    assert (result.difference.new, result.difference.gone) == (
        10,
        0,
    ) and "10 new, 0 gone" in result.words
    publisher.says({"body": catalogue(1490)})
    assert fetched().difference.gone == 20


def test_a_changed_value_is_neither_new_nor_gone():
    before = pd.read_parquet(store.versions(store.BUNDLED)["glotip"].file).astype(
        {"start": "datetime64[s]", "end": "datetime64[s]"}
    )
    after = before.copy()
    at = after.index[after["value"].notna()][5]
    after.loc[at, ["value", "low", "high"]] += 1
    apart = refreshing.difference(before, after)
    assert (apart.new, apart.gone, apart.changed) == (
        0,
        0,
        1,
    ) and apart.before == apart.after == len(before)


FAULTS = {
    "slow": ([{"body": catalogue(3), "wait": 1.5}], "did not answer in time"),
    "dripping": ([{"body": catalogue(2000), "drip": 0.2}], "not whole after"),
    "broken": ([{"status": 500}], "answers with an error (500)"),
    "refused": ([{"status": 403, "body": b"<html>no</html>"}], "refuses (403)"),
    "gone": ([{"status": 404}], "no such file (404)"),
    "truncated": (
        [{"body": catalogue(1500)[:9000], "headers": {"Content-Length": "500000"}}],
        "broke off",
    ),
    "asked too often": (
        [{"status": 429, "headers": {"Retry-After": "1"}}],
        "asked too often (429)",
    ),
    "too large, said": (
        [{"body": b"x", "headers": {"Content-Length": "900000000"}}],
        "larger than",
    ),
    "too large, unpacked": (
        [{"body": gzip.compress(b" " * 5_000_000), "headers": {"Content-Encoding": "gzip"}}],
        "larger than",
    ),
    "another shape": ([{"body": b'{"items": []}'}], "not what it was"),
    "a page instead of a file": (
        [{"body": b"<!doctype html><title>Log in</title>"}],
        "not what it was",
    ),
    "half a document": ([{"body": catalogue(1500)[:9000]}], "not what it was"),
    "nothing": ([{"body": b""}], "not what it was"),
    "in circles": ([{"status": 302, "headers": {"Location": "/kev.json"}}], "circles"),
    "elsewhere": (
        [{"status": 302, "headers": {"Location": "ftp://127.0.0.1/kev.json"}}],
        "cannot be reached",
    ),
}


@pytest.mark.alike(2)
@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_goes_wrong_the_version_there_is_stays(fault, publisher, fetched, held, own_store):
    answers, words = FAULTS[fault]
    publisher.says(*answers)
    manners = replace(QUICK, **{"dripping": {"whole": 1}, "slow": {"silence": 0.4}}.get(fault, {}))
    result = fetched(manners)
    assert result.failed and words in result.words and result.words.endswith("stays")
    assert store.versions(own_store)["cisa_kev"].version == held and entries() == 1500
    now = standing.of(catalog.sources()["cisa_kev"])
    assert now.state == "broken" and words in now.words and now.version.version == held


def test_broken_since_the_first_failure_until_it_works_again(publisher, fetched, held, own_store):
    publisher.says({"status": 403})
    fetched()
    since = remembered(own_store, "cisa_kev").failing_since
    fetched()
    assert remembered(own_store, "cisa_kev").failing_since == since != ""
    publisher.says({"status": 304})
    fetched()
    assert remembered(own_store, "cisa_kev").failing_since == ""


def test_a_failed_request_is_made_again(publisher, fetched, held):
    publisher.says({"status": 500}, {"status": 503}, {"body": catalogue(1600)})
    assert fetched().outcome == "new" and len(publisher.asked) == 3


def test_a_file_that_broke_off_is_asked_for_again(publisher, fetched, held):
    publisher.says(
        {"body": catalogue(1600)[:9000], "headers": {"Content-Length": "500000"}},
        {"body": catalogue(1600)},
    )
    assert fetched().outcome == "new" and entries() == 1600


def test_a_refusal_is_not_argued_with(publisher, fetched, held):
    publisher.says({"status": 403})
    fetched()
    assert len(publisher.asked) == 1


def test_a_short_wait_is_waited_and_a_long_one_is_left_for_another_day(
    publisher, fetched, held, own_store
):
    publisher.says({"status": 429, "headers": {"Retry-After": "1"}}, {"body": catalogue(1600)})
    assert fetched().outcome == "new"
    assert publisher.asked[1][0] - publisher.asked[0][0] >= 1
    publisher.says({"status": 429, "headers": {"Retry-After": "86400"}})
    began = time.monotonic()
    assert "not to come back before" in fetched().words and time.monotonic() - began < 1
    assert fetched().outcome == "later" and len(publisher.asked) == 1, (
        "not asked again before the moment named"
    )
    publisher.says({"body": catalogue(1700)})
    assert fetched(force=True).outcome == "new"


def test_two_requests_to_one_host_are_apart(publisher, own_store):
    publisher.says({"body": catalogue(10)})
    fetcher = Fetcher(replace(QUICK, pause=0.5))
    for _ in range(2):
        fetcher.get(publisher.address, Fetched())
    assert publisher.asked[1][0] - publisher.asked[0][0] >= 0.5


def test_less_than_half_is_kept_out_unless_forced(publisher, fetched, held, own_store):
    publisher.says({"body": catalogue(749)})
    result = fetched()
    assert (
        result.outcome == "kept out"
        and result.failed
        and "--force" in result.words
        and entries() == 1500
    )
    publisher.says({"body": catalogue(750)})
    assert fetched().outcome == "new" and entries() == 750
    publisher.says({"body": catalogue(100)})
    assert fetched(force=True).outcome == "new" and entries() == 100


def zipped(*names):
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as box:
        for name in names:
            box.writestr(name, catalogue(1600))
    return sink.getvalue()


def test_one_table_in_an_archive_is_read(publisher, fetched, held):
    publisher.says({"body": zipped("../kev.json", "readme.txt")})
    assert fetched().outcome == "new" and entries() == 1600


@pytest.mark.parametrize(
    "body", [zipped("a.json", "b.json"), zipped("readme.txt"), zipped("a.json")[:400]]
)
def test_an_archive_of_something_else_is_a_fault(body, publisher, fetched, held):
    publisher.says({"body": body})
    assert "archive" in fetched().words and entries() == 1500


def test_a_packed_answer_is_unpacked(publisher, fetched, held):
    publisher.says(
        {"body": gzip.compress(catalogue(1600)), "headers": {"Content-Encoding": "gzip"}}
    )
    assert fetched().outcome == "new"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/x", "kev.json"])
def test_only_the_web_is_fetched_from(address, fetched, held):
    assert "not an address on the web" in fetched(address=address).words


def test_a_source_without_an_address_says_what_to_do(own_store):
    result = refreshing.refresh(catalog.sources()["glotip"], own_store, Fetcher(QUICK))
    assert (
        result.outcome == "no address"
        and "import" in result.words
        and catalog.sources()["glotip"].url in result.words
    )


@pytest.mark.parametrize("name", [each.name for each in catalog.sources().values() if each.fetch])
def test_described_addresses_are_encrypted(name):
    assert (
        catalog.sources()[name].fetch.startswith("https://")
        and catalog.sources()[name].licence.redistribution != "none"
    )


# ---- on the command line


def run(capsys, *words):
    code = command.main(list(words))
    return code, capsys.readouterr()


def test_the_command_fetches_from_a_mirror(publisher, own_store, capsys):
    publisher.says({"body": catalogue(1500)})
    code, said = run(
        capsys,
        "refresh",
        "cisa_kev",
        "--address",
        publisher.address,
        "--store",
        str(own_store),
        "--edition",
        "2026.07.01",
        "--as-of",
        "2026-07-01",
    )
    assert code == 0 and "cisa_kev: new" in said.out and "1,500 kept" in said.out
    assert catalog.sources()["cisa_kev"].edition == "2026.07.01"
    publisher.says({"status": 403})
    code, said = run(
        capsys,
        "refresh",
        "cisa_kev",
        "--address",
        publisher.address,
        "--store",
        str(own_store),
        "--format",
        "json",
    )
    assert code == 1 and json.loads(said.out)["results"][0]["outcome"] == "failed"


@pytest.mark.parametrize("words", [("refresh", "nobody"), ("refresh", "eurepoc")])
def test_a_wrong_name_is_a_wrong_input(words, own_store, capsys):
    assert run(capsys, *words, "--store", str(own_store))[0] == 1


@pytest.mark.parametrize(
    "words",
    [
        ("refresh",),
        ("refresh", "cisa_kev"),
        ("refresh", "--address", "http://127.0.0.1:9/x", "--store", "x"),
    ],
)
def test_the_bundled_figures_are_not_refreshed_in_place(words):
    with pytest.raises(SystemExit) as left:
        command.main(list(words))
    assert left.value.code == 2
