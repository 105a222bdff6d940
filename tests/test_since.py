"""What changed since a seal: every edit is found, none that was not made, and what they make of a
card is its difference.
"""

import random

import pandas as pd
import pytest
from long import LONG
from versions import publish, records

import settings
from briefing import seal, since, views
from briefing.keeping import Briefing
from briefing.views import View
from data import query
from data.analysis import revisions
from data.analysis.revisions import KINDS, Reach
from data.cli import commands
from data.geography import groups
from data.query import Filters
from security import reader

VICTIMS = "glotip.detected_victims"
LISTED = "iuu_vessels.vessels_listed"
SHARES = {"withdrawn": 9, "revised": 10, "reclassified": 9, "late": 9, "record": 6, "period": 7}
assert sum(SHARES.values()) == 50 and {*SHARES} == {*KINDS}


@pytest.fixture(autouse=True)
def root(own_store):
    with settings.using(store=own_store), reader.using(reader.LOCAL):
        yield own_store


def briefing(*views):
    return Briefing(name="one", title="One", views=views)


VIEWS = (
    View(id="world", address=f"/trafficking?indicator={VICTIMS}"),
    View(id="year", address=f"/trafficking?indicator={VICTIMS}&period=2018&country=DEU"),
    View(
        id="span", address=f"/trafficking?indicator={VICTIMS}&period=2010&period=2020&group=ASEAN"
    ),
    View(id="vessels", address=f"/illegal-fishing?indicator={LISTED}"),
    View(id="thailand", address="/country?country=THA", drawing="figures"),
    View(id="all", address="/"),
)


def edited(chance):
    """The records of two sources with 50 edits, and what each made: (kind, indicator) counts and
    the sums of the figures of victims by kind, country and year.
    """
    victims, vessels = records("glotip"), records("iuu_vessels")
    mine = victims[victims["indicator"].eq("detected_victims") & victims["value"].gt(30)]
    places = ["country", "partner", "category", "start"]
    key = mine[places].astype("object").fillna("").astype("str").agg("|".join, axis=1)
    value = mine["value"].astype("str") + mine["start"].astype("str")
    alone = mine[~key.duplicated(keep=False) & ~value.duplicated(keep=False) & ~mine["world"]]
    rows = list(chance.sample(list(alone.index), 44))
    known, codes = {*key}, sorted(mine["country"].unique())
    last = victims.loc[mine.index, "start"].dt.year.max()
    made, effects, drop, fresh = [], [], [], []
    number = int(victims["record"].max()) + 1

    def effect(kind, row, by):
        effects.append((kind, row["country"], row["start"].year, by))

    for kind, many in SHARES.items():
        for _ in range(many if kind != "record" else 0):
            at = rows.pop()
            row = victims.loc[at].copy()
            by = 1000 + 7 * len(made)
            if kind == "withdrawn":
                drop.append(at)
                effect(kind, row, -row["value"])
            elif kind == "revised":
                victims.loc[at, ["value", "low", "high"]] = row["value"] + by
                effect(kind, row, by)
            elif kind == "reclassified":
                rest = ["" if pd.isna(each) else str(each) for each in row[places[1:]]]
                free = [each for each in codes if "|".join([each, *rest]) not in known]
                victims.loc[at, "country"] = chance.choice(free)
                effect(kind, row, -row["value"])
                effect(kind, victims.loc[at], row["value"])
            else:
                new = row.copy()
                new["record"], number = number, number + 1
                new[["value", "low", "high"]] = by
                if kind == "late":
                    new["start"] = pd.Timestamp("2004-01-01")
                else:
                    new["start"] = pd.Timestamp(f"{last + chance.choice([1, 2])}-01-01")
                fresh.append(new)
                effect(kind, new, by)
            made.append((kind, VICTIMS))
    victims = pd.concat(
        [victims.drop(index=drop), pd.DataFrame(fresh).astype(victims.dtypes)], ignore_index=True
    )
    open_ = vessels["end"].isna() & vessels["start"].notna()
    still = open_.groupby(vessels["record"]).all()
    for record in chance.sample(list(still.index[still]), SHARES["record"]):
        vessels.loc[vessels["record"].eq(record), "end"] = pd.Timestamp("2025-12-20")
        made.append(("record", LISTED))
    return victims, vessels, made, effects


@pytest.mark.parametrize("seed", range(20 if LONG else 2))
def test_fifty_edits_are_found_and_none_besides_and_they_explain_each_card(root, seed):
    made = seal.seal(briefing(*(VIEWS if LONG else VIEWS[:4])))
    chance = random.Random(seed)
    victims, vessels, edits, effects = edited(chance)
    publish(root, "glotip", victims)
    publish(root, "iuu_vessels", vessels)
    found = since.since(made)
    assert {*found.sources} == {"glotip", "iuu_vessels"} and not found.gone
    got = [(each.kind, name) for name in (VICTIMS, LISTED) for each in found.found[name]]
    assert sorted(got) == sorted(edits) and len(got) == 50
    for kind, many in SHARES.items():
        assert found.many(kind) == many or LONG
    assert found.moved
    for card in found.moved:
        assert card.difference is None or sum(card.by.values()) == pytest.approx(card.difference)
        assert card.difference is None or card.world + card.data == pytest.approx(card.difference)
    cards = {(each.view, each.title): each for each in found.moved}
    members = groups.members("ASEAN")
    for view, inside, years in (
        ("year", {"DEU"}, {2018}),
        ("world", {each for _, each, _, _ in effects}, {2022}),
        ("span", members, {*range(2010, 2021)}),
    ):
        expected = {}
        for kind, country, year, by in effects:
            if country in inside and year in years:
                expected[kind] = expected.get(kind, 0) + by
        card = next((each for (of, _), each in cards.items() if of == view), None)
        by = {kind: each for kind, each in expected.items() if each}
        assert (card.by if card else {}) == pytest.approx(by)


