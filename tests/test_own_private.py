"""A reader's own table is theirs: without the right nobody brings one, nobody else learns of it
until it is shared, and nobody else takes it out; wherever it stands it says that a user brought it.
"""

import json

import pytest
import shown

from components.shell import filters as bar
from components.shell import marks, menu
from data import catalog, integrity, query, store
from data.analysis import bilateral, country, coverage
from data.cli import commands as command
from data.ingest import standing, user_tables
from data.query import Filters
from data.reading import user_file
from data.reading.user_file import Table
from data.records import InputError
from errors import ThreatsError
from security import audit, reader
from security.reader import ForbiddenError, Reader
from security.tlp import Role, Tlp

CSV = "country,year,type,cases\nIndonesia,2019,Fraud,10\nPeru,2020,Fraud,4\nChad,2031,Theft,7\n"
TITLE, FILE = "Secret smugglers", "unheard_of.csv"
MINE = Reader("anna", frozenset({Role.ANALYST}))
OTHERS = {
    "another analyst": Reader("ben", frozenset({Role.ANALYST})),
    "a viewer": Reader("cleo", frozenset({Role.VIEWER})),
    "a bureau": Reader("dan", frozenset({Role.BUREAU}), "IDN"),
    "the General Secretariat": Reader("eva", frozenset({Role.HEADQUARTERS})),
    "a visitor": reader.VISITOR,
    "nobody with the right": Reader("", frozenset({Role.ANALYST})),
}
ADMINISTRATOR = Reader("root", frozenset({Role.ANALYST, Role.ADMINISTRATOR}))


@pytest.fixture(params=OTHERS)
def other(request):
    return OTHERS[request.param]


@pytest.fixture
def keep(written, own_store):
    """Keeps a table on behalf of somebody; says its id."""

    def kept(who, title=TITLE, content=CSV, mark=Tlp.CLEAR):
        table = Table(written(content, FILE))
        about = user_tables.About(title, "persons", "observation", mark)
        with reader.using(who):
            reading = user_tables.read(table, user_file.guess(table), about)
            user_tables.keep(own_store, reading)
        return f"own.{reading.name}"

    return kept


def known():
    """All that is said without naming a table: what there is, how much, since when."""
    opened = store.current()
    health = standing.all_sources()
    found = {
        "indicators": {key: each.title for key, each in catalog.indicators().items()},
        "sources": {
            key: (each.edition, each.as_of, each.first, each.last, tuple(each.indicators))
            for key, each in catalog.sources().items()
        },
        "health": [
            (each.source.name, each.state, each.version and each.version.records)
            for each in health
            if each.source.name != "own" or each.version
        ],
        "reports": [
            json.dumps(dict(each.version.report), default=dict)
            for each in health
            if each.source.name == "own"
        ],
        "offered": [each.id for entry in menu.entries() for each in bar.offered(entry)],
        "country": [each.id for each in country.shown()],
        "near": country.subregion("IDN"),
        "lines": str(country.lines("IDN")),
        "unknown": [each.id for each, _ in country.unknown("IDN")],
        "pairs": str(bilateral.between("IDN", "PER")),
        "coverage": coverage.by_year().to_csv(),
        "faults": dict(store.faults()),
    }
    assert opened is store.current()
    return found


@pytest.mark.parametrize("who", [each for each in OTHERS if each != "another analyst"])
def test_without_the_right_nobody_brings_shares_or_removes(who, keep, own_store):
    said = OTHERS[who]
    name = keep(MINE)
    with pytest.raises(ForbiddenError):
        keep(said, "Mine")
    with reader.using(said):
        for act in (user_tables.share, user_tables.remove):
            with pytest.raises((ForbiddenError, InputError)):
                act(own_store, name.removeprefix("own."))
        assert user_tables.mine(own_store) == {}


