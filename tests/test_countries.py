"""Every spelling means one country or openly none, and no two countries are ever mixed up."""

import ast
import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from data.geography import countries

PUBLISHED = Path(__file__).parents[2] / "shared"
NOT_COUNTRIES = {
    "region",
    "organisation",
    "unknown",
    "other",
    "nationals",
    "stateless",
    "aggregate",
    "former state",
    "ambiguous",
    "disputed",
    "part of a country",
}

EASILY_MIXED_UP = {
    "Niger": "NER",
    "Niger Rep": "NER",
    "Nigeria": "NGA",
    "Nigéria": "NGA",
    "Congo": "COG",
    "Republic of the Congo": "COG",
    "République du Congo": "COG",
    "Congo, Rep.": "COG",
    "DR Congo": "COD",
    "Democratic Republic of the Congo": "COD",
    "Congo, Democratic Republic of the": "COD",
    "République démocratique du Congo": "COD",
    "DR Congo (Zaire)": "COD",
    "Guinea": "GIN",
    "Guinée": "GIN",
    "Guinea-Bissau": "GNB",
    "Guinée-Bissau": "GNB",
    "Equatorial Guinea": "GNQ",
    "Guinée équatoriale": "GNQ",
    "Papua New Guinea": "PNG",
    "French Guiana": "GUF",
    "Guyana": "GUY",
    "Guyane française": "GUF",
    "Dominica": "DMA",
    "Dominique": "DMA",
    "Dominican Republic": "DOM",
    "Samoa": "WSM",
    "American Samoa": "ASM",
    "Austria": "AUT",
    "Autriche": "AUT",
    "Australia": "AUS",
    "Iran": "IRN",
    "Iraq": "IRQ",
    "Slovakia": "SVK",
    "Slovenia": "SVN",
    "Sudan": "SDN",
    "South Sudan": "SSD",
    "South Korea": "KOR",
    "Korea, DPR": "PRK",
    "Mali": "MLI",
    "Malawi": "MWI",
    "Mauritius": "MUS",
    "Maurice": "MUS",
    "Mauritania": "MRT",
    "Georgia": "GEO",
    "South Georgia and the South Sandwich Islands": "SGS",
    "Saint Martin (French part)": "MAF",
    "Sint Maarten (Dutch part)": "SXM",
    "Suisse": "CHE",
    "Suède": "SWE",
    "Eswatini": "SWZ",
}


@pytest.fixture(scope="module")
def aliases():
    """The list of spellings as it is kept."""
    return pd.read_csv(countries.GEOGRAPHY / "aliases.csv", dtype=str, keep_default_na=False)


def test_the_table_is_iso_3166_and_kosovo():
    listed = countries.table()
    assert len(listed) == 250
    for column in ("iso3", "iso2", "name"):
        assert listed[column].is_unique
    assert listed["iso3"].str.fullmatch("[A-Z]{3}").all()
    assert listed["iso2"].str.fullmatch("[A-Z]{2}").all()
    assert listed.loc[listed["iso3"] != "XKX", "numeric"].str.fullmatch(r"\d{3}").all()
    assert (listed[["region", "subregion"]] != "").all(axis=None)
    assert listed.set_index("iso3")["iso2"]["NAM"] == "NA"
    assert {"XKX", "NAM"} < countries.codes()


def test_codes_count_only_in_capitals_and_numbers_never():
    assert countries.find("NO").iso3 == "NOR"
    assert countries.find("NA").iso3 == "NAM"
    assert countries.find("IDN").iso3 == "IDN"
    assert countries.find("no") is None
    assert countries.find("idn") is None
    assert countries.find("360") is None
    assert countries.find("008") is None


@pytest.mark.parametrize("iso3", sorted(countries.codes()))
def test_a_country_is_found_by_its_codes_and_its_name(iso3):
    listed = countries.table().set_index("iso3").loc[iso3]
    for text in (
        iso3,
        listed["iso2"],
        listed["name"],
        listed["name"].upper(),
        f"  {countries.name(iso3)} ",
    ):
        assert countries.find(text) == (iso3, "")


@pytest.mark.parametrize("text", EASILY_MIXED_UP)
def test_countries_easily_mixed_up(text):
    assert countries.find(text).iso3 == EASILY_MIXED_UP[text]


def test_composed_and_decomposed_letters_are_the_same():
    assert (
        countries.find("Co\u0302te d'Ivoire").iso3 == countries.find("CÔTE  d’ivoire").iso3 == "CIV"
    )


@pytest.mark.parametrize("text", ["Nigerr", "Congos", "Guine", "Atlantis", "Republic", "United"])
def test_likeness_is_not_enough(text):
    assert countries.find(text) is None


def test_congo_means_either_congo_to_unodc_only():
    assert countries.find("Congo", "glotip") == (None, "ambiguous")
    assert countries.find("Congo", "ucdp_acd") == ("COG", "")
    assert countries.find("Angola", "glotip") == ("AGO", "")


def test_a_column_is_matched_in_place():
    words = pd.Series(
        ["Norway", "", None, "Europe (region)", "Atlantis", "Norway"], index=[3, 1, 4, 15, 9, 2]
    )
    matched = countries.match(words)
    assert matched.index.equals(words.index)
    assert matched["iso3"].tolist() == ["NOR", None, None, None, None, "NOR"]
    assert matched["why"].tolist() == ["", "unknown", "unknown", "region", "unmatched", ""]
    assert countries.match(words[:0]).columns.tolist() == ["iso3", "why"]


