"""What a reader sees and does, in a real browser against the real server: addresses, clicks,
filters, downloads, and no request to another host.
"""

import contextlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlencode, urlsplit

import browser
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from browser import go, settled
from playwright.sync_api import Locator, Page, expect

from components.shell import filters, menu
from components.shell.menu import Entry
from data import query
from data.analysis import saying
from data.cli import commands
from data.geography import countries
from data.query import Filters, first_day, last_day
from languages import amount

ROOT = browser.ROOT
ENTRIES = menu.entries()
DOMAINS = [entry for entry in ENTRIES if entry.domain]
SCREENS = {
    "laptop": (1366, 768, "light"),
    "desk": (1920, 1080, "dark"),
    "phone": (390, 844, "light"),
    "phone-dark": (390, 844, "dark"),
}
PROBE = re.compile(
    r"/[\w-]+/_stcore/(health|host-config)$"
)  # Streamlit looks for its own base path under the page's
ASKING = {
    "country": "?country=IDN",
    "bilateral": "?country=IDN&partner=USA",
}  # pages that wait for a country


# --- the server and the browser


@pytest.fixture(scope="module")
def address(url: str) -> str:
    return url


class Watched:
    """Opens pages and hears every complaint and every host they ask."""

    def __init__(self, kept: Page) -> None:
        self.kept = kept
        self.begin()
        kept.context.on("request", self.asked)
        self.listen(kept)

    def begin(self) -> None:
        """Nothing is open and nothing was heard yet."""
        self.troubles: list[str] = []
        self.hosts: set[str] = set()
        # Streamlit's own server answers 404 to its own search for a base path
        self.probes_are_fine = False

    def end(self, failed: bool) -> None:
        """Closes what was opened; the next page is come to from where this one stands, as by the
        menu, unless nobody knows what that is.
        """
        if failed or self.kept.url.endswith(browser.LEFT):
            browser.leave(self.kept)
        else:
            browser.forget(self.kept)

    def tab(self, context) -> Page:
        """Another page of the same reader."""
        return self.listen(context.new_page())

    def listen(self, page: Page) -> Page:
        """Hears what a page complains of."""
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.troubles.append(f"page error: {error}"))
        page.on("websocket", lambda wire: self.hosts.add(urlsplit(wire.url).hostname))
        return page

    def asked(self, request) -> None:
        """Keeps the host of a request."""
        self.hosts.add(urlsplit(request.url).hostname or urlsplit(request.url).scheme)

    def hear(self, said) -> None:
        """Keeps an error or a warning of the console."""
        place = said.location.get("url", "")
        if said.type in ("error", "warning") and not (
            self.probes_are_fine and PROBE.search(urlsplit(place).path)
        ):
            self.troubles.append(f"{said.type}: {said.text} {place}")

    def window(self, size: tuple[int, int] = (1366, 900), scheme: str = "light") -> Page:
        """The window that all readers have, one after the other."""
        self.kept.set_viewport_size({"width": size[0], "height": size[1]})
        self.kept.emulate_media(color_scheme=scheme)
        return self.kept

    def opened(self, url: str, size: tuple[int, int] = (1366, 900)) -> Page:
        """A page at this address, drawn; nothing is loaded again."""
        return go(self.window(size), url)

    def loaded(self, url: str) -> Page:
        """The same, as the first thing that is asked for: a map has been moved by nobody."""
        page = self.window()
        page.goto(url)
        return settled(page)


@pytest.fixture(scope="module")
def watched(kept_window: Page) -> Watched:
    return Watched(kept_window)


