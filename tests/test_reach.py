"""Every page for every reader: what axe-core finds of ours, at two sizes, light and dark."""

from collections.abc import Iterator

import browser
import pytest
from long import LONG
from playwright.sync_api import Browser, Page, expect
from walked import PAGES

AXE = browser.ROOT / "tests" / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALSO = ["heading-order", "page-has-heading-one", "empty-table-header", "landmark-unique"]
FEW = ("", "trafficking?country=IDN&country=PHL&period=2018&period=2020", "country?country=IDN")
SIZES = [(1366, "light"), (390, "dark"), (1366, "dark"), (390, "light")]
# What is not ours to mend: the rule, which part of the page, and why.
STREAMLITS = {
    ("scrollable-region-focusable", ".stTable"): "st.table scrolls, and is no stop of the Tab key",
}
LOOK = """async ([tags, also]) => {
  const rules = Object.fromEntries(also.map((rule) => [rule, { enabled: true }]));
  const { violations } = await axe.run(document, {
    runOnly: { type: 'tag', values: tags }, rules, resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => {
    const part = document.querySelector(node.target.at(-1));
    const within = part?.closest('.stTable, .stDataFrame')?.classList[0] ?? '';
    return { rule: id, within: within && `.${within}`, html: node.html.slice(0, 300),
      why: node.failureSummary };
  }));
}"""


@pytest.fixture(scope="module", params=SIZES if LONG else SIZES[:2])
def reader(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    width, scheme = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("page", PAGES if LONG else FEW)
def test_axe_finds_nothing_of_ours(url: str, reader: Page, page: str) -> None:
    reader.goto(f"{url}/{page}")
    expect(reader.locator("h1:visible")).to_have_count(1)
    browser.still(reader)
    reader.evaluate(AXE.read_text(encoding="utf-8"))
    found = reader.evaluate(LOOK, [TAGS, ALSO])
    assert [each for each in found if (each["rule"], each["within"]) not in STREAMLITS] == []
    expect(reader.locator("h1:visible")).to_have_count(1)