def test_every_alias_is_a_country_or_says_why_not(aliases):
    assert set(aliases["iso3"]) - {""} <= countries.codes()
    assert set(aliases.loc[aliases["iso3"] == "", "why"]) <= NOT_COUNTRIES
    assert not set(aliases.loc[aliases["iso3"] != "", "why"]) & NOT_COUNTRIES
    assert (aliases["why"] != "").all()


def test_every_alias_stands_once_and_means_what_it_says(aliases):
    plain = aliases["alias"].str.normalize("NFC").str.casefold().str.split().str.join(" ")
    assert not pd.DataFrame({"plain": plain, "source": aliases["source"]}).duplicated().any()
    for row in aliases.itertuples():
        assert countries.find(row.alias, row.source).iso3 == (row.iso3 or None), row.alias


def test_no_alias_contradicts_a_name(aliases):
    names = {
        name.casefold(): iso3 for iso3, name in countries.table().set_index("iso3")["name"].items()
    }
    everywhere = aliases[aliases["source"] == ""]
    assert not set(everywhere["alias"].str.casefold()) & set(names), "an alias repeats a name"


def spellings():
    """Where in the published files countries are spelled, and how to read the words there."""

    def table(path, **how):
        return pd.read_csv(
            PUBLISHED / path, dtype=str, keep_default_na=False, encoding="utf-8-sig", **how
        )

    def in_lists(path, *columns):
        cells = pd.concat([table(path)[column] for column in columns]).unique()
        return list(
            flat([ast.literal_eval(cell) if cell.startswith("[") else cell for cell in cells])
        )

    def flat(cell):
        return [cell] if isinstance(cell, str) else [word for inner in cell for word in flat(inner)]

    def glotip():
        sheet = pd.read_excel(
            PUBLISHED / "data/trafficking/data_glotip.xlsx",
            sheet_name="data_glotip_1",
            header=None,
            dtype=str,
            keep_default_na=False,
        )
        head = sheet.index[(sheet == "Iso3_code").any(axis=1)][0]
        sheet = sheet.loc[head + 1 :].set_axis(sheet.loc[head], axis=1)
        by_country = sheet["Dimension"].isin(["by citizenship", "by country of repatriation"])
        return [*sheet["Country"].unique(), *sheet.loc[by_country, "Category"].unique()]

    def zones():
        attributes = gpd.read_file(
            PUBLISHED / "data/geo/eez_v12_lowres_attributes.dbf", encoding="utf-8"
        )
        columns = [column for column in attributes if column.startswith(("TERRITORY", "SOVEREIGN"))]
        return pd.concat([attributes[column] for column in columns]).dropna().unique()

    def variants():
        for path in (PUBLISHED / "data/geo").glob("*.countries.json"):
            known = json.loads(path.read_text(encoding="utf-8"))
            yield from [*known, *known.values()]

    return {
        "eurepoc": lambda: in_lists(
            "data/cybercrime/EuRepoC_Global_Database_1.1.csv",
            "receiver_country",
            "initiator_country",
        ),
        "interpol_public": (
            lambda: table("data/notices/public_red_notices_by_nationality_2020-01-02.csv").iloc[
                :, 0
            ]
        ),
        "iuu_vessels": lambda: table("data/illegal_fishing/IUUList-20251108.csv")["Flag"],
        "iuu_index": lambda: table(
            "data/illegal_fishing/iuu_fishing_index_2019-2025_indicator_scores.csv"
        )["Country"],
        "glotip": glotip,
        "ucdp_acd": (
            lambda: (
                table("data/conflict/UcdpPrioConflict_v25_1.repaired.csv")["location"]
                .str.split(", ")
                .explode()
            )
        ),
        "zones": zones,
        "variants": lambda: list(variants()),
        **{
            name: lambda name=name: table(f"facts/{name}.csv")["country_name"]
            for name in ("fatf_lists", "psma_parties", "eu_iuu_cards", "oc_index", "tip_tiers")
        },
    }


@pytest.mark.skipif(
    not (PUBLISHED / "data").is_dir(),
    reason="the publishers' files do not lie beside the repository",
)
@pytest.mark.parametrize("source", spellings())
def test_every_spelling_of_the_published_files_is_decided(source):
    words = pd.Series(list(spellings()[source]()), dtype=str)
    matched = countries.match(words, source)
    assert not sorted(words[matched["why"] == countries.UNMATCHED].unique())
    assert matched["iso3"].notna().any()


@pytest.mark.skipif(
    not (PUBLISHED / "facts").is_dir(),
    reason="the publishers' files do not lie beside the repository",
)
@pytest.mark.parametrize(
    "name", ["fatf_lists", "psma_parties", "eu_iuu_cards", "oc_index", "tip_tiers"]
)
def test_names_and_codes_of_the_published_files_agree(name):
    rows = pd.read_csv(PUBLISHED / f"facts/{name}.csv", dtype=str, keep_default_na=False)[
        ["country", "country_name"]
    ].drop_duplicates()
    matched = countries.match(rows["country_name"])["iso3"].fillna("")
    assert rows[matched != rows["country"]].empty
