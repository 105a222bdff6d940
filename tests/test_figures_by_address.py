"""Every figure by its address: the very number of the page, in every form, named so that it need
not be sent twice, and refused in words where it is not for who asks.
"""

import io
import json
import re
from dataclasses import replace
from urllib.parse import urlencode

import openpyxl
import pandas as pd
import pytest
import shown
from api_asked import ask, folder
from long import LONG
from read_by_address import NAMES, everybody_asks, get

from components.shell import menu
from data import catalog, query
from data.analysis import changes
from data.cli import commands
from data.geography import countries
from data.query import Filters, periods
from data.store import Store
from exchange import answers, figures
from security import reader, tokens
from security.network import Asking

__all__ = ["everybody_asks", "folder"]  # the fixtures
VICTIMS = "/api/v1/figures/glotip.detected_victims"


def said(name, **more):
    """The parameters of a page's address, and what the page then asks."""
    about = catalog.indicators()[name]
    options = periods.offered(about, more.get("period", ()))
    usual = periods.usual(about, options) if options else None
    picked = tuple(more.get("period") or usual or ())
    days = periods.days(about, options, *picked) if options else (None, None)
    asked = Filters(
        name,
        tuple(more.get("country", ())),
        tuple(more.get("category", ())),
        None,
        *days,
        groups=tuple(more.get("group", ())),
        per=more.get("per", ""),
    )
    return changes.alike(asked) if more.get("same") else asked


def parameters(name):
    """Addresses of pages that show an indicator: whole, a country, a group, a category, a period, a
    rate, the same countries.
    """
    about = catalog.indicators()[name]
    yield {}
    yield {"country": ["IDN", "TUR"]}
    yield {"group": ["ASEAN"], "country": ["USA"]}
    yield {"same": "1"}
    if about.categories:
        yield {"category": [list(about.categories)[-1]]}
    if about.per_head:
        yield {"per": "people", "country": ["TUR"]}
    options = periods.offered(about, ())
    if len(options) > 2:
        yield {"period": [options[-3], options[-2]]}


@pytest.mark.parametrize("name", NAMES if LONG else NAMES[::9])
def test_the_parameters_of_a_page_give_its_very_number(name, here):
    for more in parameters(name):
        answer = get(f"/api/v1/figures/{name}?{urlencode(more, doseq=True)}")
        assert answer.status == 200, answer.body
        page = query.answer(said(name, **more))
        assert answer.document == json.loads(json.dumps(page)), more


@pytest.mark.parametrize("name", NAMES if LONG else NAMES[::9])
def test_the_address_that_is_copied_gives_the_same_figures(name, here):
    for more in parameters(name):
        asked = query.settle(said(name, **more))
        if len(asked.countries) > 20:
            continue  # the same countries, by name: a long address, and no other one
        copied = "/" + query.address.of(asked, ending=".json")
        assert get(copied).document == json.loads(json.dumps(query.answer(asked))), copied
    whole = Filters(name)
    copied = "/" + query.address.of(whole, ("period",), ending=".json")
    assert get(copied).document["rows"] == json.loads(
        json.dumps(query.answer(whole, "period")["rows"])
    )


def test_a_long_address_has_a_short_head_or_is_refused_in_words():
    every = "&".join(f"country={code}" for code in sorted(countries.codes()))
    answer = get(f"{VICTIMS}?{every}&by=country")
    assert answer.status == 200
    assert sum(len(name) + len(value) for name, value in answer.head.items()) < 4_000
    refused = get(f"{VICTIMS}?{every}&{every}&{every}")
    assert refused.status == 414 and "8,000 are the most" in refused.document["detail"]


SOME = [each for each in menu.entries() if each.domain]


