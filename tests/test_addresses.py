"""Any address gives a valid page; what a page writes into the address opens the same view again,
and is then written unchanged.
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import shown
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from long import LONG
from shown import opened
from streamlit.testing.v1 import AppTest

from components.shell import menu
from data import catalog
from data.geography import countries

EXAMPLES = 1000 if LONG else 15
KEYS = (
    "country",
    "category",
    "indicator",
    "period",
    "partner",
    "map_as",
    "same",
    "scale",
    "beside",
    "panels",
)
ENTRIES = [
    entry for entry in menu.entries() if entry.path not in ("watch", "exchange", "briefing")
]  # those pages are about what readers have made
ODD = st.sampled_from(
    [
        "",
        " ",
        "0",
        "-1",
        "NaN",
        "null",
        "__proto__",
        "'; --",
        "<b>x</b>",
        "%00",
        "\u202eNDI",
        "🌍",
        "9" * 300,
        "2015-99",
        "idn",
        "XXX",
        "true",
    ]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
YEARS = (
    st.integers(1900, 2040).map(str)
    | st.builds("{:04}-{:02}".format, st.integers(1995, 2030), st.integers(0, 13))
    | st.builds(
        "{}-{:02}-{:02}".format, st.integers(1995, 2030), st.integers(1, 12), st.integers(1, 31)
    )
)
CATEGORIES = sorted({each for about in catalog.indicators().values() for each in about.categories})
GOOD = {
    "country": st.sampled_from(sorted(countries.codes())),
    "category": st.sampled_from(CATEGORIES),
    "indicator": st.sampled_from(sorted(catalog.indicators())),
    "period": YEARS,
    "partner": st.sampled_from(sorted(countries.codes())),
    "map_as": st.sampled_from(["change", "circles", "areas"]),
    "same": st.sampled_from(["1", "0"]),
    "beside": st.integers(1990, 2030).map(str),
    "panels": st.sampled_from(["1", "0"]),
    "scale": st.sampled_from(["index", "log", "values"]),
}


def values(key: str) -> st.SearchStrategy[list[str]]:
    """What may stand for one parameter: mostly what makes sense, sometimes what does not, once or
    several times.
    """
    return st.lists(
        st.one_of(GOOD[key], GOOD[key], GOOD[key], ODD),
        min_size=2 if key == "period" else 1,
        max_size=7 if key == "country" else 2,
    )


@st.composite
def addresses(draw: st.DrawFn) -> tuple[str, dict[str, list[str]]]:
    """A page and its parameters; an indicator of the page's own domain more often than another's,
    with categories of its own.
    """
    entry = draw(st.sampled_from(ENTRIES))
    given = {key: draw(values(key)) for key in KEYS if draw(st.booleans())}
    own = [about for about in catalog.indicators().values() if about.domain == entry.domain]
    if own and draw(st.booleans()):
        about = draw(st.sampled_from(own))
        given["indicator"] = [about.id]
        if about.categories and draw(st.booleans()):
            given["category"] = draw(
                st.lists(st.sampled_from(sorted(about.categories)), min_size=1, max_size=3)
            )
    return entry.file, given


def written(at: AppTest) -> dict[str, list[str]]:
    """The parameters the page writes into its address."""
    return {key: list(found) for key, found in at.session_state["_last"]["address"].items()}


def seen(at: AppTest) -> dict[str, Any]:
    """What a reader sees of a view: every number, heading and sentence, and the filters as they
    stand.
    """
    chosen = {
        kind: [each.value for each in at.get(kind)]
        for kind in ("selectbox", "header", "info", "text")
    }
    return chosen | {
        "title": shown.title(at),
        "headings": shown.headings(at),
        "notes": shown.notes(at),
        "switches": shown.switches(at),
        "filters": {
            # which period an address asked for in vain is said once, by the label
            key: field | ({"label": ""} if key == "period" else {})
            for key, field in shown.fields(at).items()
        },
        "numbers": [(each.label, each.value, each.delta) for each in shown.cards(at)],
    }


@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(addresses())
@example(("cybercrime.py", {"indicator": ["cisa_kev.entries"], "period": ["1900", "0000000"]}))
@example(("cybercrime.py", {"indicator": ["cisa_kev.entries"], "period": ["2022-03", "x"]}))
@example(("cybercrime.py", {"indicator": ["cisa_kev.entries"], "period": ["2021-01", "2025-12"]}))
def test_any_address_gives_a_valid_page_and_the_address_it_writes_is_that_view(
    asked: tuple[str, dict[str, list[str]]],
) -> None:
    file, address = asked
    first = opened(file, address)
    assert not first.exception and not first.error, [
        each.value for each in (*first.exception, *first.error)
    ]
    said = written(first)
    assert set(said) <= set(KEYS) and all(found for found in said.values())
    assert all(
        code in countries.codes() for key in ("country", "partner") for code in said.get(key, [])
    )
    again = opened(file, said)
    assert not again.exception
    assert written(again) == said
    assert seen(again) == seen(first)


def test_a_country_that_does_not_compare_leaves_the_map_of_those_that_do() -> None:
    first = opened("overview.py", {"country": ["ABW"], "same": ["1"]})
    assert written(first) == {"country": ["ABW"], "same": ["1"]}
    assert any("countries with a figure also in" in each for each in shown.headings(first))


# what is asked: what is left of it; None where only the page itself is looked at;
# test_pages_browser.py has those a browser takes part in
NONSENSE = {
    "/trafficking?country=XXX": {},
    "/trafficking?country=%00": {},
    "/trafficking?country": {},
    "/trafficking?" + "&".join(["country=IDN"] * 300): {"country": "IDN"},
    "/trafficking?country=XXX&country=IDN": {"country": "IDN"},
    "/trafficking?country=idn": {"country": "IDN"},
    "/trafficking?country=IDN&country=IDN": {"country": "IDN"},
    "/trafficking?country=": {},
    "/trafficking?country=Indonesia": {},
    "/trafficking?country=%F0%9F%8C%8D": {},
    "/trafficking?country=%E2%80%AENDI": {},
    "/trafficking?country=IDN'%20OR%201=1--": {},
    "/trafficking?" + "&".join(f"country=X{i}" for i in range(300)): {},
    "/trafficking?indicator=nothing": {},
    "/trafficking?indicator=eurepoc.incidents": {},
    "/trafficking?indicator=glotip.victims_by_form&indicator=nothing": {},
    "/trafficking?indicator=__proto__": {},
    "/trafficking?category=nothing": {},
    "/trafficking?indicator=glotip.victims_by_form&category=forced_labour&category=nothing": {
        "indicator": "glotip.victims_by_form",
        "category": "forced_labour",
    },
    "/trafficking?period=2015": {},
    "/trafficking?period=2019&period=2015": {"period": ["2015", "2019"]},
    "/trafficking?period=2015&period=2017&period=2019": {},
    "/trafficking?period=1066&period=1492": {},
    "/trafficking?period=1066&period=2015": {"period": ["2007", "2015"]},
    "/trafficking?period=2015-99&period=2016-00": {},
    "/trafficking?period=abc&period=def": {},
    "/trafficking?period=%00&period=%00": {},
    "/trafficking?period=2015-01&period=2015-12": {"period": ["2015", "2015"]},
    "/trafficking?period=99999&period=-1": {},
    "/trafficking?period=" + "9" * 4000 + "&period=2": {},
    "/cybercrime?indicator=cisa_kev.entries&period=2022-06&period=2022-03": {
        "indicator": "cisa_kev.entries",
        "period": ["2022-03", "2022-06"],
    },
    "/cybercrime?country=RUS&category=disruption&period=2015&period=2016": {
        "country": "RUS",
        "category": "disruption",
        "period": ["2015", "2016"],
    },
    "/cybercrime?map_as=nothing": {},
    "/cybercrime?map_as=circles": {},  # counts are circles anyway
    "/cybercrime?map_as=areas": {"map_as": "areas"},
    "/cybercrime?indicator=cisa_kev.entries&map_as=change": None,  # has no map to draw as change
    "/cybercrime?map_as=change": {"map_as": "change"},
    "/trafficking?same=1": {"same": "1"},
    "/trafficking?beside=2017": {"beside": "2017"},
    "/trafficking?beside=1066": {},
    "/trafficking?beside=two": {},
    "/trafficking?scale=log": {},  # nobody to compare
    "/trafficking?country=IDN&country=SGP&scale=values": {"country": ["IDN", "SGP"]},
    "/trafficking?country=IDN&country=SGP&scale=log": {
        "country": ["IDN", "SGP"],
        "scale": "log",
    },
    "/trafficking?same=yes": {},
    "/cybercrime?same=1": {},
    "/illegal-fishing?period=2010&period=2015": None,  # a stock asks for its end only
    "/trafficking?indicator=oc_index.score&category=a&category=b": {"indicator": "oc_index.score"},
    "/?country=IDN&indicator=fatf.listed&category=black": None,
    "/bilateral?country=IDN&partner=IDN": None,
    "/country?country=XXX": None,
}


@pytest.mark.alike(3)
@pytest.mark.parametrize("odd", NONSENSE, ids=lambda each: each[:60])
def test_what_makes_no_sense_is_left_out_of_the_address(odd: str) -> None:
    asked, left = urlsplit(odd), NONSENSE[odd]
    at = opened(
        next(each.file for each in menu.entries() if each.path == asked.path[1:]),
        parse_qs(asked.query, keep_blank_values=True),
    )
    assert not at.exception and not at.error
    assert left is None or written(at) == {
        key: [value] if isinstance(value, str) else value for key, value in left.items()
    }
