"""Markup and formulas that stand in a store, whoever put them there, are text in a real browser:
in titles, tables, what is hovered, on paper, in pictures and in files.
"""

import io
import re
import zipfile
from dataclasses import replace

import browser
import openpyxl
import pandas as pd
import pypdf
import pytest
from playwright.sync_api import Page

import settings
from data import store
from data.ingest import user_tables
from data.reading import user_file
from security import reader
from security.tlp import Tlp

EVIL = '=1+1<img src=x onerror="window.hit=1"><b class="evil">x</b>![x](http://elsewhere.example/)'
SAID = '<b class="evil">'
FOUND = """() => {
  const found = [];
  const look = (root) => {
    found.push(...root.querySelectorAll('img[src="x"], img[src*="elsewhere"], .evil'));
    for (const each of root.querySelectorAll('*')) if (each.shadowRoot) look(each.shadowRoot);
    for (const each of root.querySelectorAll('iframe[srcdoc]')) look(each.contentDocument);
  };
  look(document);
  return [window.hit ?? 0, found.map((each) => each.outerHTML)];
}"""
HOVERS = """(marks) => {  // the middle of each mark in turn, until one says what it is
  window.turn = (window.turn ?? -1) + 1;
  const every = [...document.querySelectorAll(marks)].filter((each) => each.getBBox().width > 1);
  const mark = every[window.turn % every.length].getBoundingClientRect();
  const [x, y] = [mark.x + mark.width / 2, mark.y + mark.height / 2];
  for (const type of ['mouseover', 'mousemove'])
    document.elementFromPoint(x, y)?.dispatchEvent(
      new MouseEvent(type, { bubbles: true, clientX: x, clientY: y }));
  const said = [...document.querySelectorAll('.hoverlayer text')].map((each) => each.textContent);
  return said.join(' ').includes('<b class="evil">');
}"""
DRAWN = """() => {
  const plain = CanvasRenderingContext2D.prototype.fillText;
  window.written = [];
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    window.written.push(text);
    return plain.call(this, text, ...rest);
  };
  const image = HTMLImageElement.prototype;
  const source = Object.getOwnPropertyDescriptor(image, 'src');
  const set = function (to) {
    if (to.startsWith('data:image/svg')) window.chart = decodeURIComponent(to);
    source.set.call(this, to);
  };
  Object.defineProperty(image, 'src', { ...source, set });
}"""


def own(root):
    """A table that an older dashboard kept, which took no markup away."""
    path = root.parent / "t.csv"
    frame = pd.DataFrame(
        {
            "country": ["IDN", "SGP", "IDN"],
            "year": ["2019", "2019", "2020"],
            f"kind {EVIL}": [f"{EVIL} one", f"{EVIL} two", f"{EVIL} one"],
            "cases": ["10", "4", "5"],
        }
    )
    frame.to_csv(path, index=False)
    with pytest.MonkeyPatch.context() as patch:
        for module in (user_file, user_tables):
            patch.setattr(module, "clean", lambda text, longest=80: text)
        table = user_file.Table(path, f"{EVIL}.csv")
        columns = replace(user_file.guess(table), category=f"kind {EVIL}")
        about = user_tables.About(EVIL, f"cases {EVIL}", "observation", tlp=Tlp.CLEAR)
        reading = user_tables.read(table, columns, about)
        user_tables.keep(root, reading)
    return f"own.{reading.name}"


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    root = tmp_path_factory.mktemp("marked") / "store"
    with settings.using(store=root), reader.using(reader.LOCAL):
        name = own(root)
        store.forget()
    env = {"THREATS_STORE": str(root)}
    port = browser.free_port()
    with browser.started("--port", str(port), env=env) as process:
        browser.ready(process, browser.Server(port))
        yield f"http://127.0.0.1:{port}", name


@pytest.fixture
def page(window: Page):
    asked = []
    window.context.on("request", lambda request: asked.append(request.url))
    window.set_viewport_size({"width": 1366, "height": 900})
    yield window
    assert not [each for each in asked if "elsewhere" in each]


def harmless(page):
    assert page.evaluate(FOUND) == [0, []]


def test_what_is_looked_for_would_be_found(page):
    page.goto("about:blank")
    page.set_content("<p></p>")
    page.evaluate("(evil) => document.body.insertAdjacentHTML('beforeend', evil)", EVIL)
    page.wait_for_function("() => window.hit")
    assert len(page.evaluate(FOUND)[1]) == 2


@pytest.mark.parametrize(
    "path",
    ["own", "own?country=IDN&country=SGP", "sources?indicator={name}", "", "country?country=IDN"]
    + ["bilateral?country=IDN&partner=SGP", "briefing", "alerts"],
)
def test_a_page_shows_it_as_text(marked, page, path):
    url, name = marked
    page.goto(f"{url}/{path.format(name=name)}")
    browser.still(page)
    harmless(page)
    if path.startswith(("own", "sources")):
        assert SAID in page.inner_text("body")


def test_so_does_what_is_hovered_printed_and_drawn(marked, page):
    url, _ = marked
    page.goto(f"{url}/own")
    browser.still(page)
    page.evaluate(DRAWN)
    for marks in (".st-key-timeline .bars path", ".st-key-map .choroplethlocation"):
        page.locator(marks).first.scroll_into_view_if_needed()
        page.wait_for_function(HOVERS, arg=marks, polling=100)
        harmless(page)
    for button in page.locator('.plot [data-title="Download as a picture"]').all():
        with page.expect_download():
            button.evaluate(
                "(each) => each.dispatchEvent(new MouseEvent('click', {bubbles: true}))"
            )
    assert SAID in " ".join(page.evaluate("() => window.written"))
    assert "<img" not in page.evaluate("() => window.chart ?? ''")
    harmless(page)
    page.emulate_media(media="print")
    browser.still(page)
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True)))
    assert SAID in re.sub(r"\s+", " ", "".join(each.extract_text() for each in printed.pages))
    harmless(page)


def test_so_do_the_files(marked, page):
    url, _ = marked
    page.goto(f"{url}/own")
    browser.still(page)
    files = {}
    for label in ("CSV", "Excel"):
        with page.expect_download() as download:
            page.get_by_role("button", name=label, exact=True).first.click()
        files[label] = download.value.path().read_bytes()
    with zipfile.ZipFile(io.BytesIO(files["CSV"])) as box:
        table = next(box.read(name).decode() for name in box.namelist() if name.endswith(".csv"))
    book = openpyxl.load_workbook(io.BytesIO(files["Excel"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert any(SAID in str(cell.value) for cell in cells)
    assert not re.search(r'(^|[,\n"])[=+@]', table)
