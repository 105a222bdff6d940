"""The page of sources: what needs somebody stands first, what is not known is shown, a reader's own
table gets in.
"""

import re
from datetime import date

import browser
import pandas as pd
import pytest
from playwright.sync_api import expect
from versions import publish, records

from components.figures import coverage_grid as figure
from data import catalog, query, store
from data.analysis import coverage, versions
from data.geography import countries
from data.ingest import fetch_log, standing
from data.query import Filters

CELLS = pd.DataFrame(
    {
        "row": ["a", "a", "b", "b"],
        "year": [2001, 2003, 2001, 2002],
        "value": [5.0, 0.0, None, 20.0],
        "low": [5.0, 0.0, 1.0, 20.0],
        "high": [5.0, 0.0, 4.0, 20.0],
    }
)
ROWS = {"a": "Here", "b": "<b>There</b>"}


def heat(drawn):
    return next(each for each in drawn["data"] if each["type"] == "heatmap")


def names(drawn):
    return [each["name"] for each in drawn["data"] if each.get("showlegend")]


# ---- the figure


def test_known_zero_masked_and_unknown_look_different():
    drawn = figure.build(CELLS, ROWS, (2001, 2003), unit="cases")
    here, there = heat(drawn)["z"]
    assert here[0] > 1 and here[1] is None and here[2] == 0.5
    assert there[0] > 1 and there[2] is None
    assert "1–4 cases" in heat(drawn)["text"][1][0]
    assert names(drawn)[:2] == ["Nothing known", "0"]


def test_what_nothing_is_known_of_is_hatched_and_nothing_else():
    hatched = next(
        each
        for each in figure.build(CELLS, ROWS, (2001, 2003), unit="cases")["data"]
        if each.get("fill")
    )
    assert hatched["fillcolor"] == "$hatch"
    assert {
        (x, round(y)) for x, y in zip(hatched["x"], hatched["y"], strict=True) if x is not None
    } == {(2001.5, 0), (2002.5, 0), (2002.5, 1), (2003.5, 1)}


def test_where_things_are_counted_absent_is_none_recorded_within_the_years_covered():
    drawn = figure.build(CELLS, ROWS, (2000, 2004), unit="cases", zero_within=(2001, 2003))
    assert heat(drawn)["z"][1] == [None, heat(drawn)["z"][1][1], heat(drawn)["z"][1][2], 0.5, None]
    assert "None recorded" in names(drawn)


def test_words_from_the_data_are_not_interpreted():
    drawn = figure.build(CELLS, ROWS, (2001, 2003), unit="<i>u</i>")
    assert "<b>There" not in str(drawn["layout"]) and "<i>" not in str(heat(drawn)["text"])


@pytest.mark.parametrize("rows", [0, 1, 200])
def test_any_number_of_rows_is_drawn(rows):
    drawn = figure.build(
        CELLS.iloc[:0], {str(i): str(i) for i in range(rows)}, (2001, 2003), unit="x"
    )
    assert drawn["layout"]["height"] == figure.height(rows) and len(heat(drawn)["z"]) == rows


# ---- what is known


@pytest.mark.parametrize(
    "name",
    [name for name in catalog.indicators() if not catalog.sources()[name.split(".")[0]].optional],
)
def test_the_years_known_are_those_the_pages_show(name):
    table = coverage.grid(name)
    if table.empty:
        return
    year = int(table["year"].max())
    there = set(table.loc[table["year"].eq(year), "country"]) - {""}
    assert there <= countries.codes()
    if catalog.indicators()[name].aggregation != "stock":
        assert there == set(
            query.by_country(Filters(name).during(date(year, 1, 1), date(year, 12, 31)))["country"]
        )


def test_the_figures_of_the_brief_are_in_the_grid():
    table = coverage.grid("glotip.detected_victims").set_index(["country", "year"])
    assert table.at[("GBR", 2019), "value"] == 10627
    published = table[table["value"].notna()].groupby("year").size()
    assert (published[2019], published[2021]) == (116, 110)
    by_year = coverage.by_year().set_index(["indicator", "year"])["countries"]
    assert by_year["glotip.detected_victims", 2019] == 116 + 18, (
        "a figure published as <5 is a figure too"
    )


def test_a_domain_counts_a_country_once():
    by_domain = coverage.by_year("domain").set_index(["domain", "year"])["countries"]
    by_indicator = coverage.by_year().set_index(["indicator", "year"])["countries"]
    assert by_indicator["glotip.detected_victims", 2019] <= by_domain["trafficking", 2019] <= 250


# ---- how sources stand


