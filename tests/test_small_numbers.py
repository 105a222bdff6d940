"""Small numbers of persons in marked figures stay hidden: whoever asks every question with two and
three filters, reads every row, and knows which figures are the sum of which, learns of no hidden
cell more than that it is small.
"""

import itertools
import json
import random
from collections import Counter
from dataclasses import replace
from datetime import date

import linear
import pandas as pd
import pytest
from long import LONG

import settings
from data import catalog, query, store
from data.ingest import user_tables
from data.query import Filters
from data.reading import user_file
from data.records import complete
from data.store import StoreError, small
from security import reader
from security.reader import Reader
from security.tlp import Role, Tlp

pytestmark = pytest.mark.usefixtures("here")
COUNTRIES, YEARS = ("IDN", "SGP", "THA"), (2018, 2019, 2020)


def keep(root, written, lines, kind="observation", tlp=Tlp.AMBER):
    """Brings the table as its reader would, as one that counts persons."""
    path = written("Country,Date,Kind,Persons\n" + "".join(f"{line}\n" for line in lines), "t.csv")
    table = user_file.Table(path)
    about = user_tables.About("Persons", "persons", kind, tlp=tlp, persons=True)
    user_tables.keep(root, user_tables.read(table, user_file.guess(table), about))
    store.forget()


def told(indicator, categories, partners=(None,)):
    """What all questions with two and three filters, and the rows, say: facts about cells named by
    country, partner, category and year.
    """
    about = query.indicator(Filters(indicator))
    rows = query.rows(Filters(indicator, (), tuple(categories)))
    if rows.empty:
        return [], rows
    blank = rows[["country", "partner", "category"]].fillna("")
    rows = rows.assign(
        year=pd.to_datetime(rows["start"]).dt.year,
        cell=blank.agg("|".join, axis=1) + "|" + rows["start"].astype(str).str[:4],
        **{name: blank[name] for name in blank},
    )
    facts = [
        (Counter(part["cell"]), part["low"].sum(), part["high"].sum())
        for _, part in rows.groupby("record")
    ]
    held = list(rows.itertuples())  # looked through for each of thousands of figures
    places = [*((each,) for each in COUNTRIES), *itertools.combinations(COUNTRIES, 2), ()]
    kinds = [*((each,) for each in categories), *itertools.combinations(categories, 2), ()]
    spans = [*((each, each) for each in YEARS), *itertools.combinations(YEARS, 2), None]
    for place, kind, span, partner in itertools.product(places, kinds, spans, partners):
        if bool(place) + bool(kind) + bool(span) + bool(partner) < 2:
            continue
        asked = Filters(indicator, place, kind, partner)
        if span:
            asked = asked.during(date(span[0], 1, 1), date(span[1], 12, 31))
        among = [
            row
            for row in held
            if (not place or row.country in place)
            and (not kind or row.category in kind)
            and (not span or span[0] <= row.year <= span[1])
            and (not partner or row.partner == partner)
        ]
        every = (
            among  # of categories that never add up the main one is counted where none is asked for
        )
        if about.one_category and not kind:
            among = [row for row in among if row.category == about.main_category]
        if about.one_category and len(kind) > 1:
            among = []
        total = query.total(asked)
        if total.low is not None:
            facts.append((cells(among), total.low, total.high))
        document = query.answer(asked, "country")
        for row in document["rows"]:
            facts.append((cells(among, country=row["country"]), row["low"], row["high"]))
        for table, columns in (
            (query.by_period(asked), {"year": "period"}),
            (query.by_category(asked), {"category": "category"}),
            (query.by_period_and_category(asked), {"year": "period", "category": "category"}),
        ):
            for row in table.itertuples():
                keys = {field: getattr(row, column) for field, column in columns.items()}
                mine = cells(every if "category" in columns else among, **keys)
                facts.append((mine, row.low, row.high))
    return [fact for fact in facts if fact[0]], rows


