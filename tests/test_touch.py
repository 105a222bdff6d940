"""By finger, on a tablet and a phone: nothing to be read is covered, cut or overprinted."""

import re

import browser
import pytest
from browser import go
from playwright.sync_api import Page, expect
from walked import PAGES

# Boxes of words as they are seen: of a label that is cut, no more than its element.
BOXES = """const box = (part) => {
  const range = document.createRange();
  range.selectNodeContents(part);
  const [words, whole] = [range.getBoundingClientRect(), part.getBoundingClientRect()];
  const svg = part.ownerSVGElement;
  return svg ? whole : { left: Math.max(words.left, whole.left),
    right: Math.min(words.right, whole.right), top: words.top, bottom: words.bottom };
};
const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
  && a.top < b.bottom - 1 && b.top < a.bottom - 1;
const seen = (part) => part.textContent.trim()
  && part.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const all = (places) => [...document.querySelectorAll(places)].filter(seen);
"""
UNDER_MARK = f"""() => {{ {BOXES}
  const mark = document.querySelector('.tlp').getBoundingClientRect();
  return all('.filter-bar :is(.label, output, h1, .frame, .fold, .press)')
    .filter((part) => meet(box(part), mark) || part.scrollWidth > part.clientWidth + 1)
    .filter((part) => meet(box(part), mark) || part.matches('.period .label'))
    .map((part) => part.textContent);
}}"""
UNDER_CAMERA = f"""() => {{ {BOXES}
  return [...document.querySelectorAll('.modebar-btn')].filter((button) => button.checkVisibility())
    .flatMap((button) => [...button.closest('.chart').querySelectorAll('text, p, h3, label')]
      .filter((part) => seen(part) && meet(box(part), button.getBoundingClientRect())))
    .map((part) => part.textContent);
}}"""
OVERPRINTED = f"""() => {{ {BOXES}
  const texts = all('.st-key-timeline :is(.annotation-text, .legendtext)');
  const wide = innerWidth;
  return texts.flatMap((a, i) => [
    ...(box(a).right > wide ? [`${{a.textContent}} is cut`] : []),
    ...texts.slice(i + 1).filter((b) => meet(box(a), box(b)))
      .map((b) => `${{a.textContent}} | ${{b.textContent}}`)]);
}}"""

UNDER_ADD = f"""() => {{ {BOXES}
  const added = document.querySelector('.collect .beside').getBoundingClientRect();
  const menu = '[data-testid=stExpandSidebarButton], [data-testid=stTopNavLink], .collect .open';
  const head = document.querySelector('[data-testid=stHeader]').getBoundingClientRect().bottom;
  const under = (part) => part.closest('[data-testid=stMain]')
    && part.getBoundingClientRect().top < head && !part.matches('.open'); // scrolled away
  return all(`h1, h3, .label, .lead, .tlp, .field, .fold, ${{menu}}`)
    .filter((part) => !under(part))
    .filter((part) => meet(part.getBoundingClientRect(), added)).map((part) => part.textContent);
}}"""

OUT_OF_SIGHT = f"""() => {{ {BOXES}
  const grid = document.querySelector('.st-key-rows .grid');
  const edge = grid.getBoundingClientRect().right;
  const cells = [...grid.querySelectorAll('tr')].flatMap(({{ cells }}) => [...cells].slice(0, 4));
  return cells.filter((cell) => box(cell.querySelector('button') ?? cell).right > edge
    || cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.textContent);
}}"""


@pytest.fixture(scope="module")
def fingers(chromium):
    """A window of this size that is touched; one for each size."""
    opened = {}

    def at(width: int, height: int) -> Page:
        if width not in opened:
            opened[width] = chromium.new_context(
                viewport={"width": width, "height": height}, has_touch=True, is_mobile=width < 500
            ).new_page()
        return opened[width]

    yield at
    for page in opened.values():
        page.context.close()


TABLET, PHONE, NARROW = (1024, 768), (390, 844), (320, 640)


@pytest.mark.parametrize("size", [TABLET, (800, 1000), PHONE], ids=str)
def test_the_mark_covers_no_filter(fingers, url, size):
    page, wrong = fingers(*size), {}
    for path in ("", "illegal-fishing", "money-laundering", "trafficking"):
        go(page, f"{url}/{path}")
        wrong |= {path: found} if (found := page.evaluate(UNDER_MARK)) else {}
    assert not wrong


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=str)
def test_no_button_of_a_chart_lies_over_its_words(fingers, url, size):
    page, wrong = fingers(*size), {}
    for path in ("", "cybercrime", "trafficking", "notices"):
        go(page, f"{url}/{path}")
        assert page.locator(".modebar-btn").count()
        wrong |= {path: found} if (found := page.evaluate(UNDER_CAMERA)) else {}
    assert not wrong


