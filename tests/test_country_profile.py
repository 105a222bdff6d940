"""Where a country stands and how each domain went: each place is counted again from the answers,
directions are declared, nothing adds rows up.
"""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from long import LONG
from shown import blocks, charts, opened, press, profile

from data import catalog, query
from data.analysis import standing, strips, trends, verdict
from data.geography import countries, groups
from data.query import Filters

CODES = sorted(countries.codes()) if LONG else ["IDN", "USA", "VNM", "TUV", "FRA", "PRK"]
VISITED = CODES if LONG else ["IDN", "TUV"]
ROWS = [(code, each) for code in CODES for each in strips.of_country(code)]


def everyone(asked: Filters) -> dict[str, float]:
    """The figures of all countries of the same period."""
    table = query.by_country(replace(asked, countries=())).dropna(subset="value")
    return dict(zip(table["country"], table["value"], strict=True))


def test_a_row_is_the_answer_and_its_place_is_counted() -> None:
    for code, row in ROWS:
        assert row.value == query.total(row.asked).value
        values = everyone(row.asked)
        assert row.of == len(values) and row.axis.values == values
        if row.value is None:
            assert row.place == "no figure"
            continue
        assert values[code] == row.value
        more = sum(each > row.value for each in values.values())
        less = sum(each < row.value for each in values.values())
        alike = len(values) - more - less - 1
        numbers = [int(each) for each in re.findall(r"\d+", row.place)]
        if row.place.startswith("none"):
            assert not row.value and numbers == ([alike] if alike else [])
        elif re.match(r"\d+ of", row.place):
            ahead = less if row.direction == "capacity" else more
            assert more and less and numbers == [ahead, len(values)], row.place
        else:
            end = row.place.split(" of ")[0]
            assert end in ({"highest", "most", "strongest"} if not more else {"lowest", "weakest"})
            assert not (more and less)
            assert numbers == [len(values), *([alike] if alike else [])]


def test_each_axis_points_as_its_indicator_declares() -> None:
    seen = set()
    for _, row in ROWS:
        about, axis = row.about, row.axis
        if about.looking or about.worse == "neither":
            wanted = "detected"
        else:
            wanted = "capacity" if about.kind == "score" and about.worse == "less" else "threat"
        assert row.direction == wanted
        seen.add(wanted)
        order = sorted(axis.values.values())
        places = [axis.at(each) for each in order]
        assert places == sorted(places, reverse=wanted == "capacity")
        assert all(0 <= each <= 1 for each in places)
        assert sum(count for _, count in axis.bins()) == len(order)
    assert seen == {*strips.DIRECTIONS}


def test_a_row_is_never_a_list_a_tier_or_a_fact_and_no_row_adds_others_up() -> None:
    for key, asked in strips.rows().items():
        about = query.indicator(asked)
        assert not (about.ordinal or about.fact or about.lasting or about.kind == "listing"), key
        assert len(asked.categories) <= 1 and asked.indicator == about.id
    assert len({each.key for _, each in ROWS if _ == "IDN"}) == len(strips.rows())


def test_axes_and_colours_of_age_reach_the_page() -> None:
    for code in VISITED:
        app = opened("country.py", {"country": [code]})
        assert not app.exception
        sent = [each for band in profile(app, "strips")["bands"] for each in band["rows"]]
        known = {each.key: each for each in strips.of_country(code)}
        assert {each["key"] for each in sent} == {*known}
        for row in sent:
            strip = known[row["key"]]
            assert (row["at"] is None) == (strip.value is None)
            if strip.value is None:
                assert (row["old"], row["year"], row["value"]) == ("", "", "no figure")
                continue
            years = standing.age(strip.asked)
            assert row["old"] == ("old" if years >= 5 else "aged" if years >= 3 else "")
            assert (f"{years} yr" in row["year"]) == (years >= 3)
            assert row["at"] == strip.axis.at(strip.value)
        assert sum(each["chosen"] for each in sent) == 1


def test_yes_and_no_are_words() -> None:
    app = opened("country.py", {"country": ["IDN"]})
    facts = {about: said for about, said, *_ in profile(app, "facts")["rows"]}
    assert facts["FATF lists"] == "not listed" and facts["Tier, US report"] == "Tier 2"
    assert facts["Port State treaty"].startswith("Party")
    assert not any(re.fullmatch(r"[\d.,]+", said) for said in facts.values())


def test_peers_are_those_of_the_group_that_is_chosen() -> None:
    for address, near in (
        ({"country": ["IDN"], "group": ["ASEAN"]}, groups.members("ASEAN")),
        ({"country": ["IDN"], "group": ["G20"]}, groups.members("G20")),
    ):
        app = opened("country.py", address)
        assert not app.exception
        rows = [each for band in profile(app, "strips")["bands"] for each in band["rows"]]
        known = {each.key: each for each in strips.of_country("IDN")}
        for row in rows:
            values = known[row["key"]].axis.values
            wanted = sorted(countries.name(each) for each in {*near} - {"IDN"} if each in values)
            assert sorted(said.rsplit(" ", 1)[0] for _, said in row["peers"]) == wanted


