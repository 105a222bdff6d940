"""The parts of a PowerPoint file are as PowerPoint itself writes them: what it would repair, or
guess, is not there. Each rule was found by a file that it had saved.
"""

import io
import re
import zipfile
from posixpath import dirname, join, normpath
from xml.etree import ElementTree

import decks
import openpyxl
import pytest

from briefing import pptx, working
from briefing.views import View
from security import reader

TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    r"/ppt/presentation\.xml": f"{OFFICE}presentationml.presentation.main+xml",
    r"/ppt/slides/slide\d+\.xml": f"{OFFICE}presentationml.slide+xml",
    r"/ppt/notesSlides/notesSlide\d+\.xml": f"{OFFICE}presentationml.notesSlide+xml",
    r"/ppt/charts/chart\d+\.xml": f"{OFFICE}drawingml.chart+xml",
    r"/docProps/app\.xml": f"{OFFICE}extended-properties+xml",
}
# the order of children in ECMA-376, of what is built here or by the library
SHOWN = "showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator"
ORDER = {
    "presentation": "sldMasterIdLst notesMasterIdLst handoutMasterIdLst sldIdLst sldSz notesSz"
    " defaultTextStyle",
    "chartSpace": "date1904 lang roundedCorners chart spPr txPr externalData",
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "plotArea": "layout barChart lineChart catAx valAx spPr",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "lineChart": "grouping varyColors ser dLbls dropLines marker smooth axId",
    "ser": "idx order tx spPr invertIfNegative marker dPt dLbls trendline errBars cat val smooth",
    "dPt": "idx invertIfNegative marker bubble3D explosion spPr",
    "dLbl": f"idx delete layout tx numFmt spPr txPr dLblPos {SHOWN}",
    "dLbls": f"dLbl delete numFmt spPr txPr dLblPos {SHOWN}",
    "errBars": "errDir errBarType errValType noEndCap plus minus val spPr",
    "catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark"
    " minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt auto lblAlgn lblOffset"
    " tickLblSkip tickMarkSkip noMultiLvlLbl",
    "valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark"
    " minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt crossBetween majorUnit"
    " minorUnit",
    "tcPr": "lnL lnR lnT lnB lnTlToBr lnBlToTr noFill solidFill gradFill pattFill",
    "scaling": "logBase orientation max min",
}
NEEDED = {  # what PowerPoint always writes
    "chartSpace": {"date1904", "roundedCorners", "chart", "externalData"},
    "chart": {"autoTitleDeleted", "plotArea", "plotVisOnly", "dispBlanksAs"},
    "valAx": {"crossAx", "crosses", "crossBetween"},
    "catAx": {"crossAx", "crosses", "noMultiLvlLbl"},
    "dLbls": set(SHOWN.split()[:-1]),
}


def local(element):
    return element.tag.rpartition("}")[2]


@pytest.fixture(scope="module", params=[True, False], ids=["notes", "none"])
def box(request):
    made = pptx.dump(decks.south_east_asia(), notes=request.param)
    return zipfile.ZipFile(io.BytesIO(made))


def parts(box, folder):
    """The parts in a folder, by name."""
    names = [each for each in box.namelist() if each.startswith(folder) and "_rels" not in each]
    return {each: ElementTree.fromstring(box.read(each)) for each in names if each.endswith(".xml")}


def relations(box, name):
    """What a part refers to, by id: its kind and the part."""
    path = join(dirname(name), "_rels", f"{name.rpartition('/')[2]}.rels")
    if path not in box.namelist():
        return {}
    return {
        each.get("Id"): (
            each.get("Type").rpartition("/")[2],
            normpath(join("/", dirname(name), each.get("Target"))).lstrip("/"),
        )
        for each in ElementTree.fromstring(box.read(path))
    }


def test_every_part_has_a_type_and_is_referred_to_and_nothing_else_is(box):
    said = ElementTree.fromstring(box.read("[Content_Types].xml"))
    usual = {
        each.get("Extension"): each.get("ContentType") for each in said.iter(f"{TYPES}Default")
    }
    own = {each.get("PartName"): each.get("ContentType") for each in said.iter(f"{TYPES}Override")}
    held = {f"/{each}" for each in box.namelist() if each != "[Content_Types].xml"}
    assert own.keys() <= held and len(box.namelist()) == len({*box.namelist()})
    for name in held:
        kind = next((kind for form, kind in KINDS.items() if re.fullmatch(form, name)), None)
        assert own.get(name) == kind or kind is None
        assert name in own or usual[name.rpartition(".")[2]] != "application/xml"
    reached, left = set(), [""]
    while left:
        found = {target for _, target in relations(box, left.pop()).values()}
        left += found - reached
        reached |= found
    assert reached == {each.lstrip("/") for each in held if not each.endswith(".rels")}