BESIDE_ITSELF = """() => [...document.querySelectorAll('.around .switches > *')]
  .filter((part) => part.checkVisibility() && part.getBoundingClientRect().right
    > part.closest('.around').getBoundingClientRect().right + 1).map((part) => part.textContent)"""


@pytest.mark.parametrize("size", [TABLET, (768, 1024), PHONE], ids=str)
def test_no_switch_leaves_its_column(fingers, url, size):
    page = fingers(*size)
    for path in ("trafficking", "cybercrime"):
        go(page, f"{url}/{path}")
        assert page.locator(".around .switches > *").count()
        assert page.evaluate(BESIDE_ITSELF) == [], path


BEYOND = """() => [...document.querySelectorAll('.plot')]
  .map((each) => [each, each.closest('[class*="st-key-"]')])
  .filter(([plot, own]) => plot.getBoundingClientRect().bottom
    > own.getBoundingClientRect().bottom + 1).map(([, own]) => own.className)"""


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=str)
def test_no_chart_is_higher_than_its_place(fingers, url, size):
    page = fingers(*size)
    for path in ("cybercrime", "trafficking?indicator=glotip.victims_by_citizenship"):
        go(page, f"{url}/{path}")
        assert page.locator(".plot").count() and page.evaluate(BEYOND) == [], path


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=str)
def test_no_two_notes_of_a_timeline_are_printed_over_one_another(fingers, url, size):
    page, wrong = fingers(*size), {}
    for path in (*(each for each in PAGES if "-" in each), "trafficking", "cybercrime"):
        go(page, f"{url}/{path}")
        wrong |= {path: found} if (found := page.evaluate(OVERPRINTED)) else {}
    assert not wrong


NOTES = """() => [...document.querySelectorAll('.st-key-timeline .annotation-text')]
  .map((note) => [note.getBoundingClientRect().top, note.textContent])
  .sort(([a], [b]) => a - b).map(([, text]) => text)"""


def test_notes_of_a_timeline_on_a_phone_say_their_years_in_their_order(fingers, url):
    page = fingers(*PHONE)
    go(page, f"{url}/money-laundering")
    years = [re.match(r"(\d{4}): ", note) for note in page.evaluate(NOTES)]
    assert len(years) > 2 and all(years)
    assert [each[1] for each in years] == sorted(each[1] for each in years)


def test_what_a_phone_shows_below_a_timeline_is_its_whole_legend(fingers, url):
    page = fingers(*PHONE)
    go(page, f"{url}/money-laundering")
    legend = page.locator(".st-key-timeline .legend span")
    assert legend.all_inner_texts() == [
        "possible, dates not certain",
        "listed",
        "entries",
        "exits",
    ]
    graph, line = (
        page.locator(f".st-key-timeline {part}").first.bounding_box()
        for part in (".main-svg", ".time")
    )
    own = page.locator(".st-key-timeline .legend").bounding_box()
    assert graph["y"] + graph["height"] <= own["y"] + 1
    assert own["y"] + own["height"] <= line["y"] + 1
    browser.leave(page)


# What is seen of the bars of this name and of its square in the legend: colour and opacity.
LOOKS = """(name) => {
  const look = (part) => {
    let opacity = getComputedStyle(part).fillOpacity;
    for (let each = part; each; each = each.parentElement)
      opacity *= getComputedStyle(each).opacity;
    return [getComputedStyle(part).fill, Math.round(100 * opacity)];
  };
  const within = document.querySelector('.st-key-timeline');
  const bars = within.querySelectorAll('.barlayer .trace')[name === 'entries' ? 0 : 1];
  const key = [...within.querySelectorAll('.legend span, .legend .traces')]
    .find((each) => each.textContent.trim() === name);
  return [bars.querySelector('path'), key.querySelector('rect, .legendpoints path')].map(look);
}"""


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=str)
def test_the_legend_of_a_timeline_has_the_colours_of_its_bars(fingers, url, size):
    page = fingers(*size)
    for path in ("money-laundering", "illegal-fishing"):
        go(page, f"{url}/{path}")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            browser.still(page)
            for name in ("entries", "exits"):
                bars, key = page.evaluate(LOOKS, name)
                assert bars == key, (path, scheme, name)
    page.emulate_media(color_scheme="light")
    browser.leave(page)


