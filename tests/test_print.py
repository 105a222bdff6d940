"""A brief on two countries: one screen and one A4 page, upright or across, whoever they are, in
colour and in grey; a profile of one on two at most.
"""

import random
import re
from collections import Counter

import browser
import pytest
from long import LONG
from playwright.sync_api import Page, expect
from printed import SHEETS, numbers, over, sheets

from data.geography import countries

CODES = sorted(countries.codes())
CHOSEN = [("IDN", "VNM"), ("USA", "RUS"), ("FRA", "DEU"), ("TUV", "NRU"), ("PSE", "ISR")]
MORE = random.Random(16).sample([(a, b) for a in CODES for b in CODES if a != b], 45)
PAIRS = [*CHOSEN, *MORE] if LONG else CHOSEN

FIFTY = [
    "COD",
    "IDN",
    "USA",
    "SGP",
    "VNM",
    "TUV",
    "FRA",
    "PRK",
    *random.Random(16).sample(CODES, 44),
]
ALONE = FIFTY if LONG else ["COD", "TUV"]
LIES_OVER = """() => {
  const boxes = [...document.querySelectorAll(
    '.brief-of .verdict, .brief-of .trust, .plot, .facts, .strips .row, .trends')]
    .map((each) => [each, each.getBoundingClientRect()]);
  return boxes.flatMap(([one, a], at) => boxes.slice(at + 1).filter(([, b]) =>
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2
    && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2)
    .map(([other]) => [one.className, other.className]));
}"""


def opened(url: str, window: Page, first: str, second: str) -> None:
    window.set_viewport_size({"width": 1366, "height": 768})
    window.goto(f"{url.rstrip('/')}/bilateral?country={first}&partner={second}")
    window.locator(".mirror .sources").wait_for(timeout=30_000)
    browser.still(window)


@pytest.mark.alike(2)
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_brief_is_one_screen_and_one_page(
    url: str, window: Page, first: str, second: str
) -> None:
    opened(url, window, first, second)
    for width, height in ((1920, 1080), (1366, 768)):
        window.set_viewport_size({"width": width, "height": height})
        browser.still(window)
        for part in ("head", "map", "bars", "thirds", "lists", "foot"):
            box = window.locator(f".st-key-pair-{part}").bounding_box()
            assert box and box["y"] > 0 and box["y"] + box["height"] <= height, (part, width)
            assert box["x"] + box["width"] <= width, (part, width)
    for across in SHEETS:
        assert len(sheets(window, across=across)) == 1, across


def on_paper(window: Page, said: list[str], *, across: bool) -> int:
    """How many sheets there are, once each number of what is `said` stands on them and no text
    lies over another.
    """
    printed = sheets(window, across=across)
    assert numbers(said) - numbers(each.extract_text() for each in printed) == Counter()
    assert [over(each) for each in printed] == [[]] * len(printed)
    return len(printed)


@pytest.mark.parametrize("across", SHEETS)
def test_nothing_of_a_brief_is_cut_or_left_out_on_paper(
    url: str, window: Page, across: bool
) -> None:
    opened(url, window, "IDN", "VNM")
    figures = ".mirror :is(.value, td, .points p, .sources li)"
    on_screen = window.locator(figures).all_inner_texts()
    assert on_paper(window, on_screen, across=across) == 1
    width, height = SHEETS[across]
    window.emulate_media(media="print")
    window.set_viewport_size({"width": width, "height": height})
    browser.still(window)
    assert window.locator(figures).all_inner_texts() == on_screen
    parts = ".st-key-pair .mirror :is(b, td, th, li, i)"
    outside = """([parts, wide]) => [...document.querySelectorAll(parts)]
      .filter((part) => { const { right, width } = part.getBoundingClientRect();
        return width && (right > wide + 1 || part.scrollWidth > part.clientWidth + 1
          && getComputedStyle(part).overflow !== 'visible'); }).map((part) => part.outerHTML)"""
    assert window.evaluate(outside, [parts, width]) == []
    assert window.evaluate(LIES_OVER) == []
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    assert window.locator(".mirror .press").is_hidden()


# Of each row: both parts of a whole that are said, and both lengths that are drawn.
BOTH = """() => [...document.querySelectorAll('.mirror .row:not(.names)')].flatMap((row) => {
  const bars = [...row.querySelectorAll('.length .filled')];
  return bars.length < 2 ? [] : [[bars.map((bar) => bar.style.width),
    bars.map((bar) => bar.getBoundingClientRect().width)]];
})"""
SCALES = ((1366, "screen"), (390, "screen"), *((wide, "print") for wide, _ in SHEETS.values()))


