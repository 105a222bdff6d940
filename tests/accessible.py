"""What axe-core finds of ours on a page that is open."""

import browser
from playwright.sync_api import Page

AXE = browser.ROOT / "tests" / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALSO = ["heading-order", "page-has-heading-one", "empty-table-header", "landmark-unique"]
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


def faults(page: Page) -> list[dict[str, str]]:
    """What breaks a rule of WCAG 2.2 AA, once the page is still."""
    browser.still(page)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(LOOK, [TAGS, ALSO])
    return [each for each in found if (each["rule"], each["within"]) not in STREAMLITS]
