"""The watch below the page: what a proposal may hold, whom it reaches and why, a history that is
only added to, and the state it adds up to.
"""

import json
import random
import subprocess
import sys
import threading
from collections import Counter
from datetime import UTC, date, datetime

import hypothesis
import hypothesis.strategies as some
import pytest
import sqlalchemy as sa
from browser import ROOT
from notices import GOOD, derived, proposal, seen
from shown import charts
from sqlalchemy.engine import make_url
from streamlit.testing.v1 import AppTest

from data import catalog
from data.cli import notices
from data.cli.commands import main
from data.geography import countries, neighbours, outlines
from data.watch import database, demo, figures, history, ledger, lifecycle, model, pulse, routing
from data.watch.schema import EVENTS, META, PROPOSALS, TURNS
from exchange import forms, stix
from security.tlp import USUAL, Tlp
from security.viewer import HEADQUARTERS, Viewer


@pytest.fixture
def address(watch_address):
    return watch_address


@pytest.fixture
def watch(address):
    opened = ledger.Watch(make_url(address))
    yield opened
    opened.engine.dispose()


# --- what a proposal may hold


def test_a_proposal_reads_back_as_it_was_sent():
    assert model.read(GOOD).document() == GOOD


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reference": "SMITH"}, "reference"),
        ({"reference": "a b 1"}, "reference"),
        ({"reference": "X1" * 40}, "reference"),
        ({"reference": 7}, "reference"),
        ({"colour": "pink"}, "colour"),
        ({"colour": ["red"]}, "colour"),
        ({"requesting": "ID"}, "requesting"),
        ({"requesting": None}, "requesting"),
        ({"offence": "sin"}, "offence"),
        ({"date": "2016-13-01"}, "date"),
        ({"date": "1.12.2016"}, "date"),
        ({"date": "2999-01-01"}, "date"),
        ({"date": 20161201}, "date"),
        ({"tlp": "AMBER"}, "tlp"),
        ({"concerned": []}, "concerned"),
        ({"concerned": {}}, "concerned"),
        ({"concerned": {"nationality": ["IDN"]}}, "concerned"),
        ({"concerned": {"nationality": "MYS"}}, "concerned.nationality"),
        ({"concerned": {"nationality": ["MY"]}}, "concerned.nationality"),
        ({"concerned": {"born": ["MYS"]}}, "concerned.born"),
        ({"name": "A person"}, "name"),
        ({"photo": "..."}, "photo"),
        ({"date_of_birth": "1970-01-01"}, "date_of_birth"),
        ({"remark": "x"}, "remark"),
        ({"__proto__": 1}, "__proto__"),
    ],
)
def test_each_fault_names_its_field(change, field):
    with pytest.raises(model.RefusedError) as refused:
        model.read({**GOOD, **change})
    assert [each.field for each in refused.value.faults] == [field]


def test_all_faults_are_named_at_once():
    with pytest.raises(model.RefusedError) as refused:
        model.read(
            {
                "name": "x",
                "colour": "pink",
                "concerned": {"nationality": ["XX", "YY"]},
                "date": "soon",
            }
        )
    assert {each.field for each in refused.value.faults} == {
        "name",
        "reference",
        "requesting",
        "offence",
        "tlp",
        "colour",
        "date",
        "concerned.nationality",
    }
    assert "person" in next(each.fault for each in refused.value.faults if each.field == "name")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b'{"a": NaN}',
        b'{"a": 1, "a": 2}',
        b"[" * 100_000,
        b"1" * 5000,
        b"null",
        b"[]",
        b'"x"',
    ],
)
def test_what_is_no_proposal_is_refused_not_an_error(body):
    with pytest.raises(model.RefusedError):
        forms.proposals(model.parse(body))


@hypothesis.given(
    some.recursive(
        some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
        lambda each: (
            some.lists(each) | some.dictionaries(some.sampled_from([*model.FIELDS, "x"]), each)
        ),
        max_leaves=20,
    )
)
def test_nothing_but_refused_comes_out_of_nonsense(document):
    with pytest.raises(model.RefusedError):
        forms.proposals(document)


@pytest.mark.parametrize("words", ["x" * 2001, "a\x00b", "a\u202eb", "a\ud800b", 7])
def test_a_text_with_what_cannot_be_kept_is_refused(words):
    with pytest.raises(model.RefusedError):
        model.text(words)


