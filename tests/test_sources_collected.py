"""Lists, ratings and collected tables: what their adapters read, what stops them, and that the
figures are those of the file.
"""

import csv
import functools
import io
import random
import time
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from long import LONG

from data import catalog, query
from data.ingest import importing
from data.query import Filters
from data.records import InputError

SAMPLES = Path(__file__).parent / "samples"
PUBLISHED = Path(__file__).parents[2] / "shared" / "facts"
COMPLETED = PUBLISHED / "completed"  # newer tables of the same names
FILES = {
    "fatf": "fatf_lists.csv",
    "eu_iuu_cards": "eu_iuu_cards.csv",
    "psma": "psma_parties.csv",
    "ic3": "ic3_yearly.csv",
    "tip_tiers": "tip_tiers.csv",
    "gci": "cyber_country_year.csv",
    "oc_index": "oc_index.csv",
    "interpol_by_country": "interpol_notices_by_country.csv",
}
SOURCES = list(FILES)
published_files = pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason="the published tables do not stand beside the repository"
)


def sample(name: str) -> str:
    return (SAMPLES / f"{name}.csv").read_text(encoding="utf-8")


def cells(name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sample(name), newline="")))


def text(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def read(folder: Path, name: str, content: str | bytes) -> tuple[pd.DataFrame, dict]:
    path = folder / FILES[name]
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return importing.read(path, catalog.sources()[name])


@functools.cache
def wanted(name: str) -> pd.DataFrame:
    """The sample's records without the lines they stood on."""
    return importing.read(SAMPLES / f"{name}.csv", catalog.sources()[name])[0].drop(columns="row")


def changed(name: str, column: str, value: str, row: int = 1) -> str:
    rows = cells(name)
    rows[row][rows[0].index(column)] = value
    return text(rows)


@pytest.fixture(scope="module")
def sampled_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sampled")
    for name in SOURCES:
        importing.bring(SAMPLES / f"{name}.csv", name, root)
    return root


@pytest.fixture
def sampled(sampled_store: Path, ask_store) -> None:
    """A store that holds the samples."""
    ask_store(sampled_store)


@pytest.fixture(scope="module")
def whole_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("whole")
    for name, file in FILES.items():
        importing.bring(published(file), name, root)
    return root


def published(file: str) -> Path:
    """The newest table of a name."""
    newer = COMPLETED / file
    return newer if newer.is_file() else PUBLISHED / file


@pytest.fixture
def whole(whole_store: Path, ask_store) -> None:
    """A store that holds the published tables."""
    ask_store(whole_store)


def plain(name: str) -> pd.DataFrame:
    return pd.read_csv(published(FILES[name]), dtype=str, keep_default_na=False)


def of(
    indicator: str, *codes: str, day: str = "", year: int = 0, category: str = ""
) -> query.Total:
    start, end = (
        (date(year, 1, 1), date(year, 12, 31))
        if year
        else (None, date.fromisoformat(day) if day else None)
    )
    return query.total(Filters(indicator, codes, (category,) if category else (), None, start, end))


# --- shapes of the file


@pytest.mark.parametrize("name", SOURCES)
def test_the_sample_is_read_whole(tmp_path, name):
    records, report = read(tmp_path, name, sample(name))
    assert report["read"] == len(cells(name)) - 1
    assert (
        report["kept"] + sum(report["dropped"].values()) >= report["read"] - 8
    )  # an end of a card belongs to its beginning
    assert not report["unmatched"]
    assert set(records["indicator"]) <= {
        key.removeprefix(f"{name}.") for key in catalog.sources()[name].indicators
    }


@pytest.mark.alike(5)
@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize(
    "shape", ["preamble", "semicolon", "tab", "bom", "utf-16", "cp1252", "crlf", "blank lines"]
)
def test_the_same_table_in_another_shape_reads_the_same(tmp_path, name, shape):
    content = {
        "preamble": f"A collected table\n\n{sample(name)}".encode(),
        "semicolon": text(cells(name), ";").encode(),
        "tab": text(cells(name), "\t").encode(),
        "bom": sample(name).encode("utf-8-sig"),
        "utf-16": sample(name).encode("utf-16"),
        "cp1252": f"Publi\u00e9\n{sample(name)}".encode("cp1252"),
        "crlf": text(cells(name)).replace("\n", "\r\n").encode(),
        "blank lines": sample(name).replace("\n", "\n\n").encode(),
    }[shape]
    found, _ = read(tmp_path, name, content)
    pd.testing.assert_frame_equal(found.drop(columns="row"), wanted(name))


@pytest.mark.parametrize("name", SOURCES)
def test_a_new_column_stops_the_import(tmp_path, name):
    rows = [[*row, "x" if i else "surprise"] for i, row in enumerate(cells(name))]
    with pytest.raises(InputError, match="'surprise'"):
        read(tmp_path, name, text(rows))


@pytest.mark.parametrize("name", SOURCES)
def test_a_missing_column_stops_the_import(tmp_path, name):
    rows = cells(name)
    at = rows[0].index("country")
    with pytest.raises(InputError, match="has no column country"):
        read(tmp_path, name, text([row[:at] + row[at + 1 :] for row in rows]))


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n \n",
        b"%PDF-1.7\nbinary",
        b"a,b\n1,2\n",
        b'{"a": 1}',
        b"PK\x03\x04broken",
        b"\x1f\x8bbroken",
        b"a\x00b,c\n",
    ],
)
def test_a_wrong_file_is_one_clear_sentence(tmp_path, name, content):
    with pytest.raises(InputError) as fault:
        read(tmp_path, name, content)
    assert (
        FILES[name] in str(fault.value)
        and "\n" not in str(fault.value)
        and len(str(fault.value)) < 400
    )


