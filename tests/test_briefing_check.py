"""The HTML file verifies by itself, from a folder and without a network, as a dashboard does."""

import json
import random
from dataclasses import replace

import browser
import pytest
from long import LONG
from playwright.sync_api import expect
from versions import publish, records

import settings
from briefing import canonical, earlier, html, keeping, places, seal, verify
from briefing.keeping import Briefing
from briefing.views import View
from security import reader

AXE = browser.ROOT / "tests" / "vendor" / "axe.min.js"
ASKED = "/trafficking?indicator=glotip.detected_victims&period=2019"
VIEWS = (
    View(id="map", address=ASKED),
    View(id="years", address="/trafficking?indicator=glotip.detected_victims", drawing="timeline"),
    View(id="of", address="/country?country=FRA", drawing="figures"),
    View(id="gone", address="/terrorism?country=NGA"),
)
CODES = 1000 if LONG else 60
ANSWERS = """async (asked) => {
  const said = [];
  for (const [code, number] of asked) {
    const made = await check.answer(code, number);
    const places = (made.places ?? []).map((each) => [each.slide, each.said, each.now ?? ""]);
    said.push([made.state, made.why ?? "", check.sentence(made), places]);
  }
  return said;
}"""


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """A briefing sealed, then sealed anew without its last slide when figures of two countries
    had been revised; within, the store that has both.
    """
    root = tmp_path_factory.mktemp("store")
    with settings.using(store=root), reader.using(reader.LOCAL):
        keeping.save(Briefing(name="talks", title="Talks", views=VIEWS))
        old = earlier.sealed(keeping.load("talks"))
        found = records("glotip")
        mine = found["indicator"].eq("detected_victims") & found["country"].isin(["FRA", "DEU"])
        mine &= found["value"].gt(20)
        for name in ("value", "low", "high"):
            found.loc[mine, name] += 7
        publish(root, "glotip", found)
        again = keeping.load("talks")
        assert again.seal == old.code
        yield old, earlier.sealed(replace(again, views=VIEWS[:-1]))


@pytest.fixture
def file(sealed, kept_window, tmp_path):
    """The file of the newer seal, opened from a folder; nothing is asked of anybody."""
    asked, path = [], tmp_path / "slides.html"
    path.write_text(html.dump(sealed[1].deck), encoding="utf-8")
    kept_window.on("request", lambda each: asked.append(each.url))
    kept_window.goto(path.as_uri())
    yield kept_window
    assert all(each.startswith(("file:", "data:")) for each in asked)
    kept_window.goto("about:blank")


# The browser may refuse the full screen; the deck is presented all the same.
ANSWERED = """() => {
  window.answered = new Promise((done) => {
    for (const each of ["change", "error"]) document.addEventListener(`fullscreen${each}`, done);
    setTimeout(done, 5000);
  }).then(() => {});
}"""


def numbers(made):
    """What can be read off a deck."""
    for slide in made.deck.slides:
        yield from filter(None, (slide.number, slide.change))
        yield from {figure.said for _, _, figure in places.figures(slide)}


def test_it_answers_as_a_dashboard_does(sealed, file):
    old, new = sealed
    chance = random.Random(17)
    asked = [(made.code, each) for made in sealed for each in sorted({*numbers(made)})]
    asked = chance.sample(asked, min(len(asked), CODES // 2))
    asked += [(made.code, str(chance.randrange(10**6, 10**9))) for made in sealed] * 2
    asked += [(f"Seal {new.code.lower()} ", ""), (new.code.replace("-", " "), ""), ("", "1")]
    for _ in range(CODES // 2):
        at = chance.choice([place for place, each in enumerate(new.code) if each != "-"])
        other = chance.choice([each for each in seal.ALPHABET if each != new.code[at]])
        asked.append((new.code[:at] + other + new.code[at + 1 :], ""))
    states = set()
    for (code, number), said in zip(asked, file.evaluate(ANSWERS, asked), strict=True):
        found = verify.verify(code, number)
        stand = [[each.title, each.said, each.now] for each in found.places]
        if code == old.code:  # of a slide that was removed the file knows nothing
            stand = [each for each in stand if each[0] != old.deck.slides[3].title]
        if found.places and not stand:
            assert said[:2] == ["unknown", "number"], (code, number)
            continue
        assert said == [found.state, found.why, str(found), stand], (code, number)
        states.add((code == old.code, found.state))
    assert states == {
        (True, "published"), (True, "revised"), (True, "unknown"),
        (False, "published"), (False, "unknown"),
    }  # fmt: skip


def test_a_reader_types_it_by_keys(sealed, file):
    old, new = sealed
    now = next(said for *place, said in verify.revised(old) if place == [1, "number"])
    file.set_viewport_size({"width": 1366, "height": 768})
    for keys in ("", "f"):
        if keys:
            file.evaluate(ANSWERED)
            file.keyboard.press(keys)
            file.evaluate("answered")  # a full screen that comes later lies over what is opened
        file.keyboard.press("v")
        file.evaluate(AXE.read_text(encoding="utf-8"))
        assert file.evaluate("axe.run('#check').then((all) => all.violations.length)") == 0
        expect(file.locator("#check-code")).to_be_focused()
        file.keyboard.insert_text(new.code)
        file.keyboard.press("Tab")
        file.keyboard.type(new.deck.slides[0].number)
        file.keyboard.press("Enter")
        told = file.locator("#check output.published")
        assert "As published: Talks" in told.inner_text()
        assert new.deck.slides[0].number in file.locator("#check li").first.inner_text()
        file.locator("#check-code").fill(old.code)
        file.locator("#check-number").fill(old.deck.slides[0].number)
        file.keyboard.press("Enter")
        assert now in file.locator("#check output.revised").inner_text()
        file.locator("#check-number").fill("123456789")
        file.keyboard.press("Enter")
        assert "does not stand there" in file.locator("#check output.unknown").inner_text()
        assert file.locator("#check li").count() == 0
        file.keyboard.press("Escape")
        assert not file.locator("#check").is_visible()
        file.evaluate("document.querySelector('#check form').reset()")
    assert file.locator("html.presenting").count() == 1


def test_figures_that_were_touched_are_no_more_those_of_the_code(sealed, file, tmp_path):
    new = sealed[1]
    figure = next(one for _, _, one in places.figures(new.deck.slides[0]) if one.value)
    touched = file.content().replace(f'"value":{figure.value}', '"value":123456.0')
    (tmp_path / "touched.html").write_text(touched, encoding="utf-8")
    file.goto((tmp_path / "touched.html").as_uri())
    ((state, why, said, _),) = file.evaluate(ANSWERS, [[new.code, "123456"]])
    assert (state, why) == ("unknown", "touched") and "is not what was sealed" in said


def test_what_was_sealed_before_stays_within_its_mark_and_its_room(sealed, monkeypatch):
    old, new = sealed
    assert [each["code"] for each in json.loads(new.deck.earlier)] == [old.code]
    assert json.loads(new.deck.earlier)[0]["slides"][3] is None
    assert canonical.text(new.deck) == canonical.text(seal.recomputed(new))
    third = earlier.sealed(Briefing(name="talks", title="Third", views=VIEWS[:1], seal=new.code))
    assert [each["code"] for each in json.loads(third.deck.earlier)] == [new.code, old.code]
    monkeypatch.setattr(earlier, "LARGEST", 10)
    fourth = earlier.sealed(
        Briefing(name="talks", title="Fourth", views=VIEWS[:1], seal=third.code)
    )
    assert fourth.deck.earlier == "[]"
