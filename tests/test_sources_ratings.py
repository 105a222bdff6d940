"""Ratings, offences and lists of today: the published figures come out, and what is not exact, not
a country or not comparable is said.
"""

import csv
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data import catalog, query
from data.ingest import importing
from data.query import Filters
from data.records import INEXACT, InputError

SAMPLES = Path(__file__).parent / "samples"
SHARED = Path(__file__).parents[2] / "shared"
FACTS = SHARED / "facts"
COMPLETED = FACTS / "completed"
ECONOMY = SHARED / "data" / "money_laundering"
FILES = {
    "eu_iuu_cards": COMPLETED / "eu_iuu_cards.csv",
    "psma": COMPLETED / "psma_parties.csv",
    "fatf": COMPLETED / "fatf_lists.csv",
    "tip_tiers": COMPLETED / "tip_tiers.csv",
    "interpol_issued": COMPLETED / "interpol_notices_issued.csv",
    "unsc_list": COMPLETED / "unsc_list_by_regime.csv",
    "incsr": COMPLETED / "incsr_2025_major_money_laundering.csv",
    "ic3": FACTS / "ic3_yearly.csv",
    "fatf_ratings": ECONOMY / "fatf_4th_round_ratings.xlsx",
    "oc_index": ECONOMY / "global_oc_index_2021-2023-2025.xlsx",
    "crime_trends": ECONOMY / "data_cts_corruption_and_economic_crime.xlsx",
}
needed = pytest.mark.skipif(
    not ECONOMY.is_dir() or not COMPLETED.is_dir(),
    reason="the publishers' files do not lie beside the repository",
)


def read(path: Path, name: str) -> tuple[pd.DataFrame, dict]:
    return importing.read(path, catalog.sources()[name])


def figure(indicator: str, *codes: str, year: int = 0, day: str = "", category: str = ""):
    start, end = (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)
    end = date.fromisoformat(day) if day else end
    return query.total(Filters(indicator, codes, (category,) if category else (), None, start, end))


def in_year(indicator: str, year: int, category: str = "") -> pd.Series:
    asked = Filters(indicator, (), (category,) if category else ())
    found = query.by_country(asked.during(date(year, 1, 1), date(year, 12, 31)))
    return found.dropna(subset="value").set_index("country")["value"]


@pytest.fixture(scope="module")
def whole_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("today")
    for name, path in FILES.items():
        importing.bring(path, name, root)
    return root


@pytest.fixture
def whole(whole_store: Path, ask_store) -> None:
    """A store that holds the publishers' files."""
    ask_store(whole_store)


# --- the samples


def test_the_two_tables_of_tiers_are_read_together_where_they_lie_together(tmp_path):
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(SAMPLES / "tip_tiers.csv", alone / "tip_tiers.csv")
    records, report = read(alone / "tip_tiers.csv", "tip_tiers")
    assert "tip_tiers_2020-2025.csv does not lie beside it" in report["remarks"]
    assert records["start"].dt.year.max() == 2023
    shutil.copy(SAMPLES / "tip_tiers_newer.csv", alone / "tip_tiers_2020-2025.csv")
    both, report = read(alone / "tip_tiers.csv", "tip_tiers")
    assert report["read"] == 39 + 22 and report["kept"] == len(both) == 33 + 19
    newest = both[(both["start"].dt.year == 2025) & (both["rank"] == 1)]
    assert dict(zip(newest["country"], newest["value"], strict=True)) == {
        "COG": 2.5,
        "IDN": 2.0,
        "LUX": 1.0,
        "MMR": 3.0,
    }
    inferred = both[both["stated"] == "Tier 2, by elimination"]
    assert set(inferred["start"].dt.year) == {2024}
    assert inferred["cited"].str.startswith("Inferred, not printed").all()


def test_a_wrong_cell_of_the_second_table_names_that_table(tmp_path):
    shutil.copy(SAMPLES / "tip_tiers.csv", tmp_path / "tip_tiers.csv")
    text = (SAMPLES / "tip_tiers_newer.csv").read_text(encoding="utf-8")
    newer = tmp_path / "tip_tiers_2020-2025.csv"
    newer.write_text(text.replace(",2025,2,", ",2025,7,", 1), encoding="utf-8")
    with pytest.raises(InputError, match=r"^tip_tiers_2020-2025\.csv, row \d+: tier '7'"):
        read(tmp_path / "tip_tiers.csv", "tip_tiers")


