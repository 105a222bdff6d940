"""What is said of a figure is true: parts within their whole, bounds in order, comparisons only
where two periods compare, words where a figure is no amount, and one figure on every page.
"""

import json
import math
import re
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as draw

import languages
import legends
from components.figures import timeline
from components.indicator import cards, headline, places, ranking, statements, tables
from data import catalog, query
from data.analysis import (
    both_sides,
    changes,
    country,
    group,
    lists,
    method,
    saying,
    standing,
    wholes,
)
from data.cli import commands as command
from data.geography import countries, groups, population
from data.query import PEOPLE, Filters, first_day, last_day

INDICATORS = sorted(catalog.indicators())
CODES = sorted(countries.codes())
SOME = ("IDN", "VNM", "USA", "FRA", "PRK", "PSE", "ISR", "NLD", "DEU", "PAK", "RUS", "ZAF")


@draw.composite
def questions(drawn, names=tuple(INDICATORS)):
    """Any indicator, for any countries and years."""
    name = drawn(draw.sampled_from(names))
    first = drawn(draw.integers(2003, 2026))
    years = drawn(draw.sampled_from((1, 1, 2, 5)))
    chosen = drawn(draw.lists(draw.sampled_from(CODES), max_size=3, unique=True))
    span = first_day(str(first)), last_day(str(first + years - 1))
    return query.settle(Filters(name, tuple(chosen)).during(*span))


def usual(name, *codes, **more):
    about = catalog.indicators()[name]
    return query.settle(Filters(name, codes, **more).during(*query.usual_period(about)))


# ---- parts and wholes


@given(questions())
def test_low_value_and_high_are_in_order(asked):
    for value, low, high in query.by_country(asked)[["value", "low", "high"]].to_numpy():
        assert not low > high
        assert math.isnan(value) or low <= value <= high


@given(questions())
def test_no_country_is_more_than_the_world(asked):
    about, everywhere = asked.about, replace(asked, countries=())
    assume(about.additive and not about.no_world_sum and not about.world)
    whole = query.total(everywhere).value
    assume(whole is not None)
    assert (query.by_country(everywhere)["value"].dropna() <= whole).all()


@pytest.mark.parametrize("form", ["victims_by_form", "victims_by_citizenship"])
def test_what_is_published_only_as_a_range_is_no_figure(form):
    table = query.by_country(usual(f"glotip.{form}"))
    ranged = table[table["value"].isna()]
    assert len(ranged) and (ranged["low"] == 0).all() and (ranged["high"] >= 4).all()
    for code in ranged["country"][:5]:
        assert code not in {
            line.asked.countries[0]
            for line in country.lines(code)
            if line.about.id == f"glotip.{form}"
        }
        assert form in " ".join(about.id for about, _ in country.unknown(code))


# ---- comparisons


@given(questions())
def test_only_the_period_just_before_is_compared_and_only_where_both_are_whole(asked):
    change, about = query.compare(asked), asked.about
    if change.before is None:
        assert change.difference is None and change.percent is None and change.against is None
        return
    earlier, against = query.period_before(asked)
    assert earlier is not None and against == change.against
    assert not about.ordinal and not about.fact and not change.now.qualifier
    if about.aggregation in ("sum", "count"):
        assert (asked.start - earlier.end).days == 1
        years = range(earlier.start.year, asked.end.year + 1)
        assert not any(year in about.partial_years for year in years)
        assert about.complete_to is None or years[-1] <= about.complete_to
        assert not any(years[0] < each <= years[-1] for each in about.breaks)


@given(questions())
def test_a_sentence_has_no_per_cent_where_there_is_no_amount(asked):
    assume(asked.about.kind in ("score", "listing") or asked.about.lasting)
    said = changes.whole(asked)
    assert said is None or "%)" not in said.text
    card = headline.figure(asked, "any")[0]
    assert "%" not in card.delta


def test_a_drag_over_the_begin_of_a_series_compares_nothing():
    asked = usual("glotip.detected_victims").during(first_day("2008"), last_day("2015"))
    change = query.compare(asked)
    assert change.before is None and change.why == "reporters" and change.held == ""


def test_no_figure_of_one_year_stands_beside_a_sum_of_several():
    sums = [each for each in catalog.indicators().values() if each.aggregation in ("count", "sum")]
    seen = set()
    for about, code, first, years in product(
        sums, ("", "IDN", "USA"), (2008, 2016, 2018, 2022), (2, 3)
    ):
        asked = Filters(about.id, (code,) if code else ())
        asked = asked.during(date(first, 1, 1), date(first + years - 1, 12, 31))
        change = query.compare(asked)
        if change.now.value is None or change.before or not change.held:
            continue
        seen.add(about.id)
        assert change.held == f"{first - years}–{first - 1}", asked
    assert len(seen) >= 3


def test_a_sum_of_three_years_has_no_single_year_beside_it():
    three = Filters("glotip.detected_victims", ("IDN", "PHL", "THA"))
    card = headline.figure(three.during(date(2018, 1, 1), date(2020, 12, 31)), "any")[0]
    assert (card.value, card.delta, card.beside) == ("7,899", "", "")
    forms = Filters("glotip.victims_by_form").during(date(2018, 1, 1), date(2020, 12, 31))
    assert "2015–2017" in headline.figure(forms, "any")[0].beside
    one = Filters("glotip.detected_victims", ("IDN",)).during(date(2017, 1, 1), date(2017, 12, 31))
    assert "2015 (441)" in headline.figure(one, "any")[0].beside


def test_a_figure_years_before_is_held_and_not_compared():
    change = query.compare(usual("interpol_issued.red_notices"))
    assert (change.now.value, change.before, change.held) == (15_548, None, "2022")
    card = headline.figure(usual("interpol_issued.red_notices"), "any")[0]
    assert "more than 11,000" in card.beside and "%" not in card.delta


def test_editions_of_another_method_are_not_compared():
    for code in ("IRN", "PRK", "IDN"):
        assert query.compare(usual("gci.score", code)).why == "break"
        assert changes.whole(usual("gci.score", code)) is None