def test_what_needs_somebody_stands_first(own_store):
    own_store.mkdir()
    fetch_log.remember(
        own_store,
        "cisa_kev",
        fetch_log.Fetched(
            checked="2026-01-02T00:00:00+00:00",
            outcome="failed",
            words="the publisher refuses (403)",
            failing_since="2026-01-01T00:00:00+00:00",
        ),
    )
    listed = standing.all_sources()
    assert [each.state for each in listed] == sorted(
        (each.state for each in listed), key=standing.STATES.index
    )
    assert (
        listed[0].source.name == "cisa_kev"
        and listed[0].words.startswith("broken since 2026-01-01")
        and listed[0].version is not None
    )
    assert {each.source.name for each in listed if each.state == "overdue"} == {
        each.name
        for each in catalog.sources().values()
        if each.overdue(date.today()) and each.name in store.versions(own_store)
    }
    assert {each.source.name for each in listed if each.state == "not shipped"} == {
        each.name for each in catalog.sources().values() if each.optional
    }


# ---- in a browser


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("own") / "store"


@pytest.fixture(scope="module")
def address(root):
    with browser.serving(browser.ROOT / "dashboard.py", env={"THREATS_STORE": str(root)}) as url:
        yield url


@pytest.fixture
def page(window):
    window.set_viewport_size({"width": 1366, "height": 1600})
    return window


def ready(page, url):
    page.goto(url)
    expect(page.locator(".st-key-timeline .heatmaplayer image")).to_be_attached(timeout=60_000)


def test_a_link_from_a_figure_opens_its_source_and_keeps_the_country(page, address):
    ready(page, f"{address}/sources?indicator=glotip.detected_victims&country=IDN")
    report = page.locator(".st-key-source")
    expect(report).to_contain_text("58,769 rows read")
    expect(report).to_contain_text("UNODC")
    expect(page.locator(".st-key-timeline .ytick text").first).to_have_text("Indonesia")
    assert page.url.endswith("?indicator=glotip.detected_victims&country=IDN")


def test_any_address_opens_the_page(page, address):
    for question in (
        "",
        "?indicator=nothing.here",
        "?indicator=gfw_events.gaps",
        "?indicator=&country=XXX",
        "?indicator=ic3.complaints",
    ):
        browser.go(page, f"{address}/sources{question}")
        expect(page.get_by_text("For which countries and years there are figures")).to_be_visible(
            timeout=60_000
        )
        expect(page.locator("[data-testid=stException]")).to_have_count(0)
        expect(page.get_by_text("Boundaries and names: the policy")).to_be_visible()


def test_a_row_chosen_opens_its_report_and_stands_in_the_address(page, address):
    ready(page, f"{address}/sources")
    row = page.locator(".st-key-rows tbody tr").nth(2)
    title = row.get_by_role("button").inner_text()
    row.locator("td").last.click()
    expect(page.locator(".st-key-source h3")).to_have_text(title)
    page.wait_for_url(re.compile("indicator="))
    pressed = page.locator(".st-key-rows [aria-pressed=true]")
    expect(pressed).to_have_text(title)
    pressed.press("Enter")  # takes the choice back
    expect(page.locator(".st-key-source")).to_have_count(0)


def test_no_word_of_the_table_is_cut_and_wide_columns_come_on_demand(page, address):
    ready(page, f"{address}/sources")
    page.set_viewport_size({"width": 1024, "height": 768})
    cut = """() => [...document.querySelectorAll('.st-key-rows :is(td, th)')]
      .filter((cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.innerText)"""
    heads = page.locator(".st-key-rows th")
    expect(heads).to_have_count(6)
    assert page.evaluate(cut) == []
    page.get_by_text("All columns").click()
    expect(heads).to_have_count(11)
    assert page.evaluate(cut) == []