# --- whom it reaches


def test_every_country_is_told_every_reason_and_the_asking_one_none():
    routes = routing.current().routes(
        proposal(
            concerned={
                "nationality": ["MYS", "IDN"],
                "last_known": ["THA"],
                "suspected_travel": ["FRA"],
                "explicit": ["SGP"],
            }
        )
    )
    routes = {code: tuple(map(routing.reason, why)) for code, why in routes.items()}
    assert routes["MYS"] == ("nationality", "neighbour of last known place (Thailand)")
    assert routes["THA"] == ("last known place",)
    assert routes["FRA"] == ("suspected travel",) and routes["SGP"] == ("asked by name",)
    assert "IDN" not in routes and set(routes) == {"MYS", "THA", "FRA", "SGP", "KHM", "LAO", "MMR"}


def test_a_rule_for_some_colours_is_for_no_other():
    assert set(routing.current().routes(proposal(colour="purple"))) == {"MYS", "THA"}


def test_neighbours_are_countries_and_agree_with_the_map():
    shapes = outlines.read().set_index("iso3").geometry
    land = neighbours.by("land")
    for way in neighbours.WAYS:
        for code, others in neighbours.by(way).items():
            assert {code, *others} <= countries.codes() and code not in others
    # At a scale of 1 : 110 million a border may be drawn a little off, and the four corners of the
    # Zambezi meet in a point.
    assert not [
        (one, other)
        for one, others in land.items()
        for other in others
        if one in shapes and other in shapes and shapes[one].distance(shapes[other]) > 0.6
    ]
    touching = {
        (one, other)
        for place, one in enumerate(shapes.index)
        for at in shapes.sindex.query(shapes.iloc[place].buffer(0.01), predicate="intersects")
        if one < (other := shapes.index[at])
    }
    assert {pair for pair in touching if pair[1] not in land.get(pair[0], ())} == {("NAM", "ZWE")}


@pytest.mark.parametrize(
    "change",
    [
        {"answer_within_days": {"red": 3}},
        {"answer_within_days": {"others": 0}},
        {"rule": [{"name": "x", "from": "birth", "reach": "itself", "says": "x"}]},
        {"rule": [{"name": "x", "from": "explicit", "reach": "moon", "says": "x"}]},
    ],
)
def test_rules_that_make_no_sense_are_refused(change):
    with pytest.raises(ValueError, match=r"^(answer_within_days|rule 'x'): "):
        routing.read({"answer_within_days": {"others": 7}, "rule": [], **change})


# --- the store


def test_the_same_proposal_twice_is_one_and_a_changed_one_is_a_conflict(watch):
    first, again = watch.add([proposal()], "a")[0], watch.add([proposal()], "b")[0]
    assert first.new and not again.new and first.id == again.id and first.routes == again.routes
    with pytest.raises(ledger.ConflictError, match="colour"):
        watch.add([proposal(colour="blue")], "a")
    assert watch.head() == 1


def test_several_are_taken_all_or_none(watch):
    watch.add([proposal(1)], "a")
    with pytest.raises(ledger.ConflictError):
        watch.add([proposal(2), proposal(1, colour="blue")], "a")
    assert watch.find("IDN", "ID-2016/2") is None


def test_a_proposal_is_in_the_queues_of_those_concerned_and_in_no_other(watch):
    reached = watch.add([proposal()], "a")[0].routes
    for code in countries.codes():
        assert [line.id for line in seen(watch, code).queue()] == ([1] if code in reached else [])
        assert seen(watch, code).numbers()["new"] == (1 if code in reached else 0)
        assert bool(seen(watch, code).news(0)) == (code in reached or code == "IDN")
    with pytest.raises(KeyError):
        seen(watch, "FRA").case(1)


def test_a_country_does_not_read_what_another_answered(watch):
    watch.add([proposal()], "a")
    watch.step(1, "answered", "officer", "THA", "THA", "located", "in the north")
    assert "in the north" not in json.dumps(
        [str(each) for each in seen(watch, "MYS").news(0)] + [str(seen(watch, "MYS").case(1))]
    )
    assert "in the north" in str(seen(watch, "IDN").news(0)) and "in the north" in str(
        seen(watch, "IDN").case(1)
    )