def test_equal_figures_of_two_have_equal_bars(url: str, window: Page) -> None:
    opened(url, window, "NZL", "CHL")
    for width, media in SCALES:
        window.emulate_media(media=media)
        window.set_viewport_size({"width": width, "height": 768})
        equal = [drawn for (one, other), drawn in window.evaluate(BOTH) if one == other]
        assert equal
        assert [drawn for drawn in equal if abs(drawn[0] - drawn[1]) > 0.5] == [], (width, media)


def test_a_zero_is_no_taller_than_a_bar_and_said_in_the_note(url: str, window: Page) -> None:
    opened(url, window, "NZL", "CHL")
    tall = "(part) => part.getBoundingClientRect().height"
    for width, media in SCALES:
        window.emulate_media(media=media)
        window.set_viewport_size({"width": width, "height": 768})
        zero, bar = (window.locator(f".mirror .length .{how}").first for how in ("zero", "filled"))
        assert zero.evaluate(tall) <= bar.evaluate(tall), (width, media)
        assert zero.evaluate("(part) => getComputedStyle(part).backgroundColor").endswith(", 0)")
    expect(window.locator(".mirror .bars .note")).to_contain_text("hollow: zero")


def test_both_sides_stay_apart_in_grey(url: str, window: Page) -> None:
    opened(url, window, "IDN", "VNM")
    window.emulate_media(media="print")
    colour = "(part) => getComputedStyle(part).backgroundColor"
    first, second = (
        window.locator(f".mirror .length.{side} .filled").first.evaluate(colour)
        for side in ("one", "other")
    )
    grey = [
        sum(part * int(each) for part, each in zip((0.299, 0.587, 0.114), found, strict=True))
        for found in (re.findall(r"\d+", each)[:3] for each in (first, second))
    ]
    assert grey[1] - grey[0] > 80, (first, second)


@pytest.mark.parametrize("code", ALONE)
def test_a_profile_is_two_sheets_at_most_and_nothing_lies_over(
    url: str, window: Page, code: str
) -> None:
    window.set_viewport_size({"width": 1366, "height": 768})
    window.goto(f"{url.rstrip('/')}/country?country={code}")
    window.locator(".trends .trend").first.wait_for(timeout=30_000)
    browser.still(window)
    figures = ".strips .row :is(.value, .place, .year), .trends .figure, .facts dd"
    on_screen = window.locator(figures).all_inner_texts()
    for across in SHEETS:
        assert on_paper(window, on_screen, across=across) <= 2, across
    window.emulate_media(media="print")
    for width, height in SHEETS.values():
        window.set_viewport_size({"width": width, "height": height})
        browser.still(window)
        assert window.locator(figures).all_inner_texts() == on_screen
        assert window.evaluate(LIES_OVER) == []
        assert window.evaluate("document.documentElement.scrollWidth") <= width


# Numbers of small charts that lie on a bar, and broken lines that nothing explains.
UNREADABLE = """() => [...document.querySelectorAll('.trends .series')].flatMap((series) => {
  const bars = [...series.querySelectorAll('.bar')].map((bar) => bar.getBoundingClientRect());
  const on = [...series.querySelectorAll('text')].filter((text) => {
    const { left, right, bottom } = text.getBoundingClientRect();
    return bars.some((bar) => bar.left < right - 1 && bar.right > left + 1
      && bar.top < bottom - 4); // room below its letters
  });
  const bare = series.querySelector('.break') && !series.querySelector('.method');
  return [...on.map((text) => text.textContent), ...(bare ? ['broken line'] : [])];
})"""


@pytest.mark.parametrize("code", ["SGP", "USA", "TUV"])
def test_numbers_and_lines_of_small_charts_are_readable(url: str, window: Page, code: str) -> None:
    window.set_viewport_size({"width": 1366, "height": 768})
    window.goto(f"{url.rstrip('/')}/country?country={code}")
    window.locator(".trends .trend").first.wait_for(timeout=30_000)
    for width in (1366, 1024, 390):
        window.set_viewport_size({"width": width, "height": 768})
        browser.still(window)
        assert window.evaluate(UNREADABLE) == [], width