def test_the_same_countries_stand_beside_a_rise_and_a_fall():
    text = changes.whole(usual("glotip.detected_victims")).text
    assert "100 countries have a figure, 110 had; 89 have both" in text and "+30\u00a0%" in text
    assert "without it 48,589" in text, "Pakistan is told in every sentence about its years"


BREAKDOWNS = [name for name in INDICATORS if catalog.indicators()[name].breakdown]


def shares(name, year):
    """How much of its whole the parts of each country are, by a plain division."""
    about, span = catalog.indicators()[name], (first_day(year), last_day(year))
    parts, whole = (
        query.by_country(Filters(each).during(*span)).set_index("country")["value"]
        for each in (name, about.part_of)
    )
    return (parts / whole).dropna().to_dict()


@pytest.mark.parametrize("name", BREAKDOWNS)
def test_parts_compare_only_where_as_much_of_the_whole_is_known(name):
    now, then = shares(name, "2022"), shares(name, "2021")
    alike = {code for code in now.keys() & then.keys() if 0.9 <= now[code] / then[code] <= 1.1}
    compared = 0
    for code in query.by_country(usual(name)).dropna(subset="value")["country"]:
        change = query.compare(usual(name, code))
        other = change.why in ("gap", "range")
        assert (change.difference is not None) == (code in alike) or other, code
        compared += change.difference is not None or (change.why == "range" and code in alike)
    assert compared == len(alike & {*query.by_country(usual(name))["country"]}) > 20
    assert {*changes.before(usual(name))[0]} <= alike
    assert {*changes.comparable(usual(name))} <= alike
    assert query.compare(usual(name)).why == "coverage", "the sum over all countries"


def test_a_country_that_tells_more_of_its_victims_has_no_rise_in_forms():
    for code, held in (("DNK", 355), ("PAK", 190), ("USA", 7_148)):
        asked = usual("glotip.victims_by_form", code)
        change = query.compare(asked)
        assert (change.difference, change.why, change.previous.value) == (None, "coverage", held)
        assert changes.whole(asked) is None and not headline.figure(asked, "any")[0].delta
    assert query.compare(usual("glotip.victims_by_form", "FRA")).difference == 256


# ---- lists, orders, facts


def test_a_list_says_who_came_and_who_left():
    asked = Filters("fatf.listed")
    said = changes.whole(asked).text
    assert "Bosnia and Herzegovina, Iraq, Kuwait and Papua New Guinea added" in said
    assert "Algeria, Burkina Faso, Mozambique, Namibia, Nigeria and South Africa removed" in said
    found = lists.moves(asked)
    now, then = (
        set(query.by_country(each).dropna(subset="value")["country"])
        for each in (asked, query.year_before(asked)[0])
    )
    assert now - then >= set(found.came) and then - now >= set(found.left)


@pytest.mark.parametrize(
    ("day", "grey", "black"),
    [
        ("2014-10-24", 18, 2),
        ("2016-02-19", 11, 2),
        ("2018-02-23", 9, 2),
        ("2024-10-25", 24, 3),
        ("2025-10-24", 20, 3),
        ("2026-06-19", 22, 3),
    ],
)
def test_the_fatf_lists_are_as_long_as_they_were_printed(day, grey, black):
    table = query.by_category(Filters("fatf.listed", end=date.fromisoformat(day)))
    held = dict(zip(table["category"], table["value"], strict=True))
    assert (held["grey"], held["black"]) == (grey, black)


def test_the_cards_of_the_union_are_those_in_force():
    rows = query.rows(Filters("eu_iuu_cards.cards")).dropna(subset="value")
    held = rows.groupby("category")["country"].agg(lambda codes: " ".join(sorted(codes)))
    assert held["red_listed"] == "CMR COM KHM TTO VCT"
    assert held["yellow"] == "ECU GHA KNA LBR PAN SEN SLE VNM"


@pytest.mark.parametrize(
    "name", [each for each in INDICATORS if catalog.indicators()[each].kind == "listing"]
)
def test_a_country_on_a_list_is_what_its_own_rows_say(name):
    everyone = query.by_country(Filters(name))["country"]
    for code in {*sorted(everyone)[::4], *SOME}:
        asked = Filters(name, (code,))
        rows, found = query.rows(asked), lists.members(asked)
        assert [each.record for each in found] == rows["record"].tolist()
        assert [each.sure for each in found] == rows["value"].notna().tolist()
        assert [each.category for each in found] == rows["category"].fillna("").tolist()
        assert {each.country for each in found} <= {code}
        moved, earlier = lists.moves(asked), query.year_before(asked)[0]
        if moved is None:
            assert earlier is None
            continue
        now, then = (
            {sure: set(each.loc[each["value"].notna() == sure, "record"]) for sure in (True, False)}
            for each in (rows, query.rows(earlier))
        )
        unsure = (now[False] | then[False]) - (now[True] & then[True])
        assert moved.unsure == len(unsure)
        assert moved.entered == len(now[True] - then[True] - unsure)
        assert moved.gone == len(then[True] - now[True] - unsure)


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("eu_iuu_cards.cards", "VNM", "Yellow card (warning) since 2017-10-23"),
        ("eu_iuu_cards.cards", "DEU", "not applicable"),
        ("eu_iuu_cards.cards", "IDN", "not listed"),
        ("fatf.listed", "VNM", "Grey list (increased monitoring) since 2023-06-23"),
        ("tip_tiers.tier", "IDN", "Tier 2"),
        ("psma.parties", "IDN", "Party in its own right since 2016-07-23"),
    ],
)
def test_a_countrys_listing_or_level_is_words_on_every_page(name, code, said):
    asked = usual(name, code)
    assert standing.in_words(asked).what == said == headline.figure(asked, "any")[0].value


def test_no_country_is_said_not_to_be_on_a_list_before_its_source_begins():
    asked = replace(usual("incsr.major", "IDN"), end=last_day("2019"))
    assert standing.in_words(asked) is None and headline.figure(asked, "any")[0].value == "–"


