"""A deck as one HTML file: opened from a folder it asks for nothing, hovers, plays and presents;
the audience's holds no note.
"""

import html as markup
import json
import re
from dataclasses import replace

import browser
import decks
import pytest
from playwright.sync_api import expect

from briefing import html

DECK = decks.south_east_asia()
AXE = browser.ROOT / "tests" / "vendor" / "axe.min.js"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stick")
    for name, notes in (("slides", False), ("notes", True)):
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
    assert made.count('<script type="module">') == made.count("<script") - made.count("json") == 2
    for data in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', made):
        json.loads(data)


def test_its_own_code_runs_and_no_other(files, opened, tmp_path):
    window = opened("slides")
    assert window.evaluate("getComputedStyle(document.querySelector('.slide')).width") == "960px"
    changed = (files / "slides.html").read_text(encoding="utf-8")
    changed = changed.replace("</body>", "<script>document.title = 'taken'</script></body>")
    (tmp_path / "changed.html").write_text(changed, encoding="utf-8")
    other = window.context.new_page()
    other.goto((tmp_path / "changed.html").as_uri())
    assert other.title() == DECK.title
    other.close()


def test_figures_are_hovered_and_clicked(opened):
    window = opened("slides")
    mark = window.locator("#p4 g.mark[data-code=PHL]").first
    mark.scroll_into_view_if_needed()
    mark.locator("rect").hover()
    figure = DECK.slides[2].drawings[0].series[0].figures[0]
    assert window.locator("#said").inner_text() == f"{figure.name}: {figure.said} (2020)"
    mark.locator("rect").click()
    assert window.locator("#p4 .picked[data-code=PHL]").count() == 2