@pytest.mark.parametrize("entry", SOME if LONG else SOME[1:2], ids=lambda each: each.path)
def test_the_number_on_the_card_is_that_of_the_address(entry):
    app = shown.opened(entry.file, {"country": ["TUR"]})
    card = next(each for each in shown.cards(app) if each.key == f"kpi-{entry.domain}")
    found = get(f"/api/v1/figures/{entry.indicator}?country=TUR").document
    about = catalog.indicators()[entry.indicator]
    written = about.amount(found["value"], found["low"], found["high"])
    assert written.split()[0].strip("~") in f"{card.value} {card.help}" or found["value"] is None


def test_the_answer_is_what_the_command_line_prints(capsys):
    given = ["--country", "IDN", "--from", "2018", "--to", "2020", "--by", "period"]
    commands.main(["query", "glotip.detected_victims", *given, "--format", "json"])
    printed = json.loads(capsys.readouterr().out)
    for period in ("period=2018&period=2020", "from=2018&to=2020", "from=2018-01-01&to=2020-12"):
        assert get(f"{VICTIMS}?country=idn&{period}&by=period").document == printed


def test_what_is_in_no_country_is_named_so_in_every_table():
    """A table of periods and countries has it, though no country has it."""
    found = []
    for name in NAMES:
        address = f"/api/v1/figures/{name}%s?by=period&by=country"
        rows = get(address % "").document["rows"]
        file = get(address % ".csv")
        assert file.status == 200, (name, file.body)
        table = pd.read_csv(io.BytesIO(file.body), dtype=str, keep_default_na=False)
        assert table["country"].tolist() == [each["country"] for each in rows], name
        assert set(table.loc[table["country"] == "", "country_name"]) <= {"Without a country"}
        found += [name for each in rows if not each["country"]]
    assert "eurepoc.incidents" in found


def test_every_form_holds_the_same_table():
    table = get(f"{VICTIMS}?by=period&by=country&from=2018").document["rows"]
    whole = {(row["period"], row["country"]): row["value"] for row in table}
    assert len(whole) > 200
    by = "?by=country&by=period&from=2018"
    csv = pd.read_csv(io.BytesIO(get(f"{VICTIMS}.csv{by}").body), keep_default_na=False)
    parquet = pd.read_parquet(io.BytesIO(get(f"{VICTIMS}{by}&format=parquet").body))
    book = openpyxl.load_workbook(
        io.BytesIO(get(f"{VICTIMS}{by}", accept=answers.AS_XLSX.kind).body)
    )
    head, *lines = book.worksheets[0].iter_rows(values_only=True)
    assert list(head) == list(csv) == list(parquet)
    assert {(row[0], row[1]): row[2] for row in lines} == whole
    told = {(str(p), c): v for p, c, v in csv[["period", "country", "value"]].to_numpy()}
    assert {key: None if v == "" else float(v) for key, v in told.items()} == whole
    assert len(parquet) == len(whole) and parquet["value"].dtype == "Int64"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "text/csv"),
        ("application/json;q=0.2, text/csv;q=0.7", "text/csv"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("application/vnd.apache.parquet", "application/vnd.apache.parquet"),
    ],
)
def test_the_form_is_what_is_accepted(accept, kind):
    assert get(VICTIMS, accept=accept).head["content-type"].split(";")[0] == kind


def test_who_has_the_answer_hears_that_nothing_changed(monkeypatch):
    address = f"{VICTIMS}?country=IDN"
    first = get(address)
    for head in (
        {"if-none-match": first.head["etag"]},
        {"if-none-match": f'"x", W/{first.head["etag"]}'},
        {"if-modified-since": first.head["last-modified"]},
    ):
        again = get(address, **head)
        assert (again.status, again.body) == (304, b""), head
        assert again.head["etag"] == first.head["etag"]
    others = ["?country=TUR", "?country=IDN&by=period", "?country=IDN&language=qps-plocm"]
    for other in (*(f"{VICTIMS}{each}" for each in others), f"{VICTIMS}.csv?country=IDN"):
        assert get(other, **{"if-none-match": first.head["etag"]}).status == 200, other
    monkeypatch.setenv("THREATS_EVERYONE", "viewer")  # who is shown less
    assert get(address, **{"if-none-match": first.head["etag"]}).status == 200
    monkeypatch.setattr(query, "answer", lambda *_: pytest.fail("it was worked out anew"))
    monkeypatch.setenv("THREATS_EVERYONE", "analyst")
    assert get(address).body == first.body