@pytest.mark.parametrize("name", SOURCES)
def test_another_sources_table_is_a_wrong_file(tmp_path, name):
    for other in SOURCES:
        if other != name:
            with pytest.raises(InputError):
                read(tmp_path, name, sample(other))


@pytest.mark.parametrize("name", SOURCES)
def test_a_header_alone_is_an_error(tmp_path, name):
    with pytest.raises(InputError, match="no rows"):
        read(tmp_path, name, text(cells(name)[:1]))


# The first row of each sample that carries a country in a kept figure.
ROW = {
    "ic3": next((i for i, row in enumerate(cells("ic3")) if row[1] == "complainant_country"), 1),
    "oc_index": 3,
}


@pytest.mark.parametrize("name", SOURCES)
def test_an_unknown_country_names_row_and_value(tmp_path, name):
    row = ROW.get(name, 1)
    with pytest.raises(InputError, match=f"row {row + 1}: country 'Atlantis' is not known"):
        read(tmp_path, name, changed(name, "country", "Atlantis", row))


@pytest.mark.parametrize("name", [name for name in SOURCES if name != "psma"])
def test_a_blank_country_names_its_row(tmp_path, name):
    row = ROW.get(name, 1)
    with pytest.raises(InputError, match=f"row {row + 1}: .*names no country"):
        read(tmp_path, name, changed(name, "country", "", row))