def test_a_day_known_only_within_bounds_is_never_a_day():
    said = standing.in_words(usual("psma.parties", "AGO")).what
    assert "since 2026" not in said and "2022-07-31" in said


def test_a_level_says_who_shares_it_and_what_was_before():
    said = standing.in_words(usual("tip_tiers.tier", "IDN"))
    table = query.by_country(usual("tip_tiers.tier"))
    others = int((table["value"] == 2).sum()) - 1
    assert said.beside == f"with {others} others; Tier 2 Watch List until 2022"
    said = standing.in_words(usual("tip_tiers.tier", "NIC"))
    assert said.beside.endswith("Tier 2 in 2016"), "2017 to 2019 are known of a few countries"


@pytest.mark.parametrize("codes", [*((each,) for each in SOME), ("IDN", "USA"), ()])
def test_what_names_no_other_country_is_in_the_records_themselves(codes):
    asked = usual("eurepoc.incidents", *codes)
    rows = query.rows(asked)
    here = rows[rows["country"].isin(codes) & rows["partner"].isna()]
    each = here.drop_duplicates(["record", "country"])["value"].sum()
    assert query.unnamed(asked) == each


@pytest.mark.parametrize("code", SOME)
def test_a_profile_ranks_no_order_and_nothing_without_a_figure(code):
    for line in country.lines(code):
        assert line.change.now.value is not None
        assert not (line.about.ordinal and line.place)
        assert not re.search(r"\brank\b", line.place)


# ---- per head and by group


@pytest.mark.parametrize(
    "name", [each for each in INDICATORS if catalog.indicators()[each].per_head]
)
def test_rates_equal_a_plain_computation(name):
    about = catalog.indicators()[name]
    counts, rated = usual(name), usual(name, per=PEOPLE)
    year = counts.end.year
    people = population.by_country(year)
    table = query.by_country(counts)
    table = table[(table["masked"] == 0) & table["country"].isin(people)].set_index("country")
    got = query.by_country(rated).set_index("country")["value"]
    want = table["value"] * about.per_head / table.index.map(people.get)
    assert set(got.index) == set(want.index)
    assert (got - want[got.index]).abs().max() < 1e-9
    if about.aggregation == "sum":
        wanted = table["value"].sum() * about.per_head / sum(people[code] for code in table.index)
        assert math.isclose(query.total(rated).value, wanted)
        asean = table[table.index.isin(groups.members("ASEAN", counts.end))]
        if len(asean):
            wanted = asean["value"].sum() * about.per_head / sum(people[c] for c in asean.index)
            assert math.isclose(
                query.total(usual(name, per=PEOPLE, groups=("ASEAN",))).value, wanted
            )
    assert str(about.per_head)[:1] in rated.about.unit and "people" in rated.about.unit


def test_a_group_is_one_choice_with_its_own_total():
    asked = usual("glotip.detected_victims", groups=("ASEAN",))
    members = groups.members("ASEAN", asked.end)
    table = query.by_country(usual("glotip.detected_victims"))
    wanted = table[table["country"].isin(members)]["value"].sum()
    assert query.total(asked).value == wanted
    assert asked.named == ("Association of Southeast Asian Nations",)
    card = headline.reach(asked)[0]
    known = table.dropna(subset="value")["country"].isin(members).sum()
    assert card.value == f"{known} of {len(members)}"


def _row(asked):
    return {card.key: card for card, _ in cards.row(asked, asked.about)}


def test_cards_say_of_whom_they_speak():
    known = query.by_country(usual("glotip.detected_victims")).dropna(subset="value")
    pair = known["country"].tolist()[3:5]
    one, several = (_row(usual("glotip.detected_victims", *codes)) for codes in (pair[:1], pair))
    assert {*one} == {"kpi-trafficking", "place", "share", "open", "data"}
    assert one["place"].value == standing.place(usual("glotip.detected_victims", pair[0]))
    table = known[known["country"].isin(pair)]
    assert several["reach"].value == "2 of 2"
    for key in ("reach", "largest", "open"):
        assert several[key].label.endswith("of those chosen")
    assert several["largest"].value == countries.name(table.loc[table["value"].idxmax(), "country"])
    everyone = _row(usual("glotip.detected_victims"))
    assert everyone["reach"].label == "Countries with a figure"


@pytest.mark.parametrize("name", INDICATORS)
def test_a_row_of_cards_is_of_those_chosen_alone(name):
    """Beside a chosen country no card speaks of all countries but to say its place or its share."""
    for codes in (("IDN",), ("IDN", "VNM")):
        for card, asked in cards.row(usual(name, *codes), catalog.indicators()[name]):
            if asked and card.key not in ("data", "share", "largest", "place"):
                assert {*asked.countries} <= {*codes} and (asked.countries or asked.about.world)
            if asked and card.key == "largest":
                assert asked.countries and {*asked.countries} <= {*codes}


def test_a_share_is_of_the_whole_and_left_out_where_ranges_leave_it_open():
    row = _row(usual("glotip.detected_victims", "THA"))
    assert (row["share"].value, row["share"].beside) == ("0.4\u00a0%", "of 75,128 victims")
    masked = _row(usual("glotip.detected_victims", "IDN", "SGP", "THA", "PHL"))
    assert masked["open"].value == "1" and masked["largest"].beside == ""
    assert "share" not in _row(usual("gci.score", "IDN"))
    killed = _row(usual("ucdp_violence.one_sided_by_groups", "COD"))  # of best estimates
    assert (killed["share"].value, killed["place"].value) == ("34\u00a0%", "the largest of 196")


def test_same_countries_counts_where_one_of_those_chosen_has_a_gap(monkeypatch):
    """The Philippines have no figure of 2022: the two years compare in Thailand alone."""
    monkeypatch.setattr(places.state, "chosen", lambda key: key == places.state.SAME)
    assert changes.narrowed(usual("glotip.detected_victims", "THA", "PHL")) == ("THA",)
    card = _row(usual("glotip.detected_victims", "THA", "PHL"))["kpi-trafficking"]
    assert (card.value, card.delta, card.beside) == (
        "295",
        "+105 (+55\u00a0%)",
        "compared with 2021",
    )


