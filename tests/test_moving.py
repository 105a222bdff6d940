"""A figure walks through its years in the browser: each step is what the server answers for that
year, and nothing is said to it before the reader lets go.
"""

import pytest
import shown
from browser import still
from playwright.sync_api import expect

from components.indicator import moving
from data import query
from data.analysis import steps
from data.query import Filters

WALKS = [
    ("trafficking", "glotip.detected_victims", 2017, "circles"),
    ("trafficking", "glotip.detected_victims", 2008, "areas"),
    ("illegal-fishing", "iuu_vessels.vessels_listed", 2012, "areas"),
    ("cybercrime", "gci.score", 2020, "areas"),
    ("money-laundering", "fatf_ratings.outcomes", 2019, "areas"),
    ("terrorism", "ucdp_violence.one_sided_by_groups", 1994, "circles"),
]


def _opened(page, indicator, year, drawn):
    address = {"indicator": [indicator], "period": [str(year), str(year)], "country": ["IDN"]}
    return shown.opened(f"{page}.py", address | ({"map_as": ["areas"]} if drawn == "areas" else {}))


@pytest.mark.alike(2)
@pytest.mark.parametrize(("page", "indicator", "year", "drawn"), WALKS)
def test_a_step_is_the_servers_answer_for_that_year(page, indicator, year, drawn):
    asked = Filters(indicator, ("IDN",))
    found = moving.gathered(asked, "", drawn, True)
    at = found["years"].index(year)
    app = _opened(page, indicator, year, drawn)
    sent = shown.charts(app)["map"]
    filled, *over = sent["figure"]["data"]
    stops = [stop for _, stop in filled["colorscale"][::2]]
    coloured = dict(zip(filled["locations"], (stops[int(z)] for z in filled["z"]), strict=True))
    letters = dict(zip(found["codes"], found["areas"][at], strict=True))
    assert {
        code: found["colours"][moving._SIGNS.index(letter)] for code, letter in letters.items()
    } == coloured
    circles = {
        code: size
        for trace in over
        for code, size in zip(trace["customdata"], trace["marker"]["size"], strict=True)
    }
    assert {code: size for code, size, _ in found["circles"][at]} == circles
    assert found["titles"][at] == sent["heading"]
    assert [card["value"] for card in found["cards"][at]] == [
        card.value for card in shown.cards(app)
    ]
    ranked = shown.bars(app)["ranking"]
    assert [row["said"] for row in found["ranking"][at]["rows"]] == [
        row["said"] for row in ranked["rows"]
    ]


@pytest.mark.parametrize(("page", "indicator", "year", "drawn"), WALKS)
def test_the_map_of_a_year_beside_is_that_years_map(page, indicator, year, drawn):
    """The same figure and legend as the page of that year, beside another year's."""
    every = Filters(indicator)
    other = next(
        each
        for each in steps.years(query.indicator(every))
        if each != year and len(query.by_country(query.settle(steps.at(every, each))))
    )
    alone = shown.charts(_opened(page, indicator, other, drawn))
    address = {"indicator": [indicator], "period": [str(year), str(year)], "country": ["IDN"]}
    address |= {"map_as": ["areas"]} if drawn == "areas" else {}
    both = shown.opened(f"{page}.py", address | {"beside": [str(other)], "region": ["asia"]})
    assert not both.exception
    sent = shown.charts(both)
    assert sent["map_beside"]["figure"] == alone["map"]["figure"]
    assert sent["map_beside"]["heading"] == alone["map"]["heading"] != sent["map"]["heading"]
    for key in ("map", "map_beside"):
        assert next(each for each in sent[key]["switches"] if each["views"])["value"] == "asia"
    assert both.session_state["_last"]["address"]["beside"] == (str(other),)
    assert "map_beside" not in alone


def test_no_year_stands_beside_several_or_a_change():
    for more in ({"period": ["2015", "2019"]}, {"map_as": ["change"], "period": ["2019", "2019"]}):
        sent = shown.charts(shown.opened("trafficking.py", {"beside": ["2017"]} | more))
        assert "map_beside" not in sent
        assert "beside" not in {each["key"] for each in sent["timeline"].get("switches", ())}


@pytest.mark.alike(2)
@pytest.mark.parametrize(("indicator", "drawn"), sorted({(each[1], each[3]) for each in WALKS}))
def test_classes_and_circles_keep_their_measure_through_the_years(indicator, drawn):
    """The same value has the same colour, or the same size, in whatever year."""
    asked = Filters(indicator)
    found = moving.gathered(asked, "", drawn, True)
    looks: dict[float, set] = {}
    for at, year in enumerate(found["years"]):
        table = query.by_country(query.settle(steps.at(asked, year))).dropna(subset="value")
        values = dict(zip(table["country"], table["value"], strict=True))
        if drawn == "circles":
            for code, size, _ in found["circles"][at]:
                looks.setdefault(values[code], set()).add(size)
        else:
            for code, letter in zip(found["codes"], found["areas"][at], strict=True):
                if code in values:
                    looks.setdefault(values[code], set()).add(letter)
    assert looks and all(len(each) == 1 for each in looks.values())