WRONG = [
    ("fatf", "list", "purple"),
    ("fatf", "date_added", "2010-13-45"),
    ("fatf", "date_added", ""),
    ("fatf", "completeness", "perhaps"),
    ("fatf", "status_at_2026-06-19", "on list"),
    ("fatf", "date_removed", "2009-01-01"),
    ("fatf", "date_removed_precision", "hour"),
    ("eu_iuu_cards", "card", "blue"),
    ("eu_iuu_cards", "card", "lifted"),
    ("eu_iuu_cards", "date", "2019"),
    ("eu_iuu_cards", "round", "x"),
    ("eu_iuu_cards", "date_precision", "month"),
    ("eu_iuu_cards", "round", "2"),
    ("psma", "event", "left"),
    ("psma", "date", ""),
    ("psma", "date", "2017"),
    ("psma", "date", "June"),
    ("psma", "date_precision", "week"),
    ("ic3", "value", "many"),
    ("ic3", "value", "-5"),
    ("ic3", "value", ""),
    ("ic3", "measure", "arrests"),
    ("ic3", "qualifier", "guess"),
    ("ic3", "year", "2021"),
    ("ic3", "country", "IDN"),
    ("ic3", "crime_type", "Ransomware"),
    ("ic3", "unit", "EUR"),
    ("tip_tiers", "tier", "4"),
    ("tip_tiers", "year", "20x1"),
    ("tip_tiers", "year", "1999"),
    ("gci", "score", "101"),
    ("gci", "score", "-1"),
    ("gci", "score", "n/a"),
    ("gci", "scale_max", "10"),
    ("gci", "higher_is", "worse"),
    ("gci", "indicator", "ITU_GCI_LEGAL"),
    ("gci", "index", "Other index"),
    ("oc_index", "indicator", "moonshine"),
    ("oc_index", "score", "11"),
    ("oc_index", "component", "weather"),
    ("oc_index", "higher_is", "better"),
    ("oc_index", "edition", "2022"),
    ("oc_index", "scale_min", "0"),
    ("interpol_by_country", "measure", "green_issued"),
    ("interpol_by_country", "value", "1.2.3"),
    ("interpol_by_country", "year", ""),
    ("interpol_by_country", "country_role", "nationality"),
    ("interpol_by_country", "date_precision", "decade"),
]


@pytest.mark.parametrize(("name", "column", "value"), WRONG)
def test_a_wrong_cell_is_an_error_that_names_its_row(tmp_path, name, column, value):
    row = ROW["oc_index"] if name == "oc_index" else 1
    with pytest.raises(InputError, match=rf"{FILES[name]}, row \d+: "):
        read(tmp_path, name, changed(name, column, value, row))


IGNORED = {
    "fatf": ["country_name"],
    "eu_iuu_cards": ["country_name"],
    "psma": ["signature_date", "consent_type", "consent_date"],
    "ic3": ["date_precision"],
    "tip_tiers": ["country_name", "coder", "date_precision"],
    "gci": ["date_precision"],
    "oc_index": ["country_name", "is_component_average", "date_precision"],
    "interpol_by_country": [],
}


@pytest.mark.parametrize("name", SOURCES)
def test_what_is_ignored_by_name_never_reaches_a_record(tmp_path, name):
    rows = cells(name)
    for column in IGNORED[name]:
        for row in rows[1:]:
            row[rows[0].index(column)] = "Planted Person"
    records, report = read(tmp_path, name, text(rows))
    assert report["ignored"] == sorted(IGNORED[name])
    assert "Planted" not in records.to_csv() + str(report)


@pytest.mark.parametrize("name", SOURCES)
def test_every_record_names_its_own_source(tmp_path, name):
    records, _ = read(tmp_path, name, sample(name))
    assert records["cited"].str.contains(r"\(grade [ABC]\)").all()


@pytest.mark.parametrize("name", SOURCES)
def test_the_words_are_short_and_speak_of_the_figures(name):
    source = catalog.sources()[name]
    assert source.licence.redistribution == "rows" and source.citation and source.bias
    for about in source.indicators.values():
        assert about.headline == (about.id == "fatf.listed")
        for words in (
            source.bias,
            about.definition,
            about.partial_note,
            *about.caveats,
            *(mark.label for mark in about.marks),
        ):
            assert len(words) <= 260 and "\n" not in words, words
        assert all(
            words.endswith(".")
            for words in (source.bias, source.citation, about.definition, *about.caveats)
        )
        assert not about.main_category or about.main_category in about.categories


# --- what the figures mean, on the samples