def test_an_own_table_is_shown_decided_kept_and_opened(page, address, tmp_path, root):
    ready(page, f"{address}/sources")
    page.get_by_text("Upload a table of your own").click()
    page.locator(".st-key-own input[type=file]").set_input_files(
        {
            "name": "scam reports.csv",
            "mimeType": "text/csv",
            "buffer": (
                b"country,year,type,cases,surname\nIndonesia,2019,Fraud,10,PLANTED\nSGP,2020,<b>Theft</b>,4,PLANTED\nAtlantis,2020,Fraud,5,PLANTED\n"
            ),
        }
    )
    expect(page.get_by_text("Say the unit")).to_be_visible(timeout=20_000)
    page.get_by_label("Unit").fill("reports")
    page.get_by_label("Unit").press("Enter")
    expect(page.get_by_text("3 rows read, 2 would be kept")).to_be_visible()
    keep = page.get_by_role("button", name="Keep this table")
    expect(keep).to_be_disabled()
    assert not (root / "own.json").exists()
    page.get_by_text("Leave out the 1 row").click()
    expect(page.get_by_text("World total: 14 reports")).to_be_visible()
    expect(
        page.locator("[data-testid=stTable]").get_by_text("Indonesia", exact=True)
    ).to_be_visible()
    expect(keep).to_be_disabled()
    page.get_by_text("These readings and this total are right").click()
    expect(keep).to_be_enabled()
    keep.click()
    expect(page.get_by_text("Kept as own.scam_reports")).to_be_visible()
    assert (root / "own.json").exists() and "PLANTED" not in (root / "own.json").read_text()
    page.get_by_role("link", name="Scam reports").click()
    expect(page.locator(".st-key-map .choroplethlocation").first).to_be_attached(timeout=30_000)
    expect(page.get_by_text("Scam reports").locator("visible=true").first).to_be_visible()
    assert page.url.partition("?")[0].endswith("/own")
    ready(page, f"{address}/sources?indicator=own.scam_reports")
    page.get_by_role("button", name="Tables of yours").click()
    page.get_by_role("button", name="Delete permanently").click()
    expect(page.locator(".st-key-source")).to_have_count(0)
    assert not (root / "own.json").exists()


def test_without_a_store_an_own_table_is_kept_in_the_readers_folder(page, tmp_path):
    place = {"THREATS_STORE": "", "XDG_DATA_HOME": str(tmp_path)}
    with browser.serving(browser.ROOT / "dashboard.py", env=place) as url:
        ready(page, f"{url}/sources")
        page.get_by_text("Upload a table of your own").click()
        root = tmp_path / "threats" / "store"
        expect(page.get_by_text(f"Tables are kept on this machine, in {root}")).to_be_visible()
        content = b"country,year,type,cases\nPeru,2019,Fraud,10\nAngola,2020,Fraud,4\n"
        page.locator(".st-key-own input[type=file]").set_input_files(
            {"name": "scams.csv", "mimeType": "text/csv", "buffer": content}
        )
        page.get_by_label("Unit").fill("reports")
        page.get_by_label("Unit").press("Enter")
        page.get_by_text("These readings and this total are right").click()
        page.get_by_role("button", name="Keep this table").click()
        expect(page.get_by_text("Kept as own.scams")).to_be_visible()
        assert (root / "own.json").exists()
        page.goto(f"{url}/sources?indicator=own.scams")
        expect(page.locator(".st-key-source")).to_contain_text("2 rows read")


def test_a_phone_does_not_scroll_sideways(page, address):
    page.set_viewport_size({"width": 390, "height": 844})
    ready(page, f"{address}/sources?indicator=fatf.listed")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def later(root):
    """A version of the cybersecurity index with one score revised, one withdrawn and one of
    a new year.
    """
    found = records("gci")
    mine = found.index[
        found["indicator"].eq("score") & found["rank"].eq(1) & found["value"].between(20, 90)
    ]
    found.loc[mine[0], ["value", "low", "high"]] += 0.5
    new = found.loc[[mine[2]]].assign(
        record=found["record"].max() + 1,
        start=pd.Timestamp("2030-01-01"),
    )
    changed = pd.concat([found.drop(index=mine[1]), new.astype(found.dtypes)], ignore_index=True)
    return publish(root, "gci", changed)


def test_what_changed_with_a_version_is_told_apart(own_store, here):
    assert versions.steps("gci") == ()
    name = later(own_store)
    (step,) = versions.steps("gci")
    assert step.newer.version == name and step.older.bundled
    counted = {kind: step.many(kind) for kind in ("revised", "withdrawn", "period")}
    assert counted == {"revised": 1, "withdrawn": 1, "period": 1} and len(step.found) == 3


def test_the_page_says_what_changed_with_each_version(page, address, root, ask_store):
    ready(page, f"{address}/sources?indicator=gci.score")
    page.get_by_text("What changed with each version").click()
    report = page.locator(".st-key-source")
    expect(report).to_contain_text("One version is kept")
    ask_store(root)
    later(root)
    page.wait_for_timeout(1200)  # a server looks for versions once a second
    page.reload()
    page.get_by_text("What changed with each version").click()
    expect(report).to_contain_text("The data: 1 withdrawn and 1 revised")
    expect(report).to_contain_text("The world: 1 of a new period")
    expect(report.get_by_role("table").last).to_contain_text("revised")
