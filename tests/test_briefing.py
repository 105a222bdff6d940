"""Every number of the ready briefings is an answer of `data.query` under its slide's filters."""

import html as markup
import io
import re
from dataclasses import asdict
from itertools import combinations

import pptx as library
import pypdf
import pytest
from long import LONG

from briefing import (
    canonical,
    drawings,
    html,
    layout,
    pdf,
    pptx,
    ready,
    slides,
    spans,
    views,
    working,
)
from briefing import frame as around
from briefing.drawings import scale
from briefing.drawings import type as type_
from briefing.views import View
from data import catalog, query
from data.analysis import bilateral, both_sides, country, meeting
from data.geography import countries
from data.query import Filters
from languages import amount, number
from security import reader

COUNTRIES = ["IDN", "SGP", "NAM", "TUV", "ISR", "XKX"]
PAIRS = [("IDN", "MYS"), ("USA", "MEX"), ("TUV", "NRU")]
GROUPS = ["ASEAN"]
if LONG:
    COUNTRIES = sorted(countries.codes())[::8]
    PAIRS = list(combinations(COUNTRIES[:9], 2))[:30]
    GROUPS = ["ASEAN", "EU", "CARICOM", "ECOWAS"]
NUMBER = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?")


@pytest.fixture(autouse=True)
def _reads():
    with reader.using(reader.operator()):
        yield


def made(kind, **about):
    return working.deck(ready.views(kind, **about), title=ready.title(kind, **about))


def answered(drawing, slide):
    """The table that the very drawing shows, asked again, as figures by what they are of."""
    wanted = views.asked(slide.address)
    asked = query.settle(wanted.filters)
    among = asked if len(asked.countries) > 1 else Filters(asked.indicator, (), asked.categories)
    among = query.settle(among).during(asked.start, asked.end)
    rows = {}
    if drawing.kind in ("map", "ranking", "table"):
        for row in query.answer(among, "country")["rows"]:
            rows[row["country"]] = row
    elif drawing.kind == "timeline":
        for row in query.answer(asked.during(None, None), "period")["rows"]:
            rows[row["period"]] = row
    return rows


def held(one, row):
    if row is None:
        assert one.value in (None, 0.0) and one.known in (
            "missing",
            "inapplicable",
            "figure",
            "partial",
        )
        return
    assert one.value == row["value"]
    if row["value"] is None:
        assert (one.known, one.low, one.high) == ("range", row["low"], row["high"])


EVERY = [
    ("world", {}),
    *(("country", {"country_": code}) for code in COUNTRIES),
    *(("country", {"group_": name}) for name in GROUPS),
    *(("bilateral", {"country_": a, "partner": b}) for a, b in PAIRS),
]


@pytest.mark.alike(3)
@pytest.mark.parametrize(("kind", "about"), EVERY)
def test_every_number_is_an_answer(kind, about):
    deck = made(kind, **about)
    assert deck.slides and deck.marking == "TLP:CLEAR"
    if kind == "world":
        assert len(deck.slides) == 10
    assert len({each.id for each in deck.slides}) == len(deck.slides)
    for slide in deck.slides:
        assert slide.title
        counted = any(
            one.value is not None
            for each in slide.drawings
            for series in each.series
            for one in series.figures
        )
        assert slide.how or not counted or not slide.sources, slide.id
        assert slide.sources or not slide.drawings or slide.id == "lists"
        assert all(each.version for each in slide.sources)
        wanted = views.asked(slide.address)
        if wanted.about is None:
            continue
        asked = query.settle(wanted.filters)
        main = slide.drawings[0]
        number = query.total(asked)
        if slide.number and number.value is not None and not asked.about.levels:
            assert amount(number.value) in slide.number
        if main.kind == "comparison":
            _beside(main, asked)
        elif main.kind == "flows":
            _flows(main, asked)
        elif not main.stacked:
            rows = answered(main, slide)
            for series in main.series[:1]:
                for one in series.figures:
                    held(one, rows.get(one.code))
        if main.stacked:
            _stacked(main, asked)
        for frame in main.frames:
            year = query.settle(views.asked(slide.address + f"&period={frame.name}").filters)
            year = (
                query.settle(Filters(year.indicator, (), year.categories)).during(
                    year.start, year.end
                )
                if len(asked.countries) < 2
                else year
            )
            known = {row["country"]: row for row in query.answer(year, "country")["rows"]}
            assert {each.code for each in frame.figures} == known.keys()
            for one in frame.figures:
                held(one, known[one.code])
        assert not unfounded(slide, asked)