def test_children_stand_in_the_order_of_the_schema_and_none_is_left_to_be_guessed(box):
    wrong, seen = set(), set()
    for name, root in parts(box, "ppt/").items():
        for each in root.iter():
            kind, children = local(each), [local(child) for child in each]
            if kind == "chart" and "autoTitleDeleted" not in children:
                continue  # the frame of a chart on its slide
            order = ORDER.get(kind, "").split()
            if not order:
                continue
            seen.add(kind)
            places = [order.index(child) for child in children if child != "extLst"]
            if places != sorted(places) or not NEEDED.get(kind, set()) <= {*children}:
                wrong.add((name, kind, *children))
    assert not wrong
    assert seen >= {*ORDER} - {"lineChart", "errBars"}


def test_no_box_is_without_a_paragraph():
    """A meeting of two of whom no third country tells: its slide rests on no source."""
    where = "/bilateral?country=ABW&partner=ARG"
    with reader.using(reader.operator()):
        deck = working.deck([View(id="none", address=where, drawing="thirds")], title="None")
    made = zipfile.ZipFile(io.BytesIO(pptx.dump(deck)))
    bodies = [
        each
        for slide in parts(made, "ppt/slides/").values()
        for each in slide.iter()
        if local(each) == "txBody"
    ]
    assert bodies and all("p" in map(local, each) for each in bodies)


def test_ids_of_shapes_and_slides_are_one_each(box):
    for root in parts(box, "ppt/slides/").values():
        ids = [each.get("id") for each in root.iter() if local(each) == "cNvPr"]
        assert len(ids) == len({*ids}) and all(0 < int(each) < 2**31 for each in ids)
    (root,) = parts(box, "ppt/presentation.xml").values()
    known = relations(box, "ppt/presentation.xml")
    ids = {local(each): each for each in root}
    slides = [(each.get("id"), *known[_rid(each)]) for each in ids["sldIdLst"]]
    assert all(256 <= int(at) < 2**31 and kind == "slide" for at, kind, _ in slides)
    assert len({each[0] for each in slides}) == len(slides) == len(parts(box, "ppt/slides/"))


def _rid(element):
    return next(value for name, value in element.attrib.items() if name.endswith("}id"))


def test_the_presentation_names_its_notes_master_and_its_screen(box):
    (root,) = parts(box, "ppt/presentation.xml").values()
    known = relations(box, "ppt/presentation.xml")
    masters = [
        known[_rid(each)] for top in root if local(top) == "notesMasterIdLst" for each in top
    ]
    assert masters == [each for each in known.values() if each[0] == "notesMaster"]
    size = next(each for each in root if local(each) == "sldSz")
    assert size.get("type") is None and (size.get("cx"), size.get("cy")) == ("12192000", "6858000")
    said = {local(each): each.text for each in ElementTree.fromstring(box.read("docProps/app.xml"))}
    assert said["Slides"] == str(len(parts(box, "ppt/slides/")))
    assert said["Notes"] == str(len(parts(box, "ppt/notesSlides/")))
    assert said["PresentationFormat"] == "Widescreen" and "PowerPoint" not in said["Application"]
    for name in parts(box, "ppt/notesSlides/"):
        kinds = sorted(kind for kind, _ in relations(box, name).values())
        assert kinds == ["notesMaster", "slide"]


def test_a_chart_says_what_its_workbook_says(box):
    charts = parts(box, "ppt/charts/")
    assert len(charts) == 5
    for name, root in charts.items():
        ((kind, target),) = relations(box, name).values()
        assert kind == "package" and target.endswith(".xlsx")
        book = openpyxl.load_workbook(io.BytesIO(box.read(target)), data_only=True)
        axes = [each for each in root.iter() if local(each) in ("catAx", "valAx")]
        pairs = {(_val(each, "axId"), _val(each, "crossAx")) for each in axes}
        assert pairs == {(other, one) for one, other in pairs} and len(pairs) == 2
        for held in root.iter():
            if local(held) not in ("strRef", "numRef"):
                continue
            place, cache = (next(e for e in held if local(e) in k) for k in (("f",), _CACHES))
            sheet, _, cells = place.text.partition("!")
            found = [cell.value for row in _rows(book[sheet.strip("'")], cells) for cell in row]
            shown = {int(e.get("idx")): e[0].text for e in cache if local(e) == "pt"}
            assert len(found) == int(_val(cache, "ptCount"))
            for at, value in enumerate(found):
                said = shown.get(at)
                assert said == value if isinstance(value, str) else _same(said, value)


_CACHES = ("strCache", "numCache")


def _val(element, name):
    return next(each.get("val") for each in element if local(each) == name)


def _rows(sheet, cells):
    found = sheet[cells.replace("$", "")]
    return found if isinstance(found, tuple) else ((found,),)


def _same(said, value):
    return said is None if value is None else float(said) == value
