"""The tasks of docs/tasks.md that an official, a presenter and an analyst do: at 1366 pixels in
light with mouse and keys or at 390 in dark by touch, in turn; by hand at all sizes, in light and
in dark.

Each is done in no more presses than the document says: a click, a tap or a key counts as one; what
is typed does not.
"""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import accessible
import browser
import openpyxl
import pytest
from long import LONG
from playwright.sync_api import Browser, Locator, Page, expect

from data import query
from data.query import Filters
from languages import amount

TASKS = (browser.ROOT / "docs" / "tasks.md").read_text(encoding="utf-8").partition("## The watch")
PRESSES = re.compile(r"### (.+)\n\nPresses: (\d+); by touch (\d+)\.\n")
MOST = {name: (int(keys), int(touch)) for name, keys, touch in PRESSES.findall(TASKS[0])}
SIZES = [(1366, 768, "light", False), (390, 844, "dark", True)]
MORE = [
    (1366, 768, "dark", False),
    (390, 844, "light", True),
    *((1920, 1080, scheme, False) for scheme in ("light", "dark")),
    *((1024, 768, scheme, True) for scheme in ("light", "dark")),
]
DETECTED = "glotip.detected_victims"
THREE = "country=IDN&country=PHL&country=THA"


@dataclass
class Hand:
    """Whoever does a task, and how often something was pressed."""

    page: Page
    url: str
    touch: bool
    presses: int = 0
    sent: list[object] = field(default_factory=list)

    @property
    def small(self) -> bool:
        return (self.page.viewport_size or {})["width"] < 500

    def opens(self, address: str) -> None:
        """Where a task begins; nothing was pressed yet."""
        browser.go(self.page, f"{self.url}/{address}")
        self.presses = 0

    def press(self, what: Locator) -> None:
        what.scroll_into_view_if_needed()
        what.tap() if self.touch else what.click()
        self.presses += 1

    def key(self, name: str) -> None:
        self.page.keyboard.press(name)
        self.presses += 1

    def select(self, field: Locator, value: str) -> None:
        """Opens a list of the browser's own and takes one of it."""
        field.select_option(value)
        self.presses += 2

    def finds(self, text: str) -> None:
        """Asks for something by name, as one hears it."""
        self.searches()
        field = self.page.get_by_role("combobox", name="Find anything")
        expect(field).to_be_focused()
        field.press_sequentially(text)
        first = self.page.locator(".find [role=option][aria-selected=true]")
        expect(first).to_contain_text("Indonesia")
        if self.touch:
            self.press(first)
        else:
            self.key("Enter")

    def searches(self) -> None:
        if self.touch:
            self.press(self.page.locator(".find .ask"))
        else:
            self.key("Control+k")

    def chooses(self, name: str) -> None:
        """Adds a country or group to the filters."""
        fold = self.page.locator(".filter-bar .fold")
        if self.small and fold.get_attribute("aria-expanded") != "true":
            self.press(fold)
        field = self.page.get_by_role("combobox", name="Countries, groups")
        self.press(field)
        field.press_sequentially(name)
        self.press(self.page.locator("[role=option]:visible", has_text=name).first)
        if self.touch:
            field.press("Escape")
        else:
            self.key("Escape")
        browser.still(self.page)

    def region(self, name: str) -> None:
        """The map of this part of the world."""
        part = self.page.locator(".st-key-map .regions")
        if (listed := part.locator("select")).is_visible():
            self.select(listed, name)
        else:
            self.press(part.locator("label", has=self.page.locator(f"[value={name}]")))

    def done(self, task: str) -> None:
        """The task needed no more presses than are written down, and its screen is accessible."""
        assert self.presses <= MOST[task][self.touch], (task, self.presses)
        assert accessible.faults(self.page) == []
        wide = "document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth"
        assert self.page.evaluate(wide)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each task at one of both sizes, the next at the other; by hand at all."""
    if "hand" in metafunc.fixturenames:
        tasks = [name for name in vars(metafunc.module) if re.match("test_an?_", name)]
        turn = tasks.index(metafunc.function.__name__) % 2
        sizes = SIZES + MORE if LONG else SIZES[turn:][:1]
        metafunc.parametrize("hand", sizes, ids=str, indirect=True, scope="module")


@pytest.fixture(scope="module")
def hand(request: pytest.FixtureRequest, chromium: Browser, url: str) -> Iterator[Hand]:
    width, height, scheme, touch = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        has_touch=touch,
        bypass_csp=True,
        accept_downloads=True,
    )
    found = Hand(context.new_page(), url, touch)

    def heard(frame: object) -> None:
        found.sent.append(frame)

    found.page.on("websocket", lambda wire: wire.on("framesent", heard))
    yield found
    context.close()


def within(part: Locator, height: float) -> bool:
    """Whether it is seen whole by who has scrolled no further than that."""
    box = part.bounding_box()
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= height


def heading(page: Page, chart: str = "map") -> Locator:
    return page.locator(f".st-key-{chart} h3").first


def number(page: Page) -> Locator:
    return page.locator(".deck .value").first


def test_twelve_tasks_stand_in_the_document() -> None:
    assert len(MOST) == len(re.findall(r"^### ", TASKS[0], re.MULTILINE)) == 12


# --- an official


def test_an_official_sees_worse_or_better_and_where(hand: Hand) -> None:
    hand.opens("")
    page, height = hand.page, hand.page.viewport_size["height"]
    said = page.locator("p.brief")
    expect(said).to_contain_text("Worse:")
    expect(said).to_contain_text("Better:")
    assert within(said, height)
    assert within(page.locator(".deck .card").first, height)
    assert within(page.locator(".deck .card", has_text="Data health"), height * (1 + hand.small))
    more = (
        2 if hand.small else 1.1 if hand.touch else 1
    )  # of the screen; a tablet's map needs a nudge
    assert within(page.locator(".st-key-map .plot"), height * more)
    hand.done("Worse or better, and where, in five seconds")


def test_an_official_keeps_an_own_country(hand: Hand) -> None:
    hand.opens("")
    page = hand.page
    world = page.locator(".deck .value").all_inner_texts()
    hand.select(page.get_by_role("combobox", name="My country"), "IDN")
    expect(page.locator(".mine li")).to_have_count(4)
    assert page.locator(".deck .value").all_inner_texts() == world
    hand.press(page.get_by_role("link", name="Open Indonesia"))
    expect(page).to_have_url(re.compile(r"/country\?country=IDN"))
    expect(page.locator(".brief-of h2")).to_have_text("Indonesia")
    hand.done("Does it concern my country")


def test_an_official_finds_a_figure_by_its_name(hand: Hand) -> None:
    hand.opens("")
    hand.finds("Indonesia trafficking 2019")
    expect(hand.page).to_have_url(re.compile(r"/trafficking\?country=IDN&period=2019&period=2019$"))
    total = query.total(
        Filters(DETECTED, ("IDN",)).during(query.first_day("2019"), query.last_day("2019"))
    )
    expect(number(hand.page)).to_have_text(amount(total.value, total.low, total.high))
    hand.done("A figure somebody named in passing")


def test_an_official_takes_a_country_along_on_paper(hand: Hand) -> None:
    hand.opens("country?country=IDN")
    page = hand.page
    page.evaluate("window.print = () => { window.printed = true; }")
    hand.press(page.get_by_role("button", name="Print on A4"))
    assert page.evaluate("window.printed")
    hand.done("A country on paper")
    page.emulate_media(media="print")
    browser.still(page)
    sheets = page.pdf(format="A4", print_background=True, prefer_css_page_size=True)
    page.emulate_media(media="null")
    assert 1 <= len(re.findall(rb"/Type /Page\b", sheets)) <= 2


# --- a presenter


def test_a_presenter_plays_the_years_of_a_region(hand: Hand) -> None:
    hand.opens("cybercrime?period=2003&period=2003")
    page = hand.page
    hand.region("south_east_asia")
    expect(page).to_have_url(re.compile("region=south_east_asia"))
    browser.still(page)
    before = len(hand.sent)
    hand.press(page.get_by_role("button", name="Play"))
    first = number(page).inner_text()
    far = re.compile("2022" if LONG else r"20(0[7-9]|[12]\d)")  # a busy machine shows not each year
    expect(heading(page)).to_contain_text(far)
    assert number(page).inner_text() != first
    assert len(hand.sent) <= before + 1  # the steps of all years are asked for once
    hand.press(page.get_by_role("button", name="Pause"))
    expect(page).to_have_url(re.compile(r"period=20[012]\d.*region=south_east_asia"))
    browser.still(page)
    hand.done("Twenty years of a region, played")


def test_a_presenter_puts_two_years_side_by_side(hand: Hand) -> None:
    hand.opens("trafficking?region=south_east_asia")
    page = hand.page
    hand.press(page.locator(".st-key-timeline label", has_text="Another year beside"))
    beside = page.locator(".st-key-map_beside")
    expect(beside.locator("h3").first).to_contain_text("2021")
    browser.still(page)
    hand.select(beside.get_by_role("combobox", name="Year"), "2012")
    expect(beside.locator("h3").first).to_contain_text("2012")
    expect(heading(page)).to_contain_text("2022")
    expect(page).to_have_url(re.compile("region=south_east_asia.*beside=2012|beside=2012.*region"))
    browser.still(page)
    hand.done("The same place in two years")


def test_a_presenter_keeps_a_view_and_presents_it(hand: Hand) -> None:
    hand.opens("terrorism?period=2024&period=2024")
    page = hand.page
    shown = number(page).inner_text()
    hand.press(page.locator(".collect .open"))
    hand.press(page.locator(".collect li button", has_text="Number").first)
    expect(page.locator(".collect .kept")).to_contain_text("slide")
    hand.press(page.locator(".collect .kept a"))
    expect(page.locator(".slides ol > li img").first).to_be_visible(timeout=60_000)
    browser.still(page)
    hand.press(page.locator(".st-key-present button"))
    link = page.locator("a", has_text="second window")
    expect(link).to_be_visible(timeout=60_000)
    hand.done("From a page to the room")
    slides = page.request.get(f"{hand.url}/{link.get_attribute('href')}")
    assert slides.ok and shown in slides.text()


# --- an analyst


def test_an_analyst_takes_countries_by_year_into_a_sheet(hand: Hand) -> None:
    hand.opens(f"trafficking?{THREE}")
    page = hand.page
    hand.press(page.get_by_role("tab", name="Country by year"))
    sheet = page.get_by_role("tabpanel").locator("visible=true").get_by_role("button", name="Excel")
    expect(sheet).to_be_visible()
    browser.still(page)
    with page.expect_download() as coming:
        hand.press(sheet)
    book = openpyxl.load_workbook(io.BytesIO(Path(coming.value.path()).read_bytes()))
    head, *rows = next(
        found
        for each in book.worksheets
        if (found := [*each.iter_rows(values_only=True)]) and "2019" in map(str, found[0])
    )
    at = [str(each) for each in head].index("2019")
    held = query.by_country(
        Filters(DETECTED).during(query.first_day("2019"), query.last_day("2019"))
    )
    known = dict(zip(held["country"], held["value"], strict=True))
    assert {code for row in rows for code in row if code in known} == {"IDN", "PHL", "THA"}
    for row in rows:
        assert row[at] == known[next(each for each in row if each in known)]
    hand.done("Countries by year, in a sheet")


def test_an_analyst_compares_with_a_group_as_an_index(hand: Hand) -> None:
    hand.opens("trafficking?country=IDN&country=THA")
    page = hand.page
    hand.chooses("ASEAN")
    expect(page).to_have_url(re.compile("group=ASEAN"))
    index = page.locator(".st-key-timeline .choice label", has_text="Index")
    hand.press(index)
    expect(page).to_have_url(re.compile("group=ASEAN.*scale=index|scale=index.*group=ASEAN"))
    browser.still(page)
    lines = page.evaluate(
        """() => document.querySelector('.st-key-timeline .js-plotly-plot').data
          .filter((each) => each.mode === 'lines+markers')
          .map(({ name, x, y }) => ({ name, x: [...x], y: [...y] }))"""
    )
    assert len(lines) == 3 and any("Southeast Asian" in each["name"] for each in lines)
    base = [
        {year for year, level in zip(each["x"], each["y"], strict=True) if level == 100}
        for each in lines
    ]
    assert set.intersection(*base)
    hand.done("An index, with a group as a line")


def test_an_analyst_takes_saved_views_to_another_browser(
    hand: Hand, chromium: Browser, tmp_path: Path
) -> None:
    hand.opens(f"trafficking?{THREE}&period=2018&period=2020")
    page = hand.page
    shown = number(page).inner_text()
    hand.searches()
    page.get_by_label("Name of this view").fill("Three of ASEAN")
    hand.press(page.get_by_role("button", name="Save this view"))
    with page.expect_download() as taken:
        hand.press(page.get_by_role("button", name="Export as a file"))
    file = tmp_path / "views.json"
    taken.value.save_as(file)
    assert [each["name"] for each in json.loads(file.read_text())] == ["Three of ASEAN"]
    page.keyboard.press("Escape")
    page.evaluate("localStorage.clear()")  # as in another browser
    page.reload()
    browser.settled(page)
    hand.searches()
    expect(page.locator(".find .views a")).to_have_count(0)
    with page.expect_file_chooser() as choosing:
        hand.press(page.locator(".find input[type=file]"))
    choosing.value.set_files(file)
    hand.press(page.locator(".find .views a"))
    expect(page).to_have_url(re.compile(r"/trafficking\?country=IDN.*period=2018&period=2020"))
    expect(number(page)).to_have_text(shown)
    browser.still(page)
    hand.done("Saved views, taken along")


def test_an_analyst_takes_a_filter_back(hand: Hand) -> None:
    hand.opens("trafficking?country=IDN&period=2020&period=2020")
    page = hand.page
    before = number(page).inner_text()
    hand.chooses("Philippines")
    expect(number(page)).not_to_have_text(before)
    expect(page).to_have_url(re.compile("country=PHL"))
    page.go_back()
    hand.presses += 1
    expect(page).to_have_url(f"{hand.url}/trafficking?country=IDN&period=2020&period=2020")
    expect(number(page)).to_have_text(before)
    browser.still(page)
    hand.done("A filter taken back")


def test_an_analyst_changes_the_policy_of_borders(hand: Hand) -> None:
    hand.opens("sources")
    page = hand.page
    hand.press(page.get_by_text("Boundaries and names: the policy"))
    hand.press(page.get_by_text("De facto control", exact=True).first)
    expect(page).to_have_url(re.compile("borders=de_facto"))
    browser.still(page)
    if hand.touch and not page.get_by_test_id("stTopNavLink").first.is_visible():
        hand.press(page.get_by_role("button", name="Menu", exact=True))
    hand.press(page.get_by_role("link", name="Human trafficking").locator("visible=true").first)
    expect(page.locator(".st-key-map .borders")).to_contain_text("De facto", ignore_case=True)
    expect(page).to_have_url(re.compile(r"/trafficking\?borders=de_facto"))
    browser.still(page)
    hand.done("Borders by another policy")