@pytest.fixture
def reader(watched: Watched, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """Opens pages; afterwards nothing may have complained or called another host."""
    failed = request.session.testsfailed
    watched.begin()
    yield watched
    watched.end(request.session.testsfailed > failed)
    assert watched.troubles == []
    assert watched.hosts <= {"127.0.0.1", "localhost", "data", "blob"}


def heading(page: Page) -> Locator:
    """The page's title, which stands among the filters."""
    return page.locator(".st-key-filters h1")


def in_address(page: Page, **expected: str | list[str] | None) -> None:
    """Waits until the address holds these values and no others."""
    wanted = sorted(
        (key, value)
        for key, values in expected.items()
        for value in ([values] if isinstance(values, str) else values or [])
    )
    page.wait_for_function(
        "wanted => JSON.stringify([...new URL(location.href).searchParams].sort()) ==="
        " JSON.stringify(wanted)",
        arg=[list(pair) for pair in wanted],
        timeout=6_000,
    )


def kpi(page: Page, domain: str) -> str:
    """The number on a domain's card."""
    return page.locator(f".st-key-kpi-{domain} [data-testid=stMetricValue]").inner_text().strip()


def shown(asked: Filters) -> str:
    """A query's total as a card writes it."""
    total = query.total(asked)
    return amount(total.value, total.low, total.high)


def usual(indicator: str, **more) -> Filters:
    """The question asked when the address names no period."""
    asked = Filters(indicator, **more)
    return asked.during(*query.usual_period(query.indicator(asked)))


def chosen(page: Page, label: str) -> list[str]:
    """What a filter of several values holds, as the reader reads it."""
    box = page.locator(".st-key-filters .field").filter(
        has=page.get_by_role("combobox", name=label)
    )
    return box.locator("[data-tag]").evaluate_all(
        "tags => tags.map((tag) => tag.getAttribute('aria-label'))"
    )


def choose(page: Page, label: str, option: str) -> None:
    """Picks an option of a filter as a reader does: opens it, types, presses Enter."""
    page.get_by_role("combobox", name=re.compile(label)).click()
    page.keyboard.type(option)
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")


def click_country(page: Page, code: str, **held) -> None:
    """Clicks where a country is drawn on the map: beside its anchor point, and so never on an
    island of another.
    """
    click_at(page, *countries.table().set_index("iso3").loc[code, ["lon", "lat"]], **held)


def click_at(page: Page, lon: float, lat: float, **held) -> None:
    """Clicks a place of the map."""
    at = page.evaluate(
        """([lon, lat]) => {
          const graph = document.querySelector('.st-key-map .js-plotly-plot');
          const [x, y] = graph._fullLayout.geo._subplot.projection([lon, lat]);
          const box = graph.getBoundingClientRect();
          return [box.x + x, box.y + y];
        }""",
        [float(lon), float(lat)],
    )
    for key in held.get("keys", ()):
        page.keyboard.down(key)
    page.mouse.click(*at)
    for key in held.get("keys", ()):
        page.keyboard.up(key)


def scale(page: Page) -> float:
    """How far the map is zoomed in."""
    return page.evaluate(
        "() => document.querySelector('.st-key-map"
        " .js-plotly-plot')._fullLayout.geo.projection.scale"
    )


def traceback_free(page: Page) -> None:
    """Nothing on the page is an error or speaks of code."""
    assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
    text = page.locator("body").inner_text()
    assert not re.search(
        r"Traceback|Error:|Exception|site-packages|\bNaN\b|\bundefined\b|could not be"
        r" (drawn|loaded)",
        text,
    )


# --- every page


@pytest.mark.alike(2)
@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_is_drawn_and_fits_the_screen(
    reader: Watched, address: str, screen: str
) -> None:
    """All pages in one window, as the menu comes to them; the dark phone is looked at on two."""
    width, height, scheme = SCREENS[screen]
    page, wrong = reader.window((width, height), scheme), []
    for entry in ENTRIES:
        if screen == "phone-dark" and entry.path not in ("", "cybercrime"):
            continue
        go(page, f"{address}/{entry.path}{ASKING.get(entry.path, '')}")
        try:
            fits(page, entry, screen)
        except AssertionError as fault:  # all of them are told at once
            wrong.append(f"/{entry.path}: {fault}")
    assert not wrong, "\n".join(wrong)


def fits(page: Page, entry: Entry, screen: str) -> None:
    """A page is drawn without an error, in the right colours, no wider than the screen, its map in
    sight.
    """
    width, height, scheme = SCREENS[screen]
    traceback_free(page)
    expect(heading(page)).to_have_text(entry.title if entry.path else "Global threats")
    expect(page.locator("h1")).to_have_count(1)
    expect(page).to_have_title(f"{entry.title} · Global Threats Dashboard")
    assert page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=stMain], html')].every((it) =>"
        " it.scrollWidth <= it.clientWidth + 1)"
    ), "it scrolls sideways"
    dark = page.locator("[data-testid=stApp]").evaluate(
        "it => getComputedStyle(it).backgroundColor.match(/\\d+/g).slice(0, 3).every((part) => part"
        " < 128)"
    )
    assert dark == (scheme == "dark")
    if "indicator" in entry.filters:
        assert (
            page.locator(
                ".st-key-map .choroplethlocation, .st-key-timeline .bars path, .st-key-timeline"
                " .js-line"
            ).count()
            > 5
        )
        if width > 1000 and page.locator(".st-key-map").count():
            box = page.locator(".st-key-map").bounding_box()
            assert box["y"] + box["height"] <= height, "the map ends below the first screen"
    if screen == "laptop":
        named(page, entry)


SIX = "country=IDN&country=USA&country=GBR&country=THA&country=DEU&country=FRA"


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=str)
def test_six_countries_compared_are_all_in_sight(
    reader: Watched, address: str, size: tuple[int, int]
) -> None:
    page = reader.opened(f"{address}/trafficking?{SIX}", size)
    fold = page.locator(".st-key-filters .fold")
    if fold.is_visible():  # one line on a phone
        fold.click()
    box = page.locator(".st-key-filters .field.many").first.bounding_box()
    for chip in page.locator(".st-key-filters .field.many [data-tag]").all():
        mine = chip.bounding_box()
        assert box["y"] <= mine["y"] and mine["y"] + mine["height"] <= box["y"] + box["height"]
    page.locator(".st-key-timeline .xtick").first.wait_for(state="attached")
    years = [each.bounding_box() for each in page.locator(".st-key-timeline .xtick text").all()]
    assert len(years) > 2 and all(each["width"] > each["height"] for each in years), (
        "a year stands upright"
    )
    assert all(left["x"] + left["width"] < right["x"] for left, right in pairwise(years)), (
        "years touch"
    )
    names = sorted(
        (
            each.bounding_box()
            for each in (
                page.locator(".st-key-timeline .annotation-text")
                .filter(has_text=re.compile("^(Indonesia|United|Thailand|Germany|France)"))
                .all()
            )
        ),
        key=lambda each: each["y"],
    )
    assert len(names) == 6 and all(
        lower["y"] - upper["y"] >= 13 for upper, lower in pairwise(names)
    )
    assert all(each["x"] + each["width"] <= size[0] for each in names)


