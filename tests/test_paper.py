"""Every page on A4, upright and across: each number of the screen is on paper, nothing is cut."""

import re
import time
import unicodedata
from collections import Counter

import browser
import pytest
from long import LONG
from playwright.sync_api import Page
from printed import SHEETS, numbers, over, pieces, sheets
from walked import PAGES

FEW = ("", "trafficking?country=IDN&country=PHL&period=2018&period=2020", "sources")
DATED = r"Data version \w+, seen on 20\d\d-"
READABLE = 6.9  # points
# What a reader presses or points at is not printed, and what is printed of a grid of Streamlit's
# own is a picture; two labels of an axis become one number when a sheet is read.
GONE = """.field, .press, .switches, .regions, .help, .time, .now, .unseen, .hoverlayer, .modebar,
  .origin, .camera, .sign, button, select, option, details:not([open]), style, script, [hidden],
  .stDownloadButton, .stFileUploader, .stDataFrame, .cartesianlayer,
  [data-testid=stIconMaterial], .st-key-not-printed"""
SAID = """(gone) => {
  const texts = [];
  const walk = document.createTreeWalker(document.querySelector('[data-testid=stMain]'), 4);
  while (walk.nextNode()) {
    const part = walk.currentNode.parentElement;
    if (part.closest('.st-key-on-paper')) texts.push(walk.currentNode.data); // instead of a picture
    const printed = !part.closest(gone) || part.closest('.ranked li, .grid th, .mine ul');
    if (printed && part.checkVisibility()) texts.push(walk.currentNode.data);
  }
  return texts;
}"""
OFF = """([gone, width]) => {
  const cut = [], seen = [];
  const block = 'p, td, th, li, div, h1, h2, h3, button, a, output';
  const walk = document.createTreeWalker(document.querySelector('[data-testid=stMain]'), 4);
  const range = document.createRange();
  while (walk.nextNode()) {
    const part = walk.currentNode.parentElement;
    if (part.closest(gone) || !part.checkVisibility() || !walk.currentNode.data.trim()) continue;
    range.selectNodeContents(walk.currentNode);
    const { left, right, width: wide } = range.getBoundingClientRect();
    const clipped = [...ancestors(part)].some((each) =>
      getComputedStyle(each).overflowX !== 'visible' && each.scrollWidth > each.clientWidth + 1);
    if (wide && (left < -1 || right > width + 1 || clipped)) cut.push(walk.currentNode.data);
    if (part.closest('svg')) continue; // Plotly lays out its own labels
    for (const box of range.getClientRects())
      if (box.width > 1) seen.push([box, walk.currentNode.data, part.closest(block)]);
  }
  function* ancestors(part) {
    for (let each = part; each && each.dataset.testid !== 'stMain'; each = each.parentElement)
      yield each;
  }
  seen.sort(([a], [b]) => a.top - b.top);
  const over = [];
  seen.forEach(([one, text, within], at) => {
    for (const [other, also, same] of seen.slice(at + 1)) {
      const high = Math.min(one.bottom, other.bottom) - other.top;
      if (high < 1) break;
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      if (wide > 2 && high > 4 && within !== same) over.push([text, also]);
    }
  });
  return { cut, over };
}"""


