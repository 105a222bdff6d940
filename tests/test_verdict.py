"""Worse, better, little change or not comparable: one rule for every country, from the answers."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from data import catalog, query
from data.analysis import brief, changes, country, lists, standing, trends, verdict
from data.geography import countries
from data.query import Filters

CODES = sorted(countries.codes())


@cache
def every() -> list[tuple[str, verdict.Entry]]:
    """What is said of each country."""
    return [(code, each) for code in CODES for each in verdict.of_country(code).entries]


def test_every_country_hears_each_speaking_indicator_once() -> None:
    speak = {about.id for about in catalog.indicators().values() if about.verdict}
    assert speak == {about.id for about in verdict.speaking()}
    for code in CODES:
        found = verdict.of_country(code)
        silent = {name for name in speak if code in catalog.indicators()[name].not_applicable}
        assert sorted(each.about.id for each in found.entries) == sorted(speak - silent)
        assert {each.kind for each in found.entries} <= {*verdict.KINDS}
        parts = [found.counted(kind).split(" of ") for kind in verdict.KINDS]
        assert sum(int(n) for n, _ in parts) == len(found.entries)
        assert {int(of) for _, of in parts} == {len(found.entries)}


def test_each_number_recomputes_and_stands_in_the_words() -> None:
    for code, each in every():
        assert each.asked.countries == (code,)
        if each.now is None:
            continue
        assert each.now == query.total(each.asked).value
        if each.about.kind != "listing":
            assert each.about.amount(each.now) in each.said
        if each.before is None or each.about.kind == "listing":
            continue
        year = int(each.against[-4:])
        then = each.asked.during(date(year, 1, 1), date(year, 12, 31))
        assert each.before == query.total(then).value, (code, each)
        assert each.against in each.said
        assert each.about.amount(each.before) in each.said or each.before == each.now


def test_what_depends_on_looking_is_never_worse_or_better() -> None:
    looked = [each for _, each in every() if each.about.looking]
    assert looked and {each.kind for each in looked} == {"apart"}
    moved = [each for each in looked if each.before is not None and each.before != each.now]
    for each in moved:
        little = bool(query.little(each.now, each.before))
        if little or abs(each.now - each.before) < changes.MATERIAL * each.before:
            assert "about as many found" in each.said
        else:
            assert ("more found" if each.now > each.before else "fewer found") in each.said
        everyone = query.by_country(replace(each.asked, countries=())).dropna(subset="value")
        if each.about.kind == "observation":
            assert each.said.endswith(f"{len(everyone)} countries report")
    assert moved


def test_a_score_changes_by_a_step_and_within_one_method() -> None:
    scores = [each for _, each in every() if each.about.kind == "score" and not each.about.ordinal]
    assert any(each.why == "break" for each in scores)
    assert not any(each.about.breaks and each.kind != "apart" for each in scores)
    earlier = []
    for name in ("fatf_ratings.recommendations", "iuu_index.indicator_score"):
        for year in (2023, 2024, 2025):
            span = date(year, 1, 1), date(year, 12, 31)
            for code in query.by_country(Filters(name).during(*span)).dropna()["country"]:
                asked = query.settle(Filters(name, (code,)).during(*span))
                earlier.append(verdict._amount(asked, query.total(asked).value))
    for each in [*scores, *earlier]:
        if each.kind == "apart":
            continue
        moved = round(each.now - each.before, 6)
        better = (moved > 0) == (each.about.worse == "less")
        wanted = "little" if abs(moved) < each.about.step else "better" if better else "worse"
        assert each.kind == wanted
    assert {each.kind for each in earlier} == {*verdict.KINDS}


def test_levels_wars_and_lists_go_by_their_own_direction() -> None:
    for code, each in every():
        if each.about.ordinal or each.about.lasting:
            if each.before is not None:
                share = 0 if each.about.ordinal else changes.MATERIAL * each.before
                moved = each.now - each.before
                steady = not moved or abs(moved) < share
                assert each.kind == ("little" if steady else "worse" if moved > 0 else "better")
        elif each.about.kind == "listing" and each.kind != "apart":
            found = lists.moves(each.asked)
            assert each.against == found.since and each.now == query.total(each.asked).value
            if not found.moved:
                net = found.entered - found.gone
                assert each.kind == ("worse" if net > 0 else "better" if net < 0 else "little")
                earlier, _ = query.year_before(each.asked)
                assert each.before == query.total(earlier).value, code
    kinds = {each.kind for _, each in every() if each.about.kind == "listing"}
    assert kinds >= {"worse", "better", "little"}


def test_deaths_speak_beside_the_number_of_conflicts() -> None:
    """In DR Congo two conflicts stayed two, and 5,409 people died where 3,936 had."""
    (said,) = (
        each
        for each in verdict.of_country("COD").of("worse")
        if each.about.id == "ucdp_violence.deaths"
    )
    assert (said.now, said.before, said.against) == (5409, 3936, "2023")
    kinds = {code: each.kind for code, each in every() if each.about.id == "ucdp_violence.deaths"}
    assert [kinds[code] for code in ("UKR", "MEX", "PSE")] == ["little", "little", "apart"]


def test_no_more_than_two_speak_for_a_domain() -> None:
    domains = [about.domain for about in verdict.speaking()]
    assert max(domains.count(each) for each in domains) == 2


def test_a_country_that_left_a_list_is_better_and_one_that_came_worse() -> None:
    moves = lists.moves(Filters("fatf.listed"))
    for codes, kind in ((moves.came, "worse"), (moves.left, "better")):
        for code in codes:
            (entry,) = (
                each for each in verdict.of_country(code).entries if each.about.id == "fatf.listed"
            )
            assert entry.kind == kind and moves.since in entry.said
    assert moves.left


def test_a_figure_older_than_five_years_or_missing_compares_with_nothing(monkeypatch) -> None:
    for _, each in every():
        if each.why == "nothing":
            change = query.compare(each.asked)
            assert each.kind == "apart" and change.now.value is None
            held = change.previous
            if change.now.masked:
                assert "published only as" in each.said
            elif held and held.value is not None:
                assert change.held in each.said and each.about.amount(held.value) in each.said
            else:
                assert each.said == "not collected here"
    assert all(
        standing.age(each.asked) < verdict.OLD for _, each in every() if each.kind != "apart"
    )
    monkeypatch.setattr(verdict, "OLD", 0)
    about = catalog.indicators()["tip_tiers.tier"]
    entry = verdict._judged(about, "IDN")
    assert (entry.kind, entry.why) == ("apart", "old") and "2025" in entry.said


@pytest.mark.parametrize("name", ["ucdp_acd.active_conflicts", "ucdp_acd.wars"])
def test_no_place_that_the_publisher_does_not_list_is_said_to_be_at_peace(name: str) -> None:
    """UCDP counts what happens in Greenland or Hong Kong under the state it belongs to."""
    listed = {
        *query.by_country(changes.usual(catalog.indicators()["ucdp_violence.deaths"])).country
    }
    about = catalog.indicators()[name]
    assert {*CODES} - listed == {*about.not_applicable, "PSE", "ESH"}
    assert "under Morocco" in about.coded["ESH"] and not {*about.coded} & {*about.not_applicable}
    ever = {*query.by_country(Filters(name)).country}
    assert ever and not ever & {*about.not_applicable}


def test_a_special_case_is_in_no_tier_and_not_uncollected() -> None:
    about = catalog.indicators()["tip_tiers.tier"]
    rated = {*query.by_country(changes.usual(about)).dropna(subset="value").country}
    assert {*about.coded} == {"HTI", "LBY", "SOM", "YEM"} and not {*about.coded} & rated
    for code in about.coded:
        (entry,) = (each for each in verdict.of_country(code).entries if each.about is about)
        assert (entry.why, entry.said) == ("coded", about.coded[code])
        assert (about, about.coded[code]) in country.unknown(code)


@pytest.mark.parametrize(
    ("code", "indicator", "kind"),
    [
        ("NGA", "fatf.listed", "better"),
        ("USA", "ucdp_acd.active_conflicts", "worse"),
        ("IDN", "tip_tiers.tier", "little"),
        ("PSE", "ucdp_acd.active_conflicts", "apart"),
        ("IDN", "gci.score", "apart"),
    ],
)
def test_known_verdicts(code: str, indicator: str, kind: str) -> None:
    found = {each.about.id: each for each in verdict.of_country(code).entries}
    assert found[indicator].kind == kind


def test_a_domains_small_chart_is_of_its_headline_where_there_is_one() -> None:
    for code in ("IDN", "UKR", "COD"):
        drawn = {each.domain: each for each in trends.of_country(code)}
        terrorism = drawn["terrorism"]
        assert terrorism.about.id == "ucdp_violence.one_sided_by_groups", "deaths in war are none"
        assert terrorism.now.value == query.total(terrorism.asked).value
    assert drawn["terrorism"].now.value == 3558
    assert drawn["trafficking"].about.headline and drawn["cybercrime"].about.headline


@pytest.mark.parametrize(("year", "heading"), [(2016, "better"), (2021, "worse"), (2024, "worse")])
def test_a_period_of_years_ago_that_was_asked_for_compares_as_its_card_does(year, heading) -> None:
    asked = Filters("ucdp_violence.one_sided_by_groups")
    assert brief.judged(asked.during(date(year, 1, 1), date(year, 12, 31)))[0] == heading


def test_no_indicator_of_incidents_found_has_a_direction() -> None:
    found = [each for each in catalog.indicators().values() if "incidents" in each.id]
    assert found and all(each.looking and each.worse == "neither" for each in found)
