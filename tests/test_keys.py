"""By keys alone: how many presses it takes from a cold start, and what is heard on the way."""

import re

import browser
import pytest
from long import LONG
from playwright.sync_api import Page, expect

from data.geography import countries, groups

MEMBERS = sorted(groups.members("INTERPOL"))


class Keys:
    """A keyboard that counts its presses."""

    def __init__(self, window: Page) -> None:
        self.window, self.pressed = window, 0

    def press(self, *names: str) -> None:
        for name in names:
            self.window.keyboard.press(name)
            self.pressed += 1

    def until(self, selector: str, key: str = "Tab", most: int = 30) -> None:
        for _ in range(most):
            if self.window.evaluate("(at) => document.activeElement.matches(at)", selector):
                return
            self.press(key)
        raise AssertionError(f"{selector} is not reached in {most} presses")


@pytest.fixture
def cold(url: str, window: Page) -> Page:
    window.set_viewport_size({"width": 1366, "height": 768})
    window.goto(f"{url}/trafficking")
    expect(window.locator("h1:visible")).to_have_count(1)
    browser.still(window)
    return window


GOALS = {
    "menu": (5, 0, "[data-testid=stTopNavLink]"),
    "country": (9, 1, ".st-key-country input"),
    "period": (12, 1, ".st-key-period input"),
    "table": (15, 3, ".grid"),
    "download": (20, 3, "[data-testid=stDownloadButton] button, .stDownloadButton button"),
}


@pytest.mark.parametrize("goal", GOALS)
def test_a_few_presses_reach(cold: Page, goal: str) -> None:
    most, skip, selector = GOALS[goal]
    keys = Keys(cold)
    if skip:
        keys.press(*["Tab"] * skip, "Enter")
    keys.until(selector)
    assert keys.pressed <= most


def typed(names: list[str], name: str) -> tuple[str, int]:
    """What to type, and how often to press the arrow after it, to come to a name of the list."""
    ways = []
    for length in range(len(name) + 1):
        start = name[:length]
        found = [each for each in names if start in each]
        order = sorted(found, key=lambda each: not each.startswith(start))
        at = order.index(name)
        ways.append((length + (at + 1 if at else 0), start, at + 1 if at else 0))
    _, start, arrows = min(ways)
    return start, arrows


SIMPLE = """(items) => items.map((item) => [item.dataset.code, item.textContent.normalize('NFD')
  .replace(/[\\p{M}.'’]/gu, '').toLowerCase()])"""


def test_every_country_of_the_map_is_chosen_in_twelve_presses(cold: Page) -> None:
    keys = Keys(cold)
    keys.press("Tab", "Tab", "Enter")
    field = cold.get_by_role("searchbox", name="Find a country on the map")
    expect(field).to_be_focused()
    opened = keys.pressed
    listed = dict(cold.locator(".twin li button").evaluate_all(SIMPLE))
    names = [*listed.values()]
    assert len(MEMBERS) >= 195
    ways = {code: typed(names, listed[code]) for code in MEMBERS}
    needed = {code: opened + len(start) + arrows + 1 for code, (start, arrows) in ways.items()}
    assert {code: each for code, each in needed.items() if each > 12} == {}
    hardest = sorted(MEMBERS, key=needed.__getitem__)[-20 if LONG else -2 :]
    for code in hardest:
        keys = Keys(cold)
        start, arrows = ways[code]
        field.fill("")
        field.focus()
        keys.press(*("Space" if each == " " else each for each in start))
        keys.press(*["ArrowDown"] * arrows, "Enter")
        expect(cold.locator(f".st-key-country .chip[data-tag={code}]")).to_have_count(1)
        browser.still(cold)
        assert opened + keys.pressed <= 12


def test_the_map_is_a_list_with_values_ranks_and_neighbours(cold: Page) -> None:
    keys = Keys(cold)
    keys.press("Tab", "Tab", "Enter")
    expect(cold.get_by_role("searchbox", name="Find a country on the map")).to_be_focused()
    cold.keyboard.type("indonesia")
    status = cold.locator(".twin output")
    expect(status).to_contain_text("1 found. Indonesia")
    keys.press("ArrowDown")
    item = cold.locator(".twin [data-code=IDN]")
    expect(item).to_be_focused()
    expect(cold.locator(".twin [data-code=PAK]")).to_have_count(0)
    keys.press("Alt+ArrowUp")
    near = cold.evaluate("document.activeElement.dataset.code")
    assert near != "IDN" and near in {"SGP", "MYS", "BRN", "PHL", "VNM", "KHM", "THA"}
    expect(cold.locator(".twin [data-code=PAK]")).to_have_text("Pakistan: 26,539 victims, rank 1")
    status_of_page = cold.locator(".filter-bar output.unseen")
    assert status_of_page.inner_text() == ""
    keys.press("Enter")
    name = countries.name(near)
    expect(status_of_page).to_contain_text(name)
    assert (status_of_page.text_content() or "").startswith("Now shown: Human trafficking")
    browser.still(cold)
    assert cold.evaluate("document.activeElement.dataset.code") == near  # the focus stays
    keys.press("Escape")
    expect(cold.locator(".st-key-map .walk")).to_be_focused()


