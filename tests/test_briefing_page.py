"""A briefing from the pages to a room: views are kept from four pages, put in order by keys,
worded, presented in two windows; its numbers are those the pages showed.
"""

import html as markup
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import accessible
import pytest
from browser import Server, free_port, go, ready, started, still
from playwright.sync_api import Locator, Page, expect
from versions import publish, records

from briefing import keeping
from briefing.keeping import Briefing
from briefing.views import View
from data import catalog

SECRET = "Ask the delegation about its own count."


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def url(kept: Path) -> Iterator[str]:
    """Address of a warm server with a data folder and a store of its own."""
    asked = Server(free_port())
    env = {"XDG_DATA_HOME": str(kept), "HOME": str(kept), "THREATS_STORE": str(kept / "store")}
    with started("--port", str(asked.port), env=env) as process:
        ready(process, asked)
        yield asked.address


def add(window: Page, name: str) -> None:
    """Keeps what the list of the page calls so, by keys alone."""
    window.locator(".collect .open").focus()
    window.keyboard.press("Enter")
    window.locator(".collect li button", has_text=name).first.focus()
    window.keyboard.press("Enter")


def added(window: Page, n: int) -> None:
    expect(window.locator(".collect .kept")).to_contain_text(f"has {n} slide")


def held(kept: Path, name: str = "my-briefing") -> dict:
    return json.loads(next(kept.rglob(f"{name}.json")).read_text(encoding="utf-8"))


def order(window: Page) -> list[str]:
    return window.locator(".slides ol > li").evaluate_all(
        "(all) => all.map((each) => each.dataset.id)"
    )


def test_views_of_four_pages_are_kept_ordered_and_presented(
    url: str, kept: Path, window: Page
) -> None:
    window.set_viewport_size({"width": 1366, "height": 768})
    numbers = []
    window.goto(url)
    still(window)
    numbers.append(window.locator(".st-key-kpi-trafficking .value").inner_text())
    window.locator(".st-key-map .main-svg").first.hover()
    window.locator(".collect .beside").click()
    added(window, 1)
    go(window, f"{url}/country?country=IDN")
    still(window)
    add(window, "Better or worse")
    added(window, 2)
    go(window, f"{url}/bilateral?country=IDN&partner=MYS")
    still(window)
    numbers += window.locator(".st-key-pair-bars .value.filled").all_inner_texts()[:2]
    add(window, "Both sides")
    added(window, 3)
    go(window, f"{url}/trafficking?country=IDN&country=PHL&period=2018&period=2020")
    still(window)
    numbers.append(window.locator(".st-key-kpi-trafficking .value").inner_text())
    add(window, "Number")
    added(window, 4)
    assert not any(re.search(r"\d{3}", each["title"]) for each in held(kept)["views"])

    window.locator(".collect .kept a").click()
    expect(window).to_have_url(re.compile(r"/briefing\?briefing=my-briefing"))
    expect(window.locator(".slides img")).to_have_count(4, timeout=60_000)
    ids = [each["id"] for each in held(kept)["views"]]
    assert order(window) == ids
    window.locator(".slides .grip").nth(3).focus()
    for key in ("Home", "ArrowDown"):
        window.keyboard.press(key)
    expect(window.locator(".slides output")).to_contain_text("is 2 of 4 now")
    moved = [ids[0], ids[3], ids[1], ids[2]]
    assert order(window) == moved
    still(window)
    for _ in range(100):  # the file follows the screen
        if [each["id"] for each in held(kept)["views"]] == moved:
            break
        window.wait_for_timeout(100)
    assert [each["id"] for each in held(kept)["views"]] == moved
    first = window.locator(".slides ol > li").first
    first.locator("summary").press("Enter")
    first.locator("textarea").fill(SECRET)
    first.locator("textarea").press("Tab")
    expect(window.locator(".slides output")).to_have_text("Kept.")
    first.locator("[aria-label^=Remove]").press("Enter")
    expect(window.locator(".slides ol > li")).to_have_count(3)
    window.locator(".slides .foot button", has_text="Undo").press("Enter")
    expect(window.locator(".slides ol > li")).to_have_count(4)
    assert [each["id"] for each in held(kept)["views"]] == moved
    assert held(kept)["views"][0]["notes"] == SECRET

    window.locator(".st-key-present button").press("Enter")
    link = window.locator("a", has_text="second window")
    expect(link).to_be_visible(timeout=60_000)
    assert held(kept)["seal"]
    notes = link.get_attribute("href")
    own = window.context.new_page()
    wrong: list[str] = []
    own.on("console", lambda each: wrong.append(each.text))
    own.goto(f"{url}/{notes}")
    assert SECRET in own.content() and held(kept)["seal"] in own.content()
    with window.context.expect_page() as opening:
        own.click("#audience")
    audience = opening.value
    audience.locator("html.presenting").wait_for(state="attached")
    own.bring_to_front()
    own.keyboard.press("ArrowRight")
    expect(audience.locator(".current .slide")).to_have_id("p2")
    shown = markup.unescape(audience.content())
    assert SECRET not in shown
    assert len(numbers) == 4 and not [each for each in numbers if each.strip() not in shown]
    assert not wrong

    window.bring_to_front()
    window.locator("button", has_text="Carry away").click()
    window.locator(".st-key-make-html button").click()
    with window.expect_download(timeout=60_000) as coming:
        window.locator(".st-key-save-file button").click()
    carried = Path(coming.value.path()).read_text(encoding="utf-8")
    assert held(kept)["seal"] in carried and SECRET not in carried


