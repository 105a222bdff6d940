"""The questions are answered right: the figures that must come out, and what must hold for every
indicator and filter.
"""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pandas as pd
import promises
import pytest
from hypothesis import given
from hypothesis import strategies as some
from promises import amount, questions

from data import catalog, query, store
from data.query import Filters, first_day, last_day

WITH_FIGURES = [
    name for name in catalog.indicators() if not catalog.sources()[name.split(".")[0]].optional
]


def asked(indicator, *countries, first=None, last=None, **more):
    """Filters from `2016` or from `2016-03` to `2017-12`."""
    start, end = (
        first_day(first) if first else None,
        last_day(last or first) if last or first else None,
    )
    return Filters(indicator, countries, start=start, end=end, **more)


def value(indicator, *countries, **more):
    return query.total(asked(indicator, *countries, **more)).value


def figures(table):
    """The first column's names with their values; None where a value is masked."""
    return {
        name: None if pd.isna(value) else value
        for name, value in zip(table.iloc[:, 0], table["value"], strict=True)
    }


# ---- the figures that must come out


@pytest.mark.parametrize(
    ("indicator", "year", "expected"),
    [
        ("glotip.detected_victims", "2017", 46_000),
        ("glotip.detected_victims", "2018", 46_284),
        ("glotip.detected_victims", "2019", 82_291),
        ("glotip.detected_victims", "2020", 68_426),
        ("glotip.detected_victims", "2021", 75_754),
        ("glotip.detected_victims", "2022", 75_128),
        ("eurepoc_2023.incidents", None, 2_465),
        ("eurepoc_2023.incidents", "2023", 576),
        ("cisa_kev.entries", None, 1_404),
        ("cisa_kev.entries", "2022", 555),
        ("cisa_kev.entries", "2023", 187),
        ("cisa_kev.entries", "2024", 186),
        ("eurepoc.incidents", None, 1_643),
        ("eurepoc.incidents", "2016", 165),
        ("eurepoc.incidents", "2021", 111),
        ("eurepoc.incidents", "2022", 135),
        ("ucdp_acd.active_conflicts", "2024", 61),
        ("ucdp_acd.active_conflicts", "2022", 56),  # 25.1; 23.1 has 55: test_the_edition_before
        ("ucdp_acd.active_conflicts", "2015", 54),
        ("ucdp_violence.one_sided_by_groups", "2024", 10_535),
        ("iuu_vessels.vessels_listed", None, 213),
    ],
)
def test_a_figure_that_must_come_out(indicator, year, expected):
    assert value(indicator, first=year) == expected
    if year:
        assert figures(query.by_period(Filters(indicator)))[year] == expected


@pytest.mark.parametrize(
    ("code", "expected"), [("PAK", 32_022), ("GBR", 10_627), ("USA", 8_375), ("IND", 6_411)]
)
def test_the_largest_totals_of_victims_2019(code, expected):
    assert value("glotip.detected_victims", code, first="2019") == expected
    assert (
        figures(query.by_country(asked("glotip.detected_victims", first="2019")))[code] == expected
    )


def test_victims_of_2019_come_from_116_countries_with_a_number_and_18_with_a_range():
    table = query.by_country(asked("glotip.detected_victims", first="2019"))
    assert table["value"].notna().sum() == 116
    masked = table[table["value"].isna()]
    assert len(masked) == 18 and set(masked["low"]) == {0} and set(masked["high"]) == {4}
    total = query.total(asked("glotip.detected_victims", first="2019"))
    assert (total.value, total.low, total.high, total.masked) == (
        82_291,
        82_291,
        82_291 + 18 * 4,
        18,
    )
    assert table.nlargest(3, "value")["country"].tolist() == ["PAK", "GBR", "USA"]


@pytest.mark.parametrize(("code", "expected"), [("CHN", 27), ("IND", 26), ("LKA", 10)])
def test_vessels_on_the_lists_by_flag(code, expected):
    assert value("iuu_vessels.vessels_listed", code) == expected
    assert figures(query.by_country(Filters("iuu_vessels.vessels_listed")))[code] == expected