def named(page: Page, entry: Entry) -> None:
    """Every figure and table says what it is, and beside the charts of an indicator stands the
    table of the same numbers.
    """
    plots = page.locator(".plot")
    for i in range(plots.count()):
        assert plots.nth(i).get_attribute("role") == "figure"
        assert len(plots.nth(i).get_attribute("aria-label") or "") > 15
    unnamed = (
        "its => its.filter((it) => !(it.getAttribute('aria-label') || it.alt ||"
        " it.closest('[aria-label]') || it.querySelector('[aria-label]'))).length"
    )
    assert page.locator("[data-testid=stDataFrame], .stMain img").evaluate_all(unnamed) == 0
    if "indicator" in entry.filters:
        expect(page.locator(".st-key-rows table")).to_have_count(1)
        expect(page.get_by_role("tab", name="Records")).to_have_count(1)
    elif plots.count():
        assert page.locator("[data-testid=stDataFrame], [data-testid=stTable], .mirror").count()


# --- a deep link to a cold server


@pytest.mark.parametrize("way", ["server.py", "streamlit run"])
def test_a_deep_link_is_the_first_thing_a_fresh_server_is_asked(reader: Watched, way: str) -> None:
    reader.probes_are_fine = way == "streamlit run"
    fresh = browser.dashboard() if way == "server.py" else browser.serving(ROOT / "dashboard.py")
    with fresh as url:
        page = reader.loaded(f"{url}/illegal-fishing?country=IDN")
        expect(heading(page)).to_have_text("Illegal fishing")
        assert urlsplit(page.url).path == "/illegal-fishing"
        assert chosen(page, "Countries") == ["Indonesia"]
        in_address(page, country="IDN")
        assert kpi(page, "illegal_fishing") == shown(
            usual("iuu_vessels.vessels_listed", countries=("IDN",))
        )
        assert page.get_by_role("link", name="Cybercrime").count() >= 1
        browser.leave(page)  # before its server ends


# --- a link is a view

VIEWS = [
    ("", {"indicator": "eurepoc.incidents", "country": ["USA"], "period": ["2021", "2022"]}),
    (
        "trafficking",
        {
            "indicator": "glotip.victims_by_form",
            "country": ["IDN", "MYS"],
            "category": ["forced_labour"],
            "period": ["2015", "2019"],
        },
    ),
    ("cybercrime", {"country": ["UKR"], "category": ["disruption"], "period": ["2016", "2017"]}),
    ("cybercrime", {"indicator": "cisa_kev.entries", "period": ["2022-03", "2022-06"]}),
    ("illegal-fishing", {"country": ["CHN", "IND"], "category": ["IOTC"]}),
    (
        "trafficking",
        {
            "indicator": "oc_index.score",
            "category": ["human_trafficking"],
            "period": ["2021", "2021"],
        },
    ),
]

WHOLE = [view for _, view in VIEWS[1:2]]  # these are also loaded again and opened in a second tab


def of_view(path: str, view: dict[str, str | list[str]]) -> Filters:
    """The question a view asks."""
    entry = next(each for each in ENTRIES if each.path == path)
    asked = usual(
        view.get("indicator", filters.offered(entry)[0].id),
        countries=tuple(view.get("country", ())),
        categories=tuple(view.get("category", ())),
    )
    return (
        asked.during(first_day(view["period"][0]), last_day(view["period"][1]))
        if "period" in view
        else asked
    )