def test_a_map_plays_through_its_periods_with_one_scale(opened):
    window = opened("slides")
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
    window = opened("notes")

    def current():
        return window.locator(".frame.current .slide").get_attribute("id")

    window.keyboard.press("f")
    for key, slide in (
        ("ArrowRight", "p2"), ("Space", "p3"), ("ArrowLeft", "p2"), ("End", "p11"), ("Home", "p1"),
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
    for said in ("Pause", "Play"):
        window.keyboard.press("p")
        assert window.locator(".frame.current .player button").inner_text() == said
    for count in (1, 0):
        window.keyboard.press("t")
        assert window.locator("html.figured").count() == count
    window.keyboard.press("o")
    assert window.locator(".frame:visible").count() == 11
    window.locator(".frame").nth(4).click()
    assert current() == "p5" and window.locator(".frame:visible").count() == 1


def test_slides_are_swiped(opened):
    window = opened("slides")
    window.set_viewport_size({"width": 1366, "height": 768})
    touch = window.context.new_cdp_session(window)

    def swiped(start, end):
        for kind, at in (("touchStart", start), ("touchMove", end), ("touchEnd", None)):
            points = [{"x": at, "y": 300}] if at else []
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        return window.evaluate(FOLLOWED)

    window.keyboard.press("f")
    swipes = [(900, 300), (900, 500), (300, 900), (500, 530), (300, 900), (300, 900)]
    assert [swiped(*each) for each in swipes] == ["p2", "p3", "p2", "p2", "p1", "p1"]
    window.keyboard.press("Escape")
    assert swiped(900, 300) == "p1"  # while it is read as a page
    touch.detach()


def test_the_policy_is_that_of_the_very_file():
    one, other = html.dump(DECK), html.dump(replace(DECK, slides=DECK.slides[1:3]))
    policies = [re.search(r'Policy" content="([^"]*)"', each)[1] for each in (one, other)]
    assert policies[0] != policies[1]
    assert all("unsafe" not in each and "default-src 'none'" in each for each in policies)


FOLLOWED = "document.querySelector('.current .slide').id"
TABLES = """[...document.querySelectorAll(".current .slide table")].flatMap((each) => [
  each.getBoundingClientRect().bottom > 0.9 * innerHeight && "below its slide",
  each.offsetWidth !== each.parentElement.offsetWidth && "not as wide as its place",
  each.scrollWidth > each.offsetWidth && "wider than its place",
].filter(Boolean))"""
NAMES = "[...document.querySelectorAll('section')].map((each) => each.getAttribute('aria-label'))"


@pytest.fixture
def two(files, chromium):
    """The presenter's window and the audience's that it opened, from a folder, network cut; and
    all that the audience's was sent or asked for.
    """
    context = chromium.new_context(
        viewport={"width": 1366, "height": 768}, offline=True, reduced_motion="reduce"
    )
    context.add_init_script(
        "globalThis.told = []; addEventListener('message', ({data}) => told.push(data));"
    )
    asked = []
    own = context.new_page()
    own.goto((files / "notes.html").as_uri())
    with context.expect_page() as opening:
        own.click("#audience")
    audience = opening.value
    audience.on("request", lambda each: asked.append(each.url))
    audience.locator("html.presenting").wait_for(state="attached")
    yield own, audience, asked
    context.close()


def test_the_audiences_window_follows_and_never_holds_a_note(two):
    own, audience, asked = two

    def both(slide):
        for each in (own, audience):
            expect(each.locator(".current .slide")).to_have_id(slide)

    own.bring_to_front()
    own.keyboard.press("ArrowRight")
    both("p2")
    assert own.locator(".next .slide").get_attribute("id") == "p3"
    assert DECK.slides[0].notes in own.locator(".current .notes").inner_text()
    own.locator(".current .player input").evaluate(
        "(at) => { at.value = 1; at.dispatchEvent(new Event('input')); }"
    )
    playing = DECK.slides[0].drawings[0].frames[1].name
    audience.locator(".current .player output", has_text=playing).wait_for()
    audience.bring_to_front()
    audience.keyboard.press("ArrowRight")
    both("p3")
    audience.keyboard.press("b")
    own.locator("html.blank").wait_for(state="attached")
    audience.reload()
    audience.locator("html.presenting.blank").wait_for(state="attached")
    both("p3")
    assert re.fullmatch(r"00:0\d:\d\d", own.locator("#since").inner_text())
    whole = audience.content() + json.dumps(audience.evaluate("told"))
    for slide in DECK.slides:
        for secret in filter(None, (slide.notes, *slide.how)):
            assert secret not in markup.unescape(whole) and secret in markup.unescape(own.content())
    assert set().union(*audience.evaluate("told.map(Object.keys)")) <= {
        "deck", "at", "blank", "figured", "player", "place", "presenting",
    }  # fmt: skip
    assert all(each.startswith(("file:", "data:")) for each in asked)


def test_every_key_is_changed_or_switched_off(opened):
    window = opened("slides")
    window.keyboard.press("f")
    window.keyboard.press("?")
    rows = window.locator("#keys tr")
    actions = rows.evaluate_all("(all) => all.map((each) => each.dataset.does)")
    assert len(actions) == 13 and "notes" not in actions
    for name, key in (("next", "x"), ("blank", "Backspace")):
        window.locator(f"[data-does={name}] button").first.click()
        window.keyboard.press(key)
    window.locator("[data-does=overview] button").last.click()
    window.keyboard.press("Escape")
    window.reload()
    window.keyboard.press("f")

    def pressed(key):
        window.keyboard.press(key)
        return window.evaluate(FOLLOWED)

    assert [pressed(each) for each in ("x", "ArrowRight", "o", "x")] == ["p2", "p2", "p2", "p3"]
    window.keyboard.press("Backspace")
    assert window.locator("html.blank:not(.overview)").count() == 1
    window.keyboard.press("?")
    window.locator("#keys td:last-child button").evaluate_all(
        "(all) => all.forEach((each) => each.click())"
    )
    assert window.locator("#keys td:last-child button:enabled").count() == 0
    window.click("#usual")
    window.keyboard.press("Escape")
    assert [pressed(each) for each in ("ArrowRight", "x")] == ["p4", "p4"]
    window.evaluate("localStorage.clear()")


def test_a_room_reads_it_and_a_screen_reader_hears_it(opened):
    window = opened("slides")
    window.set_viewport_size({"width": 1920, "height": 1080})
    assert window.evaluate("document.getAnimations().length") == 0
    window.keyboard.press("f")
    names = window.evaluate(NAMES)
    for at in range(window.locator("section").count()):
        small = window.evaluate(
            """() => [...document.querySelectorAll(".current .slide *")].filter((each) =>
              [...each.childNodes].some((one) => one.nodeType === 3 && one.data.trim())
              && !each.closest("script, title, defs, .player [hidden]")
              && each.getBoundingClientRect().width
              && parseFloat(getComputedStyle(each).fontSize)
                * (each.ownerSVGElement ? each.ownerSVGElement.getScreenCTM().a : 2) < 17.99)
              .map((each) => each.textContent)"""
        )
        assert not small
        heard = window.evaluate(
            "[document.activeElement.getAttribute('aria-label'), "
            "document.activeElement.querySelectorAll('table, [aria-hidden]').length > 0]"
        )
        assert heard[0] == names[at] and (heard[1] or at == 0)
        assert window.evaluate(TABLES) == []
        tree = window.locator(".current").aria_snapshot()
        title = window.locator(".current h2").inner_text()
        assert f'heading "{title}" [level=2]' in tree
        assert at == 0 or (tree.count("- rowheader ") and tree.count("- columnheader "))
        window.keyboard.press("ArrowRight")
    window.keyboard.press("Escape")
    begin = "getComputedStyle(document.querySelector('#p11 td:last-child')).textAlign"
    assert window.evaluate(begin) == "start"  # of sources, which are words


def test_axe_finds_nothing(opened):
    for name in ("slides", "notes"):
        window = opened(name)
        window.evaluate(AXE.read_text(encoding="utf-8"))
        for keys in ("", "f", "?", "Escape", "o"):
            if keys:
                window.keyboard.press(keys)
            found = window.evaluate("axe.run().then((all) => all.violations)")
            wrong = {(each["id"], one["html"]) for each in found for one in each["nodes"]}
            # of drawings it takes what is painted behind words for black
            assert {
                one for one in wrong if one[0] != "color-contrast" or "<text" not in one[1]
            } == set()
        window.keyboard.press("Escape")


def test_it_goes_on_by_itself_when_asked(opened):
    window = opened("slides")
    window.clock.install()
    window.reload()
    window.keyboard.press("f")
    window.clock.run_for(60_000)
    assert window.evaluate(FOLLOWED) == "p1"
    window.keyboard.press("a")
    window.clock.run_for(20_500)
    assert window.evaluate(FOLLOWED) == "p2"
    window.keyboard.press("a")
    window.clock.run_for(60_000)
    assert window.evaluate(FOLLOWED) == "p2"