def test_a_table_keeps_the_figure_before_where_it_does_not_compare():
    asked = usual("glotip.detected_victims", "THA", "PHL")
    rows = tables.ranks(asked, asked.about)[0].set_index("country")
    assert rows.loc["THA", ["before", "change"]].tolist() == [190, 105]
    assert rows.loc["PHL", "before"] == 1914 and math.isnan(rows.loc["PHL", "change"])


def test_who_is_chosen_and_on_no_list_stands_in_its_table():
    table = tables._members(usual("fatf.listed", "IDN", "VNM"), catalog.indicators()["fatf.listed"])
    assert table[["Country", "Since"]].values.tolist() == [
        ["Viet Nam", "2023-06-23"],
        ["Indonesia", "not listed"],
    ]


def test_a_sum_of_few_of_those_chosen_says_of_how_many():
    chosen = Filters("glotip.detected_victims", ("IDN", "PHL", "THA"))
    few = headline.figure(chosen.during(date(2022, 1, 1), date(2022, 12, 31)), "any")[0]
    assert few.value == "295" and few.beside.startswith("1 of 3 has a figure")
    assert "2021 (2,104), 2 of 3" in few.beside
    every = headline.figure(chosen.during(date(2019, 1, 1), date(2019, 12, 31)), "any")[0]
    assert "of 3" not in every.beside
    counted = headline.figure(Filters("eurepoc.incidents", ("IDN", "PHL")), "any")[0]
    assert "of 2" not in counted.beside  # none recorded is a figure


def test_all_that_came_on_a_list_on_one_day_are_named():
    """Bosnia and Herzegovina and Iraq came together; when Saudi Arabia joined is not known."""
    fatf, treaty, american = (
        headline._newest(usual(name))[0] for name in ("fatf.listed", "psma.parties", "incsr.major")
    )
    assert fatf.value == "Bosnia and Herzegovina and Iraq"
    assert (treaty.value, treaty.delta) == ("China", "since 2025-04-16")
    assert "Saudi Arabia" in treaty.beside and "not later than 2025-04-17" in treaty.beside
    assert american.value == languages.NOTHING and "not published" in american.delta


def test_a_table_of_a_list_says_since_when_and_as_what_and_counts_no_ones():
    table = tables._members(usual("fatf.listed"), catalog.indicators()["fatf.listed"])
    rows = table.set_index("ISO code")
    assert list(rows.columns) == ["Country", "Since", "List"] and len(rows) == 25
    assert rows.loc["IRQ", ["Since", "List"]].tolist() == ["2026-06-19", "Grey list"]
    assert "2009-02-25" in rows.loc["IRN", "Since"]


def test_what_was_not_printed_exactly_is_said_so_in_charts_and_tables():
    asked = usual("interpol_issued.red_notices")
    said = {at: reads(amount="11,000") for at, reads in saying.printed(asked).items()}
    assert said == {("2022", ""): "more than 11,000", ("2001", ""): "fewer than 11,000"}
    table = query.by_period(asked.during(None, None))
    drawn = timeline.build(
        table, unit="", domain="notices", printed=saying.printed(asked), reads=asked.about.amount
    )
    (bars,) = (each for each in drawn["data"] if each.get("meta") == "whole")
    says = dict(bars["customdata"])
    assert says["2022"].startswith("more than 11,000") and says["2024"].startswith("15,548")


def test_same_countries_counts_in_every_card(monkeypatch):
    monkeypatch.setattr(places.state, "chosen", lambda key: key == places.state.SAME)
    asked = usual("glotip.detected_victims")
    same = changes.narrowed(asked)
    row = _row(asked)
    assert row["reach"].value == str(len(same))
    assert "open" not in row  # each of these has a figure, and a country
    for key in ("reach", "largest"):
        assert row[key].label.endswith(f"of the same {len(same)} countries")
    assert row["largest"].beside.endswith("% of the same")
    alone = _row(usual("glotip.detected_victims", "NLD"))
    assert alone["place"].label == alone["share"].label.replace("Share", "Place")
    assert f"of {len(same)} are larger" in alone["place"].value
    ranks = tables.ranks(asked, asked.about, same)[0]["rank"].dropna()
    assert ranks.iloc[0] == 1 and ranks.max() <= len(same)
    table = query.by_country(asked).set_index("country")["value"].reindex(same)
    assert row["largest"].value == countries.name(table.idxmax())


def test_beside_a_rate_the_most_it_can_be_says_what_it_counts():
    card = headline.open_ends(usual("glotip.detected_victims", per=PEOPLE))[0]
    assert card.delta == "at most 75,176 victims"
    assert headline.open_ends(usual("glotip.detected_victims"))[0].delta == "at most 75,176"


def test_no_rate_is_little_change_for_being_a_low_number():
    asked = usual("ucdp_violence.one_sided_by_groups", per=PEOPLE)
    change = query.compare(asked)
    assert change.now.value < 1 and not change.little and change.percent > 15
    delta = headline.figure(asked, "any")[0].delta
    assert "little" not in delta and "%" in delta
    assert not query.compare(usual("iuu_index.indicator_score", "VNM")).little, "a score neither"


def test_the_overview_asks_of_a_group_as_a_group():
    asked = usual("glotip.detected_victims", groups=("ASEAN",))
    for about in catalog.indicators().values():
        if about.headline:
            found = changes.usual_of(about, asked)
            assert found.named == ("Association of Southeast Asian Nations",)
            assert {*found.countries} == groups.members("ASEAN", found.end)
    said = changes.whole(changes.usual_of(query.indicator(Filters("fatf.listed")), asked))
    assert said is None or "ASEAN" in said.text
    killed = changes.usual_of(query.indicator(Filters("ucdp_violence.one_sided_by_groups")), asked)
    assert changes.whole(killed).text.startswith(f"{killed.about.title}, ASEAN, 2024: 149")