def test_the_life_cycle_and_who_may(watch):
    watch.add([proposal()], "a")
    for bureau, step, country in (
        ("IDN", "published", ""),
        ("THA", "answered", "MYS"),
        ("", "seen", "THA"),
        (HEADQUARTERS, "seen", "THA"),
        ("FRA", "withdrawn", ""),
    ):
        with pytest.raises(ledger.ForbiddenError):
            watch.step(1, step, "x", bureau, country, "located" if step == "answered" else "")
    for bureau, step, country in (
        ("THA", "arrested", "THA"),
        ("THA", "returned", "THA"),
        ("FRA", "seen", "FRA"),
    ):
        with pytest.raises(lifecycle.ImpossibleError):
            watch.step(1, step, "x", bureau, country)
    for bureau, step, country, answer in (
        (HEADQUARTERS, "under_review", "", ""),
        (HEADQUARTERS, "published", "", ""),
        ("THA", "seen", "THA", ""),
        ("THA", "answered", "THA", "need_more"),
        ("THA", "answered", "THA", "located"),
        ("THA", "arrested", "THA", ""),
        ("THA", "returned", "THA", ""),
        ("IDN", "withdrawn", "", ""),
    ):
        watch.step(1, step, "x", bureau, country, answer)
    _, case, events = seen(watch).case(1)
    assert (
        case.stage,
        case.turns["THA"].status,
        case.turns["THA"].answer,
        case.turns["THA"].open,
    ) == ("withdrawn", "returned", "located", False)
    assert [event.step for event in events] == [
        "proposed",
        "under_review",
        "published",
        "seen",
        "answered",
        "answered",
        "arrested",
        "returned",
        "withdrawn",
    ]
    assert seen(watch, "MYS").numbers() == {
        "open": 0,
        "new": 0,
        "waiting": 0,
        "overdue": 0,
        "done": 1,
    }


def test_queues_and_overdue(watch):
    now = ledger.now_ms()
    watch.add([proposal(1)], "a", at_ms=now - 4 * 86_400_000)
    watch.add([proposal(2)], "a", at_ms=now - 86_400_000)
    watch.add([proposal(3)], "a", at_ms=now)
    sight = seen(watch, "THA")
    watch.step(1, "seen", "x", "THA", "THA")
    assert [line.id for line in seen(watch, "THA").queue()] == [3, 2, 1]
    assert [line.id for line in seen(watch, "THA").queue(bucket="overdue")] == [1]
    assert [line.id for line in seen(watch, "THA").queue(bucket="waiting")] == [1] and [
        line.id for line in seen(watch, "THA").queue(bucket="new")
    ] == [3, 2]
    first = sight.queue(limit=1)[0].turn.first_event
    assert [line.id for line in sight.queue(before=first)] == [2, 1]
    watch.step(1, "answered", "x", "THA", "THA", "not_here")
    assert sight.numbers() == {"open": 2, "new": 2, "waiting": 0, "overdue": 0, "done": 1}


def test_officers_at_the_same_moment_are_all_recorded_and_there_is_one_state(watch):
    watch.add([proposal()], "a")
    start, faults = threading.Barrier(8), []

    def answer(place):
        start.wait()
        try:
            watch.step(
                1,
                "answered",
                f"officer {place}",
                "THA",
                "THA",
                random.choice(tuple(lifecycle.ANSWERS)),
                f"what officer {place} wrote",
            )
        except Exception as fault:  # noqa: BLE001  (whatever it is, it fails the test)
            faults.append(fault)

    officers = [threading.Thread(target=answer, args=(place,)) for place in range(8)]
    [each.start() for each in officers]
    [each.join() for each in officers]
    assert not faults
    _, case, events = seen(watch).case(1)
    answers = [event for event in events if event.step == "answered"]
    bucket = "" if answers[-1].answer == "need_more" else "done"
    assert sorted(event.text for event in answers) == [
        f"what officer {place} wrote" for place in range(8)
    ]
    assert (
        case.turns["THA"].answer == answers[-1].answer
        and seen(watch, "THA").queue(bucket=bucket)[0].turn == case.turns["THA"]
    )


def test_an_answer_while_it_is_withdrawn_is_kept(watch):
    watch.add([proposal()], "a")
    watch.step(1, "withdrawn", "a", "IDN")
    watch.step(1, "answered", "b", "THA", "THA", "located", "kept")
    assert (
        seen(watch).case(1)[2][-1].text == "kept"
        and seen(watch).case(1)[1].stage == "withdrawn"
        and not seen(watch, "THA").queue()
    )


