"""Anything is found by Ctrl K or `/` without a word to the server, and views are kept in the
browser by name, taken out as a file, brought back and deleted.
"""

import json
import re
from pathlib import Path

from browser import go, still
from playwright.sync_api import Page, expect

FOUND = {
    "Indonesia trafficking 2019": r"/trafficking\?country=IDN&period=2019&period=2019$",
    "burma": r"/country\?country=MMR$",
    "uk money": r"/money-laundering\?country=GBR$",
    "global cybersecurity index overall": r"/cybercrime\?indicator=gci\.",
    "victims in indonesia 2019": r"/trafficking\?country=IDN&period=2019&period=2019$",
    "terrorism in the philippines": r"/terrorism\?country=PHL$",
    "who is on the fatf list": r"/money-laundering\?indicator=fatf\.",
    "IN terrorism": r"/terrorism\?country=IND$",
    "asean fishing": r"/illegal-fishing\?group=ASEAN",
    "ransomware": r"/cybercrime\?(.*&)?category=ransomware",
    "fatf grey list": r"/money-laundering\?(.*&)?category=grey",
    "traficking indonesia": r"/trafficking\?country=IDN$",
    "terorism": r"/terrorism$",
    "2019": r"/\?period=2019&period=2019$",
}


def test_what_is_typed_lands_on_its_view_and_back_returns(url: str, window: Page) -> None:
    for at, (asked, address) in enumerate(FOUND.items()):
        go(window, f"{url}/")
        window.keyboard.press("/" if at % 2 else "Control+k")
        field = window.get_by_role("combobox", name="Find anything")
        expect(field).to_be_focused()
        field.press_sequentially(asked)
        expect(window.locator(".find [role=option]").first).to_be_visible()
        active = field.get_attribute("aria-activedescendant")
        assert window.locator(f"#{active}").get_attribute("aria-selected") == "true"
        window.wait_for_timeout(300)
        field.press("Enter")
        expect(window).to_have_url(re.compile(address), timeout=15_000)
        still(window)
    window.go_back()
    expect(window.locator(".filter-bar h1")).to_have_text("Global threats")


def test_the_field_of_the_search_lies_on_no_page_of_the_menu(url: str, window: Page) -> None:
    window.goto(url)
    still(window)
    menu = window.get_by_test_id("stTopNav").bounding_box()
    button = window.locator(".st-key-find .ask").bounding_box()
    assert menu and button and menu["x"] + menu["width"] <= button["x"]


def test_to_search_sends_the_server_nothing(url: str, window: Page) -> None:
    sent: list[object] = []

    def hear(frame: object) -> None:
        sent.append(frame)

    window.on("websocket", lambda wire: wire.on("framesent", hear))
    window.goto(url)
    still(window)
    window.keyboard.press("Control+k")
    sent.clear()
    window.keyboard.type("thailand fishing")
    expect(window.locator(".find [role=option]")).not_to_have_count(0)
    window.keyboard.press("ArrowDown")
    window.keyboard.press("Escape")
    expect(window.get_by_role("dialog", name="Find anything")).to_be_hidden()
    assert sent == []


def test_views_are_kept_taken_out_brought_back_and_deleted(
    url: str, window: Page, tmp_path: Path
) -> None:
    window.goto(f"{url}/trafficking?country=IDN")
    still(window)
    window.keyboard.press("Control+k")
    window.get_by_label("Name of this view").fill("Mine <b>")
    window.get_by_role("button", name="Save this view").click()
    view = window.locator(".find .views a")
    expect(view).to_have_text("Mine <b>")
    with window.expect_download() as taken:
        window.get_by_role("button", name="Export as a file").click()
    out = tmp_path / "views.json"
    taken.value.save_as(out)
    assert json.loads(out.read_text()) == [{"name": "Mine <b>", "view": "trafficking?country=IDN"}]
    window.get_by_role("button", name="Delete Mine <b>").click()
    expect(view).to_have_count(0)
    field = window.locator(".find input[type=file]")
    label, native = window.locator(".find label").bounding_box(), field.bounding_box()
    expect(field).to_have_css("opacity", "0")
    assert native["width"] <= label["width"]
    with window.expect_file_chooser():
        window.get_by_text("Import a file").click()
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps([{"name": "x", "view": "https://evil.example/"}, 3]))
    window.locator(".find input[type=file]").set_input_files(bad)
    expect(window.locator(".find [role=status]")).to_have_text("This file holds no views.")
    expect(view).to_have_count(0)
    window.locator(".find input[type=file]").set_input_files(out)
    expect(view).to_have_count(1)
    window.goto(url)
    still(window)
    window.keyboard.press("Control+k")
    view.click()
    expect(window).to_have_url(re.compile(r"/trafficking\?country=IDN$"))