def test_a_newer_edition_is_the_world_and_a_revised_one_the_data(root, capsys):
    name = "oc_index.criminality"
    made = seal.seal(briefing(View(id="one", address=views.address(Filters(name, ("DEU",))))))
    found = records("oc_index")
    mine = found["indicator"].eq("criminality") & found["start"].eq(found["start"].max())
    later = found[mine].copy()
    later["start"] += pd.DateOffset(years=2)
    later["record"] += found["record"].max() + 1
    for each in ("value", "low", "high"):
        found.loc[mine, each] -= 0.25
        later[each] -= 0.75
    publish(root, "oc_index", pd.concat([found, later], ignore_index=True))
    assert commands.main(["briefing", "since", made.code]) == 0
    heads, said = capsys.readouterr().out.splitlines()
    assert "revised" in heads and "the world changed: −0.5 (of a new period −0.5)" in said
    assert "the data changed: −0.25 (revised −0.25)" in said
    (card,) = since.since(made).moved
    assert card.now and card.now != card.title
    assert card.by == pytest.approx({"revised": -0.25, "period": -0.5})
    assert (card.data, card.world, card.difference) == pytest.approx((-0.25, -0.5, -0.75))


def table(*rows):
    """Records of one indicator: country, category, start, value, and more."""
    made = pd.DataFrame(rows, columns=["country", "category", "start", "value", "end"])
    full = {
        "indicator": "x",
        "record": range(len(made)),
        "partner": None,
        "precision": "day",
        "world": False,
        "rank": 1,
        "row": 0,
        "stated": None,
        "cited": None,
        "tlp": "CLEAR",
        "low": made["value"],
        "high": made["value"],
        "start": pd.to_datetime(made["start"]),
        "end": pd.to_datetime(made["end"]),
    }
    return made.assign(**full)


REACH = {"x": Reach(pd.Timestamp("2020-06-30").date(), "2020")}
A = ("DEU", "a", "2020-01-01", 5.0, None)


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ([A], [A], []),
        ([A, A], [A], ["withdrawn"]),
        ([A], [A, A], ["late"]),
        ([A], [("DEU", "a", "2020-01-01", 6.0, None)], ["revised"]),
        ([A], [("DEU", "b", "2020-01-01", 5.0, None)], ["reclassified"]),
        ([A], [("FRA", "a", "2020-01-01", 5.0, None)], ["reclassified"]),
        ([A], [("FRA", "b", "2020-01-01", 5.0, None)], ["withdrawn", "late"]),
        ([A], [A, ("DEU", "a", "2020-07-01", 5.0, None)], ["record"]),
        ([A], [A, ("DEU", "a", "2021-01-01", 5.0, None)], ["period"]),
        ([A], [A, ("DEU", "a", None, 5.0, None)], ["late"]),
        ([A], [("DEU", "a", "2020-01-01", 5.0, "2020-07-01")], ["record"]),
        ([A], [("DEU", "a", "2020-01-01", 5.0, "2020-03-01")], ["revised"]),
        ([], [], []),
    ],
)
def test_each_kind_is_known_by_what_it_says(old, new, kinds):
    found = revisions.between(table(*old), table(*new), REACH)
    assert [each.kind for each in found.found] == kinds
    last = found.stages["period"]
    said = ["country", "category", "start", "value", "end"]
    assert sorted(map(str, last[said].to_numpy())) == sorted(map(str, table(*new)[said].to_numpy()))


def test_the_order_and_the_numbers_of_records_are_no_change():
    rows = [("DEU", "a", f"2020-01-{day:02}", 1.0, None) for day in range(1, 20)]
    assert not revisions.between(table(*rows), table(*reversed(rows)), REACH).found


def test_nothing_changed_since_is_said_as_nothing(root):
    found = since.since(seal.seal(briefing(*VIEWS[:2])))
    assert (found.sources, found.found, found.moved) == ((), {}, ())


def test_a_figure_that_is_no_number_any_more_has_no_difference(root):
    made = seal.seal(briefing(VIEWS[1]))
    found = records("glotip")
    mine = found["country"].eq("DEU") & found["start"].dt.year.eq(2018)
    assert query.total(Filters(VICTIMS, ("DEU",))).value
    publish(root, "glotip", found[~mine])
    (card,) = since.since(made).moved
    assert card.before and card.after is None and card.difference is None and card.by == {}