def plain(text: str) -> str:
    """A sheet's text with single blanks, and with letters where a font joins them."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def whole(window: Page) -> None:
    """What stands on the screen now is on paper, upright and across: each number, with title,
    filters in words, note on boundaries, version and day, these on the first sheet too; no text
    is cut or lies over another, and none says what a hand may do.
    """
    on_screen = numbers(window.evaluate(SAID, GONE))
    titles = window.locator("h1:visible, .mirror .title h2").all_inner_texts()
    chosen = window.locator(".filter-bar .fold").first.text_content() or ""
    for across in SHEETS:
        printed = sheets(window, across=across)
        texts = [plain(each.extract_text()) for each in printed]
        said = " ".join(texts)
        assert on_screen - numbers(texts) == Counter()
        assert [over(each) for each in printed] == [[]] * len(printed)
        assert titles[-1] in said
        if window.locator(".mirror .title").count() == 0:
            assert chosen.removesuffix("expand_more") in said
            assert re.search(DATED, texts[0])
        assert "Boundaries and names shown do not imply" in said
        assert re.search(DATED, said)
        assert "Drag across" not in said
    window.emulate_media(media="print")
    for width, height in SHEETS.values():
        window.set_viewport_size({"width": width, "height": height})
        browser.still(window)
        assert window.evaluate(OFF, [GONE, width]) == {"cut": [], "over": []}
        assert window.evaluate("document.documentElement.scrollWidth") <= width
    window.emulate_media(media="null")


def opened(url: str, window: Page, page: str) -> None:
    window.set_viewport_size({"width": 1366, "height": 768})
    browser.go(window, f"{url}/{page}")
    browser.still(window)


@pytest.mark.alike(2)
@pytest.mark.parametrize("page", PAGES if LONG else FEW)
def test_a_page_is_whole_on_paper(url: str, window: Page, page: str) -> None:
    opened(url, window, page)
    whole(window)


def test_filters_in_many_words_leave_the_mark_its_place(url: str, window: Page) -> None:
    opened(url, window, "terrorism?country=IDN&country=PHL&country=MYS&country=THA&country=VNM")
    window.emulate_media(media="print")
    for width, height in SHEETS.values():
        window.set_viewport_size({"width": width, "height": height})
        browser.still(window)
        words = window.locator(".filter-bar .fold").bounding_box()
        mark = window.locator(".tlp").first.bounding_box()
        assert words["x"] + words["width"] < mark["x"]
        assert mark["x"] + mark["width"] <= width + 1


@pytest.mark.parametrize("across", SHEETS)
def test_the_overview_is_three_sheets_with_its_figures_on_the_first(
    url: str, window: Page, across: bool
) -> None:
    opened(url, window, "")
    names = window.locator(".ranked .name").all_inner_texts()
    printed = [each.extract_text() for each in sheets(window, across=across)]
    assert len(printed) <= 3
    assert "My country" not in " ".join(printed)
    assert [name for name in names if name not in printed[0]] == []


PARTS_OVER = """() => {
  const parts = [...document.querySelectorAll('.st-key-overview > *')]
    .map((each) => [each, each.getBoundingClientRect()]).filter(([, box]) => box.height > 2);
  return parts.flatMap(([one, a], at) => parts.slice(at + 1).filter(([, b]) =>
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2
    && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2)
    .map(([other]) => [one.className, other.className]));
}"""


@pytest.mark.parametrize("across", SHEETS)
def test_no_part_of_the_overview_lies_over_another(url: str, window: Page, across: bool) -> None:
    for view in ("", "?indicator=eurepoc.incidents&panels=1"):
        opened(url, window, view)
        assert window.evaluate(PARTS_OVER) == [], view
        window.emulate_media(media="print")
        width, height = SHEETS[across]
        window.set_viewport_size({"width": width, "height": height})
        browser.still(window)
        assert window.locator(".st-key-overview .plot").count() >= 1
        assert window.evaluate(PARTS_OVER) == [], view
        window.emulate_media(media="screen")


def test_the_screen_is_as_it_was_once_a_page_was_printed(url: str, window: Page) -> None:
    """Also where the window has another height than when its map was drawn."""
    window.set_viewport_size({"width": 1920, "height": 1080})
    window.goto(f"{url.rstrip('/')}/trafficking")
    browser.still(window)
    window.set_viewport_size({"width": 1920, "height": 900})
    browser.still(window)
    boxes = """() => [...document.querySelectorAll('.plot, .plot .main-svg')]
      .map((each) => each.getBoundingClientRect()).map(({ y, height }) => [y, height])"""
    before = window.evaluate(boxes)
    window.evaluate("dispatchEvent(new Event('beforeprint'))")
    window.evaluate("dispatchEvent(new Event('afterprint'))")
    browser.still(window)
    assert window.evaluate(boxes) == before


DRAWN = """() => [...document.querySelectorAll('.ranked .bar')].map((bar) => {
  const [drawn, track] = [bar, bar.parentElement].map((part) => part.getBoundingClientRect());
  return [100 * drawn.width / track.width, parseFloat(bar.style.width),
    drawn.right - bar.closest('li').querySelector('.said').getBoundingClientRect().left];
})"""


@pytest.mark.parametrize("page", ["", "cybercrime"])
def test_bars_of_a_ranking_are_as_long_as_their_figures(url: str, window: Page, page: str) -> None:
    opened(url, window, page)
    for width, media in ((1366, "screen"), (768, "screen"), (703, "print"), (1032, "print")):
        window.set_viewport_size({"width": width, "height": 768})
        window.emulate_media(media=media)
        drawn, said, beyond = zip(*window.evaluate(DRAWN), strict=True)
        assert said[0] > 90 and said[-1] < 20
        assert drawn == pytest.approx(said, abs=1), (width, media)
        assert max(beyond) <= 0, (width, media)
    window.emulate_media(media="null")


def test_what_explains_is_no_larger_on_paper_than_what_it_explains(url: str, window: Page) -> None:
    opened(url, window, "terrorism")
    window.emulate_media(media="print")
    size = "(part) => parseFloat(getComputedStyle(part).fontSize)"
    age, change, legend, note = (
        window.locator(part).first.evaluate(size)
        for part in (".deck .age", ".deck .change", ".st-key-map .legend", ".st-key-map .borders")
    )
    assert age <= change
    assert legend <= 1.1 * note
    assert window.locator(".filter-bar .period").is_hidden()
    window.emulate_media(media="null")


def test_no_heading_lies_over_a_table_that_goes_on_from_the_sheet_before(
    url: str, window: Page
) -> None:
    opened(url, window, "money-laundering")
    for across in SHEETS:
        printed = sheets(window, across=across)
        assert [over(each) for each in printed] == [[]] * len(printed)
        named = [each for each in printed if "By country" in each.extract_text()]
        assert ["ISO code" in each.extract_text() for each in named] == [True]


@pytest.mark.parametrize("page", ["trafficking", "money-laundering", "notices"])
def test_labels_of_a_timeline_are_readable_on_paper(url: str, window: Page, page: str) -> None:
    opened(url, window, page)
    labels = ".plot .cartesianlayer :is(.xtick, .ytick) text, .plot .annotation-text"
    said = {word for text in window.locator(labels).all_text_contents() for word in text.split()}
    for across in SHEETS:
        found = [each for sheet in sheets(window, across=across) for each in pieces(sheet)]
        assert said & {each.text for each in found}
        assert [each for each in found if each.text in said and each.size < READABLE] == []
    width = window.locator(".plot .main-svg").last.get_attribute("viewBox").split()[2]
    wide = window.locator(".plot").last.evaluate("(plot) => plot.clientWidth")
    assert int(width) == wide, "the chart is not drawn for the screen again"


def test_what_scrolls_on_the_screen_is_whole_on_paper(url: str, window: Page) -> None:
    opened(url, window, "sources?indicator=glotip.detected_victims")
    rows = window.locator(".st-key-coverage-country .ytick text").all_text_contents()
    for across in SHEETS:
        printed = " ".join(each.extract_text() for each in sheets(window, across=across))
        assert len(rows) > 60
        assert rows[-1] in printed and rows[0] in printed


def test_a_table_beside_other_countries_goes_on_from_sheet_to_sheet(url: str, window: Page) -> None:
    opened(url, window, "country?country=IDN&country=VNM")
    window.locator("[data-testid=stTable] table").last.wait_for()
    browser.still(window)
    for across in SHEETS:
        printed = sheets(window, across=across)
        assert len(printed) == 3
        assert min(len(each.extract_text()) for each in printed) > 500, "an empty sheet"


def test_a_sheet_is_the_same_whichever_stylesheet_arrives_last(url: str, window: Page) -> None:
    window.set_viewport_size({"width": 1366, "height": 768})
    for late in ("paper.css", "profile.css", "strips.css"):
        window.route(f"**/{late}*", lambda route: (time.sleep(1), route.continue_()))
        window.goto(f"{url}/country?country=IDN&country=VNM")
        window.locator("[data-testid=stTable] table").last.wait_for()
        browser.still(window)
        window.unroute_all(behavior="wait")
        assert [len(sheets(window, across=across)) for across in SHEETS] == [3, 3]
        stand = window.evaluate("[...document.adoptedStyleSheets].map((each) => each.place)")
        assert stand == sorted(stand)
        assert stand[0] == "0 paper.css" and "1 profile.css" in stand and "1 strips.css" in stand


@pytest.mark.skipif(not LONG, reason="by hand: THREATS_LONG_TESTS=1")
def test_many_years_are_whole_on_paper(url: str, window: Page) -> None:
    opened(url, window, "terrorism?country=IDN&country=PHL")
    window.get_by_role("tab", name="Country by year").click()
    window.locator(".grid th.figure").first.wait_for()
    browser.still(window)
    whole(window)