def test_a_spell_with_bounded_dates_counts_for_certain_only_between_them(sampled):
    # Indonesia: grey list until a day between 2010-02-18 and 2012-06-22, dark grey from a day
    # between 2011-10-28 and 2012-06-22.
    assert of("fatf.listed", "IDN", day="2010-02-18").value == 1
    perhaps = of("fatf.listed", "IDN", day="2011-12-31")
    assert (perhaps.value, perhaps.low, perhaps.high, perhaps.masked) == (None, 0, 1, 1)
    assert of("fatf.listed", "IDN", day="2013-12-31", category="dark_grey").value == 1
    assert of("fatf.listed", "IDN", day="2017-12-31").value == 0
    said = query.rows(Filters("fatf.listed", ("IDN",), (), None, None, date(2011, 12, 31)))[
        "stated"
    ]
    assert set(said) == {
        "removed between 2010-02-18 and 2012-06-22",
        "added between 2011-10-28 and 2012-06-22; removed between 2014-10-24 and 2015-06-26",
    }


def test_a_country_surely_on_one_list_is_not_perhaps_on_another(sampled):
    # Türkiye is surely on the dark grey list in early 2012, while the end of its grey spell is
    # bounded by June 2012.
    listed = of("fatf.listed", "TUR", day="2012-03-01")
    assert (listed.value, listed.low, listed.high) == (1, 1, 1)
    assert of("fatf.listed", "TUR", day="2012-03-01", category="grey").high == 0


def test_exact_dates_of_the_lists_hold_to_the_day(sampled):
    assert of("fatf.listed", "AGO", day="2016-02-18").value == 1
    assert of("fatf.listed", "AGO", day="2016-02-19").value == 0
    assert of("fatf.listed", "AGO", day="2024-10-24").value == 0
    assert of("fatf.listed", "AGO", day="2024-10-25").value == 1
    assert of("fatf.listed", "BHS", day="2020-12-15").high == 1  # removed in December 2020
    assert of("fatf.listed", "BHS", day="2020-12-31").value == 0


def test_lists_of_another_day_say_which_day_is_described(tmp_path):
    with pytest.raises(InputError, match="status_at_2026-06-19 but status_at_2026-10-23"):
        read(
            tmp_path, "fatf", sample("fatf").replace("status_at_2026-06-19", "status_at_2026-10-23")
        )


def test_a_red_card_follows_the_yellow_one(sampled):
    cards = lambda code, day, card="": of("eu_iuu_cards.cards", code, day=day, category=card).value
    assert cards("BLZ", "2013-06-30", "yellow") == 1
    assert (cards("BLZ", "2014-01-31", "yellow"), cards("BLZ", "2014-01-31", "red")) == (0, 1)
    assert (cards("BLZ", "2014-06-30", "red"), cards("BLZ", "2014-06-30", "red_listed")) == (0, 1)
    assert cards("BLZ", "2014-12-15") == 0
    assert (cards("PAN", "2013-12-31"), cards("PAN", "2016-12-31"), cards("PAN", "2020-12-31")) == (
        1,
        0,
        1,
    )
    assert cards("CMR", "2023-01-31", "red") == cards("CMR", "2024-05-31", "red_listed") == 1


def test_a_card_known_by_its_year_is_uncertain_in_that_year(sampled):
    assert of("eu_iuu_cards.cards", "KIR", day="2019-12-31").value == 1
    during = of("eu_iuu_cards.cards", "KIR", day="2020-06-30")
    assert (during.value, during.low, during.high) == (None, 0, 1)
    assert of("eu_iuu_cards.cards", "KIR", day="2020-12-31").value == 0
    assert of("eu_iuu_cards.cards", "GIN", day="2016-10-09").value == 1
    assert of("eu_iuu_cards.cards", "GIN", day="2016-10-10").value == 0


