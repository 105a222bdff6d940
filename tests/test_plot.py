"""The plot component on a real page: it calls back, it stays, and it asks nobody outside."""

import gzip
import json
import math
import re
import shutil
from datetime import date
from urllib.parse import urlsplit

import browser
import numpy
import pytest
from playwright.sync_api import Page, expect

from components.elements import grid
from components.elements.assets import STATIC, VERSION, encode
from components.elements.chart import begin, pack

HERE = browser.ROOT / "tests"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The probe beside a copy of the static files, as Streamlit wants them."""
    place = tmp_path_factory.mktemp("probe")
    shutil.copytree(browser.ROOT / "static", place / "static")
    return shutil.copy(HERE / "plot_probe.py", place)


@pytest.fixture(scope="module")
def address(folder):
    with browser.serving(folder) as url:
        yield url


@pytest.fixture
def opened(window):
    """Opens an address; afterwards nothing may have complained or called out."""
    troubles, hosts = [], set()

    def hear(said) -> None:
        looking = "/_stcore/" in said.location.get(
            "url", ""
        )  # Streamlit finds its base path by asking at several
        if said.type == "error" and not looking:
            troubles.append(f"{said.text} {said.location}")

    hearing = {
        "console": hear,
        "pageerror": lambda error: troubles.append(str(error)),
        "request": lambda asked: hosts.add(urlsplit(asked.url).hostname or asked.url.split(":")[0]),
        "websocket": lambda socket: hosts.add(urlsplit(socket.url).hostname),
    }
    for what, listener in hearing.items():
        window.on(what, listener)

    def open_page(url: str, color_scheme: str = "light") -> Page:
        window.set_viewport_size({"width": 1366, "height": 1400})
        window.emulate_media(color_scheme=color_scheme)
        window.goto(url)
        return window

    yield open_page
    browser.leave(window)
    for what, listener in hearing.items():
        window.remove_listener(what, listener)
    assert troubles == []
    assert hosts <= {"127.0.0.1", "data", "blob"}


@pytest.fixture
def page(opened, address):
    return ready(opened(address))


def ready(page: Page) -> Page:
    # twenty countries, land of no country, and the dashed lines over lighter ones
    expect(page.locator(".st-key-map .choroplethlocation")).to_have_count(23, timeout=30_000)
    expect(page.locator(".st-key-timeline .bars path")).to_have_count(60)
    browser.still(page)
    return page


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def country(place: int) -> str:
    return f".st-key-map .choropleth.trace:nth-child(1) .choroplethlocation:nth-child({place + 1})"


def said(page: Page, name: str, times: int):
    """What the callback `name` was called with, once it was called so often."""
    line = page.get_by_text(re.compile(rf"^{name}: .*\({times}\)$"))
    expect(line).to_be_visible()
    return json.loads(line.inner_text().removeprefix(f"{name}: ").removesuffix(f" ({times})"))


def next_step(page: Page, step: int) -> None:
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text(f"step {step}", exact=True)).to_be_visible()
    browser.still(page)


def graph(page: Page, key: str, expression: str):
    return page.evaluate(
        f"() => {{ const graph = document.querySelector('.st-key-{key} .js-plotly-plot'); return"
        f" {expression}; }}"
    )


def zoomed(page: Page) -> float:
    """How far the map is magnified, once it is and has come to rest."""
    page.wait_for_function(
        "() => document.querySelector('.st-key-map .js-plotly-plot')"
        "._fullLayout.geo.projection.scale > 1.2"
    )
    browser.still(page)
    return graph(page, "map", "graph._fullLayout.geo.projection.scale")


def brush(page: Page, first: float, last: float) -> None:
    box = page.locator(".st-key-timeline .nsewdrag").bounding_box()
    height = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * first, height)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (first + last) / 2, height, steps=4)
    page.mouse.move(box["x"] + box["width"] * last, height, steps=4)
    page.mouse.up()


def test_a_click_names_the_country(page):
    page.mouse.click(*middle(page, country(0)))
    points, multiple = said(page, "picked", 1)
    assert multiple is False
    assert [
        (point["location"], point["customdata"], point["curveNumber"], point["pointNumber"])
        for point in points
    ] == [("BRA", "BRA", 0, 0)]


def test_moving_the_map_chooses_nothing(page):
    x, y = middle(page, country(0))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 6, steps=4)
    page.mouse.move(x + 3, y, steps=4)  # back to where it began: moved all the same
    page.mouse.up()
    page.wait_for_timeout(500)
    expect(page.get_by_text("picked: None (0)")).to_be_visible()
    page.mouse.click(*middle(page, country(0)))
    assert said(page, "picked", 1)[0][0]["location"] == "BRA"


def test_of_two_circles_over_each_other_the_nearest_is_chosen(page):
    for times, (place, name) in enumerate(
        [((114.2, 22.3), "Hong Kong"), ((113.5, 22.2), "Macao"), ((114.2, 22.3), "Hong Kong")], 1
    ):
        box = page.locator(".st-key-map .js-plotly-plot").bounding_box()
        x, y = graph(page, "map", f"graph._fullLayout.geo._subplot.projection({list(place)})")
        page.mouse.move(box["x"] + x - 60, box["y"] + y - 60)
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.wait_for_timeout(150)  # no hand clicks sooner than it arrived
        page.mouse.click(box["x"] + x, box["y"] + y)
        points = said(page, "picked", times)[0]
        assert [point["customdata"] for point in points] == [name], points


def test_lines_in_dispute_are_dashed_and_the_note_names_what_is_in_sight(page):
    lines = page.locator(".st-key-map .choroplethlocation").evaluate_all(
        "all => all.slice(-2).map(line => [line.__data__.loc,"
        " getComputedStyle(line).strokeDasharray, line.getAttribute('d').length > 1000])"
    )
    assert lines == [["lines:un", "none", True], ["lines:un", "3px, 2px", True]]
    note = page.locator(".st-key-map .borders")
    expect(note).to_contain_text("Boundaries: United Nations practice")
    expect(note).to_contain_text("Jammu and Kashmir, Siachen Glacier")
    expect(note).to_contain_text("Essequibo")
    page.mouse.move(*middle(page, country(4)))
    for _ in range(2):
        page.mouse.wheel(0, -400)
        page.wait_for_timeout(300)
    expect(note).not_to_contain_text("Essequibo")
    expect(note).to_contain_text("Jammu and Kashmir")


def test_a_map_by_another_policy_draws_its_shapes_and_says_the_country_it_is_asked_for(page):
    page.get_by_role("button", name="Borders").click()
    note = page.locator(".st-key-map .borders")
    expect(note).to_contain_text("Boundaries: disputed areas left blank")
    shapes = page.locator(".st-key-map .choroplethlocation").evaluate_all(
        "all => all.map(shape => shape.__data__.loc)"
    )
    assert {"IND:blank", "CHN:blank", "BRA", "kashmir_india", "essequibo", "lines:blank"} <= set(
        shapes
    )
    page.mouse.click(*middle(page, country(4)))
    assert said(page, "picked", 1)[0][0]["location"] == "IND"


@pytest.mark.parametrize("held", ["Shift", "Control"])
def test_a_click_with_a_key_held_is_multiple(page, held):
    page.keyboard.down(held)
    page.mouse.click(*middle(page, country(3)))
    page.keyboard.up(held)
    points, multiple = said(page, "picked", 1)
    assert points[0]["location"] == "AUS"
    assert multiple is True


def test_a_click_on_a_bar_carries_its_period_and_no_brush(page):
    page.mouse.click(*middle(page, ".st-key-timeline .bars .point:nth-child(5) path"))
    points, multiple = said(page, "bar", 1)
    assert points[0]["x"] == "2004-07-01"
    assert points[0]["location"] is None
    assert multiple is False
    expect(page.get_by_text("brushed: None (0)")).to_be_visible()


def test_a_brush_gives_a_range_survives_a_rerun_and_a_double_click_clears_it(page):
    brush(page, 0.25, 0.5)
    ((first, last),) = said(page, "brushed", 1)
    assert "2003" < first < "2007" < last < "2011"
    next_step(page, 1)
    assert page.locator(".st-key-timeline .selectionlayer path").count() > 0
    said(page, "brushed", 1)
    box = page.locator(".st-key-timeline .nsewdrag").bounding_box()
    page.mouse.dblclick(box["x"] + box["width"] * 0.9, box["y"] + 10)
    assert said(page, "brushed", 2) == [None]
    brush(page, 0.25, 0.5)
    assert said(page, "brushed", 3) == [[first, last]]


def test_a_change_of_values_keeps_the_elements_and_the_zoom(page):
    page.mouse.move(*middle(page, country(0)))
    page.mouse.wheel(0, -400)
    zoom = zoomed(page)
    page.evaluate(
        "() => { window.before = [...document.querySelectorAll('.plot, .js-plotly-plot, .main-svg,"
        " .choroplethlocation, .scattergeo .point, .bars path, .xtick text, .ytick text')]; }"
    )
    fills = page.locator(".st-key-map .choroplethlocation").evaluate_all(
        "paths => paths.map(path => path.getAttribute('fill'))"
    )
    next_step(page, 1)
    assert page.evaluate("() => window.before.every(node => node.isConnected)")
    assert graph(page, "map", "graph._fullLayout.geo.projection.scale") == zoom
    changed = page.locator(".st-key-map .choroplethlocation").evaluate_all(
        "paths => paths.map(path => path.getAttribute('fill'))"
    )
    assert changed[:16] != fills[:16]
    assert changed[16:] == fills[16:]


def test_a_change_of_values_touches_only_what_looks_different_now(page):
    page.evaluate(
        """() => {
          const areas = () => [...document.querySelectorAll('.choroplethlocation')];
          window.touched = [];
          window.fills = () => areas().map((path) => path.getAttribute('fill'));
          window.before = fills();
          const said = ({ type, attributeName, target }) =>
            `${type} ${attributeName} ${target.getAttribute('class')}`;
          const see = (list) => touched.push(...list.map(said));
          const layers = '.choroplethlayer, .scatterlayer.scattergeo, .frontplot';
          const all = { subtree: true, childList: true, attributes: true };
          for (const layer of document.querySelectorAll(layers))
            new MutationObserver(see).observe(layer, all);
        }"""
    )
    next_step(page, 1)
    changed = page.evaluate("() => fills().filter((fill, i) => fill !== before[i]).length")
    touched = page.evaluate("() => touched")
    assert 0 < changed <= 16 and touched.count("attributes fill choroplethlocation") == changed
    assert not [
        each
        for each in touched
        if each.startswith("childList") or " d choropleth" in each or "transform" in each
    ], "no outline and no circle is drawn or placed anew"
    assert (
        page.locator(".st-key-map .scattergeo .point")
        .nth(1)
        .evaluate("point => point.getBBox().width")
        == 6
    )


def test_the_same_figure_draws_nothing(page):
    page.evaluate(
        """() => {
          window.changes = 0;
          const all = { subtree: true, childList: true, attributes: true };
          for (const plot of document.querySelectorAll('.plot'))
            new MutationObserver((list) => { window.changes += list.length }).observe(plot, all);
        }"""
    )
    page.get_by_role("button", name="Again").click()
    expect(page.get_by_text("run 2", exact=True)).to_be_visible()
    browser.still(page)
    assert page.evaluate("() => window.changes") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_hatch_is_on_the_map_and_in_the_legend(opened, address, scheme):
    page = ready(opened(address, color_scheme=scheme))
    fill = "paths => paths.map(path => getComputedStyle(path).fill)"
    assert all(
        "-hatch" in each
        for each in (
            page.locator(".st-key-map .trace.choropleth").nth(1).locator("path").evaluate_all(fill)
        )
    )
    assert [
        "-hatch" in each for each in page.locator(".st-key-map .legend svg *").evaluate_all(fill)
    ] == [True, False]
    next_step(page, 1)
    page.mouse.move(*middle(page, country(0)))
    page.mouse.wheel(0, -300)
    zoomed(page)
    assert all(
        "-hatch" in each
        for each in (
            page.locator(".st-key-map .trace.choropleth").nth(1).locator("path").evaluate_all(fill)
        )
    )
    assert not any(
        "-hatch" in each
        for each in (
            page.locator(".st-key-map .trace.choropleth").nth(0).locator("path").evaluate_all(fill)
        )
    )


def test_the_theme_colours_the_text_and_a_switch_recolours_it(opened, address):
    page = ready(opened(address, color_scheme="light"))
    text = "texts => getComputedStyle(texts[0]).fill"
    ticks = page.locator(".st-key-timeline .xtick text")
    bars = page.locator(".st-key-timeline .bars path")
    light = ticks.evaluate_all(text), bars.evaluate_all(text)
    page.evaluate(
        "() => { window.before = document.querySelector('.st-key-timeline .js-plotly-plot'); }"
    )
    page.emulate_media(color_scheme="dark")
    expect(bars.first).to_have_css("fill", "rgb(158, 202, 225)")
    dark = ticks.evaluate_all(text), bars.evaluate_all(text)
    assert brightness(light[0]) < 100 < 180 < brightness(dark[0])
    assert light[1] == "rgb(8, 81, 156)"
    assert dark[1] == "rgb(158, 202, 225)"
    assert page.evaluate("() => window.before.isConnected")
    page.emulate_media(color_scheme="light")
    expect(ticks.first).to_have_css("fill", light[0])


def brightness(colour: str) -> float:
    return sum(map(int, re.findall(r"\d+", colour)[:3])) / 3


def test_a_chart_in_a_hidden_tab_gets_its_width_when_shown(page):
    expect(page.locator(".st-key-hidden .main-svg")).to_have_count(0)
    page.get_by_role("tab", name="Second").click()
    expect(page.locator(".st-key-hidden .bars").first).to_be_visible()
    assert (
        graph(page, "hidden", "graph.querySelector('.main-svg').clientWidth")
        == page.locator(".st-key-hidden").evaluate("it => it.clientWidth")
        > 300
    )


def test_the_width_follows_the_window_and_the_height_stays(page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(
        """() => {
          const place = document.querySelector('.st-key-map');
          const { width } = place.querySelector('.js-plotly-plot')._fullLayout;
          return width === place.clientWidth && width < 390;
        }"""
    )
    browser.still(page)
    width, height = graph(page, "map", "[graph._fullLayout.width, graph._fullLayout.height]")
    assert width == page.locator(".st-key-map").evaluate("it => it.clientWidth") < 390
    assert (
        height
        + page.locator(".st-key-map .legend").evaluate("it => it.offsetHeight")
        + page.locator(".st-key-map .borders").evaluate("it => it.offsetHeight")
        == 380
        == page.locator(".st-key-map .plot").evaluate("it => it.clientHeight")
    )


def test_a_page_left_and_opened_again_draws_again(page):
    page.get_by_text("Other").first.click()
    expect(page.get_by_text("Another page")).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(0)
    page.get_by_text("Charts").first.click()
    ready(page)
    page.mouse.click(*middle(page, country(0)))
    assert said(page, "picked", 1)[0][0]["location"] == "BRA"


def test_the_chart_says_what_it_is(page):
    expect(page.get_by_role("figure", name="Map of the probe")).to_be_visible()
    expect(page.get_by_role("figure", name="Timeline of the probe")).to_be_visible()
    assert page.locator(".st-key-map .legend").inner_text().split("\n") == [
        "No data & more",
        "small",
    ]


def test_the_picture_carries_title_source_and_hatch(page):
    page.evaluate(
        """() => {
          window.written = [];
          const canvas = CanvasRenderingContext2D.prototype, write = canvas.fillText;
          canvas.fillText = function (text, ...rest) {
            window.written.push(text);
            return write.call(this, text, ...rest);
          };
          const image = HTMLImageElement.prototype;
          const source = Object.getOwnPropertyDescriptor(image, 'src');
          const set = function (to) {
            window.chart = decodeURIComponent(to);
            source.set.call(this, to);
          };
          Object.defineProperty(image, 'src', { ...source, set });
        }"""
    )
    page.locator(".st-key-map .plot").hover()
    with page.expect_download() as download:
        page.locator('.st-key-map [data-title="Download as a picture"]').click()
    assert download.value.suggested_filename == "listed-vessels-by-flag-2016.png"
    head = download.value.path().read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(head[at : at + 4]) for at in (16, 20)] == [1600, 900]
    written = page.evaluate("() => window.written")
    assert written[0] == "Listed vessels by flag, 2016"
    assert written[1].startswith("Source: the probe")
    assert "Boundaries and names shown do not imply endorsement or acceptance." in written
    assert "United Nations practice" in " ".join(written[2:])
    assert "Liancourt Rocks" in " ".join(written[2:])
    chart = page.evaluate("() => window.chart")
    assert '<pattern id="hatch"' in chart
    assert chart.count("url(#hatch)") == 5  # four countries and the legend
    assert chart.count("stroke-dasharray: 3px, 2px") == 1


@pytest.mark.alike(2)
@pytest.mark.parametrize("path", ["/threats/", "/threats/illegal-fishing"])
def test_it_works_below_a_base_path_and_on_any_page(opened, folder, path):
    with browser.serving(folder, args={"server.baseUrlPath": "threats"}) as url:
        page = opened(url.removesuffix("/threats") + path)
        page.get_by_text("Charts").first.click()
        ready(page)
        browser.leave(page)  # before its server ends


def test_what_is_served_calls_nobody():
    for file in STATIC.glob("*/*.js"):
        addresses = set(re.findall(r"https?://[\w./-]+", file.read_text()))
        calls = {
            url
            for url in addresses
            if not re.match(
                r"https?://(www\.w3\.org/|plotly\.com/$|plotly\.com/javascript/|github\.com/d3/)",
                url,
            )
        }
        assert calls == set(), file.name


def test_numbers_and_dates_become_json():
    message = {
        "z": numpy.array([1, 2]),
        "n": numpy.int64(3),
        "d": date(2016, 1, 2),
        "x": [1.5, math.nan],
        "t": "é",
    }
    assert json.loads(encode(message)) == {
        "z": [1, 2],
        "n": 3,
        "d": "2016-01-02",
        "x": [1.5, None],
        "t": "é",
    }
    with pytest.raises(TypeError, match="no element can carry"):
        encode({"z": object()})


def test_what_is_chosen_is_packed_behind_what_every_choice_has_alike():
    figure = {"data": [{"z": list(range(3000)), "text": "é"}], "layout": {"height": math.nan}}
    more = {"key": "map", "height": 3, "alt": "words", "pick": True}
    begun = begin(figure)
    for chosen in (), ("IDN", "SGP"):
        packed = pack(begun, chosen=chosen, **more)
        assert packed == pack(figure, chosen=chosen, **more) and begun.packed in packed.message
        message = json.loads(gzip.decompress(packed.message))
        assert message.pop("figure") == {
            "data": figure["data"],
            "layout": {"height": None},
            "chosen": list(chosen),
        }
        assert message == more | {"title": "", "footer": "", "ratio": None}


def test_what_came_is_drawn_before_the_browser_lays_anything_out(page):
    columns = [grid.Column("name", "Country", "text"), grid.Column("value", "Value")]
    packed = grid.pack(
        {"name": ["Côte d'Ivoire", "Peru"], "value": [1.5, math.nan]},
        columns,
        alt="words",
        height=300,
    )
    cells = page.evaluate(
        """async ([file, bytes, words]) => {
            const { draw } = await import(file);
            const host = document.createElement("div");
            draw(host, { data: new Uint8Array(bytes) }, words);
            return [...host.querySelectorAll("td")].map((cell) => cell.textContent);
        }""",
        [
            f"/app/static/elements/grid.js?v={VERSION}",
            list(packed),
            {"code": "en", "decimal": ".", "group": ",", "sort": "Sort by {label}"},
        ],
    )
    assert cells == ["Côte d'Ivoire", "1.5", "Peru", "–"]


def test_a_table_is_copied_as_a_sheet_takes_it(page):
    columns = [grid.Column("name", "Country", "text"), grid.Column("2016", "2016", "figure")]
    packed = grid.pack(
        {
            "name": ["=cmd", "Peru", "Chad", "Mali", "Togo"],
            "2016": [
                1234.5,
                (0.0, "0–4", "range", "a range"),
                (None, "", "missing", "no figure"),
                (0.0, "0", "none", "none recorded"),
                (12.0, "", "", "2 of 3 report"),
            ],
        },
        columns,
        alt="words",
        height=300,
        copies=True,
    )
    copied, shown = page.evaluate(
        """async ([file, bytes, words]) => {
            const { draw } = await import(file);
            const around = document.createElement("div");
            const host = around.appendChild(document.createElement("div"));
            draw(host, { data: new Uint8Array(bytes) }, words);
            const copied = new Promise((done) => {
                Object.defineProperty(navigator, "clipboard", {
                    value: { writeText: async (text) => done(text) }, configurable: true,
                });
            });
            around.querySelector("button").click();
            const cells = [...host.querySelectorAll("td")];
            return [await copied, cells.map((cell) => [cell.textContent, cell.className])];
        }""",
        [
            f"/app/static/elements/grid.js?v={VERSION}",
            list(packed),
            {"code": "de", "decimal": ",", "group": ".", "sort": "", "copy": "", "copied": ""},
        ],
    )
    assert copied.split("\r\n") == [
        "Country\t2016",
        "'=cmd\t1234,5",
        "Peru\t0–4",
        "Chad\t",
        "Mali\t0",
        "Togo\t12",
    ]
    assert shown[1::2] == [
        ["1.234,5", "figure"],
        ["0–4", "figure range"],
        [" ", "figure missing"],
        ["0", "figure none"],
        ["12", "figure"],
    ]


def test_a_missing_browser_says_how_to_get_one(monkeypatch, tmp_path, chromium):
    """Also where another is open."""
    monkeypatch.setenv("BROWSER_PATH", "")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.setattr(browser, "PLACES", ())
    monkeypatch.setattr(browser, "NAMES", ())
    with pytest.raises(RuntimeError, match="BROWSER_PATH"):
        browser.executable()