@pytest.mark.alike(2)
@pytest.mark.parametrize(
    ("path", "view"), VIEWS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_link_a_reload_and_a_second_tab_show_the_same_view(
    reader: Watched, address: str, path: str, view: dict
) -> None:
    asked = of_view(path, view)
    about = query.indicator(asked)
    page = reader.loaded(f"{address}/{path}?{urlencode(view, doseq=True)}")
    for times in ("link", "reload", "second tab"):
        in_address(page, **view)
        assert chosen(page, "Countries") == [
            countries.name(code) for code in view.get("country", ())
        ], times
        assert kpi(page, about.domain) == shown(asked), times
        expect(
            page.locator(f".st-key-kpi-{about.domain} [data-testid=stMetricLabel]")
        ).to_contain_text(saying.label(asked, about))
        if view not in WHOLE:
            break
        if times == "link":
            page.reload()
            settled(page)
        elif times == "reload":
            tab = reader.tab(page.context)
            tab.goto(page.url)
            page = settled(tab)


# --- the reader's hand


def test_a_click_on_the_map_filters_everything_shift_adds_and_clear_takes_back(
    reader: Watched, address: str
) -> None:
    page = reader.loaded(f"{address}/trafficking")
    before = kpi(page, "trafficking")
    click_country(page, "IND")
    in_address(page, country="IND")
    settled(page)
    assert chosen(page, "Countries") == ["India"]
    assert (
        kpi(page, "trafficking")
        == shown(usual("glotip.detected_victims", countries=("IND",)))
        != before
    )
    expect(page.locator("h3, h2").filter(has_text="per year, India").first).to_be_visible()
    click_country(page, "BRA", keys=["Shift"])
    in_address(page, country=["IND", "BRA"])
    settled(page)
    assert kpi(page, "trafficking") == shown(
        usual("glotip.detected_victims", countries=("IND", "BRA"))
    )
    page.get_by_role("button", name="Clear", exact=True).click()
    in_address(page)
    settled(page)
    assert kpi(page, "trafficking") == before
    click_country(page, "IND")
    in_address(page, country="IND")
    settled(page)
    click_country(page, "IND")  # a second click on the only chosen country lets it go
    in_address(page)


OUTLINED = """() => [...document.querySelectorAll('.st-key-map .chosen')]
  .map((mark) => [mark.getAttribute('d'), mark.getAttribute('transform')])"""
AREAS = """codes => [...document.querySelectorAll('.st-key-map .choroplethlocation')]
  .filter((area) => codes.includes(area.__data__.loc)).map((area) => area.getAttribute('d'))"""


def test_what_is_chosen_is_outlined_without_drawing_the_map_anew_and_stays_so_when_it_moves(
    reader: Watched, address: str
) -> None:
    page = reader.loaded(f"{address}/trafficking?map_as=areas")
    assert page.evaluate(OUTLINED) == []
    page.evaluate(
        "() => { window.redrawn = 0; new MutationObserver((seen) => { redrawn += seen.length;"
        " }).observe(document.querySelector('.st-key-map .choroplethlayer'), { subtree: true,"
        " attributes: true, childList: true }); }"
    )
    click_country(page, "IND")
    in_address(page, country="IND", map_as="areas")
    click_country(settled(page), "BRA", keys=["Shift"])
    in_address(page, country=["IND", "BRA"], map_as="areas")
    settled(page)
    assert page.evaluate("() => redrawn") == 0
    assert sorted(d for d, _ in page.evaluate(OUTLINED)) == sorted(
        page.evaluate(AREAS, ["IND", "BRA"])
    )
    before = page.evaluate(OUTLINED)
    box = page.locator(".st-key-map .plot").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -500)
    page.wait_for_function(
        "() => document.querySelector('.st-key-map"
        " .js-plotly-plot')._fullLayout.geo.projection.scale > 1.2"
    )
    settled(page)
    assert page.evaluate(OUTLINED) != before
    assert sorted(d for d, _ in page.evaluate(OUTLINED)) == sorted(
        page.evaluate(AREAS, ["IND", "BRA"])
    )
    choose(page, "Countries", "Singapore")
    in_address(page, country=["IND", "BRA", "SGP"], map_as="areas")
    settled(page)
    assert any(
        (d or "").startswith("M7,0A7,7") and "translate" in moved
        for d, moved in page.evaluate(OUTLINED)
    ), "a small state has a ring"
    page.get_by_role("button", name="Clear", exact=True).click()
    in_address(page, map_as="areas")
    settled(page)
    assert page.evaluate(OUTLINED) == []


def test_what_lies_beside_a_small_state_is_not_taken_for_it(reader: Watched, address: str) -> None:
    page = reader.loaded(f"{address}/trafficking?map_as=areas")
    for code, place in (
        ("EGY", (30, 27)),
        ("DZA", (5, 33)),
        ("PSE", countries.table().set_index("iso3").loc["PSE", ["lon", "lat"]]),
    ):
        click_at(settled(page), *place)
        in_address(page, country=code, map_as="areas")


def test_the_table_of_the_figures_is_sorted_by_mouse_and_key_and_stays_so(
    reader: Watched, address: str
) -> None:
    page = reader.opened(f"{address}/trafficking")

    def column(name: str) -> list[str]:
        return page.locator(".st-key-rows").evaluate(
            "(it, name) => { const at = it.querySelector(`th[data-name=${name}]`).cellIndex; return"
            " [...it.querySelectorAll('tbody tr')].map((row) => row.cells[at].textContent); }",
            name,
        )

    came = column("name")
    falling = [each for each in column("percent") if each != "–"]
    page.locator(".st-key-rows").get_by_role("button", name="Country", exact=True).click()
    assert (
        column("name")
        == page.evaluate("names => names.sort((a, b) => a.localeCompare(b))", came)
        != came
    )
    percent = page.locator(".st-key-rows").get_by_role("button", name="Change, %", exact=True)
    percent.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-rows th[aria-sort=descending]")).to_have_text("Change, %")
    said = [float(each.replace(",", "")) for each in column("percent") if each != "–"]
    assert (
        said == sorted(said, reverse=True)
        and len(said) == len(falling)
        and column("percent")[-1] == "–"
    )
    choose(page, "Countries", "Indonesia")
    in_address(page, country="IDN")
    settled(page)
    expect(page.locator(".st-key-rows th[aria-sort=descending]")).to_have_text("Change, %")
    page.get_by_role("button", name="Clear", exact=True).click()
    in_address(page)
    settled(page)
    for _ in range(2):
        percent.click()
    assert column("name") == came