def test_a_timeline_is_a_list_of_years_that_are_chosen(cold: Page) -> None:
    cold.locator(".st-key-timeline .walk").press("Enter")
    years = cold.locator(".st-key-timeline .twin li button")
    newest = years.filter(has_text=re.compile("^2022: .*75,128"))
    expect(newest).to_be_focused()
    expect(newest).to_have_attribute("aria-pressed", "true")
    assert years.count() > 15
    cold.keyboard.press("ArrowUp")
    before = years.filter(has_text=re.compile("^2021: "))
    expect(before).to_be_focused()
    cold.keyboard.press("Enter")
    expect(cold).to_have_url(re.compile("period=2021&period=2021"))
    expect(before).to_have_attribute("aria-pressed", "true")
    expect(newest).to_have_attribute("aria-pressed", "false")
    browser.still(cold)
    expect(before).to_be_focused()
    cold.keyboard.press("Home")
    expect(years.first).to_be_focused()
    cold.keyboard.press("Escape")
    expect(cold.locator(".st-key-timeline .walk")).to_be_focused()


FOCUSED = "(at) => document.activeElement.matches(at)"


def test_the_focus_survives_a_download_a_card_and_the_menu(cold: Page, url: str) -> None:
    button = "[data-testid=stDownloadButton] button"
    cold.locator(button).first.focus()
    with cold.expect_download():
        cold.keyboard.press("Enter")
    cold.wait_for_function(FOCUSED, arg=button)
    with cold.expect_download():
        cold.locator(button).first.click()
    browser.still(cold)
    cold.wait_for_function(FOCUSED, arg=button)
    browser.go(cold, url)
    cold.locator(".deck a.label").nth(3).focus()
    cold.keyboard.press("Enter")
    expect(cold.locator(".filter-bar h1")).to_have_text("Illegal fishing")
    cold.wait_for_function(FOCUSED, arg="h1")
    cold.set_viewport_size({"width": 390, "height": 844})
    cold.get_by_role("button", name="Menu", exact=True).focus()
    cold.keyboard.press("Enter")
    cold.wait_for_function(FOCUSED, arg="[data-testid=stSidebarNavLink]")


ON_TOP = """(button) => {
  const { x, y, width, height } = button.getBoundingClientRect();
  return button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""


@pytest.mark.parametrize("width", [320, 390])
def test_the_menu_of_a_narrow_screen_closes(cold: Page, width: int) -> None:
    cold.set_viewport_size({"width": width, "height": 700})
    menu = cold.get_by_role("button", name="Menu", exact=True)
    menu.click()
    shuts = cold.locator("[data-testid=stSidebarCollapseButton] button")
    expect(shuts).to_be_visible()
    browser.still(cold)
    assert shuts.evaluate(ON_TOP)
    cold.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(shuts).to_have_count(0)
    cold.keyboard.press("Enter")
    cold.get_by_role("link", name="Terrorism", exact=True).click()
    title = cold.locator(".filter-bar h1")
    expect(title).to_have_text("Terrorism")
    expect(title).to_be_focused()
    expect(shuts).to_have_count(0)
    menu.click()
    expect(shuts).to_be_visible()
    cold.reload()
    expect(menu).to_be_visible()
    browser.still(cold)
    expect(shuts).to_have_count(0)


SWITCHES = {  # the key of a switch, and what the page says once it is pressed and once more
    "/trafficking": [
        ("per", "(victims per 100,000 people).", "by where detected, 2022."),
        ("same", "89 countries with a figure also in 2021.", "by where detected, 2022."),
    ],
    "/cybercrime": [("panels", "world, by type of incident.", "per year, world.")],
}


@pytest.mark.parametrize("path", SWITCHES)
def test_a_switch_says_what_is_shown_and_keeps_the_focus(url: str, window: Page, path: str) -> None:
    window.set_viewport_size({"width": 1366, "height": 768})
    browser.go(window, f"{url}{path}")
    said = window.locator(".filter-bar output.unseen")
    for key, *sentences in SWITCHES[path]:
        switch = window.locator(f".on-off.st-key-{key} input:visible")
        switch.focus()
        for sentence in sentences:
            window.keyboard.press("Space")
            expect(said).to_have_text(re.compile(f"^Now shown: .*{re.escape(sentence)}$"))
            browser.still(window)
            expect(switch).to_be_focused()


def test_a_choice_beside_a_figure_and_a_sorted_table_say_what_is_shown(cold: Page) -> None:
    said = cold.locator(".filter-bar output.unseen")
    sort = cold.locator(".grid th.percent button").first
    cold.locator(".regions").get_by_label("World", exact=True).focus()
    cold.keyboard.press("ArrowDown")
    expect(said).to_have_text(re.compile("^Now shown: Detected .*, 2022, Africa.$"))
    sort.press("Enter")
    expect(said).to_have_text(re.compile("^Now shown: .*, sorted by .*, descending.$"))
    sort.press("Enter")
    expect(said).to_have_text(re.compile("^Now shown: .*, sorted by .*, ascending.$"))
    sort.press("Enter")
    expect(said).to_have_text(re.compile("^Now shown: .*, sorted as before.$"))


def test_a_single_year_goes_earlier_by_either_end(cold: Page, url: str) -> None:
    browser.go(cold, f"{url}/trafficking?country=THA")
    first, last = (cold.get_by_label(f"Period, {end}") for end in ("first", "last"))
    last.press("ArrowLeft")
    expect(cold).to_have_url(re.compile("period=2021&period=2021"))
    expect(first).to_have_value(last.input_value())
    browser.still(cold)
    first.press("ArrowLeft")
    expect(cold).to_have_url(re.compile("period=2020&period=2021"))
    browser.still(cold)
    last.press("Home")  # an end that stands apart stops at the other
    expect(cold).to_have_url(re.compile("period=2020&period=2020"))
    browser.still(cold)
    first.press("ArrowRight")
    expect(cold).to_have_url(re.compile("period=2021&period=2021"))