def test_a_range_has_no_rank_among_those_chosen():
    asked = usual("glotip.detected_victims", groups=("ASEAN",))
    rows = {row["name"]: row for row in ranking.told(asked)["rows"]}
    assert (rows["Singapore"]["said"], rows["Singapore"]["place"]) == ("0–4", None)
    assert rows["Thailand"]["place"] == 22


def test_a_group_nobody_knows_is_said():
    with pytest.raises(query.UnknownError, match="NOWHERE"):
        query.settle(Filters("glotip.detected_victims", groups=("NOWHERE",)))


def test_a_score_or_a_list_has_no_rate():
    for name in ("gci.score", "fatf.listed", "tip_tiers.tier"):
        assert not usual(name, "IDN", per=PEOPLE).per


# ---- one figure on every page


@pytest.mark.parametrize("code", SOME)
def test_card_and_profile_agree(code):
    for line in country.lines(code):
        card = headline.figure(line.asked, "any")[0]
        again = headline.figure(usual(line.about.id, code), "any")[0]
        assert (card.value, card.delta) == (again.value, again.delta)


@pytest.mark.parametrize(("first", "second"), [("IDN", "VNM"), ("DEU", "FRA"), ("USA", "RUS")])
def test_overview_country_and_pair_say_one_figure(first, second):
    lines = {
        code: {each.about.id: each for each in country.lines(code)} for code in (first, second)
    }
    compared = 0
    for row in both_sides.sides(first, second).rows:
        for code, side in ((first, row.one), (second, row.other)):
            line, asked = lines[code].get(row.about.id), query.settle(side.asked)
            if line and (asked.start, asked.end) == (line.asked.start, line.asked.end):
                assert side.total == line.change.now, (code, row.about.id)
                compared += 1
    assert compared > 10
    for code in (first, second):
        for about in catalog.indicators().values():
            if about.headline and about.id in lines[code]:
                asked = changes.usual_of(about, Filters("", (code,)))
                assert query.total(asked) == lines[code][about.id].change.now
                said = headline.figure(asked, "any")[0]
                assert said.value == headline.figure(lines[code][about.id].asked, "any")[0].value


def test_the_command_line_asks_per_head_and_by_group(capsys):
    line = "query glotip.detected_victims --group ASEAN --per people --from 2022 --to 2022"
    assert command.main([*line.split(), "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    asked = usual("glotip.detected_victims", groups=("ASEAN",), per=PEOPLE)
    assert math.isclose(answer["value"], query.total(asked).value)
    assert answer["filters"]["group"] == ["ASEAN"] and answer["filters"]["per"] == "people"


# ---- words of change


@pytest.mark.parametrize(
    ("value", "said"),
    [(12.5, "+13"), (-12.5, "−13"), (0.5, "+0.5"), (2.5, "+3"), (-0.04, "0"), (0, "0")],
)
def test_halves_are_rounded_away_from_zero_and_nothing_has_no_sign(value, said):
    assert languages.percent(value) == said


@pytest.mark.parametrize(
    ("value", "places", "said"), [(2.5, 0, "3"), (0.125, 2, "0.13"), (1e9, 0, "1,000,000,000")]
)
def test_every_number_is_rounded_by_one_rule(value, places, said):
    assert languages.number(value, places) == said
    assert languages.number(0.125) == "0.13" and languages.number(1.005) == "1.01"


@pytest.mark.parametrize("code", SOME)
def test_card_and_sentence_say_one_change(code):
    for line in country.lines(code):
        said = changes.whole(line.asked)
        delta = headline.figure(line.asked, "any")[0].delta
        if said is None or line.about.kind in ("score", "listing"):
            continue
        assert ("no change" in said.text) == (delta == "no change"), said.text
        assert ("little change" in said.text) == ("little change" in delta), said.text
        percent = re.search(r"\((.\d+)\u00a0%\)", said.text)
        assert not percent or f"({percent[1]}\u00a0%)" in delta, (said.text, delta)


def test_a_rise_from_next_to_nothing_has_no_per_cent():
    said = changes.whole(usual("ucdp_violence.state_based", "RUS")).text
    assert "up by 7,469 compared with 2023" in said and "%" not in said


def test_a_sum_that_is_of_the_same_countries_already_is_not_said_to_be_of_some():
    asked = usual("ucdp_violence.deaths")
    assert changes.comparable(asked) and not changes.narrowed(asked)
    assert changes.whole(asked, same=True).text == changes.whole(asked).text
    assert "countries with a figure" not in changes.whole(asked, same=True).text
    some = usual("glotip.detected_victims")
    assert changes.narrowed(some) == changes.comparable(some)
    assert (
        "in the 89 countries with a figure in both periods" in changes.whole(some, same=True).text
    )


def test_wars_are_no_moves():
    for name in ("ucdp_acd.wars", "ucdp_acd.active_conflicts"):
        assert not changes.largest_moves(usual(name))


# ---- parts that are more than the whole their publisher gives


PARTS = [name for name in INDICATORS if catalog.indicators()[name].part_of]


def wholes_of(name):
    """Each country and year with a part: the most its whole can be, of those that have one."""
    about = catalog.indicators()[name]
    for year in range(query.extent(name)[0].year, query.extent(name)[1].year + 1):
        span = first_day(str(year)), last_day(str(year))
        whole = query.by_country(Filters(about.part_of).during(*span)).set_index("country")
        for row in query.by_country(Filters(name).during(*span)).itertuples():
            if row.country in whole.index and row.value == row.value:
                of = whole.loc[row.country]
                yield (
                    row,
                    Filters(name, (row.country,)).during(*span),
                    (of["high"] if of["masked"] else of["value"]),
                )


@pytest.mark.alike(2)
@pytest.mark.parametrize("name", PARTS)
def test_parts_are_within_their_whole_or_it_is_said_beside_them(name):
    for row, asked, most in wholes_of(name):
        more = wholes.exceeded(asked)
        assert bool(more) == (row.value > most), (asked, row.value, most)
        if more:
            assert more in headline.figure(asked, "any")[0].beside
            assert more in " ".join(method.sentences(asked))
            assert (said := changes.whole(asked)) is None or more in said.text


def test_which_indicators_are_parts_of_which():
    assert {each.partition(".")[0] for each in PARTS} == {"glotip", "ucdp_acd", "ucdp_violence"}
    for name in PARTS:
        about, whole = (
            catalog.indicators()[each] for each in (name, catalog.indicators()[name].part_of)
        )
        assert (about.unit, about.country_role) == (whole.unit, whole.country_role)


def test_what_is_said_of_parts_that_are_more():
    usa = usual("glotip.victims_by_sex_age", "USA")
    assert query.total(usa).value == 16_631
    said = "the parts sum to more than the whole the publisher gives (16,390)"
    assert wholes.exceeded(usa) == said
    assert (
        f"16,631, up by 6,404 (+63\u00a0%) compared with 2021. Note: {said}."
        in changes.whole(usa).text
    )
    line = next(each for each in country.lines("USA") if each.about.id == usa.indicator)
    assert statements.short(line, line.about, "USA") == f"16,631 ({said})"
    assert "(0–4)" in wholes.exceeded(usual("glotip.victims_by_form", "DEU")), "a masked whole"
    assert not wholes.exceeded(usual("glotip.victims_by_form", "USA"))
    assert wholes.exceeded(usual("glotip.victims_by_sex_age", "USA", per=PEOPLE)) == said


# ---- roles, in the very cell


def test_a_cell_says_in_which_role_a_country_stands_and_what_names_nobody():
    russia = usual("eurepoc.incidents", "RUS")
    assert query.total(russia).value == 34
    named = (
        method.behind(replace(russia, partner=None)).dropna(subset="partner")["record"].nunique()
    )
    said = f"34 incidents against targets in Russia; {34 - named} without a named initiator country"
    line = next(each for each in country.lines("RUS") if each.about.id == "eurepoc.incidents")
    assert statements.short(line, line.about, "RUS") == said
    assert said in headline.figure(russia, "any")[0].beside
    assert not standing.received(usual("eurepoc.incidents")), "the world is nobody's target"


def test_what_lies_between_two_is_alleged_and_has_its_roles():
    about = catalog.indicators()["eurepoc.incidents"]
    assert about.lying_between("96 incidents", "the United States", "China") == (
        "96 incidents against targets in the United States, initiator alleged in China"
    )
    for each in catalog.indicators().values():
        if each.partner_role and not each.mutual:
            said = each.lying_between("3 things", "HERE", "THERE")
            assert all(part in said for part in ("3 things", "HERE", "THERE"))
            assert "alleged" in said or "alleged" not in each.partner_role


# ---- what a number in a sentence counts


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ic3.losses_usd", "20.88\u00a0bn US dollars, up by 4.28\u00a0bn (+26\u00a0%)"),
        ("interpol_issued.refused_share", "5.3 per cent of requests, 6.1 in 2020"),
        ("psma.counted", "82 parties or states, 79 in 2024"),
        ("glotip.detected_victims", "75,128, within 10\u00a0%"),
        ("ucdp_violence.deaths", "160,900, within 10\u00a0%"),
    ],
)
def test_a_sentence_says_what_its_number_counts_where_its_title_does_not(name, said):
    assert f": {said}" in changes.whole(usual(name)).text


