"""Every page of the menu, with every indicator it offers, under every kind of filter: it runs, says
what it shows, and its number is the query's.
"""

import math
import re
from dataclasses import dataclass, replace

import pytest
import shown
from browser import ROOT
from long import LONG
from streamlit.testing.v1 import AppTest

import languages
from components.indicator import headline, provenance, tables
from components.screens import overview
from components.shell import filters, menu
from components.shell.menu import Entry
from data import catalog, query
from data.analysis import changes, saying, standing
from data.catalog import Indicator
from data.engines import EngineError
from data.engines.embedded import Embedded
from data.geography import boundaries, countries
from data.query import Filters, first_day, last_day
from languages import amount
from languages.english import bali
from security.roles import Right

ONE_INDICATOR = [entry for entry in menu.entries() if "indicator" in entry.filters]
ABOUT_COUNTRIES = [
    entry
    for entry in menu.entries()
    if "indicator" not in entry.filters and entry.right is Right.READ
]
CARDS = [
    entry for entry in ONE_INDICATOR if entry.path != "notices"
]  # that page has cards of its own
WITHOUT_FIGURES = "TUV"


@dataclass(frozen=True, slots=True)
class Case:
    """A page opened by an address, and the question that address asks."""

    name: str
    entry: Entry
    asked: Filters
    address: dict[str, list[str]]


def by_address(
    entry: Entry,
    about: Indicator,
    country: tuple[str, ...] = (),
    category: tuple[str, ...] = (),
    period: tuple[str, ...] = (),
) -> tuple[Filters, dict[str, list[str]]]:
    """The question and the address that asks it."""
    asked = Filters(about.id, country, category)
    if period and about.aggregation == "stock":
        asked = asked.during(None, last_day(period[1]))
    else:
        asked = asked.during(
            *((first_day(period[0]), last_day(period[1])) if period else query.usual_period(about))
        )
    given = {"indicator": (about.id,), "country": country, "category": category, "period": period}
    return asked, {name: list(values) for name, values in given.items() if values}


def cases() -> list[Case]:
    """All pages about one indicator, all indicators, without a filter and with each kind alone and
    all at once; but the long way one kind each.
    """
    found = []
    for entry in ONE_INDICATOR:
        for about in filters.offered(entry):
            everywhere = query.by_country(
                Filters(
                    about.id,
                    (),
                    (about.main_category,) if about.one_category and about.main_category else (),
                )
            )
            country = (everywhere["country"].iloc[0],) if len(everywhere) else ("IDN",)
            category = tuple(about.categories)[-1:]
            first, last = query.extent(about.id)
            period = (
                (str(first.year), str(max(first.year, last.year - 1)))
                if first and last and first.year < last.year
                else ()
            )
            kinds = {
                "all": {},
                "country": {"country": country},
                "without-figures": {"country": (WITHOUT_FIGURES,)},
                **({"category": {"category": category}} if category else {}),
                **({"period": {"period": period}} if period else {}),
                "everything": {
                    "country": (*country, "SGP"),
                    "category": category,
                    "period": period,
                },
            }
            kinds = (
                kinds
                if LONG
                else {
                    kind: kinds[kind]
                    for kind in ("all", list(kinds)[1 + len(found) % (len(kinds) - 1)])
                }
            )
            found += [
                Case(
                    f"{entry.path or 'overview'}-{about.id}-{kind}",
                    entry,
                    *by_address(entry, about, **given),
                )
                for kind, given in kinds.items()
            ]
    return found


