"""A country is found by what people call it, in seven languages; a publisher's file never is."""

import csv

import publishers
import pytest

from data.geography import countries, search

CALLED = {
    "VNM": "vietnam,Viet Nam,Вьетнам,越南,فيتنام",
    "TUR": "turkey,Türkiye,Turquie,Turquía,Турция,土耳其,Turki,تركيا",
    "CIV": "ivory coast,cote divoire,Costa de Marfil,象牙海岸,Берег Слоновой Кости,Pantai Gading",
    "MMR": "burma,Birmanie,Birmania,缅甸,Бирма,ميانمار",
    "ARE": "uae,EAU,ОАЭ,阿联酋,UEA,الإمارات",
    "COD": "drc,RDC,ДРК,zaire",
    "GBR": "uk,U.K.,Royaume-Uni,reino unido,Великобритания,英国,Inggris,بريطانيا",
    "USA": "america,US,États-Unis,EE. UU.,США,美国,Amerika Serikat,أمريكا",
    "VAT": "vatican,Holy See,Vaticano,Ватикан,梵蒂冈,Vatikan,الفاتيكان",
    "TLS": "east timor,Timor oriental,Восточный Тимор,东帝汶,تيمور الشرقية",
    "NAM": "na,namibia",
}


@pytest.mark.parametrize(
    ("name", "code"), [(name, code) for code, names in CALLED.items() for name in names.split(",")]
)
def test_what_people_call_a_country_finds_it_first(name, code):
    assert search.find(name)[0] == code
    assert search.find(f"  {name.upper()} ")[0] == code


def test_what_could_be_several_finds_them_all():
    assert set(search.find("congo")) >= {"COG", "COD"}
    assert set(search.find("korea")) == {"KOR", "PRK"}
    assert search.find("guinea")[0] == "GIN" and set(search.find("guinea")) >= {"GNB", "GNQ", "PNG"}
    assert search.find("niger") == ("NER", "NGA")
    assert search.find("uk") == ("GBR", "UKR")


@pytest.mark.parametrize("text", ["", " ", ".", "zzz", "\u0301", "'"])
def test_nothing_finds_nothing(text):
    assert search.find(text) == ()


def test_every_country_is_found_by_its_name_and_codes():
    for row in countries.table().itertuples():
        for name in (row.name, row.iso3):
            assert search.find(name)[0] == row.iso3, name
        assert row.iso3 in search.find(row.iso2, most=50)
    assert "vietnam" in search.words("VNM") and len(search.find("a", most=5)) == 5


def test_names_for_a_search_are_not_read_in_a_publishers_file():
    assert countries.find("America") is None and countries.find("象牙海岸") is None
    assert countries.find("Congo", "glotip").why == "ambiguous"


def test_the_licence_of_the_names_stands_beside_them():
    text = search.NAMES.with_suffix(".LICENSE.txt").read_text(encoding="utf-8")
    assert "UNICODE LICENSE V3" in text and "COPYRIGHT AND PERMISSION NOTICE" in text


@publishers.needed
def test_the_names_of_seven_languages_are_all_there():
    path = publishers.SHARED / "data" / "names" / "cldr_territory_names_7_languages.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        listed = {
            (row["iso3"], row[language].strip())
            for row in csv.DictReader(file)
            for language in ("en", "fr", "es", "ar", "zh", "ru", "id")
        }
    with search.NAMES.open(encoding="utf-8", newline="") as file:
        held = {(row["iso3"], row["name"]) for row in csv.DictReader(file) if row["from"] == "cldr"}
    assert held == {each for each in listed if each[1]}