def test_vessels_listed_delisted_and_without_a_flag():
    listed = query.total(Filters("iuu_vessels.vessels_listed"))
    assert (listed.value, listed.unlocated) == (213, 134)
    ever = store.current().engine.ask(
        "SELECT count(DISTINCT record) AS n FROM iuu_vessels WHERE indicator = 'vessels_listed'", []
    )["n"][0]
    assert ever - listed.value == 155


@pytest.mark.parametrize(
    ("code", "expected"), [("RUS", 2_544), ("SLV", 1_236), ("ARG", 379), ("IND", 226), ("IDN", 5)]
)
def test_public_red_notices_by_nationality(code, expected):
    assert value("interpol_public.on_public_list", code) == expected
    assert figures(query.by_country(Filters("interpol_public.on_public_list")))[code] == expected


def test_nationalities_of_public_red_notices_add_up_to_those_published():
    total = query.total(Filters("interpol_public.on_public_list"))
    assert (
        total.value == 7_273
        and query.by_country(Filters("interpol_public.on_public_list"))["value"].sum()
        == total.value - total.unlocated
    )


def test_the_largest_flows_across_a_border():
    table = query.flows(Filters("glotip.victims_by_citizenship"))
    across = table[table["country"] != table["partner"]].head(5)
    assert [tuple(row) for row in across[["partner", "country", "value"]].to_numpy()] == [
        ("ALB", "GBR", 10_985),
        ("MEX", "USA", 6_952),
        ("VNM", "GBR", 3_951),
        ("ERI", "GBR", 2_947),
        ("HND", "USA", 2_693),
    ]
    for row in across.itertuples():
        pair = query.total(
            Filters("glotip.victims_by_citizenship", (row.country,), partner=row.partner)
        )
        assert (pair.value, pair.low, pair.high, pair.masked) == (
            row.value,
            row.low,
            row.high,
            row.masked,
        )
    assert across.query("partner == 'ERI'")[["high", "masked"]].to_numpy().tolist() == [[2_955, 2]]


def test_the_story_of_bali():
    told = {
        name: value("interpol_bali_2016.facts", categories=(name,))
        for name in ("red_notices_published", "red_notices_indonesia", "fugitives_returned")
    }
    assert told == {
        "red_notices_published": 599,
        "red_notices_indonesia": 83,
        "fugitives_returned": 11,
    }
    returned = asked("interpol_bali_2016.facts", categories=("fugitives_returned_from",))
    assert figures(query.by_country(returned)) == {
        "AUS": 2,
        "CHN": 2,
        "COL": 1,
        "KHM": 1,
        "SGP": 2,
        "SRB": 1,
        "USA": 2,
    }
    assert query.total(returned).value == 11
    repatriated = asked("interpol_bali_2016.facts", categories=("fugitives_repatriated_2016",))
    assert figures(query.by_country(repatriated)) == {"CHN": 1, "KHM": 1, "SGP": 1, "SRB": 1}


def test_where_publishers_disagree_all_are_shown_and_one_is_counted():
    attending = asked("interpol_bali_2016.facts", categories=("countries_attending",))
    said = query.rows(attending, statements=True)
    assert sorted(said["value"]) == [164, 166, 167, 167, 190] and (said["rank"] == 1).sum() == 1
    assert query.total(attending).value == said.loc[said["rank"] == 1, "value"].item()
    assert len(query.rows(attending)) == 1 and said["cited"].nunique() == 5


# ---- without a place, without a date


def test_incidents_without_a_country_or_a_date_stand_beside_the_figure():
    whole = query.total(Filters("eurepoc.incidents"))
    assert (whole.unlocated, whole.undated) == (127, 0)
    years = query.by_period(Filters("eurepoc.incidents"))
    dated = query.total(asked("eurepoc.incidents", first="1900", last="2099"))
    assert dated.undated == 16 == whole.value - dated.value and dated.value == years["value"].sum()


def test_entries_that_name_no_country_are_all_without_one():
    total = query.total(Filters("cisa_kev.entries"))
    assert total.unlocated == total.value and query.by_country(Filters("cisa_kev.entries")).empty
    assert value("cisa_kev.entries", "IDN") is None


@pytest.mark.parametrize(
    "by", [query.by_period_and_category, query.by_period_and_country, query.by_period]
)
def test_figures_of_no_date_stand_in_no_period(by):
    undated = Filters("interpol_by_country.on_public_list", ("IND",))
    assert by(undated).empty and query.total(undated).value > 0