def test_the_address_says_which_row_the_map_shows() -> None:
    for key in list(strips.rows())[:: 1 if LONG else 4]:
        app = opened("country.py", {"country": ["IDN"], "strip": [key]})
        chosen = [
            row for band in profile(app, "strips")["bands"] for row in band["rows"] if row["chosen"]
        ]
        assert [each["key"] for each in chosen] == [key]
        assert charts(app)["map"]["heading"].startswith(chosen[0]["label"])
    app = opened("country.py", {"country": ["IDN"], "strip": ["no.such"]})
    assert not app.exception and "strip" not in app.session_state["_last"]["address"]


def test_a_row_that_is_pressed_and_peers_that_are_chosen_are_the_address() -> None:
    key, other = list(strips.rows())[3:5]
    held = {"country": ["IDN"], "strip": [other], "group": ["ASEAN"]}
    for event, value, wanted in (
        ("row", key, {"strip": (key,), "group": ("ASEAN",)}),
        ("row", "no.such", {"strip": (other,), "group": ("ASEAN",)}),
        ("peers", "G20", {"strip": (other,), "group": ("G20",)}),
        ("peers", "", {"strip": (other,)}),
    ):
        app = press(opened("country.py", held), "strips", event, value)
        assert not app.exception
        assert app.session_state["_last"]["address"] == {"country": ("IDN",), **wanted}


def test_a_chart_a_domain_with_the_answers_of_its_years() -> None:
    domains = {each for each in catalog.DOMAINS if each != "own"}
    for code in CODES:
        found = trends.of_country(code)
        assert {each.domain for each in found} == domains
        for each in found:
            about = each.about
            assert about.domain == each.domain and not about.ordinal
            assert about.headline or not about.part_of
            assert each.now == query.total(each.asked)
            history = {row[0]: row[1] for row in query.history(each.asked.during(None, None))}
            years = [year for year, _ in each.years]
            assert years == sorted({*years}) and len(years) <= trends.YEARS
            for year, value in each.years:
                held = history.get(str(year))
                if held is not None and held == held:
                    assert value == held
                else:
                    assert value == (0 if about.kind in trends.COUNTED else None)
            if each.before and about.aggregation != "stock":
                period, value = each.before
                assert value == dict(each.years)[int(period)]


def test_near_duplicates_are_folded_into_one_line() -> None:
    lines = {
        each.domain: each.folded
        for each in trends.of_country("IDN")
        if each.about.id in ("glotip.detected_victims", "ucdp_violence.one_sided_by_groups")
    }
    assert lines == {
        "trafficking": ("Form of exploitation: 45 known of 60", "Sex and age: 60 known of 60"),
        "terrorism": (),
    }
    shown = {each.about.id for code in CODES for each in trends.of_country(code)}
    parts = [each for each in shown if catalog.indicators()[each].part_of]
    assert all(catalog.indicators()[each].headline for each in parts)
    for code in CODES:
        for each in trends.of_country(code):
            for line in each.folded:
                n, of = re.findall(r"[\d,]+(?=$| known| of)|(?<=of )[\d,]+", line)[-2:]
                assert int(of.replace(",", "")) == each.now.value and n


def test_a_domain_without_a_series_says_so_in_its_place() -> None:
    app = opened("country.py", {"country": ["VNM"]})
    cards = {each["key"]: each for each in profile(app, "trends")["charts"]}
    assert cards["notices"]["empty"] == "No series by country"
    assert cards["terrorism"]["empty"] == "" or "None recorded" in cards["terrorism"]["empty"]
    assert {each["key"] for each in cards.values()} == {
        each for each in catalog.DOMAINS if each != "own"
    }


def test_the_verdict_is_the_rule_and_each_entry_opens_its_view() -> None:
    for code in VISITED:
        boxes = profile(opened("country.py", {"country": [code]}), "brief")["kinds"]
        assert [each["kind"] for each in boxes] == [*verdict.KINDS]
        found = verdict.of_country(code)
        for box in boxes:
            entries = found.of(box["kind"])
            assert box["of"] == found.counted(box["kind"])
            assert [(each["whole"], each["said"]) for each in box["entries"]] == [
                (each.title, each.said) for each in entries
            ]
            for line, entry in zip(box["entries"], entries, strict=True):
                asked = parse_qs(urlsplit(line["opens"]).query)
                assert asked["indicator"] == [entry.about.id] and asked["country"] == [code]


def test_where_no_country_is_chosen_the_readers_own_and_groups_are_offered() -> None:
    near, together = blocks(opened("country.py", {}, mine="IDN"), "links")
    names = ["Indonesia", "Malaysia", "Papua New Guinea", "Timor-Leste", "Singapore"]
    assert [name for name, _ in near["links"]] == names
    asean = next(opens for _, opens in together["links"] if "ASEAN" in opens)
    address = parse_qs(urlsplit(asean).query)
    assert not opened("country.py", address).exception and address == {"group": ["ASEAN"]}
    (alone,) = blocks(opened("country.py", {}), "links")
    assert alone == together


def test_a_score_and_a_rate_say_what_their_number_is() -> None:
    """ "Vessels on IUU lists 5" would read as five vessels, over a card of one."""
    found = {row.label: row.measure for row in strips.of_country("IDN")}
    assert found["Vessels on IUU lists"] == "score of 5"
    assert found["Detected trafficking victims"] == "per 100,000"
    assert found["FATF recommendations rated compliant or largely compliant"] == ""