def cells(among, **keys):
    """How often each cell is among the rows that have these values."""
    return Counter(
        row.cell
        for row in among
        if all(str(getattr(row, field)) == str(value) for field, value in keys.items())
    )


def equal(*parts, whole):
    return ({whole: 1} | dict.fromkeys(parts, -1), 0, 0)


def determined(truth, facts):
    """The small cells of which more can be known than that they are from 1 to 4."""
    found, facts = {}, linear.simpler(facts)
    for cell, number in truth.items():
        if 0 < number < 5:
            low, high = linear.interval(cell, facts)
            if low > 1 or high < 4:
                found[cell] = (low, high, number)
    return found


def drawn(seed, categories):
    chance = random.Random(seed)
    return {
        (country, year, kind): chance.choice([0, 1, 2, 3, 4, 5, 6, 9, 14, 30])
        for country, year, kind in itertools.product(COUNTRIES, YEARS, categories)
    }


@pytest.mark.parametrize("seed", range(20 if LONG else 1))
def test_no_system_of_questions_says_more_of_a_cell_of_an_own_table(seed, own_store, written):
    truth = drawn(seed, ("a", "b", "c"))
    keep(own_store, written, [f"{c},{y},{k},{n}" for (c, y, k), n in truth.items()])
    facts, rows = told("own.persons", ("a", "b", "c"))
    named = {f"{c}||{k}|{y}": n for (c, y, k), n in truth.items()}
    assert not determined(named, facts)
    exact = {row.cell: row.value for row in rows.itertuples() if row.value == row.value}
    assert exact == {cell: n for cell, n in named.items() if not 0 < n < 5}, "the others stay"
    assert sum(0 < n < 5 for n in named.values()) == rows["value"].isna().sum() > 5
    with settings.using(smallest=1):
        keep(own_store, written, [f"{c},{y},{k},{n}" for (c, y, k), n in truth.items()])
    facts, _ = told("own.persons", ("a", "b", "c"))
    assert len(determined(named, facts)) > 5, "without the wall the same system solves them"


def divided(seed):
    """Totals and two ways to divide them, of every country and year."""
    chance = random.Random(seed)
    truth = {}
    for country, year in itertools.product(COUNTRIES, YEARS):
        male, female = chance.choice([2, 7, 20, 31]), chance.choice([0, 1, 3, 4, 8, 12])
        adult = chance.randint(0, male + female)
        parts = {"male": male, "female": female, "adult": adult, "child": male + female - adult}
        truth |= {(country, year, kind): n for kind, n in parts.items()}
        truth[country, year, "total"] = male + female
    return truth


def known_of(truth):
    return [
        equal(*(f"{c}||{part}|{y}" for part in parts), whole=f"{c}||total|{y}")
        for c, y in {key[:2] for key in truth}
        for parts in (("male", "female"), ("adult", "child"))
    ]


@pytest.mark.parametrize("seed", range(20 if LONG else 1))
@pytest.mark.parametrize("wall", [True, False])
def test_a_total_beside_its_parts_gives_none_of_them_away(
    seed, wall, own_store, written, monkeypatch
):
    truth = divided(seed)
    if not wall:
        monkeypatch.setattr(small, "_without_wholes", lambda cells, about: cells)
    keep(own_store, written, [f"{c},{y},{k},{n}" for (c, y, k), n in truth.items()])
    about = catalog.indicators()["own.persons"]
    assert about.one_category and about.main_category == "total"
    facts, rows = told("own.persons", tuple(about.categories))
    found = determined(
        {f"{c}||{k}|{y}": n for (c, y, k), n in truth.items()}, [*facts, *known_of(truth)]
    )
    assert bool(found) is not wall, found
    if wall:
        assert rows["value"].notna().any() and len(rows) < len(truth)