def test_a_period_holds_its_first_and_its_last_day():
    days = query.rows(Filters("cisa_kev.entries"))["start"].value_counts()
    for day, number in days.head(5).items():
        on = f"{day:%Y-%m-%d}"
        assert value("cisa_kev.entries", first=on, last=on) == number
        assert (
            value("cisa_kev.entries", last=on)
            + value("cisa_kev.entries", first=on, last="2099")
            - number
            == 1_404
        )


# ---- a stock on a day


@pytest.mark.parametrize(
    "day", ["2005-06-30", "2010-12-31", "2016-11-07", "2020-02-29", "2024-01-01", "2025-11-08"]
)
def test_a_stock_is_what_is_listed_on_the_day_asked_for(day):
    rows = store.current().engine.ask(
        "SELECT count(DISTINCT record) AS n FROM iuu_vessels WHERE indicator = 'vessels_listed'"
        ' AND (start IS NULL OR start <= ?) AND ("end" IS NULL OR "end" > ?)',
        [day, day],
    )
    expected = rows["n"][0]
    assert 0 < expected == value("iuu_vessels.vessels_listed", last=day)
    assert query.stock_date(asked("iuu_vessels.vessels_listed", last=day)) == date.fromisoformat(
        day
    )
    assert len(set(query.rows(asked("iuu_vessels.vessels_listed", last=day))["record"])) == expected


def test_a_stock_is_never_asked_for_after_the_list_was_published():
    assert query.stock_date(asked("iuu_vessels.vessels_listed", last="2090")) == date(2025, 11, 8)
    assert (
        value("iuu_vessels.vessels_listed", last="2090")
        == value("iuu_vessels.vessels_listed")
        == 213
    )
    years = query.by_period(Filters("iuu_vessels.vessels_listed"))["period"]
    assert years.tolist()[-1] == "2025"


def test_who_stood_on_a_list_before_its_source_begins_is_not_known():
    before = asked("incsr.major", last="2019")
    assert value("incsr.major", last="2025") == 80 and query.total(before).value is None
    assert query.by_country(before).empty and query.rows(before).empty
    assert query.count_rows(before) == 0 and query.compare(before).before is None


def test_the_years_of_a_stock_are_its_values_at_their_ends():
    years = figures(query.by_period(Filters("iuu_vessels.vessels_listed")))
    for year, listed in years.items():
        assert listed == value("iuu_vessels.vessels_listed", last=f"{year}-12-31"), year


# ---- against what


def test_a_year_is_compared_with_the_year_before_by_name():
    change = query.compare(asked("eurepoc.incidents", first="2022"))
    assert (change.now.value, change.before.value, change.against, change.difference) == (
        135,
        111,
        "2021",
        24,
    )
    assert change.percent == pytest.approx(100 * 24 / 111) and not change.little


def test_several_years_are_compared_with_as_many_before():
    change = query.compare(asked("glotip.detected_victims", first="2019", last="2020"))
    assert (
        change.against == "2017–2018"
        and change.now.value == 82_291 + 68_426
        and change.before.value == 46_000 + 46_284
    )


def test_a_month_is_compared_with_the_month_before():
    change = query.compare(asked("cisa_kev.entries", first="2024-03"))
    assert change.against == "2024-02" and change.before.value == value(
        "cisa_kev.entries", first="2024-02"
    )


def test_a_stock_is_compared_with_a_year_ago():
    change = query.compare(Filters("iuu_vessels.vessels_listed"))
    assert change.against == "2024-11-08" and change.before.value == value(
        "iuu_vessels.vessels_listed", last="2024-11-08"
    )


def test_an_edition_is_compared_with_the_edition_before():
    change = query.compare(Filters("oc_index.criminality", ("IDN",)))
    years = query.by_period(Filters("oc_index.criminality", ("IDN",)))
    assert years["period"].tolist() == ["2021", "2023", "2025"]
    change = query.compare(Filters("oc_index.criminality", ("IDN",)))
    assert change.against == "2023"
    assert (change.before.value, change.now.value) == tuple(years["value"].iloc[-2:])


