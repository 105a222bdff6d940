"""The cube gives the records' own answer where it answers, and answers what pages ask."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as some
from long import LONG
from tangled import tangled

from data import catalog, query, store
from data.cube import answers, builder, loader
from data.query import Filters
from data.records import complete
from data.records.record_query import MEASURES, QuerySpec
from data.store import Store

KEYS = [
    (),
    ("country",),
    ("partner",),
    ("category",),
    ("year",),
    ("month",),
    ("year", "category"),
    ("month", "country"),
    ("country", "partner"),
    ("year", "country"),
    ("category", "country"),
    ("country", "category", "year"),
]
SHIPPED = tuple(
    name
    for name, each in catalog.indicators().items()
    if each.source in store.versions(store.BUNDLED)
)
CODES = ["USA", "DEU", "IND", "CHN", "IDN", "RUS", "GBR", "MEX", "UKR", "TUV", "AFG"]
TWICE_DATED = (
    "ucdp_acd.active_conflicts",
    "ucdp_acd.wars",
)  # one conflict has many years: a total of several years is no sum of theirs


def same(asked: QuerySpec, opened: Store) -> bool:
    """Whether the cube answers; where it does, it must be as the records answer."""
    version = opened.versions[asked.source]
    found = answers.answer(version.cube, asked)
    if found is None:
        return False
    alike(found, opened.scanned(asked), asked)
    assert repr(answers.rows(version.cube, asked)) == repr(
        list(zip(*(found[name].tolist() for name in found), strict=True))
    )
    return True


def alike(found: pd.DataFrame, wanted: pd.DataFrame, asked: QuerySpec) -> None:
    for key in asked.keys:
        plain = [
            [
                (
                    None
                    if pd.isna(each)
                    else (
                        pd.Timestamp(each).date()
                        if key == "day"
                        else each
                        if isinstance(each, str)
                        else int(each)
                    )
                )
                for each in table[key]
            ]
            for table in (found, wanted)
        ]
        assert plain[0] == plain[1], asked
    pd.testing.assert_frame_equal(found[list(MEASURES)], wanted[list(MEASURES)], rtol=1e-12)


@some.composite
def specs(draw, names=SHIPPED, least=0):
    """A question about an indicator: some countries, at least so many, partners, categories, a
    period or a stock's days, and what to group by.
    """
    about = catalog.indicators()[draw(some.sampled_from(names))]
    codes = some.sampled_from(CODES)
    keys = draw(some.sampled_from(KEYS))
    asked = QuerySpec(
        about.id,
        keys,
        tuple(draw(some.lists(codes, min_size=least, max_size=4, unique=True))),
        tuple(draw(some.lists(codes, max_size=2, unique=True))) if draw(some.booleans()) else (),
        (
            tuple(
                draw(
                    some.lists(
                        some.sampled_from([*about.categories, *list(about.categories)[:3] * 3]),
                        max_size=3,
                        unique=True,
                    )
                )
            )
            if about.categories
            else ()
        ),
        world=draw(some.sampled_from([True, False])) if about.world else None,
    )
    source = catalog.source_of(about)
    if about.aggregation == "stock":
        keys = tuple(dict.fromkeys("day" if key in ("year", "month") else key for key in keys))
        days = draw(
            some.lists(
                some.sampled_from(builder.stock_days(source)),
                min_size=1,
                max_size=5 if "day" in keys else 1,
                unique=True,
            )
        )
        return replace(asked, days=tuple(sorted(days)), keys=keys)
    years = some.integers(source.first.year - 1, source.last.year + 1)
    first, last = sorted([draw(years), draw(years)])
    begin, end = (
        (draw(some.integers(1, 12)), draw(some.integers(1, 12)))
        if about.grain == "month" and draw(some.booleans())
        else (1, 12)
    )
    return replace(
        asked,
        start=draw(some.sampled_from([None, date(first, begin, 1)])),
        end=draw(
            some.sampled_from(
                [
                    None,
                    (
                        date(last, end, 28)
                        if end == 2
                        else date(last, end, 30 if end in (4, 6, 9, 11) else 31)
                    ),
                ]
            )
        ),
    )


@settings(max_examples=300 if LONG else 30)
@given(specs())
@example(QuerySpec("eurepoc.incidents", ("category",), ("USA", "DEU", "UKR")))
@example(QuerySpec("eurepoc.incidents", ("country",), categories=("data_theft", "disruption")))
@example(
    QuerySpec(
        "iuu_vessels.vessels_listed",
        ("day",),
        categories=("IOTC", "SIOFA"),
        days=(date(2020, 12, 31), date(2021, 12, 31)),
    )
)
def test_the_cube_answers_as_the_records_do(asked):
    assume(same(asked, store.current()))  # if it hardly ever answered, Hypothesis would refuse this


@pytest.mark.alike(2)
@pytest.mark.parametrize(
    "indicator",
    [
        "gtd.attacks",
        "interpol_api.red_notices",
        "iuu_vessels.vessels_listed",
        "ctdc.victims",
        "acled.events",
    ],
)
def test_however_records_overlap_each_counts_once(indicator, own_store):
    about = catalog.indicators()[indicator]
    store.publish(own_store, catalog.source_of(about), tangled(indicator, 7), {})
    opened = store.read(own_store)
    seen, told = 0, 0

    @settings(max_examples=250 if LONG else 25)
    @given(specs((indicator,)))
    def ask(asked):
        nonlocal seen, told
        seen, told = seen + 1, told + same(asked, opened)

    ask()
    assert told > seen / 2, "most questions are the cube's to answer"


def touching(partners: int, categories: int) -> pd.DataFrame:
    """Attacks that touch up to five countries, each of them with up to so many partners and
    categories: the same ones all over, or not.
    """
    chance = np.random.default_rng(10 * partners + categories)
    kinds, rows = list(catalog.indicators()["gtd.attacks"].categories)[:3], []
    for record in range(600):
        start = (
            None
            if chance.random() < 0.05
            else pd.Timestamp(int(chance.choice([2005, 2012])), int(chance.integers(1, 5)), 1)
        )
        others, own = (
            (chance.choice([*CODES[:3], None], partners, replace=False) if partners else [None]),
            chance.choice(kinds, categories, replace=False),
        )
        for country in chance.choice(
            [*CODES[:7], None], int(chance.choice([1, 2, 3, 4, 5])), replace=False
        ):
            members = [(other, kind) for other in others for kind in own]
            for at in chance.choice(
                len(members), int(chance.integers(1, len(members) + 1)), replace=False
            ):
                rows.append(
                    {
                        "indicator": "attacks",
                        "record": record,
                        "start": start,
                        "country": country,
                        "partner": members[at][0],
                        "category": members[at][1],
                    }
                )
    return complete(pd.DataFrame(rows))


@pytest.mark.alike(4)
@pytest.mark.parametrize("categories", [1, 2, 3])
@pytest.mark.parametrize("partners", [0, 1, 2])
def test_what_several_countries_share_counts_once(partners, categories, own_store, monkeypatch):
    about = catalog.indicators()["gtd.attacks"]
    store.publish(own_store, catalog.source_of(about), touching(partners, categories), {})
    opened = store.read(own_store)

    @settings(max_examples=20)
    @given(specs((about.id,), 2))
    @example(QuerySpec(about.id, (), ("USA", "DEU", "IND")))
    @example(QuerySpec(about.id, ("month", "category"), ("DEU", "USA", "CHN", "IDN")))
    @example(QuerySpec(about.id, ("partner",), ("USA", "DEU", "IND")))
    @example(QuerySpec(about.id, (), ("USA", "DEU", "IND"), categories=tuple(about.categories)[:2]))
    @example(
        QuerySpec(
            about.id,
            ("year",),
            ("USA", "DEU"),
            ("IND",),
            start=date(2012, 1, 1),
            end=date(2012, 12, 31),
        )
    )
    @example(
        QuerySpec(
            about.id,
            (),
            ("USA", "DEU", "IND"),
            categories=tuple(about.categories)[:1],
            start=date(2005, 2, 1),
            end=date(2012, 3, 31),
        )
    )
    def ask(asked):
        assume(same(asked, opened))

    ask()
    monkeypatch.setattr(answers, "pairs", lambda *_: None)  # as where there are too many
    ask()


@pytest.mark.parametrize(
    "made", [lambda: tangled("gtd.attacks", 3), lambda: touching(2, 3)], ids=["tangled", "touching"]
)
def test_several_categories_cost_the_same_however_many_records_overlap(
    made, own_store, monkeypatch
):
    about = catalog.indicators()["gtd.attacks"]
    store.publish(own_store, catalog.source_of(about), made(), {})
    opened, kinds = store.read(own_store), tuple(about.categories)
    asked = [
        QuerySpec(
            about.id,
            keys,
            places,
            partners,
            categories,
            start=date(first, 1, 1),
            end=date(2012, 12, 31),
        )
        for keys in KEYS
        if "category" not in keys and not ({"month"} <= set(keys) and "partner" in keys)
        for places in ((), ("USA",), ("USA", "DEU"), ("IND", "USA", "CHN"))
        for partners in ((), ("DEU",))
        if not (partners and "month" in keys)
        for categories in (kinds[:2], kinds[1:4], (kinds[0], kinds[8]))
        for first in (2005, 2012)
    ]
    with monkeypatch.context() as patch:
        patch.setattr(
            answers, "_met_again", lambda *_: pytest.fail("looks at every cell that overlaps")
        )
        assert all(same(each, opened) for each in asked[:: 1 if LONG else 5])
    monkeypatch.setattr(answers, "SETS", "a version of before has none")
    assert all(same(each, opened) for each in asked[::7])


def test_a_version_published_beside_readers_is_read_before_they_ask_it(own_store, monkeypatch):
    about = catalog.indicators()["gtd.attacks"]
    store.publish(own_store, catalog.source_of(about), touching(1, 1), {})
    before = store.current()
    store.publish(own_store, catalog.source_of(about), touching(2, 1), {})
    opened = store.current()
    assert opened.versions["gtd"].version != before.versions["gtd"].version
    monkeypatch.setattr(
        loader.pq, "ParquetFile", lambda *_, **__: pytest.fail("a question reads the file")
    )
    for keys in KEYS:
        for countries in ((), ("USA",), ("USA", "DEU", "IND")):
            if not {"month", "partner"} <= set(keys):
                assert same(QuerySpec(about.id, keys, countries), opened)


def test_a_version_of_before_with_what_overlaps_by_country_is_read_too(own_store, monkeypatch):
    about, made = catalog.indicators()["gtd.attacks"], builder._overlap
    monkeypatch.setattr(
        builder,
        "_overlap",
        lambda *of: made(*of).sort_by(
            [(name, "ascending") for name in ("country", "partner", "category", "cell")]
        ),
    )
    store.publish(own_store, catalog.source_of(about), touching(2, 2), {})
    for keys in KEYS:
        assert same(QuerySpec(about.id, keys, ("USA", "DEU", "IND")), store.read(own_store)) != (
            "month" in keys and "partner" in keys
        )


def test_what_pages_ask_is_answered_without_the_records(monkeypatch):
    store.forget()  # a store that nobody asked anything yet
    asked = [
        Filters(name, countries, categories, None, *period)
        for name in SHIPPED
        if name not in TWICE_DATED
        for about in [catalog.indicators()[name]]
        for period in {
            (None, None),
            query.usual_period(about),
            (date(2010, 1, 1), date(2019, 12, 31)),
        }
        for countries in [(), ("IDN",), ("IDN", "SGP", "USA")]
        for categories in [(), tuple(about.categories)[:1], tuple(about.categories)[:3]]
    ]
    monkeypatch.setattr(
        store.Store,
        "scanned",
        lambda _, question: pytest.fail(f"{question} was asked of the records"),
    )
    for each in asked:
        for question in (
            query.compare,
            query.by_country,
            query.by_period,
            query.by_category,
            query.by_period_and_category,
            query.by_period_and_country,
        ):
            question(each)
        if catalog.indicators()[each.indicator].partner_role and len(each.countries) < 2:
            query.flows(each)
    store.forget()


def test_a_store_without_a_cube_is_answered_from_the_records(own_store, tmp_path):
    about = catalog.indicators()["gtd.attacks"]
    store.publish(own_store, catalog.source_of(about), tangled(about.id, 3), {})
    opened = store.read(own_store)
    asked = QuerySpec(about.id, ("country",))
    assert answers.answer(opened.versions["gtd"].cube, asked) is not None
    without = Store("without", {"gtd": replace(opened.versions["gtd"], cube=None)}, opened.engine)
    pd.testing.assert_frame_equal(without.grouped(asked), opened.grouped(asked), check_dtype=False)


@pytest.mark.alike(3)
@pytest.mark.parametrize(
    "indicator",
    [
        "ucdp_acd.active_conflicts",
        "gtd.attacks",
        "interpol_api.red_notices",
        "iuu_vessels.vessels_listed",
    ],
)
def test_a_few_records_without_a_cube_are_added_up_for_any_countries(
    indicator, own_store, monkeypatch
):
    about = catalog.indicators()[indicator]
    if indicator not in SHIPPED:
        store.publish(own_store, catalog.source_of(about), tangled(indicator, 5), {})
    opened = store.read(own_store)
    without = Store(
        "without", {about.source: replace(opened.versions[about.source], cube=None)}, opened.engine
    )
    scanned = {}

    @settings(max_examples=100 if LONG else 30)
    @given(specs((indicator,), 1), some.sampled_from([(), ("year",)]))
    def ask(asked, keys):
        keys = tuple("day" for _ in keys) if asked.days else keys
        asked = replace(asked, keys=keys, partners=(), days=asked.days if keys else asked.days[:1])
        wanted = scanned[asked] = without.scanned(asked)
        alike(
            pd.DataFrame(without.listed(asked), columns=wanted.columns).astype(MEASURES),
            wanted,
            asked,
        )

    ask()
    monkeypatch.setattr(
        Store,
        "scanned",
        lambda _, question: pytest.fail(f"{question} was asked of the records again"),
    )
    without.listed.cache_clear()
    for asked in scanned:
        without.listed(asked)
