"""Every page in the pseudo-language, in a real browser: nothing of ours stands there untranslated,
nothing overflows, and two readers in two languages never see each other's.
"""

import csv
import re
from urllib.parse import urlencode

import browser
import pytest
from playwright.sync_api import Page

import languages
from components.shell import menu
from data import catalog
from data.geography import countries
from data.reading import citations

PAGES = {entry.path: entry for entry in menu.entries()}
ASKED = {
    "country": {"country": ["IDN"]},
    "bilateral": {"country": ["IDN"], "partner": ["USA"]},
    "trafficking": {"country": ["IDN", "THA"]},
}
SAID = """() => {
  const found = [];
  const silent = new Set(['STYLE', 'SCRIPT', 'NOSCRIPT', 'TEMPLATE']);
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) found.push(node.data);
    if (![Node.ELEMENT_NODE, Node.DOCUMENT_FRAGMENT_NODE].includes(node.nodeType)) return;
    if (silent.has(node.tagName)) return;
    const icon = node.tagName && getComputedStyle(node).fontFamily.includes('Material Symbols');
    if (icon) return;
    for (const name of ['aria-label', 'aria-description', 'title', 'alt', 'placeholder']) {
      if (node.getAttribute?.(name)) found.push(node.getAttribute(name));
    }
    if (node.shadowRoot) walk(node.shadowRoot);
    node.childNodes.forEach(walk);
  };
  walk(document.body);
  found.push(document.title);
  return [...new Set(found.map((each) => each.replace(/\\s+/g, ' ').trim()))].filter(Boolean);
}"""

# Streamlit's own words, which it has in English alone
STREAMLIT = re.compile(
    "^(App pages|Skip to main content|Link to heading|Open|Close|Help|Main menu|[0-9]+ more"
    "|Sidebar|Expand sidebar|Scroll tabs (left|right)|Upload|file upload"
    "|Increment|Decrement|[0-9]+MB per file|• CSV, TSV, TXT, XLSX, PARQUET)$"
    "|^(Search|Show/hide columns|Fullscreen|Download as CSV): |^Help for "
)


def data() -> tuple[str, ...]:
    """What publishers call their own work, and what publications say, longest first."""
    found = set()
    for source in catalog.sources().values():
        found |= {source.title, source.publisher, source.citation, source.edition, source.url}
        found |= {source.licence.name, source.licence.url, source.name, *source.indicators}
        found |= {" ".join(each.split()) for each in source.files}
    with citations.TEXTS.open(encoding="utf-8", newline="") as file:
        found |= {row["text"] for row in csv.DictReader(file)}  # as publications word them
    return tuple(sorted((each for each in found if len(each) > 2), key=len, reverse=True))


PUBLISHED = data()
CODES = frozenset((*countries.codes(), *catalog.sources(), "TLP", "CLEAR", "GREEN", "AMBER"))


def escaped(text: str) -> list[str]:
    """The plain words of a text that stand outside the pseudo-language's marks and are no data."""
    text = re.sub(r"https?://\S+", " ", text)  # whole: names of sources stand in it
    for each in PUBLISHED:
        text = text.replace(each, " ")
    text = re.sub(r"[^⟦⟧]*[(]grade [A-C][)][^⟦⟧]*", " ", STREAMLIT.sub(" ", text))  # as cited
    before = ""
    while before != text:
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
    text = re.sub(r"⟦.*$|^.*⟧", " ", text)  # a line of a text that was broken into several
    text = re.sub(r"[\w.+-]+/[\w./-]+|`[^`]*`|\b[a-z_]+=[a-z_]+", " ", text)
    words = re.findall(r"(?<![\w])[^\W\d_]{3,}(?!\w)", text)
    return [word for word in words if word.isascii() and word not in CODES]


def read(page: Page, url: str, path: str, language: str) -> list[str]:
    """All that stands on a page in a language."""
    asked = urlencode(ASKED.get(path, {}) | {"language": language}, doseq=True)
    return browser.go(page, f"{url}/{path}?{asked}").evaluate(SAID)


WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("width", [1366, 390])
def test_nothing_of_ours_stands_untranslated_and_nothing_overflows(
    url: str, window: Page, width: int
) -> None:
    """All pages in one window, as the menu comes to them; all that is wrong is told at once."""
    window.set_viewport_size({"width": width, "height": 900})
    wrong = {}
    for path in PAGES:
        texts = read(window, url, path, languages.PSEUDO)
        english = {each: words for each in texts if (words := escaped(each))}
        translated, wider = sum("⟦" in each for each in texts), window.evaluate(WIDER)
        if english or translated <= 10 or wider > 0:
            wrong[path] = english, translated, wider
    assert wrong == {}


def test_two_readers_in_two_languages_never_mix(url: str, window: Page, chromium) -> None:
    ours, theirs = window, chromium.new_context().new_page()
    for path in ("", "trafficking", "country", ""):
        english = read(ours, url, path, languages.ENGLISH)
        pseudo = read(theirs, url, path, languages.PSEUDO)
        assert not [each for each in english if re.search("[⟦⟧]", each)]
        assert not [each for each in pseudo if escaped(each)]
    theirs.context.close()