def test_briefings_are_made_ready_named_copied_deleted_and_brought_back(
    url: str, kept: Path, window: Page, tmp_path: Path
) -> None:
    window.goto(f"{url}/briefing")
    still(window)
    window.locator(".st-key-ready-world button").press("Enter")
    expect(window.locator(".slides ol > li")).to_have_count(10, timeout=60_000)
    title = window.locator(".slides .top input").first
    title.fill("For the assembly")
    title.press("Tab")
    expect(window.locator(".slides output")).to_have_text("Kept.")
    window.locator(".st-key-briefing-duplicate button").click()
    expect(window.locator(".slides .top input").first).to_have_value("For the assembly (copy)")
    window.locator(".st-key-briefing-delete button").click()
    expect(window.locator(".st-key-briefing-undelete button")).to_be_visible()
    expect(window.locator(".slides ol > li")).to_have_count(0)
    window.locator(".st-key-briefing-undelete button").click()
    expect(window.locator(".slides .top input").first).to_have_value("For the assembly (copy)")
    file = next(kept.rglob("for-the-assembly-copy.json"))
    before = len([*file.parent.glob("*.json")])
    window.locator(".slides input[type=file]").set_input_files(file)
    expect(window.locator(".st-key-briefings button")).to_have_count(before + 1)
    still(window)
    called = window.locator(".st-key-briefings button").all_inner_texts()
    assert "For the assembly (copy) (for-the-assembly-copy)" in called
    assert len({*called}) == len(called)
    (tmp_path / "other.json").write_text('{"format": 1, "title": "x", "views": 3}')
    window.locator(".slides input[type=file]").set_input_files(tmp_path / "other.json")
    expect(window.locator(".slides output")).to_contain_text("This is no briefing")


def test_what_a_country_shows_of_an_indicator_is_kept_as_that_indicators(
    url: str, kept: Path, window: Page
) -> None:
    go(window, f"{url}/country?country=IDN")
    still(window)
    for n, name, drawing in ((1, "Cybercrime", "timeline"), (2, "points, 1 to 10", "map")):
        window.evaluate("(n) => n > 1 || (localStorage.threats_briefing = 'none')", n)
        add(window, name)
        added(window, n)
        into = window.evaluate("localStorage.threats_briefing")
        view = held(kept, into)["views"][-1]
        assert view["drawing"] == drawing and "country=IDN" in view["address"]
        assert re.match(r"/[a-z-]+\?indicator=\w+\.\w+&", view["address"])


def test_every_card_whose_number_answers_a_question_is_kept_as_that_number(
    url: str, kept: Path, window: Page
) -> None:
    n, said = 0, catalog.indicators()[BALI].categories["fugitives_returned"]
    for address, names in (
        ("cybercrime?period=2022", ("Without a country", "Data as of")),
        (f"notices?indicator={BALI}", (said[:60],)),
    ):
        go(window, f"{url}/{address}")
        still(window)
        cards = window.locator(".card:not(.st-key-kpi-health)").evaluate_all(
            "(all) => all.filter((each) => !each.dataset.view).map((each) => each.className)"
        )
        assert not cards
        window.evaluate("(n) => n || (localStorage.threats_briefing = 'none')", n)
        for name in names:
            n += 1
            add(window, name)
            added(window, n)
            view = held(kept, window.evaluate("localStorage.threats_briefing"))["views"][-1]
            assert view["drawing"] == "number"
            assert re.match(r"/[a-z-]+\?indicator=\w+\.\w+", view["address"])


BALI = "interpol_bali_2016.facts"
ASKED = "/trafficking?indicator=glotip.detected_victims&period=2019&country="


@pytest.fixture
def talks(kept: Path) -> list[str]:
    """A briefing of four numbers, and the order of its slides."""
    views = tuple(
        View(id=code.lower(), address=ASKED + code, drawing="number")
        for code in ("DEU", "FRA", "ITA", "ESP")
    )
    made = Briefing(name="talks", title="Talks", views=views)
    folder = kept / "store" / "briefings" / "own"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "talks.json").write_bytes(keeping.dump(made))
    return [each.id for each in views]