@pytest.mark.parametrize(
    "name", [each for each in INDICATORS if catalog.indicators()[each].per_head]
)
def test_a_sentence_about_a_rate_says_per_how_many(name):
    asked = [usual(name, *codes, per=PEOPLE) for codes in ((), *((code,) for code in SOME))]
    found = [changes.whole(each) for each in asked]
    for each, one in zip(asked, found, strict=True):
        assert one is None or f" {each.about.unit}" in one.text
        assert each.about.unit in headline.figure(each, "any")[0].label


def test_what_is_itself_per_cent_rises_by_no_per_cent():
    card = headline.figure(usual("interpol_issued.refused_share"), "any")[0]
    assert card.delta == "−0.8" and "5.3" in card.value


@pytest.mark.parametrize(
    "part", ["detected_victims", "victims_by_sex_age", "victims_by_citizenship"]
)
def test_pakistans_own_sentence_says_for_which_years_it_reports(part):
    said = changes.whole(usual(f"glotip.{part}", "PAK")).text
    assert said.endswith("Pakistan reports for 2019 to 2022 alone.")
    assert "alone" not in changes.whole(usual(f"glotip.{part}", "IND")).text
    moves = " ".join(each.text for each in changes.largest_moves(usual(f"glotip.{part}")))
    assert moves.count("detected in Pakistan") == moves.count("Pakistan reports for 2019 to 2022")


def test_the_largest_of_all_is_said_to_be_with_others():
    facts = [standing.place(usual("interpol_bali_2016.facts", code)) for code in ("USA", "AUS")]
    assert facts == ["the largest of 7, with 3 others"] * 2
    assert standing.place(usual("ucdp_violence.deaths", "UKR")) == "the largest of 196"


def test_what_has_no_date_or_no_figure_has_no_age():
    undated = headline.figure(usual("interpol_by_country.on_public_list", "RUS"), "any")[0]
    assert (undated.value, undated.age) == ("3,220", "") and "not dated" in undated.label
    nothing = headline.figure(usual("interpol_issued.other_colours"), "any")[0]
    assert (nothing.value, nothing.age) == ("–", "")
    assert headline.figure(usual("glotip.detected_victims"), "any")[0].age == "3 years old"


def test_where_few_report_the_world_asks_for_one_country():
    for name in INDICATORS:
        if catalog.indicators()[name].no_world_sum:
            card = headline.figure(usual(name), "any")[0]
            assert (card.value, card.delta) == ("–", "choose one country"), name