def test_an_axis_follows_its_values_after_two_countries_were_compared(
    reader: Watched, address: str
) -> None:
    page = reader.opened(f"{address}/trafficking?country=IDN&period=2020&period=2020")
    seen = """graph => [graph._fullLayout.yaxis.range, Math.max(...graph.data.flatMap(
      (each) => Array.from(each.y._inputArray ?? each.y)).filter(Number.isFinite))]"""
    timeline = page.locator(".st-key-timeline .js-plotly-plot")
    (_, top), most = alone = timeline.evaluate(seen)
    assert top > most
    choose(page, "Countries", "Philippines")
    in_address(page, country=["IDN", "PHL"], period=["2020", "2020"])
    settled(page)
    (_, top), most = timeline.evaluate(seen)
    assert top > most
    page.go_back()
    in_address(page, country="IDN", period=["2020", "2020"])
    settled(page)
    assert timeline.evaluate(seen) == alone


def test_a_timeline_without_a_figure_has_no_axis_of_the_one_before(
    reader: Watched, address: str
) -> None:
    page = reader.opened(f"{address}/cybercrime?country=IDN&country=THA")
    years = page.locator(".st-key-timeline .xtick")
    expect(years).not_to_have_count(0)
    choose(page, "Indicator", "Fraudulent bank transfers reported to IC3, by destination")
    expect(page.locator(".st-key-timeline")).to_contain_text("No figure of any year")
    expect(years).to_have_count(0)


def test_a_date_in_a_list_is_not_broken_at_its_hyphens(reader: Watched, address: str) -> None:
    page = reader.opened(f"{address}/money-laundering")
    since = page.locator(".st-key-members td", has_text=re.compile(r"^\d{4}-\d\d-\d\d$"))
    lines = "cells => cells.map((cell) => {const all = document.createRange();\
 all.selectNodeContents(cell);\
     return new Set([...all.getClientRects()].map(({ top }) => top)).size})"
    assert set(since.evaluate_all(lines)) == {1}


def test_the_switches_of_the_map_answer_one_after_the_other_and_stand_in_the_address(
    reader: Watched, address: str
) -> None:
    page = reader.loaded(f"{address}/trafficking")
    for label, left in (
        ("Same countries", {"same": "1"}),
        ("Change", {"same": "1", "map_as": "change"}),
        ("Level", {"same": "1", "map_as": "areas"}),
        ("Same countries", {"map_as": "areas"}),
        ("Count", {}),
        ("Same countries", {"same": "1"}),
        ("Same countries", {}),
    ):
        page.get_by_role(
            "switch" if label == "Same countries" else "radio", name=label, exact=True
        ).click()
        in_address(page, **left)
        settled(page)


def test_a_drag_on_the_timeline_sets_the_period(reader: Watched, address: str) -> None:
    page = reader.opened(f"{address}/trafficking?country=USA", (1366, 1500))
    box = page.locator(".st-key-timeline .nsewdrag").bounding_box()
    at = page.evaluate(
        "years => { const axis = document.querySelector('.st-key-timeline"
        " .js-plotly-plot')._fullLayout.xaxis; return years.map((year) => axis._offset +"
        " axis.l2p(year)); }",
        [2014.6, 2018.4],
    )
    left = page.locator(".st-key-timeline .js-plotly-plot").bounding_box()["x"]
    page.mouse.move(left + at[0], box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(left + sum(at) / 2, box["y"] + box["height"] / 2, steps=3)
    page.mouse.move(left + at[1], box["y"] + box["height"] / 2, steps=3)
    page.mouse.up()
    in_address(page, country="USA", period=["2015", "2018"])
    settled(page)
    assert kpi(page, "trafficking") == shown(
        Filters("glotip.detected_victims", ("USA",)).during(first_day("2015"), last_day("2018"))
    )


def test_zoom_survives_a_filter_and_a_filter_survives_the_menu(
    reader: Watched, address: str
) -> None:
    page = reader.loaded(f"{address}/trafficking")
    box = page.locator(".st-key-map .plot").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -500)
    page.wait_for_function(
        "() => document.querySelector('.st-key-map"
        " .js-plotly-plot')._fullLayout.geo.projection.scale > 1.2"
    )
    zoomed = scale(page)
    choose(page, "Countries", "Indonesia")
    in_address(page, country="IDN")
    settled(page)
    assert scale(page) == zoomed
    page.get_by_role("link", name="Cybercrime").first.click()
    expect(heading(page)).to_have_text("Cybercrime")
    in_address(page, country="IDN")
    settled(page)
    assert chosen(page, "Countries") == ["Indonesia"]
    assert kpi(page, "cybercrime") == shown(usual("eurepoc.incidents", countries=("IDN",)))