def middle(part: Locator) -> tuple[float, float]:
    box = part.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def until(window: Page, true: Callable[[], bool]) -> None:
    """What the browser tells is written a moment later."""
    for _ in range(100):
        if true():
            return
        window.wait_for_timeout(100)
    assert true()


BY_TAB = (
    "Talks", "An empty one", "Verify a number", "Make one ready", "Present", "Carry away", "Delete",
    "Title of the briefing", "Line below it", "Move, with", "Title, caption, notes", "Drawn as",
    "Up: ", "Down: ", "Duplicate: ", "Remove: ", "Open the view", "Import a briefing",
)  # fmt: skip


def walked(window: Page) -> set[str]:
    """What Tab leads to on the page, by name."""
    window.evaluate("document.activeElement.blur()")
    names = set()
    for _ in range(90):
        window.keyboard.press("Tab")
        names.add(
            window.evaluate(
                "(({ariaLabel, labels, innerText}) => ariaLabel || labels?.[0]?.innerText"
                " || innerText || '')(document.activeElement)"
            )
        )
    return names


def test_slides_are_dragged_and_newer_figures_told_and_sealed_anew(
    url: str, kept: Path, talks: list[str], window: Page
) -> None:
    window.set_viewport_size({"width": 1366, "height": 900})
    window.goto(f"{url}/briefing?briefing=talks")
    expect(window.locator(".slides img")).to_have_count(4, timeout=60_000)
    still(window)
    grips = window.locator(".slides .grip")

    def in_order(*ids: str) -> None:
        until(window, lambda: order(window) == [*ids])
        until(window, lambda: [each["id"] for each in held(kept, "talks")["views"]] == [*ids])

    grips.first.scroll_into_view_if_needed()
    window.mouse.move(*middle(grips.first))
    window.mouse.down()
    third = window.locator(".slides ol > li").nth(2).bounding_box()
    assert third
    for share in (0.2, 0.9):
        window.mouse.move(third["x"] + 9, third["y"] + third["height"] * share, steps=4)
    window.mouse.up()
    in_order("fra", "ita", "deu", "esp")
    expect(window.locator(".slides output")).to_contain_text("is 3 of 4 now")

    touch = window.context.new_cdp_session(window)
    grips.first.scroll_into_view_if_needed()
    window.evaluate("document.querySelector('.slides ol').scrollIntoView()")
    (x, y), (_, to) = middle(grips.nth(1)), middle(window.locator(".slides ol > li").first)

    def finger(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    finger("touchStart", x, y)
    for share in (0.4, 0.8, 1):
        finger("touchMove", x, y + (to - 15 - y) * share)
    finger("touchEnd")
    in_order("ita", "fra", "deu", "esp")
    touch.detach()
    still(window)
    assert accessible.faults(window) == []
    reached = walked(window)
    assert not [each for each in BY_TAB if not any(each in name for name in reached)]
    window.locator("summary", has_text="Make one ready").press("Enter")
    expect(window.locator(".st-key-ready-world button")).to_be_visible()
    window.locator("button", has_text="Carry away").press("Enter")
    expect(window.locator(".st-key-make-html button")).to_be_visible()
    assert accessible.faults(window) == []
    window.keyboard.press("Escape")
    expect(window.locator(".st-key-make-html button")).to_have_count(0)

    window.locator(".st-key-present button").press("Enter")
    expect(window.locator("a", has_text="second window")).to_be_visible(timeout=60_000)
    code = held(kept, "talks")["seal"]
    found = records("glotip")
    mine = found["indicator"].eq("detected_victims") & found["country"].eq("FRA")
    at = found.index[mine & found["start"].dt.year.eq(2019) & found["value"].gt(20)][0]
    for name in ("value", "low", "high"):
        found.loc[at, name] += 7
    publish(kept / "store", "glotip", found)
    window.wait_for_timeout(1200)  # a server looks for versions once a second
    window.reload()
    expect(window.locator("text=Newer figures are there")).to_be_visible(timeout=60_000)
    window.locator(".st-key-since button").press("Enter")
    told = window.locator("li", has_text="the data changed: +7 (revised +7)")
    expect(told).to_have_count(1, timeout=60_000)
    expect(told).to_contain_text("France")
    expect(window.locator("text=Records: revised 1.")).to_be_visible()
    expect(window.locator(f"text=What changed since the seal {code}")).to_be_visible()
    for width in (1366, 390):
        window.set_viewport_size({"width": width, "height": 844})
        assert accessible.faults(window) == []
        assert window.evaluate("document.documentElement.scrollWidth") <= width
    window.locator(".st-key-seal-anew button").press("Enter")
    until(window, lambda: held(kept, "talks")["seal"] != code)
    expect(window.locator("text=Newer figures are there")).to_have_count(0, timeout=60_000)
    assert code != held(kept, "talks")["seal"] in window.locator(".stMain").inner_text()