def test_a_second_yellow_card_needs_the_first_one_lifted(tmp_path):
    rows = [row for row in cells("eu_iuu_cards") if (row[0], row[2]) != ("PAN", "lifted")]
    with pytest.raises(
        InputError, match=r"row \d+: card 'yellow' of PAN in round 2 does not follow"
    ):
        read(tmp_path, "eu_iuu_cards", text(rows))


def test_who_only_signed_is_no_party_and_the_union_stands_without_a_country(tmp_path, sampled):
    _, report = read(tmp_path, "psma", sample("psma"))
    assert report["dropped"] == {"signed only: not a party": 2}
    assert report["not_countries"] == {"European Union (organisation)": 1}
    assert (of("psma.parties").value, of("psma.parties").unlocated) == (10, 1)
    assert of("psma.parties", "WSM").value == 0
    assert of("psma.parties", "AGO", day="2020-12-31").high == 0
    during = of("psma.parties", "AGO", day="2022-08-05")
    assert (during.value, during.low, during.high) == (None, 0, 1)
    assert of("psma.parties", "AGO", day="2022-08-10").value == of("psma.parties", "AGO").value == 1
    assert of("psma.parties", "BEN", day="2019-06-30").high == 1
    assert of("psma.parties", "BEN", day="2018-12-31").high == 0
    by_category = query.by_category(Filters("psma.parties")).set_index("category")["value"]
    assert dict(by_category) == {"state": 8, "union": 1, "eu_member": 1}


def test_of_several_statements_one_is_counted_and_all_are_kept(sampled):
    assert of("ic3.losses_usd", year=2016).value == 1_450_700_000
    asked = Filters("ic3.losses_usd", (), (), None, date(2016, 1, 1), date(2016, 12, 31))
    assert list(query.rows(asked, statements=True)["value"]) == [1_450_700_000, 1_330_000_000]
    assert of("ic3.complaints", year=2012).value == 289_874
    assert of("ic3.complaints", year=2018).value == 351_937
    assert of("ic3.complaints_by_type", year=2022, category="advance_fee").value == 12_264


def test_types_of_crime_are_never_added_up(sampled):
    assert of("ic3.complaints_by_type", year=2024).value == 193_407  # the main type, not a sum
    both = Filters(
        "ic3.complaints_by_type",
        (),
        ("phishing", "ransomware"),
        None,
        date(2024, 1, 1),
        date(2024, 12, 31),
    )
    assert query.total(both).value is None
    shares = query.by_category(
        Filters("ic3.complaints_by_type").during(date(2024, 1, 1), date(2024, 12, 31))
    )
    assert shares.set_index("category")["value"]["ransomware"] == 3_156


def test_what_ic3_left_out_is_said(tmp_path):
    _, report = read(tmp_path, "ic3", sample("ic3"))
    assert report["dropped"] == {
        "total of several years": 2,
        "complaints referred to the police: another quantity": 1,
        "not printed in a form that can be trusted": 1,
    }


def test_two_codings_of_a_tier_stand_side_by_side(sampled):
    assert of("tip_tiers.tier", "MMR", year=2015).value == 2.5
    asked = Filters("tip_tiers.tier", ("MMR",), (), None, date(2015, 1, 1), date(2015, 12, 31))
    assert list(
        query.rows(asked, statements=True)[["rank", "value", "stated"]].itertuples(
            index=False, name=None
        )
    ) == [
        (1, 2.5, "Tier 2 Watch List"),
        (2, 2.0, "Tier 2"),
    ]


def test_a_special_case_has_no_tier(sampled, tmp_path):
    assert of("tip_tiers.tier", "SOM", year=2014).value is None
    _, report = read(tmp_path, "tip_tiers", sample("tip_tiers"))
    assert report["dropped"].keys() == {"special case: rated in no tier"}


def test_scores_are_never_added_over_countries(sampled):
    for name in ("tip_tiers.tier", "gci.score", "oc_index.score", "oc_index.resilience"):
        assert query.total(Filters(name)).value is None
        assert query.total(Filters(name, ("IDN", "NAM"))).value is None
    assert (
        of("gci.score", "NAM", year=2024).value is not None
    )  # Namibia's code is not a missing value


