"""A rule is made on a page by keys, the bell counts what it tells, the alert opens the view."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from accessible import faults
from browser import Server, free_port, ready, started, still
from playwright.sync_api import Page, expect
from versions import doubled

import settings
from data.alerts import checking, keeping
from security import reader

VIEW = "money-laundering?indicator=crime_trends.money_laundering&country=FRA"

APART = """() => {
  const [ring, add] = ['.bell .ring', '.collect .open'].map((each) =>
    document.querySelector(each).getBoundingClientRect());
  return ring.right <= add.left;
}"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="module")
def url(kept: Path) -> Iterator[str]:
    """Address of a server with a store of its own."""
    asked = Server(free_port())
    with started("--port", str(asked.port), env={"THREATS_STORE": str(kept)}) as process:
        ready(process, asked)
        yield asked.address


def tab_to(window: Page, name: str, role: str = "button") -> None:
    window.get_by_role(role, name=name, exact=True).first.focus()
    window.keyboard.press("Enter")


def test_a_rule_made_by_keys_rings_and_opens_its_view(url: str, kept: Path, window: Page) -> None:
    window.set_viewport_size({"width": 1366, "height": 768})
    window.goto(f"{url}/{VIEW}")
    still(window)
    window.locator(".collect .open").focus()
    window.keyboard.press("Enter")
    window.locator(".collect .tell").focus()
    window.keyboard.press("Enter")
    form = window.locator(".st-key-alert-form")
    expect(form).to_contain_text("Money laundering offences recorded, France")
    form.get_by_role("radio").first.focus()
    window.keyboard.press("ArrowRight")
    value = form.get_by_role("spinbutton")
    expect(value).to_be_visible()
    tab_to(window, "Keep this rule")
    expect(window.get_by_role("alert")).to_contain_text("Say the value")
    value.fill("3000")
    tab_to(window, "Keep this rule")
    expect(window.get_by_text("Kept. Money laundering offences recorded")).to_be_visible()
    window.goto(f"{url}/{VIEW}")
    still(window)
    expect(window.locator(".bell .ring")).to_have_count(0)

    with settings.using(store=kept), reader.using(reader.LOCAL):
        doubled(kept, "crime_trends")
        checking.everyone()
        (told,) = keeping.shown()
    window.goto(url)
    ring = window.locator(".bell .ring")
    expect(ring).to_have_attribute("aria-label", "Alerts, 1 new")
    expect(window).to_have_title("(1) Overview · Global Threats Dashboard")
    for width, height in ((390, 844), (1366, 768)):
        window.set_viewport_size({"width": width, "height": height})
        expect(ring).to_be_visible()
        window.wait_for_function(APART)
    ring.focus()
    window.keyboard.press("Enter")
    log = window.locator(".alert")
    expect(log).to_contain_text(f"New {told.at[:10]}")
    for said in (told.lines[0].before, told.lines[0].after, told.lines[0].why, told.asked):
        expect(log).to_contain_text(said)
    assert faults(window) == []
    still(window)
    tab_to(window, "Open the view", "link")
    expect(window).to_have_url(re.compile(r"/money-laundering\?.*country=FRA"))
    expect(window.locator(".st-key-kpi-money_laundering .value").first).to_contain_text(
        told.lines[0].after
    )
    expect(ring).to_have_count(0)