def test_a_yearly_figure_is_compared_with_the_year_before_and_no_other():
    adjacent = Filters("interpol_issued.refused_share")
    years = figures(query.by_period(adjacent))
    assert list(years) == ["2017", "2020", "2021"]
    change = query.compare(adjacent)
    assert (change.against, change.before.value) == ("2020", years["2020"])
    apart = query.compare(asked("interpol_issued.refused_share", first="2020"))
    assert (apart.before, apart.against, apart.why) == (None, None, "gap")
    assert (apart.held, apart.previous.value) == ("2017", years["2017"])


def test_what_few_countries_report_is_no_figure_of_the_world():
    for name in ("interpol_by_country.on_public_list", "unsc_list.entries"):
        assert query.total(Filters(name)).value is None
        table = query.by_country(Filters(name))
        assert len(table) and query.by_period(Filters(name)).empty
        assert query.by_category(Filters(name)).empty
        assert query.by_period_and_category(Filters(name)).empty
        for row in table.head(3).itertuples():
            assert value(name, row.country) == row.value


@pytest.mark.parametrize(
    "nothing",
    [
        Filters("eurepoc.incidents"),
        asked("eurepoc.incidents", first="2000"),
        asked("interpol_public.on_public_list"),
        asked("iuu_vessels.vessels_listed", last="2003"),
        asked("cisa_kev.entries", first="1990"),
    ],
)
def test_where_nothing_came_before_nothing_is_compared(nothing):
    change = query.compare(nothing)
    assert (change.before, change.against, change.difference, change.percent, change.little) == (
        None,
        None,
        None,
        None,
        False,
    )


def number(value):
    return query.Total(value, value, value, 0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("before", "now", "little"),
    [
        (0, 0, True),
        (2, 5, True),
        (0, 5, True),
        (2, 0, True),
        (2, 6, False),
        (3, 5, False),
        (3, 0, True),
        (5, 2, True),
        (6, 2, False),
        (5, 3, False),
        (None, 5, False),
        (2, None, False),
    ],
)
def test_at_most_two_in_one_period_and_five_in_the_other_is_little_change(before, now, little):
    assert query.Change(number(now), number(before), "2021").little is little


def test_a_rise_from_nothing_has_no_per_cent():
    change = query.Change(number(7.0), number(0.0), "2021")
    assert change.difference == 7 and change.percent is None


# ---- categories that never add up, scores


@pytest.mark.parametrize(
    "name", [name for name in WITH_FIGURES if catalog.indicators()[name].one_category]
)
def test_where_categories_never_add_up_the_main_one_answers(name):
    about = catalog.indicators()[name]
    main = query.total(Filters(name, categories=(about.main_category,)))
    assert query.total(Filters(name)) == main
    assert query.settle(Filters(name)).in_force == (about.main_category,)
    both = Filters(name, categories=tuple(about.categories)[:2])
    assert (
        query.total(both).value is None
        and query.by_country(both).empty
        and query.by_period(both).empty
    )


@pytest.mark.parametrize(
    "name", [name for name in WITH_FIGURES if not catalog.indicators()[name].additive]
)
def test_scores_of_several_countries_are_never_added(name):
    for codes in ((), ("IDN", "SGP")):
        total = query.total(Filters(name, codes))
        assert (total.value, total.low, total.high) == (None, None, None)
        assert (
            query.by_period(Filters(name, codes)).empty
            and query.by_category(Filters(name, codes)).empty
        )
    low, high = catalog.indicators()[name].scale
    assert query.by_country(Filters(name))["value"].between(low, high).all()


# ---- what is not known


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (Filters("eurepoc.weather"), "indicator 'eurepoc.weather' is not known"),
        (Filters(""), "indicator '' is not known"),
        (
            Filters("eurepoc.incidents", categories=("weather",)),
            "category 'weather' is not known for eurepoc.incidents; it has data_theft",
        ),
        (Filters("glotip.detected_victims", categories=("",)), "it has none"),
        (
            Filters("eurepoc.incidents", role="captain"),
            "role 'captain' is not known for eurepoc.incidents; it has receiver, alleged initiator",
        ),
    ],
)
@pytest.mark.parametrize(
    "ask",
    [
        query.total,
        query.by_country,
        query.by_partner,
        query.by_period,
        query.by_category,
        query.by_period_and_category,
        query.flows,
        query.rows,
        query.count_rows,
        query.compare,
        query.answer,
    ],
)
def test_what_is_not_known_is_said_whatever_is_asked(ask, wrong, words):
    with pytest.raises(query.UnknownError, match=words):
        ask(wrong)