def _beside(drawing, asked):
    names = {countries.name(code): code for code in asked.countries}
    for series in drawing.series:
        mine = query.settle(Filters(asked.indicator, (names[series.name],), asked.categories))
        rows = {row["period"]: row for row in query.answer(mine, "period")["rows"]}
        for one in series.figures:
            held(one, rows.get(one.code))


def _flows(drawing, asked):
    table = query.flows(asked)
    known = {(row.partner, row.country): row.value for row in table.itertuples()}
    figures = drawing.series[0].figures
    assert figures and all(known[one.code, one.to] == one.value for one in figures)


def _stacked(drawing, asked):
    table = query.by_period_and_category(asked.during(None, None))
    for series in drawing.series:
        category = next(k for k, name in asked.about.categories.items() if name == series.name)
        mine = table[table["category"] == category].set_index("period")
        for one in series.figures:
            value = mine["value"].get(one.code)
            assert one.value == value or (value is None and one.value in (0.0, None))


def unfounded(slide, asked):
    """The numbers of title, change and points that no answer under these filters gives."""
    about = asked.about
    known = {float(n) for n in range(13)}
    every = asked.during(None, None)
    several = query.settle(Filters(about.id, (), asked.categories))
    documents = [
        query.answer(each, by)
        for each in (asked, every, several.during(asked.start, asked.end), several)
        for by in ("country", "period", "category")
    ]
    before, _ = query.period_before(asked)
    world_before, _ = query.period_before(several.during(asked.start, asked.end))
    documents += [query.answer(each, "country") for each in (before, world_before) if each]
    amounts = set()
    for each in documents:
        for row in [each, *each["rows"]]:
            amounts |= {row[key] for key in ("value", "low", "high") if row[key] is not None}
        known |= {
            float(len(each["rows"])),
            float(sum(r["value"] is not None for r in each["rows"])),
        }
    flows = query.flows(asked) if about.partner_role and not about.one_category else []
    amounts |= set(flows["value"].dropna()) if len(flows) else set()
    now = query.total(asked).value
    for code in ("", *asked.countries):
        one = query.settle(Filters(about.id, (code,), asked.categories)) if code else asked
        change = query.compare(one.during(asked.start, asked.end))
        if change.difference is None:
            continue
        was = change.before.value
        amounts |= {abs(change.difference)}
        known |= {round(100 * abs(change.difference) / was, p) for p in (0, 1)} if was else set()
    same = query.same_countries(asked)
    if same and same[2]:
        known |= {float(same[0]), *(abs(round(100 * (same[1] / same[2] - 1), p)) for p in (0, 1))}
    now_everywhere = query.answer(several.during(asked.start, asked.end), "country")["rows"]
    values = {row["country"]: row["value"] for row in now_everywhere if row["value"] is not None}
    known |= {
        float(sum(one > values[code] for one in values.values()))
        for code in asked.countries
        if code in values
    }
    shares = {
        float(round(100 * value / now)) for value in amounts if now and abs(value) <= abs(now)
    }
    rests = {now - value for value in amounts} if now is not None else set()
    said = {NUMBER.search(amount(abs(value)))[0] for value in amounts | rests}
    lists = {"kind": about.kind}
    found = []
    text = " ".join([slide.title, slide.change, *slide.points])
    text = text.replace(about.title, "").replace(about.unit, "")
    names = [countries.name("XKX"), countries.in_sentence("XKX")]
    for each in [*about.categories.values(), *names]:
        text = text.replace(each, "")
    for token in NUMBER.findall(re.sub(r"\d{4}-\d\d-\d\d", "", text)):
        number = float(token.replace(",", ""))
        if token in said or number in known or number in shares:
            continue
        if re.fullmatch(r"(19|20)\d\d", token):
            continue
        if lists["kind"] in ("listing", "score") or about.lasting:
            continue  # places, members: said by the rules of the country page
        found.append((token, slide.id))
    ranks = {float(n) for n in range(len(countries.codes()) + 1)}
    return [
        each
        for each in found
        if not (len(asked.countries) == 1 and float(each[0].replace(",", "")) in ranks)
    ]


