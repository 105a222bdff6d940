"""Every page at 320 pixels, which is 1280 at 400 %: it scrolls one way, cuts no number and no link,
and what is pressed is 24 pixels wide and high.
"""

import browser
from browser import go
from playwright.sync_api import Page, expect
from walked import PAGES

WIDE = """() => [...document.querySelectorAll('[data-testid=stMain], html')]
  .filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.scrollWidth)"""
# A table scrolls in its own box; but a number in it is whole, and so is where a link leads.
CUT = """() => [...document.querySelectorAll(
    '.grid td:is(.number, .percent, .figure), .deck .value, [data-testid=stPageLink] p')]
  .filter((each) => each.clientWidth && each.scrollWidth > each.clientWidth + 1)
  .map((each) => `${each.textContent} ${each.clientWidth} of ${each.scrollWidth}`)"""
# WCAG 2.5.8. A link within a sentence or a row of words is as high as its line; where a link or a
# label takes the presses of what it stands in, that is the target.
SMALL = """() => [...document.querySelectorAll(
    'button, select, summary, a[href], input:not([type=file]), .help, [role=tab]')]
  .filter((each) => each.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .filter((each) => !(each.matches('a') && getComputedStyle(each).display.startsWith('inline')))
  .filter((each) => !each.closest('.facts, .brief-of .verdict, .mirror .row, [inert], .twin'))
  .map((each) => [each, each.closest('.card, .trend, label, .track') ?? each])
  .map(([each, target]) => [each, each.matches('.help, button') ? each : target])
  .map(([each, target]) => [each, target.getBoundingClientRect()])
  .filter(([, { width, height }]) => width > 2 && height > 2 && (width < 23.5 || height < 23.5))
  .map(([each, { width, height }]) =>
    `${each.outerHTML.slice(0, 160)}: ${width.toFixed()} x ${height.toFixed()}`)"""


def test_a_narrow_page_scrolls_one_way_and_cuts_nothing_and_is_pressed(
    url: str, window: Page
) -> None:
    window.set_viewport_size({"width": 320, "height": 640})
    window.emulate_media(color_scheme="light")
    wrong = {}
    for page in (*PAGES, "alerts", "briefing", "verify"):
        go(window, f"{url}/{page}")
        found = [*window.evaluate(WIDE), *window.evaluate(CUT), *window.evaluate(SMALL)]
        wrong |= {page: found} if found else {}
    assert not wrong, "\n".join(f"/{page}: {each}" for page in wrong for each in wrong[page])
    browser.leave(window)
    window.set_viewport_size({"width": 1280, "height": 720})


CHOSEN = (
    "country?country=THA&country=VNM",
    "bilateral?country=THA&partner=VNM",
    "trafficking?country=THA&category=women",
    "nowhere",  # which says in a dialog that there is no such page
)


def test_what_is_chosen_is_pressed_on_a_wide_page(url: str, window: Page) -> None:
    window.set_viewport_size({"width": 1366, "height": 768})
    wrong = {}
    for page in CHOSEN:
        window.goto(f"{url}/{page}")
        browser.still(window)
        if page == "nowhere":
            expect(window.get_by_role("dialog")).to_be_visible()
        found = [each for each in window.evaluate(SMALL) if "Dismiss" not in each]  # for nobody
        wrong |= {page: found} if found else {}
    assert not wrong, "\n".join(f"/{page}: {each}" for page in wrong for each in wrong[page])
