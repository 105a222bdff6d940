"""Words and numbers in the browser are of the page's language, whatever the browser's own is."""

import re
from collections.abc import Iterator

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from components.elements import assets, chart
from components.figures import timeline, weeks
from data import query
from data.query import Filters, first_day, last_day
from languages import PSEUDO, amount

TIMELINE = ".st-key-timeline .js-plotly-plot"
HOVERED = (
    "() => [...document.querySelectorAll('.hoverlayer text')].map((e) => e.textContent).join()"
)


@pytest.fixture
def german(chromium: Browser) -> Iterator[Page]:
    """A page of a reader whose browser is German."""
    context = chromium.new_context(locale="de-DE", viewport={"width": 1366, "height": 1800})
    yield context.new_page()
    context.close()


def drawn(page: Page) -> None:
    expect(page.locator(f"{TIMELINE} .bars path").first).to_be_visible(timeout=60_000)
    expect(page.locator(".grid tbody tr").first).to_be_visible()


def test_a_german_browser_shows_one_number_one_way(german: Page, url: str) -> None:
    asked = Filters("glotip.detected_victims", (), (), None, first_day("2020"), last_day("2020"))
    world = amount(query.total(asked).value)
    table = query.by_country(asked)
    top = amount(table["value"].max())
    assert "," in world and "," in top, "numbers without a mark of thousands would prove nothing"
    german.goto(f"{url}/trafficking?period=2020&period=2020")
    drawn(german)
    assert german.evaluate("() => (10613).toLocaleString()") == "10.613", "the browser is German"
    expect(german.locator(".st-key-kpi-trafficking [data-testid=stMetricValue]")).to_have_text(
        world
    )
    expect(german.locator(".grid tbody tr").first).to_contain_text(top)
    expect(german.locator(".st-key-ranking .said").first).to_have_text(top)
    ticks = german.locator(f"{TIMELINE} .ytick text").all_text_contents()
    assert ticks and all(re.fullmatch(r"0|\d{1,3}(,\d{3})*", each) for each in ticks), ticks
    bars = german.locator(f"{TIMELINE} .bars path")
    years = german.evaluate(
        f"() => document.querySelector({TIMELINE!r}).data.find((t) => t.type === 'bar').x"
    )
    box = bars.nth(years.index(2020)).bounding_box()
    assert box
    german.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    german.wait_for_function(f"() => ({HOVERED})().includes({world!r})")
    dotted = re.findall(r"\b\d{1,3}\.\d{3}\b", german.locator("body").inner_text())
    assert not dotted, "no number is written in the browser's own way"


def test_what_elements_say_is_in_the_language_of_the_page(german: Page, url: str) -> None:
    german.goto(f"{url}/trafficking?country=IDN&language={PSEUDO}")
    drawn(german)
    buttons = german.locator(".modebar-btn").evaluate_all(
        "(all) => all.map((e) => e.dataset.title)"
    )
    assert buttons and all(each.startswith("⟦") for each in buttons), buttons
    said = german.locator(
        ".filter-bar [aria-label], .grid [title], .deck [aria-label]"
    ).evaluate_all("(all) => all.map((e) => e.title || e.getAttribute('aria-label'))")
    assert said and all("⟦" in each for each in said), [each for each in said if "⟦" not in each]
    field = german.locator(".filter-bar [role=combobox]").first
    field.click()
    german.keyboard.type("nothing of the kind")
    expect(german.locator(".filter-bar .nothing")).to_have_text(re.compile("^⟦"))


MARKS = {"decimal": ",", "group": ".", "code": "de"}
WORDS = {
    "picture": "Als Bild",
    "zoomIn": "Größer",
    "zoomOut": "Kleiner",
    "reset": "Zurück",
    "months": "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    "undrawn": "Nicht gezeichnet",
    "asList": "Als Liste: {alt}",
}


def test_marks_months_and_buttons_of_a_chart_are_those_it_is_told(german: Page, url: str) -> None:
    years = pd.DataFrame(
        {"period": ["2019", "2020"], "value": [30000.0, 40000.0], "low": 1.0, "high": 2.0}
    )
    days = pd.DataFrame({"week": pd.to_datetime(["2016-03-07", "2016-03-14"]), "value": [1.5, 2.5]})
    figures = {
        "years": timeline.build(years, unit="x", domain="own"),
        "days": weeks.build(days, unit="x", domain="own"),
    }
    german.goto(f"{url}/trafficking")
    drawn(german)
    for key, figure in figures.items():
        message = chart.pack(figure, key=key, height=240, alt="")
        german.evaluate(
            """async ([key, bytes, words, version]) => {
              const { draw } = await import(
                new URL(`app/static/elements/chart.js?v=${version}`, document.baseURI).href);
              const frame = document.body.appendChild(document.createElement("div"));
              frame.style = "position: fixed; inset: 0 0 auto 0; width: 600px; z-index: 1000000";
              const host = frame.appendChild(document.createElement("div"));
              host.className = `told-${key}`;
              draw(host, { data: new Uint8Array(bytes), setTriggerValue: () => {} }, words);
            }""",
            [key, list(message.message), WORDS | MARKS, assets.VERSION],
        )
    marks = german.locator(".told-years .ytick text")
    expect(marks.first).to_be_attached()
    assert "40.000" in marks.all_text_contents()
    months = german.locator(".told-days .xtick text")
    expect(months.first).to_be_attached()
    assert any("Mär" in each for each in months.all_text_contents())
    buttons = german.locator("[class^=told] .modebar-btn")
    assert set(buttons.evaluate_all("(all) => all.map((e) => e.dataset.title)")) == {"Als Bild"}


def test_numbers_of_a_table_are_written_with_the_marks_they_are_told(
    german: Page, url: str
) -> None:
    german.goto(url)
    written = german.evaluate(
        """async ([marks, version]) => {
          const { writing } = await import(
            new URL(`app/static/elements/parts.js?v=${version}`, document.baseURI).href);
          const signs = { minimumFractionDigits: 1, signDisplay: "always" };
          return [
            [1234567.5, writing({ maximumFractionDigits: 3 }, marks)],
            [1234.5, writing(signs, marks)],
            [1234567.5, writing({ maximumFractionDigits: 3 }, { decimal: ".", group: "," })],
          ].map(([value, write]) => write(value));
        }""",
        [MARKS, assets.VERSION],
    )
    assert written == ["1.234.567,5", "+1.234,5", "1,234,567.5"]
