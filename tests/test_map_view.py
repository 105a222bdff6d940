"""Which part of the world a map shows: a region or what is chosen, by one click, in the address and
in the picture.
"""

import pytest
from playwright.sync_api import expect

from data.geography import countries, regions

MAP = ".st-key-map .plot"
SEEN = f"""() => {{
  const geo = document.querySelector('{MAP} .js-plotly-plot')?._fullLayout?.geo._subplot;
  if (!geo) return null;
  const {{xaxis, yaxis, projection}} = geo;
  const along = (at, {{_offset, _length}}) => at >= _offset && at <= _offset + _length;
  return (lon, lat) => {{
    const [x, y] = projection([lon, lat]);
    return along(x, xaxis) && along(y, yaxis);
  }};
}}"""


def _sees(page, lon, lat):
    return page.evaluate(f"([lon, lat]) => ({SEEN})()?.(lon, lat)", [lon, lat])


# --- boxes


def test_every_country_lies_in_the_map_of_its_region_and_in_that_of_itself():
    for code in countries.codes() - {"ATA"}:
        west, south, east, north = regions.around([code])
        box = regions.extents()[code]
        turn = 360 * round(((west + east) - (box[0] + box[2])) / 720)
        assert west <= box[0] + turn and box[2] + turn <= east, code
        assert south <= box[1] and box[3] <= north + 0.1, code
        assert regions.of_country(code) in regions.regions()


@pytest.mark.parametrize(
    ("codes", "across", "wide"),
    [
        (["FJI"], 178, 30),
        (["FJI", "TON", "WSM"], 182, 45),
        (["NZL", "CHL"], 226, 230),
        (["SGP"], 104, 25),
        (["IDN", "VNM"], 118, 90),
    ],
)
def test_a_box_is_the_shortest_about_what_is_chosen(codes, across, wide):
    west, _, east, _ = regions.around(codes)
    middle = (west + east) / 2 % 360
    assert abs(middle - across) < 12 and east - west < wide


def test_what_is_chosen_around_the_world_is_the_world():
    assert regions.around(["USA", "FRA", "IND", "JPN"]) == regions.regions()["world"]
    assert regions.around([]) == regions.regions()["world"]


@pytest.mark.parametrize(
    ("code", "region"),
    [
        ("IDN", "south_east_asia"),
        ("JAM", "caribbean"),
        ("KEN", "africa"),
        ("QAT", "middle_east"),
        ("FJI", "pacific"),
        ("USA", "americas"),
        ("DEU", "europe"),
        ("IND", "asia"),
    ],
)
def test_a_country_is_seen_among_its_neighbours(code, region):
    assert regions.of_country(code) == region


# --- on the page


def _opened(page, url, view):
    page.goto(url + view)
    expect(page.locator(f"{MAP} .choroplethlocation").first).to_be_attached(timeout=60_000)
    page.wait_for_function(SEEN)
    page.wait_for_timeout(500)


def test_one_click_shows_a_region_and_the_address_keeps_it(window, url):
    window.set_viewport_size({"width": 1366, "height": 768})
    _opened(window, url, "/trafficking?country=IDN")
    assert _sees(window, -100, 40) and _sees(window, 110, 0)
    window.get_by_role("radio", name="South-East Asia").check(force=True)
    window.wait_for_function(f"!({SEEN})()(-100, 40) && ({SEEN})()(110, 0)")
    expect(window).to_have_url(f"{url}/trafficking?country=IDN&region=south_east_asia")
    alone = "In sight: South-East Asia; no other figure of the page follows it."
    expect(window.locator(".st-key-map")).to_contain_text(alone)
    _opened(window, url, "/trafficking?country=IDN&region=south_east_asia")
    assert _sees(window, 110, 0) and not _sees(window, 2, 47)
    window.get_by_role("radio", name="World").check(force=True)
    expect(window).to_have_url(f"{url}/trafficking?country=IDN")
    expect(window.locator(".st-key-map")).not_to_contain_text("In sight")


def test_buttons_zoom_about_what_is_in_sight(window, url):
    window.set_viewport_size({"width": 1366, "height": 768})
    _opened(window, url, "/trafficking?country=IDN&region=chosen")
    zoom = window.locator(f"{MAP} .modebar-btn[data-title='Zoom in']")
    for _ in range(2):
        zoom.dispatch_event("click")
        window.wait_for_timeout(300)
    assert _sees(window, 118, -1.7)
    assert not _sees(window, 96, 5)