def test_filters_are_turned_with_the_keyboard_alone_and_faster_than_the_server_answers(
    reader: Watched, address: str
) -> None:
    page = reader.opened(f"{address}/trafficking")
    box = page.get_by_role("combobox", name="Countries")
    box.focus()
    for typed in ("indon", "cote d'iv", "MYS"):  # without accents, by code
        page.keyboard.type(typed)
        expect(box).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("Enter")
    in_address(page, country=["IDN", "CIV", "MYS"])
    settled(page)
    assert chosen(page, "Countries") == ["Indonesia", "Côte d'Ivoire", "Malaysia"]
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.press("Backspace")
    in_address(page, country=["IDN", "CIV"])
    settled(page)
    page.get_by_role("button", name="Remove Indonesia").click()
    in_address(page, country="CIV")
    settled(page)
    page.get_by_role("slider", name="Period, first").focus()
    page.keyboard.press("ArrowLeft")
    in_address(page, country="CIV", period=["2021", "2022"])
    settled(page)
    page.keyboard.press("End")  # no further than the last
    in_address(page, country="CIV")
    settled(page)
    indicator = page.get_by_role("combobox", name="Indicator")
    indicator.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_text("Detected trafficking victims")
    page.keyboard.press("ArrowDown")
    second = page.locator(f"#{indicator.get_attribute('aria-activedescendant')}")
    name = second.inner_text()
    page.keyboard.press("Enter")
    expect(indicator).to_have_value(name)
    settled(page)
    assert name in page.locator(".st-key-kpi-trafficking").inner_text()
    page.keyboard.type("nothing of the kind")
    expect(page.get_by_text("No matches")).to_be_visible()
    page.keyboard.press("Tab")
    expect(indicator).to_have_value(name)


def test_back_returns_to_the_page_before_with_its_filters_in_one_step(
    reader: Watched, address: str
) -> None:
    page = reader.opened(f"{address}/trafficking?country=IND&period=2015&period=2018")
    choose(page, "Countries", "Brazil")
    in_address(page, country=["IND", "BRA"], period=["2015", "2018"])
    settled(page)
    page.get_by_role("link", name="Illegal fishing").first.click()
    expect(heading(page)).to_have_text("Illegal fishing")
    settled(page)
    page.go_back()
    expect(heading(page)).to_have_text("Human trafficking")
    in_address(page, country=["IND", "BRA"], period=["2015", "2018"])
    settled(page)
    assert kpi(page, "trafficking") == shown(
        Filters("glotip.detected_victims", ("IND", "BRA")).during(
            first_day("2015"), last_day("2018")
        )
    )
    page.go_forward()
    expect(heading(page)).to_have_text("Illegal fishing")
    settled(page)
    traceback_free(page)


def test_back_to_a_page_without_filters_takes_them_back_and_a_menu_click_keeps_them(
    reader: Watched, address: str
) -> None:
    page = reader.opened(f"{address}/trafficking")
    before = kpi(page, "trafficking")
    page.get_by_role("link", name="Cybercrime").first.click()
    expect(heading(page)).to_have_text("Cybercrime")
    settled(page)
    choose(page, "Countries", "Indonesia")
    in_address(page, country="IDN")
    settled(page)
    page.evaluate("history.go(-2)")
    expect(heading(page)).to_have_text("Human trafficking")
    settled(page)
    in_address(page)
    assert chosen(page, "Countries") == []
    assert kpi(page, "trafficking") == before
    page.evaluate("history.go(2)")
    expect(heading(page)).to_have_text("Cybercrime")
    in_address(page, country="IDN")
    settled(page)
    page.get_by_role("link", name="Human trafficking").first.click()
    expect(heading(page)).to_have_text("Human trafficking")
    in_address(page, country="IDN")
    settled(page)
    assert kpi(page, "trafficking") == shown(usual("glotip.detected_victims", countries=("IDN",)))


def test_a_card_opens_its_page(reader: Watched, address: str) -> None:
    page = reader.opened(f"{address}/?country=USA")
    page.mouse.click(
        *(lambda box: (box["x"] + 40, box["y"] + box["height"] - 12))(
            page.locator(".st-key-kpi-cybercrime").bounding_box()
        )
    )
    expect(heading(page)).to_have_text("Cybercrime")
    in_address(page, country="USA")
    settled(page)
    assert kpi(page, "cybercrime") == shown(usual("eurepoc.incidents", countries=("USA",)))