def test_an_unknown_grain_is_refused():
    with pytest.raises(query.UnknownError, match="grain 'week' is not one of year, month"):
        query.by_period(Filters("eurepoc.incidents"), "week")


@pytest.mark.parametrize("junk", ["'; DROP TABLE records; --", "%", "IDN' OR '1'='1", "\x00", "🐟"])
def test_what_a_reader_types_is_never_part_of_a_command(junk):
    assert query.by_country(Filters("eurepoc.incidents", (junk,))).empty
    assert value("eurepoc.incidents", junk) == 0 and value("eurepoc.incidents") == 1_643


# ---- the other role


@pytest.mark.parametrize(
    "name", [name for name in WITH_FIGURES if catalog.indicators()[name].partner_role]
)
def test_asked_for_the_partners_role_the_countries_are_the_partners(name):
    about = catalog.indicators()[name]
    swapped = Filters(name, role=about.partner_role)
    assert figures(query.by_country(swapped)) == figures(query.by_partner(Filters(name)))
    assert figures(query.by_partner(swapped)) == figures(query.by_country(Filters(name)))
    assert query.total(swapped).value == query.total(Filters(name)).value
    assert figures(query.by_country(Filters(name, role=about.country_role))) == figures(
        query.by_country(Filters(name))
    )


def test_incidents_by_alleged_initiator():
    russian = Filters("eurepoc.incidents", ("RUS",), role="alleged initiator")
    assert (
        query.total(russian).value == figures(query.by_partner(Filters("eurepoc.incidents")))["RUS"]
    )
    assert figures(query.by_country(Filters("eurepoc.incidents", partner="RUS"))) == figures(
        query.by_partner(russian)
    )


# ---- what must hold whatever is asked


ADDED = tuple(
    name
    for name in WITH_FIGURES
    if catalog.indicators()[name].aggregation in ("count", "sum", "stock")
)
FLOWING = tuple(name for name in ADDED if catalog.indicators()[name].aggregation != "stock")


@given(questions(WITH_FIGURES))
def test_low_value_and_high_are_in_order_everywhere(question):
    promises.low_value_and_high_are_in_order(question)


@given(questions(ADDED))
def test_the_countries_and_what_has_none_are_the_whole(question):
    promises.countries_are_the_whole(question)


@given(questions(FLOWING))
def test_the_periods_and_what_is_undated_are_the_whole(question):
    promises.periods_are_the_whole(question)


@given(questions(ADDED))
def test_the_categories_and_what_has_none_are_the_whole(question):
    promises.categories_are_the_whole(question)


@given(questions(ADDED), some.data())
def test_another_filter_never_makes_more(question, data):
    about = query.indicator(question)
    if about.one_category or about.world:
        return
    wide = replace(
        question,
        countries=(),
        categories=(),
        partner=None,
        start=None,
        end=question.end if about.aggregation == "stock" else None,
    )
    steps = [wide]
    for name in data.draw(
        some.permutations(("countries", "categories", "partner", "start", "end"))
    ):
        steps.append(replace(steps[-1], **{name: getattr(question, name)}))
    for before, after in pairwise(steps):
        if about.aggregation == "stock" and before.end != after.end:
            continue
        more, less = query.total(before), query.total(after)
        assert (
            amount(less.value) <= amount(more.value)
            and amount(less.high) <= amount(more.high)
            and query.count_rows(after) <= query.count_rows(before)
        )
        assert set(query.by_country(after)["country"]) <= set(query.by_country(before)["country"])


@given(questions(WITH_FIGURES))
def test_the_rows_behind_a_figure_are_those_that_were_asked_for(question):
    promises.rows_are_those_asked_for(question)


@given(questions(WITH_FIGURES))
def test_an_answer_repeats_the_questions_own_figures(question):
    promises.answer_repeats_the_figures(question)