def test_parts_of_several_years_are_compared_with_a_whole_of_all_of_them():
    """Portugal told the forms of 2015, but no whole."""
    asked = usual("glotip.victims_by_form").during(first_day("2015"), last_day("2016"))
    earlier = asked.during(first_day("2013"), last_day("2014"))
    assert "PRT" in query.covered(asked) and "PRT" in query.covered(earlier)
    assert "PRT" not in query.in_both(asked, earlier)


def test_what_is_counted_under_another_country_is_said_so_beside_it():
    def said(first, second, name):
        facts = both_sides.sides(first, second).facts
        return next(each.words for each in facts if each.about.id == name)

    israel, palestine = said("ISR", "PSE", "ucdp_acd.active_conflicts")
    assert "3 active" in israel and "under Israel" in palestine
    tiers = said("IDN", "YEM", "tip_tiers.tier")
    assert tiers == ("Tier 2", "Special case in the report of 2025, in no tier.")


def test_who_has_a_record_is_not_called_a_country_with_a_figure():
    for name, said in (
        ("eurepoc.incidents", "Countries with any recorded"),
        ("glotip.detected_victims", "Countries with a figure"),
    ):
        found = [headline.reach(usual(name, *codes))[0] for codes in ((), ("IDN", "MYS"))]
        assert all(each.label.startswith(said) for each in found)


def test_a_few_large_counts_among_many_small_have_a_class_of_their_own():
    flags = query.by_country(usual("iuu_vessels.vessels_listed"))["value"].dropna()
    edges = legends.bounds([*flags])
    assert legends.at(27, edges) > legends.at(2, edges) and edges[-1] <= 27
    assert legends.bounds([1] * 15 + [2, 3]) == [1]


def test_who_tells_of_neither_period_keeps_no_group_from_its_comparison():
    """Western Sahara has no figure in any year: the African Union's 54 others compare."""
    asked = usual("ucdp_violence.one_sided_by_groups", groups=("AU",))
    members = groups.members("AU", asked.end)
    now, before = (
        query.by_country(each).set_index("country")["value"].reindex(members).dropna()
        for each in (asked, asked.before())
    )
    assert "ESH" in members and set(now.index) == set(before.index) == {*members} - {"ESH"}
    assert query.compare(asked).difference == now.sum() - before.sum()


def test_countries_behind_a_sum_of_several_years_are_those_with_a_figure_in_each():
    asked = Filters("glotip.detected_victims").during(date(2016, 1, 1), date(2018, 12, 31))
    each = {
        year: {
            *query.by_country(asked.during(date(year, 1, 1), date(year, 12, 31))).dropna(
                subset="value"
            )["country"]
        }
        for year in (2016, 2017, 2018)
    }
    every = len(set.intersection(*each.values()))
    assert every < len(set.union(*each.values()))
    beside = headline.figure(asked, "any")[0].beside
    assert f"{every} countries with a figure in each year" in beside
    assert (
        "countries with" not in headline.figure(usual("glotip.detected_victims"), "any")[0].beside
    )


def test_a_part_of_a_year_has_no_count_of_countries_beside_a_whole_one():
    part = Filters("eurepoc.incidents").during(date(2023, 1, 1), date(2023, 12, 31))
    assert headline.reach(part)[0].delta == "" == headline.reach(part)[0].beside
    whole = Filters("eurepoc.incidents").during(date(2022, 1, 1), date(2022, 12, 31))
    assert headline.reach(whole)[0].delta


def test_a_year_covered_in_part_says_so_and_what_is_covered():
    def card(name, year):
        asked = Filters(name).during(date(year, 1, 1), date(year, 12, 31))
        return headline.figure(asked, "any")[0]

    part = card("eurepoc.incidents", 2023)
    assert part.label == "Cyber incidents, 2023 (in part)"
    assert part.beside.startswith("2023 ends in August")
    whole = card("eurepoc.incidents", 2022)
    assert "in part" not in whole.label and "ends in" not in whole.beside
    some = card("ic3.complaints_by_country", 2023)
    assert "in part" in some.label and "three countries only" in some.beside


def test_a_small_share_is_less_than_and_no_nothing():
    assert _row(usual("glotip.detected_victims", "AGO"))["share"].value == "less than 0.1\u00a0%"
    assert _row(usual("eurepoc.incidents", "IDN"))["share"].value == "0.0\u00a0%"


def test_a_series_of_the_world_alone_has_no_zero_of_a_country():
    card = headline.figure(usual("cisa_kev.entries", "IDN"), "any")[0]
    assert (card.value, card.delta) == (languages.NOTHING, "world figure only")
    assert headline.figure(usual("cisa_kev.entries"), "any")[0].value != languages.NOTHING
    assert query.total(usual("eurepoc.incidents", "IDN")).value == 0


def test_several_countries_that_are_not_added_up_are_asked_to_be_one():
    card = headline.figure(usual("ic3.complaints_by_country", "FRA", "DEU"), "any")[0]
    assert (card.value, card.delta) == (languages.NOTHING, "choose one country")


def test_a_superseded_source_says_so_beside_its_figures():
    assert headline.data(usual("cisa_kev.entries"))[0].delta == "superseded by a newer edition"
    for name in ("glotip.detected_victims", "ucdp_violence.deaths", "iuu_vessels.vessels_listed"):
        assert "superseded" not in headline.data(usual(name))[0].delta
    assert headline.data(usual("ucdp_violence.deaths"))[0].delta == "overdue since 2026-06-30"


def test_a_group_of_which_none_is_recorded_has_the_headline_with_its_zero():
    asean = {line.about.id: line for line in group.lines("ASEAN")}
    assert query.total(asean["eurepoc.incidents"].asked).value == 0
    assert asean["eurepoc.incidents"].reach == "recorded in 0 of 10 members"


def test_nothing_is_compared_across_a_gap_in_coverage():
    """The dip of 2019 and 2020 is that of the database: no fall before it and no rise after it."""
    for name, year in product(("eurepoc.incidents", "eurepoc_2023.incidents"), (2019, 2020, 2021)):
        asked = Filters(name).during(date(year, 1, 1), date(year, 12, 31))
        assert query.compare(asked).why == "partial", (name, year)
    asked = Filters("eurepoc.incidents", ("USA",)).during(date(2020, 1, 1), date(2022, 12, 31))
    assert headline.figure(asked, "any")[0].delta == ""
    assert query.compare(usual("eurepoc.incidents")).against == "2021"