def opened(entry: Entry, address: dict[str, list[str]]) -> AppTest:
    """The page as a deep link opens it."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
    app.query_params.update(address)
    if entry.path:
        app.switch_page(f"pages/{entry.file}")
    return app.run()


def number(asked: Filters) -> str:
    """What a card says a figure is: words where it is no amount, the publisher's own word where it
    was not printed as exact.
    """
    if said := standing.in_words(asked):
        return said.what
    total = query.total(asked)
    exact = amount(total.value, total.low, total.high)
    return f"{total.qualifier} {exact}" if total.qualifier else exact


def texts(app: AppTest) -> str:
    """All that is written on the page."""
    return "\n".join(
        [
            *(str(each.value) for kind in ("text", "markdown", "info") for each in app.get(kind)),
            shown.title(app),
            *shown.headings(app),
            *shown.notes(app),
        ]
    )


@pytest.mark.alike(3)
@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases()])
def test_a_page_runs_and_its_number_is_the_querys(case: Case) -> None:
    app = opened(case.entry, case.address)
    about = query.indicator(case.asked)
    assert [each.value for each in app.exception] == []
    assert [each.value for each in app.error] == []
    assert shown.title(app) == (case.entry.title if case.entry.path else "Global threats")
    if case.entry in CARDS:
        label = saying.label(case.asked, about)
        assert [each.value for each in shown.cards(app) if each.label == label] == [
            number(case.asked)
        ]
    ever = case.asked.during(None, None)
    if (query.by_period_and_country if len(ever.countries) > 1 else query.by_period)(ever).empty:
        named = [countries.name(code) for code in ever.countries]
        said = [
            *(each.value for each in app.info),
            *shown.notes(app),
            *(each["alt"] for each in shown.charts(app).values()),
        ]
        if bali.STORY() in [each.value for each in app.subheader]:
            return  # told whole, whatever is asked for
        assert any(
            any(said in each for said in ("No timeline", "Nothing found", "for the world only"))
            and all(name in each for name in named)
            for each in said
        ) or any("no world figure" in each for each in said), said


@pytest.mark.parametrize("entry", ONE_INDICATOR, ids=lambda entry: entry.path or "overview")
def test_every_page_about_an_indicator_says_where_it_comes_from(entry: Entry) -> None:
    app = opened(entry, {})
    said, about = texts(app), filters.offered(entry)[0]
    assert about.definition in said and provenance.footer(about) in said
    assert "Publisher:" not in said
    app.session_state["provenance"] = True
    said = texts(app.run())
    assert "Publisher:" in said and "How the number is made" in said
    assert "do not imply endorsement" in said


@pytest.mark.alike(4)
@pytest.mark.parametrize(
    "address",
    [
        {},
        {"country": ["IDN"]},
        {"country": [WITHOUT_FIGURES]},
        {"country": ["IDN", "SGP"]},
        {"country": ["IDN"], "partner": ["SGP"]},
    ],
    ids=str,
)
@pytest.mark.parametrize("entry", ABOUT_COUNTRIES, ids=lambda entry: entry.path)
def test_a_page_about_countries_runs(entry: Entry, address: dict[str, list[str]]) -> None:
    app = opened(entry, address)
    assert [each.value for each in app.exception] == []
    assert shown.title(app) == entry.title


def test_the_notices_page_shows_what_interpol_itself_stated() -> None:
    entry = next(entry for entry in menu.entries() if entry.path == "notices")
    stated = {each.label: each.value for each in shown.cards(opened(entry, {"country": ["IDN"]}))}
    for name in ("red_notices", "red_in_force", "red_public", "red_and_diffusions"):
        about = query.indicator(Filters(f"interpol_issued.{name}"))
        asked = Filters(about.id).during(*query.usual_period(about))
        assert stated[saying.label(asked, about)] == amount(query.total(asked).value)


def test_the_notices_page_opens_on_its_series_and_has_the_list_of_2020_among_its_indicators() -> (
    None
):
    entry = next(entry for entry in menu.entries() if entry.path == "notices")
    app = opened(entry, {})
    drawn = shown.charts(app)
    assert drawn["timeline"]["heading"].startswith("Red notices issued in the year")
    assert drawn["in_force"]["heading"].startswith("Red notices in force")
    for key, name in (("timeline", "red_notices"), ("in_force", "red_in_force")):
        bars = drawn[key]["figure"]["data"][0]
        stated = query.by_period(Filters(f"interpol_issued.{name}"))
        assert dict(zip(stated["period"], stated["value"], strict=True)) == {
            str(x): y for x, y in zip(bars["x"], bars["y"], strict=True) if y is not None
        }
    offered = {each.id for each in filters.offered(entry)}
    assert {"interpol_public.on_public_list", "interpol_issued.red_in_force"} <= offered


@pytest.mark.parametrize(
    "address",
    [{"country": ["RUS"]}, {"indicator": ["interpol_public.on_public_list"], "country": ["RUS"]}],
    ids=["as before there were others", "by name"],
)
def test_an_address_of_the_list_of_2020_still_opens_it(address: dict[str, list[str]]) -> None:
    entry = next(entry for entry in menu.entries() if entry.path == "notices")
    app = opened(entry, address)
    assert shown.fields(app)["indicator"]["values"] == ["interpol_public.on_public_list"]
    assert {"code": "RUS", "said": "2,544"}.items() <= next(
        row for row in shown.bars(app)["ranking"]["rows"] if row["code"] == "RUS"
    ).items()
    again = opened(entry, {k: [*v] for k, v in app.session_state["_last"]["address"].items()})
    assert shown.bars(again) == shown.bars(app)


def test_a_country_chosen_of_what_is_published_for_the_world_is_named_and_the_world_shown() -> None:
    entry = next(entry for entry in menu.entries() if entry.path == "notices")
    app = shown.choose(opened(entry, {}), "country", ["IDN"])
    assert [("Indonesia" in each.value, "world only" in each.value) for each in app.info] == [
        (True, True)
    ]
    assert shown.charts(app)["timeline"] == shown.charts(opened(entry, {}))["timeline"]
    said = app.session_state["_last"]["address"]
    assert said["indicator"] == ("interpol_issued.red_notices",) and said["country"] == ("IDN",)


@pytest.mark.parametrize("way", ["by its tab", "by its indicator"])
def test_the_story_of_bali_stands_whole_in_a_tab(way: str) -> None:
    entry = next(entry for entry in menu.entries() if entry.path == "notices")
    if way == "by its tab":
        app = opened(entry, {})
        assert "599" not in [each.value for each in shown.cards(app)]
        app.session_state["notices"] = "Bali 2016"
        app.run()
    else:
        app = opened(entry, {"indicator": ["interpol_bali_2016.facts"]})
    told = [each.value for each in shown.cards(app)]
    assert told[-4:] == ["599", "83", "11", "12,878"]
    returned, statements = shown.tables(app)
    assert returned.iloc[:, 1].sum() == 11
    asked = Filters(
        "interpol_bali_2016.facts",
        categories=tuple(query.indicator(Filters("interpol_bali_2016.facts")).categories),
    )
    assert len(statements) == len(query.rows(asked, statements=True)) > 20
    assert not shown.charts(app)


@pytest.mark.parametrize("entry", CARDS, ids=lambda entry: entry.path or "overview")
def test_a_changed_widget_changes_the_number(entry: Entry) -> None:
    about = filters.offered(entry)[0]
    asked = Filters(about.id).during(*query.usual_period(about))
    code = query.by_country(asked).sort_values("value")["country"].iloc[-1]
    app = opened(entry, {})
    shown.choose(app, "country", [code])
    assert [each.value for each in app.exception] == []
    assert number(replace(asked, countries=(code,))) in [
        each.value
        for each in shown.cards(app)
        if each.label.startswith(about.title.replace("-", "\u2011"))
    ]
    assert shown.fields(app)["country"]["values"] == [code]
    shown.choose(app, "clear")
    assert shown.fields(app)["country"]["values"] == []


@pytest.mark.parametrize("path", ["money-laundering", "illegal-fishing", "country"])
def test_an_engine_that_is_gone_is_said_in_a_sentence(path: str, own_store, monkeypatch) -> None:
    def gone(*_):
        raise EngineError("PostgreSQL at db:5432 does not answer `today`")

    monkeypatch.setattr(Embedded, "ask", gone)
    app = opened(next(each for each in menu.entries() if each.path == path), {"country": ["IDN"]})
    assert not app.exception
    assert [
        "cannot be read just now" in each.value
        and "db:5432 does not answer" in each.value.replace("\\", "")
        for each in app.error
    ] == [True]


def test_no_page_shows_names_of_persons_or_a_composite_score() -> None:
    for entry in ONE_INDICATOR:
        for column in (
            column for table in opened(entry, {}).dataframe for column in table.value.columns
        ):
            assert not {"name of person", "forename", "family_name", "date_of_birth"} & {
                column.lower()
            }


OVERVIEW = next(entry for entry in ONE_INDICATOR if not entry.path)


@pytest.mark.parametrize(
    "country", [(), ("IDN",), ("USA",), (WITHOUT_FIGURES,), ("IDN", "SGP")], ids=str
)
def test_the_overview_begins_with_what_moved_and_says_why_a_card_is_empty(
    country: tuple[str, ...],
) -> None:
    app = opened(OVERVIEW, {"country": list(country)} if country else {})
    lead, rest = shown.brief(app), shown.beside(app)
    assert "Worse: " in lead and "Better: " in lead
    assert all(countries.name(code) in lead for code in country)
    heads = [about for about in filters.offered(OVERVIEW) if about.headline]
    for about in heads:
        asked = Filters(about.id, country).during(*query.usual_period(about))
        change = query.compare(asked)
        worse_or_better = (
            about.kind != "listing"
            and not about.looking
            and change.difference is not None
            and not change.little
            and abs(change.difference) >= 0.1 * max(change.before.value, 1)
        )
        assert (f"{about.title[1:]} (" in lead) == worse_or_better, about.title
        assert (about.title in rest) != worse_or_better, about.title
        card = next(
            each
            for each in shown.cards(app)
            if each.label
            == saying.label(Filters(about.id, country).during(*query.usual_period(about)), about)
        )
        assert card.value != "–" or card.delta in (
            "world figure only",
            "no data published",
        ), about.title


@pytest.mark.parametrize(
    "about",
    [
        each
        for entry in CARDS
        if entry.path
        for each in filters.offered(entry)
        if query.by_country(
            Filters(each.id, (), tuple(each.categories)[:1] if each.one_category else ())
        ).empty
    ],
    ids=lambda each: each.id,
)
def test_what_is_published_for_the_world_only_has_a_table_of_its_years(about: Indicator) -> None:
    app = opened(menu.entry_of(about.domain), {"indicator": [about.id]})
    asked = Filters(about.id).during(*query.usual_period(about))
    years = query.by_period(asked.during(None, None)).set_index("period")["value"].to_dict()
    assert shown.rows(app).set_index("period")["value"].to_dict() == years
    assert [each.label for each in shown.cards(app)] == [saying.label(asked, about), "Data as of"]


@pytest.mark.parametrize(
    "about",
    [
        each
        for entry in CARDS
        if entry.path
        for each in filters.offered(entry)
        if len(each.categories) > 3 and not each.one_category
    ],
    ids=lambda each: each.id,
)
def test_chosen_categories_stand_in_the_title(about: Indicator) -> None:
    first, second, third, *_ = about.categories
    assert saying.title(Filters(about.id), about) == about.title
    assert all(
        about.categories[each] in saying.title(Filters(about.id, (), (first, second)), about)
        for each in (first, second)
    )
    assert f"3 of {len(about.categories)}" in saying.title(
        Filters(about.id, (), (first, second, third)), about
    )


@pytest.mark.alike(3)
@pytest.mark.parametrize("about", list(catalog.indicators().values()), ids=lambda each: each.id)
def test_a_downloaded_picture_says_what_it_shows_and_whose_it_is(about: Indicator) -> None:
    source, said = catalog.source_of(about), provenance.picture(about, on_map=True)
    for part in (
        about.definition,
        source.bias,
        source.publisher,
        source.licence.name,
        source.as_of.isoformat(),
        boundaries.NOTE(),
        source.next_update.isoformat() if source.next_update else "",
    ):
        assert part in said


SUMS = [
    (entry, about)
    for entry in CARDS
    for about in filters.offered(entry)
    if changes.narrowed(Filters(about.id).during(*query.usual_period(about)))
]


@pytest.mark.alike(3)
@pytest.mark.parametrize(
    ("entry", "about"), SUMS, ids=lambda each: getattr(each, "id", None) or each.path or "overview"
)
def test_with_the_switch_only_the_same_countries_count(entry: Entry, about: Indicator) -> None:
    asked = Filters(about.id).during(*query.usual_period(about))
    number, now, before = query.same_countries(asked)
    alike = changes.alike(asked)
    assert len(alike.countries) == number
    app = opened(
        entry,
        {"same": ["1"]} | ({} if about == filters.offered(entry)[0] else {"indicator": [about.id]}),
    )
    card = {each.label: each for each in shown.cards(app)}[saying.label(alike, about)]
    assert card.value == amount(now) and amount(abs(now - before)) in (card.delta or amount(0))
    assert shown.switches(app)["same"]["value"] is True
    assert set(shown.rows(app)["country"]) <= set(alike.countries)
    assert any(f"{number} countries with a figure also in" in each for each in shown.headings(app))
    app = shown.turn(app, "same", False)
    assert saying.label(asked, about) in {each.label for each in shown.cards(app)} and not any(
        "also in" in each for each in shown.headings(app)
    )


def test_with_the_switch_the_sentences_count_the_same_countries() -> None:
    trafficking = Filters("glotip.detected_victims").during(first_day("2017"), last_day("2017"))
    number, now, before = query.same_countries(trafficking)
    said = changes.whole(trafficking, same=True)
    assert (
        said.same
        and f" in the {number} countries with a figure in both periods, 2017: {now:,.0f}"
        in said.text
        and "have a figure" not in said.text
    )
    assert (
        f"{abs(now - before):,.0f}" in said.text
        and f"; {number} have both." in changes.whole(trafficking).text
    )
    app = opened(
        OVERVIEW,
        {"indicator": ["glotip.detected_victims"], "period": ["2017", "2017"], "same": ["1"]},
    )
    assert any(
        "countries with a figure in both periods" in each["text"] for each in shown.links(app)
    )


def test_where_records_are_counted_there_is_no_such_switch() -> None:
    app = opened(menu.entry_of("cybercrime"), {"same": ["1"]})
    assert "same" not in shown.switches(app) and not changes.comparable(
        Filters("eurepoc.incidents").during(
            *query.usual_period(query.indicator(Filters("eurepoc.incidents")))
        )
    )


RANKED = [about for entry in CARDS if entry.path for about in filters.offered(entry)]


@pytest.mark.alike(3)
@pytest.mark.parametrize("about", RANKED, ids=lambda each: each.id)
def test_the_table_ranks_every_country_and_says_how_it_changed(about: Indicator) -> None:
    asked = query.settle(Filters(about.id).during(*query.usual_period(about))).explicit()
    table, against = tables.ranks(asked, about)
    everyone = query.by_country(asked)
    level = everyone["value"].set_axis(everyone["country"])
    ranked = {code for code in level.dropna().index if not about.ordinal}
    assert len(table) == len(everyone)
    assert {*table["country"][table["rank"].notna()]} == ranked, "a range or a tier has no rank"
    for row in table.dropna(subset="rank").itertuples():
        assert row.rank == int((level > level[row.country]).sum()) + 1
    assert not ranked or table["rank"].notna().head(len(ranked)).all(), "the ranked come first"
    earlier = query.period_before(asked)[0]
    if not against:
        assert earlier is None or query.by_country(earlier)["value"].dropna().empty
        return
    for row in table.head(20).itertuples():
        now, then = (
            query.total(replace(each, countries=(row.country,))).value for each in (asked, earlier)
        )
        both = {row.country} <= {*changes.before(asked)[0]} if about.breakdown else True
        assert not math.isnan(row.change) or now is None or then is None or not both
        if now is not None and then is not None and both:
            assert row.change == pytest.approx(now - then)
            if about.in_steps:
                assert "percent" not in table
                continue
            card = query.compare(replace(asked, countries=(row.country,)))
            share = re.search(r"\(([+−].*)\u00a0%\)", saying.change_words(card))
            assert (
                (languages.percent(row.percent) == share[1]) if share else math.isnan(row.percent)
            )


def test_what_is_newest_and_what_is_announced_are_said_apart() -> None:
    """A source may be the newest there is, though its publisher announces no next edition."""
    app = opened(OVERVIEW, {})
    (card,) = [each for each in shown.cards(app) if each.key == "kpi-health"]
    good, known, wrong = overview.health()
    assert card.value == f"{good} of {known} newest"
    assert card.delta == f"{len(wrong)} older, overdue or not known to be the newest"
    for name in ("glotip", "gci", "ic3"):
        source = catalog.sources()[name]
        assert source.standing == "current" and source.next_update is None
        assert not any(each.startswith(f"{source.title}: ") for each in wrong)
        asked = changes.usual(next(iter(source.indicators.values())))
        assert headline.data(asked)[0].delta == "next update not announced"
    assert not any("announce" in each for each in [card.delta, *wrong])


def test_an_axis_of_losses_is_in_the_words_of_its_card() -> None:
    app = opened(menu.entry_of("cybercrime"), {"indicator": ["ic3.losses_usd"]})
    axis = shown.charts(app)["timeline"]["figure"]["layout"]["yaxis"]
    assert shown.cards(app)[0].value.endswith("\u00a0bn")
    assert {"5\u00a0bn", "10\u00a0bn", "20\u00a0bn"} <= {*axis["ticktext"]}


def test_a_tier_is_read_by_its_name_and_has_no_place() -> None:
    address = {"indicator": ["tip_tiers.tier"], "country": ["BRN", "TTO"]}
    app = opened(menu.entry_of("trafficking"), address)
    told = shown.bars(app)["ranking"]
    said = {row["code"]: row["said"] for row in told["rows"]}
    assert said["BRN"] == "Tier 2 Watch List" and said["TTO"] == "Tier 2"
    assert not any(row["place"] for row in told["rows"]) and shown.rows(app)["rank"].isna().all()
    for text in (told["heading"], told["title"], told["alt"]):
        assert "level" in text and "argest" not in text
    (land,) = [each["figure"] for key, each in shown.charts(app).items() if key == "map"]
    names = [line["name"] for line in land["legend"]]
    assert {"Tier 1", "Tier 2", "Tier 2 Watch List", "Tier 3"} <= {*names} and "ranks" not in land


@pytest.mark.parametrize(
    ("indicator", "country", "year", "change"),
    [
        ("ucdp_violence.one_sided_by_groups", "CMR", "2014", 64),
        ("ucdp_violence.one_sided_by_groups", "MMR", "2021", 106),
    ],
)
def test_a_change_of_more_than_tenfold_has_no_per_cent_in_the_table(
    indicator: str, country: str, year: str, change: float
) -> None:
    asked = Filters(indicator, (country,)).during(first_day(year), last_day(year))
    (row,) = tables.ranks(asked, query.indicator(asked))[0].itertuples()
    assert row.change == change and math.isnan(row.percent)


def test_wars_have_no_per_cent_however_many_they_are() -> None:
    asked = changes.usual(query.indicator(Filters("ucdp_acd.active_conflicts")))
    assert "percent" not in tables.ranks(asked, query.indicator(asked))[0]
    app = opened(menu.entry_of("terrorism"), {"indicator": [asked.indicator]})
    assert "before" in shown.rows(app) and "percent" not in shown.rows(app)
    assert [each for each, _ in shown.switches(app)["map_as"]["options"]] == ["circles", "areas"]


def test_countries_compared_without_a_figure_stand_last_in_the_table() -> None:
    asked = Filters("glotip.detected_victims", ("TUV", "IDN", "USA")).during(
        first_day("2020"), last_day("2020")
    )
    table, against = tables.ranks(asked, query.indicator(asked))
    assert (
        table["country"].tolist() == ["USA", "IDN", "TUV"]
        and table["rank"].tolist()[:2] == [3, 68]
        and table["rank"].isna().tolist() == [False, False, True]
        and against == "2019"
    )


def test_flows_that_are_kept_are_those_of_what_is_asked_the_borders_and_the_language():
    def flows(**asked):
        app = shown.opened("cybercrime.py", {name: [value] for name, value in asked.items()})
        found = shown.charts(app)
        return found["flows-on-map"], found["flows-as-bands"]

    world, bands = flows()
    american, _ = flows(country="USA")
    again, _ = flows(country="USA")
    assert american["title"].endswith(", United States")
    assert world["title"] == american["title"].removesuffix(", United States")
    assert american["figure"] == again["figure"] != world["figure"] and bands != world
    assert "borders" not in world and flows(borders="blank")[0]["borders"] == "blank"
    assert flows(language="qps-plocm")[1]["alt"] != bands["alt"]
    assert flows()[1]["alt"] == bands["alt"]


def test_the_profile_of_a_group_says_its_name_and_each_unit_once() -> None:
    app = shown.opened("country.py", {"group": ["ASEAN"]})
    labels = [card.label for card in shown.cards(app)]
    assert app.header[0].value == "Association of Southeast Asian Nations"
    assert len(labels) > 15 and not [each for each in labels if "Association" in each]
    assert "Detected trafficking victims, 2022" in labels
    table = app.table[0].value
    scores = table.loc["Global Cybersecurity Index, overall score (points of 100)"]
    assert scores["Highest first"].startswith("Indonesia 100; Singapore 99.86; ")
    assert table.loc["Tier in the Trafficking in Persons Report", "Highest first"].startswith(
        "Cambodia Tier 3; "
    )
    assert "Members are those at the time of the figure." in " ".join(
        each.value for each in app.caption
    )