@pytest.mark.parametrize("year", ["2017", 1066, None])
def test_a_year_that_is_not_offered_changes_nothing(year, monkeypatch):
    done = []
    monkeypatch.setattr(moving.state, "set_period", done.append)
    moving.told(Filters("glotip.detected_victims"), {"year": year})
    assert not done


def test_a_handle_moves_all_at_once_and_tells_the_server_where_it_stopped(window, url):
    window.set_viewport_size({"width": 1366, "height": 900})
    sent = []
    window.on(
        "websocket",
        lambda line: line.on("framesent", lambda frame: sent.append(len(frame))),
    )
    window.goto(f"{url}/trafficking?country=IDN")
    heading = window.locator(".st-key-map h3")
    expect(heading).to_contain_text("2022", timeout=60_000)
    handle = window.get_by_role("slider", name="Year shown")
    handle.scroll_into_view_if_needed()
    handle.hover()
    window.wait_for_timeout(1500)
    before = len(sent)
    handle.evaluate("(e) => { e.value = 10; e.dispatchEvent(new Event('input')); }")
    expect(heading).to_contain_text("2017")
    card = window.locator(".st-key-kpi-trafficking [data-testid=stMetricValue]")
    moved = card.text_content(), window.locator(".st-key-ranking .said").all_text_contents()
    assert moved[0] == "1,469" and len(sent) == before
    passed = window.locator(".filter-bar .period output").first
    assert passed.text_content() == "2017"  # the field says what passes, and its band steps aside
    folded = window.locator(".filter-bar .fold span").first  # what a phone shows in its place
    assert folded.text_content().endswith("Indonesia, 2017")
    band = window.locator(".st-key-timeline .shapelayer path").first
    expect(band).to_be_hidden()
    handle.evaluate("(e) => e.dispatchEvent(new Event('change'))")
    expect(window).to_have_url(f"{url}/trafficking?country=IDN&period=2017&period=2017")
    window.wait_for_timeout(1000)
    assert moved == (
        card.text_content(),
        window.locator(".st-key-ranking .said").all_text_contents(),
    )
    window.get_by_role("button", name="Play").click()
    expect(heading).to_contain_text("2020", timeout=10_000)
    window.get_by_role("button", name="Pause").click()
    window.wait_for_timeout(1000)
    assert "period=20" in window.url
    assert passed.text_content() == window.url[-4:]
    assert folded.text_content().endswith(window.url[-4:])
    expect(band).to_be_visible()


def test_with_little_motion_wished_for_a_press_is_one_year(chromium, url):
    context = chromium.new_context(viewport={"width": 1366, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    try:
        page.goto(f"{url}/trafficking?period=2010&period=2010")
        play = page.get_by_role("button", name="Play")
        play.click(timeout=60_000)
        expect(page).to_have_url(f"{url}/trafficking?period=2011&period=2011", timeout=30_000)
        page.wait_for_timeout(1500)
        expect(page.locator(".st-key-map h3")).to_contain_text("2011")
    finally:
        context.close()


AT = """(code) => {
  const graph = document.querySelector('.st-key-map .js-plotly-plot');
  const [x, y] = graph._fullLayout.geo._subplot.projection({ USA: [-98, 39] }[code]);
  const near = [...graph.querySelectorAll('.frontplot > g:not(.scatterlayer) > circle')]
    .filter((each) => each.style.display !== 'none')
    .map((each) => Math.hypot(each.getAttribute('cx') - x, each.getAttribute('cy') - y));
  return Math.min(...near);
}"""


def _playing(window, url, view):
    window.goto(url + view)
    still(window)
    window.get_by_role("button", name="Play").scroll_into_view_if_needed()
    window.get_by_role("button", name="Play").click()
    expect(window.locator(".st-key-map .moving")).to_have_count(1)


@pytest.mark.parametrize("way", ["region", "narrower"])
def test_circles_stay_on_their_countries_while_the_map_changes(window, url, way):
    window.set_viewport_size({"width": 1366, "height": 768})
    _playing(window, url, "/cybercrime?period=2006&period=2006")
    assert window.evaluate(AT, "USA") < 30
    if way == "region":
        window.get_by_role("radio", name="Americas").check(force=True)
    else:
        window.set_viewport_size({"width": 1024, "height": 768})
    window.wait_for_timeout(1500)
    assert window.locator(".st-key-map .moving").count() == 1
    assert window.evaluate(AT, "USA") < 40
    window.get_by_role("button", name="Pause").click()
    window.wait_for_timeout(1000)


def test_a_switch_ends_a_walk_at_the_year_that_all_of_the_page_then_shows(window, url):
    window.set_viewport_size({"width": 1366, "height": 768})
    _playing(window, url, "/cybercrime?period=2003&period=2003")
    window.wait_for_timeout(1500)
    window.get_by_role("switch", name="Each apart").click(force=True)
    expect(window.locator(".st-key-apart .panels, .st-key-apart svg").first).to_be_visible(
        timeout=15_000
    )
    window.wait_for_timeout(1500)
    year = window.url.split("period=")[1][:4]
    assert year > "2003" and "panels=1" in window.url
    expect(window.locator(".st-key-map h3")).to_contain_text(year)
    assert window.locator(".filter-bar .period output").first.text_content() == year
    expect(window.locator(".st-key-apart")).to_contain_text(f"{year}: ")
    assert window.locator(".st-key-map .moving").count() == 0