def test_about_over_and_under_stay_with_the_number(tmp_path):
    rows = list(csv.reader((SAMPLES / "interpol_issued.csv").open(encoding="utf-8", newline="")))
    for row, said in zip(rows[1:3], ("over", "under"), strict=True):
        row[rows[0].index("qualifier")] = said
    path = tmp_path / "interpol_notices_issued.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    records, _ = read(path, "interpol_issued")
    first = records[(records["indicator"] == "red_notices") & records["row"].isin([2, 3])]
    assert dict(zip(first["row"], first["stated"], strict=True)) == {
        2: "more than",
        3: "fewer than",
    }
    assert set(first["stated"]) <= set(INEXACT)


def test_a_rating_holds_until_the_next_report():
    records, report = read(SAMPLES / "fatf_ratings.csv", "fatf_ratings")
    assert report["dropped"] == {"legend below the table": 2}
    mine = records[records["country"] == "IDN"].assign(year=records["start"].dt.year)
    rated = mine[mine["indicator"] == "recommendations"].set_index("year")
    assert rated["value"].loc[[2018, 2024, 2025, 2026]].tolist() == [35, 35, 36, 36]
    assert rated["stated"].loc[2026] == "report of 2025-05"
    outcomes = mine[mine["indicator"] == "outcomes"].set_index("year")
    assert outcomes["value"].loc[[2018, 2022, 2023, 2026]].tolist() == [5, 5, 4, 4]
    assert outcomes["stated"].loc[2026] == "report of 2023-04", "follow-ups rate no outcomes"
    norway = records[(records["country"] == "NOR") & (records["indicator"] == "outcomes")]
    assert norway["stated"].iloc[-1] == "report of 2019-12"


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("fatf_ratings", ",SE,", ",XX,", "IO1 'XX' is not known"),
        ("fatf_ratings", "Korea,", "Atlantis,", "country 'Atlantis' is not known"),
        ("fatf_ratings", "2024-12-01 00:00:00", "soon", "report date 'soon' is not a date"),
        ("fatf_ratings", ",MER,", ",MERRY,", "report type 'MERRY' is not known"),
        ("crime_trends", ",Counts,", ",Kilos,", "'Kilos' is not known"),
        ("crime_trends", "Money laundering", "Moonshine", "Category 'Moonshine' is not known"),
        ("unsc_list", "CD,", "XQ,", "country 'XQ' is not known"),
        ("unsc_list", ",61,", ",62,", "do not add up to listings"),
        ("incsr", "IDN,", "IND,", "stands twice or is not 'Indonesia'"),
        ("incsr", "2025 INCSR", "2026 INCSR", "edition '2026 INCSR"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row(name, old, new, words, written):
    text = (SAMPLES / f"{name}.csv").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(InputError, match=r"^wrong\.csv, row \d+: ") as said:
        read(written(text.replace(old, new, 1), "wrong.csv"), name)
    assert words in str(said.value)


def test_rates_other_offences_and_a_part_of_a_country_are_left_out():
    records, report = read(SAMPLES / "crime_trends.csv", "crime_trends")
    assert report["not_countries"] == {"IRQ_C (part of a country)": 1}
    assert set(records["country"]) == {"ALB", "DEU", "NAM"}
    assert report["dropped"] == {
        "rate: worked out from the counts": 17,
        "offence not carried": 10,
        "part of a country": 1,
    }


def test_a_workbook_of_the_index_has_a_sheet_for_each_edition(tmp_path):
    path = tmp_path / "index.xlsx"
    pd.DataFrame([["Continent", "Region", "Country"], ["a", "b", "Chad"]]).to_excel(
        path, sheet_name="2021_dataset", header=False, index=False
    )
    with pytest.raises(InputError, match="sheet 2021_dataset has no anti_money_laundering"):
        read(path, "oc_index")
    pd.DataFrame([["a"]]).to_excel(path, sheet_name="other", index=False)
    with pytest.raises(InputError, match="has no sheet such as 2025_dataset"):
        read(path, "oc_index")


# --- the published files


@needed
def test_the_cards_are_the_corrected_ones(whole):
    cards = "eu_iuu_cards.cards"
    assert figure(cards, "VNM", day="2017-10-22").value == 0
    assert figure(cards, "VNM", day="2017-10-23", category="yellow").value == 1
    assert figure(cards, "VNM", category="yellow").value == 1
    assert figure(cards, "TUV", day="2018-07-17").value == 1
    assert figure(cards, "TUV", day="2018-07-18").value == 0
    held = query.rows(Filters(cards)).groupby("category")["country"].agg(set)
    assert held["red_listed"] == {"KHM", "COM", "VCT", "CMR", "TTO"}
    assert held["yellow"] == {"PAN", "GHA", "KNA", "SLE", "LBR", "VNM", "ECU", "SEN"}
    assert not set(catalog.indicators()[cards].not_applicable) & set(held.explode())


@needed
def test_a_party_whose_day_is_not_known_has_bounds_and_no_date(whole):
    parties = query.rows(Filters("psma.parties"))
    undated = parties[parties["stated"].notna()]
    assert set(undated["country"]) == set("AGO BEN ERI MAR MEX NGA SAU TLS".split())
    assert set(undated["precision"]) == {"none"}
    for code, before, after in (("MAR", "2022-07-31", "2022-08-31"), ("TLS", "2022", "2023")):
        start, end = (each if len(each) > 4 else f"{each}-12-31" for each in (before, after))
        assert figure("psma.parties", code, day=start).high == 0
        assert figure("psma.parties", code, day=end).value == 1
    assert figure("psma.parties", "MEX", day="2023-06-30").value is None
    counted = query.by_period(Filters("psma.counted")).set_index("period")["value"]
    assert dict(counted) == {"2022": 73, "2023": 76, "2024": 79, "2025": 82}
    assert figure("psma.counted", category="states").value == 108


@needed
def test_the_lists_of_june_2026_and_how_many_spells_are_exact(whole):
    by_list = query.by_category(Filters("fatf.listed")).set_index("category")["value"]
    assert dict(by_list) == {"grey": 22, "black": 3}
    records, report = read(FILES["fatf"], "fatf")
    assert report["read"] == 152
    bounded = records["stated"].fillna("").str.contains("between|not later")
    assert records[~bounded]["row"].nunique() == 120
    assert figure("fatf.listed", day="2016-02-18", category="dark_grey").value > 0
    assert figure("fatf.listed", day="2016-12-31", category="dark_grey").high == 0
    roughly_added = records["stated"].fillna("").str.startswith("added")
    assert set(records[roughly_added]["precision"]) == {"none"}, "bounds are never a day"


@needed
def test_tiers_of_2025_and_the_years_that_are_whole(whole):
    tiers = in_year("tip_tiers.tier", 2025).value_counts()
    assert dict(tiers) == {1.0: 33, 2.0: 106, 2.5: 25, 3.0: 20}
    assert not set(in_year("tip_tiers.tier", 2025).index) & {"HTI", "LBY", "SOM", "YEM"}
    about = catalog.indicators()["tip_tiers.tier"]
    sizes = {year: len(in_year("tip_tiers.tier", year)) for year in range(2017, 2026)}
    for year, size in sizes.items():
        assert (size > 180) != (year in about.partial_years), (year, size)
    assert in_year("tip_tiers.tier", 2023)["COG"] == 2.5
    assert in_year("tip_tiers.tier", 2024)["IDN"] == 2


@needed
def test_notices_printed_roughly_say_so(whole):
    found = query.inexact(Filters("interpol_issued.red_notices"))
    said = {row.start.year: (row.value, row.stated) for row in found.itertuples()}
    assert said == {2001: (1500, "fewer than"), 2022: (11_000, "more than")}
    assert figure("interpol_issued.red_notices", year=2010).value == 6344
    shares = query.by_period(Filters("interpol_issued.refused_share")).set_index("period")["value"]
    assert dict(shares) == {"2017": 2.8, "2020": 6.1, "2021": 5.3}
    asked = Filters("interpol_issued.refused", (), ("neutrality",))
    assert dict(query.by_period(asked).set_index("period")["value"]) == {
        "2017": 187,
        "2020": 609,
        "2021": 353,
    }
    assert query.inexact(Filters("fatf.listed")).empty


@needed
def test_complaints_of_2025_are_quoted_and_their_conflict_is_kept(whole):
    assert figure("ic3.complaints", year=2025).value == 1_008_597
    assert figure("ic3.losses_usd", year=2025).value == 20_877_000_000
    asked = Filters("ic3.complaints_by_type", (), ("phishing",)).during(
        date(2025, 1, 1), date(2025, 12, 31)
    )
    rows = query.rows(asked, statements=True)
    assert list(zip(rows["rank"], rows["value"], strict=True)) == [(1, 191_561), (2, 72_984)]
    assert rows["cited"].str.contains(r"\(grade C\)\.").all()


@needed
def test_the_list_of_the_security_council_by_regime(whole):
    by_regime = query.by_country(Filters("unsc_list.entries")).set_index("country")["value"]
    assert len(by_regime) == 13 and (by_regime["PRK"], by_regime["AFG"]) == (155, 140)
    assert figure("unsc_list.entries", "PRK", category="entities").value == 75
    assert catalog.indicators()["unsc_list.entries"].no_world_sum


@needed
def test_jurisdictions_named_major_are_a_fact_and_no_entry_of_a_year(whole):
    named = query.by_country(Filters("incsr.major"))
    assert len(named) == 80 and {"IDN", "GBR", "CUW"} <= set(named["country"])
    assert query.entries_and_exits(Filters("incsr.major"))["entries"].sum() == 0


@needed
@pytest.mark.parametrize(("code", "rated"), [("USA", 32), ("GBR", 39), ("IDN", 36)])
def test_ratings_are_those_of_the_newest_report(whole, code, rated):
    assert figure("fatf_ratings.recommendations", code).value == rated
    _, report = read(FILES["fatf_ratings"], "fatf_ratings")
    assert report["dropped"]["footnote below the table"] == 2
    assert report["read"] - report["dropped"]["legend below the table"] == 660
    assert not report["unmatched"] and not report["not_countries"]


@needed
def test_the_index_of_three_editions(whole):
    means = {year: in_year("oc_index.criminality", year) for year in (2021, 2023, 2025)}
    assert {year: round(each.mean(), 2) for year, each in means.items()} == {
        2021: 4.87,
        2023: 5.03,
        2025: 5.08,
    }
    assert all(len(each) == 193 for each in means.values())
    assert in_year("oc_index.score", 2021, "financial_crimes").empty
    assert len(in_year("oc_index.score", 2025, "financial_crimes")) == 193
    old, _ = read(FACTS / "oc_index.csv", "oc_index")
    new, _ = read(FILES["oc_index"], "oc_index")
    key = ["indicator", "category", "country", "start"]
    one, other = (
        each[each["rank"].eq(1)].fillna({"category": ""}).set_index(key)["value"]
        for each in (old, new)
    )
    assert (other.reindex(one.index) == one).all(), "the older table has the same scores"


@needed
def test_offences_and_how_many_countries_report_them(whole):
    assert figure("crime_trends.money_laundering", "DEU", year=2021).value == 14_785
    assert len(in_year("crime_trends.money_laundering", 2018)) == 64
    assert len(in_year("crime_trends.money_laundering", 2022)) == 56
    raw = pd.read_excel(FILES["crime_trends"], dtype=str, keep_default_na=False)
    raw = raw[raw["Category"].eq("Money laundering") & raw["Iso3_code"].ne("IRQ_C")]
    key = ["Iso3_code", "Year"]
    counts, rates = (
        raw[raw["Unit of measurement"].eq(unit)].set_index(key)["VALUE"].astype(float)
        for unit in ("Counts", "Rate per 100,000 population")
    )
    people = counts * 100_000 / rates[counts.index]
    assert people.loc["DEU"].between(80e6, 86e6).all(), "the rates are of the same counts"


@needed
def test_what_the_catalogue_says_is_inexact_is(whole_store):
    for name in ("interpol_issued", "ic3"):
        records, _ = read(FILES[name], name)
        rough = records[records["rank"].eq(1) & records["stated"].isin(INEXACT)]
        said = {
            each.id.partition(".")[2]
            for each in catalog.sources()[name].indicators.values()
            if each.inexact
        }
        assert set(rough["indicator"]) == said