@pytest.mark.alike(4)
def test_nobody_else_learns_that_there_is_a_table(keep, other, own_store):
    with reader.using(other):
        before = known()
    name = keep(MINE)
    store.forget()
    with reader.using(MINE):
        assert name in catalog.indicators() and query.total(Filters(name)).value == 21
        assert "own" in catalog.sources() and known() != before
    with reader.using(other):
        assert known() == before
        said = json.dumps(known(), default=str)
        assert TITLE not in said and FILE not in said and name not in said
        for asked in (Filters(name), Filters("own.nothing_there")):
            with pytest.raises((KeyError, ThreatsError)) as fault:
                query.total(asked)
            told = str(fault.value).replace(asked.indicator, "ID")
            kind = type(fault.value)
            assert TITLE not in told
            if asked.indicator == name:
                first = (kind, told)
        assert first == (kind, told)


def test_a_store_of_several_says_to_each_what_is_theirs(keep, own_store):
    ben = OTHERS["another analyst"]
    first, second = keep(MINE), keep(ben, "Other things", CSV.replace("2031", "1950"))
    with reader.using(ben):
        own = catalog.sources()["own"]
        assert list(own.indicators) == [second] and own.edition == "1 table"
        assert (own.first.year, own.last.year) == (1950, 2020)
        health = next(each for each in standing.all_sources() if each.source.name == "own")
        assert health.version.records == 3 and list(health.version.report["tables"]) == [
            second.removeprefix("own.")
        ]
        assert TITLE not in json.dumps(dict(health.version.report))
        assert list(user_tables.mine(own_store)) == [second.removeprefix("own.")]
    with reader.using(MINE):
        assert list(catalog.sources()["own"].indicators) == [first]
    with reader.using(ADMINISTRATOR):
        assert set(catalog.sources()["own"].indicators) == {first, second}


def test_the_same_title_is_another_table_and_tells_nothing(keep, own_store):
    ben = OTHERS["another analyst"]
    alone = keep(ben, "Ours")
    assert keep(MINE, "Ours") != alone
    with reader.using(MINE):
        user_tables.remove(own_store, keep(MINE, "Ours").removeprefix("own."))
    with reader.using(ben):
        assert query.total(Filters(alone)).value == 21


@pytest.mark.parametrize("act", [user_tables.share, user_tables.remove])
def test_another_analyst_cannot_touch_it_and_hears_the_same_as_of_none(act, keep, own_store):
    name = keep(MINE).removeprefix("own.")
    content = (own_store / "own.json").read_bytes()
    with reader.using(OTHERS["another analyst"]):
        with pytest.raises(InputError) as one:
            act(own_store, name)
        with pytest.raises(InputError) as none:
            act(own_store, "nothing")
    assert str(one.value).replace(name, "X") == str(none.value).replace("nothing", "X")
    assert (own_store / "own.json").read_bytes() == content


def test_sharing_is_explicit_and_can_be_undone(keep, other, own_store):
    name = keep(MINE)
    with reader.using(MINE):
        user_tables.share(own_store, name.removeprefix("own."))
    with reader.using(other):
        assert query.total(Filters(name)).value == 21
        assert "(brought by a user)" in catalog.indicators()[name].title
        assert name.removeprefix("own.") not in user_tables.mine(own_store)
    keep(MINE, content=CSV.replace(",10", ",11"))  # replaced, it stays shared
    with reader.using(other):
        assert query.total(Filters(name)).value == 22
    with reader.using(MINE):
        user_tables.share(own_store, name.removeprefix("own."), False)
    with reader.using(other):
        assert name not in catalog.indicators()


def test_an_administrator_removes_any_table_and_the_record_says_so(keep, own_store):
    name = keep(MINE)
    with reader.using(ADMINISTRATOR):
        user_tables.remove(own_store, name.removeprefix("own."))
    with reader.using(MINE):
        assert name not in catalog.indicators()
    said = [(each.action, each.what, each.by) for each in audit.entries(audit.path())]
    assert said == [("import", name, "anna"), ("remove", name, "root")]


def test_it_stands_in_its_own_domain_alone_and_says_who_brought_it(keep):
    name = keep(MINE)
    with reader.using(MINE):
        about = catalog.indicators()[name]
        assert about.domain == "own" and about.title == f"{TITLE} (brought by a user)"
        offered = {each.path: [one.id for one in bar.offered(each)] for each in menu.entries()}
        assert [path for path, ids in offered.items() if name in ids] == ["own"]
        assert menu.address(Filters(name)).startswith("own?")
        answer = query.answer(Filters(name), "country")
        assert "brought by a user" in json.dumps(answer, default=str)