@pytest.mark.parametrize(("kind", "about"), EVERY if LONG else EVERY[-3:-2])
def test_every_number_that_is_read_in_a_file_is_one_of_the_deck(kind, about):
    deck = made(kind, **about)
    document = canonical.document(deck)
    presented = [each for slide in deck.slides for each in (*slide.how, slide.notes)]
    cited = [said for each in around.cited(deck) for said in asdict(each).values()]
    known = {each for text in (*strings(document), *presented, *cited) for each in read(text)}
    pages = {str(at) for at in range(80)}
    axes = {each for slide in deck.slides for drawing in slide.drawings for each in ticks(drawing)}
    seconds = {str(each) for each in html.SECONDS}
    figures = {
        one.said
        for slide in deck.slides
        for drawing in slide.drawings
        for series in drawing.series
        for one in series.figures
        if one.value is not None or one.known == "range"
    }
    assert LONG or len(figures) > 9  # of the smallest states hardly anything is known
    for name, text in files(deck):
        strange = read(text) - known - pages - axes - seconds
        # a reader of PDF joins labels that stand beside each other
        apart = {t for t in strange if any({t[:at], t[at:]} <= known for at in range(1, len(t)))}
        assert strange - apart == set(), name
        assert len(apart) < 9 and (not apart or name.endswith(".pdf")), name
        if name in ("slides.html", "notes.html", "brief.pdf"):  # slides write but some of a map's
            flat = re.sub(r"\s+", "", text)
            assert not [each for each in figures if re.sub(r"\s+", "", each) not in flat], name


def read(text):
    """The numbers that are read in a text."""
    return {*re.findall(r"\d(?:[\d,.]*\d)?", text)}


def strings(held):
    """Every text of a document."""
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict | list):
        for each in held.values() if isinstance(held, dict) else held:
            yield from strings(each)


def ticks(drawing):
    """The round numbers of a timeline's axis."""
    figures = [one for each in drawing.series for one in each.figures]
    if drawing.kind != "timeline" or not figures:
        return set()
    ends = scale.stacks(drawing.series) if drawing.stacked else scale.ends(figures)
    return {number(each) for whole in (True, False) for each in scale.ticks(*ends, whole=whole)}


def files(deck):
    """What is read in each file of a deck."""
    for notes in (False, True):
        page = re.sub(
            r"<(style|script).*?</\1>", " ", html.dump(deck, notes=notes), flags=re.DOTALL
        )
        name = "notes.html" if notes else "slides.html"
        yield name, markup.unescape(re.sub(r"<[^>]+>", " ", page))
    for name, dump in (("slides.pdf", pdf.slides), ("brief.pdf", pdf.brief)):
        sheets = pypdf.PdfReader(io.BytesIO(dump(deck))).pages
        yield name, "\n".join(each.extract_text() for each in sheets)
    held = library.Presentation(io.BytesIO(pptx.dump(deck)))
    told = [each.notes_slide.notes_text_frame.text for each in held.slides if each.has_notes_slide]
    yield "notes of slides.pptx", "\n".join(told)
    runs = (each.text for slide in held.slides for each in slide.element.iter(RUN))
    yield "slides.pptx", "\n".join(filter(None, runs))


RUN = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


def test_a_countrys_tables_hold_the_lines_of_its_page():
    deck = made("country", country_="IDN")
    tables = {each.id: each.drawings[0] for each in deck.slides if each.id == "figures"}
    lines = {each.about.id: each for each in country.lines("IDN")}
    assert len(tables["figures"].series) == len(country.distinct(country.lines("IDN"))) > 12
    for series in tables["figures"].series:
        one = series.figures[0]
        assert one.value == query.total(lines[one.code].asked).value


def test_a_pairs_tables_hold_both_sides():
    first, second = "IDN", "MYS"
    deck = made("bilateral", country_=first, partner=second)
    slides = {each.id: each for each in deck.slides}
    rows = {row.title: row for row in both_sides.sides(first, second).rows}
    compared = 0
    for series in slides["sides"].drawings[0].series:
        if row := rows.get(series.name):
            for one, side in zip(series.figures, (row.one, row.other), strict=False):
                assert one.value == query.total(side.asked).value or not side.published
                compared += 1
    assert compared > 6
    between = bilateral.between(first, second)
    figures = [each.figures[0] for each in slides["between"].drawings[0].series]
    assert [each.value for each in figures] == [query.total(each.asked).value for each in between]
    from datetime import date

    thirds = meeting.thirds(first, second, date.today())
    drawn = [
        each.value for series in slides["thirds"].drawings[0].series for each in series.figures
    ]
    assert drawn[:2] == [query.total(each).value for each in thirds[0].asked]


