"""The first page in a browser: the reader's own country kept and shown first, cards opened by key,
and a phone that shows its map on the second screen at the latest.
"""

import re

from browser import go, still
from playwright.sync_api import Page, expect

from components.screens import mine
from components.shell import viewer
from data.analysis import verdict

PHONE = {"width": 390, "height": 844}


def test_the_country_picked_is_kept_shown_first_and_leaves_the_world(
    url: str, window: Page
) -> None:
    window.goto(url)
    still(window)
    field = window.get_by_role("combobox", name="My country")
    world = window.locator(".deck .value").all_inner_texts()
    assert window.locator(".mine li").count() == 0
    field.select_option("IDN")
    expect(window.locator(".mine li")).to_have_count(4)
    window.reload()
    still(window)
    expect(field).to_have_value("IDN")
    found = verdict.of_country("IDN")
    said = [" ".join(each.split()) for each in window.locator(".mine li").all_inner_texts()]
    for kind, line in zip(verdict.KINDS, said, strict=True):
        assert found.counted(kind) in line, (kind, line)
        assert all(each.title in line for each in found.of(kind)[: mine.SHOWN])
    assert window.locator(".deck .value").all_inner_texts() == world
    assert "country=" not in window.url
    cookies = {each["name"]: each["value"] for each in window.context.cookies()}
    assert cookies[viewer.COOKIE] == "IDN"
    window.get_by_role("link", name="Open Indonesia").click()
    expect(window).to_have_url(re.compile(r"/country\?country=IDN"))


def test_every_card_is_opened_by_key(url: str, window: Page) -> None:
    window.goto(url)
    still(window)
    links = window.locator(".deck a.label")
    assert links.count() == window.locator(".deck .card").count() == 7
    for at in (1, 6):
        opens = str(links.nth(at).get_attribute("href"))
        links.nth(at).focus()
        window.keyboard.press("Enter")
        expect(window).to_have_url(re.compile(re.escape(opens.partition("?")[0])))
        still(window)
        window.go_back()
        expect(links).to_have_count(7)
        still(window)


def test_the_first_screen_of_a_laptop_shows_where_the_timeline_begins(
    url: str, window: Page
) -> None:
    window.set_viewport_size({"width": 1366, "height": 768})
    go(window, url)
    card, map_, timeline, drawn = (
        window.locator(part).first.bounding_box() or {}
        for part in (".deck", ".st-key-map", ".st-key-timeline", ".st-key-timeline .main-svg")
    )
    assert card["y"] < map_["y"]
    assert 0 <= timeline["y"] - map_["y"] - map_["height"] < 60, "nothing stands below the map"
    assert timeline["x"] == map_["x"] and drawn["y"] < 768
    window.set_viewport_size({"width": 1280, "height": 720})


def test_cards_follow_the_period_or_say_that_they_do_not(url: str, window: Page) -> None:
    window.goto(f"{url}/?period=2016&period=2016")
    still(window)
    cards = window.locator(".deck .card").all_inner_texts()[:6]
    assert all("2016" in card or "period chosen" in card for card in cards), cards
    assert sum("2016" in card.partition("\n")[0] for card in cards) > 2


def test_on_a_phone_the_filters_are_one_line_and_the_map_is_near(url: str, window: Page) -> None:
    size = window.viewport_size
    try:
        window.set_viewport_size(PHONE)
        window.goto(url)
        still(window)
        fold = window.locator(".filter-bar .fold")
        expect(fold).to_contain_text("All countries, 2022")
        assert not window.get_by_role("combobox", name="Countries, groups").is_visible()
        boxes = [each.bounding_box() for each in window.locator(".deck .card").all()[:2]]
        assert boxes[0] and boxes[1] and boxes[0]["y"] == boxes[1]["y"]
        place = window.locator(".st-key-map").bounding_box()
        assert place and place["y"] + place["height"] < 2 * PHONE["height"]
        expect(window.get_by_role("button", name="Menu", exact=True)).to_be_visible()
        fold.focus()
        window.keyboard.press("Enter")
        expect(fold).to_have_attribute("aria-expanded", "true")
        expect(window.get_by_role("combobox", name="Countries, groups")).to_be_visible()
    finally:
        if size:
            window.set_viewport_size(size)
