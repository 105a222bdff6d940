"""Every page on A4, upright and across: each number of the screen is on paper, nothing is cut."""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

import browser
import pypdf
import pytest
from long import LONG
from playwright.sync_api import Page
from walked import PAGES

FEW = ("", "trafficking?country=IDN&country=PHL&period=2018&period=2020", "sources")
SHEETS = {False: (703, 1047), True: (1032, 718)}  # A4 without its margins, in pixels
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


def numbers(texts: Iterable[str]) -> Counter[str]:
    """The groups of digits: `26,539` are two, whatever stands between them on paper."""
    return Counter(digits for text in texts for digits in re.findall(r"\d+", text))


def whole(window: Page) -> None:
    """What stands on the screen now is on paper, upright and across: each number, with title,
    filters in words, note on boundaries, version and day; no text is cut or lies over another.
    """
    on_screen = numbers(window.evaluate(SAID, GONE))
    titles = window.locator("h1:visible, .mirror .title h2").all_inner_texts()
    chosen = window.locator(".bar .fold").first.text_content() or ""
    for across in SHEETS:
        printed = window.pdf(format="A4", landscape=across, print_background=True)
        sheets = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(printed)).pages]
        assert on_screen - numbers(sheets) == Counter()
        said = unicodedata.normalize("NFKC", " ".join(" ".join(sheets).split()))
        assert titles[-1] in said
        if window.locator(".mirror .title").count() == 0:
            assert chosen.removesuffix("expand_more") in said
        assert "Boundaries and names shown do not imply" in said
        assert re.search(r"Data version \w+, seen on 20\d\d-", said)
    window.emulate_media(media="print")
    for width, height in SHEETS.values():
        window.set_viewport_size({"width": width, "height": height})
        browser.still(window)
        assert window.evaluate(OFF, [GONE, width]) == {"cut": [], "over": []}
        assert window.evaluate("document.documentElement.scrollWidth") <= width
    window.emulate_media(media="null")


@pytest.mark.alike(2)
@pytest.mark.parametrize("page", PAGES if LONG else FEW)
def test_a_page_is_whole_on_paper(url: str, window: Page, page: str) -> None:
    window.set_viewport_size({"width": 1366, "height": 768})
    window.goto(f"{url}/{page}")
    browser.still(window)
    whole(window)


@pytest.mark.skipif(not LONG, reason="by hand: THREATS_LONG_TESTS=1")
def test_many_years_are_whole_on_paper(url: str, window: Page) -> None:
    window.set_viewport_size({"width": 1366, "height": 768})
    window.goto(f"{url}/terrorism?country=IDN&country=PHL")
    browser.still(window)
    window.get_by_role("tab", name="Country by year").click()
    window.locator(".grid th.figure").first.wait_for()
    browser.still(window)
    whole(window)
