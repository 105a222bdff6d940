"""A deck as one HTML file: opened from a folder it asks for nothing, hovers, plays and presents;
the audience's holds no note.
"""

import html as markup
import json
import re
from dataclasses import replace

import decks
import pytest

from briefing import html

DECK = decks.south_east_asia()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stick")
    for name, notes in (("audience", False), ("presenter", True)):
        (folder / f"{name}.html").write_text(html.dump(DECK, notes=notes), encoding="utf-8")
    return folder


@pytest.fixture
def opened(files, kept_window):
    """Opens a file and keeps what it asks for and what goes wrong."""
    asked, wrong = [], []
    kept_window.on("request", lambda each: asked.append(each.url))
    kept_window.on("console", lambda each: wrong.append(each.text))
    kept_window.on("pageerror", lambda each: wrong.append(str(each)))

    def open_(name):
        kept_window.goto((files / f"{name}.html").as_uri())
        return kept_window

    yield open_
    assert not wrong
    assert all(each.startswith(("file:", "data:")) for each in asked)
    kept_window.goto("about:blank")


def test_it_says_every_number_of_the_deck():
    text = markup.unescape(html.dump(DECK))
    assert not {each for each in decks.numbers(DECK) if each[1] not in text}
    for slide in DECK.slides:
        assert slide.title in text and slide.boundary in text and slide.seal in text


def test_the_audience_gets_no_note():
    audience, presenter = html.dump(DECK), html.dump(DECK, notes=True)
    for slide in DECK.slides:
        for secret in filter(None, (slide.notes, *slide.how)):
            said = secret.replace("'", "&#x27;")
            assert secret not in audience and said not in audience
            assert secret in markup.unescape(presenter)


def test_twenty_slides_are_small_and_the_same_each_time():
    deck = decks.of(20)
    made = html.dump(deck)
    assert len(made.encode()) < 6_000_000 and made == html.dump(deck)


def test_a_readers_words_are_never_markup():
    made = html.dump(decks.hostile(), notes=True)
    assert "<script>alert" not in made and "</svg><script" not in made
    assert made.count("<script>") == 1
    for data in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', made):
        json.loads(data)


def test_its_own_code_runs_and_no_other(files, opened, tmp_path):
    window = opened("audience")
    assert window.evaluate("getComputedStyle(document.querySelector('.slide')).width") == "960px"
    changed = (files / "audience.html").read_text(encoding="utf-8")
    changed = changed.replace("</body>", "<script>document.title = 'taken'</script></body>")
    (tmp_path / "changed.html").write_text(changed, encoding="utf-8")
    other = window.context.new_page()
    other.goto((tmp_path / "changed.html").as_uri())
    assert other.title() == DECK.title
    other.close()


def test_figures_are_hovered_and_clicked(opened):
    window = opened("audience")
    mark = window.locator("#p4 g.mark[data-code=PHL]").first
    mark.scroll_into_view_if_needed()
    mark.locator("rect").hover()
    figure = DECK.slides[2].drawings[0].series[0].figures[0]
    assert window.locator("#said").inner_text() == f"{figure.name}: {figure.said} (2020)"
    mark.locator("rect").click()
    assert window.locator("#p4 .picked[data-code=PHL]").count() == 2


def test_a_map_plays_through_its_periods_with_one_scale(opened):
    window = opened("audience")
    drawing = DECK.slides[0].drawings[0]
    scale = float(window.locator("#p2 .circles").get_attribute("data-scale"))
    slider = window.locator("#p2 .player input")
    for place, frame in enumerate(drawing.frames):
        slider.evaluate(
            "(at, to) => { at.value = to; at.dispatchEvent(new Event('input')); }", place
        )
        assert window.locator("#p2 .player output").inner_text() == frame.name
        for one in frame.figures:
            if not one.value:
                continue
            mark = window.locator(f"#p2 .circles > .mark:not(.earlier)[data-code={one.code}]")
            assert float(mark.get_attribute("data-value")) == one.value
            radius = float(mark.locator("circle").get_attribute("r"))
            assert radius == pytest.approx(scale * one.value**0.5, abs=0.01)
    window.locator("#p2 .player button").click()
    window.locator("#p2 .player output", has_text="2016").wait_for(timeout=8000)
    window.locator("#p2 .player button").click()


def test_it_presents_by_keys(opened):
    window = opened("presenter")

    def current():
        return window.locator(".frame.current .slide").get_attribute("id")

    window.keyboard.press("f")
    for key, slide in (
        ("ArrowRight", "p2"), ("Space", "p3"), ("ArrowLeft", "p2"), ("End", "p12"), ("Home", "p1"),
    ):  # fmt: skip
        window.keyboard.press(key)
        assert current() == slide
    window.keyboard.press("1")
    window.keyboard.press("0")
    window.keyboard.press("Enter")
    assert current() == "p10"
    assert window.locator(".frame:visible").count() == 1
    window.keyboard.press("b")
    assert not window.locator("main").is_visible() or window.locator("html.blank").count()
    window.keyboard.press("b")
    window.keyboard.press("Home")
    window.keyboard.press("ArrowRight")
    assert not window.locator(".frame.current .notes").is_visible()
    window.keyboard.press("n")
    assert DECK.slides[0].notes in window.locator(".frame.current .notes").inner_text()
    window.keyboard.press("o")
    assert window.locator(".frame:visible").count() == 12
    window.locator(".frame").nth(4).click()
    assert current() == "p5" and window.locator(".frame:visible").count() == 1


def test_the_policy_is_that_of_the_very_file():
    one, other = html.dump(DECK), html.dump(replace(DECK, slides=DECK.slides[1:3]))
    policies = [re.search(r'Policy" content="([^"]*)"', each)[1] for each in (one, other)]
    assert policies[0] != policies[1]
    assert all("unsafe" not in each and "default-src 'none'" in each for each in policies)