def test_who_has_the_records_hears_it_without_a_word_to_the_engine(monkeypatch):
    first = get("/api/v1/rows/glotip.detected_victims?limit=10")
    assert 'rel="next"' in first.head["link"]
    monkeypatch.setattr(Store, "ask", lambda *_: pytest.fail("the engine was asked"))
    again = get(
        "/api/v1/rows/glotip.detected_victims?limit=10", **{"if-none-match": first.head["etag"]}
    )
    assert (again.status, again.head["link"]) == (304, first.head["link"])


def test_a_version_is_pinned_as_long_as_it_is_kept():
    now = get(VICTIMS).document
    again = get(f"{VICTIMS}?version={now['version']}")
    assert again.document == now
    gone = get(f"{VICTIMS}?version=0123456789")
    assert gone.status == 404 and "not kept" in gone.document["detail"]


def test_an_answer_leads_to_source_licence_page_and_what_its_columns_mean():
    answer = get(f"{VICTIMS}?country=IDN&period=2018&period=2019&by=period")
    found = re.findall(r'<([^>]*)>; rel="(\w+)"', answer.head["link"])
    links = {rel: to for to, rel in found if "/sdmx/" not in to}
    source = catalog.sources()["glotip"]
    assert links["via"] == source.url and links["license"] == source.licence.url
    assert links["alternate"] == (
        "/trafficking?indicator=glotip.detected_victims&country=IDN&period=2018&period=2019"
    )
    assert get(links["about"]).document["citation"] == source.citation
    told = get(links["describedby"])
    assert told.head["content-type"] == "application/csvm+json"
    csv = get(told.document["url"])
    columns = [each["name"] for each in told.document["tableSchema"]["columns"]]
    assert csv.body.decode().splitlines()[0] == ",".join(columns)
    assert told.document["dc:bibliographicCitation"].startswith(source.citation[:20])
    assert all(each["dc:description"] for each in told.document["tableSchema"]["columns"])


def test_each_indicator_leads_to_a_page_that_there_is():
    paths = {f"/{each.path}" for each in menu.entries()}
    assert {figures.page(each) for each in catalog.indicators().values()} <= paths


def test_records_are_those_of_the_command_line_and_are_turned_page_by_page(capsys):
    address = "/api/v1/rows/glotip.detected_victims?from=2019&to=2019"
    commands.main(
        ["rows", "glotip.detected_victims", "--from", "2019", "--to", "2019", "--format", "json"]
    )
    whole = json.loads(capsys.readouterr().out)
    assert get(address).document == whole and len(whole) > 100
    found, following = [], f"{address}&limit=60"
    while following:
        part = get(following)
        found += part.document
        said = re.search(r'<([^>]*)>; rel="next"', part.head["link"])
        following = said[1] if said else ""
    assert found == whole


CLOSED = replace(catalog.sources()["glotip"].licence, redistribution="none")


def test_records_that_a_licence_closes_are_refused_with_the_reason(monkeypatch):
    sources = dict(catalog.sources())
    sources["glotip"] = replace(sources["glotip"], licence=CLOSED)
    monkeypatch.setattr(catalog, "source_of", lambda about: sources[about.source])
    from data.analysis import method

    method._closed.cache_clear()
    try:
        refused = get("/api/v1/rows/glotip.detected_victims")
        assert refused.status == 403 and refused.document["errors"][0]["field"] == "licence"
        assert CLOSED.name in refused.document["detail"]
        assert get(VICTIMS).status == 200
    finally:
        method._closed.cache_clear()