def test_a_repeated_score_is_counted_once(tmp_path):
    for name in ("gci", "oc_index", "tip_tiers", "interpol_by_country"):
        rows = cells(name)
        records, _ = read(tmp_path, name, text([*rows, *rows[1:]]))
        once, _ = read(tmp_path, name, text(rows))
        assert (records["rank"] == 1).sum() == (once["rank"] == 1).sum()


def test_a_year_published_in_part_says_so(sampled):
    asked = Filters(
        "interpol_by_country.red_issued", ("IND",), (), None, date(2019, 1, 1), date(2019, 12, 31)
    )
    found = query.rows(asked).iloc[0]
    assert (found["value"], found["stated"]) == (32, "1 Jan to 15 Jul 2019 only")
    assert query.usual_period(catalog.indicators()["interpol_by_country.red_issued"]) == (
        date(2024, 1, 1),
        date(2024, 12, 31),
    )


def test_the_undated_public_list_is_in_no_year(sampled):
    assert of("interpol_by_country.on_public_list", "RUS").value == 3_220
    assert of("interpol_by_country.on_public_list", "RUS", category="own_nationals").value == 3_022
    year = of("interpol_by_country.on_public_list", year=2022)
    assert year.value is None and year.undated == 6_071


# --- the published tables


@published_files
def test_the_lists_of_today_are_those_of_the_status_column(whole):
    raw = plain("fatf")
    on = raw[raw["status_at_2026-06-19"] == "on list"]
    assert of("fatf.listed").value == of("fatf.listed").high == on["country"].nunique() == 25
    by_list = query.by_category(Filters("fatf.listed")).set_index("category")["value"]
    assert (
        dict(by_list) == dict(on.groupby("list")["country"].nunique()) == {"grey": 22, "black": 3}
    )
    assert set(query.by_country(Filters("fatf.listed"))["country"]) == set(on["country"])


@pytest.mark.alike(3)
@published_files
@pytest.mark.parametrize("year", range(2010, 2027))
def test_listed_at_a_years_end_counts_the_certain_and_bounds_the_rest(whole, year):
    raw, day = plain("fatf"), min(f"{year}-12-31", "2026-06-19")
    exact = raw["date_added"].ne("")
    month_end = raw["date_removed"].where(
        raw["date_removed"].str.len().ne(7), raw["date_removed"] + "-31"
    )
    surely_from = raw["date_added"].where(exact, raw["added_not_later_than"])
    perhaps_from = raw["date_added"].where(
        exact, raw["added_after"].where(raw["added_after"].ne(""), "0000")
    )
    perhaps_to = raw["date_removed"].where(
        raw["date_removed"].ne(""),
        raw["removed_after"].where(raw["removed_after"].ne(""), "9998") + "~",
    )
    surely_to = month_end.where(
        raw["date_removed"].ne(""),
        raw["removed_not_later_than"].where(raw["removed_not_later_than"].ne(""), "9999"),
    )
    certain = raw[(surely_from <= day) & (day < perhaps_to)]["country"].nunique()
    starts = (perhaps_from <= day) & exact | (perhaps_from < day) & ~exact
    perhaps = raw[starts & (day < surely_to)]["country"].nunique()
    found = of("fatf.listed", day=day)
    assert (found.value, found.high) == (certain, perhaps)


@published_files
def test_parties_are_those_not_only_signed(whole):
    raw = plain("psma")
    parties = raw[raw["event"] == "entry_into_force"]
    assert of("psma.parties").value == len(parties) == parties["country_name"].nunique() == 106
    dated = parties[parties["date"] <= "2020-12-31"]
    assert of("psma.parties", day="2020-12-31").value == len(dated) == 93
    faos_way = (
        of("psma.parties", category="state").value + of("psma.parties", category="union").value
    )
    assert faos_way == len(parties) - parties["consent_date"].eq("2011-07-07").sum() + 1 == 81