@pytest.mark.parametrize("name", sorted(catalog.indicators()))
def test_years_that_compare_are_unbroken(name):
    about = catalog.indicators()[name]
    broken = {mark.on.year for mark in about.marks if mark.kind == "break"} | {*about.breaks}
    for codes in ((), ("IDN",), ("PAK",), ("USA", "FRA")):
        asked = query.settle(Filters(name, codes).during(*query.usual_period(about)))
        if asked.end is None:
            continue
        found = spans.unbroken(asked, asked.end.year)
        held = {int(row[0]): row[1] for row in query.history(asked.during(None, None))}
        for year, value in found.items():
            assert value == held.get(year, 0.0) and year not in about.partial_years
            assert year in held or about.kind in ("event", "notice")
        assert not any(year in broken for year in sorted(found)[1:])
        if found and about.kind != "score":
            assert sorted(found) == list(range(min(found), asked.end.year + 1))
        if about.ordinal or about.lasting or about.kind == "listing":
            assert not found
    assert name != "interpol_issued.red_notices" or not found, "years are missing between"


def test_an_extreme_is_the_extreme_of_the_years_that_compare():
    deck = working.deck(["/terrorism", "/notices?indicator=interpol_issued.red_notices"])
    timeline = working.deck([views.View(address="/terrorism", drawing="timeline")]).slides[0]
    held = {int(r[0]): r[1] for r in query.history(Filters("ucdp_violence.one_sided_by_groups"))}
    above = max(year for year, value in held.items() if value > held[2024])
    assert timeline.title.endswith(f"in 2024, the most since {above}")
    most = max(held, key=lambda year: held[year])
    said = f"The most in any year from {min(held)} to 2024: {amount(held[most])} in {most}."
    assert said in deck.slides[0].points
    assert "the most" not in deck.slides[1].title and not deck.slides[1].points


def test_a_lists_map_has_the_answers_values_and_the_colours_of_its_order():
    slide = working.deck([views.View(address="/money-laundering?indicator=fatf.listed")]).slides[0]
    drawing = slide.drawings[0]
    places = {step.said: step.low for step in drawing.steps}
    named = [each for each in drawing.series[0].figures if each.place is not None]
    assert len(named) == query.total(Filters("fatf.listed")).value
    for each in named:
        assert each.value == 1 and places[each.said] == each.place


def test_the_classes_of_a_map_of_whole_values_leave_none_out():
    address = "/money-laundering?indicator=fatf_ratings.outcomes"
    (drawing,) = working.deck([View(address=address, drawing="map")]).slides[0].drawings
    assert [(step.low, step.said) for step in drawing.steps] == [
        (0, "0–2"),
        (3, "3–4"),
        (5, "5–6"),
        (7, "7–8"),
        (9, "9 and more"),
    ]


def test_none_recorded_has_no_circle_and_its_own_word_in_the_key():
    slide = working.deck([views.View(address="/terrorism", drawing="map")]).slides[0]
    drawing = slide.drawings[0]
    none = {each.code for each in drawing.series[0].figures if each.value == 0}
    svg = drawings.draw(drawing, 900, 500, 18)
    circles = svg.partition('class="circles"')[2].partition('class="country small"')[0]
    drawn = re.findall(r'data-code="(\w{3})".*?<circle [^>]*r="([\d.]+)" fill="([^"]+)"', circles)
    filled = {code for code, radius, fill in drawn if float(radius) and fill != "#ffffff"}
    assert len(none) > 100 and "None recorded" in svg
    assert "COD" in filled and not filled & none


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("world", {}),
        ("country", {"country_": "IDN"}),
        ("country", {"group_": "ASEAN"}),
        ("bilateral", {"country_": "IDN", "partner": "VNM"}),
    ],
)
def test_no_row_of_a_table_stands_below_its_slide_or_is_left_out(kind, about):
    deck = made(kind, **about)
    pages = layout.pages(deck)
    for page in pages:
        for one in page.data.get("drawings", ()):
            if one.get("kind", "table") == "table":
                rows = [each["cells"] for each in one["rows"]]
                share = 873.6 / sum(one["widths"])
                tall = sum(
                    2 * one["pad"]
                    + one["size"]
                    * (1.17 * max(map(len, map(wraps(one, share), enumerate(row)))) - 0.5)
                    for row in (one["columns"], *rows)
                )
                assert one["y"] + tall < 489, (page.data["title"], tall)
    for slide in deck.slides:
        wanted = sum(len(each.series) for each in slide.drawings if each.kind == "table")
        shown = [each for page in pages if page.slide is slide for each in page.drawings]
        assert sum(len(each.series) for each in shown if each.kind == "table") == wanted