def test_the_sign_on_a_card_opens_where_its_figure_comes_from_and_help_is_said(
    reader: Watched, address: str
) -> None:
    page = reader.opened(f"{address}/trafficking?country=IDN")
    card = page.locator(".st-key-kpi-trafficking")
    tip = card.locator(".tip")
    expect(tip).to_be_hidden()
    card.hover()
    expect(page.locator(".collect .beside")).to_be_visible()
    card.locator(".help").hover()  # nothing that came with the pointer covers it
    expect(tip).to_be_visible()
    edges = tip.bounding_box()
    assert (
        edges["x"] >= 0
        and edges["x"] + edges["width"] <= 1366
        and "Unit: victims." in tip.inner_text()
    )
    for label, words_of_it in (
        ("Detected trafficking victims", "Indonesia"),
        ("Published only", "Indonesia"),
    ):
        page.locator(".deck .card").filter(has_text=label).first.locator(".origin").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("How the number is made")
        expect(dialog).to_contain_text(words_of_it)
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        settled(page)
    in_address(page, country="IDN")


def test_the_button_that_keeps_a_part_covers_no_switch_of_it(reader: Watched, address: str) -> None:
    page = reader.opened(f"{address}/trafficking?country=IDN&country=PHL")
    part = page.locator(".st-key-timeline").first
    part.scroll_into_view_if_needed()
    part.locator("h3").hover()
    beside = page.locator(".collect .beside")
    expect(beside).to_be_visible()
    own = beside.bounding_box()
    for each in part.locator(".switches label").all():
        box = each.bounding_box()
        apart = own["x"] + own["width"] <= box["x"] or box["x"] + box["width"] <= own["x"]
        assert apart or own["y"] + own["height"] <= box["y"], each.inner_text()


LIES_ON = """(own) => [...document.querySelectorAll(".around h3, .around .lead")]
 .flatMap((part) => {
  const range = document.createRange();
  range.selectNodeContents(part);
  return [...range.getClientRects()].filter((line) => line.width && own.x < line.right
    && own.x + own.width > line.left && own.y < line.bottom && own.y + own.height > line.top)
    .map(() => part.textContent);
})"""


def test_the_button_that_keeps_a_map_covers_no_word_after_a_switch(
    reader: Watched, address: str
) -> None:
    page = reader.opened(f"{address}/trafficking", size=(1366, 768))
    beside, map_ = page.locator(".collect .beside"), page.locator(".st-key-map")
    for label in ("Count", "Change", "Level"):
        map_.locator(".choice label").filter(has_text=label).click()
        settled(page)
        expect(beside).to_be_visible()
        assert page.evaluate(LIES_ON, beside.bounding_box()) == [], label


def test_the_title_of_a_dialog_stands_over_its_words(reader: Watched, address: str) -> None:
    page = reader.opened(f"{address}/trafficking")
    page.locator(".deck .origin").first.click()
    title = page.locator("[data-testid=stDialog] h2")
    words = page.locator("[data-testid=stDialog] [data-testid=stVerticalBlock]").first
    left = """(part) => part.getBoundingClientRect().left
      + parseFloat(getComputedStyle(part).paddingLeft)"""
    assert abs(title.evaluate(left) - words.evaluate(left)) < 1
    page.keyboard.press("Escape")


def test_a_field_with_room_beside_it_shows_its_choice_to_the_end(
    reader: Watched, address: str
) -> None:
    page = reader.opened(f"{address}/terrorism", size=(1366, 768))
    field = page.locator(".filter-bar .st-key-indicator input")
    expect(field).to_have_value(re.compile("Civilians killed by organised"))
    assert field.evaluate("(it) => it.scrollWidth <= it.clientWidth")


def test_the_health_of_the_data_opens_the_sources_and_keeps_the_country(
    reader: Watched, address: str
) -> None:
    page = reader.opened(f"{address}/?country=IDN")
    page.locator(".st-key-kpi-health a").click()
    expect(heading(page)).to_have_text("Sources")
    settled(page)
    in_address(page, country="IDN")


# --- odd addresses

# what is asked: what is left of it; None where only the page itself is looked at; test_addresses.py
# has more
STRANGEST = {
    "/trafficking?country=%ff%fe": {},
    "/trafficking?country=<script>alert(1)</script>": {},
    "/?indicator=%3Cimg%20src=x%20onerror=alert(1)%3E": {},
    "/trafficking?country=" + "A" * 6000: {},
    "/trafficking?utm_source=mail&country=IDN": {"utm_source": "mail", "country": "IDN"},
    "/nothing-of-that-name?country=IDN": None,
    "/cybercrime?map_as=change&same=yes": {"map_as": "change"},
}


def test_odd_addresses_give_a_valid_page_and_lose_what_makes_no_sense(
    reader: Watched, address: str
) -> None:
    wrong = []

    def ran(box) -> None:
        wrong.append(f"a script ran: {box.message}")
        box.dismiss()

    page = reader.window()
    page.on("dialog", ran)
    for odd, left in STRANGEST.items():
        page.goto(address + odd)
        settled(page)
        try:
            traceback_free(page)
            if left is not None:
                in_address(page, **left)
        except Exception as fault:  # noqa: BLE001  # all of them are told at once
            wrong.append(
                f"{odd[:90]}: address is {page.url[len(address) :][:120]}: {str(fault)[:80]}"
            )
    page.remove_listener("dialog", ran)
    reader.troubles[:] = [
        trouble for trouble in reader.troubles if "does not seem to exist" not in trouble
    ]  # said of the page that does not
    assert not wrong, "\n".join(wrong)