@published_files
def test_cards_in_force_are_the_last_card_of_each_country(whole):
    raw = plain("eu_iuu_cards")
    stages = {"yellow": 0, "red": 1, "red_listed": 2, "lifted": 3, "delisted": 3}
    raw["stage"] = raw["card"].map(stages)
    last = raw.sort_values(["country", "round", "stage"]).groupby("country").last()
    open_now = last[last["stage"] < 3]
    assert of("eu_iuu_cards.cards").value == len(open_now)
    by_card = query.by_category(Filters("eu_iuu_cards.cards")).set_index("category")["value"]
    assert dict(by_card) == dict(open_now["card"].value_counts())


@published_files
def test_complaints_and_losses_are_those_of_the_reports(whole):
    raw = plain("ic3").query("breakdown == 'total'")
    for indicator, measure, year, expected in (
        ("complaints", "complaints", 2023, 880_418),
        ("complaints", "complaints", 2024, 859_532),
        ("losses_usd", "losses", 2023, 12_500_000_000),
        ("losses_usd", "losses", 2024, 16_600_000_000),
    ):
        printed = (
            raw[(raw["year"] == str(year)) & (raw["measure"] == measure)]["value"]
            .astype(float)
            .iloc[0]
        )
        assert of(f"ic3.{indicator}", year=year).value == printed == expected
    assert list(query.by_period(Filters("ic3.complaints"))["period"]) == [
        str(y) for y in range(2004, 2026) if y != 2010
    ]
    types = plain("ic3").query(
        "breakdown == 'crime_type' and year == '2024' and measure == 'complaints'"
    )
    shown = query.by_category(
        Filters("ic3.complaints_by_type").during(date(2024, 1, 1), date(2024, 12, 31))
    )
    assert (
        shown[shown["category"] != "cryptocurrency"]["value"].sum()
        == types["value"].astype(int).sum()
    )


@published_files
@pytest.mark.parametrize(
    ("code", "edition", "expected"),
    [("IDN", 2020, 94.88), ("IDN", 2024, 100.0), ("AFG", 2020, 5.2), ("YEM", 2020, 0.0)],
)
def test_cybersecurity_scores_are_those_of_the_file(whole, code, edition, expected):
    raw = plain("gci")
    printed = (
        raw[(raw["country"] == code) & (raw["year"] == str(edition))]["score"].astype(float).item()
    )
    assert of("gci.score", code, year=edition).value == printed == expected
    assert (
        len(
            query.by_country(
                Filters("gci.score").during(date(edition, 1, 1), date(edition, 12, 31))
            )
        )
        == (raw["year"] == str(edition)).sum()
    )


@published_files
def test_tiers_of_2016_are_those_of_the_file(whole):
    raw = plain("tip_tiers").query("year == '2016'")
    raw = raw[raw["tier"] != "special_case"]
    number = {"1": 1.0, "2": 2.0, "2WL": 2.5, "3": 3.0}
    found = query.by_country(
        Filters("tip_tiers.tier").during(date(2016, 1, 1), date(2016, 12, 31))
    ).set_index("country")["value"]
    assert dict(found) == dict(zip(raw["country"], raw["tier"].map(number), strict=True))
    assert (found["IDN"], found["MMR"], found["NOR"], found["RUS"]) == (2.0, 3.0, 1.0, 3.0)
    assert query.usual_period(catalog.indicators()["tip_tiers.tier"]) == (
        date(2025, 1, 1),
        date(2025, 12, 31),
    )


@published_files
def test_eleven_tiers_are_disputed(whole_store):
    source = catalog.sources()["tip_tiers"]
    records, _ = importing.read(published(FILES["tip_tiers"]), source)
    values = records.groupby(["country", "start"])["value"].agg(set)
    disputed = values[values.map(len) > 1]
    assert len(disputed) == 11 and ("COG", pd.Timestamp("2023-01-01")) in disputed.index
    assert (records["rank"] > 2).sum() == 0


