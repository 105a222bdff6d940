"""A brief on two countries, printed: one A4 page, whoever the two are."""

from collections.abc import Iterator

import browser
import pytest
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with browser.serving(browser.ROOT / "dashboard.py") as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser.executable(), args=["--no-sandbox", "--disable-background-networking"])
        yield opened
        opened.close()


@pytest.mark.parametrize(("first", "second"), [("MEX", "USA"), ("USA", "GBR"), ("IDN", "AUS"), ("TUV", "NRU")])
def test_a_brief_is_one_page(url: str, chromium: Browser, first: str, second: str) -> None:
    page = chromium.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{url.rstrip('/')}/bilateral?country={first}&partner={second}")
    page.get_by_text("Both sides", exact=True).wait_for(timeout=30_000)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=30_000)
    page.wait_for_timeout(1000)
    page.emulate_media(media="print")
    page.wait_for_timeout(300)
    printed = page.pdf(format="A4", print_background=True)
    page.close()
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1