def test_every_year_covered_in_part_is_faint():
    about = catalog.indicators()["interpol_by_country.red_issued"]
    table = query.by_period(Filters(about.id, ("IND",)))
    shapes = timeline.build(table, unit="", domain="notices", partly=about.partial_years)["layout"][
        "shapes"
    ]
    faint = {each["x0"] + 0.5 for each in shapes if each.get("fillcolor") == "$background"}
    assert faint == {2019, 2025} == {*about.partial_years}


# ---- sums of fewer countries, fewer years, or a part of them


def _between(asked, first, last):
    return asked.during(first_day(str(first)), last_day(str(last)))


def _card(asked):
    return headline.figure(asked, "card")[0]


def test_a_figure_held_of_fewer_countries_says_how_many():
    """Malta's 2021 is published as `<5`, Tonga has none: the 10 are Seychelles' alone."""
    held = "previous figure held: 2021 ({}), 1 of {}"
    three = _card(usual("glotip.detected_victims", "MLT", "TON", "SYC"))
    assert three.value == "62" and three.beside == held.format("10", 3)
    rate = _card(usual("glotip.detected_victims", "MLT", "SYC", per=PEOPLE))
    assert rate.value == "8.57" and rate.beside == held.format("8.13", 2)
    assert "not the same countries" in rate.help and "has no figure" not in rate.help


def test_a_sum_of_some_of_the_years_says_so_and_has_no_place():
    everyone = _between(usual("glotip.detected_victims"), 2018, 2022)
    years = {
        code: {*query.by_period(replace(everyone, countries=(code,)))["period"]}
        for code in ("COD", "IDN", "THA")
    }
    assert [len(each) for each in years.values()] == [1, 3, 5]
    for code, known in years.items():
        asked = replace(everyone, countries=(code,))
        whole = len(known) == 5
        assert ("of 5 years" in _card(asked).beside) != whole
        assert bool(headline.place(asked)) == whole
        rank = tables.ranks(asked, query.indicator(asked))[0]["rank"].iloc[0]
        assert math.isnan(rank) != whole
        if whole:
            larger = headline.place(asked)[0].value.split()
            assert int(larger[0]) == rank - 1
            assert int(larger[2]) == len(query.in_each_year(asked))
    both = replace(everyone, countries=("IDN", "THA"))
    assert "1 of 2 has a figure in each year" in _card(both).beside
    bars = {each["name"]: each for each in ranking.told(both)["rows"]}
    assert bars["Indonesia"]["place"] is None


def test_years_covered_in_part_are_told_within_a_longer_period():
    asked = _between(usual("eurepoc.incidents"), 2018, 2022)
    about = query.indicator(asked)
    assert saying.when(asked, about) == "2018–2022 (in part)"
    assert "coverage gap of the database" in _card(asked).beside
    assert saying.when(_between(asked, 2021, 2022), about) == "2021–2022"


def test_a_year_without_a_record_is_the_last_one_held_of_what_is_counted():
    """Nothing is recorded for DR Congo in 2018, which the source covers whole: 0 and not 2007's."""
    held = {"COD": 0, "DEU": 4}
    for code, then in held.items():
        change = query.compare(_between(usual("eurepoc.incidents", code), 2020, 2020))
        assert (change.why, change.held, change.previous.value) == ("partial", "2018", then)


def test_ranges_that_leave_the_direction_open_have_none():
    """Girls went from 7 to 6, boys are `<5` in both years: from 7 to 11, and from 6 to 10."""
    asked = usual("glotip.victims_by_sex_age", "TTO", categories=("girls", "boys"))
    change = query.compare(asked)
    assert (change.now.low, change.now.high) == (6, 10)
    assert (change.previous.low, change.previous.high) == (7, 11)
    assert change.why == "range" and change.difference is None
    assert "TTO" not in changes.before(asked)[0]
    world = query.compare(usual("glotip.detected_victims"))
    assert world.now.masked and world.difference == -626  # more than all that is masked


def test_a_range_has_no_rate_and_is_not_called_unpublished():
    asked = usual("glotip.detected_victims", "SGP", per=PEOPLE)
    assert "published only in part or as a range: no rate" in _card(asked).delta
    assert [
        each["said"] for each in ranking.told(asked)["rows"] if each["name"] == "Singapore"
    ] == ["no rate"]
    assert _card(usual("glotip.detected_victims", "SGP")).value == "0–4"
    assert "no data published" in _card(usual("glotip.detected_victims", "TUV", per=PEOPLE)).delta


def test_a_longer_list_of_countries_is_no_rise_in_who_reports():
    asked = usual("ic3.complaints_by_country")
    assert {*query.by_period_and_country(asked.during(None, None))["period"]} == {"2023", "2024"}
    card = headline.reach(asked)[0]
    assert (card.value, card.delta) == ("20", "")


def test_a_number_of_one_kind_is_called_after_it():
    """Notices of other colours never add up: what stands there first are those blue, in force."""
    asked = usual("interpol_issued.other_colours")
    about = query.indicator(asked)
    assert tables._value(asked, about) == "Blue, in force (notices)"
    assert tables._value(replace(asked, categories=("yellow_in_force",)), about) == (
        "Yellow, in force (notices)"
    )
    victims = usual("glotip.detected_victims")
    assert tables._value(victims, query.indicator(victims)) == "Value (victims)"


def test_wars_are_no_share_of_all_wars():
    asked = usual("ucdp_acd.active_conflicts", "MMR")
    assert headline.share(asked) is None and headline.place(asked) is None
    assert "%" not in headline.largest(usual("ucdp_acd.active_conflicts"))[0].beside
    assert headline.share(usual("ucdp_violence.deaths", "MMR"))[0].value.endswith("%")