def test_on_a_phone_the_regions_are_a_list_and_two_fingers_move_the_map(chromium, url):
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    try:
        _opened(page, url, "/trafficking?region=asia")
        page.get_by_label("Part of the world", exact=True).locator("visible=true").select_option(
            "pacific"
        )
        page.wait_for_function(f"({SEEN})()(150, -25) && !({SEEN})()(50, 40)")
        expect(page).to_have_url(f"{url}/trafficking?region=pacific")
        page.locator(MAP).scroll_into_view_if_needed()
        box = page.locator(MAP).bounding_box()
        x, y = box["x"] + 150, box["y"] + 100
        touch = page.context.new_cdp_session(page)

        def fingers(kind, spread):
            points = [{"x": x - spread, "y": y}, {"x": x + spread, "y": y}] if spread else []
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        fingers("touchStart", 20)
        for spread in (40, 60, 80):
            fingers("touchMove", spread)
            page.wait_for_timeout(60)
        fingers("touchEnd", 0)
        page.wait_for_timeout(800)
        scale = page.evaluate(
            f"document.querySelector('{MAP} .js-plotly-plot')._fullLayout.geo.projection.scale"
        )
        assert scale > 2
    finally:
        context.close()


def test_maps_of_two_years_begin_at_one_height(window, url):
    for width in (1366, 1920):
        window.set_viewport_size({"width": width, "height": 900})
        _opened(window, url, "/trafficking?beside=2017")
        one, other = (
            window.locator(f".st-key-{key} .plot").first.bounding_box()["y"]
            for key in ("map", "map_beside")
        )
        assert abs(one - other) < 2, width


COUNTRIES_IN_SIGHT = f"""() => {{
  const map = document.querySelector('{MAP}').getBoundingClientRect();
  const meets = (box) => box.width < map.width / 2 && box.left < map.right
    && box.right > map.left && box.top < map.bottom && box.bottom > map.top;
  const drawn = [...document.querySelectorAll('{MAP} .choroplethlocation')];
  return drawn.filter((each) => meets(each.getBoundingClientRect())).length;
}}"""
LATITUDE = f"() => document.querySelector('{MAP} .js-plotly-plot')._fullLayout.geo.center.lat"


def _complaints(page):
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: line.type == "error" and said.append(line.text))
    return said


@pytest.mark.parametrize("way", [(0, 300), (0, -300), (260, 250), (-260, -250)], ids=str)
def test_two_fingers_never_push_the_world_out_of_sight(chromium, url, way):
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    try:
        _opened(page, url, "/trafficking")
        said = _complaints(page)
        page.locator(MAP).scroll_into_view_if_needed()
        box = page.locator(MAP).bounding_box()
        touch = page.context.new_cdp_session(page)
        begin = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3

        def fingers(kind, share, sides=(-20, 20)):
            x, y = (at + share * by for at, by in zip(begin, way, strict=True))
            points = [{"x": x + side, "y": y, "id": i} for i, side in enumerate(sides)]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        for _ in range(3):
            fingers("touchStart", 0, (-20,))
            fingers("touchStart", 0)
            for step in range(1, 6):
                fingers("touchMove", step / 5)
                page.wait_for_timeout(40)
            fingers("touchEnd", 1, (-20,))
            fingers("touchEnd", 1, ())
            page.wait_for_timeout(300)
            assert page.evaluate(COUNTRIES_IN_SIGHT) > 5
        latitude = page.evaluate(LATITUDE)
        assert abs(latitude - (77 if way[1] > 0 else -56)) < 3
        assert said == []
    finally:
        context.close()


def test_a_mouse_pulls_the_map_to_its_end_and_back_from_there(window, url):
    window.set_viewport_size({"width": 1366, "height": 768})
    _opened(window, url, "/trafficking?region=pacific")
    box = window.locator(MAP).bounding_box()
    x, top = box["x"] + box["width"] / 2, box["y"] + 20

    def pull(start, end):
        window.mouse.move(x, start)
        window.mouse.down()
        window.mouse.move(x, (start + end) / 2, steps=4)
        window.mouse.move(x, end, steps=4)
        window.mouse.up()
        window.wait_for_timeout(200)

    for start in (250, 120, 250, 200, 150):
        pull(top + start, top)
    assert window.evaluate(LATITUDE) == pytest.approx(-56, abs=3)
    assert window.evaluate(COUNTRIES_IN_SIGHT)
    pull(top + 30, top + 60)
    assert window.evaluate(LATITUDE) > -53


COVERED = f"""() => {{
  const graph = document.querySelector('{MAP} .js-plotly-plot');
  const {{ left, top }} = graph.getBoundingClientRect();
  const [[west, north], [east, south]] = graph._fullLayout.geo._subplot.bounds;
  const regions = document.querySelector('{MAP} .regions').getBoundingClientRect();
  return regions.left < left + east && regions.right > left + west
    && regions.top < top + south && regions.bottom > top + north;
}}"""


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768), (390, 844)], ids=str)
def test_the_list_of_regions_covers_no_map(window, url, size):
    window.set_viewport_size({"width": size[0], "height": size[1]})
    for view in ("/?region=asia", "/trafficking?region=asia", "/country?country=IDN"):
        _opened(window, url, view)
        assert not window.evaluate(COVERED), view
    window.set_viewport_size({"width": 1366, "height": 768})
