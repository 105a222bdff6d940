"""Builds briefing/fonts/, what slides, PDF, pictures and HTML files are set in, from fonts that
are free to be changed and shared (SIL Open Font License).

Run by hand as `python tools/build_fonts.py FOLDER`, where FOLDER holds `SourceSans3[wght].ttf`
(package fontpkg-source-sans-3 3.52), `NotoSansArabic[wdth,wght].ttf` (fontpkg-noto-sans-arabic
2.12) and `NotoSansCJK-Regular.ttc` (Debian's fonts-noto-cjk 20220127); needs fontTools and Babel.
Latin, Greek, Cyrillic and Arabic are whole; of Chinese there are the characters of GB 2312's first
level and of all countries' names. The names are ours: the licence keeps `Source` for what was not
changed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from babel import Locale
from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont
from fontTools.varLib import instancer

FONTS = Path(__file__).resolve().parents[1] / "briefing" / "fonts"
WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}
EUROPE = [
    *range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2B0, 0x370), *range(0x370, 0x400),
    *range(0x400, 0x530), *range(0x1E00, 0x2000), *range(0x2000, 0x2070), *range(0x2070, 0x20D0),
    *range(0x2100, 0x2200), *range(0x2200, 0x2300), *range(0x25A0, 0x2600),
]  # fmt: skip
ARABIC = [*range(0x600, 0x700), *range(0x750, 0x780), 0x20, 0x200C, 0x200D, 0x200E, 0x200F]
PUNCTUATION = [
    *range(0x3000, 0x3020),
    *range(0xFF01, 0xFF5F),
    0x2014,
    0x2018,
    0x2019,
    0x201C,
    0x201D,
]


def chinese() -> list[int]:
    """The characters of GB 2312's first level and those of countries' names."""
    level = [
        bytes((row, cell)).decode("gb2312", "ignore")
        for row in range(0xB0, 0xD8)
        for cell in range(0xA1, 0xFF)
    ]
    names = Locale("zh").territories.values()
    return sorted({ord(each) for text in (*level, *names) for each in text if ord(each) > 0x2E00})


def cut(font: TTFont, characters: list[int], family: str, style: str) -> TTFont:
    """The font with these characters alone, named `family`."""
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "rlig", "calt",
                               "init", "medi", "fina", "isol", "tnum", "lnum"]  # fmt: skip
    options.hinting = False
    options.desubroutinize = False
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += ["STAT", "MVAR", "HVAR", "BASE", "VORG", "vhea", "vmtx", "DSIG", "meta"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    names: Any = font["name"]
    names.names = [each for each in names.names if each.nameID in (0, 13, 14)]
    bold = style == "Bold"
    plain = style in ("Regular", "Bold")
    said = {
        1: family if plain else f"{family} {style}",
        2: "Bold" if bold else "Regular",
        4: f"{family} {style}",
        6: f"{family.replace(' ', '')}-{style}",
        **({} if plain else {16: family, 17: style}),
    }
    for number, text in said.items():
        names.setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        font["CFF "].cff.fontNames = [said[6]]
    font["OS/2"].usWeightClass = WEIGHTS[style]
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = 1 if bold else 0
    font["head"].modified = font["head"].created  # the same file each time it is built
    font.recalcTimestamp = False
    return font


def widths(fonts: dict[int, list[TTFont]]) -> dict[str, dict[str, int]]:
    """Per weight the width of each character below U+2E00 in thousandths of the size."""
    found: dict[str, dict[str, int]] = {}
    for weight, several in fonts.items():
        held: dict[int, int] = {}
        for font in reversed(several):
            scale = 1000 / font["head"].unitsPerEm
            for code, glyph in font.getBestCmap().items():
                if code < 0x2E00:
                    held[code] = round(font["hmtx"][glyph][0] * scale)
        found[str(weight)] = {chr(code): held[code] for code in sorted(held)}
    return found


def main(folder: Path) -> None:
    """Cuts, names, writes, and says how much it wrote."""
    FONTS.mkdir(exist_ok=True)
    made: dict[int, list[TTFont]] = {}
    for style, weight in WEIGHTS.items():
        font = TTFont(folder / "SourceSans3[wght].ttf")
        font = instancer.instantiateVariableFont(font, {"wght": weight})
        made[weight] = [cut(font, EUROPE, "Briefing Sans", style)]
        made[weight][0].save(FONTS / f"BriefingSans-{style}.ttf")
        if style == "SemiBold":
            continue
        font = TTFont(folder / "NotoSansArabic[wdth,wght].ttf")
        font = instancer.instantiateVariableFont(font, {"wght": weight, "wdth": 100})
        made[weight].append(cut(font, ARABIC, "Briefing Sans Arabic", style))
        made[weight][1].save(FONTS / f"BriefingSansArabic-{style}.ttf")
    faces = TTCollection(folder / "NotoSansCJK-Regular.ttc").fonts
    font = next(each for each in faces if each["name"].getDebugName(1) == "Noto Sans CJK SC")
    cut(font, [*chinese(), *PUNCTUATION], "Briefing Sans Chinese", "Regular").save(
        FONTS / "BriefingSansChinese-Regular.otf"
    )
    text = json.dumps(widths(made), separators=(",", ":"), ensure_ascii=True)
    (FONTS / "widths.json").write_text(text, encoding="ascii")
    for path in sorted(FONTS.iterdir()):
        print(f"{path.name:40} {path.stat().st_size:>9,}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