def test_history_is_only_added_to_by_the_database_itself(watch):
    watch.add([proposal()], "a")
    for change in (
        sa.delete(EVENTS),
        sa.update(EVENTS).values(text="x"),
        sa.delete(PROPOSALS),
        sa.update(PROPOSALS).values(colour="blue"),
    ):
        with (
            pytest.raises(sa.exc.SQLAlchemyError, match="only ever added to"),
            watch.engine.begin() as connection,
        ):
            connection.execute(change)


def test_the_state_is_what_the_history_adds_up_to(watch):
    demo.past(watch, 25, 7)
    before = derived(watch)
    watch.rebuild()
    assert derived(watch) == before and len(before) > 100


def test_an_invented_notice_is_dated_when_it_arrives_or_just_before(watch):
    """Its reference says the year of that day; and what is invented twice is there once."""
    day = 86_400_000
    assert demo.past(watch, 25, 7) == 25
    for number, each, _ in seen(watch).everything():
        arrived = seen(watch).case(number)[2][0].at_ms
        dated = datetime(each.date.year, each.date.month, each.date.day, tzinfo=UTC)
        assert 0 <= arrived - dated.timestamp() * 1000 < 3 * day, each.reference
        assert each.reference.startswith(f"DEMO-{each.date.year}-"), each.reference
    assert demo.past(watch, 25, 7) == 0
    (live,) = demo.invented(1, 7)
    assert (datetime.now(UTC).date() - live.date).days < 3


def test_demonstration_and_real_ones_never_mix(watch, tmp_path):
    watch.add([proposal()], "a")
    with pytest.raises(model.RefusedError, match="demonstration"):
        demo.replay(watch, 1, 1, 0, str)
    with pytest.raises(model.RefusedError, match="DEMO-"):
        watch.add([proposal(reference="DEMO-1")], "a")
    scratch = ledger.Watch(make_url(f"sqlite:///{tmp_path}/scratch.sqlite"))
    demo.replay(scratch, 2, 1, 0, str)
    assert scratch.purpose() == "demonstration" and all(
        each.reference.startswith("DEMO-") for _, each, _ in seen(scratch).everything()
    )
    with pytest.raises(model.RefusedError, match="begin with DEMO-"):
        scratch.add([proposal()], "a")


def test_the_tables_are_those_the_migrations_make(address):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = database.connect(make_url(address))
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), META)
    assert [each for each in found if "alembic_version" not in str(each)] == []
    engine.dispose()


def test_a_store_of_a_later_version_is_left_alone(address):
    engine = database.connect(make_url(address))
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(database.WatchError, match="later version"):
        database.connect(make_url(address))


def test_an_older_store_gets_its_marks_and_loses_nothing(address):
    """What was kept before steps had a mark bears its proposal's, to each who may see that."""
    watch = ledger.Watch(make_url(address))
    watch.add([proposal(1, tlp="TLP:CLEAR"), proposal(2, tlp="TLP:RED")], "a")
    for number in (1, 2):
        watch.step(number, "answered", "x", "THA", "THA", "located")
    before = derived(watch), seen(watch).history()
    with watch.engine.begin() as connection:  # as the first version kept it
        for statement in (
            *(f"DROP TABLE {name}" for name in ("held", "deliveries")),
            *(f"DROP TABLE delivery_{name}" for name in ("tries", "stands")),
            *(f"DROP TABLE intel_{name}" for name in ("inbox", "acts", "reached", "objects")),
            *(f"DROP TABLE intel_{name}" for name in ("links", "posts")),
            "ALTER TABLE events DROP COLUMN tlp",
            "DROP INDEX events_by_moment",
            *(f"DROP INDEX {each.name}" for each in TURNS.indexes),
            "CREATE TABLE older AS SELECT * FROM turns",
            "DROP TABLE turns",
        ):
            connection.execute(sa.text(statement))
        older = sa.Table("turns", sa.MetaData())
        for column in TURNS.c:
            if column.name not in ("least", "most", "tlp"):
                key = column.name in ("proposal", "country")
                older.append_column(
                    sa.Column(column.name, column.type, primary_key=key, autoincrement=False)
                )
        for name, columns in (
            ("turns_queue", ("country", "open", "first_event")),
            ("turns_status", ("country", "open", "status", "answered_ms", "due_ms")),
            ("turns_in_order", ("first_event",)),
        ):
            sa.Index(name, *(older.c[each] for each in columns))
        older.create(connection)
        names = ", ".join(older.c.keys())
        connection.execute(sa.text(f"INSERT INTO turns SELECT {names} FROM older"))
        connection.execute(sa.text("DROP TABLE older"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    watch.engine.dispose()
    again = ledger.Watch(make_url(address))
    assert (derived(again), seen(again).history()) == before
    assert {each.tlp for each in seen(again).case(2)[2]} == {Tlp.RED}
    visitor = again.visible(Viewer("THA"))
    assert visitor.numbers()["done"] == 1 and [each.id for each in visitor.queue("", "done")] == [1]
    again.rebuild()
    assert derived(again) == before[0]
    again.engine.dispose()


def test_another_process_is_noticed(watch, address, tmp_path):
    watch.add([proposal(1)], "a")
    heard = threading.Event()
    follows = pulse.Pulse(watch)
    follows.followers.add(heard.set)
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'tests')!r});"
        " from notices import proposal; from data.watch import ledger;"
        " from sqlalchemy.engine import make_url;"
        f" ledger.Watch(make_url({address!r})).add([proposal(2)], 'other')"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    assert heard.wait(2) and follows.head == watch.head() == 2


