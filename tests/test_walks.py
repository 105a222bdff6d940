"""What a page shows depends on its address alone: whoever came there by filters, switches, other
pages and Back sees what somebody sees who opens that address.
"""

import random
import time
from collections.abc import Callable
from typing import Any

import browser
import pytest
from long import LONG
from playwright.sync_api import Browser, Locator, Page

STEPS = 80 if LONG else 8
NAMES = ("Indonesia", "Philippines", "Thailand", "Germany", "Brazil", "United States", "Kenya")
PAGES = (
    *("Overview", "Human trafficking", "Cybercrime", "Terrorism", "Illegal fishing"),
    *("Money laundering", "Police notices", "Country", "Bilateral"),
)
# Charts: their axes, what is drawn in them and what is said beside them; then the page's words.
SEEN = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const charts = [...main.querySelectorAll('.js-plotly-plot')].filter((each) => each.clientWidth);
  const drawn = charts.map((chart) => {
    const { _fullLayout: layout, data } = chart;
    const count = (part) => chart.querySelectorAll(part).length;
    return {
      axes: Object.keys(layout).filter((name) => /^[xy]axis\\d*$/.test(name)).map((name) =>
        [name, layout[name].type, ...(layout[name].range ?? []).map((end) => Number(end) || end)]),
      geo: layout.geo && [layout.geo.center, layout.geo.projection.scale],
      traces: data.map(({ type, mode, name, x, lon, locations }) =>
        [type, mode, name, (x ?? lon ?? locations ?? []).length]),
      marks: ['.points path', '.scatterlayer .js-line', 'text.annotation-text', '.shapelayer path',
        'path.chosen', '.xtick', '.ytick'].map(count),
    };
  });
  let words = main.innerText;
  for (const chart of charts) words = words.replace(chart.innerText, ' ');
  words = words.replace(/\\s+/g, ' ').replace(/Now shown: .*? Figures TLP/, 'Figures TLP');
  return { drawn, words };
}"""


class Reader:
    """Who walks: each step is one of what can be pressed."""

    def __init__(self, page: Page, seed: int) -> None:
        self.page = page
        self.dice = random.Random(seed)

    def step(self) -> str:
        """Does something; says what."""
        steps: tuple[Callable[[], str], ...] = (
            *(self.country, self.country, self.without, self.clear, self.period, self.period),
            *(self.back, self.elsewhere, self.switch, self.switch, self.switch, self.indicator),
        )
        return self.dice.choice(steps)()

    def one(self, among: Locator) -> Locator | None:
        """One of those that are in sight."""
        seen = [each for each in among.all() if each.is_visible() and each.inner_text().strip()]
        return self.dice.choice(seen) if seen else None

    def field(self, label: str) -> Locator | None:
        """A field of the filters, where the page has it."""
        found = self.page.locator(".st-key-filters").get_by_label(label).first
        return found if found.count() and found.is_visible() else None

    def country(self) -> str:
        name, field = self.dice.choice(NAMES), self.field("Countr")
        if field is None:
            return "no countries"
        field.click()
        field.press_sequentially(name)
        self.page.locator("[role=option]:visible", has_text=name).first.click()
        self.page.keyboard.press("Escape")
        return name

    def without(self) -> str:
        field = self.field("Countries")  # a field of one country would open its list
        if field is not None:
            field.click()
            self.page.keyboard.press("Escape")
            self.page.keyboard.press("Backspace")
        return "one less"

    def clear(self) -> str:
        button = self.page.get_by_role("button", name="Clear", exact=True)
        if button.count():
            button.click()
        return "clear"

    def period(self) -> str:
        slider = self.page.locator(".st-key-filters input[type=range]").first
        key = self.dice.choice(("ArrowLeft", "ArrowLeft", "ArrowRight", "Home"))
        if slider.count():
            slider.press(key)
        return f"period {key}"

    def back(self) -> str:
        if self.page.evaluate("history.length") > 2:
            self.page.go_back()
        return "back"

    def elsewhere(self) -> str:
        name = self.dice.choice(PAGES)
        self.page.get_by_role("link", name=name, exact=True).first.click()
        return name

    def switch(self) -> str:
        found = self.one(self.page.locator(":is(.st-key-map, .st-key-timeline) label"))
        if found is None:
            return "no switch"
        said = found.inner_text()
        found.click()
        return said

    def indicator(self) -> str:
        field = self.field("Indicator")
        if field is None:
            return "no indicators"
        field.click()
        found = self.one(self.page.locator("[role=option]"))
        assert found is not None
        said = found.inner_text()
        found.click()
        return said


def different(one: Any, other: Any) -> list[str]:
    """Where two of these are not alike."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [f"{key}{each}" for key in one for each in different(one[key], other.get(key))]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = zip(one, other, strict=True)
        return [f"[{at}]{each}" for at, pair in enumerate(pairs) for each in different(*pair)]
    if isinstance(one, int | float) and isinstance(other, int | float):
        return [] if one == pytest.approx(other, rel=1e-6) else [f": {one} != {other}"]
    if isinstance(one, str) and isinstance(other, str) and one != other:
        pairs = enumerate(zip(one, other, strict=False))
        at = next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
        return [f": {one[max(0, at - 40) : at + 60]!r} != {other[max(0, at - 40) : at + 60]!r}"]
    return [] if one == other else [f": {one} != {other}"]


@pytest.mark.parametrize("seed", range(1, 5) if LONG else [1])
def test_a_page_shows_what_its_address_says_however_one_came(
    chromium: Browser, url: str, window: Page, seed: int
) -> None:
    window.set_viewport_size({"width": 1366, "height": 900})
    window.goto(f"{url}/trafficking")
    browser.still(window)
    context = chromium.new_context(viewport={"width": 1366, "height": 900})
    fresh = context.new_page()
    reader, told = Reader(window, seed), []
    for _ in range(STEPS):
        told.append(reader.step())
        until = time.monotonic() + 30
        while True:  # an address may be there before its page
            browser.still(window)
            window.mouse.move(2, 2)
            fresh.goto(window.url)
            browser.still(fresh)
            faults = different(window.evaluate(SEEN), fresh.evaluate(SEEN))
            if not faults or time.monotonic() > until:
                break
        assert not faults, (told, window.url, faults[:6])
    context.close()