def siblings(seed):
    """The total, by form and by citizenship of every country and year, each a sum of parts."""
    chance = random.Random(seed)
    source = catalog.everything()["glotip"]
    rows, relations, truth = [], [], {}
    for country, year in itertools.product(COUNTRIES, YEARS):
        most = 40 if year == 2020 else 9
        forms = {each: chance.randint(5 if most == 40 else 0, most) for each in FORMS}
        whole = sum(forms.values())
        first = chance.randint(0, whole)
        partners = {"PHL": first, "VNM": whole - first}
        rows.append(("detected_victims", country, None, None, year, whole))
        rows += [("victims_by_form", country, None, form, year, n) for form, n in forms.items()]
        rows += [
            ("victims_by_citizenship", country, other, "foreign", year, n)
            for other, n in partners.items()
        ]
        total = f"detected_victims:{country}|||{year}"
        parts = [f"victims_by_form:{country}||{form}|{year}" for form in FORMS]
        people = [f"victims_by_citizenship:{country}|{other}|foreign|{year}" for other in partners]
        relations += [equal(*parts, whole=total), equal(*people, whole=total)]
        truth |= {total: whole, **dict(zip(parts, forms.values(), strict=True))}
        truth |= dict(zip(people, partners.values(), strict=True))
    names = ("indicator", "country", "partner", "category", "year", "value")
    table = pd.DataFrame(rows, columns=names)
    table["start"] = pd.to_datetime(table.pop("year").astype(str) + "-01-01")
    table["record"] = table.groupby("indicator").cumcount()
    marked = replace(
        source,
        indicators={key: replace(each, persons=True) for key, each in source.indicators.items()},
    )
    return marked, complete(table.assign(precision="year", tlp="AMBER")), truth, relations


FORMS = ("forced_labour", "sexual_exploitation", "other")


@pytest.mark.parametrize("wall", [True, False])
def test_one_indicator_gives_nothing_of_another_away(wall, own_store, monkeypatch):
    source, records, truth, relations = siblings(1)
    if not wall:
        monkeypatch.setattr(small, "_keep_the_first", lambda made: None)
    store.publish(own_store, source, records, {})
    store.forget()
    facts = list(relations)
    for name, kinds, partners in (
        ("detected_victims", (), (None,)),
        ("victims_by_form", FORMS, (None,)),
        ("victims_by_citizenship", ("foreign",), (None, "PHL", "VNM")),
    ):
        said, _ = told(f"glotip.{name}", kinds, partners)
        facts += [
            ({f"{name}:{cell}": n for cell, n in about.items()}, low, high)
            for about, low, high in said
        ]
    found = determined(truth, facts)
    assert bool(found) is not wall, found


def test_events_become_cells_and_neither_rows_nor_report_count_them(own_store, written):
    lines = ["IDN,2019-03-04,a,1"] * 3 + ["IDN,2019-03-09,b,1"] * 7 + ["SGP,2019-05-01,a,1"]
    keep(own_store, written, lines, kind="event")
    rows = query.rows(Filters("own.persons"))
    assert sorted(rows["value"].fillna(-1)) == [-1, -1, 7] and {*rows["high"]} == {4, 7}
    assert {*rows["row"]} == {0} and {*pd.to_datetime(rows["start"]).dt.day} == {1}
    total = query.total(Filters("own.persons"))
    assert (total.value, total.low, total.high, total.masked) == (7, 7, 15, 2)
    pointer = (own_store / "own.json").read_text(encoding="utf-8")
    report = json.loads(pointer)["report"]
    for each in (report, report["tables"]["persons"]):
        assert each["read"] == each["kept"] == 3
        assert not each["precision"] and not each["dropped"] and not each["duplicates"]


def test_what_is_for_the_world_and_what_counts_no_persons_stays(own_store, written):
    lines = ["IDN,2019,a,3", "SGP,2019,a,9"]
    keep(own_store, written, lines, tlp=Tlp.CLEAR)
    assert query.total(Filters("own.persons")).value == 12
    records = pd.DataFrame({"record": [1], "country": "IDN", "value": 3.0, "tlp": "RED"})
    records = complete(records.assign(indicator="attacks", start=pd.Timestamp(2019, 1, 1)))
    source = catalog.everything()["gtd"]
    assert small.hide(records, source)[0] is records