# --- figures


def test_medians_are_counted_as_pandas_does(watch):
    demo.past(watch, 30, 3)
    import pandas as pd

    with watch.engine.connect() as connection:
        turns = pd.DataFrame(connection.execute(sa.select(TURNS)).mappings().all())
    hours = ((turns["answered_ms"] - turns["arrived_ms"]) / 3_600_000).astype(float)
    found = figures.by_country(seen(watch), watch.head()).set_index("country")
    pd.testing.assert_series_equal(
        found["median_hours"].dropna(),
        hours.groupby(turns["country"])
        .median()
        .dropna()
        .reindex(found["median_hours"].dropna().index),
        check_names=False,
        atol=0.006,
    )
    assert found["asked"].sum() == len(turns) and found["open"].sum() == turns["open"].sum()
    weekly = figures.by_week(seen(watch), watch.head())
    assert weekly["asked"].sum() == len(turns) and (weekly["week"].dt.day_of_week == 0).all()
    funnel = dict(figures.funnel(seen(watch), watch.head()))
    assert (
        funnel["proposed"] == 30
        and funnel["arrested"]
        <= funnel["located"]
        <= funnel["answered by a country"]
        <= funnel["proposed"]
    )


def test_the_history_counts_what_the_state_says(watch, monkeypatch):
    demo.past(watch, 40, 3)
    monkeypatch.setattr(history, "LEAST", 0)  # nothing is masked
    found = Counter()
    for figure, country, category, year, value, _ in history.lines(watch):
        if figure != "open" or year == datetime.now(UTC).year:
            found[figure, country, category if figure == "outcomes" else ""] += int(value)
    for row in figures.by_country(seen(watch), watch.head()).itertuples():
        assert (
            found["proposals", row.country, ""],
            found["open", row.country, ""],
            found["first_answers", row.country, ""],
        ) == (row.asked, row.open, row.answered)
        assert all(
            found["outcomes", row.country, each] >= getattr(row, each)
            for each in (*lifecycle.ANSWERS, "arrested", "returned")
        )


def test_what_is_open_is_counted_at_the_end_of_every_year_and_the_first_answer_by_its_time(
    watch, monkeypatch
):
    day = lambda text: int(datetime.fromisoformat(f"{text}T12:00+00:00").timestamp() * 1000)
    monkeypatch.setattr(history, "LEAST", 1)
    watch.add(
        [proposal(number, colour="purple", tlp="TLP:GREEN") for number in (1, 2)],
        "a",
        at_ms=day("2023-12-30"),
    )
    watch.step(1, "answered", "x", "THA", "THA", "need_more", at_ms=day("2024-01-01"))
    watch.step(1, "answered", "x", "THA", "THA", "located", at_ms=day("2025-02-01"))
    watch.step(1, "answered", "x", "THA", "THA", "located", at_ms=day("2025-02-02"))
    watch.step(2, "withdrawn", "x", "IDN", at_ms=day("2024-06-01"))
    found = {
        (figure, year, country, category): int(value)
        for figure, country, category, year, value, _ in history.lines(watch, day("2025-06-01"))
        if value != "<5"
    }
    assert found == {
        **{("proposals", 2023, code, "purple"): 2 for code in ("MYS", "THA")},
        **{("open", 2023, code, "purple"): 2 for code in ("MYS", "THA")},
        **{("open", 2024, code, "purple"): 1 for code in ("MYS", "THA")},
        ("open", 2025, "MYS", "purple"): 1,
        ("first_answers", 2024, "THA", "three_days"): 1,
        ("outcomes", 2024, "THA", "need_more"): 1,
        ("outcomes", 2025, "THA", "located"): 1,
    }


