"""Every colour of a notice has its words, is legible, and is a category of the watch's figures."""

import tomllib

import pytest
from browser import ROOT

from components.screens import watch_rows
from data import catalog
from data.catalog import descriptions
from data.watch import routing
from data.watch.model import COLOURS
from languages.english import colours
from security.tlp import Tlp

TABLES = ("PURPOSES", "NAMES", "CHIPS", "NOTICES", "NOTICES_FIRST")


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", COLOURS)
def test_a_colour_has_its_words_everywhere(colour):
    for table in TABLES:
        assert colour in getattr(colours, table), f"{colour}: no words in colours.{table}"
    for name in ("watch.proposals", "watch.open"):
        assert colour in catalog.indicators()[name].categories, f"{colour}: not in {name}"
    assert routing.current().due_days(colour) >= 1
    (line,) = [
        each
        for each in (ROOT / "docs" / "watch.md").read_text(encoding="utf-8").splitlines()
        if each.startswith("| `colour` |")
    ]
    assert colour in line, f"{colour}: not in docs/watch.md"


@pytest.mark.parametrize("colour", COLOURS)
def test_the_ink_on_a_colour_is_legible(colour):
    ground = luminance(COLOURS[colour])
    ink = luminance(watch_rows.ink(COLOURS[colour]))
    assert (max(ground, ink) + 0.05) / (min(ground, ink) + 0.05) >= 4.5, colour


@pytest.mark.parametrize("table", TABLES)
def test_no_words_are_left_of_a_colour_there_is_not(table):
    assert set(getattr(colours, table)) - {"others"} == set(COLOURS)


def test_categories_by_a_name_nobody_knows_are_a_fault():
    path = ROOT / "data" / "sources" / "watch.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))["indicator"]["proposals"]
    with pytest.raises(catalog.CatalogError, match="shades"):
        descriptions._indicator(
            "watch", "notices", "proposals", raw | {"categories": "shades"}, (), Tlp.CLEAR
        )
