"""A brief on two countries, printed: one A4 page, whoever the two are."""

from collections.abc import Iterator

import browser
import pytest
from playwright.sync_api import Page


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with browser.serving(browser.ROOT / "dashboard.py") as address:
        yield address


@pytest.mark.parametrize(
    ("first", "second"), [("MEX", "USA"), ("USA", "GBR"), ("IDN", "AUS"), ("TUV", "NRU")]
)
def test_a_brief_is_one_page(url: str, window: Page, first: str, second: str) -> None:
    window.set_viewport_size({"width": 1366, "height": 768})
    window.goto(f"{url.rstrip('/')}/bilateral?country={first}&partner={second}")
    window.get_by_text("Both sides", exact=True).wait_for(timeout=30_000)
    browser.still(window)
    window.emulate_media(media="print")
    browser.still(window)
    printed = window.pdf(format="A4", print_background=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1