# --- the page says what the command line says

COMMANDS = {
    "trafficking": [["--country", "IND", "--country", "BRA", "--from", "2015", "--to", "2018"]],
    "cybercrime": [
        [],
        ["--country", "USA", "--category", "disruption", "--from", "2016", "--to", "2017"],
    ],
    "illegal-fishing": [[], ["--country", "CHN", "--category", "IOTC"]],
    "terrorism": [["--from", "1990", "--to", "1999"]],
    "money-laundering": [[], ["--category", "grey"]],
}


def asked_by(options: list[str]) -> str:
    """A page's parameters for options of the command line."""
    given = list(zip(options[::2], options[1::2], strict=True))
    names = {"--country": "country", "--category": "category", "--from": "period", "--to": "period"}
    return urlencode([(names[option], value) for option, value in given])


def answered(entry: Entry, options: list[str]) -> dict:
    """What `python -m data query` prints for these options; for the usual period where none is
    given.
    """
    about = filters.offered(entry)[0]
    start, end = query.usual_period(about)
    if "--from" not in options and start:
        options = [*options, "--from", str(start), "--to", str(end)]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert commands.main(["query", about.id, *options, "--format", "json"]) == 0
    return json.loads(printed.getvalue())


def test_every_card_is_what_the_command_line_answers(reader: Watched, address: str) -> None:
    asked = [
        (next(each for each in ENTRIES if each.path == path), options)
        for path, every in COMMANDS.items()
        for options in every
    ]
    page = reader.window()
    for entry, options in asked:
        said = answered(entry, options)
        go(page, f"{address}/{entry.path}?{asked_by(options)}")
        expect(heading(page)).to_have_text(entry.title)
        number = page.locator(f".st-key-kpi-{entry.domain} [data-testid=stMetricValue]")
        expect(number, f"{entry.path} {options}").to_have_text(
            amount(said["value"], said["low"], said["high"])
        )


# --- what a reader takes away


def test_downloads_carry_their_source(reader: Watched, address: str) -> None:
    page = reader.opened(f"{address}/trafficking?country=IDN&country=IND", (1366, 1800))
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV", exact=True).click()
    box = zipfile.ZipFile(taken.value.path())
    assert taken.value.suggested_filename.endswith(".zip")
    table, about = sorted(box.namelist())
    assert (table.endswith(".csv"), about.endswith(".metadata.json")) == (True, True)
    told = json.loads(box.read(about))
    assert (
        told["publisher"]
        and told["licence"]
        and told["version"]
        and told["filters"]["country"] == ["IDN", "IND"]
    )
    assert (
        told["citation"].count(told["version"]) == 1 and "Indonesia and India" in told["citation"]
    )
    rows = pd.read_csv(io.BytesIO(box.read(table)), keep_default_na=False)
    asked = usual("glotip.detected_victims", countries=("IDN", "IND"))
    known = rows[rows["value"].ne("")]
    assert set(rows["country"]) == {"IDN", "IND"}, "who has no figure stands there too"
    assert (
        dict(zip(known["country"], known["value"].astype(float), strict=True))
        == query.by_country(asked).set_index("country")["value"].to_dict()
    )
    assert box.read(table).startswith(b"\xef\xbb\xbf")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Excel", exact=True).click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    sheets = openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes())).worksheets
    cells = [[cell.value for cell in row] for row in sheets[0].iter_rows()]
    at = {name: cells[0].index(name) for name in ("country", "value")}
    held = {row[at["country"]]: row[at["value"]] for row in cells[1:]}
    assert {code: value for code, value in held.items() if value is not None} == (
        query.by_country(asked).set_index("country")["value"].to_dict()
    )
    assert told["citation"] in [row[1].value for row in sheets[1].iter_rows()]
    with page.expect_download() as taken:
        page.get_by_role("button", name="Parquet", exact=True).click()
    parquet = pq.read_table(taken.value.path())
    assert parquet.num_rows == 2
    assert (
        json.loads(parquet.schema.metadata[b"metadata"])["indicator"] == "glotip.detected_victims"
    )


def test_the_policy_on_borders_is_chosen_on_the_sources_page_and_stays_in_the_address(
    reader: Watched, address: str
) -> None:
    page = reader.opened(f"{address}/trafficking?borders=blank")
    expect(page.locator(".st-key-map .borders")).to_contain_text("disputed areas left blank")
    go(page, f"{address}/sources?borders=nonsense")
    in_address(page)  # a value that makes no sense is dropped
    page.get_by_text("Boundaries and names: the policy").click()
    page.get_by_text("De facto control", exact=True).first.click()
    in_address(page, borders="de_facto")
