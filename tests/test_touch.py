"""By finger, on a tablet and a phone: nothing to be read is covered, cut or overprinted."""

import pytest
from browser import go
from playwright.sync_api import Page

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
  return all('.bar :is(.label, output, h1, .frame, .fold, .press)')
    .filter((part) => meet(box(part), mark) || part.scrollWidth > part.clientWidth + 1)
    .filter((part) => meet(box(part), mark) || part.matches('.period .label'))
    .map((part) => part.textContent);
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