def test_figures_hold_nothing_above_their_mark_and_no_small_number(watch):
    for number, mark in enumerate(
        [*["TLP:GREEN"] * 6, *["TLP:RED"] * 9, *["TLP:AMBER+STRICT"] * 9]
    ):
        watch.add([proposal(number, colour="purple", tlp=mark)], "a")
    watch.add([proposal("black", colour="black", tlp="TLP:AMBER")], "a")
    watch.add([proposal("only", concerned={"explicit": ["FRA"]}, tlp="TLP:RED")], "a")
    for number in range(1, 7):  # answers to what may be counted, marked so that they may not be
        watch.step(number, "answered", "x", "THA", "THA", "located", tlp=Tlp.RED)
        watch.step(number, "arrested", "x", "THA", "THA", tlp=Tlp.RED)
    found = list(history.lines(watch))
    assert {each[1] for each in found} == {"THA", "MYS"}  # FRA is not even named
    exact = {each[:3]: each[4] for each in found if each[4] != "<5"}
    assert exact == {
        (figure, code, "purple"): "6" for figure in ("proposals", "open") for code in ("THA", "MYS")
    }
    assert {each[5] for each in found} == {"AMBER"}  # the strictest that went in
    cells = Counter((each[0], each[1]) for each in found)
    assert all(many == len(history.CATEGORIES[figure]) for (figure, _), many in cells.items())


def test_the_cells_of_the_figures_are_the_categories_described():
    for figure, categories in history.CATEGORIES.items():
        described = catalog.indicators()[f"watch.{figure}"]
        assert set(described.categories) == set(categories) and not described.partner_role


def test_the_life_cycle_is_an_indicator_like_any_other(own_store, monkeypatch, capsys):
    monkeypatch.delenv("THREATS_WATCH_URL", raising=False)
    opened = ledger.opened(f"sqlite:///{own_store}/watch.sqlite")
    opened.add(
        [
            *(proposal(number, colour="purple", tlp="TLP:CLEAR") for number in range(7)),
            proposal("one", colour="black", tlp="TLP:CLEAR"),
        ],
        "a",
    )
    for number in range(1, 6):
        opened.step(number, "answered", "x", "THA", "THA", "located")
    assert notices.main(["figures"]) == 0
    assert main(["indicators", "--format", "json"]) == 0
    assert {"watch.proposals", "watch.first_answers", "watch.open", "watch.outcomes"} <= {
        each["id"] for each in json.loads(capsys.readouterr().out.split("\n", 1)[1])
    }
    for name, value, high in (
        ("watch.proposals", 7, 7 + 7 * 4),  # one of another colour lies in the range alone
        ("watch.first_answers", 5, 5 + 3 * 4),
        ("watch.outcomes", 5, 5 + 4 * 4),
    ):
        asked = ["query", name, "--by", "country", "--format", "json"]
        assert main([*asked, "--country", "THA"]) == 0
        answer = json.loads(capsys.readouterr().out)
        row = answer["rows"][0]
        assert (row["value"], row["low"], row["high"]) == (value, value, high)
    for path, parameters, words in (
        (
            "pages/notices.py",
            {"indicator": ["watch.outcomes"]},
            "What countries did about proposals",
        ),
        ("pages/country.py", {"country": ["THA"]}, "Proposals that wait"),
    ):
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
        app.query_params.update(parameters)
        app.switch_page(path).run()
        assert not app.exception
        shown = [
            str(getattr(each, "label", ""))
            + str(getattr(each, "value", ""))
            + str(getattr(each, "options", ""))
            for each in (
                *app.metric,
                *app.text,
                *app.caption,
                *app.table,
                *app.dataframe,
                *app.selectbox,
                *app.subheader,
            )
        ]
        shown.append(str(charts(app)))
        assert any(words in each for each in shown), (path, shown)


