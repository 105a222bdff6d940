"""Every page for every reader: what axe-core finds of ours, at two sizes, light and dark."""

from collections.abc import Iterator

import accessible
import browser
import pytest
from long import LONG
from playwright.sync_api import Browser, Page, expect
from walked import PAGES

FEW = ("", "trafficking?country=IDN&country=PHL&period=2018&period=2020", "country?country=IDN")
SIZES = [(1366, "light"), (390, "dark"), (1366, "dark"), (390, "light")]


@pytest.fixture(scope="module", params=SIZES if LONG else SIZES[:2])
def reader(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    width, scheme = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("page", PAGES if LONG else FEW)
def test_axe_finds_nothing_of_ours(url: str, reader: Page, page: str) -> None:
    browser.go(reader, f"{url}/{page}")
    expect(reader.locator("h1:visible")).to_have_count(1)
    assert accessible.faults(reader) == []
    expect(reader.locator("h1:visible")).to_have_count(1)