def test_its_page_is_there_for_whoever_may_know_of_one(keep, other):
    keep(MINE)
    with reader.using(other):
        assert "own" not in [each.path for each in menu.allowed()]
        assert "There is no own table here" in shown.opened("own.py", {}).info[0].value
    with reader.using(MINE):
        assert "own" in [each.path for each in menu.allowed()]


def test_it_is_shown_on_its_page_and_never_on_the_overview(keep, at_the_machine):
    name = keep(reader.LOCAL, mark=Tlp.AMBER)
    page = shown.opened("own.py", {"indicator": [name]})
    assert not page.exception and shown.title(page) == "Own tables"
    assert "brought by a user" in shown.cards(page)[0].label
    first = shown.opened("overview.py", {"indicator": [name]})
    assert not first.exception and TITLE not in str(shown.raw(first))
    about = {each.path: marks.of(each, Filters(name)) for each in menu.entries()}
    assert about["own"] is about["sources"] is Tlp.AMBER and about[""] is Tlp.CLEAR


def test_old_tables_in_official_domains_move_to_own(keep, own_store):
    name = keep(reader.LOCAL)
    path = own_store / "own.json"
    pointer = json.loads(path.read_text())
    described = pointer["described"][name.removeprefix("own.")]
    described["domain"] = "terrorism"
    for later in (integrity.SEAL, "sha256"):  # as it was written then
        pointer.pop(later)
    described["brought"] = {"file": FILE, "on": "2026-01-01"}
    store.write(path, json.dumps(pointer).encode())
    store.forget()
    with reader.using(OTHERS["a viewer"]):  # it was for everybody, and nobody knows whose it is
        about = catalog.indicators()[name]
        assert about.domain == "own" and query.total(Filters(name)).value == 21
        assert name not in [each.id for each in catalog.of_domain("terrorism")]
    with reader.using(OTHERS["another analyst"]), pytest.raises(InputError, match="of yours"):
        user_tables.remove(own_store, name.removeprefix("own."))
    with reader.using(ADMINISTRATOR):
        user_tables.share(own_store, name.removeprefix("own."), False)
        assert catalog.indicators()[name].owner == "root"
    with reader.using(OTHERS["a viewer"]):
        assert name not in catalog.indicators()


def test_a_reader_and_a_store_hold_so_much(keep, monkeypatch, own_store):
    monkeypatch.setenv("THREATS_OWN_TABLES", "2")
    keep(MINE, "One")
    keep(MINE, "Two")
    keep(MINE, "Two")
    with pytest.raises(InputError, match="2 tables are the most"):
        keep(MINE, "Three")
    keep(OTHERS["another analyst"], "One")
    monkeypatch.setenv("THREATS_OWN_STORE_ROWS", "9")
    with pytest.raises(InputError, match="store holds as many"):
        keep(OTHERS["another analyst"], "Two")
    monkeypatch.setenv("THREATS_OWN_ROWS", "2")
    with pytest.raises(InputError, match="3 records are more than the 2"):
        keep(MINE, "One")


def test_the_command_line_lists_by_owner_and_shares(keep, own_store, capsys):
    first, second = keep(MINE), keep(OTHERS["another analyst"], "Other things")
    assert command.main(["own", "--format", "json", "--store", str(own_store)]) == 0
    lines = json.loads(capsys.readouterr().out)
    assert [(each["owner"], each["id"], each["shared"]) for each in lines] == [
        ("anna", first, False),
        ("ben", second, False),
    ]
    assert command.main(["share", first, "--store", str(own_store)]) == 0
    with reader.using(OTHERS["a viewer"]):
        assert list(catalog.sources()["own"].indicators) == [first]
    assert command.main(["share", first, "--undo", "--store", str(own_store)]) == 0
    with reader.using(OTHERS["a viewer"]):
        assert "own" not in catalog.sources()