def test_what_is_marked_above_a_reader_is_not_there_for_them(monkeypatch):
    from security.tlp import Tlp

    known = dict(catalog.indicators())
    hidden = {name: each for name, each in known.items() if name != "glotip.detected_victims"}
    real = catalog.indicators
    monkeypatch.setattr(
        catalog,
        "indicators",
        lambda: real() if reader.current().ceiling >= Tlp.AMBER else hidden,
    )
    assert get(VICTIMS).status == 200
    monkeypatch.setenv("THREATS_EVERYONE", "viewer")
    refused = get(VICTIMS)
    assert refused.status == 404 and "may see" in refused.document["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "?country=XX",
        "?contry=IDN",
        "?period=2020&period=2018",
        "?period=soon",
        "?period=2018&from=2019",
        "?category=nothing",
        "?group=NOBODY",
        "?by=category&by=partner",
        "?per=head",
        "?indicator=glotip.persons_convicted",
        "?format=png",
        "?language=xx",
        "?same=1&same=1",
    ],
)
def test_what_makes_no_sense_is_refused_and_never_left_out(address):
    refused = get(VICTIMS + address)
    assert refused.status == 422 and refused.document["errors"], refused.body


def test_who_may_ask_is_one_setting(monkeypatch, folder):
    """`open`, `key` and `off`; where none is given, by who reaches the server."""
    token, digest = tokens.new_token()
    with (folder / "tokens.toml").open("a") as file:
        file.write(f'viewer = "{digest}"\n')
    key = {"authorization": f"Bearer {token}"}
    monkeypatch.setenv("THREATS_EVERYONE", "viewer")
    expected = {"open": (200, 200, 200), "key": (401, 200, 200), "off": (404, 404, 404)}
    for said, statuses in expected.items():
        monkeypatch.setenv("THREATS_API", said)
        found = get(VICTIMS), ask("GET", VICTIMS, head=key), ask("GET", VICTIMS, bureau="THA")
        assert tuple(each.status for each in found) == statuses, said
    monkeypatch.setenv("THREATS_API", "key")
    assert ask("GET", "/api/v1/notices", head=key).status == 401  # a key is no bureau's token
    assert ask("GET", "/api/v1/rows/glotip.detected_victims", head=key).status == 403
    monkeypatch.setenv("THREATS_API", "")
    from security import network

    for where, status in (("127.0.0.1", 200), ("0.0.0.0", 401), ("", 401)):
        monkeypatch.setattr(network._Server, "address", lambda where=where: where)
        assert get(VICTIMS).status == status, where
    assert network.everyone(Asking("10.0.0.1")).roles


def test_answers_are_kept_as_far_as_there_is_room():
    kept = answers.Kept(room=100)
    for number in range(20):
        assert kept.get(str(number), lambda number=number: bytes(20)) == bytes(20)
    assert kept.held == 100 and list(kept.bodies) == ["15", "16", "17", "18", "19"]
    assert len(kept.get("large", lambda: bytes(50))) == 50 and "large" not in kept.bodies


def test_what_is_known_of_a_country_and_of_two_is_what_the_pages_show():
    from data.analysis import bilateral, country

    found = get("/api/v1/countries/idn").document
    lines = country.lines("IDN")
    assert [each["indicator"] for each in found["figures"]] == [each.about.id for each in lines]
    assert [each["value"] for each in found["figures"]] == [each.change.now.value for each in lines]
    pair = get("/api/v1/pairs/UKR/RUS").document
    ways = [each for both in bilateral.directions("UKR", "RUS") for each in both if not each.empty]
    told = [(each["indicator"], each["origin"], each["value"]) for each in pair["directions"]]
    assert set(told) == {(each.about.id, each.origin, each.total.value) for each in ways}
    assert told and get("/api/v1/pairs/IDN/IDN").status == 422
