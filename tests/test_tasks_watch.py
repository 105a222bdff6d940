"""The tasks of docs/tasks.md that are done on the watch, on one server, at two sizes: with keys in
light, by touch in dark.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import accessible
import browser
import pytest
from browser import Server, free_port, ready, started
from long import LONG
from playwright.sync_api import Browser, Page, expect

TASKS = (browser.ROOT / "docs" / "tasks.md").read_text(encoding="utf-8")
STRIP = ".st-key-demonstration"
PANELS = """() => [
  [...document.querySelectorAll('.secretariat .panel')].map((panel) => [
    panel.querySelector('.total b').innerText,
    [...panel.querySelectorAll('dd')].map((each) => each.innerText)]),
  document.querySelector('.secretariat .sums-of').innerText]"""  # at one moment: news come
SIZES = [(1366, 768, "light"), (390, 844, "dark")]
ONE_WAY = "document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tasks")


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    port = free_port()
    server = Server(port)
    env = {"THREATS_STORE": "", "THREATS_WATCH_URL": "", "TMPDIR": str(folder)}
    with (
        (folder / "said.txt").open("w+") as said,
        started("--port", str(port), env=env, said=said) as process,
    ):
        ready(process, server)
        yield server.address


@pytest.fixture(scope="module", params=SIZES if LONG else SIZES[:1])
def screen(request: pytest.FixtureRequest, chromium: Browser, url: str) -> Iterator[Page]:
    width, height, scheme = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        has_touch=width == 390,
        bypass_csp=True,
    )
    window = context.new_page()
    window.goto(f"{url}/watch")
    yield window
    context.close()


def small(screen: Page) -> bool:
    return screen.viewport_size["width"] == 390


def looked_at(screen: Page) -> None:
    assert accessible.faults(screen) == []
    assert screen.evaluate(ONE_WAY)


def narrow(screen: Page) -> None:
    """A phone's screen as 1280 pixels are at 400 %."""
    if small(screen):
        screen.set_viewport_size({"width": 320, "height": 640})
        browser.still(screen)
        assert screen.evaluate(ONE_WAY)
        screen.set_viewport_size({"width": 390, "height": 844})


def view(screen: Page, name: str) -> None:
    screen.get_by_role("radio", name=name, exact=True).click()
    browser.still(screen)


def numbers(screen: Page) -> dict[str, int]:
    return {
        name: int(screen.locator(f".desk .sum.{name} b").inner_text())
        for name in ("overdue", "done")
    }


def scratch(folder: Path) -> list[Path]:
    return [*folder.glob("threats-demonstration-*")]


def test_each_task_stands_in_the_document() -> None:
    assert len(re.findall(r"^### ", TASKS.partition("## The watch")[2], re.MULTILINE)) >= 4


def test_a_visitor_begins_the_demonstration(screen: Page, folder: Path) -> None:
    expect(screen.get_by_role("heading", name="The watch is off.")).to_be_visible(timeout=60_000)
    looked_at(screen)
    assert not scratch(folder)
    screen.get_by_role("button", name="Start a demonstration").click()
    expect(screen.locator(STRIP)).to_contain_text("DEMONSTRATION", timeout=60_000)
    expect(screen.locator(".desk .row.overdue").first).to_be_visible(timeout=30_000)
    assert len(scratch(folder)) == 1
    narrow(screen)
    expect(screen).to_have_title(re.compile(r"^\(\d+\) "))


def test_a_bureau_answers_an_overdue_notice(screen: Page) -> None:
    before = numbers(screen)
    row = screen.locator(".desk .row.overdue").first
    sent = screen.locator(".desk .send")

    def opens() -> None:
        if small(screen):
            row.tap()
        else:
            screen.locator("body").press("j")
            expect(row).to_be_focused()
            screen.keyboard.press("Enter")
        expect(screen.locator(".desk .open h3")).to_be_visible(timeout=20_000)

    opens()
    back = screen.get_by_role("button", name="Back to the queue")
    expect(back).to_be_visible(visible=small(screen))
    if small(screen):
        box = back.bounding_box()
        at = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        hit = screen.evaluate("([x, y]) => document.elementFromPoint(x, y)?.dataset.at", at)
        assert hit == "back"
        screen.locator(".desk .choice", has_text="Not located").tap()
    else:
        screen.keyboard.press("h")
    screen.locator(".desk textarea").fill("Nobody by that file.")
    screen.reload()
    expect(row).to_be_visible(timeout=30_000)
    browser.still(screen)
    opens()
    expect(screen.locator(".desk textarea")).to_have_value("Nobody by that file.")
    expect(sent).to_have_text("Send “Not located”")
    reaches = screen.locator(".desk .last .note").inner_text()
    assert "General Secretariat" in reaches
    looked_at(screen)
    if small(screen):
        sent.tap()
    else:
        screen.locator(".desk textarea").press("Control+Enter")
    receipt = screen.locator(".desk .slip.sent")
    expect(receipt).to_contain_text("not located", timeout=20_000)
    browser.still(screen)
    expect(receipt).to_be_in_viewport(ratio=0.9)
    expect(receipt).to_contain_text("Reached")
    assert reaches.removeprefix("Reaches ").partition(" and ")[0] in receipt.inner_text()
    expect(receipt).to_contain_text(re.compile(r"row [\d,]+"))
    if small(screen):
        back.tap()
    else:
        screen.keyboard.press("Escape")
    expect(screen.locator(".desk .sum.done b")).to_have_text(str(before["done"] + 1))
    assert numbers(screen)["overdue"] == before["overdue"] - 1
    said = receipt.inner_text()
    screen.goto(screen.url.partition("?")[0])
    expect(receipt).to_have_text(said, use_inner_text=True, timeout=30_000)
    browser.still(screen)
    looked_at(screen)
    receipt.get_by_role("button").click()
    expect(receipt).to_have_count(0)
    screen.reload()
    expect(screen.locator(".desk .row").first).to_be_visible(timeout=30_000)
    expect(receipt).to_have_count(0)