def test_marks_are_hidden_apart_so_that_lowering_the_page_gives_nothing_away(own_store):
    """3 persons at AMBER and 4 at GREEN in one cell: neither the whole nor the part is exact."""
    source = catalog.everything()["gtd"]
    persons = replace(
        source,
        indicators={key: replace(each, persons=True) for key, each in source.indicators.items()},
    )
    made = pd.DataFrame(
        {
            "indicator": "attacks",
            "record": range(7),
            "country": "IDN",
            "start": pd.Timestamp(2016, 1, 1),
            "tlp": ["AMBER"] * 3 + ["GREEN"] * 4,
        }
    )
    if len(small.counted(persons)) > 1:
        persons = replace(persons, indicators={"gtd.attacks": persons.indicators["gtd.attacks"]})
    store.publish(own_store, persons, complete(made), {})
    store.forget()
    asked = Filters("gtd.attacks", ("IDN",))
    for mark, high in ((Tlp.CLEAR, 0), (Tlp.GREEN, 4), (Tlp.RED, 8)):
        who = Reader("", frozenset({Role.HEADQUARTERS}), shown=mark)
        with reader.using(who):
            assert (query.total(asked).low, query.total(asked).high) == (0, high)


def test_figures_of_the_world_go_where_a_country_is_hidden():
    source = catalog.everything()["ic3"]
    world = next(each for each in source.indicators.values() if each.world)
    about = replace(world, persons=True, kind="observation", one_category=False, overlap=False)
    marked = replace(source, indicators={world.id: about})
    rows = [(None, True, 2019, 20), ("IDN", False, 2019, 17), ("SGP", False, 2019, 3)]
    made = pd.DataFrame(rows, columns=["country", "world", "year", "value"])
    made["start"] = pd.to_datetime(made.pop("year").astype(str) + "-01-01")
    made = made.assign(
        indicator=world.id.partition(".")[2], record=range(3), precision="year", tlp="AMBER"
    )
    found, names = small.hide(complete(made), marked)
    assert names == {world.id.partition(".")[2]} and not found["world"].any()
    assert found.set_index("country")["value"].fillna(-1).to_dict() == {"IDN": 17, "SGP": -1}


def test_a_marked_list_of_persons_is_refused(own_store):
    source = catalog.everything()["iuu_vessels"]
    listing = next(iter(source.indicators.values()))
    marked = replace(source, indicators={listing.id: replace(listing, persons=True)})
    made = pd.DataFrame(
        {"indicator": "vessels_listed", "record": [1], "country": "IDN", "start": pd.NaT}
    )
    made["start"] = made["start"].astype("datetime64[s]")
    with pytest.raises(StoreError, match="a list of persons"):
        store.publish(own_store, marked, complete(made.assign(tlp="AMBER")), {})
    store.publish(own_store, marked, complete(made), {})


@pytest.mark.parametrize(
    ("facts", "target", "expected"),
    [
        ([({"x": 1, "y": 1}, 10, 10), ({"y": 1}, 7, 7)], "x", (3, 3)),
        ([({"x": 1, "y": 1}, 10, 10)], "x", (0, 10)),
        ([({"x": 1, "y": 1}, 10, 10), ({"x": 1, "y": -1}, 2, 4)], "x", (6, 7)),
        ([({"x": 1}, 1, 4), ({"z": 1}, 3, 3)], "x", (1, 4)),
        ([({"x": 1, "y": -1}, 0, 0)], "x", (0, float("inf"))),
        (
            [({"t": 1, "x": -1, "y": -1, "z": -1}, 0, 0), ({"t": 1}, 12, 12)]
            + [({name: 1}, 0, 4) for name in "xyz"],
            "x",
            (4, 4),
        ),
    ],
)
def test_the_system_is_solved(facts, target, expected):
    assert linear.interval(target, facts) == expected
    assert linear.interval(target, linear.simpler(facts)) == expected