def test_a_demonstration_is_never_counted_among_the_figures(own_store, monkeypatch, capsys):
    monkeypatch.delenv("THREATS_WATCH_URL", raising=False)
    demo.past(ledger.opened(f"sqlite:///{own_store}/watch.sqlite"), 3, 1)
    assert notices.main(["figures"]) == 1 and "demonstration" in capsys.readouterr().err
    assert not (own_store / "watch.json").exists()


# --- STIX


def test_a_bundle_is_the_same_proposals():
    sent = [*(each for each in demo.invented(30, 5)), proposal()]
    read = stix.proposals(model.parse(json.dumps(stix.bundle(sent))))
    assert sorted(each.digest() for each in read) == sorted(each.digest() for each in sent)


@pytest.mark.parametrize("kind", ["threat-actor", "identity", "indicator", "x-person", None])
def test_a_bundle_with_anything_else_is_refused_by_name(kind):
    bundle = stix.bundle([proposal()])
    bundle["objects"].append(
        {
            "type": kind,
            "spec_version": "2.1",
            "id": f"{kind}--00000000-0000-4000-8000-000000000000",
            "name": "A person",
            "identity_class": "individual",
        }
    )
    with pytest.raises(model.RefusedError) as refused:
        stix.proposals(bundle)
    assert any(
        each.field.startswith(f"objects[{len(bundle['objects']) - 1}]")
        for each in refused.value.faults
    )


@pytest.mark.parametrize(
    "change",
    [
        {"name": "A person"},
        {"description": "x"},
        {"object_marking_refs": []},
        {"external_references": []},
        {"published": "2016"},
        {"extensions": {}},
        {"extensions": None},
        {"object_marking_refs": None},
    ],
)
def test_a_report_that_lacks_something_is_refused(change):
    bundle = stix.bundle([proposal()])
    next(each for each in bundle["objects"] if each["type"] == "report").update(change)
    with pytest.raises(model.RefusedError):
        stix.proposals(bundle)


def _of(bundle, kind):
    return next(each for each in bundle["objects"] if each["type"] == kind)


AMBER, RED, CLEAR = (
    next(mark for mark, label in stix.MARKS.items() if label == wanted)
    for wanted in (Tlp.AMBER, Tlp.RED, Tlp.CLEAR)
)


@pytest.mark.parametrize("kind", ["report", "relationship", "location"])
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"revoked": True}, "revoked"),
        ({"revoked": "true"}, "revoked"),
        ({"revoked": None}, "revoked"),
        ({"object_marking_refs": [RED]}, "TLP:RED|one TLP mark|less than"),
        ({"object_marking_refs": ["marking-definition--" + "0" * 8]}, "another mark"),
        ({"granular_markings": [{"marking_ref": RED, "selectors": ["id"]}]}, "granular_markings"),
        ({"modified": "2020-13-45T00:00:00Z"}, "modified: is not a time"),
        ({"created_by_ref": "identity--00000000-0000-4000-8000-000000000000"}, "not in the bundle"),
    ],
)
def test_nothing_an_object_says_of_itself_is_lost(kind, change, words):
    bundle = stix.bundle([proposal(tlp="TLP:AMBER")])
    _of(bundle, kind).update(change)
    if kind == "report" and change.get("object_marking_refs") == [RED]:
        assert stix.proposals(bundle)[0].tlp == Tlp.RED
        return
    with pytest.raises(model.RefusedError, match=words):
        stix.proposals(bundle)


def test_what_is_not_revoked_or_less_strict_is_taken():
    bundle = stix.bundle([proposal(tlp="TLP:AMBER")])
    for each in bundle["objects"]:
        each["revoked"] = False
    _of(bundle, "location")["object_marking_refs"] = [CLEAR]
    bundle["objects"].append(
        {
            "type": "marking-definition",
            "id": AMBER,
            "spec_version": "2.1",
            "definition_type": "tlp",
            "definition": {"tlp": "amber"},
        }
    )
    assert stix.proposals(bundle)[0].tlp == Tlp.AMBER
    bundle["objects"][-1]["definition"]["tlp"] = "red"
    with pytest.raises(model.RefusedError, match="it calls itself"):
        stix.proposals(bundle)


