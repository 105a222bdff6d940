"""Back takes back what the reader changed last, a step at a time, and asks the server once."""

import re

import browser
from playwright.sync_api import Page, expect


def tags(window: Page) -> list[str | None]:
    chips = window.locator(".st-key-country .chip").all()
    return [each.get_attribute("data-tag") for each in chips]


def pick(window: Page, name: str) -> None:
    field = window.get_by_role("combobox", name="Countries, groups")
    field.fill(name)
    field.press("Enter")
    field.press("Escape")
    browser.still(window)


def test_back_and_forward_walk_through_the_filters(url: str, window: Page) -> None:
    sent: list[object] = []

    def hear(frame: object) -> None:
        sent.append(frame)

    window.on("websocket", lambda wire: wire.on("framesent", hear))
    window.goto(f"{url}/trafficking?nonsense=1&country=nowhere")
    browser.still(window)
    begun = window.evaluate("history.length")
    values = [window.locator(".deck .value").first.inner_text()]
    addresses = [window.url]
    for name in ("India", "Brazil"):
        pick(window, name)
        expect(window.locator(".deck .value").first).not_to_have_text(values[-1])
        browser.still(window)
        values.append(window.locator(".deck .value").first.inner_text())
        addresses.append(window.url)
    assert tags(window) == ["IND", "BRA"]
    assert window.evaluate("history.length") == begun + 2
    assert len(set(values)) == 3

    for at, step in ((1, -1), (0, -1), (1, 1), (2, 1), (0, -2), (2, 2)):
        before = len(sent)
        window.evaluate("(step) => history.go(step)", step)
        expect(window).to_have_url(addresses[at])
        expect(window.locator(".st-key-country .chip")).to_have_count(at)
        browser.still(window)
        assert window.url == addresses[at]
        assert window.locator(".deck .value").first.inner_text() == values[at]
        assert len(sent) - before == 1
    assert window.evaluate("history.length") == begun + 2


def test_the_end_of_a_period_moved_by_keys_is_one_step(url: str, window: Page) -> None:
    window.goto(f"{url}/trafficking?country=IDN&period=2015&period=2018")
    browser.still(window)
    begun = window.evaluate("history.length")
    window.get_by_role("slider", name="Period, last").focus()
    for _ in range(3):  # at once: a pause ends the step
        window.keyboard.press("ArrowLeft")
    expect(window).to_have_url(f"{url}/trafficking?country=IDN&period=2015&period=2015")
    browser.still(window)
    assert window.evaluate("history.length") == begun + 1
    window.go_back()
    expect(window).to_have_url(f"{url}/trafficking?country=IDN&period=2015&period=2018")
    expect(window.get_by_role("slider", name="Period, last")).to_have_attribute(
        "aria-valuetext", "2018"
    )


def test_back_leaves_a_page_whose_address_was_put_right(url: str, window: Page) -> None:
    window.goto(f"{url}/sources")
    browser.still(window)
    window.goto(f"{url}/notices?country=nowhere&category=none")
    browser.still(window)
    expect(window).to_have_url(f"{url}/notices")
    window.go_back()
    expect(window.locator(".filter-bar h1")).to_have_text("Sources")


def test_what_was_chosen_stays_when_something_else_is_pressed_and_back_takes_it_back(
    url: str, window: Page
) -> None:
    """Streamlit's page repeats the address it was opened with, whatever was chosen since."""
    opened = f"{url}/trafficking?country=IDN&period=2019&period=2019"
    window.goto(opened)
    browser.still(window)
    value = window.locator(".deck .value").first.inner_text()
    for again in range(2):
        pick(window, "India")
        expect(window).to_have_url(re.compile("country=IND"))
        browser.still(window)
        after = window.url
        assert tags(window) == ["IDN", "IND"]
        window.get_by_role("tab", name="Records" if again else "Country by year").click()
        browser.still(window)
        assert tags(window) == ["IDN", "IND"] and window.url == after
        window.go_back()
        expect(window).to_have_url(opened)
        expect(window.locator(".st-key-country .chip")).to_have_count(1)
        browser.still(window)
        assert window.url == opened
        assert window.locator(".deck .value").first.inner_text() == value
    window.go_forward()
    expect(window.locator(".st-key-country .chip")).to_have_count(2)
    browser.still(window)
    window.get_by_role("tab", name="By country", exact=True).click()
    browser.still(window)
    assert tags(window) == ["IDN", "IND"] and window.url == after