@published_files
def test_crime_scores_are_those_of_the_file(whole):
    raw = plain("oc_index")
    for category, indicator in (
        ("human_trafficking", "score"),
        ("financial_crimes", "score"),
        ("resilience", "resilience"),
    ):
        printed = (
            raw[(raw["edition"] == "2023") & (raw["indicator"] == category)]
            .set_index("country")["score"]
            .astype(float)
        )
        asked = Filters(
            f"oc_index.{indicator}", (), (category,), None, date(2023, 1, 1), date(2023, 12, 31)
        )
        assert dict(query.by_country(asked).set_index("country")["value"]) == dict(printed)
    periods = query.by_period(Filters("oc_index.score", ("IDN",), ("cyber_dependent_crimes",)))[
        "period"
    ]
    assert list(periods) == ["2023"]


@published_files
def test_red_notices_by_country_are_those_printed(whole):
    raw = plain("interpol_by_country").query("measure == 'red_issued'")
    found = query.by_period(Filters("interpol_by_country.red_issued", ("IND",))).set_index(
        "period"
    )["value"]
    assert dict(found) == {row.year: float(row.value) for row in raw.itertuples()}


# --- broken files


def broken(dice: random.Random, content: bytes) -> bytes:
    """The file with one thing wrong: bytes flipped, rows or columns cut, swapped or repeated, cells
    replaced.
    """
    kind = dice.randrange(7)
    if kind == 0:
        raw = bytearray(content)
        for _ in range(dice.randint(1, 8)):
            raw[dice.randrange(len(raw))] = dice.randrange(256)
        return bytes(raw)
    if kind == 1:
        return content[: dice.randrange(len(content))]
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    if kind == 2:
        del rows[dice.randrange(len(rows)) : dice.randrange(len(rows) + 1)]
    elif kind == 3:
        a, b = (dice.randrange(len(rows[0])) for _ in range(2))
        rows = [
            [row[b if i == a else a if i == b else i] for i in range(len(row))]
            for row in rows[dice.randrange(2) :]
        ]
    elif kind == 4:
        rows.insert(dice.randrange(1, len(rows)), dice.choice(rows))
    elif kind == 5:
        at = dice.randrange(len(rows[0]))
        rows = [row[:at] + row[at + 1 :] for row in rows]
    else:
        values = [
            "",
            " ",
            "0",
            "-1",
            "1e9",
            "9" * 400,
            "NA",
            "NaN",
            "2024",
            "2024-02-30",
            "9999-12-31",
            "0001-01-01",
            "x" * 5000,
            "None",
            "\u202e",
            "é",
            '"',
            "=1+1",
            "black",
            "day",
            "month",
            "interval",
            "yellow",
            "delisted",
            "all",
            "exact",
            "missing",
            "2WL",
        ]
        for _ in range(dice.randint(1, 3)):
            row = dice.choice(rows[1:])
            row[dice.randrange(len(row))] = dice.choice([*values, dice.choice(dice.choice(rows))])
    return text(rows).encode()


def mutated(folder: Path, name: str, seed: int, times: int) -> None:
    dice = random.Random(f"{name} {seed}")
    content = sample(name).encode()
    for number in range(times):
        bad = broken(dice, content)
        began = time.monotonic()
        try:
            records, _ = read(folder, name, bad)
        except InputError as fault:
            assert FILES[name] in str(fault), f"mutation {number}: {fault}"
        else:
            assert len(records), f"mutation {number}"
        assert time.monotonic() - began < 10, f"mutation {number}"


@pytest.mark.alike(3)
@pytest.mark.parametrize("name", SOURCES)
def test_a_broken_file_is_read_or_refused(tmp_path, name):
    mutated(tmp_path, name, seed=1, times=1000 if LONG else 25)