def test_what_hangs_in_the_air_is_refused_by_name():
    whole = stix.bundle([proposal()])
    link = _of(whole, "relationship")
    for gone in [each for each in whole["objects"] if each["type"] in ("relationship", "location")]:
        bundle = json.loads(json.dumps(whole))
        bundle["objects"] = [each for each in bundle["objects"] if each["id"] != gone["id"]]
        with pytest.raises(model.RefusedError, match=gone["id"]):
            stix.proposals(bundle)
    bundle = json.loads(json.dumps(whole))
    turned = _of(bundle, "relationship")
    turned["source_ref"], turned["target_ref"] = turned["target_ref"], turned["source_ref"]
    with pytest.raises(model.RefusedError, match=r"source_ref: is a location.*it must be a report"):
        stix.proposals(bundle)
    bundle = json.loads(json.dumps(whole))
    alone = _of(bundle, "location") | {"id": "location--00000000-0000-4000-8000-000000000000"}
    bundle["objects"].append(alone)
    with pytest.raises(model.RefusedError, match="no relationship leads to location--00000000"):
        stix.proposals(bundle)
    assert link["source_ref"].startswith("report--")


@pytest.mark.parametrize(
    "time",
    [
        "2020-01-02Tnonsense Z",
        "2020-01-02T99:00:00Z",
        "2020-02-30T00:00:00Z",
        "2020-01-02T00:00:00",
        "2020-01-02",
        20200102,
    ],
)
def test_a_time_that_is_none_is_refused(time):
    bundle = stix.bundle([proposal()])
    _of(bundle, "report")["published"] = time
    with pytest.raises(model.RefusedError, match="published: is not a time"):
        stix.proposals(bundle)


# --- who may, and the command line


def test_without_a_folder_the_watch_is_off(monkeypatch, capsys):
    monkeypatch.delenv("THREATS_STORE", raising=False)
    monkeypatch.delenv("THREATS_WATCH_URL", raising=False)
    assert ledger.current(create=True) is None
    assert notices.main(["list"]) == 1 and "THREATS_WATCH_URL" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["nonsense", "mysql://x/y", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_makes_no_sense_is_said(address, monkeypatch, capsys):
    monkeypatch.setenv("THREATS_WATCH_URL", address)
    assert notices.main(["list"]) == 1 and "THREATS_WATCH_URL" in capsys.readouterr().err


def test_the_command_line(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("THREATS_WATCH_URL", raising=False)
    monkeypatch.setenv("THREATS_STORE", str(tmp_path))
    assert (
        notices.main(
            [
                "add",
                "--reference",
                "ID-2016/1",
                "--requesting",
                "IDN",
                "--colour",
                "red",
                "--offence",
                "terrorism",
                "--date",
                "2016-12-01",
                "--last-known",
                "THA",
                "--format",
                "json",
            ]
        )
        == 0
    )
    assert {each["country"] for each in json.loads(capsys.readouterr().out)[0]["routes"]} == {
        "THA",
        "MYS",
        "KHM",
        "LAO",
        "MMR",
    }
    assert notices.main(["list", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["tlp"] == USUAL  # none was chosen
    assert (
        notices.main(
            [
                "answer",
                "ID-2016/1",
                "--requesting",
                "IDN",
                "--country",
                "THA",
                "--answer",
                "located",
                "--text",
                "=1+1",
            ]
        )
        == 0
    )
    assert (
        notices.main(
            [
                "answer",
                "ID-2016/1",
                "--requesting",
                "IDN",
                "--country",
                "FRA",
                "--answer",
                "located",
            ]
        )
        == 1
    )
    capsys.readouterr()
    assert notices.main(["list", "--country", "THA", "--bucket", "done", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["answer"] == "located"
    assert notices.main(["add", "--reference", "ID-2016/2"]) == 1
    assert {"colour", "requesting", "offence"} <= {
        line.split(": ")[1] for line in capsys.readouterr().err.splitlines()
    }
    assert notices.main(["demo", "--many", "1"]) == 1


def test_dates_are_between_what_can_be():
    assert model.read({**GOOD, "date": "2016-12-02"}, today=date(2016, 12, 1)).date == date(
        2016, 12, 2
    )
    with pytest.raises(model.RefusedError):
        model.read({**GOOD, "date": "2016-12-03"}, today=date(2016, 12, 1))