def test_keys_open_and_leave_a_notice_where_it_takes_the_place_of_the_queue(screen: Page) -> None:
    """As at 400 %: the focus is never lost with what goes out of sight."""
    before = screen.viewport_size
    screen.set_viewport_size({"width": 320, "height": 640})
    browser.still(screen)
    rows = screen.locator(".desk .row")
    rows.nth(1).focus()
    screen.keyboard.press("Enter")
    expect(screen.get_by_role("button", name="Back to the queue")).to_be_focused()
    screen.keyboard.press("Enter")
    expect(rows.nth(1)).to_be_focused()
    screen.set_viewport_size(before)
    browser.still(screen)


def test_a_proposer_sees_whom_a_notice_reaches_and_sends_it(screen: Page) -> None:
    view(screen, "Propose")
    send = screen.locator(".st-key-watch-send button")
    send.click()
    expect(screen.get_by_text("Choose a colour: it decides")).to_be_visible(timeout=20_000)
    expect(screen.get_by_text("Nothing was sent.")).to_be_visible()
    looked_at(screen)

    def choose(field: str, text: str) -> None:
        box = screen.locator(f".st-key-watch-new-{field} input").first
        box.click()
        box.press_sequentially(text)
        box.press("Enter")
        browser.still(screen)

    choose("colour", "Red")
    choose("last_known", "Malaysia")
    screen.keyboard.press("Escape")
    reached = screen.locator(".reached dt")
    expect(reached.first).to_have_text("Malaysia", timeout=20_000)
    many = reached.count()
    assert many > 1 and "last known place" in screen.locator(".reached dd").first.inner_text()
    expect(send).to_contain_text(f"Send to {many} countries")
    names = reached.all_inner_texts()
    choose("reference", f"DEMO-2016/TASK/{screen.viewport_size['width']}")
    choose("offence", "Fraud")
    choose("tlp", "TLP:GREEN")
    screen.locator(".st-key-watch-new-date [role=spinbutton]").first.click()
    screen.keyboard.type(f"{datetime.now(UTC):%Y%m%d}", delay=30)
    screen.keyboard.press("Tab")
    browser.still(screen)
    send.click()
    receipt = screen.locator(".reached .slip.sent")
    expect(receipt).to_contain_text("DEMO-2016/TASK/", timeout=20_000)
    for name in names:
        assert name.partition(" (")[0] in receipt.inner_text()
    expect(screen.locator(".reached dt")).to_have_count(0)


def test_the_secretariat_reminds_who_is_stuck(screen: Page) -> None:
    view(screen, "All countries")
    expect(screen.locator(".secretariat .panel")).to_have_count(3, timeout=30_000)
    panels, written = screen.evaluate(PANELS)
    totals = [int(total.replace(",", "")) for total, _ in panels]
    parts = [[int(each.replace(",", "")) for each in found] for _, found in panels]
    assert [sum(each) for each in parts] == totals and parts[1][0] == totals[2]
    for each in parts:
        assert " + ".join(f"{n:,}" for n in each) in written
    narrow(screen)
    first = screen.locator(".stuck tbody tr").first
    name, late = first.locator("th").inner_text(), first.locator("td b").inner_text()
    receipt = screen.locator(".secretariat .slip.sent")
    button, asks = first.get_by_role("button"), screen.locator(".stuck .asks")
    no = asks.get_by_role("button", name="Not now")
    for leaves in (no.click, lambda: no.press("Escape")):
        button.click()
        expect(asks).to_contain_text(re.compile(f"bureau of .*{name}, for {late} overdue"))
        expect(no).to_be_focused()
        looked_at(screen)
        narrow(screen)
        leaves()
        expect(asks).to_have_count(0)
        expect(button).to_be_focused()
    expect(receipt).to_have_count(0)
    expect(first).not_to_contain_text(f"{datetime.now(UTC):%Y-%m-%d}")
    button.click()
    no.press("Tab")
    screen.keyboard.press("Enter")
    expect(receipt).to_contain_text(f"{name}: {late} overdue", timeout=20_000)
    expect(button).to_have_text("Remind again…")
    expect(asks).to_have_count(0)
    expect(first).to_contain_text(f"{datetime.now(UTC):%Y-%m-%d}")
    looked_at(screen)


def test_a_visitor_ends_the_demonstration(screen: Page, url: str, folder: Path) -> None:
    screen.goto(url)
    expect(screen.locator(STRIP)).to_contain_text("DEMONSTRATION", timeout=60_000)
    expect(screen.locator(".bell .ring")).to_be_visible(visible=small(screen), timeout=20_000)
    asks = screen.get_by_role("button", name="End it and delete")
    if small(screen):
        asks.tap()
    else:
        asks.press("Enter")
    expect(screen.locator(STRIP)).to_contain_text(
        re.compile(r"delete \d+ proposals and \d+ answers")
    )
    looked_at(screen)
    narrow(screen)
    assert len(scratch(folder)) == 1
    keeps = screen.get_by_role("button", name="Keep it")
    if small(screen):
        screen.get_by_role("button", name="End it", exact=True).tap()
    else:
        expect(keeps).to_be_focused()
        screen.keyboard.press("Tab")
        screen.keyboard.press("Enter")
    expect(screen.locator(STRIP)).to_have_count(0, timeout=30_000)
    screen.goto(f"{url}/watch")
    expect(screen.get_by_role("heading", name="The watch is off.")).to_be_visible(timeout=60_000)
    assert not scratch(folder)