@pytest.mark.parametrize("size", [TABLET, PHONE, NARROW], ids=str)
def test_what_adds_a_touched_part_to_a_briefing_covers_nothing(fingers, url, size):
    page = fingers(*size)
    go(page, f"{url}/money-laundering")
    add = page.locator(".collect .beside")
    for part in (".st-key-map h3", ".st-key-timeline h3"):
        page.locator(part).tap()
        expect(add).to_be_visible()
        assert page.evaluate(UNDER_ADD) == []
    expect(add).to_have_accessible_name(re.compile("FATF lists, world"))
    add.tap()
    expect(page.locator(".collect .kept")).to_contain_text("Added to")
    browser.leave(page)


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=str)
def test_the_one_line_of_the_filters_says_all_of_them(fingers, url, size):
    page = fingers(*size)
    go(page, f"{url}/trafficking?country=IDN&country=PHL&country=USA&period=2016&period=2018")
    fold = page.locator(".filter-bar .fold > :first-child")
    expect(fold).to_contain_text("2016–2018")
    cut = fold.evaluate(
        "(it) => it.scrollWidth > it.clientWidth || it.scrollHeight > it.clientHeight"
    )
    assert not cut
    browser.leave(page)


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=str)
def test_the_values_of_countries_stand_beside_their_names(fingers, url, size):
    page, wrong = fingers(*size), {}
    for path in ("trafficking", "money-laundering", "terrorism", "illegal-fishing", "cybercrime"):
        go(page, f"{url}/{path}")
        found = page.evaluate(OUT_OF_SIGHT)
        wrong |= {path: found} if found else {}
    assert not wrong
    browser.leave(page)


CUT = """() => [...document.querySelectorAll('.trends .foot, .strips .label small')]
  .filter((it) => it.clientWidth && (it.scrollWidth > it.clientWidth + 1
    || it.scrollHeight > it.clientHeight + 2)).map((it) => it.textContent)"""


@pytest.mark.parametrize("size", [(1366, 768), TABLET, PHONE, NARROW], ids=str)
def test_a_country_says_its_caveats_and_sources_to_the_end(fingers, url, size):
    page = fingers(*size)
    go(page, f"{url}/country?country=GBR")
    assert page.evaluate(CUT) == []
    browser.leave(page)


def test_groups_of_a_country_are_called_by_name_where_that_is_a_word(fingers, url):
    page = fingers(1366, 768)
    go(page, f"{url}/country?country=GBR")
    said = page.locator(".brief-of").inner_text()
    assert "Commonwealth" in said and "COMMONWEALTH" not in said
    browser.leave(page)


def test_countries_beside_another_have_marks_of_their_own(fingers, url):
    page = fingers(1366, 768)
    go(page, f"{url}/country?country=IDN&country=SGP&country=PHL")
    legend = page.locator(".strips .legend .other")
    assert legend.all_inner_texts() == ["Singapore", "Philippines"]
    shapes = [each.get_attribute("d") for each in legend.locator(".mark").all()]
    assert len({*shapes}) == 2
    row = page.locator(".strips .row[data-key]").first
    drawn = [each.get_attribute("d") for each in row.locator("svg.other .mark").all()]
    assert sorted(drawn) == sorted(shapes)
    browser.leave(page)


BROKEN = """() => {
  const broken = [];
  const walk = document.createTreeWalker(document.querySelector('[data-testid=stMain]'), 4);
  const range = document.createRange();
  while (walk.nextNode()) {
    const { data, parentElement } = walk.currentNode;
    if (!parentElement.checkVisibility()) continue;
    for (const { index, 0: day } of data.matchAll(/\\d{4}-\\d\\d(-\\d\\d)?/g)) {
      range.setStart(walk.currentNode, index);
      range.setEnd(walk.currentNode, index + day.length);
      const lines = [...range.getClientRects()].filter(({ width }) => width);
      if (new Set(lines.map(({ top }) => top)).size > 1) broken.push(data);
    }
  }
  return broken;
}"""


@pytest.mark.parametrize("size", [PHONE, (768, 1024), (1366, 768)], ids=str)
def test_no_line_ends_within_a_day(fingers, url, size):
    page, wrong = fingers(*size), {}
    for path in ("", "?country=IDN", "country?country=SGP", "trafficking", "sources"):
        go(page, f"{url}/{path}")
        wrong |= {path: found} if (found := page.evaluate(BROKEN)) else {}
    assert not wrong
    browser.leave(page)


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=str)
def test_what_prints_a_country_is_high_enough_for_a_finger(fingers, url, size):
    page = fingers(*size)
    go(page, f"{url}/country?country=SGP")
    assert page.locator(".brief-of .press").bounding_box()["height"] >= 44
    browser.leave(page)