def wraps(one, share):
    """Each cell of a table in the lines that its column leaves it."""
    return lambda cell: type_.wrapped(
        cell[1], one["widths"][cell[0]] * share - 10, one["size"], type_.REGULAR
    )


def test_two_beside_each_other_are_no_sum():
    deck = made("bilateral", country_="USA", partner="FRA")
    slides = [each for each in deck.slides if each.drawings[0].kind == "comparison"]
    assert slides
    for each in slides:
        assert not each.number and not each.change
        assert not any("accounts for" in said for said in each.points)
        asked = query.settle(views.asked(each.address).filters)
        for code in asked.countries:
            assert query.total(Filters(asked.indicator, (code,)).during(asked.start, asked.end))


def test_a_level_has_no_unit_and_roles_stand_in_the_cell():
    tier = working.deck(["/trafficking?indicator=tip_tiers.tier&country=PRK"]).slides[0]
    assert (tier.number, tier.unit) == ("Tier 3", "")
    deck = made("bilateral", country_="IDN", partner="VNM")
    cell = next(e for e in deck.slides if e.id == "between").drawings[0].series[0].figures[0]
    assert cell.said == "1 incident against targets in Indonesia, initiator alleged in Viet Nam"
    world = made("world").slides[0].drawings[0]
    said = {row.name: row.figures[-1].said for row in world.series}
    assert "Papua New Guinea added" in said["Jurisdictions on the FATF lists"]
    assert said["Detected trafficking victims"].endswith(
        "+30\u00a0% in the 89 countries with a figure in both years"
    )


def test_an_address_that_makes_no_sense_is_dropped_and_never_an_error():
    for address in (
        "", "/nowhere", "/trafficking?country=ZZZ&period=abc&indicator=none&map_as=x",
        "/bilateral?country=IDN&partner=IDN", "/country?country=", "/trafficking?period=1066",
        "https://elsewhere.example/trafficking?country=IDN&<script>=1",
    ):  # fmt: skip
        deck = working.deck([address])
        assert len(deck.slides) == 1
        assert "script" not in deck.slides[0].address
        assert deck.slides[0].address.startswith("/")


def test_a_figure_that_depends_on_looking_is_never_called_worse_or_better():
    for about in catalog.indicators().values():
        if about.looking and query.extent(about.id)[0]:
            for code in ("", "IDN", "USA"):
                where = views.address(Filters(about.id, (code,) if code else ()))
                slide = working.deck([where]).slides[0]
                said = " ".join([slide.title, *slide.points]).lower()
                assert not re.search(r"\b(worse|better)\b", said), said


def test_a_group_plays_with_the_members_it_had_in_each_year():
    address = "/trafficking?indicator=glotip.detected_victims&group=EU&period=2022"
    (slide,) = working.deck([views.View(address=address, drawing="map")], title="x").slides
    frames = {each.name: {one.code for one in each.figures} for each in slide.drawings[0].frames}
    assert "GBR" in frames["2018"] and "GBR" not in frames["2022"]


def test_of_a_country_without_figures_no_empty_table_is_shown():
    deck = made("country", country_="NCL")
    assert [each.id for each in deck.slides] == ["verdict", "gaps"]


def test_a_number_alone_says_what_it_leaves_open():
    asked = "/cybercrime?indicator=eurepoc.incidents&period=2022"
    one, many = (slides.slide(View(address=asked, drawing=each)) for each in ("number", "timeline"))
    assert "16 without a country" in one.caveat and "without a date" in one.caveat
    assert "without a country" not in many.caveat


def test_a_meeting_has_no_slide_of_what_there_is_none_of():
    drawings = {each.drawing for each in ready.views("bilateral", country_="ABW", partner="COK")}
    assert not {"between", "thirds"} & drawings and {"points", "sides", "lists"} <= drawings
    drawings = {each.drawing for each in ready.views("bilateral", country_="IDN", partner="MYS")}
    assert {"between", "thirds"} <= drawings
